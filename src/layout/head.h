/* An article's head: kicker, headline, standfirst, byline, and a section's opening above it. */
#ifndef NB_LAYOUT_HEAD_H
#define NB_LAYOUT_HEAD_H

#include "layout/galley.h"

/* What is above an article's head besides. */
struct nb_head_in {
    const struct nb_article *article;
    struct nb_look *look;       /* the article element's */
    struct nb_look *after;      /* the same, as it is behind another article */
    struct nb_look *section;    /* the section element's */
    const char *opens;          /* the section that starts here, or NULL */
    const char *opens_anchor;   /* its anchor */
    struct nb_tag *section_tag; /* what its name belongs to */
    int32_t *furniture;         /* counts blocks of no article */
    const char *kicker;         /* in place of a missing one, or NULL */
    bool follows;               /* something stands above: a rule between them */
};

/* Appends the head to the galley: set apart from what stands above it, in one piece with its
 * section's opening, glued to what follows. */
void nb_galley_head(struct nb_galley *galley, const struct nb_head_in *in);

/* Appends only what stands above a head: the section's opening, or the rule. */
void nb_galley_above(struct nb_galley *galley, const struct nb_head_in *in);

#endif
