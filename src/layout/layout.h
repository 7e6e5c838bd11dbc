/* Layout: an edition and a style become pages. */
#ifndef NB_LAYOUT_LAYOUT_H
#define NB_LAYOUT_LAYOUT_H

#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"
#include "font/font.h"
#include "page/page.h"
#include "style/style.h"

struct nb_layout_in {
    const struct nb_edition *edition;
    const struct nb_sheet *sheet;
    struct nb_fonts *fonts;
    const char *paper;  /* "A4", "Letter"; NULL: the sheet's */
    unsigned jobs;      /* threads, at least 1 */
    bool keep_captions; /* show captions of figures without a picture */
};

/* Lays the edition out. The same input gives the same pages with any number of jobs.
 * *out is owned by the caller: nb_book_free; `ctx` is reported to, and what `in` points to must
 * live, until the book is made. */
enum nb_status nb_layout(struct nb_ctx *ctx, const struct nb_layout_in *in,
                         struct nb_book **out) NB_CHECKED;

/* The same as a book in the making (page/page.h): a long edition's pages need not all stand in
 * memory. */
enum nb_status nb_layout_begin(struct nb_ctx *ctx, const struct nb_layout_in *in,
                               struct nb_book **out) NB_CHECKED;

/* The cover: a book of one page of `width` x `height` units with masthead, date, lead headline
 * and picture, to be drawn one unit a pixel. */
enum nb_status nb_layout_cover(struct nb_ctx *ctx, const struct nb_layout_in *in,
                               double width, double height,
                               struct nb_book **out) NB_CHECKED;

#endif
