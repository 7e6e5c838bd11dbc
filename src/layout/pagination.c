/* Pagination: articles follow each other. One with a head of its own is a band across the page:
 * the head, then its columns, balanced where it ends. Briefs share one band, their heads in the
 * columns. An article starts on a page only where its head and some lines of text have room,
 * and runs on to the next page from there; it never jumps. */
#include "layout/pagination.h"

#include "layout/ahead.h"

#include <string.h>

enum {
    /* Lines of text that must stand below a picture over several columns. */
    LEAST_BELOW = 3,
    /* Steps that are tried for an article. */
    MOST_TRIALS = 3,
    /* Lines that may stay empty at a page's foot before the next brief. */
    MOST_HOLE = 3
};

static void start_band(struct nb_makeup *makeup, const struct nb_set *set)
{
    if (!nb_makeup_fresh(makeup))
        makeup->band++;
    makeup->rtl = set->rtl;
    if (!makeup->section && set->section)
        makeup->section = set->section->title;
}

/* The name and the page of an article whose head is empty go to its first item. */
static void mark_start(struct nb_galley *galley, const struct nb_set *set)
{
    if (galley->count == 0)
        return;
    size_t at = galley->items[0].rule && galley->count > 1 ? 1 : 0;
    galley->items[at].starts = set->index + 1;
    galley->items[at].second_anchor = set->article->id;
}

/* Runs of items that go across the columns, and runs that stand in them, in turn; and runs that
 * begin a page. */
static void place_body(struct nb_makeup *makeup, const struct nb_item *items,
                       size_t count, const struct nb_item *corner,
                       unsigned corner_columns)
{
    bool without_lead = corner != NULL;
    for (size_t i = 0; i < count && makeup->status == NB_OK;) {
        size_t end = i + 1;
        while (end < count && items[end].span == items[i].span &&
               items[end].turn != NB_BREAK_PAGE)
            end++;
        if (i > 0 && items[i].turn == NB_BREAK_PAGE && !nb_makeup_fresh(makeup))
            nb_makeup_page(makeup);
        if (items[i].span) {
            nb_makeup_span(makeup, items + i, end - i);
        } else {
            struct nb_feed feed = {
                .items = items, .at = i, .end = end, .without_lead = without_lead};
            nb_makeup_columns(makeup, feed, corner, corner_columns);
            corner = NULL;
        }
        i = end;
    }
}

/* Makes a smaller head across the columns: whether there is room for that at least, so that no
 * hole stays at a page's foot. */
static bool fits_compact(struct nb_makeup *makeup, const struct nb_set *set,
                         struct nb_galley *head)
{
    nb_opening_make(makeup, set, head, NB_OPENING_OTHER, !nb_makeup_fresh(makeup));
    return nb_opening_lines(head) + nb_opening_least(makeup, set) <=
           nb_makeup_left(makeup);
}

/* Chooses between the open page and the next one, and whether the picture goes across. */
static bool choose_page(struct nb_makeup *makeup, const struct nb_set *set,
                        struct nb_galley *head)
{
    nb_opening_make(makeup, set, head, NB_OPENING_FULL, !nb_makeup_fresh(makeup));
    unsigned left = nb_makeup_left(makeup), need = nb_opening_lines(head);
    bool fresh = nb_makeup_fresh(makeup);
    bool starts_page =
        makeup->columns == 1 ||
        nb_set_look(&makeup->compositor->looks, set, NULL)->style.break_before ==
            NB_BREAK_PAGE;
    bool fits = need + nb_opening_least(makeup, set) <= left;
    if (!fresh && !starts_page && !fits && set->index > 0) {
        fits = fits_compact(makeup, set, head);
        need = nb_opening_lines(head);
    }
    if (!fresh && (starts_page || !fits)) {
        nb_makeup_page(makeup);
        nb_opening_make(makeup, set, head, NB_OPENING_FULL, !nb_makeup_fresh(makeup));
        left = nb_makeup_left(makeup);
        need = nb_opening_lines(head);
    }
    return set->corner && set->corner_columns <= makeup->wide &&
           need + set->corner->lines + LEAST_BELOW <= left;
}

static void begin(struct nb_makeup *makeup, struct nb_set *set, struct nb_galley *head)
{
    start_band(makeup, set);
    mark_start(head->count > 0 ? head : &set->galley, set);
    nb_makeup_span(makeup, head->items, head->count);
}

static void place_article(struct nb_makeup *makeup, struct nb_set *set)
{
    struct nb_galley head;
    bool corner = choose_page(makeup, set, &head);
    begin(makeup, set, &head);
    place_body(makeup, set->galley.items, set->galley.count,
               corner ? set->corner : NULL, set->corner_columns);
}

/* Goes to the page that the plan says, with the space that it wants above. */
static void go_to(struct nb_makeup *makeup, const struct nb_step *step)
{
    if (step->page)
        nb_makeup_page(makeup);
    if (nb_makeup_fresh(makeup))
        return;
    nb_makeup_lower(makeup, step->above);
    makeup->given += step->above;
}

/* An article as the plan says. */
static void place_planned(struct nb_makeup *makeup, struct nb_set *set,
                          const struct nb_step *step, struct nb_galley *head)
{
    go_to(makeup, step);
    begin(makeup, set, head);
    nb_makeup_lower(makeup, step->below);
    makeup->shorter = step->shorter;
    makeup->shorter_pages = step->pages;
    place_body(makeup, set->galley.items, set->galley.count,
               step->corner ? set->corner : NULL, set->corner_columns);
    makeup->shorter = makeup->shorter_pages = 0;
}

/* Sets the items of several briefs one behind the other; of the first, those from `from` on. */
static struct nb_item *join(struct nb_makeup *makeup, const struct nb_set *sets,
                            size_t count, size_t from, size_t *total)
{
    struct nb_compositor *compositor = makeup->compositor;
    *total = 0;
    for (size_t i = 0; i < count; i++)
        *total += sets[i].galley.count + 1;
    struct nb_item *items = nb_arena_array(compositor->arena, *total, sizeof *items);
    if (!items) {
        makeup->status = NB_NOMEM;
        return NULL;
    }
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        const struct nb_galley *galley = &sets[i].galley;
        struct nb_galley rule;
        struct nb_head_in in = {
            .after = nb_set_look(&compositor->looks, &sets[i], "article"),
            .follows = true};
        nb_galley_start(&rule, compositor, makeup->column, -1, &makeup->furniture);
        if (i > 0)
            nb_galley_above(&rule, &in);
        if (rule.count)
            items[(*total)++] = rule.items[0];
        size_t skip = i == 0 ? from : 0;
        if (galley->count > skip)
            memcpy(items + *total, galley->items + skip,
                   (galley->count - skip) * sizeof *items);
        *total += galley->count - skip;
    }
    return items;
}

/* How many briefs of a band begin on the open page. */
static size_t begun_briefs(struct nb_makeup *makeup, const struct nb_item *items,
                           size_t count)
{
    unsigned hole;
    struct nb_feed feed = {.items = items, .end = count};
    size_t at = nb_makeup_reach(makeup, feed, &hole), begun = 1;
    for (size_t i = 0; i < at; i++)
        begun += items[i].rule;
    return begun;
}

/* Of briefs in one band, how many fill the page when a hole would stay at its foot behind them:
 * they make a band of their own, with level feet. 0 when they may run on. */
static size_t whole_briefs(struct nb_makeup *makeup, const struct nb_item *items,
                           size_t count)
{
    unsigned hole;
    struct nb_feed feed = {.items = items, .end = count};
    size_t at = nb_makeup_reach(makeup, feed, &hole), whole = 0;
    if (hole <= MOST_HOLE || at >= count || !items[at].rule)
        return 0;
    for (size_t i = 0; i <= at; i++)
        whole += items[i].rule;
    return whole;
}

/* Briefs that follow each other in one section, in one band; `step` may be NULL. Returns how many
 * they are. */
static size_t place_briefs(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                           const struct nb_step *step)
{
    size_t end = nb_briefs_count(sets, count), total;
    struct nb_galley above;
    size_t from = 0;
    nb_opening_make(makeup, sets, &above, NB_OPENING_BARE, !nb_makeup_fresh(makeup));
    if (!nb_makeup_fresh(makeup) &&
        nb_opening_lines(&above) + nb_opening_least_band(sets) >
            nb_makeup_left(makeup)) {
        if (fits_compact(makeup, sets, &above)) {
            from = sets->head_items;
            mark_start(&above, sets);
        } else {
            nb_makeup_page(makeup);
            nb_opening_make(makeup, sets, &above, NB_OPENING_BARE,
                            !nb_makeup_fresh(makeup));
        }
    }
    if (step && !step->page && !nb_makeup_fresh(makeup) && from == 0)
        nb_makeup_lower(makeup, step->above);
    start_band(makeup, sets);
    nb_makeup_span(makeup, above.items, above.count);
    const struct nb_item *items = join(makeup, sets, end, from, &total);
    size_t whole = items ? whole_briefs(makeup, items, total) : 0;
    /* The contents do not wait for the end of all. */
    if (items && makeup->late && whole == 0)
        whole = begun_briefs(makeup, items, total);
    if (whole && whole < end) {
        end = whole;
        items = join(makeup, sets, end, from, &total);
    }
    if (step && from == 0)
        makeup->shorter = step->shorter;
    makeup->shorter_pages = step && makeup->shorter ? step->pages : 0;
    if (items)
        place_body(makeup, items, total, NULL, 0);
    makeup->shorter = makeup->shorter_pages = 0;
    return end;
}

/* The line that an article reaches when it is placed by a step. */
static unsigned try_step(const struct nb_ahead *ahead, struct nb_makeup *makeup,
                         struct nb_set *set, const struct nb_step *step,
                         struct nb_galley *head)
{
    struct nb_makeup trial = *makeup;
    nb_makeup_try(&trial);
    place_planned(&trial, set, step, head);
    makeup->status = trial.status;
    return nb_ahead_line(ahead, &trial);
}

/* The best step for an article. The plan's numbers are estimates: what comes of a step is tried,
 * and another one is taken when that is not what was wanted. */
static struct nb_step choose_step(struct nb_ahead *ahead, struct nb_makeup *makeup,
                                  struct nb_set *set, unsigned at)
{
    struct nb_step best = {0};
    uint32_t least = UINT32_MAX;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
        struct nb_step step = nb_ahead_step(ahead, makeup, at, trial > 0);
        unsigned line =
            try_step(ahead, makeup, set, &step, &ahead->at[at].heads[step.head]);
        uint32_t cost = step.own + nb_plan_after(&ahead->plan, line, at + 1);
        if (cost < least) {
            best = step;
            least = cost;
        }
        if (line == step.end)
            break;
        nb_ahead_correct(ahead, at, &step, line);
    }
    return best;
}

/* Places what comes next: one article, or briefs. Returns how many sets. */
static size_t place_next(struct nb_makeup *makeup, struct nb_ahead *ahead,
                         struct nb_set *sets, size_t count, size_t first)
{
    struct nb_set *set = &sets[first];
    if (!ahead || !nb_ahead_applies(makeup)) {
        if (set->brief)
            return place_briefs(makeup, set, count - first, NULL);
        place_article(makeup, set);
        return 1;
    }
    unsigned at = nb_ahead_find(ahead, makeup, sets, count, first);
    struct nb_step step;
    if (set->brief) {
        step = nb_ahead_step(ahead, makeup, at, false);
        return place_briefs(makeup, set, count - first, &step);
    }
    step = choose_step(ahead, makeup, set, at);
    place_planned(makeup, set, &step, &ahead->at[at].heads[step.head]);
    return 1;
}

/* Whether the plan for a set sees as far ahead as it would if all sets were there. */
static bool sees_enough(const struct nb_set *sets, size_t first, size_t count)
{
    unsigned units = 0;
    for (size_t i = first; i < count && units <= NB_MOST_PLANNED; units++)
        i += nb_briefs_count(sets + i, count - i);
    return units > NB_MOST_PLANNED;
}

/* Whether an article's opening has no room on the open page. */
static bool turns_page(struct nb_makeup *makeup, const struct nb_set *set)
{
    struct nb_galley head;
    nb_opening_make(makeup, set, &head, set->brief ? NB_OPENING_BARE : NB_OPENING_FULL,
                    !nb_makeup_fresh(makeup));
    unsigned least =
        set->brief ? nb_opening_least_band(set) : nb_opening_least(makeup, set);
    return nb_opening_lines(&head) + least > nb_makeup_left(makeup) &&
           !fits_compact(makeup, set, &head);
}

/* Contents that had no room on the first page stand behind what runs on from it to the second,
 * or else at the second one's head. */
static void place_late(struct nb_makeup *makeup, const struct nb_set *next)
{
    if (!makeup->late || next->index == 0)
        return;
    bool turns = makeup->number == 1 && turns_page(makeup, next);
    if (turns)
        nb_makeup_page(makeup);
    if (makeup->number > 1)
        nb_makeup_late_contents(makeup);
}

size_t nb_sets_place(struct nb_makeup *makeup, struct nb_set *sets, size_t from,
                     size_t count, size_t total)
{
    if (makeup->columns > 1 && total > 1 && !makeup->ahead)
        makeup->ahead =
            nb_arena_alloc(makeup->compositor->lasting, sizeof *makeup->ahead);
    size_t i = from;
    while (i < count && makeup->status == NB_OK &&
           (count == total || sees_enough(sets, i, count))) {
        size_t pages = makeup->book->page_count;
        nb_arena_reset(makeup->compositor->scratch);
        place_late(makeup, &sets[i]);
        size_t placed = place_next(makeup, makeup->ahead, sets, count, i);
        if (makeup->book->page_count > pages)
            makeup->open_from = i;
        i += placed;
    }
    return i;
}
