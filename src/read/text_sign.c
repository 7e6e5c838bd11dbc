/* Who wrote it and when: bylines and dates around the headline, with or without a word such as
 * "By" before the names. */
#include "read/text_head.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/credit.h"
#include "read/date.h"

enum {
    BEFORE = 6,           /* units before the headline */
    BEHIND = 14,          /* units behind it, labels not counted */
    PROSE_BEHIND = 4,     /* the same in prose */
    SIGNATURE_WORDS = 16, /* of names with a date */
    NAME_WIDTH = 36,
    LONG = 120
};

/* ---- Forms of names. */

static struct nb_str behind(struct nb_str s, size_t at)
{
    return nb_str_trim(nb_str_sub(s, at, s.len));
}

/* Whether all words begin with a capital, and they are as many as names have. */
static bool looks_like_names(struct nb_str s, unsigned most)
{
    struct nb_text_traits traits;
    nb_text_look(s, &traits);
    bool caseless = traits.upper == 0 && traits.cased == 0 && traits.ideographs == 0;
    return traits.words >= 2 && traits.words <= most && traits.digits == 0 &&
           !traits.lower_start && traits.capital == traits.cased &&
           (traits.upper > 1 || caseless) && !traits.address && traits.brackets == 0;
}

/* "Jane Doe - Nov 9", "Jane Doe, 9 November" */
static bool before_date(struct nb_str text, size_t from, struct nb_str *names)
{
    static const char *const joints[] = {"-", "–", "—", "|", "·", "•", ","};
    struct nb_str head = nb_str_trim(nb_str_sub(text, 0, from));
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        struct nb_str joint = nb_str_of(joints[i]);
        if (!nb_str_ends(head, joint))
            continue;
        head = nb_str_trim(nb_str_sub(head, 0, head.len - joint.len));
        *names = head;
        return looks_like_names(head, 8);
    }
    return false;
}

/* "Jane Doe @jane" */
static bool before_handle(struct nb_str text, struct nb_str *names)
{
    ptrdiff_t at = nb_str_find(text, NB_STR(" @"));
    if (at <= 0)
        return false;
    *names = nb_str_trim(nb_str_sub(text, 0, (size_t)at));
    return looks_like_names(*names, 4);
}

bool nb_text_signature_names(struct nb_str text, struct nb_str *names)
{
    char date[NB_DATE_ROOM];
    size_t from, to;
    if (nb_byline_find(text, names))
        return true;
    if (text.len > 200)
        return false;
    /* a date of digits may be one that cannot be told */
    size_t digits = 0;
    while (digits < text.len &&
           (nb_ascii_digit(text.data[digits]) ||
            nb_str_find(NB_STR("/.- "), nb_str_sub(text, digits, 1)) >= 0))
        digits++;
    if (digits >= 8 && nb_byline_find(behind(text, digits), names))
        return true;
    if (nb_date_find(text, date, &from, &to)) {
        struct nb_str rest = behind(text, to);
        while (rest.len > 0 && (rest.data[0] == '|' || rest.data[0] == '-' ||
                                rest.data[0] == ',' || rest.data[0] == '/'))
            rest = behind(rest, 1);
        return (from == 0 && nb_byline_find(rest, names)) ||
               before_date(text, from, names);
    }
    return before_handle(text, names);
}

/* ---- Names without a word before them. */

static bool is_handle(const struct nb_text_unit *unit)
{
    return unit->text.len > 2 && unit->text.data[0] == '@' &&
           nb_str_find(unit->text, NB_STR(" ")) < 0;
}

/* "- Nov 9": a date that goes on with the line before it */
static bool is_stamp(const struct nb_text_unit *unit)
{
    return unit->marks.date_only || unit->marks.furniture == NB_FURNITURE_STAMP;
}

/* A person's name alone on its line: two to four words with capitals and no mark but those of
 * names. */
static bool is_bare_name(const struct nb_text_unit *unit)
{
    const struct nb_text_traits *traits = &unit->traits;
    return unit->role == NB_ROLE_UNKNOWN && !nb_text_is_label(unit) && !unit->body &&
           unit->marks.furniture == NB_FURNITURE_NONE && !unit->marks.credit &&
           traits->width <= NAME_WIDTH &&
           looks_like_names(unit->text, traits->commas ? 5 : 4) &&
           traits->commas <= 1 && traits->rules == 0 && traits->quotes == 0 &&
           traits->glued <= 1 && unit->bullet == NB_BULLET_NONE &&
           !nb_furniture_is_section(unit->text);
}

/* What makes a name a byline: a date or a handle next to it, or its own page's mention. */
static bool is_signed(const struct nb_text *text, size_t i)
{
    const struct nb_text_unit *unit = &text->units[i];
    size_t next = i + 1, after = nb_text_next(text, i);
    bool handle = next < text->count && is_handle(&text->units[next]);
    bool stamp = next < text->count && is_stamp(&text->units[next]);
    bool date = after < text->count && text->units[after].marks.date_only;
    bool before = i > 0 && text->units[i - 1].marks.date_only;
    bool strange = unit->taken * 2 < unit->traits.words; /* not of the story */
    if (unit->traits.commas > 0)                         /* "Jane Doe, Berlin" */
        return strange && (stamp || date || before);
    return handle || unit->marks.repeats > 1 ||
           (strange && (stamp || date || before || unit->marks.repeats > 0));
}

static void find_bare_name(struct nb_text *text)
{
    size_t i = text->headline + 1;
    for (unsigned steps = 0; i < text->count && steps < BEHIND; i++) {
        struct nb_text_unit *unit = &text->units[i];
        if (nb_text_is_label(unit))
            continue;
        steps++;
        if (unit->body && unit->traits.width >= LONG)
            return;
        if (is_bare_name(unit) && is_signed(text, i)) {
            nb_text_give(unit, NB_ROLE_BYLINE,
                         "a name alone, next to a date or handle");
            return;
        }
    }
}

/* ---- */

static bool has_names(const struct nb_text_unit *unit)
{
    struct nb_str names;
    return unit->traits.words <= SIGNATURE_WORDS + 8 &&
           (unit->traits.ending != NB_ENDING_FINAL || unit->marks.date_only) &&
           nb_text_signature_names(unit->text, &names) &&
           (unit->marks.byline || unit->traits.words <= SIGNATURE_WORDS);
}

bool nb_text_signature_follows(const struct nb_text *text, size_t i)
{
    size_t at = nb_text_next(text, i);
    for (unsigned steps = 0; at < text->count && steps < 4; steps++) {
        const struct nb_text_unit *unit = &text->units[at];
        if (unit->marks.date_only || has_names(unit))
            return true;
        if (unit->traits.width >= 100)
            return false;
        at = nb_text_next(text, at);
    }
    return false;
}

/* Gives a unit its role, if it is a byline or a date. */
static bool sign(struct nb_text_unit *unit)
{
    if (unit->role != NB_ROLE_UNKNOWN || (unit->body && unit->traits.width > 80))
        return false;
    if (has_names(unit)) {
        nb_text_give(unit, NB_ROLE_BYLINE, "names with the word or date of a byline");
        return true;
    }
    if (unit->marks.date_only)
        nb_text_give(unit, NB_ROLE_DATE, "a date near the headline");
    return false;
}

void nb_text_find_signature(struct nb_text *text)
{
    size_t i = text->headline > BEFORE ? text->headline - BEFORE : 0;
    unsigned steps = 0, most = text->prose ? PROSE_BEHIND : BEHIND;
    bool named = false;
    for (; i < text->count && steps < most; i++) {
        struct nb_text_unit *unit = &text->units[i];
        bool long_prose = unit->body && unit->traits.width >= LONG;
        steps += i > text->headline && !nb_text_is_label(unit);
        if (long_prose && i > text->headline &&
            !(i <= text->headline + 2 && nb_text_signature_follows(text, i)))
            break;
        if (i != text->headline)
            named = sign(unit) || named;
    }
    if (!named && !text->prose)
        find_bare_name(text);
}
