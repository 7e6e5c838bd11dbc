/* Variables in values, by the shell's plainest forms. */
#include "edition/expand.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 64 };

static bool is_name(char c, bool first)
{
    return nb_ascii_alpha(c) || c == '_' || (!first && nb_ascii_digit(c));
}

/* One "${…}" whose braces hold `inside`. */
static bool expand_one(struct nb_str inside, struct nb_buf *out,
                       char why[NB_EXPAND_WHY])
{
    char name[LONGEST_NAME + 1];
    size_t len = 0;
    while (len < inside.len && len < LONGEST_NAME &&
           is_name(inside.data[len], len == 0))
        len++;
    struct nb_str rest = nb_str_sub(inside, len, inside.len);
    bool has_default = nb_str_starts(rest, NB_STR(":-"));
    if (!len || (rest.len && !has_default)) {
        (void)snprintf(why, NB_EXPAND_WHY,
                       "a variable is written ${NAME} or "
                       "${NAME:-text}");
        return false;
    }
    memcpy(name, inside.data, len);
    name[len] = '\0';
    const char *value = getenv(name);
    if (has_default && (!value || !*value)) {
        nb_buf_str(out, nb_str_sub(rest, 2, rest.len));
        return true;
    }
    if (value && nb_utf8_valid(value, strlen(value))) {
        nb_buf_puts(out, value);
        return true;
    }
    (void)snprintf(why, NB_EXPAND_WHY,
                   value ? "the variable is not in UTF-8: %s"
                         : "the environment has no such variable: %s",
                   name);
    return false;
}

bool nb_edition_expand(const char *text, struct nb_buf *out, size_t *at,
                       char why[NB_EXPAND_WHY])
{
    for (const char *p = text; *p;) {
        if (p[0] != '$' || (p[1] != '$' && p[1] != '{')) {
            nb_buf_putc(out, *p++);
            continue;
        }
        const char *end = p[1] == '{' ? strchr(p, '}') : p + 1;
        const char *last = end ? end : p + 1;
        *at = (size_t)(p - text);
        if (p[1] == '$')
            nb_buf_putc(out, '$');
        else if (!expand_one((struct nb_str){p + 2, end ? (size_t)(end - p) - 2 : 0},
                             out, why))
            return false;
        p = last + 1;
    }
    return true;
}
