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

/* Places what fits into `count` frames of the given heights, in turn, and moves the feed on.
 * A frame of at least `whole` lines takes what fits nowhere else, so that an empty page always
 * brings the feed on. `used` (of `count`) gets the lines taken of each frame. Needs room for
 * every item left; NB_NOMEM. */
enum nb_status nb_columns_fill(struct nb_feed *feed, struct nb_arena *arena,
                               const unsigned *heights, unsigned count, unsigned whole,
                               struct nb_slots *slots, unsigned *used) NB_CHECKED;

/* Moves items of frame `number` down so that `spare` more lines are used: the spaces that are
 * there already grow by a line each, then by another. Only a few lines are spread so. */
void nb_columns_stretch(struct nb_slots *slots, unsigned number, unsigned spare);

/* Whether nothing is left. */
bool nb_feed_done(const struct nb_feed *feed);

/* The lines that are left, space included. Stops counting behind `most`. */
unsigned nb_feed_lines(const struct nb_feed *feed, unsigned most);

/* The smallest depth, counted from the frames' common origin, at which all that is left fits
 * into frames that start at `tops` and end at the depth: balanced columns. At most `most`;
 * 0 when it does not fit. */
enum nb_status nb_columns_balance(const struct nb_feed *feed, struct nb_arena *arena,
                                  const unsigned *tops, unsigned count, unsigned most,
                                  unsigned whole, unsigned *depth) NB_CHECKED;

#endif
