/* newsbind load: books onto an e-reader, or into a folder. */
#include "app/app.h"
#include "app/options.h"

#include "base/io.h"
#include "base/near.h"
#include "base/volume.h"
#include "device/device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: newsbind load BOOK... [--to READER] [OPTION]...\n"
    "Copies EPUBs and PDFs onto an e-reader that is mounted, into the folder where it\n"
    "looks for books; reads back what it wrote. An issue that is there already (the\n"
    "same identifier) is updated in place; no other book is overwritten.\n\n"
    "      --to READER    kobo, kindle, pocketbook; auto (default): the one that is\n"
    "                     mounted; or a folder\n"
    "      --keep N       keep the last N issues of each series; removes only what\n"
    "                     newsbind put there and nobody changed since\n"
    "      --dry-run      say what would be done, and do nothing\n"
    "      --report FILE  write what was done, as JSON\n"
    "      --strict       exit 1 when there was a warning\n"
    "      --quiet        print errors only\n"
    "      --help         print this\n\n"
    "Exit status: 0 done; 1 done, but with --strict there was a warning; 2 wrong\n"
    "usage; 3 no usable book; 4 no reader, no room, or it could not be written.\n";

struct book {
    struct nb_mapping file;
    struct nb_shelf_book book;
    struct nb_shelf_place place;
    const char *path; /* as the user gave it */
};

struct load {
    struct nb_app *app;
    struct nb_texts names;
    const char *to;
    unsigned keep;
    bool dry;
    struct nb_ereader reader; /* no kind: a plain folder */
    const char *folder;       /* that books go to */
    struct nb_shelf *shelf;
    struct book *books;
    size_t count;
};

/* ---- Where to. */

static enum nb_exit no_reader(struct load *load, const char *title)
{
    nb_report(
        &load->app->ctx, NB_DIAG_NO_READER, NULL, 0,
        "no %s is mounted as a drive (Kindles since 2024 and readers with Android "
        "never are)",
        title);
    return NB_EXIT_OUTPUT;
}

static enum nb_exit several_readers(struct load *load, const struct nb_ereaders *found)
{
    struct nb_buf list = NB_BUF_INIT;
    for (size_t i = 0; i < found->count; i++)
        nb_buf_printf(&list, "%s--to %s", i ? ", " : "", found->at[i].root);
    enum nb_exit exit = nb_app_usage(load->app, "several readers are mounted: say %s",
                                     nb_buf_cstr(&list));
    nb_buf_free(&list);
    return exit;
}

/* The mounted reader of `kind`, NULL: of any. */
static enum nb_exit find_reader(struct load *load, const struct nb_ereader_kind *kind)
{
    struct nb_ereaders found;
    enum nb_status status =
        nb_ereaders_find(load->app->arena, getenv("NEWSBIND_MOUNTS"), &found);
    if (status == NB_NOMEM)
        return nb_app_no_memory(load->app);
    size_t count = 0;
    for (size_t i = 0; status == NB_OK && i < found.count; i++) {
        if (!kind || found.at[i].kind == kind)
            found.at[count++] = found.at[i];
    }
    found.count = count;
    if (!count)
        return no_reader(load, kind ? kind->title : "reader");
    if (count > 1)
        return several_readers(load, &found);
    load->reader = found.at[0];
    return NB_EXIT_DONE;
}

static enum nb_exit unknown_place(struct load *load)
{
    struct nb_buf names = NB_BUF_INIT;
    const char *near = NULL;
    size_t best = NB_NEAR;
    if (strchr(load->to, '/')) {
        nb_report(&load->app->ctx, NB_DIAG_CANNOT_WRITE, load->to, 0,
                  "there is no such folder");
        return NB_EXIT_OUTPUT;
    }
    for (const struct nb_ereader_kind *kind = nb_ereader_kinds; kind->name; kind++) {
        if (nb_near_better(load->to, kind->name, &best))
            near = kind->name;
    }
    nb_ereader_names(&names);
    enum nb_exit exit =
        near ? nb_app_usage(load->app, "unknown reader: %s; did you mean %s?", load->to,
                            near)
             : nb_app_usage(load->app,
                            "unknown reader: %s (there are %s, auto, and any folder)",
                            load->to, nb_buf_cstr(&names));
    nb_buf_free(&names);
    return exit;
}

/* A folder of the user's: the root of a reader stands for where its books are, any other folder
 * on one for itself. */
static enum nb_exit take_folder(struct load *load)
{
    struct nb_arena *arena = load->app->arena;
    load->reader = nb_ereader_around(arena, load->to);
    if (!load->reader.root)
        return nb_app_no_memory(load->app);
    bool is_root = load->reader.kind && strcmp(load->reader.root, load->to) == 0;
    load->folder = is_root ? nb_ereader_folder(arena, &load->reader) : load->to;
    return load->folder ? NB_EXIT_DONE : nb_app_no_memory(load->app);
}

static enum nb_exit choose_place(struct load *load)
{
    const struct nb_ereader_kind *kind = nb_ereader_kind(load->to);
    if (!kind && strcmp(load->to, "auto") != 0)
        return nb_path_is_folder(load->to) ? take_folder(load) : unknown_place(load);
    enum nb_exit exit = find_reader(load, kind);
    if (exit != NB_EXIT_DONE)
        return exit;
    load->folder = nb_ereader_folder(load->app->arena, &load->reader);
    return load->folder ? NB_EXIT_DONE : nb_app_no_memory(load->app);
}

/* ---- What. */

/* Opens a book and reads what it is. Costs itself alone. */
static enum nb_status open_book(struct load *load, const char *path)
{
    struct nb_ctx *ctx = &load->app->ctx;
    struct book *book = &load->books[load->count];
    const char *form = nb_name_ending(path);
    errno = 0;
    if (nb_file_map(path, &book->file) != NB_OK) {
        nb_report(ctx, NB_DIAG_CANNOT_READ, path, 0, "%s",
                  errno ? strerror(errno) : "it is empty");
        return NB_OK;
    }
    load->count++;
    book->path = path;
    book->book.name = nb_path_name(path);
    book->book.form = form;
    book->book.bytes = (struct nb_str){(const char *)book->file.data, book->file.size};
    enum nb_status status = nb_issue_read(load->app->arena, ctx->limits, form,
                                          book->book.bytes, &book->book.issue);
    if (status == NB_OK || status == NB_NOMEM)
        return status;
    nb_report(ctx, NB_DIAG_CANNOT_READ, path, 0, "it is no %s that can be opened",
              strcmp(form, ".pdf") == 0 ? "PDF" : "EPUB");
    nb_file_unmap(&book->file);
    load->count--;
    return NB_OK;
}

static enum nb_exit open_books(struct load *load)
{
    struct nb_app *app = load->app;
    load->books = nb_arena_array(app->arena, load->names.count, sizeof *load->books);
    if (!load->books)
        return nb_app_no_memory(app);
    for (size_t i = 0; i < load->names.count; i++) {
        if (!nb_name_ending(load->names.at[i]))
            return nb_app_usage(app, "EPUBs and PDFs are loaded, not %s",
                                load->names.at[i]);
    }
    for (size_t i = 0; i < load->names.count; i++) {
        if (open_book(load, load->names.at[i]) != NB_OK)
            return nb_app_no_memory(app);
    }
    if (load->count)
        return NB_EXIT_DONE;
    nb_report(&app->ctx, NB_DIAG_NO_INPUT, NULL, 0, "not one book can be read");
    return NB_EXIT_NO_INPUT;
}

/* Leaves out what the reader would not open. */
static void refuse_unread(struct load *load)
{
    const struct nb_ereader_kind *kind = load->reader.kind;
    size_t kept = 0;
    for (size_t i = 0; i < load->count; i++) {
        struct book book = load->books[i];
        if (kind && kind->unread &&
            nb_str_ends(nb_str_of(book.book.form), nb_str_of(kind->unread))) {
            nb_report(&load->app->ctx, NB_DIAG_NOT_OPENED, book.path, 0, "%s",
                      kind->advice);
            nb_file_unmap(&book.file);
            continue;
        }
        load->books[kept++] = book;
    }
    load->count = kept;
}

/* ---- Copying. */

static void print_size(uint64_t bytes)
{
    if (bytes >= 1000000000)
        (void)printf("%" PRIu64 ".%" PRIu64 " GB", bytes / 1000000000,
                     bytes / 100000000 % 10);
    else
        (void)printf("%" PRIu64 ".%" PRIu64 " MB", bytes / 1000000,
                     bytes / 100000 % 10);
}

static enum nb_exit failed(struct load *load, const char *path, enum nb_status status)
{
    if (status == NB_NOMEM)
        return nb_app_no_memory(load->app);
    nb_report(&load->app->ctx, NB_DIAG_CANNOT_WRITE, path, 0, "%s",
              status == NB_IO ? strerror(errno) : nb_status_name(status));
    return NB_EXIT_OUTPUT;
}

/* Finds a place for each book and looks whether all fit, before anything is written. */
static enum nb_exit place_books(struct load *load)
{
    struct nb_app *app = load->app;
    bool strange = false;
    uint64_t needs = 0, room, piece;
    enum nb_status status = nb_shelf_open(app->arena, app->ctx.limits, load->folder,
                                          &load->shelf, &strange);
    if (status == NB_OK && strange)
        nb_report(&app->ctx, NB_DIAG_LOAD_RECORD, load->folder, 0,
                  "what it named is not removed by --keep");
    for (size_t i = 0; status == NB_OK && i < load->count; i++) {
        struct book *book = &load->books[i];
        status = nb_shelf_place(load->shelf, &book->book, &book->place);
        needs += status == NB_OK ? book->place.needs : 0;
    }
    if (status == NB_OK)
        status = nb_volume_room(load->reader.root, &room, &piece);
    if (status != NB_OK)
        return failed(load, load->folder, status);
    if (needs <= room)
        return NB_EXIT_DONE;
    nb_report(&app->ctx, NB_DIAG_NO_ROOM, load->folder, 0,
              "%" PRIu64 " kB are needed, %" PRIu64 " kB are free", needs / 1000 + 1,
              room / 1000);
    return NB_EXIT_OUTPUT;
}

static void say_place(const struct load *load, const struct book *book)
{
    static const char *const done[] = {"copied to", "updated as",
                                       "is there already as"};
    static const char *const would[] = {"would be copied to", "would be updated as",
                                        "is there already as"};
    if (!load->app->quiet)
        (void)printf("%s %s %s\n", book->path,
                     (load->dry ? would : done)[book->place.how], book->place.path);
}

static enum nb_exit put_books(struct load *load)
{
    struct nb_app *app = load->app;
    enum nb_exit exit = NB_EXIT_DONE;
    app->outputs = nb_arena_array(app->arena, load->count + 1, sizeof *app->outputs);
    if (!app->outputs)
        return nb_app_no_memory(app);
    for (size_t i = 0; i < load->count && exit == NB_EXIT_DONE; i++) {
        struct book *book = &load->books[i];
        enum nb_status status = NB_OK;
        if (!load->dry && book->place.how != NB_SHELF_SAME)
            status = nb_shelf_put(load->shelf, &book->book, &book->place);
        if (status == NB_OK && !load->dry)
            app->outputs[app->output_count++] = book->place.path;
        if (status == NB_OK)
            say_place(load, book);
        else
            exit = failed(load, book->place.path, status);
    }
    return exit;
}

static void say_older(void *user, const char *path, const char *why)
{
    struct load *load = user;
    if (why)
        nb_report(&load->app->ctx, NB_DIAG_LOAD_LEFT, path, 0, "%s", why);
    else if (!load->app->quiet)
        (void)printf("%s %s\n", path, load->dry ? "would be removed" : "removed");
}

static enum nb_exit prune(struct load *load)
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; load->keep && status == NB_OK && i < load->count; i++)
        status = nb_shelf_prune(load->shelf, &load->books[i].book, load->keep,
                                load->dry, say_older, load);
    return status == NB_OK ? NB_EXIT_DONE : failed(load, load->folder, status);
}

static void say_room(const struct load *load)
{
    const struct nb_ereader_kind *kind = load->reader.kind;
    uint64_t room, piece;
    if (load->app->quiet || nb_volume_room(load->reader.root, &room, &piece) != NB_OK)
        return;
    (void)printf("%s%s%s: ", kind ? kind->title : "", kind ? " at " : "",
                 load->reader.root);
    print_size(room);
    (void)printf(" free%s%s\n", kind && !load->dry ? "; " : "",
                 kind && !load->dry ? kind->after : "");
}

static enum nb_exit load_all(struct load *load)
{
    enum nb_exit exit = choose_place(load);
    if (exit == NB_EXIT_DONE)
        exit = open_books(load);
    if (exit != NB_EXIT_DONE)
        return exit;
    refuse_unread(load);
    bool refused = nb_diags_tally(load->app->ctx.diags, NB_ERROR) > 0;
    if (load->count) {
        exit = place_books(load);
        if (exit == NB_EXIT_DONE)
            exit = put_books(load);
        if (exit == NB_EXIT_DONE)
            exit = prune(load);
        say_room(load);
    }
    return exit == NB_EXIT_DONE && refused ? NB_EXIT_OUTPUT : exit;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    struct load load = {.app = app, .to = "auto"};
    bool done = false;
    const struct nb_option table[] = {
        {"to", 0, NB_OPTION_TEXT, &load.to},
        {"keep", 0, NB_OPTION_NUMBER, &load.keep},
        {"dry-run", 0, NB_OPTION_FLAG, &load.dry},
        {"report", 0, NB_OPTION_TEXT, &app->report},
        {"strict", 0, NB_OPTION_FLAG, &app->strict},
        {"quiet", 0, NB_OPTION_FLAG, &app->quiet},
        {NULL, 0, NB_OPTION_FLAG, NULL},
    };
    enum nb_exit exit =
        nb_options_parse(app, &nb_command_load, argc, argv, table, &load.names, &done);
    if (exit != NB_EXIT_DONE || done)
        return exit;
    if (!load.names.count)
        return nb_app_usage(app, "say which books: newsbind load weekly.epub");
    exit = load_all(&load);
    for (size_t i = 0; i < load.count; i++)
        nb_file_unmap(&load.books[i].file);
    return exit;
}

const struct nb_command nb_command_load = {
    "load", "copies books onto an e-reader or into a folder", usage, run};
