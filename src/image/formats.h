/* The picture formats: told apart by their first bytes, and checked. For the loader. */
#ifndef NB_IMAGE_FORMATS_H
#define NB_IMAGE_FORMATS_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "image/image.h"

enum nb_picture_format {
    NB_PICTURE_UNKNOWN,
    NB_PICTURE_MARKUP, /* SVG, or a web page under a picture's name */
    NB_PICTURE_JPEG,
    NB_PICTURE_PNG,
    NB_PICTURE_OTHER /* WebP, GIF, TIFF, AVIF, HEIF: the helper reads them */
};

enum nb_picture_format nb_picture_format(struct nb_str bytes);

/* What a check found out. */
struct nb_picture_facts {
    unsigned width, height, channels; /* as in struct nb_image */
    bool fit;    /* sound, and within what every reader of PDF and EPUB shows */
    size_t size; /* of the picture alone: what stands behind it is not part of it */
    uint64_t
        kept; /* bytes that a decoder keeps besides the pixels: of a progressive JPEG all
                        coefficients, of two bytes, until the last scan */
    const char *why; /* what is broken; static storage */
};

/* A JPEG's markers, strictly, without decoding (ITU T.81, B). NB_FORMAT with `why` when it is
 * broken or cut off; `fit` false for what must be made anew (CMYK, 12 bit, not upright,
 * a profile of other colours than sRGB's …). */
enum nb_status nb_jpeg_check(struct nb_str bytes,
                             struct nb_picture_facts *out) NB_CHECKED;

/* A PNG's header and the order of its chunks (PNG 3rd edition, 5). `fit` false when it is
 * interlaced or has 16 bits. */
enum nb_status nb_png_check(struct nb_str bytes,
                            struct nb_picture_facts *out) NB_CHECKED;

/* Decodes all of a PNG to 8 bits a channel; NB_FORMAT when any of it is broken. */
enum nb_status nb_png_decode(struct nb_str bytes, struct nb_pixels *out) NB_CHECKED;

/* Decodes a JPEG that was checked, to gray or RGB, as nb_image_decode_least. */
enum nb_status nb_jpeg_decode(struct nb_str bytes, unsigned least_width,
                              unsigned least_height, struct nb_pixels *out) NB_CHECKED;

enum { NB_PNG_SIGNATURE = 8 };

#endif
