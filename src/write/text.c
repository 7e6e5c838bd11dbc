/* The edition as plain text, to be read as it is: sections and headlines underlined, lines of
 * at most 72 columns. */
#include "doc/dates.h"
#include "doc/words.h"
#include "write/prose.h"
#include "write/writers.h"

static void add_made(struct nb_prose *prose, struct nb_buf *text)
{
    nb_prose_paragraph(prose, nb_buf_cstr(text));
    if (text->status != NB_OK && prose->out->status == NB_OK)
        prose->out->status = text->status;
    nb_buf_free(text);
}

static void write_issue(struct nb_prose *prose, const struct nb_edition *edition)
{
    struct nb_buf line = NB_BUF_INIT;
    nb_prose_heading(prose, 1, edition->title);
    nb_prose_paragraph(prose, edition->subtitle);
    if (edition->number)
        nb_word_fill(NB_WORD_NUMBER, edition->lang, edition->number, &line);
    if (edition->number && edition->date)
        nb_buf_puts(&line, nb_word(NB_WORD_COMMA, edition->lang));
    (void)nb_date_long(edition->date, edition->lang, &line);
    add_made(prose, &line);
    nb_prose_paragraph(prose, edition->publisher);
}

static void write_article(struct nb_prose *prose, const struct nb_article *article)
{
    struct nb_buf line = NB_BUF_INIT;
    const char *lang = article->lang ? article->lang : prose->lang;
    nb_prose_paragraph(prose, article->kicker);
    nb_prose_heading(prose, 2, article->headline);
    for (size_t i = 0; i < article->standfirst.count; i++)
        nb_prose_paragraph(prose, article->standfirst.at[i]);
    nb_words_names(&article->byline, lang, true, &line);
    add_made(prose, &line);
    nb_prose_paragraph(prose, article->dateline);
    (void)nb_date_long(article->published, lang, &line);
    add_made(prose, &line);
    nb_prose_body(prose, article);
    nb_prose_paragraph(prose, article->site);
    nb_prose_paragraph(prose, article->url);
}

static enum nb_status write_text(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 struct nb_file *file)
{
    const struct nb_edition *edition = in->edition;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_map *issue = nb_map_new();
    struct nb_prose prose = {.out = &out,
                             .issue = issue,
                             .keep_captions = in->keep_captions,
                             .note_mark = "",
                             .lang = edition->lang};
    (void)ctx;
    if (!issue || nb_prose_issue(edition, issue) != NB_OK)
        out.status = NB_NOMEM;
    if (!edition->single)
        write_issue(&prose, edition);
    for (const struct nb_section *at = edition->sections; at; at = at->next) {
        if (!edition->single)
            nb_prose_heading(&prose, 1, at->title);
        for (const struct nb_article *a = at->articles; a; a = a->next) {
            prose.lang = a->lang ? a->lang : edition->lang;
            write_article(&prose, a);
        }
    }
    nb_prose_end(&prose);
    nb_map_free(issue);
    enum nb_status status = out.status;
    if (status == NB_OK)
        status = nb_file_write(file, nb_buf_cstr(&out), out.len);
    nb_buf_free(&out);
    return status;
}

const struct nb_writer nb_writer_text = {.ending = ".txt", .write = write_text};
