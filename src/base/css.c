/* The rules and declarations of a stylesheet, after css-syntax-3 section 5. One pass over the
 * text (css_text.c) with an explicit stack of open blocks, so that depth is bounded. */
#include "base/css_text.h"

#include <string.h>

enum { MOST_BLOCKS = 16 };

/* A block that is being read. */
struct frame {
    struct nb_css_rule *rule; /* NULL for the sheet itself */
    struct nb_css_rule **rules;
    struct nb_css_decl **decls;
    bool holds_rules; /* else declarations */
};

struct parser {
    struct nb_css_text in;
    struct frame frames[MOST_BLOCKS];
    unsigned depth; /* index of the innermost frame */
};

/* Cuts "!important" off the end of what was collected since `start`. */
static bool cut_important(struct parser *parser, const char *start)
{
    struct nb_str value = {start, (size_t)(parser->in.out - start)};
    if (!nb_str_ends_nocase(value, NB_STR("important")))
        return false;
    value = nb_str_trim(nb_str_sub(value, 0, value.len - 9));
    if (!nb_str_ends(value, NB_STR("!")) || nb_str_ends(value, NB_STR("\\!")))
        return false;
    value = nb_str_trim(nb_str_sub(value, 0, value.len - 1));
    parser->in.out -= (size_t)(parser->in.out - start) - value.len;
    return true;
}

static void append_declaration(struct parser *parser, const char *name, char *start,
                               unsigned line)
{
    struct nb_css_decl *decl = nb_arena_alloc(parser->in.arena, sizeof *decl);
    if (!decl)
        return;
    struct frame *frame = &parser->frames[parser->depth];
    decl->name = name;
    decl->important = cut_important(parser, start);
    decl->value = nb_css_finish(&parser->in, start);
    decl->line = line;
    *frame->decls = decl;
    frame->decls = &decl->next;
}

/* Section 5.4.6. */
static void take_declaration(struct parser *parser)
{
    unsigned line = nb_css_line(&parser->in, parser->in.p);
    char *before = parser->in.out;
    const char *name = nb_css_take_name(&parser->in);
    nb_css_skip_blank(&parser->in);
    if (!name || parser->in.p == parser->in.end || *parser->in.p != ':') {
        parser->in.out = before;
        nb_css_malformed(&parser->in, line, "declaration without a name and a colon");
        nb_css_skip_declaration(&parser->in);
        return;
    }
    parser->in.p++;
    bool custom = name[0] == '-' && name[1] == '-';
    char *start = parser->in.out;
    char stop = nb_css_collect(&parser->in, custom);
    if (stop == '{') {
        parser->in.out = before;
        nb_css_malformed(&parser->in, line, "a block within a declaration");
        parser->in.p++;
        nb_css_skip_block(&parser->in);
        return;
    }
    if (stop == ';')
        parser->in.p++;
    if (parser->in.bad || (parser->in.out == start && !custom)) {
        parser->in.out = before;
        nb_css_malformed(&parser->in, line,
                         parser->in.bad ? "unbalanced quotes or brackets" : "no value");
        return;
    }
    append_declaration(parser, name, start, line);
}

static struct nb_css_rule *append_rule(struct parser *parser, const char *at,
                                       const char *prelude, unsigned line)
{
    struct nb_css_rule *rule = nb_arena_alloc(parser->in.arena, sizeof *rule);
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
    parser->in.p++;
    if (parser->in.bad || parser->depth + 1 == MOST_BLOCKS) {
        nb_css_malformed(&parser->in, line,
                         parser->in.bad ? "unbalanced quotes or brackets"
                                        : "nested too deeply");
        nb_css_skip_block(&parser->in);
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
    unsigned line = nb_css_line(&parser->in, parser->in.p);
    parser->in.p++;
    const char *at = nb_css_take_name(&parser->in);
    char *start = parser->in.out;
    char stop = nb_css_collect(&parser->in, false);
    const char *prelude = nb_css_finish(&parser->in, start);
    if (!at) {
        nb_css_malformed(&parser->in, line, "\"@\" without a name");
        at = "";
    }
    if (stop == '{') {
        open_block(parser, at, prelude, line);
        return;
    }
    if (stop == ';')
        parser->in.p++;
    if (parser->in.bad)
        nb_css_malformed(&parser->in, line, "unbalanced quotes or brackets");
    else
        append_rule(parser, at, prelude, line);
}

/* Section 5.4.3: a rule with a selector. */
static void take_rule(struct parser *parser)
{
    unsigned line = nb_css_line(&parser->in, parser->in.p);
    char *start = parser->in.out;
    char stop = nb_css_collect(&parser->in, false);
    bool stray = stop == ';' || stop == '}', empty = parser->in.out == start;
    while (stop == ';' || (stop == '}' && parser->depth == 0)) {
        parser->in.p++;
        parser->in.out = start;
        stop = nb_css_collect(&parser->in, false);
    }
    if (stop != '{' || stray || empty) {
        nb_css_malformed(&parser->in, line,
                         stop != '{' ? "selector without a block"
                         : stray     ? "\";\" or \"}\" in a selector"
                                     : "block without a selector");
        parser->in.out = start;
        if (stop == '{') {
            parser->in.p++;
            nb_css_skip_block(&parser->in);
        }
        return;
    }
    open_block(parser, NULL, nb_css_finish(&parser->in, start), line);
}

/* Takes what stands at p in the innermost block. */
static void take_item(struct parser *parser)
{
    const struct frame *frame = &parser->frames[parser->depth];
    char c = *parser->in.p;
    if (c == '}' && parser->depth) {
        parser->in.p++;
        parser->depth--;
    } else if (c == '@') {
        take_at_rule(parser);
    } else if (parser->depth == 0 && nb_css_at(&parser->in, "<!--")) {
        parser->in.p += 4;
    } else if (parser->depth == 0 && nb_css_at(&parser->in, "-->")) {
        parser->in.p += 3;
    } else if (frame->holds_rules) {
        take_rule(parser);
    } else if (c == ';') {
        parser->in.p++;
    } else {
        take_declaration(parser);
    }
}

enum nb_status nb_css_parse(struct nb_ctx *ctx, struct nb_arena *arena,
                            const char *source, struct nb_str text,
                            struct nb_css_rule **out)
{
    struct parser parser = {.in = {.ctx = ctx, .arena = arena, .source = source}};
    *out = NULL;
    if (!nb_css_text_open(&parser.in, text))
        return nb_arena_status(arena);
    parser.frames[0].rules = out;
    parser.frames[0].holds_rules = true;
    for (;;) {
        nb_css_skip_blank(&parser.in);
        if (parser.in.p == parser.in.end || nb_arena_status(arena) != NB_OK)
            break;
        take_item(&parser);
    }
    if (parser.depth && nb_arena_status(arena) == NB_OK)
        nb_css_malformed(&parser.in, parser.frames[parser.depth].rule->line,
                         "block without an end");
    return nb_arena_status(arena);
}
