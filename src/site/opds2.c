/* opds.json: an OPDS 2.0 catalogue; and publication.json, the form of each issue that its
 * `self` link in the catalogue leads to. */
#include "site/site.h"

#include <string.h>

#define FEED_TYPE "application/opds+json"
#define PUBLICATION_TYPE "application/opds-publication+json"

static bool put(struct nb_json *object, const char *key, const char *text)
{
    return !text || nb_json_set(object, key, nb_json_new_string(text));
}

/* As nb_json_set and nb_json_push, for a tree that may have failed on the way. */
static bool put_tree(struct nb_json *object, const char *key, struct nb_json *tree,
                     bool fine)
{
    if (tree && fine)
        return nb_json_set(object, key, tree);
    nb_json_free(tree);
    return false;
}

static bool push_tree(struct nb_json *list, struct nb_json *tree, bool fine)
{
    if (tree && fine)
        return nb_json_push(list, tree);
    nb_json_free(tree);
    return false;
}

static bool add_link(struct nb_json *list, const char *rel, const char *href,
                     const char *type)
{
    struct nb_json *link = nb_json_new_object();
    return push_tree(list, link,
                     link && put(link, "rel", rel) && put(link, "href", href) &&
                         put(link, "type", type));
}

/* The address of a file: of the site, or beside publication.json (`site` NULL). */
static const char *address(const struct nb_site *site,
                           const struct nb_site_issue *issue, const char *file,
                           struct nb_buf *scratch)
{
    nb_buf_clear(scratch);
    if (site)
        nb_site_href(site, issue, file, scratch);
    else
        nb_buf_puts(scratch, file);
    return nb_buf_cstr(scratch);
}

static bool put_creators(struct nb_json *metadata, const struct nb_site_issue *issue)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    if (!issue->editors.count) {
        nb_json_free(list);
        return put(metadata, "author", issue->publisher);
    }
    for (size_t i = 0; fine && i < issue->editors.count; i++)
        fine = nb_json_push(list, nb_json_new_string(issue->editors.at[i]));
    return put_tree(metadata, "editor", list, fine);
}

static bool put_metadata(struct nb_json *publication, const struct nb_site_issue *issue)
{
    struct nb_json *metadata = nb_json_new_object();
    struct nb_buf text = NB_BUF_INIT, urn = NB_BUF_INIT;
    nb_site_name(issue, true, &text);
    nb_site_issue_urn(issue, NULL, &urn);
    bool fine =
        metadata && put(metadata, "@type", "http://schema.org/PublicationIssue") &&
        put(metadata, "title", nb_buf_cstr(&text)) &&
        put(metadata, "subtitle", issue->subtitle) &&
        put(metadata, "identifier", nb_buf_cstr(&urn)) &&
        put(metadata, "language", issue->lang) &&
        put(metadata, "published", issue->day) &&
        put(metadata, "modified", issue->modified) &&
        put(metadata, "publisher", issue->publisher) && put_creators(metadata, issue);
    nb_buf_clear(&text);
    for (size_t i = 0; i < issue->article_count; i++) {
        nb_buf_puts(&text, i ? "\n" : "");
        nb_buf_puts(&text, issue->articles[i].headline);
    }
    fine = fine && put(metadata, "description", text.len ? nb_buf_cstr(&text) : NULL) &&
           text.status == NB_OK && urn.status == NB_OK;
    nb_buf_free(&text);
    nb_buf_free(&urn);
    return put_tree(publication, "metadata", metadata, fine);
}

static bool put_links(struct nb_json *publication, const struct nb_site *site,
                      const struct nb_site_issue *issue, struct nb_buf *scratch)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list && add_link(list, "self",
                                 address(site, issue, NB_SITE_PUBLICATION, scratch),
                                 PUBLICATION_TYPE);
    for (size_t i = 0; fine && i < issue->file_count; i++) {
        const struct nb_site_file *file = &issue->files[i];
        if (nb_site_is_text(file) && strcmp(file->role, "archive") != 0)
            fine = add_link(list, "http://opds-spec.org/acquisition/open-access",
                            address(site, issue, file->name, scratch), file->type);
    }
    return put_tree(publication, "links", list, fine);
}

static bool put_images(struct nb_json *publication, const struct nb_site *site,
                       const struct nb_site_issue *issue, struct nb_buf *scratch)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    for (size_t i = 0; fine && i < issue->file_count; i++) {
        const struct nb_site_file *file = &issue->files[i];
        if (strncmp(file->type, "image/", 6) != 0)
            continue;
        struct nb_json *link = nb_json_new_object();
        fine = link && put(link, "href", address(site, issue, file->name, scratch)) &&
               put(link, "type", file->type);
        if (fine && file->width)
            fine = nb_json_set(link, "width", nb_json_new_int(file->width)) &&
                   nb_json_set(link, "height", nb_json_new_int(file->height));
        fine = push_tree(list, link, fine);
    }
    return put_tree(publication, "images", list, fine);
}

/* NULL without memory. */
static struct nb_json *publication_of(const struct nb_site *site,
                                      const struct nb_site_issue *issue)
{
    struct nb_buf scratch = NB_BUF_INIT;
    struct nb_json *publication = nb_json_new_object();
    bool fine = publication && put_metadata(publication, issue) &&
                put_links(publication, site, issue, &scratch) &&
                put_images(publication, site, issue, &scratch) &&
                scratch.status == NB_OK;
    nb_buf_free(&scratch);
    if (fine)
        return publication;
    nb_json_free(publication);
    return NULL;
}

static enum nb_status print(struct nb_json *json, bool fine, struct nb_buf *out)
{
    enum nb_status status = json && fine ? nb_json_print(json, true, out) : NB_NOMEM;
    nb_json_free(json);
    nb_buf_putc(out, '\n');
    return status == NB_OK ? out->status : status;
}

enum nb_status nb_site_publication(const struct nb_site_issue *issue,
                                   struct nb_buf *out)
{
    return print(publication_of(NULL, issue), true, out);
}

static bool put_feed_head(struct nb_json *feed, const struct nb_site *site)
{
    const struct nb_site_issue *newest = site->count ? &site->issues[0] : NULL;
    struct nb_json *metadata = nb_json_new_object(), *links = nb_json_new_array();
    struct nb_buf self = NB_BUF_INIT, page = NB_BUF_INIT;
    nb_buf_puts(&self, site->base);
    nb_buf_puts(&self, "opds.json");
    nb_buf_puts(&page, site->base);
    nb_buf_puts(&page, "index.html");
    bool fine =
        metadata && put(metadata, "title", newest ? newest->title : "News") &&
        put(metadata, "subtitle", newest ? newest->subtitle : NULL) &&
        nb_json_set(metadata, "numberOfItems", nb_json_new_int((long long)site->count));
    fine = put_tree(feed, "metadata", metadata, fine);
    bool linked = links && add_link(links, "self", nb_buf_cstr(&self), FEED_TYPE) &&
                  add_link(links, "start", nb_buf_cstr(&self), FEED_TYPE) &&
                  add_link(links, "alternate", nb_buf_cstr(&page), "text/html");
    linked = put_tree(feed, "links", links, linked);
    fine = fine && linked && self.status == NB_OK && page.status == NB_OK;
    nb_buf_free(&self);
    nb_buf_free(&page);
    return fine;
}

enum nb_status nb_site_opds2(const struct nb_site *site, struct nb_buf *out)
{
    struct nb_json *feed = nb_json_new_object(), *list = nb_json_new_array();
    bool fine = feed && list && put_feed_head(feed, site);
    for (size_t i = 0; fine && i < site->count; i++)
        fine = push_tree(list, publication_of(site, &site->issues[i]), true);
    fine = feed ? put_tree(feed, "publications", list, fine) : fine;
    if (!feed)
        nb_json_free(list);
    return print(feed, fine, out);
}
