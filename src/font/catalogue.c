/* The catalogue's syntax: a stylesheet of @font-face rules, each of which becomes a font that
 * is not opened yet. Descriptors that CSS does not have: `script` (ISO 15924 codes that the
 * family is a fallback for), `lang` (BCP 47 ranges that it is made for), `generic` (serif,
 * sans-serif or monospace) and `package` (the Debian package). */
#include "font/internal.h"

#include "base/css.h"
#include "base/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void complain(struct nb_ctx *ctx, const struct nb_fonts *fonts,
                     const struct nb_css_decl *decl)
{
    nb_report(ctx, NB_DIAG_CATALOGUE, fonts->source, decl->line, "%s: %s", decl->name,
              decl->value);
}

/* The number of words of `value`, separated by spaces or commas. */
static size_t word_count(const char *value)
{
    size_t count = 0;
    while (*value) {
        value += strspn(value, " ,");
        size_t len = strcspn(value, " ,");
        count += len > 0;
        value += len;
    }
    return count;
}

static bool read_scripts(struct nb_arena *arena, const char *value,
                         struct nb_font *font)
{
    uint32_t *scripts = nb_arena_array(arena, word_count(value), sizeof *scripts);
    size_t count = 0;
    while (scripts && *value) {
        value += strspn(value, " ,");
        size_t len = strcspn(value, " ,");
        if (len == 4)
            scripts[count++] =
                NB_SCRIPT((unsigned char)value[0], (unsigned char)value[1],
                          (unsigned char)value[2], (unsigned char)value[3]);
        else if (len)
            return false;
        value += len;
    }
    font->scripts = scripts;
    font->script_count = count;
    return true;
}

static void read_langs(struct nb_arena *arena, const char *value, struct nb_font *font)
{
    const char **langs = nb_arena_array(arena, word_count(value) + 1, sizeof *langs);
    size_t count = 0;
    while (langs && *value) {
        value += strspn(value, " ,");
        size_t len = strcspn(value, " ,");
        if (len)
            langs[count++] = nb_arena_copy(arena, value, len);
        value += len;
    }
    font->langs = langs;
}

static bool read_generic(const char *value, enum generic *out)
{
    static const char *const names[] = {[GENERIC_SERIF] = "serif",
                                        [GENERIC_SANS] = "sans-serif",
                                        [GENERIC_MONO] = "monospace"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(value, names[i]) == 0) {
            *out = (enum generic)i;
            return true;
        }
    return false;
}

static bool read_weight(const char *value, int *out)
{
    if (strcmp(value, "normal") == 0 || strcmp(value, "bold") == 0) {
        *out = value[0] == 'n' ? 400 : 700;
        return true;
    }
    char *end;
    long weight = strtol(value, &end, 10);
    if (end == value || *end || weight < 1 || weight > 1000)
        return false;
    *out = (int)weight;
    return true;
}

/* "folder/file.ttc#2" to a path and the number of a face. */
static bool read_src(const struct nb_fonts *fonts, const char *value,
                     struct nb_font *font)
{
    struct nb_css_token token;
    if (!nb_css_token(fonts->arena, &value, &token) || token.type != NB_CSS_URL)
        return false;
    const char *hash = strrchr(token.text, '#');
    size_t len = hash ? (size_t)(hash - token.text) : strlen(token.text);
    if (hash) {
        char *end;
        unsigned long face = strtoul(hash + 1, &end, 10);
        if (end == hash + 1 || *end || face > 255)
            return false;
        font->face = (unsigned)face;
    }
    font->path = nb_arena_copy(fonts->arena, token.text, len);
    return len > 0;
}

static bool read_family(const struct nb_fonts *fonts, const char *value,
                        struct nb_font *font)
{
    struct nb_css_token token;
    const char *at = value;
    if (!nb_css_token(fonts->arena, &at, &token))
        return false;
    font->family = token.type == NB_CSS_STRING ? token.text : value;
    return *font->family;
}

static bool read_decl(const struct nb_fonts *fonts, const struct nb_css_decl *decl,
                      struct nb_font *font)
{
    const char *name = decl->name, *value = decl->value;
    if (strcmp(name, "font-family") == 0)
        return read_family(fonts, value, font);
    if (strcmp(name, "font-weight") == 0)
        return read_weight(value, &font->weight);
    if (strcmp(name, "font-style") == 0) {
        font->italic = strcmp(value, "italic") == 0;
        return font->italic || strcmp(value, "normal") == 0;
    }
    if (strcmp(name, "src") == 0)
        return read_src(fonts, value, font);
    if (strcmp(name, "script") == 0)
        return read_scripts(fonts->arena, value, font);
    if (strcmp(name, "generic") == 0)
        return read_generic(value, &font->generic);
    if (strcmp(name, "lang") == 0)
        read_langs(fonts->arena, value, font);
    else if (strcmp(name, "package") == 0)
        font->package = value;
    else
        return false;
    return true;
}

static void read_rule(struct nb_ctx *ctx, struct nb_fonts *fonts,
                      const struct nb_css_rule *rule)
{
    struct nb_font *font = &fonts->fonts[fonts->count];
    *font = (struct nb_font){.owner = fonts,
                             .index = (unsigned)fonts->count,
                             .line = rule->line,
                             .weight = 400,
                             .generic = GENERIC_ANY};
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next)
        if (!read_decl(fonts, decl, font))
            complain(ctx, fonts, decl);
    if (font->family && font->path)
        fonts->count++;
    else
        nb_report(ctx, NB_DIAG_CATALOGUE, fonts->source, rule->line,
                  "a rule needs font-family and src");
}

enum nb_status nb_catalogue_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                                 struct nb_str text)
{
    struct nb_css_rule *rules = NULL;
    enum nb_status status =
        nb_css_parse(ctx, fonts->arena, fonts->source, text, &rules);
    if (status != NB_OK)
        return status;
    size_t count = 0;
    for (struct nb_css_rule *rule = rules; rule; rule = rule->next)
        count += rule->at && strcmp(rule->at, "font-face") == 0;
    fonts->fonts = nb_arena_array(fonts->arena, count, sizeof *fonts->fonts);
    if (!fonts->fonts)
        return nb_arena_status(fonts->arena);
    for (struct nb_css_rule *rule = rules; rule; rule = rule->next)
        if (rule->at && strcmp(rule->at, "font-face") == 0)
            read_rule(ctx, fonts, rule);
        else
            nb_report(ctx, NB_DIAG_CATALOGUE, fonts->source, rule->line,
                      "only @font-face rules are understood");
    status = nb_arena_status(fonts->arena);
    return status == NB_OK && fonts->count == 0 ? NB_FORMAT : status;
}
