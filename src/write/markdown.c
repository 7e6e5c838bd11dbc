/* The edition as Markdown with front matter. One article alone has its own front matter and is
 * read back as it was; of an issue the front matter is the issue's, and its articles follow
 * below the headings of their sections. */
#include "write/markdown.h"

#include "doc/dates.h"
#include "doc/words.h"
#include "write/prose.h"
#include "write/writers.h"

/* ---- Front matter: double-quoted scalars, which hold any text (YAML 1.2, 7.3.1). */

static void put_quoted(const char *text, struct nb_buf *out)
{
    nb_buf_putc(out, '"');
    for (; *text; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            nb_buf_printf(out, "\\x%02X", (unsigned)*text);
            continue;
        }
        if (*text == '"' || *text == '\\')
            nb_buf_putc(out, '\\');
        nb_buf_putc(out, *text);
    }
    nb_buf_puts(out, "\"\n");
}

static void put_field(const char *key, const char *text, struct nb_buf *out)
{
    if (!text)
        return;
    nb_buf_printf(out, "%s: ", key);
    put_quoted(text, out);
}

static void put_list(const char *key, const struct nb_strings *list, struct nb_buf *out)
{
    if (list->count)
        nb_buf_printf(out, "%s:\n", key);
    for (size_t i = 0; i < list->count; i++) {
        nb_buf_puts(out, "  - ");
        put_quoted(list->at[i], out);
    }
}

static void put_article_front(const struct nb_article *article, struct nb_buf *out)
{
    nb_buf_puts(out, "---\n");
    put_field("title", article->headline, out);
    put_field("kicker", article->kicker, out);
    put_field("section", article->section, out);
    put_list("standfirst", &article->standfirst, out);
    put_list("author", &article->byline, out);
    put_field("dateline", article->dateline, out);
    put_field("date", article->published, out);
    put_field("modified", article->modified, out);
    put_field("site", article->site, out);
    put_field("url", article->url, out);
    put_field("lang", article->lang, out);
    if (article->dir != NB_DIR_AUTO)
        put_field("dir", article->dir == NB_DIR_RTL ? "rtl" : "ltr", out);
    put_list("tags", &article->tags, out);
    put_field("rights", article->rights, out);
    put_field("embargo", article->embargo, out);
    if (article->weight)
        nb_buf_printf(out, "weight: %d\n", article->weight);
    nb_buf_puts(out, "---\n");
}

static void put_edition_front(const struct nb_edition *edition, struct nb_buf *out)
{
    nb_buf_puts(out, "---\n");
    put_field("title", edition->title, out);
    put_field("subtitle", edition->subtitle, out);
    put_field("number", edition->number, out);
    put_field("date", edition->date, out);
    put_field("lang", edition->lang, out);
    put_field("publisher", edition->publisher, out);
    put_list("author", &edition->editors, out);
    put_field("rights", edition->rights, out);
    nb_buf_puts(out, "---\n");
}

/* ---- Articles. */

static void put_made(struct nb_prose *prose, struct nb_buf *text)
{
    nb_prose_paragraph(prose, nb_buf_cstr(text));
    if (text->status != NB_OK && prose->out->status == NB_OK)
        prose->out->status = text->status;
    nb_buf_free(text);
}

/* An article's head, where it has no front matter of its own. */
static void put_head(struct nb_prose *prose, const struct nb_article *article)
{
    struct nb_buf line = NB_BUF_INIT;
    nb_prose_headline(prose, article);
    nb_prose_paragraph(prose, article->kicker);
    for (size_t i = 0; i < article->standfirst.count; i++)
        nb_prose_paragraph(prose, article->standfirst.at[i]);
    nb_words_names(&article->byline, prose->lang, true, &line);
    put_made(prose, &line);
    nb_prose_paragraph(prose, article->dateline);
    (void)nb_date_long(article->published, prose->lang, &line);
    put_made(prose, &line);
}

enum nb_status nb_markdown_article(const struct nb_article *article, bool keep_captions,
                                   struct nb_buf *out)
{
    struct nb_prose prose = {.out = out,
                             .markdown = true,
                             .keep_captions = keep_captions,
                             .note_mark = "",
                             .lang = article->lang,
                             .gap = 2};
    put_article_front(article, out);
    nb_prose_body(&prose, article);
    nb_prose_end(&prose);
    return out->status;
}

static void put_edition(const struct nb_write_in *in, struct nb_buf *out)
{
    const struct nb_edition *edition = in->edition;
    struct nb_buf mark = NB_BUF_INIT;
    struct nb_map *issue = nb_map_new();
    struct nb_prose prose = {.out = out,
                             .markdown = true,
                             .keep_captions = in->keep_captions,
                             .issue = issue,
                             .deeper = 1,
                             .gap = 2};
    if (!issue || nb_prose_issue(edition, issue) != NB_OK)
        out->status = NB_NOMEM;
    put_edition_front(edition, out);
    for (const struct nb_section *at = edition->sections; at; at = at->next) {
        nb_prose_heading(&prose, 1, at->title);
        for (const struct nb_article *a = at->articles; a; a = a->next) {
            nb_buf_clear(&mark);
            nb_buf_printf(&mark, "%s-", a->id);
            prose.note_mark = nb_buf_cstr(&mark);
            prose.lang = a->lang ? a->lang : edition->lang;
            put_head(&prose, a);
            nb_prose_body(&prose, a);
            nb_prose_address(&prose, a->site, a->url);
        }
    }
    nb_prose_end(&prose);
    nb_map_free(issue);
    nb_buf_free(&mark);
}

static enum nb_status write_markdown(struct nb_ctx *ctx, const struct nb_write_in *in,
                                     struct nb_file *file)
{
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_edition *edition = in->edition;
    enum nb_status status;
    (void)ctx;
    if (edition->single) {
        status = nb_markdown_article(nb_edition_first(edition, NULL), in->keep_captions,
                                     &out);
    } else {
        put_edition(in, &out);
        status = out.status;
    }
    if (status == NB_OK)
        status = nb_file_write(file, nb_buf_cstr(&out), out.len);
    nb_buf_free(&out);
    return status;
}

const struct nb_writer nb_writer_markdown = {.ending = ".md", .write = write_markdown};
