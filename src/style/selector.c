/* Selectors: types, classes, :first-child, :root, :lang(), descendants, children and a type
 * right before ("h2 + p"). Read once, matched from the right without recursion. */
#include "style/sheet.h"

#include "base/lang.h"

#include <string.h>

const struct nb_element nb_html_element = {NULL, "html", NULL, NULL, true, NULL};

static bool is_name_char(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* A name at *p, in the arena; NULL if there is none. */
static char *take_name(struct nb_arena *arena, const char **p)
{
    const char *from = *p;
    while (is_name_char(**p))
        (*p)++;
    if (*p == from || nb_ascii_digit(*from))
        return NULL;
    return nb_arena_copy(arena, from, (size_t)(*p - from));
}

/* The ranges of :lang(), names or strings; *p is behind the bracket. */
static bool take_langs(struct nb_arena *arena, const char **p, struct nb_compound *out)
{
    const char *end = strchr(*p, ')');
    if (!end)
        return false;
    const char *args = nb_arena_copy(arena, *p, (size_t)(end - *p));
    struct nb_css_token token;
    *p = end + 1;
    while (args && nb_css_token(arena, &args, &token)) {
        if (token.type == NB_CSS_DELIM && token.text[0] == ',')
            continue;
        if ((token.type != NB_CSS_IDENT && token.type != NB_CSS_STRING) ||
            out->lang_count == NB_MOST_LANGS)
            return false;
        out->langs[out->lang_count++] = token.text;
    }
    return out->lang_count > 0;
}

static bool take_pseudo(struct nb_arena *arena, const char **p, struct nb_compound *out)
{
    const char *name = take_name(arena, p);
    if (!name)
        return false;
    if (strcmp(name, "lang") == 0 && **p == '(' && out->lang_count == 0) {
        (*p)++;
        return take_langs(arena, p, out);
    }
    if (strcmp(name, "first-child") == 0) {
        out->first_child = true;
        return true;
    }
    if (strcmp(name, "root") == 0 && !out->type) {
        out->type = "html";
        return true;
    }
    return false;
}

/* One compound at *p; counts into *specificity. */
static bool take_compound(struct nb_arena *arena, const char **p,
                          struct nb_compound *out, unsigned *specificity)
{
    const char *from = *p;
    *out = (struct nb_compound){0};
    if (**p == '*') {
        (*p)++;
    } else if (is_name_char(**p)) {
        char *type = take_name(arena, p);
        for (char *c = type; c && *c; c++)
            *c = nb_ascii_lower(*c);
        if (!type)
            return false;
        out->type = type;
        *specificity += 1;
    }
    while (**p == '.' || **p == ':') {
        bool class = *(*p)++ == '.';
        *specificity += 1024;
        if (!class) {
            if (!take_pseudo(arena, p, out))
                return false;
        } else if (out->class_count == NB_MOST_CLASSES ||
                   !(out->classes[out->class_count++] = take_name(arena, p))) {
            return false;
        }
    }
    return *p > from;
}

/* The combinator at *p with the white space around it; false at the selector's end. */
static bool take_combinator(const char **p, enum nb_combinator *out)
{
    bool space = false;
    for (; nb_ascii_space(**p); (*p)++)
        space = true;
    if (**p == '\0' || **p == ',')
        return false;
    *out = NB_DESCENDANT;
    if (**p == '>' || **p == '+') {
        *out = **p == '>' ? NB_CHILD : NB_NEXT;
        for ((*p)++; nb_ascii_space(**p); (*p)++)
            ;
        return true;
    }
    return space;
}

/* The element before is known by its name alone. */
static bool bare_type(const struct nb_compound *compound)
{
    return compound->type && compound->class_count == 0 && compound->lang_count == 0 &&
           !compound->first_child && compound->combinator != NB_NEXT;
}

/* One selector at *p, up to a comma or the end. */
static struct nb_selector *take_selector(struct nb_arena *arena, const char **p)
{
    struct nb_compound parts[NB_MOST_COMPOUNDS];
    unsigned count = 0, specificity = 0;
    enum nb_combinator combinator = NB_DESCENDANT;
    do {
        if (count == NB_MOST_COMPOUNDS ||
            !take_compound(arena, p, &parts[count], &specificity))
            return NULL;
        parts[count].combinator = combinator;
        if (count && combinator == NB_NEXT && !bare_type(&parts[count - 1]))
            return NULL;
        count++;
    } while (take_combinator(p, &combinator));
    if (**p != '\0' && **p != ',')
        return NULL;
    struct nb_selector *selector = nb_arena_alloc(arena, sizeof *selector);
    struct nb_compound *compounds = nb_arena_array(arena, count, sizeof *compounds);
    if (!selector || !compounds)
        return NULL;
    for (unsigned i = 0; i < count; i++)
        compounds[i] = parts[count - 1 - i];
    selector->compounds = compounds;
    selector->count = count;
    selector->specificity = specificity;
    return selector;
}

struct nb_selector *nb_selector_read(struct nb_arena *arena, const char *text,
                                     const char **bad)
{
    struct nb_selector *first = NULL, **end = &first;
    const char *p = text;
    *bad = NULL;
    for (;;) {
        while (nb_ascii_space(*p))
            p++;
        const char *from = p;
        struct nb_selector *selector = take_selector(arena, &p);
        if (!selector) {
            *bad = from;
            return NULL;
        }
        *end = selector;
        end = &selector->next;
        if (*p == '\0')
            return first;
        p++;
    }
}

static bool has_class(const char *classes, const char *class)
{
    size_t len = strlen(class);
    for (const char *p = classes ? classes : ""; *p;) {
        size_t word = strcspn(p, " ");
        if (word == len && memcmp(p, class, len) == 0)
            return true;
        p += word;
        while (*p == ' ')
            p++;
    }
    return false;
}

static bool fits(const struct nb_compound *compound, const struct nb_element *element)
{
    if (compound->type && strcmp(compound->type, element->name) != 0)
        return false;
    if (compound->first_child && !element->first_child)
        return false;
    for (unsigned i = 0; i < compound->class_count; i++)
        if (!has_class(element->classes, compound->classes[i]))
            return false;
    bool spoken = compound->lang_count == 0;
    for (unsigned i = 0; i < compound->lang_count && !spoken; i++)
        spoken = element->lang && nb_lang_matches(element->lang, compound->langs[i]);
    return spoken;
}

static const struct nb_element *parent_of(const struct nb_element *element)
{
    if (element->parent || element == &nb_html_element ||
        strcmp(element->name, "html") == 0)
        return element->parent;
    return &nb_html_element;
}

/* After a failure only the last descendant combinator needs to look further up: what an
 * earlier one could still reach, it reaches too. */
bool nb_selector_matches(const struct nb_selector *selector,
                         const struct nb_element *element)
{
    const struct nb_compound *parts = selector->compounds;
    const struct nb_element *retry = NULL;
    unsigned retry_at = 0, at = 1;
    if (!fits(&parts[0], element))
        return false;
    while (at < selector->count) {
        enum nb_combinator combinator = parts[at - 1].combinator;
        bool found = false;
        if (combinator == NB_NEXT) {
            found = element->previous && strcmp(parts[at].type, element->previous) == 0;
        } else {
            element = parent_of(element);
            if (combinator == NB_DESCENDANT) {
                retry = element;
                retry_at = at;
            }
            found = element && fits(&parts[at], element);
        }
        while (!found && retry) {
            at = retry_at;
            element = retry = parent_of(retry);
            found = element && fits(&parts[at], element);
        }
        if (!found)
            return false;
        at++;
    }
    return true;
}
