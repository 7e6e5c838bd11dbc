/* newsbind check: says what is wrong with a file, without building anything. */
#include "app/app.h"
#include "app/edition.h"
#include "app/options.h"

static const char usage[] =
    "Usage: newsbind check EDITION.yaml [OPTION]...\n"
    "Says all that is wrong with an edition file, with line and column, and which of\n"
    "its sources match no file. Builds nothing.\n\n"
    "      --report FILE     write what was found, as JSON\n"
    "      --strict          exit 1 when there was a warning\n"
    "      --quiet           print errors only\n"
    "      --help            print this\n\n"
    "Exit status: 0 fine; 1 warnings, with --strict; 2 wrong edition file or usage.\n";

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
    if (exit != NB_EXIT_DONE || done)
        return exit;
    if (inputs.count != 1)
        return nb_app_usage(app, "say which one file to check: weekly.yaml");
    if (!nb_app_is_edition(inputs.at[0]))
        return nb_app_usage(app, "an edition file (.yaml) is wanted: %s", inputs.at[0]);
    return nb_app_check_edition(app, inputs.at[0]);
}

const struct nb_command nb_command_check = {
    "check", "says what is wrong with an edition file", usage, run};
