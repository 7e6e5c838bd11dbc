/* The fonts of a PDF: which glyphs are shown, by which codes, and what text each of them stands
 * for, found out by going through the runs of some pages first; then their contents are written,
 * and the subsets at the end.
 *
 * Codes have one byte, given in the order of first use; letters, figures and the space of ASCII
 * have their own. Behind them come codes of two bytes, whose first bytes are no code themselves.
 * Faces with very many glyphs have codes of two bytes only: the glyph's number.
 *
 * A glyph's code has one text (its ToUnicode entry). Where the glyph shows another in some place,
 * the contents say so there (ActualText); nb_pdf_font_says tells. Besides, it has a variant
 * there, a second code that says it. */
#ifndef NB_WRITE_PDF_FONT_H
#define NB_WRITE_PDF_FONT_H

#include "base/map.h"
#include "font/font.h"
#include "page/page.h"
#include "write/pdf_object.h"

#include <stdint.h>

enum {
    NB_PDF_MOST_CHARS = 8,      /* that one glyph may stand for */
    NB_PDF_MOST_VARIANTS = 1024 /* of a font's glyphs */
};

/* Glyphs of a run that show a piece of its text together. */
struct nb_pdf_cluster {
    size_t first, end;  /* glyphs, end exclusive */
    struct nb_str text; /* what they show; empty for a hyphen that the text has not */
    /* the characters of `text` without those that are never seen (soft hyphens, bidi marks);
       `count` may be greater than what there is room for */
    unsigned chars[NB_PDF_MOST_CHARS];
    size_t count;
};

/* The glyphs that show text: all but a hyphen that the text does not have. Scripts that run
 * from right to left are not hyphenated. */
static inline size_t nb_pdf_text_glyphs(const struct nb_run *run)
{
    return run->glyph_count - (run->hyphen && !run->rtl && run->glyph_count ? 1 : 0);
}

/* What most clusters are by far: the character of ASCII that a glyph inside the run shows alone;
 * 0: it is another. */
static inline unsigned nb_pdf_plain(const struct nb_run *run, size_t at)
{
    if (run->rtl || at == 0 || at + 1 >= nb_pdf_text_glyphs(run))
        return 0;
    size_t start = run->glyphs[at].cluster;
    if (start >= run->text_len || run->glyphs[at + 1].cluster != start + 1)
        return 0;
    unsigned char c = (unsigned char)run->text[start];
    return c < 0x80 ? c : 0;
}

/* The cluster that starts at glyph *at, moved behind it; false at the end. */
bool nb_pdf_next_cluster(const struct nb_run *run, size_t *at,
                         struct nb_pdf_cluster *out);

/* Appends `text` without the characters that are never seen. */
void nb_pdf_visible(struct nb_buf *out, struct nb_str text);

struct nb_pdf_glyph {
    uint32_t text;  /* a code point, or with a flag the place of several */
    uint16_t width; /* in 1/1000 em, as the file says it */
    uint16_t code;  /* below 256: of one byte, unless all have two; 0: none yet */
    uint8_t flags;
};

struct nb_pdf_font {
    const struct nb_font *font;
    unsigned object;             /* number of its Type0 dictionary */
    unsigned name;               /* its resource name is /F and this number */
    uint32_t glyph_count, space; /* glyphs of the face; the glyph of U+0020, or 0 */
    /* The glyph that stands at the ends of lines for hyphens that the text does not have, and
       a second code of it, which says that it is a soft one; 0: none. */
    uint32_t hyphen;
    uint16_t soft_hyphen;
    bool wide;                   /* all codes have two bytes */
    unsigned leads;              /* the lowest first byte of codes of two bytes */
    unsigned next_code;          /* what is tried for the next glyph */
    struct nb_pdf_glyph *glyphs; /* by glyph id */
    uint32_t joiner;             /* a glyph without width that shows nothing; 0: none */
    struct nb_map *variants;     /* of nb_pdf_code; NULL: none */
};

struct nb_pdf_fonts; /* owned: nb_pdf_fonts_free */

enum nb_status nb_pdf_fonts_new(struct nb_pdf *pdf,
                                struct nb_pdf_fonts **out) NB_CHECKED;
void nb_pdf_fonts_free(struct nb_pdf_fonts *fonts); /* NULL is fine */

/* Takes note of the glyphs of a run and their text. */
enum nb_status nb_pdf_fonts_note(struct nb_pdf_fonts *fonts,
                                 const struct nb_run *run) NB_CHECKED;

/* What the codes say so far stays as it is: contents are made by it. */
void nb_pdf_fonts_settle(struct nb_pdf_fonts *fonts);

/* The font of a noted run, NULL for a run without one; any thread. */
const struct nb_pdf_font *nb_pdf_fonts_find(const struct nb_pdf_fonts *fonts,
                                            const struct nb_font *font);
size_t nb_pdf_fonts_count(const struct nb_pdf_fonts *fonts);

/* Whether a reader who goes by the glyphs' own texts gets the cluster's; any thread. */
bool nb_pdf_font_says(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                      const struct nb_run *run, const struct nb_pdf_cluster *cluster);

/* Subsets the fonts, on up to `jobs` threads, and writes them. */
void nb_pdf_fonts_write(struct nb_pdf_fonts *fonts, unsigned jobs);

/* A code, the glyph that it shows, and that glyph's CID; the characters that it stands for. */
struct nb_pdf_code {
    uint16_t code, glyph, cid;
    unsigned chars[NB_PDF_MOST_CHARS];
    size_t count;
};

/* The codes that are shown, in their order: *out is the caller's to free with nb_free. */
enum nb_status nb_pdf_font_codes(const struct nb_pdf_fonts *fonts,
                                 const struct nb_pdf_font *font,
                                 struct nb_pdf_code **out, size_t *count) NB_CHECKED;

/* In pdf_cmap.c: the ToUnicode map of these codes; the CMap that leads from them to glyphs (as
 * CIDs); and the W and DW entries of the widths. */
void nb_pdf_to_unicode(const struct nb_pdf_font *font, const struct nb_pdf_code *codes,
                       size_t count, struct nb_buf *out);
void nb_pdf_encoding(const struct nb_pdf_font *font, const struct nb_pdf_code *codes,
                     size_t count, const char *name, struct nb_buf *out);
void nb_pdf_widths(const struct nb_pdf_glyph *glyphs, size_t count, struct nb_buf *out);

/* The next free code. */
uint16_t nb_pdf_next_code(struct nb_pdf_font *font);

/* In pdf_variant.c: the code of a glyph that says these characters, 0 where there is none; any
 * thread. The other gives it one, if there is room; fonts whose codes all have two bytes have
 * no variants. */
uint16_t nb_pdf_variant(const struct nb_pdf_font *font, uint32_t glyph,
                        const unsigned *chars, size_t count);
enum nb_status nb_pdf_variant_add(struct nb_pdf_font *font, struct nb_arena *arena,
                                  uint32_t glyph, const unsigned *chars,
                                  size_t count) NB_CHECKED;

/* Whether a glyph (a number in the run) stands over or under others of its cluster. */
bool nb_pdf_is_mark(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                    size_t glyph);

/* What one glyph of a cluster says, so that all together say its text in order, marks nothing;
 * how many characters, 0 where there are more letters than characters and from right to left. */
size_t nb_pdf_share(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                    size_t glyph, const unsigned **chars);

/* A cluster from right to left that is one glyph for several characters, marks aside. Readers
 * turn round what such a glyph says: so it says its last letter, the font's joiner says the
 * characters before that behind it, and the marks that follow in the text before it. */
struct nb_pdf_joined {
    size_t glyph; /* a number in the run */
    size_t own;   /* the character that it says */
};
bool nb_pdf_joined(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                   struct nb_pdf_joined *out);

/* Whether a glyph is shown. */
bool nb_pdf_glyph_used(const struct nb_pdf_glyph *glyph);

#endif
