/* ZIP archives, written in memory through libzip and then handed to a file, so that the file's
 * own rules (written beside the target, errors kept) hold for archives too. What is deflated
 * comes to libzip so: libdeflate takes half of zlib's time. */
#include "base/zip.h"

#include "base/deflate.h"
#include "base/mem.h"

#include <string.h>
#include <sys/stat.h>
#include <zip.h>

enum {
    DOS_TIME = 0,
    DOS_DATE = 1 << 5 | 1, /* 1980-01-01: the year counts from 1980 */
    LEVEL = 6,             /* higher ones cost more than they gain on text */
    COPY_STEP = 1 << 16,
    /* APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16 */
    LOCAL_HEADER = 30,
    DIRECTORY_HEADER = 46,
    DIRECTORY_END = 22
};

struct nb_zip {
    zip_t *archive;
    zip_source_t *bytes; /* the finished archive; survives `archive` */
    size_t size;         /* of the entries, in the archive and its directory */
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

/* An entry that is deflated already, as a source that libzip copies. */
struct packed {
    struct nb_buf bytes;
    size_t plain, at; /* bytes before; how many are read */
    uint32_t crc;
    zip_error_t error;
};

static void packed_free(struct packed *packed)
{
    nb_buf_free(&packed->bytes);
    zip_error_fini(&packed->error);
    nb_free(packed);
}

static zip_int64_t packed_read(struct packed *packed, void *to, size_t room)
{
    size_t left = packed->bytes.len - packed->at, count = left < room ? left : room;
    memcpy(to, packed->bytes.data + packed->at, count);
    packed->at += count;
    return (zip_int64_t)count;
}

static zip_int64_t packed_stat(const struct packed *packed, zip_stat_t *stat)
{
    zip_stat_init(stat);
    stat->size = packed->plain;
    stat->comp_size = packed->bytes.len;
    stat->comp_method = ZIP_CM_DEFLATE;
    stat->crc = packed->crc;
    stat->valid |=
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC;
    return sizeof *stat;
}

static zip_int64_t on_packed(void *user, void *data, zip_uint64_t len,
                             zip_source_cmd_t command)
{
    struct packed *packed = user;
    switch ((int)command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
                                              ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        packed->at = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return packed_read(packed, data, len);
    case ZIP_SOURCE_STAT:
        return packed_stat(packed, data);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&packed->error, data, len);
    case ZIP_SOURCE_FREE:
        packed_free(packed);
        return 0;
    default:
        return 0;
    }
}

static enum nb_status pack(struct nb_zip *zip, const void *data, size_t size,
                           zip_source_t **out)
{
    struct packed *packed = nb_calloc(1, sizeof *packed);
    *out = NULL;
    if (!packed)
        return NB_NOMEM;
    zip_error_init(&packed->error);
    packed->plain = size;
    enum nb_status status =
        nb_deflate_raw(data, size, LEVEL, &packed->bytes, &packed->crc);
    if (status == NB_OK) {
        zip->size += packed->bytes.len;
        *out = zip_source_function(zip->archive, on_packed, packed);
        status = *out ? NB_OK : NB_NOMEM;
    }
    if (status != NB_OK)
        packed_free(packed);
    return status;
}

/* Everything about an entry that libzip would otherwise take from the clock or the umask. */
static bool describe(zip_t *archive, zip_uint64_t index, bool stored)
{
    zip_int32_t method = stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
    zip_uint32_t mode = (zip_uint32_t)(S_IFREG | 0644) << 16;
    return zip_set_file_compression(archive, index, method, 0) == 0 &&
           zip_file_set_dostime(archive, index, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_file_set_external_attributes(archive, index, 0, ZIP_OPSYS_UNIX, mode) ==
               0;
}

void nb_zip_add(struct nb_zip *zip, const char *name, const void *data, size_t size,
                bool stored)
{
    zip_source_t *source = NULL;
    if (zip->status != NB_OK)
        return;
    if (!stored)
        zip->status = pack(zip, data, size, &source);
    else if (!(source = zip_source_buffer(zip->archive, data, size, 0)))
        zip->status = status_of(zip_get_error(zip->archive));
    if (!source)
        return;
    zip->size += nb_zip_entry_size("", name) + (stored ? size : 0);
    zip_int64_t index = zip_file_add(zip->archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0)
        zip_source_free(source);
    if (index < 0 || !describe(zip->archive, (zip_uint64_t)index, stored))
        zip->status = status_of(zip_get_error(zip->archive));
}

size_t nb_zip_entry_size(const char *folder, const char *name)
{
    return LOCAL_HEADER + DIRECTORY_HEADER + 2 * (strlen(folder) + strlen(name));
}

size_t nb_zip_size(const struct nb_zip *zip)
{
    return zip->size + DIRECTORY_END;
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
