/* Columns: a galley's items dealt out to frames. Everything here counts in lines of the grid. */
#ifndef NB_LAYOUT_COLUMN_H
#define NB_LAYOUT_COLUMN_H

#include "layout/galley.h"

enum { NB_MOST_FRAMES = 8, NB_MOST_WAITING = 8 };

/* What is still to be placed: items from `at` to `end`, and floating ones passed by. */
struct nb_feed {
    const struct nb_item *items;
    size_t at, end;
    size_t waiting[NB_MOST_WAITING]; /* indices, in order */
    unsigned waiting_count;
    bool without_lead; /* lead pictures are passed over: they stand elsewhere */
};

/* Where an item went. */
struct nb_slot {
    const struct nb_item *item;
    unsigned frame, line; /* line: from the frame's top */
};

struct nb_slots {
    struct nb_slot *at;
    size_t count, room;
};

/* A frame being filled. */
struct nb_frame {
    unsigned height, used, number;
    unsigned after; /* what the last item wants below it */
    bool whole;     /* takes what fits nowhere else */
};

/* Places what fits into one frame, and moves the feed on. The slots must have room. */
void nb_frame_fill(struct nb_feed *feed, struct nb_frame *frame,
                   struct nb_slots *slots);

/* Makes room for `more` slots; false without memory. */
bool nb_slots_room(struct nb_slots *slots, struct nb_arena *arena, size_t more);

/* Places what fits into `count` frames of the given heights, in turn, and moves the feed on.
 * A frame of at least `whole` lines takes what fits nowhere else, so that an empty page always
 * brings the feed on. `used` (of `count`) gets the lines taken of each frame. Needs room for
 * every item left; NB_NOMEM. */
enum nb_status nb_columns_fill(struct nb_feed *feed, struct nb_arena *arena,
                               const unsigned *heights, unsigned count, unsigned whole,
                               struct nb_slots *slots, unsigned *used) NB_CHECKED;

/* As nb_columns_fill for the columns of one page, which the feed fills: where they come out
 * uneven, or the page would end in the middle of a hyphenated word, some end a line or more
 * early so that all feet are as level as may be. What all of them lack then, `heights` lack. */
enum nb_status nb_columns_fill_page(struct nb_feed *feed, struct nb_arena *arena,
                                    unsigned *heights, unsigned count, unsigned whole,
                                    struct nb_slots *slots, unsigned *used) NB_CHECKED;

/* Moves items of frame `number` down so that up to `spare` more lines are used: a line more
 * above and below each picture, two above each rule between articles. */
void nb_columns_stretch(struct nb_slots *slots, unsigned number, unsigned spare);

/* Whether nothing is left. */
bool nb_feed_done(const struct nb_feed *feed);

/* Whether the feed goes on in the middle of a word. */
bool nb_feed_breaks_word(const struct nb_feed *feed);

/* early.c: for a page of `count` columns that the feed fills, behind which `rest` would be left:
 * brings the first figure that found no room forward in `feed`, to the head of the last column
 * that has, or smaller to that of the highest, if the figure would stand beside little text on
 * the next page. `grid`: pt, of a line. Returns whether it does; then `feed` has other items, in
 * `arena`. */
bool nb_feed_bring_forward(struct nb_feed *feed, const struct nb_feed *rest,
                           struct nb_arena *arena, const unsigned *heights,
                           unsigned count, unsigned whole, double grid);

/* The lines that are left, space included. Stops counting behind `most`. */
unsigned nb_feed_lines(const struct nb_feed *feed, unsigned most);

/* The lines of what is placed first: a group that stays together. */
unsigned nb_feed_first(const struct nb_feed *feed);

/* balance.c: the smallest depth, counted from the frames' common origin, at which all that is
 * left fits into frames that start at `tops` and end at the depth, at most `most`; 0 when it
 * does not fit. Then `heights` (of `count`) are the frames' own heights: their feet are as
 * level as may be. */
enum nb_status nb_columns_balance(const struct nb_feed *feed, struct nb_arena *arena,
                                  const unsigned *tops, unsigned count, unsigned most,
                                  unsigned whole, unsigned *depth,
                                  unsigned *heights) NB_CHECKED;

/* balance.c: for a page that the feed fills, the heights (`level`, of `count`) of columns of at
 * most `heights` lines that end level and in a whole word, with as few lines empty as may be;
 * `found` says whether there are any. */
enum nb_status nb_columns_level(const struct nb_feed *feed, struct nb_arena *arena,
                                const unsigned *heights, unsigned count, unsigned whole,
                                unsigned *level, bool *found) NB_CHECKED;

#endif
