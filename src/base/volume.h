/* Folders and the file systems that they are on: what is in them, how much more fits. */
#ifndef NB_BASE_VOLUME_H
#define NB_BASE_VOLUME_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nb_volume_entry {
    const char *name;
    bool is_file, is_folder; /* neither for a symbolic link or a device */
    uint64_t size;           /* bytes of a file */
};

struct nb_volume_list {
    struct nb_volume_entry *at;
    size_t count;
};

/* All that is in `folder`, hidden names too, in byte order, in `arena`. NB_IO with errno set;
 * NB_LIMIT when there are more than 100,000. */
enum nb_status nb_volume_list(struct nb_arena *arena, const char *folder,
                              struct nb_volume_list *out) NB_CHECKED;

/* How many bytes more `folder`'s file system takes from this user, and the size of the pieces
 * that it gives out. NB_IO with errno set. */
enum nb_status nb_volume_room(const char *folder, uint64_t *room,
                              uint64_t *piece) NB_CHECKED;

/* Makes `folder`, whose parent must exist, where there is none. NB_IO with errno set. */
enum nb_status nb_volume_make(const char *folder) NB_CHECKED;

/* Takes the file away. NB_IO with errno set. */
enum nb_status nb_volume_remove(const char *path) NB_CHECKED;

#endif
