/* sRGB to gray by tables: the generic conversion in floating point takes as long as all else that
 * is done to a photograph. */
#include "image/helper/gray.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { LEVELS = 256, STEPS = 1 << 14, SHIFT = 10 };

/* Shares of the linear light of each primary, in units of 1 / (STEPS << SHIFT). */
struct tables {
    uint32_t red[LEVELS], green[LEVELS], blue[LEVELS];
    unsigned char gray[STEPS + 1]; /* of linear light, encoded again */
};

static double to_linear(double level)
{
    return level <= 0.04045 ? level / 12.92 : pow((level + 0.055) / 1.055, 2.4);
}

static double to_encoded(double light)
{
    return light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

static void fill(struct tables *tables)
{
    const double whole = (double)STEPS * (1 << SHIFT);
    for (int i = 0; i < LEVELS; i++) {
        double light = to_linear(i / 255.0) * whole;
        tables->red[i] = (uint32_t)(0.2126 * light);
        tables->green[i] = (uint32_t)(0.7152 * light);
        tables->blue[i] = (uint32_t)(0.0722 * light);
    }
    for (int i = 0; i <= STEPS; i++) {
        double middle = i < STEPS ? (i + 0.5) / STEPS : 1.0;
        tables->gray[i] = (unsigned char)(to_encoded(middle) * 255 + 0.5);
    }
}

void nb_gray_pixels(const unsigned char *from, size_t count, size_t bands,
                    unsigned char *to)
{
    static struct tables tables;
    static bool filled; /* the helper has one thread of its own */
    if (!filled)
        fill(&tables);
    filled = true;
    for (size_t i = 0; i < count; i++, from += bands) {
        uint32_t light =
            tables.red[from[0]] + tables.green[from[1]] + tables.blue[from[2]];
        *to++ = tables.gray[light >> SHIFT];
        if (bands == 4)
            *to++ = from[3];
    }
}
