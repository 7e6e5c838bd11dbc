/* Quotation marks by language. */
#ifndef NB_BASE_QUOTES_H
#define NB_BASE_QUOTES_H

#include <stdbool.h>

/* UTF-8; French ones with the narrow space that belongs within them. */
struct nb_quotes {
    char open[16], close[16], inner_open[16], inner_close[16];
};

/* The marks that straight ones stand for in texts of a language (BCP 47; CLDR). False for languages
 * that are not written with Latin, Cyrillic or Greek letters: there straight marks may be signs
 * of another kind. Any thread. */
bool nb_quotes_of(const char *lang, struct nb_quotes *out);

#endif
