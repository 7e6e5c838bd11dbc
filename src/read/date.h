/* Dates as newspapers write them, to ISO 8601: shared by the readers. */
#ifndef NB_READ_DATE_H
#define NB_READ_DATE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum { NB_DATE_ROOM = 32 };

/* The first date in `text` as "2023-11-09", or with a time "2023-11-09T10:28:00", and behind
 * that the zone where the text gives one ("Z", "-05:00"). Understood are ISO 8601, RFC 822,
 * "9 November 2023", "Nov 9, 2023", "09.11.2023", "2023年11月9日" and the month names of some
 * twenty languages, with words around them. False when there is none, when it is no day of the
 * calendar, or when day and month cannot be told apart ("03/04/2023"). Only the first 400
 * bytes are looked at. */
bool nb_date_parse(struct nb_str text, char out[NB_DATE_ROOM]);

/* As nb_date_parse; also says which bytes of `text` the date, its time and zone take. */
bool nb_date_find(struct nb_str text, char out[NB_DATE_ROOM], size_t *from, size_t *to);

#endif
