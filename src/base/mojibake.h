/* Text that was UTF-8, was read as windows-1252 or Latin-1 and written as UTF-8 again ("â€™" for
 * an apostrophe, "Ã©" for "é"), once or several times over: found and undone where it is
 * certain. */
#ifndef NB_BASE_MOJIBAKE_H
#define NB_BASE_MOJIBAKE_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* What was met so far in the text that the pieces belong to; all zero at first. Sequences that
 * could also be plain text ("Ä…") are undone only beside certain ones, and only where nothing
 * shows that the text is in order. */
struct nb_mojibake {
    size_t sure;   /* sequences that can be nothing else */
    size_t orphan; /* characters that such text would not have */
};

/* Appends `text` to `out` with all mojibake undone. False, and nothing is appended, when there
 * is none. */
bool nb_mojibake_undo(struct nb_str text, struct nb_mojibake *seen, struct nb_buf *out);

/* Whether `text` has anything that could be mojibake: quick, and often wrongly yes. */
bool nb_mojibake_suspect(struct nb_str text);

/* The character of a byte 0x80 to 0x9F in windows-1252; 0 for the five that have none. */
unsigned nb_cp1252(unsigned byte);

#endif
