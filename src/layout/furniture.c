/* Furniture: the running head with folio, publication, section and date, above the type area
 * of every page but the first. The folio stands at the outer edge. */
#include "layout/furniture.h"

#include <math.h>
#include <string.h>

void nb_makeup_furnish(struct nb_makeup *makeup, const struct nb_style *as,
                       const char *lang, const char *string, struct nb_spot spot)
{
    struct nb_style style = *as;
    style.align = spot.align;
    struct nb_span span = {
        .text = string, .len = strlen(string), .style = &style, .lang = lang};
    struct nb_para_in in = {.spans = &span,
                            .span_count = 1,
                            .style = &style,
                            .measure = spot.width,
                            .lang = lang,
                            .rtl = makeup->mirrored,
                            .breaker = NB_BREAKER_FIRST_FIT,
                            .no_indent = true,
                            .origin = {.article = -1, .block = ++makeup->furniture}};
    struct nb_para para;
    if (makeup->status != NB_OK)
        return;
    makeup->status =
        nb_para_set(makeup->compositor->setter, makeup->compositor->arena, &in, &para);
    /* Only the first line: furniture has one. */
    if (makeup->status == NB_OK && para.line_count)
        nb_makeup_line(makeup, para.lines, spot.left, spot.y);
}

static void add(struct nb_makeup *makeup, const struct nb_look *look,
                const char *string, struct nb_spot spot)
{
    nb_makeup_furnish(makeup, &look->style, look->element.lang, string, spot);
}

/* Title and section, and whether they have room between the folio and the date. */
static const char *middle(struct nb_makeup *makeup, struct nb_galley *galley)
{
    const char *title = makeup->compositor->in->edition->title;
    const char *section = makeup->section;
    if (title && section && strcmp(title, section) != 0) {
        char *both = nb_arena_printf(makeup->compositor->scratch, "%s \xC2\xB7 %s",
                                     title, section);
        if (!both)
            galley->status = NB_NOMEM;
        return both;
    }
    return title ? title : section;
}

static double width_of(struct nb_makeup *makeup, const struct nb_look *look,
                       const char *string)
{
    double width = 0;
    if (makeup->status == NB_OK)
        makeup->status = nb_text_width(makeup->compositor->setter, &look->style,
                                       look->element.lang, string, &width);
    return width;
}

static void add_running_head(struct nb_makeup *makeup)
{
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *head = nb_look_of(looks, looks->root, "div", "running-head");
    struct nb_look *folio = nb_look_of(looks, looks->root, "div", "folio");
    const struct nb_page_style *page = &makeup->kinds[makeup->kind];
    const struct nb_style *style = &head->style;
    struct nb_galley scratch;
    nb_galley_start(&scratch, makeup->compositor, makeup->width, -1,
                    &makeup->furniture);
    double rule = page->margin[NB_TOP] - fmax(style->margin[NB_BOTTOM], 6);
    double left = page->margin[NB_LEFT], width = makeup->width;
    double y = rule - style->border[NB_BOTTOM] - style->padding[NB_BOTTOM] -
               0.3 * style->font_size;
    if (y - style->font_size < 2 || style->display == NB_DISPLAY_NONE)
        return;
    bool outer_left = (makeup->kind == NB_PAGE_LEFT) != makeup->mirrored;
    enum nb_align outer = outer_left ? NB_ALIGN_LEFT : NB_ALIGN_RIGHT;
    enum nb_align inner = outer_left ? NB_ALIGN_RIGHT : NB_ALIGN_LEFT;
    struct nb_issue issue = nb_galley_issue(&scratch);
    const char *text = middle(makeup, &scratch);
    if (scratch.status != NB_OK)
        makeup->status = scratch.status;
    if (folio->style.display != NB_DISPLAY_NONE)
        add(makeup, folio, makeup->page->label,
            (struct nb_spot){y, left, width, outer});
    double aside = issue.date ? width_of(makeup, head, issue.date) : 0;
    if (issue.date)
        add(makeup, head, issue.date, (struct nb_spot){y, left, width, inner});
    double room = width - 2 * fmax(aside, 30) - 12;
    if (text && width_of(makeup, head, text) > room)
        text = makeup->section ? makeup->section : text;
    if (text && width_of(makeup, head, text) <= room)
        add(makeup, head, text, (struct nb_spot){y, left, width, NB_ALIGN_CENTER});
    if (style->border[NB_BOTTOM] > 0)
        nb_page_fill(
            makeup->book, makeup->page,
            (struct nb_fill){.x = (float)left,
                             .y = (float)(rule - style->border[NB_BOTTOM]),
                             .width = (float)width,
                             .height = (float)style->border[NB_BOTTOM],
                             .color = nb_color_rgb(style->border_color[NB_BOTTOM])});
}

void nb_makeup_furniture(struct nb_makeup *makeup)
{
    if (nb_style_has_margin_boxes(makeup->compositor->in->sheet))
        nb_makeup_margin_boxes(makeup);
    else if (!makeup->front)
        add_running_head(makeup);
}
