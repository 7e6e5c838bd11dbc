/* The two tables of contents of an EPUB: nav.xhtml (EPUB 3) and toc.ncx (EPUB 2). Both are two
 * levels deep: a section, which leads to its first article, and its articles. */
#include "write/epub.h"

#include "doc/words.h"
#include "write/xhtml.h"

/* What differs between the two. Levels open and close around the entries; `order` counts the
 * entries' targets from 1, a section having that of its first article. */
struct list {
    void (*open)(const struct nb_epub *book, size_t index, const char *name,
                 bool is_section, struct nb_buf *out);
    const char *open_level, *close_level, *close_entry;
};

static void write_list(const struct nb_epub *book, const struct list *list,
                       struct nb_buf *out)
{
    const struct nb_section *section = NULL;
    bool inside = false; /* a section with a title */
    for (size_t i = 0; i <= book->count; i++) {
        const struct nb_epub_page *page = i < book->count ? &book->pages[i] : NULL;
        if (!page || page->section != section) {
            if (inside) {
                nb_buf_puts(out, list->close_level);
                nb_buf_puts(out, list->close_entry);
            }
            section = page ? page->section : NULL;
            inside = section && section->title;
            if (inside) {
                list->open(book, i, section->title, true, out);
                nb_buf_puts(out, list->open_level);
            }
        }
        if (!page)
            break;
        list->open(book, i, page->name, false, out);
        nb_buf_puts(out, list->close_entry);
    }
}

/* ---- nav.xhtml */

static void open_nav_entry(const struct nb_epub *book, size_t index, const char *name,
                           bool is_section, struct nb_buf *out)
{
    const struct nb_epub_page *page = &book->pages[index];
    nb_buf_printf(out, "<li><a href=\"%s\"", page->file);
    if (!is_section)
        nb_xhtml_lang(page->lang, page->dir, book->lang, book->dir, out);
    nb_buf_putc(out, '>');
    nb_buf_xml(out, name);
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
        write_landmark("bodymatter", book->pages[0].file,
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

/* Two entries with one target have one place in the order: a section has that of its first
 * article. */
static void open_ncx_entry(const struct nb_epub *book, size_t index, const char *name,
                           bool is_section, struct nb_buf *out)
{
    const struct nb_epub_page *page = &book->pages[index];
    nb_buf_printf(out, "<navPoint id=\"%s%zu\" playOrder=\"%zu\">\n<navLabel",
                  is_section ? "s" : "a", index + 1, index + 1);
    char tag[NB_TAG_SIZE];
    if (!is_section && nb_xhtml_tag(page->lang, tag))
        nb_buf_printf(out, " xml:lang=\"%s\"", tag);
    if (!is_section && page->dir != book->dir)
        nb_buf_puts(out, page->dir == NB_DIR_RTL ? " dir=\"rtl\"" : " dir=\"ltr\"");
    nb_buf_puts(out, "><text>");
    nb_buf_xml(out, name);
    nb_buf_printf(out, "</text></navLabel>\n<content src=\"%s\"/>\n", page->file);
}

static bool has_sections(const struct nb_epub *book)
{
    for (size_t i = 0; i < book->count; i++)
        if (book->pages[i].section->title)
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
