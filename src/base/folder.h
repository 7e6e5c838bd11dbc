/* Folders changed so that whoever looks, or comes after a kill, finds them whole: made, listed,
 * put in each other's place, removed; and locks, which end with the process that holds them. */
#ifndef NB_BASE_FOLDER_H
#define NB_BASE_FOLDER_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Makes a folder, and those above it, unless they are there. NB_IO with errno set. */
enum nb_status nb_folder_make(const char *path) NB_CHECKED;

/* The names of the folders right below `path`, hidden ones left out, in byte order; in
 * `arena`. NB_IO with errno set. */
enum nb_status nb_folder_list(struct nb_arena *arena, const char *path,
                              const char *const **names, size_t *count) NB_CHECKED;

/* Removes a folder with all below it; symbolic links are not followed. One that is not there
 * is no failure. */
enum nb_status nb_folder_remove(const char *path) NB_CHECKED;

/* Has the names that were given or taken away in a folder written to the disk, where its file
 * system can. NB_IO with errno set. */
enum nb_status nb_folder_sync(const char *path) NB_CHECKED;

/* Gives a file or folder another name, on the same file system; an older file of that name
 * goes. */
enum nb_status nb_path_move(const char *from, const char *to) NB_CHECKED;

/* Lets two folders change places, at once: nobody ever sees one of them missing. NB_UNSUPPORTED
 * where the file system cannot (renameat2, RENAME_EXCHANGE). */
enum nb_status nb_path_swap(const char *a, const char *b) NB_CHECKED;

struct nb_lock; /* held until nb_lock_release, or the process's end */

/* Takes the lock that the file `path` stands for; the file is made if need be, and goes with
 * the release. NB_UNSUPPORTED when another process holds it. */
enum nb_status nb_lock_take(const char *path, struct nb_lock **out) NB_CHECKED;
void nb_lock_release(struct nb_lock *lock); /* NULL is fine */

#endif
