/* The rules and declarations of a stylesheet, after css-syntax-3 section 5. One pass over the
 * text with an explicit stack of open blocks, so that depth is bounded. What comes out of the
 * text (preludes, names, values) is written, cleaned, into one block as large as the text:
 * each piece ends where a delimiter stood, so its NUL always has room. */
#include "base/css.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

enum { MOST_BLOCKS = 16, MOST_BRACKETS = 64 };

/* A block that is being read. */
struct frame {
    struct nb_css_rule *rule; /* NULL for the sheet itself */
    struct nb_css_rule **rules;
    struct nb_css_decl **decls;
    bool holds_rules; /* else declarations */
};

struct parser {
    struct nb_ctx *ctx;
    struct nb_arena *arena;
    const char *source;
    const char *p, *end;
    const char *counted; /* lines are counted up to here */
    unsigned line;
    char *out, *out_end;
    bool space; /* one is due before the next byte written */
    bool bad;   /* the piece being collected is malformed */
    struct frame frames[MOST_BLOCKS];
    unsigned depth; /* index of the innermost frame */
};

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

/* The line of `at`, which never goes back. */
static unsigned line_of(struct parser *parser, const char *at)
{
    while (parser->counted < at) {
        size_t left = (size_t)(at - parser->counted);
        const char *feed = memchr(parser->counted, '\n', left);
        if (!feed) {
            parser->counted = at;
            break;
        }
        parser->line++;
        parser->counted = feed + 1;
    }
    return parser->line;
}

static void malformed(struct parser *parser, unsigned line, const char *what)
{
    nb_report(parser->ctx, NB_DIAG_STYLE_SYNTAX, parser->source, line, "%s", what);
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

static void put(struct parser *parser, char c)
{
    if (parser->out < parser->out_end)
        *parser->out++ = c;
}

/* Ends a piece; gives its start back. */
static const char *finish(struct parser *parser, const char *start)
{
    if (parser->out == parser->out_end)
        parser->out--;
    *parser->out++ = '\0';
    return start;
}

static bool at_text(const struct parser *parser, const char *text)
{
    size_t len = strlen(text);
    return (size_t)(parser->end - parser->p) >= len &&
           memcmp(parser->p, text, len) == 0;
}

static void skip_comment(struct parser *parser)
{
    const char *p = parser->p + 2;
    while (p < parser->end) {
        p = memchr(p, '*', (size_t)(parser->end - p));
        if (!p)
            break;
        if (p + 1 < parser->end && p[1] == '/') {
            parser->p = p + 2;
            return;
        }
        p++;
    }
    malformed(parser, line_of(parser, parser->p), "comment without an end");
    parser->p = parser->end;
}

static void skip_blank(struct parser *parser)
{
    while (parser->p < parser->end) {
        if (nb_ascii_space(*parser->p))
            parser->p++;
        else if (at_text(parser, "/*"))
            skip_comment(parser);
        else
            break;
    }
}

/* Writes the white space that is due, if anything stands before it. */
static void put_due(struct parser *parser, const char *start)
{
    if (parser->space && parser->out > start)
        put(parser, ' ');
    parser->space = false;
}

static void copy_escape(struct parser *parser)
{
    put(parser, *parser->p++);
    if (parser->p < parser->end && *parser->p != '\n')
        put(parser, *parser->p++);
    else
        parser->bad = true;
}

static void copy_string(struct parser *parser)
{
    char quote = *parser->p;
    put(parser, *parser->p++);
    while (parser->p < parser->end && *parser->p != quote) {
        if (*parser->p == '\n') {
            parser->bad = true;
            return;
        }
        if (at_text(parser, "\\\n"))
            parser->p += 2;
        else if (*parser->p == '\\' && parser->p + 1 < parser->end)
            copy_escape(parser);
        else
            put(parser, *parser->p++);
    }
    put(parser, quote);
    if (parser->p < parser->end)
        parser->p++;
    else
        parser->bad = true;
}

/* Whether what was written since `start` ends in `url` as a name of its own. */
static bool ends_in_url(const struct parser *parser, const char *start)
{
    const char *p = parser->out - 3;
    return parser->out - start >= 3 && nb_ascii_lower(p[0]) == 'u' &&
           nb_ascii_lower(p[1]) == 'r' && nb_ascii_lower(p[2]) == 'l' &&
           (p == start || !is_name_char(p[-1]));
}

/* An address without quotes, up to its bracket (4.3.6): no comments, no strings in it. */
static void copy_url(struct parser *parser)
{
    while (parser->p < parser->end && *parser->p != ')') {
        char c = *parser->p;
        if (c == '"' || c == '\'' || c == '(')
            parser->bad = true;
        if (c == '\\')
            copy_escape(parser);
        else if (nb_ascii_space(c))
            parser->p++;
        else
            put(parser, *parser->p++);
    }
}

static void copy_open(struct parser *parser, struct brackets *open, const char *start)
{
    char c = *parser->p++;
    bool url = c == '(' && ends_in_url(parser, start);
    put(parser, c);
    if (open->count < MOST_BRACKETS) {
        open->stack[open->count++] = (char)(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else {
        open->over++;
        parser->bad = true;
    }
    if (!url)
        return;
    while (parser->p < parser->end && nb_ascii_space(*parser->p))
        parser->p++;
    if (parser->p < parser->end && *parser->p != '"' && *parser->p != '\'')
        copy_url(parser);
}

static void copy_close(struct parser *parser, struct brackets *open)
{
    char c = *parser->p++;
    put(parser, c);
    if (open->over)
        open->over--;
    else if (open->count && open->stack[open->count - 1] == c)
        open->count--;
    else
        parser->bad = true;
}

/* Copies the byte or the piece at p that is not white space. */
static void copy_one(struct parser *parser, struct brackets *open, const char *start)
{
    put_due(parser, start);
    switch (*parser->p) {
    case '"':
    case '\'':
        copy_string(parser);
        break;
    case '\\':
        copy_escape(parser);
        break;
    case '(':
    case '[':
    case '{':
        copy_open(parser, open, start);
        break;
    case ')':
    case ']':
    case '}':
        copy_close(parser, open);
        break;
    default:
        put(parser, *parser->p++);
    }
}

/* Copies, cleaned, up to a ";", "{" or "}" that stands outside all brackets, and returns it
 * without taking it; 0 at the end. With `braces`, "{" opens a bracket like others. */
static char collect(struct parser *parser, bool braces)
{
    struct brackets open = {{0}, 0, 0};
    const char *start = parser->out;
    parser->space = false;
    parser->bad = false;
    while (parser->p < parser->end) {
        char c = *parser->p;
        if (open.count == 0 && (c == ';' || c == '}' || (c == '{' && !braces)))
            return c;
        if (nb_ascii_space(c)) {
            parser->space = true;
            parser->p++;
        } else if (at_text(parser, "/*")) {
            skip_comment(parser);
            /* Names on both sides stay apart. */
            if (parser->out > start && is_name_char(parser->out[-1]) &&
                parser->p < parser->end && is_name_char(*parser->p))
                parser->space = true;
        } else {
            copy_one(parser, &open, start);
        }
    }
    if (open.count)
        parser->bad = true;
    return 0;
}

/* Passes over a block whose "{" has been taken. */
static void skip_block(struct parser *parser)
{
    char *out = parser->out;
    char stop;
    while ((stop = collect(parser, true)) != 0) {
        parser->out = out;
        parser->p++;
        if (stop == '}')
            break;
    }
    parser->out = out;
}

/* Passes over the rest of a malformed declaration: to its ";" or behind its block. */
static void skip_declaration(struct parser *parser)
{
    char *out = parser->out;
    char stop = collect(parser, false);
    parser->out = out;
    if (stop == ';' || stop == '{')
        parser->p++;
    if (stop == '{')
        skip_block(parser);
}

/* Copies an escape within a name, the white space that ends a hexadecimal one included. */
static void copy_name_escape(struct parser *parser)
{
    int digits = 0;
    put(parser, *parser->p++);
    while (parser->p < parser->end && digits < 6 &&
           isxdigit((unsigned char)*parser->p)) {
        put(parser, *parser->p++);
        digits++;
    }
    if (parser->p < parser->end && (digits == 0 || nb_ascii_space(*parser->p)))
        put(parser, *parser->p++);
}

static const char *resolve_name(struct parser *parser, const char *name)
{
    struct nb_css_token token;
    if (!nb_css_token(parser->arena, &name, &token) || token.type != NB_CSS_IDENT)
        return NULL;
    return token.text;
}

/* The name at p in lower case ("--x" as written), escapes resolved; NULL if there is none. */
static const char *take_name(struct parser *parser)
{
    const char *from = parser->p;
    char *start = parser->out;
    while (parser->p < parser->end) {
        if (*parser->p == '\\')
            copy_name_escape(parser);
        else if (is_name_char(*parser->p))
            put(parser, *parser->p++);
        else
            break;
    }
    if (parser->p == from || nb_ascii_digit(*from)) {
        parser->out = start;
        return NULL;
    }
    if (start[0] != '-' || start[1] != '-')
        for (char *c = start; c < parser->out; c++)
            *c = nb_ascii_lower(*c);
    bool escapes = memchr(start, '\\', (size_t)(parser->out - start)) != NULL;
    const char *name = finish(parser, start);
    return escapes ? resolve_name(parser, name) : name;
}

/* Cuts "!important" off the end of what was collected since `start`. */
static bool cut_important(struct parser *parser, const char *start)
{
    struct nb_str value = {start, (size_t)(parser->out - start)};
    if (!nb_str_ends_nocase(value, NB_STR("important")))
        return false;
    value = nb_str_trim(nb_str_sub(value, 0, value.len - 9));
    if (!nb_str_ends(value, NB_STR("!")) || nb_str_ends(value, NB_STR("\\!")))
        return false;
    value = nb_str_trim(nb_str_sub(value, 0, value.len - 1));
    parser->out -= (size_t)(parser->out - start) - value.len;
    return true;
}

static void append_declaration(struct parser *parser, const char *name, char *start,
                               unsigned line)
{
    struct nb_css_decl *decl = nb_arena_alloc(parser->arena, sizeof *decl);
    if (!decl)
        return;
    struct frame *frame = &parser->frames[parser->depth];
    decl->name = name;
    decl->important = cut_important(parser, start);
    decl->value = finish(parser, start);
    decl->line = line;
    *frame->decls = decl;
    frame->decls = &decl->next;
}

/* Section 5.4.6. */
static void take_declaration(struct parser *parser)
{
    unsigned line = line_of(parser, parser->p);
    char *before = parser->out;
    const char *name = take_name(parser);
    skip_blank(parser);
    if (!name || parser->p == parser->end || *parser->p != ':') {
        parser->out = before;
        malformed(parser, line, "declaration without a name and a colon");
        skip_declaration(parser);
        return;
    }
    parser->p++;
    bool custom = name[0] == '-' && name[1] == '-';
    char *start = parser->out;
    char stop = collect(parser, custom);
    if (stop == '{') {
        parser->out = before;
        malformed(parser, line, "a block within a declaration");
        parser->p++;
        skip_block(parser);
        return;
    }
    if (stop == ';')
        parser->p++;
    if (parser->bad || (parser->out == start && !custom)) {
        parser->out = before;
        malformed(parser, line,
                  parser->bad ? "unbalanced quotes or brackets" : "no value");
        return;
    }
    append_declaration(parser, name, start, line);
}

static struct nb_css_rule *append_rule(struct parser *parser, const char *at,
                                       const char *prelude, unsigned line)
{
    struct nb_css_rule *rule = nb_arena_alloc(parser->arena, sizeof *rule);
    if (!rule)
        return NULL;
    struct frame *frame = &parser->frames[parser->depth];
    rule->at = at;
    rule->prelude = prelude;
    rule->line = line;
    *frame->rules = rule;
    frame->rules = &rule->next;
    return rule;
}

static bool holds_rules(const char *at)
{
    static const char *const names[] = {"media", "supports", "layer", "container",
                                        "document"};
    for (size_t i = 0; at && i < sizeof names / sizeof names[0]; i++)
        if (strcmp(at, names[i]) == 0)
            return true;
    return false;
}

/* Takes "{" and goes into the block of a rule. */
static void open_block(struct parser *parser, const char *at, const char *prelude,
                       unsigned line)
{
    parser->p++;
    if (parser->bad || parser->depth + 1 == MOST_BLOCKS) {
        malformed(parser, line,
                  parser->bad ? "unbalanced quotes or brackets" : "nested too deeply");
        skip_block(parser);
        return;
    }
    struct nb_css_rule *rule = append_rule(parser, at, prelude, line);
    if (!rule)
        return;
    struct frame *frame = &parser->frames[++parser->depth];
    frame->rule = rule;
    frame->rules = &rule->rules;
    frame->decls = &rule->decls;
    frame->holds_rules = holds_rules(at);
}

/* Section 5.4.2; p is at the "@". */
static void take_at_rule(struct parser *parser)
{
    unsigned line = line_of(parser, parser->p);
    parser->p++;
    const char *at = take_name(parser);
    char *start = parser->out;
    char stop = collect(parser, false);
    const char *prelude = finish(parser, start);
    if (!at) {
        malformed(parser, line, "\"@\" without a name");
        at = "";
    }
    if (stop == '{') {
        open_block(parser, at, prelude, line);
        return;
    }
    if (stop == ';')
        parser->p++;
    if (parser->bad)
        malformed(parser, line, "unbalanced quotes or brackets");
    else
        append_rule(parser, at, prelude, line);
}

/* Section 5.4.3: a rule with a selector. */
static void take_rule(struct parser *parser)
{
    unsigned line = line_of(parser, parser->p);
    char *start = parser->out;
    char stop = collect(parser, false);
    bool stray = stop == ';' || stop == '}', empty = parser->out == start;
    while (stop == ';' || (stop == '}' && parser->depth == 0)) {
        parser->p++;
        parser->out = start;
        stop = collect(parser, false);
    }
    if (stop != '{' || stray || empty) {
        malformed(parser, line,
                  stop != '{' ? "selector without a block"
                  : stray     ? "\";\" or \"}\" in a selector"
                              : "block without a selector");
        parser->out = start;
        if (stop == '{') {
            parser->p++;
            skip_block(parser);
        }
        return;
    }
    open_block(parser, NULL, finish(parser, start), line);
}

/* Takes what stands at p in the innermost block. */
static void take_item(struct parser *parser)
{
    const struct frame *frame = &parser->frames[parser->depth];
    char c = *parser->p;
    if (c == '}' && parser->depth) {
        parser->p++;
        parser->depth--;
    } else if (c == '@') {
        take_at_rule(parser);
    } else if (parser->depth == 0 && at_text(parser, "<!--")) {
        parser->p += 4;
    } else if (parser->depth == 0 && at_text(parser, "-->")) {
        parser->p += 3;
    } else if (frame->holds_rules) {
        take_rule(parser);
    } else if (c == ';') {
        parser->p++;
    } else {
        take_declaration(parser);
    }
}

enum nb_status nb_css_parse(struct nb_ctx *ctx, struct nb_arena *arena,
                            const char *source, struct nb_str text,
                            struct nb_css_rule **out)
{
    struct parser parser = {.ctx = ctx, .arena = arena, .source = source, .line = 1};
    *out = NULL;
    text = normalise(arena, text);
    if (text.len == 0)
        return nb_arena_status(arena);
    size_t room = text.len + 16;
    parser.out = nb_arena_alloc(arena, room);
    if (!parser.out)
        return nb_arena_status(arena);
    parser.out_end = parser.out + room;
    parser.p = parser.counted = text.data;
    parser.end = text.data + text.len;
    parser.frames[0].rules = out;
    parser.frames[0].holds_rules = true;
    for (;;) {
        skip_blank(&parser);
        if (parser.p == parser.end || nb_arena_status(arena) != NB_OK)
            break;
        take_item(&parser);
    }
    if (parser.depth && nb_arena_status(arena) == NB_OK)
        malformed(&parser, parser.frames[parser.depth].rule->line,
                  "block without an end");
    return nb_arena_status(arena);
}
