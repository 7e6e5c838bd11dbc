/* The two tables of contents of an EPUB: nav.xhtml (EPUB 3) and toc.ncx (EPUB 2). Both are two
 * levels deep: a section, which leads to its page or else to its first article, and its
 * articles. */
#include "write/epub.h"

#include "doc/words.h"
#include "write/xhtml.h"

#include <stdio.h>

/* Devices take long over lists beyond this. Then a section that has a page of its own, which
 * lists its articles, stands for them. */
enum { MOST_ENTRIES = 2500 };

struct entry {
    const char *label, *file, *id;
    const struct nb_epub_page
        *page;    /* whose language the label is in; NULL: the book's */
    size_t order; /* of the place it leads to, from 1 */
};

/* What differs between the two. Levels open and close around the entries. */
struct list {
    void (*open)(const struct nb_epub *book, const struct entry *entry,
                 struct nb_buf *out);
    const char *open_level, *close_level, *close_entry;
};

/* A section and its articles; `*order` counts the places that entries lead to. A section
 * without a page of its own leads to its first article. */
static void write_section(const struct nb_epub *book, const struct list *list,
                          const struct nb_epub_section *section, size_t *order,
                          struct nb_buf *out)
{
    const struct nb_epub_page *page = &book->pages[section->first];
    const char *title = section->section->title;
    bool brief = section->file && book->count > MOST_ENTRIES;
    if (title) {
        list->open(book,
                   &(struct entry){title, section->file ? section->file : page->file,
                                   section->text.stem, NULL, *order + 1},
                   out);
        *order += section->file != NULL;
        nb_buf_puts(out, brief ? "" : list->open_level);
    }
    for (size_t i = 0; i < section->count && !brief; i++, page++) {
        list->open(
            book,
            &(struct entry){page->name, page->file, page->text.stem, page, ++*order},
            out);
        nb_buf_puts(out, list->close_entry);
    }
    if (title) {
        nb_buf_puts(out, brief ? "" : list->close_level);
        nb_buf_puts(out, list->close_entry);
    }
}

/* A great many articles without sections: the files of the contents page stand for them. */
static void write_parts(const struct nb_epub *book, const struct list *list,
                        struct nb_buf *out)
{
    char file[NB_EPUB_FILE_SIZE], id[NB_EPUB_FILE_SIZE];
    struct nb_buf label = NB_BUF_INIT;
    for (size_t i = 0; i < book->contents.count; i++) {
        nb_epub_part_name(&book->contents, i, file);
        (void)snprintf(id, sizeof id, "c%zu", i + 1);
        nb_buf_clear(&label);
        nb_buf_printf(&label, "%s %zu", nb_word(NB_WORD_CONTENTS, book->lang), i + 1);
        list->open(book, &(struct entry){nb_buf_cstr(&label), file, id, NULL, i + 1},
                   out);
        nb_buf_puts(out, list->close_entry);
    }
    if (label.status != NB_OK && out->status == NB_OK)
        out->status = label.status;
    nb_buf_free(&label);
}

static void write_list(const struct nb_epub *book, const struct list *list,
                       struct nb_buf *out)
{
    size_t order = 0;
    bool has_pages = false;
    for (size_t i = 0; i < book->section_count; i++)
        has_pages = has_pages || book->sections[i].file;
    if (!has_pages && (book->count > MOST_ENTRIES || !book->count)) {
        write_parts(book, list, out);
        return;
    }
    for (size_t i = 0; i < book->section_count; i++)
        write_section(book, list, &book->sections[i], &order, out);
}

/* ---- nav.xhtml */

static void open_nav_entry(const struct nb_epub *book, const struct entry *entry,
                           struct nb_buf *out)
{
    const struct nb_epub_page *page = entry->page;
    nb_buf_puts(out, "<li><a href=\"");
    nb_buf_puts(out, entry->file);
    nb_buf_putc(out, '"');
    if (page)
        nb_xhtml_lang(page->lang, page->dir, book->lang, book->dir, out);
    nb_buf_putc(out, '>');
    nb_buf_xml(out, entry->label);
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
    nb_buf_puts(out, "</ol>\n</nav>\n");
    nb_epub_write_page_list(book, out);
    nb_buf_puts(out, "<nav epub:type=\"landmarks\" hidden=\"hidden\" "
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

static void open_ncx_entry(const struct nb_epub *book, const struct entry *entry,
                           struct nb_buf *out)
{
    const struct nb_epub_page *page = entry->page;
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<navPoint id=\"");
    nb_buf_puts(out, entry->id);
    nb_buf_puts(out, "\" playOrder=\"");
    nb_buf_int(out, (long long)entry->order);
    nb_buf_puts(out, "\">\n<navLabel");
    if (page && nb_xhtml_tag(page->lang, tag))
        nb_buf_printf(out, " xml:lang=\"%s\"", tag);
    if (page && page->dir != book->dir)
        nb_buf_puts(out, page->dir == NB_DIR_RTL ? " dir=\"rtl\"" : " dir=\"ltr\"");
    nb_buf_puts(out, "><text>");
    nb_buf_xml(out, entry->label);
    nb_buf_puts(out, "</text></navLabel>\n<content src=\"");
    nb_buf_puts(out, entry->file);
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
    nb_buf_puts(out, "</navMap>\n</ncx>\n");
}
