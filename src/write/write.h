/* Writers: the edition, or its pages, to a file. One file here for each output format, and one
 * line for it in the registry (registry.c). */
#ifndef NB_WRITE_WRITE_H
#define NB_WRITE_WRITE_H

#include "base/diag.h"
#include "base/io.h"
#include "base/status.h"
#include "doc/doc.h"
#include "font/font.h"
#include "page/page.h"
#include "style/style.h"

#include <stdbool.h>

struct nb_write_in {
    const char *folder; /* that what is read lies in, if it is one; or NULL */
    const struct nb_edition *edition;
    const struct nb_sheet *sheet;
    struct nb_fonts *fonts;
    /* the pages, for a paged output; else NULL. In the making only for its one writer. */
    struct nb_book *book;
    const struct nb_image *cover; /* a JPEG, for an output that wants one; or NULL */
    unsigned jobs;
    bool keep_captions;
    size_t most_size; /* bytes that an EPUB may take; 0: any number */
    bool embed_fonts; /* an EPUB and a page bring the style's fonts */
    bool archivable;  /* a PDF keeps to PDF/A-2a as well */
    bool once;        /* no other output is made: what is written may be dropped */
};

struct nb_writer {
    const char *ending; /* ".pdf"; the longest ending that fits decides */
    bool paged;         /* needs `book` */
    bool wants_cover;
    enum nb_status (*write)(struct nb_ctx *ctx, const struct nb_write_in *in,
                            struct nb_file *file);
};

extern const struct nb_writer *const nb_writers[]; /* NULL-terminated */

/* The writer for a path, by its ending, or NULL. */
const struct nb_writer *nb_writer_for(const char *path);

/* Draws a page as an RGB picture of `width` x `height` pixels (the page scaled to fit) and
 * encodes it as JPEG into `out`. In raster.c; the only user of FreeType. */
enum nb_status nb_raster_jpeg(const struct nb_page *page, unsigned width,
                              unsigned height, int quality,
                              struct nb_buf *out) NB_CHECKED;

/* The same as a PNG, for small pictures: letters keep their edges. */
enum nb_status nb_raster_png(const struct nb_page *page, unsigned width,
                             unsigned height, struct nb_buf *out) NB_CHECKED;

#endif
