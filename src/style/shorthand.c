/* Shorthands: one declaration for several properties. Each reader either fills the expansion
 * or fails as a whole, as CSS wants. */
#include "style/property.h"

#include <string.h>
#include <strings.h>

struct input {
    struct nb_arena *arena;
    const struct nb_css_token *tokens;
    unsigned count;
};

static void add(struct nb_expansion *out, unsigned property,
                const struct nb_value *value)
{
    if (out->count == NB_MOST_EXPANDED)
        return;
    out->list[out->count].property = (enum nb_property_id)property;
    out->list[out->count].value = *value;
    out->count++;
}

/* Reads the first token as a value of `property` and adds it. */
static bool add_first(const struct input *in, unsigned property,
                      struct nb_expansion *out)
{
    struct nb_value value;
    if (!nb_value_read(in->arena, (enum nb_property_id)property, in->tokens, 1, &value))
        return false;
    add(out, property, &value);
    return true;
}

static void add_keyword(struct nb_expansion *out, unsigned property, int keyword)
{
    struct nb_value value = {.type = NB_VALUE_KEYWORD, .keyword = keyword};
    add(out, property, &value);
}

static void add_initial(struct nb_expansion *out, unsigned property)
{
    struct nb_value value = {.type = NB_VALUE_INITIAL};
    add(out, property, &value);
}

/* One to four values for the four sides. */
static bool read_sides(const struct input *in, unsigned first, struct nb_expansion *out)
{
    static const unsigned pick[4][4] = {
        {0, 0, 0, 0}, {0, 1, 0, 1}, {0, 1, 2, 1}, {0, 1, 2, 3}};
    if (in->count > 4)
        return false;
    for (unsigned side = 0; side < 4; side++) {
        struct input one = {in->arena, in->tokens + pick[in->count - 1][side], 1};
        if (!add_first(&one, first + side, out))
            return false;
    }
    return true;
}

/* Width, style and colour of a line, in any order, each at most once. `step` leads from one
 * of these properties to the next. */
static bool read_line(const struct input *in, unsigned width, unsigned step,
                      struct nb_expansion *out)
{
    bool seen[3] = {false, false, false};
    if (in->count > 3)
        return false;
    for (unsigned i = 0; i < in->count; i++) {
        struct input one = {in->arena, in->tokens + i, 1};
        unsigned part = 0;
        while (part < 3 && (seen[part] || !add_first(&one, width + part * step, out)))
            part++;
        if (part == 3)
            return false;
        seen[part] = true;
    }
    for (unsigned part = 0; part < 3; part++)
        if (!seen[part])
            add_initial(out, width + part * step);
    return true;
}

static bool read_border(const struct input *in, struct nb_expansion *out)
{
    for (unsigned side = 0; side < 4; side++)
        if (!read_line(in, NB_BORDER_WIDTH + side, 4, out))
            return false;
    return true;
}

static bool read_columns(const struct input *in, struct nb_expansion *out)
{
    return in->count == 1 && add_first(in, NB_COLUMN_COUNT, out);
}

static bool read_background(const struct input *in, struct nb_expansion *out)
{
    if (in->count == 1 && in->tokens[0].type == NB_CSS_IDENT &&
        strcasecmp(in->tokens[0].text, "none") == 0) {
        add_initial(out, NB_BACKGROUND_COLOR);
        return true;
    }
    return in->count == 1 && add_first(in, NB_BACKGROUND_COLOR, out);
}

static bool read_font_variant(const struct input *in, struct nb_expansion *out)
{
    if (in->count == 1 && add_first(in, NB_FONT_VARIANT_CAPS, out))
        return true;
    struct nb_value value;
    if (!nb_value_read(in->arena, NB_FONT_VARIANT_NUMERIC, in->tokens, in->count,
                       &value))
        return false;
    add(out, NB_FONT_VARIANT_NUMERIC, &value);
    return true;
}

/* Style, capitals and weight before the size; returns how many tokens they took. */
static unsigned read_font_words(const struct input *in, struct nb_expansion *out)
{
    static const unsigned properties[] = {NB_FONT_STYLE, NB_FONT_VARIANT_CAPS,
                                          NB_FONT_WEIGHT};
    unsigned at = 0;
    add_keyword(out, NB_FONT_STYLE, 0);
    add_keyword(out, NB_FONT_VARIANT_CAPS, 0);
    add_keyword(out, NB_FONT_WEIGHT, 400);
    for (; at < in->count; at++) {
        struct input one = {in->arena, in->tokens + at, 1};
        bool taken = in->tokens[at].type == NB_CSS_IDENT &&
                     strcasecmp(in->tokens[at].text, "normal") == 0;
        for (size_t i = 0; i < 3 && !taken; i++) {
            struct nb_value value;
            taken = nb_value_read(one.arena, (enum nb_property_id)properties[i],
                                  one.tokens, 1, &value) &&
                    value.type <= NB_VALUE_NUMBER;
            if (taken)
                out->list[i].value = value;
        }
        if (!taken)
            break;
    }
    return at;
}

/* font: [style || capitals || weight] size[/line-height] family… */
static bool read_font(const struct input *in, struct nb_expansion *out)
{
    unsigned at = read_font_words(in, out);
    struct input rest = {in->arena, in->tokens + at, 1};
    if (at >= in->count || !add_first(&rest, NB_FONT_SIZE, out))
        return false;
    at++;
    if (at + 1 < in->count && in->tokens[at].type == NB_CSS_DELIM &&
        in->tokens[at].text[0] == '/') {
        rest.tokens = in->tokens + at + 1;
        if (!add_first(&rest, NB_LINE_HEIGHT, out))
            return false;
        at += 2;
    } else {
        add_initial(out, NB_LINE_HEIGHT);
    }
    struct nb_value families;
    if (at >= in->count || !nb_value_read(in->arena, NB_FONT_FAMILY, in->tokens + at,
                                          in->count - at, &families))
        return false;
    add(out, NB_FONT_FAMILY, &families);
    return true;
}

static bool read_column_rule(const struct input *in, struct nb_expansion *out)
{
    return read_line(in, NB_COLUMN_RULE_WIDTH, 1, out);
}

#define SIDES(property) \
    static bool read_##property(const struct input *in, struct nb_expansion *out) \
    { \
        return read_sides(in, NB_##property, out); \
    }
#define SIDE(side) \
    static bool read_##side(const struct input *in, struct nb_expansion *out) \
    { \
        return read_line(in, NB_BORDER_WIDTH + NB_##side, 4, out); \
    }
SIDES(MARGIN)
SIDES(PADDING)
SIDES(BORDER_WIDTH)
SIDES(BORDER_STYLE)
SIDES(BORDER_COLOR)
SIDE(TOP)
SIDE(RIGHT)
SIDE(BOTTOM)
SIDE(LEFT)

/* A shorthand's reader, and the properties that inherit, initial and unset go to: `count`
 * from `first` on, `step` apart. */
static const struct {
    const char *name;
    bool (*read)(const struct input *in, struct nb_expansion *out);
    unsigned first, count, step;
} shorthands[] = {
    {"margin", read_MARGIN, NB_MARGIN, 4, 1},
    {"padding", read_PADDING, NB_PADDING, 4, 1},
    {"border", read_border, NB_BORDER_WIDTH, 12, 1},
    {"border-top", read_TOP, NB_BORDER_WIDTH + NB_TOP, 3, 4},
    {"border-right", read_RIGHT, NB_BORDER_WIDTH + NB_RIGHT, 3, 4},
    {"border-bottom", read_BOTTOM, NB_BORDER_WIDTH + NB_BOTTOM, 3, 4},
    {"border-left", read_LEFT, NB_BORDER_WIDTH + NB_LEFT, 3, 4},
    {"border-width", read_BORDER_WIDTH, NB_BORDER_WIDTH, 4, 1},
    {"border-style", read_BORDER_STYLE, NB_BORDER_STYLE, 4, 1},
    {"border-color", read_BORDER_COLOR, NB_BORDER_COLOR, 4, 1},
    {"font", read_font, NB_FONT_SIZE, NB_LINE_HEIGHT + 1, 1},
    {"font-variant", read_font_variant, NB_FONT_VARIANT_CAPS, 2, 1},
    {"columns", read_columns, NB_COLUMN_COUNT, 1, 1},
    {"column-rule", read_column_rule, NB_COLUMN_RULE_WIDTH, 3, 1},
    {"background", read_background, NB_BACKGROUND_COLOR, 1, 1},
};

enum nb_outcome nb_shorthand_read(struct nb_arena *arena, const char *name,
                                  const struct nb_css_token *tokens, unsigned count,
                                  struct nb_expansion *out)
{
    struct input in = {arena, tokens, count};
    struct nb_value global = {0};
    size_t i = 0;
    while (i < sizeof shorthands / sizeof shorthands[0] &&
           strcmp(shorthands[i].name, name) != 0)
        i++;
    if (i == sizeof shorthands / sizeof shorthands[0])
        return NB_UNKNOWN_PROPERTY;
    out->count = 0;
    if (count == 1 && nb_value_read_global(&tokens[0], &global)) {
        for (unsigned k = 0; k < shorthands[i].count; k++)
            add(out, shorthands[i].first + k * shorthands[i].step, &global);
        return NB_DECLARED;
    }
    if (count == 0 || !shorthands[i].read(&in, out)) {
        out->count = 0;
        return NB_BAD_VALUE;
    }
    return NB_DECLARED;
}
