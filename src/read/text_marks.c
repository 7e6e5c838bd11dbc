/* What the words of each unit mean: phrases of furniture, bylines, dates, running times,
 * credits; and which units say the same thing. */
#include "read/text_marks.h"

#include "base/map.h"
#include "base/utf8.h"
#include "read/credit.h"
#include "read/date.h"

enum {
    MOST_SHORT = 300, /* bytes of what can be a label, byline or date */
    MOST_DATES = 3,
    MOST_COMPARED = 600 /* bytes of what is looked for elsewhere */
};

static bool is_number(const struct nb_text_unit *unit)
{
    return unit->traits.letters == 0 && unit->traits.digits > 0;
}

/* A line of dates has few other words ("Published …, updated …"). */
static void mark_date(struct nb_text_unit *unit)
{
    char out[NB_DATE_ROOM];
    size_t from, to;
    struct nb_str rest = unit->text;
    struct nb_text_traits traits;
    unsigned words = 0;
    if (unit->traits.digits == 0 || unit->text.len > MOST_SHORT)
        return;
    for (unsigned i = 0; i < MOST_DATES && nb_date_find(rest, out, &from, &to); i++) {
        unit->marks.date = true;
        nb_text_look(nb_str_sub(rest, 0, from), &traits);
        words += traits.words;
        rest = nb_str_sub(rest, to, rest.len);
    }
    nb_text_look(rest, &traits);
    unsigned most = unit->marks.furniture == NB_FURNITURE_STAMP ? 8 : 5;
    unit->marks.date_only = unit->marks.date && words + traits.words <= most;
}

static void mark_unit(struct nb_text_unit *unit)
{
    struct nb_text_marks *marks = &unit->marks;
    struct nb_credit credit;
    struct nb_str names;
    marks->furniture = nb_furniture_find(unit->text, &marks->match);
    marks->copyright = marks->furniture == NB_FURNITURE_COPYRIGHT;
    marks->duration = nb_text_duration(unit->text, &names);
    marks->number = is_number(unit);
    marks->credit = nb_credit_find(unit->text, &credit);
    marks->credit_alone = marks->credit && credit.caption.len == 0;
    marks->credit_sure = marks->credit && credit.sure;
    marks->byline = unit->text.len <= MOST_SHORT && unit->traits.words <= 24 &&
                    unit->traits.ending != NB_ENDING_FINAL &&
                    nb_byline_find(unit->text, &names);
    mark_date(unit);
    unit->crumbs = nb_text_is_crumbs(unit->text);
}

/* Units that say the same are counted, and know the first of them. */
static enum nb_status mark_repeats(struct nb_text *text)
{
    struct nb_map *map = nb_map_new();
    enum nb_status status = map ? NB_OK : NB_NOMEM;
    for (size_t i = 0; i < text->count && status == NB_OK; i++) {
        struct nb_text_unit *unit = &text->units[i];
        unit->marks.first = i;
        if (unit->text.len == 0 || unit->text.len > MOST_COMPARED)
            continue;
        char folded[MOST_COMPARED + 4];
        struct nb_str key = {folded,
                             nb_furniture_fold(unit->text, folded, sizeof folded)};
        struct nb_text_unit *first = nb_map_get(map, key);
        if (first) {
            unit->marks.first = first->marks.first;
            first->marks.repeats++;
        } else {
            status = nb_map_set(map, key, unit);
        }
    }
    nb_map_free(map);
    for (size_t i = 0; i < text->count; i++)
        text->units[i].marks.repeats =
            text->units[text->units[i].marks.first].marks.repeats;
    return status;
}

enum nb_status nb_text_mark(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        mark_unit(&text->units[i]);
    return mark_repeats(text);
}
