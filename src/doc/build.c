/* The builder. It keeps a stack of frames, one for each open node. A node joins the tree only
 * when content arrives in it, so what stays empty leaves no trace. A frame without a node is
 * something that could not be kept where it was opened (nested too deeply, a block inside a
 * table's cell): what it holds goes to the nearest node below it on the stack. */
#include "doc/build.h"

#include "base/buf.h"
#include "base/lang.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "doc/clean.h"
#include "doc/mend.h"
#include "doc/tree.h"

#include <string.h>

enum {
    MOST_FRAMES = 1 << 16, /* frames without a node beyond this are not remembered */
    LEAST_DEPTH = 8,       /* a list in a quote must fit under any bound */
    MOST_STRINGS = 1000,   /* in a list of strings; more is no article */
    WORDS_A_MINUTE = 220
};

struct frame {
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
    struct frame *frames;
    size_t count, room;
    unsigned open[NB_NOTEREF + 1]; /* how many frames of each type there are */
    struct nb_buf run;             /* text that goes to `owner` */
    struct nb_buf scratch;
    struct nb_node *owner;
    struct nb_clean clean;
    unsigned breaks;    /* line breaks that wait for what follows */
    bool block_started; /* the innermost block of inlines has content */
    bool deep_reported;
    size_t top_blocks; /* children of the body */
    struct nb_related *last_related;
    struct nb_node dummy; /* for attributes that nobody keeps */
};

static void fail(struct nb_build *build, enum nb_status status)
{
    if (build->status == NB_OK)
        build->status = status;
}

static struct frame *top(struct nb_build *build)
{
    return &build->frames[build->count - 1];
}

/* The node that content goes to. */
static struct nb_node *here(struct nb_build *build)
{
    return top(build)->holder;
}

static struct nb_node *dummy(struct nb_build *build)
{
    memset(&build->dummy, 0, sizeof build->dummy);
    return &build->dummy;
}

static struct nb_node *node_new(struct nb_build *build, enum nb_node_type type,
                                unsigned line)
{
    struct nb_node *node = nb_arena_alloc(build->arena, sizeof *node);
    if (!node) {
        fail(build, nb_arena_status(build->arena));
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

static const char *keep_run(struct nb_build *build, struct nb_buf *from)
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
        fail(build, status);
    return kept;
}

/* The waiting text becomes a node. */
static void flush(struct nb_build *build)
{
    if (build->run.len && build->owner) {
        struct nb_node *node = node_new(build, NB_TEXT, build->owner->line);
        const char *text = keep_run(build, &build->run);
        if (node && text) {
            node->text = text;
            nb_node_append(build->owner, node);
        }
    }
    if (build->run.status != NB_OK)
        fail(build, build->run.status);
    nb_buf_clear(&build->run);
    build->owner = NULL;
}

/* Puts the open nodes that are in no tree yet into it. */
static void attach(struct nb_build *build)
{
    for (size_t i = build->count; i-- > 0;) {
        struct frame *frame = &build->frames[i];
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
    flush(build);
    for (; build->breaks; build->breaks--) {
        struct nb_node *node = node_new(build, NB_BREAK, to->line);
        if (!node)
            return;
        nb_node_append(to, node);
    }
    build->clean = (struct nb_clean){0};
}

/* Something visible is about to be added here. Spaces and breaks that wait go to the innermost
 * node with content, so that they stand outside what is just being opened or was closed. */
static void settle(struct nb_build *build)
{
    struct nb_node *to = nearest_attached(build);
    if (build->owner != to)
        flush(build);
    if (build->breaks)
        emit_breaks(build, to);
    build->owner = to;
    if (to != here(build)) {
        nb_clean_space(&build->clean, &build->run);
        flush(build);
        attach(build);
        build->owner = here(build);
    }
    build->block_started = true;
}

/* ---- Frames. */

static void begin_inlines(struct nb_build *build, bool started)
{
    flush(build);
    build->clean = (struct nb_clean){0};
    build->breaks = 0;
    build->block_started = started;
}

/* Where something that could not be kept begins or ends inside a block of inlines, a new line
 * starts. */
static void separate(struct nb_build *build, enum nb_node_type type)
{
    if (nb_node_is_inline(type) || !build->block_started || build->breaks ||
        !nb_node_holds_inlines(here(build)->type))
        return;
    build->breaks = 1;
    build->clean.pending = 0;
}

static void push(struct nb_build *build, enum nb_node_type type, struct nb_node *node,
                 bool implied)
{
    if (!node && build->count >= MOST_FRAMES)
        return;
    if (build->count == build->room) {
        size_t room = build->room ? build->room * 2 : 32;
        struct frame *frames = nb_realloc(build->frames, room * sizeof *frames);
        if (!frames) {
            fail(build, NB_NOMEM);
            return;
        }
        build->frames = frames;
        build->room = room;
    }
    struct frame frame = {.type = type, .implied = implied, .node = node};
    frame.holder = node ? node : here(build);
    frame.depth = build->count ? top(build)->depth + (node ? 1 : 0) : 0;
    build->frames[build->count++] = frame;
    build->open[type]++;
    if (node && nb_node_holds_inlines(type) && !nb_node_is_inline(type))
        begin_inlines(build, false);
}

/* Opens a node to mend what is missing around the next one. */
static void imply(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    struct nb_node *node = node_new(build, type, line);
    if (!node)
        return;
    node->parent = here(build);
    push(build, type, node, true);
}

/* Opens a node again that is in the tree. */
static void reopen(struct nb_build *build, struct nb_node *node)
{
    push(build, node->type, node, true);
    if (build->status != NB_OK)
        return;
    top(build)->attached = true;
    if (nb_node_holds_inlines(node->type)) {
        build->block_started = node->first != NULL;
        separate(build, NB_PARAGRAPH);
    }
}

static void pop(struct nb_build *build)
{
    struct frame frame = *top(build);
    if (frame.node) {
        bool outermost = frame.node->parent == build->article->body;
        if (build->owner == frame.node)
            flush(build);
        if (nb_node_may_be_empty(frame.node))
            attach(build);
        if (frame.type == NB_TABLE && top(build)->attached &&
            !nb_mend_table(frame.node))
            build->top_blocks -= outermost;
        if (nb_node_holds_inlines(frame.type) && !nb_node_is_inline(frame.type))
            begin_inlines(build, false);
    }
    build->count--;
    build->open[frame.type]--;
    if (!frame.node)
        separate(build, frame.type);
}

/* ---- Making place. */

static bool is_structure(enum nb_node_type type)
{
    return type == NB_LIST || type == NB_TABLE || type == NB_ROW;
}

static void leave_implied(struct nb_build *build)
{
    while (top(build)->implied && is_structure(top(build)->type))
        pop(build);
}

/* Opens a caption of the innermost figure or table, again if it has one. */
static void enter_caption(struct nb_build *build, unsigned line, bool implied)
{
    struct nb_node *at = here(build);
    if (at->first && at->first->type == NB_CAPTION)
        reopen(build, at->first);
    else
        imply(build, NB_CAPTION, line);
    if (build->status == NB_OK)
        top(build)->implied = implied;
}

/* Makes this a place where inlines can stand. */
static void enter_inlines(struct nb_build *build, unsigned line)
{
    leave_implied(build);
    while (build->status == NB_OK && !nb_node_holds_inlines(here(build)->type)) {
        enum nb_node_type type = here(build)->type;
        if (type == NB_FIGURE)
            enter_caption(build, line, true);
        else if (type == NB_LIST)
            imply(build, NB_ITEM, line);
        else if (type == NB_TABLE)
            imply(build, NB_ROW, line);
        else if (type == NB_ROW)
            imply(build, NB_CELL, line);
        else
            imply(build, NB_PARAGRAPH, line);
    }
}

static void leave_paragraph(struct nb_build *build)
{
    for (;;) {
        enum nb_node_type type = top(build)->type;
        if (!nb_node_is_inline(type) && type != NB_PARAGRAPH && type != NB_HEADING)
            return;
        pop(build);
    }
}

/* Makes this a place where a block can stand. */
static void enter_blocks(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    for (;;) {
        const struct frame *frame = top(build);
        if (frame->type != NB_FIGURE &&
            !(frame->implied && frame->type == NB_CAPTION) &&
            !(frame->implied && is_structure(frame->type)))
            break;
        pop(build);
    }
    const struct frame *frame = top(build);
    if (frame->node && frame->type == NB_LIST) {
        if (type == NB_LIST && frame->node->last)
            reopen(build, frame->node->last);
        else
            imply(build, NB_ITEM, line);
    } else if (frame->node && frame->type == NB_TABLE) {
        imply(build, NB_ROW, line);
        imply(build, NB_CELL, line);
    } else if (frame->node && frame->type == NB_ROW) {
        imply(build, NB_CELL, line);
    }
}

static void leave(struct nb_build *build, enum nb_node_type type)
{
    if (top(build)->type == type)
        pop(build);
}

static bool fits(struct nb_build *build, enum nb_node_type type)
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
    if (top(build)->depth + 1 + levels_below[type] <= most)
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
    if (type == NB_CELL && top(build)->type == NB_ROW)
        return;
    if (top(build)->type != NB_TABLE) {
        enter_blocks(build, NB_TABLE, line);
        if (build->status != NB_OK || !nb_node_may_hold(here(build)->type, NB_TABLE) ||
            !fits(build, NB_TABLE))
            return;
        imply(build, NB_TABLE, line);
    }
    if (type == NB_CELL && here(build)->type == NB_TABLE)
        imply(build, NB_ROW, line);
}

/* Makes place for a block of any type. */
static void enter(struct nb_build *build, enum nb_node_type type, unsigned line)
{
    leave_paragraph(build);
    if (type == NB_ITEM) {
        leave(build, NB_ITEM);
        if (top(build)->type == NB_LIST)
            return;
        enter_blocks(build, NB_LIST, line);
        if (build->status == NB_OK && nb_node_may_hold(here(build)->type, NB_LIST) &&
            fits(build, NB_LIST))
            imply(build, NB_LIST, line);
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

static bool in_link(struct nb_build *build)
{
    const struct nb_node *node = here(build);
    while (node && nb_node_is_inline(node->type) && node->type != NB_LINK)
        node = node->parent;
    return node && node->type == NB_LINK;
}

/* ---- The interface. */

struct nb_build *nb_build_new(struct nb_ctx *ctx, const char *source)
{
    struct nb_build *build = nb_calloc(1, sizeof *build);
    if (!build)
        return NULL;
    build->ctx = ctx;
    build->source = source;
    build->arena = nb_arena_new(ctx->limits->article_bytes);
    if (!build->arena) {
        nb_free(build);
        return NULL;
    }
    build->article = nb_arena_alloc(build->arena, sizeof *build->article);
    struct nb_node *body = build->article ? node_new(build, NB_BODY, 0) : NULL;
    if (body) {
        build->article->body = body;
        build->article->source = nb_arena_strdup(build->arena, source);
        push(build, NB_BODY, body, false);
    }
    if (!body || build->status != NB_OK) {
        nb_build_abort(build);
        return NULL;
    }
    top(build)->attached = true;
    return build;
}

void nb_build_abort(struct nb_build *build)
{
    if (!build)
        return;
    nb_arena_free(build->arena);
    nb_buf_free(&build->run);
    nb_buf_free(&build->scratch);
    nb_free(build->frames);
    nb_free(build);
}

struct nb_article *nb_build_article(struct nb_build *build)
{
    return build->article;
}

struct nb_arena *nb_build_arena(struct nb_build *build)
{
    return build->arena;
}

const char *nb_build_keep(struct nb_build *build, struct nb_str text)
{
    struct nb_clean clean = {0};
    struct nb_buf cleaned = NB_BUF_INIT;
    if (build->status != NB_OK)
        return NULL;
    nb_clean_add(&clean, text, &cleaned);
    const char *kept = keep_run(build, &cleaned);
    nb_buf_free(&cleaned);
    return kept;
}

const char *nb_build_raw(struct nb_build *build, struct nb_str text)
{
    struct nb_buf cleaned = NB_BUF_INIT;
    if (build->status != NB_OK)
        return NULL;
    nb_clean_raw(text, &cleaned);
    const char *kept = keep_run(build, &cleaned);
    nb_buf_free(&cleaned);
    return kept;
}

void nb_build_push(struct nb_build *build, struct nb_strings *list, struct nb_str text)
{
    const char *kept = nb_build_keep(build, text);
    if (!kept || list->count >= MOST_STRINGS)
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->at[i], kept) == 0)
            return;
    }
    /* Room doubles whenever the count reaches a power of two. */
    if ((list->count & (list->count - 1)) == 0) {
        size_t room = list->count ? list->count * 2 : 1;
        const char **at = nb_arena_array(build->arena, room, sizeof *at);
        if (!at) {
            fail(build, nb_arena_status(build->arena));
            return;
        }
        if (list->count)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
    }
    list->at[list->count++] = kept;
}

struct nb_node *nb_build_open(struct nb_build *build, enum nb_node_type type,
                              unsigned line)
{
    if (nb_node_is_leaf(type))
        return nb_build_leaf(build, type, line);
    if (build->status != NB_OK || type == NB_BODY)
        return dummy(build);
    if (nb_node_is_inline(type))
        enter_inlines(build, line);
    else
        enter(build, type, line);
    if (build->status != NB_OK)
        return dummy(build);
    bool kept = nb_node_may_hold(here(build)->type, type) &&
                !(type == NB_LINK && in_link(build)) && fits(build, type);
    if (!kept) {
        separate(build, type);
        push(build, type, NULL, false);
        return dummy(build);
    }
    if (type == NB_CAPTION)
        enter_caption(build, line, false);
    else
        imply(build, type, line);
    if (build->status != NB_OK)
        return dummy(build);
    top(build)->implied = false;
    return here(build);
}

void nb_build_close(struct nb_build *build, enum nb_node_type type)
{
    if (build->status != NB_OK || type == NB_BODY || !build->open[type])
        return;
    while (top(build)->type != type)
        pop(build);
    pop(build);
}

struct nb_node *nb_build_leaf(struct nb_build *build, enum nb_node_type type,
                              unsigned line)
{
    if (build->status != NB_OK || type == NB_TEXT) /* text comes by nb_build_text */
        return dummy(build);
    if (!nb_node_is_leaf(type)) {
        struct nb_node *opened = nb_build_open(build, type, line);
        nb_build_close(build, type);
        return opened;
    }
    if (type == NB_BREAK) {
        build->breaks += build->block_started && build->breaks < 2;
        build->clean.pending = 0;
        return dummy(build);
    }
    if (nb_node_is_inline(type))
        enter_inlines(build, line);
    else
        enter(build, type, line);
    if (!nb_node_may_hold(here(build)->type, type)) {
        /* In a cell or a caption code is set as a line's part, and a rule is a new line. */
        separate(build, type);
        type = type == NB_CODE ? NB_CODESPAN : NB_BREAK;
    }
    struct nb_node *node = type == NB_BREAK ? NULL : node_new(build, type, line);
    if (build->status != NB_OK || !node)
        return dummy(build);
    if (nb_node_is_inline(type)) {
        settle(build);
        nb_clean_space(&build->clean, &build->run);
        build->clean.started = true;
    } else {
        attach(build);
        build->top_blocks += here(build) == build->article->body;
    }
    flush(build);
    nb_node_append(here(build), node);
    return node;
}

void nb_build_text(struct nb_build *build, struct nb_str text)
{
    if (build->status != NB_OK)
        return;
    size_t blank = nb_clean_blank(text);
    if (blank < text.len)
        enter_inlines(build, 0);
    if (build->status != NB_OK)
        return;
    /* Blanks first: they may belong to the node outside, and begin nothing. */
    if (!build->breaks)
        nb_clean_add(&build->clean, nb_str_sub(text, 0, blank), &build->run);
    if (blank == text.len)
        return;
    settle(build);
    nb_clean_add(&build->clean, nb_str_sub(text, blank, text.len), &build->run);
}

void nb_build_paragraph(struct nb_build *build, struct nb_str text, unsigned line)
{
    (void)nb_build_open(build, NB_PARAGRAPH, line);
    nb_build_text(build, text);
    nb_build_close(build, NB_PARAGRAPH);
}

void nb_build_related(struct nb_build *build, struct nb_str title, struct nb_str url)
{
    const char *kept = nb_build_keep(build, title);
    if (!kept)
        return;
    struct nb_related *related = nb_arena_alloc(build->arena, sizeof *related);
    if (!related) {
        fail(build, nb_arena_status(build->arena));
        return;
    }
    related->title = kept;
    related->url = nb_build_keep(build, url);
    related->after = build->top_blocks;
    if (build->last_related)
        build->last_related->next = related;
    else
        build->article->related = related;
    build->last_related = related;
}

/* ---- The end. */

static enum nb_status count_words(struct nb_article *article)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_article_text(article, &text);
    enum nb_status status = text.status;
    if (status == NB_OK) {
        article->words = nb_unicode_words(nb_buf_view(&text));
        article->minutes = (article->words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE;
        article->minutes += article->minutes == 0;
    }
    nb_buf_free(&text);
    return status;
}

/* The direction by the language; without one, only what the headline shows plainly. */
static enum nb_dir direction(const struct nb_article *article)
{
    if (article->dir != NB_DIR_AUTO)
        return article->dir;
    if (article->lang)
        return nb_lang_is_rtl(article->lang) ? NB_DIR_RTL : NB_DIR_LTR;
    bool rtl = nb_unicode_direction(nb_str_of(article->headline)) == 'R';
    return rtl ? NB_DIR_RTL : NB_DIR_AUTO;
}

/* Blocks may have gone since the related headlines were met. */
static void bound_related(struct nb_article *article)
{
    size_t blocks = 0;
    for (const struct nb_node *node = article->body->first; node; node = node->next)
        blocks++;
    for (struct nb_related *at = article->related; at; at = at->next)
        at->after = at->after < blocks ? at->after : blocks;
}

static enum nb_status complete(struct nb_build *build)
{
    struct nb_article *article = build->article;
    const char *why = NULL;
    enum nb_status status = build->status;
    if (status == NB_OK)
        status = nb_arena_status(build->arena);
    if (status == NB_OK)
        status = nb_mend(article, build->arena);
    if (status == NB_OK && !article->headline && !article->body->first)
        return NB_FORMAT;
    if (status == NB_OK) {
        bound_related(article);
        article->dir = direction(article);
        status = count_words(article);
    }
    if (status == NB_OK)
        status = nb_article_check(article, &why);
    if (why)
        nb_report(build->ctx, NB_DIAG_MALFORMED, build->source, 0, "%s", why);
    if (status == NB_LIMIT)
        nb_report(build->ctx, NB_DIAG_LIMIT, build->source, 0,
                  "the article needs more than %zu bytes of memory",
                  build->ctx->limits->article_bytes);
    return status;
}

enum nb_status nb_build_finish(struct nb_build *build, struct nb_article **article,
                               struct nb_arena **arena)
{
    while (build->count > 1)
        pop(build);
    enum nb_status status = complete(build);
    *article = NULL;
    *arena = NULL;
    if (status == NB_OK) {
        *article = build->article;
        *arena = build->arena;
        build->arena = NULL;
    }
    nb_build_abort(build);
    return status;
}
