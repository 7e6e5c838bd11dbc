/* Pages as placed things: what layout makes and paged writers draw. Data only.
 *
 * Units are PostScript points; the origin is the page's top left corner, y grows downwards.
 * Items of a page are drawn in order: fills, then pictures, then runs. Everything lives in the
 * book's arenas. */
#ifndef NB_PAGE_PAGE_H
#define NB_PAGE_PAGE_H

#include "base/arena.h"
#include "base/status.h"
#include "page/tag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nb_font;
struct nb_image;
struct nb_node; /* doc/doc.h: named here, never looked into */
struct nb_buf;

struct nb_rgb {
    uint8_t r, g, b;
};

/* Where a placed thing comes from, so that it can be tagged and its text compared. */
enum nb_role {                   /* what it is to a reader of the page */
               NB_ROLE_ARTIFACT, /* furniture: running heads, folios, rules */
               NB_ROLE_TITLE,
               NB_ROLE_ISSUE,
               NB_ROLE_SECTION,
               NB_ROLE_CONTENTS,
               NB_ROLE_KICKER,
               NB_ROLE_HEADLINE,
               NB_ROLE_STANDFIRST,
               NB_ROLE_BYLINE,
               NB_ROLE_HEADING,
               NB_ROLE_PARAGRAPH,
               NB_ROLE_QUOTE,
               NB_ROLE_PULLQUOTE,
               NB_ROLE_LIST,
               NB_ROLE_TABLE,
               NB_ROLE_CODE,
               NB_ROLE_FIGURE,
               NB_ROLE_CAPTION,
               NB_ROLE_CREDIT,
               NB_ROLE_EMBED,
               NB_ROLE_NOTE,
               NB_ROLE_RELATED
};

struct nb_origin {
    enum nb_role role;
    int32_t article; /* index in the edition's order, -1: none */
    int32_t block; /* number of the block within its article in reading order, -1: none;
                        headline and the like count too: unique for each (article, block) */
    struct nb_tag *tag; /* NULL: an artifact */
    const struct nb_node
        *node; /* the block of the article's body, or one in it; the body
                                   itself: behind it; NULL: its head, no article */
};

/* Small, since a book has millions of them. */
struct nb_glyph {
    uint16_t id;
    uint16_t
        cluster;   /* byte offset into the run's text of the first character it shows;
                         what lies further than NB_LAST_CLUSTER counts as there */
    float advance; /* pt, with kerning, justification and letter-spacing */
};

enum { NB_LAST_CLUSTER = UINT16_MAX };

struct nb_offset {
    float x, y; /* pt, from the pen; upwards is positive */
};

/* Glyphs of one font, size and colour on one line, in visual order. */
struct nb_run {
    const struct nb_font *font;
    float size;    /* pt */
    float x, y;    /* pen at the first glyph: baseline */
    float stretch; /* horizontal scaling, 1: none */
    float
        spacing; /* pt, how much of each advance is letter-spacing for justification */
    struct nb_rgb color;
    bool rtl;
    bool underline;
    bool said;   /* its text is said by the run behind it: an initial */
    bool hyphen; /* its last glyph is a hyphen that the text does not have */
    bool
        space_after; /* a space of the text was taken by the line end behind this run */
    const struct nb_glyph *glyphs;
    const struct nb_offset
        *offsets; /* of each glyph, or NULL: every one is at the pen */
    size_t glyph_count;
    const char
        *text; /* UTF-8, logical order; what the glyphs show; not NUL-terminated */
    size_t text_len;
    uint32_t
        at; /* where its text starts within its block's, bytes: the order of reading */
    const char *lang; /* BCP 47, or NULL */
    struct nb_origin origin;
    struct nb_run *next;
};

/* Where a glyph of a run stands. */
static inline struct nb_offset nb_run_offset(const struct nb_run *run, size_t glyph)
{
    return run->offsets ? run->offsets[glyph] : (struct nb_offset){0, 0};
}

struct nb_fill { /* a filled rectangle: rules, backgrounds */
    float x, y, width, height;
    struct nb_rgb color;
    struct nb_fill *next;
};

struct nb_placed_image {
    const struct nb_image *image;
    float x, y, width, height;
    const char *alt;
    struct nb_origin origin;
    struct nb_placed_image *next;
};

struct nb_page_link {
    float x, y, width, height;
    const char *uri;    /* an absolute address, or NULL */
    const char *anchor; /* a name within the book, or NULL */
    const char *text;   /* what it says, for its description */
    struct nb_origin origin;
    struct nb_page_link *next;
};

struct nb_anchor { /* a place that links and the outline lead to */
    const char *name;
    float x, y;
    struct nb_anchor *next;
};

struct nb_page {
    float width, height;
    const char *label; /* what is printed as its number: "1" … */
    bool held;         /* numbers of pages still to come are missing on it */
    struct nb_fill *fills, *last_fill;
    struct nb_placed_image *images, *last_image;
    struct nb_run *runs, *last_run;
    struct nb_page_link *links, *last_link;
    struct nb_anchor *anchors, *last_anchor;
};

struct nb_outline_entry {
    const char *title;
    const char *anchor;
    unsigned level; /* 0: top */
    struct nb_outline_entry *next;
};

/* The pages of a book. Owns its arenas.
 *
 * A book may be in the making: then `more` makes some pages more, and sets itself to NULL when
 * there are no others. Pages from `finished` on are not finished before the next call; those
 * that are held are not before the end. What stands on finished pages, and the tags below those
 * that are `done`, is let go by the next call, unless the page is held. A failure ends the
 * making. */
struct nb_book {
    enum nb_status (*more)(struct nb_book *book);
    void *maker; /* ended with the book */
    void (*end_maker)(void *maker);
    size_t finished;
    struct nb_tag **done;
    size_t done_count;
    struct nb_arena *arena;
    struct nb_arena *items;    /* of what stands on pages; NULL: `arena` */
    struct nb_arena **adopted; /* owned as well: what workers laid out in */
    size_t adopted_count, adopted_room;
    struct nb_page **pages;
    size_t page_count, page_room;
    struct nb_tag *tags; /* the logical structure; NULL: there is none */
    struct nb_outline_entry *outline, *last_outline;
};

/* A new book, NULL without memory. Owned: nb_book_free. */
struct nb_book *nb_book_new(size_t cap);
void nb_book_free(struct nb_book *book);

/* Takes over an arena that runs, glyphs or text of the book's pages live in: also when it
 * fails, it then frees it. NULL is fine. */
enum nb_status nb_book_adopt(struct nb_book *book, struct nb_arena *arena) NB_CHECKED;

/* A new page at the end, or NULL after a failure of the arena (nb_arena_status). */
struct nb_page *nb_book_add_page(struct nb_book *book, double width, double height);

/* Append a copy of the struct that is given; what it points to (glyphs, text, alt …) must live
 * as long as the book. Anchors' names and the outline's strings are copied. After a failure of
 * the arena they do nothing; a NULL page is passed over. */
void nb_page_fill(struct nb_book *book, struct nb_page *page, struct nb_fill fill);
void nb_page_image(struct nb_book *book, struct nb_page *page,
                   struct nb_placed_image image);
void nb_page_run(struct nb_book *book, struct nb_page *page, struct nb_run run);
void nb_page_link(struct nb_book *book, struct nb_page *page, struct nb_page_link link);
void nb_page_anchor(struct nb_book *book, struct nb_page *page, const char *name,
                    double x, double y);
void nb_book_outline(struct nb_book *book, const char *title, const char *anchor,
                     unsigned level);

/* The pages as text, for goldens: one item a line, numbers with two decimals. */
void nb_book_dump(const struct nb_book *book, struct nb_buf *out);

#endif
