/* White space and invisible characters: collapsed as CSS does it across inline boundaries
 * (css-text-3, 4.1.1), except that a no-break space among other spaces collapses too, because
 * scraped pages pad with them. */
#include "doc/clean.h"

#include "base/mojibake.h"
#include "base/unicode.h"
#include "base/utf8.h"

enum { ZWNJ = 0x200C, ZWJ = 0x200D };

/* Format characters (Cf) that mark line breaks, joins or annotations and are no part of the
 * text, and letters that are blank. The direction marks, the Arabic number signs and emoji
 * tags stay; the joiners stay where they join. */
static bool is_unwanted(unsigned c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return true;
    if (c < 0x115F)
        return c == 0xAD;
    return c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x180E ||
           c == 0x200B || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x206A && c <= 0x206F) || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 ||
           (c >= 0xFFF9 && c <= 0xFFFC) || c == 0xE0001 || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool is_plain_space(unsigned c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029 ||
           c == 0x2800; /* a Braille pattern without dots */
}

static bool is_space(unsigned c)
{
    return is_plain_space(c) || (c >= 0x85 && nb_unicode_is_space(c));
}

static bool is_private(unsigned c)
{
    return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* What a character stands for: windows-1252 behind the controls of Latin-1, bullets of the
 * Symbol and Wingdings fonts in the private use area, where word processors put them. */
static unsigned meant(unsigned c)
{
    if (c >= 0x80 && c < 0xA0)
        return nb_cp1252(c) ? nb_cp1252(c) : c;
    if (c == 0xF0B7 || c == 0xF0A7 || c == 0xF06E || c == 0xF0D8 || c == 0xF076)
        return 0x2022;
    return c;
}

/* Ligatures of Latin letters, as PDF files give them; NULL for what is none. */
static const char *spelt_out(unsigned c)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    return c >= 0xFB00 && c <= 0xFB06 ? ligatures[c - 0xFB00] : NULL;
}

/* Scripts whose letters join or form conjuncts, by their blocks. */
static bool is_joining(unsigned c)
{
    return (c >= 0x600 && c < 0xE00) ||   /* Arabic to Sinhala */
           (c >= 0x1000 && c < 0x10A0) || /* Myanmar */
           (c >= 0x1780 && c < 0x18B0) || /* Khmer, Mongolian */
           (c >= 0xA8E0 && c < 0xA900) || /* Devanagari */
           (c >= 0xFB50 && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF) ||
           (c >= 0x1E900 && c < 0x1E960); /* Adlam */
}

static bool is_pictograph(unsigned c)
{
    return c >= 0x1F000 || c == 0xFE0F || (c >= 0x2190 && c < 0x2C00);
}

/* Whether a joiner between two characters says anything. A trailing ZWJ shows a letter's
 * joining form. */
static bool joins(unsigned joiner, unsigned before, unsigned behind)
{
    if (joiner == ZWNJ)
        return is_joining(before) && is_joining(behind);
    return is_joining(before) || (is_pictograph(before) && is_pictograph(behind));
}

static bool is_visible_ascii(char c)
{
    return c > ' ' && c < 0x7F;
}

/* Bytes at the start of `p` that are visible ASCII, or single spaces within it, to be copied in
 * one go. */
static size_t plain_run(const char *p, const char *end)
{
    const char *from = p;
    while (p < end && (is_visible_ascii(*p) || (*p == ' ' && p > from && p + 1 < end &&
                                                is_visible_ascii(p[1]))))
        p++;
    return (size_t)(p - from);
}

void nb_clean_space(struct nb_clean *state, struct nb_buf *out)
{
    if (state->pending && state->started)
        nb_buf_utf8(out, state->pending);
    state->pending = 0;
}

static void add_visible(struct nb_clean *state, unsigned c, struct nb_buf *out)
{
    const char *letters = spelt_out(c);
    nb_clean_space(state, out);
    if (letters)
        nb_buf_puts(out, letters);
    else
        nb_buf_utf8(out, c);
    state->started = true;
    state->last = c;
}

static unsigned first_of(const char *p, const char *end)
{
    size_t len;
    return p < end ? nb_utf8_decode(p, end, &len) : 0;
}

void nb_clean_add(struct nb_clean *state, struct nb_str text, struct nb_buf *out)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len = plain_run(p, end);
        if (len) {
            nb_clean_space(state, out);
            nb_buf_add(out, p, len);
            state->started = true;
            state->last = (unsigned char)p[len - 1];
            p += len;
            continue;
        }
        unsigned c = meant(nb_utf8_decode(p, end, &len));
        p += len;
        if (is_space(c)) {
            state->pending = state->pending || is_plain_space(c) ? ' ' : c;
            state->last = 0;
        } else if (c == ZWNJ || c == ZWJ) {
            if (joins(c, state->last, first_of(p, end)))
                add_visible(state, c, out);
        } else if (is_private(c)) {
            state->private_use++;
        } else if (!is_unwanted(c)) {
            add_visible(state, c, out);
        }
    }
}

void nb_clean_restart(struct nb_clean *state)
{
    *state = (struct nb_clean){.private_use = state->private_use};
}

void nb_clean_raw(struct nb_str text, struct nb_buf *out)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len = plain_run(p, end);
        if (len) {
            nb_buf_add(out, p, len);
            p += len;
            continue;
        }
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (c == '\r' && p < end && *p == '\n')
            continue;
        if (c == '\r')
            c = '\n';
        bool noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
        if (!noncharacter && !control)
            nb_buf_utf8(out, c);
    }
}

size_t nb_clean_blank(struct nb_str text)
{
    const char *p = text.data, *end = p + text.len, *joiner = NULL;
    while (p < end) {
        size_t len;
        unsigned c = meant(nb_utf8_decode(p, end, &len));
        if ((c == ZWNJ || c == ZWJ) && !joiner)
            joiner = p; /* something, if anything follows */
        else if (!is_space(c) && !is_unwanted(c) && !is_private(c) && c != ZWNJ &&
                 c != ZWJ)
            return (size_t)((joiner ? joiner : p) - text.data);
        p += len;
    }
    return text.len;
}
