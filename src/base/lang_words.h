/* Function words by language: what tells languages apart in a sentence already. For lang.c. */
#ifndef NB_BASE_LANG_WORDS_H
#define NB_BASE_LANG_WORDS_H

#include "base/str.h"

enum { NB_LANG_WORDS = 64 /* languages at most */ };

struct nb_lang_count {
    unsigned words;                /* in the text, at most 600 are looked at */
    unsigned score[NB_LANG_WORDS]; /* a word of one language counts 60, of k 60/k */
    unsigned kinds[NB_LANG_WORDS]; /* different words met */
    unsigned hits[NB_LANG_WORDS];
};

/* Counts the function words in `text`. */
void nb_lang_words(struct nb_str text, struct nb_lang_count *out);

/* The language that they say clearly, as a BCP 47 tag, or NULL. */
const char *nb_lang_words_best(const struct nb_lang_count *count);

/* How many words of a language were met; 0 for one that is not known. */
unsigned nb_lang_words_hits(const struct nb_lang_count *count, const char *tag);

/* The most words that any language has. */
unsigned nb_lang_words_most(const struct nb_lang_count *count);

#endif
