/* newsbind build: the main job. Inputs to an edition, its pictures, its pages if an output
 * wants them, then one output after the other. */
#include "app/app.h"
#include "app/building.h"
#include "app/edition.h"
#include "app/options.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/par.h"
#include "device/device.h"
#include "edition/edition.h"
#include "edition/keys.h"
#include "font/font.h"
#include "image/image.h"
#include "layout/layout.h"
#include "style/style.h"
#include "write/write.h"

#include <errno.h>
#include <string.h>

enum { COVER_WIDTH = 1600, COVER_HEIGHT = 2560, COVER_QUALITY = 85 };

static const char usage[] =
    "Usage: newsbind build INPUT... -o FILE [OPTION]...\n"
    "Makes a PDF, an EPUB and more from news articles. An INPUT is a file (text,\n"
    "HTML, Markdown, a feed, a newsroom's XML or JSON), a folder or ZIP archive of\n"
    "such files, - for standard input, or one edition file (.yaml).\n\n"
    "  -o, --output FILE     .pdf .epub .kepub.epub .html .json .md .txt; repeatable\n"
    "      --title TEXT      the issue's title; --lang TAG: its language, as en-GB\n"
    "      --date DATE       the issue's date: 2026-11-22, today or newest\n"
    "      --style NAME      broadsheet, magazine, reader, eink, plain, a CSS file\n"
    "      --paper NAME      A3, A4, A5, Letter, Legal, 108x144mm; else the style's\n"
    "      --device NAME     make all for one screen: kobo-clara, tablet ...\n"
    "      --font-dir DIR    fonts of your own, before the catalogue's\n"
    "      --max-size SIZE   what an EPUB may take: 25M; lowers its pictures\n"
    "      --embed-fonts     an EPUB and a web page bring the style's fonts\n"
    "      --window DAYS     take nothing older than so many days, as 7d\n"
    "      --dedupe SHARE    so much of a text in another: one story; 0.6, or off\n"
    "      --limit N         take the first N articles only\n"
    "      --keep-captions   show captions of figures that have no picture\n"
    "      --pdfa            make the PDF archivable as well: PDF/A-2a\n"
    "      --jobs N          threads (default: one a processor)\n"
    "      --report FILE     write what was done and left out, as JSON\n"
    "      --strict          exit 1 when anything was left out or degraded\n"
    "      --quiet, --help   print errors only; print this\n\n"
    "Exit status: 0 done; 1 done, but with --strict something was left out; 2 wrong\n"
    "usage or edition file; 3 no usable input; 4 an output could not be written.\n";

enum { MOST_OPTIONS = 24 };

struct build {
    struct nb_app *app;
    const struct nb_build_plan *plan; /* NULL: newsbind build itself */
    const char *path;                 /* of the edition file */
    struct nb_texts inputs, outputs, font_folders;
    struct nb_edition_options options;
    const char *style, *paper, *device_name, *most_size;
    const struct nb_device *device; /* or NULL */
    unsigned limit;
    bool keep_captions, archivable, embed_fonts;
    struct nb_edition_file file;
    bool has_file;
    struct nb_edition *edition;
    struct nb_sheet *sheet;
    struct nb_fonts *fonts;
    struct nb_image_loader *loader;
    struct nb_book *book;
    const struct nb_image *cover;
};

/* The options of both, then the command's own. */
static void fill_table(struct build *build, struct nb_option *table)
{
    struct nb_app *app = build->app;
    const struct nb_option own[] = {{"output", 'o', NB_OPTION_LIST, &build->outputs},
                                    {NULL, 0, NB_OPTION_FLAG, NULL}};
    const struct nb_option both[] = {
        {"title", 0, NB_OPTION_TEXT, &build->options.title},
        {"date", 0, NB_OPTION_TEXT, &build->options.date},
        {"lang", 0, NB_OPTION_TEXT, &build->options.lang},
        {"style", 0, NB_OPTION_TEXT, &build->style},
        {"paper", 0, NB_OPTION_TEXT, &build->paper},
        {"device", 0, NB_OPTION_TEXT, &build->device_name},
        {"font-dir", 0, NB_OPTION_LIST, &build->font_folders},
        {"max-size", 0, NB_OPTION_TEXT, &build->most_size},
        {"embed-fonts", 0, NB_OPTION_FLAG, &build->embed_fonts},
        {"window", 0, NB_OPTION_TEXT, &build->options.window},
        {"dedupe", 0, NB_OPTION_TEXT, &build->options.dedupe},
        {"limit", 0, NB_OPTION_NUMBER, &build->limit},
        {"keep-captions", 0, NB_OPTION_FLAG, &build->keep_captions},
        {"pdfa", 0, NB_OPTION_FLAG, &build->archivable},
        {"jobs", 0, NB_OPTION_NUMBER, &build->options.jobs},
        {"report", 0, NB_OPTION_TEXT, &app->report},
        {"strict", 0, NB_OPTION_FLAG, &app->strict},
        {"quiet", 0, NB_OPTION_FLAG, &app->quiet},
    };
    size_t count = sizeof both / sizeof both[0];
    memcpy(table, both, sizeof both);
    const struct nb_option *more = build->plan ? build->plan->options : own;
    for (; more->name && count + 1 < MOST_OPTIONS; more++)
        table[count++] = *more;
    table[count] = (struct nb_option){NULL, 0, NB_OPTION_FLAG, NULL};
}

static enum nb_exit read_options(struct build *build, int argc, char **argv, bool *done)
{
    struct nb_app *app = build->app;
    struct nb_option table[MOST_OPTIONS];
    fill_table(build, table);
    build->options.jobs = nb_par_cores();
    enum nb_exit status =
        nb_options_parse(app, build->plan ? build->plan->command : &nb_command_build,
                         argc, argv, table, &build->inputs, done);
    build->options.limit = build->limit;
    if (status != NB_EXIT_DONE || *done)
        return status;
    const struct {
        const char *option, *value;
        enum nb_key_kind kind;
    } checked[] = {{"date", build->options.date, NB_KEY_DATE},
                   {"lang", build->options.lang, NB_KEY_LANG},
                   {"window", build->options.window, NB_KEY_WINDOW},
                   {"dedupe", build->options.dedupe, NB_KEY_DEDUPE},
                   {"max-size", build->most_size, NB_KEY_SIZE}};
    for (size_t i = 0; i < sizeof checked / sizeof checked[0]; i++) {
        const char *value = checked[i].value;
        const char *why = value ? nb_edition_value_wrong(checked[i].kind, value) : NULL;
        if (why)
            return nb_app_usage(app, "--%s: %s%s", checked[i].option, why, value);
    }
    for (size_t i = 0; i < build->font_folders.count; i++)
        if (!nb_path_exists(build->font_folders.at[i]))
            return nb_app_usage(app, "--font-dir: there is no %s",
                                build->font_folders.at[i]);
    return NB_EXIT_DONE;
}

/* The edition file's folders of fonts, behind the command line's. */
static enum nb_exit add_font_folders(struct build *build)
{
    struct nb_app *app = build->app;
    const struct nb_strings *named = &build->file.font_folders;
    struct nb_texts all = {.count = 0};
    all.at = nb_arena_array(app->arena, build->font_folders.count + named->count,
                            sizeof *all.at);
    if (!all.at)
        return nb_app_no_memory(app);
    for (size_t i = 0; i < build->font_folders.count; i++)
        all.at[all.count++] = build->font_folders.at[i];
    for (size_t i = 0; i < named->count; i++) {
        const char *path = named->at[i];
        if (*path != '/')
            path = nb_path_join(app->arena, build->file.folder, path);
        if (!path)
            return nb_app_no_memory(app);
        if (!nb_path_exists(path))
            return nb_app_usage(app, "font-dir: there is no %s", path);
        all.at[all.count++] = path;
    }
    build->font_folders = all;
    return NB_EXIT_DONE;
}

/* Takes an edition file out of the inputs and reads it. */
static enum nb_exit read_edition_file(struct build *build)
{
    const char *path = NULL;
    for (size_t i = 0; i < build->inputs.count; i++) {
        if (nb_app_is_edition(build->inputs.at[i]))
            path = build->inputs.at[i];
    }
    if (!path && build->plan)
        return nb_app_usage(build->app, "say which edition file: weekly.yaml");
    if (!path)
        return NB_EXIT_DONE;
    if (build->inputs.count > 1)
        return nb_app_usage(build->app, "an edition file stands alone: %s", path);
    enum nb_status status =
        nb_edition_read(&build->app->ctx, build->app->arena, path, &build->file);
    if (status != NB_OK)
        return status == NB_NOMEM ? nb_app_no_memory(build->app) : NB_EXIT_USAGE;
    build->has_file = true;
    build->path = path;
    build->inputs.count = 0;
    return add_font_folders(build);
}

/* The outputs: the command line's, else the edition file's, relative to its folder. */
static enum nb_exit choose_outputs(struct build *build)
{
    const struct nb_strings *named = &build->file.outputs;
    struct nb_arena *arena = build->app->arena;
    if (!build->outputs.count && named->count) {
        build->outputs.at =
            nb_arena_array(arena, named->count, sizeof *build->outputs.at);
        for (size_t i = 0; build->outputs.at && i < named->count; i++)
            build->outputs.at[build->outputs.count++] =
                nb_path_join(arena, build->file.folder, named->at[i]);
    }
    if (nb_arena_status(arena) != NB_OK)
        return nb_app_no_memory(build->app);
    if (!build->outputs.count)
        return nb_app_usage(build->app, "say what to write: -o weekly.pdf");
    for (size_t i = 0; i < build->outputs.count; i++) {
        if (!nb_writer_for(build->outputs.at[i]))
            return nb_app_usage(
                build->app,
                "no writer for %s (there are .pdf, .epub, .kepub.epub, .html, .json, "
                ".md and .txt)",
                build->outputs.at[i]);
    }
    return NB_EXIT_DONE;
}

/* The device, the command line's before the edition file's. What it says of the style and the
 * paper gives way to whoever names these in the same place. */
static enum nb_exit choose_device(struct build *build)
{
    struct nb_app *app = build->app;
    bool by_option = build->device_name != NULL;
    const char *name = by_option ? build->device_name : build->file.device;
    if (!name)
        return NB_EXIT_DONE;
    build->device = nb_device_find(name);
    if (!build->device) {
        struct nb_buf names = NB_BUF_INIT;
        nb_device_names(&names);
        const char *near = nb_device_near(name);
        enum nb_exit exit =
            near ? nb_app_usage(app, "unknown device: %s; did you mean %s?", name, near)
                 : nb_app_usage(app, "unknown device: %s (there are %s)", name,
                                nb_buf_cstr(&names));
        nb_buf_free(&names);
        return exit;
    }
    bool has_paper = build->paper || build->style || (!by_option && build->file.paper);
    if (!has_paper)
        build->paper =
            nb_arena_printf(app->arena, "%ux%umm", nb_device_width_mm(build->device),
                            nb_device_height_mm(build->device));
    return nb_arena_status(app->arena) == NB_OK ? NB_EXIT_DONE : nb_app_no_memory(app);
}

/* The style: the command line's, else the device's, since what the edition file names is made
 * for paper; else the edition file's. */
static enum nb_exit choose_style(struct build *build)
{
    struct nb_app *app = build->app;
    struct nb_page_style page;
    const char *name = build->style;
    if (!name && build->device)
        name = build->device->style;
    if (!name && build->has_file) {
        name = build->file.style;
        if (name && strchr(name, '/') && *name != '/')
            name = nb_path_join(app->arena, build->file.folder, name);
    }
    if (!name)
        name = "broadsheet";
    if (!build->paper && !(build->device_name && build->style))
        build->paper = build->file.paper;
    const char *folder = nb_app_data(app, "styles");
    enum nb_status status =
        folder ? nb_sheet_load(&app->ctx, folder, name, &build->sheet) : NB_NOMEM;
    if (status != NB_OK)
        return status == NB_NOMEM ? nb_app_no_memory(app) : NB_EXIT_USAGE;
    if (!nb_style_page(build->sheet, NB_PAGE_FIRST, build->paper, &page))
        return nb_app_usage(app, "unknown paper: %s", build->paper);
    return NB_EXIT_DONE;
}

/* What an unexpected failure of a stage is to the user. */
static enum nb_exit failed(struct nb_app *app, enum nb_status status, const char *stage)
{
    enum nb_diag_code code =
        status == NB_NOMEM ? NB_DIAG_OUT_OF_MEMORY : NB_DIAG_CANNOT_WRITE;
    nb_report(&app->ctx, code, NULL, 0, "%s: %s", stage, nb_status_name(status));
    return NB_EXIT_OUTPUT;
}

static enum nb_exit read_articles(struct build *build)
{
    struct nb_app *app = build->app;
    if (!build->has_file && !build->inputs.count)
        return nb_app_usage(app, "say what to read: a file, a folder, an edition file");
    if (build->plan) {
        build->options.number = build->plan->number;
        build->options.user = build->plan->user;
    }
    build->options.outputs = build->outputs.at;
    build->options.output_count = build->outputs.count;
    enum nb_status status = nb_app_read(app, build->inputs.at, build->inputs.count,
                                        build->has_file ? &build->file : NULL,
                                        &build->options, &build->edition);
    if (status != NB_OK)
        return failed(app, status, "reading");
    app->articles = nb_edition_count(build->edition);
    if (!app->articles) {
        nb_report(&app->ctx, NB_DIAG_NO_INPUT, NULL, 0, "not one article was found");
        return NB_EXIT_NO_INPUT;
    }
    return NB_EXIT_DONE;
}

/* The user's own cover of the edition file. */
static enum nb_status load_own_cover(struct build *build)
{
    struct nb_app *app = build->app;
    struct nb_buf bytes;
    const char *name = build->file.cover;
    if (!name)
        return NB_OK;
    const char *path =
        *name == '/' ? name : nb_path_join(app->arena, build->file.folder, name);
    if (!path)
        return NB_NOMEM;
    enum nb_status status = nb_file_read(path, app->ctx.limits->picture_bytes, &bytes);
    if (status != NB_OK) {
        nb_report(&app->ctx, NB_DIAG_PICTURE_MISSING, path, 0, "the cover: %s",
                  status == NB_IO ? strerror(errno) : nb_status_name(status));
        return status == NB_NOMEM ? status : NB_OK;
    }
    status = nb_image_load(build->loader, &app->ctx, path, 0, name, &bytes,
                           &build->edition->cover);
    return status == NB_NOMEM ? status : NB_OK;
}

static enum nb_status load_pictures(struct build *build)
{
    struct nb_image_wants wants = {0};
    if (build->device)
        wants = (struct nb_image_wants){.most_width = build->device->width,
                                        .most_height = build->device->height,
                                        .gray = build->device->gray};
    enum nb_status status = nb_image_loader_new(&wants, &build->loader);
    if (status == NB_OK)
        status = nb_app_pictures(build->app, build->edition, build->loader,
                                 build->options.jobs);
    return status == NB_OK ? load_own_cover(build) : status;
}

static struct nb_layout_in layout_in(const struct build *build)
{
    return (struct nb_layout_in){
        .edition = build->edition,
        .sheet = build->sheet,
        .fonts = build->fonts,
        .paper = build->paper,
        .jobs = build->options.jobs,
        .keep_captions = build->keep_captions,
    };
}

/* A cover made from the layout, as a JPEG. */
static enum nb_status draw_cover(struct build *build)
{
    struct nb_layout_in in = layout_in(build);
    struct nb_book *book = NULL;
    const struct nb_device *device = build->device;
    unsigned width = device ? device->width : COVER_WIDTH;
    unsigned height = device ? device->height : COVER_HEIGHT;
    struct nb_buf jpeg = NB_BUF_INIT;
    enum nb_status status =
        nb_layout_cover(&build->app->ctx, &in, width, height, &book);
    if (status == NB_OK)
        status = nb_raster_jpeg(book->pages[0], width, height, COVER_QUALITY, &jpeg);
    if (status == NB_OK)
        status = nb_image_load(build->loader, &build->app->ctx, NULL, 0, "the cover",
                               &jpeg, &build->cover);
    if (status == NB_UNSUPPORTED) /* no helper to make it gray: reported */
        status = NB_OK;
    nb_buf_free(&jpeg);
    nb_book_free(book);
    return status;
}

/* The catalogue's fonts, and before them the style's and those of --font-dir. */
static enum nb_status open_fonts(struct build *build)
{
    const char *catalogue = nb_app_data(build->app, "fonts/catalogue.css");
    struct nb_own_fonts own = {.folders = build->font_folders.at,
                               .folder_count = build->font_folders.count};
    own.face_count = nb_sheet_font_faces(build->sheet, &own.style, &own.faces);
    return catalogue ? nb_fonts_open(&build->app->ctx, catalogue, &own, &build->fonts)
                     : NB_NOMEM;
}

/* Whether one output is all that is made of the edition: what it has written need not stand in
 * memory any longer. */
static bool is_once(const struct build *build)
{
    return build->outputs.count == 1 && !build->plan;
}

static enum nb_status prepare(struct build *build)
{
    bool paged = false, wants_cover = false;
    struct nb_ctx *ctx = &build->app->ctx;
    for (size_t i = 0; i < build->outputs.count; i++) {
        const struct nb_writer *writer = nb_writer_for(build->outputs.at[i]);
        paged = paged || writer->paged;
        wants_cover = wants_cover || writer->wants_cover;
    }
    enum nb_status status = open_fonts(build);
    if (status == NB_OK && paged) {
        struct nb_layout_in in = layout_in(build);
        status = (is_once(build) ? nb_layout_begin : nb_layout)(ctx, &in, &build->book);
    }
    build->cover = build->edition->cover;
    if (status == NB_OK && wants_cover && !build->cover)
        status = draw_cover(build);
    return status;
}

/* The bound on an EPUB: the command line's, the edition file's, the device's. */
static size_t most_size(const struct build *build)
{
    const char *named = build->most_size ? build->most_size : build->file.most_size;
    if (named)
        return nb_edition_size(named);
    return build->device ? build->device->most_bytes : 0;
}

/* Says when an EPUB is not in the form that the device's own reader shows best. */
static void check_form(struct build *build, const char *path)
{
    const struct nb_device *device = build->device;
    const char *form = nb_name_ending(path);
    if (device && form && strcmp(form, ".pdf") != 0 && strcmp(form, device->form) != 0)
        nb_report(&build->app->ctx, NB_DIAG_DEVICE_FORM, path, 0, "%s wants %s",
                  device->name, device->form);
}

/* The folder that all inputs lie in: the edition file's, or the only input. */
static const char *folder_of(const struct build *build)
{
    bool is_folder = build->inputs.count == 1 && nb_path_is_folder(build->inputs.at[0]);
    return build->has_file ? build->file.folder
           : is_folder     ? build->inputs.at[0]
                           : NULL;
}

/* Writes one output; what goes wrong is reported and leaves an old file whole. */
static bool write_output(struct build *build, const char *path)
{
    struct nb_app *app = build->app;
    const struct nb_write_in in = {
        .folder = folder_of(build),
        .edition = build->edition,
        .sheet = build->sheet,
        .fonts = build->fonts,
        .book = build->book,
        .cover = build->cover,
        .jobs = build->options.jobs,
        .keep_captions = build->keep_captions,
        .most_size = most_size(build),
        .embed_fonts =
            build->embed_fonts ||
            (build->file.embed_fonts && strcmp(build->file.embed_fonts, "yes") == 0),
        .archivable = build->archivable,
        .once = is_once(build),
    };
    struct nb_file *file = NULL;
    errno = 0;
    enum nb_status status = nb_file_create(path, &file);
    if (status == NB_OK) {
        status = nb_writer_for(path)->write(&app->ctx, &in, file);
        int error = errno;
        if (status == NB_OK)
            status = nb_file_commit(file);
        else
            nb_file_abort(file);
        if (status != NB_OK && error)
            errno = error;
    }
    if (status == NB_OK) {
        app->outputs[app->output_count++] = path;
        check_form(build, path);
        return true;
    }
    nb_report(&app->ctx, NB_DIAG_CANNOT_WRITE, path, 0, "%s",
              status == NB_IO && errno ? strerror(errno) : nb_status_name(status));
    return false;
}

static enum nb_exit write_all(struct build *build)
{
    enum nb_exit exit = NB_EXIT_DONE;
    build->app->outputs = nb_arena_array(build->app->arena, build->outputs.count,
                                         sizeof *build->app->outputs);
    if (!build->app->outputs)
        return failed(build->app, NB_NOMEM, "writing");
    for (size_t i = 0; i < build->outputs.count; i++) {
        if (!write_output(build, build->outputs.at[i]))
            exit = NB_EXIT_OUTPUT;
    }
    return exit;
}

static struct nb_built built_of(const struct build *build)
{
    return (struct nb_built){.edition = build->edition,
                             .file = &build->file,
                             .path = build->path,
                             .book = build->book,
                             .cover = build->cover,
                             .own_cover = build->edition->cover != NULL};
}

static enum nb_exit choose_by_plan(struct build *build)
{
    struct nb_built built = built_of(build);
    enum nb_exit exit = build->plan->choose(build->plan->user, &built, &build->outputs);
    nb_app_print(build->app);
    return exit;
}

static enum nb_exit make(struct build *build)
{
    enum nb_exit exit = read_edition_file(build);
    if (exit == NB_EXIT_DONE && !build->plan)
        exit = choose_outputs(build);
    if (exit == NB_EXIT_DONE)
        exit = choose_device(build);
    if (exit == NB_EXIT_DONE)
        exit = choose_style(build);
    if (exit == NB_EXIT_DONE)
        exit = read_articles(build);
    nb_app_print(build->app);
    if (exit == NB_EXIT_DONE && build->plan)
        exit = choose_by_plan(build);
    if (exit != NB_EXIT_DONE)
        return exit;
    enum nb_status status = load_pictures(build);
    if (status != NB_OK)
        return failed(build->app, status, "pictures");
    status = prepare(build);
    if (status != NB_OK)
        return failed(build->app, status, "layout");
    exit = write_all(build);
    nb_fonts_report(build->fonts, &build->app->ctx);
    if (exit != NB_EXIT_DONE || !build->plan)
        return exit;
    struct nb_built built = built_of(build);
    return build->plan->finish(build->plan->user, &built);
}

enum nb_exit nb_app_build(struct nb_app *app, int argc, char **argv,
                          const struct nb_build_plan *plan)
{
    struct build build = {.app = app, .plan = plan};
    bool done = false;
    enum nb_exit exit = read_options(&build, argc, argv, &done);
    if (!done)
        nb_app_summary_begin(app);
    if (exit == NB_EXIT_DONE && !done)
        exit = make(&build);
    if (app->articles)
        nb_app_summary_issue(app, build.edition,
                             build.book ? build.book->page_count : 0);
    nb_book_free(build.book);
    nb_edition_free(build.edition);
    nb_image_loader_free(build.loader);
    nb_fonts_free(build.fonts);
    nb_sheet_free(build.sheet);
    return exit;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    return nb_app_build(app, argc, argv, NULL);
}

const struct nb_command nb_command_build = {
    "build", "makes a PDF, an EPUB or both from articles", usage, run};
