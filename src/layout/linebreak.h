/* Line breaking over abstract break points: the optimum fit of Knuth and Plass and, behind the
 * same signature, first fit as its oracle. Knows nothing of text. */
#ifndef NB_LAYOUT_LINEBREAK_H
#define NB_LAYOUT_LINEBREAK_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Sums of everything before a place in the paragraph. */
struct nb_sums {
    double width, stretch, shrink; /* pt; spaces may be stretched further, at a cost */
    double flex;                   /* pt, of letters: both ways, and no further */
    unsigned words;
};

/* A place where a line may end, or, the first of them, where the paragraph begins. `end` are
 * the sums up to there, with a hyphen if one comes; `start` those of the next line's beginning,
 * behind the spaces that vanish. */
struct nb_break_point {
    struct nb_sums end, start;
    double
        penalty; /* at least 0; badness 100 is a line stretched as far as it should be */
    bool hyphen;    /* counts towards hyphens in a row */
    bool forced;    /* the line must end here, and is not justified */
    bool desperate; /* only when nothing else fits */
};

struct nb_measure {
    double width;     /* pt */
    double first;     /* taken off the first line */
    double ragged;    /* 0: justified; else how short a line may well be, pt */
    unsigned hyphens; /* so many lines right before end in hyphens */
};

/* Chooses where lines end: numbers of break points, rising, the last one always. Arrays live in
 * `arena`. `points` has at least two entries, the last of them forced. */
enum nb_status nb_break_optimum(struct nb_arena *arena,
                                const struct nb_break_point *points, size_t count,
                                const struct nb_measure *measure, size_t **ends,
                                size_t *end_count) NB_CHECKED;
enum nb_status nb_break_first_fit(struct nb_arena *arena,
                                  const struct nb_break_point *points, size_t count,
                                  const struct nb_measure *measure, size_t **ends,
                                  size_t *end_count) NB_CHECKED;

/* The sum that the optimum fit keeps small. */
double nb_break_demerits(const struct nb_break_point *points,
                         const struct nb_measure *measure, const size_t *ends,
                         size_t end_count);

/* The adjustment ratio of a line from the point `from` to the point `to`: 0 natural, -1 shrunk
 * as far as it goes; less than that: it does not fit. */
double nb_break_ratio(const struct nb_break_point *points,
                      const struct nb_measure *measure, size_t from, size_t to);

#endif
