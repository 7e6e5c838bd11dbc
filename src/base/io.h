/* Files: read whole, written atomically, folders walked in byte order. The only user of the
 * file system besides the font and picture loaders, which go through it too. */
#ifndef NB_BASE_IO_H
#define NB_BASE_IO_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Reads all of `path` ("-": standard input) into `*out` (owned by the caller: nb_buf_free),
 * at most `most` bytes. NB_IO with errno set, NB_LIMIT when it is larger. */
enum nb_status nb_file_read(const char *path, size_t most,
                            struct nb_buf *out) NB_CHECKED;

/* As nb_file_read, for a `name` that an article gives: a relative path below `folder`, with no
 * "..", no absolute path and no symbolic link that leads out of it. NB_UNSUPPORTED when it is
 * not such a path. */
enum nb_status nb_file_read_below(const char *folder, const char *name, size_t most,
                                  struct nb_buf *out) NB_CHECKED;

/* A read-only mapping of a file; `data` is NULL while none. */
struct nb_mapping {
    const unsigned char *data;
    size_t size;
};

/* Maps all of `path`; NB_IO when it cannot. Released by nb_file_unmap. */
enum nb_status nb_file_map(const char *path, struct nb_mapping *out) NB_CHECKED;
void nb_file_unmap(struct nb_mapping *mapping);

/* A file being written beside its target: without a name until it is whole, so that nothing is
 * left of it after a kill; under a temporary name where the file system cannot do that. */
struct nb_file;

/* Starts to write `path`, whose folder must exist. Owned: ends with nb_file_commit or
 * nb_file_abort. NB_IO with errno set. */
enum nb_status nb_file_create(const char *path, struct nb_file **out) NB_CHECKED;

/* Appends. An error is kept and comes back from here and from nb_file_commit. A special file
 * (a device, a pipe) is written straight, all else beside the target. */
enum nb_status nb_file_write(struct nb_file *file, const void *data,
                             size_t size) NB_CHECKED;

/* Brings what was written so far to the disk and reads it back from there, past the cache as
 * far as the system lets go of it. NB_IO when it cannot, and (errno EIO) when it is not `size`
 * bytes equal to `data`. */
enum nb_status nb_file_verify(struct nb_file *file, const void *data,
                              size_t size) NB_CHECKED;

/* Bytes written so far. */
size_t nb_file_size(const struct nb_file *file);

/* Flushes, syncs, closes and renames into place, mode 0644 less the umask; or removes the
 * temporary file when anything failed (NB_IO, errno set). Releases `file`. */
enum nb_status nb_file_commit(struct nb_file *file) NB_CHECKED;

/* Gives up: closes and removes the temporary file. NULL is fine. */
void nb_file_abort(struct nb_file *file);

/* Writes all of a file at once: nb_file_create, nb_file_write and nb_file_commit. */
enum nb_status nb_file_save(const char *path, struct nb_str bytes) NB_CHECKED;

/* Appends to a file, which is made if there is none; NB_IO with errno set. */
enum nb_status nb_file_append(const char *path, struct nb_str text) NB_CHECKED;

/* The size of a file in bytes; 0 when there is none. */
size_t nb_path_size(const char *path);

/* A folder that holds a file of this name is passed over by nb_folder_walk, with all below it. */
#define NB_FOLDER_IGNORE ".newsbind-ignore"

/* Calls `found` for every regular file below `folder`, by byte order of their paths, hidden
 * files and folders (a leading dot) passed over, symbolic links to folders not followed,
 * depth at most 32. Stops at the first status that is not NB_OK and returns it. */
enum nb_status nb_folder_walk(const char *folder,
                              enum nb_status (*found)(void *user, const char *path),
                              void *user) NB_CHECKED;

/* Whether two paths name one file, that is there. */
bool nb_path_same(const char *a, const char *b);

/* The way from `folder` to another that is the same or below, whatever links lead to both:
 * "" or "world/pictures", in `arena`. NULL for any other, and without memory. */
char *nb_path_below(struct nb_arena *arena, const char *folder, const char *other);

bool nb_path_is_folder(const char *path);
bool nb_path_exists(const char *path);

/* Writes the path of the running program to `path`, which has `room` bytes. False when it is not
 * known or has no room. */
bool nb_path_program(char *path, size_t room);

/* `folder` and `name` joined by a slash, in `arena`; `name` alone if `folder` is "" or NULL. */
char *nb_path_join(struct nb_arena *arena, const char *folder, const char *name);

/* The part before the last slash, in `arena`; "." when there is none. */
char *nb_path_folder(struct nb_arena *arena, const char *path);

/* The part behind the last slash; borrowed from `path`. */
const char *nb_path_name(const char *path);

/* The ending with its dot (".txt"), or "" ; borrowed from `path`. */
const char *nb_path_ending(const char *path);

#endif
