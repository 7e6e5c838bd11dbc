/* The links of the tree: how nodes are put in and taken out. For the builder and for passes
 * that change an article before it is checked; writers only walk. */
#ifndef NB_DOC_TREE_H
#define NB_DOC_TREE_H

#include "doc/doc.h"

/* Makes `child`, which is in no tree, the last or the first child of `parent`. */
void nb_node_append(struct nb_node *parent, struct nb_node *child);
void nb_node_prepend(struct nb_node *parent, struct nb_node *child);

/* Takes `node` with all below it out of its tree; its own links are NULL then. */
void nb_node_unlink(struct nb_node *node);

/* Puts the children of `node` in its place and takes it out. */
void nb_node_unwrap(struct nb_node *node);

/* The node behind `node` in document order below `root`, or NULL; with `into` false the
 * children of `node` are passed over. Ask before the tree is changed. */
struct nb_node *nb_node_following(const struct nb_node *node,
                                  const struct nb_node *root, bool into);

/* Whether `type` holds inlines only: a paragraph, a cell, an emphasis … */
bool nb_node_holds_inlines(enum nb_node_type type);

/* Whether the node says something without children: leaves, the body, cells, and figures and
 * embeds with a source, a title … */
bool nb_node_may_be_empty(const struct nb_node *node);

#endif
