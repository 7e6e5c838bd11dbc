/* The leader: what the editors themselves have to say, in Markdown, as an article of its own. */
#include "app/edition.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/str.h"
#include "doc/words.h"
#include "edit/edit.h"
#include "read/readers.h"

struct taken {
    struct nb_article *article;
    struct nb_arena *arena;
};

/* The first article is the leader. */
static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    struct taken *taken = user;
    if (taken->article)
        nb_arena_free(arena);
    else
        *taken = (struct taken){article, arena};
    return NB_OK;
}

static enum nb_status
read_leader(struct nb_app *app, const struct nb_edition_file *file, struct taken *taken)
{
    const char *name = nb_edition_leader_file(file);
    if (name) {
        const char *path =
            *name == '/' ? name : nb_path_join(app->arena, file->folder, name);
        return path ? nb_read_file(&app->ctx, path, take, taken) : NB_NOMEM;
    }
    struct nb_input input = {.path = file->path,
                             .bytes = nb_str_of(file->leader),
                             .text = nb_str_of(file->leader)};
    return nb_reader_markdown.read(&app->ctx, &input, take, taken);
}

enum nb_status nb_app_leader(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_file *file)
{
    struct taken taken = {0};
    if (!file->leader || !edition->lead)
        return NB_OK;
    enum nb_status status = read_leader(app, file, &taken);
    if (status != NB_OK || !taken.article) {
        nb_arena_free(taken.arena);
        return status;
    }
    status = nb_edition_adopt(edition, taken.arena);
    if (status != NB_OK) {
        nb_arena_free(taken.arena);
        return status;
    }
    const char *lang = taken.article->lang ? taken.article->lang : edition->lang;
    if (!taken.article->kicker)
        taken.article->kicker = nb_word(NB_WORD_LEADER, lang);
    return nb_edit_leader(edition, taken.article);
}
