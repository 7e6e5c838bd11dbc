/* Chinese and Japanese punctuation. Brackets, commas and full stops fill only half of their
 * square; where two of them meet, the blank between them is taken out (JLREQ 3.1.4, CLREQ
 * 3.1.6). At a line's ends it stands out of the measure, see hang.c. */
#include "layout/setter.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

/* A square's advance, em, as faces give it. */
static const float least_square = 0.95F;

enum side { NO_BLANK, BLANK_BEFORE, BLANK_BEHIND };

/* Traditional Chinese has its stops in the middle of their squares. */
static bool is_traditional(const char *lang)
{
    return lang && strncmp(lang, "zh", 2) == 0 &&
           (strstr(lang, "Hant") || strstr(lang, "TW") || strstr(lang, "HK") ||
            strstr(lang, "MO"));
}

static enum side side_of(unsigned c, const char *lang)
{
    if ((c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301B))
        return c % 2 == 0 ? BLANK_BEFORE : BLANK_BEHIND;
    switch (c) {
    case 0x2018: /* quotation marks, where they are squares */
    case 0x201C:
    case 0xFF08:
    case 0xFF3B:
    case 0xFF5B:
        return BLANK_BEFORE;
    case 0x2019:
    case 0x201D:
    case 0xFF09:
    case 0xFF3D:
    case 0xFF5D:
        return BLANK_BEHIND;
    case 0x3001:
    case 0x3002:
    case 0xFF0C:
    case 0xFF0E:
        return is_traditional(lang) ? NO_BLANK : BLANK_BEHIND;
    default:
        return NO_BLANK;
    }
}

double nb_cjk_blank(unsigned c, bool before, const char *lang)
{
    if (c < 0x3000)
        return 0;
    return side_of(c, lang) == (before ? BLANK_BEFORE : BLANK_BEHIND) ? 0.5 : 0;
}

/* Whether the blank between two characters goes: behind the first one that has it there, or
 * before the second one when both are opening. */
static bool is_close(unsigned first, unsigned second, const char *lang)
{
    enum side a = side_of(first, lang), b = side_of(second, lang);
    return a != NO_BLANK && b != NO_BLANK && !(a == BLANK_BEFORE && b == BLANK_BEHIND);
}

/* The characters before and behind a byte. */
static void around(struct nb_str text, size_t at, unsigned *before, unsigned *behind)
{
    size_t from = at, len;
    const char *end = text.data + text.len;
    do
        from--;
    while (from > 0 && ((unsigned char)text.data[from] & 0xC0) == 0x80);
    *before = nb_utf8_decode(text.data + from, end, &len);
    *behind = nb_utf8_decode(text.data + at, end, &len);
}

bool nb_cjk_close(struct nb_str text, size_t at, const char *lang)
{
    unsigned before, behind;
    if (at == 0 || at >= text.len)
        return false;
    around(text, at, &before, &behind);
    return is_close(before, behind, lang);
}

static bool is_square(unsigned c)
{
    return c > 0x2E7F && nb_unicode_is_ideograph(c) &&
           nb_unicode_script(c) != NB_SCRIPT('H', 'a', 'n', 'g');
}

static bool is_latin(unsigned c)
{
    return (c >= '0' && c <= '9') || (c < 0x530 && nb_unicode_is_letter(c));
}

bool nb_cjk_apart(struct nb_str text, size_t at)
{
    unsigned before, behind;
    if (at == 0 || at >= text.len)
        return false;
    around(text, at, &before, &behind);
    return (is_square(before) && is_latin(behind)) ||
           (is_latin(before) && is_square(behind));
}

void nb_cjk_space(struct nb_em_glyph *glyphs, size_t count, struct nb_str text)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (glyphs[i + 1].cluster > glyphs[i].cluster &&
            nb_cjk_apart(text, glyphs[i + 1].cluster))
            glyphs[i].advance += (float)NB_AUTOSPACE;
}

void nb_cjk_tighten(struct nb_em_glyph *glyphs, size_t count, struct nb_str text,
                    const char *lang)
{
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t next = glyphs[i + 1].cluster;
        if (next > glyphs[i].cluster && glyphs[i].advance >= least_square &&
            glyphs[i + 1].advance >= least_square && nb_cjk_close(text, next, lang))
            glyphs[i].advance -= 0.5F;
    }
}
