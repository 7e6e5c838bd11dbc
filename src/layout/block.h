/* An article's body becomes a galley. */
#ifndef NB_LAYOUT_BLOCK_H
#define NB_LAYOUT_BLOCK_H

#include "layout/inline.h"

/* Appends the blocks of `article`, its notes and what is related to the galley; `look` is the
 * article element's. Returns the tag that the lead picture's stand in, or NULL. */
struct nb_tag *nb_galley_body(struct nb_galley *galley, struct nb_look *look,
                              const struct nb_article *article);

/* Appends a figure, scaled to the measure: nothing when it has no picture at hand, unless
 * captions are kept. `look` is that of what is around. */
void nb_galley_figure(struct nb_galley *galley, struct nb_look *look,
                      const struct nb_node *figure);

/* Appends a figure's picture, `width` and `height` points large, in the middle of the measure. */
void nb_figure_place(struct nb_galley *galley, const struct nb_node *figure,
                     double width, double height);

/* Appends a table; insets in pt. */
void nb_galley_table(struct nb_galley *galley, struct nb_look *look,
                     const struct nb_node *table, double left, double right);

/* Appends the notes below `article`, and the list of what is related to it. */
void nb_galley_related(struct nb_galley *galley, struct nb_look *look,
                       const struct nb_article *article);

/* Appends where the article comes from: site and address. */
void nb_galley_source(struct nb_galley *galley, struct nb_look *look,
                      const struct nb_article *article);

#endif
