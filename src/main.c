/* newsbind: arguments to a command, nothing else. */
#include "app/app.h"

#include "base/limits.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct nb_command *const commands[] = {
    &nb_command_init, &nb_command_check,   &nb_command_build,  &nb_command_bundle,
    &nb_command_load, &nb_command_extract, &nb_command_styles,
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(FILE *to)
{
    (void)fputs("Usage: newsbind COMMAND [OPTION]... [INPUT]...\n"
                "Binds news articles into a typeset PDF and an EPUB.\n\nCommands:\n",
                to);
    for (size_t i = 0; i < COMMANDS; i++)
        (void)fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    (void)fputs("\n  newsbind COMMAND --help   says more about a command\n"
                "  newsbind --version        prints the version\n\n"
                "Example: newsbind build articles/ -o weekly.pdf -o weekly.epub\n",
                to);
}

static const struct nb_command *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

/* Standard output is a file too: what could not be written must not go unseen. */
static int flushed(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    (void)fprintf(stderr, "newsbind: error: standard output: %s\n", strerror(errno));
    return NB_EXIT_OUTPUT;
}

static int run(const struct nb_command *command, int argc, char **argv)
{
    struct nb_app app = {
        .ctx = {nb_diags_new(), &nb_limits_default},
        .arena = nb_arena_new(0),
        .command = command->name,
    };
    enum nb_exit status = NB_EXIT_OUTPUT;
    if (app.ctx.diags && app.arena)
        status = nb_app_finish(&app, command->run(&app, argc, argv));
    else
        (void)fputs("newsbind: error: out of memory\n", stderr);
    nb_arena_free(app.arena);
    nb_diags_free(app.ctx.diags);
    return flushed((int)status);
}

int main(int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : "--help";
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 ||
        strcmp(first, "help") == 0) {
        print_help(argc > 1 ? stdout : stderr);
        return argc > 1 ? flushed(NB_EXIT_DONE) : NB_EXIT_USAGE;
    }
    if (strcmp(first, "--version") == 0) {
        (void)puts("newsbind " NB_VERSION);
        return flushed(NB_EXIT_DONE);
    }
    const struct nb_command *command = find(first);
    if (!command) {
        (void)fprintf(
            stderr, "newsbind: error: there is no command '%s'; see newsbind --help\n",
            first);
        return NB_EXIT_USAGE;
    }
    return run(command, argc - 1, argv + 1);
}
