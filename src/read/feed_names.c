/* The vocabularies of XML feeds. Namespaces are told by a part of their address, since feeds
 * write them with and without "www", final slashes and "https"; prefixes that are not declared
 * mean what they mean everywhere. */
#include "read/feed.h"

#include <string.h>

static const struct {
    const char *part;
    enum nb_feed_space space;
} spaces[] = {
    {"purl.org/rss/1.0/modules/content", NB_SPACE_CONTENT},
    {"purl.org/rss/1.0/modules/", NB_SPACE_OTHER},
    {"purl.org/rss/1.0", NB_SPACE_CORE},
    {"netscape.com/rdf", NB_SPACE_CORE},
    {"userland.com/rss", NB_SPACE_CORE},
    {"userland.com/blogChannelModule", NB_SPACE_OTHER},
    {"harvard.edu/tech/rss", NB_SPACE_CORE},
    {"purl.org/dc/", NB_SPACE_DC},
    {"w3.org/2005/atom", NB_SPACE_ATOM},
    {"purl.org/atom/ns", NB_SPACE_ATOM},
    {"yahoo.com/mrss", NB_SPACE_MEDIA},
    {"itunes.com/dtds", NB_SPACE_ITUNES},
    {"itunes.apple.com/dtds", NB_SPACE_ITUNES},
    {"w3.org/1999/xhtml", NB_SPACE_XHTML},
    {"feedburner", NB_SPACE_FEEDBURNER},
};

static const struct {
    const char *prefix;
    enum nb_feed_space space;
} prefixes[] = {
    {"rss", NB_SPACE_CORE},        {"atom", NB_SPACE_ATOM},
    {"content", NB_SPACE_CONTENT}, {"dc", NB_SPACE_DC},
    {"dcterms", NB_SPACE_DC},      {"media", NB_SPACE_MEDIA},
    {"itunes", NB_SPACE_ITUNES},   {"xhtml", NB_SPACE_XHTML},
    {"html", NB_SPACE_XHTML},      {"feedburner", NB_SPACE_FEEDBURNER},
};

static enum nb_feed_space by_prefix(struct nb_str prefix)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (nb_str_eq_nocase(prefix, nb_str_of(prefixes[i].prefix)))
            return prefixes[i].space;
    }
    return NB_SPACE_OTHER;
}

enum nb_feed_space nb_feed_space(const struct nb_xml_node *node, struct nb_str *name)
{
    const char *uri = nb_xml_namespace(node);
    *name = nb_str_of(nb_xml_name(node));
    const char *colon = memchr(name->data, ':', name->len);
    if (colon) {
        size_t len = (size_t)(colon - name->data);
        struct nb_str prefix = nb_str_sub(*name, 0, len);
        *name = nb_str_sub(*name, len + 1, name->len);
        return by_prefix(prefix);
    }
    if (!uri || !*uri)
        return NB_SPACE_CORE;
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        if (nb_str_find_nocase(nb_str_of(uri), nb_str_of(spaces[i].part)) >= 0)
            return spaces[i].space;
    }
    return NB_SPACE_OTHER;
}

bool nb_feed_is(const struct nb_xml_node *node, const char *name)
{
    const char *own = nb_xml_name(node);
    const char *colon = own ? strrchr(own, ':') : NULL;
    return own && nb_str_eq_nocase(nb_str_of(colon ? colon + 1 : own), nb_str_of(name));
}

const struct nb_xml_node *nb_feed_child(const struct nb_xml_node *node,
                                        const char *name)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        if (nb_feed_is(n, name))
            return n;
    }
    return NULL;
}
