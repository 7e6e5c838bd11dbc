/* Editorial passes over the model, between reading and laying out. */
#ifndef NB_EDIT_EDIT_H
#define NB_EDIT_EDIT_H

#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"

/* Makes an edition complete: the title (the edition's, else a single article's headline, else
 * the name of `folder`, else a general one), its language (else that of most of its articles),
 * its date (else SOURCE_DATE_EPOCH as given in `epoch`, else its newest article's; "today" is
 * `epoch`'s day, else today's in UTC), the moment of its last change, its identifier, each
 * article's id and kicker, and the levels of its headings, renumbered from 2 without gaps.
 * Sections without articles are taken out. `folder` and `epoch` may be NULL. */
enum nb_status nb_edit_finish(struct nb_edition *edition, const char *folder,
                              const char *epoch) NB_CHECKED;

/* The day that an edition has before nb_edit_finish: its date ("today" and `epoch` resolved as
 * there), else that of its newest article without an embargo, else NULL. */
const char *nb_edit_day(struct nb_edition *edition, const char *epoch);

/* Patterns on an article's fields: * stands for any text, ? for one character, case does not
 * matter, the whole field must match. */
struct nb_edit_patterns {
    struct nb_strings title, author, tag, site;
};

enum nb_edit_order { NB_ORDER_GIVEN, NB_ORDER_DATE, NB_ORDER_WEIGHT };

/* What a section takes of its articles. */
struct nb_edit_choice {
    size_t limit;             /* of articles; 0: none */
    unsigned window;          /* days back from the edition's day; 0: any age */
    enum nb_edit_order order; /* newest first, weightiest first, equals as given */
    struct nb_edit_patterns include, exclude; /* one pattern that matches is enough */
};

/* Whether all of `text` matches `pattern`. */
bool nb_edit_matches(const char *pattern, const char *text);

/* Takes out of a section what is excluded, what is not included where anything is, and what is
 * older than the window (an article without a date stays); orders the rest and keeps the first
 * up to the limit. Reports each that is left out with its reason. `day` may be NULL. */
enum nb_status nb_edit_select(struct nb_ctx *ctx, struct nb_section *section,
                              const struct nb_edit_choice *choice,
                              const char *day) NB_CHECKED;

/* Keeps the first `limit` articles of the edition (0: all); the others are reported. */
void nb_edit_limit(struct nb_ctx *ctx, struct nb_edition *edition, size_t limit);

/* Takes out, before nb_edit_finish, the articles whose embargo ends on a later day than the
 * edition's date (else SOURCE_DATE_EPOCH as given in `epoch`, else the newest date of the
 * articles without an embargo; without any date nothing is taken out). Reports each. */
enum nb_status nb_edit_embargo(struct nb_ctx *ctx, struct nb_edition *edition,
                               const char *epoch) NB_CHECKED;

#endif
