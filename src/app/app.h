/* The commands. The only folder that knows all the others. */
#ifndef NB_APP_APP_H
#define NB_APP_APP_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct nb_duplicate; /* edit/edit.h */

/* The exit statuses. */
enum nb_exit {
    NB_EXIT_DONE = 0,
    NB_EXIT_DEGRADED = 1, /* done, but with --strict something was left out */
    NB_EXIT_USAGE = 2,    /* wrong usage or edition file */
    NB_EXIT_NO_INPUT = 3, /* no usable input */
    NB_EXIT_OUTPUT = 4    /* an output could not be written */
};

/* What all commands share. */
struct nb_app {
    struct nb_ctx ctx;
    struct nb_arena *arena; /* for options and paths; freed at the end */
    const char *command;    /* "build" … */
    const char *report;     /* --report, or NULL */
    bool quiet, strict;
    size_t printed;       /* diagnostics already printed */
    const char **outputs; /* written, for the report */
    size_t output_count;
    size_t articles;          /* in the edition, for the report */
    const char *title, *date; /* of the edition, in `arena`; NULL: none */
    struct nb_summary
        *summary; /* for a CI job: nb_app_summary_begin; NULL: none wanted */
    size_t annotated[NB_ERROR + 1];  /* diagnostics of each severity, for annotations */
    struct nb_duplicate *duplicates; /* left out of it, for the report */
};

/* A command: its name, one line about it, its usage, and what runs it (argv[0] is the
 * command's name). */
struct nb_command {
    const char *name, *summary, *usage;
    enum nb_exit (*run)(struct nb_app *app, int argc, char **argv);
};

extern const struct nb_command nb_command_build, nb_command_bundle, nb_command_check,
    nb_command_extract, nb_command_init, nb_command_load, nb_command_styles;

/* newsbind check for one edition file: reports all that is wrong with it in one go, and the
 * sources that match nothing; builds and writes nothing. NB_EXIT_USAGE when there was an
 * error. */
enum nb_exit nb_app_check_edition(struct nb_app *app, const char *path);

/* Prints the diagnostics that are new on standard error (as annotations too, in GitHub
 * Actions), information left out. */
void nb_app_print(struct nb_app *app);

/* From here on the run is to be summed up in Markdown at its end, if $GITHUB_STEP_SUMMARY names
 * a file to append that to. */
void nb_app_summary_begin(struct nb_app *app);

/* Tells the summary which issue was made: its articles by section, the pages of its PDF (0: it
 * has none). Copies what it needs. */
struct nb_edition;
void nb_app_summary_issue(struct nb_app *app, const struct nb_edition *edition,
                          size_t pages);

/* Appends the summary and frees it. What keeps it from being written is a warning, and does not
 * change how the run ends: `exit` is only said. */
void nb_app_summary_end(struct nb_app *app, enum nb_exit exit);

/* Ends the summary, writes the report, if one is asked for, and says how the run ends: `exit`, or
 * NB_EXIT_DEGRADED, or NB_EXIT_OUTPUT when the report could not be written. */
enum nb_exit nb_app_finish(struct nb_app *app, enum nb_exit exit);

/* Reports wrong usage and returns NB_EXIT_USAGE. */
enum nb_exit nb_app_usage(struct nb_app *app, const char *format, ...) NB_PRINTF(2, 3);

/* Reports that memory ran out and returns NB_EXIT_OUTPUT. */
enum nb_exit nb_app_no_memory(struct nb_app *app);

/* A file or folder of newsbind's data ("styles", "fonts/catalogue.css"), in the app's arena:
 * below $NEWSBIND_DATA, else ../share/newsbind beside the program, else the source tree that
 * the program was built in. NULL without memory. */
const char *nb_app_data(struct nb_app *app, const char *name);

#endif
