/* HTML and XML trees: the only user of libxml2. A tree lives as long as its document; strings
 * are borrowed from it. All text is UTF-8; the caller decodes first (charset.h). No network,
 * no external entities, no DTD, bounded depth. Node pointers are opaque. */
#ifndef NB_BASE_XML_H
#define NB_BASE_XML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>

struct nb_xml;      /* a document; owned: nb_xml_free */
struct nb_xml_node; /* an element or a text node; borrowed */

/* Parses HTML as browsers see it, always recovering. NB_FORMAT only when there is no tree. */
enum nb_status nb_xml_parse_html(struct nb_ctx *ctx, const char *source,
                                 struct nb_str text, struct nb_xml **out) NB_CHECKED;

/* As nb_xml_parse_html, for HTML that stands inside another file from `line` on (0: not
 * known); the nodes' lines are those of the file. */
enum nb_status nb_xml_parse_fragment(struct nb_ctx *ctx, const char *source,
                                     unsigned line, struct nb_str text,
                                     struct nb_xml **out) NB_CHECKED;

/* Parses well-formed XML; reports the first error with its line (NB_FORMAT). An element whose
 * prefix is not declared keeps it in its name and has no namespace. */
enum nb_status nb_xml_parse(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            struct nb_xml **out) NB_CHECKED;

/* As nb_xml_parse, but errors are passed over in silence, and what is too large is cut with a
 * report. NB_FORMAT only when there is no tree. */
enum nb_status nb_xml_recover(struct nb_ctx *ctx, const char *source,
                              struct nb_str text, struct nb_xml **out) NB_CHECKED;

/* A document of its own from all below `node`, under a root called `name`; names become lower
 * case. It borrows from the other document and must go before it. */
enum nb_status nb_xml_copy(struct nb_ctx *ctx, const struct nb_xml_node *node,
                           const char *name, struct nb_xml **out) NB_CHECKED;

void nb_xml_free(struct nb_xml *xml); /* NULL is fine */

/* The walk: NULL where there is none. Comments, processing instructions are passed over. */
struct nb_xml_node *nb_xml_root(const struct nb_xml *xml);
struct nb_xml_node *nb_xml_parent(const struct nb_xml_node *node);
struct nb_xml_node *nb_xml_first(const struct nb_xml_node *node);
struct nb_xml_node *nb_xml_last(const struct nb_xml_node *node);
struct nb_xml_node *nb_xml_next(const struct nb_xml_node *node);
struct nb_xml_node *nb_xml_prev(const struct nb_xml_node *node);

/* The first child of that name, or NULL; of NULL too. */
struct nb_xml_node *nb_xml_child(const struct nb_xml_node *node, const char *name);

/* The node after `node` in document order below `root`, or NULL; without `into`, the children
 * of `node` are passed over. */
struct nb_xml_node *nb_xml_following(const struct nb_xml_node *node,
                                     const struct nb_xml_node *root, bool into);

/* Nodes are numbered from 0 in document order: for tables beside the tree. */
unsigned nb_xml_count(const struct nb_xml *xml);
unsigned nb_xml_index(const struct nb_xml_node *node);

const char *
nb_xml_name(const struct nb_xml_node *node); /* local name, lower case for HTML;
                                                            NULL for text */
const char *nb_xml_namespace(const struct nb_xml_node *node); /* its URI, or NULL */
bool nb_xml_is(const struct nb_xml_node *node, const char *name);
const char *nb_xml_text(const struct nb_xml_node *node); /* of a text node, else NULL */
unsigned nb_xml_line(const struct nb_xml_node *node);

/* An attribute's value, "" when it has none, NULL when it is absent. Borrowed. */
const char *nb_xml_attr(const struct nb_xml_node *node, const char *name);

/* Whether the space-separated attribute (class, rel …) has the word, ASCII case folded. */
bool nb_xml_attr_has(const struct nb_xml_node *node, const char *name,
                     const char *word);

/* The character of an HTML entity, with or without "&" and ";": "&eacute;", "#8217", "#x2019".
 * 0 for what is none, and for a number that is no character. */
unsigned nb_xml_entity(struct nb_str name);

/* Appends all the text below `node`, as it stands, script and style passed over. */
void nb_xml_text_below(const struct nb_xml_node *node, struct nb_buf *out);

#endif
