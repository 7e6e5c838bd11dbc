/* The lint of books: says what is wrong with any EPUB 2 or 3, newsbind's own or not, in
 * milliseconds: the archive, the package, every document and what it links to, both tables of
 * contents, pictures, style sheets, and what shops and reading devices want beyond the
 * standard. What breaks the standard is an error, what only some readers or shops dislike a
 * warning; the codes are those of diag.def that start with "epub-". The name in a message is
 * the book's path and the file's name in it: "weekly.epub/EPUB/nav.xhtml".
 *
 * Sources: EPUB 3.3 (W3C), OPF and OPS 2.0.1 (IDPF), OCF 3.3. It reads the markup's structure
 * where readers depend on it and is no full HTML validator. */
#ifndef NB_CHECK_CHECK_H
#define NB_CHECK_CHECK_H

#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

/* Checks the book in `bytes`, reporting into `ctx` under the name `path`. NB_OK when it was
 * looked at, however bad it is; NB_FORMAT (reported) when it cannot be opened at all, so that
 * it is no archive or has no package; NB_NOMEM. */
enum nb_status nb_check_book(struct nb_ctx *ctx, const char *path,
                             struct nb_str bytes) NB_CHECKED;

#endif
