/* Slices of text: a pointer and a length, borrowed from somebody else. Functions of bytes and
 * ASCII only; what needs Unicode stands in unicode.h. */
#ifndef NB_BASE_STR_H
#define NB_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct nb_str {
    const char *data; /* not NUL-terminated */
    size_t len;       /* bytes */
};

#define NB_STR(literal) ((struct nb_str){"" literal, sizeof(literal) - 1})

/* What is asked of every character or word stands here, so that it costs no call. */

/* NULL gives an empty slice. */
static inline struct nb_str nb_str_of(const char *text)
{
    return (struct nb_str){text ? text : "", text ? strlen(text) : 0};
}

/* Clipped to `s`. */
static inline struct nb_str nb_str_sub(struct nb_str s, size_t from, size_t len)
{
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    return (struct nb_str){s.data + from, len};
}

static inline bool nb_str_eq(struct nb_str a, struct nb_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

static inline bool nb_str_starts(struct nb_str s, struct nb_str prefix)
{
    return s.len >= prefix.len && nb_str_eq(nb_str_sub(s, 0, prefix.len), prefix);
}

bool nb_str_eq_nocase(struct nb_str a, struct nb_str b); /* ASCII letters folded */
bool nb_str_ends(struct nb_str s, struct nb_str suffix);
bool nb_str_starts_nocase(struct nb_str s, struct nb_str prefix);
bool nb_str_ends_nocase(struct nb_str s, struct nb_str suffix);

/* Where `needle` first stands in `s`, as a byte offset, or -1. */
ptrdiff_t nb_str_find(struct nb_str s, struct nb_str needle);
ptrdiff_t nb_str_find_nocase(struct nb_str s, struct nb_str needle);

/* Without ASCII white space at both ends. */
struct nb_str nb_str_trim(struct nb_str s);

/* Cuts the first line off `*rest` (ending at LF, CRLF or CR, which is taken but not returned).
 * False when nothing is left. */
bool nb_str_line(struct nb_str *rest, struct nb_str *line);

/* Cuts the first piece before `separator` off `*rest`. False when nothing is left. */
bool nb_str_split(struct nb_str *rest, char separator, struct nb_str *piece);

/* Byte order, as memcmp, shorter first. For sorting. */
int nb_str_cmp(struct nb_str a, struct nb_str b);

/* Space, tab, LF, VT, FF, CR. */
static inline bool nb_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool nb_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool nb_ascii_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char nb_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
