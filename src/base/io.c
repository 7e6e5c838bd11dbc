/* Files, read whole and written atomically. */
#include "base/io.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 16 };

static enum nb_status read_all(int fd, size_t most, struct nb_buf *out)
{
    struct stat st;
    size_t step = READ_STEP;
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return NB_IO;
    }
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= 0) {
        if ((uintmax_t)st.st_size > most)
            return NB_LIMIT;
        step = (size_t)st.st_size + 1;
    }
    (void)nb_buf_reserve(out, step);
    for (;;) {
        char *to = nb_buf_reserve(out, 1);
        if (!to)
            return out->status;
        ssize_t got = read(fd, to, out->size - out->len - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return NB_IO;
        if (got == 0)
            break;
        out->len += (size_t)got;
        if (out->len > most)
            return NB_LIMIT;
    }
    out->data[out->len] = '\0';
    return NB_OK;
}

static enum nb_status read_fd(int fd, size_t most, struct nb_buf *out)
{
    enum nb_status status = read_all(fd, most, out);
    int error = errno;
    if (status != NB_OK)
        nb_buf_free(out);
    (void)close(fd);
    errno = error;
    return status;
}

enum nb_status nb_file_read(const char *path, size_t most, struct nb_buf *out)
{
    *out = NB_BUF_INIT;
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO)
                                    : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NB_IO;
    return read_fd(fd, most, out);
}

/* Whether every part of `name` is an ordinary name. */
static bool is_below(const char *name)
{
    if (!*name || *name == '/')
        return false;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t len = strcspn(part, "/");
        if (len == 2 && part[0] == '.' && part[1] == '.')
            return false;
    }
    return true;
}

enum nb_status nb_file_read_below(const char *folder, const char *name, size_t most,
                                  struct nb_buf *out)
{
    char root[PATH_MAX], full[PATH_MAX], real[PATH_MAX];
    *out = NB_BUF_INIT;
    if (!is_below(name))
        return NB_UNSUPPORTED;
    if (!realpath(folder && *folder ? folder : ".", root))
        return NB_IO;
    int len = snprintf(full, sizeof full, "%s/%s", root, name);
    if (len < 0 || (size_t)len >= sizeof full)
        return NB_UNSUPPORTED;
    if (!realpath(full, real))
        return NB_IO;
    size_t root_len = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(real, root, root_len) != 0 || real[root_len] != '/')
        return NB_UNSUPPORTED;
    int fd = open(real, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return NB_IO;
    return read_fd(fd, most, out);
}

enum nb_status nb_file_map(const char *path, struct nb_mapping *out)
{
    struct stat st;
    *out = (struct nb_mapping){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return NB_IO;
    void *data = MAP_FAILED;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    (void)close(fd);
    if (data == MAP_FAILED)
        return NB_IO;
    out->data = data;
    out->size = (size_t)st.st_size;
    return NB_OK;
}

void nb_file_unmap(struct nb_mapping *mapping)
{
    union {
        const unsigned char *in;
        void *out;
    } data = {mapping->data};
    if (mapping->data)
        (void)munmap(data.out, mapping->size);
    *mapping = (struct nb_mapping){0};
}

struct nb_file {
    char *path, *temporary; /* no temporary: written straight */
    int fd, error;
    bool unnamed; /* has no name yet, so that nothing is left of it if we are killed */
    size_t written;
};

static void file_free(struct nb_file *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    nb_free(file->path);
    nb_free(file->temporary);
    nb_free(file);
}

static char *copy_of(const char *text, const char *suffix)
{
    size_t len = strlen(text), more = strlen(suffix);
    char *copy = nb_malloc(len + more + 1);
    if (!copy)
        return NULL;
    memcpy(copy, text, len);
    memcpy(copy + len, suffix, more + 1);
    return copy;
}

static mode_t current_umask(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return mask;
}

/* A file without a name in the target's folder; -1 where the file system has none, and where
 * there is no /proc to give it one later. */
static int open_unnamed(const struct nb_file *file)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(file->path, '/');
    size_t len = slash ? (size_t)(slash - file->path) + 1 : 0;
    if (len + 2 > sizeof folder || access("/proc/self/fd", X_OK) != 0)
        return -1;
    memcpy(folder, file->path, len);
    memcpy(folder + len, ".", 2);
    return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
}

static int link_as(const struct nb_file *file, const char *name)
{
    char self[64];
    (void)snprintf(self, sizeof self, "/proc/self/fd/%d", file->fd);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* Gives the file its name: at once where there is no old file, else a temporary one first, as
 * only a rename replaces. Returns an error number. */
static int give_name(struct nb_file *file)
{
    char *suffix = file->temporary + strlen(file->temporary) - 6;
    if (link_as(file, file->path) == 0) {
        nb_free(file->temporary);
        file->temporary = NULL;
        return 0;
    }
    for (unsigned i = 0; errno == EEXIST && i < 1000; i++) {
        (void)snprintf(suffix, 7, "%06u", ((unsigned)getpid() + i * 7919) % 1000000);
        if (link_as(file, file->temporary) == 0) {
            file->unnamed = false;
            return 0;
        }
    }
    return errno;
}

static int open_target(struct nb_file *file)
{
    struct stat st;
    if (stat(file->path, &st) == 0 && !S_ISREG(st.st_mode)) {
        nb_free(file->temporary);
        file->temporary = NULL;
        return open(file->path, O_WRONLY | O_CLOEXEC);
    }
    int fd = open_unnamed(file);
    file->unnamed = fd >= 0;
    if (fd >= 0)
        return fd;
    fd = mkstemp(file->temporary);
    if (fd >= 0 && fchmod(fd, 0666 & ~current_umask()) != 0) {
        (void)close(fd);
        (void)unlink(file->temporary);
        return -1;
    }
    return fd;
}

enum nb_status nb_file_create(const char *path, struct nb_file **out)
{
    *out = NULL;
    struct nb_file *file = nb_calloc(1, sizeof *file);
    if (!file)
        return NB_NOMEM;
    file->fd = -1;
    file->path = copy_of(path, "");
    file->temporary = copy_of(path, ".XXXXXX");
    if (!file->path || !file->temporary) {
        file_free(file);
        return NB_NOMEM;
    }
    file->fd = open_target(file);
    if (file->fd < 0) {
        int error = errno;
        file_free(file);
        errno = error;
        return NB_IO;
    }
    *out = file;
    return NB_OK;
}

/* Writes all; *written grows by what was. The error's number, or 0. */
static int write_all(int fd, const char *from, size_t size, size_t *written)
{
    while (size) {
        ssize_t put = write(fd, from, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return errno;
        from += put;
        size -= (size_t)put;
        *written += (size_t)put;
    }
    return 0;
}

enum nb_status nb_file_write(struct nb_file *file, const void *data, size_t size)
{
    if (!file->error)
        file->error = write_all(file->fd, data, size, &file->written);
    errno = file->error;
    return file->error ? NB_IO : NB_OK;
}

enum nb_status nb_file_append(const char *path, struct nb_str text)
{
    size_t written = 0;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return NB_IO;
    int error = write_all(fd, text.data, text.len, &written);
    if (close(fd) != 0 && !error)
        error = errno;
    errno = error;
    return error ? NB_IO : NB_OK;
}

/* 0, or an error number. */
static int compare(int fd, const char *data, size_t size)
{
    char back[READ_STEP];
    size_t at = 0;
    for (;;) {
        ssize_t got = pread(fd, back, sizeof back, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        if (got == 0)
            return at == size ? 0 : EIO;
        if ((size_t)got > size - at || memcmp(back, data + at, (size_t)got) != 0)
            return EIO;
        at += (size_t)got;
    }
}

enum nb_status nb_file_verify(struct nb_file *file, const void *data, size_t size)
{
    if (!file->error && fsync(file->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
        file->error = errno;
    if (!file->error) {
        (void)posix_fadvise(file->fd, 0, 0, POSIX_FADV_DONTNEED);
        file->error = compare(file->fd, data, size);
    }
    errno = file->error;
    return file->error ? NB_IO : NB_OK;
}

size_t nb_file_size(const struct nb_file *file)
{
    return file->written;
}

/* Flushing to the disk is not possible on devices and pipes; that is no failure. */
static int finish(struct nb_file *file)
{
    if (file->error)
        return file->error;
    if (file->temporary && fsync(file->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
        return errno;
    if (file->unnamed && file->temporary) {
        int error = give_name(file);
        if (error)
            return error;
    }
    int fd = file->fd;
    file->fd = -1;
    if (close(fd) != 0)
        return errno;
    if (file->temporary && rename(file->temporary, file->path) != 0)
        return errno;
    return 0;
}

enum nb_status nb_file_commit(struct nb_file *file)
{
    int error = finish(file);
    if (error && file->temporary && !file->unnamed)
        (void)unlink(file->temporary);
    file_free(file);
    errno = error;
    return error ? NB_IO : NB_OK;
}

void nb_file_abort(struct nb_file *file)
{
    if (!file)
        return;
    if (file->temporary && !file->unnamed)
        (void)unlink(file->temporary);
    file_free(file);
}

enum nb_status nb_file_save(const char *path, struct nb_str bytes)
{
    struct nb_file *file;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_file_write(file, bytes.data, bytes.len);
    enum nb_status committed = nb_file_commit(file);
    return status == NB_OK ? committed : status;
}
