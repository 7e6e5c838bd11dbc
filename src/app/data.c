/* Where newsbind's own data stands: styles and the font catalogue. */
#include "app/app.h"

#include "base/io.h"

#include <limits.h>
#include <stdlib.h>

/* The folder that the running program lies in, or NULL. */
static char *program_folder(struct nb_arena *arena)
{
    char path[PATH_MAX];
    return nb_path_program(path, sizeof path) ? nb_path_folder(arena, path) : NULL;
}

const char *nb_app_data(struct nb_app *app, const char *name)
{
    /* installed; in the source tree's build/; in its build/<flavour>/ */
    static const char *const places[] = {"../share/newsbind", "..", "../.."};
    const char *set = getenv("NEWSBIND_DATA");
    if (set && *set)
        return nb_path_join(app->arena, set, name);
    const char *program = program_folder(app->arena);
    for (size_t i = 0; program && i < sizeof places / sizeof places[0]; i++) {
        const char *folder = nb_path_join(app->arena, program, places[i]);
        const char *path = folder ? nb_path_join(app->arena, folder, name) : NULL;
        if (!path || nb_path_exists(path))
            return path;
    }
    return nb_arena_strdup(app->arena, name);
}
