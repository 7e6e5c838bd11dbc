/* The stylesheet for web pages: the book's, and what the book leaves to its reader, typefaces
 * and colours, as the typeset page has them. */
#include "style/sheet.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { STEPS = 32 /* from a colour to white */ };

/* The least contrast of text: WCAG 2.2, 1.4.3. */
static const double least_contrast = 4.5;

struct web_writer {
    const struct nb_sheet *sheet;
    const struct nb_web *web;
    struct nb_arena *arena;
    struct nb_buf *out;
    bool dark; /* the colours for dark grounds are written, else all the rest */
};

/* ---- Colours. */

static double linear(unsigned channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* Relative luminance: WCAG 2.2, definitions. */
static double luminance(struct nb_color color)
{
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) +
           0.0722 * linear(color.b);
}

static unsigned char lighter(unsigned channel, int step)
{
    return (unsigned char)(channel + (255 - channel) * (unsigned)step / STEPS);
}

/* A colour mixed with white until it can be read on a dark ground. */
static struct nb_color on_dark(struct nb_color color, struct nb_color ground)
{
    struct nb_color mixed = color;
    for (int step = 1; step <= STEPS; step++) {
        if ((luminance(mixed) + 0.05) / (luminance(ground) + 0.05) >= least_contrast)
            break;
        mixed.r = lighter(color.r, step);
        mixed.g = lighter(color.g, step);
        mixed.b = lighter(color.b, step);
    }
    return mixed;
}

/* ---- Declarations. */

static void put_family(const char *family, struct nb_buf *out)
{
    static const char *const words[] = {"serif", "sans-serif", "monospace"};
    bool is_word = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        is_word = is_word || strcasecmp(family, words[i]) == 0;
    if (strpbrk(family, "\"\\\n"))
        return;
    nb_buf_puts(out, is_word ? "" : "\"");
    nb_buf_puts(out, family);
    nb_buf_puts(out, is_word ? "" : "\"");
    nb_buf_puts(out, ", ");
}

/* The families, then what most systems have of their kind. */
static void put_families(const struct web_writer *writer, const char *const *families,
                         size_t count)
{
    static const struct {
        const char *kind, *families;
    } others[] = {{"serif", "Charter, Georgia, serif"},
                  {"sans-serif", "system-ui, \"Liberation Sans\", Arial, sans-serif"},
                  {"monospace", "ui-monospace, monospace"}};
    const char *kind = NULL;
    for (size_t i = 0; i < count && families[i]; i++) {
        put_family(families[i], writer->out);
        if (!kind)
            kind = writer->web->kind(writer->web->user, families[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (kind ? strcmp(others[i].kind, kind) == 0 : i == 0)
            nb_buf_puts(writer->out, others[i].families);
}

static bool is_ground(const char *name)
{
    return strcmp(name, "background") == 0 || strcmp(name, "background-color") == 0;
}

static bool has_ground(const struct nb_css_rule *rule)
{
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next)
        if (is_ground(decl->name))
            return true;
    return false;
}

static void put_color(const struct web_writer *writer, const struct nb_value *value,
                      const char *text)
{
    if (value->type != NB_VALUE_COLOR || value->color.none || !writer->dark) {
        nb_buf_puts(writer->out, text);
        return;
    }
    struct nb_color color = on_dark(value->color, writer->web->dark);
    nb_buf_printf(writer->out, "#%02x%02x%02x", color.r, color.g, color.b);
}

/* Whether a declaration belongs to what is being written. */
static bool is_wanted(const struct web_writer *writer, const char *name, bool ground)
{
    if (strcmp(name, "color") == 0)
        return !writer->dark || !ground;
    return !writer->dark && (is_ground(name) || strcmp(name, "font-family") == 0 ||
                             strcmp(name, "font-variant-numeric") == 0);
}

static void put_rule(const struct web_writer *writer, const struct nb_css_rule *rule)
{
    const char *bad, *text;
    bool open = false, ground = has_ground(rule);
    if (!nb_selector_read(writer->arena, rule->prelude, &bad))
        return;
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next) {
        struct nb_expansion read;
        if (!is_wanted(writer, decl->name, ground) ||
            nb_variables_resolve(writer->sheet, NB_MEDIA_PRINT, writer->arena,
                                 decl->value, &text) != NB_RESOLVED ||
            nb_declaration_read(writer->arena, decl->name, text, &read) !=
                NB_DECLARED ||
            !read.count)
            continue;
        if (!open) {
            nb_book_put_selector(rule->prelude, writer->out);
            nb_buf_puts(writer->out, " {\n");
            open = true;
        }
        const struct nb_value *value = &read.list[0].value;
        nb_buf_printf(writer->out, "    %s: ", decl->name);
        if (value->type == NB_VALUE_FAMILIES)
            put_families(writer, value->families, value->count);
        else
            put_color(writer, value, text);
        nb_buf_puts(writer->out, decl->important ? " !important;\n" : ";\n");
    }
    nb_buf_puts(writer->out, open ? "}\n" : "");
}

static void put_rules(const struct web_writer *writer)
{
    for (const struct nb_css_rule *rule = writer->sheet->tree; rule;
         rule = rule->next) {
        if (!rule->at)
            put_rule(writer, rule);
        else if (strcmp(rule->at, "media") == 0 &&
                 nb_media_read(rule->prelude) & NB_PRINT_BIT)
            for (const struct nb_css_rule *at = rule->rules; at; at = at->next)
                if (!at->at)
                    put_rule(writer, at);
    }
}

/* Headlines are <h1> to a style, and deeper headings on a page that holds many articles: what
 * rules for other headings say must not reach them. */
static void put_headline(const struct web_writer *writer)
{
    static const struct nb_element body = {.name = "body"};
    static const struct nb_element article = {.parent = &body, .name = "article"};
    static const struct nb_element header = {.parent = &article, .name = "header"};
    static const struct nb_element headline = {
        .parent = &header, .name = "h1", .classes = "headline"};
    const struct nb_element *const way[] = {&body, &article, &header, &headline};
    struct nb_style styles[4], *style = NULL;
    for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
        nb_style_compute(writer->sheet, NB_MEDIA_PRINT, way[i], style, &styles[i]);
        style = &styles[i];
    }
    nb_buf_puts(writer->out, ".headline {\n    font-family: ");
    put_families(writer, style->families, NB_MOST_FAMILIES);
    nb_buf_printf(writer->out, ";\n    font-weight: %d;\n    font-style: %s;\n}\n",
                  style->font_weight, style->italic ? "italic" : "normal");
}

enum nb_status nb_sheet_write_web_css(const struct nb_sheet *sheet,
                                      const struct nb_web *web, struct nb_buf *out)
{
    enum nb_status status = nb_book_write(sheet, NULL, true, out);
    if (status != NB_OK)
        return status;
    struct web_writer writer = {sheet, web, nb_arena_new(0), out, false};
    if (!writer.arena)
        return NB_NOMEM;
    put_rules(&writer);
    put_headline(&writer);
    nb_buf_puts(out, "@media screen and (prefers-color-scheme: dark) {\n");
    writer.dark = true;
    put_rules(&writer);
    nb_buf_puts(out, "}\n");
    status = nb_arena_status(writer.arena);
    nb_arena_free(writer.arena);
    return status != NB_OK ? status : out->status;
}
