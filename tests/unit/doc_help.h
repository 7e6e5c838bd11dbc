/* What the tests of the model share: an article made from a small script of builder calls. */
#ifndef NB_TEST_DOC_HELP_H
#define NB_TEST_DOC_HELP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/limits.h"
#include "doc/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A context with a sink of its own. */
struct world {
    struct nb_diags *diags;
    struct nb_limits limits;
    struct nb_ctx ctx;
};

static inline void world_open(struct world *world)
{
    world->limits = nb_limits_default;
    world->diags = nb_diags_new();
    assert_non_null(world->diags);
    world->ctx = (struct nb_ctx){world->diags, &world->limits};
}

static inline void world_close(struct world *world)
{
    nb_diags_free(world->diags);
}

/* Opens and closes nodes as a line of tags says: "<p>text<em>more</em></p>". Names are those
 * of nb_node_type_name; "<name/>" is a leaf. */
static inline enum nb_node_type tag_type(struct nb_str name)
{
    for (int type = NB_BODY; type <= NB_NOTEREF; type++) {
        const char *known = nb_node_type_name((enum nb_node_type)type);
        if (nb_str_eq(nb_str_of(known), name))
            return (enum nb_node_type)type;
    }
    fail_msg("no such tag: %.*s", (int)name.len, name.data);
    return NB_BODY;
}

static inline void play(struct nb_build *build, const char *script)
{
    struct nb_str rest = nb_str_of(script), piece;
    while (nb_str_split(&rest, '<', &piece)) {
        struct nb_str tag = {0};
        ptrdiff_t end = nb_str_find(piece, NB_STR(">"));
        if (end >= 0) {
            tag = nb_str_sub(piece, 0, (size_t)end);
            piece = nb_str_sub(piece, (size_t)end + 1, piece.len);
        }
        struct nb_node *node = NULL;
        if (nb_str_starts(tag, NB_STR("/"))) {
            nb_build_close(build, tag_type(nb_str_sub(tag, 1, tag.len)));
        } else if (nb_str_ends(tag, NB_STR("/"))) {
            struct nb_str name = nb_str_sub(tag, 0, tag.len - 1);
            node = nb_build_leaf(build, tag_type(name), 0);
        } else if (tag.len) {
            node = nb_build_open(build, tag_type(tag), 0);
        }
        if (node && node->type == NB_LINK)
            node->u.href = nb_build_keep(build, NB_STR("https://example.org/"));
        if (piece.len)
            nb_build_text(build, piece);
    }
}

/* The dump of the body that a script gives, one line for each node. */
static inline void assert_tree(const char *script, const char *expected)
{
    struct world world;
    struct nb_article *article;
    struct nb_arena *arena;
    struct nb_buf out = NB_BUF_INIT;
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "test");
    nb_build_article(build)->headline = nb_build_keep(build, NB_STR("H"));
    play(build, script);
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    nb_article_dump(article, &out);
    const char *body = strstr(nb_buf_cstr(&out), "  body\n");
    assert_non_null(body);
    assert_string_equal(body + 7, expected);
    assert_int_equal(nb_diags_count(world.diags), 0);
    nb_buf_free(&out);
    nb_arena_free(arena);
    world_close(&world);
}

#endif
