/* Bytes as a file in memory, for what reads files: its path. */
#ifndef NB_TESTS_FUZZ_MEMORY_FILE_H
#define NB_TESTS_FUZZ_MEMORY_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct memory_file {
    int fd;
    char path[40];
};

static inline struct memory_file memory_file(const uint8_t *data, size_t size)
{
    struct memory_file file = {.fd = memfd_create("fuzz", MFD_CLOEXEC)};
    if (file.fd < 0 || write(file.fd, data, size) != (ssize_t)size)
        abort();
    (void)snprintf(file.path, sizeof file.path, "/proc/self/fd/%d", file.fd);
    return file;
}

static inline void memory_file_close(const struct memory_file *file)
{
    (void)close(file->fd);
}

#endif
