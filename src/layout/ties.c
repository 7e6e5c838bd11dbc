/* Ties: spaces at which no line ends. In French, what stands before "» ! ? ; :" and behind "«";
 * in all languages, between a number and its unit or month, behind initials, titles, and short
 * words that announce a number. Texts seldom have no-break spaces there. */
#include "layout/setter.h"

#include "base/lang.h"

#include <string.h>

enum { LONGEST_WORD = 10 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
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

static struct nb_str without_stops(struct nb_str word)
{
    while (word.len && strchr(",.;:)!?", word.data[word.len - 1]))
        word.len--;
    return word;
}

static bool is_unit(struct nb_str word)
{
    static const char units[] =
        " % mm cm m km kg g mg t l ml ha kW MW GW kWh MWh GWh TWh Hz MHz GHz mph km/h "
        "pt "
        "px kB MB GB TB V W "
        "h min s am pm a.m p.m bn mn tn Mio Mrd Uhr per percent Prozent pour "
        "hundred thousand million millions billion billions trillion Millionen "
        "Milliarden "
        "milliard milliards mille mil millones miljoen miljard miliardi milioni "
        "euro euros Euro dollars pounds francs Franken "
        "\xE2\x82\xAC \xC2\xA3 $ \xC2\xB0 \xC2\xB0"
        "C \xC2\xB0"
        "F ";
    return among(units, without_stops(word));
}

/* Three figures: the next group of a long number. */
static bool is_group(struct nb_str word)
{
    word = without_stops(word);
    return word.len == 3 && is_digit(word.data[0]) && is_digit(word.data[1]) &&
           is_digit(word.data[2]);
}

static bool announces(struct nb_str word)
{
    /* Most words are done with here: of those in small letters, without a stop, only some that
     * begin with these two are in the list. */
    char first = word.data[0], last = word.data[word.len - 1];
    if (is_small(first) && is_small(last) && first != 'p' && first != 'c')
        return false;
    static const char words[] =
        " Mr Mrs Ms Dr St Mr. Mrs. Ms. Dr. St. Prof. Herr Frau "
        "M. Mme Mgr p. pp. S. No. Nos. Nr. no. nos. nr. n\xC2\xB0 "
        "fig. Fig. vol. Vol. art. Art. Abs. Abb. Bd. Kap. Tab. ch. "
        "page pages Seite Kapitel chapter Chapter ca. c. \xC2\xA7 ";
    return among(words, word) ||
           (word.len == 2 && word.data[1] == '.' && is_capital(word.data[0]));
}

/* Months that begin with a small letter; others are told by their capital. */
static bool is_month(struct nb_str word)
{
    static const char months[] =
        " janvier f\xC3\xA9vrier mars avril mai juin juillet ao\xC3\xBBt septembre "
        "octobre "
        "novembre d\xC3\xA9"
        "cembre enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre "
        "ottobre "
        "novembre dicembre januari februari maart april juni juli augustus september "
        "oktober "
        "november december januar februar marts august desember ";
    return among(months, without_stops(word));
}

static bool is_english_month(struct nb_str word)
{
    return among(" January February March April May June July August September October "
                 "November December Jan. Feb. Aug. Sept. Oct. Nov. Dec. ",
                 word);
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
    while (end < text.len && end - from <= LONGEST_WORD + 2 && text.data[end] != ' ')
        end++;
    return nb_str_sub(text, from, end - from);
}

static enum nb_tie french_tie(struct nb_str text, size_t from, size_t to)
{
    if (strchr("!?;", text.data[to]))
        return NB_TIE_THIN;
    bool sign = strchr(":%", text.data[to]) ||
                (to + 1 < text.len && memcmp(text.data + to, "\xC2\xBB", 2) == 0) ||
                (from >= 2 && memcmp(text.data + from - 2, "\xC2\xAB", 2) == 0);
    return sign ? NB_TIE_SIGN : NB_TIE_NONE;
}

/* Whether a number goes on with what stands behind the space. */
static bool number_goes_on(struct nb_str number, struct nb_str text, size_t to)
{
    struct nb_str next = word_after(text, to);
    if (number.len <= 2 && number.len > 0 &&
        (is_capital(text.data[to]) || is_month(next)))
        return true; /* a day and its month */
    return is_unit(next) || is_group(next);
}

/* "3." and a capital in German and the like: an ordinal. */
static bool is_ordinal(const char *lang, struct nb_str word, char next)
{
    bool number = word.len > 1 && word.len <= 3 && word.data[word.len - 1] == '.' &&
                  is_digit(word.data[word.len - 2]) && is_digit(word.data[0]) &&
                  (is_capital(next) || is_small(next));
    return number && (nb_lang_same(lang, "de") || nb_lang_same(lang, "da") ||
                      nb_lang_same(lang, "nb") || nb_lang_same(lang, "cs") ||
                      nb_lang_same(lang, "fi") || nb_lang_same(lang, "hu"));
}

enum nb_tie nb_flow_tie(const struct nb_flow *flow, size_t from, size_t to)
{
    struct nb_str text = flow->text;
    if (from == 0 || to >= text.len)
        return NB_TIE_NONE;
    char before = text.data[from - 1];
    if (flow->french) {
        enum nb_tie tie = french_tie(text, from, to);
        if (tie != NB_TIE_NONE)
            return tie;
    }
    struct nb_str word = word_before(text, from);
    bool tied = is_digit(before)
                    ? number_goes_on(word, text, to)
                    : word.len && (announces(word) ||
                                   is_ordinal(flow->in->lang, word, text.data[to]) ||
                                   (is_digit(text.data[to]) && is_english_month(word)));
    return tied ? NB_TIE_WORDS : NB_TIE_NONE;
}
