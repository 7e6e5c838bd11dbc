/* Content documents, XHTML and SVG: their ids, what they link to and use, what the manifest
 * must say of them (EPUB 3.3, 6.1 and 5.6.2; OPS 2.0.1). */
#include "check/book.h"

#include <string.h>

struct document {
    struct nb_check *check;
    struct nb_check_item *item;
    const struct nb_check_file *file;
    bool scripted, svg, mathml;
    size_t titles, bodies;
    unsigned bare; /* the line of the first picture without a description */
    size_t bare_count;
};

/* Where addresses stand, and what for. */
static const struct {
    const char *element, *attribute;
    enum nb_check_use use;
} links[] = {
    {"a", "href", NB_USE_JUMP},        {"a", "xlink:href", NB_USE_JUMP},
    {"area", "href", NB_USE_JUMP},     {"img", "src", NB_USE_PICTURE},
    {"image", "href", NB_USE_PICTURE}, {"image", "xlink:href", NB_USE_PICTURE},
    {"input", "src", NB_USE_PICTURE},  {"video", "poster", NB_USE_PICTURE},
    {"audio", "src", NB_USE_SOUND},    {"video", "src", NB_USE_SOUND},
    {"source", "src", NB_USE_SOUND},   {"track", "src", NB_USE_SOUND},
    {"iframe", "src", NB_USE_FRAME},   {"embed", "src", NB_USE_FRAME},
    {"object", "data", NB_USE_FRAME},  {"script", "src", NB_USE_SCRIPT},
};

static void look_at_links(struct document *d, const struct nb_xml_node *node)
{
    const char *name = nb_xml_name(node);
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        const char *href =
            links[i].element[0] == name[0] && strcmp(links[i].element, name) == 0
                ? nb_xml_attr(node, links[i].attribute)
                : NULL;
        if (href)
            (void)nb_check_link(d->check, d->file, nb_xml_line(node), links[i].use,
                                href);
    }
    const char *href = nb_xml_is(node, "link") ? nb_xml_attr(node, "href") : NULL;
    if (href)
        (void)nb_check_link(d->check, d->file, nb_xml_line(node),
                            nb_xml_attr_has(node, "rel", "stylesheet") ? NB_USE_STYLE
                                                                       : NB_USE_OTHER,
                            href);
}

static void look_at_id(struct document *d, const struct nb_xml_node *node,
                       const char *attribute)
{
    const char *id = nb_xml_attr(node, attribute);
    const char *wrong = NULL;
    if (!id)
        return;
    if (!*id || strpbrk(id, " \t\r\n"))
        wrong = "is empty or has white space";
    else if (!nb_check_anchor(d->check, d->file, id))
        wrong = "is there twice";
    else if (d->check->version == 2 && (nb_ascii_digit(id[0]) || id[0] == '-'))
        wrong = "does not start with a letter";
    if (wrong)
        nb_check_say(d->check, NB_DIAG_EPUB_ID, d->file, nb_xml_line(node),
                     "'%.100s' %s", id, wrong);
}

static void look_at_picture(struct document *d, const struct nb_xml_node *node)
{
    if (!nb_xml_attr(node, "src"))
        nb_check_say(d->check, NB_DIAG_EPUB_XHTML, d->file, nb_xml_line(node),
                     "img without src");
    if (nb_xml_attr(node, "alt"))
        return;
    if (!d->bare_count++)
        d->bare = nb_xml_line(node);
}

static void look_at_styles(struct document *d, const struct nb_xml_node *node)
{
    const char *style = nb_xml_attr(node, "style");
    if (nb_xml_is(node, "style")) {
        struct nb_buf text = NB_BUF_INIT;
        for (const struct nb_xml_node *at = nb_xml_first(node); at;
             at = nb_xml_next(at))
            nb_buf_puts(&text, nb_xml_text(at));
        nb_check_css(d->check, d->file, nb_xml_line(node), nb_buf_view(&text));
        nb_buf_free(&text);
    } else if (style && strstr(style, "url(")) {
        struct nb_buf text = NB_BUF_INIT;
        nb_buf_printf(&text, "a{%s}", style);
        nb_check_css(d->check, d->file, nb_xml_line(node), nb_buf_view(&text));
        nb_buf_free(&text);
    }
}

static bool is_script(const struct nb_xml_node *node)
{
    const char *type = nb_xml_attr(node, "type");
    return nb_xml_is(node, "script") &&
           (!type || !*type || strstr(type, "script") || strcmp(type, "module") == 0);
}

static void look_at(struct document *d, const struct nb_xml_node *node)
{
    const char *space = nb_xml_namespace(node);
    bool xhtml = space && strcmp(space, NB_XHTML) == 0;
    bool root = !nb_xml_parent(node);
    d->scripted = d->scripted || is_script(node) || nb_xml_is(node, "form");
    d->svg = d->svg || (!root && space && strcmp(space, NB_SVG) == 0);
    d->mathml = d->mathml || nb_xml_is(node, "math");
    look_at_id(d, node, "id");
    look_at_links(d, node);
    look_at_styles(d, node);
    if (!xhtml)
        return;
    const char *lang = nb_xml_attr(node, "lang"),
               *other = nb_xml_attr(node, "xml:lang");
    if (lang && other && !nb_str_eq_nocase(nb_str_of(lang), nb_str_of(other)))
        nb_check_say(d->check, NB_DIAG_EPUB_XHTML, d->file, nb_xml_line(node),
                     "lang and xml:lang differ: '%.40s', '%.40s'", lang, other);
    if (nb_xml_is(node, "img"))
        look_at_picture(d, node);
    else if (nb_xml_is(node, "title") && *nb_check_text(d->check, node))
        d->titles++;
    else if (nb_xml_is(node, "body"))
        d->bodies++;
    if (nb_xml_attr(node, "http-equiv") &&
        nb_xml_attr_has(node, "http-equiv", "refresh"))
        nb_check_say(d->check, NB_DIAG_EPUB_XHTML, d->file, nb_xml_line(node),
                     "meta refresh");
    nb_check_element(d->check, d->file, node);
}

static void check_property(const struct document *d, const char *name, bool used,
                           bool both)
{
    bool declared = nb_check_one_of(d->item->properties, name);
    if (used == declared || (declared && !both))
        return;
    nb_check_say(d->check, NB_DIAG_EPUB_PROPERTY, d->check->opf, d->item->line,
                 used ? "'%s' is missing for %s"
                      : "'%s' is declared without need for %s",
                 name, d->file->name);
}

static void check_whole(struct document *d, const struct nb_xml_node *root)
{
    const char *space = nb_xml_namespace(root);
    bool html = nb_check_is_xhtml(d->item);
    if (!nb_xml_is(root, html ? "html" : "svg") || !space ||
        strcmp(space, html ? NB_XHTML : NB_SVG) != 0)
        nb_check_say(d->check, NB_DIAG_EPUB_XHTML, d->file, nb_xml_line(root),
                     "the root is no %s element of its namespace",
                     html ? "html" : "svg");
    else if (html && d->bodies != 1)
        nb_check_say(d->check, NB_DIAG_EPUB_XHTML, d->file, nb_xml_line(root),
                     "%zu body elements", d->bodies);
    else if (html && !d->titles)
        nb_check_say(d->check, NB_DIAG_EPUB_TITLE, d->file, nb_xml_line(root),
                     "the head has no title");
    if (d->bare_count)
        nb_check_say(d->check, NB_DIAG_EPUB_ACCESS, d->file, d->bare,
                     "%zu img without alt", d->bare_count);
    if (d->check->version == 2)
        return;
    check_property(d, "scripted", d->scripted, true);
    if (html) {
        check_property(d, "svg", d->svg, false);
        check_property(d, "mathml", d->mathml, true);
    }
    check_property(d, "remote-resources", d->check->remote, false);
    if (d->scripted)
        nb_check_say(d->check, NB_DIAG_EPUB_SHOP, d->file, 0,
                     "scripts and forms run in few readers");
}

void nb_check_content(struct nb_check *check, struct nb_check_item *item)
{
    struct document d = {.check = check, .item = item, .file = item->file};
    struct nb_xml *xml = nb_check_parse(check, item->file);
    if (!xml)
        return;
    check->remote = false;
    item->file->parsed = true;
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (nb_xml_name(at))
            look_at(&d, at);
    }
    check_whole(&d, root);
    if (item->file == check->nav && check->version == 3)
        nb_check_nav(check, xml);
    nb_xml_free(xml);
}
