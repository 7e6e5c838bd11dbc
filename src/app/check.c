/* newsbind check: says what is wrong with files, without building anything. */
#include "app/app.h"
#include "app/edition.h"
#include "app/options.h"

#include "base/io.h"
#include "check/check.h"

#include <errno.h>
#include <string.h>

static const char usage[] =
    "Usage: newsbind check EDITION.yaml [OPTION]...\n"
    "       newsbind check BOOK.epub... [OPTION]...\n"
    "Says all that is wrong with an edition file, with line and column, and which of\n"
    "its sources match no file; or what is wrong with EPUBs, newsbind's own or not:\n"
    "the archive, the package, every document and link, and what shops and readers\n"
    "dislike. Builds nothing.\n\n"
    "      --report FILE     write what was found, as JSON\n"
    "      --strict          exit 1 when there was a warning\n"
    "      --quiet           print errors only\n"
    "      --help            print this\n\n"
    "Exit status: 0 fine; 1 warnings, with --strict; 2 wrong edition file or usage;\n"
    "3 errors in a book.\n";

static bool is_book(const char *path)
{
    return nb_str_eq_nocase(nb_str_of(nb_path_ending(path)), NB_STR(".epub"));
}

/* False when memory ran out. */
static bool check_book(struct nb_app *app, const char *path)
{
    struct nb_mapping book = {0};
    errno = 0;
    if (nb_file_map(path, &book) != NB_OK) {
        nb_report(&app->ctx, NB_DIAG_NO_INPUT, path, 0, "%s",
                  errno ? strerror(errno) : "it is empty");
        return true;
    }
    struct nb_str bytes = {(const char *)book.data, book.size};
    enum nb_status status = nb_check_book(&app->ctx, path, bytes);
    nb_file_unmap(&book);
    nb_app_print(app);
    return status != NB_NOMEM;
}

static enum nb_exit check_books(struct nb_app *app, const struct nb_texts *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (!is_book(inputs->at[i]))
            return nb_app_usage(app, "books (.epub) or one edition file (.yaml): %s",
                                inputs->at[i]);
    }
    for (size_t i = 0; i < inputs->count; i++) {
        if (!check_book(app, inputs->at[i]))
            return nb_app_no_memory(app);
    }
    return nb_diags_tally(app->ctx.diags, NB_ERROR) ? NB_EXIT_NO_INPUT : NB_EXIT_DONE;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    struct nb_texts inputs = {0};
    bool done = false;
    const struct nb_option table[] = {
        {"report", 0, NB_OPTION_TEXT, &app->report},
        {"strict", 0, NB_OPTION_FLAG, &app->strict},
        {"quiet", 0, NB_OPTION_FLAG, &app->quiet},
        {NULL, 0, NB_OPTION_FLAG, NULL},
    };
    enum nb_exit exit =
        nb_options_parse(app, &nb_command_check, argc, argv, table, &inputs, &done);
    if (!done)
        nb_app_summary_begin(app);
    if (exit != NB_EXIT_DONE || done)
        return exit;
    if (!inputs.count)
        return nb_app_usage(app, "say what to check: weekly.yaml or weekly.epub");
    if (inputs.count == 1 && nb_app_is_edition(inputs.at[0]))
        return nb_app_check_edition(app, inputs.at[0]);
    return check_books(app, &inputs);
}

const struct nb_command nb_command_check = {
    "check", "says what is wrong with an edition file or a book", usage, run};
