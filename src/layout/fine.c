/* Columns of what need not stand on the grid: lists in small type, whose entries would have uneven
 * gaps there. They count in parts of a line. */
#include "layout/makeup.h"

/* The frames of a page that the feed fills, or in which it ends; `heights` and `used` in parts. */
static enum nb_status fill(struct nb_makeup *makeup, struct nb_feed *feed,
                           unsigned left, unsigned whole, struct nb_slots *slots,
                           unsigned *used)
{
    static const unsigned tops[NB_MOST_FRAMES] = {0};
    struct nb_arena *arena = makeup->compositor->scratch;
    unsigned heights[NB_MOST_FRAMES] = {0}, depth;
    enum nb_status status = nb_columns_balance(feed, arena, tops, makeup->wide, left,
                                               whole, &depth, heights);
    for (unsigned i = 0; i < makeup->wide && depth == 0; i++)
        heights[i] = left;
    return status != NB_OK ? status
                           : nb_columns_fill(feed, arena, heights, makeup->wide, whole,
                                             slots, used);
}

void nb_makeup_fine_columns(struct nb_makeup *makeup, struct nb_feed feed)
{
    double grid = makeup->compositor->grid;
    while (!nb_feed_done(&feed) && makeup->status == NB_OK) {
        unsigned used[NB_MOST_FRAMES] = {0}, tops[NB_MOST_FRAMES], foot = 0;
        unsigned depth = nb_makeup_depth(makeup), left = nb_makeup_left(makeup);
        unsigned top = depth - left;
        struct nb_slots slots = {0};
        makeup->status = fill(makeup, &feed, left * NB_FINE_PARTS,
                              depth * NB_FINE_PARTS, &slots, used);
        for (size_t i = 0; i < slots.count; i++) {
            unsigned fine = slots.at[i].line;
            unsigned line = (fine + NB_FINE_PARTS - 1) / NB_FINE_PARTS;
            nb_makeup_put(makeup, slots.at[i].item, slots.at[i].frame, top + line,
                          (line * NB_FINE_PARTS - fine) * grid / NB_FINE_PARTS);
        }
        for (unsigned i = 0; i < makeup->wide; i++)
            foot = used[i] > foot ? used[i] : foot;
        for (unsigned i = 0; i < makeup->columns; i++)
            tops[i] = i < makeup->wide ? top : makeup->cursor[i];
        foot = top + (foot + NB_FINE_PARTS - 1) / NB_FINE_PARTS;
        nb_makeup_rule_columns(makeup, tops, foot);
        for (unsigned i = 0; i < makeup->wide; i++)
            makeup->cursor[i] = foot;
        if (!nb_feed_done(&feed))
            nb_makeup_page(makeup);
    }
}
