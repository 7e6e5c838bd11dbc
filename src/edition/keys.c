/* The tables of keys, and the checks of their values. */
#include "edition/keys.h"

#include "base/near.h"
#include "base/str.h"
#include "edition/edition.h"

#include <string.h>

#define KEY(name, kind, member) \
    { \
        name, kind, offsetof(struct nb_edition_file, member) \
    }
#define IN_SECTION(name, kind, member) \
    { \
        name, kind, offsetof(struct nb_edition_section, member) \
    }

const struct nb_edition_key nb_edition_keys[] = {
    KEY("title", NB_KEY_TEXT, title),
    KEY("subtitle", NB_KEY_TEXT, subtitle),
    KEY("number", NB_KEY_TEXT, number),
    KEY("id", NB_KEY_TEXT, id),
    KEY("date", NB_KEY_DATE, date),
    KEY("language", NB_KEY_LANG, lang),
    KEY("publisher", NB_KEY_TEXT, publisher),
    KEY("rights", NB_KEY_TEXT, rights),
    KEY("cover", NB_KEY_TEXT, cover),
    KEY("style", NB_KEY_TEXT, style),
    KEY("paper", NB_KEY_TEXT, paper),
    KEY("device", NB_KEY_TEXT, device),
    KEY("font-dir", NB_KEY_STRINGS, font_folders),
    KEY("max-size", NB_KEY_SIZE, most_size),
    KEY("embed-fonts", NB_KEY_FLAG, embed_fonts),
    KEY("leader", NB_KEY_TEXT, leader),
    KEY("dedupe", NB_KEY_DEDUPE, dedupe),
    KEY("editors", NB_KEY_STRINGS, editors),
    KEY("outputs", NB_KEY_STRINGS, outputs),
    KEY("sources", NB_KEY_STRINGS, own.sources),
    KEY("limit", NB_KEY_COUNT, own.limit),
    KEY("order", NB_KEY_ORDER, own.order),
    KEY("window", NB_KEY_WINDOW, own.window),
    KEY("include", NB_KEY_PATTERNS, own.include),
    KEY("exclude", NB_KEY_PATTERNS, own.exclude),
    KEY("sections", NB_KEY_SECTIONS, sections),
    KEY("articles", NB_KEY_OVERRIDES, overrides),
    {NULL, NB_KEY_TEXT, 0},
};

const struct nb_edition_key nb_edition_section_keys[] = {
    IN_SECTION("title", NB_KEY_TEXT, title),
    IN_SECTION("sources", NB_KEY_STRINGS, sources),
    IN_SECTION("limit", NB_KEY_COUNT, limit),
    IN_SECTION("order", NB_KEY_ORDER, order),
    IN_SECTION("window", NB_KEY_WINDOW, window),
    IN_SECTION("include", NB_KEY_PATTERNS, include),
    IN_SECTION("exclude", NB_KEY_PATTERNS, exclude),
    {NULL, NB_KEY_TEXT, 0},
};

const struct nb_edition_key nb_edition_pattern_keys[] = {
    {"title", NB_KEY_STRINGS, offsetof(struct nb_edition_patterns, title)},
    {"author", NB_KEY_STRINGS, offsetof(struct nb_edition_patterns, author)},
    {"tag", NB_KEY_STRINGS, offsetof(struct nb_edition_patterns, tag)},
    {"site", NB_KEY_STRINGS, offsetof(struct nb_edition_patterns, site)},
    {NULL, NB_KEY_TEXT, 0},
};

#define OF_ARTICLE(name, kind, member) \
    { \
        name, kind, offsetof(struct nb_edition_override, member) \
    }

const struct nb_edition_key nb_edition_override_keys[] = {
    OF_ARTICLE("match", NB_KEY_STRINGS, match),
    OF_ARTICLE("headline", NB_KEY_TEXT, headline),
    OF_ARTICLE("kicker", NB_KEY_TEXT, kicker),
    OF_ARTICLE("weight", NB_KEY_WEIGHT, weight),
    OF_ARTICLE("section", NB_KEY_TEXT, section),
    OF_ARTICLE("omit", NB_KEY_FLAG, omit),
    OF_ARTICLE("picture", NB_KEY_TEXT, picture),
    OF_ARTICLE("alt", NB_KEY_TEXT, alt),
    {NULL, NB_KEY_TEXT, 0},
};

const struct nb_edition_key *nb_edition_key_find(const struct nb_edition_key *table,
                                                 const char *name)
{
    for (; table->name; table++) {
        if (strcmp(table->name, name) == 0)
            return table;
    }
    return NULL;
}

_Static_assert(sizeof nb_edition_keys / sizeof nb_edition_keys[0] <= NB_EDITION_MARKS,
               "a mark for each key");
_Static_assert(sizeof nb_edition_section_keys / sizeof nb_edition_section_keys[0] <=
                   NB_EDITION_MARKS,
               "a mark for each key of a section");

_Static_assert(sizeof nb_edition_override_keys / sizeof nb_edition_override_keys[0] <=
                   NB_EDITION_MARKS,
               "a mark for each key of an override");

static struct nb_edition_mark where(const struct nb_edition_key *table,
                                    const struct nb_edition_mark *marks,
                                    const char *name)
{
    const struct nb_edition_key *key = nb_edition_key_find(table, name);
    return key ? marks[key - table] : (struct nb_edition_mark){0};
}

struct nb_edition_mark nb_edition_where(const struct nb_edition_file *file,
                                        const char *name)
{
    return where(nb_edition_keys, file->marks, name);
}

struct nb_edition_mark nb_section_where(const struct nb_edition_section *section,
                                        const char *name)
{
    return where(nb_edition_section_keys, section->marks, name);
}

/* One line that ends in .md names a file. */
const char *nb_edition_leader_file(const struct nb_edition_file *file)
{
    const char *leader = file->leader;
    size_t len = leader ? strlen(leader) : 0;
    bool is_file =
        len > 3 && !strchr(leader, '\n') && strcmp(leader + len - 3, ".md") == 0;
    return is_file ? leader : NULL;
}

void nb_section_mark(struct nb_edition_section *section, const char *name,
                     struct nb_edition_mark mark)
{
    const struct nb_edition_key *key =
        nb_edition_key_find(nb_edition_section_keys, name);
    if (key)
        section->marks[key - nb_edition_section_keys] = mark;
}

struct nb_edition_mark nb_override_where(const struct nb_edition_override *override,
                                         const char *name)
{
    return where(nb_edition_override_keys, override->marks, name);
}

const char *nb_edition_key_near(const struct nb_edition_key *table, const char *name)
{
    const char *near = NULL;
    size_t best = NB_NEAR;
    for (; table->name; table++) {
        if (nb_near_better(name, table->name, &best))
            near = table->name;
    }
    return near;
}

static bool is_date(const char *text)
{
    static const char shape[] = "dddd-dd-dd";
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++) {
        if (shape[i] == 'd' ? !nb_ascii_digit(text[i]) : text[i] != '-')
            return false;
    }
    int month = (text[5] - '0') * 10 + text[6] - '0';
    int day = (text[8] - '0') * 10 + text[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static bool is_lang(const char *text)
{
    size_t part = 0, parts = 0;
    for (const char *p = text;; p++) {
        if (nb_ascii_alpha(*p) || (parts && nb_ascii_digit(*p))) {
            if (++part > 8)
                return false;
            continue;
        }
        if (part < (parts ? 1u : 2u) || (*p && *p != '-'))
            return false;
        if (!*p)
            return true;
        parts++;
        part = 0;
    }
}

/* A number from 1 to 9999, with `unit` behind it. */
static bool is_count(const char *text, const char *unit)
{
    size_t digits = 0;
    while (nb_ascii_digit(text[digits]))
        digits++;
    return digits >= 1 && digits <= 4 && text[0] != '0' &&
           strcmp(text + digits, unit) == 0;
}

static bool is_weight(const char *text)
{
    text += *text == '-' || *text == '+';
    return strcmp(text, "0") == 0 || strcmp(text, "1000") == 0 ||
           (is_count(text, "") && strlen(text) <= 3);
}

static bool is_order(const char *text)
{
    return strcmp(text, "date") == 0 || strcmp(text, "weight") == 0 ||
           strcmp(text, "given") == 0;
}

size_t nb_edition_size(const char *text)
{
    enum { MOST_DIGITS = 9, PLACES = 3 };
    static const char units[] = "kMG";
    size_t number = 0, digits = 0, unit = 1, places = 0;
    for (; nb_ascii_digit(*text) && digits < MOST_DIGITS; text++, digits++)
        number = number * 10 + (size_t)(*text - '0');
    if (!digits)
        return 0;
    if (*text == '.') {
        for (text++; nb_ascii_digit(*text) && places < PLACES; text++, places++)
            number = number * 10 + (size_t)(*text - '0');
        if (!places)
            return 0;
    }
    const char *at = *text ? strchr(units, *text == 'K' ? 'k' : *text) : NULL;
    for (size_t power = at ? (size_t)(at - units) + 1 : 0; power > 0; power--)
        unit *= 1000;
    for (size_t i = 0; i < places; i++)
        unit /= 10;
    return unit && text[at != NULL] == '\0' ? number * unit : 0;
}

/* A share with at most two decimals, not so small that every two articles would have it. */
static bool is_share(const char *text)
{
    if (strcmp(text, "1") == 0 || strcmp(text, "1.0") == 0)
        return true;
    size_t len = strlen(text);
    return len >= 3 && len <= 4 && text[0] == '0' && text[1] == '.' && text[2] >= '3' &&
           text[2] <= '9' && (len == 3 || nb_ascii_digit(text[3]));
}

const char *nb_edition_value_wrong(enum nb_key_kind kind, const char *text)
{
    switch (kind) {
    case NB_KEY_TEXT:
    case NB_KEY_STRINGS:
    case NB_KEY_PATTERNS:
    case NB_KEY_SECTIONS:
    case NB_KEY_OVERRIDES:
        return NULL;
    case NB_KEY_WEIGHT:
        return is_weight(text) ? NULL : "a whole number from -1000 to 1000 is wanted: ";
    case NB_KEY_COUNT:
        return is_count(text, "") ? NULL : "a number from 1 to 9999 is wanted: ";
    case NB_KEY_ORDER:
        return is_order(text) ? NULL : "date, weight or given is wanted: ";
    case NB_KEY_WINDOW:
        return is_count(text, "d") ? NULL : "a number of days is wanted, such as 7d: ";
    case NB_KEY_FLAG:
        return strcmp(text, "yes") == 0 || strcmp(text, "no") == 0
                   ? NULL
                   : "yes or no is wanted: ";
    case NB_KEY_SIZE:
        return nb_edition_size(text) ? NULL : "a size is wanted, such as 25M: ";
    case NB_KEY_DEDUPE:
        return is_share(text) || strcmp(text, "off") == 0
                   ? NULL
                   : "a share from 0.3 to 1 is wanted, or off: ";
    case NB_KEY_DATE:
        return is_date(text) || strcmp(text, "today") == 0 ||
                       strcmp(text, "newest") == 0
                   ? NULL
                   : "a date is wanted, such as 2026-11-22, or today, or newest: ";
    case NB_KEY_LANG:
        return is_lang(text) ? NULL : "a language tag is wanted, such as en-GB: ";
    }
    return NULL;
}
