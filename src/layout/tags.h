/* The logical structure as galleys are set: which container is open, and the tag of each block.
 * All of it does nothing where a galley has no tag to begin with, as on covers. */
#ifndef NB_LAYOUT_TAGS_H
#define NB_LAYOUT_TAGS_H

#include "layout/galley.h"

/* Opens a container within the one that is open, which is returned, for the caller to put back
 * (`galley->tag = outer`). */
struct nb_tag *nb_galley_open(struct nb_galley *galley, enum nb_tag_kind kind,
                              const char *lang);

/* Makes the tag of a block of text with this role; a heading where galley->heading says so. */
void nb_galley_leaf(struct nb_galley *galley, enum nb_role role);

/* Gives spans tags of their own within the last block's, as far as they are links, references,
 * or in a language other than `lang`. */
void nb_galley_tag_spans(struct nb_galley *galley, struct nb_span *spans, size_t count,
                         const char *lang);

/* Headings of an article's body, level by level without gaps: whatever levels they have in the
 * source, a heading is at most one below the one it stands under. */
struct nb_outline_levels {
    unsigned char open[8]; /* source levels of the headings around */
    unsigned depth;
};

/* The level, 1 to 6, of the next heading, `source` being its own and `base` the headline's. */
unsigned nb_heading_level(struct nb_outline_levels *levels, unsigned base,
                          unsigned source);

/* The levels of headings before the articles' own: the edition's title is 1, where there is
 * one; the others close up. */
struct nb_heading_base {
    unsigned section, headline;
};
struct nb_heading_base nb_heading_base(const struct nb_edition *edition);

#endif
