/* What dump programs add to a text: numbers before links, the list of their addresses at the
 * end, stars around headings. */
#include "read/text_dump.h"

enum {
    FEWEST_LINKS = 3,
    RISING = 5,  /* link numbers in a row */
    SKIPPED = 40 /* between two of them */
};

/* ---- The list of addresses: nothing stands behind it. */

static bool is_header(struct nb_str line)
{
    static const char *const headers[] = {"references", "visible links", "hidden links",
                                          "links",      "image links",   "quellen"};
    if (nb_str_ends(line, NB_STR(":")))
        line.len--;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        if (nb_str_eq_nocase(line, nb_str_of(headers[i])))
            return true;
    return false;
}

/* Whether an address with its scheme begins here. */
static bool is_address(struct nb_str s)
{
    static const char *const schemes[] = {"://", "mailto:", "javascript:", "tel:"};
    struct nb_str head = nb_str_sub(s, 0, 16);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        ptrdiff_t found = nb_str_find(head, nb_str_of(schemes[i]));
        if (found >= 0 &&
            nb_str_find(nb_str_sub(head, 0, (size_t)found), NB_STR(" ")) < 0)
            return true;
    }
    return false;
}

/* What stands behind "12. ", "[12] " or "[12]: "; false when there is no such number. */
static bool take_number(struct nb_str line, struct nb_str *rest)
{
    size_t at = nb_str_starts(line, NB_STR("[")) ? 1 : 0, digits = at;
    while (at < line.len && nb_ascii_digit(line.data[at]))
        at++;
    if (at == digits || at >= line.len ||
        (line.data[at] != '.' && line.data[at] != ']'))
        return false;
    at += nb_str_starts(nb_str_sub(line, at, 2), NB_STR("]:")) ? 2 : 1;
    *rest = nb_str_trim(nb_str_sub(line, at, line.len));
    return true;
}

/* The rest of an address that was wrapped. */
static bool is_tail(struct nb_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (nb_ascii_space(line.data[i]))
            return false;
    return nb_str_find(line, NB_STR("/")) >= 0 || nb_str_find(line, NB_STR("=")) >= 0 ||
           nb_str_find(line, NB_STR("%")) >= 0;
}

struct nb_str nb_dump_without_references(struct nb_str source)
{
    size_t end = source.len, cut = source.len, links = 0;
    bool titled = false; /* the line below is an address without a number */
    while (end > 0) {
        size_t from = end - 1;
        while (from > 0 && source.data[from - 1] != '\n')
            from--;
        struct nb_str line = nb_str_trim(nb_str_sub(source, from, end - from)), rest;
        bool link = take_number(line, &rest) && (is_address(rest) || titled);
        bool header = is_header(line), tail = is_tail(line);
        if (line.len > 0 && !link && !header && !tail)
            break;
        titled = line.len > 0 && tail && is_address(line);
        links += link;
        cut = link || (header && links > 0) ? from : cut;
        end = from;
    }
    return links >= FEWEST_LINKS ? nb_str_sub(source, 0, cut) : source;
}

/* ---- Link numbers. */

bool nb_dump_has_link_numbers(struct nb_str source)
{
    unsigned last = 0, rising = 0;
    for (size_t i = 0; i + 2 < source.len && rising < RISING; i++) {
        if (source.data[i] != '[' || !nb_ascii_digit(source.data[i + 1]))
            continue;
        unsigned number = 0;
        size_t at = i + 1;
        while (at < source.len && nb_ascii_digit(source.data[at]) && number < 100000)
            number = number * 10 + (unsigned)(source.data[at++] - '0');
        if (at + 1 >= source.len || source.data[at] != ']')
            continue;
        char next = source.data[at + 1];
        bool word = nb_ascii_alpha(next) || nb_ascii_digit(next) || next == '"' ||
                    (unsigned char)next >= 0x80;
        bool follows = number > last && (last == 0 || number <= last + SKIPPED);
        if (word)
            rising = follows ? rising + 1 : 0;
        last = word ? number : last;
    }
    return rising == RISING;
}

struct nb_str nb_dump_without_link_numbers(struct nb_arena *arena, struct nb_str line)
{
    if (nb_str_find(line, NB_STR("[")) < 0)
        return line;
    char *copy = nb_arena_alloc(arena, line.len + 1);
    size_t len = 0;
    if (!copy)
        return line;
    for (size_t i = 0; i < line.len; i++) {
        size_t at = i + 1;
        while (line.data[i] == '[' && at < line.len && nb_ascii_digit(line.data[at]))
            at++;
        if (at > i + 1 && at + 1 < line.len && line.data[at] == ']' &&
            !nb_ascii_space(line.data[at + 1]))
            i = at;
        else
            copy[len++] = line.data[i];
    }
    return (struct nb_str){copy, len};
}

/* ---- Headings. */

struct nb_str nb_dump_without_stars(struct nb_str s)
{
    size_t marks = 0;
    while (marks < s.len && (s.data[marks] == '*' || s.data[marks] == '=') &&
           s.data[marks] == s.data[0])
        marks++;
    if (marks < 2 || s.len < 2 * marks + 3 || s.data[marks] != ' ')
        return s;
    for (size_t i = 0; i < marks; i++)
        if (s.data[s.len - 1 - i] != s.data[0])
            return s;
    return nb_str_trim(nb_str_sub(s, marks, s.len - 2 * marks));
}
