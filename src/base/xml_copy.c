/* A part of a tree as a document of its own, so that tables beside it stay small. */
#include "base/limits.h"
#include "base/mem.h"
#include "base/xml.h"
#include "base/xml_tree.h"

/* A name in lower case; the name itself when it is already. */
static const char *lowered(struct nb_arena *arena, const char *name)
{
    const char *p = name;
    while (*p && nb_ascii_lower(*p) == *p)
        p++;
    if (!*p)
        return name;
    char *copy = nb_arena_strdup(arena, name);
    for (char *c = copy; c && *c; c++)
        *c = nb_ascii_lower(*c);
    return copy;
}

static struct nb_xml_node *add(struct nb_xml *xml, struct nb_xml_node *parent,
                               const struct nb_xml_node *from)
{
    struct nb_xml_node *node = nb_arena_alloc(xml->arena, sizeof *node);
    if (!node)
        return NULL;
    node->name = from->name ? lowered(xml->arena, from->name) : NULL;
    node->text = from->text;
    node->uri = from->uri;
    node->attrs = from->attrs;
    node->line = from->line;
    node->index = xml->count++;
    node->parent = parent;
    node->prev = parent->last;
    if (node->prev)
        node->prev->next = node;
    else
        parent->first = node;
    parent->last = node;
    return node;
}

static void copy_below(struct nb_xml *xml, const struct nb_xml_node *root)
{
    const struct nb_xml_node *from = root->first;
    struct nb_xml_node *parent = xml->root;
    while (from && parent) {
        struct nb_xml_node *node = add(xml, parent, from);
        if (!node)
            return;
        if (from->first) {
            parent = node;
            from = from->first;
            continue;
        }
        while (from != root && !from->next) {
            from = from->parent;
            parent = node->parent;
            node = parent;
        }
        if (from == root)
            return;
        from = from->next;
        parent = node->parent;
    }
}

enum nb_status nb_xml_copy(struct nb_ctx *ctx, const struct nb_xml_node *node,
                           const char *name, struct nb_xml **out)
{
    struct nb_xml *xml = nb_calloc(1, sizeof *xml);
    *out = NULL;
    if (!xml)
        return NB_NOMEM;
    xml->arena = nb_arena_new(ctx->limits->article_bytes);
    if (!xml->arena) {
        nb_free(xml);
        return NB_NOMEM;
    }
    xml->root = add(xml, &xml->top, node);
    if (xml->root) {
        xml->root->name = nb_arena_strdup(xml->arena, name);
        copy_below(xml, node);
    }
    enum nb_status status = nb_arena_status(xml->arena);
    if (status == NB_OK)
        *out = xml;
    else
        nb_xml_free(xml);
    return status;
}
