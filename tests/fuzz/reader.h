/* What the fuzz targets of readers share: any bytes go through a reader as the registry would
 * give them, and every article that comes out must keep the model's rules. */
#ifndef NB_FUZZ_READER_H
#define NB_FUZZ_READER_H

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

static inline int fuzz_reader(const struct nb_reader *reader, const uint8_t *data,
                              size_t size)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_input input = {.path = "fuzz", .bytes = {(const char *)data, size}};
    if (diags && (reader->wants_bytes ||
                  nb_charset_decode(input.bytes, NULL, &text, NULL) == NB_OK)) {
        input.text = nb_buf_view(&text);
        (void)reader->sniff(&input);
        if (reader->read(&ctx, &input, take, NULL) != NB_OK)
            abort();
    }
    nb_buf_free(&text);
    nb_diags_free(diags);
    return 0;
}

#endif
