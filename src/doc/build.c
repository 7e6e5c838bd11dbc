/* The builder's interface, and what is done when an article is complete. How nesting is kept
 * right stands in place.c, how nodes and text join the tree in stack.c. */
#include "doc/build.h"

#include "base/lang.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "doc/mend.h"
#include "doc/stack.h"
#include "doc/tree.h"

#include <string.h>

enum {
    MOST_STRINGS = 1000, /* in a list of strings; more is no article */
    WORDS_A_MINUTE = 220
};

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
    struct nb_node *body = build->article ? nb_stack_node(build, NB_BODY, 0) : NULL;
    if (body) {
        build->article->body = body;
        build->article->source = nb_arena_strdup(build->arena, source);
        nb_stack_push(build, NB_BODY, body, false);
    }
    if (!body || build->status != NB_OK) {
        nb_build_abort(build);
        return NULL;
    }
    nb_stack_top(build)->attached = true;
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
    struct nb_buf undone = NB_BUF_INIT;
    if (nb_escapes_undo(text, &build->mojibake, &undone))
        text = nb_buf_view(&undone);
    if (undone.status != NB_OK)
        nb_stack_fail(build, undone.status);
    nb_clean_add(&clean, text, &cleaned);
    build->private_use += clean.private_use;
    const char *kept = nb_stack_keep(build, &cleaned);
    nb_buf_free(&cleaned);
    nb_buf_free(&undone);
    return kept;
}

const char *nb_build_raw(struct nb_build *build, struct nb_str text)
{
    struct nb_buf cleaned = NB_BUF_INIT;
    if (build->status != NB_OK)
        return NULL;
    nb_clean_raw(text, &cleaned);
    const char *kept = nb_stack_keep(build, &cleaned);
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
            nb_stack_fail(build, nb_arena_status(build->arena));
            return;
        }
        if (list->count)
            memcpy(at, list->at, list->count * sizeof *at);
        list->at = at;
    }
    list->at[list->count++] = kept;
}

/* The leaf made last joins the tree, if by now it has what makes it visible. */
static void take_leaf(struct nb_build *build)
{
    struct nb_node *node = build->leaf;
    build->leaf = NULL;
    if (!node || build->status != NB_OK)
        return;
    bool code = node->type == NB_CODE || node->type == NB_CODESPAN;
    if ((code && !node->text) || (node->type == NB_NOTEREF && !node->u.label))
        return;
    if (nb_node_is_inline(node->type)) {
        nb_stack_settle(build);
        nb_clean_space(&build->clean, &build->run);
        build->clean.started = true;
    } else {
        nb_stack_attach(build);
        build->top_blocks += nb_stack_here(build) == build->article->body;
    }
    nb_stack_flush(build);
    nb_node_append(nb_stack_here(build), node);
}

struct nb_node *nb_build_open(struct nb_build *build, enum nb_node_type type,
                              unsigned line)
{
    take_leaf(build);
    if (nb_node_is_leaf(type))
        return nb_build_leaf(build, type, line);
    if (build->status != NB_OK || type == NB_BODY)
        return nb_stack_dummy(build);
    if (nb_node_is_inline(type))
        nb_place_inlines(build, line);
    else
        nb_place_block(build, type, line);
    if (build->status != NB_OK)
        return nb_stack_dummy(build);
    bool kept = nb_node_may_hold(nb_stack_here(build)->type, type) &&
                !(type == NB_LINK && nb_place_in_link(nb_stack_here(build))) &&
                nb_place_fits(build, type);
    if (!kept) {
        nb_stack_separate(build, type);
        nb_stack_push(build, type, NULL, false);
        return nb_stack_dummy(build);
    }
    if (type == NB_CAPTION)
        nb_place_caption(build, line, false);
    else
        nb_stack_imply(build, type, line);
    if (build->status != NB_OK)
        return nb_stack_dummy(build);
    nb_stack_top(build)->implied = false;
    return nb_stack_here(build);
}

void nb_build_close(struct nb_build *build, enum nb_node_type type)
{
    take_leaf(build);
    if (build->status != NB_OK || type == NB_BODY || !build->open[type])
        return;
    while (nb_stack_top(build)->type != type)
        nb_stack_pop(build);
    nb_stack_pop(build);
}

struct nb_node *nb_build_leaf(struct nb_build *build, enum nb_node_type type,
                              unsigned line)
{
    take_leaf(build);
    if (build->status != NB_OK || type == NB_TEXT || !nb_node_is_leaf(type))
        return nb_stack_dummy(build); /* text comes by nb_build_text */
    if (type == NB_BREAK) {
        build->breaks += build->block_started && build->breaks < 2;
        build->clean.pending = 0;
        return nb_stack_dummy(build);
    }
    if (nb_node_is_inline(type))
        nb_place_inlines(build, line);
    else
        nb_place_block(build, type, line);
    if (!nb_node_may_hold(nb_stack_here(build)->type, type)) {
        /* In a cell or a caption code is set as a line's part, and a rule is a new line. */
        nb_stack_separate(build, type);
        type = type == NB_CODE ? NB_CODESPAN : NB_BREAK;
    }
    struct nb_node *node = type == NB_BREAK ? NULL : nb_stack_node(build, type, line);
    if (build->status != NB_OK || !node)
        return nb_stack_dummy(build);
    build->leaf = node;
    return node;
}

/* Adds text that is in order but for its white space. */
static void add_text(struct nb_build *build, struct nb_str text)
{
    size_t blank = nb_clean_blank(text);
    if (blank < text.len)
        nb_place_inlines(build, 0);
    if (build->status != NB_OK)
        return;
    /* Blanks first: they may belong to the node outside, and begin nothing. */
    if (!build->breaks)
        nb_clean_add(&build->clean, nb_str_sub(text, 0, blank), &build->run);
    if (blank == text.len)
        return;
    nb_stack_settle(build);
    nb_clean_add(&build->clean, nb_str_sub(text, blank, text.len), &build->run);
}

void nb_build_text(struct nb_build *build, struct nb_str text)
{
    struct nb_buf undone = NB_BUF_INIT;
    take_leaf(build);
    if (build->status != NB_OK)
        return;
    if (nb_escapes_undo(text, &build->mojibake, &undone))
        text = nb_buf_view(&undone);
    if (undone.status != NB_OK)
        nb_stack_fail(build, undone.status);
    else
        add_text(build, text);
    nb_buf_free(&undone);
}

void nb_build_paragraph(struct nb_build *build, struct nb_str text, unsigned line)
{
    (void)nb_build_open(build, NB_PARAGRAPH, line);
    nb_build_text(build, text);
    nb_build_close(build, NB_PARAGRAPH);
}

void nb_build_related(struct nb_build *build, struct nb_str title, struct nb_str url)
{
    take_leaf(build);
    const char *kept = nb_build_keep(build, title);
    if (!kept)
        return;
    struct nb_related *related = nb_arena_alloc(build->arena, sizeof *related);
    if (!related) {
        nb_stack_fail(build, nb_arena_status(build->arena));
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

/* The direction by the language, unless nearly all letters run the other way; without a
 * language, that of most letters where it is not the usual one. */
static enum nb_dir direction(const struct nb_article *article, struct nb_str text)
{
    enum { HARDLY = 10, MOSTLY = 50, NEARLY = 90, PROOF = 20 /* words */ };
    int percent = nb_unicode_rtl_percent(text);
    if (article->dir != NB_DIR_AUTO)
        return article->dir;
    if (!article->lang)
        return percent > MOSTLY ? NB_DIR_RTL : NB_DIR_AUTO;
    bool rtl = nb_lang_is_rtl(article->lang);
    if (article->words >= PROOF && percent >= 0 &&
        (rtl ? percent < HARDLY : percent > NEARLY))
        rtl = !rtl;
    return rtl ? NB_DIR_RTL : NB_DIR_LTR;
}

/* What the text itself says: how long it is, and in which language and direction, where the
 * source does not tell. */
static enum nb_status measure(struct nb_article *article)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_article_text(article, &text);
    enum nb_status status = text.status;
    if (status == NB_OK) {
        article->words = nb_unicode_words(nb_buf_view(&text));
        article->minutes = (article->words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE;
        article->minutes += article->minutes == 0;
        nb_buf_puts(&text, article->headline);
        for (size_t i = 0; i < article->standfirst.count; i++)
            nb_buf_printf(&text, "\n%s", article->standfirst.at[i]);
        status = text.status;
    }
    if (status == NB_OK) {
        if (!article->lang)
            article->lang = nb_lang_guess(nb_buf_view(&text));
        article->dir = direction(article, nb_buf_view(&text));
    }
    nb_buf_free(&text);
    return status;
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
        status = measure(article);
    }
    if (status == NB_OK)
        status = nb_article_check(article, &why);
    if (why)
        nb_report(build->ctx, NB_DIAG_MALFORMED, build->source, 0, "%s", why);
    size_t private_use = build->private_use + build->clean.private_use;
    if (private_use)
        nb_report(build->ctx, NB_DIAG_PRIVATE_USE, build->source, 0, "%zu",
                  private_use);
    if (status == NB_LIMIT)
        nb_report(build->ctx, NB_DIAG_LIMIT, build->source, 0,
                  "the article needs more than %zu bytes of memory",
                  build->ctx->limits->article_bytes);
    return status;
}

enum nb_status nb_build_finish(struct nb_build *build, struct nb_article **article,
                               struct nb_arena **arena)
{
    take_leaf(build);
    while (build->count > 1)
        nb_stack_pop(build);
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
