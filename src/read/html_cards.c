/* Teasers of other stories, told by their shape: a heading that is a link all over with a
 * picture or a little text around it, or a little text with a link that breaks off with an
 * ellipsis, beside another such thing. */
#include "read/html.h"

enum {
    CARD_TEXT = 450, /* bytes: a card holds no more */
    TEASER = 40,     /* bytes: a shorter ellipsis is something else */
    CLIMB = 6,
    LINKED = 90 /* percent of a heading */
};

struct cards {
    unsigned *headings; /* how many lie at or below a node */
    bool *card;
};

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

static bool is_linked(const struct nb_html_mark *mark)
{
    return nb_html_tag_level(mark->tag) && mark->text && !mark->gone &&
           mark->link * 100 >= mark->text * LINKED;
}

static bool breaks_off(const struct nb_xml_node *node)
{
    struct nb_str text = nb_str_trim(nb_str_of(nb_xml_text(node)));
    return text.len > TEASER &&
           (nb_str_ends(text, NB_STR("...")) || nb_str_ends(text, NB_STR("\u2026")) ||
            nb_str_ends(text, NB_STR("\u2026]")) || nb_str_ends(text, NB_STR("...]")));
}

/* The largest element around a node that holds no other heading and little text. */
static const struct nb_xml_node *card_around(const struct nb_html *page,
                                             const struct cards *cards,
                                             const struct nb_xml_node *node)
{
    const struct nb_xml_node *at = node;
    for (int i = 0; i < CLIMB; i++) {
        const struct nb_xml_node *up = nb_xml_parent(at);
        if (!up || cards->headings[nb_xml_index(up)] > 1 ||
            nb_html_mark(page, up)->text > CARD_TEXT)
            break;
        at = up;
    }
    return at == node || !nb_html_mark(page, at)->link ? NULL : at;
}

/* The element before, text between passed over. */
static const struct nb_xml_node *sibling_before(const struct nb_xml_node *node)
{
    node = nb_xml_prev(node);
    while (node && !nb_xml_name(node))
        node = nb_xml_prev(node);
    return node;
}

static void count_headings(const struct nb_html *page, const struct cards *cards)
{
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (!nb_html_tag_level(nb_html_mark(page, n)->tag))
            continue;
        for (const struct nb_xml_node *up = n; up; up = nb_xml_parent(up))
            cards->headings[nb_xml_index(up)]++;
    }
}

void nb_html_cards(struct nb_html *page)
{
    unsigned count = nb_xml_count(page->xml);
    struct cards cards = {nb_arena_array(page->arena, count, sizeof *cards.headings),
                          nb_arena_array(page->arena, count, sizeof *cards.card)};
    if (!cards.headings || !cards.card)
        return;
    count_headings(page, &cards);
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        const struct nb_xml_node *card = NULL;
        if (is_linked(nb_html_mark(page, n)) || breaks_off(n))
            card = card_around(page, &cards, n);
        if (card)
            cards.card[nb_xml_index(card)] = true;
    }
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        const struct nb_xml_node *before = sibling_before(n);
        if (!cards.card[nb_xml_index(n)] || !before ||
            !cards.card[nb_xml_index(before)])
            continue;
        nb_html_mark(page, n)->sign = NB_SIGN_RELATED;
        nb_html_mark(page, before)->sign = NB_SIGN_RELATED;
    }
}
