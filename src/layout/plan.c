/* The plan of pages: dynamic programming over articles and the line reached on the page. */
#include "layout/plan.h"

#include <string.h>

enum {
    /* More lines than these above and below a head would be seen. */
    MOST_ABOVE = 2,
    MOST_BELOW = 1,
    /* A page ends at most so many lines early. */
    MOST_EARLY = 2,
    MOST_SHORTER = 8,
    /* A last page of fewer lines than these is hardly one. */
    LEAST_TAIL = 3,
    /* Costs: of a line above, below, at a foot; of a picture in its column; of a hole. */
    COST_ABOVE = 1,
    COST_BELOW = 4,
    COST_EARLY = 3,
    COST_NARROW = 12,
    COST_HOLE = 60,
    COST_TAIL = 40,
    /* More than a window of holes. */
    DEAREST = 1000000
};

bool nb_plan_applies(unsigned columns, unsigned capacity)
{
    return columns > 1 && capacity >= 20 && capacity <= NB_MOST_PLAN_LINES;
}

/* Of lines that stay empty at a page's foot. One or two are hidden in the gaps above. */
static uint32_t hole_cost(unsigned lines)
{
    return lines <= 2 ? lines * COST_EARLY : COST_HOLE + lines * lines;
}

/* Of `pages` pages that lack so many lines together. */
static uint32_t early_cost(unsigned lines, unsigned pages)
{
    unsigned twice = lines > pages ? lines - pages : 0;
    return lines * COST_EARLY + twice * COST_EARLY;
}

struct search {
    const struct nb_plan *plan;
    const struct nb_unit *unit;
    const uint32_t *after; /* the costs behind it, by line */
    bool exact;
    struct nb_step best;
};

/* What is to be expected from the end of a unit at `line` on: headings, widows and orphans make
 * it a line deeper often, and two lines at times. */
static uint32_t cost_after(const struct search *search, unsigned line)
{
    unsigned capacity = search->plan->capacity;
    const uint32_t *after = search->after;
    if (search->exact)
        return after[line];
    unsigned next = line < capacity ? line + 1 : capacity;
    unsigned third = next < capacity ? next + 1 : capacity;
    return (10 * after[line] + 5 * after[next] + after[third]) / 16;
}

static void consider(struct search *search, const struct nb_step *step)
{
    uint32_t cost = step->cost + cost_after(search, step->end);
    if (cost >= search->best.cost)
        return;
    search->best = *step;
    search->best.own = step->cost;
    search->best.cost = cost;
}

/* The text, from line `top` on, runs on with so many lines: pages may end early so that it
 * reaches further on its last one. */
static void run_on(struct search *search, const struct nb_step *step, unsigned top,
                   unsigned lines)
{
    unsigned columns = search->plan->columns, capacity = search->plan->capacity;
    unsigned page = columns * capacity;
    if (page == 0)
        return;
    struct nb_step next = *step;
    next.pages = 1 + lines / page;
    unsigned tail = (lines % page + columns - 1) / columns;
    unsigned least =
        top + search->unit->least + (step->corner ? search->unit->corner : 0);
    unsigned spare = capacity - least < MOST_EARLY ? capacity - least : MOST_EARLY;
    unsigned most = spare * next.pages;
    if (tail == 0) {
        next.pages--;
        next.end = capacity;
        consider(search, &next);
        return;
    }
    for (unsigned early = 0; early <= most && early <= MOST_SHORTER; early++) {
        next.shorter = early;
        next.end = tail + early;
        if (next.end > capacity)
            break;
        next.cost = step->cost + early_cost(early, next.pages) +
                    (next.end < LEAST_TAIL ? COST_TAIL : 0);
        consider(search, &next);
    }
}

/* The text below a head that ends at line `top`. */
static void place_text(struct search *search, const struct nb_step *step, unsigned top)
{
    const struct nb_unit *unit = search->unit;
    unsigned columns = search->plan->columns, capacity = search->plan->capacity;
    unsigned lines = step->corner ? unit->beside : unit->text;
    unsigned taken = step->corner ? unit->corner * unit->corner_columns : 0;
    unsigned room = columns * (capacity - top);
    if (lines + taken > room) {
        run_on(search, step, top, lines + taken - room);
        return;
    }
    struct nb_step last = *step;
    last.end = top + (lines + taken + columns - 1) / columns;
    if (step->corner && last.end < top + unit->corner)
        last.end = top + unit->corner;
    consider(search, &last);
}

/* A head of one degree on a page that is filled to `line`. */
static void place_head(struct search *search, struct nb_step step, unsigned line)
{
    const struct nb_unit *unit = search->unit;
    unsigned capacity = search->plan->capacity, cost = step.cost;
    unsigned head = line + (line ? unit->above : 0) + unit->heads[step.head].lines;
    unsigned most = line ? MOST_ABOVE : 0, most_below = unit->tight ? 0 : MOST_BELOW;
    for (unsigned above = 0; above <= most; above++) {
        for (unsigned below = 0; below <= most_below; below++) {
            unsigned top = head + above + below;
            unsigned corner = step.corner ? unit->corner : 0;
            if (top + corner + unit->least > capacity)
                break;
            step.above = above;
            step.below = below;
            step.cost = cost + above * above * COST_ABOVE + below * below * COST_BELOW;
            place_text(search, &step, top);
        }
    }
}

/* The unit's best step on a page that is filled to `line`; `start` says what it is else. */
static struct nb_step best_at(const struct nb_plan *plan, const struct nb_unit *unit,
                              unsigned line, unsigned next, bool exact,
                              struct nb_step start)
{
    struct search search = {.plan = plan,
                            .unit = unit,
                            .after = plan->cost[next],
                            .exact = exact,
                            .best = start};
    unsigned most = unit->corner ? 1 : 0;
    for (unsigned head = 0; head < 2; head++) {
        if (head && unit->heads[head].lines == 0)
            continue;
        for (unsigned corner = 0; corner <= most; corner++) {
            struct nb_step step = {.head = (unsigned char)head, .corner = corner > 0};
            step.cost = unit->heads[head].cost;
            if (unit->corner && !corner)
                step.cost += COST_NARROW;
            place_head(&search, step, line);
        }
    }
    return search.best;
}

/* On an empty page. What fits nowhere starts there all the same. */
static struct nb_step on_new_page(const struct nb_plan *plan,
                                  const struct nb_unit *unit, unsigned next, bool exact)
{
    struct nb_step start = {.corner = unit->corner > 0,
                            .end = plan->capacity,
                            .own = DEAREST,
                            .cost = DEAREST};
    return best_at(plan, unit, 0, next, exact, start);
}

/* On a page that is filled to `line`, or else on `fresh`, an empty one. */
static struct nb_step on_this_page(const struct nb_plan *plan,
                                   const struct nb_unit *unit, unsigned line,
                                   unsigned next, bool exact,
                                   const struct nb_step *fresh)
{
    struct nb_step turn = *fresh;
    turn.page = true;
    if (unit->starts_page)
        return turn;
    turn.own += hole_cost(plan->capacity - line);
    turn.cost += hole_cost(plan->capacity - line);
    return best_at(plan, unit, line, next, exact, turn);
}

struct nb_step nb_plan_step(const struct nb_plan *plan, const struct nb_unit *unit,
                            unsigned line, unsigned next, bool exact)
{
    if (next > plan->count)
        next = plan->count;
    if (line > plan->capacity)
        line = plan->capacity;
    struct nb_step fresh = on_new_page(plan, unit, next, exact);
    return line ? on_this_page(plan, unit, line, next, exact, &fresh) : fresh;
}

uint32_t nb_plan_after(const struct nb_plan *plan, unsigned line, unsigned next)
{
    const uint32_t *after = plan->cost[next < plan->count ? next : plan->count];
    return after[line < plan->capacity ? line : plan->capacity];
}

void nb_plan_make(struct nb_plan *plan, unsigned columns, unsigned capacity,
                  const struct nb_unit *units, unsigned count)
{
    plan->columns = columns;
    plan->capacity = capacity;
    plan->count = count;
    memset(plan->cost[count], 0, sizeof plan->cost[count]);
    for (unsigned i = count; i-- > 0;) {
        struct nb_step fresh = on_new_page(plan, &units[i], i + 1, false);
        plan->cost[i][0] = fresh.cost;
        for (unsigned line = 1; line <= capacity; line++)
            plan->cost[i][line] =
                on_this_page(plan, &units[i], line, i + 1, false, &fresh).cost;
    }
}
