/* The builder's last pass over an article's tree. */
#ifndef NB_DOC_MEND_H
#define NB_DOC_MEND_H

#include "base/arena.h"
#include "base/status.h"
#include "doc/doc.h"

/* Brings what only shows at the end into order: links without address, spans that say nothing,
 * references without their note, notes with a label taken before, levels and spans out of
 * range, languages of rows, texts side by side, a lead that is not in the tree. */
enum nb_status nb_mend(struct nb_article *article, struct nb_arena *arena) NB_CHECKED;

/* A table that is closed: without any text in its cells it goes, its caption staying as a
 * paragraph in its place. Whether something stays. */
bool nb_mend_table(struct nb_node *table);

#endif
