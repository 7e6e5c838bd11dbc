/* The list of links at the end of a dump: lines such as "12. https://…", under "References" or
 * nothing, after which there is nothing else. */
#include "read/text_dump.h"

enum { FEWEST_LINKS = 3 };

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
