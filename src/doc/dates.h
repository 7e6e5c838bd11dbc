/* Dates as readers write them: "22 November 2026", "22. November 2026", "2026年11月22日". Data
 * tables, no clock and no locale. */
#ifndef NB_DOC_DATES_H
#define NB_DOC_DATES_H

#include "base/buf.h"

#include <stdbool.h>

/* Appends the long form of an ISO 8601 date in the language of a BCP 47 tag (English for NULL
 * and for what is not known). `iso` is "2026", "2026-11", "2026-11-22", one of these with a
 * time behind it (which is not shown), or two of them with a slash between: a range
 * ("16–22 November 2026"). What is not such a date is appended as it stands, and false comes
 * back. NULL appends nothing. */
bool nb_date_long(const char *iso, const char *lang, struct nb_buf *out);

#endif
