/* Whether a picture is a drawing: for newsbind and its picture helper, so that both judge alike. */
#ifndef NB_IMAGE_SAMPLE_H
#define NB_IMAGE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Whether a sample across `pixels`, of at most 4 `channels` of 8 bits, the rows not padded, has
 * so few colours that the picture is a drawing, better kept without loss. */
static inline bool nb_sample_few_colors(const unsigned char *pixels, size_t width,
                                        size_t height, size_t channels)
{
    enum { MOST_COLORS = 64, SIDE = 64 };
    uint32_t seen[MOST_COLORS] = {0};
    size_t count = 0;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        size_t x = width * (i % SIDE) / SIDE, y = height * (i / SIDE) / SIDE;
        uint32_t color = 0;
        size_t at = 0;
        memcpy(&color, pixels + (y * width + x) * channels, channels);
        while (at < count && seen[at] != color)
            at++;
        if (at < count)
            continue;
        if (count == MOST_COLORS)
            return false;
        seen[count++] = color;
    }
    return true;
}

#endif
