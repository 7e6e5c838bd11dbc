/* newsbind extract: what the readers understood, on standard output. */
#include "app/app.h"
#include "app/edition.h"
#include "app/options.h"

#include "base/buf.h"
#include "base/explain.h"
#include "base/par.h"
#include "doc/doc.h"
#include "doc/doc_json.h"
#include "write/html.h"
#include "write/markdown.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "Usage: newsbind extract INPUT... [--to FORM] [OPTION]...\n"
    "Prints what the readers understood of files, folders or an edition file.\n\n"
    "      --to FORM       text      the bodies only (default)\n"
    "                      fulltext  all that a book shows, captions, notes …\n"
    "                      json      the document model; also an input of build\n"
    "                      jsonl     the same, one line an article\n"
    "                      markdown  Markdown with front matter; also an input\n"
    "                      html      each article as an element of HTML, no pictures\n"
    "      --explain       instead of the article, say of each piece of the input\n"
    "                      whether it was kept or dropped, as what, and why\n"
    "      --jobs N        threads (default: one a processor)\n"
    "      --report FILE   write what was left out, with reasons, as JSON\n"
    "      --strict        exit 1 when anything was left out or degraded\n"
    "      --quiet         print errors only\n"
    "      --help          print this\n";

static enum nb_status
to_texts(const struct nb_edition *edition,
         void (*print)(const struct nb_article *, struct nb_buf *), struct nb_buf *out)
{
    struct nb_section *section;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        if (out->len)
            nb_buf_putc(out, '\n');
        print(a, out);
    }
    return out->status;
}

static enum nb_status to_text(const struct nb_edition *edition, struct nb_buf *out)
{
    return to_texts(edition, nb_article_text, out);
}

static enum nb_status to_fulltext(const struct nb_edition *edition, struct nb_buf *out)
{
    return to_texts(edition, nb_article_fulltext, out);
}

static enum nb_status to_jsonl(const struct nb_edition *edition, struct nb_buf *out)
{
    struct nb_section *section;
    const struct nb_json_form form = {.with_id = nb_edition_count(edition) > 1};
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        struct nb_json *json = nb_article_to_json(a, &form);
        enum nb_status status = json ? nb_json_print(json, false, out) : NB_NOMEM;
        nb_json_free(json);
        if (status != NB_OK)
            return status;
        nb_buf_putc(out, '\n');
    }
    return out->status;
}

static enum nb_status to_markdown(const struct nb_edition *edition, struct nb_buf *out)
{
    struct nb_section *section;
    enum nb_status status = NB_OK;
    for (struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section)) {
        if (out->len)
            nb_buf_putc(out, '\n');
        status = nb_markdown_article(a, true, out);
    }
    return status;
}

static const struct {
    const char *name;
    enum nb_status (*print)(const struct nb_edition *edition, struct nb_buf *out);
} forms[] = {
    {"text", to_text},   {"fulltext", to_fulltext}, {"json", nb_edition_to_json},
    {"jsonl", to_jsonl}, {"markdown", to_markdown}, {"html", nb_html_articles},
};

static enum nb_exit put(struct nb_app *app, struct nb_buf *out, enum nb_status status)
{
    if (status != NB_OK)
        nb_report(&app->ctx, NB_DIAG_OUT_OF_MEMORY, NULL, 0, NULL);
    else
        (void)fwrite(nb_buf_cstr(out), 1, out->len,
                     stdout); /* main checks the stream */
    nb_buf_free(out);
    return status == NB_OK ? NB_EXIT_DONE : NB_EXIT_OUTPUT;
}

static enum nb_exit print(struct nb_app *app, const struct nb_edition *edition,
                          size_t form)
{
    struct nb_buf out = NB_BUF_INIT;
    enum nb_status status = forms[form].print(edition, &out);
    return put(app, &out, status);
}

static enum nb_exit print_explanations(struct nb_app *app)
{
    struct nb_buf out = NB_BUF_INIT;
    nb_explained_print(app->ctx.diags, &out);
    return put(app, &out, out.status);
}

/* An edition file as the only input stands for the articles it names. */
static enum nb_exit read_edition_file(struct nb_app *app, struct nb_texts *inputs,
                                      struct nb_edition_file *file, bool *has_file)
{
    *has_file = inputs->count == 1 && nb_app_is_edition(inputs->at[0]);
    if (!*has_file)
        return NB_EXIT_DONE;
    if (nb_edition_read(&app->ctx, app->arena, inputs->at[0], file) != NB_OK)
        return NB_EXIT_USAGE;
    inputs->count = 0;
    return NB_EXIT_DONE;
}

static enum nb_exit extract(struct nb_app *app, struct nb_texts *inputs, size_t form,
                            unsigned jobs)
{
    struct nb_edition_options options = {.jobs = jobs, .as_read = true};
    struct nb_edition_file file = {0};
    struct nb_edition *edition = NULL;
    bool has_file;
    enum nb_exit usage_exit = read_edition_file(app, inputs, &file, &has_file);
    if (usage_exit != NB_EXIT_DONE)
        return usage_exit;
    if (nb_app_read(app, inputs->at, inputs->count, has_file ? &file : NULL, &options,
                    &edition) != NB_OK) {
        nb_report(&app->ctx, NB_DIAG_OUT_OF_MEMORY, NULL, 0, NULL);
        return NB_EXIT_OUTPUT;
    }
    app->articles = nb_edition_count(edition);
    enum nb_exit exit = NB_EXIT_DONE;
    bool explain = nb_explain_wanted(&app->ctx);
    if (explain)
        exit = print_explanations(app);
    else if (app->articles)
        exit = print(app, edition, form);
    if (!app->articles) {
        exit = exit == NB_EXIT_DONE ? NB_EXIT_NO_INPUT : exit;
        nb_report(&app->ctx, NB_DIAG_NO_INPUT, NULL, 0, "not one article was found");
    }
    nb_edition_free(edition);
    return exit;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    const char *to = NULL;
    unsigned jobs = nb_par_cores();
    struct nb_texts inputs = {0};
    bool done = false, explain = false;
    const struct nb_option table[] = {
        {"to", 0, NB_OPTION_TEXT, &to},
        {"explain", 0, NB_OPTION_FLAG, &explain},
        {"jobs", 0, NB_OPTION_NUMBER, &jobs},
        {"report", 0, NB_OPTION_TEXT, &app->report},
        {"strict", 0, NB_OPTION_FLAG, &app->strict},
        {"quiet", 0, NB_OPTION_FLAG, &app->quiet},
        {NULL, 0, NB_OPTION_FLAG, NULL},
    };
    enum nb_exit exit =
        nb_options_parse(app, &nb_command_extract, argc, argv, table, &inputs, &done);
    if (exit != NB_EXIT_DONE || done)
        return exit;
    if (!inputs.count)
        return nb_app_usage(app, "say what to read: a file, a folder, -");
    if (explain && to)
        return nb_app_usage(app, "--explain prints no article: leave out --to");
    if (explain && nb_explain_begin(app->ctx.diags) != NB_OK)
        return nb_app_usage(app, "out of memory");
    to = to ? to : "text";
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].name, to) == 0)
            return extract(app, &inputs, i, jobs);
    }
    return nb_app_usage(app, "unknown form %s", to);
}

const struct nb_command nb_command_extract = {
    "extract", "prints what the readers understood", usage, run};
