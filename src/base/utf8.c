/* UTF-8, byte by byte. */
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* The second byte's range for a lead byte (Unicode table 3-7), and the sequence's length. */
static size_t lead(unsigned char c, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (c >= 0xC2 && c <= 0xDF)
        return 2;
    if (c >= 0xE0 && c <= 0xEF) {
        if (c == 0xE0)
            *low = 0xA0;
        if (c == 0xED)
            *high = 0x9F;
        return 3;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        if (c == 0xF0)
            *low = 0x90;
        if (c == 0xF4)
            *high = 0x8F;
        return 4;
    }
    return 0;
}

unsigned nb_utf8_decode_long(const char *p, const char *end, size_t *len)
{
    const unsigned char *s = (const unsigned char *)p;
    unsigned char low, high;
    *len = 1;
    size_t want = lead(s[0], &low, &high);
    if (want == 0)
        return NB_REPLACEMENT;
    unsigned codepoint = s[0] & (0xFFu >> (want + 1));
    for (size_t i = 1; i < want; i++) {
        if (p + i >= end || s[i] < low || s[i] > high)
            return NB_REPLACEMENT;
        codepoint = codepoint << 6 | (s[i] & 0x3Fu);
        *len = i + 1;
        low = 0x80;
        high = 0xBF;
    }
    return codepoint;
}

unsigned nb_utf8_next(const char **p)
{
    if (!**p)
        return 0;
    size_t len, most = 1;
    while (most < 4 && (*p)[most])
        most++;
    unsigned codepoint = nb_utf8_decode(*p, *p + most, &len);
    *p += len;
    return codepoint;
}

size_t nb_utf8_encode(unsigned c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = NB_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Eight bytes of ASCII, none of them NUL. */
static bool is_plain(const char *p)
{
    uint64_t bytes, low = 0x0101010101010101u, high = low << 7;
    memcpy(&bytes, p, sizeof bytes);
    return !((bytes | (bytes - low)) & high);
}

bool nb_utf8_valid(const char *data, size_t len)
{
    const char *p = data, *end = data + len;
    while (p < end) {
        size_t step;
        if (end - p >= 8 && is_plain(p)) {
            p += 8;
            continue;
        }
        if (!*p)
            return false;
        unsigned c = nb_utf8_decode(p, end, &step);
        if (c == NB_REPLACEMENT && memcmp(p, "\xEF\xBF\xBD", step < 3 ? step : 3) != 0)
            return false;
        if (c == NB_REPLACEMENT && step != 3)
            return false;
        p += step;
    }
    return true;
}

size_t nb_utf8_count(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}
