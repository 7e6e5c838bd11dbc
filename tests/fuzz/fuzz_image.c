/* Any bytes as a picture, without the helper: what is accepted can be decoded to the size it
 * was given, or is refused by the decoder, and can be taken apart for a PDF. */
#include "base/limits.h"
#include "image/image.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(const struct nb_image *image)
{
    struct nb_pixels pixels;
    struct nb_png_raw raw;
    if (nb_image_decode(image, &pixels) == NB_OK) {
        if (pixels.width != image->width || pixels.height != image->height)
            abort();
        nb_pixels_free(&pixels);
    }
    if (nb_image_png_raw(image, &raw))
        nb_buf_free(&raw.idat);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_image_wants wants = {"/nowhere/newsbind-image", 0, 0};
    struct nb_limits limits = nb_limits_default;
    struct nb_ctx ctx = {NULL, &limits};
    struct nb_buf file = NB_BUF_INIT;
    struct nb_image_loader *loader;
    const struct nb_image *image;
    limits.picture_pixels = 1u << 20;
    nb_buf_add(&file, data, size);
    if (file.status != NB_OK || nb_image_loader_new(&wants, &loader) != NB_OK)
        abort();
    if (nb_image_load(loader, &ctx, NULL, 0, "x", &file, &image) == NB_OK)
        use(image);
    nb_image_loader_free(loader);
    return 0;
}
