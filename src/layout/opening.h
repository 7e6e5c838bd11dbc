/* Openings: what stands at an article's start across the columns, its head and what sets it
 * apart, in the degrees that it may have. */
#ifndef NB_LAYOUT_OPENING_H
#define NB_LAYOUT_OPENING_H

#include "layout/pagination.h"

enum nb_opening {
    NB_OPENING_FULL,  /* in the article's own degree */
    NB_OPENING_OTHER, /* in another one: the second, or of that the first */
    NB_OPENING_BARE   /* only what stands above it: its section's opening, or a rule */
};

/* Sets a head for the columns that are free now. `follows`: something stands above it, from which
 * it is set apart. Failures go to `makeup`. */
void nb_opening_make(struct nb_makeup *makeup, const struct nb_set *set,
                     struct nb_galley *galley, enum nb_opening kind, bool follows);

/* The lines of a head, with the space above its parts. */
unsigned nb_opening_lines(const struct nb_galley *galley);

/* The lines in each column that the start of a set's text needs: all of it if it is
 * short, what must stay together if that is more. */
unsigned nb_opening_least(const struct nb_makeup *makeup, const struct nb_set *set);

/* The lines that the start of a band of briefs needs: the first one's head with some text. */
unsigned nb_opening_least_band(const struct nb_set *set);

#endif
