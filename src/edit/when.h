/* Dates of the model as times, for the passes of this folder. */
#ifndef NB_EDIT_WHEN_H
#define NB_EDIT_WHEN_H

#include <time.h>

/* A model date ("2026-11-22", or with time and zone) as seconds since 1970; -1 for NULL and for
 * what is none. */
time_t nb_edit_seconds(const char *date);

#endif
