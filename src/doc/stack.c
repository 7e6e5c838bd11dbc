/* The builder's stack: one frame for each open node. A node joins the tree only when content
 * arrives in it, so what stays empty leaves no trace. A frame without a node is something that
 * could not be kept where it was opened (nested too deeply, a block inside a table's cell): what
 * it holds goes to the nearest node below it on the stack. */
#include "doc/stack.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "doc/mend.h"
#include "doc/tree.h"

#include <string.h>

/* Frames without a node beyond this are not remembered. */
enum { MOST_FRAMES = 1 << 16 };

void nb_stack_fail(struct nb_build *build, enum nb_status status)
{
    if (build->status == NB_OK)
        build->status = status;
}

struct nb_frame *nb_stack_top(struct nb_build *build)
{
    return &build->frames[build->count - 1];
}

/* The node that content goes to. */
struct nb_node *nb_stack_here(struct nb_build *build)
{
    return nb_stack_top(build)->holder;
}

struct nb_node *nb_stack_dummy(struct nb_build *build)
{
    memset(&build->dummy, 0, sizeof build->dummy);
    return &build->dummy;
}

struct nb_node *nb_stack_node(struct nb_build *build, enum nb_node_type type,
                              unsigned line)
{
    struct nb_node *node = nb_arena_alloc(build->arena, sizeof *node);
    if (!node) {
        nb_stack_fail(build, nb_arena_status(build->arena));
        return NULL;
    }
    node->type = type;
    node->line = line;
    if (type == NB_HEADING)
        node->u.level = 2;
    if (type == NB_LIST)
        node->u.list.start = 1;
    if (type == NB_CELL)
        node->u.cell.colspan = node->u.cell.rowspan = 1;
    return node;
}

/* ---- Text that waits, and nodes that wait for it. */

const char *nb_stack_keep(struct nb_build *build, struct nb_buf *from)
{
    const char *kept = NULL;
    nb_buf_clear(&build->scratch);
    enum nb_status status = from->status;
    if (status == NB_OK)
        status = nb_unicode_nfc(nb_buf_view(from), &build->scratch);
    if (status == NB_OK)
        status = build->scratch.status;
    if (status == NB_OK && build->scratch.len) {
        kept = nb_arena_copy(build->arena, build->scratch.data, build->scratch.len);
        status = nb_arena_status(build->arena);
    }
    if (status != NB_OK)
        nb_stack_fail(build, status);
    return kept;
}

/* The waiting text becomes a node. */
void nb_stack_flush(struct nb_build *build)
{
    if (build->run.len && build->owner) {
        struct nb_node *node = nb_stack_node(build, NB_TEXT, build->owner->line);
        const char *text = nb_stack_keep(build, &build->run);
        if (node && text) {
            node->text = text;
            nb_node_append(build->owner, node);
        }
    }
    if (build->run.status != NB_OK)
        nb_stack_fail(build, build->run.status);
    nb_buf_clear(&build->run);
    build->owner = NULL;
}

/* Puts the open nodes that are in no tree yet into it. */
void nb_stack_attach(struct nb_build *build)
{
    for (size_t i = build->count; i-- > 0;) {
        struct nb_frame *frame = &build->frames[i];
        if (!frame->node)
            continue;
        if (frame->attached)
            return;
        if (frame->type == NB_CAPTION)
            nb_node_prepend(frame->node->parent, frame->node);
        else
            nb_node_append(frame->node->parent, frame->node);
        if (frame->node->parent == build->article->body)
            build->top_blocks++;
        frame->attached = true;
    }
}

static struct nb_node *nearest_attached(struct nb_build *build)
{
    size_t i = build->count - 1;
    while (!build->frames[i].node || !build->frames[i].attached)
        i--;
    return build->frames[i].node;
}

static void emit_breaks(struct nb_build *build, struct nb_node *to)
{
    nb_stack_flush(build);
    for (; build->breaks; build->breaks--) {
        struct nb_node *node = nb_stack_node(build, NB_BREAK, to->line);
        if (!node)
            return;
        nb_node_append(to, node);
    }
    nb_clean_restart(&build->clean);
}

/* Something visible is about to be added here. Spaces and breaks that wait go to the innermost
 * node with content, so that they stand outside what is just being opened or was closed. */
void nb_stack_settle(struct nb_build *build)
{
    struct nb_node *to = nearest_attached(build);
    if (build->owner != to)
        nb_stack_flush(build);
    if (build->breaks)
        emit_breaks(build, to);
    build->owner = to;
    if (to != nb_stack_here(build)) {
        nb_clean_space(&build->clean, &build->run);
        nb_stack_flush(build);
        nb_stack_attach(build);
        build->owner = nb_stack_here(build);
    }
    build->block_started = true;
}

/* ---- Frames. */

static void begin_inlines(struct nb_build *build, bool started)
{
    nb_stack_flush(build);
    nb_clean_restart(&build->clean);
    build->breaks = 0;
    build->block_started = started;
}

/* Where something that could not be kept begins or ends inside a block of inlines, a new line
 * starts. */
void nb_stack_separate(struct nb_build *build, enum nb_node_type type)
{
    if (nb_node_is_inline(type) || !build->block_started || build->breaks ||
        !nb_node_holds_inlines(nb_stack_here(build)->type))
        return;
    build->breaks = 1;
    build->clean.pending = 0;
}

void nb_stack_push(struct nb_build *build, enum nb_node_type type, struct nb_node *node,
                   bool implied)
{
    if (!node && build->count >= MOST_FRAMES)
        return;
    if (build->count == build->room) {
        size_t room = build->room ? build->room * 2 : 32;
        struct nb_frame *frames = nb_realloc(build->frames, room * sizeof *frames);
        if (!frames) {
            nb_stack_fail(build, NB_NOMEM);
            return;
        }
        build->frames = frames;
        build->room = room;
    }
    struct nb_frame frame = {.type = type, .implied = implied, .node = node};
    frame.holder = node ? node : nb_stack_here(build);
    frame.depth = build->count ? nb_stack_top(build)->depth + (node ? 1 : 0) : 0;
    build->frames[build->count++] = frame;
    build->open[type]++;
    if (node && nb_node_holds_inlines(type) && !nb_node_is_inline(type))
        begin_inlines(build, false);
}

/* Opens a node to mend what is missing around the next one. */
void nb_stack_imply(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    struct nb_node *node = nb_stack_node(build, type, line);
    if (!node)
        return;
    node->parent = nb_stack_here(build);
    nb_stack_push(build, type, node, true);
}

/* Opens a node again that is in the tree. */
void nb_stack_reopen(struct nb_build *build, struct nb_node *node)
{
    nb_stack_push(build, node->type, node, true);
    if (build->status != NB_OK)
        return;
    nb_stack_top(build)->attached = true;
    if (nb_node_holds_inlines(node->type)) {
        build->block_started = node->first != NULL;
        nb_stack_separate(build, NB_PARAGRAPH);
    }
}

void nb_stack_pop(struct nb_build *build)
{
    struct nb_frame frame = *nb_stack_top(build);
    if (frame.node) {
        bool outermost = frame.node->parent == build->article->body;
        if (build->owner == frame.node)
            nb_stack_flush(build);
        if (nb_node_may_be_empty(frame.node))
            nb_stack_attach(build);
        if (frame.type == NB_TABLE && nb_stack_top(build)->attached &&
            !nb_mend_table(frame.node))
            build->top_blocks -= outermost;
        if (nb_node_holds_inlines(frame.type) && !nb_node_is_inline(frame.type))
            begin_inlines(build, false);
    }
    build->count--;
    build->open[frame.type]--;
    if (!frame.node)
        nb_stack_separate(build, frame.type);
}
