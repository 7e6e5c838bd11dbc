/* The pictures of a page, as data: addresses. Each is as large as screens show it, no larger:
 * what is larger, or takes many bytes for what it shows, is made anew. */
#include "write/html.h"

#include "base/base64.h"
#include "base/mem.h"
#include "base/par.h"

#include <stdint.h>

enum {
    MOST_WIDTH = 1440, /* twice the measure, for screens of two pixels a point */
    MOST_HEIGHT = 2000,
    MOST_BYTES = 700 << 10, /* of a picture passed through */
    QUALITY = 82,
    MOST_PAGE = 96 << 20 /* bytes of all addresses */
};

/* ---- One picture. */

/* The greatest size within the bounds, of the picture's shape. */
static void fit(const struct nb_image *image, unsigned *width, unsigned *height)
{
    uint64_t w = image->width, h = image->height;
    if (w > MOST_WIDTH) {
        h = (h * MOST_WIDTH + w / 2) / w;
        w = MOST_WIDTH;
    }
    if (h > MOST_HEIGHT) {
        w = (w * MOST_HEIGHT + h / 2) / h;
        h = MOST_HEIGHT;
    }
    *width = w ? (unsigned)w : 1;
    *height = h ? (unsigned)h : 1;
}

static void put_address(const char *type, const void *data, size_t size,
                        struct nb_buf *out)
{
    nb_buf_printf(out, "data:image/%s;base64,", type);
    nb_base64_put(data, size, out);
}

/* What is clear in parts stays a PNG. */
static enum nb_status encode(const struct nb_pixels *pixels, struct nb_buf *out)
{
    struct nb_buf file = NB_BUF_INIT;
    bool clear = pixels->channels % 2 == 0;
    enum nb_status status =
        clear ? nb_png_encode(pixels, &file) : nb_jpeg_encode(pixels, QUALITY, &file);
    if (status == NB_OK)
        put_address(clear ? "png" : "jpeg", file.data, file.len, out);
    nb_buf_free(&file);
    return status == NB_OK ? out->status : status;
}

static enum nb_status make_anew(const struct nb_image *image, struct nb_buf *out)
{
    struct nb_pixels pixels = {0}, scaled = {0};
    unsigned width, height;
    fit(image, &width, &height);
    enum nb_status status = nb_image_decode_least(image, width, height, &pixels);
    bool same = pixels.width == width && pixels.height == height;
    if (status == NB_OK && !same)
        status = nb_pixels_scale(&pixels, width, height, &scaled);
    if (status == NB_OK)
        status = encode(same ? &pixels : &scaled, out);
    nb_pixels_free(&scaled);
    nb_pixels_free(&pixels);
    return status;
}

static void make(void *user, size_t index, unsigned worker)
{
    struct nb_html_picture *picture = &((struct nb_html_pictures *)user)->at[index];
    const struct nb_image *image = picture->image;
    (void)worker;
    bool passes = image->width <= MOST_WIDTH && image->height <= MOST_HEIGHT &&
                  image->size <= MOST_BYTES;
    if (!passes)
        picture->status = make_anew(image, &picture->address);
    if (passes || (picture->status != NB_OK && picture->status != NB_NOMEM)) {
        nb_buf_clear(&picture->address);
        put_address(image->kind == NB_IMAGE_PNG ? "png" : "jpeg", image->data,
                    image->size, &picture->address);
        picture->status = picture->address.status;
    }
}

/* ---- All of them. */

static enum nb_status add(struct nb_html_pictures *pictures,
                          const struct nb_image *image)
{
    struct nb_str hash = nb_str_of(image->hash);
    struct nb_html_picture *known = nb_map_get(pictures->by_hash, hash);
    if (known) {
        known->uses++;
        return NB_OK;
    }
    struct nb_html_picture *own = &pictures->at[pictures->count++];
    *own = (struct nb_html_picture){.image = image, .uses = 1};
    return nb_map_set(pictures->by_hash, hash, own);
}

/* Calls nb_html_pictures' `add` for every figure with a picture, or only counts them. */
static enum nb_status each_figure(const struct nb_edition *edition,
                                  struct nb_html_pictures *to, size_t *count)
{
    struct nb_section *section;
    enum nb_status status = NB_OK;
    for (const struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        struct nb_walk walk = nb_walk_start(a->body);
        while (status == NB_OK && nb_walk_next(&walk)) {
            if (walk.event != NB_ENTER || walk.node->type != NB_FIGURE ||
                !walk.node->u.figure.image)
                continue;
            (*count)++;
            if (to)
                status = add(to, walk.node->u.figure.image);
        }
    }
    return status;
}

/* Leaves out what goes beyond the bound, in the order of the edition. */
static void bound(struct nb_ctx *ctx, struct nb_html_pictures *pictures)
{
    size_t left = MOST_PAGE, dropped = 0;
    for (size_t i = 0; i < pictures->count; i++) {
        struct nb_html_picture *picture = &pictures->at[i];
        size_t length = picture->address.len;
        picture->left_out = length > left || picture->uses > left / (length + 1);
        if (!picture->left_out)
            left -= length * picture->uses;
        else
            nb_buf_free(&picture->address);
        dropped += picture->left_out;
    }
    if (dropped)
        nb_report(ctx, NB_DIAG_LIMIT, NULL, 0,
                  "%zu pictures are left out of the HTML page, which holds %d MB",
                  dropped, MOST_PAGE >> 20);
}

enum nb_status nb_html_pictures_make(struct nb_ctx *ctx,
                                     const struct nb_edition *edition, unsigned jobs,
                                     struct nb_html_pictures *out)
{
    size_t count = 0, again = 0;
    enum nb_status status = each_figure(edition, NULL, &count);
    *out = (struct nb_html_pictures){.by_hash = nb_map_new()};
    out->at = nb_calloc(count ? count : 1, sizeof *out->at);
    if (!out->by_hash || !out->at)
        return NB_NOMEM;
    if (status == NB_OK)
        status = each_figure(edition, out, &again);
    if (status != NB_OK)
        return status;
    nb_par_each(jobs ? jobs : 1, out->count, make, out);
    for (size_t i = 0; i < out->count && status == NB_OK; i++)
        status = out->at[i].status;
    if (status == NB_OK)
        bound(ctx, out);
    return status;
}

void nb_html_pictures_free(struct nb_html_pictures *pictures)
{
    for (size_t i = 0; i < pictures->count; i++)
        nb_buf_free(&pictures->at[i].address);
    nb_free(pictures->at);
    nb_map_free(pictures->by_hash);
}

const char *nb_html_picture(const struct nb_html_pictures *pictures,
                            const struct nb_image *image)
{
    const struct nb_html_picture *picture =
        nb_map_get(pictures->by_hash, nb_str_of(image->hash));
    return picture && !picture->left_out ? nb_buf_cstr(&picture->address) : NULL;
}
