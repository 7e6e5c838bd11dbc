/* Galleys: items, and how a block of lines becomes items on the baseline grid. A block whose
 * line height is the grid's gives one item a line, with widows and orphans kept by gluing lines
 * together; any other is packed into one item, as high as whole lines of the grid. */
#include "layout/galley.h"

#include "layout/initial.h"
#include "layout/tags.h"

#include <math.h>
#include <string.h>

enum {
    FIRST_ROOM = 64,
    /* A packed block with more lines than this may break between columns after all. */
    MOST_PACKED = 16
};

/* A pack higher than this, pt, is dealt out to items of about the other height. */
static const double highest_pack = 450, dealt_height = 140;

/* Less than this part of a line over is no line more. */
static const double forgiven = 0.12;

/* What is wanted below a pack may shrink to this part where that spares a line. */
static const double least_below = 0.6;

void nb_galley_start(struct nb_galley *galley, struct nb_compositor *compositor,
                     double measure, int32_t article, int32_t *block)
{
    *galley = (struct nb_galley){.compositor = compositor,
                                 .measure = measure,
                                 .article = article,
                                 .block = block,
                                 .tallest = HUGE_VAL,
                                 .highest = highest_pack};
}

struct nb_origin nb_galley_same(const struct nb_galley *galley, enum nb_role role)
{
    return (struct nb_origin){role, galley->article, *galley->block, galley->leaf,
                              galley->node};
}

struct nb_origin nb_galley_origin(struct nb_galley *galley, enum nb_role role)
{
    ++*galley->block;
    nb_galley_leaf(galley, role);
    return nb_galley_same(galley, role);
}

static void fail(struct nb_galley *galley, enum nb_status status)
{
    if (galley->status == NB_OK)
        galley->status = status;
}

static void check_arena(struct nb_galley *galley, struct nb_arena *arena)
{
    enum nb_status status = nb_arena_status(arena);
    fail(galley, status == NB_OK ? NB_NOMEM : status);
}

void *nb_galley_scratch(struct nb_galley *galley, size_t count, size_t size)
{
    void *memory = nb_arena_array(galley->compositor->scratch, count, size);
    if (!memory)
        check_arena(galley, galley->compositor->scratch);
    return memory;
}

unsigned nb_grid_lines(double height, double grid)
{
    double lines = ceil(height / grid - forgiven);
    return lines < 1 ? 0 : lines > 1e6 ? 1000000 : (unsigned)lines;
}

double nb_baseline(const struct nb_style *style, double height)
{
    /* The middle between cap height and baseline, 0.35 em above it, in the line's middle. */
    return height / 2 + 0.35 * style->font_size;
}

struct nb_rgb nb_color_rgb(struct nb_color color)
{
    if (color.none)
        return (struct nb_rgb){0, 0, 0};
    return (struct nb_rgb){color.r, color.g, color.b};
}

static bool make_room(struct nb_galley *galley)
{
    if (galley->status != NB_OK)
        return false;
    if (galley->count < galley->room)
        return true;
    size_t room = galley->room ? galley->room * 2 : FIRST_ROOM;
    struct nb_item *items =
        nb_arena_array(galley->compositor->arena, room, sizeof *items);
    if (!items) {
        check_arena(galley, galley->compositor->arena);
        return false;
    }
    if (galley->count)
        memcpy(items, galley->items, galley->count * sizeof *items);
    galley->items = items;
    galley->room = room;
    return true;
}

struct nb_item *nb_galley_item(struct nb_galley *galley, double above, double height)
{
    if (!make_room(galley))
        return NULL;
    struct nb_item *item = &galley->items[galley->count++];
    double grid = galley->compositor->grid;
    double want = fmax(galley->owed, above);
    galley->owed = 0;
    *item =
        (struct nb_item){.lines = nb_grid_lines(height, grid), .span = galley->span};
    if (item->lines == 0)
        item->lines = 1;
    if (galley->turn && galley->count > 1) {
        item->turn = galley->turn;
        item[-1].keep = false;
    }
    galley->turn = NB_BREAK_AUTO;
    /* What rounding up gives anyway counts towards the space. */
    double spare = item->lines * grid - height;
    double space = floor((want - fmax(spare, 0)) / grid + 0.5);
    item->space = space < 1 ? 0 : space > 100 ? 100 : (unsigned)space;
    return item;
}

struct nb_piece *nb_galley_piece(struct nb_galley *galley, struct nb_item *item,
                                 enum nb_piece_kind kind, double x, double y)
{
    if (!item)
        return NULL;
    struct nb_piece *piece = nb_arena_alloc(galley->compositor->arena, sizeof *piece);
    if (!piece) {
        check_arena(galley, galley->compositor->arena);
        return NULL;
    }
    piece->kind = kind;
    piece->x = x;
    piece->y = y;
    if (item->last)
        item->last->next = piece;
    else
        item->pieces = piece;
    item->last = piece;
    return piece;
}

void nb_galley_fill(struct nb_galley *galley, struct nb_item *item, double x, double y,
                    double width, double height, struct nb_color color)
{
    if (color.none || width <= 0 || height <= 0)
        return;
    struct nb_piece *piece = nb_galley_piece(galley, item, NB_PIECE_FILL, x, y);
    if (!piece)
        return;
    piece->width = width;
    piece->height = height;
    piece->color = nb_color_rgb(color);
}

void nb_galley_number(struct nb_galley *galley, const struct nb_look *look,
                      int32_t target, double y)
{
    double x = galley->rtl ? 0 : galley->measure;
    struct nb_piece *piece =
        nb_galley_piece(galley, galley->pack, NB_PIECE_NUMBER, x, y);
    if (!piece)
        return;
    piece->width = galley->rtl ? -1 : 1;
    piece->target = target;
    piece->style = &look->style;
    piece->origin = nb_galley_same(galley, NB_ROLE_CONTENTS);
    piece->origin.tag =
        nb_tag_new(galley->compositor->arena, galley->tag, NB_TAG_PARAGRAPH);
}

void nb_galley_rule(struct nb_galley *galley, double width, struct nb_color color,
                    double above, double below, bool keep)
{
    double grid = galley->compositor->grid;
    struct nb_item *item = nb_galley_item(galley, above, width);
    if (!item)
        return;
    item->keep = keep;
    /* In a line's middle, but nearer to the text that it opens or closes. */
    double y = keep ? grid * 0.6 : grid * 0.4;
    nb_galley_fill(galley, item, 0, y - width / 2, galley->measure, width, color);
    galley->owed = below;
}

bool nb_galley_set(struct nb_galley *galley, const struct nb_para_in *in,
                   struct nb_para *out)
{
    *out = (struct nb_para){0};
    if (galley->status != NB_OK)
        return false;
    enum nb_status status =
        nb_para_set(galley->compositor->setter, galley->compositor->arena, in, out);
    if (status != NB_OK) {
        fail(galley, status);
        out->line_count = 0;
    }
    return out->line_count > 0;
}

/* Whether a paragraph of `count` lines must not break behind line `at`. */
static bool glued(const struct nb_style *style, size_t at, size_t count)
{
    size_t above = at + 1, below = count - above;
    if (below == 0)
        return false;
    return above < style->orphans || below < style->widows;
}

static void add_line(struct nb_galley *galley, struct nb_item *item,
                     const struct nb_line *line, double x, double y)
{
    struct nb_piece *piece = nb_galley_piece(galley, item, NB_PIECE_LINE, x, y);
    if (piece)
        piece->line = line;
}

/* One item a line, `each` lines of the grid high. */
static void add_lines(struct nb_galley *galley, const struct nb_text *text,
                      const struct nb_para *para, double left, unsigned each)
{
    const struct nb_style *style = &text->look->style;
    double grid = galley->compositor->grid, height = each * grid;
    for (size_t i = 0; i < para->line_count; i++) {
        struct nb_item *item =
            nb_galley_item(galley, i ? 0 : style->margin[NB_TOP], height);
        if (!item)
            return;
        bool last = i + 1 == para->line_count;
        item->keep = last ? text->keep : glued(style, i, para->line_count);
        item->broken = para->lines[i].broken;
        if (i == 0)
            item->anchor = text->anchor;
        add_line(galley, item, &para->lines[i], left, nb_baseline(style, height));
    }
    galley->owed = style->margin[NB_BOTTOM];
}

/* All lines in one item, with their own leading. Space that rounding leaves goes below as far
 * as the block wants space there, the rest above. */
static void pack_lines(struct nb_galley *galley, const struct nb_text *text,
                       const struct nb_para *para, double left)
{
    const struct nb_style *style = &text->look->style;
    double grid = galley->compositor->grid;
    double above =
        galley->owed > style->margin[NB_TOP] ? galley->owed : style->margin[NB_TOP];
    struct nb_item *item = nb_galley_item(galley, style->margin[NB_TOP], para->height);
    if (!item)
        return;
    item->keep = text->keep;
    item->anchor = text->anchor;
    double spare = fmax(item->lines * grid - para->height, 0);
    double below = fmin(spare, style->margin[NB_BOTTOM]);
    /* Nothing above wanted: what is left goes below as well. */
    double top = fmin(spare - below, fmax(above, grid * 0.25));
    for (size_t i = 0; i < para->line_count; i++)
        add_line(galley, item, &para->lines[i], left,
                 top + (double)i * para->line_height +
                     nb_baseline(style, para->line_height));
    galley->owed = style->margin[NB_BOTTOM] - (spare - top);
    if (galley->owed < 0)
        galley->owed = 0;
}

/* Into the pack, each line where it comes. */
static void pour_lines(struct nb_galley *galley, const struct nb_text *text,
                       const struct nb_para *para, double left)
{
    const struct nb_style *style = &text->look->style;
    if (galley->packed > 0) {
        galley->packed += fmax(galley->owed, style->margin[NB_TOP]);
        if (galley->gap_count < NB_MOST_GAPS && galley->pack->last)
            galley->gaps[galley->gap_count++] = galley->pack->last;
    }
    for (size_t i = 0; i < para->line_count; i++)
        add_line(galley, galley->pack, &para->lines[i], left,
                 galley->packed + (double)i * para->line_height +
                     nb_baseline(style, para->line_height));
    if (text->anchor)
        galley->pack->anchor = text->anchor;
    galley->packed += para->height;
    galley->owed = style->margin[NB_BOTTOM];
}

void nb_galley_pack(struct nb_galley *galley)
{
    galley->pack = nb_arena_alloc(galley->compositor->scratch, sizeof *galley->pack);
    if (!galley->pack)
        check_arena(galley, galley->compositor->scratch);
    galley->pack_owed = galley->owed;
    galley->packed = galley->owed = 0;
    galley->gap_count = 0;
}

void nb_galley_advance(struct nb_galley *galley, double height)
{
    galley->packed += galley->owed + height;
    galley->owed = 0;
}

double nb_galley_feather(struct nb_galley *galley, double below)
{
    if (!galley->pack || galley->packed > galley->highest)
        return below;
    double grid = galley->compositor->grid, least = least_below * below;
    unsigned lines = nb_grid_lines(galley->packed + least, grid);
    double spare = lines * grid - galley->packed - below;
    if (spare <= 0)
        return below + spare;
    double each = spare / (galley->gap_count + 1), down = 0;
    unsigned next = 0;
    for (struct nb_piece *piece = galley->pack->pieces; piece; piece = piece->next) {
        piece->y += down;
        while (next < galley->gap_count && galley->gaps[next] == piece) {
            down += each;
            next++;
        }
    }
    galley->packed += down;
    return below + spare - down;
}

/* How far a piece reaches below its y. */
static double depth_of(const struct nb_piece *piece)
{
    return piece->kind == NB_PIECE_LINE ? piece->line->descent : piece->height;
}

/* Deals the pieces of a very high pack out to items that fit a column. */
static void deal(struct nb_galley *galley, struct nb_piece *piece)
{
    double grid = galley->compositor->grid, start = 0;
    double most = fmin(dealt_height, galley->highest / 2);
    struct nb_item *item = NULL;
    while (piece) {
        struct nb_piece *next = piece->next;
        if (!item || piece->y >= start + most) {
            start = item ? piece->y : 0;
            /* A line's y is its baseline. */
            if (item && piece->kind == NB_PIECE_LINE)
                start -= piece->line->ascent;
            item = nb_galley_item(galley, 0, grid);
            if (!item)
                return;
        }
        piece->y -= start;
        piece->next = NULL;
        unsigned lines = nb_grid_lines(piece->y + depth_of(piece), grid);
        item->lines = lines > item->lines ? lines : item->lines;
        if (item->last)
            item->last->next = piece;
        else
            item->pieces = piece;
        item->last = piece;
        piece = next;
    }
}

/* Moves what is in an item down by spare space of its own, except at a column's head. */
static void lower(struct nb_item *item, double by)
{
    if (by <= 0)
        return;
    item->lift = by;
    for (struct nb_piece *piece = item->pieces; piece; piece = piece->next)
        piece->y += by;
}

void nb_galley_join(struct nb_galley *galley, size_t from, unsigned most)
{
    unsigned lines = 0;
    for (size_t i = from; i < galley->count && lines <= most; i++)
        lines += galley->items[i].lines + (i > from ? galley->items[i].space : 0);
    if (galley->count <= from + 1 || lines > most)
        return;
    struct nb_item *all = &galley->items[from];
    for (size_t i = from + 1; i < galley->count; i++) {
        struct nb_item *item = &galley->items[i];
        double down = (all->lines + item->space) * galley->compositor->grid;
        for (struct nb_piece *piece = item->pieces; piece; piece = piece->next)
            piece->y += down;
        if (all->last)
            all->last->next = item->pieces;
        else
            all->pieces = item->pieces;
        all->last = item->last ? item->last : all->last;
        all->lines += item->space + item->lines;
        all->keep = item->keep;
    }
    all->floats = true;
    galley->count = from + 1;
}

void nb_galley_unpack(struct nb_galley *galley, double below, bool keep, bool floats)
{
    struct nb_item *pack = galley->pack;
    galley->pack = NULL;
    if (!pack || !pack->pieces)
        return;
    double grid = galley->compositor->grid;
    galley->owed = galley->pack_owed;
    size_t from = galley->count;
    if (galley->packed > galley->highest) {
        deal(galley, pack->pieces);
    } else {
        /* Space below a picture goes with it, wherever it floats to. */
        double height = galley->packed + (floats ? 0 : below);
        struct nb_item *item = nb_galley_item(galley, 0, height);
        if (!item)
            return;
        item->pieces = pack->pieces;
        item->last = pack->last;
        item->anchor = pack->anchor;
        item->keep = keep;
        item->floats = floats;
        double more = height + (floats ? below : 0) - item->lines * grid;
        if (more > 0.5 * grid)
            item->after = (unsigned)(more / grid + 0.5);
        if (galley->pack_owed > 0)
            lower(item, fmin(galley->pack_owed, item->lines * grid - height));
    }
    if (from < galley->count)
        galley->items[from].strings = pack->strings;
    galley->owed = 0;
}

static void report_overfull(struct nb_galley *galley, const struct nb_para *para,
                            double measure)
{
    for (size_t i = 0; i < para->line_count; i++) {
        if (para->lines[i].width > measure + 0.5) {
            nb_report(&galley->compositor->ctx, NB_DIAG_OVERFULL, galley->source, 0,
                      "%.1f pt too wide", para->lines[i].width - measure);
            return;
        }
    }
}

/* What the text of a block with string-set sets. */
static struct nb_string_set *strings_of(struct nb_galley *galley,
                                        const struct nb_text *text)
{
    struct nb_arena *arena = galley->compositor->arena;
    struct nb_string_set *first = NULL, **end = &first;
    struct nb_buf own = NB_BUF_INIT;
    for (size_t i = 0; i < text->count; i++)
        nb_buf_add(&own, text->spans[i].text, text->spans[i].len);
    const struct nb_named_string *named = text->look->style.strings;
    for (; named && own.status == NB_OK; named = named->next) {
        struct nb_string_set *set = nb_arena_alloc(arena, sizeof *set);
        const char *value = named->text;
        if (!value)
            value = nb_arena_copy(arena, own.data, own.len);
        if (!set || !value) {
            check_arena(galley, arena);
            break;
        }
        *set = (struct nb_string_set){named->name, value, NULL};
        *end = set;
        end = &set->next;
    }
    if (own.status != NB_OK && galley->status == NB_OK)
        galley->status = own.status;
    nb_buf_free(&own);
    return galley->status == NB_OK ? first : NULL;
}

/* Ties strings to an item, behind those it has. */
static void tie_strings(struct nb_item *item, struct nb_string_set *strings)
{
    struct nb_string_set **end = &item->strings;
    while (*end)
        end = &(*end)->next;
    *end = strings;
}

size_t nb_galley_text(struct nb_galley *galley, const struct nb_text *text)
{
    const struct nb_style *style = &text->look->style;
    if (text->boxed && nb_style_is_boxed(style))
        return nb_galley_boxed(galley, text);
    double left = text->left + style->margin[NB_LEFT] + style->padding[NB_LEFT];
    double right = text->right + style->margin[NB_RIGHT] + style->padding[NB_RIGHT];
    double measure = galley->measure - left - right;
    if (measure < 3 * style->font_size) { /* insets that leave no room are dropped */
        left = 0;
        measure = galley->measure;
    }
    struct nb_para_in in = {.spans = text->spans,
                            .span_count = text->count,
                            .style = style,
                            .measure = measure,
                            .rtl = text->rtl,
                            .lang = text->look->element.lang,
                            .breaker = NB_BREAKER_OPTIMUM,
                            .no_indent = text->no_indent,
                            .balance = text->balance,
                            .origin = nb_galley_origin(galley, text->role)};
    nb_galley_tag_spans(galley, text->spans, text->count, in.lang);
    double grid = galley->compositor->grid;
    bool on_grid = !galley->pack && fabs(style->line_height - grid) < 0.05;
    struct nb_initial initial = {0};
    if (on_grid && style->initial_letter > 1)
        nb_initial_take(galley, &in, &initial);
    struct nb_para para;
    if (!nb_galley_set(galley, &in, &para))
        return 0;
    if (initial.line && para.line_count <= in.beside) {
        nb_initial_give_back(&in, &initial);
        if (!nb_galley_set(galley, &in, &para))
            return 0;
    }
    if (in.balance)
        nb_galley_fit(galley, &in, &para);
    report_overfull(galley, &para, measure);
    size_t from = galley->count;
    if (galley->pack)
        pour_lines(galley, text, &para, left);
    else if (on_grid)
        add_lines(galley, text, &para, left, 1);
    else if (para.line_count > MOST_PACKED)
        add_lines(galley, text, &para, left, nb_grid_lines(para.line_height, grid));
    else
        pack_lines(galley, text, &para, left);
    if (initial.line && from < galley->count)
        nb_initial_place(galley, from, &initial, &para, in.beside, left);
    struct nb_item *item = galley->pack           ? galley->pack
                           : from < galley->count ? &galley->items[from]
                                                  : NULL;
    if (style->strings && item)
        tie_strings(item, strings_of(galley, text));
    return para.line_count;
}

void nb_galley_string(struct nb_galley *galley, const struct nb_look *look,
                      const char *string, enum nb_role role, bool keep)
{
    struct nb_span span = {.text = string,
                           .len = strlen(string),
                           .style = &look->style,
                           .lang = look->element.lang};
    struct nb_text text = {.spans = &span,
                           .count = 1,
                           .look = look,
                           .role = role,
                           .rtl = galley->rtl,
                           .no_indent = true,
                           .keep = keep};
    nb_galley_text(galley, &text);
}
