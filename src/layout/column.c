/* Columns: first fit by unbreakable groups. A group is a run of items that stay together
 * (a heading with the first lines behind it, the last lines of a paragraph). Pictures that do
 * not fit wait for the head of the next column, and text passes them by, so that no hole is
 * left. */
#include "layout/column.h"

#include <limits.h>
#include <string.h>

/* A column that stays shorter than this, for all its spaces give, is not stretched. */
enum { MOST_SHORT = 3 };

bool nb_feed_done(const struct nb_feed *feed)
{
    return feed->at == feed->end && feed->waiting_count == 0;
}

unsigned nb_feed_lines(const struct nb_feed *feed, unsigned most)
{
    unsigned lines = 0;
    for (unsigned i = 0; i < feed->waiting_count; i++)
        lines += feed->items[feed->waiting[i]].lines;
    for (size_t i = feed->at; i < feed->end && lines <= most; i++)
        if (!(feed->items[i].lead && feed->without_lead))
            lines += feed->items[i].lines + feed->items[i].space;
    return lines;
}

/* The lines between what is in the frame and `item`: none at its head. */
static unsigned space_above(const struct nb_frame *frame, const struct nb_item *item)
{
    if (frame->used == 0)
        return 0;
    return item->space > frame->after ? item->space : frame->after;
}

static void put(struct nb_slots *slots, struct nb_frame *frame,
                const struct nb_item *item)
{
    if (frame->used == 0 && item->rule)
        return;
    frame->used += space_above(frame, item);
    frame->after = item->after;
    slots->at[slots->count++] = (struct nb_slot){item, frame->number, frame->used};
    frame->used += item->lines;
}

/* The end of the group that starts at `from`, and the lines it takes; counting stops when it
 * is more than `most`. */
static size_t group(const struct nb_feed *feed, size_t from, bool top, unsigned most,
                    unsigned *lines)
{
    size_t i = from;
    *lines = 0;
    for (;;) {
        const struct nb_item *item = &feed->items[i];
        bool skipped =
            (item->lead && feed->without_lead) || (item->rule && top && *lines == 0);
        if (!skipped)
            *lines += item->lines + (top && *lines == 0 ? 0 : item->space);
        i++;
        if (!item->keep || i == feed->end || *lines > most)
            return i;
    }
}

unsigned nb_feed_first(const struct nb_feed *feed)
{
    unsigned lines = 0;
    if (feed->waiting_count)
        lines = feed->items[feed->waiting[0]].lines;
    else if (feed->at < feed->end)
        (void)group(feed, feed->at, true, 10000, &lines);
    return lines;
}

/* Places waiting pictures at the frame's head. */
static void fill_waiting(struct nb_feed *feed, struct nb_frame *frame,
                         struct nb_slots *slots)
{
    unsigned left = 0;
    for (unsigned i = 0; i < feed->waiting_count; i++) {
        const struct nb_item *item = &feed->items[feed->waiting[i]];
        unsigned space = space_above(frame, item);
        bool fits = frame->used + space + item->lines <= frame->height;
        if (left == 0 && (fits || (frame->whole && frame->used == 0)))
            put(slots, frame, item);
        else
            feed->waiting[left++] = feed->waiting[i];
    }
    feed->waiting_count = left;
}

/* Places as many items of a group that is too high for any frame as fit, at least one. */
static void fill_part(struct nb_feed *feed, struct nb_frame *frame,
                      struct nb_slots *slots, size_t end)
{
    bool first = true;
    while (feed->at < end) {
        const struct nb_item *item = &feed->items[feed->at];
        unsigned space = space_above(frame, item);
        if (!first && frame->used + space + item->lines > frame->height)
            return;
        if (!(item->lead && feed->without_lead))
            put(slots, frame, item);
        feed->at++;
        first = false;
    }
}

void nb_frame_fill(struct nb_feed *feed, struct nb_frame *frame, struct nb_slots *slots)
{
    fill_waiting(feed, frame, slots);
    while (feed->at < feed->end &&
           !(frame->used > 0 && feed->items[feed->at].turn > NB_BREAK_AVOID)) {
        unsigned room =
            frame->height - (frame->used < frame->height ? frame->used : frame->height);
        unsigned lines;
        size_t end = group(feed, feed->at, frame->used == 0, room, &lines);
        const struct nb_item *item = &feed->items[feed->at];
        if (lines <= room) {
            while (feed->at < end) {
                const struct nb_item *one = &feed->items[feed->at++];
                if (!(one->lead && feed->without_lead))
                    put(slots, frame, one);
            }
        } else if (item->floats && end == feed->at + 1 &&
                   feed->waiting_count < NB_MOST_WAITING &&
                   !(frame->used == 0 && frame->whole)) {
            feed->waiting[feed->waiting_count++] = feed->at++;
        } else if (frame->used == 0 && frame->whole) {
            fill_part(feed, frame, slots, end);
            return;
        } else {
            return;
        }
    }
}

bool nb_slots_room(struct nb_slots *slots, struct nb_arena *arena, size_t more)
{
    if (slots->room - slots->count >= more)
        return true;
    size_t room = slots->count + more;
    struct nb_slot *at = nb_arena_array(arena, room, sizeof *at);
    if (!at)
        return false;
    if (slots->count)
        memcpy(at, slots->at, slots->count * sizeof *at);
    slots->at = at;
    slots->room = room;
    return true;
}

/* How many slots filling can need: no more items than lines are placed, each having one. */
static size_t most_slots(const struct nb_feed *feed, const unsigned *heights,
                         unsigned count)
{
    size_t lines = count;
    for (unsigned i = 0; i < count; i++)
        lines += heights[i];
    size_t items = feed->end - feed->at + feed->waiting_count;
    return items < lines ? items : lines;
}

enum nb_status nb_columns_fill(struct nb_feed *feed, struct nb_arena *arena,
                               const unsigned *heights, unsigned count, unsigned whole,
                               struct nb_slots *slots, unsigned *used)
{
    if (!nb_slots_room(slots, arena, most_slots(feed, heights, count)))
        return NB_NOMEM;
    for (unsigned i = 0; i < count; i++) {
        struct nb_frame frame = {
            .height = heights[i], .number = i, .whole = heights[i] >= whole};
        if (frame.height > 0)
            nb_frame_fill(feed, &frame, slots);
        used[i] = frame.used;
    }
    return NB_OK;
}

bool nb_feed_breaks_word(const struct nb_feed *feed)
{
    return feed->at > 0 && feed->at < feed->end && feed->items[feed->at - 1].broken;
}

/* Whether columns of a page came out well: full but for a line, ending in a whole word. */
static bool is_well(const struct nb_feed *feed, const unsigned *heights,
                    const unsigned *used, unsigned count)
{
    if (nb_feed_breaks_word(feed))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (used[i] + 1 < heights[i])
            return false;
    return true;
}

/* The depth that all columns lack is none of theirs. */
static void lower_heights(unsigned *heights, const unsigned *used, unsigned count)
{
    unsigned least = UINT_MAX;
    for (unsigned i = 0; i < count; i++)
        if (heights[i] > 0 && heights[i] - used[i] < least)
            least = heights[i] > used[i] ? heights[i] - used[i] : 0;
    for (unsigned i = 0; i < count && least < UINT_MAX; i++)
        heights[i] -= heights[i] > 0 ? least : 0;
}

enum nb_status nb_columns_fill_page(struct nb_feed *feed, struct nb_arena *arena,
                                    unsigned *heights, unsigned count, unsigned whole,
                                    struct nb_slots *slots, unsigned *used)
{
    struct nb_feed start = *feed;
    size_t before = slots->count;
    enum nb_status status =
        nb_columns_fill(feed, arena, heights, count, whole, slots, used);
    if (status != NB_OK || nb_feed_done(feed) || is_well(feed, heights, used, count))
        return status;
    unsigned level[NB_MOST_FRAMES] = {0};
    bool found;
    status = nb_columns_level(&start, arena, heights, count, whole, level, &found);
    if (status != NB_OK || !found)
        return status;
    *feed = start;
    slots->count = before;
    status = nb_columns_fill(feed, arena, level, count, whole, slots, used);
    lower_heights(heights, used, count);
    return status;
}

/* By how many lines the space above a slot may grow: above and below pictures and what else
 * floats, and above the rules between articles, where more is hardly seen; above sub-headings
 * only where that is not enough. */
static unsigned elastic(const struct nb_slots *slots, size_t i, bool headings)
{
    const struct nb_slot *slot = &slots->at[i];
    const struct nb_slot *before = i ? slot - 1 : NULL;
    if (slot->line == 0)
        return 0;
    if (slot->item->rule)
        return 2;
    if (headings && slot->item->space > 0 && slot->item->keep)
        return 1;
    return slot->item->floats ||
           (before && before->frame == slot->frame && before->item->floats);
}

/* What a column's spaces give, and how many of them give a line at least. */
static unsigned sum_elastic(const struct nb_slots *slots, unsigned number,
                            bool headings, unsigned *once)
{
    unsigned room = 0;
    *once = 0;
    for (size_t i = 0; i < slots->count; i++) {
        unsigned most = slots->at[i].frame == number ? elastic(slots, i, headings) : 0;
        room += most;
        *once += most > 0;
    }
    return room;
}

void nb_columns_stretch(struct nb_slots *slots, unsigned number, unsigned spare)
{
    unsigned once, down = 0;
    unsigned room = sum_elastic(slots, number, false, &once);
    bool headings = spare > room + 1;
    if (headings)
        room = sum_elastic(slots, number, true, &once);
    if (spare > room + MOST_SHORT)
        return;
    /* A line each first, then a second one where that may be. */
    unsigned twice = spare > once ? spare - once : 0;
    for (size_t i = 0; i < slots->count; i++) {
        struct nb_slot *slot = &slots->at[i];
        if (slot->frame != number)
            continue;
        slot->line += down;
        unsigned most = elastic(slots, i, headings), more = 0;
        more += most && down < spare;
        if (most > 1 && twice > 0 && down + more < spare) {
            more++;
            twice--;
        }
        slot->line += more;
        down += more;
    }
}
