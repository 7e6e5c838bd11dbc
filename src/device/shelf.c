/* Shelves. What is known of the books there is read from the books; the record only says whose
 * they are. A PDF is long to search on a slow drive, so of these the record is believed, if it
 * is still the file that was written. */
#include "device/shelf.h"

#include "base/folder.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/volume.h"
#include "device/name.h"
#include "device/shelf_int.h"

#include <errno.h>
#include <string.h>

enum {
    SLACK = 1 << 16,    /* for the record, and what the folder itself grows by */
    MOST_NUMBER = 10000 /* books of one name */
};

const char *nb_shelf_path(const struct nb_shelf *shelf, const char *name)
{
    return nb_path_join(shelf->arena, shelf->folder, name);
}

static struct nb_shelf_item *add_item(struct nb_shelf *shelf, const char *name)
{
    struct nb_shelf_item *item = nb_arena_alloc(shelf->arena, sizeof *item);
    if (!item)
        return NULL;
    item->name = name;
    *shelf->end = item;
    shelf->end = &item->next;
    return item;
}

enum nb_status nb_shelf_open(struct nb_arena *arena, const struct nb_limits *limits,
                             const char *folder, struct nb_shelf **out, bool *strange)
{
    struct nb_volume_list list = {0};
    struct nb_shelf *shelf = nb_arena_alloc(arena, sizeof *shelf);
    *strange = false;
    *out = shelf;
    if (!shelf)
        return NB_NOMEM;
    *shelf = (struct nb_shelf){.arena = arena, .limits = limits, .folder = folder};
    shelf->end = &shelf->first;
    shelf->record.arena = arena;
    shelf->piece = 1;
    if (!nb_path_exists(folder))
        return nb_arena_status(arena);
    uint64_t room;
    enum nb_status status = nb_volume_room(folder, &room, &shelf->piece);
    if (status == NB_OK)
        status = nb_volume_list(arena, folder, &list);
    for (size_t i = 0; status == NB_OK && i < list.count; i++) {
        struct nb_shelf_item *item = add_item(shelf, list.at[i].name);
        if (!item)
            return NB_NOMEM;
        item->form = list.at[i].is_file ? nb_name_ending(item->name) : NULL;
        item->size = list.at[i].size;
    }
    if (status != NB_OK)
        return status;
    status = nb_record_read(arena, folder, &shelf->record);
    *strange = status == NB_FORMAT;
    return *strange ? NB_OK : status;
}

bool nb_shelf_untouched(const struct nb_shelf *shelf,
                        const struct nb_record_entry *entry)
{
    struct nb_mapping file;
    char sha1[NB_HEX_SIZE] = "";
    const char *path = nb_shelf_path(shelf, entry->file);
    if (!path || nb_file_map(path, &file) != NB_OK)
        return false;
    bool same = file.size == entry->size;
    if (same)
        nb_sha1_hex(file.data, file.size, sha1);
    nb_file_unmap(&file);
    return same && memcmp(sha1, entry->sha1, sizeof sha1) == 0;
}

static enum nb_status read_issue(struct nb_shelf *shelf, struct nb_shelf_item *item)
{
    const struct nb_record_entry *entry = nb_record_find(&shelf->record, item->name);
    struct nb_mapping file;
    const char *path = nb_shelf_path(shelf, item->name);
    item->known = true;
    if (strcmp(item->form, ".pdf") == 0) {
        if (entry && nb_shelf_untouched(shelf, entry))
            item->issue = entry->issue;
        return NB_OK;
    }
    if (!path)
        return NB_NOMEM;
    if (nb_file_map(path, &file) != NB_OK)
        return NB_OK; /* empty, or not for us: another book */
    struct nb_str bytes = {(const char *)file.data, file.size};
    enum nb_status status =
        nb_issue_read(shelf->arena, shelf->limits, item->form, bytes, &item->issue);
    nb_file_unmap(&file);
    return status == NB_NOMEM ? status : NB_OK;
}

static bool has_bytes(const struct nb_shelf *shelf, const struct nb_shelf_item *item,
                      struct nb_str bytes)
{
    struct nb_mapping file;
    if (item->placed.data)
        return nb_str_eq(item->placed, bytes);
    const char *path = nb_shelf_path(shelf, item->name);
    if (item->size != bytes.len || !path || nb_file_map(path, &file) != NB_OK)
        return false;
    bool same = nb_str_eq((struct nb_str){(const char *)file.data, file.size}, bytes);
    nb_file_unmap(&file);
    return same;
}

/* The book there that is the same issue in the same form; newsbind's own before others. */
static enum nb_status find_issue(struct nb_shelf *shelf,
                                 const struct nb_shelf_book *book,
                                 struct nb_shelf_item **out)
{
    *out = NULL;
    for (struct nb_shelf_item *item = shelf->first; item; item = item->next) {
        if (!item->form || strcmp(item->form, book->form) != 0)
            continue;
        enum nb_status status = item->known ? NB_OK : read_issue(shelf, item);
        if (status != NB_OK)
            return status;
        const char *id = item->issue.id;
        bool same = id && book->issue.id ? strcmp(id, book->issue.id) == 0
                                         : has_bytes(shelf, item, book->bytes);
        bool ours = nb_record_find(&shelf->record, item->name) != NULL;
        if (same && (!*out || ours))
            *out = item;
        if (same && ours)
            break;
    }
    return NB_OK;
}

static enum nb_status is_taken(const struct nb_shelf *shelf, const char *name,
                               bool *taken)
{
    *taken = false;
    for (const struct nb_shelf_item *item = shelf->first; item && !*taken;
         item = item->next) {
        enum nb_status status = nb_name_same(item->name, name, taken);
        if (status != NB_OK)
            return status;
    }
    return NB_OK;
}

/* A name that nothing there has. */
static enum nb_status free_name(struct nb_shelf *shelf, const char *wanted,
                                const char **out)
{
    struct nb_buf name = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    bool taken = true;
    for (unsigned i = 1; status == NB_OK && taken && i < MOST_NUMBER; i++) {
        nb_buf_clear(&name);
        status = nb_name_safe(wanted, i, &name);
        if (status == NB_OK)
            status = is_taken(shelf, nb_buf_cstr(&name), &taken);
    }
    *out = nb_arena_strdup(shelf->arena, nb_buf_cstr(&name));
    nb_buf_free(&name);
    if (status == NB_OK && taken)
        status = NB_LIMIT;
    return status == NB_OK ? nb_arena_status(shelf->arena) : status;
}

enum nb_status nb_shelf_place(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                              struct nb_shelf_place *out)
{
    struct nb_shelf_item *item = NULL;
    const char *name = NULL;
    enum nb_status status = find_issue(shelf, book, &item);
    if (status == NB_OK && item) {
        bool same = has_bytes(shelf, item, book->bytes);
        out->how = same ? NB_SHELF_SAME : NB_SHELF_UPDATE;
    } else if (status == NB_OK) {
        out->how = NB_SHELF_NEW;
        status = free_name(shelf, book->name, &name);
        item = status == NB_OK ? add_item(shelf, name) : NULL;
    }
    if (!item)
        return status == NB_OK ? NB_NOMEM : status;
    item->form = book->form;
    item->issue = book->issue;
    item->known = true;
    item->size = book->bytes.len;
    item->placed = book->bytes;
    uint64_t pieces = (book->bytes.len + shelf->piece - 1) / shelf->piece;
    out->needs = out->how == NB_SHELF_SAME ? 0 : pieces * shelf->piece + SLACK;
    out->path = nb_shelf_path(shelf, item->name);
    return out->path ? NB_OK : NB_NOMEM;
}

static enum nb_status write_bytes(const char *path, struct nb_str bytes)
{
    struct nb_file *file = NULL;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_file_write(file, bytes.data, bytes.len);
    if (status == NB_OK)
        status = nb_file_verify(file, bytes.data, bytes.len);
    if (status == NB_OK)
        return nb_file_commit(file);
    int error = errno;
    nb_file_abort(file);
    errno = error;
    return status;
}

enum nb_status nb_shelf_put(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                            const struct nb_shelf_place *place)
{
    struct nb_record_entry entry = {
        .file = nb_path_name(place->path),
        .form = book->form,
        .issue = book->issue,
        .size = book->bytes.len,
    };
    enum nb_status status = nb_volume_make(shelf->folder);
    if (status == NB_OK)
        status = write_bytes(place->path, book->bytes);
    if (status == NB_OK)
        status = nb_folder_sync(shelf->folder);
    nb_sha1_hex(book->bytes.data, book->bytes.len, entry.sha1);
    if (status == NB_OK)
        status = nb_record_put(&shelf->record, &entry);
    return status == NB_OK ? nb_record_write(&shelf->record, shelf->folder) : status;
}
