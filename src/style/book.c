/* The stylesheet for books. Rules outside @media lose what belongs to the reader: sizes in
 * absolute units, colours, columns, the body's face. Those for screens go through whole, but
 * for what breaks old reading systems or what EPUB forbids. */
#include "style/sheet.h"

#include <string.h>
#include <strings.h>

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Whether any name, unit or function of a value satisfies `wanted`. False without memory. */
static bool any_token(struct nb_arena *arena, const char *value,
                      bool (*wanted)(const struct nb_css_token *token))
{
    struct nb_css_token token;
    while (nb_css_token(arena, &value, &token))
        if (wanted(&token))
            return true;
    return false;
}

static bool is_absolute(const struct nb_css_token *token)
{
    double points;
    return token->type == NB_CSS_LENGTH && token->number != 0 &&
           nb_unit_points(token->text, token->number, &points);
}

/* Functions that old reading systems drop a whole rule or sheet for, and addresses, which a
 * book's parts cannot be named by. Looked for without tokens: so it takes no memory. */
static bool has_modern_word(const char *value)
{
    static const char *const words[] = {"calc(", "min(", "max(", "clamp(",
                                        "env(",  "var(", "url(", "image("};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasestr(value, words[i]))
            return true;
    return false;
}

const char *nb_book_refuses(const char *name, const char *value)
{
    static const char *const old = "old reading systems fail on it";
    /* EPUB 3.3, section 6.3.1.2: direction belongs in the markup. */
    if (strcmp(name, "direction") == 0 || strcmp(name, "unicode-bidi") == 0)
        return "not allowed in EPUB";
    if (strcmp(name, "position") == 0 &&
        (strcasecmp(value, "fixed") == 0 || strcasecmp(value, "absolute") == 0))
        return "reading systems do not place elements";
    if (starts(name, "grid") || starts(name, "flex"))
        return old;
    if (strcmp(name, "display") == 0 &&
        (strcasestr(value, "grid") || strcasestr(value, "flex")))
        return old;
    return has_modern_word(value) ? old : NULL;
}

static bool is_book_root(const char *selector)
{
    return strcmp(selector, "body") == 0 || strcmp(selector, "html") == 0 ||
           strcmp(selector, ":root") == 0 || strcmp(selector, "*") == 0;
}

/* Whether a declaration from outside @media is left to the reader. */
static bool is_readers_own(struct nb_arena *arena, const char *name, const char *value,
                           bool root)
{
    if (strcmp(name, "color") == 0 || strcmp(name, "string-set") == 0 ||
        starts(name, "background") || starts(name, "column"))
        return true;
    if (root && (strcmp(name, "font-family") == 0 || strcmp(name, "font") == 0))
        return true;
    /* A hairline is a hairline at any size of type. */
    return !starts(name, "border") && any_token(arena, value, is_absolute);
}

struct writer {
    const struct nb_sheet *sheet;
    struct nb_arena *arena;
    struct nb_buf *out;
    bool web; /* for browsers: without what only old reading systems know */
};

/* The words that old reading systems know for breaks. */
static const char *old_break(const char *value)
{
    static const char *const words[][2] = {
        {"auto", "auto"},   {"avoid", "avoid"},   {"avoid-page", "avoid"},
        {"page", "always"}, {"always", "always"}, {"left", "left"},
        {"right", "right"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(words[i][0], value) == 0)
            return words[i][1];
    return NULL;
}

static void write_line(struct writer *writer, const char *prefix, const char *name,
                       const char *value, bool important)
{
    nb_buf_puts(writer->out, "    ");
    nb_buf_puts(writer->out, prefix);
    nb_buf_puts(writer->out, name);
    nb_buf_puts(writer->out, ": ");
    nb_buf_puts(writer->out, value);
    nb_buf_puts(writer->out, important ? " !important;\n" : ";\n");
}

static void write_declaration(struct writer *writer, const struct nb_css_decl *decl,
                              const char *value)
{
    bool modern_break = starts(decl->name, "break-");
    const char *old = modern_break ? old_break(value) : NULL;
    /* "start" follows the text's direction; systems that do not know it keep the line before */
    if (strcmp(decl->name, "text-align") == 0 && strcasecmp(value, "start") == 0)
        write_line(writer, "", decl->name, "left", decl->important);
    if (old)
        write_line(writer, "page-", decl->name, old, decl->important);
    else if (!modern_break)
        write_line(writer, "", decl->name, value, decl->important);
    if (strcmp(decl->name, "hyphens") == 0) {
        write_line(writer, "-webkit-", decl->name, value, decl->important);
        /* Adobe's systems, which hyphenate unless told not to */
        if (!writer->web)
            write_line(writer, "", "adobe-hyphenate", value, decl->important);
    }
}

/* The value as it goes to the book; NULL when the declaration stays out. */
static const char *book_value(struct writer *writer, const struct nb_css_decl *decl,
                              const char *selector, bool screen)
{
    const char *value;
    struct nb_expansion expansion;
    if (starts(decl->name, "--"))
        return NULL;
    if (nb_variables_resolve(writer->sheet, NB_MEDIA_SCREEN, writer->arena, decl->value,
                             &value) != NB_RESOLVED ||
        nb_book_refuses(decl->name, value))
        return NULL;
    if (screen)
        return value;
    /* What was reported as not supported stays out here as well. */
    if (nb_declaration_read(writer->arena, decl->name, value, &expansion) !=
            NB_DECLARED ||
        is_readers_own(writer->arena, decl->name, value, is_book_root(selector)))
        return NULL;
    return value;
}

/* A selector on lines of its own for each part of its list. */
void nb_book_put_selector(const char *selector, struct nb_buf *out)
{
    struct nb_str rest = nb_str_of(selector), part;
    bool first = true;
    /* A comma within brackets or quotes is no separator; then the list stays as it is. */
    if (strpbrk(selector, "(\"'[\\")) {
        nb_buf_puts(out, selector);
        return;
    }
    while (nb_str_split(&rest, ',', &part)) {
        nb_buf_puts(out, first ? "" : ",\n");
        nb_buf_str(out, nb_str_trim(part));
        first = false;
    }
}

static void write_rule(struct writer *writer, const struct nb_css_rule *rule,
                       bool screen)
{
    bool open = false;
    const char *bad;
    if (!screen && !nb_selector_read(writer->arena, rule->prelude, &bad))
        return;
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next) {
        const char *value = book_value(writer, decl, rule->prelude, screen);
        if (!value)
            continue;
        if (!open) {
            nb_book_put_selector(rule->prelude, writer->out);
            nb_buf_puts(writer->out, " {\n");
            open = true;
        }
        write_declaration(writer, decl, value);
    }
    if (open)
        nb_buf_puts(writer->out, "}\n");
}

enum nb_status nb_sheet_write_book_css(const struct nb_sheet *sheet, struct nb_buf *out)
{
    return nb_book_write(sheet, false, out);
}

enum nb_status nb_book_write(const struct nb_sheet *sheet, bool web, struct nb_buf *out)
{
    struct writer writer = {sheet, nb_arena_new(0), out, web};
    if (!writer.arena)
        return NB_NOMEM;
    for (const struct nb_css_rule *rule = sheet->tree; rule; rule = rule->next) {
        if (!rule->at) {
            write_rule(&writer, rule, false);
            continue;
        }
        unsigned media =
            strcmp(rule->at, "media") == 0 ? nb_media_read(rule->prelude) : 0;
        if (!(media & NB_SCREEN_BIT))
            continue;
        for (const struct nb_css_rule *inner = rule->rules; inner; inner = inner->next)
            if (!inner->at)
                write_rule(&writer, inner, media == NB_SCREEN_BIT);
    }
    enum nb_status status = nb_arena_status(writer.arena);
    nb_arena_free(writer.arena);
    return out->status != NB_OK ? out->status : status;
}
