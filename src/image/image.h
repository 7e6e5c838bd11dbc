/* Pictures: probed, checked, made fit. A picture in the model is always a sound JPEG (RGB or
 * gray, upright, 8 bit) or a sound PNG (8 bit, not interlaced) that may be passed through. What
 * is anything else goes through the helper program newsbind-image, started when first needed,
 * spoken to over a pipe, bounded in time and memory. */
#ifndef NB_IMAGE_IMAGE_H
#define NB_IMAGE_IMAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum nb_image_kind { NB_IMAGE_JPEG, NB_IMAGE_PNG };

/* Immutable once made. A loaded one lives as long as its loader, its bytes at most as long. */
struct nb_image {
    enum nb_image_kind kind;
    unsigned width, height;    /* pixels */
    unsigned channels;         /* 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha;
                                  a palette counts as 3 or 4 */
    const unsigned char *data; /* the encoded file */
    size_t size;
    char hash[41];       /* SHA-1 of the data: pictures with the same are the same */
    struct nb_buf *file; /* the loader's, which holds the data; NULL: no loader does */
};

/* What a caller wants of the pictures. */
struct nb_image_wants {
    const char *helper; /* path of newsbind-image; NULL: beside the running program */
    unsigned most_width,
        most_height; /* pixels; larger ones are scaled down; 0: no bound */
    bool gray;       /* for e-ink: made gray, photographs toned (image/tone.h) */
};

struct
    nb_image_loader; /* holds the helper and what was loaded; one a run; any thread */

/* `wants` is copied. NB_NOMEM; the helper is started when first needed. */
enum nb_status nb_image_loader_new(const struct nb_image_wants *wants,
                                   struct nb_image_loader **out) NB_CHECKED;
void nb_image_loader_free(
    struct nb_image_loader *loader); /* ends the helper; NULL is fine */

/* Makes a picture from the bytes of a file of any format, which it takes over, also when it
 * fails. Reports what is wrong with it under `source` and `line` with `name` (PICTURE_BROKEN,
 * PICTURE_FORMAT …) and returns NB_FORMAT, NB_UNSUPPORTED or NB_LIMIT then. The result is the
 * loader's; bytes that were loaded before give the same picture again. */
enum nb_status nb_image_load(struct nb_image_loader *loader, struct nb_ctx *ctx,
                             const char *source, unsigned line, const char *name,
                             struct nb_buf *bytes,
                             const struct nb_image **out) NB_CHECKED;

/* Frees the bytes of a loaded picture, which nobody looks at or loads from then on. */
void nb_image_drop(const struct nb_image *image);

/* Decoded pixels, rows from the top, 8 bits a channel, no padding. */
struct nb_pixels {
    unsigned width, height, channels; /* 1, 2, 3 or 4 as in nb_image */
    unsigned char *data;              /* owned: nb_pixels_free */
};
enum nb_status nb_image_decode(const struct nb_image *image,
                               struct nb_pixels *out) NB_CHECKED;
void nb_pixels_free(struct nb_pixels *pixels);

/* The same for one that will be scaled down to a width and height: it may be decoded at a part
 * of its size that is no smaller than these. */
enum nb_status nb_image_decode_least(const struct nb_image *image, unsigned least_width,
                                     unsigned least_height,
                                     struct nb_pixels *out) NB_CHECKED;

/* A PNG as a PDF can take it: when it has no alpha, its own IDAT data joined (zlib format,
 * PNG predictors) with what describes it. False when the picture must be decoded instead. */
struct nb_png_raw {
    unsigned bits, colors; /* per component; 1 or 3 components; 1 for a palette */
    const unsigned char *palette; /* RGB triplets, or NULL */
    size_t palette_count;
    struct nb_buf idat; /* owned by the caller, who checks its status */
};
bool nb_image_png_raw(const struct nb_image *image, struct nb_png_raw *out);

/* The same picture in another size, never 0. */
enum nb_status nb_pixels_scale(const struct nb_pixels *in, unsigned width,
                               unsigned height, struct nb_pixels *out) NB_CHECKED;

/* Encodes gray or RGB pixels as a baseline JPEG (quality 1 to 100, 4:2:0, Huffman tables
 * fitted unless it is large), appended. */
enum nb_status nb_jpeg_encode(const struct nb_pixels *pixels, int quality,
                              struct nb_buf *out) NB_CHECKED;

/* Encodes pixels as a PNG of 8 bits, not interlaced, appended. */
enum nb_status nb_png_encode(const struct nb_pixels *pixels,
                             struct nb_buf *out) NB_CHECKED;

/* A JPEG of RGB pixels that are made on the way, a band of rows at a time from the top, so
 * that a large picture never stands in memory: `draw` fills `band`, which has the picture's
 * width and at most NB_BAND rows, the first of them the row `top` of the picture. */
enum { NB_BAND = 64 };
struct nb_band_source {
    unsigned width, height;
    void (*draw)(void *user, unsigned top, struct nb_pixels *band);
    void *user;
};
enum nb_status nb_jpeg_encode_bands(const struct nb_band_source *source, int quality,
                                    struct nb_buf *out) NB_CHECKED;

/* Whether a sample across the picture has so few colours that it is a drawing, better kept
 * without loss. */
bool nb_pixels_few_colors(const struct nb_pixels *pixels);

#endif
