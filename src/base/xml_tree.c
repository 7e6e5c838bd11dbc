/* The tree that xml.c and xml_copy.c make, as declared in xml.h: walked and asked. */
#include "base/xml_tree.h"

#include "base/xml.h"

#include <string.h>

struct nb_xml_node *nb_xml_root(const struct nb_xml *xml)
{
    return xml->root;
}

unsigned nb_xml_count(const struct nb_xml *xml)
{
    return xml->count;
}

unsigned nb_xml_index(const struct nb_xml_node *node)
{
    return node->index;
}

struct nb_xml_node *nb_xml_parent(const struct nb_xml_node *node)
{
    return node->parent && node->parent->name ? node->parent : NULL;
}

struct nb_xml_node *nb_xml_first(const struct nb_xml_node *node)
{
    return node->first;
}

struct nb_xml_node *nb_xml_last(const struct nb_xml_node *node)
{
    return node->last;
}

struct nb_xml_node *nb_xml_next(const struct nb_xml_node *node)
{
    return node->next;
}

struct nb_xml_node *nb_xml_prev(const struct nb_xml_node *node)
{
    return node->prev;
}

struct nb_xml_node *nb_xml_child(const struct nb_xml_node *node, const char *name)
{
    struct nb_xml_node *child = node ? node->first : NULL;
    while (child && !nb_xml_is(child, name))
        child = child->next;
    return child;
}

struct nb_xml_node *nb_xml_following(const struct nb_xml_node *node,
                                     const struct nb_xml_node *root, bool into)
{
    if (into && node->first)
        return node->first;
    while (node && node != root) {
        if (node->next)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

const char *nb_xml_name(const struct nb_xml_node *node)
{
    return node->name;
}

const char *nb_xml_namespace(const struct nb_xml_node *node)
{
    return node->uri;
}

bool nb_xml_is(const struct nb_xml_node *node, const char *name)
{
    return node->name && strcmp(node->name, name) == 0;
}

const char *nb_xml_text(const struct nb_xml_node *node)
{
    return node->text;
}

unsigned nb_xml_line(const struct nb_xml_node *node)
{
    return node->line;
}

const char *nb_xml_attr(const struct nb_xml_node *node, const char *name)
{
    for (const struct nb_xml_attr *attr = node->attrs; attr; attr = attr->next) {
        if (attr->name[0] == name[0] && strcmp(attr->name, name) == 0)
            return attr->value;
    }
    return NULL;
}

bool nb_xml_attr_has(const struct nb_xml_node *node, const char *name, const char *word)
{
    const char *p = nb_xml_attr(node, name);
    struct nb_str wanted = nb_str_of(word);
    while (p && *p) {
        while (nb_ascii_space(*p))
            p++;
        const char *from = p;
        while (*p && !nb_ascii_space(*p))
            p++;
        if (nb_str_eq_nocase((struct nb_str){from, (size_t)(p - from)}, wanted))
            return p != from;
    }
    return false;
}

void nb_xml_text_below(const struct nb_xml_node *node, struct nb_buf *out)
{
    const struct nb_xml_node *at = node;
    while (at) {
        bool into = !nb_xml_is(at, "script") && !nb_xml_is(at, "style");
        if (at->text)
            nb_buf_puts(out, at->text);
        at = nb_xml_following(at, node, into);
    }
}
