/* Words that are nearly the same: for suggestions where a name is not known. */
#ifndef NB_BASE_NEAR_H
#define NB_BASE_NEAR_H

#include <stddef.h>

/* How many letters must change to make `b` of `a` (Levenshtein's distance), in bytes; of words
 * of more than 40 bytes no less than 40. */
size_t nb_near_distance(const char *a, const char *b);

/* Whether `name` is nearer to `known` than *best (begin with NB_NEAR: two letters may be
 * wrong, though not all of a short word), which is lowered then. */
enum { NB_NEAR = 3 };
int nb_near_better(const char *name, const char *known, size_t *best);

#endif
