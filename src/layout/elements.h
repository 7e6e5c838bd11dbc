/* What stands on a line in the making: the words, parts of words and spaces between two of a
 * paragraph's break points. */
#ifndef NB_LAYOUT_ELEMENTS_H
#define NB_LAYOUT_ELEMENTS_H

#include "layout/setter.h"

/* A part of a word, or a space, on a line. */
struct nb_line_element {
    const struct nb_font *font;
    const struct nb_em_glyph *glyphs; /* NULL: a space */
    const struct nb_offset *offsets;  /* em; NULL: all glyphs are at the pen */
    uint32_t glyph_count, clusters;
    uint32_t base;     /* what clusters count from, in the flow's text */
    uint32_t from, to; /* the flow's text that it shows */
    uint32_t run;
    uint8_t level;
    bool spreads;           /* justified between characters, */
    bool apart;             /* … but not behind the last one: autospace is there */
    bool hyphen;            /* its last glyph is a hyphen that the text does not have */
    double stretch, shrink; /* pt, of a space */
    double flex;    /* pt, by which letters give; 0: they are rigid; less than 0:
                               a space takes so much off again */
    double letters; /* pt, their width by nature */
    double width;   /* pt, as set */
};

/* A line in the making. */
struct nb_setting {
    struct nb_flow *flow;
    struct nb_arena *arena;
    struct nb_line_element *elements; /* logical order, then visual */
    size_t count, room;
    double gap; /* pt, added behind each character that spreads */
    double stretch, shrink, natural, flex;
    bool links;     /* there are some in the paragraph */
    bool spreads;   /* some of it is justified between characters */
    uint8_t level;  /* the highest */
    double scale;   /* of letters' widths */
    double spacing; /* part of the size, behind each letter */
    struct nb_line *line;
    enum nb_status status;
};

/* Fills `elements` with the line from one place to another, in logical order; parts of words at
 * its ends are shaped anew where their letters are others there. Failures are in `status`. */
void nb_setting_gather(struct nb_setting *setting, const struct nb_flow_place *start,
                       const struct nb_flow_place *end);

/* Spaces at the end vanish unless they are kept, and what follows the last character. */
void nb_setting_trim(struct nb_setting *setting, bool keep);

#endif
