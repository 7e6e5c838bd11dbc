/* Early figures: a figure that found no room on a page would stand at the next one's head; where
 * an article ends there, beside little text or none. It goes to the head of one of this page's
 * columns instead, ahead of what it follows, a little smaller if it is too high for all. */
#include "layout/column.h"

#include <string.h>

/* Lines that a column has below such a figure, where that can be. */
enum { LEAST_BELOW = 3 };

/* Pictures are not made smaller than this part of their size. */
static const double least_scale = 0.6;

/* Whether the text that is left would stand level beside a figure, in all other columns. */
static bool has_enough_text(const struct nb_feed *rest, unsigned columns)
{
    unsigned lines = rest->items[rest->waiting[0]].lines, most = (columns - 1) * lines;
    struct nb_feed text = *rest;
    text.waiting_count = 0;
    return nb_feed_lines(&text, most) >= most;
}

/* A figure with its picture made smaller, so that it takes fewer lines; false if it would become
 * too small. */
static bool shrink(struct nb_item *item, struct nb_arena *arena, unsigned lines,
                   double grid)
{
    struct nb_item smaller = *item;
    const struct nb_piece *image = item->pieces;
    double less = (item->lines - lines) * grid;
    while (image && image->kind != NB_PIECE_IMAGE)
        image = image->next;
    if (!image || image->height - less < least_scale * image->height)
        return false;
    smaller.lines = lines;
    smaller.pieces = smaller.last = NULL;
    for (const struct nb_piece *piece = item->pieces; piece; piece = piece->next) {
        struct nb_piece *copy = nb_arena_alloc(arena, sizeof *copy);
        if (!copy)
            return false;
        *copy = *piece;
        copy->next = NULL;
        if (piece == image) {
            copy->height -= less;
            copy->width *= copy->height / image->height;
            copy->x += (image->width - copy->width) / 2;
        } else if (piece->y > image->y) {
            copy->y -= less;
        }
        if (smaller.last)
            smaller.last->next = copy;
        else
            smaller.pieces = copy;
        smaller.last = copy;
    }
    *item = smaller;
    return true;
}

/* The last column that has room for the figure and some text; else the highest one, which has
 * room for a smaller figure. */
static unsigned find_column(const unsigned *heights, unsigned count, unsigned lines)
{
    unsigned best = 0;
    for (unsigned i = 0; i < count; i++)
        if (heights[i] >= lines + LEAST_BELOW || heights[i] >= heights[best])
            best = i;
    return best;
}

/* Where a column begins; false if a picture waits for it already. */
static bool find_head(struct nb_feed feed, struct nb_arena *arena,
                      const unsigned *heights, unsigned column, unsigned whole,
                      size_t *at)
{
    struct nb_slots slots = {0};
    unsigned used[NB_MOST_FRAMES] = {0};
    if (nb_columns_fill(&feed, arena, heights, column, whole, &slots, used) != NB_OK)
        return false;
    *at = feed.at;
    return feed.waiting_count == 0;
}

bool nb_feed_bring_forward(struct nb_feed *feed, const struct nb_feed *rest,
                           struct nb_arena *arena, const unsigned *heights,
                           unsigned count, unsigned whole, double grid)
{
    size_t at, from;
    if (count < 2 || feed->waiting_count || rest->waiting_count == 0 ||
        has_enough_text(rest, count))
        return false;
    from = rest->waiting[0];
    struct nb_item figure = feed->items[from];
    unsigned column = find_column(heights, count, figure.lines);
    if (!find_head(*feed, arena, heights, column, whole, &at) || at >= from ||
        (figure.lines > heights[column] &&
         !shrink(&figure, arena, heights[column], grid)))
        return false;
    struct nb_item *items = nb_arena_array(arena, feed->end, sizeof *items);
    if (!items)
        return false;
    memcpy(items, feed->items, feed->end * sizeof *items);
    memmove(items + at + 1, items + at, (from - at) * sizeof *items);
    items[at] = figure;
    feed->items = items;
    return true;
}
