/* Publishing into a site's folder. */
#include "site/store.h"

#include "base/arena.h"
#include "base/folder.h"
#include "base/io.h"
#include "base/map.h"
#include "base/mem.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#define SCRATCH ".newsbind"

struct nb_store {
    struct nb_arena *arena;
    const char *folder, *scratch;
    const char *draft; /* the issue that is being made */
    const char *old;   /* an issue that gives way, where folders cannot change places */
    struct nb_lock *lock;
};

/* Where two folders cannot change places, an issue that gives way has no place for a moment:
 * it gets it back here when the run was killed in between. */
static enum nb_status restore(const struct nb_store *store)
{
    const char *const *names;
    size_t count;
    if (!nb_path_is_folder(store->old))
        return NB_OK;
    enum nb_status status = nb_folder_list(store->arena, store->old, &names, &count);
    for (size_t i = 0; i < count && status == NB_OK; i++) {
        const char *from = nb_path_join(store->arena, store->old, names[i]);
        const char *to = nb_path_join(store->arena, store->folder, names[i]);
        status = !from || !to         ? NB_NOMEM
                 : nb_path_exists(to) ? NB_OK
                                      : nb_path_move(from, to);
    }
    return status;
}

/* A site may lie within the folder that articles are taken from: none is taken from it. */
static enum nb_status mark(const struct nb_store *store)
{
    const char *path = nb_path_join(store->arena, store->folder, NB_FOLDER_IGNORE);
    if (!path)
        return NB_NOMEM;
    return nb_path_exists(path) ? NB_OK : nb_file_save(path, NB_STR(""));
}

static enum nb_status prepare(struct nb_store *store, const char *folder)
{
    const char *lock = nb_path_join(store->arena, folder, SCRATCH ".lock");
    store->folder = nb_arena_strdup(store->arena, folder);
    store->scratch = nb_path_join(store->arena, folder, SCRATCH);
    store->draft = nb_path_join(store->arena, folder, SCRATCH "/issue");
    store->old = nb_path_join(store->arena, folder, SCRATCH "/old");
    if (nb_arena_status(store->arena) != NB_OK)
        return nb_arena_status(store->arena);
    enum nb_status status = nb_folder_make(folder);
    if (status == NB_OK)
        status = nb_lock_take(lock, &store->lock);
    if (status == NB_OK)
        status = mark(store);
    if (status == NB_OK)
        status = restore(store);
    if (status == NB_OK)
        status = nb_folder_remove(store->scratch);
    if (status == NB_OK)
        status = nb_folder_make(store->draft);
    return status;
}

enum nb_status nb_store_open(const char *folder, struct nb_store **out)
{
    struct nb_store *store = nb_calloc(1, sizeof *store);
    *out = NULL;
    if (store)
        store->arena = nb_arena_new(0);
    if (!store || !store->arena) {
        nb_free(store);
        return NB_NOMEM;
    }
    enum nb_status status = prepare(store, folder);
    if (status == NB_OK) {
        *out = store;
        return NB_OK;
    }
    int error = errno;
    nb_lock_release(store->lock);
    nb_arena_free(store->arena);
    nb_free(store);
    errno = error;
    return status;
}

void nb_store_close(struct nb_store *store)
{
    if (!store)
        return;
    enum nb_status status = restore(store);
    if (status == NB_OK)
        status = nb_folder_remove(store->scratch);
    (void)status; /* the next run does it */
    nb_lock_release(store->lock);
    nb_arena_free(store->arena);
    nb_free(store);
}

const char *nb_store_draft(const struct nb_store *store)
{
    return store->draft;
}

/* ---- Comparing. */

struct comparing {
    struct nb_map *names; /* of the draft's files */
    const char *draft, *issue;
    size_t found;
    bool same;
};

static enum nb_status same_bytes(const char *a, const char *b, bool *same)
{
    struct nb_buf x = NB_BUF_INIT, y = NB_BUF_INIT;
    enum nb_status status = nb_file_read(a, SIZE_MAX / 4, &x);
    *same = false;
    if (status == NB_OK && nb_file_read(b, SIZE_MAX / 4, &y) == NB_OK)
        *same = nb_str_eq(nb_buf_view(&x), nb_buf_view(&y));
    nb_buf_free(&x);
    nb_buf_free(&y);
    return status;
}

static enum nb_status compare_one(void *user, const char *path)
{
    struct comparing *comparing = user;
    struct nb_arena *arena = nb_arena_new(0);
    if (!arena)
        return NB_NOMEM;
    const char *other =
        nb_path_join(arena, comparing->issue, path + strlen(comparing->draft) + 1);
    bool same = false;
    enum nb_status status = other ? same_bytes(path, other, &same) : NB_NOMEM;
    comparing->same = comparing->same && same;
    comparing->found++;
    nb_arena_free(arena);
    return status;
}

static enum nb_status count_one(void *user, const char *path)
{
    (void)path;
    (*(size_t *)user)++;
    return NB_OK;
}

enum nb_status nb_store_compare(const struct nb_store *store, const char *name,
                                bool *same)
{
    struct comparing comparing = {.draft = store->draft, .same = true};
    size_t count = 0;
    *same = false;
    comparing.issue = nb_path_join(store->arena, store->folder, name);
    if (!comparing.issue)
        return NB_NOMEM;
    if (!nb_path_is_folder(comparing.issue))
        return NB_OK;
    enum nb_status status = nb_folder_walk(store->draft, compare_one, &comparing);
    if (status == NB_OK)
        status = nb_folder_walk(comparing.issue, count_one, &count);
    *same = comparing.same && comparing.found == count;
    return status;
}

/* ---- Publishing. */

/* Where folders cannot change places at once. */
static enum nb_status give_way(const struct nb_store *store, const char *name,
                               const char *place)
{
    const char *away = nb_path_join(store->arena, store->old, name);
    enum nb_status status = away ? nb_folder_make(store->old) : NB_NOMEM;
    if (status == NB_OK)
        status = nb_path_move(place, away);
    if (status != NB_OK)
        return status;
    status = nb_path_move(store->draft, place);
    if (status != NB_OK && nb_path_move(away, place) != NB_OK)
        return NB_IO;
    return status;
}

enum nb_status nb_store_publish(struct nb_store *store, const char *name)
{
    const char *place = nb_path_join(store->arena, store->folder, name);
    enum nb_status status = place ? nb_folder_sync(store->draft) : NB_NOMEM;
    if (status != NB_OK)
        return status;
    if (nb_path_exists(place)) {
        status = nb_path_swap(store->draft, place);
        if (status == NB_UNSUPPORTED)
            status = give_way(store, name, place);
    } else {
        status = nb_path_move(store->draft, place);
    }
    return status == NB_OK ? nb_folder_sync(store->folder) : status;
}

enum nb_status nb_store_put(struct nb_store *store, const char *name,
                            const struct nb_buf *text, bool *changed)
{
    struct nb_buf old = NB_BUF_INIT;
    const char *place = nb_path_join(store->arena, store->folder, name);
    const char *made = nb_path_join(store->arena, store->scratch, name);
    if (!place || !made)
        return NB_NOMEM;
    *changed = nb_file_read(place, SIZE_MAX / 4, &old) != NB_OK ||
               !nb_str_eq(nb_buf_view(&old), nb_buf_view(text));
    nb_buf_free(&old);
    if (!*changed)
        return NB_OK;
    enum nb_status status = nb_file_save(made, nb_buf_view(text));
    if (status == NB_OK)
        status = nb_path_move(made, place);
    return status == NB_OK ? nb_folder_sync(store->folder) : status;
}
