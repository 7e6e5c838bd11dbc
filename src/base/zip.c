/* ZIP archives, written in memory through libzip and then handed to a file, so that the file's
 * own rules (written beside the target, errors kept) hold for archives too. */
#include "base/zip.h"

#include "base/mem.h"

#include <sys/stat.h>
#include <zip.h>

enum {
    DOS_TIME = 0,
    DOS_DATE = 1 << 5 | 1, /* 1980-01-01: the year counts from 1980 */
    LEVEL = 6,             /* of zlib: higher ones cost more than they gain on text */
    COPY_STEP = 1 << 16
};

struct nb_zip {
    zip_t *archive;
    zip_source_t *bytes; /* the finished archive; survives `archive` */
    enum nb_status status;
};

static enum nb_status status_of(const zip_error_t *error)
{
    return zip_error_code_zip(error) == ZIP_ER_MEMORY ? NB_NOMEM : NB_LIBRARY;
}

enum nb_status nb_zip_new(struct nb_zip **out)
{
    zip_error_t error;
    enum nb_status status = NB_OK;
    struct nb_zip *zip = nb_calloc(1, sizeof *zip);
    *out = NULL;
    if (!zip)
        return NB_NOMEM;
    zip_error_init(&error);
    zip->bytes = zip_source_buffer_create(NULL, 0, 0, &error);
    if (zip->bytes)
        zip->archive =
            zip_open_from_source(zip->bytes, ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip->archive) {
        zip_source_keep(zip->bytes); /* zip_close lets go of it */
        *out = zip;
    } else {
        status = status_of(&error);
        zip_source_free(zip->bytes);
        nb_free(zip);
    }
    zip_error_fini(&error);
    return status;
}

/* Everything about an entry that libzip would otherwise take from the clock or the umask. */
static bool describe(zip_t *archive, zip_uint64_t index, bool stored)
{
    zip_int32_t method = stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    zip_uint32_t mode = (zip_uint32_t)(S_IFREG | 0644) << 16;
    return zip_set_file_compression(archive, index, method, stored ? 0 : LEVEL) == 0 &&
           zip_file_set_dostime(archive, index, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_UNIX, mode) ==
               0;
}

void nb_zip_add(struct nb_zip *zip, const char *name, const void *data, size_t size,
                bool stored)
{
    if (zip->status != NB_OK)
        return;
    zip_source_t *source = zip_source_buffer(zip->archive, data, size, 0);
    zip_int64_t index =
        source ? zip_file_add(zip->archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && index < 0)
        zip_source_free(source);
    if (index < 0 || !describe(zip->archive, (zip_uint64_t)index, stored))
        zip->status = status_of(zip_get_error(zip->archive));
}

static enum nb_status copy(zip_source_t *from, struct nb_file *file)
{
    char step[COPY_STEP];
    enum nb_status status = NB_OK;
    if (zip_source_open(from) != 0)
        return status_of(zip_source_error(from));
    while (status == NB_OK) {
        zip_int64_t got = zip_source_read(from, step, sizeof step);
        if (got < 0)
            status = status_of(zip_source_error(from));
        if (got <= 0)
            break;
        status = nb_file_write(file, step, (size_t)got);
    }
    (void)zip_source_close(from);
    return status;
}

enum nb_status nb_zip_finish(struct nb_zip *zip, struct nb_file *file)
{
    enum nb_status status = zip->status;
    if (status == NB_OK && zip_close(zip->archive) == 0)
        zip->archive = NULL;
    else if (status == NB_OK)
        status = status_of(zip_get_error(zip->archive));
    if (status == NB_OK)
        status = copy(zip->bytes, file);
    nb_zip_abort(zip);
    return status;
}

void nb_zip_abort(struct nb_zip *zip)
{
    if (!zip)
        return;
    if (zip->archive)
        zip_discard(zip->archive);
    zip_source_free(zip->bytes);
    nb_free(zip);
}
