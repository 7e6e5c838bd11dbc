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

/* Adds an entry, deflated unless `stored`. `data` is borrowed and must stay until
 * nb_zip_finish. Sticky: fails at finish. Timestamps are 1980-01-01 00:00, mode 0644. */
void nb_zip_add(struct nb_zip *zip, const char *name, const void *data, size_t size,
                bool stored);

/* Writes the archive to `file` (not committed) and releases `zip`. */
enum nb_status nb_zip_finish(struct nb_zip *zip, struct nb_file *file) NB_CHECKED;

void nb_zip_abort(struct nb_zip *zip); /* NULL is fine */

#endif
