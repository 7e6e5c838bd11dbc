/* Folders: made, listed, exchanged, removed; locks. */
#include "base/folder.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 /* while a tree is removed */ };

static enum nb_status made(const char *path)
{
    struct stat st;
    if (mkdir(path, 0777) == 0)
        return NB_OK;
    if (errno != EEXIST)
        return NB_IO;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return NB_OK;
    errno = ENOTDIR;
    return NB_IO;
}

enum nb_status nb_folder_make(const char *path)
{
    char part[PATH_MAX];
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof part) {
        errno = len ? ENAMETOOLONG : ENOENT;
        return NB_IO;
    }
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        enum nb_status status = made(part);
        if (status != NB_OK)
            return status;
    }
    return NB_OK;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_folder_in(const char *path, const char *name)
{
    char full[PATH_MAX];
    struct stat st;
    int len = snprintf(full, sizeof full, "%s/%s", path, name);
    return len > 0 && (size_t)len < sizeof full && lstat(full, &st) == 0 &&
           S_ISDIR(st.st_mode);
}

enum nb_status nb_folder_list(struct nb_arena *arena, const char *path,
                              const char *const **names, size_t *count)
{
    struct dirent **entries = NULL;
    *names = NULL;
    *count = 0;
    int found = scandir(path, &entries, is_visible, by_bytes);
    if (found < 0)
        return errno == ENOMEM ? NB_NOMEM : NB_IO;
    const char **list = nb_arena_array(arena, (size_t)found + 1, sizeof *list);
    for (int i = 0; i < found; i++) {
        if (list && is_folder_in(path, entries[i]->d_name))
            list[(*count)++] = nb_arena_strdup(arena, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    *names = list;
    return nb_arena_status(arena);
}

static int remove_one(const char *path, const struct stat *st, int kind,
                      struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

enum nb_status nb_folder_remove(const char *path)
{
    if (nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 ||
        errno == ENOENT)
        return NB_OK;
    return NB_IO;
}

enum nb_status nb_folder_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return NB_IO;
    bool fine = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
    int error = errno;
    (void)close(fd);
    errno = error;
    return fine ? NB_OK : NB_IO;
}

enum nb_status nb_path_move(const char *from, const char *to)
{
    return rename(from, to) == 0 ? NB_OK : NB_IO;
}

enum nb_status nb_path_swap(const char *a, const char *b)
{
    if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
        return NB_OK;
    return errno == EINVAL || errno == ENOSYS || errno == ENOTSUP ? NB_UNSUPPORTED
                                                                  : NB_IO;
}

struct nb_lock {
    int fd;
    char path[PATH_MAX];
};

/* Whether the file that is open still has its name: else somebody released the lock between
 * our opening it and getting it. */
static bool is_named(const struct nb_lock *lock)
{
    struct stat open_file, named;
    return fstat(lock->fd, &open_file) == 0 && stat(lock->path, &named) == 0 &&
           open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

static enum nb_status take(struct nb_lock *lock)
{
    for (;;) {
        lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (lock->fd < 0)
            return NB_IO;
        if (flock(lock->fd, LOCK_EX | LOCK_NB) != 0)
            return errno == EWOULDBLOCK ? NB_UNSUPPORTED : NB_IO;
        if (is_named(lock))
            return NB_OK;
        (void)close(lock->fd);
    }
}

enum nb_status nb_lock_take(const char *path, struct nb_lock **out)
{
    struct nb_lock *lock = nb_calloc(1, sizeof *lock);
    *out = NULL;
    if (!lock)
        return NB_NOMEM;
    int len = snprintf(lock->path, sizeof lock->path, "%s", path);
    enum nb_status status = NB_LIMIT;
    lock->fd = -1;
    if (len > 0 && (size_t)len < sizeof lock->path)
        status = take(lock);
    if (status == NB_OK) {
        *out = lock;
        return NB_OK;
    }
    int error = errno;
    if (lock->fd >= 0)
        (void)close(lock->fd);
    nb_free(lock);
    errno = error;
    return status;
}

void nb_lock_release(struct nb_lock *lock)
{
    if (!lock)
        return;
    (void)unlink(lock->path);
    (void)close(lock->fd);
    nb_free(lock);
}
