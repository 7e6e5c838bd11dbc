/* The sources of a section: files, folders and globs, to paths in byte order. */
#include "base/io.h"
#include "base/str.h"
#include "edition/edition.h"
#include "edition/opml.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "./x" is "x": messages name files as a user would. */
static const char *plain(const char *path)
{
    return strncmp(path, "./", 2) == 0 ? path + 2 : path;
}

enum nb_status nb_source_expand(struct nb_ctx *ctx, const char *folder,
                                const char *source,
                                enum nb_status (*found)(void *user, const char *path),
                                void *user)
{
    struct nb_arena *arena = nb_arena_new(0);
    if (!arena)
        return NB_NOMEM;
    const char *path = *source == '/' ? source : nb_path_join(arena, folder, source);
    glob_t matches = {0};
    enum nb_status status = path ? NB_OK : NB_NOMEM;
    int result = path ? glob(plain(path), GLOB_NOSORT, NULL, &matches) : GLOB_NOMATCH;
    if (result == GLOB_NOSPACE)
        status = NB_NOMEM;
    else if (result != 0 && path)
        nb_report(ctx, NB_DIAG_NO_MATCH, source, 0, NULL);
    if (result == 0)
        qsort(matches.gl_pathv, matches.gl_pathc, sizeof *matches.gl_pathv, by_bytes);
    for (size_t i = 0; status == NB_OK && result == 0 && i < matches.gl_pathc; i++) {
        const char *match = matches.gl_pathv[i];
        if (nb_path_is_folder(match))
            status = nb_folder_walk(match, found, user);
        else if (nb_opml_is(match))
            status = nb_opml_expand(ctx, match, found, user);
        else
            status = found(user, match);
    }
    globfree(&matches);
    nb_arena_free(arena);
    return status;
}
