/* Items of RSS and RDF, entries of Atom: their elements to the fields of an entry. A table
 * says which element gives which field, the better sources first. */
#include "read/feed.h"

#include "read/html.h"

#include <string.h>

enum {
    MOST_BASES = 16,    /* xml:base in a row that are looked at */
    LONGEST_BASE = 2000 /* bytes; a longer address is none */
};

enum field {
    F_TITLE,
    F_LINK,
    F_ID,
    F_SUMMARY,
    F_CONTENT,
    F_AUTHOR,
    F_PUBLISHED,
    F_MODIFIED,
    F_TAG,
    F_TAGS, /* set apart by commas */
    F_LANG,
    F_RIGHTS,
    F_ENCLOSURE,
    F_MEDIA,
    F_PICTURE,
    F_DURATION,
    F_SOURCE
};

/* Of two rows for the same field the earlier one wins. */
static const struct row {
    enum nb_feed_space space;
    const char *name;
    enum field field;
} rows[] = {
    {NB_SPACE_CORE, "title", F_TITLE},
    {NB_SPACE_ATOM, "title", F_TITLE},
    {NB_SPACE_DC, "title", F_TITLE},
    {NB_SPACE_ITUNES, "title", F_TITLE},
    {NB_SPACE_FEEDBURNER, "origLink", F_LINK},
    {NB_SPACE_CORE, "link", F_LINK},
    {NB_SPACE_ATOM, "link", F_LINK},
    {NB_SPACE_CORE, "guid", F_ID},
    {NB_SPACE_ATOM, "id", F_ID},
    {NB_SPACE_CONTENT, "encoded", F_CONTENT},
    {NB_SPACE_ATOM, "content", F_CONTENT},
    {NB_SPACE_XHTML, "body", F_CONTENT},
    {NB_SPACE_XHTML, "div", F_CONTENT},
    {NB_SPACE_CORE, "body", F_CONTENT},
    {NB_SPACE_CORE, "description", F_SUMMARY},
    {NB_SPACE_ATOM, "summary", F_SUMMARY},
    {NB_SPACE_CORE, "summary", F_SUMMARY},
    {NB_SPACE_DC, "description", F_SUMMARY},
    {NB_SPACE_DC, "abstract", F_SUMMARY},
    {NB_SPACE_ITUNES, "summary", F_SUMMARY},
    {NB_SPACE_ITUNES, "subtitle", F_SUMMARY},
    {NB_SPACE_ATOM, "tagline", F_SUMMARY},
    {NB_SPACE_DC, "creator", F_AUTHOR},
    {NB_SPACE_CORE, "author", F_AUTHOR},
    {NB_SPACE_ATOM, "author", F_AUTHOR},
    {NB_SPACE_ITUNES, "author", F_AUTHOR},
    {NB_SPACE_CORE, "pubDate", F_PUBLISHED},
    {NB_SPACE_ATOM, "published", F_PUBLISHED},
    {NB_SPACE_ATOM, "issued", F_PUBLISHED},
    {NB_SPACE_DC, "date", F_PUBLISHED},
    {NB_SPACE_DC, "issued", F_PUBLISHED},
    {NB_SPACE_DC, "created", F_PUBLISHED},
    {NB_SPACE_ATOM, "created", F_PUBLISHED},
    {NB_SPACE_CORE, "date", F_PUBLISHED},
    {NB_SPACE_ATOM, "updated", F_MODIFIED},
    {NB_SPACE_ATOM, "modified", F_MODIFIED},
    {NB_SPACE_DC, "modified", F_MODIFIED},
    {NB_SPACE_CORE, "category", F_TAG},
    {NB_SPACE_ATOM, "category", F_TAG},
    {NB_SPACE_DC, "subject", F_TAG},
    {NB_SPACE_ITUNES, "keywords", F_TAGS},
    {NB_SPACE_MEDIA, "keywords", F_TAGS},
    {NB_SPACE_CORE, "language", F_LANG},
    {NB_SPACE_DC, "language", F_LANG},
    {NB_SPACE_CORE, "copyright", F_RIGHTS},
    {NB_SPACE_ATOM, "rights", F_RIGHTS},
    {NB_SPACE_ATOM, "copyright", F_RIGHTS},
    {NB_SPACE_DC, "rights", F_RIGHTS},
    {NB_SPACE_CORE, "enclosure", F_ENCLOSURE},
    {NB_SPACE_MEDIA, "content", F_MEDIA},
    {NB_SPACE_MEDIA, "group", F_MEDIA},
    {NB_SPACE_MEDIA, "thumbnail", F_MEDIA},
    {NB_SPACE_MEDIA, "title", F_MEDIA},
    {NB_SPACE_MEDIA, "description", F_MEDIA},
    {NB_SPACE_MEDIA, "credit", F_MEDIA},
    {NB_SPACE_ITUNES, "image", F_PICTURE},
    {NB_SPACE_CORE, "image", F_PICTURE},
    {NB_SPACE_ITUNES, "duration", F_DURATION},
    {NB_SPACE_CORE, "source", F_SOURCE},
    {NB_SPACE_ATOM, "source", F_SOURCE},
};

/* ---- Texts. */

const char *nb_feed_string(struct nb_feed *feed, const struct nb_xml_node *node)
{
    const struct nb_xml_node *first = nb_xml_first(node);
    const char *text = first && !nb_xml_next(first) ? nb_xml_text(first) : NULL;
    if (first && !text) {
        struct nb_buf all = NB_BUF_INIT;
        nb_xml_text_below(node, &all);
        text = nb_feed_keep(feed, &all);
    }
    return text && nb_str_trim(nb_str_of(text)).len ? text : NULL;
}

/* The address that links in `node` are relative to, as xml:base around it says; NULL when
 * nothing does. RFC 3986 5.1, bounded: neither their number nor their length can hurt. */
static const char *base_of(struct nb_feed *feed, const struct nb_xml_node *node)
{
    const char *bases[MOST_BASES], *base = NULL;
    size_t count = 0;
    for (; node && count < MOST_BASES; node = nb_xml_parent(node)) {
        const char *own = nb_xml_attr(node, "xml:base");
        if (own && strlen(own) <= LONGEST_BASE)
            bases[count++] = own;
    }
    while (count--) {
        struct nb_buf full = NB_BUF_INIT;
        nb_html_url(base, nb_str_of(bases[count]), &full);
        const char *kept = nb_feed_keep(feed, &full);
        if (kept && strlen(kept) <= LONGEST_BASE)
            base = kept;
    }
    return base;
}

static bool has_elements(const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        if (nb_xml_name(n))
            return true;
    }
    return false;
}

static bool says(const char *value, const char *what)
{
    return value && nb_str_find_nocase(nb_str_of(value), nb_str_of(what)) >= 0;
}

/* The form of a text by the type and mode attributes (RFC 4287 3.1, Atom 0.3), which RSS does
 * not have. */
static enum nb_feed_form form_of(const struct nb_xml_node *node)
{
    const char *type = nb_xml_attr(node, "type"), *mode = nb_xml_attr(node, "mode");
    struct nb_str name;
    if (has_elements(node))
        return NB_FEED_TREE;
    if (says(type, "html"))
        return NB_FEED_HTML;
    if (mode && says(mode, "escaped"))
        return NB_FEED_MAYBE;
    if (nb_feed_space(node, &name) == NB_SPACE_CONTENT)
        return NB_FEED_HTML;
    return NB_FEED_MAYBE;
}

struct nb_feed_text nb_feed_construct(struct nb_feed *feed,
                                      const struct nb_xml_node *node)
{
    struct nb_feed_text text = {.form = form_of(node), .line = nb_xml_line(node)};
    const char *type = nb_xml_attr(node, "type");
    bool foreign = says(type, "image/") || says(type, "audio/") ||
                   says(type, "video/") || says(type, "application/") ||
                   says(nb_xml_attr(node, "mode"), "base64");
    if (foreign && !says(type, "xhtml"))
        return text;
    if (text.form == NB_FEED_TREE)
        text.tree = node;
    else
        text.text = nb_str_of(nb_feed_string(feed, node));
    text.rank = text.tree || text.text.len ? 1 : 0;
    if (text.rank)
        text.base = base_of(feed, node);
    return text;
}

static void take_text(struct nb_feed *feed, const struct nb_xml_node *node,
                      struct nb_feed_text *field, int rank)
{
    if (field->rank && field->rank <= rank)
        return;
    struct nb_feed_text text = nb_feed_construct(feed, node);
    if (!text.rank)
        return;
    *field = text;
    field->rank = rank;
}

static void take_string(struct nb_feed *feed, const struct nb_xml_node *node,
                        const char **field, int *held, int rank)
{
    const char *text = *field && *held <= rank ? NULL : nb_feed_string(feed, node);
    if (!text)
        return;
    *field = text;
    *held = rank;
}

/* ---- Fields. */

/* An address in a link's attributes (Atom) or its text (RSS). */
static void take_link(struct nb_feed *feed, const struct nb_xml_node *node,
                      struct nb_feed_entry *entry, int rank)
{
    const char *rel = nb_xml_attr(node, "rel"), *type = nb_xml_attr(node, "type");
    const char *href = nb_xml_attr(node, "href");
    if (href && rel && nb_str_eq_nocase(nb_str_of(rel), NB_STR("enclosure"))) {
        nb_feed_enclose(entry, href, nb_feed_kind(type, NULL, href), NULL, 3,
                        nb_xml_line(node));
        return;
    }
    if (rel && !nb_str_eq_nocase(nb_str_of(rel), NB_STR("alternate")))
        return;
    const char *url = href ? href : nb_feed_string(feed, node);
    if (type && !says(type, "html"))
        rank += 1000;
    if (!url || (entry->link && entry->link_rank <= rank))
        return;
    struct nb_buf full = NB_BUF_INIT;
    nb_html_url(base_of(feed, node), nb_str_of(url), &full);
    const char *kept = nb_feed_keep(feed, &full);
    entry->link = kept ? kept : url;
    entry->link_rank = rank;
}

static void take_author(struct nb_feed *feed, const struct nb_xml_node *node,
                        struct nb_feed_entry *entry)
{
    const struct nb_xml_node *name = nb_feed_child(node, "name");
    const char *text = nb_feed_string(feed, name ? name : node);
    if (text)
        nb_feed_push(&entry->authors, nb_str_of(text));
}

static void take_tag(struct nb_feed *feed, const struct nb_xml_node *node,
                     struct nb_feed_entry *entry, bool many)
{
    const char *label = nb_xml_attr(node, "label");
    if (!label || !*label)
        label = nb_xml_attr(node, "term");
    if (!label || !*label)
        label = nb_feed_string(feed, node);
    struct nb_str rest = nb_str_of(label), tag;
    if (!many) {
        nb_feed_push(&entry->tags, rest);
        return;
    }
    while (nb_str_split(&rest, ',', &tag))
        nb_feed_push(&entry->tags, tag);
}

/* A guid is an address unless it says that it is none; an Atom id may be one. */
static void take_id(struct nb_feed *feed, const struct nb_xml_node *node,
                    struct nb_feed_entry *entry)
{
    const char *permanent = nb_xml_attr(node, "isPermaLink");
    if (!says(permanent, "false") && !entry->id)
        entry->id = nb_feed_string(feed, node);
}

/* Where an aggregator has the entry from: the title is the site's. */
static void take_source(struct nb_feed *feed, const struct nb_xml_node *node,
                        struct nb_feed_entry *entry)
{
    const struct nb_xml_node *title = nb_feed_child(node, "title");
    const struct nb_xml_node *rights = nb_feed_child(node, "rights");
    if (!entry->site && (title || !has_elements(node)))
        entry->site = nb_feed_string(feed, title ? title : node);
    if (!entry->rights && rights)
        entry->rights = nb_feed_string(feed, rights);
    for (const struct nb_xml_node *n = nb_xml_first(node); n && !entry->authors.count;
         n = nb_xml_next(n)) {
        if (nb_feed_is(n, "author"))
            take_author(feed, n, entry);
    }
}

static void take_picture(struct nb_feed *feed, const struct nb_xml_node *node,
                         struct nb_feed_entry *entry)
{
    const char *url = nb_xml_attr(node, "href");
    const struct nb_xml_node *child = nb_feed_child(node, "url");
    if (!url && child)
        url = nb_feed_string(feed, child);
    if (!url && !has_elements(node))
        url = nb_feed_string(feed, node);
    nb_feed_enclose(entry, url, NB_FEED_PICTURE, NULL, 1, nb_xml_line(node));
}

static void take_enclosure(const struct nb_xml_node *node, struct nb_feed_entry *entry)
{
    const char *url = nb_xml_attr(node, "url"), *type = nb_xml_attr(node, "type");
    nb_feed_enclose(entry, url, nb_feed_kind(type, NULL, url), NULL, 3,
                    nb_xml_line(node));
}

static void take_lang(struct nb_feed *feed, const struct nb_xml_node *node,
                      struct nb_feed_entry *entry)
{
    if (!entry->lang)
        entry->lang = nb_feed_string(feed, node);
}

static void take_field(struct nb_feed *feed, const struct nb_xml_node *node,
                       struct nb_feed_entry *entry, enum field field, int rank)
{
    int ignored = 0;
    switch (field) {
    case F_TITLE:
        take_text(feed, node, &entry->title, rank);
        break;
    case F_LINK:
        take_link(feed, node, entry, rank);
        break;
    case F_ID:
        take_id(feed, node, entry);
        break;
    case F_SUMMARY:
        take_text(feed, node, &entry->summary, rank);
        break;
    case F_CONTENT:
        take_text(feed, node, &entry->content, rank);
        break;
    case F_AUTHOR:
        take_author(feed, node, entry);
        break;
    case F_PUBLISHED:
        take_string(feed, node, &entry->published, &entry->published_rank, rank);
        break;
    case F_MODIFIED:
        take_string(feed, node, &entry->modified, &entry->modified_rank, rank);
        break;
    case F_TAG:
    case F_TAGS:
        take_tag(feed, node, entry, field == F_TAGS);
        break;
    case F_LANG:
        take_lang(feed, node, entry);
        break;
    case F_RIGHTS:
        take_string(feed, node, &entry->rights, &ignored, rank);
        break;
    case F_ENCLOSURE:
        take_enclosure(node, entry);
        break;
    case F_MEDIA:
        nb_feed_media(feed, node, entry);
        break;
    case F_PICTURE:
        take_picture(feed, node, entry);
        break;
    case F_DURATION:
        entry->audio.duration = nb_feed_string(feed, node);
        break;
    case F_SOURCE:
        take_source(feed, node, entry);
        break;
    }
}

void nb_feed_fields(struct nb_feed *feed, const struct nb_xml_node *node,
                    struct nb_feed_entry *entry)
{
    entry->line = nb_xml_line(node);
    entry->lang = nb_xml_attr(node, "xml:lang");
    entry->base = base_of(feed, node);
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        struct nb_str name;
        if (!nb_xml_name(n) || nb_feed_is(n, "item") || nb_feed_is(n, "entry"))
            continue;
        enum nb_feed_space space = nb_feed_space(n, &name);
        for (int i = 0; i < (int)(sizeof rows / sizeof rows[0]); i++) {
            if (rows[i].space == space &&
                nb_str_eq_nocase(name, nb_str_of(rows[i].name))) {
                take_field(feed, n, entry, rows[i].field, i + 1);
                break;
            }
        }
    }
    const char *about = nb_xml_attr(node, "rdf:about");
    if (!entry->id && about)
        entry->id = about;
    entry->synopsis = nb_feed_is(node, "entry");
}
