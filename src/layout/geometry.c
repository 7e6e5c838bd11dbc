/* Geometry: the type area of a paper, and the columns that suit it. */
#include "layout/makeup.h"

#include "base/lang.h"

#include <math.h>

enum {
    /* Columns narrower than so many ems become fewer; */
    LEAST_MEASURE = 15,
    /* … a single one is no wider than these, where the style's own paper's is not. */
    MOST_MEASURE = 34
};

static double measure_of(double width, double gutter, unsigned columns)
{
    return (width + gutter) / columns - gutter;
}

/* The columns that the style wants on the paper that it is made for, and what is between them. */
static unsigned wanted_columns(struct nb_makeup *makeup, const struct nb_look *body)
{
    const struct nb_look *from = body;
    while (from->style.columns == 0 && from->parent)
        from = from->parent;
    const struct nb_style *style = &from->style;
    unsigned count = style->columns < 1 ? 1 : style->columns;
    makeup->gutter =
        style->column_gap > 0 ? style->column_gap : makeup->compositor->grid;
    makeup->column_rule = style->column_rule;
    makeup->column_rule_color = style->column_rule_color;
    return count > NB_MOST_FRAMES ? NB_MOST_FRAMES : count;
}

/* Another paper than the style's own has columns that are about as wide as there. */
static unsigned columns_across(const struct nb_makeup *makeup, double own,
                               unsigned count)
{
    double column = measure_of(own, makeup->gutter, count) + makeup->gutter;
    double fit = floor((makeup->width + makeup->gutter) / column + 0.5);
    return fit < 1 ? 1 : fit > NB_MOST_FRAMES ? NB_MOST_FRAMES : (unsigned)fit;
}

/* A single column wider than `most` pt gives what is too much to the margins. */
static void bound_measure(struct nb_makeup *makeup, double most)
{
    if (makeup->width <= most)
        return;
    for (int kind = 0; kind < 3; kind++) {
        double *margin = makeup->kinds[kind].margin;
        double width = makeup->kinds[kind].width - margin[NB_LEFT] - margin[NB_RIGHT];
        margin[NB_LEFT] += (width - most) / 2;
        margin[NB_RIGHT] += (width - most) / 2;
    }
    makeup->width = most;
}

/* Finds the columns; `own` is the width of the type area on the style's own paper, pt. */
static void find_columns(struct nb_makeup *makeup, double own)
{
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section");
    struct nb_look *article = nb_look_of(looks, section, "article", NULL);
    const struct nb_look *body = nb_look_of(looks, article, "div", "body");
    double em = body->style.font_size;
    unsigned count = wanted_columns(makeup, body);
    if (count > 1 && makeup->compositor->in->paper)
        count = columns_across(makeup, own, count);
    else if (count == 1 && makeup->compositor->in->paper)
        bound_measure(makeup, fmax(own, MOST_MEASURE * em));
    while (count > 1 &&
           measure_of(makeup->width, makeup->gutter, count) < LEAST_MEASURE * em)
        count--;
    makeup->columns = count;
    makeup->column = measure_of(makeup->width, makeup->gutter, count);
}

/* The width of the type area on a page; too small a one is not. */
static double area_width(const struct nb_makeup *makeup,
                         const struct nb_page_style *page)
{
    double width = page->width - page->margin[NB_LEFT] - page->margin[NB_RIGHT];
    return fmax(width, 4 * makeup->compositor->grid);
}

/* Margins are as a left-to-right sheet gives them; the other way round the back is on the right. */
static void swap_sides(struct nb_page_style *page)
{
    double left = page->margin[NB_LEFT];
    page->margin[NB_LEFT] = page->margin[NB_RIGHT];
    page->margin[NB_RIGHT] = left;
}

enum nb_status nb_makeup_start(struct nb_makeup *makeup,
                               struct nb_compositor *compositor, struct nb_book *book,
                               size_t articles)
{
    const struct nb_layout_in *in = compositor->in;
    *makeup = (struct nb_makeup){
        .compositor = compositor, .book = book, .articles = articles};
    makeup->mirrored = nb_lang_is_rtl(in->edition->lang);
    double own = HUGE_VAL;
    makeup->width = HUGE_VAL;
    for (int kind = 0; kind < 3; kind++) {
        struct nb_page_style *page = &makeup->kinds[kind];
        (void)nb_style_page(in->sheet, (enum nb_page_kind)kind, NULL, page);
        own = fmin(own, area_width(makeup, page));
        if (!nb_style_page(in->sheet, (enum nb_page_kind)kind, in->paper, page)) {
            nb_report(&compositor->ctx, NB_DIAG_USAGE, NULL, 0, "unknown paper: %s",
                      in->paper ? in->paper : "");
            return NB_UNSUPPORTED;
        }
        if (makeup->mirrored)
            swap_sides(page);
        makeup->width = fmin(makeup->width, area_width(makeup, page));
        double height = page->height - page->margin[NB_TOP] - page->margin[NB_BOTTOM];
        double lines = floor(height / compositor->grid + 0.01);
        makeup->capacity[kind] = lines < 8       ? 8
                                 : lines > 10000 ? 10000
                                                 : (unsigned)lines;
    }
    find_columns(makeup, own);
    makeup->pages =
        nb_arena_array(compositor->arena, articles + 1, sizeof *makeup->pages);
    return makeup->pages ? NB_OK : NB_NOMEM;
}

double nb_makeup_height(const struct nb_makeup *makeup)
{
    const struct nb_page_style *page = &makeup->kinds[NB_PAGE_RIGHT];
    return page->height - page->margin[NB_TOP] - page->margin[NB_BOTTOM];
}
