/* Older issues: which they are, and how they are taken away from a shelf. */
#include "device/shelf_int.h"

#include "base/folder.h"
#include "base/volume.h"

#include <string.h>

/* An issue of the series that newsbind put there. */
struct issue {
    struct nb_shelf_item *item; /* NULL: settled */
    const char *date;
    size_t order; /* of loading */
};

struct series {
    struct issue *at;
    size_t count;
    bool dated; /* all have a date */
};

static bool same_text(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* What was placed in this run is loaded last. */
static bool list_series(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                        struct series *out)
{
    const struct nb_record *record = &shelf->record;
    size_t most = 0;
    for (const struct nb_shelf_item *item = shelf->first; item; item = item->next)
        most++;
    *out = (struct series){nb_arena_array(shelf->arena, most + 1, sizeof *out->at), 0,
                           true};
    for (struct nb_shelf_item *item = shelf->first; out->at && item;
         item = item->next) {
        const struct nb_record_entry *entry = nb_record_find(record, item->name);
        const struct nb_issue *issue = entry ? &entry->issue : NULL;
        size_t order = entry ? (size_t)(entry - record->at) : 0;
        if (item->placed.data) {
            issue = &item->issue;
            order = SIZE_MAX;
        }
        if (!issue || !same_text(item->form, book->form) ||
            !same_text(issue->series, book->issue.series))
            continue;
        out->at[out->count++] = (struct issue){item, issue->date, order};
        out->dated = out->dated && issue->date;
    }
    return out->at != NULL;
}

/* Dates in ISO 8601 are in the order of their letters. */
static bool is_older(const struct issue *a, const struct issue *b, bool dated)
{
    int order = dated ? strcmp(a->date, b->date) : 0;
    return order ? order < 0 : a->order < b->order;
}

/* The oldest of those that were there before; NULL when there is none left. */
static struct issue *oldest_of(const struct series *series)
{
    struct issue *oldest = NULL;
    for (size_t i = 0; i < series->count; i++) {
        struct issue *issue = &series->at[i];
        if (issue->item && !issue->item->placed.data &&
            (!oldest || is_older(issue, oldest, series->dated)))
            oldest = issue;
    }
    return oldest;
}

struct prune {
    struct nb_shelf *shelf;
    bool dry, changed;
    nb_shelf_said *said;
    void *user;
};

static enum nb_status take_away(struct prune *prune, struct nb_shelf_item *item)
{
    struct nb_record *record = &prune->shelf->record;
    const struct nb_record_entry *entry = nb_record_find(record, item->name);
    const char *path = nb_shelf_path(prune->shelf, item->name);
    if (!path || !entry)
        return NB_NOMEM;
    if (!nb_shelf_untouched(prune->shelf, entry)) {
        prune->said(prune->user, path, "it is not what newsbind wrote there");
        return NB_OK;
    }
    if (!prune->dry) {
        enum nb_status status = nb_volume_remove(path);
        if (status != NB_OK)
            return status;
        nb_record_drop(record, (size_t)(entry - record->at));
        prune->changed = true;
    }
    item->form = NULL; /* no book any more */
    prune->said(prune->user, path, NULL);
    return NB_OK;
}

enum nb_status nb_shelf_prune(struct nb_shelf *shelf, const struct nb_shelf_book *book,
                              size_t keep, bool dry, nb_shelf_said *said, void *user)
{
    struct prune prune = {shelf, dry, false, said, user};
    struct series series;
    enum nb_status status = list_series(shelf, book, &series) ? NB_OK : NB_NOMEM;
    for (size_t left = series.count; status == NB_OK && left > keep; left--) {
        struct issue *oldest = oldest_of(&series);
        if (!oldest)
            break;
        status = take_away(&prune, oldest->item);
        oldest->item = NULL;
    }
    if (!prune.changed)
        return status;
    enum nb_status written = nb_record_write(&shelf->record, shelf->folder);
    if (written == NB_OK)
        written = nb_folder_sync(shelf->folder);
    return status == NB_OK ? written : status;
}
