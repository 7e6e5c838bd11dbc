/* Fonts: the catalogue, faces, fallback by script, shaping, subsetting. The only user of
 * HarfBuzz. Faces are opened when first needed and immutable then; everything here may be
 * called from any thread. Lengths are font units unless said otherwise. */
#ifndef NB_FONT_FONT_H
#define NB_FONT_FONT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/css.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct nb_fonts; /* the catalogue with its open faces; owned */
struct nb_font;  /* one face; lives as long as its catalogue */

/* Fonts of the user's own, which stand before the catalogue's: a family of theirs hides those of
 * the same name behind it. All borrowed for the call. */
struct nb_own_fonts {
    const char *style; /* the stylesheet that `faces` come from */
    const struct nb_css_rule *const
        *faces; /* @font-face rules; paths as from `style` */
    size_t face_count;
    const char *const
        *folders; /* of font files, or single ones; searched to all depths */
    size_t folder_count;
};

/* Reads a catalogue: a CSS file of @font-face rules with font-family, font-weight, font-style,
 * src (a path below the font folders, "#2" behind it for a face in a collection), and, for
 * fallback, `script` (ISO 15924 codes), `lang` and `package` (the Debian package, for
 * messages). Fonts that are not installed are found out when asked for. Before it come `own`
 * fonts (NULL: none): of a folder, every face by the family, weight and slant that the file
 * itself states. */
enum nb_status nb_fonts_open(struct nb_ctx *ctx, const char *catalogue,
                             const struct nb_own_fonts *own,
                             struct nb_fonts **out) NB_CHECKED;
void nb_fonts_free(struct nb_fonts *fonts); /* NULL is fine */

/* The face that serves `codepoint`: the first of `families` (NULL-terminated) that has it, in
 * the nearest weight and slant, else the catalogue's fallback for `script` and `lang` in its
 * fixed order, else the symbols font. *tofu is set when none has it: the face returned then is
 * one that has U+25A1. NULL only when no font at all can be opened. The same arguments give
 * the same face, whatever other fonts are installed. */
const struct nb_font *nb_fonts_for(struct nb_fonts *fonts, unsigned codepoint,
                                   uint32_t script, const char *lang,
                                   const char *const *families, int weight, bool italic,
                                   bool *tofu);

/* The same in two steps, for text of one style: the faces that serve a script and a language,
 * by preference, made once and kept as long as the catalogue; then a face for a character. */
struct nb_chain;
enum nb_status nb_fonts_chain(struct nb_fonts *fonts, uint32_t script, const char *lang,
                              const char *const *families, int weight, bool italic,
                              const struct nb_chain **out) NB_CHECKED;
const struct nb_font *nb_chain_for(const struct nb_chain *chain, unsigned codepoint,
                                   bool *tofu);

/* Walks the faces that can be opened: the next from place *at (0 at first); NULL at the end. */
const struct nb_font *nb_chain_next(const struct nb_chain *chain, size_t *at);

/* Reports, in a fixed order, the files of asked-for families that cannot be used, and the
 * characters that no font has, one warning a script, with the Debian package that would help.
 * Call once, at the end, from one thread. */
void nb_fonts_report(struct nb_fonts *fonts, struct nb_ctx *ctx);

struct nb_font_info {
    unsigned upem;
    int ascent, descent; /* descent is negative */
    int cap_height, x_height;
    int bbox[4];         /* xmin ymin xmax ymax */
    double italic_angle; /* degrees, negative leans right */
    int weight;
    bool italic, serif, fixed, cff; /* cff: outlines in a `CFF ` table */
    bool whole;                     /* its maker allows no subset */
    unsigned glyphs;
    const char *ps_name; /* PostScript name, ASCII */
    const char *family;
};

const struct nb_font_info *nb_font_info(const struct nb_font *font);

/* A number for each face in use, by the catalogue's order: stable across runs. */
unsigned nb_font_index(const struct nb_font *font);

/* The nominal glyph of a code point, 0 if it has none; and a glyph's advance. */
uint32_t nb_font_glyph(const struct nb_font *font, unsigned codepoint);
int nb_font_advance(const struct nb_font *font, uint32_t glyph);

/* One glyph of shaped text, in visual order. */
struct nb_shaped {
    uint32_t glyph;
    uint32_t cluster; /* byte offset in the text that was shaped */
    int advance, dx, dy;
    bool unsafe_to_break; /* breaking before it would change the shapes */
};

struct nb_font_feature {
    uint32_t tag, value;
};

/* A glyph without width that shows nothing, 0 where there is none. Looks for it each time. */
uint32_t nb_font_blank(const struct nb_font *font);

/* Shapes `text` (one script, one direction) with kerning and ligatures. Appends to *out, which
 * is an array in `arena`, and sets *count. */
enum nb_status nb_font_shape(const struct nb_font *font, struct nb_arena *arena,
                             struct nb_str text, uint32_t script, const char *lang,
                             bool rtl, const struct nb_font_feature *features,
                             size_t feature_count, struct nb_shaped **out,
                             size_t *count) NB_CHECKED;

/* A subset to embed in a PDF. */
enum nb_subset_kind {
    NB_SUBSET_TRUETYPE, /* FontFile2; CIDs are original glyph ids, `gids` maps them */
    NB_SUBSET_CFF /* FontFile3 /CIDFontType0C: a bare CFF table; CIDs are the original
                           glyph ids, through its charset */
};

struct nb_subset {
    enum nb_subset_kind kind;
    struct nb_buf data;
    uint16_t *gids; /* by original glyph id: its id in the subset; NULL: the same */
    size_t gid_count;
};

/* Subsets to `count` glyph ids (sorted, unique), or takes all glyphs of a face that must stay
 * whole. The result is owned: nb_subset_free. */
enum nb_status nb_font_subset(const struct nb_font *font, const uint32_t *glyphs,
                              size_t count, struct nb_subset *out) NB_CHECKED;
void nb_subset_free(struct nb_subset *subset);

/* A font file to embed in a book: the face with these characters (and what its ligatures and
 * other common features make of them), with the features named, names and licence. Appended to
 * `out`. NB_UNSUPPORTED when its maker allows no subset, NB_LIBRARY when none can be made. In
 * embed.c. */
struct nb_font_wanted {
    const uint32_t *chars;
    size_t char_count;
    const uint32_t *features;
    size_t feature_count;
};
enum nb_status nb_font_embed(const struct nb_font *font,
                             const struct nb_font_wanted *wanted,
                             struct nb_buf *out) NB_CHECKED;

/* "serif", "sans-serif" or "monospace": what kind of family the catalogue says it is; NULL
 * when it does not have it. */
const char *nb_fonts_generic(const struct nb_fonts *fonts, const char *family);

/* A glyph's outline, in font units, y upwards. */
struct nb_outline {
    void (*move)(void *user, double x, double y);
    void (*line)(void *user, double x, double y);
    void (*quad)(void *user, double x1, double y1, double x, double y);
    void (*cubic)(void *user, double x1, double y1, double x2, double y2, double x,
                  double y);
    void (*close)(void *user);
};
void nb_font_outline(const struct nb_font *font, uint32_t glyph,
                     const struct nb_outline *draw, void *user);

#endif
