/* Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and Experience 11,
 * 1981): dynamic programming over the break points that a best paragraph may use, which are
 * kept as active nodes. Here a node is kept for each fitness class and each number of hyphens
 * in a row, so that the result is the true optimum of the demerits. Three passes: without
 * hyphens for good lines, with them for tolerable ones, then whatever is least bad. */
#include "layout/linebreak.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum fitness { TIGHT, DECENT, LOOSE, VERY_LOOSE, FITNESS_COUNT };
enum { MOST_HYPHENS = 3, STATES = FITNESS_COUNT * (MOST_HYPHENS + 1) };

#define LINE_PENALTY 10.0
#define WORST_BADNESS 1e5
#define CLASH_DEMERITS 1e4      /* neighbours that differ by more than a class */
#define TWO_HYPHENS 1e4         /* two lines in a row that end in hyphens */
#define MORE_HYPHENS 1e12       /* a third */
#define SHORT_LAST_DEMERITS 1e6 /* last line under SHORT_LAST of the measure */
#define ONE_WORD_DEMERITS 1e5   /* last line of one word */
#define CUT_WORD_DEMERITS 1e6   /* last line of a part of a word */
#define OVERFULL_DEMERITS 1e13  /* for each point (pt) */
#define GOOD_PENALTY 200.0      /* what costs more is not for the first pass */
#define SHORT_LAST 0.2
#define RIGID_SHORT 0.05 /* how short a line without spaces may well be */

struct node {
    size_t point;
    uint32_t previous; /* a node's number */
    uint32_t next;     /* active list; 0 ends it */
    uint8_t fitness, hyphens;
    bool poor; /* three hyphens in a row or a last line that is too short, so far */
    double demerits;
};

struct breaker {
    const struct nb_break_point *points;
    size_t count;
    const struct nb_measure *measure;
    struct nb_arena *arena;
    struct node *nodes; /* from 1 */
    size_t node_count, room;
    uint32_t active; /* first of the list */
    /* Demerits of the best way so far: what has more leads to no better one. */
    double most;
    double tolerance;
    /* A line that lacks more than these, for all it stretches, is too short. */
    double most_stretch, least_lack;
    bool hyphens, desperate; /* what this pass may use */
};

static double measure_at(const struct nb_measure *measure, size_t from)
{
    return measure->width - (from == 0 ? measure->first : 0);
}

double nb_break_ratio(const struct nb_break_point *points,
                      const struct nb_measure *measure, size_t from, size_t to)
{
    const struct nb_sums *start = &points[from].start, *end = &points[to].end;
    double lack = measure_at(measure, from) - (end->width - start->width);
    if (lack >= 0) {
        if (points[to].forced)
            return 0;
        double stretch =
            measure->ragged > 0 ? measure->ragged : end->stretch - start->stretch;
        if (stretch < 1e-6) /* nothing to stretch: a short line, but no loose one */
            stretch = measure->width * RIGID_SHORT;
        double flex = measure->ragged > 0 ? 0 : end->flex - start->flex;
        return lack < 1e-6              ? 0
               : lack <= stretch + flex ? lack / (stretch + flex)
                                        : (lack - flex) / stretch;
    }
    if (lack > -1e-6)
        return 0;
    double shrink =
        measure->ragged > 0 ? 0 : end->shrink - start->shrink + end->flex - start->flex;
    return shrink > 1e-6 ? lack / shrink : -1e3;
}

static enum fitness fitness_of(double ratio)
{
    return ratio < -0.5   ? TIGHT
           : ratio <= 0.5 ? DECENT
           : ratio <= 1   ? LOOSE
                          : VERY_LOOSE;
}

static double badness_of(double ratio)
{
    double badness = 100 * fabs(ratio * ratio * ratio);
    return badness < WORST_BADNESS ? badness : WORST_BADNESS;
}

/* What a last line costs beyond its badness. */
static double last_demerits(const struct breaker *breaker, size_t from, size_t to)
{
    const struct nb_break_point *points = breaker->points;
    double width = points[to].end.width - points[from].start.width, demerits = 0;
    if (from == 0)
        return 0;
    if (width < SHORT_LAST * breaker->measure->width)
        demerits += SHORT_LAST_DEMERITS;
    if (points[to].end.words - points[from].start.words <= 1)
        demerits += points[from].hyphen ? CUT_WORD_DEMERITS : ONE_WORD_DEMERITS;
    return demerits;
}

/* The demerits of a line behind the state `before`; *fitness and *hyphens become the new
 * state's. */
static double line_demerits(const struct breaker *breaker, const struct node *before,
                            size_t to, double ratio, struct node *after)
{
    const struct nb_break_point *point = &breaker->points[to];
    double badness = ratio < -1 ? WORST_BADNESS : badness_of(ratio);
    double demerits = (LINE_PENALTY + badness) * (LINE_PENALTY + badness) +
                      point->penalty * point->penalty;
    after->fitness = (uint8_t)fitness_of(ratio);
    after->hyphens = 0;
    after->poor = before->poor;
    if (point->forced) {
        double last = last_demerits(breaker, before->point, to);
        after->fitness = DECENT;
        after->poor = after->poor || last > 0;
        demerits += last;
    }
    int clash = (int)after->fitness - (int)before->fitness;
    if ((clash > 1 || clash < -1) && !point->forced)
        demerits += CLASH_DEMERITS;
    if (point->hyphen) {
        after->hyphens = (uint8_t)(before->hyphens < MOST_HYPHENS ? before->hyphens + 1
                                                                  : MOST_HYPHENS);
        after->poor = after->poor || after->hyphens == MOST_HYPHENS;
        if (after->hyphens > 1)
            demerits += after->hyphens == 2 ? TWO_HYPHENS : MORE_HYPHENS;
    }
    if (ratio < -1) {
        const struct nb_break_point *from = &breaker->points[before->point];
        demerits += OVERFULL_DEMERITS * (1 + point->end.width - from->start.width -
                                         measure_at(breaker->measure, before->point));
    }
    return before->demerits + demerits;
}

static bool add_node(struct breaker *breaker, struct node node)
{
    if (breaker->node_count + 1 >= breaker->room) {
        size_t room = breaker->room * 2;
        struct node *nodes = nb_arena_room(breaker->arena, room, sizeof *nodes);
        if (!nodes)
            return false;
        memcpy(nodes + 1, breaker->nodes + 1, breaker->node_count * sizeof *nodes);
        breaker->nodes = nodes;
        breaker->room = room;
    }
    breaker->nodes[++breaker->node_count] = node;
    return true;
}

/* The best ways to end a line at a point, by the state that follows. */
struct candidates {
    unsigned set; /* a bit for each state that can be reached */
    struct node best[STATES];
};

_Static_assert(STATES <= 16, "a bit for each, at least");

static void offer(struct candidates *candidates, const struct breaker *breaker,
                  uint32_t from, size_t to, double ratio)
{
    struct node node = {.point = to, .previous = from};
    node.demerits = line_demerits(breaker, &breaker->nodes[from], to, ratio, &node);
    if (node.demerits > breaker->most)
        return;
    size_t state = (size_t)node.fitness * (MOST_HYPHENS + 1) + node.hyphens;
    if (!(candidates->set >> state & 1) ||
        node.demerits < candidates->best[state].demerits) {
        candidates->best[state] = node;
        candidates->set |= 1U << state;
    }
}

/* Whether a line from `from` to `to` is shorter than this pass takes, for all its spaces give: what
 * is asked most often, in a form that is quick to answer. A line that is about as short as may be
 * is not: its ratio will tell. */
static bool is_too_short(const struct breaker *breaker, size_t from, size_t to)
{
    const struct nb_sums *start = &breaker->points[from].start;
    const struct nb_sums *end = &breaker->points[to].end;
    double lack = measure_at(breaker->measure, from) - (end->width - start->width);
    return lack - (end->flex - start->flex) >
           breaker->most_stretch * (end->stretch - start->stretch) +
               breaker->least_lack;
}

/* Considers ending a line at `to`. False when memory is out or the pass has failed: no active
 * node is left. */
static bool visit(struct breaker *breaker, size_t to)
{
    const struct nb_break_point *point = &breaker->points[to];
    struct candidates candidates;
    candidates.set = 0;  /* the rest is not looked at before it is set */
    uint32_t rescue = 0; /* the least bad start, when all lines are too long */
    uint32_t *link = &breaker->active;
    while (*link) {
        struct node *node = &breaker->nodes[*link];
        uint32_t at = *link;
        if (!point->forced && is_too_short(breaker, node->point, to)) {
            link = &node->next;
            continue;
        }
        double ratio =
            nb_break_ratio(breaker->points, breaker->measure, node->point, to);
        if (ratio >= -1 && ratio <= breaker->tolerance)
            offer(&candidates, breaker, at, to, ratio);
        if (ratio < -1 || point->forced) {
            *link = node->next;
            if (!rescue || node->point > breaker->nodes[rescue].point)
                rescue = at;
        } else {
            link = &node->next;
        }
    }
    if (!breaker->active && !candidates.set) {
        if (!breaker->desperate)
            return false;
        offer(&candidates, breaker, rescue, to,
              nb_break_ratio(breaker->points, breaker->measure,
                             breaker->nodes[rescue].point, to));
    }
    for (unsigned i = 0, set = candidates.set; set; i++, set >>= 1) {
        if (!(set & 1))
            continue;
        candidates.best[i].next = breaker->active;
        if (!add_node(breaker, candidates.best[i]))
            return false;
        breaker->active = (uint32_t)breaker->node_count;
    }
    return true;
}

/* One pass; false when it finds no way (or memory is out: the arena tells). */
static bool run_pass(struct breaker *breaker)
{
    breaker->node_count = 1;
    unsigned hyphens = breaker->measure->hyphens;
    breaker->nodes[1] = (struct node){
        .fitness = DECENT,
        .hyphens = (uint8_t)(hyphens < MOST_HYPHENS ? hyphens : MOST_HYPHENS)};
    breaker->active = 1;
    double last = -1; /* width up to the point before */
    for (size_t to = 1; to < breaker->count; to++) {
        const struct nb_break_point *point = &breaker->points[to];
        if (((point->hyphen || point->penalty >= GOOD_PENALTY) && !point->forced &&
             !breaker->hyphens) ||
            (point->desperate && !breaker->desperate))
            continue;
        /* Of points in one place the first is enough; hostile text has thousands. */
        if (!point->forced && point->end.width <= last && point->end.width >= last)
            continue;
        last = point->end.width;
        if (!visit(breaker, to))
            return false;
    }
    return true;
}

/* The node at which the best way ends. */
static uint32_t best_node(const struct breaker *breaker)
{
    uint32_t best = 0;
    for (uint32_t i = breaker->active; i; i = breaker->nodes[i].next)
        if (!best || breaker->nodes[i].demerits < breaker->nodes[best].demerits)
            best = i;
    return best;
}

/* The ratio at which a line alone has so many demerits; infinite where badness ends. */
static double ratio_of(double demerits)
{
    double badness = sqrt(demerits) - LINE_PENALTY;
    return badness < WORST_BADNESS ? cbrt(badness / 100) : HUGE_VAL;
}

/* What a pass may use: the tolerance that is given, unless the way that was found (or not) before
 * says that such lines are no good. */
static void set_limits(struct breaker *breaker, double tolerance, bool found)
{
    double narrow = breaker->measure->width * RIGID_SHORT;
    breaker->most =
        found ? breaker->nodes[best_node(breaker)].demerits * (1 + 1e-9) + 1 : HUGE_VAL;
    breaker->tolerance = fmin(tolerance, ratio_of(breaker->most));
    breaker->most_stretch = fmax(1, breaker->tolerance) * 1.01;
    breaker->least_lack =
        breaker->most_stretch * fmax(breaker->measure->ragged, narrow);
}

static enum nb_status collect(const struct breaker *breaker, size_t **ends,
                              size_t *end_count)
{
    uint32_t best = best_node(breaker);
    size_t count = 0;
    for (uint32_t i = best; i > 1; i = breaker->nodes[i].previous)
        count++;
    *ends = nb_arena_array(breaker->arena, count ? count : 1, sizeof **ends);
    if (!*ends)
        return nb_arena_status(breaker->arena);
    *end_count = count;
    for (uint32_t i = best; i > 1; i = breaker->nodes[i].previous)
        (*ends)[--count] = breaker->nodes[i].point;
    return NB_OK;
}

enum nb_status nb_break_optimum(struct nb_arena *arena,
                                const struct nb_break_point *points, size_t count,
                                const struct nb_measure *measure, size_t **ends,
                                size_t *end_count)
{
    static const struct {
        double tolerance;
        bool hyphens, desperate;
        bool mends; /* only what another pass has found */
    } passes[] = {{0.8, false, false, false},
                  {2.0, true, false, false},
                  {5.0, true, false, false},
                  {INFINITY, true, false, true},
                  {INFINITY, true, true, false}};
    struct breaker breaker = {.points = points,
                              .count = count,
                              .measure = measure,
                              .arena = arena,
                              .room = 256};
    breaker.nodes = nb_arena_room(arena, breaker.room, sizeof *breaker.nodes);
    if (!breaker.nodes)
        return nb_arena_status(arena);
    bool found = false;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        if (passes[i].mends && !found)
            continue;
        breaker.hyphens = passes[i].hyphens;
        breaker.desperate = passes[i].desperate;
        /* What one pass finds the next one finds too, or better. */
        if (found && (breaker.desperate || !breaker.nodes[best_node(&breaker)].poor))
            break;
        set_limits(&breaker, passes[i].tolerance, found);
        found = run_pass(&breaker);
        enum nb_status status = nb_arena_status(arena);
        if (status != NB_OK)
            return status;
    }
    return collect(&breaker, ends, end_count);
}

/* The last point, up to the next forced one, at which a line from `from` fits without
 * shrinking; the first one if none does. Desperate points only when no other fits. */
static size_t fit_line(const struct nb_break_point *points, size_t count,
                       const struct nb_measure *measure, size_t from)
{
    size_t best = 0, first = 0, desperate = 0;
    for (size_t to = from + 1; to < count; to++) {
        bool fits = points[to].end.width - points[from].start.width <=
                    measure_at(measure, from) + 1e-6;
        if (points[to].desperate) {
            if (fits)
                desperate = to;
            continue;
        }
        if (!first)
            first = to;
        if (!fits)
            break;
        best = to;
        if (points[to].forced)
            break;
    }
    return best ? best : desperate ? desperate : first;
}

enum nb_status nb_break_first_fit(struct nb_arena *arena,
                                  const struct nb_break_point *points, size_t count,
                                  const struct nb_measure *measure, size_t **ends,
                                  size_t *end_count)
{
    *ends = nb_arena_array(arena, count, sizeof **ends);
    *end_count = 0;
    if (!*ends)
        return nb_arena_status(arena);
    for (size_t from = 0; from + 1 < count; from = (*ends)[*end_count - 1])
        (*ends)[(*end_count)++] = fit_line(points, count, measure, from);
    return NB_OK;
}

double nb_break_demerits(const struct nb_break_point *points,
                         const struct nb_measure *measure, const size_t *ends,
                         size_t end_count)
{
    struct breaker breaker = {.points = points, .measure = measure};
    struct node before = {.fitness = DECENT};
    for (size_t i = 0; i < end_count; i++) {
        struct node after = {.point = ends[i]};
        double ratio = nb_break_ratio(points, measure, before.point, ends[i]);
        after.demerits = line_demerits(&breaker, &before, ends[i], ratio, &after);
        before = after;
    }
    return before.demerits;
}
