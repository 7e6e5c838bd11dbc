/* Initials: the first letter of a paragraph, several lines high, its foot on the last one's
 * baseline and its top where the first one's capitals end (CSS Inline Layout 3, initial-letter). */
#ifndef NB_LAYOUT_INITIAL_H
#define NB_LAYOUT_INITIAL_H

#include "layout/galley.h"

struct nb_initial {
    struct nb_line *line; /* the letter; NULL: there is none */
    double x;             /* pt, that puts its ink at the measure's edge */
    const char *taken;    /* what it shows of the text, and spaces behind it */
    size_t taken_len;
    unsigned lines;
    const struct nb_span *spans; /* the paragraph's, with all their text */
    bool no_indent;
};

/* Takes the initial off a paragraph whose style wants one: `in` is then the rest, beside it.
 * Nothing where it begins with anything but a capital letter (a quotation mark, a digit, a
 * script without capitals), where it runs from right to left, or where the measure is too
 * narrow for one. */
void nb_initial_take(struct nb_galley *galley, struct nb_para_in *in,
                     struct nb_initial *initial);

/* Undoes that, for a paragraph that is too short to stand beside it. */
void nb_initial_give_back(struct nb_para_in *in, struct nb_initial *initial);

/* Places it at the lines that stand in the galley from item `from` on, `left` pt from its edge,
 * `beside` of them beside it.
 * The first word of the lines says the whole word, so that it is read as one. */
void nb_initial_place(struct nb_galley *galley, size_t from,
                      const struct nb_initial *initial, struct nb_para *para,
                      unsigned beside, double left);

#endif
