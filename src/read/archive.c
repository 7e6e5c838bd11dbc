/* Archives as folders. The entries are looked through once: those that a folder could hold are
 * listed in the order in which a folder is walked, the others are reported. */
#include "read/archive.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/zip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    RATIO = 100,     /* bytes of an entry for each in the archive … */
    SMALL = 1 << 20, /* … once it unpacks to more than this */
    LONGEST_NAME = 1000
};

struct file {
    const char *name;
    size_t index, size;
};

struct nb_archive {
    struct nb_mapping mapping; /* of nb_archive_open */
    char *path;
    struct nb_unzip *zip;
    struct file *files;
    size_t count;
};

bool nb_archive_is(struct nb_str bytes)
{
    static const char *const others[] = {"mimetype", "[Content_Types].xml"};
    if (nb_str_starts(bytes, (struct nb_str){"PK\5\6", 4}))
        return true;
    if (!nb_str_starts(bytes, (struct nb_str){"PK\3\4", 4}) || bytes.len < 30)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (nb_str_starts(nb_str_sub(bytes, 30, bytes.len), nb_str_of(others[i])))
            return false;
    }
    return true;
}

/* ---- Names. */

/* Byte order of names, folder by folder: the order of nb_folder_walk. */
static int compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    int x = *a == '/' ? 1 : (unsigned char)*a + (*a != 0);
    int y = *b == '/' ? 1 : (unsigned char)*b + (*b != 0);
    return x - y;
}

/* Two of the same name keep the order of the archive. */
static int by_name(const void *a, const void *b)
{
    const struct file *x = a, *y = b;
    int order = compare(x->name, y->name);
    if (order)
        return order;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Whether a name leads out of the archive, or could on some system. */
static bool leads_out(const char *name)
{
    if (*name == '/' || *name == '\\' || (nb_ascii_alpha(name[0]) && name[1] == ':'))
        return true;
    for (const char *part = name; *part;) {
        size_t len = strcspn(part, "/\\");
        if (len == 2 && part[0] == '.' && part[1] == '.')
            return true;
        part += len;
        part += *part != '\0';
    }
    return false;
}

/* Whether a folder's walk would pass it over: hidden, or what a Macintosh adds. */
static bool is_hidden(const char *name)
{
    if (strncmp(name, "__MACOSX/", 9) == 0)
        return true;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (*part == '.')
            return true;
    }
    return false;
}

/* ---- Opening. */

static bool is_bomb(const struct nb_unzip_entry *entry)
{
    return entry->size > SMALL && entry->size / RATIO > entry->packed;
}

/* Why an entry is no file of a folder, or NULL. */
static const char *fault_of(const struct nb_unzip_entry *entry)
{
    if (strlen(entry->name) > LONGEST_NAME)
        return "too long a name";
    if (leads_out(entry->name))
        return "leads out of the archive";
    if (entry->link)
        return "a symbolic link";
    return entry->locked ? "locked with a password" : NULL;
}

static void list_entry(struct nb_ctx *ctx, struct nb_archive *archive, size_t index)
{
    struct nb_unzip_entry entry;
    if (!nb_unzip_entry(archive->zip, index, &entry)) {
        nb_report(ctx, NB_DIAG_ARCHIVE, archive->path, 0, "entry %zu: damaged", index);
        return;
    }
    size_t len = strlen(entry.name);
    const char *fault = fault_of(&entry);
    if (!fault && (!len || entry.name[len - 1] == '/' || is_hidden(entry.name)))
        return;
    if (fault)
        nb_report(ctx, NB_DIAG_ARCHIVE, archive->path, 0, "%.80s: %s", entry.name,
                  fault);
    else if (is_bomb(&entry))
        nb_report(ctx, NB_DIAG_LIMIT, archive->path, 0,
                  "%.80s: %zu bytes that unpack to %zu, left out", entry.name,
                  entry.packed, entry.size);
    else
        archive->files[archive->count++] = (struct file){entry.name, index, entry.size};
}

static void drop_doubles(struct nb_ctx *ctx, struct nb_archive *archive)
{
    size_t kept = 0;
    for (size_t i = 0; i < archive->count; i++) {
        struct file *file = &archive->files[i];
        if (kept && strcmp(archive->files[kept - 1].name, file->name) == 0)
            nb_report(ctx, NB_DIAG_ARCHIVE, archive->path, 0,
                      "%.80s: there twice, the first is taken", file->name);
        else
            archive->files[kept++] = *file;
    }
    archive->count = kept;
}

static enum nb_status list(struct nb_ctx *ctx, struct nb_archive *archive)
{
    size_t count = nb_unzip_count(archive->zip);
    archive->files = nb_calloc(count ? count : 1, sizeof *archive->files);
    if (!archive->files)
        return NB_NOMEM;
    for (size_t i = 0; i < count; i++)
        list_entry(ctx, archive, i);
    qsort(archive->files, archive->count, sizeof *archive->files, by_name);
    drop_doubles(ctx, archive);
    return NB_OK;
}

static enum nb_status open_bytes(struct nb_ctx *ctx, struct nb_archive *archive,
                                 struct nb_str bytes)
{
    size_t claimed = nb_unzip_claims(bytes.data, bytes.len);
    if (claimed > ctx->limits->entries) {
        nb_report(ctx, NB_DIAG_LIMIT, archive->path, 0,
                  "an archive of more than %zu entries, left out",
                  ctx->limits->entries);
        return NB_LIMIT;
    }
    enum nb_status status = nb_unzip_new(bytes.data, bytes.len, &archive->zip);
    if (status == NB_FORMAT)
        nb_report(ctx, NB_DIAG_MALFORMED, archive->path, 0, "a broken ZIP archive");
    return status == NB_OK ? list(ctx, archive) : status;
}

static struct nb_archive *archive_new(const char *path, size_t len)
{
    struct nb_archive *archive = nb_calloc(1, sizeof *archive);
    char *copy = archive ? nb_malloc(len + 1) : NULL;
    if (!copy) {
        nb_free(archive);
        return NULL;
    }
    memcpy(copy, path, len);
    copy[len] = '\0';
    archive->path = copy;
    return archive;
}

enum nb_status nb_archive_new(struct nb_ctx *ctx, const char *path, struct nb_str bytes,
                              struct nb_archive **out)
{
    struct nb_archive *archive = archive_new(path, strlen(path));
    *out = NULL;
    if (!archive)
        return NB_NOMEM;
    enum nb_status status = open_bytes(ctx, archive, bytes);
    if (status == NB_OK)
        *out = archive;
    else
        nb_archive_free(archive);
    return status;
}

/* The length of the part of `path` before a slash that is a file; 0 when there is none. */
static size_t file_part(const char *path)
{
    char part[LONGEST_NAME * 2];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        size_t len = (size_t)(slash - path);
        if (!len)
            continue;
        if (len >= sizeof part)
            return 0;
        memcpy(part, path, len);
        part[len] = '\0';
        if (!nb_path_is_folder(part))
            return nb_path_exists(part) ? len : 0;
    }
    return 0;
}

enum nb_status nb_archive_open(const struct nb_limits *limits, const char *path,
                               struct nb_archive **out, const char **inside)
{
    struct nb_ctx silent = {NULL, limits};
    size_t len = file_part(path);
    *out = NULL;
    if (!len)
        return NB_IO;
    struct nb_archive *archive = archive_new(path, len);
    if (!archive)
        return NB_NOMEM;
    enum nb_status status = nb_file_map(archive->path, &archive->mapping);
    if (status == NB_OK)
        status = open_bytes(&silent, archive,
                            (struct nb_str){(const char *)archive->mapping.data,
                                            archive->mapping.size});
    if (status == NB_OK) {
        *out = archive;
        *inside = path + len + 1;
        return NB_OK;
    }
    nb_archive_free(archive);
    return status == NB_NOMEM ? status : NB_IO;
}

bool nb_archive_holds(const struct nb_archive *archive, const char *path,
                      const char **inside)
{
    size_t len = archive ? strlen(archive->path) : 0;
    if (!archive || strncmp(path, archive->path, len) != 0 || path[len] != '/')
        return false;
    *inside = path + len + 1;
    return true;
}

void nb_archive_free(struct nb_archive *archive)
{
    if (!archive)
        return;
    nb_unzip_free(archive->zip);
    nb_file_unmap(&archive->mapping);
    nb_free(archive->files);
    nb_free(archive->path);
    nb_free(archive);
}

/* ---- Entries. */

size_t nb_archive_count(const struct nb_archive *archive)
{
    return archive->count;
}

const char *nb_archive_name(const struct nb_archive *archive, size_t index)
{
    return archive->files[index].name;
}

size_t nb_archive_size(const struct nb_archive *archive, size_t index)
{
    return archive->files[index].size;
}

static ptrdiff_t search(const struct nb_archive *archive, const char *name)
{
    size_t low = 0, high = archive->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(name, archive->files[middle].name);
        if (order == 0)
            return (ptrdiff_t)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

ptrdiff_t nb_archive_find(const struct nb_archive *archive, struct nb_str folder,
                          struct nb_str name, bool *outside)
{
    char path[LONGEST_NAME * 2 + 2];
    size_t len = 0;
    struct nb_str parts[2] = {folder, name}, part;
    bool out = !name.len || name.data[0] == '/' || memchr(name.data, '\0', name.len) ||
               folder.len + name.len + 2 > sizeof path;
    for (size_t i = 0; i < 2 && !out; i++) {
        while (nb_str_split(&parts[i], '/', &part) && !out) {
            out = nb_str_eq(part, NB_STR(".."));
            if (!part.len || nb_str_eq(part, NB_STR(".")))
                continue;
            if (len)
                path[len++] = '/';
            memcpy(path + len, part.data, part.len);
            len += part.len;
        }
    }
    path[len] = '\0';
    if (outside)
        *outside = out;
    return out ? -1 : search(archive, path);
}

enum nb_status nb_archive_read(struct nb_archive *archive, size_t index, size_t most,
                               struct nb_buf *out)
{
    const struct file *file = &archive->files[index];
    if (file->size > most)
        return NB_LIMIT;
    return nb_unzip_read(archive->zip, file->index, file->size, out);
}
