/* Which unit is the headline: of the units near the start of the body, the one that looks most
 * like one, stands where one stands, and whose words the body takes up. Each has points, and
 * each point a reason. */
#include "read/text_head.h"

#include "base/buf.h"
#include "read/text_words.h"

enum {
    FARTHEST = 120,    /* units before the body where a headline is looked for */
    BEHIND = 5,        /* units into the body: a caption may have come first */
    LEAST_POINTS = 30, /* below it there is no headline */
    MOST_TAKEN = 8,    /* words that count */
    CAPTION_WIDTH = 50,
    SLACK = 35, /* points */
    LEAD_BYTES = 900,
    STEM = 5 /* characters */
};

/* Points of one unit; with a buffer they are written down. */
struct points {
    int sum;
    struct nb_buf *why;
};

static void give(struct points *points, int value, const char *why)
{
    points->sum += value;
    if (points->why && value)
        nb_buf_printf(points->why, "%s%+d %s", points->why->len ? ", " : "", value,
                      why);
}

bool nb_text_is_label(const struct nb_text_unit *unit)
{
    return unit->marks.match >= NB_MATCH_START || unit->marks.duration ||
           unit->marks.number || unit->traits.letters == 0;
}

size_t nb_text_next(const struct nb_text *text, size_t i)
{
    for (i++; i < text->count; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        if (!nb_text_is_label(unit) || unit->marks.byline || unit->marks.date_only)
            break;
    }
    return i;
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
        bool entry = !nb_text_is_label(unit) ||
                     unit->marks.furniture == NB_FURNITURE_NAVIGATION ||
                     unit->marks.furniture == NB_FURNITURE_ACCOUNT;
        short_ones += entry && unit->traits.width < 36 && !unit->marks.byline &&
                      !unit->marks.date && unit->traits.ending == NB_ENDING_NONE;
    }
    return short_ones >= 5;
}

static bool may_be_headline(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    const struct nb_text_traits *traits = &unit->traits;
    return !nb_text_is_label(unit) && !marks->byline && !marks->date_only &&
           !marks->credit_sure && !marks->credit_alone &&
           unit->bullet != NB_BULLET_POINT && traits->rules < 2 && traits->width >= 8 &&
           traits->width <= 220 && traits->words >= 2 && !traits->bracket_whole &&
           traits->sentences < 3;
}

/* How far a unit is from the body's start, furniture not counted. */
static size_t distance_of(const struct nb_text *text, size_t i, size_t body)
{
    size_t distance = 0;
    if (i > body)
        return (i - body) * 3;
    for (size_t at = i; at < body; at++)
        distance += !nb_text_is_label(&text->units[at]);
    return distance;
}

/* Whether a picture credit stands right before or behind it: then it is the caption. */
static bool is_captioned(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    bool before = i > 0 && !unit->gap_before && unit[-1].marks.credit_alone;
    bool behind = i + 1 < text->count && !unit->gap_after && unit[1].marks.credit_alone;
    return before || behind;
}

static bool is_list_head(const struct nb_text_unit *unit)
{
    return (unit->marks.furniture == NB_FURNITURE_RELATED ||
            unit->marks.furniture == NB_FURNITURE_MORE) &&
           unit->marks.match >= NB_MATCH_START && unit->traits.words > 1 &&
           unit->traits.width < CAPTION_WIDTH;
}

/* Whether it stands in the list behind "More on this" or "Related". */
static bool is_link(const struct nb_text *text, size_t i)
{
    for (size_t back = 1; back <= BEHIND && back <= i; back++) {
        const struct nb_text_unit *unit = &text->units[i - back];
        if (is_list_head(unit))
            return true;
        if (unit->body || unit[1].gap_before)
            return false;
    }
    return false;
}

/* A few words in capitals: a section, a link. */
static bool is_small_caps(const struct nb_text_traits *traits)
{
    return traits->letters >= 4 && traits->upper * 10 > traits->letters * 8 &&
           traits->words < 5;
}

static void look(const struct nb_text_unit *unit, struct points *points)
{
    const struct nb_text_traits *traits = &unit->traits;
    bool final = traits->ending == NB_ENDING_FINAL;
    bool stop =
        nb_str_ends(unit->text, NB_STR(".")) || nb_str_ends(unit->text, NB_STR("。"));
    bool middling = traits->words >= 5 && traits->words <= 18;
    give(points, middling ? 30 : 0, "as long as headlines are");
    give(points, traits->words == 3 || traits->words == 4 ? 12 : 0,
         "three or four words");
    give(points, traits->ending == NB_ENDING_NONE || traits->sentences == 0 ? 15 : -10,
         "for how it ends");
    give(points, stop && traits->width > 60 ? -45 : 0, "a long sentence with a stop");
    give(points, stop && unit->body ? -25 : 0, "a sentence of the body");
    give(points, traits->sentences > 0 && final ? -20 : 0, "several sentences");
    give(points, unit->body && traits->width >= 110 ? -45 : 0,
         "a paragraph of the body");
    give(points, traits->quote_start && traits->quote_end ? -25 : 0, "a quotation");
    give(points, traits->words < 3 && traits->ideographs == 0 ? -15 : 0, "two words");
    give(points, is_small_caps(traits) ? -12 : 0, "a few words in capitals");
    give(points, unit->marks.furniture != NB_FURNITURE_NONE ? -15 : 0,
         "a phrase of furniture in it");
    give(points, unit->marks.credit ? -35 : 0, "a picture credit in it");
    give(points, traits->address ? -15 : 0, "an address in it");
    give(points, unit->crumbs ? -30 : 0, "the way to the page before it");
    give(points, unit->level == 1 ? 30 : 0, "marked as the highest heading");
}

/* The byline, the date or the deck comes behind the headline, labels passed over. */
static void look_behind(const struct nb_text *text, size_t i, struct points *points)
{
    size_t at = nb_text_next(text, i);
    for (unsigned steps = 1; at < text->count && steps <= 4; steps++) {
        const struct nb_text_unit *unit = &text->units[at];
        if (unit->marks.byline || unit->marks.date_only) {
            give(points, 30, "a byline or date behind it");
            return;
        }
        if (unit->body && unit->traits.width > 120)
            return;
        at = nb_text_next(text, at);
    }
}

/* The words of the first paragraphs: they say again what the headline says. */
static void learn_lead(const struct nb_text *text, struct nb_words *lead)
{
    size_t bytes = 0;
    if (!nb_words_open(lead, text->scratch, LEAD_BYTES, STEM))
        return;
    for (size_t i = text->first; i < text->count && bytes < LEAD_BYTES; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        if (!unit->body || unit->traits.width < CAPTION_WIDTH)
            continue;
        struct nb_str head = nb_str_sub(unit->text, 0, LEAD_BYTES - bytes);
        nb_words_learn(lead, head);
        bytes += head.len;
    }
}

static int judge(const struct nb_text *text, size_t i, const struct nb_words *lead,
                 struct nb_buf *why)
{
    struct points points = {.why = why};
    const struct nb_text_unit *unit = &text->units[i];
    size_t distance = distance_of(text, i, text->first);
    int known = unit->known > 0 ? unit->known : 0;
    int taken = unit->taken < MOST_TAKEN ? (int)unit->taken : MOST_TAKEN;
    unsigned count;
    int part = nb_words_known(lead, unit->text, &count);
    give(&points, taken * 2 + known * 15 / 100, "for its words in the body");
    give(&points, (int)(count < 5 ? count : 5) * 4 + (part > 0 ? part * 2 / 10 : 0),
         "for its words in the first paragraphs");
    look(unit, &points);
    give(&points, unit->gap_before && unit->gap_after ? 10 : 0,
         "empty lines around it");
    give(&points, unit->marks.repeats > 0 ? 15 : 0, "it stands elsewhere too");
    give(&points, unit->body && i > text->first ? -15 : 0, "within the body");
    give(&points, in_menu(text, i) ? -20 : 0, "short lines around it");
    give(&points, is_captioned(text, i) ? -40 : 0, "a credit next to it");
    give(&points, is_link(text, i) ? -40 : 0, "behind the head of other stories");
    look_behind(text, i, &points);
    give(&points, distance > 30 ? -60 : -(int)distance * 2, "for its distance");
    return points.sum;
}

/* Whether the body may begin before its headline: what was kept so far is a caption, a
 * bullet, a kicker, not prose; or what is quoted above a headline with its byline. */
static bool may_stand_behind(const struct nb_text *text, size_t i)
{
    size_t next = nb_text_next(text, i);
    bool signed_next = next < text->count && text->units[next].marks.byline;
    for (size_t at = text->first; at < i; at++) {
        const struct nb_text_unit *unit = &text->units[at];
        if (signed_next && at < text->first + 2 && unit->traits.width < 110)
            continue;
        if (unit->body && !unit->marks.credit && unit->traits.width >= CAPTION_WIDTH)
            return false;
    }
    return true;
}

/* Prose begins with its headline, or has none. */
static size_t headline_of_prose(const struct nb_text *text)
{
    const struct nb_text_unit *unit = text->units;
    bool fits = text->count > 1 && may_be_headline(unit) && unit->traits.width <= 160 &&
                unit->traits.ending != NB_ENDING_COLON &&
                (unit->traits.ending != NB_ENDING_FINAL || unit->traits.words <= 8);
    return fits ? 0 : text->count;
}

/* Decks and captions say again what the headline says, and stand nearer to the body: so a good
 * line shortly before the best one, with nothing of a menu between, is the headline. */
static size_t step_back(const struct nb_text *text, size_t best, int highest,
                        const struct nb_words *lead)
{
    unsigned steps = 0, short_ones = 0;
    size_t found = best;
    for (size_t i = best; i-- > 0 && steps < BEHIND;) {
        const struct nb_text_unit *unit = &text->units[i];
        unsigned count;
        if (is_list_head(unit))
            break;
        if (nb_text_is_label(unit) || unit->marks.byline || unit->marks.date_only)
            continue;
        steps++;
        short_ones = unit->traits.width < 30 ? short_ones + 1 : 0;
        if (short_ones >= 3)
            break;
        if (!may_be_headline(unit) || unit->traits.words < 4 || unit->crumbs ||
            is_small_caps(&unit->traits))
            continue;
        int part = nb_words_known(lead, unit->text, &count);
        int points = judge(text, i, lead, NULL);
        bool right_above =
            steps == 1 && count >= 1 && unit->gap_before &&
            unit->traits.width * 3 < text->units[best].traits.width * 2 &&
            points > LEAST_POINTS;
        if (((count >= 2 && part >= 30 && points + SLACK >= highest) || right_above) &&
            !is_link(text, i))
            found = i;
    }
    return found;
}

size_t nb_text_find_headline(struct nb_text *text)
{
    size_t best = text->count, body = text->first;
    int highest = LEAST_POINTS;
    if (text->prose)
        return headline_of_prose(text);
    struct nb_words lead;
    learn_lead(text, &lead);
    for (size_t i = body > FARTHEST ? body - FARTHEST : 0;
         i < text->count && i < body + BEHIND; i++) {
        if (!may_be_headline(&text->units[i]) || !may_stand_behind(text, i))
            continue;
        int points = judge(text, i, &lead, NULL);
        if (points > highest) {
            text->second_score = highest;
            highest = points;
            best = i;
        } else if (points > text->second_score) {
            text->second_score = points;
        }
    }
    text->headline_score = highest;
    return best < text->count ? step_back(text, best, highest, &lead) : best;
}

void nb_text_explain_headline(const struct nb_text *text, struct nb_buf *why)
{
    if (text->prose || text->headline >= text->count)
        return;
    struct nb_buf points = NB_BUF_INIT;
    struct nb_words lead;
    learn_lead(text, &lead);
    (void)judge(text, text->headline, &lead, &points);
    nb_buf_printf(why, "%d points, the next best line has %d (%s)",
                  text->headline_score, text->second_score, nb_buf_cstr(&points));
    nb_buf_free(&points);
}
