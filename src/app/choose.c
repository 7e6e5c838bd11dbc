/* What an edition file chooses of the articles that its sources gave. */
#include "app/edition.h"

#include "base/io.h"
#include "base/str.h"
#include "edit/edit.h"

#include <stdlib.h>
#include <string.h>

static struct nb_edit_patterns patterns(const struct nb_edition_patterns *from)
{
    return (struct nb_edit_patterns){from->title, from->author, from->tag, from->site};
}

/* The numbers were checked when they were read. */
static struct nb_edit_choice choice(const struct nb_edition_section *from,
                                    const struct nb_edition_options *options)
{
    const char *window = options->window ? options->window : from->window;
    struct nb_edit_choice choice = {
        .include = patterns(&from->include),
        .exclude = patterns(&from->exclude),
    };
    if (from->limit)
        choice.limit = strtoul(from->limit, NULL, 10);
    if (window)
        choice.window = (unsigned)strtoul(window, NULL, 10);
    if (from->order && strcmp(from->order, "date") == 0)
        choice.order = NB_ORDER_DATE;
    else if (from->order && strcmp(from->order, "weight") == 0)
        choice.order = NB_ORDER_WEIGHT;
    return choice;
}

/* How much alike texts must be to count as one, 0 for not at all: "off", "1", "0.6" or "0.65",
 * checked when it was read. */
static double dedupe_threshold(const char *text)
{
    if (!nb_ascii_digit(*text))
        return 0;
    int hundredths = (text[0] - '0') * 100;
    if (text[1])
        hundredths += (text[2] - '0') * 10 + (text[3] ? text[3] - '0' : 0);
    return hundredths / 100.0;
}

/* An override as the pass wants it; NULL without memory. */
static struct nb_edit_override *prepare(struct nb_arena *arena, const char *folder,
                                        const struct nb_edition_override *from)
{
    struct nb_edit_override *to = nb_arena_alloc(arena, sizeof *to);
    if (!to)
        return NULL;
    *to = (struct nb_edit_override){
        .match = from->match,
        .headline = from->headline,
        .kicker = from->kicker,
        .section = from->section,
        .picture = from->picture,
        .alt = from->alt,
        .omit = from->omit && strcmp(from->omit, "yes") == 0,
    };
    if (from->picture)
        to->picture_file = *from->picture == '/'
                               ? from->picture
                               : nb_path_join(arena, folder, from->picture);
    int *weight = from->weight ? nb_arena_alloc(arena, sizeof *weight) : NULL;
    if (weight)
        *weight = (int)strtol(from->weight, NULL, 10);
    to->weight = weight;
    return to;
}

/* What the edition file says of single articles; of what matches none there is a warning. */
static enum nb_status override_all(struct nb_app *app, struct nb_edition *edition,
                                   const struct nb_edition_file *file)
{
    struct nb_edit_override *first = NULL, **link = &first;
    for (const struct nb_edition_override *from = file->overrides; from;
         from = from->next) {
        *link = prepare(edition->arena, file->folder, from);
        if (!*link)
            return NB_NOMEM;
        link = &(*link)->next;
    }
    enum nb_status status = nb_edit_override(&app->ctx, edition, file->folder, first);
    for (const struct nb_edition_override *from = file->overrides;
         from && status == NB_OK; from = from->next, first = first->next) {
        struct nb_edition_mark at = nb_override_where(from, "match");
        if (!first->matched)
            nb_report_at(&app->ctx, NB_DIAG_NO_ARTICLE_MATCH, file->path, at.line,
                         at.column, "%s", from->match.at[0]);
    }
    return status;
}

enum nb_status nb_app_dedupe(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_options *options,
                             const char *share)
{
    share = options->dedupe ? options->dedupe : share;
    double threshold = dedupe_threshold(share ? share : "0.6");
    if (threshold <= 0)
        return NB_OK;
    return nb_edit_dedupe(&app->ctx, edition, threshold, options->jobs, app->arena,
                          &app->duplicates);
}

void nb_app_window(struct nb_app *app, struct nb_edition *edition,
                   const struct nb_edition_options *options, const char *epoch)
{
    const struct nb_edition_section any = {.window = options->window};
    const struct nb_edit_choice wanted = choice(&any, options);
    const char *day = wanted.window ? nb_edit_day(edition, epoch) : NULL;
    for (struct nb_section *at = edition->sections; at && day; at = at->next)
        nb_edit_select(&app->ctx, at, &wanted, day);
}

/* Single articles first, then what the sections do not want, so that no duplicate is left out
 * for it, then duplicates, then what is past a limit. The sections of the edition stand in the
 * order of the edition file's; those that overrides made stand behind them. */
enum nb_status nb_app_choose(struct nb_app *app, struct nb_edition *edition,
                             const struct nb_edition_file *file,
                             const struct nb_edition_options *options,
                             const char *epoch)
{
    enum nb_status status = override_all(app, edition, file);
    const char *day = nb_edit_day(edition, epoch);
    struct nb_section *section = edition->sections;
    for (const struct nb_edition_section *from = file->sections; from && section;
         from = from->next, section = section->next) {
        struct nb_edit_choice wanted = choice(from, options);
        nb_edit_select(&app->ctx, section, &wanted, day);
    }
    if (status == NB_OK)
        status = nb_app_dedupe(app, edition, options, file->dedupe);
    section = edition->sections;
    for (const struct nb_edition_section *from = file->sections;
         status == NB_OK && from && section;
         from = from->next, section = section->next) {
        struct nb_edit_choice wanted = choice(from, options);
        status = nb_edit_order(&app->ctx, section, &wanted);
    }
    return status;
}
