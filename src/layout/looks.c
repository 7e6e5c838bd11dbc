/* Looks: the tree of computed styles. An article has some forty different elements however long
 * it is, so the children of one look are a short list that is searched in turn. */
#include "layout/looks.h"

#include <string.h>

/* Hostile input could give every word a language of its own. */
enum { MOST_CHILDREN = 400 };

const char nb_first_child[] = "";

/* Whether two strings that may be NULL are the same. */
static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static struct nb_look *add(struct nb_looks *looks, struct nb_look *parent,
                           const struct nb_element *element)
{
    struct nb_look *look = nb_arena_alloc(looks->arena, sizeof *look);
    if (!look)
        return NULL;
    look->element = *element;
    look->parent = parent;
    nb_style_compute(looks->sheet, NB_MEDIA_PRINT, &look->element,
                     parent ? &parent->style : NULL, &look->style);
    if (parent) {
        look->next = parent->children;
        parent->children = look;
        parent->child_count++;
    }
    return look;
}

bool nb_looks_start(struct nb_looks *looks, const struct nb_sheet *sheet,
                    struct nb_arena *arena, const char *lang)
{
    struct nb_element body = {.name = "body", .lang = lang, .first_child = true};
    looks->sheet = sheet;
    looks->arena = arena;
    looks->root = add(looks, NULL, &body);
    return looks->root != NULL;
}

struct nb_look *nb_look_child(struct nb_looks *looks, struct nb_look *parent,
                              const char *name, const char *classes, const char *lang,
                              const char *previous)
{
    struct nb_element wanted = {.parent = &parent->element,
                                .name = name,
                                .classes = classes,
                                .lang = lang ? lang : parent->element.lang,
                                .first_child = previous == nb_first_child,
                                .previous = previous};
    if (wanted.first_child)
        wanted.previous = NULL;
    if (parent->child_count > MOST_CHILDREN)
        wanted.lang = parent->element.lang;
    for (struct nb_look *look = parent->children; look; look = look->next) {
        const struct nb_element *element = &look->element;
        if (element->first_child == wanted.first_child && same(element->name, name) &&
            same(element->previous, wanted.previous) &&
            same(element->classes, classes) && same(element->lang, wanted.lang))
            return look;
    }
    struct nb_look *look = add(looks, parent, &wanted);
    return look ? look : parent;
}

struct nb_look *nb_look_of(struct nb_looks *looks, struct nb_look *parent,
                           const char *name, const char *classes)
{
    return nb_look_child(looks, parent, name, classes, NULL, NULL);
}

struct nb_look *nb_look_outer(struct nb_look *look)
{
    return look->parent ? look->parent : look;
}
