/* A hyphenation dictionary in the format of Debian's hyphen-* packages: Liang's patterns, a
 * line each, in one of a few encodings.
 *
 * libhyphen, which this format comes from, builds its automaton in a way that takes three
 * seconds for the German dictionary and eight milliseconds for the American one; here patterns
 * are hashed where they stand in the file, in one or two milliseconds. Patterns that change
 * letters at the break are passed over. */
#ifndef NB_LAYOUT_HYPHEN_DICT_H
#define NB_LAYOUT_HYPHEN_DICT_H

#include "base/status.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum { NB_HYPHEN_MOST = 96 }; /* letters of a word that are looked at */

struct nb_hyphen_dict;

/* Opens the file `path`. NB_IO when there is none. Owned: nb_hyphen_dict_close. */
enum nb_status nb_hyphen_dict_open(const char *path,
                                   struct nb_hyphen_dict **out) NB_CHECKED;
void nb_hyphen_dict_close(struct nb_hyphen_dict *dict); /* NULL is fine */

/* For a word of `count` (at most NB_HYPHEN_MOST) lower-case letters, marks and apostrophes,
 * levels[i] becomes the patterns' number before the i-th, odd where it may be hyphenated;
 * levels[0] is 0. Nothing (all 0) when it has letters that the dictionary's encoding lacks. */
void nb_hyphen_dict_find(const struct nb_hyphen_dict *dict, const uint32_t *letters,
                         size_t count, unsigned char *levels);

#endif
