/* The pages of an EPUB that list its articles: the contents, and a page for each section. Long
 * ones go on in further files. */
#include "write/epub.h"

#include "doc/words.h"
#include "write/front.h"

#define NAV "<nav class=\"contents\" epub:type=\"toc\" role=\"doc-toc\">\n"

static struct nb_front front_of(const struct nb_epub *book)
{
    return (struct nb_front){book->edition, book->title, book->publisher, book->lang,
                             book->dir};
}

static void write_entry(const struct nb_epub *book, const struct nb_epub_page *page,
                        struct nb_buf *out)
{
    const struct nb_front front = front_of(book);
    nb_front_entry(&front,
                   &(struct nb_front_entry){page->article, page->name, page->file,
                                            page->lang, page->dir},
                   out);
}

/* ---- Files. */

/* How the files of one list begin and end. */
struct list {
    const struct nb_epub *book;
    struct nb_epub_text *text;
    const char *title, *body, *open, *close;
};

static struct nb_buf *open_file(const struct list *list)
{
    struct nb_buf *out = nb_epub_add_part(list->text);
    if (!out)
        return NULL;
    nb_epub_open_page(list->title, list->book->lang, list->book->dir, list->body, out);
    nb_buf_puts(out, list->open);
    return out;
}

static void close_file(const struct list *list, struct nb_buf *out)
{
    nb_buf_puts(out, list->close);
    nb_epub_close_page(out);
}

/* The file to go on with: another one when this one is full. NULL without memory. */
static struct nb_buf *go_on(const struct list *list, struct nb_buf *out)
{
    if (out->len < nb_epub_most(list->book))
        return out;
    close_file(list, out);
    return out->status == NB_OK ? open_file(list) : NULL;
}

static enum nb_status status_of(const struct nb_epub_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->parts[i].status != NB_OK)
            return text->parts[i].status;
    return NB_OK;
}

/* ---- The contents. */

static void write_section_name(const struct nb_epub_section *section,
                               struct nb_buf *out)
{
    nb_buf_puts(out, "<p class=\"contents-section\">");
    if (section->file)
        nb_buf_printf(out, "<a href=\"%s\">", section->file);
    nb_buf_xml(out, section->section->title);
    nb_buf_puts(out, section->file ? "</a></p>\n" : "</p>\n");
}

enum nb_status nb_epub_write_contents(struct nb_epub *book)
{
    const char *word = nb_word(NB_WORD_CONTENTS, book->lang);
    const struct nb_front front = front_of(book);
    struct list list = {book,
                        &book->contents,
                        word,
                        " epub:type=\"frontmatter\"",
                        "<section class=\"front\">\n" NAV,
                        "</nav>\n</section>\n"};
    struct nb_buf *out = nb_epub_add_part(list.text);
    if (!out)
        return NB_NOMEM;
    nb_epub_open_page(word, book->lang, book->dir, list.body, out);
    nb_buf_puts(out, "<section class=\"front\">\n");
    nb_epub_put_front_breaks(book, out);
    nb_front_masthead(&front, out);
    nb_buf_puts(out, NAV "<h2 class=\"contents-title\">");
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</h2>\n");
    for (size_t i = 0; i < book->count; i++) {
        const struct nb_epub_page *page = &book->pages[i];
        if (i == page->section->first && page->section->section->title)
            write_section_name(page->section, out);
        write_entry(book, page, out);
        out = i + 1 < book->count ? go_on(&list, out) : out;
        if (!out)
            return NB_NOMEM;
    }
    close_file(&list, out);
    return status_of(list.text);
}

/* ---- The page of a section. */

enum nb_status nb_epub_write_section(const struct nb_epub *book,
                                     struct nb_epub_section *section)
{
    const char *title = section->section->title;
    bool first = true;
    struct list list = {book,
                        &section->text,
                        title,
                        " epub:type=\"bodymatter\"",
                        "<section class=\"section\">\n<div class=\"contents\">\n",
                        "</div>\n</section>\n"};
    struct nb_buf *out = nb_epub_add_part(list.text);
    if (!out)
        return NB_NOMEM;
    nb_epub_open_page(title, book->lang, book->dir, list.body, out);
    nb_buf_puts(out,
                "<section class=\"section\" epub:type=\"part\" role=\"doc-part\">\n"
                "<h1 class=\"section-title\">");
    nb_buf_xml(out, title);
    nb_buf_puts(out, "</h1>\n<div class=\"contents\">\n");
    for (size_t i = 0; i < section->count; i++) {
        write_entry(book, &book->pages[section->first + i], out);
        out = i + 1 < section->count ? go_on(&list, out) : out;
        if (!out)
            return NB_NOMEM;
    }
    nb_buf_puts(out, "</div>\n</section>\n<p class=\"foot\">");
    nb_epub_write_way(NB_EPUB_CONTENTS, book->title,
                      nb_word(NB_WORD_CONTENTS, book->lang), &first, out);
    nb_buf_puts(out, "</p>\n");
    nb_epub_close_page(out);
    return status_of(list.text);
}
