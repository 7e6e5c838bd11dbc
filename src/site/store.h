/* The folder of a site, changed by one run at a time and whole at every moment. What is being
 * made stands in a hidden folder inside it (".newsbind") until it is complete and on the disk;
 * then it takes its place by a rename. What a killed run leaves is removed by the next one. */
#ifndef NB_SITE_STORE_H
#define NB_SITE_STORE_H

#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>

struct nb_store; /* owned: nb_store_close */

/* Opens a site's folder, made if need be, takes its lock and clears up. NB_UNSUPPORTED when
 * another run has the lock, NB_IO with errno set. */
enum nb_status nb_store_open(const char *folder, struct nb_store **out) NB_CHECKED;

/* Removes what was not published, releases the lock. NULL is fine. */
void nb_store_close(struct nb_store *store);

/* The empty folder in which the issue is to be made; borrowed. */
const char *nb_store_draft(const struct nb_store *store);

/* Whether the issue `name` of the site has the same files as the draft, with the same bytes:
 * *same. */
enum nb_status nb_store_compare(const struct nb_store *store, const char *name,
                                bool *same) NB_CHECKED;

/* Puts the draft in the place of the issue `name`, whether there is one or not. */
enum nb_status nb_store_publish(struct nb_store *store, const char *name) NB_CHECKED;

/* Makes a file at the site's top have this text: *changed says whether it did not before. */
enum nb_status nb_store_put(struct nb_store *store, const char *name,
                            const struct nb_buf *text, bool *changed) NB_CHECKED;

#endif
