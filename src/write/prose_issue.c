/* The issue as its articles see it: those that links lead to. */
#include "write/prose.h"

static enum nb_status note(const struct nb_map *all, const char *own,
                           struct nb_map *out)
{
    const char *id = nb_own_id(own);
    void *article = id ? nb_map_get(all, nb_str_of(id)) : NULL;
    return article ? nb_map_set(out, nb_str_of(id), article) : NB_OK;
}

static enum nb_status note_links(const struct nb_map *all,
                                 const struct nb_article *article, struct nb_map *out)
{
    enum nb_status status = NB_OK;
    struct nb_walk walk = nb_walk_start(article->body);
    for (const struct nb_related *at = article->related; at && status == NB_OK;
         at = at->next)
        status = note(all, at->own, out);
    while (status == NB_OK && nb_walk_next(&walk))
        if (walk.event == NB_ENTER && walk.node->type == NB_LINK)
            status = note(all, walk.node->u.own, out);
    return status;
}

enum nb_status nb_prose_issue(const struct nb_edition *edition, struct nb_map *out)
{
    struct nb_section *section;
    struct nb_map *all = nb_map_new();
    enum nb_status status = all ? NB_OK : NB_NOMEM;
    for (struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section))
        status = nb_map_set(all, nb_str_of(a->id), a);
    for (struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section))
        status = note_links(all, a, out);
    nb_map_free(all);
    return status;
}

const struct nb_article *nb_prose_article(const struct nb_prose *prose, const char *own)
{
    const char *id = prose->issue ? nb_own_id(own) : NULL;
    return id ? nb_map_get(prose->issue, nb_str_of(id)) : NULL;
}
