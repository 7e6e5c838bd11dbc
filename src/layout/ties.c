/* Ties: spaces at which a line had better not end. In French, what stands before "» ! ? ; :"
 * and behind "«"; in all languages, between a number and its unit or month, behind initials,
 * titles, and short words that announce a number. Texts seldom have no-break spaces there. */
#include "layout/setter.h"

#include <string.h>

#define TIE_PENALTY 500.0
#define DATE_PENALTY 400.0

enum { LONGEST_WORD = 6 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether `word` is one of a list of words with a space before and behind each. */
static bool among(const char *list, struct nb_str word)
{
    char wanted[LONGEST_WORD + 3] = " ";
    if (!word.len || word.len > LONGEST_WORD)
        return false;
    memcpy(wanted + 1, word.data, word.len);
    wanted[word.len + 1] = ' ';
    wanted[word.len + 2] = 0;
    return strstr(list, wanted) != NULL;
}

static bool is_unit(struct nb_str word)
{
    static const char units[] =
        " % mm cm m km kg g t l ml ha kW MW GW kWh MWh GWh TWh Hz MHz GHz mph km/h pt "
        "px "
        "h min s am pm a.m. p.m. bn mn tn Mio Mrd Mio. Mrd. Uhr "
        "\xE2\x82\xAC \xC2\xA3 $ \xC2\xB0 \xC2\xB0"
        "C \xC2\xB0"
        "F ";
    while (word.len && strchr(",.;:)", word.data[word.len - 1]))
        word.len--;
    return among(units, word);
}

static bool announces(struct nb_str word)
{
    /* Most words end here: a small letter in front, and no full stop behind. */
    if (word.data[0] >= 'a' && word.data[0] <= 'z' && word.data[word.len - 1] != '.')
        return false;
    static const char words[] = " Mr Mrs Ms Dr St Mr. Mrs. Ms. Dr. St. Prof. Herr Frau "
                                "M. Mme p. pp. S. No. Nr. "
                                "no. nr. fig. Fig. vol. Vol. art. Art. \xC2\xA7 ";
    return among(words, word) ||
           (word.len == 2 && word.data[1] == '.' && is_capital(word.data[0]));
}

/* The word that ends before byte `end`, opening marks left off; empty when it is long. */
static struct nb_str word_before(struct nb_str text, size_t end)
{
    size_t from = end;
    while (from > 0 && end - from <= LONGEST_WORD && text.data[from - 1] != ' ')
        from--;
    /* Not marks of direction (U+200E, U+200F) and opening marks. */
    if (end - from > 3 && memcmp(text.data + from, "\xE2\x80", 2) == 0 &&
        ((unsigned char)text.data[from + 2] | 1) == 0x8F)
        from += 3;
    while (from < end && strchr("('\"", text.data[from]))
        from++;
    if (end - from > LONGEST_WORD)
        from = end;
    return nb_str_sub(text, from, end - from);
}

static struct nb_str word_after(struct nb_str text, size_t from)
{
    size_t end = from;
    while (end < text.len && end - from <= LONGEST_WORD && text.data[end] != ' ')
        end++;
    return nb_str_sub(text, from, end - from);
}

static bool is_french_tie(struct nb_str text, size_t from, size_t to)
{
    char after = text.data[to];
    bool closes = strchr("!?;:%", after) ||
                  (to + 1 < text.len && memcmp(text.data + to, "\xC2\xBB", 2) == 0);
    return closes || (from >= 2 && memcmp(text.data + from - 2, "\xC2\xAB", 2) == 0);
}

double nb_flow_tie(const struct nb_flow *flow, size_t from, size_t to)
{
    struct nb_str text = flow->text;
    if (from == 0 || to >= text.len)
        return 0;
    char before = text.data[from - 1];
    if (flow->french && is_french_tie(text, from, to))
        return -1;
    struct nb_str word;
    if (is_digit(before)) {
        word = word_before(text, from);
        if (is_capital(text.data[to]) && word.len > 0 && word.len <= 2)
            return DATE_PENALTY;
        return is_unit(word_after(text, to)) ? TIE_PENALTY : 0;
    }
    word = word_before(text, from);
    return word.len && announces(word) ? TIE_PENALTY : 0;
}
