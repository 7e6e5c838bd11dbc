/* What GitHub Actions reads on a step's output: workflow commands that annotate files. And what
 * it must not read as such: what a file or its name brought. */
#ifndef NB_APP_GITHUB_H
#define NB_APP_GITHUB_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>

/* GitHub shows ten annotations of a severity for a step; the last one says how many more there
 * are. */
enum { NB_GITHUB_ANNOTATIONS = 9 };

/* Whether this is a job of GitHub Actions, or of what is made like it. */
bool nb_github(void);

/* Appends `diag` as nb_diag_format has it, with its line end, such that nothing in it is a
 * command. */
void nb_github_line(const struct nb_diag *diag, struct nb_buf *out);

/* Appends the command that annotates a diagnostic's file. */
void nb_github_annotate(const struct nb_diag *diag, struct nb_buf *out);

/* Appends the annotation that stands for `count` further ones. */
void nb_github_rest(enum nb_severity severity, size_t count, struct nb_buf *out);

#endif
