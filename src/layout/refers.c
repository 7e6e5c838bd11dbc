/* Refers: what the first page says of stories inside. Two to four of them stand in a strip at
 * its foot, each with its section, its headline, what it is about and its page. They are chosen
 * by weight: what the edition says, else length, picture and place, first one of each section.
 * The strip's height is kept free when the page is opened; which stories it shows is settled
 * when it is full, so that none is named that begins on the page itself. */
#include "layout/pagination.h"

#include "layout/inline.h"
#include "layout/opening.h"
#include "layout/tags.h"

#include <math.h>
#include <string.h>

enum {
    /* Editions of fewer articles have no strip. */
    LEAST_ARTICLES = 4,
    /* With so many, there are two rows of two. */
    TWO_ROWS = 7,
    /* Lines of a head, and of a strip, before they are set. */
    USUAL_HEAD = 6,
    LEAD_TEXT = 4,
    USUAL_STRIP = 8,
    LONGEST_HEADLINE = 140 /* bytes */
};

/* How much is said of each. */
enum detail { HEADLINES, SUMMARIES };

struct strip {
    struct nb_makeup *makeup;
    const struct nb_set *picks[NB_MOST_REFERS];
    unsigned count, columns;
    size_t first; /* of the sets to choose from */
    struct nb_look *look;
};

static int score(const struct nb_set *set)
{
    const struct nb_article *article = set->article;
    int weight = article->weight > 1000 ? 1000 : article->weight;
    weight = weight < -1000 ? -1000 : weight;
    int words = article->words > 1200 ? 1200 : (int)article->words;
    int place = set->index < 100 ? set->index : 100;
    bool picture = article->lead && article->lead->u.figure.image;
    return weight * 10000 + words + (picture ? 300 : 0) +
           (article->standfirst.count ? 300 : 0) - 4 * place;
}

static bool picked(const struct strip *strip, const struct nb_set *set, bool section)
{
    for (unsigned i = 0; i < strip->count; i++)
        if (section ? strip->picks[i]->section == set->section : strip->picks[i] == set)
            return true;
    return false;
}

/* The best story that is not on the open page, nor picked; NULL if there is none. */
static const struct nb_set *best(const struct strip *strip, const struct nb_set *sets,
                                 size_t count, bool new_section)
{
    const struct nb_set *found = NULL;
    for (size_t i = strip->first; i < count; i++) {
        const struct nb_set *set = &sets[i];
        if (!set->article->headline ||
            strlen(set->article->headline) > LONGEST_HEADLINE ||
            strip->makeup->pages[set->index] || picked(strip, set, new_section))
            continue;
        if (!found || score(set) > score(found))
            found = set;
    }
    return found;
}

/* The first article that will hardly begin on the open page. */
static size_t first_inside(const struct nb_makeup *makeup, const struct nb_set *sets,
                           size_t count, unsigned columns)
{
    unsigned left = nb_makeup_left(makeup), lines = 0;
    size_t i = 0;
    for (; i < count && lines + USUAL_STRIP < left; i++) {
        const struct nb_galley *galley = &sets[i].galley;
        struct nb_feed feed = {.items = galley->items, .end = galley->count};
        lines += USUAL_HEAD + nb_feed_lines(&feed, 100 * columns) / columns;
        lines += sets[i].corner ? sets[i].corner->lines : 0;
    }
    return i ? i : 1;
}

static void choose(struct strip *strip, const struct nb_set *sets, size_t count,
                   unsigned most)
{
    strip->count = 0;
    for (int pass = 0; pass < 2; pass++) {
        const struct nb_set *set;
        while (strip->count < most &&
               (set = best(strip, sets, count, pass == 0)) != NULL)
            strip->picks[strip->count++] = set;
    }
    if (strip->count > strip->columns) /* full rows */
        strip->count -= strip->count % strip->columns;
    /* In the order of their pages. */
    for (unsigned i = 1; i < strip->count; i++)
        for (unsigned j = i; j && strip->picks[j]->index < strip->picks[j - 1]->index;
             j--) {
            const struct nb_set *kept = strip->picks[j];
            strip->picks[j] = strip->picks[j - 1];
            strip->picks[j - 1] = kept;
        }
}

/* One of a refer's parts, with the page's number beside its first line. A section's name is in
 * the edition's language. */
static void add_text(struct nb_galley *galley, const struct strip *strip,
                     const struct nb_set *set, const char *classes, const char *string,
                     bool numbered)
{
    struct nb_looks *looks = &galley->compositor->looks;
    bool headline = strcmp(classes, "refer-headline") == 0;
    bool section = set->section && string == set->section->title;
    struct nb_look *look =
        nb_look_child(looks, strip->look, headline ? "h2" : "p", classes,
                      section ? NULL : set->article->lang, NULL);
    struct nb_look *page = nb_look_of(looks, look, "span", "refer-page");
    double number = numbered ? 2.4 * page->style.font_size : 0;
    struct nb_spans spans = {.galley = galley};
    nb_spans_add(&spans, look, string, 0);
    if (spans.count)
        spans.at[0].anchor = set->article->id;
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .left = galley->rtl ? number : 0,
                           .right = galley->rtl ? 0 : number,
                           .role = NB_ROLE_CONTENTS,
                           .rtl = galley->rtl,
                           .no_indent = true,
                           .balance = headline};
    nb_galley_text(galley, &text);
    if (numbered && galley->pack && galley->pack->pieces)
        nb_galley_number(galley, page, set->index, galley->pack->pieces->y);
}

/* The page's number is read behind all that tells what is there. */
static void read_number_last(const struct nb_galley *galley)
{
    const struct nb_piece *piece = galley->pack ? galley->pack->pieces : NULL;
    for (; piece; piece = piece->next)
        if (piece->kind == NB_PIECE_NUMBER)
            nb_tag_to_end(piece->origin.tag);
}

static struct nb_item *make(struct strip *strip, const struct nb_set *set,
                            enum detail detail)
{
    struct nb_makeup *makeup = strip->makeup;
    struct nb_galley galley;
    nb_galley_start(&galley, makeup->compositor, makeup->column, -1,
                    &makeup->furniture);
    galley.rtl = set->rtl;
    galley.tag = makeup->refers_tag;
    const char *kicker = set->section ? set->section->title : NULL;
    if (!kicker)
        kicker = set->article->kicker;
    const char *summary =
        detail == HEADLINES ? NULL : nb_summary_of(&galley, set->article);
    (void)nb_galley_open(&galley, NB_TAG_DIVISION, NULL);
    nb_galley_pack(&galley);
    if (kicker)
        add_text(&galley, strip, set, "refer-kicker", kicker, true);
    add_text(&galley, strip, set, "refer-headline", set->article->headline, !kicker);
    if (summary)
        add_text(&galley, strip, set, "refer-summary", summary, false);
    read_number_last(&galley);
    nb_galley_unpack(&galley, 0, false, false);
    if (galley.status != NB_OK)
        makeup->status = galley.status;
    return galley.count == 1 ? galley.items : NULL;
}

/* The rows' heights with the rule above each; 0 when something could not be set. */
static unsigned set_rows(struct strip *strip, enum detail detail,
                         struct nb_item **items)
{
    unsigned lines = 0, row = 0;
    for (unsigned i = 0; i < strip->count; i++) {
        if (!items[i])
            items[i] = make(strip, strip->picks[i], detail);
        if (!items[i])
            return 0;
        row = items[i]->lines > row ? items[i]->lines : row;
        if ((i + 1) % strip->columns == 0 || i + 1 == strip->count) {
            lines += row + 1;
            row = 0;
        }
    }
    return lines;
}

/* The strip as high as fits into `room`, its items. 0 when nothing does. */
static unsigned fit(struct strip *strip, unsigned room, struct nb_item **items)
{
    for (;; strip->count = strip->columns) {
        for (int detail = SUMMARIES; detail >= HEADLINES; detail--) {
            memset(items, 0, NB_MOST_REFERS * sizeof *items);
            unsigned lines = set_rows(strip, (enum detail)detail, items);
            if (lines && lines <= room)
                return lines;
        }
        if (strip->count <= strip->columns)
            return 0;
    }
}

static struct strip begin(struct nb_makeup *makeup, unsigned columns)
{
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    return (struct strip){.makeup = makeup,
                          .columns = columns,
                          .first = 1,
                          .look = nb_look_of(looks, front, "aside", "refers")};
}

static unsigned most_refers(unsigned columns, size_t count)
{
    return columns == 2 && count >= TWO_ROWS ? 4 : columns;
}

void nb_makeup_choose_refers(struct nb_makeup *makeup, struct nb_set *sets,
                             size_t count)
{
    unsigned columns = makeup->columns - 1;
    struct strip strip = begin(makeup, columns);
    if (count < LEAST_ARTICLES || columns < 2 || columns > NB_MOST_REFERS ||
        strip.look->style.display == NB_DISPLAY_NONE)
        return;
    strip.first = first_inside(makeup, sets, count, columns);
    choose(&strip, sets, count, most_refers(columns, count));
    for (unsigned i = 0; i < strip.count; i++)
        sets[strip.picks[i]->index].referred = true;
}

/* The lead's picture: across columns, or in one. */
static unsigned lines_of_picture(const struct nb_set *lead)
{
    const struct nb_galley *galley = &lead->galley;
    for (size_t i = 0; i < galley->count && !lead->corner; i++)
        if (galley->items[i].lead)
            return galley->items[i].lines;
    return lead->corner ? lead->corner->lines : 0;
}

/* Lines that the lead takes at least, with its picture, so that this stays on the page. */
static unsigned lines_of_lead(struct nb_makeup *makeup, const struct nb_set *lead)
{
    struct nb_galley head;
    unsigned picture = lines_of_picture(lead);
    if (picture == 0)
        return NB_LEAST_ABOVE_REFERS;
    struct nb_diags *diags = makeup->compositor->ctx.diags;
    makeup->compositor->ctx.diags = NULL; /* it will be made again */
    nb_opening_make(makeup, lead, &head, NB_OPENING_FULL, true);
    makeup->compositor->ctx.diags = diags;
    return nb_opening_lines(&head) + picture + LEAD_TEXT;
}

void nb_makeup_keep_refers(struct nb_makeup *makeup, const struct nb_set *sets,
                           size_t count, struct nb_tag *tag)
{
    /* Below short contents it goes across all columns. */
    unsigned columns = makeup->columns, last = columns - 1;
    unsigned left = nb_makeup_left(makeup);
    if (makeup->cursor[last] + NB_LEAST_ABOVE_REFERS > makeup->capacity[makeup->kind])
        columns = makeup->wide;
    struct strip strip = begin(makeup, columns);
    struct nb_item *items[NB_MOST_REFERS];
    if (count < LEAST_ARTICLES || columns < 2 || columns > NB_MOST_REFERS ||
        left < NB_LEAST_ABOVE_REFERS || strip.look->style.display == NB_DISPLAY_NONE)
        return;
    strip.first = first_inside(makeup, sets, count, makeup->wide);
    choose(&strip, sets, count, most_refers(columns, count));
    unsigned above = lines_of_lead(makeup, sets);
    if (left < above)
        above = NB_LEAST_ABOVE_REFERS;
    unsigned lines = strip.count > 1 ? fit(&strip, left - above, items) : 0;
    if (lines == 0)
        return;
    makeup->reserved = lines;
    makeup->refer_columns = columns;
    makeup->refer_sets = sets;
    makeup->refer_count = count;
    makeup->refers_tag = nb_tag_new(makeup->compositor->arena, tag, NB_TAG_DIVISION);
}

/* A rule across the strip's columns, its weight the strip's. */
static void rule(struct strip *strip, unsigned line)
{
    struct nb_makeup *makeup = strip->makeup;
    struct nb_galley galley;
    const struct nb_style *style = &strip->look->style;
    nb_galley_start(&galley, makeup->compositor,
                    nb_makeup_across(makeup, strip->columns), -1, &makeup->furniture);
    struct nb_item *item = nb_galley_item(&galley, 0, makeup->compositor->grid);
    nb_galley_fill(&galley, item, 0, 0.4 * makeup->compositor->grid, galley.measure,
                   style->border[NB_TOP], style->border_color[NB_TOP]);
    if (item)
        nb_makeup_put_across(makeup, item, strip->columns, line);
}

void nb_makeup_place_refers(struct nb_makeup *makeup)
{
    unsigned bottom = makeup->capacity[makeup->kind], top = 0,
             columns = makeup->refer_columns;
    for (unsigned i = 0; i < columns; i++)
        top = makeup->cursor[i] > top ? makeup->cursor[i] : top;
    struct strip strip = begin(makeup, columns);
    struct nb_item *items[NB_MOST_REFERS];
    makeup->wide = columns;
    makeup->rtl = makeup->mirrored;
    makeup->band = 0;
    choose(&strip, makeup->refer_sets, makeup->refer_count,
           most_refers(columns, makeup->refer_count));
    unsigned lines = strip.count ? fit(&strip, bottom - top, items) : 0;
    if (lines == 0)
        return;
    unsigned line = bottom - lines, row = 0;
    for (unsigned i = 0; i < strip.count; i++) {
        if (i % columns == 0) {
            line += row;
            rule(&strip, line++);
            row = 0;
        }
        nb_makeup_put(makeup, items[i], i % columns, line, 0);
        row = items[i]->lines > row ? items[i]->lines : row;
    }
}
