/* Threads of comments and rows of teasers, told by their shape alone, whatever the page calls
 * them: several siblings of one kind of which nearly every one carries a reply button, a date
 * and a name, or a title that is a link. */
#include "read/html.h"

#include "base/mem.h"
#include "read/furniture.h"

#include <string.h>

enum {
    ITEM_NODES = 250,   /* a larger element is no item */
    TEASER_TEXT = 450,  /* bytes: a teaser holds no more */
    TEASER_PROSE = 320, /* and its prose no more */
    REST_PROSE = 150,   /* bytes of prose that must be left outside */
    LABEL = 24,         /* bytes of a button's words */
    DATED = 60,         /* bytes of a text that may be a date */
    TITLE = 16,         /* bytes of a link that may be a title */
    MOST_LABELS = 48,   /* of a group that are counted */
    MOST_KINDS = 6,     /* of children that are looked at below one element */
    MOSTLY = 70         /* percent of a group */
};

struct label {
    unsigned hash, items, last; /* last: the item that showed it last */
};

/* A group while its items are looked at. */
struct group {
    const struct nb_xml_node *parent, *first;
    unsigned items, titled, dated, buttons, replies, headed, pictured, quoted, prose;
    struct label labels[MOST_LABELS];
    unsigned label_count;
};

/* What one item shows. */
struct item {
    bool titled, dated, button, reply, headed, pictured, quoted;
};

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

static bool may_be_item(enum nb_html_tag tag)
{
    return tag == NB_TAG_DIV || tag == NB_TAG_LI || tag == NB_TAG_ARTICLE ||
           tag == NB_TAG_SECTION || tag == NB_TAG_A || tag == NB_TAG_TD ||
           tag == NB_TAG_DD || tag == NB_TAG_OTHER;
}

/* ---- kinds: tag and first class */

static struct nb_str first_class(const struct nb_xml_node *node)
{
    struct nb_str rest = nb_str_trim(nb_str_of(nb_xml_attr(node, "class"))), word = {0};
    (void)nb_str_split(&rest, ' ', &word);
    return word;
}

static bool same_kind(const struct nb_html *page, const struct nb_xml_node *a,
                      const struct nb_xml_node *b)
{
    return nb_html_mark(page, a)->tag == nb_html_mark(page, b)->tag &&
           nb_str_eq(first_class(a), first_class(b));
}

/* ---- one item */

static unsigned hash_of(struct nb_str text)
{
    unsigned hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * 16777619u;
    return hash;
}

static void count_label(struct group *group, struct nb_str text)
{
    unsigned hash = hash_of(text), i = 0;
    while (i < group->label_count && group->labels[i].hash != hash)
        i++;
    if (i == MOST_LABELS)
        return;
    if (i == group->label_count)
        group->labels[group->label_count++] = (struct label){hash, 0, 0};
    if (group->labels[i].last != group->items) {
        group->labels[i].last = group->items;
        group->labels[i].items++;
    }
}

/* Whether a link leads nowhere else: what it does, a script does. */
static bool is_dead(const struct nb_xml_node *link)
{
    const char *href = nb_xml_attr(link, "href");
    return !href || !*href || *href == '#' ||
           nb_str_starts_nocase(nb_str_of(href), NB_STR("javascript:")) ||
           strchr(href, '#') || nb_str_find(nb_str_of(href), NB_STR("reply")) >= 0;
}

static bool is_picture_file(const char *href)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".webp"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (nb_str_ends_nocase(nb_str_of(href), nb_str_of(endings[i])))
            return true;
    }
    return false;
}

/* Whether a link is all there is in its line, or lies over the item. */
static bool is_title(const struct nb_html *page, const struct nb_xml_node *link)
{
    enum { CLIMB = 4 };
    const struct nb_html_mark *mark = nb_html_mark(page, link);
    const struct nb_xml_node *up = link;
    if (is_dead(link) || is_picture_file(nb_xml_attr(link, "href")))
        return false;
    if (mark->text < TITLE)
        return mark->text == 0;
    for (int i = 0; up && i < CLIMB; i++, up = nb_xml_parent(up)) {
        const struct nb_html_mark *at = nb_html_mark(page, up);
        if (nb_html_tag_is_block(at->tag))
            return at->link * 10 >= at->text * 8;
    }
    return true;
}

static bool has_digit(struct nb_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (nb_ascii_digit(text.data[i]))
            return true;
    }
    return false;
}

static void look_at_text(struct group *group, const struct nb_xml_node *node,
                         struct item *item)
{
    struct nb_str text = nb_str_trim(nb_str_of(nb_xml_text(node)));
    char date[NB_DATE_ROOM];
    enum nb_match match = NB_MATCH_NONE;
    if (!text.len || text.len > DATED)
        return;
    bool told = item->dated && (item->reply || text.len > LABEL);
    enum nb_furniture kind = told ? NB_FURNITURE_NONE : nb_furniture_find(text, &match);
    bool sure = match >= NB_MATCH_START;
    item->dated = item->dated ||
                  (kind == NB_FURNITURE_STAMP && match != NB_MATCH_NONE) ||
                  (has_digit(text) && nb_date_parse(text, date));
    item->reply |= kind == NB_FURNITURE_COMMENTS && sure && text.len <= LABEL;
    if (text.len <= LABEL && text.len > 1)
        count_label(group, text);
}

static void look_at(const struct nb_html *page, struct group *group,
                    const struct nb_xml_node *node, struct item *item)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    switch ((int)mark->tag) {
    case NB_TAG_TEXT:
        look_at_text(group, node, item);
        break;
    case NB_TAG_A:
        item->titled |= is_title(page, node);
        item->button |= mark->text && mark->text <= LABEL && is_dead(node);
        break;
    case NB_TAG_BUTTON:
        item->button = true;
        break;
    case NB_TAG_TIME:
        item->dated = true;
        break;
    case NB_TAG_FIGURE:
    case NB_TAG_VIDEO:
    case NB_TAG_IFRAME:
        item->pictured = true;
        break;
    case NB_TAG_BLOCKQUOTE:
        item->quoted = true;
        break;
    default: /* of all elements these say something here */
        item->headed |= nb_html_tag_level(mark->tag) > 0 && mark->text && !mark->link;
        break;
    }
}

/* Adds one item to the group; false when it is too large for one. */
static bool add_item(const struct nb_html *page, struct group *group,
                     const struct nb_xml_node *node)
{
    struct item item = {0};
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    unsigned last = end ? nb_xml_index(end) : nb_xml_count(page->xml);
    if (last - nb_xml_index(node) > ITEM_NODES)
        return false;
    group->items++;
    for (const struct nb_xml_node *n = node; n && n != end; n = after(page, n)) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (tag != NB_TAG_SCRIPT && tag != NB_TAG_STYLE)
            look_at(page, group, n, &item);
    }
    bool small = mark->text <= TEASER_TEXT && mark->prose <= TEASER_PROSE;
    group->titled += item.titled && small && mark->text >= TITLE;
    group->dated += item.dated;
    group->buttons += item.button;
    group->replies += item.reply;
    group->headed += item.headed;
    group->pictured += item.pictured;
    group->quoted += item.quoted;
    group->prose += mark->prose;
    return true;
}

/* ---- groups */

static bool mostly(unsigned part, unsigned whole)
{
    return part * 100 >= whole * MOSTLY;
}

/* Words that nearly every item shows: those of its buttons. */
static bool shares_label(const struct group *group)
{
    for (unsigned i = 0; i < group->label_count; i++) {
        if (mostly(group->labels[i].items, group->items))
            return true;
    }
    return false;
}

static enum nb_html_sign judge(const struct nb_html *page, const struct group *group)
{
    unsigned all = nb_html_mark(page, page->root)->prose;
    unsigned n = group->items;
    if (n < 2 || all - group->prose < REST_PROSE)
        return NB_SIGN_NONE;
    if (n > 2 && mostly(group->titled, n))
        return NB_SIGN_RELATED;
    bool rich =
        group->headed * 3 > n || group->pictured * 3 > n || group->quoted * 2 > n;
    bool replies = mostly(group->replies, n), dated = mostly(group->dated, n);
    bool buttons = n > 2 && mostly(group->buttons, n) && shares_label(group);
    if (!rich && group->prose && ((replies && (dated || n > 2)) || (buttons && dated)))
        return NB_SIGN_COMMENTS;
    return NB_SIGN_NONE;
}

/* Looks at the children of the group's kind and signs them. */
static void take_group(struct nb_html *page, struct group *group)
{
    const struct nb_xml_node *n;
    for (n = group->first; n; n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!nb_xml_name(n) || mark->gone || !same_kind(page, n, group->first))
            continue;
        if (!add_item(page, group, n))
            return;
    }
    enum nb_html_sign sign = judge(page, group);
    if (sign == NB_SIGN_NONE)
        return;
    for (n = group->first; n; n = nb_xml_next(n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        if (nb_xml_name(n) && same_kind(page, n, group->first) &&
            mark->sign != NB_SIGN_BODY && mark->sign != NB_SIGN_COMMENTS)
            mark->sign = (unsigned char)sign;
    }
}

/* The groups among the children of one element. */
static void look_below(struct nb_html *page, const struct nb_xml_node *parent,
                       struct group *group)
{
    const struct nb_xml_node *kinds[MOST_KINDS];
    unsigned count = 0;
    for (const struct nb_xml_node *n = nb_xml_first(parent); n && count < MOST_KINDS;
         n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        unsigned i = 0;
        if (!nb_xml_name(n) || mark->gone || !mark->text || !may_be_item(mark->tag))
            continue;
        while (i < count && !same_kind(page, kinds[i], n))
            i++;
        if (i == count)
            kinds[count++] = n;
    }
    for (unsigned i = 0; i < count; i++) {
        memset(group, 0, sizeof *group);
        group->parent = parent;
        group->first = kinds[i];
        take_group(page, group);
    }
}

void nb_html_groups(struct nb_html *page)
{
    struct group *group = nb_arena_alloc(page->arena, sizeof *group);
    for (const struct nb_xml_node *n = page->root; group && n; n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->text && mark->tag != NB_TAG_TEXT &&
            nb_xml_first(n) != nb_xml_last(n))
            look_below(page, n, group);
    }
}
