/* Galleys: set type before it is made up into pages. A galley is a list of items from top to
 * bottom, each a whole number of lines of the baseline grid high, so that the lines of
 * neighbouring columns share their baselines and filling columns is counting. */
#ifndef NB_LAYOUT_GALLEY_H
#define NB_LAYOUT_GALLEY_H

#include "doc/doc.h"
#include "layout/layout.h"
#include "layout/looks.h"
#include "layout/para.h"

/* What is drawn: placed from its item's top left corner, in pt, y downwards. */
enum nb_piece_kind {
    NB_PIECE_LINE,  /* type: x, and y of the baseline */
    NB_PIECE_FILL,  /* a rule or a background */
    NB_PIECE_IMAGE, /* a picture */
    NB_PIECE_NUMBER /* the number of the page that `target` starts on, ending at x */
};

struct nb_piece {
    enum nb_piece_kind kind;
    double x, y, width, height;
    const struct nb_line *line;
    struct nb_rgb color;
    const struct nb_image *image;
    const char *alt;
    int32_t target;               /* an article's index */
    const struct nb_style *style; /* of a number */
    struct nb_origin origin;      /* of a picture, of a number */
    struct nb_piece *next;
};

/* What a named string is set to where its item stands. */
struct nb_string_set {
    const char *name, *text;
    struct nb_string_set *next;
};

struct nb_item {
    struct nb_piece *pieces, *last;
    unsigned lines; /* height in lines of the grid */
    unsigned space; /* empty lines above; none at the head of a column */
    unsigned after; /* empty lines below, if something follows in the column */
    double lift;    /* pt, moved up by at the head of a column */
    bool keep;      /* stays with the next item */
    bool broken;    /* its last word goes on in the next item */
    bool floats;    /* may go to the head of the next column, text passing it by */
    bool span;      /* goes across the columns */
    bool lead;      /* the lead picture within the text: not when it stands above it */
    bool rule;      /* a rule between articles: not at a column's head */
    enum nb_break turn; /* begins a column, or a page, of its own */
    int32_t starts;     /* 1 + index of the article that starts here, 0: none does */
    const char *anchor, *second_anchor; /* names that links lead to, or NULL */
    struct nb_string_set *strings;
};

/* The tools of one worker. Everything set lives in `arena`, which changes in the course of a
 * long edition; what must outlive that, in `lasting`. */
struct nb_compositor {
    struct nb_ctx ctx; /* the worker's own sink */
    const struct nb_layout_in *in;
    struct nb_setter *setter;
    struct nb_arena *arena, *lasting;
    struct nb_arena *scratch; /* what is gone when its article is set */
    struct nb_looks looks;
    double grid; /* pt, one line */
    unsigned
        headline_tag; /* the level of headlines as headings, and of sections' names */
    unsigned section_tag;
};

enum { NB_MOST_GAPS = 8 };

struct nb_galley {
    struct nb_compositor *compositor;
    struct nb_item *items;
    size_t count, room;
    double measure; /* pt */
    double owed;    /* pt, space that the block before wants below it */
    double tallest; /* pt, of a picture or a headline */
    double highest; /* pt, of a pack: a higher one is dealt out to several items */
    double across;  /* pt, the measure of what goes across the columns */
    bool span;      /* items go across the columns from now on */
    enum nb_break
        turn; /* the next item begins a column, or a page; the first does anyway */
    struct nb_item *pack; /* while blocks are packed: what they go into */
    double packed;        /* pt, its height until now */
    double pack_owed;     /* what was owed above it */
    struct nb_piece
        *gaps[NB_MOST_GAPS]; /* the pieces before its blocks but the first */
    unsigned gap_count;
    bool rtl; /* the article's direction */
    const char *source;
    int32_t article;     /* index in the edition's order, -1: none */
    int32_t *block;      /* the last block's number; shared by an article's galleys */
    struct nb_tag *tag;  /* the open container, or NULL: no structure is kept */
    struct nb_tag *leaf; /* the last block's */
    const struct nb_node *node; /* the block of the body being set; NULL: the head */
    unsigned heading; /* the next block is a heading of this level; 0: it is none */
    enum nb_status status;
};

/* A block of text to be set. */
struct nb_text {
    struct nb_span *spans; /* get their tags */
    size_t count;
    const struct nb_look *look;
    double left, right; /* pt, insets besides the look's own margins */
    enum nb_role role;
    bool rtl;
    bool no_indent;
    bool balance;
    bool keep;          /* with what follows */
    bool boxed;         /* its look's padding, borders and background are drawn */
    const char *anchor; /* or NULL */
};

/* An empty galley for columns of `measure` points, of the article with that number; its blocks
 * are numbered from *block + 1 on. */
void nb_galley_start(struct nb_galley *galley, struct nb_compositor *compositor,
                     double measure, int32_t article, int32_t *block);

/* The origin of the next block (a new number), or of the one just begun. */
struct nb_origin nb_galley_origin(struct nb_galley *galley, enum nb_role role);
struct nb_origin nb_galley_same(const struct nb_galley *galley, enum nb_role role);

/* Sets a paragraph with the setter; a failure sticks to the galley. False when there is no
 * line. */
bool nb_galley_set(struct nb_galley *galley, const struct nb_para_in *in,
                   struct nb_para *out);

/* fit.c: sets a paragraph anew with smaller type, half of it at least, when a word of it is torn
 * because it is wider than the measure, or when it is higher than the galley's `tallest`. */
void nb_galley_fit(struct nb_galley *galley, const struct nb_para_in *in,
                   struct nb_para *para);

/* Sets a block and appends its lines: on the grid where its line height is the grid's, else
 * packed and rounded up to whole lines. Margins collapse. Returns how many lines it has. */
size_t nb_galley_text(struct nb_galley *galley, const struct nb_text *text);

/* As nb_galley_text for one string in the look's style. */
void nb_galley_string(struct nb_galley *galley, const struct nb_look *look,
                      const char *string, enum nb_role role, bool keep);

/* Appends an item of `height` pt, rounded up, below what is owed and `above`. The items move
 * when the galley grows: use it before the next call. NULL after a failure. */
struct nb_item *nb_galley_item(struct nb_galley *galley, double above, double height);

/* Adds a piece to an item (both may be NULL: nothing). The piece is the caller's to place. */
struct nb_piece *nb_galley_piece(struct nb_galley *galley, struct nb_item *item,
                                 enum nb_piece_kind kind, double x, double y);

/* A filled rectangle; nothing for a colour that is none or no extent. */
void nb_galley_fill(struct nb_galley *galley, struct nb_item *item, double x, double y,
                    double width, double height, struct nb_color color);

/* The number of the page that article `target` starts on, into the pack: at the measure's far
 * side, its baseline at y pt. */
void nb_galley_number(struct nb_galley *galley, const struct nb_look *look,
                      int32_t target, double y);

/* An item that is a rule of `width` pt across the measure. */
void nb_galley_rule(struct nb_galley *galley, double width, struct nb_color color,
                    double above, double below, bool keep);

/* From nb_galley_pack to nb_galley_unpack blocks keep their exact distances: all of them make
 * one item, rounded up to whole lines only at its end (several, if it is very high). Between
 * the two, pieces may be added to galley->pack at galley->packed, which is moved on by
 * nb_galley_advance. */
void nb_galley_pack(struct nb_galley *galley);
void nb_galley_advance(struct nb_galley *galley, double height);
void nb_galley_unpack(struct nb_galley *galley, double below, bool keep, bool floats);

/* Shares the space that rounding the pack up to whole lines will leave out to the gaps between
 * its blocks, so that none is much wider than the style says. `below`: pt, wanted below it.
 * Returns what is left of that for nb_galley_unpack. */
double nb_galley_feather(struct nb_galley *galley, double below);

/* Makes one floating item of all items from `from` on, if they are at most `most` lines high. */
void nb_galley_join(struct nb_galley *galley, size_t from, unsigned most);

/* The place of the baseline in a line of `height` pt of this style. */
double nb_baseline(const struct nb_style *style, double height);

/* A text colour as pages want it: black when none is set. */
struct nb_rgb nb_color_rgb(struct nb_color color);

/* How many lines of the grid `height` pt take; a hair's breadth too much counts as none. */
unsigned nb_grid_lines(double height, double grid);

/* edges.c: around a block that is set between the two: breaks before, behind and within it, and
 * whether it goes across the columns, as the style says. Nothing while blocks are packed. */
struct nb_edges {
    size_t first; /* the block's first item */
    bool span;    /* what the galley had before */
    double measure;
};
void nb_galley_begin(struct nb_galley *galley, const struct nb_style *style,
                     struct nb_edges *edges);
void nb_galley_end(struct nb_galley *galley, const struct nb_style *style,
                   const struct nb_edges *edges);

/* edges.c: whether a style has padding above or below, borders or a background; nb_galley_text
 * for a text that is `boxed` and has. */
bool nb_style_is_boxed(const struct nb_style *style);
size_t nb_galley_boxed(struct nb_galley *galley, const struct nb_text *text);

/* Memory that lives until the article is set; a failure sticks to the galley. */
void *nb_galley_scratch(struct nb_galley *galley, size_t count, size_t size);

#endif
