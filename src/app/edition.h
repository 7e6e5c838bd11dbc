/* From inputs to an edition: files read in parallel, joined in order, made ready to be laid
 * out and written. */
#ifndef NB_APP_EDITION_H
#define NB_APP_EDITION_H

#include "app/app.h"
#include "doc/doc.h"
#include "edition/edition.h"
#include "image/image.h"

/* What the command line says of the edition; NULL where it says nothing. */
struct nb_edition_options {
    const char *title, *date, *lang;
    const char *dedupe, *window; /* as the edition file's keys */
    size_t limit;                /* of articles; 0: none */
    unsigned jobs;
    const char *const *outputs; /* files that are written: passed over in folders */
    size_t output_count;
    /* The number of an issue that says "auto", on its day (or NULL); NULL without memory. No
     * function: 1. */
    const char *(*number)(void *user, const struct nb_edition *edition,
                          const char *day);
    void *user;   /* for it */
    bool as_read; /* embargoed articles too, and in the order of the inputs */
};

/* Reads `inputs` (files, folders, "-"), or the sources of `file` (may be NULL) when there are
 * none, into a new edition, owned by the caller. Unreadable inputs are reported and left out;
 * an edition without an article is NB_OK with no sections' articles. */
enum nb_status nb_app_read(struct nb_app *app, const char *const *inputs, size_t count,
                           const struct nb_edition_file *file,
                           const struct nb_edition_options *options,
                           struct nb_edition **out) NB_CHECKED;

/* Applies what `file` says of articles and of its sections' choices to an edition made of its
 * sources, and leaves duplicates out. `epoch` is SOURCE_DATE_EPOCH or NULL. */
enum nb_status nb_app_choose(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_file *file,
                             const struct nb_edition_options *options,
                             const char *epoch) NB_CHECKED;

/* Leaves out what is older than the options' `window`, if there is one. */
void nb_app_window(struct nb_app *app, struct nb_edition *edition,
                   const struct nb_edition_options *options, const char *epoch);

/* Leaves duplicates out, unless the options' `dedupe`, or `share` where they have none, is "off".
 * Both may be NULL. */
enum nb_status nb_app_dedupe(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_options *options,
                             const char *share) NB_CHECKED;

/* Reads the leader of an edition file, if it has one, and puts it into the edition, behind the
 * lead. */
enum nb_status nb_app_leader(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_file *file) NB_CHECKED;

/* Loads the pictures that figures name, in parallel, into arenas that the edition owns. */
enum nb_status nb_app_pictures(struct nb_app *app, struct nb_edition *edition,
                               struct nb_image_loader *loader,
                               unsigned jobs) NB_CHECKED;

/* Whether a path names an edition file. */
bool nb_app_is_edition(const char *path);

#endif
