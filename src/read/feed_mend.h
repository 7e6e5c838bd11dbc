/* Feeds as their makers write them, to XML as a parser takes it. */
#ifndef NB_READ_FEED_MEND_H
#define NB_READ_FEED_MEND_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>

/* Appends `text` from `start` on as UTF-8 XML without declaration, document type, comments and
 * processing instructions: HTML's entities become characters, and so do references to the
 * C1 controls (meant are those of windows-1252); characters that XML forbids go. All line
 * ends stay, those before `start` too, so that line numbers hold. With `balance` what makes
 * the text ill-formed is mended: a bare "&" or "<", attributes without quotes or given twice,
 * end tags that are missing or too many, items that are not closed, a text that breaks off. */
void nb_feed_mend(struct nb_str text, size_t start, bool balance, struct nb_buf *out);

#endif
