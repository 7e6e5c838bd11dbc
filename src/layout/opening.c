/* Openings: the heads of articles as they stand across the columns of a page. */
#include "layout/opening.h"

#include <math.h>
#include <string.h>

enum {
    /* Lines of text that must stand below a head, in each column. */
    LEAST_LINES = 3,
    /* Lines that a band of articles with their heads in the columns must have. */
    LEAST_BAND = 5,
    /* Headlines take no more of a page's height, per cent. */
    HIGHEST_HEADLINE = 40
};

/* The class of rank that the other degree has, NULL for the first; of a brief its own. */
static const char *other_opening(const struct nb_set *set)
{
    if (set->brief)
        return set->kind;
    return set->kind && strcmp(set->kind, "second") == 0 ? NULL : "second";
}

void nb_opening_make(struct nb_makeup *makeup, const struct nb_set *set,
                     struct nb_galley *galley, enum nb_opening kind, bool follows)
{
    struct nb_compositor *compositor = makeup->compositor;
    struct nb_looks *looks = &compositor->looks;
    makeup->head_block = -1;
    nb_galley_start(galley, compositor, nb_makeup_across(makeup, makeup->wide),
                    set->index, &makeup->head_block);
    galley->rtl = set->rtl;
    double page = nb_makeup_height(makeup);
    galley->tallest = HIGHEST_HEADLINE * page / 100;
    galley->highest = fmin(galley->highest, page);
    galley->tag = set->head_tag;
    galley->source = set->article->source;
    const char *section = set->section ? set->section->title : NULL;
    /* The lead beside the contents stands right below the masthead. */
    bool front = makeup->front && set->index == 0;
    bool beside = front && makeup->wide < makeup->columns;
    struct nb_set other = *set;
    other.kind = other_opening(set);
    const struct nb_set *as = kind == NB_OPENING_OTHER ? &other : set;
    struct nb_head_in in = {.article = set->article,
                            .look = nb_set_look(looks, as, NULL),
                            .after = nb_set_look(looks, set, "article"),
                            .section =
                                nb_look_of(looks, looks->root, "section", "section"),
                            .furniture = &makeup->furniture,
                            .section_tag = set->opening_tag,
                            .follows = !beside && follows};
    if (set->opens && !front && section) {
        in.opens = section;
        in.opens_anchor = set->section_anchor;
    }
    /* The lead has no section's opening above it: its kicker says where it belongs. */
    if (front && !compositor->in->edition->single)
        in.kicker = section;
    if (kind == NB_OPENING_BARE)
        nb_galley_above(galley, &in);
    else
        nb_galley_head(galley, &in);
    if (galley->status != NB_OK && makeup->status == NB_OK)
        makeup->status = galley->status;
}

unsigned nb_opening_lines(const struct nb_galley *galley)
{
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 10000; i++)
        lines += galley->items[i].lines + galley->items[i].space;
    return lines;
}

unsigned nb_opening_least(const struct nb_makeup *makeup, const struct nb_set *set)
{
    struct nb_feed feed = {.items = set->galley.items, .end = set->galley.count};
    unsigned all = nb_feed_lines(&feed, 100 * makeup->columns) / makeup->columns + 1;
    unsigned first = nb_feed_first(&feed);
    unsigned least = all < LEAST_LINES ? all : LEAST_LINES;
    return first > least ? first : least;
}

unsigned nb_opening_least_band(const struct nb_set *set)
{
    const struct nb_galley *galley = &set->galley;
    unsigned lines = 0;
    for (size_t i = 0; i < galley->count && lines < 10000; i++) {
        lines += galley->items[i].lines + (i ? galley->items[i].space : 0);
        if (!galley->items[i].keep)
            break;
    }
    return lines < LEAST_BAND ? LEAST_BAND : lines;
}
