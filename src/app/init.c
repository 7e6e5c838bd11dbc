/* newsbind init: an edition file to start from. */
#include "app/app.h"
#include "app/options.h"

#include "base/io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "Usage: newsbind init [FILE]\n"
    "Writes an edition file with comments (default: weekly.yaml) that takes all\n"
    "articles of its folder. A file that is there already is left alone.\n\n"
    "      --quiet    print errors only\n"
    "      --help     print this\n";

/* Every key of the edition file stands in it; a test reads it with all of them used. */
static const char text[] =
    "# An edition file: what one issue holds. Paths are relative to this file.\n"
    "#   newsbind check FILE     says what is wrong with it\n"
    "#   newsbind build FILE     makes the issue\n"
    "# ${NAME} is a variable of the environment, ${NAME:-text} with text in its "
    "place.\n"
    "# A line that begins with # is not used; take the mark away to use it.\n"
    "\n"
    "title: My weekly\n"
    "#subtitle: What happened, and what it means\n"
    "#number: 1               # or auto: counted on by newsbind bundle\n"
    "#date: 2026-11-22        # or today, newest; without it, that of the newest "
    "article\n"
    "#language: en-GB         # without it, that of most articles\n"
    "#publisher: Our house\n"
    "#editors: [First Editor, Second Editor]\n"
    "#rights: Who may do what with it\n"
    "#id: weekly-1            # the book's identifier; made from the above without it\n"
    "\n"
    "#cover: cover.jpg        # a picture; without it, one is drawn\n"
    "style: broadsheet        # newsbind styles lists them; or a path: ./mine.css\n"
    "#paper: A4               # A3, A4, A5, Letter, Legal, 108x144mm\n"
    "#device: kobo-clara      # all for one screen, in its style; see man newsbind\n"
    "#max-size: 25M           # of an EPUB; its pictures are lowered to it\n"
    "#font-dir: [fonts]       # fonts of your own\n"
    "#embed-fonts: yes        # EPUB and web page bring the style's fonts\n"
    "#leader: leader.md       # what you have to say: a file, or Markdown here\n"
    "#dedupe: 0.6             # so much of a text in another: one story; or off\n"
    "outputs: [weekly.pdf, weekly.epub]\n"
    "\n"
    "#sources: [feeds]        # in place of sections: these come of the articles\n"
    "# These hold for all sections that do not say them themselves.\n"
    "#window: 7d              # nothing older, seen from the issue's date\n"
    "#limit: 12               # so many of a section at the most\n"
    "#order: date             # newest first; or weight, or given (as found)\n"
    "#include: {tag: [politics, \"world*\"]}       # title, author, tag, site\n"
    "#exclude: {title: \"Sponsored*\", site: \"*.example\"}\n"
    "# Sections in their order. Sources are files, folders and patterns.\n"
    "sections:\n"
    "  - title: News\n"
    "    sources: [.]         # this folder and those in it\n"
    "#    limit: 20           # and the others of the above, for this one\n"
    "#  - title: Culture\n"
    "#    sources: [culture, \"reviews/*.html\", feeds/books.atom, feeds.opml]\n"
    "\n"
    "# What to change of single articles, by file, address or headline.\n"
    "#articles:               # the weightiest is the lead\n"
    "#  - match: \"council*.txt\"\n"
    "#    weight: 5           # -1000 to 1000; 0 without it\n"
    "#    headline: Another headline\n"
    "#    kicker: Analysis\n"
    "#    section: Culture    # moves it\n"
    "#    picture: mine.jpg   # in place of its lead picture\n"
    "#    alt: What the picture shows\n"
    "#  - {match: \"https://example.org/draft\", omit: yes}\n";

/* Made only where nothing is: fopen's x, C11 7.21.5.3. What could not be written whole is
 * taken away again. */
static bool write_new(const char *path)
{
    FILE *file = fopen(path, "wx");
    if (!file)
        return false;
    bool fine = fputs(text, file) >= 0;
    int error = errno;
    if (fclose(file) != 0) {
        error = errno;
        fine = false;
    }
    if (!fine) {
        (void)remove(path);
        errno = error;
    }
    return fine;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    struct nb_texts names = {0};
    bool done = false;
    const struct nb_option table[] = {
        {"quiet", 0, NB_OPTION_FLAG, &app->quiet},
        {NULL, 0, NB_OPTION_FLAG, NULL},
    };
    enum nb_exit exit =
        nb_options_parse(app, &nb_command_init, argc, argv, table, &names, &done);
    if (exit != NB_EXIT_DONE || done)
        return exit;
    if (names.count > 1)
        return nb_app_usage(app, "one file is made at a time");
    const char *path = names.count ? names.at[0] : "weekly.yaml";
    const char *ending = nb_path_ending(path);
    if (strcmp(ending, ".yaml") != 0 && strcmp(ending, ".yml") != 0)
        return nb_app_usage(app, "an edition file's name ends in .yaml: %s", path);
    if (!write_new(path)) {
        nb_report(&app->ctx, NB_DIAG_CANNOT_WRITE, path, 0, "%s", strerror(errno));
        return NB_EXIT_OUTPUT;
    }
    if (!app->quiet)
        (void)printf("%s is written. Put articles beside it, then: newsbind build %s\n",
                     path, path);
    return NB_EXIT_DONE;
}

const struct nb_command nb_command_init = {
    "init", "writes an edition file to start from", usage, run};
