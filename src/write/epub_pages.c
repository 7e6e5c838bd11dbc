/* The pages of an EPUB that are read: cover, contents, articles. */
#include "write/epub.h"

#include "doc/dates.h"
#include "doc/words.h"
#include "write/xhtml.h"

#include <stdio.h>

void nb_epub_open_page(const char *title, const char *lang, enum nb_dir dir,
                       const char *body, struct nb_buf *out)
{
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                     "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                     "xmlns:epub=\"http://www.idpf.org/2007/ops\"");
    nb_xhtml_lang(nb_xhtml_tag(lang, tag) ? tag : "und", dir, NULL, NB_DIR_LTR, out);
    nb_buf_puts(out, ">\n<head>\n<meta charset=\"UTF-8\"/>\n<title>");
    nb_buf_xml(out, title);
    nb_buf_puts(out, "</title>\n<link rel=\"stylesheet\" type=\"text/css\" "
                     "href=\"" NB_EPUB_CSS "\"/>\n</head>\n<body");
    nb_buf_puts(out, body);
    nb_buf_puts(out, ">\n");
}

void nb_epub_close_page(struct nb_buf *out)
{
    nb_buf_puts(out, "</body>\n</html>\n");
}

void nb_epub_write_cover(const struct nb_epub *book, struct nb_buf *out)
{
    const char *word = nb_word(NB_WORD_COVER, book->lang);
    nb_epub_open_page(word, book->lang, book->dir, " epub:type=\"cover\"", out);
    nb_buf_printf(out, "<div class=\"cover\"><img src=\"%s\" role=\"doc-cover\" alt=\"",
                  book->cover_file);
    nb_buf_xml(out, word);
    nb_buf_xml(out, nb_word(NB_WORD_COLON, book->lang));
    nb_buf_xml(out, book->title);
    nb_buf_puts(out, "\"/></div>\n");
    nb_epub_close_page(out);
}

/* ---- Contents. */

void nb_epub_issue(const struct nb_epub *book, struct nb_buf *out)
{
    const struct nb_edition *edition = book->edition;
    size_t before = out->len;
    if (edition->number)
        nb_word_fill(NB_WORD_NUMBER, book->lang, edition->number, out);
    if (edition->date) {
        nb_buf_puts(out, out->len > before ? " · " : "");
        (void)nb_date_long(edition->date, book->lang, out);
    }
    if (book->publisher) {
        nb_buf_puts(out, out->len > before ? " · " : "");
        nb_buf_puts(out, book->publisher);
    }
}

static void write_masthead(const struct nb_epub *book, struct nb_buf *out)
{
    struct nb_buf issue = NB_BUF_INIT;
    nb_buf_puts(out, "<header class=\"masthead\">\n<h1 class=\"title\">");
    nb_buf_xml(out, book->title);
    nb_buf_puts(out, "</h1>\n");
    if (book->edition->subtitle) {
        nb_buf_puts(out, "<p class=\"subtitle\">");
        nb_buf_xml(out, book->edition->subtitle);
        nb_buf_puts(out, "</p>\n");
    }
    nb_epub_issue(book, &issue);
    if (issue.len) {
        nb_buf_puts(out, "<p class=\"issue\">");
        nb_buf_xml(out, nb_buf_cstr(&issue));
        nb_buf_puts(out, "</p>\n");
    }
    if (issue.status != NB_OK && out->status == NB_OK)
        out->status = issue.status;
    nb_buf_free(&issue);
    nb_buf_puts(out, "</header>\n");
}

/* How long the article takes, in the edition's language. */
static void write_minutes(const struct nb_epub *book, const struct nb_epub_page *page,
                          struct nb_buf *out)
{
    char digits[12];
    (void)snprintf(digits, sizeof digits, "%u", page->article->minutes);
    nb_buf_puts(out, "<span");
    nb_xhtml_lang(book->lang, book->dir, page->lang, page->dir, out);
    nb_buf_putc(out, '>');
    nb_word_fill(NB_WORD_MINUTES, book->lang, digits, out);
    nb_buf_puts(out, "</span>");
}

static void write_entry(const struct nb_epub *book, const struct nb_epub_page *page,
                        struct nb_buf *out)
{
    const struct nb_strings *standfirst = &page->article->standfirst;
    nb_buf_puts(out, "<p class=\"contents-entry\"");
    nb_xhtml_lang(page->lang, page->dir, book->lang, book->dir, out);
    nb_buf_printf(out, "><a href=\"%s\">", page->file);
    nb_buf_xml(out, page->name);
    nb_buf_puts(out, "</a></p>\n");
    if (!standfirst->count && !page->article->minutes)
        return;
    nb_buf_puts(out, "<p class=\"contents-summary\"");
    nb_xhtml_lang(page->lang, page->dir, book->lang, book->dir, out);
    nb_buf_putc(out, '>');
    if (standfirst->count)
        nb_buf_xml(out, standfirst->at[0]);
    if (standfirst->count && page->article->minutes)
        nb_buf_puts(out, " · ");
    if (page->article->minutes)
        write_minutes(book, page, out);
    nb_buf_puts(out, "</p>\n");
}

void nb_epub_write_contents(const struct nb_epub *book, struct nb_buf *out)
{
    const struct nb_section *section = NULL;
    const char *word = nb_word(NB_WORD_CONTENTS, book->lang);
    nb_epub_open_page(word, book->lang, book->dir, " epub:type=\"frontmatter\"", out);
    nb_buf_puts(out, "<section class=\"front\">\n");
    write_masthead(book, out);
    nb_buf_puts(out, "<nav class=\"contents\" epub:type=\"toc\" role=\"doc-toc\">\n"
                     "<h2 class=\"contents-title\">");
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</h2>\n");
    for (size_t i = 0; i < book->count; i++) {
        const struct nb_epub_page *page = &book->pages[i];
        if (page->section != section && page->section->title) {
            nb_buf_puts(out, "<p class=\"contents-section\">");
            nb_buf_xml(out, page->section->title);
            nb_buf_puts(out, "</p>\n");
        }
        section = page->section;
        write_entry(book, page, out);
    }
    nb_buf_puts(out, "</nav>\n</section>\n");
    nb_epub_close_page(out);
}

/* ---- Articles. */

static const char *picture_file(const void *user, const struct nb_image *image)
{
    const struct nb_epub *book = user;
    const struct nb_epub_picture *picture =
        nb_map_get(book->pictures, nb_str_of(image->hash));
    return picture ? picture->file : NULL;
}

static const char *article_file(const void *user, const char *id)
{
    const struct nb_epub *book = user;
    const struct nb_epub_page *page = nb_map_get(book->by_id, nb_str_of(id));
    return page ? page->file : NULL;
}

/* A link of an article's foot; `first` has no dot before it. */
static void write_way(const char *file, const char *title, const char *word,
                      bool *first, struct nb_buf *out)
{
    nb_buf_puts(out, *first ? "" : " · ");
    nb_buf_printf(out, "<a href=\"%s\" title=\"", file);
    nb_buf_xml(out, title);
    nb_buf_puts(out, "\">");
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</a>");
    *first = false;
}

/* Where one can go from here: back, to the contents, on. */
static void write_foot(const struct nb_epub *book, size_t index, struct nb_buf *out)
{
    const struct nb_epub_page *page = &book->pages[index];
    bool first = true;
    if (!book->has_contents)
        return;
    nb_buf_puts(out, "<p class=\"foot\"");
    nb_xhtml_lang(book->lang, book->dir, page->lang, page->dir, out);
    nb_buf_putc(out, '>');
    if (index > 0)
        write_way(page[-1].file, page[-1].name, nb_word(NB_WORD_PREVIOUS, book->lang),
                  &first, out);
    write_way(NB_EPUB_CONTENTS, book->title, nb_word(NB_WORD_CONTENTS, book->lang),
              &first, out);
    if (index + 1 < book->count)
        write_way(page[1].file, page[1].name, nb_word(NB_WORD_NEXT, book->lang), &first,
                  out);
    nb_buf_puts(out, "</p>\n");
}

enum nb_status nb_epub_write_article(const struct nb_epub *book, size_t index,
                                     struct nb_buf *out)
{
    const struct nb_epub_page *page = &book->pages[index];
    struct nb_xhtml how = {.lang = page->lang,
                           .dir = page->dir,
                           .words = page->lang,
                           .epub = true,
                           .keep_captions = book->in->keep_captions,
                           .user = book,
                           .picture = picture_file,
                           .article = article_file};
    nb_epub_open_page(page->name, page->lang, page->dir, " epub:type=\"bodymatter\"",
                      out);
    enum nb_status status = nb_xhtml_article(page->article, &how, out);
    write_foot(book, index, out);
    nb_epub_close_page(out);
    return status != NB_OK ? status : out->status;
}
