/* What a command builds on: newsbind build's way from arguments to outputs, for a command that
 * adds something at its ends (newsbind bundle). */
#ifndef NB_APP_BUILDING_H
#define NB_APP_BUILDING_H

#include "app/edition.h"
#include "app/options.h"
#include "image/image.h"
#include "page/page.h"

/* How far a build has come; borrowed. */
struct nb_built {
    const struct nb_edition *edition;
    const struct nb_edition_file *file;
    const char *path;             /* of the edition file */
    const struct nb_book *book;   /* the pages; NULL before they are made */
    const struct nb_image *cover; /* the same */
    bool own_cover;               /* the user's, not one that was drawn */
};

struct nb_build_plan {
    const struct nb_command *command;
    const struct nb_option *options; /* of the command, besides those that both have */
    void *user;
    /* As in struct nb_edition_options. */
    const char *(*number)(void *user, const struct nb_edition *edition,
                          const char *day);
    /* Says what to write, when the articles are read. */
    enum nb_exit (*choose)(void *user, const struct nb_built *built,
                           struct nb_texts *outputs);
    /* Goes on when all of it is written. */
    enum nb_exit (*finish)(void *user, const struct nb_built *built);
};

/* Builds an edition file by a plan. */
enum nb_exit nb_app_build(struct nb_app *app, int argc, char **argv,
                          const struct nb_build_plan *plan);

#endif
