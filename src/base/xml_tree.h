/* The tree behind xml.h, for xml*.c alone. */
#ifndef NB_BASE_XML_TREE_H
#define NB_BASE_XML_TREE_H

#include "base/arena.h"

struct nb_xml_attr {
    const char *name, *value;
    struct nb_xml_attr *next;
};

struct nb_xml_node {
    const char *name, *text, *uri;
    struct nb_xml_attr *attrs;
    struct nb_xml_node *parent, *prev, *next, *first, *last;
    unsigned line;
    unsigned index;
};

struct _xmlDict; /* libxml2's own name. NOLINT(bugprone-reserved-identifier) */

struct nb_xml {
    struct nb_arena *arena;
    struct nb_xml_node top; /* above the root; never handed out */
    struct nb_xml_node *root;
    struct _xmlDict *names; /* that elements and namespaces are called by, or NULL */
    unsigned count;
};

#endif
