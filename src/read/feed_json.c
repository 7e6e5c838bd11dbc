/* The reader of JSON Feed 1.0 and 1.1 (jsonfeed.org). */
#include "read/feed.h"

#include "base/json.h"
#include "base/limits.h"
#include "read/readers.h"

#include <string.h>

static int sniff(const struct nb_input *input)
{
    struct nb_str text = nb_str_trim(input->bytes);
    if (nb_str_starts(text, NB_STR("\xEF\xBB\xBF")))
        text = nb_str_trim(nb_str_sub(text, 3, text.len));
    if (!text.len || text.data[0] != '{')
        return 0;
    return nb_str_find(text, NB_STR("//jsonfeed.org/version/")) >= 0 ? 98 : 0;
}

static const char *string(const struct nb_json *object, const char *key)
{
    const char *text = nb_json_string(nb_json_get(object, key));
    return text && nb_str_trim(nb_str_of(text)).len ? text : NULL;
}

/* A value that ought to be a string; numbers are taken too, as the format says of ids. */
static const char *id_of(struct nb_feed *feed, const struct nb_json *object)
{
    const struct nb_json *id = nb_json_get(object, "id");
    double number = nb_json_number(id, -1);
    if (number >= 0 && number < 1e15)
        return nb_arena_printf(feed->scratch, "%.0f", number);
    return string(object, "id");
}

static struct nb_feed_text text_of(const char *text, enum nb_feed_form form)
{
    return (struct nb_feed_text){
        .form = form, .text = nb_str_of(text), .rank = text ? 1 : 0};
}

static void take_authors(const struct nb_json *object, struct nb_feed_names *names)
{
    const struct nb_json *list = nb_json_get(object, "authors");
    for (size_t i = 0; i < nb_json_count(list); i++)
        nb_feed_push(names, nb_str_of(string(nb_json_at(list, i), "name")));
    if (!names->count)
        nb_feed_push(names, nb_str_of(string(nb_json_get(object, "author"), "name")));
}

static void take_attachments(struct nb_feed *feed, const struct nb_json *item,
                             struct nb_feed_entry *entry)
{
    const struct nb_json *list = nb_json_get(item, "attachments");
    for (size_t i = 0; i < nb_json_count(list); i++) {
        const struct nb_json *one = nb_json_at(list, i);
        const char *url = string(one, "url");
        double seconds = nb_json_number(nb_json_get(one, "duration_in_seconds"), 0);
        nb_feed_enclose(entry, url, nb_feed_kind(string(one, "mime_type"), NULL, url),
                        nb_feed_clock(feed, seconds), 1, 0);
    }
    nb_feed_enclose(entry, string(item, "banner_image"), NB_FEED_PICTURE, NULL, 2, 0);
    nb_feed_enclose(entry, string(item, "image"), NB_FEED_PICTURE, NULL, 3, 0);
}

static void take_item(struct nb_feed *feed, const struct nb_json *item,
                      struct nb_feed_entry *entry)
{
    const struct nb_json *tags = nb_json_get(item, "tags");
    const char *html = string(item, "content_html");
    const char *external = string(item, "external_url");
    entry->id = id_of(feed, item);
    entry->link = string(item, "url");
    if (!entry->link)
        entry->link = external;
    entry->title = text_of(string(item, "title"), NB_FEED_PLAIN);
    entry->content = html ? text_of(html, NB_FEED_HTML)
                          : text_of(string(item, "content_text"), NB_FEED_LINES);
    entry->summary = text_of(string(item, "summary"), NB_FEED_PLAIN);
    entry->published = string(item, "date_published");
    entry->modified = string(item, "date_modified");
    entry->lang = string(item, "language");
    entry->synopsis = true;
    take_authors(item, &entry->authors);
    for (size_t i = 0; i < nb_json_count(tags); i++)
        nb_feed_push(&entry->tags, nb_str_of(nb_json_string(nb_json_at(tags, i))));
    take_attachments(feed, item, entry);
}

static enum nb_status read_items(struct nb_feed *feed, const struct nb_json *root)
{
    const struct nb_json *items = nb_json_get(root, "items");
    size_t count = nb_json_count(items), most = feed->ctx->limits->entries;
    enum nb_status status = NB_OK;
    if (count > most)
        nb_report(feed->ctx, NB_DIAG_LIMIT, feed->source, 0,
                  "more than %zu entries; the rest is left out", most);
    for (size_t i = 0; i < count && i < most && status == NB_OK; i++) {
        const struct nb_json *item = nb_json_at(items, i);
        struct nb_feed_entry entry = {0};
        if (!nb_json_is_object(item)) {
            nb_report(feed->ctx, NB_DIAG_MALFORMED, feed->source, 0,
                      "items[%zu]: not an object", i);
            feed->entries++;
            continue;
        }
        take_item(feed, item, &entry);
        status = nb_feed_emit(feed, &entry);
    }
    return status;
}

static enum nb_status read_json_feed(struct nb_ctx *ctx, const struct nb_input *input,
                                     nb_take_fn *take, void *user)
{
    struct nb_feed feed = {
        .ctx = ctx, .source = input->path, .input = input, .take = take, .user = user};
    struct nb_json *root = NULL;
    enum nb_status status = nb_json_load(ctx, input->path, input->text, &root);
    if (status == NB_FORMAT)
        return NB_OK;
    if (status == NB_OK && !nb_feed_open(&feed))
        status = NB_NOMEM;
    if (status == NB_OK) {
        feed.title = string(root, "title");
        feed.own.link = string(root, "home_page_url");
        feed.own.lang = string(root, "language");
        take_authors(root, &feed.own.authors);
        status = read_items(&feed, root);
    }
    if (status == NB_OK)
        nb_feed_end(&feed, 0);
    nb_feed_close(&feed);
    nb_json_free(root);
    return status;
}

static const char *const endings[] = {".json", NULL};

const struct nb_reader nb_reader_feed_json = {
    .name = "feed-json", .endings = endings, .sniff = sniff, .read = read_json_feed};
