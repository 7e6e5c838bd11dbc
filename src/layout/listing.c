/* The contents' places: in a narrow column beside the lead where they fit there. Of a long
 * edition's, some of each section stand there, and all, with what they are about, behind the
 * lead, on the next page. Where there is no such column, all stand before the lead on the first
 * page, or behind it if they are long. */
#include "layout/listing.h"

#include "doc/words.h"
#include "layout/inline.h"
#include "layout/tags.h"

#include <limits.h>
#include <math.h>

enum {
    /* Text runs below the contents only if so many lines have room there. */
    LEAST_BELOW = 9,
    /* Of long contents so many articles stand beside the lead at most, or of each section
     * these. */
    MOST_LISTED = 18,
    LEAST_OF_SECTION = 3,
    /* All have summaries where they take no more pages so. */
    MOST_FULL_PAGES = 3,
    /* Of several columns each may be so much less than full, in parts of a line. */
    LEAST_SPARE = 12,
    /* Lines that they have below their title. */
    LEAST_ENTRIES = 3
};

void nb_listing_start(struct nb_makeup *makeup, struct nb_galley *galley,
                      double measure)
{
    nb_galley_start(galley, makeup->compositor, measure, -1, &makeup->furniture);
    galley->rtl = makeup->mirrored;
    galley->highest = fmin(galley->highest, nb_makeup_height(makeup));
}

unsigned nb_listing_height(const struct nb_galley *galley)
{
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 100000; i++)
        lines += galley->items[i].lines + (i ? galley->items[i].space : 0);
    return lines;
}

void nb_listing_title(struct nb_makeup *makeup, struct nb_galley *galley,
                      struct nb_tag *tag, bool leads)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    struct nb_look *nav = nb_look_of(looks, front, "nav", "contents");
    struct nb_look *look = nb_look_of(looks, nav, "h2", "contents-title");
    const struct nb_style *style = &look->style;
    nb_galley_pack(galley);
    nb_galley_fill(galley, galley->pack, 0, 0, galley->measure, style->border[NB_TOP],
                   style->border_color[NB_TOP]);
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    galley->tag = tag;
    galley->heading = makeup->compositor->section_tag;
    struct nb_spans spans = {.galley = galley};
    nb_spans_add(&spans, look,
                 nb_word(NB_WORD_CONTENTS, makeup->compositor->in->edition->lang), 0);
    if (leads && spans.count)
        spans.at[0].anchor = "contents";
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .role = NB_ROLE_CONTENTS,
                           .rtl = galley->rtl,
                           .no_indent = true,
                           .keep = true};
    nb_galley_text(galley, &text);
    if (galley->pack && !leads)
        galley->pack->anchor = "contents";
    if (galley->pack && galley->pack->last && leads)
        nb_galley_number(galley, nb_look_of(looks, look, "span", "contents-page"),
                         (int32_t)makeup->articles, galley->pack->last->y);
    nb_galley_unpack(galley, galley->owed + style->padding[NB_BOTTOM], true, false);
    if (galley->count && !leads)
        galley->items[galley->count - 1].starts = (int32_t)makeup->articles + 1;
}

/* What stands in the column beside the lead: its sets, and whether they are not all. */
struct listing {
    const struct nb_set *sets;
    size_t count;
    bool some;
};

/* Title and entries, distances to a quarter of a point: beside the lead the contents need not
 * be on the grid. */
static void set_finely(struct nb_makeup *makeup, struct nb_galley *galley,
                       const struct listing *listing, bool summaries, unsigned most,
                       const struct nb_contents_tags *tags)
{
    struct nb_compositor *compositor = makeup->compositor;
    double grid = compositor->grid;
    compositor->grid = 0.25;
    nb_listing_start(makeup, galley, makeup->column);
    nb_listing_title(makeup, galley, tags->title, listing->some);
    nb_galley_contents(galley, listing->sets, listing->count, summaries, most, tags);
    compositor->grid = grid;
    if (galley->status != NB_OK)
        makeup->status = galley->status;
}

unsigned nb_listing_enrich(struct nb_galley *plain, const struct nb_galley *full,
                           unsigned height, unsigned room)
{
    for (size_t i = 0; i < plain->count && i < full->count; i++) {
        const struct nb_item *want = &full->items[i];
        struct nb_item *item = &plain->items[i];
        unsigned old = item->lines + item->space, new = want->lines + want->space;
        if (height - old + new > room)
            continue;
        height += new - old;
        *item = *want;
    }
    return height;
}

/* Makes one item on the grid of items set finely, `extra` pt more between two of them. */
static struct nb_item *merge(struct nb_makeup *makeup, const struct nb_galley *galley,
                             double extra)
{
    struct nb_item *all = nb_arena_alloc(makeup->compositor->arena, sizeof *all);
    double y = 0;
    if (!all) {
        makeup->status = NB_NOMEM;
        return NULL;
    }
    for (size_t i = 0; i < galley->count; i++) {
        const struct nb_item *item = &galley->items[i];
        y += i ? item->space * 0.25 + extra : 0;
        for (struct nb_piece *piece = item->pieces, *next; piece; piece = next) {
            next = piece->next;
            piece->y += y;
            piece->next = NULL;
            if (all->last)
                all->last->next = piece;
            else
                all->pieces = piece;
            all->last = piece;
        }
        if (item->anchor)
            all->anchor = item->anchor;
        y += item->lines * 0.25;
    }
    all->lines = nb_grid_lines(y, makeup->compositor->grid);
    return all;
}

/* A rule below the contents, where text runs on. */
static void close_contents(struct nb_makeup *makeup, struct nb_galley *galley,
                           struct nb_item *item)
{
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section");
    const struct nb_style *style =
        &nb_look_child(looks, section, "article", NULL, NULL, "article")->style;
    double grid = makeup->compositor->grid;
    item->lines++;
    nb_galley_fill(galley, item, 0, (item->lines - 0.5) * grid, makeup->column,
                   style->border[NB_TOP], style->border_color[NB_TOP]);
}

/* Quarters of a point that the last column has. */
static unsigned room_beside(const struct nb_makeup *makeup)
{
    unsigned top = makeup->cursor[makeup->columns - 1];
    unsigned left = makeup->capacity[makeup->kind] - top;
    return (unsigned)(4 * left * makeup->compositor->grid);
}

/* Contents in the last column beside the lead. False when they do not fit. */
static bool place_beside(struct nb_makeup *makeup, const struct listing *listing,
                         const struct nb_contents_tags *tags)
{
    struct nb_galley plain, full;
    unsigned last = makeup->columns - 1, top = makeup->cursor[last];
    unsigned left = makeup->capacity[makeup->kind] - top;
    double grid = makeup->compositor->grid;
    unsigned room = room_beside(makeup);
    set_finely(makeup, &plain, listing, false, UINT_MAX, tags);
    set_finely(makeup, &full, listing, true, UINT_MAX, tags);
    unsigned height = nb_listing_height(&plain);
    if (makeup->status != NB_OK || height > room)
        return false;
    height = nb_listing_enrich(&plain, &full, height, room);
    unsigned least = LEAST_BELOW;
    for (size_t i = 0; i < listing->count; i++)
        if (listing->sets[i].referred && listing->sets[i].index > 0)
            least = NB_LEAST_ABOVE_REFERS;
    /* Where nothing runs on below, the entries share what is left. */
    bool below = height / (4 * grid) + least + 1 <= left;
    double extra = below || plain.count < 3
                       ? 0
                       : (room - height) / 4.0 / (double)(plain.count - 1);
    struct nb_item *item = merge(makeup, &plain, fmin(extra, 8));
    if (!item)
        return false;
    if (below)
        close_contents(makeup, &plain, item);
    nb_makeup_put(makeup, item, last, top, 0);
    makeup->wide = last;
    makeup->cursor[last] = top + (below ? item->lines : left);
    return true;
}

/* Takes spaces between sections away when the contents would else run on to another page by
 * no more lines than these. */
static void tighten(struct nb_galley *galley, unsigned lines, unsigned room)
{
    unsigned spaces = 0;
    for (size_t i = 1; i < galley->count; i++)
        spaces += galley->items[i].space;
    if (lines <= room || lines > room + spaces)
        return;
    for (size_t i = 1; i < galley->count; i++)
        galley->items[i].space = 0;
}

/* Makes the contents' tags: a table of contents with an entry for each article, those of a
 * section below its name's. */
static void tag_contents(struct nb_makeup *makeup, const struct nb_set *sets,
                         size_t count, struct nb_tag *tag,
                         struct nb_contents_tags *tags)
{
    struct nb_arena *arena = makeup->compositor->arena;
    *tags = (struct nb_contents_tags){
        .title = nb_tag_new(arena, tag, NB_TAG_GROUP),
        .sections = nb_arena_array(arena, count, sizeof *tags->sections),
        .entries = nb_arena_array(arena, count, sizeof *tags->entries)};
    struct nb_tag *all = nb_tag_new(arena, tag, NB_TAG_CONTENTS), *open = all;
    for (size_t i = 0; i < count && tags->entries; i++) {
        if (sets[i].opens)
            open = all;
        if (sets[i].opens && sets[i].section->title) {
            tags->sections[i] = nb_tag_new(arena, all, NB_TAG_ENTRY);
            open = nb_tag_new(arena, tags->sections[i], NB_TAG_GROUP);
            tags->sections[i] = open;
            open = nb_tag_new(arena, tags->sections[i]->parent, NB_TAG_CONTENTS);
        }
        tags->entries[i] = nb_tag_new(arena, open, NB_TAG_ENTRY);
    }
    if (nb_arena_status(arena) != NB_OK)
        makeup->status = nb_arena_status(arena);
}

/* Entries for columns of their own, in parts of a line, at most `most` of these. */
static void set_alone(struct nb_makeup *makeup, struct nb_galley *galley,
                      const struct nb_set *sets, size_t count, bool summaries,
                      unsigned most, const struct nb_contents_tags *tags)
{
    struct nb_compositor *compositor = makeup->compositor;
    double grid = compositor->grid;
    compositor->grid = grid / NB_FINE_PARTS;
    nb_listing_start(makeup, galley, makeup->column);
    nb_galley_contents(galley, sets, count, summaries, most, tags);
    compositor->grid = grid;
    if (galley->status != NB_OK && makeup->status == NB_OK)
        makeup->status = galley->status;
}

/* Of each section the first articles, at most `each` of them, into `some`; the lead, which stands
 * beside them, only where its section has no others. Returns how many they are. */
static size_t pick(const struct nb_set *sets, size_t count, size_t each,
                   struct nb_set *some)
{
    size_t picked = 0, of_section = 0;
    for (size_t i = 0; i < count; i++) {
        bool lead = i == 0 && count > 1 && !sets[1].opens;
        of_section = sets[i].opens ? 0 : of_section;
        if (lead || of_section == each)
            continue;
        some[picked] = sets[i];
        some[picked++].opens = of_section++ == 0;
    }
    return picked;
}

/* The height of what stands beside the lead, quarters of a point, or some height beyond the room
 * there; nothing is tagged for it. */
static unsigned measure_beside(struct nb_makeup *makeup, const struct listing *listing)
{
    struct nb_galley galley;
    struct nb_tag **none =
        nb_arena_array(makeup->compositor->arena, listing->count, sizeof *none);
    if (!none) {
        makeup->status = NB_NOMEM;
        return 0;
    }
    struct nb_contents_tags tags = {.sections = none, .entries = none};
    int32_t block = makeup->furniture;
    set_finely(makeup, &galley, listing, false, room_beside(makeup), &tags);
    makeup->furniture = block;
    return nb_listing_height(&galley);
}

/* Of long contents what has room beside the lead: as many articles of each section as may be; none
 * where there is no room at all. */
static struct listing choose_some(struct nb_makeup *makeup, const struct nb_set *sets,
                                  size_t count)
{
    struct nb_arena *arena = makeup->compositor->arena;
    struct nb_set *some = nb_arena_array(arena, count, sizeof *some);
    struct listing listing = {.sets = some, .some = true};
    if (!some) {
        makeup->status = NB_NOMEM;
        return listing;
    }
    unsigned room = room_beside(makeup);
    size_t sections = pick(sets, count, 1, some);
    size_t each = sections ? MOST_LISTED / sections : 0;
    if (each < LEAST_OF_SECTION)
        each = LEAST_OF_SECTION;
    for (; each > 0; each--) {
        listing.count = pick(sets, count, each, some);
        if (measure_beside(makeup, &listing) <= room)
            return listing;
    }
    /* So many sections that not even one article of each has room. */
    while (listing.count > 1 && measure_beside(makeup, &listing) > room)
        listing.count -= 1 + listing.count / 8;
    if (measure_beside(makeup, &listing) > room)
        listing.count = 0;
    return listing;
}

/* All of the contents, to be placed later. */
static void keep_all(struct nb_makeup *makeup, const struct nb_set *sets, size_t count,
                     const struct nb_contents_tags *tags)
{
    struct nb_late *late = nb_arena_alloc(makeup->compositor->arena, sizeof *late);
    if (!late) {
        makeup->status = NB_NOMEM;
        return;
    }
    unsigned most = MOST_FULL_PAGES * NB_FINE_PARTS * makeup->columns *
                    makeup->capacity[NB_PAGE_LEFT];
    set_alone(makeup, &late->plain, sets, count, false, UINT_MAX, tags);
    set_alone(makeup, &late->entries, sets, count, true, most, tags);
    if (nb_listing_height(&late->entries) > most)
        late->entries = late->plain;
    late->title = tags->title;
    makeup->late = late;
}

/* A title across the columns. */
static void set_title(struct nb_makeup *makeup, struct nb_galley *title,
                      const struct nb_contents_tags *tags, bool leads)
{
    nb_listing_start(makeup, title, makeup->width);
    nb_listing_title(makeup, title, tags->title, leads);
    if (title->status != NB_OK)
        makeup->status = title->status;
}

/* The contents in columns across the page, below the masthead; more than have room in several
 * columns leave the page to the lead, and only their title stands there. */
static void place_alone(struct nb_makeup *makeup, const struct nb_set *sets,
                        size_t count, const struct nb_contents_tags *tags)
{
    struct nb_galley galley, title;
    set_title(makeup, &title, tags, false);
    unsigned left = nb_makeup_left(makeup), above = nb_listing_height(&title);
    unsigned room = left > above ? (left - above) * makeup->columns * NB_FINE_PARTS : 0;
    unsigned spare = makeup->columns > 1 ? LEAST_SPARE * makeup->columns : 0;
    set_alone(makeup, &galley, sets, count, false, UINT_MAX, tags);
    unsigned height = nb_listing_height(&galley);
    if (makeup->columns > 1 && height > room) {
        set_title(makeup, &title, tags, true);
        nb_makeup_span(makeup, title.items, title.count);
        keep_all(makeup, sets, count, tags);
        return;
    }
    if (height + spare < room) {
        struct nb_galley full;
        set_alone(makeup, &full, sets, count, true, room, tags);
        (void)nb_listing_enrich(&galley, &full, height, room - spare);
    } else if (makeup->columns == 1) {
        tighten(&galley, height, room);
    }
    if (left < above + LEAST_ENTRIES)
        nb_makeup_page(makeup);
    nb_makeup_span(makeup, title.items, title.count);
    struct nb_feed feed = {.items = galley.items, .end = galley.count};
    nb_makeup_fine_columns(makeup, feed);
}

void nb_makeup_contents(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                        struct nb_tag *tag)
{
    struct nb_contents_tags tags;
    struct listing listing = {.sets = sets, .count = count};
    nb_makeup_choose_refers(makeup, sets, count);
    /* Beside two columns there is no room for a third kind of text. */
    bool beside = makeup->columns >= 3;
    if (beside && measure_beside(makeup, &listing) > room_beside(makeup)) {
        listing = choose_some(makeup, sets, count);
        beside = listing.count > 0;
    }
    if (beside) {
        tag_contents(makeup, listing.sets, listing.count, tag, &tags);
        sets->referred = true; /* it stands beside */
        beside = makeup->status == NB_OK && place_beside(makeup, &listing, &tags);
        sets->referred = false;
    }
    if (makeup->status == NB_OK && (!beside || listing.some))
        tag_contents(makeup, sets, count, tag, &tags);
    if (makeup->status != NB_OK)
        return;
    if (!beside)
        place_alone(makeup, sets, count, &tags);
    else if (listing.some)
        keep_all(makeup, sets, count, &tags);
    if (beside)
        nb_makeup_keep_refers(makeup, sets, count, tag);
}
