/* Shingles: every few words in a row of a text as a number (Broder, On the resemblance and
 * containment of documents, 1997). Texts that share many of them share passages. */
#ifndef NB_EDIT_SHINGLE_H
#define NB_EDIT_SHINGLE_H

#include "base/status.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct nb_shingle {
    uint32_t hash;
    uint32_t at; /* how many shingles of the text stand before its first place */
};

/* A text's shingles, each once, by hash. */
struct nb_shingles {
    struct nb_shingle *list; /* nb_free */
    size_t count;
};

/* The shingles of a text, at most the first `most`: four words in a row, or eight characters of
 * a script that sets no spaces between words; case and punctuation do not matter. Adds to
 * *words how many words the text has, two such characters counting as one. *folded is what
 * nb_shingle_fold says of it. */
enum nb_status nb_shingle(struct nb_str text, size_t most, struct nb_shingles *out,
                          size_t *words, uint64_t *folded) NB_CHECKED;

/* One number for a text's words, whatever their case and punctuation; 0 for none. */
uint64_t nb_shingle_fold(struct nb_str text);

#endif
