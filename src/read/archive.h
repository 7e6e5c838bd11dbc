/* Archives as folders: "news.zip/a/page.html" names the entry a/page.html of news.zip. Only
 * what could be a file in a folder is seen: no absolute names, no "..", no links, nothing
 * twice, nothing locked. What an archive may unpack to is bounded. */
#ifndef NB_READ_ARCHIVE_H
#define NB_READ_ARCHIVE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct nb_archive; /* owned: nb_archive_free */

/* Whether `bytes` are a ZIP archive, and not an EPUB or an office document in one. */
bool nb_archive_is(struct nb_str bytes);

/* Opens an archive in memory (borrowed, must stay). `path` is its name in messages: entries
 * that are left out are reported (ARCHIVE, LIMIT). NB_FORMAT when it is broken, NB_LIMIT when
 * it has too many entries; both are reported. */
enum nb_status nb_archive_new(struct nb_ctx *ctx, const char *path, struct nb_str bytes,
                              struct nb_archive **out) NB_CHECKED;

/* Opens the archive that `path` leads into (its longest part that is a file), in silence;
 * *inside is what remains of `path`, borrowed. NB_IO when it leads into none. */
enum nb_status nb_archive_open(const struct nb_limits *limits, const char *path,
                               struct nb_archive **out, const char **inside) NB_CHECKED;

/* Whether `path` leads into an archive that was opened by nb_archive_open; *inside as there. */
bool nb_archive_holds(const struct nb_archive *archive, const char *path,
                      const char **inside);

void nb_archive_free(struct nb_archive *archive); /* NULL is fine */

/* The entries that are files, in the order in which a folder is walked. */
size_t nb_archive_count(const struct nb_archive *archive);
const char *nb_archive_name(const struct nb_archive *archive, size_t index);
size_t nb_archive_size(const struct nb_archive *archive, size_t index); /* unpacked */

/* The entry that `name` means in `folder` ("" for the top), or -1: a relative path without
 * "..". *outside is set (may be NULL) when it is no such path. */
ptrdiff_t nb_archive_find(const struct nb_archive *archive, struct nb_str folder,
                          struct nb_str name, bool *outside);

/* Reads an entry into `out`. NB_LIMIT when it is larger than `most` or than it says,
 * NB_FORMAT when it is damaged. */
enum nb_status nb_archive_read(struct nb_archive *archive, size_t index, size_t most,
                               struct nb_buf *out) NB_CHECKED;

#endif
