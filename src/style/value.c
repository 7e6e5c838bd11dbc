/* Values of single properties: keywords, lengths, colours, lists of families and features. */
#include "style/property.h"

#include "base/unicode.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* No length on paper is longer: 5 metres, as in PDF 1.7. */
static const double most_points = 14400;

bool nb_unit_points(const char *unit, double number, double *out)
{
    static const struct {
        const char *name;
        double points;
    } units[] = {{"pt", 1},         {"px", 0.75},     {"in", 72}, {"cm", 72 / 2.54},
                 {"mm", 72 / 25.4}, {"q", 18 / 25.4}, {"pc", 12}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].name) == 0) {
            *out = number * units[i].points;
            return fabs(*out) <= most_points;
        }
    return false;
}

static bool read_length(const struct nb_css_token *token, struct nb_value *out)
{
    out->type = NB_VALUE_LENGTH;
    out->number = token->number;
    if (nb_unit_points(token->text, token->number, &out->number))
        out->unit = NB_UNIT_PT;
    else if (strcmp(token->text, "em") == 0)
        out->unit = NB_UNIT_EM;
    else if (strcmp(token->text, "rem") == 0)
        out->unit = NB_UNIT_REM;
    else
        return false;
    return fabs(out->number) <= most_points;
}

static int hex_digit(char c)
{
    if (nb_ascii_digit(c))
        return c - '0';
    c = nb_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* #rgb or #rrggbb. */
static bool read_hash(const char *text, struct nb_color *out)
{
    size_t len = strlen(text), each = len / 3;
    uint8_t parts[3];
    if (len != 3 && len != 6)
        return false;
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(text[i * each]),
            low = hex_digit(text[i * each + each - 1]);
        if (high < 0 || low < 0)
            return false;
        parts[i] = (uint8_t)(high * 16 + low);
    }
    *out = (struct nb_color){parts[0], parts[1], parts[2], false};
    return true;
}

/* The arguments of rgb(): three numbers or percentages, with or without commas. */
static bool read_rgb(struct nb_arena *arena, const char *args, struct nb_color *out)
{
    uint8_t parts[3];
    struct nb_css_token token;
    for (size_t i = 0; i < 3; i++) {
        if (!nb_css_token(arena, &args, &token))
            return false;
        if (i && token.type == NB_CSS_DELIM && token.text[0] == ',' &&
            !nb_css_token(arena, &args, &token))
            return false;
        if (token.type != NB_CSS_NUMBER && token.type != NB_CSS_PERCENT)
            return false;
        double part = token.type == NB_CSS_PERCENT ? token.number * 2.55 : token.number;
        parts[i] = (uint8_t)(part < 0 ? 0 : part > 255 ? 255 : part + 0.5);
    }
    *out = (struct nb_color){parts[0], parts[1], parts[2], false};
    return !nb_css_token(arena, &args, &token);
}

static bool read_color_name(const char *name, struct nb_color *out)
{
    static const struct {
        const char *name;
        struct nb_color color;
    } names[] = {
        {"transparent", {0, 0, 0, true}},     {"currentcolor", {0, 0, 0, true}},
        {"black", {0, 0, 0, false}},          {"white", {255, 255, 255, false}},
        {"gray", {128, 128, 128, false}},     {"grey", {128, 128, 128, false}},
        {"silver", {192, 192, 192, false}},   {"red", {255, 0, 0, false}},
        {"maroon", {128, 0, 0, false}},       {"yellow", {255, 255, 0, false}},
        {"olive", {128, 128, 0, false}},      {"lime", {0, 255, 0, false}},
        {"green", {0, 128, 0, false}},        {"aqua", {0, 255, 255, false}},
        {"teal", {0, 128, 128, false}},       {"blue", {0, 0, 255, false}},
        {"navy", {0, 0, 128, false}},         {"fuchsia", {255, 0, 255, false}},
        {"purple", {128, 0, 128, false}},     {"orange", {255, 165, 0, false}},
        {"darkgray", {169, 169, 169, false}}, {"darkgrey", {169, 169, 169, false}},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i].name) == 0) {
            *out = names[i].color;
            return true;
        }
    return false;
}

static bool read_color(struct nb_arena *arena, const struct nb_css_token *token,
                       struct nb_value *out)
{
    out->type = NB_VALUE_COLOR;
    if (token->type == NB_CSS_IDENT)
        return read_color_name(token->text, &out->color);
    if (token->type == NB_CSS_HASH)
        return read_hash(token->text, &out->color);
    return token->type == NB_CSS_FUNCTION && strcmp(token->text, "rgb") == 0 &&
           read_rgb(arena, token->args, &out->color);
}

static bool is_comma(const struct nb_css_token *token)
{
    return token->type == NB_CSS_DELIM && token->text[0] == ',';
}

/* One family of a list: a string or names with spaces between them. */
static const char *read_family(struct nb_arena *arena,
                               const struct nb_css_token *tokens, unsigned count,
                               unsigned *at)
{
    const char *family = NULL;
    if (*at < count && tokens[*at].type == NB_CSS_STRING)
        return tokens[(*at)++].text;
    for (; *at < count && tokens[*at].type == NB_CSS_IDENT; (*at)++)
        family = family ? nb_arena_printf(arena, "%s %s", family, tokens[*at].text)
                        : tokens[*at].text;
    return family;
}

static bool read_families(struct nb_arena *arena, const struct nb_css_token *tokens,
                          unsigned count, struct nb_value *out)
{
    const char **list = nb_arena_array(arena, NB_MOST_FAMILIES, sizeof *list);
    unsigned at = 0;
    if (!list)
        return false;
    out->type = NB_VALUE_FAMILIES;
    out->count = 0;
    for (;;) {
        const char *family = read_family(arena, tokens, count, &at);
        if (!family || out->count == NB_MOST_FAMILIES)
            return false;
        list[out->count++] = family;
        if (at == count)
            break;
        if (!is_comma(&tokens[at++]))
            return false;
    }
    out->families = list;
    return true;
}

static uint32_t tag_of(const char *text)
{
    return NB_SCRIPT((unsigned char)text[0], (unsigned char)text[1],
                     (unsigned char)text[2], (unsigned char)text[3]);
}

static struct nb_feature *new_features(struct nb_arena *arena, struct nb_value *out)
{
    struct nb_feature *list =
        nb_arena_array(arena, NB_MOST_FEATURES, sizeof(struct nb_feature));
    out->type = NB_VALUE_FEATURES;
    out->features = list;
    out->count = 0;
    return list;
}

/* font-feature-settings: `"onum" 1, "liga" off`, or normal. */
static bool read_features(struct nb_arena *arena, const struct nb_css_token *tokens,
                          unsigned count, struct nb_value *out)
{
    struct nb_feature *list = new_features(arena, out);
    if (!list)
        return false;
    if (count == 1 && tokens[0].type == NB_CSS_IDENT)
        return strcasecmp(tokens[0].text, "normal") == 0;
    for (unsigned at = 0; at < count; at++) {
        if (tokens[at].type != NB_CSS_STRING || strlen(tokens[at].text) != 4 ||
            out->count == NB_MOST_FEATURES)
            return false;
        struct nb_feature *feature = &list[out->count++];
        *feature = (struct nb_feature){tag_of(tokens[at].text), 1};
        const struct nb_css_token *next = at + 1 < count ? &tokens[at + 1] : NULL;
        if (next && next->type == NB_CSS_NUMBER && next->number >= 0 &&
            next->number < 1000) {
            feature->value = (uint32_t)next->number;
            at++;
        } else if (next && next->type == NB_CSS_IDENT) {
            feature->value = strcasecmp(next->text, "off") != 0;
            at++;
        }
        if (at + 1 < count && !is_comma(&tokens[++at]))
            return false;
    }
    return true;
}

/* font-variant-numeric. */
static bool read_numeric(struct nb_arena *arena, const struct nb_css_token *tokens,
                         unsigned count, struct nb_value *out)
{
    static const struct {
        const char *name, *tag;
    } words[] = {{"lining-nums", "lnum"},
                 {"oldstyle-nums", "onum"},
                 {"proportional-nums", "pnum"},
                 {"tabular-nums", "tnum"},
                 {"diagonal-fractions", "frac"},
                 {"stacked-fractions", "afrc"},
                 {"ordinal", "ordn"},
                 {"slashed-zero", "zero"}};
    enum { COUNT = sizeof words / sizeof words[0] };
    struct nb_feature *list = new_features(arena, out);
    if (!list || count > COUNT)
        return false;
    if (count == 1 && tokens[0].type == NB_CSS_IDENT &&
        strcasecmp(tokens[0].text, "normal") == 0)
        return true;
    for (unsigned at = 0; at < count; at++) {
        size_t i = 0;
        while (i < COUNT && (tokens[at].type != NB_CSS_IDENT ||
                             strcasecmp(tokens[at].text, words[i].name) != 0))
            i++;
        if (i == COUNT)
            return false;
        list[out->count++] = (struct nb_feature){tag_of(words[i].tag), 1};
    }
    return true;
}

bool nb_value_read_global(const struct nb_css_token *token, struct nb_value *out)
{
    static const struct nb_keyword words[] = {{"inherit", NB_VALUE_INHERIT},
                                              {"initial", NB_VALUE_INITIAL},
                                              {"unset", NB_VALUE_UNSET}};
    if (token->type != NB_CSS_IDENT)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(token->text, words[i].name) == 0) {
            out->type = (enum nb_value_type)words[i].value;
            return true;
        }
    return false;
}

static bool read_keyword(const struct nb_keyword *words, const char *text,
                         struct nb_value *out)
{
    for (; words && words->name; words++)
        if (strcasecmp(text, words->name) == 0) {
            out->type = NB_VALUE_KEYWORD;
            out->keyword = words->value;
            return true;
        }
    return false;
}

static bool read_number(const struct nb_property *property,
                        const struct nb_css_token *token, struct nb_value *out)
{
    double number = token->number;
    if (property->takes & NB_TAKES_COUNT) {
        out->type = NB_VALUE_KEYWORD;
        if (!(number >= 1 && number <= 100))
            return false;
        out->keyword = (int)number;
        return out->keyword == number;
    }
    out->number = number;
    if (property->takes & NB_TAKES_NUMBER) {
        out->type = NB_VALUE_NUMBER;
        return number >= 0 && number <= most_points;
    }
    out->type = NB_VALUE_LENGTH;
    out->unit = NB_UNIT_PT;
    return number == 0 && (property->takes & NB_TAKES_LENGTH);
}

bool nb_value_read(struct nb_arena *arena, enum nb_property_id id,
                   const struct nb_css_token *tokens, unsigned count,
                   struct nb_value *out)
{
    const struct nb_property *property = &nb_properties[id];
    *out = (struct nb_value){0};
    if (count == 0)
        return false;
    if (count == 1 && nb_value_read_global(&tokens[0], out))
        return true;
    if (property->takes & NB_TAKES_FAMILIES)
        return read_families(arena, tokens, count, out);
    if (property->takes & NB_TAKES_FEATURES)
        return read_features(arena, tokens, count, out);
    if (property->takes & NB_TAKES_NUMERIC)
        return read_numeric(arena, tokens, count, out);
    if (property->takes & NB_TAKES_STRINGS)
        return nb_strings_read(arena, tokens, count, out);
    if (count != 1)
        return false;
    if (tokens[0].type == NB_CSS_IDENT &&
        read_keyword(property->keywords, tokens[0].text, out))
        return true;
    if (tokens[0].type == NB_CSS_NUMBER)
        return read_number(property, &tokens[0], out);
    if (property->takes & NB_TAKES_COLOR)
        return read_color(arena, &tokens[0], out);
    bool fits = false;
    if (tokens[0].type == NB_CSS_LENGTH && (property->takes & NB_TAKES_LENGTH))
        fits = read_length(&tokens[0], out);
    if (tokens[0].type == NB_CSS_PERCENT && (property->takes & NB_TAKES_PERCENT)) {
        out->type = NB_VALUE_LENGTH;
        out->unit = NB_UNIT_PERCENT;
        out->number = tokens[0].number;
        fits = fabs(out->number) <= most_points;
    }
    return fits && (out->number >= 0 || (property->takes & NB_TAKES_NEGATIVE));
}

static bool read_tokens(struct nb_arena *arena, const char *value,
                        struct nb_css_token *tokens, unsigned *count)
{
    *count = 0;
    while (*count < NB_MOST_TOKENS && nb_css_token(arena, &value, &tokens[*count]))
        (*count)++;
    return *count > 0 && *count < NB_MOST_TOKENS;
}

enum nb_outcome nb_declaration_read(struct nb_arena *arena, const char *name,
                                    const char *value, struct nb_expansion *out)
{
    struct nb_css_token tokens[NB_MOST_TOKENS];
    unsigned count;
    int property = nb_property_find(name);
    out->count = 0;
    bool some = read_tokens(arena, value, tokens, &count);
    if (property < 0)
        return nb_shorthand_read(arena, name, tokens, some ? count : 0, out);
    out->list[0].property = (enum nb_property_id)property;
    if (!some || !nb_value_read(arena, (enum nb_property_id)property, tokens, count,
                                &out->list[0].value))
        return NB_BAD_VALUE;
    out->count = 1;
    return NB_DECLARED;
}
