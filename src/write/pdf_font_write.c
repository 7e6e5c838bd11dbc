/* The dictionaries, subsets and maps of a PDF's fonts (ISO 32000-1, 9.7), written at the end. */
#include "write/pdf_font_int.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/par.h"

#include <math.h>
#include <string.h>

enum { MOST_CIDS = 65536 /* they have two bytes */ };

/* A font's subset, made on a worker's thread. */
struct nb_pdf_made {
    struct nb_subset subset;
    enum nb_status status;
    char name[128]; /* the tag, "+", the PostScript name */
};

/* "ABCDEF+Name": the letters are made of the name and the glyphs. A face that stays whole has
 * none. */
static void make_name(const struct nb_font *font, const uint32_t *glyphs, size_t count,
                      struct nb_pdf_made *made)
{
    unsigned char digest[NB_SHA1_SIZE];
    char letters[8] = "ABCDEF+";
    const char *name = nb_font_info(font)->ps_name;
    size_t len = strlen(name);
    nb_sha1(glyphs, count * sizeof *glyphs, digest);
    for (size_t i = 0; i < 6; i++)
        letters[i] = (char)('A' + digest[i] % 26);
    if (len > sizeof made->name - sizeof letters)
        len = sizeof made->name - sizeof letters;
    size_t at = nb_font_info(font)->whole ? 0 : 7;
    memcpy(made->name, letters, 7);
    memcpy(made->name + at, name, len);
    made->name[at + len] = '\0';
}

static void subset_one(void *user, size_t index, unsigned worker)
{
    struct nb_pdf_fonts *fonts = user;
    const struct nb_pdf_font *font = fonts->used[index];
    struct nb_pdf_made *made = &fonts->made[index];
    size_t count = 0;
    (void)worker;
    uint32_t *glyphs = nb_malloc((size_t)font->glyph_count * sizeof *glyphs);
    if (!glyphs) {
        made->status = NB_NOMEM;
        return;
    }
    for (uint32_t i = 0; i < font->glyph_count; i++) {
        if (nb_pdf_glyph_used(&font->glyphs[i]))
            glyphs[count++] = i;
    }
    make_name(font->font, glyphs, count, made);
    made->status = nb_font_subset(font->font, glyphs, count, &made->subset);
    nb_free(glyphs);
}

static void write_program(struct nb_pdf *pdf, unsigned descriptor,
                          const struct nb_subset *subset)
{
    unsigned file = nb_pdf_add(pdf);
    switch (subset->kind) {
    case NB_SUBSET_TRUETYPE:
        nb_pdf_set_int(pdf, file, "Length1", (int)subset->data.len);
        nb_pdf_set_ref(pdf, descriptor, "FontFile2", file);
        break;
    case NB_SUBSET_CFF:
        nb_pdf_set_name(pdf, file, "Subtype", "CIDFontType0C");
        nb_pdf_set_ref(pdf, descriptor, "FontFile3", file);
        break;
    }
    nb_pdf_stream_deflated(pdf, file, subset->data.data, subset->data.len);
}

static int per_mille(const struct nb_font_info *info, int units)
{
    return (int)lround(units * 1000.0 / info->upem);
}

/* The descriptor (ISO 32000-1, 9.8). The stem's width is not known: guessed by weight. */
static unsigned write_descriptor(struct nb_pdf *pdf, const struct nb_pdf_font *font,
                                 const struct nb_pdf_made *made)
{
    const struct nb_font_info *info = nb_font_info(font->font);
    unsigned descriptor = nb_pdf_add(pdf);
    struct nb_buf raw = NB_BUF_INIT;
    int flags = (info->fixed ? 1 : 0) | (info->serif ? 2 : 0) |
                4 /* not Latin alone */ | (info->italic ? 64 : 0);
    int stem = 30 + info->weight * info->weight / 3200;
    nb_pdf_set_name(pdf, descriptor, "Type", "FontDescriptor");
    nb_pdf_set_name(pdf, descriptor, "FontName", made->name);
    nb_pdf_set_int(pdf, descriptor, "Flags", flags);
    nb_pdf_set_int(pdf, descriptor, "Ascent", per_mille(info, info->ascent));
    nb_pdf_set_int(pdf, descriptor, "Descent", per_mille(info, info->descent));
    nb_pdf_set_int(pdf, descriptor, "CapHeight", per_mille(info, info->cap_height));
    nb_pdf_set_int(pdf, descriptor, "XHeight", per_mille(info, info->x_height));
    nb_pdf_set_int(pdf, descriptor, "StemV", stem);
    nb_buf_puts(&raw, "/ItalicAngle ");
    nb_buf_real(&raw, info->italic_angle, 2);
    nb_buf_printf(&raw, "/FontBBox[%d %d %d %d]\n", per_mille(info, info->bbox[0]),
                  per_mille(info, info->bbox[1]), per_mille(info, info->bbox[2]),
                  per_mille(info, info->bbox[3]));
    if (raw.status != NB_OK)
        nb_pdf_fail(pdf, raw.status);
    nb_pdf_set_raw(pdf, descriptor, nb_buf_view(&raw));
    nb_buf_free(&raw);
    write_program(pdf, descriptor, &made->subset);
    return descriptor;
}

/* Puts the font's glyphs in the order of their CIDs; `glyph` is the glyph of each. */
static enum nb_status by_cid(const struct nb_pdf_fonts *fonts,
                             const struct nb_pdf_font *font,
                             struct nb_pdf_glyph **glyphs, uint16_t **glyph,
                             size_t *count)
{
    struct nb_pdf_code *codes;
    size_t code_count;
    enum nb_status status = nb_pdf_font_codes(fonts, font, &codes, &code_count);
    *glyphs = nb_calloc(MOST_CIDS, sizeof **glyphs);
    *glyph = nb_calloc(MOST_CIDS, sizeof **glyph);
    *count = 0;
    if (status == NB_OK && (!*glyphs || !*glyph))
        status = NB_NOMEM;
    for (size_t i = 0; status == NB_OK && i < code_count; i++) {
        size_t cid = codes[i].cid;
        (*glyphs)[cid] = font->glyphs[codes[i].glyph];
        (*glyph)[cid] = codes[i].glyph;
        *count = cid >= *count ? cid + 1 : *count;
    }
    nb_free(codes);
    return status;
}

/* From CIDs to the glyphs of the subset. */
static void write_gid_map(struct nb_pdf *pdf, unsigned cid_font, const uint16_t *glyph,
                          const struct nb_pdf_glyph *glyphs, size_t count,
                          const struct nb_subset *subset)
{
    struct nb_buf map = NB_BUF_INIT;
    for (size_t i = 0; i < count; i++) {
        bool used = nb_pdf_glyph_used(&glyphs[i]) && glyph[i] < subset->gid_count;
        unsigned gid = used ? subset->gids[glyph[i]] : 0;
        nb_buf_putc(&map, (char)(gid >> 8));
        nb_buf_putc(&map, (char)(gid & 0xFF));
    }
    if (map.status != NB_OK)
        nb_pdf_fail(pdf, map.status);
    unsigned object = nb_pdf_add(pdf);
    nb_pdf_set_ref(pdf, cid_font, "CIDToGIDMap", object);
    nb_pdf_stream_deflated(pdf, object, nb_buf_cstr(&map), map.len);
    nb_buf_free(&map);
}

static unsigned write_cid_font(const struct nb_pdf_fonts *fonts,
                               const struct nb_pdf_font *font,
                               const struct nb_pdf_made *made)
{
    struct nb_pdf *pdf = fonts->pdf;
    struct nb_pdf_glyph *glyphs;
    uint16_t *glyph;
    size_t count;
    enum nb_status status = by_cid(fonts, font, &glyphs, &glyph, &count);
    if (status != NB_OK) {
        nb_pdf_fail(pdf, status);
        count = 0;
    }
    struct nb_buf raw = NB_BUF_INIT;
    unsigned cid_font = nb_pdf_add(pdf);
    nb_pdf_set_name(pdf, cid_font, "Type", "Font");
    nb_pdf_set_name(pdf, cid_font, "BaseFont", made->name);
    nb_pdf_set_ref(pdf, cid_font, "FontDescriptor", write_descriptor(pdf, font, made));
    switch (made->subset.kind) {
    case NB_SUBSET_TRUETYPE:
        nb_pdf_set_name(pdf, cid_font, "Subtype", "CIDFontType2");
        if (made->subset.gids && status == NB_OK)
            write_gid_map(pdf, cid_font, glyph, glyphs, count, &made->subset);
        else
            nb_pdf_set_name(pdf, cid_font, "CIDToGIDMap", "Identity");
        break;
    case NB_SUBSET_CFF:
        nb_pdf_set_name(pdf, cid_font, "Subtype", "CIDFontType0");
        break;
    }
    nb_buf_puts(&raw, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                      "/Supplement 0>>\n");
    nb_pdf_widths(glyphs, count, &raw);
    if (raw.status != NB_OK)
        nb_pdf_fail(pdf, raw.status);
    nb_pdf_set_raw(pdf, cid_font, nb_buf_view(&raw));
    nb_buf_free(&raw);
    nb_free(glyphs);
    nb_free(glyph);
    return cid_font;
}

/* The CMap stream (ISO 32000-1, 9.7.5) that leads from codes to CIDs. */
static void write_encoding(struct nb_pdf *pdf, const struct nb_pdf_font *font,
                           const struct nb_pdf_made *made,
                           const struct nb_pdf_code *codes, size_t count)
{
    static const char ending[] = "-Codes";
    char name[sizeof made->name + sizeof ending];
    struct nb_buf text = NB_BUF_INIT;
    size_t len = strlen(made->name);
    memcpy(name, made->name, len);
    memcpy(name + len, ending, sizeof ending);
    unsigned cmap = nb_pdf_add(pdf);
    nb_pdf_set_ref(pdf, font->object, "Encoding", cmap);
    nb_pdf_set_name(pdf, cmap, "Type", "CMap");
    nb_pdf_set_name(pdf, cmap, "CMapName", name);
    nb_pdf_set_raw(pdf, cmap,
                   NB_STR("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
                          "/Supplement 0>>\n"));
    nb_pdf_encoding(font, codes, count, name, &text);
    if (text.status != NB_OK)
        nb_pdf_fail(pdf, text.status);
    nb_pdf_stream_deflated(pdf, cmap, nb_buf_cstr(&text), text.len);
    nb_buf_free(&text);
}

/* What its codes show and say. */
static void write_codes(struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                        const struct nb_pdf_made *made)
{
    struct nb_pdf *pdf = fonts->pdf;
    struct nb_buf text = NB_BUF_INIT;
    struct nb_pdf_code *codes;
    size_t count;
    enum nb_status status = nb_pdf_font_codes(fonts, font, &codes, &count);
    if (status != NB_OK) {
        nb_pdf_fail(pdf, status);
        return;
    }
    if (font->wide)
        nb_pdf_set_name(pdf, font->object, "Encoding", "Identity-H");
    else
        write_encoding(pdf, font, made, codes, count);
    unsigned to_unicode = nb_pdf_add(pdf);
    nb_pdf_set_ref(pdf, font->object, "ToUnicode", to_unicode);
    nb_pdf_to_unicode(font, codes, count, &text);
    if (text.status != NB_OK)
        nb_pdf_fail(pdf, text.status);
    nb_pdf_stream_deflated(pdf, to_unicode, nb_buf_cstr(&text), text.len);
    nb_buf_free(&text);
    nb_free(codes);
}

static void write_font(struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                       const struct nb_pdf_made *made)
{
    struct nb_pdf *pdf = fonts->pdf;
    struct nb_buf raw = NB_BUF_INIT;
    unsigned cid_font = write_cid_font(fonts, font, made);
    nb_pdf_set_name(pdf, font->object, "Type", "Font");
    nb_pdf_set_name(pdf, font->object, "Subtype", "Type0");
    nb_pdf_set_name(pdf, font->object, "BaseFont", made->name);
    write_codes(fonts, font, made);
    nb_buf_puts(&raw, "/DescendantFonts[");
    nb_pdf_ref(&raw, cid_font);
    nb_buf_puts(&raw, "]");
    if (raw.status != NB_OK)
        nb_pdf_fail(pdf, raw.status);
    nb_pdf_set_raw(pdf, font->object, nb_buf_view(&raw));
    nb_buf_free(&raw);
}

void nb_pdf_fonts_write(struct nb_pdf_fonts *fonts, unsigned jobs)
{
    size_t count = fonts->used_count;
    if (nb_pdf_status(fonts->pdf) != NB_OK || !count)
        return;
    fonts->made = nb_calloc(count, sizeof *fonts->made);
    if (!fonts->made) {
        nb_pdf_fail(fonts->pdf, NB_NOMEM);
        return;
    }
    nb_par_each(jobs, count, subset_one, fonts);
    for (size_t i = 0; i < count; i++) {
        if (fonts->made[i].status != NB_OK)
            nb_pdf_fail(fonts->pdf, fonts->made[i].status);
        if (nb_pdf_status(fonts->pdf) == NB_OK)
            write_font(fonts, fonts->used[i], &fonts->made[i]);
        nb_subset_free(&fonts->made[i].subset);
    }
    nb_free(fonts->made);
    fonts->made = NULL;
}
