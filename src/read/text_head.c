/* What stands around the headline: kicker, standfirst; and, by the other files, the headline
 * itself, bylines and dates. */
#include "read/text_head.h"

enum {
    KICKER_REACH = 8,     /* units before the headline */
    HEAD_REACH = 14,      /* units behind the headline for the standfirst */
    STANDFIRST_ITEMS = 6, /* as bullets */
    STANDFIRST_WIDTH = 400,
    FIRST_WIDTH = 120
};

/* ---- The kicker. */

static bool may_be_kicker(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    bool section = nb_furniture_is_section(unit->text);
    return (section ||
            (!nb_text_is_label(unit) && unit->marks.furniture == NB_FURNITURE_NONE)) &&
           !unit->marks.byline && !unit->marks.date && !unit->marks.credit &&
           unit->bullet == NB_BULLET_NONE && traits->width >= 2 &&
           traits->width <= 40 && (traits->words <= 4 || traits->ideographs > 0) &&
           traits->ending == NB_ENDING_NONE && !traits->lower_start &&
           traits->glued == 0 && traits->rules == 0 && !traits->address &&
           !traits->bracket_whole && !unit->body;
}

/* A kicker stands alone: before it there is nothing, or furniture that is no menu. */
static bool stands_alone(const struct nb_text *text, size_t i)
{
    for (size_t back = 1; back <= 2 && back <= i; back++) {
        const struct nb_text_unit *unit = &text->units[i - back];
        bool advert = unit->marks.furniture == NB_FURNITURE_ADVERT ||
                      unit->marks.furniture == NB_FURNITURE_COOKIES;
        if (unit->crumbs)
            return true;
        if (nb_text_is_label(unit) && !nb_furniture_is_section(unit->text))
            continue; /* a button */
        if (!advert && unit->traits.width < 40 && unit->traits.letters > 0 &&
            unit->traits.ending == NB_ENDING_NONE && !unit->marks.date)
            return false;
    }
    return true;
}

/* The last step of "Home > World > Europe" that is not the headline itself. */
static bool take_crumb(struct nb_text_unit *unit)
{
    struct nb_str last = nb_text_last_crumb(unit->text);
    if (last.len == 0)
        return false;
    unit->text = last;
    nb_text_give(unit, NB_ROLE_KICKER, "the last step of the way to the page");
    return true;
}

/* An entry of a menu or a button that is no section's name. */
static bool is_menu(const struct nb_text_unit *unit)
{
    return unit->marks.match >= NB_MATCH_START &&
           (unit->marks.furniture == NB_FURNITURE_NAVIGATION ||
            unit->marks.furniture == NB_FURNITURE_ACCOUNT) &&
           !nb_furniture_is_section(unit->text);
}

static void find_kicker(struct nb_text *text)
{
    size_t least = text->headline > KICKER_REACH ? text->headline - KICKER_REACH : 0;
    bool menu = false;
    for (size_t i = text->headline; i-- > least;) {
        struct nb_text_unit *unit = &text->units[i];
        if (unit->crumbs && take_crumb(unit))
            return;
        /* what stands above a menu is the site's name */
        menu = menu || is_menu(unit);
        if (menu || !may_be_kicker(unit))
            continue;
        if (stands_alone(text, i))
            nb_text_give(unit, NB_ROLE_KICKER, "a label alone before the headline");
        return;
    }
}

/* ---- The standfirst. */

static bool is_plain(const struct nb_text_unit *unit)
{
    return unit->role == NB_ROLE_UNKNOWN && !nb_text_is_label(unit) &&
           !unit->marks.byline && !unit->marks.date_only && !unit->marks.credit &&
           unit->marks.furniture == NB_FURNITURE_NONE;
}

/* Bullets right behind the headline, with prose behind them. */
static size_t find_points(const struct nb_text *text, size_t from)
{
    size_t end = from;
    while (end < text->count && text->units[end].bullet == NB_BULLET_POINT &&
           text->units[end].traits.width >= 30 && is_plain(&text->units[end]))
        end++;
    bool prose = end < text->count && text->units[end].traits.width >= 60 &&
                 text->units[end].bullet == NB_BULLET_NONE;
    return prose && end - from <= STANDFIRST_ITEMS ? end : from;
}

/* A long sentence with paragraphs behind it, when byline or date stand between the headline
 * and it, is no deck. */
static bool is_first_paragraph(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    bool signature = false;
    for (size_t at = text->headline + 1; at < i; at++)
        signature = signature || text->units[at].role == NB_ROLE_BYLINE ||
                    text->units[at].role == NB_ROLE_DATE;
    return signature && !text->prose && unit->traits.width >= FIRST_WIDTH &&
           unit->traits.ending == NB_ENDING_FINAL && unit->gap_before &&
           i + 1 < text->count && text->units[i + 1].body;
}

static void find_standfirst(struct nb_text *text)
{
    size_t from = text->headline + 1;
    while (from < text->count && from < text->headline + HEAD_REACH &&
           !is_plain(&text->units[from]))
        from++;
    size_t end = find_points(text, from);
    for (size_t i = from; i < end; i++)
        nb_text_give(&text->units[i], NB_ROLE_STANDFIRST,
                     "bullets right behind the headline");
    if (end > from || from >= text->count)
        return;
    struct nb_text_unit *unit = &text->units[from];
    if (is_first_paragraph(text, from)) {
        nb_text_put(unit, true, "a long sentence behind the date or byline");
        text->first = from < text->first ? from : text->first;
        return;
    }
    bool deck = unit->traits.words >= 6 && unit->traits.width <= STANDFIRST_WIDTH &&
                unit->bullet == NB_BULLET_NONE && unit->marks.first == from;
    bool behind_body = from > text->first && from > text->headline + 1 && unit[-1].body;
    if (deck && !behind_body && !text->prose &&
        (!unit->body ||
         (from == text->headline + 1 && nb_text_signature_follows(text, from))))
        nb_text_give(unit, NB_ROLE_STANDFIRST, "a sentence between headline and body");
}

void nb_text_find_head(struct nb_text *text)
{
    text->headline = text->titled ? text->count : nb_text_find_headline(text);
    if (text->headline >= text->count)
        return;
    nb_text_give(&text->units[text->headline], NB_ROLE_HEADLINE, NULL);
    if (!text->prose)
        find_kicker(text);
    nb_text_find_signature(text);
    find_standfirst(text);
}
