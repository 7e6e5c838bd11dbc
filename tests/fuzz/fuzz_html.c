/* Any bytes as a page: what comes out must be an article that keeps the model's rules. */
#include "base/limits.h"
#include "read/readers.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    const char *why;
    (void)user;
    if (nb_article_check(article, &why) != NB_OK)
        abort();
    nb_arena_free(arena);
    return NB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_input input = {.path = "fuzz.html", .bytes = {(const char *)data, size}};
    if (nb_reader_html.read(&ctx, &input, take, NULL) == NB_NOMEM)
        abort();
    nb_diags_free(diags);
    return 0;
}
