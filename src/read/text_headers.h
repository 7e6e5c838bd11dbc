/* "Title: …" lines at the top of a text. */
#ifndef NB_READ_TEXT_HEADERS_H
#define NB_READ_TEXT_HEADERS_H

#include "base/str.h"

enum nb_text_header {
    NB_HEADER_TITLE,
    NB_HEADER_AUTHOR,
    NB_HEADER_DATE,
    NB_HEADER_MODIFIED,
    NB_HEADER_URL,
    NB_HEADER_SITE,
    NB_HEADER_SECTION,
    NB_HEADER_LANG,
    NB_HEADER_KICKER,
    NB_HEADER_STANDFIRST,
    NB_HEADER_DATELINE,
    NB_HEADER_RIGHTS,
    NB_HEADER_TAGS,
    NB_HEADER_COUNT
};

/* What the headers say, slices of the source; absent ones are empty. */
struct nb_text_headers {
    struct nb_str value[NB_HEADER_COUNT];
    unsigned lines; /* of the source that they take */
};

/* Cuts the headers off the top of `*source`, if there are any: two lines of known names, or
 * a title and an empty line. */
void nb_text_headers_take(struct nb_str *source, struct nb_text_headers *headers);

#endif
