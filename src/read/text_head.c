/* The head of an article: which unit is its headline, and what stands around it: kicker,
 * standfirst, bylines, dates. The headline is the unit near the start of the body that looks
 * most like one and whose words the body takes up. */
#include "read/text.h"

enum {
    FARTHEST = 120,       /* units before the body where a headline is looked for */
    BEHIND = 5,           /* units into the body: a caption may have come first */
    LEAST_SCORE = 30,     /* below it there is no headline */
    KICKER_REACH = 8,     /* units before the headline */
    HEAD_REACH = 12,      /* units behind the headline for standfirst, byline, date */
    STANDFIRST_ITEMS = 6, /* as bullets */
    STANDFIRST_WIDTH = 400
};

static bool is_label(const struct nb_text_unit *unit)
{
    return unit->marks.match >= NB_MATCH_START || unit->marks.duration ||
           unit->marks.number || unit->traits.letters == 0;
}

/* Lines of a menu stand together, short and open. */
static bool in_menu(const struct nb_text *text, size_t i)
{
    unsigned short_ones = 0;
    for (long by = -3; by <= 3; by++) {
        long at = (long)i + by;
        if (by == 0 || at < 0 || at >= (long)text->count)
            continue;
        const struct nb_text_unit *unit = &text->units[at];
        short_ones += unit->traits.width < 36 && !unit->marks.byline &&
                      !unit->marks.date && unit->traits.ending == NB_ENDING_NONE;
    }
    return short_ones >= 5;
}

static bool may_be_headline(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    const struct nb_text_traits *traits = &unit->traits;
    return !is_label(unit) && !marks->byline && !marks->date_only &&
           !marks->credit_sure && !marks->credit_alone &&
           unit->bullet != NB_BULLET_POINT && traits->rules < 2 && traits->width >= 8 &&
           traits->width <= 220 && traits->words >= 2 && !traits->bracket_whole &&
           traits->sentences < 3;
}

/* Bylines, dates and decks come behind headlines. */
static int score_followers(const struct nb_text *text, size_t i)
{
    for (size_t at = i + 1; at < text->count && at <= i + 4; at++)
        if (text->units[at].marks.byline || text->units[at].marks.date_only)
            return 20;
    return 0;
}

/* How far a unit is from the body's start, furniture not counted. */
static size_t distance_of(const struct nb_text *text, size_t i, size_t body)
{
    size_t distance = 0;
    if (i > body)
        return (i - body) * 3;
    for (size_t at = i; at < body; at++)
        distance += !is_label(&text->units[at]);
    return distance;
}

static int score_headline(const struct nb_text *text, size_t i, size_t body)
{
    const struct nb_text_unit *unit = &text->units[i];
    const struct nb_text_traits *traits = &unit->traits;
    size_t distance = distance_of(text, i, body);
    unsigned known = unit->known > 0 ? (unsigned)unit->known : 0;
    unsigned taken_up = traits->words * known / 100; /* about so many words */
    int score = (int)(known * 3 / 10 + 4 * (taken_up < 10 ? taken_up : 10));
    score += traits->words >= 5 && traits->words <= 18 ? 30 : 0;
    score += traits->words == 3 || traits->words == 4 ? 12 : 0;
    score += traits->ending == NB_ENDING_NONE || traits->sentences == 0 ? 15 : -10;
    bool stop =
        nb_str_ends(unit->text, NB_STR(".")) || nb_str_ends(unit->text, NB_STR("。"));
    score -= stop && traits->width > 60 ? 45 : 0;
    score -= stop && unit->body ? 25 : 0;
    score -= traits->sentences > 0 && traits->ending == NB_ENDING_FINAL ? 20 : 0;
    score -= traits->quote_start && traits->quote_end ? 25 : 0;
    score -= traits->words < 3 && traits->ideographs == 0 ? 15 : 0;
    score += unit->gap_before && unit->gap_after ? 10 : 0;
    score += unit->marks.repeats > 0 ? 15 : 0;
    score += unit->body && i > body ? -15 : 0;
    score += in_menu(text, i) ? -20 : 0;
    score += unit->marks.furniture != NB_FURNITURE_NONE ? -15 : 0;
    score += score_followers(text, i);
    score -= distance > 60 ? 60 : (int)distance * 2;
    return score;
}

/* Whether the body may begin before its headline: what was kept so far is a caption, a
 * bullet, a kicker, not prose. */
static bool may_stand_behind(const struct nb_text *text, size_t i)
{
    for (size_t at = text->first; at < i; at++) {
        const struct nb_text_unit *unit = &text->units[at];
        if (unit->body && !unit->marks.credit && unit->traits.width >= 50)
            return false;
    }
    return true;
}

static size_t find_headline(struct nb_text *text)
{
    size_t body = text->first, best = text->count;
    size_t from = body > FARTHEST ? body - FARTHEST : 0;
    int highest = LEAST_SCORE;
    if (text->prose)
        return text->count > 1 && may_be_headline(&text->units[0]) &&
                       text->units[0].traits.width <= 160 &&
                       text->units[0].traits.ending != NB_ENDING_COLON &&
                       (text->units[0].traits.ending != NB_ENDING_FINAL ||
                        text->units[0].traits.words <= 8)
                   ? 0
                   : text->count;
    for (size_t i = from; i < text->count && i < body + BEHIND; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        if (!may_be_headline(unit) || !may_stand_behind(text, i))
            continue;
        int score = score_headline(text, i, body);
        if (score > highest) {
            text->second_score = highest;
            highest = score;
            best = i;
        } else if (score > text->second_score) {
            text->second_score = score;
        }
    }
    text->headline_score = highest;
    return best;
}

/* ---- Around the headline. */

static bool may_be_kicker(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    return !is_label(unit) && unit->marks.furniture == NB_FURNITURE_NONE &&
           !unit->marks.byline && !unit->marks.date && !unit->marks.credit &&
           unit->bullet == NB_BULLET_NONE && traits->width >= 3 &&
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
        if (!advert && unit->traits.width < 40 && unit->traits.letters > 0 &&
            unit->traits.ending == NB_ENDING_NONE && !unit->marks.date)
            return false;
    }
    return true;
}

static void find_kicker(struct nb_text *text)
{
    size_t least = text->headline > KICKER_REACH ? text->headline - KICKER_REACH : 0;
    for (size_t i = text->headline; i-- > least;) {
        struct nb_text_unit *unit = &text->units[i];
        if (!may_be_kicker(unit))
            continue;
        if (stands_alone(text, i))
            nb_text_give(unit, NB_ROLE_KICKER, "a label alone before the headline");
        return;
    }
}

static bool is_plain(const struct nb_text_unit *unit)
{
    return unit->role == NB_ROLE_UNKNOWN && !is_label(unit) && !unit->marks.byline &&
           !unit->marks.date_only && !unit->marks.credit &&
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

/* Whether a byline or a date comes before the next long unit. */
static bool signature_follows(const struct nb_text *text, size_t i)
{
    for (size_t at = i + 1; at < text->count && at <= i + 4; at++) {
        const struct nb_text_unit *unit = &text->units[at];
        if ((unit->marks.byline || unit->marks.date_only) && !unit->traits.address)
            return true;
        if (unit->traits.width >= 100)
            return false;
    }
    return false;
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
    bool deck = unit->traits.words >= 6 && unit->traits.width <= STANDFIRST_WIDTH &&
                unit->bullet == NB_BULLET_NONE && unit->marks.first == from;
    bool behind_body = from > text->first && unit[-1].body;
    if (deck && !behind_body && !text->prose &&
        (!unit->body || (from == text->headline + 1 && signature_follows(text, from))))
        nb_text_give(unit, NB_ROLE_STANDFIRST, "a sentence between headline and body");
}

/* "Jane Doe - Nov 9, 2023": a name and a date. */
static bool is_signature(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    return unit->marks.byline ||
           (unit->marks.date_only && traits->cased > 0 && traits->words <= 16);
}

static void find_signature(struct nb_text *text)
{
    size_t least = text->headline > 4 ? text->headline - 4 : 0;
    size_t most = text->headline + HEAD_REACH;
    if (text->prose)
        most = text->headline + 4;
    for (size_t i = least; i < text->count && i < most; i++) {
        struct nb_text_unit *unit = &text->units[i];
        bool long_prose = unit->body && unit->traits.width >= 120;
        if (long_prose && i > text->headline &&
            !(i <= text->headline + 2 && signature_follows(text, i)))
            return;
        if (unit->role != NB_ROLE_UNKNOWN || (unit->body && unit->traits.width > 80))
            continue;
        if (is_signature(unit) && unit->marks.byline)
            nb_text_give(unit, NB_ROLE_BYLINE, "a byline's word and names");
        else if (unit->marks.date_only)
            nb_text_give(unit, NB_ROLE_DATE, "a date near the headline");
    }
}

void nb_text_find_head(struct nb_text *text)
{
    text->headline = text->titled ? text->count : find_headline(text);
    if (text->headline < text->count) {
        nb_text_give(&text->units[text->headline], NB_ROLE_HEADLINE, NULL);
        if (!text->prose)
            find_kicker(text);
        find_signature(text);
        find_standfirst(text);
    }
}
