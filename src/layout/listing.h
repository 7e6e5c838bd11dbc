/* The contents' lists: what listing.c and late.c share. */
#ifndef NB_LAYOUT_LISTING_H
#define NB_LAYOUT_LISTING_H

#include "layout/pagination.h"

/* Contents that wait for the second page; in parts of a line. */
struct nb_late {
    struct nb_galley entries,
        plain;            /* with summaries, where they are not too long, and without */
    struct nb_tag *title; /* the tag of their title */
};

/* Starts a galley for a list of the given measure, pt. */
void nb_listing_start(struct nb_makeup *makeup, struct nb_galley *galley,
                      double measure);

/* The lines of a galley, as it counts them. */
unsigned nb_listing_height(const struct nb_galley *galley);

/* Appends the title: of all contents, or (`leads`) of those of them that the first page shows,
 * which leads to the others and has their page's number. */
void nb_listing_title(struct nb_makeup *makeup, struct nb_galley *galley,
                      struct nb_tag *tag, bool leads);

/* Exchanges entries for those with summaries, from the first on, as long as they fit into
 * `room`, in the galleys' lines. `height` is the plain ones'. Returns the height then. */
unsigned nb_listing_enrich(struct nb_galley *plain, const struct nb_galley *full,
                           unsigned height, unsigned room);

#endif
