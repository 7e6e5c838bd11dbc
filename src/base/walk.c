/* Folders walked in byte order, as declared in io.h, without recursion. */
#include "base/io.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST_FOLDER = 32 };

/* One folder being walked: its entries, sorted, and how far the walk has come. */
struct level {
    char *path;
    struct dirent **entries;
    int count, at;
};

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_ignored(const char *folder)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof path, "%s/" NB_FOLDER_IGNORE, folder);
    return len > 0 && (size_t)len < sizeof path && access(path, F_OK) == 0;
}

/* Takes ownership of `path`, also when it fails. */
static enum nb_status level_open(struct level *level, char *path)
{
    *level = (struct level){0};
    if (!path)
        return NB_NOMEM;
    if (!is_ignored(path))
        level->count = scandir(path, &level->entries, is_visible, by_bytes);
    if (level->count < 0) {
        nb_free(path);
        return errno == ENOMEM ? NB_NOMEM : NB_IO;
    }
    level->path = path;
    return NB_OK;
}

static void level_close(struct level *level)
{
    for (int i = 0; i < level->count; i++)
        free(level->entries[i]);
    free(level->entries);
    nb_free(level->path);
}

static char *joined(const char *folder, const char *name)
{
    size_t len = strlen(folder), more = strlen(name);
    char *path = nb_malloc(len + more + 2);
    if (!path)
        return NULL;
    memcpy(path, folder, len);
    path[len] = '/';
    memcpy(path + len + 1, name, more + 1);
    return path;
}

/* The next entry of the innermost level: calls `found`, or opens a level below. */
static enum nb_status walk_step(struct level *levels, int *depth,
                                enum nb_status (*found)(void *, const char *),
                                void *user)
{
    struct level *level = &levels[*depth];
    struct stat st;
    char *path = joined(level->path, level->entries[level->at++]->d_name);
    if (!path)
        return NB_NOMEM;
    enum nb_status status = NB_OK;
    bool is_there = lstat(path, &st) == 0;
    if (is_there && S_ISDIR(st.st_mode) && *depth + 1 < DEEPEST_FOLDER) {
        status = level_open(&levels[*depth + 1], path);
        if (status == NB_OK)
            (*depth)++;
        return status == NB_IO ? NB_OK : status;
    }
    if (is_there && S_ISLNK(st.st_mode))
        is_there = stat(path, &st) == 0;
    if (is_there && S_ISREG(st.st_mode))
        status = found(user, path);
    nb_free(path);
    return status;
}

enum nb_status nb_folder_walk(const char *folder,
                              enum nb_status (*found)(void *user, const char *path),
                              void *user)
{
    struct level levels[DEEPEST_FOLDER];
    int depth = 0;
    size_t len = strlen(folder);
    char *path = nb_malloc(len + 1);
    if (path)
        memcpy(path, folder, len + 1);
    while (path && len > 1 && path[len - 1] == '/')
        path[--len] = '\0';
    enum nb_status status = level_open(&levels[0], path);
    if (status != NB_OK)
        return status;
    while (depth >= 0) {
        if (status == NB_OK && levels[depth].at < levels[depth].count)
            status = walk_step(levels, &depth, found, user);
        else
            level_close(&levels[depth--]);
    }
    return status;
}
