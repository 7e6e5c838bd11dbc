/* File names that every reader's drive takes: FAT's long names, with Windows' rules. */
#ifndef NB_DEVICE_NAME_H
#define NB_DEVICE_NAME_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>

/* The ending of a book's name in lower case: ".kepub.epub", ".epub" or ".pdf"; NULL for
 * anything else. Static storage. */
const char *nb_name_ending(const char *name);

/* Appends a safe form of `name`, that of a book: in NFC, at most 240 bytes, no control
 * characters, none of " * / : < > ? \ |, no dot or space at either end or before the ending,
 * none of the names that devices have; "book" where nothing is left. From `number` 2 on that
 * stands before the ending: "weekly (2).epub". */
enum nb_status nb_name_safe(const char *name, unsigned number,
                            struct nb_buf *out) NB_CHECKED;

/* Whether two names are one on a drive that does not tell capitals from small letters. */
enum nb_status nb_name_same(const char *a, const char *b, bool *same) NB_CHECKED;

#endif
