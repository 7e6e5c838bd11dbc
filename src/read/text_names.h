/* Names in bylines, and places in datelines. */
#ifndef NB_READ_TEXT_NAMES_H
#define NB_READ_TEXT_NAMES_H

#include "base/str.h"
#include "doc/build.h"

/* Pushes the names of a byline (its "By" already gone) to `list`: without job titles,
 * addresses, agencies' dates. *place is where the reporter was ("Jane Doe in Berlin"), empty
 * when it isn't said. */
void nb_text_names_push(struct nb_build *build, struct nb_strings *list,
                        struct nb_str byline, struct nb_str *place);

/* The bytes of a dateline at the start of a paragraph ("BERLIN (AP) — "), its dash included;
 * 0 for none. *dateline is the part before the dash. */
size_t nb_text_dateline(struct nb_str paragraph, struct nb_str *dateline);

#endif
