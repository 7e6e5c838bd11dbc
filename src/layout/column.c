/* Columns: first fit by unbreakable groups. A group is a run of items that stay together
 * (a heading with the first lines behind it, the last lines of a paragraph). Pictures that do
 * not fit wait for the head of the next column, and text passes them by, so that no hole is
 * left. Balancing tries depths from the smallest possible on. */
#include "layout/column.h"

#include <string.h>

enum {
    /* Deeper than the smallest depth by as much may be more even. */
    EVENER = 2,
    /* A column is stretched by no more than this, and no space by more than that. */
    MOST_STRETCH = 5,
    MOST_EACH = 2
};

/* A frame being filled. */
struct frame {
    unsigned height, used, number;
    unsigned after; /* what the last item wants below it */
    bool whole;
};

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
static unsigned space_above(const struct frame *frame, const struct nb_item *item)
{
    if (frame->used == 0)
        return 0;
    return item->space > frame->after ? item->space : frame->after;
}

static void put(struct nb_slots *slots, struct frame *frame, const struct nb_item *item)
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

/* Places waiting pictures at the frame's head. */
static void fill_waiting(struct nb_feed *feed, struct frame *frame,
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
static void fill_part(struct nb_feed *feed, struct frame *frame, struct nb_slots *slots,
                      size_t end)
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

static void fill_frame(struct nb_feed *feed, struct frame *frame,
                       struct nb_slots *slots)
{
    fill_waiting(feed, frame, slots);
    while (feed->at < feed->end) {
        unsigned room =
            frame->height - (frame->used < frame->height ? frame->used : frame->height);
        unsigned lines;
        size_t end = group(feed, feed->at, frame, room, &lines);
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

static bool make_room(struct nb_slots *slots, struct nb_arena *arena, size_t more)
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
    if (!make_room(slots, arena, most_slots(feed, heights, count)))
        return NB_NOMEM;
    for (unsigned i = 0; i < count; i++) {
        struct frame frame = {
            .height = heights[i], .number = i, .whole = heights[i] >= whole};
        if (frame.height > 0)
            fill_frame(feed, &frame, slots);
        used[i] = frame.used;
    }
    return NB_OK;
}

static bool is_elastic(const struct nb_slot *slot)
{
    return slot->line > 0 && (slot->item->space > 0 || slot->item->floats);
}

void nb_columns_stretch(struct nb_slots *slots, unsigned number, unsigned spare)
{
    unsigned elastic = 0, down = 0;
    for (size_t i = 0; i < slots->count; i++)
        elastic += slots->at[i].frame == number && is_elastic(&slots->at[i]);
    if (spare > MOST_STRETCH || elastic == 0)
        return;
    unsigned each = spare / elastic < MOST_EACH ? spare / elastic : MOST_EACH;
    unsigned more = each < MOST_EACH ? spare % elastic : 0;
    for (size_t i = 0; i < slots->count; i++) {
        struct nb_slot *slot = &slots->at[i];
        if (slot->frame != number)
            continue;
        if (is_elastic(slot)) {
            down += each + (more > 0);
            more -= more > 0;
        }
        slot->line += down;
    }
}

/* Tries one depth: whether all fits, and how uneven the columns' feet are then. */
static bool try_depth(struct nb_feed feed, struct nb_slots *slots, const unsigned *tops,
                      unsigned count, unsigned depth, unsigned whole, unsigned *uneven)
{
    unsigned lowest = 0, highest = depth;
    slots->count = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned height = depth > tops[i] ? depth - tops[i] : 0;
        struct frame frame = {.height = height, .number = i, .whole = height >= whole};
        if (height > 0)
            fill_frame(&feed, &frame, slots);
        unsigned foot = tops[i] + frame.used;
        if (height > 0 && foot < highest)
            highest = foot;
        if (height > 0 && foot > lowest)
            lowest = foot;
    }
    *uneven = lowest > highest ? lowest - highest : 0;
    return nb_feed_done(&feed);
}

enum nb_status nb_columns_balance(const struct nb_feed *feed, struct nb_arena *arena,
                                  const unsigned *tops, unsigned count, unsigned most,
                                  unsigned whole, unsigned *depth)
{
    unsigned room = 0, least = 1, best = 0, best_uneven = 0;
    for (unsigned i = 0; i < count; i++)
        room += most > tops[i] ? most - tops[i] : 0;
    *depth = 0;
    unsigned lines = nb_feed_lines(feed, room + 100);
    if (lines > room + 100)
        return NB_OK;
    struct nb_slots slots = {0};
    if (!make_room(&slots, arena, feed->end - feed->at + feed->waiting_count))
        return NB_NOMEM;
    /* Space that falls away at columns' heads can make it a little shallower than this. */
    for (unsigned sum = 0; least < most; least++, sum = 0) {
        for (unsigned i = 0; i < count; i++)
            sum += least > tops[i] ? least - tops[i] : 0;
        if (sum + 4 * count >= lines)
            break;
    }
    for (unsigned d = least; d <= most && (!best || d <= best + EVENER); d++) {
        unsigned uneven;
        if (!try_depth(*feed, &slots, tops, count, d, whole, &uneven))
            continue;
        if (!best || uneven < best_uneven) {
            if (best && uneven + 1 >= best_uneven)
                continue;
            *depth = d;
            best_uneven = uneven;
        }
        if (!best)
            best = d;
    }
    return NB_OK;
}
