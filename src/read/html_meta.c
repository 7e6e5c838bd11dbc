/* Metadata from meta elements, microdata and addresses, by a table of their names. */
#include "read/html_meta.h"

#include <string.h>

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

/* Names in lower case between spaces. */
static const struct {
    enum nb_html_fact fact;
    enum nb_html_trust trust;
    const char *names;
} vocabulary[] = {
    {NB_FACT_HEADLINE, NB_TRUST_OPEN_GRAPH, " og:title "},
    {NB_FACT_HEADLINE, NB_TRUST_DUBLIN_CORE, " dc.title dcterms.title dc:title "},
    {NB_FACT_HEADLINE, NB_TRUST_PARSELY, " parsely-title "},
    {NB_FACT_HEADLINE, NB_TRUST_SAILTHRU, " sailthru.title "},
    {NB_FACT_HEADLINE, NB_TRUST_META, " twitter:title hdl "},
    {NB_FACT_SECTION, NB_TRUST_OPEN_GRAPH,
     " article:section og:article:section og:section "},
    {NB_FACT_SECTION, NB_TRUST_PARSELY, " parsely-section "},
    {NB_FACT_SECTION, NB_TRUST_SAILTHRU, " sailthru.section sailthru_section "},
    {NB_FACT_SECTION, NB_TRUST_META, " section prism.section category "},
    {NB_FACT_AUTHOR, NB_TRUST_OPEN_GRAPH, " article:author og:article:author "},
    {NB_FACT_AUTHOR, NB_TRUST_DUBLIN_CORE,
     " dc.creator dcterms.creator dc:creator dc.contributor.author "},
    {NB_FACT_AUTHOR, NB_TRUST_PARSELY, " parsely-author "},
    {NB_FACT_AUTHOR, NB_TRUST_SAILTHRU, " sailthru.author "},
    {NB_FACT_AUTHOR, NB_TRUST_META,
     " author byl authors content-creator citation_author "},
    {NB_FACT_PUBLISHED, NB_TRUST_OPEN_GRAPH,
     " article:published_time og:article:published_time og:published_time "
     "article:published og:pubdate "},
    {NB_FACT_PUBLISHED, NB_TRUST_DUBLIN_CORE,
     " dc.date dc.date.issued dcterms.date dcterms.created dcterms.issued dc:date "
     "dc:created dcterms.available dc.date.created "},
    {NB_FACT_PUBLISHED, NB_TRUST_PARSELY, " parsely-pub-date "},
    {NB_FACT_PUBLISHED, NB_TRUST_SAILTHRU, " sailthru.date "},
    {NB_FACT_PUBLISHED, NB_TRUST_META,
     " date pubdate publishdate publish-date publish_date publication_date pub_date "
     "publicationdate datepublished published_at originalpublicationdate "
     "rnews:datepublished "
     "citation_publication_date article_date_original cxenseparse:recs:publishtime "
     "displaydate "},
    {NB_FACT_MODIFIED, NB_TRUST_OPEN_GRAPH,
     " article:modified_time og:article:modified_time og:updated_time "
     "article:modified "},
    {NB_FACT_MODIFIED, NB_TRUST_DUBLIN_CORE,
     " dcterms.modified dc.date.modified dc:modified "},
    {NB_FACT_MODIFIED, NB_TRUST_META,
     " datemodified lastmod last-modified last_updated_date revision_date utime "},
    {NB_FACT_SITE, NB_TRUST_OPEN_GRAPH, " og:site_name "},
    {NB_FACT_SITE, NB_TRUST_DUBLIN_CORE, " dc.publisher dcterms.publisher "},
    {NB_FACT_SITE, NB_TRUST_META, " application-name cre "},
    {NB_FACT_LANG, NB_TRUST_OPEN_GRAPH, " og:locale "},
    {NB_FACT_LANG, NB_TRUST_DUBLIN_CORE, " dc.language dcterms.language "},
    {NB_FACT_LANG, NB_TRUST_META, " content-language language "},
    {NB_FACT_IMAGE, NB_TRUST_OPEN_GRAPH, " og:image og:image:url og:image:secure_url "},
    {NB_FACT_IMAGE, NB_TRUST_PARSELY, " parsely-image-url "},
    {NB_FACT_IMAGE, NB_TRUST_SAILTHRU, " sailthru.image.full "},
    {NB_FACT_IMAGE, NB_TRUST_META, " twitter:image twitter:image:src thumbnail "},
    {NB_FACT_IMAGE_ALT, NB_TRUST_OPEN_GRAPH, " og:image:alt "},
    {NB_FACT_IMAGE_ALT, NB_TRUST_META, " twitter:image:alt "},
    {NB_FACT_DESCRIPTION, NB_TRUST_OPEN_GRAPH, " og:description "},
    {NB_FACT_DESCRIPTION, NB_TRUST_DUBLIN_CORE, " dc.description dcterms.abstract "},
    {NB_FACT_DESCRIPTION, NB_TRUST_SAILTHRU, " sailthru.description "},
    {NB_FACT_DESCRIPTION, NB_TRUST_META, " description twitter:description "},
    {NB_FACT_RIGHTS, NB_TRUST_DUBLIN_CORE, " dc.rights dcterms.rights "},
    {NB_FACT_RIGHTS, NB_TRUST_META, " copyright rights "},
};

static bool one_of(const char *name, const char *list)
{
    char key[64] = " ";
    size_t len = strlen(name);
    if (!len || len > sizeof key - 3)
        return false;
    for (size_t i = 0; i < len; i++)
        key[i + 1] = nb_ascii_lower(name[i]);
    key[len + 1] = ' ';
    key[len + 2] = '\0';
    return strstr(list, key) != NULL;
}

static void take_named(struct nb_html *page, const char *name, const char *value)
{
    if (one_of(name, " article:tag "))
        nb_build_push(page->build, &nb_build_article(page->build)->tags,
                      nb_str_of(value));
    for (size_t i = 0; i < sizeof vocabulary / sizeof vocabulary[0]; i++) {
        if (one_of(name, vocabulary[i].names) &&
            !(vocabulary[i].fact == NB_FACT_SITE && *value == '@'))
            nb_html_note(page, vocabulary[i].fact, vocabulary[i].trust,
                         nb_str_of(value));
    }
}

static void take_meta(struct nb_html *page, const struct nb_xml_node *node)
{
    static const char *const attrs[] = {"property", "name", "http-equiv"};
    const char *value = nb_xml_attr(node, "content");
    for (size_t i = 0; value && *value && i < sizeof attrs / sizeof attrs[0]; i++) {
        const char *name = nb_xml_attr(node, attrs[i]);
        if (name)
            take_named(page, name, value);
    }
}

/* "Written by" and the name, as cards of social networks show them. */
static void take_label(struct nb_html *page, const struct nb_xml_node *node,
                       const char **label)
{
    const char *name = nb_xml_attr(node, "name"), *value = nb_xml_attr(node, "content");
    if (!name)
        name = nb_xml_attr(node, "property");
    if (!name || !value)
        return;
    if (one_of(name, " twitter:label1 twitter:label2 "))
        *label = value;
    else if (*label && one_of(name, " twitter:data1 twitter:data2 ") &&
             nb_str_ends_nocase(nb_str_of(*label), NB_STR("by")))
        nb_html_note(page, NB_FACT_AUTHOR, NB_TRUST_META, nb_str_of(value));
}

/* ---- microdata */

bool nb_html_is_beside(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (; node; node = nb_xml_parent(node)) {
        const struct nb_html_mark *mark = nb_html_mark(page, node);
        if (mark->sign == NB_SIGN_COMMENTS || mark->sign == NB_SIGN_RELATED ||
            mark->tag == NB_TAG_ASIDE)
            return !mark->heads;
    }
    return false;
}

/* What a microdata element says: an attribute, else its text. */
static struct nb_str item_value(struct nb_html *page, const struct nb_xml_node *node)
{
    static const char *const attrs[] = {"content", "datetime"};
    enum { LONGEST = 300 };
    for (size_t i = 0; i < sizeof attrs / sizeof attrs[0]; i++) {
        const char *value = nb_xml_attr(node, attrs[i]);
        if (value && *value)
            return nb_str_of(value);
    }
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    for (const struct nb_xml_node *n = nb_xml_first(node); n && n != end;
         n = after(page, n)) {
        const char *content = nb_xml_attr(n, "content");
        if (nb_xml_attr_has(n, "itemprop", "name"))
            return content && *content ? nb_str_of(content) : nb_html_text(page, n);
    }
    const char *title = nb_xml_attr(node, "title");
    if (nb_xml_is(node, "abbr") && title)
        return nb_str_of(title);
    return nb_html_mark(page, node)->text < LONGEST ? nb_html_text(page, node)
                                                    : (struct nb_str){0};
}

static void take_item(struct nb_html *page, const struct nb_xml_node *node)
{
    static const struct {
        const char *prop;
        enum nb_html_fact fact;
    } props[] = {
        {"headline", NB_FACT_HEADLINE},     {"datepublished", NB_FACT_PUBLISHED},
        {"datemodified", NB_FACT_MODIFIED}, {"author", NB_FACT_AUTHOR},
        {"creator", NB_FACT_AUTHOR},        {"articlesection", NB_FACT_SECTION},
        {"inlanguage", NB_FACT_LANG}};
    if (!nb_xml_attr(node, "itemprop") || nb_html_is_beside(page, node))
        return;
    for (size_t i = 0; i < sizeof props / sizeof props[0]; i++) {
        if (nb_xml_attr_has(node, "itemprop", props[i].prop))
            nb_html_note(page, props[i].fact, NB_TRUST_MICRODATA,
                         item_value(page, node));
    }
}

/* ---- addresses */

static const char *absolute(struct nb_html *page, const char *href)
{
    struct nb_buf url = NB_BUF_INIT;
    if (href)
        nb_html_url(page->base, nb_str_of(href), &url);
    const char *kept = nb_build_keep(page->build, nb_html_use(page, &url));
    nb_buf_free(&url);
    return kept;
}

/* A date in the address: "/2026/11/20/", "2026-11-20", "/20261120". */
static void take_address_date(struct nb_html *page, const char *url)
{
    for (const char *p = url; p && *p; p++) {
        char iso[] = "0000-00-00";
        const char *q = p;
        bool fits = p > url && strchr("/-_", p[-1]);
        for (size_t i = 0; fits && i < 10; i++) {
            if ((i == 4 || i == 7) && !nb_ascii_digit(*q))
                fits = *q == '/' || *q == '-' ? (q++, true) : false;
            else if (i != 4 && i != 7)
                fits = nb_ascii_digit(*q) ? (iso[i] = *q++, true) : false;
        }
        if (fits && !nb_ascii_digit(*q) && (iso[0] == '1' || iso[0] == '2')) {
            nb_html_note(page, NB_FACT_PUBLISHED, NB_TRUST_ADDRESS, nb_str_of(iso));
            return;
        }
    }
}

static void take_addresses(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    const char *canonical = NULL, *social = NULL, *base = NULL;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (tag == NB_TAG_LINK && nb_xml_attr_has(n, "rel", "canonical") && !canonical)
            canonical = nb_xml_attr(n, "href");
        else if (tag == NB_TAG_META && nb_xml_attr_has(n, "property", "og:url"))
            social = nb_xml_attr(n, "content");
        else if (tag == NB_TAG_BASE && !base)
            base = nb_xml_attr(n, "href");
    }
    const char *own = absolute(page, canonical);
    if (!own)
        own = absolute(page, social);
    if (own && !nb_str_starts(nb_str_of(own), NB_STR("mailto:")))
        article->url = own;
    page->base = article->url;
    const char *given = absolute(page, base);
    if (given)
        page->base = given;
    take_address_date(page, article->url);
}

void nb_html_meta(struct nb_html *page)
{
    const char *label = NULL;
    page->facts = nb_arena_alloc(page->arena, sizeof *page->facts);
    if (!page->facts)
        return;
    take_addresses(page);
    nb_html_ld(page);
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (tag == NB_TAG_META) {
            take_meta(page, n);
            take_label(page, n, &label);
        }
        if (tag != NB_TAG_TEXT)
            take_item(page, n);
    }
    nb_html_settle(page);
}
