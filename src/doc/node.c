/* Nodes: the properties of their types, the links between them, and the walk. What may hold
 * what is one table of sets, read by the builder, which mends, and by the checker. */
#include "doc/tree.h"

#define BIT(type) (1u << (type))

#define INLINES \
    (BIT(NB_TEXT) | BIT(NB_EMPH) | BIT(NB_STRONG) | BIT(NB_LINK) | BIT(NB_CODESPAN) | \
     BIT(NB_SUB) | BIT(NB_SUP) | BIT(NB_BREAK) | BIT(NB_SPAN) | BIT(NB_NOTEREF))
#define BLOCKS \
    (BIT(NB_PARAGRAPH) | BIT(NB_HEADING) | BIT(NB_QUOTE) | BIT(NB_PULLQUOTE) | \
     BIT(NB_LIST) | BIT(NB_FIGURE) | BIT(NB_TABLE) | BIT(NB_CODE) | BIT(NB_RULE) | \
     BIT(NB_EMBED) | BIT(NB_FOOTNOTE))

static const struct {
    const char *name;
    unsigned holds; /* the set of types that its children may have */
} types[] = {
    [NB_BODY] = {"body", BLOCKS},
    [NB_PARAGRAPH] = {"paragraph", INLINES},
    [NB_HEADING] = {"heading", INLINES},
    [NB_QUOTE] = {"quote", BLOCKS},
    [NB_PULLQUOTE] = {"pullquote", BLOCKS},
    [NB_LIST] = {"list", BIT(NB_ITEM)},
    [NB_ITEM] = {"item", BLOCKS},
    [NB_FIGURE] = {"figure", BIT(NB_CAPTION)},
    [NB_CAPTION] = {"caption", INLINES},
    [NB_TABLE] = {"table", BIT(NB_CAPTION) | BIT(NB_ROW)},
    [NB_ROW] = {"row", BIT(NB_CELL)},
    [NB_CELL] = {"cell", INLINES},
    [NB_CODE] = {"code", 0},
    [NB_RULE] = {"rule", 0},
    [NB_EMBED] = {"embed", BLOCKS},
    [NB_FOOTNOTE] = {"footnote", BLOCKS & ~BIT(NB_FOOTNOTE)},
    [NB_TEXT] = {"text", 0},
    [NB_EMPH] = {"emphasis", INLINES},
    [NB_STRONG] = {"strong", INLINES},
    [NB_LINK] = {"link", INLINES & ~BIT(NB_LINK)},
    [NB_CODESPAN] = {"codespan", 0},
    [NB_SUB] = {"sub", INLINES},
    [NB_SUP] = {"sup", INLINES},
    [NB_BREAK] = {"break", 0},
    [NB_SPAN] = {"span", INLINES},
    [NB_NOTEREF] = {"noteref", 0},
};

const char *nb_node_type_name(enum nb_node_type type)
{
    return types[type].name;
}

bool nb_node_is_inline(enum nb_node_type type)
{
    return (INLINES & BIT(type)) != 0;
}

bool nb_node_is_leaf(enum nb_node_type type)
{
    return types[type].holds == 0;
}

bool nb_node_may_hold(enum nb_node_type parent, enum nb_node_type child)
{
    return (types[parent].holds & BIT(child)) != 0;
}

bool nb_node_holds_inlines(enum nb_node_type type)
{
    return (types[type].holds & BIT(NB_TEXT)) != 0;
}

bool nb_node_may_be_empty(const struct nb_node *node)
{
    if (node->type == NB_FIGURE)
        return node->u.figure.src || node->u.figure.alt || node->u.figure.credit ||
               node->u.figure.image;
    if (node->type == NB_EMBED)
        return node->u.embed.title || node->u.embed.url || node->u.embed.duration;
    return nb_node_is_leaf(node->type) || node->type == NB_BODY ||
           node->type == NB_CELL;
}

void nb_node_append(struct nb_node *parent, struct nb_node *child)
{
    child->parent = parent;
    child->prev = parent->last;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void nb_node_prepend(struct nb_node *parent, struct nb_node *child)
{
    child->parent = parent;
    child->prev = NULL;
    child->next = parent->first;
    if (parent->first)
        parent->first->prev = child;
    else
        parent->last = child;
    parent->first = child;
}

/* Joins what stands before and behind a gap in the children of `parent`. */
static void join(struct nb_node *parent, struct nb_node *prev, struct nb_node *next)
{
    if (prev)
        prev->next = next;
    else
        parent->first = next;
    if (next)
        next->prev = prev;
    else
        parent->last = prev;
}

void nb_node_unlink(struct nb_node *node)
{
    join(node->parent, node->prev, node->next);
    node->parent = node->prev = node->next = NULL;
}

void nb_node_unwrap(struct nb_node *node)
{
    struct nb_node *parent = node->parent, *first = node->first, *last = node->last;
    if (!first) {
        nb_node_unlink(node);
        return;
    }
    for (struct nb_node *child = first; child; child = child->next)
        child->parent = parent;
    join(parent, node->prev, first);
    first->prev = node->prev;
    join(parent, last, node->next);
    node->parent = node->prev = node->next = node->first = node->last = NULL;
}

struct nb_node *nb_node_following(const struct nb_node *node,
                                  const struct nb_node *root, bool into)
{
    if (into && node->first)
        return node->first;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

struct nb_walk nb_walk_start(const struct nb_node *root)
{
    return (struct nb_walk){.root = root};
}

bool nb_walk_next(struct nb_walk *walk)
{
    const struct nb_node *node = walk->node;
    if (!node) {
        walk->node = walk->root;
        walk->event = NB_ENTER;
    } else if (walk->event == NB_ENTER && node->first && !walk->skip) {
        walk->node = node->first;
        walk->depth++;
    } else if (walk->event == NB_ENTER) {
        walk->event = NB_EXIT;
        walk->skip = false;
    } else if (node == walk->root) {
        return false;
    } else if (node->next) {
        walk->node = node->next;
        walk->event = NB_ENTER;
    } else {
        walk->node = node->parent;
        walk->depth--;
    }
    return walk->node != NULL;
}

void nb_walk_skip(struct nb_walk *walk)
{
    walk->skip = true;
}
