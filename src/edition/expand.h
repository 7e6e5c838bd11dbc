/* ${VARIABLES} of the environment in the values of an edition file. */
#ifndef NB_EDITION_EXPAND_H
#define NB_EDITION_EXPAND_H

#include "base/buf.h"

#include <stddef.h>

enum { NB_EXPAND_WHY = 120 };

/* Appends `text` with ${NAME} replaced by that variable of the environment, ${NAME:-TEXT} by
 * TEXT where it is not set or empty, and $$ by a dollar; any other dollar stays. What is put in
 * is not looked at again. False when a variable is not set, is not UTF-8, or is not written as
 * above: then *at is the byte where it begins, and `why` says what is wrong. */
bool nb_edition_expand(const char *text, struct nb_buf *out, size_t *at,
                       char why[NB_EXPAND_WHY]);

#endif
