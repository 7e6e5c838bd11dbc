/* Compositors: a worker's tools, started and put away. */
#ifndef NB_LAYOUT_COMPOSITOR_H
#define NB_LAYOUT_COMPOSITOR_H

#include "layout/galley.h"

/* Fills `compositor`. Even after a failure nb_compositor_end must be called. `first` is NULL, or
 * another worker's with which it shares what it can; that one ends after this one. */
enum nb_status nb_compositor_start(struct nb_compositor *compositor, struct nb_ctx *ctx,
                                   const struct nb_layout_in *in,
                                   const struct nb_compositor *first) NB_CHECKED;

/* Frees the tools; what lasts, and what was set there, goes to the book (NULL: is freed). */
enum nb_status nb_compositor_end(struct nb_compositor *compositor,
                                 struct nb_book *book) NB_CHECKED;

#endif
