/* Any bytes as an archive of news: what comes out must be articles that keep the model's
 * rules, and every entry that is listed can be asked for. */
#include "reader.h"

#include "read/archive.h"

static void look_up_all(struct nb_ctx *ctx, struct nb_str bytes)
{
    struct nb_archive *archive;
    if (nb_archive_new(ctx, "fuzz.zip", bytes, &archive) != NB_OK)
        return;
    for (size_t i = 0; i < nb_archive_count(archive); i++) {
        bool outside;
        struct nb_str name = nb_str_of(nb_archive_name(archive, i));
        ptrdiff_t found = nb_archive_find(archive, NB_STR(""), name, &outside);
        if (outside || found >= (ptrdiff_t)nb_archive_count(archive))
            abort();
    }
    nb_archive_free(archive);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_input input = {.path = "fuzz.zip", .bytes = {(const char *)data, size}};
    if (nb_reader_zip.read(&ctx, &input, take, NULL) == NB_NOMEM)
        abort();
    look_up_all(&ctx, input.bytes);
    nb_diags_free(diags);
    return 0;
}
