/* The marks of a text's units: what their words mean. */
#ifndef NB_READ_TEXT_MARKS_H
#define NB_READ_TEXT_MARKS_H

#include "read/text.h"

/* Sets the marks of all units. */
enum nb_status nb_text_mark(struct nb_text *text) NB_CHECKED;

#endif
