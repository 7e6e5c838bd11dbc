/* Options, through getopt_long with tables made of ours. */
#include "app/options.h"

#include "base/str.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 40, HELP = 1000 };

static void add(struct nb_texts *list, const char *text)
{
    list->at[list->count++] = text;
}

static bool number(const char *text, unsigned *out)
{
    unsigned value = 0;
    if (!*text || strlen(text) > 7)
        return false;
    for (; *text; text++) {
        if (!nb_ascii_digit(*text))
            return false;
        value = value * 10 + (unsigned)(*text - '0');
    }
    *out = value;
    return value >= 1 && value <= 1000000;
}

static enum nb_exit set(struct nb_app *app, const struct nb_option *option)
{
    switch (option->kind) {
    case NB_OPTION_FLAG:
        *(bool *)option->target = true;
        return NB_EXIT_DONE;
    case NB_OPTION_TEXT:
        *(const char **)option->target = optarg;
        return NB_EXIT_DONE;
    case NB_OPTION_NUMBER:
        if (number(optarg, option->target))
            return NB_EXIT_DONE;
        return nb_app_usage(app, "--%s wants a number from 1 on, not '%s'",
                            option->name, optarg);
    case NB_OPTION_LIST:
        add(option->target, optarg);
        return NB_EXIT_DONE;
    }
    return NB_EXIT_DONE;
}

/* Our table as getopt_long wants it. */
static void translate(const struct nb_option *options, struct option *longs,
                      char *shorts)
{
    int count = 0;
    *shorts++ = ':';
    for (; count < MOST_OPTIONS - 2 && options[count].name; count++) {
        bool wants = options[count].kind != NB_OPTION_FLAG;
        longs[count] = (struct option){options[count].name,
                                       wants ? required_argument : no_argument, NULL,
                                       HELP + 1 + count};
        if (options[count].letter) {
            *shorts++ = options[count].letter;
            if (wants)
                *shorts++ = ':';
        }
    }
    longs[count] = (struct option){"help", no_argument, NULL, HELP};
    longs[count + 1] = (struct option){0};
    *shorts = '\0';
}

static const struct nb_option *chosen(const struct nb_option *options, int code)
{
    if (code > HELP)
        return &options[code - HELP - 1];
    for (; options->name; options++) {
        if (options->letter == code)
            return options;
    }
    return NULL;
}

enum nb_exit nb_options_parse(struct nb_app *app, const struct nb_command *command,
                              int argc, char **argv, const struct nb_option *options,
                              struct nb_texts *inputs, bool *done)
{
    struct option longs[MOST_OPTIONS];
    char shorts[2 * MOST_OPTIONS];
    int code;
    translate(options, longs, shorts);
    for (const struct nb_option *o = options; o->name; o++) {
        if (o->kind == NB_OPTION_LIST) {
            struct nb_texts *list = o->target;
            list->at = nb_arena_array(app->arena, (size_t)argc, sizeof *list->at);
        }
    }
    inputs->at = nb_arena_array(app->arena, (size_t)argc, sizeof *inputs->at);
    if (nb_arena_status(app->arena) != NB_OK)
        return nb_app_no_memory(app);
    opterr = 0;
    optind = 1;
    while ((code = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (code == HELP) {
            (void)fputs(command->usage, stdout);
            *done = true;
            return NB_EXIT_DONE;
        }
        if (code == ':')
            return nb_app_usage(app, "%s wants a value", argv[optind - 1]);
        const struct nb_option *option = code == '?' ? NULL : chosen(options, code);
        if (!option)
            return nb_app_usage(app, "unknown option %s", argv[optind - 1]);
        enum nb_exit status = set(app, option);
        if (status != NB_EXIT_DONE)
            return status;
    }
    for (; optind < argc; optind++)
        add(inputs, argv[optind]);
    return NB_EXIT_DONE;
}
