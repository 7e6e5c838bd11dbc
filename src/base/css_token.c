/* The tokens of a declaration's value, after css-syntax-3 section 4: names and strings with
 * their escapes resolved, numbers, lengths, functions with their arguments uncut. */
#include "base/css.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

enum { MOST_EXPONENT = 300 };

static int hex_value(char c)
{
    if (nb_ascii_digit(c))
        return c - '0';
    c = nb_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_name_start(char c)
{
    return nb_ascii_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_escape(const char *p)
{
    return p[0] == '\\' && p[1] != '\0' && p[1] != '\n';
}

static bool is_name_char(const char *p)
{
    return is_name_start(*p) || nb_ascii_digit(*p) || *p == '-' || is_escape(p);
}

/* Section 4.3.9: whether a name begins here. */
static bool starts_name(const char *p)
{
    if (*p == '-')
        return is_name_start(p[1]) || p[1] == '-' || is_escape(p + 1);
    return is_name_start(*p) || is_escape(p);
}

/* Section 4.3.10. */
static bool starts_number(const char *p)
{
    if (*p == '+' || *p == '-')
        p++;
    return nb_ascii_digit(*p) || (*p == '.' && nb_ascii_digit(p[1]));
}

/* Section 4.3.7: *p is at the backslash. Returns bytes written (at most 4) to `out`. */
static size_t resolve_escape(const char **p, char *out)
{
    const char *at = *p + 1;
    unsigned codepoint = 0;
    int digits = 0;
    for (; digits < 6 && hex_value(*at) >= 0; digits++)
        codepoint = codepoint * 16 + (unsigned)hex_value(*at++);
    if (digits == 0) {
        out[0] = *at;
        *p = at + 1;
        return 1;
    }
    if (nb_ascii_space(*at))
        at++;
    *p = at;
    return nb_utf8_encode(codepoint ? codepoint : NB_REPLACEMENT, out);
}

/* The bytes [from, to) with escapes resolved, in the arena. */
static char *resolve(struct nb_arena *arena, const char *from, const char *to)
{
    char *text = nb_arena_copy(arena, from, (size_t)(to - from));
    if (!text || !memchr(from, '\\', (size_t)(to - from)))
        return text;
    /* An escape is never shorter than what it stands for, but for one: \0 is 2 bytes
     * and becomes 3. */
    text = nb_arena_alloc(arena, (size_t)(to - from) * 2 + 4);
    size_t len = 0;
    while (text && from < to) {
        if (from[0] == '\\' && from + 1 < to && from[1] == '\n')
            from += 2;
        else if (is_escape(from) && from + 1 < to)
            len += resolve_escape(&from, text + len);
        else
            text[len++] = *from++;
    }
    return text;
}

/* Behind the name at `p`, with the white space that ends a hexadecimal escape. */
static const char *name_end(const char *p)
{
    char scratch[4];
    for (;;) {
        if (is_escape(p))
            (void)resolve_escape(&p, scratch);
        else if (is_name_char(p))
            p++;
        else
            return p;
    }
}

static void lower(char *text)
{
    for (; text && *text; text++)
        *text = nb_ascii_lower(*text);
}

static double scale(double value, int exponent)
{
    if (exponent > MOST_EXPONENT)
        exponent = MOST_EXPONENT;
    if (exponent < -MOST_EXPONENT)
        exponent = -MOST_EXPONENT;
    /* Dividing by a whole power of ten rounds once: 11.2 is the nearest double. */
    return exponent < 0 ? value / pow(10, -exponent) : value * pow(10, exponent);
}

/* Section 4.3.12, in every locale; always finite. */
static double take_number(const char **at)
{
    const char *p = *at;
    double value = 0;
    int exponent = 0, power = 0;
    bool negative = *p == '-';
    if (*p == '+' || *p == '-')
        p++;
    for (bool point = false; nb_ascii_digit(*p) || (*p == '.' && !point); p++) {
        if (*p == '.') {
            if (!nb_ascii_digit(p[1]))
                break;
            point = true;
            continue;
        }
        if (value < 1e15) {
            value = value * 10 + (*p - '0');
            exponent -= point ? 1 : 0;
        } else {
            exponent += point ? 0 : 1;
        }
    }
    if ((*p == 'e' || *p == 'E') &&
        (nb_ascii_digit(p[1]) ||
         ((p[1] == '+' || p[1] == '-') && nb_ascii_digit(p[2])))) {
        bool down = p[1] == '-';
        for (p += nb_ascii_digit(p[1]) ? 1 : 2; nb_ascii_digit(*p); p++)
            power = power < MOST_EXPONENT ? power * 10 + (*p - '0') : power;
        exponent += down ? -power : power;
    }
    *at = p;
    value = scale(value, exponent);
    if (!isfinite(value))
        value = 1e300;
    return negative ? -value : value;
}

static void take_numeric(struct nb_arena *arena, const char **at,
                         struct nb_css_token *out)
{
    out->number = take_number(at);
    out->type = NB_CSS_NUMBER;
    if (**at == '%') {
        (*at)++;
        out->type = NB_CSS_PERCENT;
    } else if (starts_name(*at)) {
        const char *end = name_end(*at);
        char *unit = resolve(arena, *at, end);
        lower(unit);
        out->text = unit;
        out->type = NB_CSS_LENGTH;
        *at = end;
    }
}

/* Behind a string: *p is at its first quote. */
static const char *string_end(const char *p)
{
    char quote = *p++;
    while (*p && *p != quote)
        p += *p == '\\' && p[1] ? 2 : 1;
    return p;
}

static void take_string(struct nb_arena *arena, const char **at,
                        struct nb_css_token *out)
{
    const char *end = string_end(*at);
    out->type = NB_CSS_STRING;
    out->text = resolve(arena, *at + 1, end);
    *at = *end ? end + 1 : end;
}

/* The closing bracket of a function whose arguments start at `p`, or the end. */
static const char *arguments_end(const char *p)
{
    size_t depth = 0;
    for (; *p; p++) {
        if (*p == '"' || *p == '\'') {
            p = string_end(p);
            if (!*p)
                break;
        } else if (*p == '\\' && p[1]) {
            p++;
        } else if (*p == '(') {
            depth++;
        } else if (*p == ')' && depth-- == 0) {
            break;
        }
    }
    return p;
}

static void take_function(struct nb_arena *arena, const char **at, char *name,
                          struct nb_css_token *out)
{
    const char *from = *at + 1, *end;
    lower(name);
    out->text = name;
    while (nb_ascii_space(*from))
        from++;
    bool url = name && strcmp(name, "url") == 0;
    if (url && *from != '"' && *from != '\'')
        for (end = from; *end && *end != ')'; end++)
            end += *end == '\\' && end[1] ? 1 : 0;
    else
        end = arguments_end(from);
    *at = *end ? end + 1 : end;
    struct nb_str args = nb_str_trim((struct nb_str){from, (size_t)(end - from)});
    out->type = url ? NB_CSS_URL : NB_CSS_FUNCTION;
    if (!url)
        out->args = nb_arena_copy(arena, args.data, args.len);
    else if (*from == '"' || *from == '\'')
        out->text = resolve(arena, from + 1, string_end(from));
    else
        out->text = resolve(arena, args.data, args.data + args.len);
}

static bool starts_unicodes(const char *p)
{
    return nb_ascii_lower(p[0]) == 'u' && p[1] == '+' &&
           (hex_value(p[2]) >= 0 || p[2] == '?');
}

static void take_unicodes(struct nb_arena *arena, const char **at,
                          struct nb_css_token *out)
{
    const char *end = *at + 2;
    while (hex_value(*end) >= 0 || *end == '?' || *end == '-')
        end++;
    out->type = NB_CSS_UNICODES;
    out->text = nb_arena_copy(arena, *at, (size_t)(end - *at));
    *at = end;
}

static void take_name(struct nb_arena *arena, const char **at, struct nb_css_token *out)
{
    const char *end = name_end(*at);
    char *name = resolve(arena, *at, end);
    *at = end;
    out->type = NB_CSS_IDENT;
    out->text = name;
    if (*end == '(')
        take_function(arena, at, name, out);
}

static void take_delim(struct nb_arena *arena, const char **at,
                       struct nb_css_token *out)
{
    out->type = NB_CSS_DELIM;
    out->text = nb_arena_copy(arena, *at, 1);
    (*at)++;
}

bool nb_css_token(struct nb_arena *arena, const char **at, struct nb_css_token *out)
{
    *out = (struct nb_css_token){.type = NB_CSS_END};
    while (nb_ascii_space(**at))
        (*at)++;
    const char *p = *at;
    if (*p == '\0' || nb_arena_status(arena) != NB_OK)
        return false;
    if (*p == '"' || *p == '\'')
        take_string(arena, at, out);
    else if (starts_number(p))
        take_numeric(arena, at, out);
    else if (starts_unicodes(p))
        take_unicodes(arena, at, out);
    else if (starts_name(p))
        take_name(arena, at, out);
    else if (*p == '#' && is_name_char(p + 1)) {
        const char *end = name_end(p + 1);
        out->type = NB_CSS_HASH;
        out->text = resolve(arena, p + 1, end);
        *at = end;
    } else
        take_delim(arena, at, out);
    if (nb_arena_status(arena) != NB_OK) {
        *out = (struct nb_css_token){.type = NB_CSS_END};
        return false;
    }
    return true;
}

void nb_css_put_string(const char *text, struct nb_buf *out)
{
    nb_buf_putc(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 0x20 || c == 0x7F || c == '"' || c == '\\' || c == '<')
            nb_buf_printf(out, "\\%x ", c);
        else
            nb_buf_putc(out, *text);
    }
    nb_buf_putc(out, '"');
}
