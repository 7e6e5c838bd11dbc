/* The check of an edition file: what its reader says, then what a build would find wrong before
 * it begins: outputs, style, paper, cover, sources. Goes on after every error. */
#include "app/app.h"

#include "base/io.h"
#include "device/device.h"
#include "edition/edition.h"
#include "read/read.h"
#include "style/style.h"
#include "write/write.h"

#include <stdio.h>
#include <string.h>

struct check {
    struct nb_app *app;
    const char *path;
    struct nb_edition_file file;
    size_t files, sections;
};

static void wrong(struct check *check, const char *key, const char *what,
                  const char *value)
{
    struct nb_edition_mark at = nb_edition_where(&check->file, key);
    nb_report_at(&check->app->ctx, NB_DIAG_EDITION_VALUE, check->path, at.line,
                 at.column, "%s: %s", what, value);
}

/* A path of the file; NULL without memory. */
static const char *beside(struct check *check, const char *name)
{
    return *name == '/' ? name
                        : nb_path_join(check->app->arena, check->file.folder, name);
}

static void check_outputs(struct check *check)
{
    const struct nb_strings *outputs = &check->file.outputs;
    for (size_t i = 0; i < outputs->count; i++) {
        if (!nb_writer_for(outputs->at[i]))
            wrong(check, "outputs",
                  "no writer for this ending (there are .pdf, .epub, .kepub.epub, "
                  ".html, .json, "
                  ".md and .txt)",
                  outputs->at[i]);
    }
}

static enum nb_status check_looks(struct check *check)
{
    struct nb_app *app = check->app;
    const struct nb_edition_file *file = &check->file;
    const char *style = file->style ? file->style : "broadsheet";
    if (strchr(style, '/'))
        style = beside(check, style);
    const char *folder = nb_app_data(app, "styles");
    struct nb_sheet *sheet = NULL;
    struct nb_page_style page;
    if (!style || !folder)
        return NB_NOMEM;
    enum nb_status status = nb_sheet_load(&app->ctx, folder, style, &sheet);
    if (status == NB_NOMEM)
        return status;
    if (status != NB_OK)
        wrong(check, "style", "this style cannot be used", style);
    else if (!nb_style_page(sheet, NB_PAGE_FIRST, file->paper, &page))
        wrong(check, "paper", "unknown paper", file->paper);
    nb_sheet_free(sheet);
    if (file->device && !nb_device_find(file->device)) {
        const char *near = nb_device_near(file->device);
        const char *what =
            near
                ? nb_arena_printf(app->arena, "unknown device (did you mean %s?)", near)
                : "unknown device";
        wrong(check, "device", what ? what : "unknown device", file->device);
    }
    return NB_OK;
}

static enum nb_status check_fonts(struct check *check)
{
    const struct nb_strings *folders = &check->file.font_folders;
    for (size_t i = 0; i < folders->count; i++) {
        const char *path = beside(check, folders->at[i]);
        if (!path)
            return NB_NOMEM;
        if (!nb_path_exists(path))
            wrong(check, "font-dir", "there is no such folder", folders->at[i]);
    }
    return NB_OK;
}

/* Warns of a file that the edition file names and that is not there. */
static enum nb_status check_named(struct check *check, struct nb_edition_mark at,
                                  enum nb_diag_code code, const char *what,
                                  const char *name)
{
    const char *path = name ? beside(check, name) : NULL;
    if (path && !nb_path_exists(path))
        nb_report_at(&check->app->ctx, code, check->path, at.line, at.column, "%s%s",
                     what, name);
    return name && !path ? NB_NOMEM : NB_OK;
}

static enum nb_status check_files(struct check *check)
{
    const struct nb_edition_file *file = &check->file;
    const char *leader = nb_edition_leader_file(file);
    enum nb_status status =
        check_named(check, nb_edition_where(file, "cover"), NB_DIAG_PICTURE_MISSING,
                    "the cover: ", file->cover);
    if (status == NB_OK)
        status = check_named(check, nb_edition_where(file, "leader"),
                             NB_DIAG_CANNOT_READ, "", leader);
    for (const struct nb_edition_override *at = file->overrides; at && status == NB_OK;
         at = at->next)
        status = check_named(check, nb_override_where(at, "picture"),
                             NB_DIAG_PICTURE_MISSING, "", at->picture);
    return status;
}

static enum nb_status count_file(void *user, const char *path)
{
    size_t *files = user;
    *files += nb_read_wants(path);
    return NB_OK;
}

/* Expands a source with a sink of its own: here the place in the edition file is said too. */
static enum nb_status check_source(struct check *check,
                                   const struct nb_edition_section *section,
                                   const char *source)
{
    struct nb_app *app = check->app;
    struct nb_edition_mark at = nb_section_where(section, "sources");
    struct nb_ctx quiet = {nb_diags_new(), app->ctx.limits};
    size_t files = 0;
    if (!quiet.diags)
        return NB_NOMEM;
    enum nb_status status =
        nb_source_expand(&quiet, check->file.folder, source, count_file, &files);
    nb_diags_free(quiet.diags);
    if (status == NB_IO) {
        nb_report_at(&app->ctx, NB_DIAG_CANNOT_READ, check->path, at.line, at.column,
                     "%s", source);
        return NB_OK;
    }
    if (status == NB_OK && !files)
        nb_report_at(&app->ctx, NB_DIAG_NO_MATCH, check->path, at.line, at.column, "%s",
                     source);
    check->files += files;
    return status;
}

static enum nb_status check_sections(struct check *check)
{
    enum nb_status status = NB_OK;
    for (const struct nb_edition_section *section = check->file.sections; section;
         section = section->next) {
        check->sections++;
        for (size_t i = 0; status == NB_OK && i < section->sources.count; i++)
            status = check_source(check, section, section->sources.at[i]);
    }
    if (!check->file.sections)
        nb_report(&check->app->ctx, NB_DIAG_EDITION_VALUE, check->path, 0,
                  "there are no sections, so there is nothing to read");
    return status;
}

enum nb_exit nb_app_check_edition(struct nb_app *app, const char *path)
{
    struct check check = {.app = app, .path = path};
    enum nb_status status = nb_edition_read(&app->ctx, app->arena, path, &check.file);
    if (status == NB_IO || status == NB_LIMIT)
        return NB_EXIT_USAGE;
    if (status == NB_NOMEM)
        return nb_app_no_memory(app);
    check_outputs(&check);
    status = check_looks(&check);
    if (status == NB_OK)
        status = check_fonts(&check);
    if (status == NB_OK)
        status = check_files(&check);
    if (status == NB_OK)
        status = check_sections(&check);
    if (status != NB_OK)
        return nb_app_no_memory(app);
    if (nb_diags_tally(app->ctx.diags, NB_ERROR))
        return NB_EXIT_USAGE;
    if (!app->quiet)
        (void)printf("%s: sections: %zu, files: %zu\n", path, check.sections,
                     check.files);
    return NB_EXIT_DONE;
}
