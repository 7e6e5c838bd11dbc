/* The summary of a CI job in Markdown: what was made of which articles, what was left out and
 * why, what went wrong. Titles and names in it are others', and are escaped; every table is
 * bounded, since GitHub takes 1 MiB of a step. */
#include "app/app.h"

#include "base/io.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "doc/words.h"
#include "write/prose.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_BYTES = 1 << 20,
    TABLE_BYTES = 200 * 1000,
    TABLE_ROWS = 500,
    CODE_ROWS = 20, /* of what was left out for one reason */
    CELL_LENGTH = 300
};

struct nb_summary {
    const char *path;
    struct nb_buf issue;    /* its title and date, in one line */
    struct nb_buf articles; /* the table */
    size_t pages;
};

void nb_app_summary_begin(struct nb_app *app)
{
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    if (path && *path)
        app->summary = nb_calloc(1, sizeof *app->summary);
    if (app->summary)
        app->summary->path = path;
}

/* A text in one line of Markdown, cut when it is very long. */
static void put_text(struct nb_buf *out, const char *text)
{
    static const struct nb_prose prose = {.markdown = true};
    struct nb_buf line = NB_BUF_INIT;
    nb_buf_line(&line, text);
    size_t len = 0, step;
    for (unsigned count = 0; len < line.len && count < CELL_LENGTH; count++) {
        (void)nb_utf8_decode(line.data + len, line.data + line.len, &step);
        len += step;
    }
    bool is_cut = len < line.len;
    if (is_cut)
        line.data[len] = '\0';
    nb_prose_text(&prose, nb_buf_cstr(&line), out);
    nb_buf_puts(out, is_cut ? "…" : "");
    nb_buf_free(&line);
}

static void put_cell(struct nb_buf *out, const char *text)
{
    nb_buf_puts(out, "| ");
    put_text(out, text);
    nb_buf_putc(out, ' ');
}

/* Whether a table that started at `start` and has so many rows may have another one. */
static bool has_room(const struct nb_buf *out, size_t start, size_t rows)
{
    return rows < TABLE_ROWS && out->len - start < TABLE_BYTES;
}

static void put_more(struct nb_buf *out, size_t count)
{
    if (count)
        nb_buf_printf(out, "\n… and %zu more.\n", count);
}

static void put_articles(struct nb_buf *out, const struct nb_edition *edition)
{
    struct nb_section *section;
    size_t rows = 0, start = out->len;
    const struct nb_article *a = nb_edition_first(edition, &section);
    nb_buf_puts(out, "\n### Articles\n\n| Section | Headline | By | Minutes |\n"
                     "|---|---|---|--:|\n");
    for (; a && has_room(out, start, rows); a = nb_edition_next(a, &section), rows++) {
        struct nb_buf names = NB_BUF_INIT;
        nb_words_names(&a->byline, "en", false, &names);
        put_cell(out, section->articles == a ? section->title : NULL);
        put_cell(out, a->headline);
        put_cell(out, nb_buf_cstr(&names));
        nb_buf_printf(out, "| %u |\n", a->minutes);
        nb_buf_free(&names);
    }
    put_more(out, nb_edition_count(edition) - rows);
}

void nb_app_summary_issue(struct nb_app *app, const struct nb_edition *edition,
                          size_t pages)
{
    struct nb_summary *summary = app->summary;
    if (!summary)
        return;
    put_text(&summary->issue, edition->title);
    if (edition->number) {
        nb_buf_puts(&summary->issue, ", no. ");
        put_text(&summary->issue, edition->number);
    }
    if (edition->date) {
        nb_buf_puts(&summary->issue, ", ");
        put_text(&summary->issue, edition->date);
    }
    put_articles(&summary->articles, edition);
    summary->pages = pages;
}

static const char *ending(enum nb_exit exit)
{
    switch (exit) {
    case NB_EXIT_DONE:
        return "Done";
    case NB_EXIT_DEGRADED:
        return "Done, but something was left out or degraded";
    case NB_EXIT_USAGE:
        return "Failed: wrong usage or edition file";
    case NB_EXIT_NO_INPUT:
        return "Failed: no usable input";
    case NB_EXIT_OUTPUT:
        return "Failed: an output could not be written";
    }
    return "Failed";
}

static void put_head(struct nb_buf *out, const struct nb_app *app, enum nb_exit exit)
{
    const struct nb_diags *diags = app->ctx.diags;
    nb_buf_puts(out, "## ");
    if (app->summary->issue.len)
        nb_buf_str(out, nb_buf_view(&app->summary->issue));
    else
        nb_buf_printf(out, "newsbind %s", app->command);
    nb_buf_printf(
        out, "\n\n%s (exit status %d). Articles: %zu, errors: %zu, warnings: %zu.\n",
        ending(exit), (int)exit, app->articles, nb_diags_tally(diags, NB_ERROR),
        nb_diags_tally(diags, NB_WARNING));
}

static void put_outputs(struct nb_buf *out, const struct nb_app *app)
{
    size_t i = 0, start = out->len;
    if (app->output_count)
        nb_buf_puts(out, "\n### Outputs\n\n| File | kB | Pages |\n|---|--:|--:|\n");
    for (; i < app->output_count && has_room(out, start, i); i++) {
        put_cell(out, app->outputs[i]);
        nb_buf_puts(out, "| ");
        nb_buf_real(out, (double)nb_path_size(app->outputs[i]) / 1000, 1);
        nb_buf_puts(out, " | ");
        if (app->summary->pages && strcmp(nb_path_ending(app->outputs[i]), ".pdf") == 0)
            nb_buf_int(out, (long long)app->summary->pages);
        nb_buf_puts(out, " |\n");
    }
    put_more(out, app->output_count - i);
}

/* What a diagnostic says, in cells: what, where, of what. */
static void put_diag(struct nb_buf *out, const struct nb_diag *diag)
{
    put_cell(out, nb_diag_text(diag->code));
    nb_buf_puts(out, "| ");
    put_text(out, diag->source);
    if (diag->line)
        nb_buf_printf(out, ":%u", diag->line);
    nb_buf_putc(out, ' ');
    put_cell(out, diag->detail);
    nb_buf_puts(out, "|\n");
}

/* Errors first. */
static void put_warnings(struct nb_buf *out, const struct nb_app *app)
{
    const struct nb_diags *diags = app->ctx.diags;
    size_t all = nb_diags_tally(diags, NB_ERROR) + nb_diags_tally(diags, NB_WARNING);
    size_t rows = 0, start = out->len;
    if (!all)
        return;
    nb_buf_puts(out, "\n### Errors and warnings\n\n|  | What | Where | Which |\n"
                     "|---|---|---|---|\n");
    for (int severity = NB_ERROR; severity >= NB_WARNING; severity--) {
        for (size_t i = 0; i < nb_diags_count(diags) && has_room(out, start, rows);
             i++) {
            const struct nb_diag *diag = nb_diags_at(diags, i);
            if ((int)nb_diag_severity(diag->code) != severity)
                continue;
            nb_buf_printf(out, "| %s ", nb_severity_name((enum nb_severity)severity));
            put_diag(out, diag);
            rows++;
        }
    }
    put_more(out, all - rows);
}

/* Those of one code; the rows of the table that there are then. */
static size_t put_code(struct nb_buf *out, const struct nb_diags *diags,
                       enum nb_diag_code code, size_t start, size_t rows)
{
    size_t count = 0;
    for (size_t i = 0; i < nb_diags_count(diags); i++) {
        const struct nb_diag *diag = nb_diags_at(diags, i);
        if (diag->code != code)
            continue;
        if (count++ >= CODE_ROWS || !has_room(out, start, rows))
            continue;
        put_diag(out, diag);
        rows++;
    }
    if (count > CODE_ROWS) {
        put_cell(out, nb_diag_text(code));
        nb_buf_printf(out, "| … | %zu more; --report lists them |\n",
                      count - CODE_ROWS);
    }
    return rows;
}

/* What was left out or decided, by its reason: first what the edition file and the layout did,
 * the many lines of page furniture last. */
static void put_left_out(struct nb_buf *out, const struct nb_app *app)
{
    const struct nb_diags *diags = app->ctx.diags;
    size_t rows = 0, start = out->len;
    if (!nb_diags_tally(diags, NB_INFO))
        return;
    nb_buf_puts(out, "\n### Left out or decided\n\n| What | Where | Which |\n"
                     "|---|---|---|\n");
    for (int code = NB_DIAG_COUNT - 1; code >= 0; code--) {
        if (nb_diag_severity((enum nb_diag_code)code) == NB_INFO)
            rows = put_code(out, diags, (enum nb_diag_code)code, start, rows);
    }
}

static enum nb_status append(const struct nb_app *app, enum nb_exit exit)
{
    struct nb_buf out = NB_BUF_INIT;
    put_head(&out, app, exit);
    size_t head = out.len;
    put_outputs(&out, app);
    put_warnings(&out, app);
    nb_buf_str(&out, nb_buf_view(&app->summary->articles));
    put_left_out(&out, app);
    nb_buf_putc(&out, '\n');
    size_t there = nb_path_size(app->summary->path);
    if (there + out.len > MOST_BYTES &&
        out.len > head) { /* by other summaries of the step */
        out.len = head;
        nb_buf_putc(&out, '\n');
    }
    enum nb_status status = out.status;
    if (status == NB_OK)
        status = nb_file_append(app->summary->path, nb_buf_view(&out));
    nb_buf_free(&out);
    return status;
}

void nb_app_summary_end(struct nb_app *app, enum nb_exit exit)
{
    struct nb_summary *summary = app->summary;
    if (!summary)
        return;
    errno = 0;
    enum nb_status status = append(app, exit);
    if (status != NB_OK)
        nb_report(&app->ctx, NB_DIAG_JOB_SUMMARY, summary->path, 0, "%s",
                  status == NB_IO ? strerror(errno) : nb_status_name(status));
    nb_buf_free(&summary->issue);
    nb_buf_free(&summary->articles);
    nb_free(summary);
    app->summary = NULL;
}
