/* Tables of a font in a PDF: what its codes stand for (a ToUnicode CMap, ISO 32000-1, 9.10.3),
 * which glyphs they show (a CMap, 9.7.5) and how wide these are (9.7.4.3), all as short as they
 * can be said simply. */
#include "write/pdf_font.h"

enum {
    MOST_ROWS = 100, /* of one section of a CMap */
    SAME_WIDTHS = 4, /* from so many on, one range is shorter */
    DEFAULT_WIDTH = 1000
};

/* Codes that follow each other, as do what they lead to. */
struct range {
    const struct nb_pdf_code *first, *last;
};

/* Whether a code goes on from the one before it: neither codes nor code points may go across a
 * multiple of 256. */
typedef bool goes_on(const struct nb_pdf_code *before, const struct nb_pdf_code *code);

static bool next_code(const struct nb_pdf_code *before, const struct nb_pdf_code *code)
{
    return code->code == before->code + 1 && (code->code & 0xFF) != 0;
}

static bool next_char(const struct nb_pdf_code *before, const struct nb_pdf_code *code)
{
    return next_code(before, code) && before->count == 1 && code->count == 1 &&
           code->chars[0] == before->chars[0] + 1 && (code->chars[0] & 0xFF) != 0;
}

static bool next_glyph(const struct nb_pdf_code *before, const struct nb_pdf_code *code)
{
    return next_code(before, code) && code->cid == before->cid + 1;
}

static void put_utf16(struct nb_buf *out, const unsigned *chars, size_t count)
{
    nb_buf_putc(out, '<');
    for (size_t i = 0; i < count; i++) {
        unsigned c = chars[i];
        if (c >= 0x10000)
            nb_buf_printf(out, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
                          0xDC00 + ((c - 0x10000) & 0x3FF));
        else
            nb_buf_printf(out, "%04X", c);
    }
    nb_buf_putc(out, '>');
}

static void put_code(const struct nb_pdf_font *font, unsigned code, struct nb_buf *out)
{
    nb_buf_printf(out, font->wide || code > 0xFF ? "<%04X>" : "<%02X>", code);
}

/* What a row of a section says, once its codes are said. */
typedef void put_value(const struct nb_pdf_code *code, struct nb_buf *out);

static void put_chars(const struct nb_pdf_code *code, struct nb_buf *out)
{
    put_utf16(out, code->chars, code->count);
}

static void put_glyph(const struct nb_pdf_code *code, struct nb_buf *out)
{
    nb_buf_printf(out, " %u", code->cid);
}

/* The kinds of sections of a CMap. */
struct kind {
    const char *single, *range; /* their names */
    goes_on *joins;
    put_value *put;
    bool says; /* codes that say nothing are left out */
};
static const struct kind unicode = {"bfchar", "bfrange", next_char, put_chars, true},
                         cids = {"cidchar", "cidrange", next_glyph, put_glyph, false};

struct table {
    const struct nb_pdf_font *font;
    const struct nb_pdf_code *codes;
    size_t count;
    const struct kind *kind;
};

/* The range that starts at *at; *at moves behind it. */
static struct range next_range(const struct table *table, size_t *at)
{
    struct range range = {&table->codes[*at], &table->codes[*at]};
    for (++*at; *at < table->count; ++*at, range.last++) {
        if (!table->kind->joins(range.last, &table->codes[*at]))
            break;
    }
    return range;
}

static void end_section(const char *kind, int count, struct nb_buf *rows,
                        struct nb_buf *out)
{
    nb_buf_printf(out, "%d begin%s\n", count, kind);
    nb_buf_str(out, nb_buf_view(rows));
    nb_buf_printf(out, "end%s\n", kind);
    if (rows->status != NB_OK)
        out->status = rows->status;
    nb_buf_clear(rows);
}

/* The sections of single codes, or those of ranges. */
static void put_sections(const struct table *table, bool ranges, struct nb_buf *out)
{
    const struct kind *kind = table->kind;
    const char *name = ranges ? kind->range : kind->single;
    struct nb_buf rows = NB_BUF_INIT;
    int count = 0;
    for (size_t at = 0; at < table->count;) {
        struct range range = next_range(table, &at);
        if ((range.last > range.first) != ranges || (kind->says && !range.first->count))
            continue;
        put_code(table->font, range.first->code, &rows);
        if (ranges)
            put_code(table->font, range.last->code, &rows);
        kind->put(range.first, &rows);
        nb_buf_putc(&rows, '\n');
        if (++count == MOST_ROWS) {
            end_section(name, count, &rows, out);
            count = 0;
        }
    }
    if (count)
        end_section(name, count, &rows, out);
    nb_buf_free(&rows);
}

/* The codes that there can be: first bytes of longer ones are none themselves. */
static void put_codespace(const struct table *table, struct nb_buf *out)
{
    unsigned last = table->count ? table->codes[table->count - 1].code : 0;
    unsigned leads = table->font->leads;
    if (table->font->wide)
        nb_buf_puts(out, "1 begincodespacerange\n<0000><FFFF>\n");
    else if (last <= 0xFF)
        nb_buf_puts(out, "1 begincodespacerange\n<00><FF>\n");
    else
        nb_buf_printf(out, "2 begincodespacerange\n<00><%02X>\n<%02X00><FFFF>\n",
                      leads - 1, leads);
    nb_buf_puts(out, "endcodespacerange\n");
}

static void put_cmap(const struct table *table, const char *ordering, const char *name,
                     int type, struct nb_buf *out)
{
    nb_buf_printf(out,
                  "/CIDInit /ProcSet findresource begin\n"
                  "12 dict begin\nbegincmap\n"
                  "/CIDSystemInfo<</Registry(Adobe)/Ordering(%s)/Supplement 0>>def\n"
                  "/CMapName/%s def\n/CMapType %d def\n",
                  ordering, name, type);
    if (type == 1)
        nb_buf_puts(out, "/WMode 0 def\n");
    put_codespace(table, out);
    put_sections(table, false, out);
    put_sections(table, true, out);
    nb_buf_puts(out,
                "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

void nb_pdf_to_unicode(const struct nb_pdf_font *font, const struct nb_pdf_code *codes,
                       size_t count, struct nb_buf *out)
{
    struct table table = {font, codes, count, &unicode};
    put_cmap(&table, "UCS", "Adobe-Identity-UCS", 2, out);
}

void nb_pdf_encoding(const struct nb_pdf_font *font, const struct nb_pdf_code *codes,
                     size_t count, const char *name, struct nb_buf *out)
{
    struct table table = {font, codes, count, &cids};
    put_cmap(&table, "Identity", name, 1, out);
}

/* How many shown glyphs follow each other from `at` on; with `same`, of one width. */
static size_t stretch(const struct nb_pdf_glyph *glyphs, size_t count, size_t at,
                      bool same)
{
    size_t end = at;
    while (end < count && nb_pdf_glyph_used(&glyphs[end]) &&
           (!same || glyphs[end].width == glyphs[at].width))
        end++;
    return end - at;
}

void nb_pdf_widths(const struct nb_pdf_glyph *glyphs, size_t count, struct nb_buf *out)
{
    nb_buf_puts(out, "/W[");
    for (size_t at = 0; at < count;) {
        const struct nb_pdf_glyph *glyph = &glyphs[at];
        if (!nb_pdf_glyph_used(glyph) || glyph->width == DEFAULT_WIDTH) {
            at++;
            continue;
        }
        size_t same = stretch(glyphs, count, at, true),
               all = stretch(glyphs, count, at, false);
        if (same >= SAME_WIDTHS) {
            nb_buf_printf(out, "%zu %zu %u\n", at, at + same - 1, glyphs[at].width);
            at += same;
            continue;
        }
        nb_buf_printf(out, "%zu[", at);
        for (size_t end = at + all; at < end; at++) {
            if (stretch(glyphs, count, at, true) >= SAME_WIDTHS)
                break;
            nb_buf_printf(out, "%u ", glyphs[at].width);
        }
        nb_buf_puts(out, "]\n");
    }
    nb_buf_puts(out, "]"); /* DW is 1000 where it is not said */
}
