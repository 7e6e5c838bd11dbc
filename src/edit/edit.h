/* Editorial passes over the model, between reading and laying out. */
#ifndef NB_EDIT_EDIT_H
#define NB_EDIT_EDIT_H

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

#endif
