/* Drawing: the pieces of an item go into the book's page, and page numbers that were promised
 * are filled in when they are known. */
#include "layout/makeup.h"

#include <stdio.h>
#include <string.h>

static void draw_link(struct nb_makeup *makeup, const struct nb_line *line,
                      const struct nb_line_link *link, double x, double y)
{
    struct nb_page_link place = {.x = (float)(x + link->x),
                                 .y = (float)(y - line->ascent),
                                 .width = (float)link->width,
                                 .height = (float)(line->ascent + line->descent),
                                 .uri = link->uri,
                                 .anchor = link->anchor,
                                 .text = link->text};
    if (line->runs)
        place.origin = line->runs->origin;
    place.origin.tag = link->tag;
    nb_page_link(makeup->book, makeup->page, place);
}

void nb_makeup_line(struct nb_makeup *makeup, const struct nb_line *line, double x,
                    double y)
{
    for (const struct nb_run *run = line->runs; run; run = run->next) {
        struct nb_run copy = *run;
        copy.x += (float)x;
        copy.y += (float)y;
        nb_page_run(makeup->book, makeup->page, copy);
    }
    for (const struct nb_line_link *link = line->links; link; link = link->next)
        draw_link(makeup, line, link, x, y);
}

/* An empty run keeps the number's place in the page's order. */
static void draw_number(struct nb_makeup *makeup, const struct nb_piece *piece,
                        double x, double y)
{
    struct nb_promise *promise =
        nb_arena_alloc(makeup->compositor->lasting, sizeof *promise);
    if (!promise) {
        makeup->status = NB_NOMEM;
        return;
    }
    struct nb_run run = {
        .y = (float)y, .size = 1, .stretch = 1, .text = "", .origin = piece->origin};
    nb_page_run(makeup->book, makeup->page, run);
    makeup->page->held = true;
    *promise = (struct nb_promise){.page = makeup->page,
                                   .run = makeup->page->last_run,
                                   .style = piece->style,
                                   .rtl = piece->width < 0,
                                   .x = x,
                                   .target = piece->target,
                                   .next = makeup->promises};
    makeup->promises = promise;
}

void nb_makeup_draw(struct nb_makeup *makeup, const struct nb_item *item, double x,
                    double y)
{
    if (item->anchor)
        nb_page_anchor(makeup->book, makeup->page, item->anchor, x, y);
    if (item->second_anchor)
        nb_page_anchor(makeup->book, makeup->page, item->second_anchor, x, y);
    for (const struct nb_piece *piece = item->pieces; piece; piece = piece->next) {
        double px = x + piece->x, py = y + piece->y;
        switch (piece->kind) {
        case NB_PIECE_LINE:
            nb_makeup_line(makeup, piece->line, px, py);
            break;
        case NB_PIECE_FILL:
            nb_page_fill(makeup->book, makeup->page,
                         (struct nb_fill){.x = (float)px,
                                          .y = (float)py,
                                          .width = (float)piece->width,
                                          .height = (float)piece->height,
                                          .color = piece->color});
            break;
        case NB_PIECE_IMAGE:
            nb_page_image(makeup->book, makeup->page,
                          (struct nb_placed_image){.image = piece->image,
                                                   .x = (float)px,
                                                   .y = (float)py,
                                                   .width = (float)piece->width,
                                                   .height = (float)piece->height,
                                                   .alt = piece->alt,
                                                   .origin = piece->origin});
            break;
        case NB_PIECE_NUMBER:
            draw_number(makeup, piece, px, py);
            break;
        }
    }
}

/* Puts the number's glyphs into the run that was kept for it. */
static enum nb_status keep_promise(struct nb_makeup *makeup,
                                   const struct nb_promise *promise)
{
    promise->page->held = false;
    if (!promise->run || (size_t)promise->target > makeup->articles)
        return NB_OK;
    char digits[16];
    (void)snprintf(digits, sizeof digits, "%d", (int)makeup->pages[promise->target]);
    struct nb_span span = {
        .text = digits, .len = strlen(digits), .style = promise->style};
    struct nb_style style = *promise->style;
    style.align = NB_ALIGN_LEFT;
    struct nb_para_in in = {.spans = &span,
                            .span_count = 1,
                            .style = &style,
                            .measure = 1000,
                            .breaker = NB_BREAKER_FIRST_FIT,
                            .no_indent = true,
                            .origin = promise->run->origin};
    struct nb_para para;
    enum nb_status status =
        nb_para_set(makeup->compositor->setter, makeup->compositor->arena, &in, &para);
    if (status != NB_OK || para.line_count == 0 || !para.lines[0].runs)
        return status;
    struct nb_run *run = promise->run, *next = run->next;
    float y = run->y;
    *run = *para.lines[0].runs;
    run->next = next;
    run->at = UINT32_MAX; /* read behind the entry, wherever it stands */
    run->y += y;
    run->x = (float)(promise->rtl ? promise->x : promise->x - para.lines[0].width);
    return NB_OK;
}

void nb_makeup_keep_promises(struct nb_makeup *makeup)
{
    for (struct nb_promise *promise = makeup->promises;
         promise && makeup->status == NB_OK; promise = promise->next)
        makeup->status = keep_promise(makeup, promise);
}
