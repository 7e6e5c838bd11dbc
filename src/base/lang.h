/* Languages: guessed from text, and compared as BCP 47 tags. The only user of libexttextcat. */
#ifndef NB_BASE_LANG_H
#define NB_BASE_LANG_H

#include "base/str.h"

#include <stdbool.h>

/* The language of `text` as a BCP 47 tag ("en", "zh-Hans"; static storage), or NULL when it is
 * too short or not clear. Han, kana, hangul, Hebrew, Greek, Thai … are told by script alone.
 * Safe on any thread. */
const char *nb_lang_guess(struct nb_str text);

/* Whether two tags have the same primary language ("en-GB", "en"). NULL equals nothing. */
bool nb_lang_same(const char *a, const char *b);

/* Whether `tag` is `range` or begins with it and a hyphen, ASCII case folded (RFC 4647 basic
 * filtering; CSS :lang()). */
bool nb_lang_matches(const char *tag, const char *range);

/* Whether text in this language runs from right to left. */
bool nb_lang_is_rtl(const char *tag);

#endif
