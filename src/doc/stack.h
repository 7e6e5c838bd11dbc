/* The inside of the builder: its stack of open nodes, and how place is made for the next one.
 * Shared by stack.c, place.c and build.c; nobody else includes this. */
#ifndef NB_DOC_STACK_H
#define NB_DOC_STACK_H

#include "base/buf.h"
#include "doc/build.h"
#include "doc/clean.h"
#include "doc/escapes.h"

struct nb_frame {
    enum nb_node_type type;
    bool implied;           /* opened by us, to mend */
    bool attached;          /* `node` is in the tree */
    struct nb_node *node;   /* NULL: could not be kept */
    struct nb_node *holder; /* node, or that of the nearest frame below with one */
    unsigned depth;         /* of holder */
};

struct nb_build {
    struct nb_ctx *ctx;
    const char *source;
    struct nb_arena *arena;
    struct nb_article *article;
    enum nb_status status;
    struct nb_frame *frames;
    size_t count, room;
    unsigned open[NB_NOTEREF + 1]; /* how many frames of each type there are */
    struct nb_buf run;             /* text that goes to `owner` */
    struct nb_buf scratch;
    struct nb_node *owner;
    struct nb_clean clean;
    size_t private_use; /* characters left out of fields */
    struct nb_mojibake mojibake;
    struct nb_node *leaf; /* waits for its text or label, or NULL */
    unsigned breaks;      /* line breaks that wait for what follows */
    bool block_started;   /* the innermost block of inlines has content */
    bool deep_reported;
    size_t top_blocks; /* children of the body */
    struct nb_related *last_related;
    struct nb_node dummy; /* for attributes that nobody keeps */
};

/* ---- stack.c */

/* Remembers the first failure. */
void nb_stack_fail(struct nb_build *build, enum nb_status status);

/* The innermost frame, and the node that content goes to. */
struct nb_frame *nb_stack_top(struct nb_build *build);
struct nb_node *nb_stack_here(struct nb_build *build);

/* The node for attributes that nobody keeps, emptied. */
struct nb_node *nb_stack_dummy(struct nb_build *build);

/* A new node in no tree, with its type's defaults; NULL on failure. */
struct nb_node *nb_stack_node(struct nb_build *build, enum nb_node_type type,
                              unsigned line);

/* A copy of what `from` holds in the article's arena, in NFC; NULL for nothing. */
const char *nb_stack_keep(struct nb_build *build, struct nb_buf *from);

void nb_stack_flush(struct nb_build *build);  /* the waiting text becomes a node */
void nb_stack_attach(struct nb_build *build); /* all open nodes join the tree */

/* Something visible is about to be added here. Spaces and breaks that wait go to the innermost
 * node with content, so that they stand outside what is just being opened or was closed. */
void nb_stack_settle(struct nb_build *build);

/* Opens a frame: for `node`, or for something that could not be kept (NULL). */
void nb_stack_push(struct nb_build *build, enum nb_node_type type, struct nb_node *node,
                   bool implied);

/* Opens a new node here, to mend what is missing around the next one. */
void nb_stack_imply(struct nb_build *build, enum nb_node_type type, unsigned line);

/* Opens a node again that is in the tree. */
void nb_stack_reopen(struct nb_build *build, struct nb_node *node);

void nb_stack_pop(struct nb_build *build); /* closes the innermost frame */

/* Where something that could not be kept begins or ends inside a block of inlines, a new line
 * starts. */
void nb_stack_separate(struct nb_build *build, enum nb_node_type type);

/* ---- place.c */

/* Makes this a place where inlines can stand, or a block of `type`. */
void nb_place_inlines(struct nb_build *build, unsigned line);
void nb_place_block(struct nb_build *build, enum nb_node_type type, unsigned line);

/* Opens a caption of the innermost figure or table, again if it has one. */
void nb_place_caption(struct nb_build *build, unsigned line, bool implied);

/* Whether the depth allows a node of `type` here with what it must hold; reports if not. */
bool nb_place_fits(struct nb_build *build, enum nb_node_type type);

bool nb_place_in_link(const struct nb_node *here);

#endif
