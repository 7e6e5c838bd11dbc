/* Paths, as declared in io.h: taken apart, joined, and what stands there. */
#include "base/io.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

bool nb_path_same(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

char *nb_path_below(struct nb_arena *arena, const char *folder, const char *other)
{
    char from[PATH_MAX], to[PATH_MAX];
    if (!realpath(folder, from) || !realpath(other, to) || !nb_path_is_folder(to))
        return NULL;
    size_t len = strcmp(from, "/") == 0 ? 0 : strlen(from);
    bool below = strncmp(from, to, len) == 0 && (!to[len] || to[len] == '/');
    return below ? nb_arena_strdup(arena, to[len] ? to + len + 1 : "") : NULL;
}

bool nb_path_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

size_t nb_path_size(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
}

/* Where /proc is not mounted (a bare chroot), by the path that it was started by. */
bool nb_path_program(char *path, size_t room)
{
    ssize_t len = readlink("/proc/self/exe", path, room);
    if (len >= 0) {
        if ((size_t)len >= room)
            return false;
        path[len] = '\0';
        return true;
    }
    char *real = realpath((const char *)getauxval(AT_EXECFN), NULL);
    bool fits = real && strlen(real) < room;
    if (fits)
        memcpy(path, real, strlen(real) + 1);
    free(real);
    return fits;
}

bool nb_path_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

char *nb_path_join(struct nb_arena *arena, const char *folder, const char *name)
{
    if (!folder || !*folder)
        return nb_arena_strdup(arena, name);
    const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
    return nb_arena_printf(arena, "%s%s%s", folder, slash, name);
}

char *nb_path_folder(struct nb_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return nb_arena_strdup(arena, ".");
    return nb_arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

const char *nb_path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *nb_path_ending(const char *path)
{
    const char *name = nb_path_name(path), *dot = strrchr(name, '.');
    return dot && dot != name ? dot : "";
}
