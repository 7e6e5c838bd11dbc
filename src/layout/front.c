/* The first page: masthead, the line of issue between its rules, and the contents: in a narrow
 * column beside the lead where they fit there, else on pages of their own before it. */
#include "layout/pagination.h"

#include "doc/dates.h"
#include "doc/words.h"
#include "layout/inline.h"
#include "layout/tags.h"

#include <math.h>
#include <string.h>

/* The masthead's title is at most so high, pt (22 mm), and not smaller than this without
 * breaking. */
static const double highest_title = 22 * 72 / 25.4, smallest_title = 20;

enum {
    /* Text runs below the contents only if so many lines have room there. */
    LEAST_BELOW = 9
};

static double text_width(struct nb_galley *galley, const struct nb_look *look,
                         const char *text)
{
    double width = 0;
    if (galley->status == NB_OK)
        galley->status = nb_text_width(galley->compositor->setter, &look->style,
                                       look->element.lang, text, &width);
    return width;
}

/* A copy of a look with its type `scale` times as large. Lives as long as the page is set. */
static struct nb_look *scaled(struct nb_galley *galley, const struct nb_look *look,
                              double scale)
{
    struct nb_look *copy = nb_galley_scratch(galley, 1, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *look;
    copy->style.font_size *= scale;
    copy->style.line_height *= scale;
    copy->style.letter_spacing *= scale;
    copy->style.word_spacing *= scale;
    return copy;
}

static void add_string(struct nb_galley *galley, const struct nb_look *look,
                       const char *string, enum nb_role role)
{
    nb_galley_string(galley, look, string, role, true);
}

static void add_title(struct nb_galley *galley, struct nb_look *masthead,
                      const char *title)
{
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, masthead, "h1", "title");
    double width = text_width(galley, look, title);
    /* Without a column layout the title stays as the style says, unless it is too wide. */
    double most = galley->across > galley->measure + 1 || galley->span
                      ? highest_title / look->style.font_size
                      : 1;
    double scale = width > 0 ? fmin(0.995 * galley->measure / width, most) : 1;
    if (scale * look->style.font_size < smallest_title)
        scale = fmin(smallest_title / look->style.font_size, 1);
    struct nb_look *fitted = scaled(galley, look, scale);
    galley->heading = 1;
    if (fitted)
        add_string(galley, fitted, title, NB_ROLE_TITLE);
}

struct nb_issue nb_galley_issue(struct nb_galley *galley)
{
    const struct nb_edition *edition = galley->compositor->in->edition;
    struct nb_issue issue = {.publisher = edition->publisher};
    struct nb_buf text = NB_BUF_INIT;
    char *copy;
    if (edition->number) {
        nb_word_fill(NB_WORD_NUMBER, edition->lang, edition->number, &text);
        copy = nb_galley_scratch(galley, text.len + 1, 1);
        issue.number = copy ? memcpy(copy, nb_buf_cstr(&text), text.len + 1) : NULL;
    }
    nb_buf_clear(&text);
    if (edition->date) {
        (void)nb_date_long(edition->date, edition->lang, &text);
        copy = nb_galley_scratch(galley, text.len + 1, 1);
        issue.date = copy ? memcpy(copy, nb_buf_cstr(&text), text.len + 1) : NULL;
    }
    if (text.status != NB_OK && galley->status == NB_OK)
        galley->status = text.status;
    nb_buf_free(&text);
    return issue;
}

/* One part of the issue's line, ranged as `align` says, all on one baseline. Returns its
 * height: on a narrow page it may take several lines. */
static double add_part(struct nb_galley *galley, const struct nb_look *look,
                       const char *string, enum nb_align align)
{
    struct nb_look *part = string ? scaled(galley, look, 1) : NULL;
    if (!part)
        return 0;
    double packed = galley->packed, owed = packed > 0 ? galley->owed : 0;
    part->style.align = align;
    part->style.margin[NB_TOP] = part->style.margin[NB_BOTTOM] = 0;
    add_string(galley, part, string, NB_ROLE_ISSUE);
    double height = galley->packed - packed - owed;
    galley->packed = packed;
    galley->owed = 0;
    return height;
}

/* Whether the date in the middle leaves room for the parts at its sides. */
static bool is_crowded(struct nb_galley *galley, const struct nb_look *look,
                       const struct nb_issue *issue)
{
    double side = 0, middle = 0;
    if (issue->number)
        side = text_width(galley, look, issue->number);
    if (issue->publisher)
        side = fmax(side, text_width(galley, look, issue->publisher));
    if (issue->date)
        middle = text_width(galley, look, issue->date);
    return side > 0 && middle > 0 &&
           side + look->style.font_size > (galley->measure - middle) / 2;
}

/* Whether two parts do not stand side by side; NULL stands beside anything. */
static bool collide(struct nb_galley *galley, const struct nb_look *look, const char *a,
                    const char *b)
{
    return a && b &&
           text_width(galley, look, a) + text_width(galley, look, b) +
                   look->style.font_size >
               galley->measure;
}

/* Number, date and publisher on one line; the last on another where room is short, and each on
 * its own where there is none. */
static void add_parts(struct nb_galley *galley, const struct nb_look *look,
                      const struct nb_issue *issue)
{
    bool apart = collide(galley, look, issue->number, issue->date);
    bool crowded =
        is_crowded(galley, look, issue) ||
        (!issue->date && collide(galley, look, issue->number, issue->publisher));
    enum nb_align number = NB_ALIGN_START, date = NB_ALIGN_CENTER,
                  publisher = NB_ALIGN_END;
    if (apart || (!issue->date && (crowded || !issue->publisher)))
        number = NB_ALIGN_CENTER;
    if (crowded && issue->number && !apart)
        date = NB_ALIGN_END;
    if (crowded || apart || (!issue->number && !issue->date))
        publisher = NB_ALIGN_CENTER;
    double height = add_part(galley, look, issue->number, number);
    if (apart) {
        nb_galley_advance(galley, height);
        height = 0;
    }
    height = fmax(height, add_part(galley, look, issue->date, date));
    if ((crowded || apart) && issue->publisher) {
        nb_galley_advance(galley, height);
        height = 0;
    }
    height = fmax(height, add_part(galley, look, issue->publisher, publisher));
    nb_galley_advance(galley, fmax(height, look->style.line_height));
}

static void add_issue(struct nb_galley *galley, struct nb_look *masthead)
{
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, masthead, "p", "issue");
    const struct nb_style *style = &look->style;
    struct nb_issue issue = nb_galley_issue(galley);
    nb_galley_advance(galley, fmax(style->margin[NB_TOP] - galley->owed, 3));
    if (!issue.number && !issue.date && !issue.publisher) {
        nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                       style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
        nb_galley_advance(galley, style->border[NB_BOTTOM]);
        galley->owed = style->margin[NB_BOTTOM];
        return;
    }
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_TOP], style->border_color[NB_TOP]);
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    add_parts(galley, look, &issue);
    nb_galley_advance(galley, style->padding[NB_BOTTOM]);
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
    nb_galley_advance(galley, style->border[NB_BOTTOM]);
    galley->owed = style->margin[NB_BOTTOM];
}

void nb_galley_masthead(struct nb_galley *galley)
{
    const struct nb_edition *edition = galley->compositor->in->edition;
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    struct nb_look *masthead = nb_look_of(looks, front, "header", "masthead");
    nb_galley_pack(galley);
    if (edition->title)
        add_title(galley, masthead, edition->title);
    if (edition->subtitle)
        add_string(galley, nb_look_of(looks, masthead, "p", "subtitle"),
                   edition->subtitle, NB_ROLE_TITLE);
    add_issue(galley, masthead);
    nb_galley_unpack(galley, fmax(galley->owed, masthead->style.margin[NB_BOTTOM]),
                     true, false);
}

static void start_galley(struct nb_makeup *makeup, struct nb_galley *galley,
                         double measure)
{
    nb_galley_start(galley, makeup->compositor, measure, -1, &makeup->furniture);
    galley->rtl = makeup->mirrored;
}

static unsigned lines_of(const struct nb_galley *galley)
{
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 100000; i++)
        lines += galley->items[i].lines + (i ? galley->items[i].space : 0);
    return lines;
}

static void add_contents_title(struct nb_makeup *makeup, struct nb_galley *galley,
                               const struct nb_contents_tags *tags)
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
    if (galley->pack)
        galley->pack->anchor = "contents";
    galley->tag = tags->title;
    galley->heading = makeup->compositor->section_tag;
    add_string(galley, look,
               nb_word(NB_WORD_CONTENTS, makeup->compositor->in->edition->lang),
               NB_ROLE_CONTENTS);
    nb_galley_unpack(galley, galley->owed + style->padding[NB_BOTTOM], true, false);
}

/* Title and entries, distances to a quarter of a point: beside the lead the contents need not
 * be on the grid. */
static void set_finely(struct nb_makeup *makeup, struct nb_galley *galley,
                       const struct nb_set *sets, size_t count, bool summaries,
                       const struct nb_contents_tags *tags)
{
    struct nb_compositor *compositor = makeup->compositor;
    double grid = compositor->grid;
    compositor->grid = 0.25;
    start_galley(makeup, galley, makeup->column);
    add_contents_title(makeup, galley, tags);
    nb_galley_contents(galley, sets, count, summaries, tags);
    compositor->grid = grid;
    if (galley->status != NB_OK)
        makeup->status = galley->status;
}

/* Exchanges entries for those with summaries, from the first on, as long as they fit into
 * `room` quarters of a point. Returns the height. */
static unsigned enrich(struct nb_galley *plain, const struct nb_galley *full,
                       unsigned height, unsigned room)
{
    for (size_t i = 0; i < plain->count && plain->count == full->count; i++) {
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

/* The contents in the last column beside the lead. False when they do not fit. */
static bool place_beside(struct nb_makeup *makeup, const struct nb_set *sets,
                         size_t count, const struct nb_contents_tags *tags)
{
    struct nb_galley plain, full;
    unsigned last = makeup->columns - 1, top = makeup->cursor[last];
    unsigned left = makeup->capacity[makeup->kind] - top;
    double grid = makeup->compositor->grid;
    unsigned room = (unsigned)(4 * left * grid);
    set_finely(makeup, &plain, sets, count, false, tags);
    set_finely(makeup, &full, sets, count, true, tags);
    unsigned height = lines_of(&plain);
    if (makeup->status != NB_OK || height > room)
        return false;
    height = enrich(&plain, &full, height, room);
    unsigned least = LEAST_BELOW;
    for (size_t i = 0; i < count; i++)
        if (sets[i].referred)
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
    nb_makeup_put(makeup, item, last, top);
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

/* The contents in columns across the page, below the masthead. */
static void place_alone(struct nb_makeup *makeup, const struct nb_set *sets,
                        size_t count, const struct nb_contents_tags *tags)
{
    struct nb_galley galley, title;
    start_galley(makeup, &galley, makeup->column);
    nb_galley_contents(&galley, sets, count, true, tags);
    unsigned room = nb_makeup_left(makeup) * makeup->columns;
    if (lines_of(&galley) + 4 * makeup->columns > room) {
        start_galley(makeup, &galley, makeup->column);
        nb_galley_contents(&galley, sets, count, false, tags);
    }
    start_galley(makeup, &title, makeup->width);
    add_contents_title(makeup, &title, tags);
    unsigned above = lines_of(&title);
    if (makeup->columns == 1)
        tighten(&galley, lines_of(&galley), room > above ? room - above : 0);
    if (galley.status != NB_OK && makeup->status == NB_OK)
        makeup->status = galley.status;
    nb_makeup_span(makeup, title.items, title.count);
    struct nb_feed feed = {.items = galley.items, .end = galley.count};
    nb_makeup_columns(makeup, feed, NULL, 0);
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

void nb_makeup_front(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                     struct nb_tag *tag)
{
    struct nb_contents_tags tags;
    nb_makeup_page(makeup);
    makeup->rtl = makeup->mirrored;
    if (makeup->compositor->in->edition->single || makeup->status != NB_OK)
        return;
    struct nb_galley masthead;
    start_galley(makeup, &masthead, makeup->width);
    masthead.tag = tag;
    masthead.span = makeup->columns > 1;
    nb_galley_masthead(&masthead);
    if (masthead.status != NB_OK)
        makeup->status = masthead.status;
    nb_makeup_span(makeup, masthead.items, masthead.count);
    if (count == 0)
        return;
    tag_contents(makeup, sets, count, tag, &tags);
    if (makeup->status != NB_OK)
        return;
    nb_makeup_choose_refers(makeup, sets, count);
    /* Beside two columns there is no room for a third kind of text. */
    if (makeup->columns >= 3 && place_beside(makeup, sets, count, &tags))
        nb_makeup_keep_refers(makeup, sets, count, tag);
    else
        place_alone(makeup, sets, count, &tags);
}
