/* OPML lists as sources: the local files that its outlines name. Nothing is fetched. */
#include "edition/opml.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/url.h"
#include "base/xml.h"

#include <errno.h>
#include <string.h>

struct list {
    struct nb_ctx *ctx;
    struct nb_arena *arena;
    const char *path, *folder;
    enum nb_status (*found)(void *user, const char *path);
    void *user;
};

bool nb_opml_is(const char *path)
{
    return nb_str_eq_nocase(nb_str_of(nb_path_ending(path)), NB_STR(".opml"));
}

static bool is_remote(const char *address)
{
    struct nb_str text = nb_str_of(address);
    return nb_str_find(text, NB_STR("://")) >= 0 &&
           !nb_str_starts_nocase(text, NB_STR("file://"));
}

/* What an outline names: a file before an address, a feed before a page; a local one first. */
static const char *named(const struct nb_xml_node *outline)
{
    static const char *const names[] = {"file", "xmlUrl", "htmlUrl"};
    const char *remote = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = nb_xml_attr(outline, names[i]);
        if (!value || !*value)
            continue;
        if (!is_remote(value))
            return value;
        remote = remote ? remote : value;
    }
    return remote;
}

static bool is_below(const char *name)
{
    struct nb_str rest = nb_str_of(name), part;
    if (*name == '/')
        return false;
    while (nb_str_split(&rest, '/', &part)) {
        if (nb_str_eq(part, NB_STR("..")))
            return false;
    }
    return true;
}

/* The file as it is written, else without percent-encoding; NULL when neither is there. */
static const char *find(struct list *list, const char *name)
{
    struct nb_buf decoded = NB_BUF_INIT;
    const char *path = nb_path_join(list->arena, list->folder, name);
    if (path && !nb_path_exists(path)) {
        nb_url_decode(nb_str_of(name), &decoded);
        bool fine = !memchr(nb_buf_cstr(&decoded), '\0', decoded.len) &&
                    is_below(nb_buf_cstr(&decoded));
        path = fine ? nb_path_join(list->arena, list->folder, nb_buf_cstr(&decoded))
                    : NULL;
        if (path && !nb_path_exists(path))
            path = NULL;
    }
    nb_buf_free(&decoded);
    return path;
}

static enum nb_status take(struct list *list, const struct nb_xml_node *outline)
{
    const char *name = named(outline), *path;
    unsigned line = nb_xml_line(outline);
    if (!name)
        return NB_OK; /* a group of others */
    if (is_remote(name)) {
        nb_report(list->ctx, NB_DIAG_REMOTE_FEED, list->path, line, "%s", name);
        return NB_OK;
    }
    if (nb_str_starts_nocase(nb_str_of(name), NB_STR("file:")))
        name += strlen("file:");
    while (name[0] == '/' && name[1] == '/')
        name++;
    if (!is_below(name))
        nb_report(list->ctx, NB_DIAG_CANNOT_READ, list->path, line,
                  "not below the list's folder: %s", name);
    else if ((path = find(list, name)))
        return list->found(list->user, path);
    else if (nb_arena_status(list->arena) == NB_OK)
        nb_report(list->ctx, NB_DIAG_NO_MATCH, list->path, line, "%s", name);
    return nb_arena_status(list->arena);
}

enum nb_status nb_opml_expand(struct nb_ctx *ctx, const char *path,
                              enum nb_status (*found)(void *user, const char *path),
                              void *user)
{
    struct list list = {.ctx = ctx, .path = path, .found = found, .user = user};
    struct nb_xml *xml = NULL;
    struct nb_buf bytes = NB_BUF_INIT;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &bytes);
    if (status != NB_OK) {
        nb_report(ctx, NB_DIAG_CANNOT_READ, path, 0, "%s",
                  status == NB_IO ? strerror(errno) : nb_status_name(status));
        return status == NB_NOMEM ? status : NB_OK;
    }
    list.arena = nb_arena_new(0);
    list.folder = list.arena ? nb_path_folder(list.arena, path) : NULL;
    status =
        list.folder ? nb_xml_parse(ctx, path, nb_buf_view(&bytes), &xml) : NB_NOMEM;
    if (list.folder && strcmp(list.folder, ".") == 0)
        list.folder = "";
    const struct nb_xml_node *root = xml ? nb_xml_root(xml) : NULL;
    for (const struct nb_xml_node *node = root; node && status == NB_OK;
         node = nb_xml_following(node, root, true)) {
        if (nb_xml_is(node, "outline"))
            status = take(&list, node);
    }
    nb_xml_free(xml);
    nb_arena_free(list.arena);
    nb_buf_free(&bytes);
    return status == NB_FORMAT || status == NB_LIMIT ? NB_OK : status; /* reported */
}
