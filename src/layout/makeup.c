/* Make-up: the open page, its columns and what goes where. Columns are counted from the side
 * where reading starts: for a right-to-left article column 0 is the rightmost. */
#include "layout/makeup.h"

#include <string.h>

enum {
    /* A last page of an article with fewer lines than this a column gets some more; */
    SHORTEST_TAIL = 3,
    /* … of which no page before it gives more than these, */
    MOST_LESS = 2,
    /* and so does one of a single column. */
    SHORTEST_PAGE = 5,
    /* Figures that come forward to a page. */
    MOST_FORWARD = 3,
    /* Gaps between articles on a page grow by at most so many lines to fill it, */
    MOST_FEATHER = 3,
    /* … with what the plan gave them. */
    MOST_ABOVE = 4
};

static void fail(struct nb_makeup *makeup, enum nb_status status)
{
    if (makeup->status == NB_OK)
        makeup->status = status;
}

void nb_makeup_try(struct nb_makeup *makeup)
{
    makeup->trial = true;
}

static void add_page(struct nb_makeup *makeup)
{
    const struct nb_page_style *style = &makeup->kinds[makeup->kind];
    makeup->page = nb_book_add_page(makeup->book, style->width, style->height);
    if (makeup->page)
        makeup->page->label =
            nb_arena_printf(makeup->book->arena, "%zu", makeup->number);
    else
        fail(makeup, NB_NOMEM);
}

void nb_makeup_page(struct nb_makeup *makeup)
{
    if (!makeup->trial)
        nb_makeup_finish(makeup);
    if (makeup->status != NB_OK)
        return;
    size_t number = ++makeup->number;
    makeup->kind = number == 1       ? NB_PAGE_FIRST
                   : number % 2 == 0 ? NB_PAGE_LEFT
                                     : NB_PAGE_RIGHT;
    if (!makeup->trial)
        add_page(makeup);
    makeup->begun = false;
    makeup->given = 0;
    memset(makeup->cursor, 0, sizeof makeup->cursor);
    makeup->wide = makeup->columns;
    makeup->band = 0;
    makeup->front = number == 1;
    makeup->reserved = 0;
    makeup->section = NULL;
    nb_makeup_turn_strings(makeup);
}

double nb_makeup_across(const struct nb_makeup *makeup, unsigned count)
{
    return count * (makeup->column + makeup->gutter) - makeup->gutter;
}

static unsigned span_cursor(const struct nb_makeup *makeup)
{
    unsigned line = 0;
    for (unsigned i = 0; i < makeup->wide; i++)
        line = makeup->cursor[i] > line ? makeup->cursor[i] : line;
    return line;
}

unsigned nb_makeup_depth(const struct nb_makeup *makeup)
{
    return makeup->capacity[makeup->kind] - makeup->reserved;
}

unsigned nb_makeup_left(const struct nb_makeup *makeup)
{
    unsigned capacity = nb_makeup_depth(makeup), line = span_cursor(makeup);
    return line < capacity ? capacity - line : 0;
}

bool nb_makeup_fresh(const struct nb_makeup *makeup)
{
    return !makeup->begun;
}

/* The left edge of column `number` of the reading order, from the type area's. An article that
 * reads against the edition's direction fills the spanning columns the other way round. */
static double column_x(const struct nb_makeup *makeup, unsigned number)
{
    unsigned place = number;
    if (makeup->rtl != makeup->mirrored && number < makeup->wide)
        place = makeup->wide - 1 - number;
    if (makeup->mirrored)
        place = makeup->columns - 1 - place;
    return place * (makeup->column + makeup->gutter);
}

/* The left edge of what goes across the first `count` columns. */
static double across_x(const struct nb_makeup *makeup, unsigned count)
{
    double first = column_x(makeup, 0), last = column_x(makeup, count - 1);
    return first < last ? first : last;
}

static struct nb_placed *more(struct nb_makeup *makeup)
{
    makeup->begun = true;
    if (makeup->status != NB_OK || makeup->trial)
        return NULL;
    if (makeup->placed_count == makeup->placed_room) {
        size_t room = makeup->placed_room ? makeup->placed_room * 2 : 256;
        struct nb_placed *placed =
            nb_arena_array(makeup->compositor->lasting, room, sizeof *placed);
        if (!placed) {
            fail(makeup, NB_NOMEM);
            return NULL;
        }
        if (makeup->placed_count)
            memcpy(placed, makeup->placed, makeup->placed_count * sizeof *placed);
        makeup->placed = placed;
        makeup->placed_room = room;
    }
    return &makeup->placed[makeup->placed_count++];
}

static void place(struct nb_makeup *makeup, const struct nb_item *item, double x,
                  unsigned line, double lift)
{
    struct nb_placed *placed = more(makeup);
    if (!placed)
        return;
    *placed = (struct nb_placed){
        .item = item, .x = x, .lift = lift, .line = line, .band = makeup->band};
    nb_makeup_set_strings(makeup, item->strings);
    if (item->starts > 0 && (size_t)item->starts <= makeup->articles + 1 &&
        makeup->pages[item->starts - 1] == 0)
        makeup->pages[item->starts - 1] = (int32_t)makeup->book->page_count;
}

void nb_makeup_put(struct nb_makeup *makeup, const struct nb_item *item,
                   unsigned column, unsigned line, double lift)
{
    place(makeup, item, column_x(makeup, column), line, lift);
}

void nb_makeup_put_across(struct nb_makeup *makeup, const struct nb_item *item,
                          unsigned columns, unsigned line)
{
    place(makeup, item, across_x(makeup, columns), line, 0);
}

void nb_makeup_lower(struct nb_makeup *makeup, unsigned lines)
{
    unsigned line = span_cursor(makeup), left = nb_makeup_left(makeup);
    for (unsigned i = 0; lines <= left && i < makeup->wide; i++)
        makeup->cursor[i] = line + lines;
}

/* When all columns are down to where the spanning ones are, heads go across all of them. */
static void widen(struct nb_makeup *makeup)
{
    unsigned line = span_cursor(makeup);
    for (unsigned i = makeup->wide; i < makeup->columns; i++)
        if (makeup->cursor[i] > line)
            return;
    makeup->wide = makeup->columns;
}

void nb_makeup_span(struct nb_makeup *makeup, const struct nb_item *items, size_t count)
{
    struct nb_feed feed = {.items = items, .end = count};
    /* A rule below something stands; one at a page's head falls away in the filling. */
    if (count && items[0].rule && span_cursor(makeup) > 0 &&
        items[0].space + items[0].lines < nb_makeup_left(makeup)) {
        unsigned line = span_cursor(makeup) + items[0].space;
        place(makeup, &items[0], across_x(makeup, makeup->wide), line, 0);
        for (unsigned i = 0; i < makeup->wide; i++)
            makeup->cursor[i] = line + items[0].lines;
        feed.at = 1;
    }
    while (!nb_feed_done(&feed) && makeup->status == NB_OK) {
        unsigned from = span_cursor(makeup), room = nb_makeup_left(makeup), used = 0;
        unsigned space = from && feed.at < feed.end ? items[feed.at].space : 0;
        room -= space < room ? space : room;
        bool fresh = from == 0;
        struct nb_slots slots = {0};
        enum nb_status status =
            nb_columns_fill(&feed, makeup->compositor->scratch, &room, 1,
                            fresh ? room : room + 1, &slots, &used);
        if (status != NB_OK)
            fail(makeup, status);
        unsigned top = from + space;
        double x = across_x(makeup, makeup->wide);
        for (size_t i = 0; i < slots.count; i++)
            place(makeup, slots.at[i].item, x, top + slots.at[i].line, 0);
        for (unsigned i = 0; used && i < makeup->wide; i++)
            makeup->cursor[i] = top + used;
        if (!nb_feed_done(&feed))
            nb_makeup_page(makeup);
    }
    for (unsigned i = 0; count && i < makeup->wide; i++)
        makeup->cursor[i] += items[count - 1].after;
    widen(makeup);
}

void nb_makeup_rule_columns(struct nb_makeup *makeup, const unsigned *tops,
                            unsigned foot)
{
    if (makeup->column_rule <= 0)
        return;
    for (unsigned i = 0; i + 1 < makeup->columns; i++) {
        unsigned top = tops[i] > tops[i + 1] ? tops[i] : tops[i + 1];
        /* Beside what stands in the next column already, the rule goes all the way. */
        if (i + 1 == makeup->wide)
            top = tops[i];
        struct nb_placed *placed = top < foot ? more(makeup) : NULL;
        if (!placed)
            continue;
        double x = column_x(makeup, i), next = column_x(makeup, i + 1);
        *placed = (struct nb_placed){.x = (x > next ? x : next) - makeup->gutter / 2,
                                     .line = top,
                                     .height = foot - top,
                                     .band = makeup->band};
    }
}

/* Columns that end a little early are stretched; not the last one of an article. */
static void even_feet(const struct nb_makeup *makeup, struct nb_slots *slots,
                      const unsigned *heights, const unsigned *used, bool ends)
{
    unsigned last = makeup->columns;
    while (ends && last > 0 && used[last - 1] == 0)
        last--;
    if (ends && last > 0)
        last--;
    for (unsigned i = 0; i < last && makeup->columns > 1; i++)
        if (used[i] > 0 && used[i] < heights[i])
            nb_columns_stretch(slots, i, heights[i] - used[i]);
}

/* Memory for items that a page shows; of those that none does, nothing stays. */
static struct nb_arena *items_arena(const struct nb_makeup *makeup)
{
    return makeup->trial ? makeup->compositor->scratch : makeup->compositor->arena;
}

/* Fills a page's columns; figures that would be left with little text come forward. */
static enum nb_status fill_page(struct nb_makeup *makeup, struct nb_feed *feed,
                                unsigned *heights, unsigned whole,
                                struct nb_slots *slots, unsigned *used)
{
    struct nb_arena *arena = makeup->compositor->scratch;
    struct nb_feed start = *feed;
    unsigned kept[NB_MOST_FRAMES];
    memcpy(kept, heights, sizeof kept);
    enum nb_status status =
        nb_columns_fill_page(feed, arena, heights, makeup->columns, whole, slots, used);
    for (int i = 0; i < MOST_FORWARD && status == NB_OK && feed->waiting_count; i++) {
        if (!nb_feed_bring_forward(&start, feed, items_arena(makeup), kept,
                                   makeup->columns, whole, makeup->compositor->grid))
            break;
        *feed = start;
        slots->count = 0;
        memcpy(heights, kept, sizeof kept);
        status = nb_columns_fill_page(feed, arena, heights, makeup->columns, whole,
                                      slots, used);
    }
    return status;
}

/* Places a page's part of the feed in columns of the given heights, and moves the cursors. */
static void place_columns(struct nb_makeup *makeup, struct nb_feed *feed,
                          const unsigned *tops, unsigned *heights, unsigned depth)
{
    unsigned used[NB_MOST_FRAMES] = {0}, foot = 0;
    unsigned whole = depth;
    for (unsigned i = 0; i < makeup->columns; i++)
        whole += tops[i]; /* only frames of an empty page take what fits nowhere else */
    struct nb_slots slots = {0};
    enum nb_status status = fill_page(makeup, feed, heights, whole, &slots, used);
    if (status != NB_OK)
        fail(makeup, status);
    even_feet(makeup, &slots, heights, used, nb_feed_done(feed));
    for (size_t i = 0; i < slots.count; i++) {
        const struct nb_slot *slot = &slots.at[i];
        place(makeup, slot->item, column_x(makeup, slot->frame),
              tops[slot->frame] + slot->line, slot->line ? 0 : slot->item->lift);
    }
    for (unsigned i = 0; i < makeup->columns; i++)
        foot = used[i] && tops[i] + used[i] > foot ? tops[i] + used[i] : foot;
    if (foot == 0)
        return;
    nb_makeup_rule_columns(makeup, tops, foot);
    for (unsigned i = 0; i < makeup->columns; i++)
        if ((i < makeup->wide || used[i]) && makeup->cursor[i] < foot)
            makeup->cursor[i] = foot;
}

/* The depth of a page that text fills: some end a line or two early, as the plan says. */
static unsigned planned_depth(struct nb_makeup *makeup)
{
    if (makeup->shorter_pages == 0)
        return nb_makeup_depth(makeup);
    unsigned pages = makeup->shorter_pages--;
    unsigned early = (makeup->shorter + pages - 1) / pages;
    makeup->shorter -= early;
    return nb_makeup_depth(makeup) - early;
}

/* The depth for a page that the feed fills: the whole page, or a little less when only a few
 * lines would be left for the next. */
static unsigned full_depth(struct nb_makeup *makeup, const struct nb_feed *feed,
                           const unsigned *tops)
{
    unsigned capacity = planned_depth(makeup), count = makeup->columns;
    unsigned page = 0;
    for (unsigned i = 0; i < count; i++)
        page += capacity > tops[i] ? capacity - tops[i] : 0;
    unsigned shortest = count == 1 ? SHORTEST_PAGE : SHORTEST_TAIL * count;
    unsigned all = nb_feed_lines(feed, page + shortest);
    unsigned tail = all > page ? all - page : 0;
    if (tail >= shortest)
        return capacity;
    unsigned less = (shortest - tail + count - 1) / count;
    if (count > 1 && less > MOST_LESS)
        less = MOST_LESS;
    unsigned first =
        tops[0] + nb_feed_first(feed); /* what must have room all the same */
    unsigned most = capacity > first ? capacity - first : 0;
    return capacity - (less < most ? less : most);
}

size_t nb_makeup_reach(struct nb_makeup *makeup, struct nb_feed feed, unsigned *hole)
{
    unsigned heights[NB_MOST_FRAMES] = {0}, used[NB_MOST_FRAMES] = {0};
    unsigned capacity = nb_makeup_depth(makeup), start = span_cursor(makeup);
    for (unsigned i = 0; i < makeup->columns; i++) {
        unsigned top = i < makeup->wide ? start : makeup->cursor[i];
        heights[i] = capacity > top ? capacity - top : 0;
    }
    struct nb_slots slots = {0};
    enum nb_status status = nb_columns_fill(&feed, makeup->compositor->scratch, heights,
                                            makeup->columns, capacity, &slots, used);
    if (status != NB_OK)
        fail(makeup, status);
    unsigned last = makeup->columns - 1;
    *hole = nb_feed_done(&feed) || feed.waiting_count ? 0 : heights[last] - used[last];
    return feed.at;
}

void nb_makeup_columns(struct nb_makeup *makeup, struct nb_feed feed,
                       const struct nb_item *corner, unsigned corner_columns)
{
    unsigned tops[NB_MOST_FRAMES] = {0}, heights[NB_MOST_FRAMES] = {0};
    while (!nb_feed_done(&feed) && makeup->status == NB_OK) {
        unsigned capacity = nb_makeup_depth(makeup);
        unsigned start = span_cursor(makeup), depth, least = 0;
        for (unsigned i = 0; i < makeup->columns; i++) {
            tops[i] = i < makeup->wide ? start : makeup->cursor[i];
            if (corner && i < corner_columns)
                tops[i] += corner->lines;
        }
        if (corner) {
            place(makeup, corner, across_x(makeup, corner_columns), start, 0);
            least = start + corner->lines;
            for (unsigned i = 0; i < corner_columns; i++)
                makeup->cursor[i] = least;
            corner = NULL;
        }
        enum nb_status status =
            nb_columns_balance(&feed, makeup->compositor->scratch, tops,
                               makeup->columns, capacity, capacity, &depth, heights);
        if (status != NB_OK)
            fail(makeup, status);
        bool last = depth > 0;
        if (!last)
            depth = full_depth(makeup, &feed, tops);
        for (unsigned i = 0; !last && i < makeup->columns; i++)
            heights[i] = depth > tops[i] ? depth - tops[i] : 0;
        place_columns(makeup, &feed, tops, heights, depth);
        /* Nothing of the next article goes beside a picture. */
        for (unsigned i = 0; last && i < makeup->wide; i++)
            if (makeup->cursor[i] < least)
                makeup->cursor[i] = least;
        if (!nb_feed_done(&feed))
            nb_makeup_page(makeup);
    }
    widen(makeup);
}

/* Lines that the last band moves down so that the page is filled: the gaps between articles
 * share what is left at the foot. */
static unsigned feather(const struct nb_makeup *makeup)
{
    if (makeup->wide < makeup->columns || makeup->band == 0)
        return 0;
    unsigned left = nb_makeup_left(makeup), band = makeup->band;
    unsigned most = MOST_FEATHER * band, all = MOST_ABOVE * band;
    all = all > makeup->given ? all - makeup->given : 0;
    most = most < all ? most : all;
    if (left >= most + makeup->band) /* too much to be hidden so */
        return 0;
    return left < most ? left : most;
}

void nb_makeup_finish(struct nb_makeup *makeup)
{
    if (!makeup->page || makeup->status != NB_OK)
        return;
    const struct nb_page_style *style = &makeup->kinds[makeup->kind];
    double grid = makeup->compositor->grid, left = style->margin[NB_LEFT];
    unsigned feathered = feather(makeup), bands = makeup->band ? makeup->band : 1;
    if (makeup->reserved)
        nb_makeup_place_refers(makeup);
    for (size_t i = 0; i < makeup->placed_count; i++) {
        const struct nb_placed *placed = &makeup->placed[i];
        unsigned down = placed->band * feathered / bands;
        double y = style->margin[NB_TOP] + (placed->line + down) * grid;
        double x = left + placed->x;
        if (placed->item) {
            nb_makeup_draw(makeup, placed->item, x, y - placed->lift);
            continue;
        }
        /* From the first line's capitals to the last line's baseline. */
        nb_page_fill(
            makeup->book, makeup->page,
            (struct nb_fill){.x = (float)(x - makeup->column_rule / 2),
                             .y = (float)(y + grid * 0.22),
                             .width = (float)makeup->column_rule,
                             .height = (float)(placed->height * grid - grid * 0.4),
                             .color = nb_color_rgb(makeup->column_rule_color)});
    }
    nb_makeup_furniture(makeup);
    makeup->placed_count = 0;
    makeup->page = NULL;
    makeup->book->finished = makeup->book->page_count;
    fail(makeup, nb_arena_status(makeup->book->arena));
    if (makeup->book->items)
        fail(makeup, nb_arena_status(makeup->book->items));
}
