/* What the files of newsbind bundle share. */
#ifndef NB_APP_BUNDLE_H
#define NB_APP_BUNDLE_H

#include "app/building.h"
#include "site/site.h"
#include "site/store.h"

enum { NB_BUNDLE_MOST = 32 /* files of an issue */, NB_BUNDLE_LISTS = 4 };

struct nb_bundle {
    struct nb_app *app;
    const char *folder; /* of the site, without a slash at its end */
    const char *base_url, *base;
    bool zip;
    struct nb_store *store;
    struct nb_site site;
    bool known;       /* the site has an issue of the same id */
    const char *name; /* of the folder */
    const char *stem; /* of its files' names */
    struct nb_site_file files[NB_BUNDLE_MOST];
    size_t file_count;
};

/* Adds a file of the draft to the list, with its size and checksum. */
enum nb_status nb_bundle_list(struct nb_bundle *bundle, const char *name,
                              const char *role, const char *type) NB_CHECKED;

/* Make the cover's and the front page's picture; the archive of all files; and what tells of
 * them: manifest, publication, checksums. In the draft, and in the list. */
enum nb_status nb_bundle_pictures(struct nb_bundle *bundle,
                                  const struct nb_built *built) NB_CHECKED;
enum nb_status nb_bundle_archive(struct nb_bundle *bundle) NB_CHECKED;
enum nb_status nb_bundle_papers(struct nb_bundle *bundle,
                                const struct nb_built *built) NB_CHECKED;

/* Renews what lists all issues; `changed` says of each file whether it did. */
enum nb_status nb_bundle_lists(struct nb_bundle *bundle,
                               bool changed[NB_BUNDLE_LISTS]) NB_CHECKED;
const char *nb_bundle_list_name(size_t index);

#endif
