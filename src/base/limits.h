/* The bounds on hostile input, in one place. Reaching one is NB_LIMIT and a diagnostic. */
#ifndef NB_BASE_LIMITS_H
#define NB_BASE_LIMITS_H

#include <stddef.h>

struct nb_limits {
    size_t input_bytes; /* of one input file */
    size_t
        article_bytes; /* of arena memory for one article, for the tree it is read from */
    size_t depth;      /* nested elements kept; deeper ones are flattened */
    size_t articles;   /* in one edition */
    size_t entries;    /* of one feed or archive */
    size_t picture_bytes;  /* of one picture file */
    size_t picture_pixels; /* width times height */
    size_t picture_memory; /* bytes of one picture when it must be decoded */
    unsigned
        picture_seconds; /* of processor time for the helper to work on one picture */
};

extern const struct nb_limits nb_limits_default;

#endif
