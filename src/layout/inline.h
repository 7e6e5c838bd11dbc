/* Inlines become spans. */
#ifndef NB_LAYOUT_INLINE_H
#define NB_LAYOUT_INLINE_H

#include "layout/galley.h"

/* Spans being gathered, in scratch memory. */
struct nb_spans {
    struct nb_galley *galley;
    struct nb_span *at;
    size_t count, room;
};

/* Appends a span of `text` (which must outlive the setting) in the look's style. */
void nb_spans_add(struct nb_spans *spans, const struct nb_look *look, const char *text,
                  enum nb_role role);

/* Appends a copy of `text` that may be lost after the call. */
void nb_spans_copy(struct nb_spans *spans, const struct nb_look *look,
                   struct nb_str text, enum nb_role role);

/* Makes the last span a link: to an address, or to an article's or a note's anchor. */
void nb_spans_link(struct nb_spans *spans, const char *href);

/* Appends what stands below `node`, whose own look is `look`. */
void nb_spans_below(struct nb_spans *spans, struct nb_look *look,
                    const struct nb_node *node);

/* The direction that text below `node` has: its own, else its language's, else `around`. */
bool nb_node_rtl(const struct nb_node *node, bool around);

/* The name that a reference to a note leads to; NULL after a failure. Lives with the pages. */
const char *nb_note_anchor(struct nb_galley *galley, const char *label);
bool nb_is_note_anchor(const char *anchor);

#endif
