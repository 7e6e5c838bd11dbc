/* Links from one article of the edition to another: known by their address. */
#include "edit/edit.h"

#include "base/map.h"
#include "base/url.h"
#include "doc/tree.h"

#include <string.h>

/* What stands in the map for an address of more than one article: it leads to none. */
static struct nb_article several;

/* Addresses of a site's front page are nobody's. */
static bool names_page(struct nb_str key)
{
    return memchr(key.data, '/', key.len) || memchr(key.data, '?', key.len);
}

static enum nb_status enter(struct nb_map *map, const char *url,
                            struct nb_article *article)
{
    struct nb_buf key = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    if (url && nb_url_key(url, &key) && names_page(nb_buf_view(&key))) {
        const struct nb_article *there = nb_map_get(map, nb_buf_view(&key));
        if (there != article)
            status = nb_map_set(map, nb_buf_view(&key), there ? &several : article);
    }
    if (status == NB_OK)
        status = key.status;
    nb_buf_free(&key);
    return status;
}

/* "#article:ID" of the other article that an address leads to, or NULL. */
static const char *find(struct nb_edition *edition, const struct nb_map *map,
                        const struct nb_article *from, const char *url)
{
    struct nb_buf key = NB_BUF_INIT;
    const struct nb_article *to = NULL;
    if (url && nb_url_key(url, &key))
        to = nb_map_get(map, nb_buf_view(&key));
    nb_buf_free(&key);
    return to && to != from && to != &several
               ? nb_arena_printf(edition->arena, "#article:%s", to->id)
               : NULL;
}

static void link_article(struct nb_edition *edition, const struct nb_map *map,
                         struct nb_article *article)
{
    for (struct nb_related *related = article->related; related;
         related = related->next)
        related->own = find(edition, map, article, related->url);
    for (struct nb_node *node = article->body; node;
         node = nb_node_following(node, article->body, true)) {
        if (node->type == NB_LINK)
            node->u.own = find(edition, map, article, node->u.href);
    }
}

enum nb_status nb_edit_link(struct nb_edition *edition)
{
    struct nb_map *map = nb_map_new();
    struct nb_section *section;
    enum nb_status status = map ? NB_OK : NB_NOMEM;
    for (struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section)) {
        status = enter(map, a->url, a);
        for (const struct nb_alias *alias = a->aliases; alias && status == NB_OK;
             alias = alias->next)
            status = enter(map, alias->url, a);
    }
    bool any = map && nb_map_count(map);
    for (struct nb_article *a = nb_edition_first(edition, &section);
         a && any && status == NB_OK; a = nb_edition_next(a, &section))
        link_article(edition, map, a);
    nb_map_free(map);
    return status == NB_OK ? nb_arena_status(edition->arena) : status;
}
