/* How the builder makes place for the next node: what must be closed before it, what must be
 * opened around it, so that everything stands where doc.h allows it. */
#include "doc/stack.h"

#include "base/limits.h"
#include "doc/tree.h"

/* A list in a quote must fit under any bound. */
enum { LEAST_DEPTH = 8 };

static bool is_structure(enum nb_node_type type)
{
    return type == NB_LIST || type == NB_TABLE || type == NB_ROW;
}

static void leave_implied(struct nb_build *build)
{
    while (nb_stack_top(build)->implied && is_structure(nb_stack_top(build)->type))
        nb_stack_pop(build);
}

/* Opens a caption of the innermost figure or table, again if it has one. */
void nb_place_caption(struct nb_build *build, unsigned line, bool implied)
{
    struct nb_node *at = nb_stack_here(build);
    if (at->first && at->first->type == NB_CAPTION)
        nb_stack_reopen(build, at->first);
    else
        nb_stack_imply(build, NB_CAPTION, line);
    if (build->status == NB_OK)
        nb_stack_top(build)->implied = implied;
}

/* Makes this a place where inlines can stand. */
void nb_place_inlines(struct nb_build *build, unsigned line)
{
    leave_implied(build);
    while (build->status == NB_OK &&
           !nb_node_holds_inlines(nb_stack_here(build)->type)) {
        enum nb_node_type type = nb_stack_here(build)->type;
        if (type == NB_FIGURE)
            nb_place_caption(build, line, true);
        else if (type == NB_LIST)
            nb_stack_imply(build, NB_ITEM, line);
        else if (type == NB_TABLE)
            nb_stack_imply(build, NB_ROW, line);
        else if (type == NB_ROW)
            nb_stack_imply(build, NB_CELL, line);
        else
            nb_stack_imply(build, NB_PARAGRAPH, line);
    }
}

static void leave_paragraph(struct nb_build *build)
{
    for (;;) {
        enum nb_node_type type = nb_stack_top(build)->type;
        if (!nb_node_is_inline(type) && type != NB_PARAGRAPH && type != NB_HEADING)
            return;
        nb_stack_pop(build);
    }
}

/* Makes this a place where a block can stand. */
static void enter_blocks(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    for (;;) {
        const struct nb_frame *frame = nb_stack_top(build);
        if (frame->type != NB_FIGURE &&
            !(frame->implied && frame->type == NB_CAPTION) &&
            !(frame->implied && is_structure(frame->type)))
            break;
        nb_stack_pop(build);
    }
    const struct nb_frame *frame = nb_stack_top(build);
    if (frame->node && frame->type == NB_LIST) {
        if (type == NB_LIST && frame->node->last)
            nb_stack_reopen(build, frame->node->last);
        else
            nb_stack_imply(build, NB_ITEM, line);
    } else if (frame->node && frame->type == NB_TABLE) {
        nb_stack_imply(build, NB_ROW, line);
        nb_stack_imply(build, NB_CELL, line);
    } else if (frame->node && frame->type == NB_ROW) {
        nb_stack_imply(build, NB_CELL, line);
    }
}

static void leave(struct nb_build *build, enum nb_node_type type)
{
    if (nb_stack_top(build)->type == type)
        nb_stack_pop(build);
}

bool nb_place_fits(struct nb_build *build, enum nb_node_type type)
{
    static const unsigned levels_below[NB_NOTEREF + 1] = {
        [NB_PARAGRAPH] = 1, [NB_HEADING] = 1, [NB_QUOTE] = 2,  [NB_PULLQUOTE] = 2,
        [NB_LIST] = 3,      [NB_ITEM] = 2,    [NB_FIGURE] = 2, [NB_CAPTION] = 1,
        [NB_TABLE] = 3,     [NB_ROW] = 2,     [NB_CELL] = 1,   [NB_EMBED] = 2,
        [NB_FOOTNOTE] = 2,  [NB_EMPH] = 1,    [NB_STRONG] = 1, [NB_LINK] = 1,
        [NB_SUB] = 1,       [NB_SUP] = 1,     [NB_SPAN] = 1,
    };
    size_t most = build->ctx->limits->depth;
    if (most < LEAST_DEPTH)
        most = LEAST_DEPTH;
    if (nb_stack_top(build)->depth + 1 + levels_below[type] <= most)
        return true;
    if (!build->deep_reported)
        nb_report(build->ctx, NB_DIAG_TOO_DEEP, build->source, 0, NULL);
    build->deep_reported = true;
    return false;
}

/* Makes place for a part of a table: its row or cell. */
static void enter_table(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    leave(build, NB_CELL);
    if (type == NB_ROW)
        leave(build, NB_ROW);
    if (type == NB_CELL && nb_stack_top(build)->type == NB_ROW)
        return;
    if (nb_stack_top(build)->type != NB_TABLE) {
        enter_blocks(build, NB_TABLE, line);
        if (build->status != NB_OK ||
            !nb_node_may_hold(nb_stack_here(build)->type, NB_TABLE) ||
            !nb_place_fits(build, NB_TABLE))
            return;
        nb_stack_imply(build, NB_TABLE, line);
    }
    if (type == NB_CELL && nb_stack_here(build)->type == NB_TABLE)
        nb_stack_imply(build, NB_ROW, line);
}

/* Makes place for a block of any type. */
void nb_place_block(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    leave_paragraph(build);
    if (type == NB_ITEM) {
        leave(build, NB_ITEM);
        if (nb_stack_top(build)->type == NB_LIST)
            return;
        enter_blocks(build, NB_LIST, line);
        if (build->status == NB_OK &&
            nb_node_may_hold(nb_stack_here(build)->type, NB_LIST) &&
            nb_place_fits(build, NB_LIST))
            nb_stack_imply(build, NB_LIST, line);
    } else if (type == NB_ROW || type == NB_CELL) {
        enter_table(build, type, line);
    } else if (type == NB_CAPTION) {
        leave(build, NB_CELL);
        leave(build, NB_ROW);
        leave(build, NB_CAPTION);
    } else {
        if (type == NB_FOOTNOTE && build->open[NB_FOOTNOTE])
            nb_build_close(build, NB_FOOTNOTE);
        enter_blocks(build, type, line);
    }
}

bool nb_place_in_link(const struct nb_node *here)
{
    const struct nb_node *node = here;
    while (node && nb_node_is_inline(node->type) && node->type != NB_LINK)
        node = node->parent;
    return node && node->type == NB_LINK;
}
