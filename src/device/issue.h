/* What a book says of itself: which issue of what it is. */
#ifndef NB_DEVICE_ISSUE_H
#define NB_DEVICE_ISSUE_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/str.h"

/* NULL where the book says nothing. */
struct nb_issue {
    const char *id;     /* dc:identifier: the package's unique one, or the XMP's */
    const char *series; /* the collection that it belongs to, else its title */
    const char *date;   /* as it stands there: ISO 8601 */
};

/* Reads an EPUB's package, or a PDF's metadata where they can be read (XMP that is not
 * compressed), into `arena`; `ending` is nb_name_ending's. NB_FORMAT when `bytes` are neither
 * an EPUB nor a PDF; a PDF that says nothing is NB_OK. */
enum nb_status nb_issue_read(struct nb_arena *arena, const struct nb_limits *limits,
                             const char *ending, struct nb_str bytes,
                             struct nb_issue *out) NB_CHECKED;

#endif
