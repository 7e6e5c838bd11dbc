/* What the tests of readers share: articles taken as a dump, and readers left without memory. */
#ifndef NB_UNIT_READER_HELP_H
#define NB_UNIT_READER_HELP_H

#include "unit.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "read/readers.h"

#include <string.h>

enum { DUMPED = 1000 /* articles */ };

struct taken {
    size_t count, partial;
    struct nb_buf dump; /* of the first; to be freed by whoever reads */
};

/* Checks an article and dumps it into the `struct taken`. */
static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    struct taken *taken = user;
    const char *why = NULL;
    enum nb_status status = nb_article_check(article, &why);
    if (why)
        fail_msg("%s", why);
    taken->count++;
    taken->partial += article->partial;
    if (taken->count <= DUMPED)
        nb_article_dump(article, &taken->dump);
    nb_arena_free(arena);
    return status;
}

static inline enum nb_status read_with(const struct nb_reader *reader, const char *path,
                                       struct nb_str bytes, struct taken *taken,
                                       struct nb_diags *diags)
{
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_input input = {.path = path, .bytes = bytes, .text = bytes};
    return reader->read(&ctx, &input, take, taken);
}

/* Without memory the articles up to there have come, each whole: never half of one. */
static inline void starve(const struct nb_reader *reader, struct nb_str bytes)
{
    struct taken all = {0};
    struct nb_diags *none = nb_diags_new();
    assert_int_equal(read_with(reader, "whole", bytes, &all, none), NB_OK);
    assert_int_not_equal(all.count, 0);
    nb_diags_free(none);
    bool reached = true;
    for (unsigned long n = 1; reached; n++) {
        struct taken taken = {0};
        struct nb_diags *diags = nb_diags_new();
        nb_mem_fail_at(n);
        enum nb_status status = read_with(reader, "whole", bytes, &taken, diags);
        reached = nb_mem_count() >= n;
        nb_mem_fail_at(0);
        if (status == NB_OK && taken.dump.status == NB_OK)
            assert_string_equal(nb_buf_cstr(&taken.dump), nb_buf_cstr(&all.dump));
        else
            assert_true(reached &&
                        (status == NB_NOMEM || taken.dump.status == NB_NOMEM));
        nb_buf_free(&taken.dump);
        nb_diags_free(diags);
    }
    nb_buf_free(&all.dump);
}

#endif
