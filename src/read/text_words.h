/* Sets of a text's words, to tell how much of a line the text takes up. */
#ifndef NB_READ_TEXT_WORDS_H
#define NB_READ_TEXT_WORDS_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* A hash set; words are compared without regard to the case of ASCII. */
struct nb_words {
    uint32_t *slots; /* the arena's */
    size_t room;     /* a power of two, 0: no set */
    size_t count;    /* words in it: at most three quarters of the room */
    unsigned cut;    /* characters of a word that count, 0: all */
};

/* An empty set for the words of about `bytes` of text; false without memory. */
bool nb_words_open(struct nb_words *words, struct nb_arena *arena, size_t bytes,
                   unsigned cut) NB_CHECKED;

/* Puts the words of a text into the set, as far as there is room. */
void nb_words_learn(struct nb_words *words, struct nb_str text);

/* How many percent of a text's long words the set has; below 0 when it has no long word.
 * *taken is how many words of some length it has. */
int nb_words_known(const struct nb_words *words, struct nb_str text, unsigned *taken);

#endif
