/* What the files that set paragraphs share. A paragraph goes through them as a flow: its text
 * with style runs (flow.c), segments of one script, direction and style (itemise.c), their
 * glyphs (shape.c, hyphen.c), the places where a line may end (points.c), those where it does
 * (linebreak.c), and lines of placed runs (lines.c). Widths are points (pt) unless "em" is
 * said. Not for others: they include para.h. */
#ifndef NB_LAYOUT_SETTER_H
#define NB_LAYOUT_SETTER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/quotes.h"
#include "base/unicode.h"
#include "layout/linebreak.h"
#include "layout/para.h"

#include <stdint.h>

/* ---- hyphen.c: libhyphen's dictionaries, opened when first needed ---- */

struct nb_hyphens;
struct nb_hyphens *nb_hyphens_new(void); /* NULL without memory */
void nb_hyphens_free(struct nb_hyphens *hyphens);

/* Sets points[i] to 1 where `text`, a word with punctuation around it, may be hyphenated before
 * byte i; `points` has text.len bytes, zeroed. Nothing for languages without a dictionary, for
 * words with digits, short ones, and those that have soft hyphens of their own. */
enum nb_status nb_hyphens_find(struct nb_hyphens *hyphens, const char *lang,
                               struct nb_str text, unsigned char *points) NB_CHECKED;

/* As nb_setter_lacks and nb_setter_report. */
uint32_t nb_hyphens_lacks(const struct nb_hyphens *hyphens);
void nb_hyphens_report(uint32_t lacks, struct nb_ctx *ctx);

/* ---- shape.c: words as glyphs, through a cache ---- */

/* What shaping depends on, size apart: interned, so that pointers can be compared. */
struct nb_fount;

struct nb_em_glyph {
    uint32_t id : 31;
    bool unsafe_to_break : 1; /* a word that begins here looks otherwise */
    uint32_t cluster;         /* byte offset in the word */
    float advance;            /* em */
};

/* A stretch of a word in one face. Parts stand in logical order, their glyphs in visual. */
struct nb_word_part {
    const struct nb_font *font;
    uint32_t from, to; /* bytes of the word */
    const struct nb_em_glyph *glyphs;
    const struct nb_offset *offsets; /* em; NULL: every glyph is at the pen */
    uint32_t glyph_count, clusters;
    double width; /* em */
    bool square;  /* no font has it: shown as U+25A1 */
};

struct nb_word {
    struct nb_word_part *parts;
    uint32_t part_count;
    uint32_t clusters;
    float width;      /* em */
    uint64_t hyphens; /* a bit for each byte before which it may be hyphenated */
};

struct nb_shaper;

/* `like` is NULL, or another worker's, made before, whose founts, words and dictionaries this one
 * uses too; it must be freed after this one. */
enum nb_status nb_shaper_new(struct nb_fonts *fonts, const struct nb_shaper *like,
                             struct nb_shaper **out) NB_CHECKED;
void nb_shaper_free(struct nb_shaper *shaper);

uint32_t nb_shaper_lacks(const struct nb_shaper *shaper);

/* Forgets words when there are very many. Not while a word of the cache is in use, by whichever
 * worker. */
void nb_shaper_tidy(struct nb_shaper *shaper);

/* The fount of a style in a language. *small_caps is set when the style asks for small capitals
 * that its face does not have, so that they must be made from capitals. */
enum nb_status nb_shaper_fount(struct nb_shaper *shaper, const struct nb_style *style,
                               const char *lang, struct nb_fount **out,
                               bool *small_caps) NB_CHECKED;

/* What tells words apart: a text of one script, direction and fount, without spaces. */
struct nb_word_key {
    struct nb_str text;
    uint32_t hash, fount, script;
    bool rtl;
    bool hyphenated; /* with the places where it may be hyphenated */
};

struct nb_word_key nb_shaper_key(const struct nb_shaper *shaper,
                                 const struct nb_fount *fount, uint32_t script,
                                 bool rtl, bool hyphenated, struct nb_str text);

/* Says that a word will be wanted, so that it is on its way from memory while others are asked
 * for. */
void nb_shaper_expect(const struct nb_shaper *shaper, const struct nb_word_key *key);

/* The word of a key and its fount as glyphs. Lives until the shaper is tidied or, for long texts,
 * as long as `scratch`. */
enum nb_status nb_shaper_word(struct nb_shaper *shaper, struct nb_arena *scratch,
                              struct nb_fount *fount, const struct nb_word_key *key,
                              const struct nb_word **out) NB_CHECKED;

/* The face for spaces and for lines without text; NULL when no font can be opened. */
const struct nb_font *nb_fount_font(const struct nb_fount *fount);

/* ---- cjk.c: the blank halves of Chinese and Japanese punctuation ---- */

/* The blank at one side of a character, em: 0 or half a square. */
double nb_cjk_blank(unsigned c, bool before, const char *lang);

/* Whether the characters before and at the byte `at` of a text stand closer together than their
 * squares. */
bool nb_cjk_close(struct nb_str text, size_t at, const char *lang);

/* What stands between a Chinese or Japanese character and a Latin letter or a figure beside it, em
 * (CSS Text 4, text-autospace); readers of a PDF take more for the space of another word. */
#define NB_AUTOSPACE 0.085

/* Whether it stands before the byte `at` of a text; and adds it to the glyphs' advances, which
 * are as below. */
bool nb_cjk_apart(struct nb_str text, size_t at);
void nb_cjk_space(struct nb_em_glyph *glyphs, size_t count, struct nb_str text);

/* Takes the blanks out of glyphs in logical order, whose clusters are bytes of `text`. */
void nb_cjk_tighten(struct nb_em_glyph *glyphs, size_t count, struct nb_str text,
                    const char *lang);

/* ---- the flow ---- */

struct nb_style_run { /* text in one style */
    uint32_t from, to;
    const struct nb_span *span;
    struct nb_fount *fount;
    double size, rise;
    bool small; /* capitals made small */
};

enum nb_segment_kind { NB_SEGMENT_TEXT, NB_SEGMENT_SPACE, NB_SEGMENT_NEWLINE };

struct nb_segment {
    enum nb_segment_kind kind;
    uint32_t from, to; /* bytes of the flow's text */
    uint32_t run;
    uint32_t script;
    uint8_t level; /* of bidirectional embedding; odd: right to left */
    bool no_break; /* a space that does not end a line */
    const struct nb_word *word;
    const struct nb_font *font; /* of a space */
    double width, stretch, shrink;
    double apart; /* pt, part of the width: autospace before the next segment */
    double flex;  /* pt, by which its letters may be wider or narrower */
};

/* A place where a line may end. */
struct nb_flow_place {
    uint32_t end_segment, end;     /* the line's text ends before this byte */
    uint32_t start_segment, start; /* the next one begins here */
    bool hyphen;                   /* with a hyphen added */
    bool
        goes_on; /* within a word, without one: what is added says so, and is not seen */
};

struct nb_setter {
    struct nb_fonts *fonts;
    struct nb_shaper *shaper;
    struct nb_arena *scratch; /* reset for each paragraph */
    struct nb_buf text, key, quoted;
    char quotes_lang
        [16]; /* the language of the quotation marks that are at hand, if any */
    struct nb_quotes quotes;
    bool has_quotes;
};

struct nb_flow {
    struct nb_setter *setter;
    struct nb_arena *scratch;
    const struct nb_para_in *in;
    struct nb_str text;
    bool french; /* its language: punctuation has spaces that end no line */
    struct nb_style_run *runs;
    size_t run_count;
    struct nb_segment *segments;
    size_t segment_count;
    unsigned char *breaks;        /* by byte, as nb_unicode_line_breaks gives them */
    struct nb_flow_place *places; /* by the number of the break point */
    struct nb_break_point *points;
    size_t point_count;
};

/* flow.c: collects the text and its styles from the input's spans. White space is collapsed as
 * CSS does, letters are changed to capitals where a style says so. */
enum nb_status nb_flow_collect(struct nb_flow *flow) NB_CHECKED;

/* quotes.c: `text`, which stands behind `before` in a paragraph, with the language's quotation
 * marks in place of straight ones; `depth` counts those that are open. Lives until the next
 * call. */
struct nb_quote_depth {
    unsigned single, twofold;
};
struct nb_str nb_flow_quotes(struct nb_setter *setter, struct nb_quote_depth *depth,
                             const char *lang, struct nb_str before,
                             struct nb_str text);

/* itemise.c: makes the segments. */
enum nb_status nb_flow_itemise(struct nb_flow *flow) NB_CHECKED;

/* points.c: shapes the segments and finds where lines may end. */
enum nb_status nb_flow_shape(struct nb_flow *flow) NB_CHECKED;
enum nb_status nb_flow_points(struct nb_flow *flow) NB_CHECKED;

/* ties.c: whether a line may end at the space between the bytes `from` and `to`. */
enum nb_tie {
    NB_TIE_NONE,
    NB_TIE_WORDS, /* only where nothing else fits */
    NB_TIE_SIGN, /* never, and the space does not give: French, before "!" and behind "«" */
    NB_TIE_THIN /* … and is narrower: before "! ? ;" */
};
enum nb_tie nb_flow_tie(const struct nb_flow *flow, size_t from, size_t to);

/* hang.c: how far what stands at a line's start, or end, may hang out of the measure, pt; and
 * whether that is done at all in this flow. */
bool nb_flow_hangs(const struct nb_flow *flow);
double nb_flow_hang_start(const struct nb_flow *flow,
                          const struct nb_flow_place *place);
double nb_flow_hang_end(const struct nb_flow *flow, const struct nb_flow_place *place);

/* What is left between two words at the least, parts of the size: what is less looks like no space,
 * and readers of a PDF take less than 0.15 for none. */
#define NB_LEAST_GAP 0.154

/* Letters of justified lines are made wider or narrower by at most this part, and set apart or
 * closer by at most this part of the size. */
#define NB_GLYPH_FLEX 0.015
#define NB_SPACING_FLEX 0.01

/* Whether lines of this script are justified between characters. */
static inline bool nb_script_spreads(uint32_t script)
{
    return script == NB_SCRIPT('H', 'a', 'n', 'i') ||
           script == NB_SCRIPT('H', 'i', 'r', 'a') ||
           script == NB_SCRIPT('K', 'a', 'n', 'a') ||
           script == NB_SCRIPT('B', 'o', 'p', 'o');
}

/* visible.c: copies the part of `text` that is shown; returns its length. `out` may be NULL. */
size_t nb_text_visible(struct nb_str text, char *out);

/* lines.c: places the lines whose ends are the break points `ends`. */
enum nb_status nb_flow_lines(struct nb_flow *flow, struct nb_arena *arena,
                             const size_t *ends, size_t count,
                             struct nb_para *out) NB_CHECKED;

#endif
