/* Margin boxes: what a style's @page says stands above and below the type area, with the strings
 * that the text on the pages has set. */
#include "layout/furniture.h"

#include <math.h>
#include <string.h>

/* A box of the page with its text. */
struct box {
    struct nb_style style;
    const char *text; /* NULL: there is none */
    double width;     /* pt, of the text */
};

static struct nb_string_value *find_string(struct nb_makeup *makeup, const char *name)
{
    struct nb_string_value *value = makeup->strings;
    while (value && strcmp(value->name, name) != 0)
        value = value->next;
    return value;
}

void nb_makeup_set_strings(struct nb_makeup *makeup, const struct nb_string_set *set)
{
    for (; set; set = set->next) {
        struct nb_string_value *value = find_string(makeup, set->name);
        if (!value) {
            value = nb_arena_alloc(makeup->compositor->arena, sizeof *value);
            if (!value) {
                makeup->status = NB_NOMEM;
                return;
            }
            value->name = set->name;
            value->next = makeup->strings;
            makeup->strings = value;
        }
        if (!value->first)
            value->first = set->text;
        value->last = set->text;
    }
}

void nb_makeup_turn_strings(struct nb_makeup *makeup)
{
    for (struct nb_string_value *value = makeup->strings; value; value = value->next) {
        value->start = value->last;
        value->first = NULL;
    }
}

static const char *string_of(struct nb_makeup *makeup, const struct nb_content *content)
{
    const struct nb_string_value *value = find_string(makeup, content->text);
    if (!value)
        return NULL;
    if (content->kind == NB_STRING_LAST)
        return value->last;
    return content->kind == NB_STRING_FIRST && value->first ? value->first
                                                            : value->start;
}

static const char *text_of(struct nb_makeup *makeup, const struct nb_content *content)
{
    struct nb_buf text = NB_BUF_INIT;
    for (; content; content = content->next) {
        const char *piece = content->kind == NB_CONTENT_TEXT ? content->text
                            : content->kind == NB_CONTENT_PAGE
                                ? makeup->page->label
                                : string_of(makeup, content);
        nb_buf_puts(&text, piece ? piece : "");
    }
    const char *copy =
        text.len ? nb_arena_copy(makeup->compositor->scratch, text.data, text.len)
                 : NULL;
    if (text.status != NB_OK || (text.len && !copy))
        makeup->status = NB_NOMEM;
    nb_buf_free(&text);
    return copy;
}

/* The box at `place`, with its text measured. */
static struct box make_box(struct nb_makeup *makeup, unsigned place)
{
    const struct nb_look *root = makeup->compositor->looks.root;
    struct box box = {.text = NULL};
    const struct nb_content *content =
        nb_style_margin_box(makeup->compositor->in->sheet, makeup->kind,
                            (enum nb_margin_place)place, &root->style, &box.style);
    box.text = content ? text_of(makeup, content) : NULL;
    if (box.text && makeup->status == NB_OK)
        makeup->status = nb_text_width(makeup->compositor->setter, &box.style,
                                       root->element.lang, box.text, &box.width);
    return box;
}

/* Shares the width out: what is in the middle has what it needs, the others what is left
 * beside it; without it they share by what they need. */
static void share_width(const struct box boxes[3], double whole, double shares[3])
{
    double left = boxes[0].text ? boxes[0].width : 0;
    double right = boxes[2].text ? boxes[2].width : 0;
    shares[1] = boxes[1].text ? fmin(boxes[1].width + 0.01, whole) : 0;
    shares[0] = (whole - shares[1]) / 2;
    if (!boxes[1].text)
        shares[0] = left + right > 0 ? whole * left / (left + right) : 0;
    shares[2] = whole - shares[1] - shares[0];
}

static void draw_border(struct nb_makeup *makeup, const struct nb_style *style,
                        enum nb_side side, double x, double y, double width)
{
    if (style->border[side] > 0)
        nb_page_fill(
            makeup->book, makeup->page,
            (struct nb_fill){.x = (float)x,
                             .y = (float)y,
                             .width = (float)width,
                             .height = (float)style->border[side],
                             .color = nb_color_rgb(style->border_color[side])});
}

/* Draws a box in the margin from `top` to `bottom`, in the middle of its height. */
static void draw_box(struct nb_makeup *makeup, const struct box *box, double x,
                     double width, double top, double bottom)
{
    const struct nb_style *style = &box->style;
    double height = style->border[NB_TOP] + style->padding[NB_TOP] +
                    style->line_height + style->padding[NB_BOTTOM] +
                    style->border[NB_BOTTOM];
    top += style->margin[NB_TOP];
    bottom -= style->margin[NB_BOTTOM];
    double y = top + (bottom - top - height) / 2;
    double baseline = y + style->border[NB_TOP] + style->padding[NB_TOP] +
                      nb_baseline(style, style->line_height);
    draw_border(makeup, style, NB_TOP, x, y, width);
    draw_border(makeup, style, NB_BOTTOM, x, y + height - style->border[NB_BOTTOM],
                width);
    double left = style->margin[NB_LEFT] + style->padding[NB_LEFT];
    double right = style->margin[NB_RIGHT] + style->padding[NB_RIGHT];
    nb_makeup_furnish(
        makeup, style, makeup->compositor->looks.root->element.lang, box->text,
        (struct nb_spot){baseline, x + left, width - left - right, style->align});
}

void nb_makeup_margin_boxes(struct nb_makeup *makeup)
{
    const struct nb_page_style *page = &makeup->kinds[makeup->kind];
    double foot = page->height - page->margin[NB_BOTTOM];
    for (unsigned row = 0; row < NB_PLACE_COUNT; row += 3) {
        struct box boxes[3];
        double shares[3], x = page->margin[NB_LEFT];
        for (unsigned i = 0; i < 3; i++)
            boxes[i] = make_box(makeup, row + i);
        share_width(boxes, makeup->width, shares);
        for (unsigned i = 0; i < 3; x += shares[i], i++)
            if (boxes[i].text)
                draw_box(makeup, &boxes[i], x, shares[i], row ? foot : 0,
                         row ? page->height : page->margin[NB_TOP]);
    }
}
