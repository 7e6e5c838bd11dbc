/* Setting: what kind of article each one is, and its body as a galley. Runs on any thread:
 * everything an article needs is in its nb_set. */
#include "layout/pagination.h"

#include "base/lang.h"
#include "image/image.h"
#include "layout/block.h"

#include <math.h>

enum {
    /* An article of so many words has a headline of the first degree, */
    FIRST_WORDS = 700,
    /* one of so many a headline of the second: both across the page. */
    SECOND_WORDS = 260,
    /* The first of a section needs fewer. */
    OPENING_FIRST = 450,
    OPENING_SECOND = 160,
    /* A picture over two columns needs so many words around it. */
    CORNER_WORDS = 220
};

static const double print_resolution = 150;

/* Pictures that are higher than so many times their width stay in one column. */
#define TALLEST_LEAD 1.0
#define TALLEST_CORNER 0.8

struct nb_look *nb_set_look(struct nb_looks *looks, const struct nb_set *set,
                            const char *previous)
{
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section");
    return nb_look_child(looks, section, "article", set->kind, set->article->lang,
                         previous);
}

/* By weight as the edition gives it, else by length and place. */
static const char *kind_of(const struct nb_set *set)
{
    static const char *const kinds[] = {NULL, "second", "third"};
    unsigned words = set->article->words;
    int degree = words >= (set->opens ? OPENING_FIRST : FIRST_WORDS)     ? 0
                 : words >= (set->opens ? OPENING_SECOND : SECOND_WORDS) ? 1
                                                                         : 2;
    if (set->index == 0)
        return "lead";
    degree -= (set->article->weight > 0) - (set->article->weight < 0);
    return kinds[degree < 0 ? 0 : degree > 2 ? 2 : degree];
}

void nb_sets_sort(struct nb_set *sets, size_t count, struct nb_looks *looks,
                  unsigned columns)
{
    for (size_t i = 0; i < count; i++) {
        struct nb_set *set = &sets[i];
        set->kind = kind_of(set);
        struct nb_look *look = nb_set_look(looks, set, NULL);
        struct nb_look *head =
            nb_look_child(looks, look, "header", NULL, NULL, nb_first_child);
        set->brief = columns > 1 && set->index > 0 && !head->style.span_all;
    }
}

/* How many columns the lead picture goes across: 0 when it stays in its own. */
static unsigned corner_columns(const struct nb_set *set, const struct nb_makeup *makeup)
{
    const struct nb_node *lead = set->article->lead;
    const struct nb_image *image = lead ? lead->u.figure.image : NULL;
    if (!image || !image->width || !image->height || makeup->columns < 2 || set->brief)
        return 0;
    double ratio = (double)image->height / image->width;
    if (ratio > (set->index == 0 ? TALLEST_LEAD : TALLEST_CORNER))
        return 0;
    unsigned most = makeup->columns > 2 ? 2 : set->index == 0 ? 2 : 0;
    if (set->index != 0 && set->article->words < CORNER_WORDS)
        return 0;
    while (most > 1 &&
           nb_makeup_across(makeup, most) > image->width * 72.0 / print_resolution + 1)
        most--;
    return most > 1 ? most : 0;
}

/* Whether the picture belongs more than a page behind the article's opening. */
static bool is_far(const struct nb_set *set, const struct nb_makeup *makeup)
{
    const struct nb_galley *galley = &set->galley;
    unsigned page = makeup->columns * makeup->capacity[NB_PAGE_RIGHT], lines = 0;
    for (size_t i = 0; i < galley->count && !galley->items[i].lead && lines <= page;
         i++)
        lines += galley->items[i].lines + galley->items[i].space;
    return lines > page;
}

static void make_corner(struct nb_set *set, struct nb_compositor *compositor,
                        const struct nb_makeup *makeup, int32_t *block,
                        struct nb_tag *tag)
{
    unsigned columns = corner_columns(set, makeup);
    if (columns == 0 || (set->index > 0 && is_far(set, makeup)))
        return;
    struct nb_galley galley;
    nb_galley_start(&galley, compositor, nb_makeup_across(makeup, columns), set->index,
                    block);
    galley.rtl = set->rtl;
    galley.tag = tag;
    galley.source = set->article->source;
    galley.tallest = 0.45 * makeup->capacity[NB_PAGE_RIGHT] * compositor->grid;
    struct nb_look *body = nb_look_of(
        &compositor->looks, nb_set_look(&compositor->looks, set, NULL), "div", "body");
    nb_galley_figure(&galley, body, set->article->lead);
    if (galley.status != NB_OK)
        set->status = galley.status;
    if (galley.count != 1)
        return;
    set->corner = galley.items;
    set->corner->lines += set->corner->after;
    set->corner_columns = columns;
}

void nb_set_make(struct nb_set *set, struct nb_compositor *compositor,
                 const struct nb_makeup *makeup)
{
    const struct nb_article *article = set->article;
    struct nb_galley *galley = &set->galley;
    nb_arena_reset(compositor->scratch);
    compositor->ctx.diags = set->diags;
    struct nb_look *look = nb_set_look(&compositor->looks, set, NULL);
    int32_t block = -1;
    nb_galley_start(galley, compositor, makeup->column, set->index, &block);
    galley->rtl = set->rtl;
    galley->tag = set->head_tag;
    galley->source = article->source;
    galley->across = nb_makeup_across(makeup, makeup->columns);
    galley->tallest = (makeup->columns > 1 ? 0.45 : 0.6) *
                      makeup->capacity[NB_PAGE_RIGHT] * compositor->grid;
    if (set->brief) {
        struct nb_head_in head = {.article = article, .look = look};
        nb_galley_head(galley, &head);
        set->head_items = galley->count;
    } else {
        set->head_blocks = (unsigned)article->standfirst.count + 4;
        block += (int32_t)set->head_blocks;
    }
    galley->tag = set->tag;
    struct nb_tag *lead = nb_galley_body(galley, look, article);
    make_corner(set, compositor, makeup, &block, lead);
    galley->block = NULL;
    if (galley->status != NB_OK)
        set->status = galley->status;
    if (set->brief && galley->count > 0) {
        galley->items[0].starts = set->index + 1;
        galley->items[0].second_anchor = article->id;
    }
}
