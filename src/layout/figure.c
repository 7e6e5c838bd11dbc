/* Figures: a picture scaled to its measure, never below 150 pixels an inch, with its caption
 * and credit kept beneath it. */
#include "layout/block.h"

#include "image/image.h"

#include <math.h>

/* Pixels an inch below which a picture is not enlarged. */
static const double least_resolution = 150;

/* Captions with more lines than this may part from their picture. */
enum { LONG_CAPTION = 14 };

bool nb_figure_shows(const struct nb_galley *galley, const struct nb_node *figure)
{
    const struct nb_image *image = figure->u.figure.image;
    return (image && image->width && image->height) ||
           galley->compositor->in->keep_captions;
}

static void report_omitted(struct nb_galley *galley, const struct nb_node *figure)
{
    const char *what = figure->u.figure.src;
    if (!what)
        what = figure->u.figure.alt ? figure->u.figure.alt : figure->u.figure.credit;
    nb_report(&galley->compositor->ctx, NB_DIAG_PICTURE_OMITTED, galley->source,
              figure->line, what ? "%.200s" : NULL, what);
}

/* The picture, into the pack. */
static void add_picture(struct nb_galley *galley, const struct nb_look *look,
                        const struct nb_node *figure)
{
    const struct nb_image *image = figure->u.figure.image;
    double tallest = galley->tallest;
    if (look->style.max_height > 0)
        tallest = fmin(tallest, look->style.max_height);
    double ratio = (double)image->height / image->width;
    double width = fmin(galley->measure, image->width * 72.0 / least_resolution);
    double height = width * ratio;
    if (height > tallest) {
        height = tallest;
        width = height / ratio;
    }
    double grid = galley->compositor->grid;
    /* Its top where the neighbouring columns' capitals begin. */
    double top = galley->packed > 0 ? 0 : grid * 0.22;
    nb_galley_advance(galley, top);
    struct nb_piece *piece =
        nb_galley_piece(galley, galley->pack, NB_PIECE_IMAGE,
                        (galley->measure - width) / 2, galley->packed);
    if (!piece)
        return;
    piece->width = width;
    piece->height = height;
    piece->image = image;
    piece->alt = figure->u.figure.alt;
    piece->origin = nb_galley_origin(galley, NB_ROLE_FIGURE);
    nb_galley_advance(galley, height);
}

static void add_caption(struct nb_galley *galley, struct nb_look *look,
                        const struct nb_node *figure)
{
    struct nb_looks *looks = &galley->compositor->looks;
    const struct nb_node *caption = figure->first;
    struct nb_look *text_look = nb_look_child(looks, look, "figcaption", NULL,
                                              caption ? caption->lang : NULL, "img");
    struct nb_spans spans = {.galley = galley};
    if (caption)
        nb_spans_below(&spans, text_look, caption);
    if (figure->u.figure.credit) {
        struct nb_look *credit = nb_look_of(looks, text_look, "span", "credit");
        if (spans.count)
            nb_spans_add(&spans, text_look, " ", 0);
        nb_spans_add(&spans, credit, figure->u.figure.credit, NB_ROLE_CREDIT);
    }
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = text_look,
                           .role = caption ? NB_ROLE_CAPTION : NB_ROLE_CREDIT,
                           .rtl = nb_node_rtl(caption ? caption : figure, galley->rtl),
                           .no_indent = true};
    nb_galley_text(galley, &text);
}

void nb_galley_figure(struct nb_galley *galley, struct nb_look *look,
                      const struct nb_node *figure)
{
    if (!nb_figure_shows(galley, figure)) {
        report_omitted(galley, figure);
        return;
    }
    struct nb_looks *looks = &galley->compositor->looks;
    const struct nb_image *image = figure->u.figure.image;
    struct nb_look *frame = nb_look_of(looks, look, "figure", NULL);
    double above = fmax(galley->owed, frame->style.margin[NB_TOP]);
    bool packing = galley->pack != NULL;
    galley->owed = above;
    if (!packing)
        nb_galley_pack(galley);
    if (image && image->width && image->height)
        add_picture(galley, nb_look_of(looks, frame, "img", NULL), figure);
    if (figure->first || figure->u.figure.credit)
        add_caption(galley, frame, figure);
    double below = frame->style.margin[NB_BOTTOM];
    galley->owed = below;
    if (!packing)
        nb_galley_unpack(galley, below, false, true);
}
