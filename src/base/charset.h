/* Text in any encoding to UTF-8 in NFC. The only user of uchardet and, with unicode.c, ICU. */
#ifndef NB_BASE_CHARSET_H
#define NB_BASE_CHARSET_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>

/* Whether `data` looks like something other than text: NUL bytes outside UTF-16 or UTF-32, or
 * many control characters in its first 8 kB. */
bool nb_charset_is_binary(struct nb_str data);

/* Decodes `data`, appends UTF-8 in NFC to `out` and names the encoding used in *name (static
 * storage, may be NULL). In this order: a BOM; UTF-8 if all of it is; `declared` (may be NULL;
 * a label of the WHATWG Encoding Standard: iso-8859-1 means windows-1252); a guess; at last
 * windows-1252. A text that claims to be UTF-8 and is so for the most part is taken as such,
 * other bytes in it as windows-1252; one that is not is guessed. Ill-formed parts become
 * U+FFFD, mojibake is undone where it is certain (mojibake.h). CR and CRLF stay. NUL becomes
 * U+FFFD. */
enum nb_status nb_charset_decode(struct nb_str data, const char *declared,
                                 struct nb_buf *out, const char **name) NB_CHECKED;

/* The same without a copy where none is needed: *out is `data` (less its BOM) if that is UTF-8
 * in NFC without mojibake, else what was decoded into `room`, an empty buffer. */
enum nb_status nb_charset_view(struct nb_str data, const char *declared,
                               struct nb_buf *room, struct nb_str *out) NB_CHECKED;

/* What a byte is in windows-1252. */
unsigned nb_charset_windows(unsigned char byte);

#endif
