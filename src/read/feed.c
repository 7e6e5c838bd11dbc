/* The reader of XML feeds: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0. Well-formed ones are parsed
 * as they are; what is not is mended (feed_mend.c) after a report, and read as far as it
 * goes. */
#include "read/feed.h"

#include "base/charset.h"
#include "base/limits.h"
#include "read/feed_mend.h"
#include "read/readers.h"

#include <string.h>

enum {
    HEAD_BYTES = 4096,
    PERHAPS = 50, /* of 100 */
    MOST_MENDED =
        8 << 20 /* bytes of a feed that is not well-formed; more is cut as it is */
};

/* ---- Sniffing. */

static const char *const roots[] = {"<rss", "<rdf:rdf", "<feed", "<entry"};

static bool is_root(struct nb_str at)
{
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        struct nb_str root = nb_str_of(roots[i]);
        if (nb_str_starts_nocase(at, root) && at.len > root.len &&
            (nb_ascii_space(at.data[root.len]) || at.data[root.len] == '>'))
            return true;
    }
    return false;
}

/* Where a feed begins: its declaration or root, behind what a broken program may have printed
 * before it. -1 for none. */
static ptrdiff_t start_of(struct nb_str text)
{
    ptrdiff_t declared = -1;
    text = nb_str_sub(text, 0, HEAD_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        const char *tag = memchr(text.data + i, '<', text.len - i);
        if (!tag)
            break;
        i = (size_t)(tag - text.data);
        struct nb_str rest = nb_str_sub(text, i, text.len);
        if (declared < 0 && nb_str_starts_nocase(rest, NB_STR("<?xml")))
            declared = (ptrdiff_t)i;
        if (is_root(rest))
            return declared < 0 ? (ptrdiff_t)i : declared;
    }
    return -1;
}

/* The file's head without the zero bytes that UTF-16 has. */
static struct nb_str narrow(struct nb_str bytes, char room[HEAD_BYTES])
{
    size_t len = 0;
    bytes = nb_str_sub(bytes, 0, HEAD_BYTES);
    if (bytes.len && !memchr(bytes.data, '\0', bytes.len))
        return bytes;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.data[i])
            room[len++] = bytes.data[i];
    }
    return (struct nb_str){room, len};
}

static bool has(struct nb_str text, const char *what)
{
    return nb_str_find_nocase(text, nb_str_of(what)) >= 0;
}

static int sniff(const struct nb_input *input)
{
    char room[HEAD_BYTES];
    struct nb_str head = narrow(input->bytes, room);
    ptrdiff_t start = start_of(head);
    if (start < 0 || has(nb_str_sub(head, 0, (size_t)start), "<html"))
        return 0;
    struct nb_str rest = nb_str_sub(head, (size_t)start, head.len);
    bool atom = has(rest, "www.w3.org/2005/atom") || has(rest, "purl.org/atom/ns");
    bool rdf = has(rest, "purl.org/rss/") || has(rest, "netscape.com/rdf");
    bool rss = has(rest, "<channel") || has(rest, "<rss");
    int sure = atom || rdf || rss ? 100 : has(rest, "<feed") ? 80 : 0;
    /* Behind other text it may be quoted: then the file's name decides. */
    struct nb_str first = nb_str_trim(head);
    if (nb_str_starts(first, NB_STR("\xEF\xBB\xBF")))
        first = nb_str_trim(nb_str_sub(first, 3, first.len));
    bool quoted = start > 0 && first.len && (unsigned char)first.data[0] < 0x80 &&
                  first.data[0] != '<';
    return quoted && sure > PERHAPS ? PERHAPS : sure;
}

/* ---- Text. */

/* The encoding in the XML declaration; "" when there is none. */
static void declared(struct nb_str bytes, char out[40])
{
    char room[HEAD_BYTES];
    struct nb_str head = narrow(bytes, room);
    ptrdiff_t start = nb_str_find(head, NB_STR("<?xml"));
    out[0] = '\0';
    if (start < 0)
        return;
    head = nb_str_sub(head, (size_t)start, head.len);
    ptrdiff_t end = nb_str_find(head, NB_STR(">"));
    head = nb_str_sub(head, 0, end < 0 ? 0 : (size_t)end);
    ptrdiff_t at = nb_str_find(head, NB_STR("encoding"));
    struct nb_str rest = nb_str_sub(head, at < 0 ? head.len : (size_t)at + 8, head.len);
    size_t from = 0, len = 0;
    while (from < rest.len &&
           (nb_ascii_space(rest.data[from]) || strchr("=\"'", rest.data[from])))
        from++;
    rest = nb_str_sub(rest, from, rest.len);
    while (len < rest.len && !strchr("\"'? ", rest.data[len]))
        len++;
    if (len < 40) {
        memcpy(out, rest.data, len);
        out[len] = '\0';
    }
}

static enum nb_status decode(struct nb_ctx *ctx, const struct nb_input *input,
                             struct nb_buf *text)
{
    char label[40];
    const char *name = "";
    declared(input->bytes, label);
    enum nb_status status =
        nb_charset_decode(input->bytes, label[0] ? label : NULL, text, &name);
    bool claims = nb_str_eq_nocase(nb_str_of(label), NB_STR("utf-8"));
    bool kept = nb_str_eq(nb_str_of(name), NB_STR("UTF-8")) ||
                nb_str_starts(nb_str_of(name), NB_STR("UTF-16"));
    if (status == NB_OK && claims && !kept)
        nb_report(ctx, NB_DIAG_CHARSET, input->path, 1, "it says %s, read as %s", label,
                  name);
    return status == NB_OK ? text->status : status;
}

/* Parses; what is not well-formed is reported, mended and parsed again. */
static enum nb_status parse(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            struct nb_xml **out)
{
    struct nb_buf mended = NB_BUF_INIT;
    ptrdiff_t start = start_of(text);
    size_t from = start < 0 ? 0 : (size_t)start;
    nb_feed_mend(text, from, false, &mended);
    enum nb_status status = mended.status;
    if (status == NB_OK)
        status = nb_xml_parse(ctx, source, nb_buf_view(&mended), out);
    if (status == NB_FORMAT || status == NB_LIMIT) {
        if (text.len <= MOST_MENDED) {
            nb_buf_clear(&mended);
            nb_feed_mend(text, from, true, &mended);
        }
        status = mended.status;
        if (status == NB_OK)
            status = nb_xml_recover(ctx, source, nb_buf_view(&mended), out);
    }
    nb_buf_free(&mended);
    return status;
}

/* ---- Reading. */

static bool is_entry(const struct nb_xml_node *node)
{
    return nb_feed_is(node, "item") || nb_feed_is(node, "entry");
}

/* Gives all entries that are children of `node`. */
static enum nb_status read_entries(struct nb_feed *feed, const struct nb_xml_node *node)
{
    enum nb_status status = NB_OK;
    for (const struct nb_xml_node *n = nb_xml_first(node); n && status == NB_OK;
         n = nb_xml_next(n)) {
        struct nb_feed_entry entry = {0};
        if (!is_entry(n))
            continue;
        if (feed->entries >= feed->ctx->limits->entries) {
            nb_report(feed->ctx, NB_DIAG_LIMIT, feed->source, nb_xml_line(n),
                      "more than %zu entries; the rest is left out",
                      feed->ctx->limits->entries);
            break;
        }
        nb_feed_fields(feed, n, &entry);
        status = nb_feed_emit(feed, &entry);
    }
    return status;
}

/* What the feed says of itself: its channel (RSS), or the root (Atom), whose authors are also
 * those of entries without any (RFC 4287 4.1.1). */
static void read_own(struct nb_feed *feed, struct nb_arena *arena,
                     const struct nb_xml_node *root, const struct nb_xml_node *channel)
{
    struct nb_arena *scratch = feed->scratch;
    feed->scratch = arena;
    nb_feed_fields(feed, channel, &feed->own);
    if (!feed->own.lang)
        feed->own.lang = nb_xml_attr(root, "xml:lang");
    if (!nb_feed_is(root, "feed"))
        feed->own.authors.count = 0;
    feed->title = nb_feed_plain(feed, &feed->own.title);
    feed->scratch = scratch;
    if (feed->status == NB_OK)
        feed->status = nb_arena_status(arena);
}

static enum nb_status read_root(struct nb_feed *feed, const struct nb_xml_node *root)
{
    struct nb_arena *arena = nb_arena_new(feed->ctx->limits->article_bytes);
    if (!arena)
        return NB_NOMEM;
    const struct nb_xml_node *channel = nb_feed_child(root, "channel");
    enum nb_status status = NB_OK;
    if (is_entry(root)) {
        struct nb_feed_entry entry = {0};
        nb_feed_fields(feed, root, &entry);
        status = nb_feed_emit(feed, &entry);
    } else {
        read_own(feed, arena, root, channel ? channel : root);
        status = feed->status;
        if (channel && status == NB_OK)
            status = read_entries(feed, channel);
        if (status == NB_OK)
            status = read_entries(feed, root);
    }
    if (status == NB_OK)
        nb_feed_end(feed, nb_xml_line(root));
    nb_arena_free(arena);
    return status;
}

static enum nb_status read_feed(struct nb_ctx *ctx, const struct nb_input *input,
                                nb_take_fn *take, void *user)
{
    struct nb_feed feed = {
        .ctx = ctx, .source = input->path, .input = input, .take = take, .user = user};
    struct nb_buf text = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    enum nb_status status = decode(ctx, input, &text);
    if (status == NB_OK)
        status = parse(ctx, input->path, nb_buf_view(&text), &xml);
    nb_buf_free(&text);
    if (status == NB_OK)
        status = nb_feed_open(&feed) ? read_root(&feed, nb_xml_root(xml)) : NB_NOMEM;
    else if (status != NB_NOMEM)
        nb_report(ctx, status == NB_LIMIT ? NB_DIAG_LIMIT : NB_DIAG_NO_ARTICLE,
                  input->path, 0, "a feed that cannot be read");
    nb_feed_close(&feed);
    nb_xml_free(xml);
    return status == NB_FORMAT || status == NB_LIMIT ? NB_OK : status;
}

static const char *const endings[] = {".rss", ".rdf", ".atom", ".xml", NULL};

const struct nb_reader nb_reader_feed = {
    .name = "feed",
    .endings = endings,
    .wants_bytes = true,
    .sniff = sniff,
    .read = read_feed,
};
