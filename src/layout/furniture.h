/* Furniture: what stands in the margins of pages. */
#ifndef NB_LAYOUT_FURNITURE_H
#define NB_LAYOUT_FURNITURE_H

#include "layout/pagination.h"

/* Where a piece of furniture stands. */
struct nb_spot {
    double y, left, width; /* pt; y: the baseline */
    enum nb_align align;
};

/* Draws the first line of `string` on the open page, as an artifact. */
void nb_makeup_furnish(struct nb_makeup *makeup, const struct nb_style *style,
                       const char *lang, const char *string, struct nb_spot spot);

/* Draws the margin boxes of the style's @page on the open page. */
void nb_makeup_margin_boxes(struct nb_makeup *makeup);

#endif
