/* A shelf: a folder that books are put into, on a reader or anywhere. It knows which issue each
 * of its books is, so that one is updated in place and no other book is overwritten, and which
 * of them newsbind put there, so that no other book is ever taken away. */
#ifndef NB_DEVICE_SHELF_H
#define NB_DEVICE_SHELF_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/str.h"
#include "device/issue.h"

#include <stdbool.h>
#include <stdint.h>

struct nb_shelf;

/* A book to be put there. */
struct nb_shelf_book {
    const char *name;    /* of its file, without folders */
    const char *form;    /* nb_name_ending's */
    struct nb_str bytes; /* borrowed as long as the shelf is used */
    struct nb_issue issue;
};

enum nb_shelf_how {
    NB_SHELF_NEW,    /* under a name of its own */
    NB_SHELF_UPDATE, /* in the place of the same issue */
    NB_SHELF_SAME    /* these bytes are there already */
};

struct nb_shelf_place {
    enum nb_shelf_how how;
    const char *path; /* in the shelf's arena */
    uint64_t needs;   /* bytes of room until it is written; 0 for NB_SHELF_SAME */
};

/* Opens `folder`, which need not exist yet; in `arena`, with which it goes. *strange is set
 * when its record is not understood, and nothing there counts as newsbind's. NB_IO with errno
 * set, NB_LIMIT when it holds too much. */
enum nb_status nb_shelf_open(struct nb_arena *arena, const struct nb_limits *limits,
                             const char *folder, struct nb_shelf **out,
                             bool *strange) NB_CHECKED;

/* Says where a book goes and remembers that, so that the next one does not go there too. */
enum nb_status nb_shelf_place(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                              struct nb_shelf_place *out) NB_CHECKED;

/* Writes a book to its place: beside it, read back, renamed, the folder brought to the disk;
 * then the record. NB_IO with errno set, EIO when it was not read back as it was written: what
 * was in the place is whole then. */
enum nb_status nb_shelf_put(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                            const struct nb_shelf_place *place) NB_CHECKED;

/* What is said of an older issue: taken away (or would be), or left because it is not what
 * newsbind wrote (why NULL: taken away). */
typedef void nb_shelf_said(void *user, const char *path, const char *why);

/* Takes older issues of a placed book's series away, in its form, until `keep` are left; `dry`:
 * only says so. Newer is what has the later date; where dates are missing, what was loaded
 * later. Issues that were placed in this run stay. NB_IO with errno set. */
enum nb_status nb_shelf_prune(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                              size_t keep, bool dry, nb_shelf_said *said,
                              void *user) NB_CHECKED;

#endif
