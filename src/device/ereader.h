/* E-readers that are mounted as drives: what marks them, where their books go. One table
 * (ereader.c); a new kind is one line there. */
#ifndef NB_DEVICE_EREADER_H
#define NB_DEVICE_EREADER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Static storage. */
struct nb_ereader_kind {
    const char *name;  /* "kobo"; NULL ends the table */
    const char *title; /* "Kobo" */
    const char
        *marks[4];      /* paths below its root, all of which it has; NULL ends them */
    const char *folder; /* below its root: where books go; made where it is missing */
    const char *unread; /* the ending of what it does not open (".epub"), or NULL */
    const char *advice; /* what to do with such a book instead */
    const char *after;  /* what to do when all is copied */
};

extern const struct nb_ereader_kind nb_ereader_kinds[];

/* The kind of that name, or NULL. */
const struct nb_ereader_kind *nb_ereader_kind(const char *name);

/* Appends all names, set apart by commas. */
void nb_ereader_names(struct nb_buf *out);

struct nb_ereader {
    const struct nb_ereader_kind *kind;
    const char *root;
};

struct nb_ereaders {
    struct nb_ereader *at;
    size_t count;
};

/* Which kind of reader `root` is the root of, or NULL. Names are compared as FAT does. */
const struct nb_ereader_kind *nb_ereader_at(struct nb_arena *arena, const char *root);

/* The reader that `folder` is on: that whose root is the folder itself or the nearest one above;
 * no kind, and the folder as its root, when there is none. In `arena`. */
struct nb_ereader nb_ereader_around(struct nb_arena *arena, const char *folder);

/* The folder for books on a reader: the table's, as it is written there, in `arena`. */
const char *nb_ereader_folder(struct nb_arena *arena, const struct nb_ereader *reader);

/* Finds the readers among `places` (folders set apart by colons), or where that is NULL among
 * the mounted file systems of the kinds that drives have (/proc/self/mountinfo), in the order
 * of that table; at most 64. Everything lives in `arena`. NB_IO when there is no such table. */
enum nb_status nb_ereaders_find(struct nb_arena *arena, const char *places,
                                struct nb_ereaders *out) NB_CHECKED;

/* Cuts the next place of a drive off `*table`, the text of mountinfo, into `place`
 * (overwritten). False when there is none left. See proc_pid_mountinfo(5). */
bool nb_mounts_next(struct nb_str *table, struct nb_buf *place);

#endif
