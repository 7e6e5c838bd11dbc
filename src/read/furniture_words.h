/* The tables of furniture_words.c, for furniture.c and its test. */
#ifndef NB_READ_FURNITURE_WORDS_H
#define NB_READ_FURNITURE_WORDS_H

#include "read/furniture.h"

struct nb_furniture_phrase {
    const char *phrase;
    enum nb_furniture kind;
};

struct nb_furniture_table {
    const struct nb_furniture_phrase *at; /* sorted by bytes */
    size_t count;
};

extern const struct nb_furniture_table nb_furniture_whole;
extern const struct nb_furniture_table nb_furniture_starts;
extern const struct nb_furniture_table nb_furniture_parts;

#endif
