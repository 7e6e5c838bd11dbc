/* What the user sees of a run: diagnostics on standard error, annotations in GitHub Actions,
 * and the report for machines. */
#include "app/app.h"
#include "app/github.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/json.h"
#include "edit/edit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void nb_app_print(struct nb_app *app)
{
    struct nb_buf out = NB_BUF_INIT;
    bool github = nb_github();
    for (; app->printed < nb_diags_count(app->ctx.diags); app->printed++) {
        const struct nb_diag *diag = nb_diags_at(app->ctx.diags, app->printed);
        enum nb_severity severity = nb_diag_severity(diag->code);
        if (severity == NB_INFO || (app->quiet && severity != NB_ERROR))
            continue;
        if (github) {
            nb_github_line(diag, &out);
            if (app->annotated[severity]++ < NB_GITHUB_ANNOTATIONS)
                nb_github_annotate(diag, &out);
        } else {
            nb_diag_format(diag, &out);
            nb_buf_putc(&out, '\n');
        }
    }
    (void)fputs(nb_buf_cstr(&out), stderr);
    nb_buf_free(&out);
}

/* Says how many annotations were left out. */
static void print_rest(const struct nb_app *app)
{
    struct nb_buf out = NB_BUF_INIT;
    for (int severity = NB_WARNING; severity <= NB_ERROR; severity++) {
        if (app->annotated[severity] > NB_GITHUB_ANNOTATIONS)
            nb_github_rest((enum nb_severity)severity,
                           app->annotated[severity] - NB_GITHUB_ANNOTATIONS, &out);
    }
    (void)fputs(nb_buf_cstr(&out), stderr);
    nb_buf_free(&out);
}

static struct nb_json *diag_json(const struct nb_diag *diag)
{
    struct nb_json *json = nb_json_new_object();
    bool fine =
        json &&
        nb_json_set(json, "code", nb_json_new_string(nb_diag_name(diag->code))) &&
        nb_json_set(json, "severity",
                    nb_json_new_string(nb_severity_name(nb_diag_severity(diag->code))));
    if (fine && diag->source)
        fine = nb_json_set(json, "file", nb_json_new_string(diag->source));
    if (fine && diag->line)
        fine = nb_json_set(json, "line", nb_json_new_int(diag->line));
    if (fine && diag->column)
        fine = nb_json_set(json, "column", nb_json_new_int(diag->column));
    fine =
        fine && nb_json_set(json, "text", nb_json_new_string(nb_diag_text(diag->code)));
    if (fine && diag->detail)
        fine = nb_json_set(json, "detail", nb_json_new_string(diag->detail));
    if (fine)
        return json;
    nb_json_free(json);
    return NULL;
}

/* What the command line gave may be no UTF-8. */
static struct nb_json *line_json(const char *text)
{
    struct nb_buf line = NB_BUF_INIT;
    nb_buf_line(&line, text);
    struct nb_json *json = nb_json_new_string(nb_buf_cstr(&line));
    nb_buf_free(&line);
    return json;
}

static bool add_lists(const struct nb_app *app, struct nb_json *json)
{
    struct nb_json *outputs = nb_json_new_array();
    bool fine = outputs != NULL;
    for (size_t i = 0; fine && i < app->output_count; i++)
        fine = nb_json_push(outputs, line_json(app->outputs[i]));
    if (!fine) {
        nb_json_free(outputs);
        return false;
    }
    if (!nb_json_set(json, "outputs", outputs))
        return false;
    struct nb_json *list = nb_json_new_array();
    fine = list != NULL;
    for (size_t i = 0; fine && i < nb_diags_count(app->ctx.diags); i++)
        fine = nb_json_push(list, diag_json(nb_diags_at(app->ctx.diags, i)));
    if (!fine) {
        nb_json_free(list);
        return false;
    }
    return nb_json_set(json, "diagnostics", list);
}

static bool set_text(struct nb_json *object, const char *key, const char *text)
{
    return !text || nb_json_set(object, key, line_json(text));
}

static struct nb_json *one_of_pair(const char *headline, const char *file,
                                   const char *url)
{
    struct nb_json *json = nb_json_new_object();
    if (json && set_text(json, "title", headline) && set_text(json, "file", file) &&
        set_text(json, "url", url))
        return json;
    nb_json_free(json);
    return NULL;
}

static struct nb_json *pair_json(const struct nb_duplicate *pair)
{
    struct nb_json *json = nb_json_new_object();
    long long percent = (long long)(pair->similarity * 100 + 0.5);
    if (json &&
        nb_json_set(json, "left_out",
                    one_of_pair(pair->left_out.headline, pair->left_out.source,
                                pair->left_out.url)) &&
        nb_json_set(
            json, "kept",
            one_of_pair(pair->kept.headline, pair->kept.source, pair->kept.url)) &&
        set_text(json, "by", nb_likeness_name(pair->why)) &&
        nb_json_set(json, "percent", nb_json_new_int(percent)))
        return json;
    nb_json_free(json);
    return NULL;
}

static bool add_duplicates(const struct nb_app *app, struct nb_json *json)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    for (const struct nb_duplicate *pair = app->duplicates; fine && pair;
         pair = pair->next)
        fine = nb_json_push(list, pair_json(pair));
    if (fine)
        return nb_json_set(json, "duplicates", list);
    nb_json_free(list);
    return false;
}

/* The report's form: {"newsbind": version, "command", "exit", "title", "date", "articles",
 * "outputs": [...], "warnings": n, "errors": n, "duplicates": [{left_out: {title, file, url},
 * kept: {the same}, by, percent}], "diagnostics": [{code, severity, file, line, column, text,
 * detail}]}. */
static enum nb_status write_report(const struct nb_app *app, enum nb_exit exit,
                                   struct nb_buf *out)
{
    const struct nb_diags *diags = app->ctx.diags;
    struct nb_json *json = nb_json_new_object();
    if (!json)
        return NB_NOMEM;
    bool fine =
        nb_json_set(json, "newsbind", nb_json_new_string(NB_VERSION)) &&
        nb_json_set(json, "command", nb_json_new_string(app->command)) &&
        nb_json_set(json, "exit", nb_json_new_int((long long)exit)) &&
        (!app->title || nb_json_set(json, "title", line_json(app->title))) &&
        (!app->date || nb_json_set(json, "date", line_json(app->date))) &&
        nb_json_set(json, "articles", nb_json_new_int((long long)app->articles)) &&
        nb_json_set(json, "warnings",
                    nb_json_new_int((long long)nb_diags_tally(diags, NB_WARNING))) &&
        nb_json_set(json, "errors",
                    nb_json_new_int((long long)nb_diags_tally(diags, NB_ERROR))) &&
        add_duplicates(app, json) && add_lists(app, json);
    enum nb_status status = fine ? nb_json_print(json, true, out) : NB_NOMEM;
    nb_buf_putc(out, '\n');
    nb_json_free(json);
    return status == NB_OK ? out->status : status;
}

/* The diagnostics, those for the report alone too, a line each. */
static enum nb_status list_diagnostics(const struct nb_app *app, struct nb_buf *out)
{
    for (size_t i = 0; i < nb_diags_count(app->ctx.diags); i++) {
        nb_diag_format(nb_diags_at(app->ctx.diags, i), out);
        nb_buf_putc(out, '\n');
    }
    return out->status;
}

enum nb_exit nb_app_finish(struct nb_app *app, enum nb_exit exit)
{
    struct nb_buf text = NB_BUF_INIT;
    if (exit == NB_EXIT_DONE && app->strict &&
        nb_diags_tally(app->ctx.diags, NB_WARNING))
        exit = NB_EXIT_DEGRADED;
    nb_app_summary_end(app, exit);
    if (app->report) {
        bool plain = strcmp(nb_path_ending(app->report), ".txt") == 0;
        enum nb_status status =
            plain ? list_diagnostics(app, &text) : write_report(app, exit, &text);
        if (status == NB_OK)
            status = nb_file_save(app->report, nb_buf_view(&text));
        if (status != NB_OK) {
            nb_report(&app->ctx, NB_DIAG_CANNOT_WRITE, app->report, 0, "%s",
                      status == NB_IO ? strerror(errno) : nb_status_name(status));
            exit = NB_EXIT_OUTPUT;
        }
        nb_buf_free(&text);
    }
    nb_app_print(app);
    print_rest(app);
    return exit;
}

enum nb_exit nb_app_no_memory(struct nb_app *app)
{
    nb_report(&app->ctx, NB_DIAG_OUT_OF_MEMORY, NULL, 0, NULL);
    return NB_EXIT_OUTPUT;
}

enum nb_exit nb_app_usage(struct nb_app *app, const char *format, ...)
{
    char text[300];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    nb_report(&app->ctx, NB_DIAG_USAGE, NULL, 0, "%s; see newsbind %s --help", text,
              app->command);
    return NB_EXIT_USAGE;
}
