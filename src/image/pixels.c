/* Pixels, as declared in image.h: let go, and judged. */
#include "image/image.h"

#include "base/mem.h"
#include "image/sample.h"

void nb_pixels_free(struct nb_pixels *pixels)
{
    nb_free(pixels->data);
    *pixels = (struct nb_pixels){0};
}

bool nb_pixels_few_colors(const struct nb_pixels *pixels)
{
    return nb_sample_few_colors(pixels->data, pixels->width, pixels->height,
                                pixels->channels);
}
