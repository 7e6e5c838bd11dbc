/* The record: a file in a folder of books that says which of them newsbind put there, and how
 * they were then, so that nothing else is ever taken away. JSON: {"newsbind": 1, "books":
 * [{"file", "form", "id", "series", "date", "size", "sha1"}]}, in the order of loading. */
#ifndef NB_DEVICE_RECORD_H
#define NB_DEVICE_RECORD_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"
#include "device/issue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NB_RECORD_NAME ".newsbind.json"

struct nb_record_entry {
    const char *file; /* its name in the folder */
    const char *form; /* nb_name_ending's */
    struct nb_issue issue;
    uint64_t size;
    char sha1[NB_HEX_SIZE];
};

struct nb_record {
    struct nb_arena *arena; /* where all of it lives; not owned */
    struct nb_record_entry *at;
    size_t count, size;
};

/* Reads the record of `folder`; an empty one where there is none. NB_FORMAT when it is not
 * understood: it is empty then too. Entries that name no file of the folder are left out. */
enum nb_status nb_record_read(struct nb_arena *arena, const char *folder,
                              struct nb_record *out) NB_CHECKED;

/* The entry of a file, or NULL. */
struct nb_record_entry *nb_record_find(const struct nb_record *record,
                                       const char *file);

/* Puts an entry at the end, for that of the same file if there is one. */
enum nb_status nb_record_put(struct nb_record *record,
                             const struct nb_record_entry *entry) NB_CHECKED;

/* Takes the entry at `index` out. */
void nb_record_drop(struct nb_record *record, size_t index);

/* Writes it beside its place and renames it. NB_IO with errno set. */
enum nb_status nb_record_write(const struct nb_record *record,
                               const char *folder) NB_CHECKED;

#endif
