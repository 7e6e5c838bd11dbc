/* IPTC ninjs, news in JSON, 1.x to 3.x: one object, an array of them, or such an array under
 * "items" or "hits". Facts from the schemas 1.8, 2.4 and 3.3: 1.x writes names in lower case
 * and has body_xhtml, description_text and the like beside `headline` and `byline`; 2.x has
 * arrays of headlines, descriptions and bodies with roles; 3.x the same with camel case. A
 * composite object gives the texts associated with it, each an article of its own. Media stand
 * in ninjs_media.c. */
#include "read/ninjs.h"

#include "base/limits.h"
#include "base/mem.h"
#include "read/readers.h"

#include <stdio.h>
#include <string.h>

/* ---- values */

const struct nb_json *nb_ninjs_get(const struct nb_json *object, const char *key)
{
    char lower[40];
    size_t len = strlen(key);
    const struct nb_json *value = nb_json_get(object, key);
    if (value || len >= sizeof lower)
        return value;
    for (size_t i = 0; i <= len; i++)
        lower[i] = nb_ascii_lower(key[i]);
    return nb_json_get(object, lower);
}

struct nb_str nb_ninjs_text(struct nb_ninjs *n, const struct nb_json *object,
                            const char *key)
{
    const struct nb_json *value = nb_ninjs_get(object, key);
    const char *text = nb_json_string(value);
    if (value && !text && nb_json_number(value, -1) < 0)
        nb_report(n->news.markup.ctx, NB_DIAG_MALFORMED, n->news.markup.source, 0,
                  "%s%s is not a string", n->where, key);
    return nb_str_of(text);
}

/* Text that may be marked up as HTML, as plain text in the article's arena. */
static struct nb_str plain(struct nb_ninjs *n, struct nb_str text, bool html)
{
    struct nb_build *build = n->news.markup.build;
    struct nb_xml *xml;
    if (!html || !nb_str_trim(text).len)
        return nb_str_of(nb_build_keep(build, text));
    enum nb_status status =
        nb_xml_parse_html(n->news.markup.ctx, n->news.markup.source, text, &xml);
    if (status != NB_OK) {
        if (status != NB_FORMAT)
            n->news.markup.status = status;
        return (struct nb_str){0};
    }
    struct nb_str made = nb_markup_text(nb_build_arena(build), nb_xml_root(xml), NULL);
    nb_xml_free(xml);
    return made;
}

static bool is_html(struct nb_str type)
{
    return nb_str_find_nocase(type, NB_STR("html")) >= 0;
}

static bool is_role(struct nb_str role, const char *const *roles)
{
    for (; *roles; roles++) {
        if (nb_str_ends_nocase(role, nb_str_of(*roles)))
            return true;
    }
    return false;
}

struct nb_str nb_ninjs_described(struct nb_ninjs *n, const struct nb_json *object,
                                 const char *list, const char *const *roles)
{
    const struct nb_json *array = nb_ninjs_get(object, list), *best = NULL;
    for (size_t i = 0; i < nb_json_count(array); i++) {
        const struct nb_json *item = nb_json_at(array, i);
        struct nb_str role = nb_ninjs_text(n, item, "role");
        if (role.len && is_role(role, roles)) {
            best = item;
            break;
        }
        if (!role.len && !best)
            best = item;
    }
    return best ? plain(n, nb_ninjs_text(n, best, "value"),
                        is_html(nb_ninjs_text(n, best, "contentType")))
                : (struct nb_str){0};
}

/* ---- fields */

static void read_rights(struct nb_ninjs *n, const struct nb_json *object)
{
    struct nb_news *news = &n->news;
    nb_news_set(news, &news->holder, nb_ninjs_text(n, object, "copyrightHolder"));
    nb_news_set(news, &news->copyright, nb_ninjs_text(n, object, "copyrightNotice"));
    nb_news_set(news, &news->terms, nb_ninjs_text(n, object, "usageTerms"));
}

static void read_dates(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const names[] = {"contentCreated", "firstCreated",
                                        "versionCreated"};
    struct nb_news *news = &n->news;
    const char *dates[3] = {NULL, NULL, NULL};
    for (size_t i = 0; i < 3; i++)
        nb_news_date(news, &dates[i], nb_ninjs_text(n, object, names[i]), 0);
    nb_news_dates(news, dates[0], dates[1], dates[2]);
    struct nb_article *article = nb_build_article(news->markup.build);
    nb_news_date(news, &article->embargo, nb_ninjs_text(n, object, "embargoed"), 0);
    nb_news_date(news, &article->embargo, nb_ninjs_text(n, object, "embargoedUntil"),
                 0);
}

/* What the text is about; the names in 1.x are in the singular. */
static void read_tags(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const lists[] = {
        "subject",      "subjects", "keywords",      "person", "people",
        "organisation", "place",    "organisations", "places", "event",
        "events",       "object",   "objects"};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const struct nb_json *list = nb_ninjs_get(object, lists[i]);
        for (size_t k = 0; k < nb_json_count(list); k++) {
            const struct nb_json *item = nb_json_at(list, k);
            const char *name = nb_json_string(item);
            nb_news_tag(&n->news,
                        name ? nb_str_of(name) : nb_ninjs_text(n, item, "name"));
        }
    }
}

static void read_urgency(struct nb_ninjs *n, const struct nb_json *object)
{
    const struct nb_json *value = nb_ninjs_get(object, "urgency");
    double number = nb_json_number(value, 0);
    char text[24];
    if (!value)
        return;
    if (nb_json_string(value))
        (void)snprintf(text, sizeof text, "%.20s", nb_json_string(value));
    else
        (void)snprintf(text, sizeof text, "%g", number);
    nb_news_urgency(&n->news, nb_str_of(text), 0);
}

static void read_headline(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const roles[] = {"main", "headline", NULL};
    struct nb_article *article = nb_build_article(n->news.markup.build);
    nb_news_set(&n->news, &article->headline,
                nb_ninjs_described(n, object, "headlines", roles));
    nb_news_set(&n->news, &article->headline, nb_ninjs_text(n, object, "headline"));
    nb_news_set(&n->news, &article->headline, nb_ninjs_text(n, object, "title"));
}

static void read_standfirst(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const roles[] = {"summary", "standfirst", "abstract", "lead",
                                        NULL};
    static const char *const names[] = {"description_summary", "description_standfirst",
                                        "description_lead", "description_text"};
    nb_news_standfirst(&n->news, nb_ninjs_described(n, object, "descriptions", roles));
    struct nb_article *article = nb_build_article(n->news.markup.build);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!article->standfirst.count)
            nb_news_standfirst(&n->news, nb_ninjs_text(n, object, names[i]));
    }
    if (!article->standfirst.count)
        nb_news_standfirst(
            &n->news, plain(n, nb_ninjs_text(n, object, "description_html"), true));
}

static void read_source(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const names[] = {"infoSources", "infosource"};
    struct nb_article *article = nb_build_article(n->news.markup.build);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        nb_news_set(
            &n->news, &article->site,
            nb_ninjs_text(n, nb_json_at(nb_ninjs_get(object, names[i]), 0), "name"));
}

static void read_fields(struct nb_ninjs *n, const struct nb_json *object)
{
    struct nb_news *news = &n->news;
    struct nb_article *article = nb_build_article(news->markup.build);
    struct nb_str how = nb_ninjs_text(n, object, "representationType");
    nb_news_lang(news, nb_ninjs_text(n, object, "language"));
    read_headline(n, object);
    nb_news_status(news, nb_ninjs_text(n, object, "pubStatus"), 0);
    nb_news_set(news, &news->slugline, nb_ninjs_text(n, object, "slugline"));
    nb_news_private(news, "note to editors", nb_ninjs_text(n, object, "edNote"), 0);
    read_rights(n, object);
    read_dates(n, object);
    read_tags(n, object);
    read_urgency(n, object);
    read_source(n, object);
    if (nb_ninjs_kind(n, object) == NB_NINJS_TEXT) {
        nb_news_byline(news, nb_ninjs_text(n, object, "byline"));
        nb_news_byline(news, nb_ninjs_text(n, object, "by"));
        read_standfirst(n, object);
    }
    nb_news_dateline(news, nb_ninjs_text(n, object, "located"));
    article->partial = nb_str_eq(how, NB_STR("incomplete")) ||
                       nb_str_eq(how, NB_STR("partial")) ||
                       nb_str_eq(how, NB_STR("associated"));
}

/* ---- body */

enum form { FORM_NONE, FORM_PLAIN, FORM_HTML, FORM_NITF };

static enum form form_of(struct nb_str type)
{
    if (is_html(type))
        return FORM_HTML;
    if (nb_str_find_nocase(type, NB_STR("nitf")) >= 0)
        return FORM_NITF;
    if (!type.len || nb_str_starts_nocase(type, NB_STR("text/plain")))
        return FORM_PLAIN;
    return FORM_NONE;
}

/* The best of `bodies`: the main one, marked up rather than plain. */
static struct nb_str find_body(struct nb_ninjs *n, const struct nb_json *object,
                               enum form *form)
{
    static const char *const main_roles[] = {"main", "body", NULL};
    static const struct {
        const char *key;
        enum form form;
    } flat[] = {{"body_xhtml", FORM_HTML}, {"body_html5", FORM_HTML},
                {"body_html", FORM_HTML},  {"body_nitf", FORM_NITF},
                {"body_text", FORM_PLAIN}, {"body_plain", FORM_PLAIN}};
    const struct nb_json *bodies = nb_ninjs_get(object, "bodies");
    struct nb_str best = {0};
    int most = 0;
    for (size_t i = 0; i < nb_json_count(bodies); i++) {
        const struct nb_json *item = nb_json_at(bodies, i);
        struct nb_str role = nb_ninjs_text(n, item, "role");
        enum form found = form_of(nb_ninjs_text(n, item, "contentType"));
        int rank = (int)found * 2 + (is_role(role, main_roles) ? 8 : role.len ? 0 : 1);
        if (found != FORM_NONE && rank > most) {
            most = rank;
            *form = found;
            best = nb_ninjs_text(n, item, "value");
        }
    }
    for (size_t i = 0; i < sizeof flat / sizeof flat[0] && !best.len; i++) {
        best = nb_ninjs_text(n, object, flat[i].key);
        *form = flat[i].form;
    }
    return best;
}

static void read_nitf(struct nb_ninjs *n, struct nb_str body)
{
    struct nb_markup *markup = &n->news.markup;
    struct nb_xml *xml;
    enum nb_status status = nb_xml_parse(markup->ctx, markup->source, body, &xml);
    if (status != NB_OK) {
        if (status != NB_FORMAT)
            markup->status = status;
        return;
    }
    if (nb_xml_is(nb_xml_root(xml), "nitf"))
        nb_nitf_read(&n->news, nb_xml_root(xml));
    else
        nb_markup(markup, nb_xml_root(xml));
    nb_xml_free(xml);
}

static void read_body(struct nb_ninjs *n, struct nb_str body, enum form form)
{
    struct nb_markup *markup = &n->news.markup;
    /* Some give markup where the name promises none. */
    if (form == FORM_PLAIN && nb_str_starts(nb_str_trim(body), NB_STR("<p>")))
        form = FORM_HTML;
    if (form == FORM_HTML)
        nb_markup_html(markup, body);
    else if (form == FORM_NITF)
        read_nitf(n, body);
    else
        nb_markup_plain(markup, body);
}

/* ---- objects */

/* An object that waits to be read, with what the composite around it says. */
struct waiting {
    const struct nb_json *object;
    const char *section, *embargo;
};

static enum nb_status read_object(struct nb_ctx *ctx, const char *source,
                                  const struct waiting *from, const char *where,
                                  nb_take_fn *take, void *user)
{
    const struct nb_json *object = from->object;
    struct nb_ninjs n = {.where = where};
    enum form form = FORM_PLAIN;
    enum nb_status status = nb_news_start(ctx, source, &n.news);
    if (status != NB_OK)
        return status;
    struct nb_article *article = nb_build_article(n.news.markup.build);
    read_fields(&n, object);
    nb_news_set(&n.news, &article->section, nb_str_of(from->section));
    nb_news_date(&n.news, &article->embargo, nb_str_of(from->embargo), 0);
    struct nb_str body = find_body(&n, object, &form);
    if (nb_ninjs_kind(&n, object) != NB_NINJS_TEXT)
        nb_ninjs_medium(&n, object);
    nb_ninjs_pictures(&n, object, body);
    read_body(&n, body, form);
    nb_ninjs_better(&n, object);
    nb_ninjs_related(&n, object);
    return nb_news_finish(&n.news, take, user);
}

struct queue {
    struct waiting *at;
    size_t count, room;
    enum nb_status status;
};

static void push(struct queue *queue, struct waiting waiting)
{
    if (queue->count == queue->room) {
        size_t room = queue->room ? queue->room * 2 : 16;
        struct waiting *at = nb_realloc(queue->at, room * sizeof *at);
        if (!at) {
            queue->status = NB_NOMEM;
            return;
        }
        queue->at = at;
        queue->room = room;
    }
    queue->at[queue->count++] = waiting;
}

/* Whether it is a composite without a text of its own. */
static bool is_composite(const struct nb_json *object)
{
    static const char *const bodies[] = {"bodies",    "body_xhtml", "body_html5",
                                         "body_html", "body_nitf",  "body_text",
                                         "body_plain"};
    const char *type = nb_json_string(nb_ninjs_get(object, "type"));
    if (!type || strcmp(type, "composite") != 0)
        return false;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        if (nb_ninjs_get(object, bodies[i]))
            return false;
    }
    return nb_ninjs_get(object, "associations") != NULL;
}

static const char *composite_name(const struct nb_json *object)
{
    const char *name = nb_json_string(nb_ninjs_get(object, "headline"));
    if (!name)
        name = nb_json_string(
            nb_ninjs_get(nb_json_at(nb_ninjs_get(object, "headlines"), 0), "value"));
    return name ? name : nb_json_string(nb_ninjs_get(object, "title"));
}

static const char *either(const struct nb_json *object, const char *a, const char *b)
{
    const char *text = nb_json_string(nb_ninjs_get(object, a));
    return text ? text : nb_json_string(nb_ninjs_get(object, b));
}

/* Puts a composite's parts on the stack, the first on top. */
static void open_composite(struct queue *queue, const struct waiting *whole)
{
    const struct nb_json *parts = nb_ninjs_get(whole->object, "associations");
    struct waiting part = {.section = composite_name(whole->object),
                           .embargo =
                               either(whole->object, "embargoed", "embargoedUntil")};
    if (!part.embargo)
        part.embargo = whole->embargo;
    for (size_t i = nb_ninjs_count(parts); i-- > 0;) {
        part.object = nb_ninjs_part(parts, i);
        push(queue, part);
    }
}

/* Whether a composite may be published; says so when not. */
static bool is_usable(struct nb_ctx *ctx, const char *source,
                      const struct nb_json *object)
{
    const char *status = nb_json_string(nb_ninjs_get(object, "pubStatus"));
    const char *name = composite_name(object);
    if (!status || strcmp(status, "usable") == 0)
        return true;
    nb_report(ctx, NB_DIAG_WITHHELD, source, 0, name ? "%s: %s" : "%s", status, name);
    return false;
}

/* Whether it is something planned or a mere part; says so. */
static bool is_no_news(struct nb_ctx *ctx, const char *source,
                       const struct nb_json *object)
{
    static const char *const types[] = {"event", "planning", "component"};
    const char *type = nb_json_string(nb_ninjs_get(object, "type"));
    for (size_t i = 0; type && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(type, types[i]) != 0)
            continue;
        nb_report(ctx, NB_DIAG_NO_ARTICLE, source, 0, "an object of type %s", type);
        return true;
    }
    return false;
}

/* A stack, so that what a composite holds comes where it stands. */
static enum nb_status read_all(struct nb_ctx *ctx, const char *source,
                               const struct nb_json *root, nb_take_fn *take, void *user)
{
    const struct nb_json *list = root;
    struct queue queue = {0};
    char where[40] = "";
    size_t number = 0;
    if (nb_json_is_object(root)) {
        list = nb_json_get(root, "items");
        list = list ? list : nb_json_get(root, "hits");
        if (!nb_json_is_array(list))
            push(&queue, (struct waiting){.object = root});
    }
    for (size_t i = nb_json_count(list); i-- > 0;)
        push(&queue, (struct waiting){.object = nb_json_at(list, i)});
    bool many = queue.count > 1;
    while (queue.count && queue.status == NB_OK) {
        struct waiting next = queue.at[--queue.count];
        if (!nb_json_is_object(next.object)) {
            nb_report(ctx, NB_DIAG_MALFORMED, source, 0, "not an object");
        } else if (is_no_news(ctx, source, next.object)) {
            continue;
        } else if (is_composite(next.object)) {
            if (is_usable(ctx, source, next.object))
                open_composite(&queue, &next);
        } else {
            if (many || number)
                (void)snprintf(where, sizeof where, "item %zu: ", number + 1);
            number++;
            queue.status = read_object(ctx, source, &next, where, take, user);
        }
    }
    nb_free(queue.at);
    return queue.status;
}

static enum nb_status read_ninjs(struct nb_ctx *ctx, const struct nb_input *input,
                                 nb_take_fn *take, void *user)
{
    struct nb_json *root;
    enum nb_status status = nb_json_load(ctx, input->path, input->text, &root);
    if (status == NB_FORMAT)
        return NB_OK;
    if (status != NB_OK)
        return status;
    status = read_all(ctx, input->path, root, take, user);
    nb_json_free(root);
    return status;
}

static int sniff(const struct nb_input *input)
{
    static const char *const keys[] = {
        "\"versioncreated\"",  "\"firstcreated\"",     "\"contentcreated\"",
        "\"body_xhtml\"",      "\"body_html5\"",       "\"body_html\"",
        "\"body_text\"",       "\"bodies\"",           "\"headlines\"",
        "\"pubstatus\"",       "\"usageterms\"",       "\"copyrightnotice\"",
        "\"copyrightholder\"", "\"associations\"",     "\"representationtype\"",
        "\"renditions\"",      "\"description_text\"", "\"infosources\""};
    struct nb_str s = nb_str_trim(nb_str_sub(input->bytes, 0, 8192));
    int found = 0;
    if (nb_str_starts(s, NB_STR("\xEF\xBB\xBF")))
        s = nb_str_trim(nb_str_sub(s, 3, s.len));
    if (!s.len || (s.data[0] != '{' && s.data[0] != '[') ||
        nb_str_find(s, NB_STR("\"blocks\"")) >= 0)
        return 0;
    if (nb_str_find(s, NB_STR("ninjs")) >= 0 && nb_str_find(s, NB_STR("\"uri\"")) >= 0)
        return 92;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        found += nb_str_find_nocase(s, nb_str_of(keys[i])) >= 0;
    return found >= 2 ? 85 : 0;
}

static const char *const endings[] = {".json", ".ninjs", NULL};

const struct nb_reader nb_reader_ninjs = {
    .name = "ninjs", .endings = endings, .sniff = sniff, .read = read_ninjs};
