/* The articles ahead: a window of units that moves on as they are placed. */
#include "layout/ahead.h"

#include <string.h>

enum {
    /* The window is filled up when fewer units are left in it. */
    LEAST_AHEAD = NB_MOST_PLANNED / 2,
    /* What another degree than an article's own costs. */
    COST_OTHER = 8,
    /* Articles longer than this are as good as endless. */
    MOST_LINES = 100000
};

size_t nb_briefs_count(const struct nb_set *sets, size_t count)
{
    size_t end = 1;
    while (sets->brief && end < count && sets[end].brief &&
           sets[end].section == sets->section && sets[end].rtl == sets->rtl)
        end++;
    return end;
}

bool nb_ahead_applies(const struct nb_makeup *makeup)
{
    return makeup->wide == makeup->columns && !makeup->reserved &&
           nb_plan_applies(makeup->columns, makeup->capacity[NB_PAGE_RIGHT]);
}

/* The lines of one column that a set's body takes; what goes across takes all of them. */
static unsigned text_lines(const struct nb_makeup *makeup, const struct nb_set *set,
                           bool without_lead)
{
    unsigned lines = 0;
    for (size_t i = 0; i < set->galley.count && lines < MOST_LINES; i++) {
        const struct nb_item *item = &set->galley.items[i];
        if (!(item->lead && without_lead))
            lines += (item->lines + item->space) * (item->span ? makeup->columns : 1);
    }
    return lines;
}

/* The lines that set a head apart from what stands above it: a rule, and space. */
static unsigned lines_apart(const struct nb_galley *head)
{
    unsigned lines = 0;
    size_t i = 0;
    for (; i < head->count && head->items[i].rule; i++)
        lines += head->items[i].space + head->items[i].lines;
    return lines + (i < head->count && i == 0 ? head->items[0].space : 0);
}

static void measure_article(struct nb_makeup *makeup, const struct nb_set *set,
                            struct nb_unit *unit, struct nb_galley *heads)
{
    nb_opening_make(makeup, set, &heads[0], NB_OPENING_FULL, true);
    struct nb_diags *diags = makeup->compositor->ctx.diags;
    makeup->compositor->ctx.diags = NULL;
    nb_opening_make(makeup, set, &heads[1], NB_OPENING_OTHER, true);
    makeup->compositor->ctx.diags = diags;
    unit->above = lines_apart(&heads[0]);
    unsigned own = nb_opening_lines(&heads[0]), other = nb_opening_lines(&heads[1]);
    unit->heads[0] = (struct nb_head_choice){own - unit->above, 0};
    if (own != other)
        unit->heads[1] = (struct nb_head_choice){other - unit->above, COST_OTHER};
    unit->least = nb_opening_least(makeup, set);
    unit->text = text_lines(makeup, set, false);
    if (set->corner) {
        unit->beside = text_lines(makeup, set, true);
        unit->corner = set->corner->lines;
        unit->corner_columns = set->corner_columns;
    }
    unit->starts_page =
        nb_set_look(&makeup->compositor->looks, set, NULL)->style.break_before ==
        NB_BREAK_PAGE;
}

static void measure_briefs(struct nb_makeup *makeup, const struct nb_set *sets,
                           size_t count, struct nb_unit *unit, struct nb_galley *heads)
{
    nb_opening_make(makeup, sets, &heads[0], NB_OPENING_BARE, true);
    unit->above = lines_apart(&heads[0]);
    unit->heads[0].lines = nb_opening_lines(&heads[0]) - unit->above;
    unit->least = nb_opening_least_band(sets);
    unit->tight = true;
    for (size_t i = 0; i < count && unit->text < MOST_LINES; i++)
        unit->text += text_lines(makeup, &sets[i], false) + (i ? unit->above : 0);
}

static void measure(struct nb_ahead *ahead, struct nb_makeup *makeup,
                    const struct nb_set *sets, size_t count, size_t first, unsigned at)
{
    struct nb_ahead_unit *unit = &ahead->at[at];
    memset(&ahead->units[at], 0, sizeof ahead->units[at]);
    *unit = (struct nb_ahead_unit){
        .first = first, .count = nb_briefs_count(sets + first, count - first)};
    if (sets[first].brief)
        measure_briefs(makeup, sets + first, unit->count, &ahead->units[at],
                       unit->heads);
    else
        measure_article(makeup, &sets[first], &ahead->units[at], unit->heads);
}

/* Moves the window on to begin with unit `from`, which is none of it when there is no such
 * unit, and fills it up. */
static void fill_up(struct nb_ahead *ahead, struct nb_makeup *makeup,
                    const struct nb_set *sets, size_t count, size_t first,
                    unsigned from)
{
    struct nb_plan *plan = &ahead->plan;
    unsigned kept = from < plan->count ? plan->count - from : 0;
    if (kept) {
        memmove(ahead->at, ahead->at + from, kept * sizeof *ahead->at);
        memmove(ahead->units, ahead->units + from, kept * sizeof *ahead->units);
        first = ahead->at[kept - 1].first + ahead->at[kept - 1].count;
    }
    unsigned wide = makeup->wide;
    makeup->wide = makeup->columns;
    while (kept < NB_MOST_PLANNED && first < count && makeup->status == NB_OK) {
        measure(ahead, makeup, sets, count, first, kept);
        first += ahead->at[kept].count;
        kept++;
    }
    makeup->wide = wide;
    nb_plan_make(plan, makeup->columns, makeup->capacity[NB_PAGE_RIGHT], ahead->units,
                 kept);
}

unsigned nb_ahead_find(struct nb_ahead *ahead, struct nb_makeup *makeup,
                       const struct nb_set *sets, size_t count, size_t first)
{
    struct nb_plan *plan = &ahead->plan;
    unsigned at = 0;
    while (at < plan->count && ahead->at[at].first != first)
        at++;
    const struct nb_ahead_unit *last = plan->count ? &ahead->at[plan->count - 1] : NULL;
    bool ends = at < plan->count && last->first + last->count >= count;
    if (at < plan->count && (ends || plan->count - at >= LEAST_AHEAD))
        return at;
    fill_up(ahead, makeup, sets, count, first, at);
    return 0;
}

unsigned nb_ahead_line(const struct nb_ahead *ahead, const struct nb_makeup *makeup)
{
    unsigned left = nb_makeup_left(makeup), capacity = ahead->plan.capacity;
    if (nb_makeup_fresh(makeup))
        return 0;
    return left < capacity ? capacity - left : 1;
}

struct nb_step nb_ahead_step(const struct nb_ahead *ahead,
                             const struct nb_makeup *makeup, unsigned at, bool exact)
{
    return nb_plan_step(&ahead->plan, &ahead->units[at], nb_ahead_line(ahead, makeup),
                        at + 1, exact);
}

static unsigned corrected(unsigned lines, int by)
{
    return by < 0 && lines < (unsigned)-by ? 0 : (unsigned)((int)lines + by);
}

void nb_ahead_correct(struct nb_ahead *ahead, unsigned at, const struct nb_step *step,
                      unsigned line)
{
    struct nb_unit *unit = &ahead->units[at];
    int by = ((int)line - (int)step->end) * (int)ahead->plan.columns;
    unit->text = corrected(unit->text, by);
    unit->beside = corrected(unit->beside, by);
}
