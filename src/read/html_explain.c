/* What the reader made of each element of a page, in the page's order, when it is asked. */
#include "read/html.h"

#include "base/explain.h"

#include <string.h>

void nb_html_explain_begin(struct nb_html *page)
{
    if (nb_explain_wanted(page->ctx))
        page->fates =
            nb_arena_array(page->arena, nb_xml_count(page->xml), sizeof *page->fates);
}

void nb_html_fate(struct nb_html *page, const struct nb_xml_node *node, bool kept,
                  const char *what)
{
    if (page->fates && !page->fates[nb_xml_index(node)].what)
        page->fates[nb_xml_index(node)] = (struct nb_html_fate){what, kept};
}

static const char *kind_of(const struct nb_html_mark *mark)
{
    if (mark->sign == NB_SIGN_CAPTION || mark->tag == NB_TAG_FIGCAPTION)
        return "caption";
    if (mark->sign == NB_SIGN_CREDIT)
        return "credit";
    if (nb_html_tag_level(mark->tag))
        return "heading";
    if (mark->tag == NB_TAG_LI)
        return "list item";
    if (mark->tag == NB_TAG_TD || mark->tag == NB_TAG_TH)
        return "table cell";
    return mark->tag == NB_TAG_PRE ? "code" : "paragraph";
}

/* Whether an element has blocks in it that are explained by themselves. */
static bool holds_blocks(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (page->fates[nb_xml_index(n)].what || mark->holder ||
            nb_html_tag_is_block(mark->tag))
            return true;
    }
    return false;
}

static void say(struct nb_html *page, const struct nb_xml_node *node, bool kept,
                const char *what, const char *why)
{
    struct nb_str text = nb_html_text(page, node);
    if (text.len)
        nb_explain(page->ctx, page->source, nb_xml_line(node), kept, what, text,
                   why ? "<%s>, %s" : "<%s>",
                   nb_xml_name(node) ? nb_xml_name(node) : "#text", why);
}

void nb_html_explain(struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    unsigned from = nb_xml_index(body);
    unsigned to = end ? nb_xml_index(end) : nb_xml_count(page->xml);
    const struct nb_xml_node *n = page->fates ? page->root : NULL;
    while (n) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        const struct nb_html_fate *fate = &page->fates[nb_xml_index(n)];
        bool inside = nb_xml_index(n) >= from && nb_xml_index(n) < to;
        bool into = mark->tag != NB_TAG_TEXT && !nb_html_tag_is_skipped(mark->tag);
        if (fate->what) {
            say(page, n, fate->kept, fate->what, NULL);
            into = false;
        } else if (into && mark->text && !holds_blocks(page, n) &&
                   (nb_html_tag_is_block(mark->tag) || mark->holder)) {
            say(page, n, inside, inside ? kind_of(mark) : "outside the article",
                inside ? page->body_why : NULL);
            into = false;
        }
        n = nb_xml_following(n, page->root, into);
    }
}
