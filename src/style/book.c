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
    const struct nb_book_faces *faces; /* or NULL */
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

/* The families that a rule sets last; NULL when it sets none. */
static const struct nb_value *families_of(struct writer *writer,
                                          const struct nb_css_rule *rule,
                                          struct nb_value *room)
{
    const struct nb_value *found = NULL;
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next) {
        const char *value;
        struct nb_expansion read;
        if (!starts(decl->name, "font") ||
            nb_variables_resolve(writer->sheet, NB_MEDIA_PRINT, writer->arena,
                                 decl->value, &value) != NB_RESOLVED ||
            nb_declaration_read(writer->arena, decl->name, value, &read) != NB_DECLARED)
            continue;
        for (unsigned i = 0; i < read.count; i++) {
            if (read.list[i].property != NB_FONT_FAMILY ||
                read.list[i].value.type != NB_VALUE_FAMILIES)
                continue;
            *room = read.list[i].value;
            found = room;
        }
    }
    return found;
}

/* The kind of the first family that is known. */
static const char *generic_of(const struct writer *writer, const struct nb_value *value)
{
    for (unsigned i = 0; i < value->count; i++) {
        const char *generic =
            writer->faces->generic(writer->faces->user, value->families[i]);
        if (generic)
            return generic;
    }
    return NULL;
}

static bool is_generic(const char *family)
{
    return strcmp(family, "serif") == 0 || strcmp(family, "sans-serif") == 0 ||
           strcmp(family, "monospace") == 0;
}

/* The same selectors for the languages that the families do not serve. */
static void write_for_langs(struct writer *writer, const char *selector,
                            const char *generic)
{
    bool first = true;
    for (const char *const *lang = writer->faces->langs; *lang; lang++) {
        struct nb_str rest = nb_str_of(selector), part;
        while (nb_str_split(&rest, ',', &part)) {
            nb_buf_puts(writer->out, first ? "" : ",\n");
            nb_buf_str(writer->out, nb_str_trim(part));
            nb_buf_printf(writer->out, ":lang(%s)", *lang);
            first = false;
        }
    }
    if (first)
        return;
    nb_buf_puts(writer->out, " {\n");
    write_line(writer, "", "font-family", generic, false);
    nb_buf_puts(writer->out, "}\n");
}

/* A rule's families, with their kind behind them for readers who want no fonts of ours; and
 * that kind alone for languages that they do not serve. */
static void write_families(struct writer *writer, const struct nb_css_rule *rule)
{
    struct nb_value room;
    const char *bad, *selector = rule->prelude;
    const struct nb_value *value = families_of(writer, rule, &room);
    if (!value || !nb_selector_read(writer->arena, selector, &bad))
        return;
    const char *generic = generic_of(writer, value);
    nb_book_put_selector(selector, writer->out);
    nb_buf_puts(writer->out, " {\n    font-family: ");
    for (unsigned i = 0; i < value->count; i++) {
        nb_buf_puts(writer->out, i ? ", " : "");
        if (is_generic(value->families[i]))
            nb_buf_puts(writer->out, value->families[i]);
        else
            nb_css_put_string(value->families[i], writer->out);
    }
    if (generic)
        nb_buf_printf(writer->out, ", %s", generic);
    nb_buf_puts(writer->out, ";\n}\n");
    /* a comma within brackets or quotes is no separator */
    if (generic && !strpbrk(selector, "(\"'[\\"))
        write_for_langs(writer, selector, generic);
}

/* What stands within a text of another language has no rule of its own. */
static void write_langs(struct writer *writer)
{
    for (const char *const *lang = writer->faces->langs; *lang; lang++)
        nb_buf_printf(writer->out, "[lang|=\"%s\"] {\n    font-family: serif;\n}\n",
                      *lang);
}

enum nb_status nb_sheet_write_book_css(const struct nb_sheet *sheet,
                                       const struct nb_book_faces *faces,
                                       struct nb_buf *out)
{
    return nb_book_write(sheet, faces, false, out);
}

enum nb_status nb_book_write(const struct nb_sheet *sheet,
                             const struct nb_book_faces *faces, bool web,
                             struct nb_buf *out)
{
    struct writer writer = {sheet, faces, nb_arena_new(0), out, web};
    if (!writer.arena)
        return NB_NOMEM;
    for (const struct nb_css_rule *rule = sheet->tree; rule; rule = rule->next) {
        if (!rule->at) {
            write_rule(&writer, rule, false);
            if (faces)
                write_families(&writer, rule);
            continue;
        }
        unsigned media =
            strcmp(rule->at, "media") == 0 ? nb_media_read(rule->prelude) : 0;
        for (const struct nb_css_rule *inner = rule->rules;
             faces && (media & NB_PRINT_BIT) && inner; inner = inner->next)
            if (!inner->at)
                write_families(&writer, inner);
        if (!(media & NB_SCREEN_BIT))
            continue;
        for (const struct nb_css_rule *inner = rule->rules; inner; inner = inner->next)
            if (!inner->at)
                write_rule(&writer, inner, media == NB_SCREEN_BIT);
    }
    if (faces)
        write_langs(&writer);
    enum nb_status status = nb_arena_status(writer.arena);
    nb_arena_free(writer.arena);
    return out->status != NB_OK ? out->status : status;
}
