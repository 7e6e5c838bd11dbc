/* The articles ahead: those that will be placed next, measured for the plan of pages. */
#ifndef NB_LAYOUT_AHEAD_H
#define NB_LAYOUT_AHEAD_H

#include "layout/opening.h"
#include "layout/plan.h"

/* A unit of the plan: the sets it is of, and its heads as they would stand. */
struct nb_ahead_unit {
    size_t first, count; /* count > 1: briefs that share their columns */
    struct nb_galley heads[2];
};

struct nb_ahead {
    struct nb_plan plan;
    struct nb_unit units[NB_MOST_PLANNED];
    struct nb_ahead_unit at[NB_MOST_PLANNED];
};

/* How many of `count` sets share the columns of one band with the first one: 1 unless it is a
 * brief. */
size_t nb_briefs_count(const struct nb_set *sets, size_t count);

/* Whether the open page is one that the plan is for. */
bool nb_ahead_applies(const struct nb_makeup *makeup);

/* Brings the window to set `first`, which is placed next, and returns its unit's number. Its heads
 * live until the next call. Failures go to `makeup`. */
unsigned nb_ahead_find(struct nb_ahead *ahead, struct nb_makeup *makeup,
                       const struct nb_set *sets, size_t count, size_t first);

/* The best step for unit `at` on the open page, looking at what follows it. */
struct nb_step nb_ahead_step(const struct nb_ahead *ahead,
                             const struct nb_makeup *makeup, unsigned at, bool exact);

/* The line of the plan that the open page is filled to. */
unsigned nb_ahead_line(const struct nb_ahead *ahead, const struct nb_makeup *makeup);

/* Unit `at` ends at `line` when placed by `step`: its measures are corrected. */
void nb_ahead_correct(struct nb_ahead *ahead, unsigned at, const struct nb_step *step,
                      unsigned line);

#endif
