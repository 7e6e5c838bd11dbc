/* Scaling pixels with a tent filter, as wide as a pixel of the result where it is the smaller
 * one: an average on the way down, linear interpolation on the way up. First along the rows,
 * then down the columns; weights are integers that sum up to ONE, so that sums fit in 16 bits
 * and a flat area stays what it is. */
#include "base/mem.h"
#include "image/image.h"

#include <math.h>

enum { ONE = 256 };

/* How one side is scaled: for each pixel of the result, `taps` weights for the pixels of the
 * source from its `first` on. */
struct side {
    size_t taps;
    size_t *first;
    unsigned short *weights;
};

static void side_free(struct side *side)
{
    nb_free(side->first);
    nb_free(side->weights);
}

/* The weights of one pixel, whose middle is at `middle` in the source. */
static void weigh(unsigned short *weights, size_t taps, size_t first, double middle,
                  double reach)
{
    double sum = 0;
    int given = 0;
    size_t most = 0;
    for (size_t t = 0; t < taps; t++)
        sum += fmax(0, 1 - fabs((double)(first + t) - middle) / reach);
    for (size_t t = 0; t < taps; t++) {
        double part = fmax(0, 1 - fabs((double)(first + t) - middle) / reach);
        weights[t] = sum > 0 ? (unsigned short)(part / sum * ONE) : 0;
        given += weights[t];
        most = weights[t] > weights[most] ? t : most;
    }
    weights[most] = (unsigned short)(weights[most] + ONE - given);
}

static enum nb_status side_make(size_t from, size_t to, struct side *out)
{
    double step = (double)from / (double)to, reach = fmax(1, step);
    size_t taps = (size_t)ceil(2 * reach);
    *out = (struct side){.taps = taps < from ? taps : from};
    out->first = nb_calloc(to, sizeof *out->first);
    out->weights = nb_calloc(to * out->taps, sizeof *out->weights);
    if (!out->first || !out->weights)
        return NB_NOMEM;
    for (size_t i = 0; i < to; i++) {
        double middle = ((double)i + 0.5) * step - 0.5;
        double first = fmax(0, ceil(middle - reach));
        size_t last = from - out->taps;
        out->first[i] = first < (double)last ? (size_t)first : last;
        weigh(out->weights + i * out->taps, out->taps, out->first[i], middle, reach);
    }
    return NB_OK;
}

static inline void scale_pixels(const struct side *side, size_t count,
                                const unsigned char *from, size_t channels,
                                unsigned char *to)
{
    for (size_t i = 0; i < count; i++, to += channels) {
        const unsigned short *weights = side->weights + i * side->taps;
        const unsigned char *at = from + side->first[i] * channels;
        unsigned sums[4] = {ONE / 2, ONE / 2, ONE / 2, ONE / 2};
        for (size_t t = 0; t < side->taps; t++, at += channels)
            for (size_t c = 0; c < channels; c++)
                sums[c] += (unsigned)weights[t] * at[c];
        for (size_t c = 0; c < channels; c++)
            to[c] = (unsigned char)(sums[c] / ONE);
    }
}

/* The number of channels known where it matters. */
static void scale_row(const struct side *side, size_t count, const unsigned char *from,
                      size_t channels, unsigned char *to)
{
    if (channels == 3)
        scale_pixels(side, count, from, 3, to);
    else
        scale_pixels(side, count, from, channels, to);
}

/* One row of the result, of the rows of the source that it lies between: simple loops, which
 * the compiler turns into vector instructions. */
static void mix_rows(const struct side *side, size_t y, const unsigned char *rows,
                     size_t length, unsigned short *restrict sums,
                     unsigned char *restrict to)
{
    const unsigned char *row = rows + side->first[y] * length;
    for (size_t x = 0; x < length; x++)
        sums[x] = ONE / 2;
    for (size_t t = 0; t < side->taps; t++, row += length) {
        unsigned short weight = side->weights[y * side->taps + t];
        for (size_t x = 0; x < length; x++)
            sums[x] = (unsigned short)(sums[x] + weight * row[x]);
    }
    for (size_t x = 0; x < length; x++)
        to[x] = (unsigned char)(sums[x] / ONE);
}

enum nb_status nb_pixels_scale(const struct nb_pixels *in, unsigned width,
                               unsigned height, struct nb_pixels *out)
{
    struct side across = {0}, down = {0};
    size_t channels = in->channels, from = in->width * channels, to = width * channels;
    *out = (struct nb_pixels){width, height, in->channels, NULL};
    if (!width || !height || !in->width || !in->height)
        return NB_LIMIT;
    unsigned char *rows = nb_malloc(to * in->height);
    unsigned short *sums = nb_malloc(to * sizeof *sums);
    out->data = nb_malloc(to * height);
    enum nb_status status = rows && sums && out->data ? NB_OK : NB_NOMEM;
    if (status == NB_OK)
        status = side_make(in->width, width, &across);
    if (status == NB_OK)
        status = side_make(in->height, height, &down);
    for (size_t y = 0; status == NB_OK && y < in->height; y++)
        scale_row(&across, width, in->data + y * from, channels, rows + y * to);
    for (size_t y = 0; status == NB_OK && y < height; y++)
        mix_rows(&down, y, rows, to, sums, out->data + y * to);
    side_free(&across);
    side_free(&down);
    nb_free(rows);
    nb_free(sums);
    if (status != NB_OK)
        nb_pixels_free(out);
    return status;
}
