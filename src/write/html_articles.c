/* Articles alone as HTML, for `extract --to html`: no page around them, no pictures. */
#include "write/html.h"

#include "write/xhtml.h"

static const char *no_picture(const void *user, const struct nb_image *image)
{
    (void)user;
    (void)image;
    return NULL;
}

static const char *anchor(const void *user, const char *id)
{
    return nb_map_get(user, nb_str_of(id));
}

enum nb_status nb_html_articles(const struct nb_edition *edition, struct nb_buf *out)
{
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_map *anchors = nb_map_new();
    struct nb_section *section;
    enum nb_status status = arena && anchors ? NB_OK : NB_NOMEM;
    if (status == NB_OK)
        status = nb_html_anchors(edition, arena, anchors);
    for (const struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section)) {
        const struct nb_xhtml how = {.id = a->id,
                                     .words = a->lang ? a->lang : edition->lang,
                                     .keep_captions = true,
                                     .user = anchors,
                                     .picture = no_picture,
                                     .article = anchor};
        status = nb_xhtml_article(a, &how, out);
    }
    nb_map_free(anchors);
    nb_arena_free(arena);
    return status;
}
