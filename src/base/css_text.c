/* The text of a stylesheet, in pieces. What comes out of it (preludes, names, values) is written,
 * cleaned, into one block as large as the text: each piece ends where a delimiter stood, so its
 * NUL always has room. */
#include "base/css_text.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

enum { MOST_BRACKETS = 64 };

/* The brackets that are open within one piece. */
struct brackets {
    char stack[MOST_BRACKETS];
    unsigned count, over; /* over: opened beyond the stack's room */
};

static bool is_name_char(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

unsigned nb_css_line(struct nb_css_text *text, const char *at)
{
    while (text->counted < at) {
        size_t left = (size_t)(at - text->counted);
        const char *feed = memchr(text->counted, '\n', left);
        if (!feed) {
            text->counted = at;
            break;
        }
        text->line++;
        text->counted = feed + 1;
    }
    return text->line;
}

void nb_css_malformed(struct nb_css_text *text, unsigned line, const char *what)
{
    nb_report(text->ctx, NB_DIAG_STYLE_SYNTAX, text->source, line, "%s", what);
}

/* Sections 3.3 and 4.3.1: line ends become LF, NUL becomes U+FFFD, a BOM goes. */
static struct nb_str normalise(struct nb_arena *arena, struct nb_str text)
{
    if (nb_str_starts(text, NB_STR("\xEF\xBB\xBF")))
        text = nb_str_sub(text, 3, text.len);
    if (text.len == 0 ||
        (!memchr(text.data, '\r', text.len) && !memchr(text.data, '\f', text.len) &&
         !memchr(text.data, '\0', text.len)))
        return text;
    char *clean = nb_arena_array(arena, text.len + 1, 3);
    if (!clean)
        return (struct nb_str){"", 0};
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\r' && i + 1 < text.len && text.data[i + 1] == '\n')
            continue;
        if (c == '\0')
            len += nb_utf8_encode(NB_REPLACEMENT, clean + len);
        else if (c == '\r' || c == '\f')
            clean[len++] = '\n';
        else
            clean[len++] = c;
    }
    return (struct nb_str){clean, len};
}

static void put(struct nb_css_text *text, char c)
{
    if (text->out < text->out_end)
        *text->out++ = c;
}

const char *nb_css_finish(struct nb_css_text *text, const char *start)
{
    if (text->out == text->out_end)
        text->out--;
    *text->out++ = '\0';
    return start;
}

bool nb_css_at(const struct nb_css_text *text, const char *what)
{
    size_t len = strlen(what);
    return (size_t)(text->end - text->p) >= len && memcmp(text->p, what, len) == 0;
}

static void skip_comment(struct nb_css_text *text)
{
    const char *p = text->p + 2;
    while (p < text->end) {
        p = memchr(p, '*', (size_t)(text->end - p));
        if (!p)
            break;
        if (p + 1 < text->end && p[1] == '/') {
            text->p = p + 2;
            return;
        }
        p++;
    }
    nb_css_malformed(text, nb_css_line(text, text->p), "comment without an end");
    text->p = text->end;
}

void nb_css_skip_blank(struct nb_css_text *text)
{
    while (text->p < text->end) {
        if (nb_ascii_space(*text->p))
            text->p++;
        else if (nb_css_at(text, "/*"))
            skip_comment(text);
        else
            break;
    }
}

/* Writes the white space that is due, if anything stands before it. */
static void put_due(struct nb_css_text *text, const char *start)
{
    if (text->space && text->out > start)
        put(text, ' ');
    text->space = false;
}

static void copy_escape(struct nb_css_text *text)
{
    put(text, *text->p++);
    if (text->p < text->end && *text->p != '\n')
        put(text, *text->p++);
    else
        text->bad = true;
}

static void copy_string(struct nb_css_text *text)
{
    char quote = *text->p;
    put(text, *text->p++);
    while (text->p < text->end && *text->p != quote) {
        if (*text->p == '\n') {
            text->bad = true;
            return;
        }
        if (nb_css_at(text, "\\\n"))
            text->p += 2;
        else if (*text->p == '\\' && text->p + 1 < text->end)
            copy_escape(text);
        else
            put(text, *text->p++);
    }
    put(text, quote);
    if (text->p < text->end)
        text->p++;
    else
        text->bad = true;
}

/* Whether what was written since `start` ends in `url` as a name of its own. */
static bool ends_in_url(const struct nb_css_text *text, const char *start)
{
    const char *p = text->out - 3;
    return text->out - start >= 3 && nb_ascii_lower(p[0]) == 'u' &&
           nb_ascii_lower(p[1]) == 'r' && nb_ascii_lower(p[2]) == 'l' &&
           (p == start || !is_name_char(p[-1]));
}

/* An address without quotes, up to its bracket (4.3.6): no comments, no strings in it. */
static void copy_url(struct nb_css_text *text)
{
    while (text->p < text->end && *text->p != ')') {
        char c = *text->p;
        if (c == '"' || c == '\'' || c == '(')
            text->bad = true;
        if (c == '\\')
            copy_escape(text);
        else if (nb_ascii_space(c))
            text->p++;
        else
            put(text, *text->p++);
    }
}

static void copy_open(struct nb_css_text *text, struct brackets *open,
                      const char *start)
{
    char c = *text->p++;
    bool url = c == '(' && ends_in_url(text, start);
    put(text, c);
    if (open->count < MOST_BRACKETS) {
        open->stack[open->count++] = (char)(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else {
        open->over++;
        text->bad = true;
    }
    if (!url)
        return;
    while (text->p < text->end && nb_ascii_space(*text->p))
        text->p++;
    if (text->p < text->end && *text->p != '"' && *text->p != '\'')
        copy_url(text);
}

static void copy_close(struct nb_css_text *text, struct brackets *open)
{
    char c = *text->p++;
    put(text, c);
    if (open->over)
        open->over--;
    else if (open->count && open->stack[open->count - 1] == c)
        open->count--;
    else
        text->bad = true;
}

/* Copies the byte or the piece at p that is not white space. */
static void copy_one(struct nb_css_text *text, struct brackets *open, const char *start)
{
    put_due(text, start);
    switch (*text->p) {
    case '"':
    case '\'':
        copy_string(text);
        break;
    case '\\':
        copy_escape(text);
        break;
    case '(':
    case '[':
    case '{':
        copy_open(text, open, start);
        break;
    case ')':
    case ']':
    case '}':
        copy_close(text, open);
        break;
    default:
        put(text, *text->p++);
    }
}

char nb_css_collect(struct nb_css_text *text, bool braces)
{
    struct brackets open = {{0}, 0, 0};
    const char *start = text->out;
    text->space = false;
    text->bad = false;
    while (text->p < text->end) {
        char c = *text->p;
        if (open.count == 0 && (c == ';' || c == '}' || (c == '{' && !braces)))
            return c;
        if (nb_ascii_space(c)) {
            text->space = true;
            text->p++;
        } else if (nb_css_at(text, "/*")) {
            skip_comment(text);
            /* Names on both sides stay apart. */
            if (text->out > start && is_name_char(text->out[-1]) &&
                text->p < text->end && is_name_char(*text->p))
                text->space = true;
        } else {
            copy_one(text, &open, start);
        }
    }
    if (open.count)
        text->bad = true;
    return 0;
}

void nb_css_skip_block(struct nb_css_text *text)
{
    char *out = text->out;
    char stop;
    while ((stop = nb_css_collect(text, true)) != 0) {
        text->out = out;
        text->p++;
        if (stop == '}')
            break;
    }
    text->out = out;
}

void nb_css_skip_declaration(struct nb_css_text *text)
{
    char *out = text->out;
    char stop = nb_css_collect(text, false);
    text->out = out;
    if (stop == ';' || stop == '{')
        text->p++;
    if (stop == '{')
        nb_css_skip_block(text);
}

/* Copies an escape within a name, the white space that ends a hexadecimal one included. */
static void copy_name_escape(struct nb_css_text *text)
{
    int digits = 0;
    put(text, *text->p++);
    while (text->p < text->end && digits < 6 && isxdigit((unsigned char)*text->p)) {
        put(text, *text->p++);
        digits++;
    }
    if (text->p < text->end && (digits == 0 || nb_ascii_space(*text->p)))
        put(text, *text->p++);
}

static const char *resolve_name(struct nb_css_text *text, const char *name)
{
    struct nb_css_token token;
    if (!nb_css_token(text->arena, &name, &token) || token.type != NB_CSS_IDENT)
        return NULL;
    return token.text;
}

const char *nb_css_take_name(struct nb_css_text *text)
{
    const char *from = text->p;
    char *start = text->out;
    while (text->p < text->end) {
        if (*text->p == '\\')
            copy_name_escape(text);
        else if (is_name_char(*text->p))
            put(text, *text->p++);
        else
            break;
    }
    if (text->p == from || nb_ascii_digit(*from)) {
        text->out = start;
        return NULL;
    }
    if (start[0] != '-' || start[1] != '-')
        for (char *c = start; c < text->out; c++)
            *c = nb_ascii_lower(*c);
    bool escapes = memchr(start, '\\', (size_t)(text->out - start)) != NULL;
    const char *name = nb_css_finish(text, start);
    return escapes ? resolve_name(text, name) : name;
}

bool nb_css_text_open(struct nb_css_text *text, struct nb_str sheet)
{
    struct nb_str clean = normalise(text->arena, sheet);
    if (clean.len == 0)
        return false;
    size_t room = clean.len + 16;
    text->out = nb_arena_alloc(text->arena, room);
    if (!text->out)
        return false;
    text->out_end = text->out + room;
    text->p = text->counted = clean.data;
    text->end = clean.data + clean.len;
    text->line = 1;
    return true;
}
