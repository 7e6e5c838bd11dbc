/* Tags: the logical structure of a book, as a tree beside its pages. Layout makes a tag for each
 * container and each block of text, and for links and foreign words within a block; runs,
 * pictures and links on the pages say in their origin which tag they belong to. What belongs to
 * none is an artifact: furniture, rules.
 *
 * The order of the tree is the order of reading. Tags that nothing on a page belongs to (a head
 * that was set twice, a figure left out) stay in the tree; writers pass over them. */
#ifndef NB_PAGE_TAG_H
#define NB_PAGE_TAG_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum nb_tag_kind {
    NB_TAG_GROUP, /* is not there itself: keeps the place of its children */
    /* containers */
    NB_TAG_DOCUMENT,
    NB_TAG_SECTION,
    NB_TAG_ARTICLE,
    NB_TAG_DIVISION,
    NB_TAG_QUOTE,
    NB_TAG_PULLQUOTE,
    NB_TAG_LIST, /* items; ordered */
    NB_TAG_ITEM, /* a label, a body */
    NB_TAG_ITEM_BODY,
    NB_TAG_TABLE, /* a caption, rows */
    NB_TAG_ROW,   /* cells */
    NB_TAG_NOTE,
    NB_TAG_CONTENTS, /* entries */
    NB_TAG_ENTRY,
    /* blocks of text */
    NB_TAG_HEADING, /* level */
    NB_TAG_PARAGRAPH,
    NB_TAG_KICKER,
    NB_TAG_STANDFIRST,
    NB_TAG_BYLINE,
    NB_TAG_LABEL, /* of an item or a note */
    NB_TAG_CAPTION,
    NB_TAG_CREDIT,
    NB_TAG_HEADER, /* a cell that heads a row or a column: cell */
    NB_TAG_CELL,   /* cell */
    NB_TAG_FIGURE, /* alt */
    /* within a block */
    NB_TAG_LINK,
    NB_TAG_REFERENCE, /* to a note */
    NB_TAG_CODE,
    NB_TAG_SPAN /* text in another language */
};

struct nb_tag {
    enum nb_tag_kind kind;
    uint32_t index; /* a writer's; 0 at first */
    struct nb_tag *parent, *first, *last, *next;
    const char *lang; /* BCP 47, where it is known */
    union {
        unsigned level;     /* heading: 1 to 6 */
        bool ordered;       /* list */
        const char *alt;    /* figure: what it shows */
        const char *anchor; /* note, article, section: the name that links lead to */
        struct {
            uint16_t column, row, colspan, rowspan;
            bool across;                   /* a header of its row, not of its column */
            bool named;                    /* a header that cells name as theirs */
            const struct nb_tag **headers; /* those of this cell, where their places do
                                              not tell; NULL at the end, or NULL */
        } cell;
    } u;
};

/* A new tag at the end of `parent`'s children, in `arena`; the tree's root where `parent` is
 * NULL and the kind is NB_TAG_DOCUMENT. NULL where there is no parent, so that what is set
 * without a structure (covers) gets none; and without memory, which the arena says. */
struct nb_tag *nb_tag_new(struct nb_arena *arena, struct nb_tag *parent,
                          enum nb_tag_kind kind);

/* Makes a tag, with what is below it, the last of its parent's children. NULL is fine. */
void nb_tag_to_end(struct nb_tag *tag);

/* The tag after this one in the tree's order, NULL at the end. */
struct nb_tag *nb_tag_next(const struct nb_tag *tag);

/* The tag behind this one and all below it in the tree's order, NULL at the end. */
struct nb_tag *nb_tag_behind(const struct nb_tag *tag);

/* Whether it holds blocks of text, and no text itself. */
bool nb_tag_is_container(enum nb_tag_kind kind);

/* Whether it stands within a line of its parent's text. */
bool nb_tag_is_inline(enum nb_tag_kind kind);

/* "paragraph", "link" …; static storage. */
const char *nb_tag_name(enum nb_tag_kind kind);

#endif
