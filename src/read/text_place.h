/* The evidence that neighbours and place give (text_place.c); ratings alone are set before. */
#ifndef NB_READ_TEXT_PLACE_H
#define NB_READ_TEXT_PLACE_H

#include "read/text_rate.h"

enum nb_status nb_text_collect_place(struct nb_text *text,
                                     struct nb_evidence_set *sets) NB_CHECKED;

#endif
