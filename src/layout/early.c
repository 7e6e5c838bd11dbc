/* Early figures: a figure that found no room on a page would stand at the next one's head; where
 * an article ends there, beside little text or none. It goes to the head of one of this page's
 * columns instead, ahead of what it follows. */
#include "layout/column.h"

#include <string.h>

/* Lines that a column has below such a figure. */
enum { LEAST_BELOW = 3 };

/* Whether the text that is left would stand level beside a figure, in all other columns. */
static bool has_enough_text(const struct nb_feed *rest, unsigned columns)
{
    unsigned lines = rest->items[rest->waiting[0]].lines, most = (columns - 1) * lines;
    struct nb_feed text = *rest;
    text.waiting_count = 0;
    return nb_feed_lines(&text, most) >= most;
}

/* Where the last column begins that has room for the figure; false if there is none. */
static bool find_head(struct nb_feed feed, struct nb_arena *arena,
                      const unsigned *heights, unsigned count, unsigned whole,
                      unsigned lines, size_t *at)
{
    struct nb_slots slots = {0};
    unsigned used[NB_MOST_FRAMES] = {0};
    while (count > 0 && heights[count - 1] < lines + LEAST_BELOW)
        count--;
    if (count == 0 ||
        nb_columns_fill(&feed, arena, heights, count - 1, whole, &slots, used) != NB_OK)
        return false;
    *at = feed.at;
    return feed.waiting_count == 0;
}

bool nb_feed_bring_forward(struct nb_feed *feed, const struct nb_feed *rest,
                           struct nb_arena *arena, const unsigned *heights,
                           unsigned count, unsigned whole)
{
    size_t at, from;
    if (count < 2 || feed->waiting_count || rest->waiting_count == 0 ||
        has_enough_text(rest, count))
        return false;
    from = rest->waiting[0];
    if (!find_head(*feed, arena, heights, count, whole, feed->items[from].lines, &at) ||
        at >= from)
        return false;
    struct nb_item *items = nb_arena_array(arena, feed->end, sizeof *items);
    if (!items)
        return false;
    memcpy(items, feed->items, feed->end * sizeof *items);
    memmove(items + at + 1, items + at, (from - at) * sizeof *items);
    items[at] = feed->items[from];
    feed->items = items;
    return true;
}
