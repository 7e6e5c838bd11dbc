/* Looks: the computed styles of the elements that layout sets, as a tree that remembers what
 * was asked before: the same element under the same parent is computed once. One thread at a
 * time. */
#ifndef NB_LAYOUT_LOOKS_H
#define NB_LAYOUT_LOOKS_H

#include "base/arena.h"
#include "style/style.h"

struct nb_look {
    struct nb_element element; /* its lang: the text's, inherited one included */
    struct nb_style style;
    struct nb_look *parent;          /* NULL: the body's */
    struct nb_look *children, *next; /* what was asked for below it */
    unsigned child_count;
};

struct nb_looks {
    const struct nb_sheet *sheet;
    struct nb_arena *arena;
    struct nb_look *root; /* the body in the edition's language */
};

/* Starts a tree in `arena`, which must outlive it. False without memory. */
bool nb_looks_start(struct nb_looks *looks, const struct nb_sheet *sheet,
                    struct nb_arena *arena, const char *lang);

/* The look of element `name` with `classes` (space-separated, or NULL) under `parent`. `lang`
 * is its text's language, NULL for the parent's; `previous` the name of the element before it,
 * nb_first_child when it is the first, NULL when that is not known. The strings must outlive
 * the tree. Without memory the parent comes back, and the arena's status tells; where one
 * element has hundreds of languages below it, the further ones look as the parent's language
 * does. */
struct nb_look *nb_look_child(struct nb_looks *looks, struct nb_look *parent,
                              const char *name, const char *classes, const char *lang,
                              const char *previous);

extern const char nb_first_child[];

/* As nb_look_child for the usual case: the parent's language, not the first child. */
struct nb_look *nb_look_of(struct nb_looks *looks, struct nb_look *parent,
                           const char *name, const char *classes);

/* The look around `look`; the body's for the body's own. */
struct nb_look *nb_look_outer(struct nb_look *look);

#endif
