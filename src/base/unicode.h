/* What needs the Unicode tables: normal form, character classes, scripts, break
 * opportunities. ICU is used here and in boundaries.c, charset.c and quotes.c alone. All text is
 * UTF-8. */
#ifndef NB_BASE_UNICODE_H
#define NB_BASE_UNICODE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* Appends `text` in NFC to `out`. Fast when it already is. */
enum nb_status nb_unicode_nfc(struct nb_str text, struct nb_buf *out) NB_CHECKED;

/* Whether UTF-8 is in NFC for certain, at a glance; much that is in NFC is not so certain. */
bool nb_unicode_surely_nfc(struct nb_str text);

/* A script as its ISO 15924 code, four letters packed: NB_SCRIPT('L','a','t','n'). */
#define NB_SCRIPT(a, b, c, d) \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The script of a code point; Zyyy (common) and Zinh (inherited) among them. */
uint32_t nb_unicode_script(unsigned codepoint);

bool nb_unicode_is_letter(unsigned codepoint); /* general category L */
bool nb_unicode_is_upper(unsigned codepoint);
bool nb_unicode_is_digit(unsigned codepoint); /* Nd */
bool nb_unicode_is_space(
    unsigned codepoint);                     /* White_Space, no-break spaces included */
bool nb_unicode_is_mark(unsigned codepoint); /* M */
bool nb_unicode_is_punct(unsigned codepoint); /* P */
bool nb_unicode_is_ideograph(
    unsigned codepoint); /* Han, kana, hangul: no spaces needed */
bool nb_unicode_is_ignorable(
    unsigned codepoint); /* shown as nothing when no font has it */
unsigned nb_unicode_lower(unsigned codepoint); /* simple mapping */
unsigned nb_unicode_upper(unsigned codepoint); /* simple mapping */

/* Full case mapping of `text` for `lang` (a BCP 47 tag or NULL), appended to `out`. */
enum nb_status nb_unicode_to_upper(struct nb_str text, const char *lang,
                                   struct nb_buf *out) NB_CHECKED;

/* The words of a text as a reader counts them (a CJK character each counts as half a word). */
unsigned nb_unicode_words(struct nb_str text);

/* Where a line of `text` may end (UAX 14, Thai and Khmer by dictionary; CJK strictness by
 * `lang`). breaks[i] is set to 1 where a break is allowed before byte i, 2 where it must be
 * (behind a line separator), else 0; `breaks` has text.len + 1 bytes of room. A quick path
 * serves text that is all ASCII letters, digits, spaces and simple punctuation. */
enum nb_status nb_unicode_line_breaks(struct nb_str text, const char *lang,
                                      unsigned char *breaks) NB_CHECKED;

/* Where a sentence of `text` begins (UAX 29, with the abbreviations of `lang`, a BCP 47 tag or
 * NULL): starts[i] is set to 1 before byte i, else 0; `starts` has text.len + 1 bytes of
 * room. White space behind a sentence belongs to it. */
enum nb_status nb_unicode_sentences(struct nb_str text, const char *lang,
                                    unsigned char *starts) NB_CHECKED;

/* Appends a host's name in ASCII (UTS 46, Punycode where needed). False, and nothing is
 * appended, when it is no valid name. */
bool nb_unicode_host(struct nb_str host, struct nb_buf *out);

/* How many of the letters with a direction run from right to left, in percent of those in the
 * first 4,000 bytes; -1 when there are none. */
int nb_unicode_rtl_percent(struct nb_str text);

#endif
