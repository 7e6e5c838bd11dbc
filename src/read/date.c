/* Finds a date in a line of text. The line is cut into tokens (numbers, words that dates are
 * made of, single marks), and at each token the shapes of dates are tried in turn; behind a
 * date its time and zone are looked for. What is ambiguous is not understood. */
#include "read/date.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/date_words.h"

#include <stdio.h>

enum { MOST_BYTES = 400, MOST_TOKENS = 120 };

enum kind { NUMBER, WORD, MARK, END };

struct token {
    enum kind kind;
    int value;                       /* of a number; the code point of a mark */
    unsigned digits;                 /* of a number */
    size_t from, to;                 /* bytes in the text */
    const struct nb_date_word *word; /* NULL: a word that dates are not made of */
};

struct tokens {
    struct token
        at[MOST_TOKENS + 8]; /* the last ones END, so that looking ahead is safe */
    size_t count;
};

struct moment {
    int year, month, day;
    int hour, minute, second; /* hour -1: no time */
    bool zoned;
    int zone; /* minutes east of UTC */
};

/* ---- Tokens. */

static int digit_value(unsigned c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669)
        return (int)(c - 0x660);
    if (c >= 0x6F0 && c <= 0x6F9)
        return (int)(c - 0x6F0);
    if (c >= 0x966 && c <= 0x96F)
        return (int)(c - 0x966);
    return -1;
}

static bool in_word(unsigned c)
{
    if (c < 0x80)
        return nb_ascii_alpha((char)c);
    return (nb_unicode_is_letter(c) || nb_unicode_is_mark(c)) &&
           !nb_unicode_is_ideograph(c);
}

/* Words are folded to lower case in a small buffer; longer ones are none of ours. Hebrew
 * writes "in November" as one word. */
static const struct nb_date_word *look_up(const char *from, const char *to)
{
    char folded[48];
    size_t len = 0, step;
    for (const char *p = from; p < to; p += step) {
        unsigned c = nb_utf8_decode(p, to, &step);
        if (len + 4 > sizeof folded)
            return NULL;
        len += nb_utf8_encode(nb_unicode_lower(c), folded + len);
    }
    struct nb_str word = {folded, len};
    const struct nb_date_word *found = nb_date_word_find(word);
    if (!found && nb_str_starts(word, NB_STR("ב")))
        found = nb_date_word_find(nb_str_sub(word, 2, len));
    return found;
}

static const char *read_number(const char *p, const char *end, struct token *token)
{
    size_t step;
    token->kind = NUMBER;
    while (p < end) {
        int digit = digit_value(nb_utf8_decode(p, end, &step));
        if (digit < 0)
            break;
        if (token->digits < 9)
            token->value = token->value * 10 + digit;
        token->digits++;
        p += step;
    }
    return p;
}

static const char *read_word(const char *p, const char *end, struct token *token)
{
    const char *start = p;
    size_t step;
    while (p < end && in_word(nb_utf8_decode(p, end, &step)))
        p += step;
    token->kind = WORD;
    token->word = look_up(start, p);
    token->value = p - start == 1 ? nb_ascii_lower(*start) : 0;
    return p;
}

static void tokenise(struct nb_str text, struct tokens *tokens)
{
    const char *p = text.data, *end = p + text.len;
    size_t step;
    tokens->count = 0;
    while (p < end && tokens->count < MOST_TOKENS) {
        unsigned c = nb_utf8_decode(p, end, &step);
        if (c == '_' || nb_unicode_is_space(c) || nb_unicode_is_ignorable(c)) {
            p += step;
            continue;
        }
        struct token *token = &tokens->at[tokens->count++];
        *token = (struct token){.from = (size_t)(p - text.data)};
        if (digit_value(c) >= 0) {
            p = read_number(p, end, token);
        } else if (in_word(c)) {
            p = read_word(p, end, token);
        } else {
            token->kind = MARK;
            token->value = (int)c;
            p += step;
        }
        token->to = (size_t)(p - text.data);
    }
    for (size_t i = tokens->count; i < tokens->count + 8; i++)
        tokens->at[i] = (struct token){.kind = END, .from = text.len, .to = text.len};
}

static bool is_mark(const struct token *token, unsigned c)
{
    return token->kind == MARK && (unsigned)token->value == c;
}

static bool is_number(const struct token *token, unsigned least, unsigned most)
{
    return token->kind == NUMBER && token->digits >= least && token->digits <= most;
}

static bool is_word(const struct token *token, enum nb_date_word_kind kind)
{
    return token->kind == WORD && token->word && token->word->kind == kind;
}

static bool is_letter(const struct token *token, char letter)
{
    return token->kind == WORD && token->value == letter;
}

/* Chinese and Japanese share the marks, Korean has its own. */
static bool is_unit(const struct token *token, unsigned han, unsigned other,
                    unsigned hangul)
{
    return is_mark(token, han) || is_mark(token, other) || is_mark(token, hangul);
}

/* ---- Shapes of dates. Each takes the tokens from `t` on and says how many it used, 0 for
 * none. */

static bool is_calendar_day(const struct moment *moment)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (moment->year < 1600 || moment->year > 2999 || moment->month < 1 ||
        moment->month > 12 || moment->day < 1)
        return false;
    bool leap =
        moment->year % 4 == 0 && (moment->year % 100 != 0 || moment->year % 400 == 0);
    return moment->day <= days[moment->month - 1] + (leap && moment->month == 2);
}

static size_t year_first(const struct token *t, struct moment *moment)
{
    if (is_number(t, 8, 8) && is_letter(t + 1, 't') && is_number(t + 2, 4, 6)) {
        moment->year = t->value / 10000;
        moment->month = t->value / 100 % 100;
        moment->day = t->value % 100;
        return 1;
    }
    if (!is_number(t, 4, 4) || !is_number(t + 2, 1, 2) || !is_number(t + 4, 1, 2))
        return 0;
    bool marked = is_unit(t + 1, 0x5E74, 0x5E74, 0xB144) &&
                  is_unit(t + 3, 0x6708, 0x6708, 0xC6D4) &&
                  is_unit(t + 5, 0x65E5, 0x53F7, 0xC77C);
    bool ruled = t[1].kind == MARK && t[1].value == t[3].value && t[3].kind == MARK &&
                 (t[1].value == '-' || t[1].value == '/' || t[1].value == '.' ||
                  t[1].value == 0x2010 || t[1].value == 0x2011);
    if (!marked && !ruled)
        return 0;
    moment->year = t->value;
    moment->month = t[2].value;
    moment->day = t[4].value;
    return marked ? 6 : 5;
}

/* Passes over what may stand between day, month and year. */
static size_t pass(const struct token *t, bool comma)
{
    size_t n = 0;
    while (n < 3 && (is_mark(t + n, '.') || is_mark(t + n, '-') ||
                     (comma && (is_mark(t + n, ',') || is_mark(t + n, 0x60C))) ||
                     is_word(t + n, WORD_OF) || is_word(t + n, WORD_ORDINAL) ||
                     is_mark(t + n, 0xBA)))
        n++;
    return n;
}

static bool clock_follows(const struct token *t)
{
    return is_number(t, 1, 2) && is_mark(t + 1, ':') && is_number(t + 2, 2, 2);
}

/* A year of four digits, or of two where a time follows (RFC 822) or hyphens stand. */
static bool take_year(const struct token *t, struct moment *moment)
{
    if (is_number(t, 4, 4))
        moment->year = t->value;
    else if (is_number(t, 2, 2) && (clock_follows(t + 1) || is_mark(t - 1, '-')))
        moment->year = t->value + (t->value < 70 ? 2000 : 1900);
    else
        return false;
    return true;
}

static size_t day_month(const struct token *t, struct moment *moment)
{
    if (!is_number(t, 1, 2))
        return 0;
    size_t n = 1 + pass(t + 1, false);
    if (!is_word(t + n, WORD_MONTH))
        return 0;
    moment->day = t->value;
    moment->month = t[n].word->value;
    n++;
    n += pass(t + n, true);
    return take_year(t + n, moment) ? n + 1 : 0;
}

static size_t month_day(const struct token *t, struct moment *moment)
{
    if (!is_word(t, WORD_MONTH))
        return 0;
    size_t n = is_mark(t + 1, '.') ? 2 : 1;
    if (!is_number(t + n, 1, 2))
        return 0;
    moment->month = t->word->value;
    moment->day = t[n].value;
    n++;
    n += pass(t + n, true);
    return is_number(t + n, 4, 4) && take_year(t + n, moment) ? n + 1 : 0;
}

/* Points mean day first; elsewhere only a number above 12 or equal ones tell. */
static size_t all_numbers(const struct token *t, struct moment *moment)
{
    if (!is_number(t, 1, 2) || !is_number(t + 2, 1, 2) || t[1].kind != MARK ||
        t[1].value != t[3].value || t[3].kind != MARK)
        return 0;
    bool points = t[1].value == '.';
    if (!points && t[1].value != '/' && t[1].value != '-')
        return 0;
    bool short_year =
        points && t->digits == 2 && t[2].digits == 2 && is_number(t + 4, 2, 2);
    if (!is_number(t + 4, 4, 4) && !short_year)
        return 0;
    moment->day = t->value;
    moment->month = t[2].value;
    if (!points && moment->day <= 12 && moment->month <= 12 &&
        moment->day != moment->month)
        return 0;
    if (!points && moment->month > 12) {
        moment->day = t[2].value;
        moment->month = t->value;
    }
    moment->year = t[4].value + (short_year ? 2000 : 0);
    return 5;
}

/* ---- Times and zones. */

static bool is_before_clock(const struct token *t)
{
    static const int marks[] = {',',  '-',    0x2013, 0x2014, '|',
                                0xB7, 0x2022, '/',    0x60C};
    if (is_word(t, WORD_AT) || is_word(t, WORD_OF) || is_letter(t, 't'))
        return true;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (is_mark(t, (unsigned)marks[i]))
            return true;
    return is_mark(t, '.');
}

/* "am", "p.m."; sets the hour of twelve right. */
static size_t take_half(const struct token *t, struct moment *moment)
{
    int half = -1;
    size_t n = 0;
    if (is_word(t, WORD_HALF)) {
        half = t->word->value;
        n = 1;
    } else if ((is_letter(t, 'a') || is_letter(t, 'p')) && is_mark(t + 1, '.') &&
               is_letter(t + 2, 'm')) {
        half = is_letter(t, 'p') ? 12 : 0;
        n = is_mark(t + 3, '.') ? 4 : 3;
    }
    if (half < 0 || moment->hour < 1 || moment->hour > 12)
        return 0;
    moment->hour = moment->hour % 12 + half;
    return n;
}

/* A fraction of a second is passed over; ISO 8601 lets it begin with a comma too. */
static size_t take_seconds(const struct token *t, struct moment *moment)
{
    if (!is_mark(t, ':') || !is_number(t + 1, 1, 2))
        return 0;
    moment->second = t[1].value;
    bool fraction = (is_mark(t + 2, '.') || is_mark(t + 2, ',')) &&
                    t[3].kind == NUMBER && t[3].from == t[2].to;
    return fraction ? 4 : 2;
}

/* "10:28", "10:28:05", "14h30", "20.15 Uhr", "10時28分", "204851"; `told`: a word said that a
 * time comes. */
static size_t take_hour(const struct token *t, bool told, struct moment *moment)
{
    if (told && (is_number(t, 6, 6) || (is_number(t, 4, 4) && is_letter(t - 1, 't')))) {
        int value = t->digits == 4 ? t->value * 100 : t->value;
        moment->hour = value / 10000;
        moment->minute = value / 100 % 100;
        moment->second = value % 100;
        return 1;
    }
    if (!is_number(t, 1, 2))
        return 0;
    moment->hour = t->value;
    bool colon = is_mark(t + 1, ':') || is_mark(t + 1, 0xFF1A);
    bool other = is_letter(t + 1, 'h') || is_unit(t + 1, 0x6642, 0x65F6, 0xC2DC) ||
                 (told && is_mark(t + 1, '.') && t[2].from == t[1].to);
    bool loose = colon && is_number(t + 2, 1, 1) && is_mark(t + 3, ':') &&
                 is_number(t + 4, 1, 2); /* "9:0:5" */
    if (((colon || other) && is_number(t + 2, 2, 2)) || loose) {
        moment->minute = t[2].value;
        size_t n = 3 + take_seconds(t + 3, moment);
        if (is_unit(t + 3, 0x5206, 0x5206, 0xBD84))
            n = 4;
        return n + take_half(t + n, moment);
    }
    size_t half = take_half(t + 1, moment);
    return half ? 1 + half : 0;
}

static size_t take_zone(const struct token *t, struct moment *moment)
{
    size_t n = 0;
    int sign = 0, minutes = 0;
    if (is_mark(t, '('))
        t++, n++;
    if (is_word(t, WORD_ZONE)) {
        moment->zoned = true;
        moment->zone = t->word->value;
        if (moment->zone != 0 || t->to - t->from < 3)
            return n + 1;
        t++, n++;
    }
    if (is_mark(t, '+'))
        sign = 1;
    else if (is_mark(t, '-') || is_mark(t, 0x2212))
        sign = -1;
    if (!sign || t[1].from != t->to)
        return moment->zoned ? n : 0;
    if (is_number(t + 1, 4, 4)) {
        minutes = t[1].value / 100 * 60 + t[1].value % 100;
        n += 2;
    } else if (is_number(t + 1, 1, 2) && is_mark(t + 2, ':') &&
               is_number(t + 3, 2, 2)) {
        minutes = t[1].value * 60 + t[3].value;
        n += 4;
    } else if (is_number(t + 1, 1, 2) &&
               (moment->zoned ||
                (sign > 0 && t[1].digits == 2 && t->from == t[-1].to))) {
        minutes = t[1].value * 60;
        n += 2;
    } else {
        return moment->zoned ? n : 0;
    }
    if (minutes > 14 * 60)
        return 0;
    moment->zoned = true;
    moment->zone = sign * minutes;
    return n;
}

static size_t take_time(const struct token *t, struct moment *moment)
{
    size_t n = 0;
    bool told = false;
    while (n < 3 && is_before_clock(t + n)) {
        told = told || t[n].kind == WORD;
        n++;
    }
    struct moment with = *moment;
    size_t used = take_hour(t + n, told, &with);
    if (!used || with.hour > 23 || with.minute > 59 || with.second > 60)
        return 0;
    n += used;
    n += take_zone(t + n, &with);
    *moment = with;
    return n;
}

/* "Thu Nov 9 10:28:05 EST 2023": C's asctime, with or without a zone. */
static size_t month_day_clock(const struct token *t, struct moment *moment)
{
    if (!is_word(t, WORD_MONTH) || !is_number(t + 1, 1, 2) || !clock_follows(t + 2))
        return 0;
    size_t n = 2 + take_time(t + 2, moment);
    moment->month = t->word->value;
    moment->day = t[1].value;
    return n > 2 && is_number(t + n, 4, 4) && take_year(t + n, moment) ? n + 1 : 0;
}

/* ---- Whole. */

static size_t take_date(const struct token *t, struct moment *moment)
{
    static size_t (*const shapes[])(const struct token *, struct moment *) = {
        year_first, day_month, month_day, month_day_clock, all_numbers};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        *moment = (struct moment){.hour = -1};
        size_t used = shapes[i](t, moment);
        if (used && is_calendar_day(moment))
            return used;
    }
    return 0;
}

static void print(const struct moment *moment, char out[NB_DATE_ROOM])
{
    int n = snprintf(out, NB_DATE_ROOM, "%04d-%02d-%02d", moment->year, moment->month,
                     moment->day);
    if (moment->hour < 0 || n < 0)
        return;
    n += snprintf(out + n, NB_DATE_ROOM - (size_t)n, "T%02d:%02d:%02d", moment->hour,
                  moment->minute, moment->second);
    if (!moment->zoned)
        return;
    int zone = moment->zone < 0 ? -moment->zone : moment->zone;
    if (zone == 0)
        (void)snprintf(out + n, NB_DATE_ROOM - (size_t)n, "Z");
    else
        (void)snprintf(out + n, NB_DATE_ROOM - (size_t)n, "%c%02d:%02d",
                       moment->zone < 0 ? '-' : '+', zone / 60, zone % 60);
}

/* A date has a number in it: most texts have none, and are done with here. */
static bool may_hold_number(struct nb_str text)
{
    size_t i = 0;
    while (i < text.len && !nb_ascii_digit(text.data[i]) &&
           (unsigned char)text.data[i] < 0x80)
        i++;
    return i < text.len;
}

bool nb_date_find(struct nb_str text, char out[NB_DATE_ROOM], size_t *from, size_t *to)
{
    struct tokens tokens;
    struct moment moment;
    if (!may_hold_number(nb_str_sub(text, 0, MOST_BYTES)))
        return false;
    tokenise(nb_str_sub(text, 0, MOST_BYTES), &tokens);
    for (size_t i = 0; i < tokens.count; i++) {
        const struct token *t = &tokens.at[i];
        size_t used = take_date(t, &moment);
        if (!used)
            continue;
        if (moment.hour < 0)
            used += take_time(t + used, &moment);
        *from = t->from;
        *to = t[used - 1].to;
        print(&moment, out);
        return true;
    }
    return false;
}

bool nb_date_parse(struct nb_str text, char out[NB_DATE_ROOM])
{
    size_t from, to;
    return nb_date_find(text, out, &from, &to);
}
