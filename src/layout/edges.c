/* What a style wants around a block: that it begins a column or a page, or stays with what is
 * before, behind or within it; that it goes across the columns; padding, borders and a
 * background. */
#include "layout/galley.h"

#include <math.h>

/* A block that stays whole is at most so many times as high as the highest picture. */
static const double most_whole = 1.5;

/* In a box higher than this, pt, which may be dealt out to columns, no sides are drawn. */
static const double highest_box = 450;

static void turn(struct nb_galley *galley, enum nb_break wanted)
{
    if (wanted > NB_BREAK_AVOID && wanted > galley->turn)
        galley->turn = wanted;
}

void nb_galley_begin(struct nb_galley *galley, const struct nb_style *style,
                     struct nb_edges *edges)
{
    *edges = (struct nb_edges){galley->count, galley->span, galley->measure};
    if (galley->pack)
        return;
    turn(galley, style->break_before);
    if (style->break_before == NB_BREAK_AVOID && galley->count)
        galley->items[galley->count - 1].keep = true;
    if (style->span_all && galley->across > galley->measure + 1) {
        galley->span = true;
        galley->measure = galley->across;
    }
}

/* Keeps items from `first` on together, unless they are too many lines for that. */
static void keep_whole(struct nb_galley *galley, size_t first)
{
    double height = 0, most = most_whole * galley->tallest;
    for (size_t i = first; i < galley->count && height <= most; i++)
        height += (galley->items[i].lines + (i > first ? galley->items[i].space : 0)) *
                  galley->compositor->grid;
    for (size_t i = first; i + 1 < galley->count && height <= most; i++)
        galley->items[i].keep = true;
}

void nb_galley_end(struct nb_galley *galley, const struct nb_style *style,
                   const struct nb_edges *edges)
{
    galley->span = edges->span;
    galley->measure = edges->measure;
    if (galley->pack)
        return;
    if (style->break_inside == NB_BREAK_AVOID)
        keep_whole(galley, edges->first);
    turn(galley, style->break_after);
    if (style->break_after == NB_BREAK_AVOID && galley->count > edges->first)
        galley->items[galley->count - 1].keep = true;
}

bool nb_style_is_boxed(const struct nb_style *style)
{
    bool boxed = !style->background.none;
    for (int side = 0; side < 4; side++)
        boxed = boxed || style->border[side] > 0;
    return boxed || style->padding[NB_TOP] > 0 || style->padding[NB_BOTTOM] > 0;
}

/* Background and borders of what stands in the pack from `top` on. */
static void draw_box(struct nb_galley *galley, const struct nb_text *text, double top)
{
    const struct nb_style *style = &text->look->style;
    double height = galley->packed - top;
    double x = text->left + style->margin[NB_LEFT];
    double width = galley->measure - x - text->right - style->margin[NB_RIGHT];
    double under = galley->packed - style->border[NB_BOTTOM];
    if (height <= highest_box) {
        nb_galley_fill(galley, galley->pack, x, top, width, height, style->background);
        nb_galley_fill(galley, galley->pack, x, top, style->border[NB_LEFT], height,
                       style->border_color[NB_LEFT]);
        nb_galley_fill(galley, galley->pack, x + width - style->border[NB_RIGHT], top,
                       style->border[NB_RIGHT], height, style->border_color[NB_RIGHT]);
    }
    nb_galley_fill(galley, galley->pack, x, top, width, style->border[NB_TOP],
                   style->border_color[NB_TOP]);
    nb_galley_fill(galley, galley->pack, x, under, width, style->border[NB_BOTTOM],
                   style->border_color[NB_BOTTOM]);
}

size_t nb_galley_boxed(struct nb_galley *galley, const struct nb_text *text)
{
    const struct nb_style *style = &text->look->style;
    struct nb_look inner = *text->look;
    struct nb_text own = *text;
    bool packing = galley->pack != NULL;
    galley->owed = fmax(galley->owed, style->margin[NB_TOP]);
    if (!packing)
        nb_galley_pack(galley);
    else if (galley->packed > 0)
        galley->packed += galley->owed;
    galley->owed = 0;
    double top = galley->packed;
    inner.style.margin[NB_TOP] = inner.style.margin[NB_BOTTOM] = 0;
    inner.style.padding[NB_LEFT] += style->border[NB_LEFT];
    inner.style.padding[NB_RIGHT] += style->border[NB_RIGHT];
    own.look = &inner;
    own.boxed = false;
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    size_t lines = nb_galley_text(galley, &own);
    nb_galley_advance(galley, style->padding[NB_BOTTOM] + style->border[NB_BOTTOM]);
    draw_box(galley, text, top);
    if (packing)
        galley->owed = style->margin[NB_BOTTOM];
    else
        nb_galley_unpack(galley, style->margin[NB_BOTTOM], text->keep, false);
    return lines;
}
