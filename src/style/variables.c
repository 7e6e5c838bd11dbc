/* Custom properties. They belong to the whole document (declared on :root, html or body), so
 * that var() is resolved when a style is loaded and never while it is computed. */
#include "style/sheet.h"

#include <string.h>

/* Bounds on what hostile declarations can blow up to. */
enum { MOST_STEPS = 64, MOST_BYTES = 4096 };

static const char *look_up(const struct nb_sheet *sheet, unsigned media,
                           struct nb_str name)
{
    for (const struct nb_variable *v = sheet->variables; v; v = v->next)
        if ((v->media & media) && nb_str_eq(nb_str_of(v->name), name))
            return v->value;
    return NULL;
}

static bool is_name_char(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Behind the string, the escape or the character at `p`. */
static const char *skip_piece(const char *p)
{
    char quote = *p;
    if (*p == '\\' && p[1])
        return p + 2;
    if (*p != '"' && *p != '\'')
        return p + 1;
    for (p++; *p && *p != quote; p++)
        p += *p == '\\' && p[1] ? 1 : 0;
    return *p ? p + 1 : p;
}

/* The first "var(" outside strings, or NULL. */
static const char *find_var(const char *text)
{
    for (const char *p = text; *p; p = skip_piece(p))
        if (strncmp(p, "var(", 4) == 0 && (p == text || !is_name_char(p[-1])))
            return p;
    return NULL;
}

/* Behind the name and before the fallback's comma, and the closing bracket. */
static const char *find_end(const char *args, const char **comma)
{
    size_t depth = 0;
    const char *p = args;
    *comma = NULL;
    for (; *p; p = skip_piece(p)) {
        if (*p == ')' && depth-- == 0)
            return p;
        if (*p == '(')
            depth++;
        if (*p == ',' && depth == 0 && !*comma)
            *comma = p;
    }
    return p;
}

/* Custom properties may hold nothing or whole blocks, other values not. */
static bool is_value(const char *text)
{
    const char *p = text;
    while (nb_ascii_space(*p))
        p++;
    bool some = *p != '\0';
    for (; *p && *p != '{'; p = skip_piece(p))
        ;
    return some && *p == '\0';
}

enum nb_resolved nb_variables_resolve(const struct nb_sheet *sheet, enum nb_media media,
                                      struct nb_arena *arena, const char *value,
                                      const char **out)
{
    const char *text = value, *var, *comma;
    for (int step = 0; (var = find_var(text)) != NULL; step++) {
        const char *args = var + 4, *end = find_end(args, &comma);
        const char *name_end = comma ? comma : end;
        struct nb_str name =
            nb_str_trim((struct nb_str){args, (size_t)(name_end - args)});
        struct nb_str with = nb_str_of(look_up(sheet, 1u << media, name));
        if (with.len == 0 && comma)
            with = nb_str_trim((struct nb_str){comma + 1, (size_t)(end - comma - 1)});
        else if (!look_up(sheet, 1u << media, name))
            return NB_UNDEFINED;
        struct nb_str tail = nb_str_of(*end ? end + 1 : end);
        if (step == MOST_STEPS ||
            (size_t)(var - text) + with.len + tail.len > MOST_BYTES)
            return NB_CYCLE;
        text = nb_arena_printf(arena, "%.*s%.*s%.*s", (int)(var - text), text,
                               (int)with.len, with.len ? with.data : "", (int)tail.len,
                               tail.data);
        if (!text)
            return NB_UNDEFINED;
    }
    *out = text;
    return is_value(text) ? NB_RESOLVED : NB_NO_VALUE;
}
