/* NITF 3.x, the News Industry Text Format of the IPTC: a file of its own, or inside
 * NewsML-G2. Facts from the NITF 3.6 document type: what <head> says of the document
 * (docdata, pubdata, tobject), what <body.head> says to the reader, the body, and
 * <body.end>. */
#include "read/news.h"

#include "read/readers.h"

#include <string.h>

static const char *const roots[] = {"nitf", NULL};

static struct nb_str attr(const struct nb_xml_node *node, const char *name)
{
    return nb_str_of(node ? nb_xml_attr(node, name) : NULL);
}

/* ---- head */

static void read_keys(struct nb_news *news, const struct nb_xml_node *list)
{
    for (const struct nb_xml_node *n = nb_xml_first(list); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "keyword"))
            nb_news_tag(news, attr(n, "key"));
    }
}

/* People, places and organisations that the text is about; their codes are not for readers. */
static void read_identified(struct nb_news *news, const struct nb_xml_node *list)
{
    static const char *const named[] = {"person", "org", "location", "event",
                                        "object.title"};
    for (const struct nb_xml_node *n = nb_xml_first(list); n; n = nb_xml_next(n)) {
        for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
            if (nb_xml_is(n, named[i]))
                nb_news_tag(news, nb_str_of(nb_news_text(news, n)));
        }
    }
}

static void read_copyright(struct nb_news *news, const struct nb_xml_node *node)
{
    struct nb_str holder = attr(node, "holder"), year = attr(node, "year");
    struct nb_buf text = NB_BUF_INIT;
    if (!holder.len)
        return;
    year.len = year.len < 4 ? year.len : 4; /* some give a whole date */
    if (year.len)
        nb_buf_printf(&text, "\u00a9 %.*s %.*s", (int)year.len, year.data,
                      (int)holder.len, holder.data);
    else
        nb_buf_str(&text, holder);
    if (text.status != NB_OK)
        news->markup.status = text.status;
    else
        nb_news_set(news, year.len ? &news->copyright : &news->holder,
                    nb_buf_view(&text));
    nb_buf_free(&text);
}

static void read_docdata(struct nb_news *news, const struct nb_xml_node *docdata)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    nb_news_status(news, attr(docdata, "management-status"), nb_xml_line(docdata));
    for (const struct nb_xml_node *n = nb_xml_first(docdata); n; n = nb_xml_next(n)) {
        unsigned line = nb_xml_line(n);
        if (nb_xml_is(n, "urgency"))
            nb_news_urgency(news, attr(n, "ed-urg"), line);
        else if (nb_xml_is(n, "date.issue"))
            nb_news_date(news, &article->published, attr(n, "norm"), line);
        else if (nb_xml_is(n, "date.release"))
            nb_news_date(news, &article->embargo, attr(n, "norm"), line);
        else if (nb_xml_is(n, "doc.copyright"))
            read_copyright(news, n);
        else if (nb_xml_is(n, "doc.rights"))
            nb_news_set(news, &news->terms, attr(n, "limitations"));
        else if (nb_xml_is(n, "du-key"))
            nb_news_set(news, &news->slugline, attr(n, "key"));
        else if (nb_xml_is(n, "ed-msg"))
            nb_news_private(news, "note to editors", attr(n, "info"), line);
        else if (nb_xml_is(n, "key-list"))
            read_keys(news, n);
        else if (nb_xml_is(n, "identified-content"))
            read_identified(news, n);
    }
}

static void read_pubdata(struct nb_news *news, const struct nb_xml_node *pubdata)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    nb_news_set(news, &article->site, attr(pubdata, "name"));
    nb_news_set(news, &article->section, attr(pubdata, "position.section"));
    nb_news_date(news, &article->published, attr(pubdata, "date.publication"),
                 nb_xml_line(pubdata));
}

/* The subject's finest name: detail, else matter, else type. */
static void read_subjects(struct nb_news *news, const struct nb_xml_node *tobject)
{
    static const char *const names[] = {
        "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type"};
    for (const struct nb_xml_node *n = nb_xml_first(tobject); n; n = nb_xml_next(n)) {
        struct nb_str name = {0};
        if (!nb_xml_is(n, "tobject.subject"))
            continue;
        for (size_t i = 0; i < sizeof names / sizeof names[0] && !name.len; i++)
            name = nb_str_trim(attr(n, names[i]));
        nb_news_tag(news, name);
    }
}

static void read_meta(struct nb_news *news, const struct nb_xml_node *meta)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    struct nb_str name = attr(meta, "name"), content = attr(meta, "content");
    if (nb_str_eq_nocase(name, NB_STR("description")) && !article->standfirst.count)
        nb_news_standfirst(news, content);
    else if (nb_str_eq_nocase(name, NB_STR("section")))
        nb_news_set(news, &article->section, content);
    else if (nb_str_eq_nocase(name, NB_STR("keywords")))
        while (nb_str_split(&content, ',', &name))
            nb_news_tag(news, name);
}

static void read_head(struct nb_news *news, const struct nb_xml_node *head)
{
    for (const struct nb_xml_node *n = nb_xml_first(head); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "docdata"))
            read_docdata(news, n);
        else if (nb_xml_is(n, "pubdata"))
            read_pubdata(news, n);
        else if (nb_xml_is(n, "tobject"))
            read_subjects(news, n);
        else if (nb_xml_is(n, "key-list"))
            read_keys(news, n);
    }
}

/* ---- body.head */

static void read_hedline(struct nb_news *news, const struct nb_xml_node *hedline)
{
    for (const struct nb_xml_node *n = nb_xml_first(hedline); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "hl2"))
            nb_news_standfirst(news, nb_str_of(nb_news_text(news, n)));
    }
}

static void read_byline(struct nb_news *news, const struct nb_xml_node *byline)
{
    static const char *const less[] = {"byttl", "virtloc", NULL};
    struct nb_arena *arena = nb_build_arena(news->markup.build);
    struct nb_str names = nb_markup_text(arena, byline, less);
    while (names.len && strchr(" ,;-", names.data[names.len - 1]))
        names.len--;
    if (!names.len) /* only a title or an agency */
        names = nb_markup_text(arena, byline, NULL);
    nb_news_byline(news, names);
}

static void read_dateline(struct nb_news *news, const struct nb_xml_node *dateline)
{
    static const char *const less[] = {"story.date", NULL};
    struct nb_article *article = nb_build_article(news->markup.build);
    const struct nb_xml_node *day = nb_xml_child(dateline, "story.date");
    nb_news_dateline(
        news, nb_markup_text(nb_build_arena(news->markup.build), dateline, less));
    if (day)
        nb_news_date(news, &article->published, attr(day, "norm"), nb_xml_line(day));
}

static void read_abstract(struct nb_news *news, const struct nb_xml_node *abstract)
{
    bool apart = false;
    for (const struct nb_xml_node *n = nb_xml_first(abstract); n; n = nb_xml_next(n)) {
        if (!nb_xml_is(n, "p"))
            continue;
        nb_news_standfirst(news, nb_str_of(nb_news_text(news, n)));
        apart = true;
    }
    if (!apart)
        nb_news_standfirst(news, nb_str_of(nb_news_text(news, abstract)));
}

/* `named`, `summed`: byline and summary are known already. */
static void read_body_head(struct nb_news *news, const struct nb_xml_node *head,
                           bool named, bool summed)
{
    for (const struct nb_xml_node *n = nb_xml_first(head); n; n = nb_xml_next(n)) {
        if (nb_xml_is(n, "hedline"))
            read_hedline(news, n);
        else if (nb_xml_is(n, "byline") && !named)
            read_byline(news, n);
        else if (nb_xml_is(n, "dateline"))
            read_dateline(news, n);
        else if (nb_xml_is(n, "abstract") && !summed)
            read_abstract(news, n);
        else if (nb_xml_is(n, "rights"))
            nb_news_set(news, &news->terms, nb_str_of(nb_news_text(news, n)));
        else if (nb_xml_is(n, "note"))
            nb_news_private(news, "note to editors", nb_str_of(nb_news_text(news, n)),
                            nb_xml_line(n));
    }
}

/* ---- */

/* A date of release says nothing when the text came out on that day anyway. */
static void settle_embargo(struct nb_news *news)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    if (article->embargo && article->published &&
        strcmp(article->embargo, article->published) <= 0)
        article->embargo = NULL;
}

/* What the document says of itself, then what the page shows, then what stands in. */
static void read_heads(struct nb_news *news, const struct nb_xml_node *head,
                       const struct nb_xml_node *body_head)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    bool named = article->byline.count > 0, summed = article->standfirst.count > 0;
    const struct nb_xml_node *hedline = nb_xml_child(body_head, "hedline");
    nb_news_set(news, &article->headline,
                nb_str_of(nb_news_text(news, nb_xml_child(hedline, "hl1"))));
    nb_news_set(news, &article->headline,
                nb_str_of(nb_news_text(news, nb_xml_child(head, "title"))));
    if (head)
        read_head(news, head);
    if (body_head)
        read_body_head(news, body_head, named, summed);
    nb_news_set(news, &article->site,
                nb_str_of(nb_news_text(news, nb_xml_child(body_head, "distributor"))));
    for (const struct nb_xml_node *n = head ? nb_xml_first(head) : NULL; n;
         n = nb_xml_next(n)) {
        if (nb_xml_is(n, "meta"))
            read_meta(news, n);
    }
}

/* Fields that are set already stay: what carries the text knows better. */
void nb_nitf_read(struct nb_news *news, const struct nb_xml_node *nitf)
{
    const struct nb_xml_node *body = nb_xml_child(nitf, "body");
    const struct nb_xml_node *content = nb_xml_child(body, "body.content");
    const struct nb_xml_node *end = nb_xml_child(body, "body.end");
    nb_news_lang(news, attr(nitf, "xml:lang"));
    nb_news_lang(news, attr(body, "xml:lang"));
    read_heads(news, nb_xml_child(nitf, "head"), nb_xml_child(body, "body.head"));
    settle_embargo(news);
    if (content)
        nb_markup_inlines(&news->markup, content);
    nb_build_close(news->markup.build, NB_PARAGRAPH);
    if (end)
        nb_markup_inlines(&news->markup, end);
    nb_markup_notes(&news->markup);
}

static enum nb_status read_tree(struct nb_ctx *ctx, const char *source,
                                const struct nb_xml *xml, nb_take_fn *take, void *user)
{
    struct nb_news news;
    enum nb_status status = nb_news_start(ctx, source, &news);
    if (status != NB_OK)
        return status;
    nb_nitf_read(&news, nb_xml_root(xml));
    return nb_news_finish(&news, take, user);
}

static enum nb_status read_nitf(struct nb_ctx *ctx, const struct nb_input *input,
                                nb_take_fn *take, void *user)
{
    return nb_news_read_xml(ctx, input, read_tree, take, user);
}

static int sniff(const struct nb_input *input)
{
    return nb_news_root(input->bytes, roots) ? 98 : 0;
}

static const char *const endings[] = {".nitf", ".xml", NULL};

const struct nb_reader nb_reader_nitf = {
    .name = "nitf",
    .endings = endings,
    .wants_bytes = true,
    .sniff = sniff,
    .read = read_nitf,
};
