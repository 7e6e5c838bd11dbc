/* ZIP archives, written: the only user of libzip (and its reader for tests and checks). The
 * same entries give the same bytes: no clock, no umask, no extra fields. */
#ifndef NB_BASE_ZIP_H
#define NB_BASE_ZIP_H

#include "base/buf.h"
#include "base/io.h"
#include "base/status.h"

#include <stdbool.h>

struct nb_zip; /* an archive being written; owned */

/* Starts an archive that goes to `file` at the end. */
enum nb_status nb_zip_new(struct nb_zip **out) NB_CHECKED;

/* Adds an entry, deflated unless `stored`: then `data` is borrowed until nb_zip_finish. Sticky:
 * fails at finish. Timestamps are 1980-01-01 00:00, mode 0644. */
void nb_zip_add(struct nb_zip *zip, const char *name, const void *data, size_t size,
                bool stored);

/* The bytes that the archive takes with what was added so far; and what an entry named by
 * `folder` and `name` takes besides its data. */
size_t nb_zip_size(const struct nb_zip *zip);
size_t nb_zip_entry_size(const char *folder, const char *name);

/* Writes the archive to `file` (not committed) and releases `zip`. */
enum nb_status nb_zip_finish(struct nb_zip *zip, struct nb_file *file) NB_CHECKED;

void nb_zip_abort(struct nb_zip *zip); /* NULL is fine */

/* ---- Reading, for checks and tests. */

struct nb_unzip; /* an archive being read; owned: nb_unzip_free */

/* Opens an archive in memory. `data` is borrowed and must stay. NB_FORMAT when it is none. */
enum nb_status nb_unzip_new(const void *data, size_t size,
                            struct nb_unzip **out) NB_CHECKED;
void nb_unzip_free(struct nb_unzip *zip); /* NULL is fine */

/* Its entries, in the order of the archive's directory. */
size_t nb_unzip_count(const struct nb_unzip *zip);
const char *nb_unzip_name(const struct nb_unzip *zip, size_t index); /* borrowed */
bool nb_unzip_stored(const struct nb_unzip *zip, size_t index);      /* not deflated */

/* What the directory says of an entry. */
struct nb_unzip_entry {
    const char *name;    /* borrowed */
    size_t size, packed; /* bytes unpacked, and in the archive */
    bool link;           /* a symbolic link */
    bool locked;         /* needs a password */
};

/* False when the directory does not say. */
bool nb_unzip_entry(struct nb_unzip *zip, size_t index, struct nb_unzip_entry *out);

/* The greatest number of entries that any directory's end near the end of `data` claims: to
 * be asked before nb_unzip_new, which takes memory for each. */
size_t nb_unzip_claims(const void *data, size_t size);

/* Appends an entry's bytes to `out`. NB_LIMIT when there are more than `most`, NB_FORMAT when
 * they are damaged. */
enum nb_status nb_unzip_read(struct nb_unzip *zip, size_t index, size_t most,
                             struct nb_buf *out) NB_CHECKED;

#endif
