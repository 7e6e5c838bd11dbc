/* The record, read from a place that anyone may have written to: bounded, and no name in it
 * leads out of its folder. */
#include "device/record.h"

#include "base/io.h"
#include "base/json.h"
#include "device/name.h"

#include <errno.h>
#include <string.h>

enum { RECORD_BYTES = 4 << 20, FIRST_ROOM = 16, VERSION = 1 };

struct nb_record_entry *nb_record_find(const struct nb_record *record, const char *file)
{
    for (size_t i = 0; i < record->count; i++) {
        if (strcmp(record->at[i].file, file) == 0)
            return &record->at[i];
    }
    return NULL;
}

void nb_record_drop(struct nb_record *record, size_t index)
{
    record->count--;
    memmove(record->at + index, record->at + index + 1,
            (record->count - index) * sizeof *record->at);
}

static bool make_room(struct nb_record *record)
{
    size_t size = record->size ? record->size * 2 : FIRST_ROOM;
    struct nb_record_entry *at =
        nb_arena_array(record->arena, size, sizeof *record->at);
    if (!at)
        return false;
    if (record->count)
        memcpy(at, record->at, record->count * sizeof *at);
    record->at = at;
    record->size = size;
    return true;
}

enum nb_status nb_record_put(struct nb_record *record,
                             const struct nb_record_entry *entry)
{
    struct nb_record_entry copy = *entry;
    const struct nb_record_entry *old = nb_record_find(record, entry->file);
    copy.file = nb_arena_strdup(record->arena, entry->file);
    copy.issue.id = nb_arena_strdup(record->arena, entry->issue.id);
    copy.issue.series = nb_arena_strdup(record->arena, entry->issue.series);
    copy.issue.date = nb_arena_strdup(record->arena, entry->issue.date);
    if (old)
        nb_record_drop(record, (size_t)(old - record->at));
    if (record->count < record->size || make_room(record))
        record->at[record->count++] = copy;
    return nb_arena_status(record->arena);
}

/* False for what was not written by newsbind. */
static bool read_entry(const struct nb_json *json, struct nb_record_entry *out)
{
    const char *sha1 = nb_json_string(nb_json_get(json, "sha1"));
    const char *form = nb_json_string(nb_json_get(json, "form"));
    double size = nb_json_number(nb_json_get(json, "size"), -1);
    *out = (struct nb_record_entry){
        .file = nb_json_string(nb_json_get(json, "file")),
        .issue = {nb_json_string(nb_json_get(json, "id")),
                  nb_json_string(nb_json_get(json, "series")),
                  nb_json_string(nb_json_get(json, "date"))},
    };
    if (!out->file || strchr(out->file, '/') || !sha1 || !form || size < 0 ||
        size > 1e15 || strlen(sha1) != NB_HEX_SIZE - 1)
        return false;
    memcpy(out->sha1, sha1, NB_HEX_SIZE);
    out->size = (uint64_t)size;
    out->form = nb_name_ending(out->file);
    return out->form && strcmp(out->form, form) == 0;
}

enum nb_status nb_record_read(struct nb_arena *arena, const char *folder,
                              struct nb_record *out)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_json *json = NULL;
    *out = (struct nb_record){.arena = arena};
    const char *path = nb_path_join(arena, folder, NB_RECORD_NAME);
    if (!path)
        return NB_NOMEM;
    enum nb_status status = nb_file_read(path, RECORD_BYTES, &text);
    if (status == NB_IO && errno == ENOENT)
        return NB_OK;
    if (status == NB_OK)
        status = nb_json_parse(nb_buf_view(&text), &json, NULL, NULL);
    const struct nb_json *books = nb_json_get(json, "books");
    if (status == NB_OK &&
        (!nb_json_is_array(books) ||
         nb_json_number(nb_json_get(json, "newsbind"), 0) != (double)VERSION))
        status = NB_FORMAT;
    for (size_t i = 0; status == NB_OK && i < nb_json_count(books); i++) {
        struct nb_record_entry entry;
        if (read_entry(nb_json_at(books, i), &entry))
            status = nb_record_put(out, &entry);
    }
    nb_json_free(json);
    nb_buf_free(&text);
    return status == NB_OK || status == NB_NOMEM ? status : NB_FORMAT;
}

static bool set_text(struct nb_json *json, const char *key, const char *text)
{
    return !text || nb_json_set(json, key, nb_json_new_string(text));
}

static struct nb_json *entry_json(const struct nb_record_entry *entry)
{
    struct nb_json *json = nb_json_new_object();
    if (json && set_text(json, "file", entry->file) &&
        set_text(json, "form", entry->form) && set_text(json, "id", entry->issue.id) &&
        set_text(json, "series", entry->issue.series) &&
        set_text(json, "date", entry->issue.date) &&
        nb_json_set(json, "size", nb_json_new_int((long long)entry->size)) &&
        set_text(json, "sha1", entry->sha1))
        return json;
    nb_json_free(json);
    return NULL;
}

static struct nb_json *record_json(const struct nb_record *record)
{
    struct nb_json *json = nb_json_new_object(), *books = nb_json_new_array();
    bool fine = json && nb_json_set(json, "newsbind", nb_json_new_int(VERSION));
    for (size_t i = 0; fine && i < record->count; i++)
        fine = nb_json_push(books, entry_json(&record->at[i]));
    if (fine) {
        fine = nb_json_set(json, "books", books);
        books = NULL;
    }
    if (fine)
        return json;
    nb_json_free(books);
    nb_json_free(json);
    return NULL;
}

enum nb_status nb_record_write(const struct nb_record *record, const char *folder)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_json *json = record_json(record);
    const char *path = nb_path_join(record->arena, folder, NB_RECORD_NAME);
    enum nb_status status = json && path ? nb_json_print(json, true, &text) : NB_NOMEM;
    if (status == NB_OK)
        status = nb_file_save(path, nb_buf_view(&text));
    nb_json_free(json);
    nb_buf_free(&text);
    return status;
}
