/* Addresses in pages: relative ones resolved as RFC 3986 5.2 says, parameters that only track
 * the reader taken off, everything that is not the web or mail refused. */
#include "read/html.h"

#include "base/io.h"
#include "base/url.h"

#include <string.h>

struct parts {
    struct nb_str scheme, host, path, query, fragment; /* query with "?", … */
};

static struct nb_str upto(struct nb_str *rest, const char *stops)
{
    size_t len = 0;
    while (len < rest->len && !strchr(stops, rest->data[len]))
        len++;
    struct nb_str head = nb_str_sub(*rest, 0, len);
    *rest = nb_str_sub(*rest, len, rest->len);
    return head;
}

static struct parts split(struct nb_str url)
{
    struct parts p = {0};
    struct nb_str rest = url;
    struct nb_str scheme = upto(&rest, ":/?#");
    if (rest.len && rest.data[0] == ':' && scheme.len &&
        nb_ascii_alpha(scheme.data[0])) {
        p.scheme = scheme;
        rest = nb_str_sub(rest, 1, rest.len);
    } else {
        rest = url;
    }
    if (nb_str_starts(rest, NB_STR("//"))) {
        rest = nb_str_sub(rest, 2, rest.len);
        p.host = upto(&rest, "/?#");
    }
    p.path = upto(&rest, "?#");
    p.query = upto(&rest, "#");
    p.fragment = rest;
    return p;
}

static void add_query(struct nb_str query, struct nb_buf *out)
{
    struct nb_str rest = nb_str_sub(query, 1, query.len);
    struct nb_str pair;
    char before = '?';
    while (nb_str_split(&rest, '&', &pair)) {
        if (nb_url_tracks(pair))
            continue;
        nb_buf_putc(out, before);
        nb_buf_str(out, pair);
        before = '&';
    }
}

/* Appends an absolute path without "." and ".." segments; `from` is where it begins in out. */
static void add_path(struct nb_str path, struct nb_buf *out)
{
    size_t from = out->len;
    struct nb_str rest = nb_str_sub(path, 1, path.len), segment;
    bool slash = true;
    while (nb_str_split(&rest, '/', &segment)) {
        bool here = nb_str_eq(segment, NB_STR("."));
        bool up = nb_str_eq(segment, NB_STR(".."));
        slash = here || up;
        if (up) {
            while (out->len > from && out->data[out->len - 1] != '/')
                out->data[--out->len] = '\0';
            if (out->len > from)
                out->data[--out->len] = '\0';
        } else if (!here) {
            nb_buf_putc(out, '/');
            nb_buf_str(out, segment);
        }
    }
    if (slash || nb_str_ends(path, NB_STR("/")))
        nb_buf_putc(out, '/');
}

static bool is_web(struct nb_str scheme)
{
    return nb_str_eq_nocase(scheme, NB_STR("http")) ||
           nb_str_eq_nocase(scheme, NB_STR("https"));
}

/* The path of `ref` merged with that of the base (RFC 3986 5.2.3). */
static void add_merged(const struct parts *base, const struct parts *ref,
                       struct nb_buf *out)
{
    struct nb_buf merged = NB_BUF_INIT;
    size_t keep = base->path.len;
    while (keep && base->path.data[keep - 1] != '/')
        keep--;
    nb_buf_str(&merged, keep ? nb_str_sub(base->path, 0, keep) : NB_STR("/"));
    nb_buf_str(&merged, ref->path);
    if (merged.status == NB_OK)
        add_path(nb_buf_view(&merged), out);
    else
        out->status = merged.status;
    nb_buf_free(&merged);
}

static void resolve(struct nb_str href, const struct parts *base, struct nb_buf *out)
{
    struct parts ref = split(href);
    const struct parts *from = ref.scheme.len ? &ref : base;
    if (!is_web(from->scheme))
        return;
    struct nb_str host = ref.host.len ? ref.host : base->host;
    if (ref.scheme.len && !ref.host.len)
        return;
    for (size_t i = 0; i < from->scheme.len; i++)
        nb_buf_putc(out, nb_ascii_lower(from->scheme.data[i]));
    nb_buf_puts(out, "://");
    nb_buf_str(out, host);
    if (ref.path.len && (ref.host.len || ref.path.data[0] == '/'))
        add_path(ref.path, out);
    else if (ref.path.len)
        add_merged(base, &ref, out);
    else if (!ref.host.len)
        nb_buf_str(out, base->path);
    struct nb_str query =
        ref.query.len || ref.path.len || ref.host.len ? ref.query : base->query;
    if (query.len)
        add_query(query, out);
    nb_buf_str(out, ref.fragment);
}

void nb_html_url(const char *base, struct nb_str href, struct nb_buf *out)
{
    struct nb_buf clean = NB_BUF_INIT;
    href = nb_str_trim(href);
    for (size_t i = 0; i < href.len; i++) {
        if (href.data[i] == ' ')
            nb_buf_puts(&clean, "%20");
        else if ((unsigned char)href.data[i] > ' ')
            nb_buf_putc(&clean, href.data[i]);
    }
    struct parts from = split(nb_str_of(base));
    struct nb_str ref = nb_buf_view(&clean);
    if (clean.status != NB_OK)
        out->status = clean.status;
    else if (nb_str_starts_nocase(ref, NB_STR("mailto:")) && ref.len > 7)
        nb_buf_str(out, ref);
    else if (ref.len && ref.data[0] != '#')
        resolve(ref, &from, out);
    nb_buf_free(&clean);
}

/* Whether `src` names a file below the page's folder. */
static bool is_at_hand(struct nb_html *page, struct nb_str src)
{
    struct nb_buf name = NB_BUF_INIT;
    size_t end = 0;
    while (end < src.len && src.data[end] != '?' && src.data[end] != '#')
        end++;
    nb_url_decode(nb_str_sub(src, 0, end), &name);
    struct nb_str path = nb_html_use(page, &name);
    bool below = path.len && path.data[0] != '/' &&
                 !memchr(path.data, '\0', path.len) &&
                 nb_str_find(path, NB_STR("..")) < 0;
    bool found;
    if (page->input && page->input->at_hand) {
        found = below && page->input->at_hand(page->input->files, nb_buf_cstr(&name));
    } else {
        const char *folder = nb_path_folder(page->arena, page->source);
        const char *full = below && folder
                               ? nb_path_join(page->arena, folder, nb_buf_cstr(&name))
                               : NULL;
        found = full && nb_path_exists(full);
    }
    nb_buf_free(&name);
    return found;
}

const char *nb_html_src(struct nb_html *page, struct nb_str src)
{
    struct nb_buf url = NB_BUF_INIT;
    src = nb_str_trim(src);
    bool whole = nb_str_starts_nocase(src, NB_STR("data:")) ||
                 nb_str_starts_nocase(src, NB_STR("file:"));
    bool remote = nb_str_find(src, NB_STR("://")) >= 0;
    if (!whole && !remote && src.len &&
        (page->base || nb_str_starts(src, NB_STR("//"))) && !is_at_hand(page, src))
        nb_html_url(page->base ? page->base : "https://localhost/", src, &url);
    struct nb_str resolved = nb_html_use(page, &url);
    const char *kept = nb_build_raw(page->build, resolved.len ? resolved : src);
    nb_buf_free(&url);
    return kept;
}
