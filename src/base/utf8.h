/* UTF-8, byte by byte. What needs the Unicode tables stands in unicode.h. */
#ifndef NB_BASE_UTF8_H
#define NB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { NB_REPLACEMENT = 0xFFFD };

/* The code point that starts at `p` (before `end`); *len says how many bytes it takes. An
 * ill-formed sequence gives U+FFFD and the length of its maximal subpart (Unicode 3.9,
 * table 3-7), at least 1. `p` must be before `end`. */
unsigned nb_utf8_decode_long(const char *p, const char *end, size_t *len);
static inline unsigned nb_utf8_decode(const char *p, const char *end, size_t *len)
{
    *len = 1;
    return (unsigned char)*p < 0x80 ? (unsigned char)*p
                                    : nb_utf8_decode_long(p, end, len);
}

/* How many bytes of ASCII there are at `p`, a multiple of eight. */
static inline size_t nb_ascii_run(const char *p, const char *end)
{
    const char *from = p;
    uint64_t bytes;
    while (end - p >= 8 && (memcpy(&bytes, p, 8), !(bytes & 0x8080808080808080u)))
        p += 8;
    return (size_t)(p - from);
}

/* The code point at *p of a NUL-terminated string, *p moved behind it; 0 at the end. */
unsigned nb_utf8_next(const char **p);

/* Writes `codepoint` to `out` (4 bytes of room) and returns how many bytes that took.
 * Surrogates and values above U+10FFFF are written as U+FFFD. */
size_t nb_utf8_encode(unsigned codepoint, char *out);

/* Whether all of `data` is well-formed UTF-8 without NUL. */
bool nb_utf8_valid(const char *data, size_t len);

/* How many code points a string has. */
size_t nb_utf8_count(const char *text);

#endif
