/* Options from the command line, by a table: GNU long options, `--` ends them. */
#ifndef NB_APP_OPTIONS_H
#define NB_APP_OPTIONS_H

#include "app/app.h"

enum nb_option_kind {
    NB_OPTION_FLAG,   /* bool */
    NB_OPTION_TEXT,   /* const char * */
    NB_OPTION_NUMBER, /* unsigned: 1 to 1,000,000 */
    NB_OPTION_LIST    /* struct nb_texts: may be given often */
};

struct nb_texts {
    const char **at; /* room for all arguments */
    size_t count;
};

struct nb_option {
    const char *name; /* without the dashes; NULL ends a table */
    char letter;      /* short form, or 0 */
    enum nb_option_kind kind;
    void *target;
};

/* Fills the targets and collects the other arguments in `inputs`. NB_EXIT_USAGE (reported)
 * when something is wrong; *done is set when --help was asked for and printed. */
enum nb_exit nb_options_parse(struct nb_app *app, const struct nb_command *command,
                              int argc, char **argv, const struct nb_option *options,
                              struct nb_texts *inputs, bool *done);

#endif
