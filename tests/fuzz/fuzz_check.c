/* Any bytes as a book: the lint says something of it, or nothing, and ends. */
#include "base/limits.h"
#include "check/check.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_str bytes = {(const char *)data, size};
    enum nb_status status = nb_check_book(&ctx, "fuzz.epub", bytes);
    if (status == NB_NOMEM || (status == NB_FORMAT && !nb_diags_count(diags)))
        abort();
    nb_diags_free(diags);
    return 0;
}
