/* The table of properties. To add one: an entry of the enum, a line here, and for a field that
 * is more than a length, a flag or a keyword, a case in compute.c. */
#include "style/property.h"

#include <string.h>

#define WORDS(name, ...) \
    static const struct nb_keyword name[] = {__VA_ARGS__, {NULL, 0}}

/* Bolder and lighter stand outside the weights. */
WORDS(weights, {"normal", 400}, {"bold", 700}, {"bolder", 1}, {"lighter", 2});
WORDS(slants, {"normal", 0}, {"italic", 1}, {"oblique", 1});
WORDS(caps, {"normal", 0}, {"small-caps", 1});
WORDS(normal, {"normal", 0});
WORDS(none, {"none", 0});
WORDS(automatic, {"auto", 0});
WORDS(aligns, {"start", NB_ALIGN_START}, {"end", NB_ALIGN_END}, {"left", NB_ALIGN_LEFT},
      {"right", NB_ALIGN_RIGHT}, {"center", NB_ALIGN_CENTER},
      {"justify", NB_ALIGN_JUSTIFY});
WORDS(hyphenation, {"none", 0}, {"manual", 0}, {"auto", 1});
WORDS(justifications, {"auto", 0}, {"inter-word", 1});
WORDS(transforms, {"none", NB_TRANSFORM_NONE}, {"uppercase", NB_TRANSFORM_UPPERCASE},
      {"lowercase", NB_TRANSFORM_LOWERCASE});
WORDS(autospaces, {"normal", 0}, {"auto", 0}, {"no-autospace", 1});
WORDS(quotations, {"auto", 0}, {"none", 1});
WORDS(spaces, {"normal", 0}, {"pre", 1}, {"pre-wrap", 1});
WORDS(displays, {"block", NB_DISPLAY_BLOCK}, {"inline", NB_DISPLAY_INLINE},
      {"none", NB_DISPLAY_NONE}, {"list-item", NB_DISPLAY_BLOCK},
      {"table", NB_DISPLAY_BLOCK}, {"table-row", NB_DISPLAY_BLOCK},
      {"table-cell", NB_DISPLAY_BLOCK}, {"table-caption", NB_DISPLAY_BLOCK});
WORDS(line_styles, {"none", 0}, {"hidden", 0}, {"solid", 1});
WORDS(spans, {"none", 0}, {"all", 1});
WORDS(breaks, {"auto", NB_BREAK_AUTO}, {"avoid", NB_BREAK_AVOID},
      {"avoid-page", NB_BREAK_AVOID}, {"avoid-column", NB_BREAK_AVOID},
      {"column", NB_BREAK_COLUMN}, {"page", NB_BREAK_PAGE}, {"always", NB_BREAK_PAGE});
WORDS(inner_breaks, {"auto", NB_BREAK_AUTO}, {"avoid", NB_BREAK_AVOID},
      {"avoid-page", NB_BREAK_AVOID}, {"avoid-column", NB_BREAK_AVOID});
WORDS(verticals, {"baseline", 0}, {"super", 1}, {"sub", 2});
WORDS(decorations, {"none", 0}, {"underline", 1});

/* Members of structs cannot stand in brackets here. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define WHERE(member) \
    offsetof(struct nb_work, member), sizeof(((struct nb_work *)0)->member)
#define P(name, takes, words, field, member) \
    { \
        name, words, WHERE(member), takes, NB_FIELD_##field \
    }
#define P4(before, after, takes, words, field, member) \
    P(before "-top" after, takes, words, field, member[NB_TOP]), \
        P(before "-right" after, takes, words, field, member[NB_RIGHT]), \
        P(before "-bottom" after, takes, words, field, member[NB_BOTTOM]), \
        P(before "-left" after, takes, words, field, member[NB_LEFT])
/* NOLINTEND(bugprone-macro-parentheses) */

enum {
    LENGTH = NB_TAKES_LENGTH,
    PERCENT = NB_TAKES_PERCENT,
    NEGATIVE = NB_TAKES_NEGATIVE,
    COUNT = NB_TAKES_COUNT,
    COLOR = NB_TAKES_COLOR
};

const struct nb_property nb_properties[NB_PROPERTY_COUNT] = {
    P("font-size", LENGTH | PERCENT, NULL, SPECIAL, style.font_size),
    P("font-family", NB_TAKES_FAMILIES, NULL, SPECIAL, style.families),
    P("font-weight", NB_TAKES_NUMBER, weights, SPECIAL, style.font_weight),
    P("font-style", 0, slants, BOOL, style.italic),
    P("font-variant-caps", 0, caps, BOOL, style.small_caps),
    P("font-variant-numeric", NB_TAKES_NUMERIC, NULL, SPECIAL, style.features),
    P("font-feature-settings", NB_TAKES_FEATURES, NULL, SPECIAL, style.features),
    P("line-height", LENGTH | PERCENT | NB_TAKES_NUMBER, normal, SPECIAL,
      style.line_height),
    P("letter-spacing", LENGTH | PERCENT | NEGATIVE, normal, LENGTH,
      style.letter_spacing),
    P("word-spacing", LENGTH | PERCENT | NEGATIVE, normal, LENGTH, style.word_spacing),
    P("color", COLOR, NULL, COLOR, style.color),
    P("text-align", 0, aligns, CODE, style.align),
    P("text-justify", 0, justifications, BOOL, style.rigid),
    P("text-indent", LENGTH | NEGATIVE, NULL, LENGTH, style.indent),
    P("hyphens", 0, hyphenation, BOOL, style.hyphens),
    P("text-transform", 0, transforms, CODE, style.transform),
    P("quotes", 0, quotations, BOOL, style.straight),
    P("text-autospace", 0, autospaces, BOOL, style.no_autospace),
    P("white-space", 0, spaces, BOOL, style.preformatted),
    P("orphans", COUNT, NULL, CODE, style.orphans),
    P("widows", COUNT, NULL, CODE, style.widows),
    P("display", 0, displays, CODE, style.display),
    P4("margin", "", LENGTH | NEGATIVE, automatic, LENGTH, style.margin),
    P4("padding", "", LENGTH, NULL, LENGTH, style.padding),
    P4("border", "-width", LENGTH, NULL, LENGTH, style.border),
    P4("border", "-style", 0, line_styles, CODE, border_style),
    P4("border", "-color", COLOR, NULL, COLOR, style.border_color),
    P("background-color", COLOR, NULL, COLOR, style.background),
    P("column-count", COUNT, automatic, CODE, style.columns),
    P("column-gap", LENGTH, NULL, LENGTH, style.column_gap),
    P("column-rule-width", LENGTH, NULL, LENGTH, style.column_rule),
    P("column-rule-style", 0, line_styles, CODE, rule_style),
    P("column-rule-color", COLOR, NULL, COLOR, style.column_rule_color),
    P("column-span", 0, spans, BOOL, style.span_all),
    P("break-before", 0, breaks, CODE, style.break_before),
    P("break-after", 0, breaks, CODE, style.break_after),
    P("break-inside", 0, inner_breaks, CODE, style.break_inside),
    P("max-height", LENGTH, none, LENGTH, style.max_height),
    P("initial-letter", COUNT, normal, CODE, style.initial_letter),
    P("vertical-align", 0, verticals, CODE, vertical),
    P("text-decoration", 0, decorations, BOOL, style.underline),
    P("string-set", NB_TAKES_STRINGS, NULL, SPECIAL, style.strings),
};

int nb_property_find(const char *name)
{
    static const struct nb_keyword aliases[] = {
        {"page-break-before", NB_BREAK_BEFORE},
        {"page-break-after", NB_BREAK_AFTER},
        {"page-break-inside", NB_BREAK_INSIDE},
        {"text-decoration-line", NB_TEXT_DECORATION},
    };
    for (int i = 0; i < NB_PROPERTY_COUNT; i++)
        if (nb_properties[i].name[0] == name[0] &&
            strcmp(nb_properties[i].name, name) == 0)
            return i;
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (strcmp(aliases[i].name, name) == 0)
            return aliases[i].value;
    return -1;
}
