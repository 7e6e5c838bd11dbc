/* OPML (opml.org/spec2.opml): lists of feeds, as feed readers export them. */
#ifndef NB_EDITION_OPML_H
#define NB_EDITION_OPML_H

#include "base/diag.h"
#include "base/status.h"

#include <stdbool.h>

/* Whether a path is that of a list, by its ending. */
bool nb_opml_is(const char *path);

/* Gives each file that an outline names, by its attribute file, xmlUrl or htmlUrl, to `found`, in
 * order: a path below the list's folder, or a file: address of such a path. What is elsewhere
 * is reported and left out (REMOTE_FEED, CANNOT_READ, NO_MATCH), as is a list that cannot be
 * read. */
enum nb_status nb_opml_expand(struct nb_ctx *ctx, const char *path,
                              enum nb_status (*found)(void *user, const char *path),
                              void *user) NB_CHECKED;

#endif
