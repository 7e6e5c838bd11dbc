/* What a PDF says about itself: one record, written as document information and as XMP
 * (ISO 32000-1, 14.3; ISO 16684-1), which must agree. Nothing of it depends on the clock. */
#include "base/lang.h"
#include "write/pdf.h"

#include <stdio.h>
#include <string.h>

enum { MOST_KEYWORDS = 32 };

static const char producer[] = "newsbind " NB_VERSION;

/* A moment, as XMP writes it; empty when it is not known. */
struct moment {
    char iso[40]; /* "2026-11-22T00:00:00Z" or with "+02:00" */
};

/* The record. Strings are borrowed from the edition; NULL when absent. */
struct record {
    const char *title, *subject, *lang, *publisher, *rights;
    const struct nb_strings *authors;
    struct moment created, modified;
    struct nb_map *keywords; /* keys in the order of the articles */
};

/* Whether `text` looks like `pattern`, where 0 stands for a digit. */
static bool looks_like(const char *text, const char *pattern)
{
    for (; *pattern; text++, pattern++) {
        if (*pattern == '0' ? !nb_ascii_digit(*text) : *text != *pattern)
            return false;
    }
    return true;
}

/* Reads the first date in `text` (ISO 8601; a range gives its start), at midnight UTC where
 * it has no time. */
static struct moment moment_of(const char *text)
{
    struct moment moment = {""};
    const char *time = "00:00", *seconds = "00", *zone = "Z";
    int zone_len = 1;
    if (!text || !looks_like(text, "0000-00-00"))
        return moment;
    const char *rest = text + 10;
    if (looks_like(rest, "T00:00")) {
        time = rest + 1;
        rest += 6;
        if (looks_like(rest, ":00")) {
            seconds = rest + 1;
            rest += 3;
        }
        if (*rest == '.')
            rest += 1 + strspn(rest + 1, "0123456789");
        if (looks_like(rest, "+00:00") || looks_like(rest, "-00:00")) {
            zone = rest;
            zone_len = 6;
        }
    }
    (void)snprintf(moment.iso, sizeof moment.iso, "%.10sT%.5s:%.2s%.*s", text, time,
                   seconds, zone_len, zone);
    return moment;
}

static void collect_keywords(struct nb_pdf_doc *doc, const struct nb_article *article,
                             struct record *record)
{
    for (size_t i = 0; i < article->tags.count; i++) {
        if (nb_map_count(record->keywords) >= MOST_KEYWORDS)
            return;
        struct nb_str tag = nb_str_of(article->tags.at[i]);
        enum nb_status status = nb_map_set(record->keywords, tag, record);
        if (status != NB_OK)
            nb_pdf_fail(doc->pdf, status);
    }
}

static void collect(struct nb_pdf_doc *doc, struct record *record)
{
    const struct nb_edition *edition = doc->in->edition;
    const struct nb_article *first = NULL;
    for (const struct nb_section *s = edition->sections; s; s = s->next) {
        for (const struct nb_article *a = s->articles; a; a = a->next) {
            first = first ? first : a;
            collect_keywords(doc, a, record);
        }
    }
    record->title = edition->title;
    record->subject = edition->subtitle;
    record->lang = edition->lang;
    record->publisher = edition->publisher;
    record->rights = edition->rights;
    record->authors = &edition->editors;
    if (edition->single && first) {
        record->authors = &first->byline;
        if (!record->subject && first->standfirst.count)
            record->subject = first->standfirst.at[0];
        if (!record->rights)
            record->rights = first->rights;
    }
    if (!record->title && first)
        record->title = first->headline;
    if (!record->lang && first)
        record->lang = first->lang;
    record->modified = moment_of(edition->modified);
    record->created = moment_of(edition->date);
    if (!*record->created.iso)
        record->created = record->modified;
}

/* ---- Document information. */

static void put_entry(struct nb_buf *out, const char *key, struct nb_str text)
{
    if (!text.len)
        return;
    nb_buf_puts(out, key);
    nb_pdf_text(out, text);
    nb_buf_putc(out, '\n');
}

/* "D:20261122000000Z", "D:20261122101500+02'00'" (ISO 32000-1, 7.9.4). */
static void put_date(struct nb_buf *out, const char *key, const struct moment *moment)
{
    const char *iso = moment->iso;
    if (!*iso)
        return;
    nb_buf_puts(out, key);
    nb_buf_puts(out, "(D:");
    for (int i = 0; i < 19; i++) {
        if (nb_ascii_digit(iso[i]))
            nb_buf_putc(out, iso[i]);
    }
    if (iso[19] == 'Z')
        nb_buf_putc(out, 'Z');
    else
        nb_buf_printf(out, "%.3s'%.2s'", iso + 19, iso + 23);
    nb_buf_puts(out, ")\n");
}

static void join_authors(const struct record *record, struct nb_buf *out)
{
    for (size_t i = 0; i < record->authors->count; i++) {
        nb_buf_puts(out, i ? ", " : "");
        nb_buf_puts(out, record->authors->at[i]);
    }
}

static void join_keywords(const struct record *record, struct nb_buf *out)
{
    for (size_t i = 0; i < nb_map_count(record->keywords); i++) {
        nb_buf_puts(out, i ? ", " : "");
        nb_buf_str(out, nb_map_key(record->keywords, i));
    }
}

static unsigned write_info(struct nb_pdf_doc *doc, const struct record *record)
{
    struct nb_buf raw = NB_BUF_INIT, joined = NB_BUF_INIT;
    put_entry(&raw, "/Title", nb_str_of(record->title));
    join_authors(record, &joined);
    put_entry(&raw, "/Author", nb_buf_view(&joined));
    put_entry(&raw, "/Subject", nb_str_of(record->subject));
    if (joined.status == NB_OK)
        nb_buf_clear(&joined);
    join_keywords(record, &joined);
    put_entry(&raw, "/Keywords", nb_buf_view(&joined));
    put_entry(&raw, "/Creator", nb_str_of(producer));
    put_entry(&raw, "/Producer", nb_str_of(producer));
    put_date(&raw, "/CreationDate", &record->created);
    put_date(&raw, "/ModDate", &record->modified);
    if (joined.status != NB_OK)
        nb_pdf_fail(doc->pdf, joined.status);
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    unsigned info = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, info, nb_buf_view(&raw));
    nb_buf_free(&joined);
    nb_buf_free(&raw);
    return info;
}

/* ---- XMP. */

static void put_xmp(struct nb_buf *out, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    nb_buf_printf(out, "<%s>", name);
    nb_buf_xml(out, text);
    nb_buf_printf(out, "</%s>\n", name);
}

/* Text of which there could be one in each language. */
static void put_alt(struct nb_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    nb_buf_printf(out, "<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">", name);
    nb_buf_xml(out, text);
    nb_buf_printf(out, "</rdf:li></rdf:Alt></%s>\n", name);
}

/* One or more items in an rdf:Seq or rdf:Bag; the caller puts the items between. */
static void put_item(struct nb_buf *out, const char *text)
{
    nb_buf_puts(out, "<rdf:li>");
    nb_buf_xml(out, text);
    nb_buf_puts(out, "</rdf:li>");
}

static void put_bag(struct nb_buf *out, const char *name, const char *text)
{
    if (!text)
        return;
    nb_buf_printf(out, "<%s><rdf:Bag>", name);
    put_item(out, text);
    nb_buf_printf(out, "</rdf:Bag></%s>\n", name);
}

static void put_authors(const struct record *record, struct nb_buf *out)
{
    if (!record->authors->count)
        return;
    nb_buf_puts(out, "<dc:creator><rdf:Seq>");
    for (size_t i = 0; i < record->authors->count; i++)
        put_item(out, record->authors->at[i]);
    nb_buf_puts(out, "</rdf:Seq></dc:creator>\n");
}

static void put_keywords(struct nb_pdf_doc *doc, const struct record *record,
                         struct nb_buf *out)
{
    struct nb_buf joined = NB_BUF_INIT;
    size_t count = nb_map_count(record->keywords);
    if (!count)
        return;
    nb_buf_puts(out, "<dc:subject><rdf:Bag>");
    for (size_t i = 0; i < count; i++) {
        struct nb_str key = nb_map_key(record->keywords, i);
        put_item(out, nb_arena_copy(doc->arena, key.data, key.len));
    }
    nb_buf_puts(out, "</rdf:Bag></dc:subject>\n");
    join_keywords(record, &joined);
    put_xmp(out, "pdf:Keywords", nb_buf_cstr(&joined));
    if (joined.status != NB_OK)
        out->status = joined.status;
    nb_buf_free(&joined);
}

static void write_xmp(struct nb_pdf_doc *doc, const struct record *record)
{
    struct nb_buf xmp = NB_BUF_INIT;
    nb_buf_puts(&xmp,
                "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                "<rdf:Description rdf:about=\"\"\n"
                " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
                " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
                " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
                " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
                " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
                " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                "<dc:format>application/pdf</dc:format>\n");
    put_xmp(&xmp, "dc:identifier", doc->in->edition->id);
    put_alt(&xmp, "dc:title", record->title);
    put_authors(record, &xmp);
    put_alt(&xmp, "dc:description", record->subject);
    put_keywords(doc, record, &xmp);
    put_bag(&xmp, "dc:publisher", record->publisher);
    put_alt(&xmp, "dc:rights", record->rights);
    put_bag(&xmp, "dc:language", record->lang);
    put_xmp(&xmp, "xmp:CreatorTool", producer);
    put_xmp(&xmp, "xmp:CreateDate", record->created.iso);
    put_xmp(&xmp, "xmp:ModifyDate", record->modified.iso);
    put_xmp(&xmp, "xmp:MetadataDate", record->modified.iso);
    put_xmp(&xmp, "pdf:Producer", producer);
    nb_pdf_claims(doc, &xmp);
    nb_buf_puts(&xmp,
                "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
    if (xmp.status != NB_OK)
        nb_pdf_fail(doc->pdf, xmp.status);
    unsigned object = nb_pdf_add(doc->pdf);
    nb_pdf_set_name(doc->pdf, object, "Type", "Metadata");
    nb_pdf_set_name(doc->pdf, object, "Subtype", "XML");
    nb_pdf_stream(doc->pdf, object, nb_buf_cstr(&xmp), xmp.len);
    nb_pdf_set_ref(doc->pdf, doc->catalog, "Metadata", object);
    nb_buf_free(&xmp);
}

unsigned nb_pdf_meta(struct nb_pdf_doc *doc)
{
    struct record record = {.keywords = nb_map_new()};
    struct nb_buf raw = NB_BUF_INIT;
    if (!record.keywords) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return 0;
    }
    collect(doc, &record);
    write_xmp(doc, &record);
    put_entry(&raw, "/Lang", nb_str_of(record.lang));
    if (doc->structure)
        nb_buf_puts(&raw, "/MarkInfo<</Marked true>>");
    nb_pdf_intent(doc, &raw);
    nb_buf_puts(&raw, "/ViewerPreferences<</DisplayDocTitle true");
    nb_buf_puts(&raw, nb_lang_is_rtl(record.lang) ? "/Direction/R2L>>" : ">>");
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_pdf_set_raw(doc->pdf, doc->catalog, nb_buf_view(&raw));
    unsigned info = write_info(doc, &record);
    nb_map_free(record.keywords);
    nb_buf_free(&raw);
    return info;
}
