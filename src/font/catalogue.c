/* @font-face rules, the catalogue's and a stylesheet's, each of which becomes a font that is not
 * opened yet. Descriptors that CSS does not have: `script` (ISO 15924 codes that the
 * family is a fallback for), `lang` (BCP 47 ranges that it is made for), `generic` (serif,
 * sans-serif or monospace) and `package` (the Debian package). */
#include "font/internal.h"

#include "base/css.h"
#include "base/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const char *const kinds[] = {[GENERIC_SERIF] = "serif",
                                    [GENERIC_SANS] = "sans-serif",
                                    [GENERIC_MONO] = "monospace"};

static bool read_generic(const char *value, enum generic *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(value, kinds[i]) == 0) {
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
static bool read_path(const struct nb_fonts *fonts, const char *text,
                      struct nb_font *font)
{
    const char *hash = strrchr(text, '#');
    size_t len = hash ? (size_t)(hash - text) : strlen(text);
    if (hash) {
        char *end;
        unsigned long face = strtoul(hash + 1, &end, 10);
        if (end == hash + 1 || *end || face > 255)
            return false;
        font->face = (unsigned)face;
    }
    font->path = nb_arena_copy(fonts->arena, text, len);
    return len > 0;
}

static bool is_remote(const char *address)
{
    return strstr(address, "://") || strncmp(address, "data:", strlen("data:")) == 0;
}

/* The first url() that names a file; local() and other addresses are passed over. */
static bool read_src(const struct nb_fonts *fonts, const char *value,
                     struct nb_font *font)
{
    struct nb_css_token token;
    while (nb_css_token(fonts->arena, &value, &token))
        if (token.type == NB_CSS_URL && !is_remote(token.text))
            return read_path(fonts, token.text, font);
    return false;
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

/* Whether one of the first `hiding` fonts has this one's family. */
static bool is_hidden(const struct nb_fonts *fonts, const struct nb_font *font,
                      size_t hiding)
{
    for (size_t i = 0; i < hiding; i++)
        if (nb_str_eq_nocase(nb_str_of(fonts->fonts[i].family),
                             nb_str_of(font->family)))
            return true;
    return false;
}

static void read_rule(struct nb_ctx *ctx, struct nb_fonts *fonts,
                      const struct font_source *source, const struct nb_css_rule *rule,
                      size_t hiding)
{
    struct nb_font *font = nb_fonts_add(fonts, source);
    if (!font)
        return;
    font->line = rule->line;
    for (const struct nb_css_decl *decl = rule->decls; decl; decl = decl->next)
        if (!read_decl(fonts, decl, font))
            nb_report(ctx, source->code, source->name, decl->line, "%s: %s", decl->name,
                      decl->value);
    bool whole = font->family && font->path;
    if (!whole)
        nb_report(ctx, source->code, source->name, rule->line,
                  "a rule needs font-family and src");
    if (!whole || is_hidden(fonts, font, hiding))
        fonts->count--;
}

void nb_faces_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                   const struct font_source *source,
                   const struct nb_css_rule *const *rules, size_t count, size_t hiding)
{
    for (size_t i = 0; i < count; i++)
        read_rule(ctx, fonts, source, rules[i], hiding);
}

static struct font_source *catalogue_source(struct nb_fonts *fonts, const char *path)
{
    struct font_source *source = nb_arena_alloc(fonts->arena, sizeof *source);
    if (source)
        *source = (struct font_source){nb_arena_strdup(fonts->arena, path),
                                       nb_path_folder(fonts->arena, path), true,
                                       NB_DIAG_CATALOGUE};
    return source;
}

enum nb_status nb_catalogue_read(struct nb_ctx *ctx, struct nb_fonts *fonts,
                                 const char *path, struct nb_str text)
{
    struct nb_css_rule *rules = NULL;
    const struct font_source *source = catalogue_source(fonts, path);
    size_t own = fonts->count;
    if (!source)
        return NB_NOMEM;
    enum nb_status status = nb_css_parse(ctx, fonts->arena, source->name, text, &rules);
    for (const struct nb_css_rule *rule = rules; rule && status == NB_OK;
         rule = rule->next)
        if (rule->at && strcmp(rule->at, "font-face") == 0)
            nb_faces_read(ctx, fonts, source, &rule, 1, own);
        else
            nb_report(ctx, source->code, source->name, rule->line,
                      "only @font-face rules are understood");
    if (status == NB_OK)
        status = nb_arena_status(fonts->arena);
    return status == NB_OK && fonts->count == own ? NB_FORMAT : status;
}
