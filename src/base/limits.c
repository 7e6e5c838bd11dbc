/* The default bounds: far above any real article, far below what hurts a small machine. */
#include "base/limits.h"

const struct nb_limits nb_limits_default = {
    .input_bytes = 64u << 20,
    .article_bytes = 192u << 20,
    .depth = 256,
    .articles = 100000,
    .picture_bytes = 64u << 20,
    .picture_pixels = 100u * 1000 * 1000,
    .picture_seconds = 10,
};
