/* Make-up: galleys placed on pages. One page is open at a time; what is placed on it is kept
 * in a list until it is finished, when furniture is added and all is drawn into the book. */
#ifndef NB_LAYOUT_MAKEUP_H
#define NB_LAYOUT_MAKEUP_H

#include "layout/column.h"
#include "layout/galley.h"

enum { NB_MOST_REFERS = 4, NB_FINE_PARTS = 4 };

struct nb_set;
struct nb_late;

/* An item, or a rule between columns, on the open page. */
struct nb_placed {
    const struct nb_item *item; /* NULL: a rule of `height` lines */
    double x;                   /* pt, from the type area's left edge */
    double lift;                /* pt, above its line */
    unsigned line, height;      /* from the type area's top */
    unsigned band;              /* which article on the page it belongs to, from 0 */
};

/* A page number that is printed before the page is known. */
struct nb_promise {
    struct nb_page *page;
    struct nb_run *run; /* on its page already, empty */
    const struct nb_style *style;
    bool rtl; /* starts at its x instead of ending there */
    double x; /* pt, on the page */
    int32_t target;
    struct nb_promise *next;
};

/* A named string: its first value on the open page, that from before the page, the last. */
struct nb_string_value {
    const char *name;
    const char *first, *start, *last; /* or NULL */
    struct nb_string_value *next;
};

struct nb_makeup {
    struct nb_compositor *compositor; /* the main thread's */
    struct nb_book *book;
    struct nb_page_style kinds[3]; /* by enum nb_page_kind */
    unsigned capacity[3];          /* lines on a page of that kind */
    /* the columns */
    unsigned columns;
    double width; /* pt, the type area's */
    double column, gutter;
    double column_rule;
    struct nb_color column_rule_color;
    /* the open page */
    struct nb_page *page; /* NULL: none is open */
    size_t number;        /* of the open page, from 1 */
    bool trial;           /* nothing is placed, only the cursors move */
    bool begun;           /* something stands on the page */
    enum nb_page_kind kind;
    unsigned cursor[NB_MOST_FRAMES]; /* lines taken, by column from the start side */
    unsigned wide; /* heads and other spanning items go across so many columns */
    unsigned band;
    unsigned given;                  /* more lines above its articles, by the plan */
    unsigned shorter, shorter_pages; /* lines that so many full pages lack together */
    bool mirrored;                   /* the edition reads from right to left */
    bool rtl;                        /* the article being placed does */
    bool front;                      /* a page without furniture */
    unsigned reserved;               /* lines kept free at its foot, for refers */
    unsigned refer_columns;
    const struct nb_set *refer_sets; /* what they are chosen from */
    size_t refer_count;
    struct nb_tag *refers_tag;
    struct nb_late *late; /* the contents, when they wait for the second page */
    const char *section;  /* of the first article on the page */
    struct nb_placed *placed;
    size_t placed_count, placed_room;
    /* the whole book */
    int32_t
        *pages; /* by article: the number of its first page, 0: not yet; then that of
                       the contents */
    size_t articles;
    struct nb_promise *promises;
    struct nb_string_value *strings;
    int32_t furniture;      /* the last block number without an article */
    int32_t head_block;     /* the last block number of the head being set */
    struct nb_ahead *ahead; /* the plan, where there is one */
    size_t open_from;       /* the first set that the open page may show */
    enum nb_status status;
};

/* geometry.c: finds page geometry and columns. `grid` must be set in the compositor.
 * NB_UNSUPPORTED, reported, for a paper that nobody knows. */
enum nb_status nb_makeup_start(struct nb_makeup *makeup,
                               struct nb_compositor *compositor, struct nb_book *book,
                               size_t articles) NB_CHECKED;

/* Opens the next page, finishing the open one. */
void nb_makeup_page(struct nb_makeup *makeup);
/* Makes a copy of the make-up one for trials: what is placed with it leaves no trace but where it
 * ends. */
void nb_makeup_try(struct nb_makeup *makeup);
/* Draws what is placed on the open page, with its furniture. */
void nb_makeup_finish(struct nb_makeup *makeup);

/* The height of the type area on a page, pt. */
double nb_makeup_height(const struct nb_makeup *makeup);

/* Lines left below the spanning columns. */
unsigned nb_makeup_left(const struct nb_makeup *makeup);

/* Whether nothing stands on the page yet. */
bool nb_makeup_fresh(const struct nb_makeup *makeup);

/* The width of `count` columns with what is between them, pt. */
double nb_makeup_across(const struct nb_makeup *makeup, unsigned count);

/* Places a galley's items across the spanning columns, on as many pages as it takes. */
void nb_makeup_span(struct nb_makeup *makeup, const struct nb_item *items,
                    size_t count);

/* Places items in columns. `corner` (may be NULL) stands above the first `corner_columns`. */
void nb_makeup_columns(struct nb_makeup *makeup, struct nb_feed feed,
                       const struct nb_item *corner, unsigned corner_columns);

/* Moves the cursors of the spanning columns down. */
void nb_makeup_lower(struct nb_makeup *makeup, unsigned lines);

/* The first item that will have no place on the open page, and the lines that stay empty in its
 * last column then. Nothing is placed. */
size_t nb_makeup_reach(struct nb_makeup *makeup, struct nb_feed feed, unsigned *hole);

/* fine.c: places items in the spanning columns, on as many pages as it takes. Their lines are of a
 * NB_FINE_PARTS-th of the grid. */
void nb_makeup_fine_columns(struct nb_makeup *makeup, struct nb_feed feed);

/* Places one item in a column, `lift` pt above a line, whatever its height. */
void nb_makeup_put(struct nb_makeup *makeup, const struct nb_item *item,
                   unsigned column, unsigned line, double lift);

/* Rules between the columns in use, from where the lower one of two begins to line `foot`. */
void nb_makeup_rule_columns(struct nb_makeup *makeup, const unsigned *tops,
                            unsigned foot);

/* … across the first `columns` columns. */
void nb_makeup_put_across(struct nb_makeup *makeup, const struct nb_item *item,
                          unsigned columns, unsigned line);

/* Lines of the open page that text may fill. */
unsigned nb_makeup_depth(const struct nb_makeup *makeup);

/* refers.c: places the refers at the open page's foot. */
void nb_makeup_place_refers(struct nb_makeup *makeup);

/* Draws a line with its left edge at x and its baseline at y, pt. */
void nb_makeup_line(struct nb_makeup *makeup, const struct nb_line *line, double x,
                    double y);

/* boxes.c: sets named strings, when an item that does is placed; and what a new page makes of
 * them. */
void nb_makeup_set_strings(struct nb_makeup *makeup, const struct nb_string_set *set);
void nb_makeup_turn_strings(struct nb_makeup *makeup);

/* Draws the running head of the open page, or the style's margin boxes. */
void nb_makeup_furniture(struct nb_makeup *makeup);

/* Draws the pieces of an item with its top left corner at (x, y) on the open page. */
void nb_makeup_draw(struct nb_makeup *makeup, const struct nb_item *item, double x,
                    double y);

/* Fills in the page numbers that were promised. */
void nb_makeup_keep_promises(struct nb_makeup *makeup);

#endif
