/* Words that a wrapper hyphenated at the ends of lines. */
#ifndef NB_READ_TEXT_HYPHEN_H
#define NB_READ_TEXT_HYPHEN_H

#include "base/str.h"

#include <stdbool.h>

/* What is known of a text's hyphens. */
struct nb_hyphens {
    struct nb_str source;
    bool many;      /* so many lines end in one that a program put them there */
    unsigned asked; /* searches so far */
};

/* Learns how the lines of a text end; the text must stay as long as `hyphens`. */
void nb_hyphens_look(struct nb_hyphens *hyphens, struct nb_str source);

/* Whether a line that ends with a hyphen and a small letter that the next begins with are one
 * word, in a text that was hyphenated. */
bool nb_hyphen_tears(const struct nb_hyphens *hyphens, struct nb_str line,
                     struct nb_str next);

/* Whether the hyphen at the end of `line` goes when `next` is joined to it: the word stands in
 * the text without it, or nowhere with it and the text was hyphenated. When in doubt it
 * stays. */
bool nb_hyphen_goes(struct nb_hyphens *hyphens, struct nb_str line, struct nb_str next);

#endif
