/* Straight quotation marks become those of the language, and the straight apostrophe the curved
 * one. Where a mark stands tells which: it opens behind a space or another opening mark. Marks
 * of feet and inches behind figures stay. */
#include "layout/setter.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

#define APOSTROPHE "\xE2\x80\x99"

static const struct nb_quotes *marks_of(struct nb_setter *setter, const char *lang)
{
    if (!lang || strlen(lang) >= sizeof setter->quotes_lang)
        return NULL;
    if (strcmp(lang, setter->quotes_lang) != 0) {
        memcpy(setter->quotes_lang, lang, strlen(lang) + 1);
        setter->has_quotes = nb_quotes_of(lang, &setter->quotes);
    }
    return setter->has_quotes ? &setter->quotes : NULL;
}

/* The character before the end of a text; a space when it is empty. */
static unsigned last_of(struct nb_str text)
{
    size_t at = text.len, len;
    if (at == 0)
        return ' ';
    do
        at--;
    while (at > 0 && ((unsigned char)text.data[at] & 0xC0) == 0x80);
    return nb_utf8_decode(text.data + at, text.data + text.len, &len);
}

static bool begins(const char *mark, unsigned c)
{
    size_t len;
    return *mark && nb_utf8_decode(mark, mark + strlen(mark), &len) == c;
}

/* Behind what an opening mark may stand. */
static bool comes_before_opening(const struct nb_quotes *marks, unsigned c)
{
    return nb_unicode_is_space(c) || c == '(' || c == '[' || c == 0x2013 ||
           c == 0x2014 || begins(marks->open, c) || begins(marks->inner_open, c);
}

static bool is_digit(unsigned c)
{
    return c >= '0' && c <= '9';
}

/* Whether a word begins here that has lost its beginning: rock 'n' roll, 'tis. */
static bool is_cut(struct nb_str rest)
{
    static const char *const words[] = {"n' ",  "em ",  "em,",  "em.",
                                        "til ", "tis ", "twas "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nb_str_starts_nocase(rest, nb_str_of(words[i])))
            return true;
    return false;
}

/* What a mark becomes between a character and `rest`; NULL: it stays. */
static const char *mark_for(struct nb_quote_depth *depth, const struct nb_quotes *marks,
                            char mark, unsigned before, struct nb_str rest)
{
    size_t len;
    unsigned after = 'x'; /* behind a text's end is seldom a space */
    if (rest.len)
        after = nb_utf8_decode(rest.data, rest.data + rest.len, &len);
    bool single = mark == '\'',
         opens = comes_before_opening(marks, before) && after != ' ';
    unsigned *open = single ? &depth->single : &depth->twofold;
    if (single &&
        (opens ? is_digit(after) || is_cut(rest) : nb_unicode_is_letter(after)))
        return APOSTROPHE;
    if (opens) {
        ++*open;
        return single ? marks->inner_open : marks->open;
    }
    if (*open > 0) {
        --*open;
        return single ? marks->inner_close : marks->close;
    }
    if (is_digit(before))
        return NULL;
    return single ? APOSTROPHE : marks->close;
}

struct nb_str nb_flow_quotes(struct nb_setter *setter, struct nb_quote_depth *depth,
                             const char *lang, struct nb_str before, struct nb_str text)
{
    const struct nb_quotes *marks = NULL;
    if (memchr(text.data, '"', text.len) || memchr(text.data, '\'', text.len))
        marks = marks_of(setter, lang);
    if (!marks)
        return text;
    struct nb_buf *out = &setter->quoted;
    nb_buf_clear(out);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        const char *as = NULL;
        if (c == '"' || c == '\'')
            as =
                mark_for(depth, marks, c, last_of(out->len ? nb_buf_view(out) : before),
                         nb_str_sub(text, i + 1, text.len));
        if (as)
            nb_buf_puts(out, as);
        else
            nb_buf_putc(out, c);
    }
    return out->status == NB_OK ? nb_buf_view(out) : text;
}
