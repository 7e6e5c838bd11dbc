/* What the files of the HTML writer share: the plan of a page that holds a whole edition. */
#ifndef NB_WRITE_HTML_H
#define NB_WRITE_HTML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "image/image.h"
#include "write/fonts.h"
#include "write/front.h"
#include "write/write.h"

/* A picture of the page. */
struct nb_html_picture {
    const struct nb_image *image;
    size_t uses;
    struct nb_buf address; /* data:… */
    enum nb_status status; /* of making it */
    bool left_out;         /* there was no room for it */
};

struct nb_html_pictures {
    struct nb_map *by_hash; /* → struct nb_html_picture */
    struct nb_html_picture *at;
    size_t count;
};

/* Makes the addresses of all pictures of the edition's articles, on `jobs` threads: scaled to
 * what screens show of them, and within a bound on the page. What is beyond the bound is left
 * out, with a warning. */
enum nb_status nb_html_pictures_make(struct nb_ctx *ctx,
                                     const struct nb_edition *edition, unsigned jobs,
                                     struct nb_html_pictures *out) NB_CHECKED;
void nb_html_pictures_free(struct nb_html_pictures *pictures);

/* A picture's address, or NULL. */
const char *nb_html_picture(const struct nb_html_pictures *pictures,
                            const struct nb_image *image);

/* Article id → "#a1", in the arena. */
enum nb_status nb_html_anchors(const struct nb_edition *edition, struct nb_arena *arena,
                               struct nb_map *out) NB_CHECKED;

/* Appends every article as an <article> element of its own, one after the other, without
 * pictures; captions stay. `extract --to html`. */
enum nb_status nb_html_articles(const struct nb_edition *edition,
                                struct nb_buf *out) NB_CHECKED;

/* Appends the page's stylesheet: what every page needs, the style's rules, and the fonts that it
 * brings. `sheet` and `brought` may be NULL. */
enum nb_status nb_html_css(const struct nb_sheet *sheet, const struct nb_fonts *fonts,
                           const struct nb_brought *brought,
                           struct nb_buf *out) NB_CHECKED;

#endif
