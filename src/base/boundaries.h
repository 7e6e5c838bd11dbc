/* What linebreak.c and sentence.c share: ICU's iterators over the boundaries of a text, cloned
 * from prototypes, which take long to make. */
#ifndef NB_BASE_BOUNDARIES_H
#define NB_BASE_BOUNDARIES_H

#include "base/status.h"
#include "base/str.h"

#include <stddef.h>
#include <unicode/ubrk.h>

struct nb_boundaries {
    UBreakIteratorType type;
    /* ICU's names; the first serves all languages that no other begins with */
    const char *const *locales;
    UBreakIterator **prototypes; /* as many as locales */
    size_t count;
};

/* Makes the prototypes, which live as long as the program: to be called once, before all use. */
void nb_boundaries_prepare(const struct nb_boundaries *boundaries);

/* Sets marks[i] before each byte i of `text` that a boundary stands at: 1, and 2 for a line that
 * must end. The ends of the text are no boundaries. `marks` is all 0 before. NB_LIBRARY when ICU
 * fails. */
enum nb_status nb_boundaries_mark(const struct nb_boundaries *boundaries,
                                  struct nb_str text, const char *lang,
                                  unsigned char *marks) NB_CHECKED;

#endif
