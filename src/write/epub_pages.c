/* The pages of an EPUB that are read: cover and articles. Lists of them are epub_lists.c. */
#include "write/epub.h"

#include "doc/words.h"
#include "write/xhtml.h"

#include <string.h>

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
                  book->cover_picture.file);
    nb_buf_xml(out, word);
    nb_buf_xml(out, nb_word(NB_WORD_COLON, book->lang));
    nb_buf_xml(out, book->title);
    nb_buf_puts(out, "\"/></div>\n");
    nb_epub_close_page(out);
}

/* ---- What addresses become. */

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

/* ---- The ways from an article. */

void nb_epub_write_way(const char *file, const char *title, const char *word,
                       bool *first, struct nb_buf *out)
{
    nb_buf_puts(out, *first ? "<a href=\"" : " · <a href=\"");
    nb_buf_puts(out, file);
    if (strcmp(title, word) != 0) {
        nb_buf_puts(out, "\" title=\"");
        nb_buf_xml(out, title);
    }
    nb_buf_puts(out, "\">");
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</a>");
    *first = false;
}

/* Where one can go from here: to the section, the contents, back and on. `at_foot`: the line
 * below the article, else that above it. */
static void write_ways(const struct nb_epub *book, const struct nb_epub_page *page,
                       bool at_foot, struct nb_buf *out)
{
    size_t index = (size_t)(page - book->pages);
    const struct nb_epub_section *section = page->section;
    const char *previous = nb_word(NB_WORD_PREVIOUS, book->lang);
    bool first = true;
    if (!book->has_contents)
        return;
    nb_buf_puts(out, at_foot ? "<p class=\"foot\"" : "<p class=\"head\"");
    nb_xhtml_lang(book->lang, book->dir, page->lang, page->dir, out);
    nb_buf_putc(out, '>');
    if (index > 0 && at_foot)
        nb_epub_write_way(page[-1].file, page[-1].name, previous, &first, out);
    if (section->file)
        nb_epub_write_way(section->file, section->section->title,
                          section->section->title, &first, out);
    if (at_foot || !section->file)
        nb_epub_write_way(NB_EPUB_CONTENTS, book->title,
                          nb_word(NB_WORD_CONTENTS, book->lang), &first, out);
    if (index > 0 && !at_foot)
        nb_epub_write_way(page[-1].file, page[-1].name, previous, &first, out);
    if (index + 1 < book->count)
        nb_epub_write_way(page[1].file, page[1].name, nb_word(NB_WORD_NEXT, book->lang),
                          &first, out);
    nb_buf_puts(out, "</p>\n");
}

/* ---- Articles. */

/* The files of one article, while they are written. */
struct article_files {
    const struct nb_epub *book;
    struct nb_epub_page *page;
};

static void open_article(const struct nb_epub_page *page, struct nb_buf *out)
{
    nb_epub_open_page(page->name, page->lang, page->dir, " epub:type=\"bodymatter\"",
                      out);
}

static void put_marks(void *files, const struct nb_node *block, struct nb_buf *out)
{
    nb_epub_put_breaks(((struct article_files *)files)->page, block, out);
}

static struct nb_buf *next_file(void *files)
{
    struct nb_epub_page *page = ((struct article_files *)files)->page;
    nb_epub_close_page(&page->text.parts[page->text.count - 1]);
    struct nb_buf *out = nb_epub_add_part(&page->text);
    if (out)
        open_article(page, out);
    return out;
}

enum nb_status nb_epub_write_article(const struct nb_epub *book,
                                     struct nb_epub_page *page)
{
    struct article_files files = {book, page};
    struct nb_xhtml how = {.lang = page->lang,
                           .dir = page->dir,
                           .words = page->lang,
                           .epub = true,
                           .keep_captions = book->in->keep_captions,
                           .user = book,
                           .picture = picture_file,
                           .article = article_file,
                           .most = nb_epub_most(book),
                           .files = &files,
                           .next_file = next_file,
                           .marks = page->breaks ? put_marks : NULL};
    struct nb_buf *out = nb_epub_add_part(&page->text);
    if (!out)
        return NB_NOMEM;
    open_article(page, out);
    write_ways(book, page, false, out);
    enum nb_status status = nb_xhtml_article(page->article, &how, out);
    out = &page->text.parts[page->text.count - 1];
    write_ways(book, page, true, out);
    nb_epub_close_page(out);
    for (size_t i = 0; i < page->text.count && status == NB_OK; i++)
        status = page->text.parts[i].status;
    return status;
}
