/* The metadata of EPUBs (EPUB 3.3, 5.5; OPF 2.0.1, 2.2) and PDFs (XMP, ISO 16684-1). */
#include "device/issue.h"

#include "base/buf.h"
#include "base/xml.h"
#include "base/zip.h"

#include <string.h>

enum { MOST_ENTRIES = 100000, PACKAGE_BYTES = 8 << 20, LONGEST_FACT = 1000 };

static bool is_dc(const struct nb_xml_node *node, const char *name)
{
    const char *space = nb_xml_namespace(node);
    return nb_xml_is(node, name) && space &&
           strcmp(space, "http://purl.org/dc/elements/1.1/") == 0;
}

/* The text of an element, trimmed and of a bounded length; NULL when there is none. */
static const char *text_of(struct nb_arena *arena, const struct nb_xml_node *node)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    struct nb_str trimmed = nb_str_trim(nb_buf_view(&text));
    const char *copy = NULL;
    if (trimmed.len && trimmed.len <= LONGEST_FACT)
        copy = nb_arena_copy(arena, trimmed.data, trimmed.len);
    nb_buf_free(&text);
    return copy;
}

static bool attr_is(const struct nb_xml_node *node, const char *name, const char *value)
{
    const char *text = nb_xml_attr(node, name);
    return text && strcmp(text, value) == 0;
}

/* The value of a calibre meta, EPUB 2's way; NULL when `node` is none. */
static const char *calibre_series(struct nb_arena *arena,
                                  const struct nb_xml_node *node)
{
    const char *content = nb_xml_attr(node, "content");
    if (!attr_is(node, "name", "calibre:series") || !content || !*content ||
        strlen(content) > LONGEST_FACT)
        return NULL;
    return nb_arena_strdup(arena, content);
}

/* The identifier that the package calls its unique one, else the first. */
static const char *identifier(struct nb_arena *arena, const struct nb_xml_node *root)
{
    const char *unique = nb_xml_attr(root, "unique-identifier"), *first = NULL;
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (!is_dc(at, "identifier"))
            continue;
        const char *text = text_of(arena, at);
        if (unique && attr_is(at, "id", unique))
            return text;
        first = first ? first : text;
    }
    return first;
}

static void read_package(struct nb_arena *arena, const struct nb_xml_node *root,
                         struct nb_issue *out)
{
    const char *title = NULL;
    out->id = identifier(arena, root);
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (is_dc(at, "title") && !title)
            title = text_of(arena, at);
        else if (is_dc(at, "date") && !out->date)
            out->date = text_of(arena, at);
        else if (nb_xml_is(at, "meta") && !out->series)
            out->series = attr_is(at, "property", "belongs-to-collection")
                              ? text_of(arena, at)
                              : calibre_series(arena, at);
    }
    if (!out->series)
        out->series = title;
}

/* Reads and parses an entry; NULL when it is not there or no XML. */
static struct nb_xml *parse_entry(struct nb_ctx *ctx, struct nb_unzip *zip,
                                  const char *name)
{
    struct nb_buf bytes = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    for (size_t i = 0; name && i < nb_unzip_count(zip); i++) {
        if (strcmp(nb_unzip_name(zip, i), name) != 0)
            continue;
        if (nb_unzip_read(zip, i, PACKAGE_BYTES, &bytes) == NB_OK &&
            nb_xml_parse(ctx, name, nb_buf_view(&bytes), &xml) != NB_OK)
            xml = NULL;
        break;
    }
    nb_buf_free(&bytes);
    return xml;
}

static const char *package_name(struct nb_arena *arena, const struct nb_xml *container)
{
    const struct nb_xml_node *root = nb_xml_root(container);
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (nb_xml_is(at, "rootfile"))
            return nb_arena_strdup(arena, nb_xml_attr(at, "full-path"));
    }
    return NULL;
}

static enum nb_status read_epub(struct nb_arena *arena, const struct nb_limits *limits,
                                struct nb_str bytes, struct nb_issue *out)
{
    struct nb_ctx quiet = {NULL, limits};
    struct nb_unzip *zip = NULL;
    if (bytes.len < 4 || memcmp(bytes.data, "PK\3\4", 4) != 0 ||
        nb_unzip_claims(bytes.data, bytes.len) > MOST_ENTRIES)
        return NB_FORMAT;
    enum nb_status status = nb_unzip_new(bytes.data, bytes.len, &zip);
    if (status != NB_OK)
        return status;
    struct nb_xml *container = parse_entry(&quiet, zip, "META-INF/container.xml");
    const char *name = container ? package_name(arena, container) : NULL;
    struct nb_xml *package = parse_entry(&quiet, zip, name);
    if (package)
        read_package(arena, nb_xml_root(package), out);
    else
        status = NB_FORMAT;
    nb_xml_free(package);
    nb_xml_free(container);
    nb_unzip_free(zip);
    return status;
}

/* The last packet, as updates of a PDF are written behind what they replace. */
static struct nb_str packet(struct nb_str bytes)
{
    static const struct nb_str begin = {"<x:xmpmeta", 10}, end = {"</x:xmpmeta>", 12};
    struct nb_str found = {"", 0};
    for (;;) {
        const char *from = memmem(bytes.data, bytes.len, begin.data, begin.len);
        if (!from)
            return found;
        bytes = (struct nb_str){from, bytes.len - (size_t)(from - bytes.data)};
        const char *to = memmem(from, bytes.len, end.data, end.len);
        if (!to)
            return found;
        found = (struct nb_str){from, (size_t)(to - from) + end.len};
        bytes = nb_str_sub(bytes, found.len, bytes.len);
    }
}

static enum nb_status read_pdf(struct nb_arena *arena, const struct nb_limits *limits,
                               struct nb_str bytes, struct nb_issue *out)
{
    struct nb_ctx quiet = {NULL, limits};
    struct nb_xml *xml = NULL;
    if (!nb_str_starts(bytes, NB_STR("%PDF-")))
        return NB_FORMAT;
    struct nb_str text = packet(bytes);
    if (!text.len || text.len > PACKAGE_BYTES)
        return NB_OK;
    enum nb_status status = nb_xml_parse(&quiet, NULL, text, &xml);
    const struct nb_xml_node *root = status == NB_OK ? nb_xml_root(xml) : NULL;
    for (const struct nb_xml_node *at = root; at;
         at = nb_xml_following(at, root, true)) {
        if (is_dc(at, "identifier") && !out->id)
            out->id = text_of(arena, at);
        else if (is_dc(at, "title") && !out->series)
            out->series = text_of(arena, at);
        else if (nb_xml_is(at, "CreateDate") && !out->date)
            out->date = text_of(arena, at);
    }
    nb_xml_free(xml);
    return status == NB_NOMEM ? status : NB_OK;
}

enum nb_status nb_issue_read(struct nb_arena *arena, const struct nb_limits *limits,
                             const char *ending, struct nb_str bytes,
                             struct nb_issue *out)
{
    *out = (struct nb_issue){0};
    enum nb_status status = strcmp(ending, ".pdf") == 0
                                ? read_pdf(arena, limits, bytes, out)
                                : read_epub(arena, limits, bytes, out);
    return status == NB_OK ? nb_arena_status(arena) : status;
}
