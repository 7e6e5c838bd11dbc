/* White space and invisible characters, as the model wants them. For the builder. */
#ifndef NB_DOC_CLEAN_H
#define NB_DOC_CLEAN_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* Where the collapsing of white space stands; all zero at a block's beginning. */
struct nb_clean {
    bool started; /* something visible has been written since the last line's start */
    unsigned pending;   /* the space that waits for what follows, or 0 */
    unsigned last;      /* the last character written, or 0 */
    size_t private_use; /* characters left out that only one font shows */
};

/* Appends `text` to `out`: a run of white space becomes one space (a single no-break or other
 * special space stays itself), at the line's start none; what stands at the end waits in
 * `state`. Controls, soft hyphens, invisible formatting characters and characters for private
 * use go; of the joiners ZWNJ and ZWJ those stay that join (Arabic, Persian, Indic scripts,
 * emoji), and the direction marks stay. Controls of Latin-1 become what windows-1252 has in
 * their place, Latin ligatures their letters. Ill-formed UTF-8 becomes U+FFFD. */
void nb_clean_add(struct nb_clean *state, struct nb_str text, struct nb_buf *out);

/* A new line begins; what was counted stays. */
void nb_clean_restart(struct nb_clean *state);

/* Writes the waiting space, if any. */
void nb_clean_space(struct nb_clean *state, struct nb_buf *out);

/* Appends `text` with white space untouched but for line ends, which become LF; controls and
 * noncharacters go. */
void nb_clean_raw(struct nb_str text, struct nb_buf *out);

/* How many bytes of white space and invisible characters `text` begins with. */
size_t nb_clean_blank(struct nb_str text);

#endif
