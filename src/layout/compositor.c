/* Compositors: setter, arenas and looks of one worker, and the grid that all share. */
#include "layout/compositor.h"

#include "layout/tags.h"

/* The height of a line of body text: everything else is rounded up to a multiple of it. */
static double find_grid(struct nb_looks *looks)
{
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section");
    struct nb_look *article = nb_look_of(looks, section, "article", NULL);
    struct nb_look *body = nb_look_of(looks, article, "div", "body");
    const struct nb_style *style = &nb_look_of(looks, body, "p", NULL)->style;
    return style->line_height >= 4 ? style->line_height : 4;
}

enum nb_status nb_compositor_start(struct nb_compositor *compositor, struct nb_ctx *ctx,
                                   const struct nb_layout_in *in,
                                   const struct nb_compositor *first)
{
    *compositor = (struct nb_compositor){.ctx = *ctx, .in = in};
    compositor->arena = compositor->lasting = nb_arena_new(0);
    compositor->scratch = nb_arena_new(0);
    if (!compositor->lasting || !compositor->scratch)
        return NB_NOMEM;
    enum nb_status status =
        nb_setter_new(in->fonts, first ? first->setter : NULL, &compositor->setter);
    if (status != NB_OK)
        return status;
    if (!nb_looks_start(&compositor->looks, in->sheet, compositor->lasting,
                        in->edition->lang))
        return NB_NOMEM;
    compositor->grid = find_grid(&compositor->looks);
    struct nb_heading_base base = nb_heading_base(in->edition);
    compositor->section_tag = base.section;
    compositor->headline_tag = base.headline;
    return nb_arena_status(compositor->lasting);
}

enum nb_status nb_compositor_end(struct nb_compositor *compositor, struct nb_book *book)
{
    nb_setter_free(compositor->setter);
    nb_arena_free(compositor->scratch);
    if (!book) {
        nb_arena_free(compositor->lasting);
        return NB_OK;
    }
    return nb_book_adopt(book, compositor->lasting);
}
