/* newsbind styles: what styles there are, and one to start from. */
#include "app/app.h"
#include "app/options.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/str.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { STYLE_BYTES = 1 << 20 };

static const char usage[] =
    "Usage: newsbind styles [show NAME]\n"
    "Lists the styles, or prints one, to start your own from:\n\n"
    "  newsbind styles show broadsheet > mine.css\n"
    "  newsbind build articles/ --style ./mine.css -o weekly.pdf\n\n"
    "      --help    print this\n";

static enum nb_status print_name(void *user, const char *path)
{
    const char *name = nb_path_name(path), *ending = nb_path_ending(path);
    const char *folder = user; /* what lies deeper is no style */
    if (strcmp(ending, ".css") == 0 && name == path + strlen(folder) + 1)
        (void)printf("%.*s\n", (int)(ending - name), name);
    return NB_OK;
}

static enum nb_exit list(struct nb_app *app, const char *folder)
{
    if (nb_folder_walk(folder, print_name, (void *)(uintptr_t)folder) == NB_OK)
        return NB_EXIT_DONE;
    nb_report(&app->ctx, NB_DIAG_CANNOT_READ, folder, 0, "%s", strerror(errno));
    return NB_EXIT_NO_INPUT;
}

static enum nb_exit show(struct nb_app *app, const char *folder, const char *name)
{
    struct nb_buf text;
    const char *path = nb_arena_printf(app->arena, "%s/%s.css", folder, name);
    if (strchr(name, '/') || !path || nb_file_read(path, STYLE_BYTES, &text) != NB_OK)
        return nb_app_usage(app, "there is no style %s", name);
    (void)fwrite(nb_buf_cstr(&text), 1, text.len, stdout); /* main checks the stream */
    nb_buf_free(&text);
    return NB_EXIT_DONE;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    struct nb_texts words = {0};
    bool done = false;
    const struct nb_option none[] = {{NULL, 0, NB_OPTION_FLAG, NULL}};
    enum nb_exit exit =
        nb_options_parse(app, &nb_command_styles, argc, argv, none, &words, &done);
    if (exit != NB_EXIT_DONE || done)
        return exit;
    const char *folder = nb_app_data(app, "styles");
    if (!folder)
        return nb_app_usage(app, "out of memory");
    if (words.count == 0)
        return list(app, folder);
    if (words.count == 2 && strcmp(words.at[0], "show") == 0)
        return show(app, folder, words.at[1]);
    return nb_app_usage(app, "styles, or styles show NAME");
}

const struct nb_command nb_command_styles = {
    "styles", "lists the styles, or shows one to start from", usage, run};
