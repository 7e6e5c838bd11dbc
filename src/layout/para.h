/* Paragraphs: from inlines and a measure to lines of glyph runs. Itemised by script, direction
 * and font, shaped through a word cache, hyphenated by language, broken by optimum fit (Knuth
 * and Plass, "Breaking Paragraphs into Lines", 1981) or first fit, justified, reordered. */
#ifndef NB_LAYOUT_PARA_H
#define NB_LAYOUT_PARA_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "font/font.h"
#include "page/page.h"
#include "style/style.h"

#include <stdbool.h>

/* One worker's scratch, and word cache and hyphenators, which workers share: `like` is NULL or the
 * setter of another worker, which must be freed after this one. One thread at a time. Owned. */
struct nb_setter;
enum nb_status nb_setter_new(struct nb_fonts *fonts, const struct nb_setter *like,
                             struct nb_setter **out) NB_CHECKED;
void nb_setter_free(struct nb_setter *setter); /* NULL is fine */

/* Lets words go when very many are kept. Not while any that shares them sets something. */
void nb_setter_tidy(struct nb_setter *setter);

/* The languages whose hyphenation dictionary was wanted and is not installed, as a set that
 * can be joined with others' by "|"; and their report, once each, in a fixed order. */
uint32_t nb_setter_lacks(const struct nb_setter *setter);
void nb_setter_report(uint32_t lacks, struct nb_ctx *ctx);

/* A stretch of text in one style. A paragraph's spans follow each other in logical order. */
struct nb_span {
    const char *text; /* UTF-8; "\n" is a forced line break */
    size_t len;
    const struct nb_style *style; /* must outlive the call */
    const char *lang;             /* BCP 47, or NULL */
    const char *uri, *anchor;     /* a link's target, or NULL */
    enum nb_role role;            /* 0 (artifact): the paragraph's own */
    struct nb_tag *tag;           /* within the paragraph's, or NULL */
};

enum nb_breaker { NB_BREAKER_OPTIMUM, NB_BREAKER_FIRST_FIT };

/* What surrounds the text. */
struct nb_para_in {
    const struct nb_span *spans;
    size_t span_count;
    const struct nb_style *style; /* the block's: align, indent, hyphens, line height */
    double measure;               /* pt */
    bool rtl;                     /* base direction */
    const char *lang;
    enum nb_breaker breaker;
    bool no_indent;  /* first paragraph of a text: flush */
    bool balance;    /* headlines: lines of about the same length */
    unsigned beside; /* so many lines at its start stand beside an initial, */
    double initial;  /* … which takes so much of them at the left, pt */
    struct nb_origin origin;
};

/* A link's place within a line. */
struct nb_line_link {
    double x, width; /* from the line's left edge */
    const char *uri, *anchor, *text;
    struct nb_tag *tag;
    struct nb_line_link *next;
};

/* A line, its runs placed relative to its left edge and its baseline (y = 0). */
struct nb_line {
    struct nb_run *runs; /* linked by next, in visual order from left to right */
    struct nb_line_link *links;
    double width;           /* as set, pt, without what hangs out of the measure */
    double hang;            /* pt, what does: punctuation at both ends */
    double ratio;           /* adjustment ratio of its glue: 0 natural */
    double ascent, descent; /* of the tallest faces, pt, both positive */
    bool hyphenated;        /* ends in a hyphen that the text does not have */
    bool broken; /* ends within a word, in a hyphen of the text's own or not */
    bool torn;   /* ends within a word that is wider than the measure */
    bool last;   /* ends the paragraph, or comes before a forced break */
};

struct nb_para {
    struct nb_line *lines;
    size_t line_count;
    double height;      /* line_count times the line height */
    double line_height; /* pt */
};

/* Sets a paragraph. The result lives in `arena`. Text that fits nowhere overflows its line
 * (OVERFULL is the caller's to report: a line's width is greater than the measure). An empty
 * paragraph has no lines. */
enum nb_status nb_para_set(struct nb_setter *setter, struct nb_arena *arena,
                           const struct nb_para_in *in, struct nb_para *out) NB_CHECKED;

/* Width in pt of one line of `text`, unbroken, for tabs, folios and fitting mastheads. */
enum nb_status nb_text_width(struct nb_setter *setter, const struct nb_style *style,
                             const char *lang, const char *text,
                             double *width) NB_CHECKED;

#endif
