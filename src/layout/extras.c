/* What stands at an article's end: related stories, and where the article comes from. */
#include "layout/block.h"

#include "base/url.h"
#include "doc/words.h"
#include "layout/tags.h"

#include <math.h>

/* A list of related stories of no more lines than this stays with the text. */
enum { MOST_GLUED = 12 };

static void related_item(struct nb_galley *galley, struct nb_look *list,
                         const struct nb_related *related)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *look = nb_look_of(looks, list, "li", NULL);
    struct nb_spans spans = {.galley = galley};
    nb_spans_add(&spans,
                 related->url || related->own ? nb_look_of(looks, look, "a", NULL)
                                              : look,
                 related->title, 0);
    nb_spans_link(&spans, related->own ? related->own : related->url);
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .role = NB_ROLE_RELATED,
                           .rtl = galley->rtl,
                           .no_indent = true};
    struct nb_tag *outer = nb_galley_open(galley, NB_TAG_ITEM, NULL);
    (void)nb_galley_open(galley, NB_TAG_ITEM_BODY, NULL);
    nb_galley_text(galley, &text);
    galley->tag = outer;
}

void nb_galley_related(struct nb_galley *galley, struct nb_look *look,
                       const struct nb_article *article)
{
    if (!article->related)
        return;
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *aside = nb_look_of(looks, look, "aside", "related");
    struct nb_look *title = nb_look_of(looks, aside, "h2", "related-title");
    struct nb_look *list = nb_look_of(looks, aside, "ul", NULL);
    const struct nb_style *style = &aside->style;
    galley->owed = fmax(galley->owed, style->margin[NB_TOP]);
    size_t first = galley->count;
    struct nb_tag *outer = nb_galley_open(galley, NB_TAG_DIVISION, NULL);
    nb_galley_pack(galley);
    nb_galley_fill(galley, galley->pack, 0, 0, galley->measure, style->border[NB_TOP],
                   style->border_color[NB_TOP]);
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    const char *lang =
        article->lang ? article->lang : galley->compositor->in->edition->lang;
    nb_galley_string(galley, title, nb_word(NB_WORD_RELATED, lang), NB_ROLE_RELATED,
                     true);
    (void)nb_galley_open(galley, NB_TAG_LIST, NULL);
    for (const struct nb_related *related = article->related; related;
         related = related->next)
        if (related->title)
            related_item(galley, list, related);
    galley->tag = outer;
    nb_galley_unpack(galley, style->margin[NB_BOTTOM], false, false);
    /* With the text's last lines: a list alone at a column's head belongs to nothing. */
    if (first && galley->count > first && galley->items[first].lines <= MOST_GLUED)
        galley->items[first - 1].keep = true;
}

void nb_galley_source(struct nb_galley *galley, struct nb_look *look,
                      const struct nb_article *article)
{
    struct nb_str host = nb_url_host(article->url);
    if (!article->site && host.len == 0)
        return;
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *aside = nb_look_of(looks, look, "aside", "source");
    struct nb_spans spans = {.galley = galley};
    if (article->site)
        nb_spans_add(&spans, aside, article->site, 0);
    if (host.len &&
        !(article->site && nb_str_eq_nocase(host, nb_str_of(article->site)))) {
        if (article->site)
            nb_spans_add(&spans, aside, ", ", 0);
        nb_spans_copy(&spans, nb_look_of(looks, aside, "a", NULL), host, 0);
    }
    nb_spans_link(&spans, article->url);
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = aside,
                           .role = NB_ROLE_NOTE,
                           .rtl = galley->rtl,
                           .no_indent = true};
    if (galley->count)
        galley->items[galley->count - 1].keep = true;
    nb_galley_text(galley, &text);
}
