/* Balancing: the columns in which an article ends. Depths are tried from the smallest possible
 * on; at those that will do, the columns' own heights are chosen together, by looking at all
 * places where a column may end near the depth, so that their feet are as level as headings,
 * pictures and the ends of paragraphs allow. */
#include "layout/column.h"

#include <string.h>

enum {
    /* Deeper than the smallest depth by as much may be more even. */
    EVENER = 2,
    /* A column may end so many lines above the depth. */
    MOST_SHORT = 14,
    MOST_WAYS = 48,
    /* On a full page: lines that a column may end early, and what a broken word costs. */
    MOST_EARLY = 4,
    COST_WORD = 200
};

/* The columns so far: what is left, and how uneven they are. */
struct way {
    struct nb_feed feed;
    unsigned heights[NB_MOST_FRAMES];
    unsigned cost, lowest, highest; /* of the feet */
};

struct trial {
    const unsigned *tops;
    unsigned count, depth, whole;
    struct nb_slots slots;
    struct way ways[2][MOST_WAYS];
};

static struct trial *new_trial(struct nb_arena *arena, const unsigned *tops,
                               unsigned count, unsigned whole)
{
    struct trial *trial = nb_arena_room(arena, 1, sizeof *trial);
    if (!trial)
        return NULL;
    trial->tops = tops;
    trial->count = count;
    trial->whole = whole;
    trial->depth = 0;
    trial->slots = (struct nb_slots){0};
    return trial;
}

static unsigned height_at(const struct trial *trial, unsigned number)
{
    unsigned top = trial->tops[number];
    return trial->depth > top ? trial->depth - top : 0;
}

/* A column as filled: of at most `height` lines, and what it leaves of the feed. */
struct column {
    struct nb_feed feed;
    struct nb_frame frame;
};

/* Fills a column of at most `height` lines, or one that was less high up to there. */
static void fill_column(struct trial *trial, struct column *column, unsigned height)
{
    column->frame.height = height;
    column->frame.whole = height >= trial->whole;
    trial->slots.count = 0;
    if (height > 0)
        nb_frame_fill(&column->feed, &column->frame, &trial->slots);
}

/* Adds a column to a way. */
static void add_column(const struct trial *trial, struct way *way,
                       const struct column *column)
{
    unsigned number = column->frame.number, used = column->frame.used;
    unsigned full = height_at(trial, number), foot = trial->tops[number] + used;
    unsigned lack = full > used ? full - used : 0;
    way->feed = column->feed;
    way->heights[number] = column->frame.height;
    way->cost += full ? lack * lack : 0;
    if (full && foot < way->highest)
        way->highest = foot;
    if (full && foot > way->lowest)
        way->lowest = foot;
}

/* Tries one depth, every column as high as it goes: whether all fits. */
static bool fits(struct trial *trial, const struct nb_feed *feed, struct way *way)
{
    *way = (struct way){.feed = *feed, .highest = trial->depth};
    for (unsigned i = 0; i < trial->count; i++) {
        struct column column = {.feed = way->feed, .frame = {.number = i}};
        fill_column(trial, &column, height_at(trial, i));
        add_column(trial, way, &column);
    }
    return nb_feed_done(&way->feed);
}

static bool same_rest(const struct nb_feed *a, const struct nb_feed *b)
{
    return a->at == b->at && a->waiting_count == b->waiting_count &&
           memcmp(a->waiting, b->waiting, a->waiting_count * sizeof *a->waiting) == 0;
}

/* Keeps a way unless one with the same rest is as good. */
static void keep(struct way *ways, unsigned *count, const struct way *way)
{
    for (unsigned i = 0; i < *count; i++) {
        if (!same_rest(&ways[i].feed, &way->feed))
            continue;
        if (way->cost < ways[i].cost)
            ways[i] = *way;
        return;
    }
    if (*count < MOST_WAYS)
        ways[(*count)++] = *way;
}

/* The different columns of at most `least` to `full` lines that the feed can go on with, from the
 * lowest to the highest. While nothing waits for the next column, a higher one is a lower one
 * that goes on. */
static unsigned make_columns(struct trial *trial, const struct nb_feed *feed,
                             unsigned number, unsigned least, unsigned full,
                             struct column *columns)
{
    unsigned count = 0;
    struct column column;
    bool goes_on = false;
    for (unsigned height = least; height <= full; height++) {
        if (!goes_on)
            column = (struct column){.feed = *feed, .frame = {.number = number}};
        fill_column(trial, &column, height);
        goes_on = column.feed.waiting_count == 0 && !column.frame.whole;
        const struct column *last = count ? &columns[count - 1] : NULL;
        if (last && last->frame.used == column.frame.used &&
            same_rest(&last->feed, &column.feed))
            count--;
        columns[count++] = column;
    }
    return count;
}

/* All ways to fill the columns, each ending up to `early` lines above the trial's depth; the last
 * one as high as it goes if it is `full_last`. Returns in which half they are. */
static unsigned all_ways(struct trial *trial, const struct nb_feed *feed,
                         unsigned early, bool full_last, unsigned *ways)
{
    unsigned count = 1, now = 0;
    trial->ways[0][0] = (struct way){.feed = *feed, .highest = trial->depth};
    for (unsigned i = 0; i < trial->count; i++, now = !now) {
        unsigned next = 0, full = height_at(trial, i);
        unsigned least = full > early ? full - early : 0;
        if (full_last && i + 1 == trial->count)
            least = full;
        for (unsigned w = 0; w < count; w++) {
            const struct way *before = &trial->ways[now][w];
            struct column columns[MOST_SHORT + 1];
            unsigned made = make_columns(trial, &before->feed, i, least, full, columns);
            while (made-- > 0) {
                struct way way = *before;
                add_column(trial, &way, &columns[made]);
                keep(trial->ways[!now], &next, &way);
            }
        }
        count = next;
    }
    *ways = count;
    return now;
}

/* The most level way at the trial's depth at which all fits; false when there is none. */
static bool level(struct trial *trial, const struct nb_feed *feed, struct way *best)
{
    unsigned count;
    unsigned now = all_ways(trial, feed, MOST_SHORT, true, &count);
    const struct way *found = NULL;
    for (unsigned w = 0; w < count; w++) {
        const struct way *way = &trial->ways[now][w];
        if (nb_feed_done(&way->feed) && (!found || way->cost < found->cost))
            found = way;
    }
    if (found)
        *best = *found;
    return found != NULL;
}

enum nb_status nb_columns_level(const struct nb_feed *feed, struct nb_arena *arena,
                                const unsigned *heights, unsigned count, unsigned whole,
                                unsigned *level, bool *found)
{
    unsigned tops[NB_MOST_FRAMES] = {0}, ways, lines = 0, best = 0;
    struct trial *trial = new_trial(arena, tops, count, whole);
    *found = false;
    if (!trial)
        return NB_NOMEM;
    for (unsigned i = 0; i < count; i++)
        trial->depth = heights[i] > trial->depth ? heights[i] : trial->depth;
    for (unsigned i = 0; i < count; i++) {
        tops[i] = trial->depth - heights[i];
        lines = heights[i] + 1 > lines ? heights[i] + 1 : lines;
    }
    if (!nb_slots_room(&trial->slots, arena, lines))
        return NB_NOMEM;
    unsigned now = all_ways(trial, feed, MOST_EARLY, false, &ways);
    for (unsigned w = 0; w < ways; w++) {
        const struct way *way = &trial->ways[now][w];
        unsigned cost = way->cost + (nb_feed_breaks_word(&way->feed) ? COST_WORD : 0);
        if (way->feed.at <= feed->at || (*found && cost >= best))
            continue;
        *found = true;
        best = cost;
        memcpy(level, way->heights, count * sizeof *level);
    }
    return NB_OK;
}

/* A depth at which all cannot but be too much. Space that falls away at columns' heads can make
 * it a little shallower than the lines' number says. */
static unsigned least_depth(const unsigned *tops, unsigned count, unsigned most,
                            unsigned lines)
{
    unsigned least = 1;
    for (unsigned sum = 0; least < most; least++, sum = 0) {
        for (unsigned i = 0; i < count; i++)
            sum += least > tops[i] ? least - tops[i] : 0;
        if (sum + 4 * count >= lines)
            break;
    }
    return least;
}

static unsigned uneven_of(const struct way *way)
{
    return way->lowest > way->highest ? way->lowest - way->highest : 0;
}

static void try_depths(struct trial *trial, const struct nb_feed *feed, unsigned least,
                       unsigned most, unsigned *depth, unsigned *heights)
{
    struct way best = {.cost = 0}, way;
    unsigned first = 0, best_uneven = 0;
    for (unsigned d = least; d <= most && (!first || d <= first + EVENER); d++) {
        trial->depth = d;
        if (!fits(trial, feed, &way))
            continue;
        if (uneven_of(&way) > 1 && !level(trial, feed, &way))
            continue;
        unsigned uneven = uneven_of(&way);
        if (first && uneven + 1 >= best_uneven)
            continue;
        first = first ? first : d;
        best = way;
        best_uneven = uneven;
        *depth = d;
        if (uneven <= 1)
            break;
    }
    memcpy(heights, best.heights, trial->count * sizeof *heights);
}

enum nb_status nb_columns_balance(const struct nb_feed *feed, struct nb_arena *arena,
                                  const unsigned *tops, unsigned count, unsigned most,
                                  unsigned whole, unsigned *depth, unsigned *heights)
{
    unsigned room = 0;
    for (unsigned i = 0; i < count; i++)
        room += most > tops[i] ? most - tops[i] : 0;
    *depth = 0;
    unsigned lines = nb_feed_lines(feed, room + 100);
    if (lines > room + 100)
        return NB_OK;
    struct trial *trial = new_trial(arena, tops, count, whole);
    if (!trial)
        return NB_NOMEM;
    if (!nb_slots_room(&trial->slots, arena,
                       feed->end - feed->at + feed->waiting_count))
        return NB_NOMEM;
    try_depths(trial, feed, least_depth(tops, count, most, lines), most, depth,
               heights);
    return NB_OK;
}
