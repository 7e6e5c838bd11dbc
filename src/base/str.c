/* Slices of text. */
#include "base/str.h"

#include <string.h>

static bool same(const char *a, const char *b, size_t len, bool nocase)
{
    if (!nocase)
        return len == 0 || memcmp(a, b, len) == 0;
    for (size_t i = 0; i < len; i++) {
        if (nb_ascii_lower(a[i]) != nb_ascii_lower(b[i]))
            return false;
    }
    return true;
}

bool nb_str_eq_nocase(struct nb_str a, struct nb_str b)
{
    return a.len == b.len && same(a.data, b.data, a.len, true);
}

bool nb_str_ends(struct nb_str s, struct nb_str suffix)
{
    return s.len >= suffix.len &&
           same(s.data + s.len - suffix.len, suffix.data, suffix.len, false);
}

bool nb_str_starts_nocase(struct nb_str s, struct nb_str prefix)
{
    return s.len >= prefix.len && same(s.data, prefix.data, prefix.len, true);
}

bool nb_str_ends_nocase(struct nb_str s, struct nb_str suffix)
{
    return s.len >= suffix.len &&
           same(s.data + s.len - suffix.len, suffix.data, suffix.len, true);
}

ptrdiff_t nb_str_find(struct nb_str s, struct nb_str needle)
{
    if (needle.len == 0)
        return 0;
    const char *at = s.len ? memmem(s.data, s.len, needle.data, needle.len) : NULL;
    return at ? at - s.data : -1;
}

ptrdiff_t nb_str_find_nocase(struct nb_str s, struct nb_str needle)
{
    if (needle.len == 0)
        return 0;
    char first = nb_ascii_lower(needle.data[0]);
    for (size_t i = 0; i + needle.len <= s.len; i++)
        if (nb_ascii_lower(s.data[i]) == first &&
            same(s.data + i, needle.data, needle.len, true))
            return (ptrdiff_t)i;
    return -1;
}

struct nb_str nb_str_trim(struct nb_str s)
{
    while (s.len && nb_ascii_space(s.data[0])) {
        s.data++;
        s.len--;
    }
    while (s.len && nb_ascii_space(s.data[s.len - 1]))
        s.len--;
    return s;
}

bool nb_str_line(struct nb_str *rest, struct nb_str *line)
{
    if (rest->len == 0)
        return false;
    const char *feed = memchr(rest->data, '\n', rest->len);
    size_t end = feed ? (size_t)(feed - rest->data) : rest->len;
    const char *mark = memchr(rest->data, '\r', end);
    if (mark)
        end = (size_t)(mark - rest->data);
    *line = nb_str_sub(*rest, 0, end);
    size_t taken = end;
    if (end < rest->len)
        taken = end + 1;
    if (end + 1 < rest->len && rest->data[end] == '\r' && rest->data[end + 1] == '\n')
        taken = end + 2;
    *rest = nb_str_sub(*rest, taken, rest->len);
    return true;
}

bool nb_str_split(struct nb_str *rest, char separator, struct nb_str *piece)
{
    if (rest->len == 0)
        return false;
    const char *at = memchr(rest->data, separator, rest->len);
    size_t len = at ? (size_t)(at - rest->data) : rest->len;
    *piece = nb_str_sub(*rest, 0, len);
    *rest = nb_str_sub(*rest, len + (at ? 1 : 0), rest->len);
    return true;
}

int nb_str_cmp(struct nb_str a, struct nb_str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.data, b.data, len) : 0;
    if (order)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}
