/* Folders and file systems, through POSIX. */
#include "base/volume.h"

#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { MOST_ENTRIES = 100000 };

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_entry(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* What has gone since it was listed is left out. */
static void add(struct nb_arena *arena, const char *folder, const char *name,
                struct nb_volume_list *out)
{
    struct stat st;
    const char *path = nb_path_join(arena, folder, name);
    if (!path || lstat(path, &st) != 0)
        return;
    out->at[out->count++] = (struct nb_volume_entry){
        .name = nb_arena_strdup(arena, name),
        .is_file = S_ISREG(st.st_mode),
        .is_folder = S_ISDIR(st.st_mode),
        .size = st.st_size > 0 ? (uint64_t)st.st_size : 0,
    };
}

enum nb_status nb_volume_list(struct nb_arena *arena, const char *folder,
                              struct nb_volume_list *out)
{
    struct dirent **entries = NULL;
    *out = (struct nb_volume_list){0};
    int count = scandir(folder, &entries, is_entry, by_bytes);
    if (count < 0)
        return errno == ENOMEM ? NB_NOMEM : NB_IO;
    if (count <= MOST_ENTRIES)
        out->at = nb_arena_array(arena, (size_t)count + 1, sizeof *out->at);
    for (int i = 0; i < count; i++) {
        if (out->at)
            add(arena, folder, entries[i]->d_name, out);
        free(entries[i]);
    }
    free(entries);
    return count > MOST_ENTRIES ? NB_LIMIT : nb_arena_status(arena);
}

enum nb_status nb_volume_room(const char *folder, uint64_t *room, uint64_t *piece)
{
    struct statvfs facts;
    if (statvfs(folder, &facts) != 0)
        return NB_IO;
    *piece = facts.f_frsize ? facts.f_frsize : 1;
    *room = facts.f_bavail > UINT64_MAX / *piece ? UINT64_MAX : facts.f_bavail * *piece;
    return NB_OK;
}

enum nb_status nb_volume_make(const char *folder)
{
    if (nb_path_is_folder(folder) || mkdir(folder, 0777) == 0)
        return NB_OK;
    return NB_IO;
}

enum nb_status nb_volume_remove(const char *path)
{
    return unlink(path) == 0 ? NB_OK : NB_IO;
}
