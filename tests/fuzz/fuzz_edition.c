/* Any bytes as an edition file: it is understood, or refused with at least one error. */
#include "base/limits.h"
#include "edition/edition.h"
#include "memory_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory_file file = memory_file(data, size);
    struct nb_diags *diags = nb_diags_new();
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_edition_file edition;
    enum nb_status status = nb_edition_read(&ctx, arena, file.path, &edition);
    if ((status != NB_OK) != (nb_diags_tally(diags, NB_ERROR) != 0))
        abort();
    nb_arena_free(arena);
    nb_diags_free(diags);
    memory_file_close(&file);
    return 0;
}
