/* Two tables of a font in a PDF: what its glyphs stand for (a ToUnicode CMap, ISO 32000-1,
 * 9.10.3) and how wide they are (9.7.4.3), both as short as they can be said simply. */
#include "write/pdf_font.h"

enum {
    MOST_ROWS = 100, /* of one section of a CMap */
    SAME_WIDTHS = 4, /* from so many on, one range is shorter */
    DEFAULT_WIDTH = 1000
};

/* Glyphs from `first` to `last` that stand for code points that go up by one each. */
struct range {
    uint32_t first, last;
    unsigned chars[NB_PDF_MOST_CHARS];
    size_t count; /* of chars: one, unless first is last */
};

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

/* The range that starts at the first shown glyph from *at on; *at moves behind it. A range
 * may not cross a multiple of 256, neither in codes nor in code points' last byte. */
static bool next_range(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                       uint32_t *at, struct range *out)
{
    const struct nb_pdf_glyph *glyphs = font->glyphs;
    while (*at < font->glyph_count && !nb_pdf_glyph_used(&glyphs[*at]))
        ++*at;
    if (*at >= font->glyph_count)
        return false;
    out->first = out->last = (*at)++;
    out->count = nb_pdf_glyph_chars(fonts, &glyphs[out->first], out->chars);
    while (out->count == 1 && *at < font->glyph_count && (*at & 0xFF) != 0 &&
           nb_pdf_glyph_used(&glyphs[*at])) {
        unsigned chars[NB_PDF_MOST_CHARS], want = out->chars[0] + (*at - out->first);
        if (nb_pdf_glyph_chars(fonts, &glyphs[*at], chars) != 1 || chars[0] != want ||
            (want & 0xFF) == 0)
            break;
        out->last = (*at)++;
    }
    return true;
}

/* One kind of sections: single glyphs (bfchar) or ranges (bfrange). */
static void put_sections(const struct nb_pdf_fonts *fonts,
                         const struct nb_pdf_font *font, bool ranges,
                         struct nb_buf *out)
{
    struct nb_buf rows = NB_BUF_INIT;
    struct range range;
    const char *kind = ranges ? "bfrange" : "bfchar";
    int count = 0;
    bool more = true;
    for (uint32_t at = 0; more;) {
        more = next_range(fonts, font, &at, &range);
        if (more && (range.last > range.first) == ranges && range.count) {
            nb_buf_printf(&rows, "<%04X>", range.first);
            if (ranges)
                nb_buf_printf(&rows, "<%04X>", range.last);
            put_utf16(&rows, range.chars, range.count);
            nb_buf_putc(&rows, '\n');
            count++;
        }
        if (count == MOST_ROWS || (!more && count)) {
            nb_buf_printf(out, "%d begin%s\n", count, kind);
            nb_buf_str(out, nb_buf_view(&rows));
            nb_buf_printf(out, "end%s\n", kind);
            if (rows.status != NB_OK)
                out->status = rows.status;
            nb_buf_clear(&rows);
            count = 0;
        }
    }
    nb_buf_free(&rows);
}

void nb_pdf_cmap(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                 struct nb_buf *out)
{
    nb_buf_puts(out,
                "/CIDInit /ProcSet findresource begin\n"
                "12 dict begin\nbegincmap\n"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
    put_sections(fonts, font, false, out);
    put_sections(fonts, font, true, out);
    nb_buf_puts(out,
                "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}

/* How many shown glyphs follow each other from `at` on; with `same`, of one width. */
static uint32_t stretch(const struct nb_pdf_font *font, uint32_t at, bool same)
{
    uint32_t end = at;
    while (end < font->glyph_count && nb_pdf_glyph_used(&font->glyphs[end]) &&
           (!same || font->glyphs[end].width == font->glyphs[at].width))
        end++;
    return end - at;
}

void nb_pdf_widths(const struct nb_pdf_font *font, struct nb_buf *out)
{
    nb_buf_puts(out, "/W[");
    for (uint32_t at = 0; at < font->glyph_count;) {
        const struct nb_pdf_glyph *glyph = &font->glyphs[at];
        if (!nb_pdf_glyph_used(glyph) || glyph->width == DEFAULT_WIDTH) {
            at++;
            continue;
        }
        uint32_t same = stretch(font, at, true), all = stretch(font, at, false);
        if (same >= SAME_WIDTHS) {
            nb_buf_printf(out, "%u %u %u\n", at, at + same - 1, font->glyphs[at].width);
            at += same;
            continue;
        }
        nb_buf_printf(out, "%u[", at);
        for (uint32_t end = at + all; at < end; at++) {
            if (stretch(font, at, true) >= SAME_WIDTHS)
                break;
            nb_buf_printf(out, "%u ", font->glyphs[at].width);
        }
        nb_buf_puts(out, "]\n");
    }
    nb_buf_puts(out, "]"); /* DW is 1000 where it is not said */
}
