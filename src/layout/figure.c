/* Figures: a picture scaled to its measure, never below 150 pixels an inch, with its caption
 * and credit kept beneath it. */
#include "layout/block.h"

#include "doc/words.h"
#include "image/image.h"
#include "layout/tags.h"

#include <math.h>

/* Pixels an inch below which a picture is not enlarged. */
static const double least_resolution = 150;

/* Captions with more lines than this may part from their picture. */
enum { LONG_CAPTION = 14 };

/* Whether a figure has anything to show. */
static bool shows(const struct nb_galley *galley, const struct nb_node *figure)
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

/* What a figure shows, for those who do not see it: what its source says of it, else its
 * caption, else only that it is a picture. */
static const char *describe(struct nb_galley *galley, const struct nb_node *figure)
{
    struct nb_ctx *ctx = &galley->compositor->ctx;
    const char *alt = figure->u.figure.alt, *src = figure->u.figure.src;
    if (alt)
        return alt;
    if (!figure->first) {
        nb_report(ctx, NB_DIAG_ALT_MISSING, galley->source, figure->line, "%.200s",
                  src ? src : "");
        return nb_word(NB_WORD_PHOTO, galley->compositor->in->edition->lang);
    }
    struct nb_buf text = NB_BUF_INIT;
    nb_node_text(figure->first, &text);
    alt = nb_arena_copy(galley->compositor->arena, nb_buf_cstr(&text), text.len);
    if (text.status != NB_OK && galley->status == NB_OK)
        galley->status = text.status;
    nb_buf_free(&text);
    nb_report(ctx, NB_DIAG_ALT_CAPTION, galley->source, figure->line, "%.200s",
              src ? src : "");
    return alt;
}

void nb_figure_place(struct nb_galley *galley, const struct nb_node *figure,
                     double width, double height)
{
    struct nb_piece *piece =
        nb_galley_piece(galley, galley->pack, NB_PIECE_IMAGE,
                        (galley->measure - width) / 2, galley->packed);
    if (!piece)
        return;
    piece->width = width;
    piece->height = height;
    piece->image = figure->u.figure.image;
    piece->alt = figure->u.figure.alt;
    struct nb_tag *around = galley->tag;
    if (figure->u.figure.decorative)
        galley->tag = NULL; /* an artifact */
    piece->origin = nb_galley_origin(galley, NB_ROLE_FIGURE);
    galley->tag = around;
    if (galley->leaf)
        galley->leaf->u.alt = describe(galley, figure);
    nb_galley_advance(galley, height);
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
    nb_figure_place(galley, figure, width, height);
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
    if (!shows(galley, figure)) {
        report_omitted(galley, figure);
        return;
    }
    struct nb_looks *looks = &galley->compositor->looks;
    const struct nb_image *image = figure->u.figure.image;
    struct nb_tag *outer = nb_galley_open(galley, NB_TAG_DIVISION, figure->lang);
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
    galley->tag = outer;
    double below = frame->style.margin[NB_BOTTOM];
    galley->owed = below;
    if (!packing)
        nb_galley_unpack(galley, below, false, true);
}
