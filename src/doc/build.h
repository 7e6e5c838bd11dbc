/* The builder: how readers make an article. Sticky: after a failure every call does nothing,
 * and nb_build_finish says what went wrong. It keeps the rules of doc.h: wrong nesting is
 * mended (inlines outside a paragraph open one, blocks inside a paragraph close it, what goes
 * deeper than the limit is flattened), empty paragraphs vanish, white space is collapsed. */
#ifndef NB_DOC_BUILD_H
#define NB_DOC_BUILD_H

#include "base/diag.h"
#include "base/str.h"
#include "doc/doc.h"

struct nb_build;

/* A builder for one article from `source` (borrowed), in an arena of its own. NULL without
 * memory. Owned: nb_build_finish or nb_build_abort releases it. */
struct nb_build *nb_build_new(struct nb_ctx *ctx, const char *source);

/* The article being made, for its plain fields: set them to strings from nb_build_keep. */
struct nb_article *nb_build_article(struct nb_build *build);

/* The arena that the article lives in. */
struct nb_arena *nb_build_arena(struct nb_build *build);

/* A copy of `text` in the article's arena: white space collapsed to single spaces and trimmed,
 * control and invisible formatting characters (but ZWJ, ZWNJ and direction marks) gone, NFC.
 * NULL when nothing is left, and after a failure. */
const char *nb_build_keep(struct nb_build *build, struct nb_str text);

/* Appends nb_build_keep(text) to a list of the article; what is empty or there already is
 * passed over. */
void nb_build_push(struct nb_build *build, struct nb_strings *list, struct nb_str text);

/* Opens and closes a node. `line` is where it stands in the source. The node returned may be
 * given its attributes (strings from nb_build_keep or nb_build_raw); it is never NULL (after a
 * failure it is a dummy). Closing a type closes all open nodes inside it; closing what is not
 * open does nothing. */
struct nb_node *nb_build_open(struct nb_build *build, enum nb_node_type type,
                              unsigned line);
void nb_build_close(struct nb_build *build, enum nb_node_type type);

/* A leaf: NB_RULE, NB_BREAK, NB_NOTEREF; NB_CODE and NB_CODESPAN with their text in u/text. */
struct nb_node *nb_build_leaf(struct nb_build *build, enum nb_node_type type,
                              unsigned line);

/* Adds text to the innermost open node, white space collapsed across calls. */
void nb_build_text(struct nb_build *build, struct nb_str text);

/* As nb_build_keep without touching white space (code). */
const char *nb_build_raw(struct nb_build *build, struct nb_str text);

/* A whole paragraph of plain text. */
void nb_build_paragraph(struct nb_build *build, struct nb_str text, unsigned line);

/* A headline of another story, met at this place. */
void nb_build_related(struct nb_build *build, struct nb_str title, struct nb_str url);

/* Closes all that is open, counts words, takes the language's direction, checks, and hands the
 * article over: it lives in *arena, which the caller now owns. On failure nothing is handed
 * over. An article without headline and without blocks is NB_FORMAT. */
enum nb_status nb_build_finish(struct nb_build *build, struct nb_article **article,
                               struct nb_arena **arena) NB_CHECKED;

void nb_build_abort(struct nb_build *build); /* NULL is fine */

#endif
