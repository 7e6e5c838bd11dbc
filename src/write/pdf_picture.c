/* Pictures in a PDF (ISO 32000-1, 8.9.5). A JPEG is embedded as it is; a PNG without alpha
 * gives its own compressed rows; any other is decoded, its alpha set apart as a soft mask.
 * The same picture is embedded once. */
#include "base/mem.h"
#include "image/image.h"
#include "write/pdf.h"

struct nb_pdf_pictures {
    struct nb_map *objects; /* struct written by the pictures' digests */
    struct nb_arena *arena;
};

struct written {
    unsigned object;
};

enum nb_status nb_pdf_pictures_new(struct nb_pdf_pictures **out)
{
    struct nb_pdf_pictures *pictures = *out = nb_calloc(1, sizeof *pictures);
    if (!pictures)
        return NB_NOMEM;
    pictures->objects = nb_map_new();
    pictures->arena = nb_arena_new(0);
    if (pictures->objects && pictures->arena)
        return NB_OK;
    nb_pdf_pictures_free(pictures);
    *out = NULL;
    return NB_NOMEM;
}

void nb_pdf_pictures_free(struct nb_pdf_pictures *pictures)
{
    if (!pictures)
        return;
    nb_map_free(pictures->objects);
    nb_arena_free(pictures->arena);
    nb_free(pictures);
}

unsigned nb_pdf_picture_object(const struct nb_pdf_pictures *pictures,
                               const struct nb_image *image)
{
    const struct written *written =
        nb_map_get(pictures->objects, nb_str_of(image->hash));
    return written ? written->object : 0;
}

/* What every picture says: its size in pixels, 8 bits a component unless said otherwise. */
static unsigned add_picture(struct nb_pdf *pdf, unsigned width, unsigned height,
                            unsigned bits)
{
    unsigned object = nb_pdf_add(pdf);
    nb_pdf_set_name(pdf, object, "Type", "XObject");
    nb_pdf_set_name(pdf, object, "Subtype", "Image");
    nb_pdf_set_int(pdf, object, "Width", (int)width);
    nb_pdf_set_int(pdf, object, "Height", (int)height);
    nb_pdf_set_int(pdf, object, "BitsPerComponent", (int)bits);
    return object;
}

static const char *color_space(unsigned channels)
{
    return channels >= 3 ? "DeviceRGB" : "DeviceGray";
}

static unsigned write_jpeg(struct nb_pdf *pdf, const struct nb_image *image)
{
    unsigned object = add_picture(pdf, image->width, image->height, 8);
    nb_pdf_set_name(pdf, object, "ColorSpace", color_space(image->channels));
    nb_pdf_set_name(pdf, object, "Filter", "DCTDecode");
    nb_pdf_stream(pdf, object, image->data, image->size);
    return object;
}

/* A PNG's own rows, which stand in the predictor format that PDF knows as 15. */
static unsigned write_png_rows(struct nb_pdf *pdf, const struct nb_image *image,
                               const struct nb_png_raw *png)
{
    struct nb_buf raw = NB_BUF_INIT;
    unsigned object = add_picture(pdf, image->width, image->height, png->bits);
    nb_pdf_set_name(pdf, object, "Filter", "FlateDecode");
    if (png->palette) {
        nb_buf_puts(&raw, "/ColorSpace[/Indexed/DeviceRGB ");
        nb_buf_int(&raw, (long long)png->palette_count - 1);
        nb_pdf_bytes(&raw, png->palette, png->palette_count * 3);
        nb_buf_puts(&raw, "]\n");
    } else {
        nb_pdf_set_name(pdf, object, "ColorSpace", color_space(png->colors));
    }
    nb_buf_printf(&raw,
                  "/DecodeParms<</Predictor 15/Colors %u/BitsPerComponent %u"
                  "/Columns %u>>\n",
                  png->colors, png->bits, image->width);
    if (raw.status != NB_OK)
        nb_pdf_fail(pdf, raw.status);
    nb_pdf_set_raw(pdf, object, nb_buf_view(&raw));
    nb_pdf_stream(pdf, object, png->idat.data, png->idat.len);
    nb_buf_free(&raw);
    return object;
}

/* The channels from `first` on, `count` of them, of all pixels. */
static unsigned char *channels_of(const struct nb_pixels *pixels, unsigned first,
                                  unsigned count, size_t *size)
{
    size_t area = (size_t)pixels->width * pixels->height;
    *size = area * count;
    unsigned char *out = nb_malloc(*size), *to = out;
    const unsigned char *from = pixels->data + first;
    for (size_t i = 0; out && i < area; i++, from += pixels->channels) {
        for (unsigned k = 0; k < count; k++)
            *to++ = from[k];
    }
    return out;
}

static unsigned write_channels(struct nb_pdf *pdf, const struct nb_pixels *pixels,
                               unsigned first, unsigned count, unsigned mask)
{
    size_t size;
    unsigned object = add_picture(pdf, pixels->width, pixels->height, 8);
    unsigned char *data = channels_of(pixels, first, count, &size);
    if (!data) {
        nb_pdf_fail(pdf, NB_NOMEM);
        return 0;
    }
    nb_pdf_set_name(pdf, object, "ColorSpace", color_space(count));
    if (mask)
        nb_pdf_set_ref(pdf, object, "SMask", mask);
    nb_pdf_stream_deflated(pdf, object, data, size);
    nb_free(data);
    return object;
}

static unsigned write_pixels(struct nb_pdf *pdf, const struct nb_image *image)
{
    struct nb_pixels pixels = {0};
    enum nb_status status = nb_image_decode(image, &pixels);
    if (status != NB_OK) {
        nb_pdf_fail(pdf, status);
        return 0;
    }
    unsigned colors = pixels.channels >= 3 ? 3 : 1, mask = 0;
    if (pixels.channels > colors)
        mask = write_channels(pdf, &pixels, colors, 1, 0);
    unsigned object = write_channels(pdf, &pixels, 0, colors, mask);
    nb_pixels_free(&pixels);
    return object;
}

static unsigned write_png(struct nb_pdf *pdf, const struct nb_image *image)
{
    struct nb_png_raw png = {0};
    unsigned object;
    if (!nb_image_png_raw(image, &png))
        return write_pixels(pdf, image);
    if (png.idat.status != NB_OK)
        nb_pdf_fail(pdf, png.idat.status);
    object = write_png_rows(pdf, image, &png);
    nb_buf_free(&png.idat);
    return object;
}

void nb_pdf_picture(struct nb_pdf_doc *doc, const struct nb_image *image)
{
    unsigned object = 0;
    if (nb_pdf_status(doc->pdf) != NB_OK || nb_pdf_picture_object(doc->pictures, image))
        return;
    struct written *written = nb_arena_alloc(doc->pictures->arena, sizeof *written);
    switch (image->kind) {
    case NB_IMAGE_JPEG:
        object = write_jpeg(doc->pdf, image);
        break;
    case NB_IMAGE_PNG:
        object = write_png(doc->pdf, image);
        break;
    }
    if (!written) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    written->object = object;
    enum nb_status status =
        nb_map_set(doc->pictures->objects, nb_str_of(image->hash), written);
    if (status != NB_OK)
        nb_pdf_fail(doc->pdf, status);
    if (doc->in->once)
        nb_image_drop(image);
}
