/* The default bounds: far above any real article, far below what hurts a small machine. */
#include "base/limits.h"

const struct nb_limits nb_limits_default = {
    .input_bytes = (size_t)64 << 20,
    .article_bytes = (size_t)48 << 20,
    .depth = 64,
    .articles = 20000,
    .entries = 10000,
    .picture_bytes = (size_t)64 << 20,
    .picture_pixels = (size_t)100 * 1000 * 1000,
    .picture_memory = (size_t)96 << 20,
    .picture_seconds = 2,
};
