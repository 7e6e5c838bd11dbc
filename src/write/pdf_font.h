/* The fonts of a PDF: which glyphs are shown and what text each of them stands for, found out
 * by going through all runs first; then the contents are written, and the subsets at the end.
 *
 * A glyph has one text (its ToUnicode entry). Where it shows another in some place, the
 * contents say so there (ActualText); nb_pdf_font_says tells. */
#ifndef NB_WRITE_PDF_FONT_H
#define NB_WRITE_PDF_FONT_H

#include "font/font.h"
#include "page/page.h"
#include "write/pdf_object.h"

#include <stdint.h>

enum { NB_PDF_MOST_CHARS = 8 }; /* that one glyph may stand for */

/* Glyphs of a run that show a piece of its text together. */
struct nb_pdf_cluster {
    size_t first, end;  /* glyphs, end exclusive */
    struct nb_str text; /* what they show; empty for a hyphen that the text has not */
    /* the characters of `text` without those that are never seen (soft hyphens, bidi marks);
       `count` may be greater than what there is room for */
    unsigned chars[NB_PDF_MOST_CHARS];
    size_t count;
};

/* The cluster that starts at glyph *at, moved behind it; false at the end. */
bool nb_pdf_next_cluster(const struct nb_run *run, size_t *at,
                         struct nb_pdf_cluster *out);

/* Appends `text` without the characters that are never seen. */
void nb_pdf_visible(struct nb_buf *out, struct nb_str text);

struct nb_pdf_glyph {
    uint32_t text;  /* a code point, or with a flag the place of several */
    uint16_t width; /* in 1/1000 em, as the file says it */
    uint8_t flags;
};

struct nb_pdf_font {
    const struct nb_font *font;
    unsigned object;             /* number of its Type0 dictionary */
    unsigned name;               /* its resource name is /F and this number */
    uint32_t glyph_count, space; /* glyphs of the face; the glyph of U+0020, or 0 */
    /* The glyph that stands at the ends of lines for hyphens that the text does not have, and
       the code, no glyph's own, that shows it there as a soft hyphen; 0: none. */
    uint32_t hyphen, soft_hyphen;
    struct nb_pdf_glyph *glyphs; /* by glyph id */
};

struct nb_pdf_fonts; /* owned: nb_pdf_fonts_free */

enum nb_status nb_pdf_fonts_new(struct nb_pdf *pdf,
                                struct nb_pdf_fonts **out) NB_CHECKED;
void nb_pdf_fonts_free(struct nb_pdf_fonts *fonts); /* NULL is fine */

/* Takes note of the glyphs of a run and their text. */
enum nb_status nb_pdf_fonts_note(struct nb_pdf_fonts *fonts,
                                 const struct nb_run *run) NB_CHECKED;

/* Gives soft hyphens their codes, when all runs are noted. */
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

/* The ToUnicode map of a font, and the W and DW entries of its widths; in pdf_cmap.c. */
void nb_pdf_cmap(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                 struct nb_buf *out);
void nb_pdf_widths(const struct nb_pdf_font *font, struct nb_buf *out);

/* Whether a glyph is shown; the characters it stands for (`chars` has room for
 * NB_PDF_MOST_CHARS), and how many. */
bool nb_pdf_glyph_used(const struct nb_pdf_glyph *glyph);
size_t nb_pdf_glyph_chars(const struct nb_pdf_fonts *fonts,
                          const struct nb_pdf_glyph *glyph, unsigned *chars);

#endif
