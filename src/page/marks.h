/* Marks: what a page shows, cut into pieces that belong to one tag each; in PDF's words, its
 * marked content. Runs are drawn block by block in reading order, whatever order they were
 * placed in, and furniture last. Within a line they are drawn from left to right, which is not
 * always the order in which they are read: hence the second list. */
#ifndef NB_PAGE_MARKS_H
#define NB_PAGE_MARKS_H

#include "page/page.h"

struct nb_mark {
    struct nb_tag *tag; /* NULL: an artifact */
    size_t first, end;  /* its runs, end exclusive; none for a picture */
    const struct nb_placed_image *image;
    bool rtl;               /* it shows text that runs from right to left */
    unsigned number, parts; /* the writer's: its pieces of marked content */
};

struct nb_marks {
    const struct nb_run **runs; /* as they are drawn */
    size_t run_count;
    struct nb_mark *at; /* as they are drawn: pictures first */
    size_t count;
    struct nb_mark **read; /* as they are read, as far as one block is concerned */
};

/* Cuts a page into marks. Owned by the caller, also after a failure: nb_marks_free. */
enum nb_status nb_marks_make(const struct nb_page *page,
                             struct nb_marks *out) NB_CHECKED;
void nb_marks_free(struct nb_marks *marks);

#endif
