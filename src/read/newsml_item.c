/* One newsItem of NewsML-G2 to an article. */
#include "read/newsml.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

struct item {
    struct nb_news news;
    const struct nb_xml_node *node;
    struct nb_map *names; /* qcode to the name that an <assert> gives it */
    const char *version, *created, *first_created;
};

static struct nb_str attr(const struct nb_xml_node *node, const char *name)
{
    return nb_str_of(node ? nb_xml_attr(node, name) : NULL);
}

enum nb_g2_kind nb_g2_kind(const struct nb_xml_node *meta)
{
    const struct nb_xml_node *class = nb_xml_child(meta, "itemClass");
    struct nb_str code = attr(class, "qcode");
    if (!code.len)
        code = attr(class, "uri");
    if (nb_str_ends_nocase(code, NB_STR("picture")) ||
        nb_str_ends_nocase(code, NB_STR("graphic")))
        return NB_G2_PICTURE;
    if (nb_str_ends_nocase(code, NB_STR("video")))
        return NB_G2_VIDEO;
    return nb_str_ends_nocase(code, NB_STR("audio")) ? NB_G2_AUDIO : NB_G2_TEXT;
}

/* Whether a QCode or URI names the concept. */
static bool is_code(struct nb_str code, const char *concept)
{
    return nb_str_ends_nocase(code, nb_str_of(concept));
}

/* The name that a concept carries, in the article's language if it has several. */
static const char *name_of(struct item *item, const struct nb_xml_node *node)
{
    const char *lang = nb_build_article(item->news.markup.build)->lang;
    const struct nb_xml_node *best = NULL;
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "name") &&
            (!best || (lang && nb_str_eq_nocase(attr(n, "xml:lang"), nb_str_of(lang)))))
            best = n;
    }
    if (best)
        return nb_news_text(&item->news, best);
    if (nb_xml_attr(node, "literal") && !nb_xml_attr(node, "qcode"))
        return nb_build_keep(item->news.markup.build, attr(node, "literal"));
    const struct nb_xml_node *said = nb_map_get(item->names, attr(node, "qcode"));
    return said ? nb_news_text(&item->news, nb_xml_child(said, "name")) : NULL;
}

static enum nb_status find_names(struct item *item)
{
    enum nb_status status = NB_OK;
    for (struct nb_xml_node *n = nb_xml_first(item->node); n && status == NB_OK;
         n = nb_xml_next(n)) {
        struct nb_str code = attr(n, "qcode");
        if (nb_xml_is(n, "assert") && code.len && nb_xml_child(n, "name") &&
            !nb_map_get(item->names, code))
            status = nb_map_set(item->names, code, n);
    }
    return status;
}

/* ---- itemMeta, rightsInfo */

static void read_rights(struct item *item, const struct nb_xml_node *rights)
{
    struct nb_news *news = &item->news;
    for (const struct nb_xml_node *n = nb_xml_first(rights); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "copyrightHolder"))
            nb_news_set(news, &news->holder, nb_str_of(name_of(item, n)));
        else if (nb_xml_is(n, "copyrightNotice"))
            nb_news_set(news, &news->copyright, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "usageTerms"))
            nb_news_set(news, &news->terms, nb_str_of(nb_news_text(news, n)));
    }
}

static void read_link(struct item *item, const struct nb_xml_node *link)
{
    struct nb_article *article = nb_build_article(item->news.markup.build);
    struct nb_str rel = attr(link, "rel"), href = attr(link, "href");
    bool page = is_code(rel, "alternate") || is_code(rel, "webpage") ||
                is_code(rel, "canonical");
    if (page && nb_str_starts_nocase(href, NB_STR("http")))
        nb_news_set(&item->news, &article->url, href);
}

static void read_item_meta(struct item *item, const struct nb_xml_node *meta)
{
    struct nb_news *news = &item->news;
    struct nb_article *article = nb_build_article(news->markup.build);
    for (const struct nb_xml_node *n = nb_xml_first(meta); n; n = nb_xml_next(n)) {
        unsigned line = nb_xml_line(n);
        struct nb_str text = nb_str_of(nb_news_text(news, n));
        if (nb_xml_is(n, "versionCreated"))
            nb_news_date(news, &item->version, text, line);
        else if (nb_xml_is(n, "firstCreated"))
            nb_news_date(news, &item->first_created, text, line);
        else if (nb_xml_is(n, "embargoed"))
            nb_news_date(news, &article->embargo, text, line);
        else if (nb_xml_is(n, "pubStatus"))
            nb_news_status(news, attr(n, nb_xml_attr(n, "qcode") ? "qcode" : "uri"),
                           line);
        else if (nb_xml_is(n, "provider"))
            nb_news_set(news, &article->site, nb_str_of(name_of(item, n)));
        else if (nb_xml_is(n, "edNote"))
            nb_news_private(news, "note to editors", text, line);
        else if (nb_xml_is(n, "title"))
            nb_news_set(news, &article->headline, text);
        else if (nb_xml_is(n, "link"))
            read_link(item, n);
    }
}

/* ---- contentMeta */

/* The headline: one without a role before one with; alternatives stay out. */
static void read_headline(struct item *item, const struct nb_xml_node *meta)
{
    const struct nb_xml_node *best = NULL;
    for (const struct nb_xml_node *n = nb_xml_first(meta); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "headline") &&
            (!best || (nb_xml_attr(best, "role") && !nb_xml_attr(n, "role"))))
            best = n;
    }
    nb_news_set(&item->news, &nb_build_article(item->news.markup.build)->headline,
                nb_str_of(nb_news_text(&item->news, best)));
}

static void read_description(struct item *item, const struct nb_xml_node *node)
{
    struct nb_str role = attr(node, "role");
    bool wanted = !role.len || is_code(role, "summary") || is_code(role, "abstract") ||
                  is_code(role, "standfirst") || is_code(role, "lead");
    if (wanted)
        nb_news_standfirst(&item->news, nb_str_of(nb_news_text(&item->news, node)));
}

static void read_content_meta(struct item *item, const struct nb_xml_node *meta,
                              bool text)
{
    struct nb_news *news = &item->news;
    struct nb_article *article = nb_build_article(news->markup.build);
    for (const struct nb_xml_node *n = nb_xml_first(meta); n; n = nb_xml_next(n)) {
        unsigned line = nb_xml_line(n);
        if (nb_xml_is(n, "contentCreated"))
            nb_news_date(news, &item->created, nb_str_of(nb_news_text(news, n)), line);
        else if (nb_xml_is(n, "contentModified"))
            nb_news_date(news, &article->modified, nb_str_of(nb_news_text(news, n)),
                         line);
        else if (nb_xml_is(n, "urgency"))
            nb_news_urgency(news, nb_str_of(nb_news_text(news, n)), line);
        else if (nb_xml_is(n, "by") && text)
            nb_news_byline(news, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "dateline"))
            nb_news_dateline(news, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "slugline"))
            nb_news_set(news, &news->slugline, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "subject"))
            nb_news_tag(news, nb_str_of(name_of(item, n)));
        else if (nb_xml_is(n, "keyword"))
            nb_news_tag(news, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "description") && text)
            read_description(item, n);
        else if (nb_xml_is(n, "creditline") && text)
            nb_news_set(news, &article->site, nb_str_of(nb_news_text(news, n)));
    }
}

/* What stands in where nothing better is said. */
static void read_substitutes(struct item *item, const struct nb_xml_node *meta,
                             bool text)
{
    struct nb_article *article = nb_build_article(item->news.markup.build);
    for (const struct nb_xml_node *n = nb_xml_first(meta); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "creator") && text && !article->byline.count)
            nb_news_byline(&item->news, nb_str_of(name_of(item, n)));
        else if (nb_xml_is(n, "located"))
            nb_news_set(&item->news, &article->dateline, nb_str_of(name_of(item, n)));
    }
}

/* ---- content */

/* How good a rendition of the text is: NITF and XHTML, then HTML as text, then plain text. */
static int rank(const struct nb_xml_node *content)
{
    struct nb_str type = attr(content, "contenttype");
    if (nb_xml_is(content, "inlineXML"))
        return nb_xml_child(content, "nitf") || nb_xml_child(content, "html") ||
                       nb_xml_child(content, "body") || nb_xml_child(content, "div")
                   ? 3
                   : 0;
    if (!nb_xml_is(content, "inlineData") || nb_xml_attr(content, "encoding"))
        return 0;
    return nb_str_find_nocase(type, NB_STR("html")) >= 0 ? 2 : 1;
}

static void read_text(struct item *item, const struct nb_xml_node *set)
{
    struct nb_markup *markup = &item->news.markup;
    const struct nb_xml_node *best = NULL;
    struct nb_buf text = NB_BUF_INIT;
    for (const struct nb_xml_node *n = set ? nb_xml_first(set) : NULL; n;
         n = nb_xml_next(n)) {
        if (rank(n) > (best ? rank(best) : 0))
            best = n;
    }
    if (!best)
        return;
    const struct nb_xml_node *nitf = nb_xml_child(best, "nitf");
    if (nitf) {
        nb_nitf_read(&item->news, nitf);
    } else if (rank(best) == 3) {
        nb_markup(markup, best);
    } else {
        nb_xml_text_below(best, &text);
        if (text.status != NB_OK)
            markup->status = text.status;
        else if (rank(best) == 2)
            nb_markup_html(markup, nb_buf_view(&text));
        else
            nb_markup_plain(markup, nb_buf_view(&text));
    }
    nb_buf_free(&text);
}

/* The rendition with the widest picture; the first of those that do not say. */
static const struct nb_xml_node *best_rendition(const struct nb_xml_node *set)
{
    const struct nb_xml_node *best = NULL;
    long most = -1;
    for (const struct nb_xml_node *n = set ? nb_xml_first(set) : NULL; n;
         n = nb_xml_next(n)) {
        const char *width = nb_xml_attr(n, "width");
        long w = width ? strtol(width, NULL, 10) : 0;
        if (nb_xml_is(n, "remoteContent") && attr(n, "href").len && w > most) {
            best = n;
            most = w;
        }
    }
    return best;
}

/* The caption of a medium: the description so named, else any description. */
static const struct nb_xml_node *caption_of(const struct nb_xml_node *meta)
{
    const struct nb_xml_node *best = NULL;
    for (const struct nb_xml_node *n = meta ? nb_xml_first(meta) : NULL; n;
         n = nb_xml_next(n)) {
        if (nb_xml_is(n, "description") &&
            (!best || (!is_code(attr(best, "role"), "caption") &&
                       is_code(attr(n, "role"), "caption"))))
            best = n;
    }
    return best;
}

static const char *credit_of(struct item *item, const struct nb_xml_node *meta)
{
    const struct nb_xml_node *by = nb_xml_child(meta, "by");
    const struct nb_xml_node *creator = nb_xml_child(meta, "creator");
    const char *name = nb_news_text(&item->news, by);
    if (!name && creator)
        name = name_of(item, creator);
    const char *line = nb_news_text(&item->news, nb_xml_child(meta, "creditline"));
    return nb_news_credit(&item->news, nb_str_of(name), nb_str_of(line));
}

/* A picture, video or sound, from an item of its own. */
static void add_medium(struct item *item, const struct nb_g2_item *medium)
{
    struct nb_build *build = item->news.markup.build;
    struct nb_article *article = nb_build_article(build);
    const struct nb_xml_node *meta = nb_xml_child(medium->node, "contentMeta");
    const struct nb_xml_node *rendition =
        best_rendition(nb_xml_child(medium->node, "contentSet"));
    const struct nb_xml_node *caption = caption_of(meta);
    unsigned line = nb_xml_line(medium->node);
    if (medium->kind != NB_G2_PICTURE) {
        const struct nb_xml_node *title = nb_xml_child(meta, "headline");
        struct nb_node *embed = nb_build_open(build, NB_EMBED, line);
        bool web = nb_str_starts_nocase(attr(rendition, "href"), NB_STR("http"));
        embed->u.embed.kind = nb_build_keep(
            build, medium->kind == NB_G2_VIDEO ? NB_STR("video") : NB_STR("audio"));
        embed->u.embed.title = nb_news_text(&item->news, title ? title : caption);
        embed->u.embed.url = web ? nb_build_keep(build, attr(rendition, "href")) : NULL;
        nb_build_close(build, NB_EMBED);
        return;
    }
    struct nb_node *figure = nb_build_open(build, NB_FIGURE, line);
    figure->u.figure.src = nb_build_raw(build, nb_str_trim(attr(rendition, "href")));
    figure->u.figure.credit = credit_of(item, meta);
    nb_markup_caption(&item->news.markup, figure,
                      nb_str_of(nb_news_text(&item->news, caption)));
    nb_build_close(build, NB_FIGURE);
    if (!article->lead && figure->u.figure.src)
        article->lead = figure;
}

/* ---- */

static void read_item(struct item *item, const struct nb_g2_item *from)
{
    struct nb_news *news = &item->news;
    struct nb_article *article = nb_build_article(news->markup.build);
    const struct nb_xml_node *meta = nb_xml_child(item->node, "contentMeta");
    const struct nb_xml_node *rights = nb_xml_child(item->node, "rightsInfo");
    const struct nb_xml_node *about = nb_xml_child(item->node, "itemMeta");
    bool text = from->kind == NB_G2_TEXT;
    nb_news_lang(news, attr(nb_xml_child(meta, "language"), "tag"));
    nb_news_lang(news, attr(item->node, "xml:lang"));
    if (meta)
        read_headline(item, meta);
    if (about)
        read_item_meta(item, about);
    news->markup.base = article->url;
    if (rights)
        read_rights(item, rights);
    if (meta)
        read_content_meta(item, meta, text);
    nb_news_dates(news, item->created, item->first_created, item->version);
    nb_news_set(news, &article->section, nb_str_of(from->section));
    if (!text)
        add_medium(item, from);
    for (const struct nb_g2_item *p = from->pictures; p; p = p->next_picture)
        add_medium(item, p);
    if (text)
        read_text(item, nb_xml_child(item->node, "contentSet"));
    if (meta)
        read_substitutes(item, meta, text);
    article->partial = text && !article->body->first;
}

enum nb_status nb_g2_read(struct nb_ctx *ctx, const char *source,
                          const struct nb_g2_item *from, nb_take_fn *take, void *user)
{
    struct item item = {.node = from->node, .names = nb_map_new()};
    enum nb_status status =
        item.names ? nb_news_start(ctx, source, &item.news) : NB_NOMEM;
    if (status == NB_OK) {
        status = find_names(&item);
        if (status == NB_OK) {
            read_item(&item, from);
            status = nb_news_finish(&item.news, take, user);
        } else {
            nb_news_abort(&item.news);
        }
    }
    nb_map_free(item.names);
    return status;
}
