/* Any bytes as a ZIP archive: every entry is read within a bound, or refused. */
#include "base/zip.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 20, MOST_ENTRIES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_unzip *zip;
    if (nb_unzip_new(data, size, &zip) != NB_OK)
        return 0;
    size_t count = nb_unzip_count(zip);
    for (size_t i = 0; i < count && i < MOST_ENTRIES; i++) {
        struct nb_buf entry = NB_BUF_INIT;
        enum nb_status status = nb_unzip_read(zip, i, MOST, &entry);
        if (!nb_unzip_name(zip, i) || status == NB_NOMEM ||
            (status == NB_OK && entry.len > MOST))
            abort();
        (void)nb_unzip_stored(zip, i);
        nb_buf_free(&entry);
    }
    nb_unzip_free(zip);
    return 0;
}
