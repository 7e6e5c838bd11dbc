/* ZIP archives, read from memory through libzip: for checks and tests. */
#include "base/zip.h"

#include "base/mem.h"

#include <string.h>
#include <zip.h>

enum { READ_STEP = 1 << 16 };

struct nb_unzip {
    zip_t *archive;
};

enum nb_status nb_unzip_new(const void *data, size_t size, struct nb_unzip **out)
{
    zip_error_t error;
    enum nb_status status = NB_OK;
    struct nb_unzip *zip = nb_calloc(1, sizeof *zip);
    *out = NULL;
    if (!zip)
        return NB_NOMEM;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(data, size, 0, &error);
    if (source)
        zip->archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip->archive) {
        *out = zip;
    } else {
        status = zip_error_code_zip(&error) == ZIP_ER_MEMORY ? NB_NOMEM : NB_FORMAT;
        zip_source_free(source);
        nb_free(zip);
    }
    zip_error_fini(&error);
    return status;
}

void nb_unzip_free(struct nb_unzip *zip)
{
    if (!zip)
        return;
    zip_discard(zip->archive);
    nb_free(zip);
}

size_t nb_unzip_count(const struct nb_unzip *zip)
{
    zip_int64_t count = zip_get_num_entries(zip->archive, 0);
    return count > 0 ? (size_t)count : 0;
}

const char *nb_unzip_name(const struct nb_unzip *zip, size_t index)
{
    const char *name = zip_get_name(zip->archive, index, 0);
    return name ? name : "";
}

bool nb_unzip_stored(const struct nb_unzip *zip, size_t index)
{
    zip_stat_t stat;
    return zip_stat_index(zip->archive, index, 0, &stat) == 0 &&
           (stat.valid & ZIP_STAT_COMP_METHOD) && stat.comp_method == ZIP_CM_STORE;
}

bool nb_unzip_entry(struct nb_unzip *zip, size_t index, struct nb_unzip_entry *out)
{
    enum { UNIX_TYPE = 0170000, UNIX_LINK = 0120000 };
    zip_stat_t stat;
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_stat_index(zip->archive, index, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_NAME) || !(stat.valid & ZIP_STAT_SIZE) ||
        !(stat.valid & ZIP_STAT_COMP_SIZE))
        return false;
    if (zip_file_get_external_attributes(zip->archive, index, 0, &system,
                                         &attributes) != 0)
        attributes = 0;
    *out = (struct nb_unzip_entry){
        .name = stat.name,
        .size = (size_t)stat.size,
        .packed = (size_t)stat.comp_size,
        .link = system == ZIP_OPSYS_UNIX && (attributes >> 16 & UNIX_TYPE) == UNIX_LINK,
        .locked = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) &&
                  stat.encryption_method != ZIP_EM_NONE};
    return true;
}

static size_t number(const unsigned char *at, size_t bytes)
{
    size_t value = 0;
    while (bytes--)
        value = value << 8 | at[bytes];
    return value;
}

size_t nb_unzip_claims(const void *data, size_t size)
{
    enum { END = 22, END_COUNT = 10, END64 = 56, END64_COUNT = 32, COMMENT = 1 << 16 };
    const unsigned char *bytes = data;
    size_t most = 0, tail = COMMENT + END + 20;
    for (size_t at = size > tail ? size - tail : 0; at + END <= size; at++) {
        size_t claim = 0;
        if (memcmp(bytes + at, "PK\5\6", 4) == 0)
            claim = number(bytes + at + END_COUNT, 2);
        if (memcmp(bytes + at, "PK\6\7", 4) ==
            0) { /* says where the larger end stands */
            size_t end = number(bytes + at + 8, 8);
            if (end < size && size - end >= END64 &&
                memcmp(bytes + end, "PK\6\6", 4) == 0)
                claim = number(bytes + end + END64_COUNT, 8);
        }
        most = claim > most ? claim : most;
    }
    return most;
}

static enum nb_status read_all(zip_file_t *file, size_t most, struct nb_buf *out)
{
    size_t total = 0;
    for (;;) {
        char *to = nb_buf_reserve(out, READ_STEP);
        if (!to)
            return out->status;
        zip_int64_t got = zip_fread(file, to, READ_STEP);
        if (got < 0)
            return NB_FORMAT;
        out->len += (size_t)got;
        out->data[out->len] = '\0';
        if (got == 0)
            return NB_OK;
        total += (size_t)got;
        if (total > most)
            return NB_LIMIT;
    }
}

enum nb_status nb_unzip_read(struct nb_unzip *zip, size_t index, size_t most,
                             struct nb_buf *out)
{
    zip_file_t *file = zip_fopen_index(zip->archive, index, 0);
    if (!file)
        return NB_FORMAT;
    enum nb_status status = read_all(file, most, out);
    (void)zip_fclose(file);
    return status;
}
