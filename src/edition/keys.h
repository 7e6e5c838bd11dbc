/* The edition file's keys, as tables: what there is, what it wants, where it goes. */
#ifndef NB_EDITION_KEYS_H
#define NB_EDITION_KEYS_H

#include <stddef.h>

enum nb_key_kind {
    NB_KEY_TEXT,
    NB_KEY_DATE, /* ISO 8601 day, "today" or "newest" */
    NB_KEY_LANG, /* BCP 47 */
    NB_KEY_STRINGS,
    NB_KEY_COUNT,    /* 1 to 9999 */
    NB_KEY_ORDER,    /* "date", "weight" or "given" */
    NB_KEY_WINDOW,   /* days: "7d" */
    NB_KEY_FLAG,     /* "yes" or "no" */
    NB_KEY_SIZE,     /* bytes: "25M", "1.5M", "800k" */
    NB_KEY_DEDUPE,   /* 0.3 to 1, or "off" */
    NB_KEY_PATTERNS, /* a mapping of its own */
    NB_KEY_WEIGHT,   /* a whole number, -1000 to 1000 */
    NB_KEY_SECTIONS,
    NB_KEY_OVERRIDES
};

struct nb_edition_key {
    const char *name; /* NULL ends a table */
    enum nb_key_kind kind;
    size_t offset; /* of the target in what the table describes */
};

extern const struct nb_edition_key nb_edition_keys[];
extern const struct nb_edition_key nb_edition_section_keys[];
extern const struct nb_edition_key nb_edition_pattern_keys[];
extern const struct nb_edition_key nb_edition_override_keys[];

struct nb_edition_section;
struct nb_edition_mark;

/* Says where the value of a section's key stands. */
void nb_section_mark(struct nb_edition_section *section, const char *name,
                     struct nb_edition_mark mark);

/* The key of that name, or NULL. */
const struct nb_edition_key *nb_edition_key_find(const struct nb_edition_key *table,
                                                 const char *name);

/* The nearest key for a misspelt one, or NULL when none is near. */
const char *nb_edition_key_near(const struct nb_edition_key *table, const char *name);

/* The bytes that a size means (k, M and G are thousands, so that the limit holds however a shop
 * counts); 0 when it is none. */
size_t nb_edition_size(const char *text);

/* What is wrong with a value, ending in ": ", or NULL if nothing is. Static storage. */
const char *nb_edition_value_wrong(enum nb_key_kind kind, const char *text);

#endif
