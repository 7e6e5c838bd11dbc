/* Pages as browsers save them: "page.html" with the rest of it in "page_files". */
#ifndef NB_READ_SAVED_H
#define NB_READ_SAVED_H

#include <stdbool.h>

/* Whether a file lies in the folder that belongs to a saved page, and is no article of its
 * own. `exists` says whether there is a file of a name (a path like `path`). */
bool nb_saved_is_part(const char *path, bool (*exists)(void *user, const char *path),
                      void *user);

#endif
