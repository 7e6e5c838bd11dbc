/* The plain-text reader on any bytes: decoded as the registry does, every article checked. */
#include "base/charset.h"
#include "base/diag.h"
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
    struct nb_str bytes = {(const char *)data, size};
    struct nb_buf text = NB_BUF_INIT;
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    if (diags && nb_charset_decode(bytes, NULL, &text, NULL) == NB_OK) {
        struct nb_input input = {
            .path = "fuzz", .bytes = bytes, .text = nb_buf_view(&text)};
        if (nb_reader_text.read(&ctx, &input, take, NULL) != NB_OK)
            abort();
    }
    nb_buf_free(&text);
    nb_diags_free(diags);
    return 0;
}
