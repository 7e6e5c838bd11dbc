/* White space and invisible characters: collapsed as CSS does it across inline boundaries
 * (css-text-3, 4.1.1), except that a no-break space among other spaces collapses too, because
 * scraped pages pad with them. */
#include "doc/clean.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* Format characters (Cf) that mark line breaks, joins or annotations and are no part of the
 * text. ZWNJ, ZWJ, the direction marks, the Arabic number signs and emoji tags stay. */
static bool is_unwanted(unsigned c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return true;
    if (c < 0x180E)
        return c == 0xAD;
    return c == 0x180E || c == 0x200B || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x206A && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || c == 0xE0001 || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool is_plain_space(unsigned c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/* Bytes at the start of `p` that are visible ASCII, to be copied in one go. */
static size_t plain_run(const char *p, const char *end)
{
    const char *from = p;
    while (p<end && * p> ' ' && *p < 0x7F)
        p++;
    return (size_t)(p - from);
}

void nb_clean_space(struct nb_clean *state, struct nb_buf *out)
{
    if (state->pending && state->started)
        nb_buf_utf8(out, state->pending);
    state->pending = 0;
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
            p += len;
            continue;
        }
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (is_plain_space(c) || nb_unicode_is_space(c)) {
            state->pending = state->pending || is_plain_space(c) ? ' ' : c;
        } else if (!is_unwanted(c)) {
            nb_clean_space(state, out);
            nb_buf_utf8(out, c);
            state->started = true;
        }
    }
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
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        if (!is_plain_space(c) && !nb_unicode_is_space(c) && !is_unwanted(c))
            break;
        p += len;
    }
    return (size_t)(p - text.data);
}
