/* The cascade and the computed style. For each property the setting of the highest rank wins;
 * ranks are compared as they come, so that nothing is sorted and nothing allocated. Then the
 * winners are applied in the table's order. All results are bounded, whatever a sheet says. */
#include "style/sheet.h"

#include "base/unicode.h"

#include <string.h>

static const double least_size = 1, most_size = 1000, most_length = 14400;

/* What CSS calls initial values; 12 pt is the "medium" of browsers. */
static const struct nb_work initial = {
    .style =
        {
            .font_size = 12,
            .font_weight = 400,
            .line_height = 14.4,
            .line_number = 1.2,
            .color = {0, 0, 0, true},
            .orphans = 2,
            .widows = 2,
            .display = NB_DISPLAY_INLINE,
            .background = {0, 0, 0, true},
            /* "medium", seen only with a style */
            .border = {2.25, 2.25, 2.25, 2.25},
            .column_rule = 2.25,
            /* none: as the text, see settle_colors */
            .border_color =
                {{0, 0, 0, true}, {0, 0, 0, true}, {0, 0, 0, true}, {0, 0, 0, true}},
            .column_rule_color = {0, 0, 0, true},
        },
};

/* Importance, then the author before the built-in sheet, specificity, order. */
static uint64_t rank_of(const struct nb_setting *setting,
                        const struct nb_selector *selector)
{
    uint64_t specificity = selector->specificity & 0xFFFFFF;
    return (uint64_t)setting->important << 63 | (uint64_t)selector->rule->author << 62 |
           specificity << 32 | (uint64_t)setting->order << 1 | 1;
}

/* The rules that a medium takes a property from. */
static unsigned bits_of(enum nb_media media, enum nb_property_id property)
{
    if (media != NB_MEDIA_BOOK)
        return 1u << media;
    return property == NB_FONT_FAMILY ? NB_PRINT_BIT | NB_SCREEN_BIT : NB_SCREEN_BIT;
}

static void take_bucket(const struct nb_bucket *bucket, enum nb_media media,
                        const struct nb_element *element, struct nb_winner *winners)
{
    const struct nb_selector *selector = bucket ? bucket->first : NULL;
    for (; selector; selector = selector->next) {
        if (!(selector->rule->media & bits_of(media, NB_FONT_FAMILY)) ||
            !nb_selector_matches(selector, element))
            continue;
        const struct nb_setting *setting = selector->rule->settings;
        for (; setting; setting = setting->next) {
            struct nb_winner *winner = &winners[setting->property];
            uint64_t rank = rank_of(setting, selector);
            unsigned bits = bits_of(media, setting->property);
            if ((setting->media & bits) && rank > winner->rank)
                *winner = (struct nb_winner){setting, rank};
        }
    }
}

static void cascade(const struct nb_sheet *sheet, enum nb_media media,
                    const struct nb_element *element, struct nb_winner *winners)
{
    take_bucket(&sheet->any, media, element, winners);
    take_bucket(nb_map_get(sheet->types, nb_str_of(element->name)), media, element,
                winners);
    struct nb_str rest = nb_str_of(element->classes), class;
    while (nb_str_split(&rest, ' ', &class))
        if (class.len)
            take_bucket(nb_map_get(sheet->classes, class), media, element, winners);
}

static double bounded(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

/* A length in points; `whole` is what 100% is of. */
static double points(const struct nb_value *value, double size, double root,
                     double whole)
{
    double length = value->number;
    switch (value->unit) {
    case NB_UNIT_PT:
        break;
    case NB_UNIT_EM:
        length *= size;
        break;
    case NB_UNIT_REM:
        length *= root;
        break;
    case NB_UNIT_PERCENT:
        length *= whole / 100;
        break;
    }
    return bounded(length, -most_length, most_length);
}

/* CSS Fonts 4, section 2.2.1. */
static int relative_weight(bool bolder, int from)
{
    if (bolder)
        return from < 350 ? 400 : from < 550 ? 700 : 900;
    return from < 550 ? 100 : from < 750 ? 400 : 700;
}

static void apply_weight(const struct nb_value *value, const struct nb_style *parent,
                         struct nb_style *out)
{
    if (value->type == NB_VALUE_NUMBER)
        out->font_weight = (int)bounded(value->number, 100, 900);
    else if (value->keyword == 1 || value->keyword == 2)
        out->font_weight = relative_weight(value->keyword == 1, parent->font_weight);
    else
        out->font_weight = value->keyword;
}

static void apply_line_height(const struct nb_value *value, double root,
                              struct nb_style *out)
{
    out->line_number = 0;
    if (value->type == NB_VALUE_LENGTH)
        out->line_height = points(value, out->font_size, root, out->font_size);
    else
        out->line_number = value->type == NB_VALUE_NUMBER ? value->number : 1.2;
    if (out->line_number == 0 && value->type == NB_VALUE_NUMBER)
        out->line_height = 0; /* see settle */
}

/* The features that font-variant-numeric rules over, and font-feature-settings the others. */
static bool is_numeric(uint32_t tag)
{
    static const uint32_t tags[] = {
        NB_SCRIPT('l', 'n', 'u', 'm'), NB_SCRIPT('o', 'n', 'u', 'm'),
        NB_SCRIPT('p', 'n', 'u', 'm'), NB_SCRIPT('t', 'n', 'u', 'm'),
        NB_SCRIPT('f', 'r', 'a', 'c'), NB_SCRIPT('a', 'f', 'r', 'c'),
        NB_SCRIPT('o', 'r', 'd', 'n'), NB_SCRIPT('z', 'e', 'r', 'o')};
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

/* Replaces the features of one of the two kinds. */
static void apply_features(const struct nb_feature *features, unsigned count,
                           bool numeric, struct nb_style *out)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < out->feature_count; i++)
        if (is_numeric(out->features[i].tag) != numeric)
            out->features[kept++] = out->features[i];
    for (unsigned i = 0; i < count && kept < NB_MOST_FEATURES; i++)
        out->features[kept++] = features[i];
    out->feature_count = kept;
}

static void apply_families(const struct nb_value *value, struct nb_style *out)
{
    memset(out->families, 0, sizeof out->families);
    for (unsigned i = 0; i < value->count; i++)
        out->families[i] = value->families[i];
}

static void apply_special(const struct nb_setting *setting,
                          const struct nb_style *parent, double root,
                          struct nb_style *out)
{
    const struct nb_value *value = &setting->value;
    /* Of the properties that NB_FIELD_SPECIAL marks in the table; no switch, since the
     * enumeration has gaps where four sides stand. */
    if (setting->property == NB_FONT_SIZE)
        out->font_size =
            bounded(points(value, parent->font_size, root, parent->font_size),
                    least_size, most_size);
    else if (setting->property == NB_FONT_FAMILY)
        apply_families(value, out);
    else if (setting->property == NB_FONT_WEIGHT)
        apply_weight(value, parent, out);
    else if (setting->property == NB_LINE_HEIGHT)
        apply_line_height(value, root, out);
    else if (setting->property == NB_STRING_SET)
        out->strings = value->strings;
    else
        apply_features(value->features, value->count,
                       setting->property == NB_FONT_VARIANT_NUMERIC, out);
}

/* inherit, initial, unset: the field as another style has it. */
static void copy_field(enum nb_property_id id, const struct nb_work *from,
                       struct nb_work *out)
{
    const struct nb_property *property = &nb_properties[id];
    if (id == NB_FONT_VARIANT_NUMERIC || id == NB_FONT_FEATURE_SETTINGS) {
        struct nb_feature some[NB_MOST_FEATURES];
        unsigned count = 0;
        bool numeric = id == NB_FONT_VARIANT_NUMERIC;
        for (unsigned i = 0; i < from->style.feature_count; i++)
            if (is_numeric(from->style.features[i].tag) == numeric)
                some[count++] = from->style.features[i];
        apply_features(some, count, numeric, &out->style);
        return;
    }
    memcpy((char *)out + property->offset, (const char *)from + property->offset,
           property->size);
    if (id == NB_LINE_HEIGHT)
        out->style.line_number = from->style.line_number;
}

static void apply_plain(const struct nb_setting *setting, double root,
                        struct nb_work *out)
{
    const struct nb_property *property = &nb_properties[setting->property];
    const struct nb_value *value = &setting->value;
    char *field = (char *)out + property->offset;
    double length = 0;
    bool flag = value->keyword != 0;
    switch (property->field) {
    case NB_FIELD_LENGTH:
        if (value->type == NB_VALUE_LENGTH)
            length = points(value, out->style.font_size, root, out->style.font_size);
        memcpy(field, &length, sizeof length);
        break;
    case NB_FIELD_BOOL:
        memcpy(field, &flag, sizeof flag);
        break;
    case NB_FIELD_CODE: /* enums and unsigned are as wide as int */
        memcpy(field, &value->keyword, sizeof value->keyword);
        break;
    case NB_FIELD_COLOR:
        memcpy(field, &value->color, sizeof value->color);
        break;
    case NB_FIELD_SPECIAL:
        break;
    }
}

/* What is not inherited starts anew. */
static void start_from(const struct nb_style *parent, struct nb_work *out)
{
    const struct nb_style *first = &initial.style;
    *out = initial;
    out->style = *parent;
    struct nb_style *style = &out->style;
    style->display = first->display;
    memset(style->margin, 0, sizeof style->margin);
    memset(style->padding, 0, sizeof style->padding);
    memcpy(style->border, first->border, sizeof style->border);
    memcpy(style->border_color, first->border_color, sizeof style->border_color);
    style->background = first->background;
    style->columns = 0;
    style->column_gap = -1; /* normal: 1 em, see settle */
    style->column_rule = first->column_rule;
    style->column_rule_color = first->column_rule_color;
    style->span_all = false;
    style->break_before = style->break_after = style->break_inside = NB_BREAK_AUTO;
    style->max_height = 0;
    style->initial_letter = 0;
    style->superscript = style->subscript = style->underline = false;
    style->strings = NULL;
}

static struct nb_color settled_color(struct nb_color color, struct nb_color text)
{
    if (!color.none)
        return color;
    text.none = false;
    return text;
}

/* What depends on several properties. */
static void settle(struct nb_work *work)
{
    struct nb_style *style = &work->style;
    for (int side = 0; side < 4; side++) {
        if (!work->border_style[side])
            style->border[side] = 0;
        style->border_color[side] =
            settled_color(style->border_color[side], style->color);
    }
    if (!work->rule_style)
        style->column_rule = 0;
    style->column_rule_color = settled_color(style->column_rule_color, style->color);
    if (style->column_gap < 0)
        style->column_gap = style->font_size;
    style->superscript = work->vertical == 1;
    style->subscript = work->vertical == 2;
    if (style->line_number > 0)
        style->line_height = style->font_size * style->line_number;
    /* Lines must advance, and letters must not run backwards over each other. */
    style->line_height =
        bounded(style->line_height, style->font_size / 2, most_size * 4);
    style->letter_spacing =
        bounded(style->letter_spacing, -style->font_size / 2, style->font_size * 10);
    style->word_spacing =
        bounded(style->word_spacing, -style->font_size, style->font_size * 10);
}

/* The parent as a source of "inherit": its lines have their style back. */
static void work_of(const struct nb_style *style, struct nb_work *out)
{
    *out = (struct nb_work){.style = *style};
    for (int side = 0; side < 4; side++)
        out->border_style[side] = style->border[side] > 0;
    out->rule_style = style->column_rule > 0;
    out->vertical = style->superscript ? 1 : style->subscript ? 2 : 0;
}

static bool is_inherited(enum nb_property_id id)
{
    return id <= NB_WIDOWS;
}

static void apply(const struct nb_setting *setting, const struct nb_work *parent,
                  double root, struct nb_work *out)
{
    enum nb_property_id id = setting->property;
    enum nb_value_type type = setting->value.type;
    if (type == NB_VALUE_INHERIT || (type == NB_VALUE_UNSET && is_inherited(id)))
        copy_field(id, parent, out);
    else if (type == NB_VALUE_INITIAL || type == NB_VALUE_UNSET)
        copy_field(id, &initial, out);
    else if (nb_properties[id].field == NB_FIELD_SPECIAL)
        apply_special(setting, &parent->style, root, &out->style);
    else
        apply_plain(setting, root, out);
}

void nb_settings_compute(const struct nb_sheet *sheet, enum nb_media media,
                         const struct nb_winner *winners, const struct nb_style *parent,
                         struct nb_style *out)
{
    struct nb_work above, work;
    double root = parent == &initial.style ? initial.style.font_size
                                           : sheet->root[media].font_size;
    work_of(parent, &above);
    start_from(parent, &work);
    for (int id = 0; id < NB_PROPERTY_COUNT; id++)
        if (winners[id].setting)
            apply(winners[id].setting, &above, root, &work);
    settle(&work);
    *out = work.style;
}

void nb_style_compute(const struct nb_sheet *sheet, enum nb_media media,
                      const struct nb_element *element, const struct nb_style *parent,
                      struct nb_style *out)
{
    struct nb_winner winners[NB_PROPERTY_COUNT] = {{NULL, 0}};
    if (!parent)
        parent = element == &nb_html_element ? &initial.style : &sheet->root[media];
    cascade(sheet, media, element, winners);
    nb_settings_compute(sheet, media, winners, parent, out);
}
