/* JSON-LD: the article's own description among what a page says about its site, its crumbs
 * and its owner. One object or several, in arrays and under @graph, names by value or by @id. */
#include "read/html_meta.h"

#include "base/json.h"

#include <string.h>

enum {
    MOST = 512 /* objects of one script that are looked at */
};

struct objects {
    const struct nb_json *at[MOST];
    size_t count;
};

static bool is_type(const struct nb_json *object, const char *ending)
{
    const struct nb_json *type = nb_json_get(object, "@type");
    size_t count = nb_json_is_array(type) ? nb_json_count(type) : 1;
    for (size_t i = 0; i < count; i++) {
        const char *name =
            nb_json_string(nb_json_is_array(type) ? nb_json_at(type, i) : type);
        if (name && nb_str_ends(nb_str_of(name), nb_str_of(ending)))
            return true;
    }
    return false;
}

static bool is_article(const struct nb_json *object)
{
    static const char *const types[] = {"Article", "Posting", "Report", "Review"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (is_type(object, types[i]))
            return true;
    }
    return false;
}

static void add(struct objects *objects, const struct nb_json *json)
{
    if (json && objects->count < MOST)
        objects->at[objects->count++] = json;
}

/* Flattens arrays and what objects hold that may be an article; each object once. */
static void gather(struct objects *objects, const struct nb_json *root)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage",
                                         "itemListElement", "item"};
    add(objects, root);
    for (size_t i = 0; i < objects->count; i++) {
        const struct nb_json *json = objects->at[i];
        for (size_t k = 0; k < nb_json_count(json); k++)
            add(objects, nb_json_at(json, k));
        for (size_t k = 0; k < sizeof inside / sizeof inside[0]; k++)
            add(objects, nb_json_get(json, inside[k]));
    }
}

/* The object that a reference by @id means, else the thing itself. */
static const struct nb_json *follow(const struct objects *objects,
                                    const struct nb_json *json)
{
    const char *id = nb_json_string(nb_json_get(json, "@id"));
    if (!id || nb_json_get(json, "name") || nb_json_get(json, "url"))
        return json;
    for (size_t i = 0; i < objects->count; i++) {
        const char *other = nb_json_string(nb_json_get(objects->at[i], "@id"));
        if (other && strcmp(id, other) == 0 && objects->at[i] != json)
            return objects->at[i];
    }
    return json;
}

/* Notes a string, or the first of an array, or what an object is named or addressed by. */
static void note(struct nb_html *page, enum nb_html_fact fact,
                 const struct nb_json *json, const char *key)
{
    if (nb_json_is_array(json))
        json = nb_json_at(json, 0);
    if (nb_json_is_object(json))
        json = nb_json_get(json, key);
    if (nb_json_is_array(json))
        json = nb_json_at(json, 0);
    nb_html_note(page, fact, NB_TRUST_LD, nb_str_of(nb_json_string(json)));
}

static void add_author(struct nb_html *page, const struct objects *objects,
                       const struct nb_json *author)
{
    const struct nb_json *who = follow(objects, author);
    const struct nb_json *name = nb_json_get(who, "name");
    if (!name)
        name = who;
    if (nb_json_string(name))
        note(page, NB_FACT_AUTHOR, name, "name");
    for (size_t i = 0; i < nb_json_count(name); i++)
        note(page, NB_FACT_AUTHOR, nb_json_at(name, i), "name");
}

static void add_tags(struct nb_html *page, const struct nb_json *keywords)
{
    struct nb_strings *tags = &nb_build_article(page->build)->tags;
    struct nb_str rest = nb_str_of(nb_json_string(keywords)), tag;
    while (nb_str_split(&rest, ',', &tag))
        nb_build_push(page->build, tags, tag);
    for (size_t i = 0; i < nb_json_count(keywords); i++)
        nb_build_push(page->build, tags,
                      nb_str_of(nb_json_string(nb_json_at(keywords, i))));
}

static void take_authors(struct nb_html *page, const struct objects *objects,
                         const struct nb_json *json)
{
    const struct nb_json *author = nb_json_get(json, "author");
    if (!author)
        author = nb_json_get(json, "creator");
    if (!nb_json_is_array(author)) {
        add_author(page, objects, author);
        return;
    }
    for (size_t i = 0; i < nb_json_count(author); i++)
        add_author(page, objects, nb_json_at(author, i));
}

static void take_image(struct nb_html *page, const struct objects *objects,
                       const struct nb_json *image)
{
    if (nb_json_is_array(image))
        image = nb_json_at(image, 0);
    image = follow(objects, image);
    note(page, NB_FACT_IMAGE, image, "url");
    if (nb_json_is_object(image) && nb_json_get(image, "caption"))
        note(page, NB_FACT_IMAGE_CAPTION, nb_json_get(image, "caption"), "name");
}

static void take_article(struct nb_html *page, const struct objects *objects,
                         const struct nb_json *json)
{
    static const struct {
        const char *key;
        enum nb_html_fact fact;
    } plain[] = {
        {"headline", NB_FACT_HEADLINE},     {"datePublished", NB_FACT_PUBLISHED},
        {"dateModified", NB_FACT_MODIFIED}, {"articleSection", NB_FACT_SECTION},
        {"inLanguage", NB_FACT_LANG},       {"description", NB_FACT_DESCRIPTION},
        {"copyrightNotice", NB_FACT_RIGHTS}};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        note(page, plain[i].fact, nb_json_get(json, plain[i].key), "name");
    note(page, NB_FACT_SITE, follow(objects, nb_json_get(json, "publisher")), "name");
    take_authors(page, objects, json);
    take_image(page, objects, nb_json_get(json, "image"));
    add_tags(page, nb_json_get(json, "keywords"));
}

/* The script's text as strict JSON: comments around it gone, control characters spaces. */
static void clean(struct nb_str text, struct nb_buf *out)
{
    static const char *const wraps[] = {"<!--", "//<![CDATA[", "<![CDATA[",
                                        "/*<![CDATA[*/"};
    text = nb_str_trim(text);
    for (size_t i = 0; i < sizeof wraps / sizeof wraps[0]; i++) {
        if (nb_str_starts(text, nb_str_of(wraps[i])))
            text = nb_str_sub(text, strlen(wraps[i]), text.len);
    }
    size_t end = text.len;
    while (end && text.data[end - 1] != '}' && text.data[end - 1] != ']')
        end--;
    if (nb_str_ends(text, NB_STR("]]>")))
        end = (size_t)nb_str_find(text, NB_STR("]]>"));
    nb_buf_str(out, nb_str_sub(text, 0, end));
    for (size_t i = 0; i < out->len; i++) {
        if ((unsigned char)out->data[i] < ' ')
            out->data[i] = ' ';
    }
}

/* The string behind `"key":` in text that is no JSON for a comma or a quote too many. */
static struct nb_str scan(struct nb_str text, const char *key)
{
    enum { LONGEST = 400 };
    char quoted[40] = "\"";
    size_t len = strlen(key);
    memcpy(quoted + 1, key, len);
    memcpy(quoted + 1 + len, "\"", 2);
    ptrdiff_t at = nb_str_find(text, nb_str_of(quoted));
    if (at < 0)
        return (struct nb_str){0};
    struct nb_str rest = nb_str_trim(nb_str_sub(text, (size_t)at + len + 2, LONGEST));
    if (!nb_str_starts(rest, NB_STR(":")))
        return (struct nb_str){0};
    rest = nb_str_trim(nb_str_sub(rest, 1, rest.len));
    bool value = nb_str_starts(rest, NB_STR("\""));
    struct nb_str from = nb_str_sub(rest, value, rest.len);
    ptrdiff_t end = nb_str_find(from, NB_STR("\""));
    return value && end > 0 && !memchr(from.data, '\\', (size_t)end)
               ? nb_str_sub(from, 0, (size_t)end)
               : (struct nb_str){0};
}

/* What is told of an article in malformed JSON. */
static void scan_article(struct nb_html *page, struct nb_str text)
{
    enum { NEAR = 300 };
    if (nb_str_find(text, NB_STR("Article\"")) < 0 &&
        nb_str_find(text, NB_STR("Posting\"")) < 0)
        return;
    nb_html_note(page, NB_FACT_HEADLINE, NB_TRUST_LD, scan(text, "headline"));
    nb_html_note(page, NB_FACT_PUBLISHED, NB_TRUST_LD, scan(text, "datePublished"));
    nb_html_note(page, NB_FACT_MODIFIED, NB_TRUST_LD, scan(text, "dateModified"));
    ptrdiff_t author = nb_str_find(text, NB_STR("\"author\""));
    struct nb_str name = scan(text, "author");
    if (author >= 0 && !name.len)
        name = scan(nb_str_sub(text, (size_t)author, NEAR), "name");
    nb_html_note(page, NB_FACT_AUTHOR, NB_TRUST_LD, name);
}

static void take_script(struct nb_html *page, const struct nb_xml_node *script,
                        struct objects *objects)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_json *json = NULL;
    const struct nb_xml_node *content = nb_xml_first(script);
    char why[NB_JSON_WHY];
    unsigned line = 0;
    if (!content || !nb_xml_text(content))
        return;
    clean(nb_str_of(nb_xml_text(content)), &text);
    struct nb_str clean_text = nb_html_use(page, &text);
    enum nb_status status = nb_json_parse(clean_text, &json, &line, why);
    if (status == NB_NOMEM)
        page->status = status;
    else if (status != NB_OK)
        scan_article(page, clean_text);
    if (status == NB_OK) {
        objects->count = 0;
        gather(objects, json);
        for (size_t i = 0; i < objects->count; i++) {
            if (is_article(objects->at[i])) {
                take_article(page, objects, objects->at[i]);
                break;
            }
        }
    }
    nb_json_free(json);
    nb_buf_free(&text);
}

void nb_html_ld(struct nb_html *page)
{
    struct objects *objects = nb_arena_alloc(page->arena, sizeof *objects);
    if (!objects)
        return;
    for (const struct nb_xml_node *n = page->root; n;
         n = nb_xml_following(n, page->root, true)) {
        const char *type = nb_xml_attr(n, "type");
        if (nb_html_mark(page, n)->tag == NB_TAG_SCRIPT && type &&
            nb_str_starts_nocase(nb_str_of(type), NB_STR("application/ld+json")))
            take_script(page, n, objects);
    }
}
