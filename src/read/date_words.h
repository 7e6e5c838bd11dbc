/* The words of dates: months, zones and little words, for date.c alone. */
#ifndef NB_READ_DATE_WORDS_H
#define NB_READ_DATE_WORDS_H

#include "base/str.h"

enum nb_date_word_kind {
    WORD_MONTH,   /* value: 1 to 12 */
    WORD_ZONE,    /* value: minutes east of UTC */
    WORD_HALF,    /* value: 0 for "am", 12 for "pm" */
    WORD_OF,      /* between day, month and year: "de", "of" */
    WORD_ORDINAL, /* behind a day: "th", "er" */
    WORD_AT       /* before a time: "at", "um", "à" */
};

struct nb_date_word {
    const char *name; /* lower case */
    enum nb_date_word_kind kind;
    int value;
};

/* The entry for a word in lower case, or NULL; static storage. */
const struct nb_date_word *nb_date_word_find(struct nb_str word);

#endif
