/* The properties that the typeset page knows: their names, what values they take, and the
 * field of a computed style that each one sets. Inside style/ only. */
#ifndef NB_STYLE_PROPERTY_H
#define NB_STYLE_PROPERTY_H

#include "base/arena.h"
#include "base/css.h"
#include "style/style.h"

/* In the order in which they are computed: lengths in em need the font size. */
enum nb_property_id {
    NB_FONT_SIZE,
    NB_FONT_FAMILY,
    NB_FONT_WEIGHT,
    NB_FONT_STYLE,
    NB_FONT_VARIANT_CAPS,
    NB_FONT_VARIANT_NUMERIC,
    NB_FONT_FEATURE_SETTINGS,
    NB_LINE_HEIGHT,
    NB_LETTER_SPACING,
    NB_WORD_SPACING,
    NB_COLOR,
    NB_TEXT_ALIGN,
    NB_TEXT_JUSTIFY,
    NB_TEXT_INDENT,
    NB_HYPHENS,
    NB_TEXT_TRANSFORM,
    NB_QUOTES,
    NB_TEXT_AUTOSPACE,
    NB_WHITE_SPACE,
    NB_ORPHANS,
    NB_WIDOWS,
    NB_DISPLAY,
    NB_MARGIN, /* each of the next seven stands for four, by enum nb_side */
    NB_PADDING = NB_MARGIN + 4,
    NB_BORDER_WIDTH = NB_PADDING + 4,
    NB_BORDER_STYLE = NB_BORDER_WIDTH + 4,
    NB_BORDER_COLOR = NB_BORDER_STYLE + 4,
    NB_BACKGROUND_COLOR = NB_BORDER_COLOR + 4,
    NB_COLUMN_COUNT,
    NB_COLUMN_GAP,
    NB_COLUMN_RULE_WIDTH,
    NB_COLUMN_RULE_STYLE,
    NB_COLUMN_RULE_COLOR,
    NB_COLUMN_SPAN,
    NB_BREAK_BEFORE,
    NB_BREAK_AFTER,
    NB_BREAK_INSIDE,
    NB_MAX_HEIGHT,
    NB_INITIAL_LETTER,
    NB_VERTICAL_ALIGN,
    NB_TEXT_DECORATION,
    NB_STRING_SET,
    NB_PROPERTY_COUNT
};

/* What kinds of value a property takes, besides its keywords. */
enum {
    NB_TAKES_LENGTH = 1,
    NB_TAKES_PERCENT = 2,
    NB_TAKES_NUMBER = 4,
    NB_TAKES_COUNT = 8, /* a whole number from 1 */
    NB_TAKES_COLOR = 16,
    NB_TAKES_NEGATIVE = 32,
    NB_TAKES_FAMILIES = 64,
    NB_TAKES_FEATURES = 128,
    NB_TAKES_NUMERIC = 256, /* the words of font-variant-numeric */
    NB_TAKES_STRINGS = 512  /* as string-set */
};

struct nb_keyword {
    const char *name;
    int value;
};

/* A computed style with what it takes to get there. */
struct nb_work {
    struct nb_style style;
    unsigned border_style[4], rule_style; /* 0: none, 1: solid */
    unsigned vertical;                    /* 0: baseline, 1: super, 2: sub */
};

enum nb_field {
    NB_FIELD_LENGTH, /* double */
    NB_FIELD_BOOL,
    NB_FIELD_CODE, /* an enum or unsigned: the keyword's value or the count */
    NB_FIELD_COLOR,
    NB_FIELD_SPECIAL /* see compute.c */
};

struct nb_property {
    const char *name;
    const struct nb_keyword *keywords; /* ends in a NULL name; or NULL */
    size_t offset, size;               /* in struct nb_work */
    unsigned takes;
    enum nb_field field;
};

extern const struct nb_property nb_properties[NB_PROPERTY_COUNT];

/* The property of this name, page-break-* and other aliases included; -1 if there is none. */
int nb_property_find(const char *name);

enum nb_value_type {
    NB_VALUE_KEYWORD,
    NB_VALUE_LENGTH,
    NB_VALUE_NUMBER,
    NB_VALUE_COLOR,
    NB_VALUE_FAMILIES,
    NB_VALUE_FEATURES,
    NB_VALUE_STRINGS,
    NB_VALUE_INHERIT,
    NB_VALUE_INITIAL,
    NB_VALUE_UNSET
};
enum nb_unit { NB_UNIT_PT, NB_UNIT_EM, NB_UNIT_REM, NB_UNIT_PERCENT };

struct nb_value {
    enum nb_value_type type;
    enum nb_unit unit; /* of a length; absolute ones are pt already */
    double number;     /* length or number */
    int keyword;       /* the keyword's value */
    unsigned count;    /* of families or features */
    struct nb_color color;
    const char *const *families;
    const struct nb_feature *features;
    const struct nb_named_string *strings;
};

/* One value of one property, ready for the cascade. */
struct nb_setting {
    enum nb_property_id property;
    bool important;
    unsigned media; /* bits: 1 << enum nb_media */
    unsigned order; /* later declarations have a higher one */
    struct nb_value value;
    struct nb_setting *next;
};

/* What a declaration comes to: "border" sets twelve properties. */
enum { NB_MOST_EXPANDED = 16, NB_MOST_TOKENS = 64 };
struct nb_expansion {
    struct {
        enum nb_property_id property;
        struct nb_value value;
    } list[NB_MOST_EXPANDED];
    unsigned count;
};

enum nb_outcome { NB_DECLARED, NB_UNKNOWN_PROPERTY, NB_BAD_VALUE };

/* Reads a declaration. What it holds lives in `arena`. */
enum nb_outcome nb_declaration_read(struct nb_arena *arena, const char *name,
                                    const char *value, struct nb_expansion *out);

/* Reads one property's value from tokens; false if it does not take it. */
bool nb_value_read(struct nb_arena *arena, enum nb_property_id property,
                   const struct nb_css_token *tokens, unsigned count,
                   struct nb_value *out);

/* The value of string-set. */
bool nb_strings_read(struct nb_arena *arena, const struct nb_css_token *tokens,
                     unsigned count, struct nb_value *out);

/* inherit, initial, unset: a value that every property takes. */
bool nb_value_read_global(const struct nb_css_token *token, struct nb_value *out);

/* A length with an absolute unit in points; false if the unit is not one. */
bool nb_unit_points(const char *unit, double number, double *out);

/* A shorthand; NB_UNKNOWN_PROPERTY when `name` is none. */
enum nb_outcome nb_shorthand_read(struct nb_arena *arena, const char *name,
                                  const struct nb_css_token *tokens, unsigned count,
                                  struct nb_expansion *out);

#endif
