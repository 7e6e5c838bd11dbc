/* The package document of an EPUB: metadata, manifest, spine, guide. */
#include "write/epub.h"

#include "doc/dates.h"
#include "doc/words.h"
#include "write/xhtml.h"

#include <stdio.h>
#include <string.h>

enum {
    ISO_DAY = 10,            /* "2026-11-22" */
    MODIFIED = 20,           /* "2026-11-22T06:00:00Z" */
    MOST_HEADLINES = 5,      /* in a description */
    MOST_DESCRIPTION = 2000, /* bytes */
    MOST_SUBJECTS = 20,
    ID_SIZE = 32
};

static void element(const char *name, const char *text, struct nb_buf *out)
{
    if (!text || !*text)
        return;
    nb_buf_printf(out, "<dc:%s>", name);
    nb_buf_xml(out, text);
    nb_buf_printf(out, "</dc:%s>\n", name);
}

static void property(const char *name, const char *value, struct nb_buf *out)
{
    nb_buf_printf(out, "<meta property=\"%s\">", name);
    nb_buf_xml(out, value);
    nb_buf_puts(out, "</meta>\n");
}

static void refine(const char *id, const char *attributes, const char *value,
                   struct nb_buf *out)
{
    nb_buf_printf(out, "<meta refines=\"#%s\" %s>", id, attributes);
    nb_buf_xml(out, value);
    nb_buf_puts(out, "</meta>\n");
}

/* ---- Dates. */

/* The day of an ISO date, the last one of a range; false when it is no date. */
static bool day_of(const char *date, char out[ISO_DAY + 1])
{
    struct nb_buf scratch = NB_BUF_INIT;
    if (!date)
        return false;
    const char *slash = strchr(date, '/');
    bool good = nb_date_long(date, NULL, &scratch);
    nb_buf_free(&scratch);
    if (!good)
        return false;
    if (slash)
        date = slash + 1;
    size_t len = strcspn(date, "T ");
    if (len > ISO_DAY)
        return false;
    memcpy(out, date, len);
    out[len] = '\0';
    return true;
}

/* The one form that EPUB takes (3.3, 5.5.6): UTC, to the second. */
static bool is_modified(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    if (!text || strlen(text) != MODIFIED)
        return false;
    for (size_t i = 0; i < MODIFIED; i++)
        if (form[i] == 'd' ? !nb_ascii_digit(text[i]) : form[i] != text[i])
            return false;
    return true;
}

static void write_dates(const struct nb_epub *book, struct nb_buf *out)
{
    char day[ISO_DAY + 1];
    const char *date = book->edition->date, *modified = book->edition->modified;
    if (!date && book->only)
        date = book->only->published;
    if (day_of(date, day))
        element("date", day, out);
    property("dcterms:modified",
             is_modified(modified) ? modified : "1980-01-01T00:00:00Z", out);
}

/* ---- What the book is. */

/* A subtitle, else what the only article says of itself, else the first headlines. */
static void describe(const struct nb_epub *book, struct nb_buf *text)
{
    const struct nb_strings *standfirst = book->only ? &book->only->standfirst : NULL;
    if (book->edition->subtitle) {
        nb_buf_puts(text, book->edition->subtitle);
        return;
    }
    for (size_t i = 0; standfirst && i < standfirst->count; i++) {
        nb_buf_puts(text, i ? " " : "");
        nb_buf_puts(text, standfirst->at[i]);
    }
    for (size_t i = 0; !book->only && i < book->count && i < MOST_HEADLINES; i++) {
        nb_buf_puts(text, i ? " · " : "");
        nb_buf_puts(text, book->pages[i].name);
    }
}

static void write_description(const struct nb_epub *book, struct nb_buf *out)
{
    struct nb_buf text = NB_BUF_INIT;
    describe(book, &text);
    if (text.len > MOST_DESCRIPTION) {
        text.len = MOST_DESCRIPTION;
        while (text.len && ((unsigned char)text.data[text.len] & 0xC0) == 0x80)
            text.len--;
        text.data[text.len] = '\0';
    }
    element("description", nb_buf_cstr(&text), out);
    if (text.status != NB_OK && out->status == NB_OK)
        out->status = text.status;
    nb_buf_free(&text);
}

/* The edition's language first; then every other that an article is in. */
static void write_languages(const struct nb_epub *book, struct nb_buf *out)
{
    char tag[NB_TAG_SIZE];
    struct nb_map *seen = nb_map_new();
    enum nb_status status = seen ? NB_OK : NB_NOMEM;
    for (size_t i = 0; i <= book->count && status == NB_OK; i++) {
        const char *lang = i ? book->pages[i - 1].lang : book->lang;
        if (!nb_xhtml_tag(lang, tag)) {
            if (i)
                continue;
            memcpy(tag, "und", 4); /* one language must be given */
        }
        if (nb_map_get(seen, nb_str_of(tag)))
            continue;
        status = nb_map_set(seen, nb_str_of(tag), seen);
        element("language", tag, out);
    }
    nb_map_free(seen);
    if (status != NB_OK && out->status == NB_OK)
        out->status = status;
}

static void write_creators(const struct nb_epub *book, struct nb_buf *out)
{
    for (size_t i = 0; i < book->creators.count; i++) {
        char id[ID_SIZE];
        (void)snprintf(id, sizeof id, "creator%zu", i + 1);
        nb_buf_printf(out, "<dc:creator id=\"%s\">", id);
        nb_buf_xml(out, book->creators.at[i]);
        nb_buf_puts(out, "</dc:creator>\n");
        refine(id, "property=\"role\" scheme=\"marc:relators\"", book->role, out);
    }
}

/* Of a single article its tags, of an edition its sections. */
static void write_subjects(const struct nb_epub *book, struct nb_buf *out)
{
    if (book->only) {
        const struct nb_strings *tags = &book->only->tags;
        element("subject", book->only->section, out);
        for (size_t i = 0; i < tags->count && i < MOST_SUBJECTS; i++)
            element("subject", tags->at[i], out);
        return;
    }
    size_t written = 0;
    const struct nb_section *section = book->edition->sections;
    for (; section && written < MOST_SUBJECTS; section = section->next) {
        if (!section->title || !section->articles)
            continue;
        element("subject", section->title, out);
        written++;
    }
}

static bool is_number(const char *text)
{
    return text && *text && strspn(text, "0123456789") == strlen(text);
}

/* A numbered edition is one of a series that has its title. calibre's own words for the same
 * are what many devices and programs read. */
static void write_series(const struct nb_epub *book, struct nb_buf *out)
{
    const char *number = book->edition->number;
    if (book->only || !is_number(number))
        return;
    nb_buf_puts(out, "<meta property=\"belongs-to-collection\" id=\"series\">");
    nb_buf_xml(out, book->title);
    nb_buf_puts(out, "</meta>\n");
    refine("series", "property=\"collection-type\"", "series", out);
    refine("series", "property=\"group-position\"", number, out);
    nb_buf_puts(out, "<meta name=\"calibre:series\" content=\"");
    nb_buf_xml(out, book->title);
    nb_buf_printf(out, "\"/>\n<meta name=\"calibre:series_index\" content=\"%s\"/>\n",
                  number);
}

/* A claim that someone must stand for (EPUB Accessibility 1.1, 4.2): whoever publishes the
 * book. Only where every picture has a description: all else that the claim is about is in
 * the writer's hand. */
static void write_conformance(const struct nb_epub *book, struct nb_buf *out)
{
    if (!book->described || !book->publisher)
        return;
    nb_buf_puts(out, "<meta property=\"dcterms:conformsTo\" id=\"conforms\">"
                     "EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta>\n");
    refine("conforms", "property=\"a11y:certifiedBy\"", book->publisher, out);
}

/* What the book offers to those who do not read with their eyes, or not as others do:
 * EPUB Accessibility 1.1. Pictures are still, so there are no hazards. */
static void write_access(const struct nb_epub *book, struct nb_buf *out)
{
    bool pictures = book->cover || nb_map_count(book->pictures);
    const char *word_lang = nb_word_lang(book->lang);
    property("schema:accessMode", "textual", out);
    if (pictures)
        property("schema:accessMode", "visual", out);
    if (pictures)
        property("schema:accessModeSufficient", "textual,visual", out);
    if (book->described)
        property("schema:accessModeSufficient", "textual", out);
    property("schema:accessibilityFeature", "structuralNavigation", out);
    property("schema:accessibilityFeature", "tableOfContents", out);
    property("schema:accessibilityFeature", "readingOrder", out);
    property("schema:accessibilityFeature", "displayTransformability", out);
    if (pictures && book->described)
        property("schema:accessibilityFeature", "alternativeText", out);
    if (nb_epub_has_page_list(book)) {
        property("schema:accessibilityFeature", "pageBreakMarkers", out);
        property("schema:accessibilityFeature", "pageNavigation", out);
    }
    property("schema:accessibilityHazard", "none", out);
    nb_buf_printf(out,
                  "<meta property=\"schema:accessibilitySummary\" xml:lang=\"%s\">",
                  word_lang);
    nb_buf_xml(
        out, nb_word(pictures && book->described ? NB_WORD_ACCESS : NB_WORD_ACCESS_BARE,
                     book->lang));
    nb_buf_puts(out, "</meta>\n");
    write_conformance(book, out);
}

/* Whose pages the list of pages has. */
static void write_pagination(const struct nb_epub *book, struct nb_buf *out)
{
    if (!nb_epub_has_page_list(book))
        return;
    nb_buf_puts(out, "<dc:source id=\"pages\">");
    nb_buf_xml(out, book->id);
    nb_buf_puts(out, "</dc:source>\n");
    refine("pages", "property=\"source-of\"", "pagination", out);
}

static bool has_fonts(const struct nb_epub *book)
{
    struct nb_epub_font font;
    size_t at = 0;
    return nb_epub_font(book, &at, &font);
}

static void write_metadata(const struct nb_epub *book, struct nb_buf *out)
{
    const char *rights = book->edition->rights;
    if (!rights && book->only)
        rights = book->only->rights;
    nb_buf_puts(out, "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                     "<dc:identifier id=\"id\">");
    nb_buf_xml(out, book->id);
    nb_buf_puts(out, "</dc:identifier>\n<dc:title id=\"title\">");
    nb_buf_xml(out, book->title);
    nb_buf_puts(out, "</dc:title>\n");
    refine("title", "property=\"title-type\"", "main", out);
    write_languages(book, out);
    write_creators(book, out);
    element("publisher", book->publisher, out);
    write_description(book, out);
    write_subjects(book, out);
    element("rights", rights, out);
    if (book->only && book->only->url)
        element("source", book->only->url, out);
    write_pagination(book, out);
    write_dates(book, out);
    write_series(book, out);
    write_access(book, out);
    if (has_fonts(book)) /* without it Apple's reader passes them over */
        property("ibooks:specified-fonts", "true", out);
    if (book->cover)
        nb_buf_puts(out, "<meta name=\"cover\" content=\"coverimage\"/>\n");
    nb_buf_puts(out, "</metadata>\n");
}

/* ---- Manifest, spine, guide. */

static void item(const char *id, const char *file, const char *type,
                 const char *properties, struct nb_buf *out)
{
    nb_buf_printf(out, "<item id=\"%s\" href=\"%s\" media-type=\"%s\"", id, file, type);
    if (properties)
        nb_buf_printf(out, " properties=\"%s\"", properties);
    nb_buf_puts(out, "/>\n");
}

static const char *type_of(const struct nb_epub_picture *picture)
{
    return picture->kind == NB_IMAGE_PNG ? "image/png" : "image/jpeg";
}

static const char xhtml[] = "application/xhtml+xml";

static void text_items(void *user, const struct nb_epub_text *text)
{
    char file[NB_EPUB_FILE_SIZE], id[NB_EPUB_FILE_SIZE];
    for (size_t i = 0; i < text->count; i++) {
        nb_epub_part_name(text, i, file);
        memcpy(id, file, sizeof id);
        *strchr(id, '.') = '\0';
        item(id, file, xhtml, NULL, user);
    }
}

static void text_itemrefs(void *user, const struct nb_epub_text *text)
{
    char file[NB_EPUB_FILE_SIZE];
    for (size_t i = 0; i < text->count; i++) {
        nb_epub_part_name(text, i, file);
        *strchr(file, '.') = '\0';
        nb_buf_printf(user, "<itemref idref=\"%s\"/>\n", file);
    }
}

static void write_manifest(const struct nb_epub *book, struct nb_buf *out)
{
    char id[ID_SIZE];
    nb_buf_puts(out, "<manifest>\n");
    item("nav", NB_EPUB_NAV, xhtml, "nav", out);
    item("ncx", NB_EPUB_NCX, "application/x-dtbncx+xml", NULL, out);
    item("css", NB_EPUB_CSS, "text/css", NULL, out);
    if (book->cover)
        item("cover", NB_EPUB_COVER, xhtml, NULL, out);
    nb_epub_each_text(book, text_items, out);
    if (book->cover)
        item("coverimage", book->cover_picture.file, type_of(&book->cover_picture),
             "cover-image", out);
    for (size_t i = 0; i < nb_map_count(book->pictures); i++) {
        const struct nb_epub_picture *picture = nb_map_value(book->pictures, i);
        (void)snprintf(id, sizeof id, "p%zu", i + 1);
        item(id, picture->file, type_of(picture), NULL, out);
    }
    struct nb_epub_font font;
    for (size_t at = 0; nb_epub_font(book, &at, &font);) {
        (void)snprintf(id, sizeof id, "font%zu", at);
        item(id, font.file, "application/vnd.ms-opentype", NULL, out);
    }
    nb_buf_puts(out, "</manifest>\n");
}

static void write_spine(const struct nb_epub *book, struct nb_buf *out)
{
    nb_buf_puts(out, "<spine toc=\"ncx\"");
    if (book->dir == NB_DIR_RTL)
        nb_buf_puts(out, " page-progression-direction=\"rtl\"");
    nb_buf_puts(out, ">\n");
    if (book->cover)
        nb_buf_puts(out, "<itemref idref=\"cover\"/>\n");
    nb_epub_each_text(book, text_itemrefs, out);
    /* Without a contents page, landmark and guide lead to the list that devices show. */
    if (!book->has_contents)
        nb_buf_puts(out, "<itemref idref=\"nav\" linear=\"no\"/>\n");
    nb_buf_puts(out, "</spine>\n");
}

static void reference(const char *type, const char *word, const char *file,
                      struct nb_buf *out)
{
    nb_buf_printf(out, "<reference type=\"%s\" title=\"", type);
    nb_buf_xml(out, word);
    nb_buf_printf(out, "\" href=\"%s\"/>\n", file);
}

static void write_guide(const struct nb_epub *book, struct nb_buf *out)
{
    const char *lang = book->lang;
    nb_buf_puts(out, "<guide>\n");
    if (book->cover)
        reference("cover", nb_word(NB_WORD_COVER, lang), NB_EPUB_COVER, out);
    reference("toc", nb_word(NB_WORD_CONTENTS, lang),
              book->has_contents ? NB_EPUB_CONTENTS : NB_EPUB_NAV, out);
    if (book->count)
        reference("text", nb_word(NB_WORD_START, lang), nb_epub_start(book), out);
    nb_buf_puts(out, "</guide>\n");
}

void nb_epub_write_opf(const struct nb_epub *book, struct nb_buf *out)
{
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                     "unique-identifier=\"id\"");
    if (nb_xhtml_tag(book->lang, tag))
        nb_buf_printf(out, " xml:lang=\"%s\"", tag);
    if (has_fonts(book))
        nb_buf_puts(out, " prefix=\"ibooks: http://vocabulary.itunes.apple.com/rdf/"
                         "ibooks/vocabulary-extensions-1.0/\"");
    nb_buf_puts(out, book->dir == NB_DIR_RTL ? " dir=\"rtl\">\n" : ">\n");
    write_metadata(book, out);
    write_manifest(book, out);
    write_spine(book, out);
    write_guide(book, out);
    nb_buf_puts(out, "</package>\n");
}
