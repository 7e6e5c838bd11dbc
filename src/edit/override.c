/* What the edition says of single articles: another headline, another place, out with it. */
#include "edit/edit.h"

#include "base/str.h"
#include "base/url.h"
#include "doc/tree.h"

#include <string.h>

/* The path of a file as the edition file would name it. */
static const char *relative(const char *path, const char *folder)
{
    size_t len = folder ? strlen(folder) : 0;
    if (path && len && strncmp(path, folder, len) == 0 && path[len] == '/')
        return path + len + 1;
    return path;
}

static bool same_address(const char *a, const char *b)
{
    struct nb_buf x = NB_BUF_INIT, y = NB_BUF_INIT;
    bool same = nb_url_key(a, &x) && nb_url_key(b, &y) &&
                nb_str_eq(nb_buf_view(&x), nb_buf_view(&y));
    nb_buf_free(&x);
    nb_buf_free(&y);
    return same;
}

static bool is_meant(const struct nb_edit_override *override,
                     const struct nb_article *article, const char *folder)
{
    const char *file = relative(article->source, folder);
    for (size_t i = 0; i < override->match.count; i++) {
        const char *pattern = override->match.at[i];
        if ((file && nb_edit_matches(pattern, file)) ||
            (article->headline && nb_edit_matches(pattern, article->headline)) ||
            (article->url && (nb_edit_matches(pattern, article->url) ||
                              same_address(pattern, article->url))))
            return true;
    }
    return false;
}

/* The lead picture becomes another one, or the body gets one in front. What was said of the old
 * picture goes with it. */
static void set_picture(struct nb_edition *edition, struct nb_article *article,
                        const struct nb_edit_override *override)
{
    struct nb_node *figure = nb_arena_alloc(edition->arena, sizeof *figure);
    if (!figure)
        return;
    figure->type = NB_FIGURE;
    figure->u.figure.src = override->picture;
    figure->u.figure.alt = override->alt;
    if (article->lead)
        nb_node_unlink(article->lead);
    nb_node_prepend(article->body, figure);
    article->lead = figure;
    article->lead_file = override->picture_file;
}

static void apply(struct nb_edition *edition, struct nb_article *article,
                  const struct nb_edit_override *override)
{
    if (override->headline)
        article->headline = override->headline;
    if (override->kicker)
        article->kicker = override->kicker;
    if (override->weight)
        article->weight = *override->weight;
    if (override->picture)
        set_picture(edition, article, override);
    else if (override->alt && article->lead)
        article->lead->u.figure.alt = override->alt;
}

static struct nb_section *section_of(struct nb_edition *edition, const char *title)
{
    struct nb_section *section = edition->sections;
    while (section && (!section->title ||
                       !nb_str_eq_nocase(nb_str_of(section->title), nb_str_of(title))))
        section = section->next;
    return section ? section : nb_edition_add_section(edition, title);
}

/* Goes through the articles of a section; those that move to another one are listed in `moved`,
 * in order, so that none is met twice. */
static void override_section(struct nb_ctx *ctx, struct nb_edition *edition,
                             struct nb_section *section, const char *folder,
                             struct nb_edit_override *overrides,
                             struct nb_section *moved)
{
    struct nb_article *next;
    struct nb_article *a = section->articles;
    section->articles = section->last = NULL;
    for (; a; a = next) {
        const char *to = NULL;
        bool omitted = false;
        next = a->next;
        for (struct nb_edit_override *o = overrides; o; o = o->next) {
            if (!is_meant(o, a, folder))
                continue;
            o->matched++;
            omitted = o->omit;
            to = o->section ? o->section : to;
            apply(edition, a, o);
        }
        if (omitted) {
            nb_report(ctx, NB_DIAG_NOT_SELECTED, a->source, 0, "%s: omitted",
                      a->headline ? a->headline : "an article");
            continue;
        }
        a->moves_to = to;
        nb_section_add(to ? moved : section, a);
    }
}

enum nb_status nb_edit_override(struct nb_ctx *ctx, struct nb_edition *edition,
                                const char *folder, struct nb_edit_override *overrides)
{
    struct nb_section moved = {0};
    for (struct nb_section *section = edition->sections; section && overrides;
         section = section->next)
        override_section(ctx, edition, section, folder, overrides, &moved);
    struct nb_article *next;
    for (struct nb_article *a = moved.articles; a; a = next) {
        struct nb_section *section = section_of(edition, a->moves_to);
        next = a->next;
        if (!section)
            return NB_NOMEM;
        nb_section_add(section, a);
    }
    return nb_arena_status(edition->arena);
}
