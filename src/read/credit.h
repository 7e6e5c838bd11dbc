/* Picture credits and bylines inside lines of text: found by their labels ("Photo:", "©",
 * "Image source,", "By") and by the names of agencies, in many languages. */
#ifndef NB_READ_CREDIT_H
#define NB_READ_CREDIT_H

#include "base/str.h"

#include <stdbool.h>

/* A caption's parts, slices of the text it was found in. */
struct nb_credit {
    struct nb_str caption; /* empty when the text is a credit only */
    struct nb_str
        credit; /* without its label; empty when there is a caption label only */
    bool sure;  /* a label said so, not only an agency's name at the end */
};

/* Whether `text` is a caption with a credit, a credit alone, or is labelled as a caption. */
bool nb_credit_find(struct nb_str text, struct nb_credit *out);

/* Whether `text` begins as a byline ("By ", "Von ", "文/") and goes on with a name; *names is
 * what stands behind the label. */
bool nb_byline_find(struct nb_str text, struct nb_str *names);

#endif
