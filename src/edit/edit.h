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

/* Takes out, before nb_edit_finish, the articles whose embargo ends on a later day than the
 * edition's date (else SOURCE_DATE_EPOCH as given in `epoch`, else the newest date of the
 * articles without an embargo; without any date nothing is taken out). Reports each. */
enum nb_status nb_edit_embargo(struct nb_ctx *ctx, struct nb_edition *edition,
                               const char *epoch) NB_CHECKED;

#endif
