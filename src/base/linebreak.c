/* Where lines may end (Unicode Standard Annex 14), as declared in unicode.h. Text of Latin,
 * Greek and Cyrillic letters with common punctuation goes a quick path that knows the rules it
 * needs; all else goes to ICU. */
#include "base/boundaries.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <pthread.h>
#include <string.h>

enum kind {
    OTHER,    /* AL, NU, PR, PO … : no break inside */
    LETTER,   /* AL */
    DIGIT,    /* NU */
    SPACE,    /* SP */
    GLUE,     /* GL, WJ */
    OPEN,     /* OP */
    CLOSE,    /* CL, CP, EX, IS, SY: no break before, even after spaces */
    SLASH,    /* SY: a break behind it unless a digit or another follows */
    QUOTE,    /* QU */
    HYPHEN,   /* HY */
    AFTER,    /* BA: en dash, soft hyphen, hyphen */
    DASH,     /* B2: em dash */
    ZERO,     /* ZW */
    ELLIPSIS, /* IN */
    HARD,     /* LF */
    UNKNOWN   /* for ICU */
};

static enum kind kind_of_ascii(unsigned c)
{
    if (nb_ascii_alpha((char)c))
        return LETTER;
    if (nb_ascii_digit((char)c))
        return DIGIT;
    switch (c) {
    case ' ':
        return SPACE;
    case '\t':
        return AFTER;
    case '\n':
        return HARD;
    case '(':
    case '[':
    case '{':
        return OPEN;
    case ')':
    case ']':
    case '}':
    case '!':
    case '?':
    case ',':
    case '.':
    case ':':
    case ';':
        return CLOSE;
    case '/':
        return SLASH;
    case '"':
    case '\'':
        return QUOTE;
    case '-':
        return HYPHEN;
    case '|':
        return AFTER;
    default:
        return c < 0x20 || c == 0x7F ? UNKNOWN : OTHER;
    }
}

static enum kind kind_of(unsigned c)
{
    if (c < 0x80)
        return kind_of_ascii(c);
    if ((c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c < 0x530))
        return c >= 0x483 && c <= 0x489 ? UNKNOWN : LETTER;
    switch (c) {
    case 0xA0:
    case 0x2007:
    case 0x202F:
    case 0x2011:
    case 0x2060:
        return GLUE;
    case 0xA1:
    case 0xBF:
    case 0x201A:
    case 0x201E:
        return OPEN;
    case 0xAB:
    case 0xBB:
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case 0x2039:
    case 0x203A:
        return QUOTE;
    case 0xAD:
    case 0x2010:
    case 0x2012:
    case 0x2013:
        return AFTER;
    case 0x2014:
        return DASH;
    case 0x2026:
        return ELLIPSIS;
    case 0x200B:
        return ZERO;
    case 0xA3:
    case 0xA7:
    case 0xA9:
    case 0xAE:
    case 0xB0:
    case 0xBD:
    case 0xB7:
    case 0x20AC:
    case 0x2022:
    case 0x2032:
    case 0x2122:
        return OTHER;
    default:
        return UNKNOWN;
    }
}

static bool is_text(enum kind c)
{
    return c == LETTER || c == DIGIT || c == OTHER;
}

/* Whether a break is allowed between `a` and `b`, with (`spaced`) or without spaces between. */
static bool may_break(enum kind a, enum kind b, bool spaced)
{
    if (b == CLOSE || b == SLASH || b == ZERO || b == HARD) /* LB13, LB7, LB6 */
        return false;
    if (a == OPEN) /* LB14 */
        return false;
    if (a == ZERO) /* LB8 */
        return true;
    if (a == DASH && b == DASH) /* LB17 */
        return false;
    if (spaced) /* LB18 */
        return b != GLUE || a != GLUE;
    if (a == GLUE || (b == GLUE && a != HYPHEN && a != AFTER)) /* LB12, LB12a */
        return false;
    if (a == QUOTE || b == QUOTE) /* LB19 */
        return false;
    if (b == HYPHEN || b == AFTER || b == ELLIPSIS) /* LB21, LB22 */
        return a == DASH && b != ELLIPSIS;
    if (a == HYPHEN)
        return b != DIGIT; /* LB25 */
    if (a == AFTER || a == DASH || b == DASH)
        return true;
    if (a == SLASH)
        return b == LETTER;
    return a == ELLIPSIS && is_text(b);
}

/* False when the text has a character that the quick path does not know. */
static bool quick_breaks(struct nb_str text, unsigned char *breaks)
{
    const char *p = text.data, *end = p + text.len;
    enum kind before = OPEN; /* no break at the very start */
    bool spaced = false, start = true;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        enum kind kind = kind_of(c);
        if (kind == UNKNOWN)
            return false;
        if (kind == SPACE) {
            spaced = true;
        } else {
            size_t at = (size_t)(p - text.data);
            if (before == HARD)
                breaks[at] = 2;
            else if (!start && may_break(before, kind, spaced))
                breaks[at] = 1;
            /* LB20a: a hyphen at a word's start belongs to it */
            bool leading = kind == HYPHEN && (start || spaced);
            before = leading ? OTHER : kind;
            spaced = false;
            start = false;
        }
        p += len;
        while (before == LETTER && !spaced && p < end && nb_ascii_alpha(*p))
            p++;
    }
    return true;
}

static const char *const locales[] = {"", "ja@lb=strict", "zh", "ko"};
enum { LOCALES = sizeof locales / sizeof locales[0] };
static UBreakIterator *prototypes[LOCALES];
static const struct nb_boundaries lines = {UBRK_LINE, locales, prototypes, LOCALES};

static void prepare(void)
{
    nb_boundaries_prepare(&lines);
}

enum nb_status nb_unicode_line_breaks(struct nb_str text, const char *lang,
                                      unsigned char *breaks)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (text.len > (size_t)INT32_MAX)
        return NB_LIMIT;
    memset(breaks, 0, text.len + 1);
    if (quick_breaks(text, breaks))
        return NB_OK;
    memset(breaks, 0, text.len + 1);
    (void)pthread_once(&once, prepare);
    return nb_boundaries_mark(&lines, text, lang, breaks);
}
