/* Manifests of a site: read, and what lists all issues made of one. */
#include "site/site.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_site_issue issue;
    struct nb_buf out = NB_BUF_INIT;
    const char *why;
    if (!arena)
        return 0;
    struct nb_str text = {(const char *)data, size};
    if (nb_manifest_read(arena, "2026-11-22", text, &issue, &why) == NB_OK) {
        const struct nb_site site = {arena, "", &issue, 1};
        nb_site_page(&site, &out);
        nb_site_opds(&site, &out);
        nb_site_atom(&site, &out);
        enum nb_status status = nb_site_opds2(&site, &out);
        if (status == NB_OK)
            status = nb_site_publication(&issue, &out);
        if (status != NB_OK && status != NB_NOMEM)
            abort();
    }
    nb_buf_free(&out);
    nb_arena_free(arena);
    return 0;
}
