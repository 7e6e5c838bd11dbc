/* What of a text is shown: all but characters that steer line breaks and directions. */
#include "layout/setter.h"

/* The bytes that the character at `p` takes when it is one that is never shown as text; else
 * 0: soft hyphen, zero-width space, word joiner, byte order mark, marks of direction. */
static size_t invisible(const char *p, const char *end)
{
    const unsigned char *b = (const unsigned char *)p;
    if (b[0] == 0xC2 && p + 1 < end && b[1] == 0xAD)
        return 2;
    if (p + 2 >= end || (b[0] != 0xE2 && b[0] != 0xEF))
        return 0;
    if (b[0] == 0xEF)
        return b[1] == 0xBB && b[2] == 0xBF ? 3 : 0;
    if (b[1] == 0x80)
        return b[2] == 0x8B || b[2] == 0x8E || b[2] == 0x8F ||
                       (b[2] >= 0xAA && b[2] <= 0xAE)
                   ? 3
                   : 0;
    return b[1] == 0x81 && (b[2] == 0xA0 || (b[2] >= 0xA6 && b[2] <= 0xA9)) ? 3 : 0;
}

size_t nb_text_visible(struct nb_str text, char *out)
{
    const char *p = text.data, *end = p + text.len;
    size_t len = 0;
    while (p < end) {
        size_t skip = (unsigned char)*p < 0xC2 ? 0 : invisible(p, end);
        p += skip;
        if (skip)
            continue;
        if (out)
            out[len] = *p;
        len++;
        p++;
    }
    return len;
}
