/* Any bytes as the model's JSON: what is read keeps the model's rules, and is the same when it
 * is written and read again. */
#include "base/limits.h"
#include "doc/doc_json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    const char *why;
    enum nb_status status = nb_article_check(article, &why);
    struct nb_json *json =
        nb_article_to_json(article, &(struct nb_json_form){.with_id = false});
    if (status != NB_OK || !json || nb_json_print(json, false, user) != NB_OK)
        abort();
    nb_buf_putc(user, '\n');
    nb_json_free(json);
    nb_arena_free(arena);
    return NB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_buf once = NB_BUF_INIT, twice = NB_BUF_INIT;
    if (nb_json_read(&ctx, "x", (struct nb_str){(const char *)data, size}, take,
                     &once) != NB_OK)
        abort();
    struct nb_str rest = nb_buf_view(&once), line;
    while (nb_str_line(&rest, &line)) {
        if (nb_json_read(&ctx, "x", line, take, &twice) != NB_OK)
            abort();
    }
    if (strcmp(nb_buf_cstr(&once), nb_buf_cstr(&twice)) != 0)
        abort();
    nb_buf_free(&once);
    nb_buf_free(&twice);
    return 0;
}
