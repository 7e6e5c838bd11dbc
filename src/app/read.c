/* Inputs to an edition: paths are collected in order, read in parallel with a diagnostics sink
 * each, and joined by index, so that the order never depends on the threads. */
#include "app/edition.h"

#include "base/explain.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/par.h"
#include "edit/edit.h"
#include "edition/keys.h"
#include "read/read.h"
#include "read/saved.h"

#include <stdlib.h>
#include <string.h>

struct taken {
    struct nb_article *article;
    struct nb_arena *arena;
};

/* One file to read, and what came of it. */
struct job {
    const char *path;
    struct nb_section *section;
    struct nb_diags *diags;
    struct taken *taken;
    size_t count, room, most;
    bool over; /* more than `most` articles were in it */
    enum nb_status status;
};

struct reading {
    struct nb_app *app;
    struct nb_edition *edition;
    struct nb_section *section; /* that files found now go to */
    const struct nb_edition_options *options;
    struct job *jobs;
    size_t count, room;
    size_t most;       /* articles that are taken */
    bool over;         /* whether there were more */
    bool has_sections; /* the edition file's */
    bool many;         /* an input may hold several articles: nobody has named each */
    const struct nb_part *issue; /* the first that an input is, or NULL */
};

static enum nb_status add_job(struct reading *reading, const char *path)
{
    if (reading->count == reading->room) {
        size_t room = reading->room ? reading->room * 2 : 32;
        struct job *jobs = nb_realloc(reading->jobs, room * sizeof *jobs);
        if (!jobs)
            return NB_NOMEM;
        reading->jobs = jobs;
        reading->room = room;
    }
    const char *copy = nb_arena_strdup(reading->edition->arena, path);
    if (!copy)
        return NB_NOMEM;
    reading->jobs[reading->count++] =
        (struct job){.path = copy, .section = reading->section};
    return NB_OK;
}

static bool exists(void *user, const char *path)
{
    (void)user;
    return nb_path_exists(path);
}

/* Whether a file is one that this run will write: it has it from an earlier one. */
static bool is_output(const struct reading *reading, const char *path)
{
    const struct nb_edition_options *options = reading->options;
    const char *name = nb_path_name(path), *report = reading->app->report;
    for (size_t i = 0; i < options->output_count; i++) {
        const char *output = options->outputs[i];
        if (strcmp(nb_path_name(output), name) == 0 && nb_path_same(output, path))
            return true;
    }
    return report && strcmp(nb_path_name(report), name) == 0 &&
           nb_path_same(report, path);
}

static enum nb_status found_in_folder(void *user, const char *path)
{
    struct reading *reading = user;
    if (!nb_read_wants(path) || nb_saved_is_part(path, exists, NULL) ||
        is_output(reading, path))
        return NB_OK;
    return add_job(reading, path);
}

static enum nb_status add_input(struct reading *reading, const char *input)
{
    if (strcmp(input, "-") == 0 || !nb_path_is_folder(input))
        return add_job(reading, input);
    size_t before = reading->count;
    reading->many = true;
    enum nb_status status = nb_folder_walk(input, found_in_folder, reading);
    if (status == NB_IO) {
        nb_report(&reading->app->ctx, NB_DIAG_CANNOT_READ, input, 0, NULL);
        return NB_OK;
    }
    if (status == NB_OK && reading->count == before)
        nb_report(&reading->app->ctx, NB_DIAG_NO_MATCH, input, 0,
                  "no file in this folder is news of a known format");
    return status;
}

/* Whether a section's first source is one file: who names it means it to come first. */
static bool names_file(const struct nb_edition_file *file,
                       const struct nb_edition_section *section)
{
    struct nb_arena *arena = nb_arena_new(0);
    const char *source = section->sources.at[0];
    const char *path =
        *source == '/' || !arena ? source : nb_path_join(arena, file->folder, source);
    bool named = path && nb_path_exists(path) && !nb_path_is_folder(path);
    nb_arena_free(arena);
    return named;
}

static enum nb_status add_sources(struct reading *reading,
                                  const struct nb_edition_file *file)
{
    enum nb_status status = NB_OK;
    for (const struct nb_edition_section *from = file->sections; from;
         from = from->next) {
        reading->section = nb_edition_add_section(reading->edition, from->title);
        if (!reading->section)
            return NB_NOMEM;
        reading->section->ordered = from->order || names_file(file, from);
        for (size_t i = 0; status == NB_OK && i < from->sources.count; i++)
            status = nb_source_expand(&reading->app->ctx, file->folder,
                                      from->sources.at[i], found_in_folder, reading);
    }
    return status;
}

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    struct job *job = user;
    if (job->count == job->most) {
        job->over = true;
        nb_arena_free(arena);
        return NB_OK;
    }
    if (job->count == job->room) {
        size_t room = job->room ? job->room * 4 : 1;
        struct taken *taken = nb_realloc(job->taken, room * sizeof *taken);
        if (!taken) {
            nb_arena_free(arena);
            return NB_NOMEM;
        }
        job->taken = taken;
        job->room = room;
    }
    job->taken[job->count++] = (struct taken){article, arena};
    return NB_OK;
}

static void read_one(void *user, size_t index, unsigned worker)
{
    struct reading *reading = user;
    struct job *job = &reading->jobs[index];
    (void)worker;
    job->diags = nb_diags_new();
    if (!job->diags) {
        job->status = NB_NOMEM;
        return;
    }
    struct nb_ctx ctx = {job->diags, reading->app->ctx.limits};
    job->status = NB_OK;
    if (nb_explain_wanted(&reading->app->ctx))
        job->status = nb_explain_begin(job->diags);
    job->most = reading->most;
    if (job->status == NB_OK)
        job->status = nb_read_file(&ctx, job->path, take, job);
}

/* The section of this title, made if there is none. */
static struct nb_section *section_of(struct nb_edition *edition, const char *title)
{
    struct nb_section *section = title ? edition->sections : NULL;
    while (section && (!section->title || strcmp(section->title, title) != 0))
        section = section->next;
    return section ? section : nb_edition_add_section(edition, title);
}

/* The section for an article of an input. Where no edition file says so, an input that is an
 * issue itself does. NULL without memory. */
static struct nb_section *place(struct reading *reading, struct job *job,
                                const struct nb_article *article)
{
    if (!article->part || reading->has_sections)
        return job->section;
    if (!reading->issue)
        reading->issue = article->part;
    job->section = section_of(reading->edition, article->part->section);
    return job->section;
}

/* Moves what a job read into the edition, up to its limit; what is over is freed. */
static enum nb_status join(struct reading *reading, struct job *job, size_t *left)
{
    enum nb_status status = job->status;
    if (job->diags)
        nb_diags_join(reading->app->ctx.diags, job->diags);
    reading->over = reading->over || job->over || job->count > *left;
    reading->many = reading->many || job->count > 1;
    for (size_t i = 0; i < job->count; i++) {
        struct taken *taken = &job->taken[i];
        bool wanted = status == NB_OK && *left;
        if (wanted)
            status = nb_edition_adopt(reading->edition, taken->arena);
        if (!wanted || status != NB_OK) {
            nb_arena_free(taken->arena);
            continue;
        }
        (*left)--;
        struct nb_section *section = place(reading, job, taken->article);
        if (section)
            nb_section_add(section, taken->article);
        else
            status = NB_NOMEM;
    }
    return status;
}

static void job_free(struct job *job)
{
    nb_diags_free(job->diags);
    nb_free(job->taken);
}

static enum nb_status read_all(struct reading *reading, unsigned jobs)
{
    enum nb_status status = NB_OK;
    size_t left = reading->app->ctx.limits->articles;
    reading->most = left;
    nb_par_each(jobs, reading->count, read_one, reading);
    for (size_t i = 0; i < reading->count; i++) {
        enum nb_status joined = join(reading, &reading->jobs[i], &left);
        if (status == NB_OK)
            status = joined;
        job_free(&reading->jobs[i]);
    }
    if (reading->over)
        nb_report(&reading->app->ctx, NB_DIAG_LIMIT, NULL, 0,
                  "more than %zu articles; the rest is left out", reading->most);
    return status;
}

/* The edition's own fields: from the command line, else from the edition file, or from the input
 * that is an issue itself. Any of the latter may be NULL. */
static void describe(struct nb_edition *edition, const struct nb_edition_file *file,
                     const struct nb_part *issue,
                     const struct nb_edition_options *options)
{
    struct nb_part from = {0};
    if (issue)
        from = *issue;
    if (from.date && nb_edition_value_wrong(NB_KEY_DATE, from.date))
        from.date = NULL;
    if (from.lang && nb_edition_value_wrong(NB_KEY_LANG, from.lang))
        from.lang = NULL;
    if (file)
        from = (struct nb_part){.title = file->title,
                                .subtitle = file->subtitle,
                                .number = file->number,
                                .date = file->date,
                                .lang = file->lang,
                                .publisher = file->publisher,
                                .rights = file->rights,
                                .id = file->id,
                                .editors = file->editors};
    edition->title = options->title ? options->title : from.title;
    edition->subtitle = from.subtitle;
    edition->number = from.number;
    edition->date = options->date ? options->date : from.date;
    edition->lang = options->lang ? options->lang : from.lang;
    edition->publisher = from.publisher;
    edition->rights = from.rights;
    edition->id = from.id;
    edition->editors = from.editors;
}

/* Whether a book is of one article and nothing else; one that came from such a book, whose title
 * was its headline, is. */
static bool is_single(const struct nb_edition *edition, const struct nb_part *issue)
{
    struct nb_section *section;
    const struct nb_article *first = nb_edition_first(edition, &section);
    if (!first || nb_edition_next(first, &section))
        return false;
    return !issue || !issue->title ||
           (first->headline && strcmp(issue->title, first->headline) == 0);
}

static enum nb_status collect(struct reading *reading, const char *const *inputs,
                              size_t count, const struct nb_edition_file *file)
{
    if (!count && file)
        return add_sources(reading, file);
    enum nb_status status = NB_OK;
    reading->section = nb_edition_add_section(reading->edition, NULL);
    if (!reading->section)
        return NB_NOMEM;
    /* files are named in an order, a folder has none */
    reading->section->ordered = count != 1 || !nb_path_is_folder(inputs[0]);
    for (size_t i = 0; status == NB_OK && i < count; i++)
        status = add_input(reading, inputs[i]);
    return status;
}

/* An issue may leave its number to those before it. */
static enum nb_status settle_number(struct nb_edition *edition,
                                    const struct nb_edition_options *options,
                                    const char *epoch)
{
    if (!edition->number || strcmp(edition->number, "auto") != 0)
        return NB_OK;
    const char *day = nb_edit_day(edition, epoch);
    edition->number =
        options->number ? options->number(options->user, edition, day) : "1";
    return edition->number ? NB_OK : NB_NOMEM;
}

/* Which articles make the edition, and in which sections. What an input that is an issue itself
 * holds, and in which order, its makers have chosen. */
static enum nb_status choose(struct reading *reading,
                             const struct nb_edition_file *file,
                             const struct nb_part *issue, const char *epoch)
{
    struct nb_app *app = reading->app;
    struct nb_edition *edition = reading->edition;
    const struct nb_edition_options *options = reading->options;
    bool as_read = options->as_read;
    bool sorted =
        file ? file->own.sources.count : !as_read && reading->many && !reading->issue;
    enum nb_status status = NB_OK;
    if (!as_read)
        status = nb_edit_embargo(&app->ctx, edition, epoch);
    if (status == NB_OK && file)
        status = nb_app_choose(app, edition, file, options, epoch);
    else
        nb_app_window(app, edition, options, epoch);
    if (status == NB_OK && !file && !as_read)
        status = nb_app_dedupe(app, edition, options, issue ? "off" : NULL);
    if (sorted && !file) /* what many files hold has no order between them */
        edition->sections->ordered = false;
    if (status == NB_OK && sorted)
        status = nb_edit_sort(edition);
    nb_edit_limit(&app->ctx, edition, options->limit);
    edition->single = !file && is_single(edition, issue);
    for (struct nb_section *at = edition->sections; at && issue; at = at->next)
        at->ordered = true;
    if (status == NB_OK && (file || !as_read))
        status = nb_edit_lead(edition);
    return status;
}

enum nb_status nb_app_read(struct nb_app *app, const char *const *inputs, size_t count,
                           const struct nb_edition_file *file,
                           const struct nb_edition_options *options,
                           struct nb_edition **out)
{
    *out = NULL;
    struct nb_edition *edition = nb_edition_new(0);
    if (!edition)
        return NB_NOMEM;
    struct reading reading = {.options = options,
                              .app = app,
                              .edition = edition,
                              .has_sections = file && !count};
    enum nb_status status = collect(&reading, inputs, count, file);
    if (status == NB_OK)
        status = read_all(&reading, options->jobs);
    nb_free(reading.jobs);
    if (status == NB_OK) {
        const char *epoch = getenv("SOURCE_DATE_EPOCH");
        const struct nb_part *issue = file || count > 1 ? NULL : reading.issue;
        describe(edition, file, issue, options);
        const char *name =
            count == 1 && nb_path_is_folder(inputs[0]) ? inputs[0] : NULL;
        status = choose(&reading, file, issue, epoch);
        if (status == NB_OK && file)
            status = nb_app_leader(app, edition, file);
        if (status == NB_OK)
            status = settle_number(edition, options, epoch);
        if (status == NB_OK)
            status = nb_edit_finish(edition, name, epoch);
        app->title = nb_arena_strdup(app->arena, edition->title);
        app->date = nb_arena_strdup(app->arena, edition->date);
    }
    if (status != NB_OK) {
        nb_edition_free(edition);
        return status;
    }
    *out = edition;
    return NB_OK;
}

bool nb_app_is_edition(const char *path)
{
    const char *ending = nb_path_ending(path);
    return strcmp(ending, ".yaml") == 0 || strcmp(ending, ".yml") == 0;
}
