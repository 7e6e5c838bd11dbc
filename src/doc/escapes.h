/* Text that went through one encoding too many, as sources hand it over: character references
 * that are left as text ("&eacute;", "&amp;#8217;") and mojibake. For the builder. */
#ifndef NB_DOC_ESCAPES_H
#define NB_DOC_ESCAPES_H

#include "base/buf.h"
#include "base/mojibake.h"
#include "base/str.h"

#include <stdbool.h>

/* Appends `text` to `out` with both undone, as far as it is certain. False, and nothing is
 * appended, when there is nothing to undo. `seen` is what earlier pieces of the text showed. */
bool nb_escapes_undo(struct nb_str text, struct nb_mojibake *seen, struct nb_buf *out);

#endif
