/* Columns: first fit by unbreakable groups. A group is a run of items that stay together
 * (a heading with the first lines behind it, the last lines of a paragraph). Pictures that do
 * not fit wait for the head of the next column, and text passes them by, so that no hole is
 * left. */
#include "layout/column.h"

#include <string.h>

/* A column that stays shorter than this, for all its spaces give, is not stretched. */
enum { MOST_SHORT = 3 };

/* A column ends at most so many lines early for the sake of a whole word. */
enum { MOST_EARLY = 4 };

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
    while (feed->at < feed->end) {
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

/* Whether the feed goes on in the middle of a word. */
static bool breaks_word(const struct nb_feed *feed)
{
    return feed->at > 0 && feed->at < feed->end && feed->items[feed->at - 1].broken;
}

static unsigned lack_of(const unsigned *heights, const unsigned *used, unsigned count)
{
    unsigned lack = 0;
    for (unsigned i = 0; i < count; i++)
        lack += heights[i] > used[i] ? heights[i] - used[i] : 0;
    return lack;
}

/* A page as it came out, ending in the middle of a word. */
struct broken_page {
    const struct nb_feed *feed; /* as it was before */
    const unsigned *heights, *used;
    unsigned count, whole;
    unsigned last; /* the column in which the page ends */
    unsigned lack; /* lines that stayed empty */
};

/* The heights to try: all columns a line shorter, or the last one by `early` lines. */
static void shorten(const struct broken_page *page, unsigned early, unsigned *heights)
{
    for (unsigned i = 0; i < page->count; i++)
        heights[i] = page->heights[i] - (!early && page->heights[i] > 0);
    if (early)
        heights[page->last] =
            page->used[page->last] > early ? page->used[page->last] - early : 0;
}

/* Looks for heights with which the page ends in a whole word: those of all columns, less a
 * line, if their feet are as level then, or with a shorter last column. */
static enum nb_status whole_word(const struct broken_page *page, struct nb_arena *arena,
                                 unsigned *heights, bool *level, bool *found)
{
    struct nb_slots slots = {0};
    unsigned used[NB_MOST_FRAMES];
    for (unsigned early = 0; early <= MOST_EARLY && !*found; early++) {
        *level = early == 0;
        shorten(page, early, heights);
        struct nb_feed trial = *page->feed;
        slots.count = 0;
        enum nb_status status = nb_columns_fill(&trial, arena, heights, page->count,
                                                page->whole, &slots, used);
        if (status != NB_OK)
            return status;
        unsigned lack = lack_of(*level ? heights : page->heights, used, page->count);
        *found = trial.at > page->feed->at && !breaks_word(&trial) &&
                 lack <= page->lack + (*level ? 0 : MOST_EARLY);
    }
    return NB_OK;
}

enum nb_status nb_columns_fill_page(struct nb_feed *feed, struct nb_arena *arena,
                                    unsigned *heights, unsigned count, unsigned whole,
                                    struct nb_slots *slots, unsigned *used)
{
    struct nb_feed start = *feed;
    size_t before = slots->count;
    enum nb_status status =
        nb_columns_fill(feed, arena, heights, count, whole, slots, used);
    if (status != NB_OK || !breaks_word(feed))
        return status;
    struct broken_page page = {.feed = &start,
                               .heights = heights,
                               .used = used,
                               .count = count,
                               .whole = whole,
                               .last = count - 1,
                               .lack = lack_of(heights, used, count)};
    while (page.last > 0 && used[page.last] == 0)
        page.last--;
    unsigned shorter[NB_MOST_FRAMES];
    bool level = false, found = false;
    status = whole_word(&page, arena, shorter, &level, &found);
    if (status != NB_OK || !found)
        return status;
    *feed = start;
    slots->count = before;
    if (level)
        memcpy(heights, shorter, count * sizeof *heights);
    return nb_columns_fill(feed, arena, shorter, count, whole, slots, used);
}

/* By how many lines the space above a slot may grow: above and below pictures and what else
 * floats, and above the rules between articles, where more is hardly seen. Those of headings
 * and quotes stay as the style says. */
static unsigned elastic(const struct nb_slot *slot, const struct nb_slot *before)
{
    if (slot->line == 0)
        return 0;
    if (slot->item->rule)
        return 2;
    return slot->item->floats ||
           (before && before->frame == slot->frame && before->item->floats);
}

void nb_columns_stretch(struct nb_slots *slots, unsigned number, unsigned spare)
{
    unsigned room = 0, down = 0;
    for (size_t i = 0; i < slots->count; i++)
        if (slots->at[i].frame == number)
            room += elastic(&slots->at[i], i ? &slots->at[i - 1] : NULL);
    if (spare > room + MOST_SHORT)
        return;
    /* A line each first, then a second one where that may be. */
    unsigned twice = 0, once = 0;
    for (size_t i = 0; i < slots->count; i++)
        if (slots->at[i].frame == number)
            once += elastic(&slots->at[i], i ? &slots->at[i - 1] : NULL) > 0;
    twice = spare > once ? spare - once : 0;
    for (size_t i = 0; i < slots->count; i++) {
        struct nb_slot *slot = &slots->at[i];
        if (slot->frame != number)
            continue;
        unsigned most = elastic(slot, i ? slot - 1 : NULL);
        if (most && down < spare)
            down++;
        if (most > 1 && twice > 0 && down < spare) {
            down++;
            twice--;
        }
        slot->line += down;
    }
}
