/* PNG through libpng, by its simplified interface: no long jumps reach us. The only user of
 * libpng. */
#include "base/mem.h"
#include "image/formats.h"

#include <png.h>
#include <string.h>

/* The pixel format of a picture as we keep it: no palette, no 16 bits, its own alpha. */
static png_uint_32 plain_format(png_uint_32 format)
{
    return format & (PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR);
}

enum nb_status nb_png_decode(struct nb_str bytes, struct nb_pixels *out)
{
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    *out = (struct nb_pixels){0};
    if (!png_image_begin_read_from_memory(&image, bytes.data, bytes.len))
        return NB_FORMAT;
    /* Without this libpng takes 16 bits without a gamma for linear light. */
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    image.format = plain_format(image.format);
    out->width = image.width;
    out->height = image.height;
    out->channels = PNG_IMAGE_PIXEL_CHANNELS(image.format);
    out->data = nb_malloc((size_t)out->width * out->height * out->channels);
    if (!out->data) {
        png_image_free(&image);
        return NB_NOMEM;
    }
    if (png_image_finish_read(&image, NULL, out->data, 0, NULL))
        return NB_OK;
    nb_pixels_free(out);
    return NB_FORMAT;
}

enum nb_status nb_png_encode(const struct nb_pixels *pixels, struct nb_buf *out)
{
    static const png_uint_32 formats[] = {0, PNG_FORMAT_GRAY, PNG_FORMAT_GA,
                                          PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = pixels->width;
    image.height = pixels->height;
    image.format = formats[pixels->channels];
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    char *to = nb_buf_reserve(out, size);
    if (!to)
        return out->status;
    if (!png_image_write_to_memory(&image, to, &size, 0, pixels->data, 0, NULL))
        return NB_LIBRARY;
    out->len += size;
    out->data[out->len] = '\0';
    return NB_OK;
}
