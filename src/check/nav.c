/* The two tables of contents: the navigation document (EPUB 3.3, 7) and the NCX (OPF 2.0.1,
 * 2.4.1). Where their entries lead is followed with all other links. */
#include "check/book.h"

#include <string.h>

static const struct nb_xml_node *next_named(const struct nb_xml_node *node,
                                            const char *name)
{
    while (node && !nb_xml_is(node, name))
        node = nb_xml_next(node);
    return node;
}

static const struct nb_xml_node *element(const struct nb_xml_node *node)
{
    while (node && !nb_xml_name(node))
        node = nb_xml_next(node);
    return node;
}

static void say(struct nb_check *check, const struct nb_xml_node *node,
                const char *what)
{
    nb_check_say(check, NB_DIAG_EPUB_NAV, check->nav, nb_xml_line(node), "%s", what);
}

/* Whether there is anything to read in a label: text, or a picture with a description. */
static bool labelled(struct nb_check *check, const struct nb_xml_node *node)
{
    if (*nb_check_text(check, node) || *nb_check_attr(check, node, "title"))
        return true;
    for (const struct nb_xml_node *at = node; at;
         at = nb_xml_following(at, node, true)) {
        if (nb_xml_is(at, "img") && *nb_check_attr(check, at, "alt"))
            return true;
    }
    return false;
}

/* Everything below a nav's list: li with a link, or with a heading and a list. */
static void check_entry(struct nb_check *check, const struct nb_xml_node *node)
{
    const struct nb_xml_node *first = element(nb_xml_first(node));
    if (nb_xml_is(node, "ol") && !nb_xml_child(node, "li"))
        say(check, node, "an empty list");
    if (!nb_xml_is(node, "li"))
        return;
    if (!first || (!nb_xml_is(first, "a") && !nb_xml_is(first, "span")))
        say(check, node, "an entry without a link");
    else if (!labelled(check, first))
        say(check, first, "an entry without text");
    else if (nb_xml_is(first, "span") && !next_named(first, "ol"))
        say(check, first, "a heading without entries below it");
}

static void check_list(struct nb_check *check, const struct nb_xml_node *nav,
                       bool contents)
{
    const struct nb_xml_node *list = nb_xml_child(nav, "ol");
    if (!list) {
        say(check, nav, "no list in it");
        return;
    }
    for (const struct nb_xml_node *at = list; at;
         at = nb_xml_following(at, list, true)) {
        const char *href = nb_xml_is(at, "a") ? nb_xml_attr(at, "href") : NULL;
        check_entry(check, at);
        if (nb_xml_is(at, "a") && !href)
            say(check, at, "an entry without href");
        if (href && contents && nb_check_is_remote(href))
            (void)nb_check_link(check, check->nav, nb_xml_line(at), NB_USE_CONTENTS,
                                href);
        if (href &&
            nb_check_one_of(nb_check_attr(check, nav, "epub:type"), "landmarks") &&
            !*nb_check_attr(check, at, "epub:type"))
            say(check, at, "a landmark without epub:type");
    }
}

void nb_check_nav(struct nb_check *check, const struct nb_xml *xml)
{
    static const char *const kinds[] = {"toc", "page-list", "landmarks"};
    size_t count[3] = {0};
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        const char *type =
            nb_xml_is(at, "nav") ? nb_check_attr(check, at, "epub:type") : "";
        for (size_t i = 0; *type && i < 3; i++)
            count[i] += nb_check_one_of(type, kinds[i]) ? 1 : 0;
        if (*type)
            check_list(check, at, !nb_check_one_of(type, "lot"));
    }
    if (count[0] != 1)
        nb_check_say(check, NB_DIAG_EPUB_NAV, check->nav, 0,
                     "%zu nav elements of the type toc in place of one", count[0]);
    for (size_t i = 1; i < 3; i++) {
        if (count[i] > 1)
            nb_check_say(check, NB_DIAG_EPUB_NAV, check->nav, 0,
                         "%zu nav elements of the type %s", count[i], kinds[i]);
    }
    if (!count[2])
        nb_check_say(check, NB_DIAG_EPUB_SHOP, check->nav, 0, "no landmarks");
}

/* ---- NCX */

static void say_ncx(struct nb_check *check, const struct nb_xml_node *node,
                    const char *what)
{
    nb_check_say(check, NB_DIAG_EPUB_NCX, check->ncx, nb_xml_line(node), "%s", what);
}

static void check_point(struct nb_check *check, const struct nb_xml_node *point)
{
    const struct nb_xml_node *label = nb_xml_child(point, "navLabel");
    const struct nb_xml_node *content = nb_xml_child(point, "content");
    const char *src = content ? nb_xml_attr(content, "src") : NULL;
    const char *name = nb_xml_name(point);
    if (!label || !*nb_check_text(check, label))
        say_ncx(check, point, "an entry without a label");
    if (!src || !*src)
        say_ncx(check, point, "an entry without a target");
    else
        (void)nb_check_link(check, check->ncx, nb_xml_line(content), NB_USE_CONTENTS,
                            src);
    if (strcmp(name, "navPoint") == 0 && !*nb_check_attr(check, point, "id"))
        say_ncx(check, point, "an entry without an id");
}

static void check_uid(struct nb_check *check, const struct nb_xml_node *meta)
{
    if (strcmp(nb_check_attr(check, meta, "name"), "dtb:uid") != 0 ||
        !check->identifier)
        return;
    if (strcmp(nb_check_attr(check, meta, "content"), check->identifier) != 0)
        say_ncx(check, meta, "dtb:uid is not the package's identifier");
}

static void check_ncx(struct nb_check *check, const struct nb_xml_node *root)
{
    size_t points = 0;
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        const char *id = nb_xml_name(at) ? nb_check_attr(check, at, "id") : "";
        if (*id && !nb_check_anchor(check, check->ncx, id))
            nb_check_say(check, NB_DIAG_EPUB_ID, check->ncx, nb_xml_line(at),
                         "'%.100s' is there twice", id);
        if (nb_xml_is(at, "meta"))
            check_uid(check, at);
        points += nb_xml_is(at, "navPoint") ? 1 : 0;
        if (nb_xml_is(at, "navPoint") || nb_xml_is(at, "pageTarget"))
            check_point(check, at);
    }
    if (!nb_xml_is(root, "ncx"))
        say_ncx(check, root, "the root is no ncx element");
    else if (!points)
        say_ncx(check, root, "there is no entry in it");
}

void nb_check_ncx(struct nb_check *check)
{
    if (!check->ncx || check->ncx->locked)
        return;
    struct nb_xml *xml = nb_check_parse(check, check->ncx);
    if (!xml)
        return;
    check_ncx(check, nb_xml_root(xml));
    nb_xml_free(xml);
}
