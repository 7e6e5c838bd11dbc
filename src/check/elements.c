/* XHTML's elements and where they may stand: a small part of the schemas, the mistakes that
 * programs and hands do make (HTML Standard, section 4; XHTML 1.1 for EPUB 2). */
#include "check/book.h"

#include <stdlib.h>
#include <string.h>

/* In the versions of EPUB that have them; sorted. */
static const struct element {
    const char *name;
    bool old, now; /* EPUB 2; EPUB 3 */
} elements[] = {
    {"a", true, true},           {"abbr", true, true},       {"acronym", true, false},
    {"address", true, true},     {"area", true, true},       {"article", false, true},
    {"aside", false, true},      {"audio", false, true},     {"b", true, true},
    {"base", true, true},        {"bdi", false, true},       {"bdo", true, true},
    {"big", true, false},        {"blockquote", true, true}, {"body", true, true},
    {"br", true, true},          {"button", false, true},    {"canvas", false, true},
    {"caption", true, true},     {"cite", true, true},       {"code", true, true},
    {"col", true, true},         {"colgroup", true, true},   {"data", false, true},
    {"datalist", false, true},   {"dd", true, true},         {"del", true, true},
    {"details", false, true},    {"dfn", true, true},        {"dialog", false, true},
    {"div", true, true},         {"dl", true, true},         {"dt", true, true},
    {"em", true, true},          {"embed", false, true},     {"fieldset", false, true},
    {"figcaption", false, true}, {"figure", false, true},    {"footer", false, true},
    {"form", false, true},       {"h1", true, true},         {"h2", true, true},
    {"h3", true, true},          {"h4", true, true},         {"h5", true, true},
    {"h6", true, true},          {"head", true, true},       {"header", false, true},
    {"hgroup", false, true},     {"hr", true, true},         {"html", true, true},
    {"i", true, true},           {"iframe", false, true},    {"img", true, true},
    {"input", false, true},      {"ins", true, true},        {"kbd", true, true},
    {"label", false, true},      {"legend", false, true},    {"li", true, true},
    {"link", true, true},        {"main", false, true},      {"map", true, true},
    {"mark", false, true},       {"menu", false, true},      {"meta", true, true},
    {"meter", false, true},      {"nav", false, true},       {"noscript", true, true},
    {"object", true, true},      {"ol", true, true},         {"optgroup", false, true},
    {"option", false, true},     {"output", false, true},    {"p", true, true},
    {"param", true, true},       {"picture", false, true},   {"pre", true, true},
    {"progress", false, true},   {"q", true, true},          {"rb", false, true},
    {"rp", false, true},         {"rt", false, true},        {"rtc", false, true},
    {"ruby", false, true},       {"s", false, true},         {"samp", true, true},
    {"script", true, true},      {"search", false, true},    {"section", false, true},
    {"select", false, true},     {"slot", false, true},      {"small", true, true},
    {"source", false, true},     {"span", true, true},       {"strong", true, true},
    {"style", true, true},       {"sub", true, true},        {"summary", false, true},
    {"sup", true, true},         {"table", true, true},      {"tbody", true, true},
    {"td", true, true},          {"template", false, true},  {"textarea", false, true},
    {"tfoot", true, true},       {"th", true, true},         {"thead", true, true},
    {"time", false, true},       {"title", true, true},      {"tr", true, true},
    {"track", false, true},      {"tt", true, false},        {"u", false, true},
    {"ul", true, true},          {"var", true, true},        {"video", false, true},
    {"wbr", false, true},
};

/* What an element must stand in. */
static const struct {
    const char *name, *parents;
} homes[] = {
    {"li", "ul ol menu"},
    {"dt", "dl div"},
    {"dd", "dl div"},
    {"tr", "table thead tbody tfoot"},
    {"td", "tr"},
    {"th", "tr"},
    {"thead", "table"},
    {"tbody", "table"},
    {"tfoot", "table"},
    {"caption", "table"},
    {"colgroup", "table"},
    {"col", "colgroup table"},
    {"figcaption", "figure"},
    {"head", "html"},
    {"body", "html"},
    {"title", "head"},
    {"rt", "ruby rtc"},
    {"summary", "details"},
};

/* What may stand directly in an element. */
static const struct {
    const char *name, *children;
} contents[] = {
    {"ul", "li script template"},
    {"ol", "li script template"},
    {"dl", "dt dd div script template"},
    {"table", "caption col colgroup thead tbody tfoot tr script template"},
    {"tr", "td th script template"},
    {"html", "head body"},
};

static const char blocks[] = "address article aside blockquote details div dl fieldset "
                             "figure footer form h1 h2 h3 h4 h5 "
                             "h6 header hr main menu nav ol p pre section table ul";
static const char phrases[] =
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small "
    "span strong sub sup time u var";
static const char phrase_homes[] = "p h1 h2 h3 h4 h5 h6 pre";
static const char no_nesting[] = "a button form label";

static int by_name(const void *key, const void *element)
{
    return strcmp(key, ((const struct element *)element)->name);
}

static const char *parent_name(const struct nb_xml_node *node)
{
    const struct nb_xml_node *parent = nb_xml_parent(node);
    return parent ? nb_xml_name(parent) : "";
}

static const char *wrong_place(const struct nb_xml_node *node, const char *name)
{
    const char *parent = parent_name(node);
    const struct nb_xml_node *above = nb_xml_parent(node);
    const char *space = above ? nb_xml_namespace(above) : NULL;
    if (!space || strcmp(space, NB_XHTML) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
        if (strcmp(homes[i].name, name) == 0 &&
            !nb_check_one_of(homes[i].parents, parent))
            return parent;
    }
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        if (strcmp(contents[i].name, parent) == 0 &&
            !nb_check_one_of(contents[i].children, name))
            return parent;
    }
    if (!nb_check_one_of(blocks, name))
        return NULL;
    while (above && nb_check_one_of(phrases, nb_xml_name(above)))
        above = nb_xml_parent(above);
    return above && nb_check_one_of(phrase_homes, nb_xml_name(above))
               ? nb_xml_name(above)
               : NULL;
}

void nb_check_element(struct nb_check *check, const struct nb_check_file *file,
                      const struct nb_xml_node *node)
{
    const char *name = nb_xml_name(node);
    const struct element *known =
        bsearch(name, elements, sizeof elements / sizeof elements[0],
                sizeof elements[0], by_name);
    if (!known || !(check->version == 2 ? known->old : known->now)) {
        nb_check_say(check, NB_DIAG_EPUB_XHTML, file, nb_xml_line(node),
                     "there is no element '%.60s'", name);
        return;
    }
    const char *place = wrong_place(node, name);
    if (place)
        nb_check_say(check, NB_DIAG_EPUB_XHTML, file, nb_xml_line(node),
                     "%s may not stand in %s", name, place);
    if (!nb_check_one_of(no_nesting, name))
        return;
    for (const struct nb_xml_node *at = nb_xml_parent(node); at;
         at = nb_xml_parent(at)) {
        if (nb_xml_is(at, name)) {
            nb_check_say(check, NB_DIAG_EPUB_XHTML, file, nb_xml_line(node),
                         "%s inside %s", name, name);
            return;
        }
    }
}
