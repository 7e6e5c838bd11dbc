/* Inside of a shelf, for shelf.c and shelf_older.c. */
#ifndef NB_DEVICE_SHELF_INT_H
#define NB_DEVICE_SHELF_INT_H

#include "device/record.h"
#include "device/shelf.h"

/* A name in the folder, with what stands or will stand under it. */
struct nb_shelf_item {
    struct nb_shelf_item *next;
    const char *name, *form; /* form NULL: no book's file */
    uint64_t size;
    struct nb_issue issue;
    bool known;           /* the issue was looked for */
    struct nb_str placed; /* in this run; data NULL: nothing was */
};

struct nb_shelf {
    struct nb_arena *arena;
    const struct nb_limits *limits;
    const char *folder;
    struct nb_shelf_item *first, **end;
    uint64_t piece; /* bytes that the file system gives out at a time */
    struct nb_record record;
};

/* A name's path, in the shelf's arena; NULL without memory. */
const char *nb_shelf_path(const struct nb_shelf *shelf, const char *name);

/* Whether a file is as newsbind wrote it. */
bool nb_shelf_untouched(const struct nb_shelf *shelf,
                        const struct nb_record_entry *entry);

#endif
