/* Pagination: articles follow each other. One with a head of its own is a band across the page:
 * the head, then its columns, balanced where it ends. Briefs share one band, their heads in the
 * columns. An article starts on a page only where its head and some lines of text have room,
 * and runs on to the next page from there; it never jumps. */
#include "layout/pagination.h"

#include <string.h>

enum {
    /* Lines of text that must stand below a head, in each column. */
    LEAST_LINES = 3,
    /* … and below a picture over several columns. */
    LEAST_BELOW = 3,
    /* Lines that may stay empty at a page's foot before the next brief. */
    MOST_HOLE = 3,
    /* Lines that a band of articles with their heads in the columns must have. */
    LEAST_BAND = 5
};

enum head_kind {
    HEAD_FULL,    /* in the article's own degree */
    HEAD_COMPACT, /* in the second one, where room is short */
    HEAD_NONE     /* only what stands above it: its section's opening, or a rule */
};

/* A head for the columns that are free now. */
static void make_head(struct nb_makeup *makeup, const struct nb_set *set,
                      struct nb_galley *galley, enum head_kind kind)
{
    struct nb_compositor *compositor = makeup->compositor;
    struct nb_looks *looks = &compositor->looks;
    makeup->head_block = -1;
    nb_galley_start(galley, compositor, nb_makeup_across(makeup, makeup->wide),
                    set->index, &makeup->head_block);
    galley->rtl = set->rtl;
    galley->tag = set->head_tag;
    galley->source = set->article->source;
    const char *section = set->section ? set->section->title : NULL;
    /* The lead beside the contents stands right below the masthead. */
    bool front = makeup->front && set->index == 0;
    bool beside = front && makeup->wide < makeup->columns;
    struct nb_set smaller = *set;
    if (!set->brief)
        smaller.kind = "second";
    const struct nb_set *as = kind == HEAD_COMPACT ? &smaller : set;
    struct nb_head_in in = {.article = set->article,
                            .look = nb_set_look(looks, as, NULL),
                            .after = nb_set_look(looks, set, "article"),
                            .section =
                                nb_look_of(looks, looks->root, "section", "section"),
                            .furniture = &makeup->furniture,
                            .section_tag = set->section_tag,
                            .follows = !beside && !nb_makeup_fresh(makeup)};
    if (set->opens && !front && section) {
        in.opens = section;
        in.opens_anchor = set->section_anchor;
    }
    /* The lead has no section's opening above it: its kicker says where it belongs. */
    if (front && !compositor->in->edition->single)
        in.kicker = section;
    if (kind == HEAD_NONE)
        nb_galley_above(galley, &in);
    else
        nb_galley_head(galley, &in);
    if (galley->status != NB_OK && makeup->status == NB_OK)
        makeup->status = galley->status;
}

static unsigned galley_lines(const struct nb_galley *galley)
{
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 10000; i++)
        lines += galley->items[i].lines + galley->items[i].space;
    return lines;
}

/* The lines that the start of a set's text needs: all of it if it is short. */
static unsigned least_lines(const struct nb_makeup *makeup, const struct nb_set *set)
{
    struct nb_feed feed = {.items = set->galley.items, .end = set->galley.count};
    unsigned all = nb_feed_lines(&feed, 100 * makeup->columns) / makeup->columns + 1;
    return all < LEAST_LINES ? all : LEAST_LINES;
}

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

/* Runs of items that go across the columns, and runs that stand in them, in turn. */
static void place_body(struct nb_makeup *makeup, const struct nb_item *items,
                       size_t count, const struct nb_item *corner,
                       unsigned corner_columns)
{
    bool without_lead = corner != NULL;
    for (size_t i = 0; i < count && makeup->status == NB_OK;) {
        size_t end = i;
        while (end < count && items[end].span == items[i].span)
            end++;
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
    make_head(makeup, set, head, HEAD_COMPACT);
    return galley_lines(head) + least_lines(makeup, set) <= nb_makeup_left(makeup);
}

/* Chooses between the open page and the next one, and whether the picture goes across. */
static bool choose_page(struct nb_makeup *makeup, const struct nb_set *set,
                        struct nb_galley *head)
{
    make_head(makeup, set, head, HEAD_FULL);
    unsigned left = nb_makeup_left(makeup), need = galley_lines(head);
    bool fresh = nb_makeup_fresh(makeup);
    bool starts_page =
        makeup->columns == 1 ||
        nb_set_look(&makeup->compositor->looks, set, NULL)->style.break_before ==
            NB_BREAK_PAGE;
    bool fits = need + least_lines(makeup, set) <= left;
    if (!fresh && !starts_page && !fits && set->index > 0) {
        fits = fits_compact(makeup, set, head);
        need = galley_lines(head);
    }
    if (!fresh && (starts_page || !fits)) {
        nb_makeup_page(makeup);
        make_head(makeup, set, head, HEAD_FULL);
        left = nb_makeup_left(makeup);
        need = galley_lines(head);
    }
    return set->corner && set->corner_columns <= makeup->wide &&
           need + set->corner->lines + LEAST_BELOW <= left;
}

static void place_article(struct nb_makeup *makeup, struct nb_set *set)
{
    struct nb_galley head;
    bool corner = choose_page(makeup, set, &head);
    start_band(makeup, set);
    if (head.count > 0)
        mark_start(&head, set);
    else
        mark_start(&set->galley, set);
    nb_makeup_span(makeup, head.items, head.count);
    place_body(makeup, set->galley.items, set->galley.count,
               corner ? set->corner : NULL, set->corner_columns);
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

/* The lines that the start of a band of briefs needs: the first one's head with some text. */
static unsigned least_band(const struct nb_set *set)
{
    const struct nb_galley *galley = &set->galley;
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 10000; i++) {
        lines += galley->items[i].lines + (i ? galley->items[i].space : 0);
        if (!galley->items[i].keep)
            break;
    }
    return lines < LEAST_BAND ? LEAST_BAND : lines;
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

/* Briefs that follow each other in one section, in one band. Returns how many they are. */
static size_t place_briefs(struct nb_makeup *makeup, struct nb_set *sets, size_t count)
{
    size_t end = 1, total;
    while (end < count && sets[end].brief && sets[end].section == sets->section &&
           sets[end].rtl == sets->rtl)
        end++;
    struct nb_galley above;
    size_t from = 0;
    make_head(makeup, sets, &above, HEAD_NONE);
    if (!nb_makeup_fresh(makeup) &&
        galley_lines(&above) + least_band(sets) > nb_makeup_left(makeup)) {
        if (fits_compact(makeup, sets, &above)) {
            from = sets->head_items;
            mark_start(&above, sets);
        } else {
            nb_makeup_page(makeup);
            make_head(makeup, sets, &above, HEAD_NONE);
        }
    }
    start_band(makeup, sets);
    nb_makeup_span(makeup, above.items, above.count);
    const struct nb_item *items = join(makeup, sets, end, from, &total);
    size_t whole = items ? whole_briefs(makeup, items, total) : 0;
    if (whole && whole < end) {
        end = whole;
        items = join(makeup, sets, end, from, &total);
    }
    if (items)
        place_body(makeup, items, total, NULL, 0);
    return end;
}

void nb_sets_place(struct nb_makeup *makeup, struct nb_set *sets, size_t count)
{
    for (size_t i = 0; i < count && makeup->status == NB_OK;) {
        nb_arena_reset(makeup->compositor->scratch);
        if (sets[i].brief) {
            i += place_briefs(makeup, sets + i, count - i);
        } else {
            place_article(makeup, &sets[i]);
            i++;
        }
    }
}
