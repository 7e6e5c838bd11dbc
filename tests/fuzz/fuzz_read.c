/* Any bytes as an input file, to the reader that the registry chooses: every article keeps the
 * model's rules, comes out as JSON, and bad input is no failure. */
#include "base/limits.h"
#include "doc/doc_json.h"
#include "memory_file.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    const char *why;
    struct nb_buf text = NB_BUF_INIT;
    (void)user;
    struct nb_json *json =
        nb_article_to_json(article, &(struct nb_json_form){.with_id = false});
    if (nb_article_check(article, &why) != NB_OK || !json ||
        nb_json_print(json, true, &text) != NB_OK)
        abort();
    nb_article_fulltext(article, &text);
    nb_buf_free(&text);
    nb_json_free(json);
    nb_arena_free(arena);
    return NB_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory_file file = memory_file(data, size);
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    if (nb_read_file(&ctx, file.path, take, NULL) != NB_OK)
        abort();
    nb_diags_free(diags);
    memory_file_close(&file);
    return 0;
}
