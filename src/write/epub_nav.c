/* The two tables of contents of an EPUB: nav.xhtml (EPUB 3) and toc.ncx (EPUB 2). Both are two
 * levels deep: a section, which leads to its first article, and its articles. */
#include "write/epub.h"

#include "doc/words.h"
#include "write/xhtml.h"

/* What differs between the two. Levels open and close around the entries; `order` counts
 * the places they lead to from 1. */
struct list {
    void (*open)(const struct nb_epub *book, const struct nb_epub_page *page,
                 bool is_section, size_t order, struct nb_buf *out);
    const char *open_level, *close_level, *close_entry;
};

static void write_list(const struct nb_epub *book, const struct list *list,
                       struct nb_buf *out)
{
    size_t order = 0;
    for (size_t i = 0; i < book->section_count; i++) {
        const struct nb_epub_section *section = &book->sections[i];
        const struct nb_epub_page *pages = &book->pages[section->first];
        if (section->section->title) {
            list->open(book, pages, true, order + 1, out);
            nb_buf_puts(out, list->open_level);
            order += section->file != NULL;
        }
        for (size_t k = 0; k < section->count; k++) {
            list->open(book, &pages[k], false, ++order, out);
            nb_buf_puts(out, list->close_entry);
        }
        if (section->section->title) {
            nb_buf_puts(out, list->close_level);
            nb_buf_puts(out, list->close_entry);
        }
    }
}

/* Where an entry leads: a section without a page of its own to its first article. */
static const char *target(const struct nb_epub_page *page, bool is_section)
{
    return is_section && page->section->file ? page->section->file : page->file;
}

static const char *label(const struct nb_epub_page *page, bool is_section)
{
    return is_section ? page->section->section->title : page->name;
}

/* ---- nav.xhtml */

static void open_nav_entry(const struct nb_epub *book, const struct nb_epub_page *page,
                           bool is_section, size_t order, struct nb_buf *out)
{
    (void)order;
    nb_buf_puts(out, "<li><a href=\"");
    nb_buf_puts(out, target(page, is_section));
    nb_buf_putc(out, '"');
    if (!is_section)
        nb_xhtml_lang(page->lang, page->dir, book->lang, book->dir, out);
    nb_buf_putc(out, '>');
    nb_buf_xml(out, label(page, is_section));
    nb_buf_puts(out, "</a>");
}

static void write_landmark(const char *type, const char *file, const char *word,
                           struct nb_buf *out)
{
    nb_buf_printf(out, "<li><a epub:type=\"%s\" href=\"%s\">", type, file);
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</a></li>\n");
}

void nb_epub_write_nav(const struct nb_epub *book, struct nb_buf *out)
{
    static const struct list list = {open_nav_entry, "\n<ol>\n", "</ol>\n", "</li>\n"};
    const char *word = nb_word(NB_WORD_CONTENTS, book->lang);
    nb_epub_open_page(book->title, book->lang, book->dir, "", out);
    nb_buf_puts(out, "<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>");
    nb_buf_xml(out, word);
    nb_buf_puts(out, "</h1>\n<ol>\n");
    write_list(book, &list, out);
    if (!book->count)
        nb_buf_printf(out, "<li><a href=\"%s\">%s</a></li>\n", NB_EPUB_CONTENTS, word);
    nb_buf_puts(out, "</ol>\n</nav>\n"
                     "<nav epub:type=\"landmarks\" hidden=\"hidden\" "
                     "id=\"landmarks\">\n<ol>\n");
    if (book->cover)
        write_landmark("cover", NB_EPUB_COVER, nb_word(NB_WORD_COVER, book->lang), out);
    write_landmark("toc", book->has_contents ? NB_EPUB_CONTENTS : NB_EPUB_NAV "#toc",
                   word, out);
    if (book->count)
        write_landmark("bodymatter", nb_epub_start(book),
                       nb_word(NB_WORD_START, book->lang), out);
    nb_buf_puts(out, "</ol>\n</nav>\n");
    nb_epub_close_page(out);
}

/* ---- toc.ncx */

static void write_label(const char *element, const char *text, struct nb_buf *out)
{
    nb_buf_printf(out, "<%s><text>", element);
    nb_buf_xml(out, text);
    nb_buf_printf(out, "</text></%s>\n", element);
}

static void open_ncx_entry(const struct nb_epub *book, const struct nb_epub_page *page,
                           bool is_section, size_t order, struct nb_buf *out)
{
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<navPoint id=\"");
    nb_buf_puts(out, is_section ? page->section->text.stem : page->text.stem);
    nb_buf_puts(out, "\" playOrder=\"");
    nb_buf_int(out, (long long)order);
    nb_buf_puts(out, "\">\n<navLabel");
    if (!is_section && nb_xhtml_tag(page->lang, tag))
        nb_buf_printf(out, " xml:lang=\"%s\"", tag);
    if (!is_section && page->dir != book->dir)
        nb_buf_puts(out, page->dir == NB_DIR_RTL ? " dir=\"rtl\"" : " dir=\"ltr\"");
    nb_buf_puts(out, "><text>");
    nb_buf_xml(out, label(page, is_section));
    nb_buf_puts(out, "</text></navLabel>\n<content src=\"");
    nb_buf_puts(out, target(page, is_section));
    nb_buf_puts(out, "\"/>\n");
}

static bool has_sections(const struct nb_epub *book)
{
    for (size_t i = 0; i < book->section_count; i++)
        if (book->sections[i].section->title)
            return true;
    return false;
}

void nb_epub_write_ncx(const struct nb_epub *book, struct nb_buf *out)
{
    static const struct list list = {open_ncx_entry, "", "", "</navPoint>\n"};
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" "
                     "version=\"2005-1\"");
    if (nb_xhtml_tag(book->lang, tag))
        nb_buf_printf(out, " xml:lang=\"%s\"", tag);
    nb_buf_puts(out, book->dir == NB_DIR_RTL ? " dir=\"rtl\"" : "");
    nb_buf_puts(out, ">\n<head>\n<meta name=\"dtb:uid\" content=\"");
    nb_buf_xml(out, book->id);
    nb_buf_printf(out,
                  "\"/>\n<meta name=\"dtb:depth\" content=\"%d\"/>\n"
                  "<meta name=\"dtb:totalPageCount\" content=\"0\"/>\n"
                  "<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n</head>\n",
                  has_sections(book) ? 2 : 1);
    write_label("docTitle", book->title, out);
    for (size_t i = 0; i < book->creators.count; i++)
        write_label("docAuthor", book->creators.at[i], out);
    nb_buf_puts(out, "<navMap>\n");
    write_list(book, &list, out);
    if (!book->count) {
        nb_buf_puts(out, "<navPoint id=\"a0\" playOrder=\"1\">\n");
        write_label("navLabel", nb_word(NB_WORD_CONTENTS, book->lang), out);
        nb_buf_puts(out, "<content src=\"" NB_EPUB_CONTENTS "\"/>\n</navPoint>\n");
    }
    nb_buf_puts(out, "</navMap>\n</ncx>\n");
}
