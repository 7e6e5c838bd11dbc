/* What a piece of text looks like, in one pass over its characters: lengths, capitals, digits,
 * sentence ends, marks between links. Nothing here knows a language; scripts without capitals
 * simply have none. */
#include "read/text.h"

#include "base/unicode.h"
#include "base/utf8.h"

enum { DENSITY = 3 }; /* columns of Latin text that say as much as one ideograph */

/* What the pass remembers from character to character. */
struct pass {
    struct nb_text_traits *traits;
    unsigned previous; /* code point, 0 at the start */
    unsigned letters_in_word;
    bool in_word, behind_stop; /* a sentence's end and then a space */
    unsigned halves;           /* ideographs, counted as half words */
};

static bool is_final(unsigned c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 ||
           c == 0xFF1F || c == 0xFF0E || c == 0x61F || c == 0x6D4 || c == 0x964 ||
           c == 0x203D;
}

static bool is_closing(unsigned c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D ||
           c == 0x2019 || c == 0xBB || c == 0xAB || c == 0x201C || c == 0x300D ||
           c == 0x300F || c == 0xFF09 || c == 0x3011 || c == 0x203A;
}

static bool is_opening(unsigned c)
{
    return c == '"' || c == 0x201C || c == 0x201E || c == 0xAB || c == 0x300C ||
           c == 0x300E || c == 0x2018 || c == 0x201A || c == 0xBB;
}

static bool is_upper(unsigned c)
{
    return c < 0x80 ? c >= 'A' && c <= 'Z' : nb_unicode_is_upper(c);
}

static bool is_letter(unsigned c)
{
    return c < 0x80 ? nb_ascii_alpha((char)c) : nb_unicode_is_letter(c);
}

static bool is_lower(unsigned c)
{
    return c < 0x80 ? c >= 'a' && c <= 'z'
                    : is_letter(c) && nb_unicode_upper(c) != c && !is_upper(c);
}

static void begin_word(struct pass *pass, unsigned c)
{
    struct nb_text_traits *traits = pass->traits;
    bool upper = is_upper(c), lower = is_lower(c);
    if (traits->words > 0 && (upper || lower)) {
        traits->cased++;
        traits->capital += upper;
    } else if (traits->words == 0) {
        traits->lower_start = lower;
    }
    if (pass->behind_stop && !lower)
        traits->sentences++;
    pass->behind_stop = false;
    traits->words++;
    pass->in_word = true;
}

static void take_letter(struct pass *pass, unsigned c)
{
    struct nb_text_traits *traits = pass->traits;
    bool ideograph = c >= 0x1100 && nb_unicode_is_ideograph(c);
    traits->letters++;
    if (ideograph) {
        traits->ideographs++;
        traits->width += DENSITY - 1; /* one more is counted for every character */
        pass->halves++;
        traits->sentences += pass->behind_stop; /* Korean has spaces */
        pass->in_word = false;
        pass->behind_stop = false;
        return;
    }
    if (!pass->in_word)
        begin_word(pass, c);
    bool upper = is_upper(c);
    traits->upper += upper;
    if (upper && pass->previous && is_lower(pass->previous))
        traits->glued++;
}

static void take_mark(struct pass *pass, unsigned c)
{
    struct nb_text_traits *traits = pass->traits;
    if (c == ',' || c == ';' || c == 0xFF0C || c == 0x3001 || c == 0x60C)
        traits->commas++;
    else if (c == '[' || c == ']')
        traits->brackets++;
    if (c == 0x3002 || c == 0xFF01 || c == 0xFF1F) {
        traits->sentences++;
        traits->width++;
    }
    traits->quotes += is_opening(c) && (!pass->previous || pass->previous == ' ');
    if (c != '\'' && c != 0x2019 && c != '-' && c != '.' && c != '&')
        pass->in_word = false;
}

/* A space ends words; what stood before it tells about sentences and rules between links. */
static void take_space(struct pass *pass, unsigned before)
{
    if (is_final(pass->previous) || (is_closing(pass->previous) && is_final(before)))
        pass->behind_stop = true;
    unsigned c = pass->previous;
    if (nb_ascii_space((char)(before < 0x80 ? before : 'x')) &&
        (c == '|' || c == 0xB7 || c == 0x2022 || c == 0xBB || c == '>' || c == '/' ||
         c == 0x203A))
        pass->traits->rules++;
    pass->in_word = false;
}

static bool holds_address(struct nb_str text)
{
    if (nb_str_find(text, NB_STR("://")) >= 0 || nb_str_find(text, NB_STR("www.")) >= 0)
        return true;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.data[i] != '@' && text.data[i] != '#')
            continue;
        if (nb_ascii_alpha(text.data[i + 1]))
            return true;
    }
    return false;
}

/* How the text ends, closing marks passed over; decoded from its tail. */
static void look_at_end(struct nb_str text, struct nb_text_traits *traits)
{
    size_t from = text.len > 40 ? text.len - 40 : 0;
    while (from < text.len && ((unsigned char)text.data[from] & 0xC0) == 0x80)
        from++;
    const char *p = text.data + from, *end = text.data + text.len;
    unsigned last = 0, before = 0, closed = 0;
    size_t step;
    for (; p < end; p += step) {
        unsigned c = nb_utf8_decode(p, end, &step);
        if (nb_unicode_is_space(c))
            continue;
        closed = c;
        if (is_closing(c))
            continue;
        before = last;
        last = c;
    }
    traits->quote_end = is_closing(closed) && closed != ')' && closed != ']';
    if (last == 0x2026 || (last == '.' && before == '.'))
        traits->ending = NB_ENDING_ELLIPSIS;
    else if (is_final(last))
        traits->ending = NB_ENDING_FINAL;
    else if (last == ':' || last == 0xFF1A)
        traits->ending = NB_ENDING_COLON;
    else if (is_letter(last) || nb_unicode_is_digit(last) || nb_unicode_is_mark(last))
        traits->ending = NB_ENDING_NONE;
    else
        traits->ending = NB_ENDING_OTHER;
}

void nb_text_look(struct nb_str text, struct nb_text_traits *traits)
{
    struct pass pass = {.traits = traits};
    const char *p = text.data, *end = p + text.len;
    unsigned before = 0;
    size_t step;
    *traits = (struct nb_text_traits){0};
    if (text.len == 0)
        return;
    for (; p < end; p += step) {
        unsigned c = nb_utf8_decode(p, end, &step);
        bool plain = c < 0x80;
        if (plain ? nb_ascii_space((char)c) : nb_unicode_is_space(c)) {
            take_space(&pass, before);
            traits->tabs += c == '\t' && pass.previous != '\t';
            c = c == '\t' ? '\t' : ' ';
        } else if (is_letter(c)) {
            take_letter(&pass, c);
        } else if (plain ? nb_ascii_digit((char)c) : nb_unicode_is_digit(c)) {
            traits->digits++;
            if (!pass.in_word)
                begin_word(&pass, c);
        } else if (!plain && nb_unicode_is_mark(c)) {
            continue; /* vowels and points of a letter: no end of a word */
        } else {
            if (!pass.previous)
                traits->quote_start = is_opening(c);
            take_mark(&pass, c);
        }
        traits->width += plain || !nb_unicode_is_mark(c);
        before = pass.previous;
        pass.previous = c;
    }
    traits->words += pass.halves / 2;
    traits->address = holds_address(text);
    traits->bracket_whole = text.data[0] == '[' && text.data[text.len - 1] == ']';
    look_at_end(text, traits);
}

unsigned nb_text_shape(struct nb_str s)
{
    unsigned shape = 0, signs = 0, last = 0;
    for (size_t i = 0; i < s.len && signs < 4; i++) {
        char c = s.data[i];
        unsigned sign = 3;
        if (nb_ascii_space(c))
            sign = 0;
        else if (nb_ascii_digit(c))
            sign = 1;
        else if (nb_ascii_alpha(c) || (unsigned char)c >= 0x80)
            sign = 2;
        if (sign != 0 && sign != last) {
            shape = shape * 4 + sign;
            signs++;
        }
        last = sign;
    }
    return shape;
}
