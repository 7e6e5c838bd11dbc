/* Links: from an address in a document to a file of the book (RFC 3986; EPUB 3.3, 3.6). */
#include "check/book.h"

#include "base/url.h"

#include <string.h>

enum { MOST_ANCHORS = 2000000 /* in all documents */ };

/* The length of the scheme with its colon, or 0. */
static size_t scheme_len(const char *href)
{
    size_t len = 0;
    if (!nb_ascii_alpha(href[0]))
        return 0;
    while (nb_ascii_alpha(href[len]) || nb_ascii_digit(href[len]) ||
           (href[len] && strchr("+-.", href[len])))
        len++;
    return href[len] == ':' ? len + 1 : 0;
}

bool nb_check_is_remote(const char *href)
{
    return scheme_len(href) > 0 || strncmp(href, "//", 2) == 0;
}

static bool starts(const char *href, const char *scheme)
{
    return nb_str_starts_nocase(nb_str_of(href), nb_str_of(scheme));
}

static void check_remote(struct nb_check *check, const struct nb_check_file *from,
                         unsigned line, enum nb_check_use use, const char *href)
{
    bool data = starts(href, "data:");
    if (starts(href, "file:")) {
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line, "%.200s", href);
        return;
    }
    switch (use) {
    case NB_USE_JUMP:
        if (data)
            nb_check_say(check, NB_DIAG_EPUB_LINK, from, line,
                         "a data: address as a page");
        return;
    case NB_USE_CONTENTS:
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line,
                     "the contents lead out of the book: %.200s", href);
        return;
    case NB_USE_SOUND:
    case NB_USE_FONT:
        check->remote = check->remote || !data;
        return;
    case NB_USE_PICTURE:
    case NB_USE_STYLE:
    case NB_USE_SCRIPT:
    case NB_USE_FRAME:
        if (!data)
            nb_check_say(check, NB_DIAG_EPUB_REMOTE, from, line, "%.200s", href);
        return;
    case NB_USE_OTHER:
        return;
    }
}

/* Appends `path`, relative to the folder of `from`, with dots resolved; false when it leads out
 * of the book. */
static bool resolve(const char *from, struct nb_str path, struct nb_buf *out)
{
    const char *slash = strrchr(from, '/');
    struct nb_str piece;
    if (slash)
        nb_buf_add(out, from, (size_t)(slash - from));
    while (nb_str_split(&path, '/', &piece)) {
        if (!piece.len || nb_str_eq(piece, NB_STR(".")))
            continue;
        if (!nb_str_eq(piece, NB_STR(".."))) {
            if (out->len)
                nb_buf_putc(out, '/');
            nb_buf_str(out, piece);
            continue;
        }
        if (!out->len)
            return false;
        while (out->len && out->data[out->len - 1] != '/')
            out->len--;
        if (out->len)
            out->len--;
        out->data[out->len] = '\0';
    }
    return true;
}

static struct nb_check_file *find(struct nb_check *check,
                                  const struct nb_check_file *from, unsigned line,
                                  struct nb_str path)
{
    struct nb_buf plain = NB_BUF_INIT, full = NB_BUF_INIT;
    struct nb_check_file *file = NULL;
    nb_url_decode(path, &plain);
    if (path.len && path.data[0] == '/')
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line, "an absolute path: %.*s",
                     (int)nb_str_sub(path, 0, 200).len, path.data);
    else if (!resolve(from->name, nb_buf_view(&plain), &full))
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line,
                     "leads out of the book: %.*s", (int)nb_str_sub(path, 0, 200).len,
                     path.data);
    else if (!(file = nb_check_find(check, nb_buf_view(&full))))
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line, "%.200s",
                     nb_buf_cstr(&full));
    nb_buf_free(&plain);
    nb_buf_free(&full);
    return file;
}

static void remember(struct nb_check *check, const struct nb_check_jump *jump)
{
    struct nb_buf plain = NB_BUF_INIT;
    nb_url_decode(nb_str_of(jump->fragment), &plain);
    struct nb_check_jump *kept = nb_arena_alloc(check->arena, sizeof *kept);
    const char *fragment = nb_arena_strdup(check->arena, nb_buf_cstr(&plain));
    nb_buf_free(&plain);
    if (!kept || !fragment)
        return;
    *kept = *jump;
    kept->fragment = fragment;
    *check->last_jump = kept;
    check->last_jump = &kept->next;
}

/* What a target must be, besides being there. */
static void check_target(struct nb_check *check, const struct nb_check_file *from,
                         unsigned line, enum nb_check_use use,
                         const struct nb_check_file *file)
{
    bool page = use == NB_USE_JUMP || use == NB_USE_CONTENTS;
    if (use == NB_USE_OTHER)
        return;
    if (!file->item)
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line, "%s is not in the manifest",
                     file->name);
    else if (page && nb_check_is_document(file->item) && !file->item->in_spine)
        nb_check_say(check, NB_DIAG_EPUB_LINK, from, line,
                     "%s is not in the reading order", file->name);
    else if (use == NB_USE_PICTURE && !nb_check_is_picture(file->item) &&
             !*file->item->fallback)
        nb_check_say(check, NB_DIAG_EPUB_FALLBACK, from, line, "%s of type %s",
                     file->name, file->item->type);
    else if (use == NB_USE_STYLE && strcmp(file->item->type, "text/css") != 0 &&
             !*file->item->fallback)
        nb_check_say(check, NB_DIAG_EPUB_FALLBACK, from, line,
                     "style sheet %s of type %s", file->name, file->item->type);
}

struct nb_check_file *nb_check_link(struct nb_check *check,
                                    const struct nb_check_file *from, unsigned line,
                                    enum nb_check_use use, const char *href)
{
    struct nb_str address = nb_str_trim(nb_str_of(href));
    if (nb_check_is_remote(address.data)) {
        check_remote(check, from, line, use, address.data);
        return NULL;
    }
    struct nb_str path = address, rest = address;
    const char *hash = memchr(address.data, '#', address.len);
    (void)nb_str_split(&rest, '#', &path);
    const char *query = memchr(path.data, '?', path.len);
    if (query)
        path.len = (size_t)(query - path.data);
    struct nb_check_file *file = &check->files[from->index];
    if (path.len) {
        file = find(check, from, line, path);
        if (!file)
            return NULL;
        check_target(check, from, line, use, file);
    }
    bool page = use == NB_USE_JUMP || use == NB_USE_CONTENTS || use == NB_USE_OTHER;
    if (hash && rest.len && page && rest.data[0] != ':' &&
        !memchr(rest.data, '(', rest.len) && nb_str_find(rest, NB_STR("=")) < 0) {
        const char *fragment = nb_arena_copy(check->arena, rest.data, rest.len);
        struct nb_check_jump jump = {.from = from,
                                     .to = file,
                                     .fragment = fragment ? fragment : "",
                                     .line = line,
                                     .contents = use == NB_USE_CONTENTS};
        remember(check, &jump);
    }
    return file;
}

/* ---- Where jumps lead. */

bool nb_check_anchor(struct nb_check *check, const struct nb_check_file *file,
                     const char *id)
{
    struct nb_buf key = NB_BUF_INIT;
    if (++check->anchor_count > MOST_ANCHORS)
        return true;
    nb_buf_int(&key, (long long)file->index);
    nb_buf_putc(&key, '#');
    nb_buf_puts(&key, id);
    struct nb_check_file *known = &check->files[file->index];
    if (key.status != NB_OK)
        check->status = NB_NOMEM;
    bool fresh = !nb_map_get(check->anchors, nb_buf_view(&key));
    if (fresh && key.len &&
        nb_map_set(check->anchors, nb_buf_view(&key), known) != NB_OK)
        check->status = NB_NOMEM;
    nb_buf_free(&key);
    return fresh;
}

static bool has_anchor(const struct nb_check *check, const struct nb_check_jump *jump)
{
    struct nb_buf key = NB_BUF_INIT;
    nb_buf_int(&key, (long long)jump->to->index);
    nb_buf_putc(&key, '#');
    nb_buf_puts(&key, jump->fragment);
    bool known = nb_map_get(check->anchors, nb_buf_view(&key)) != NULL;
    nb_buf_free(&key);
    return known;
}

void nb_check_jumps(struct nb_check *check)
{
    if (check->anchor_count > MOST_ANCHORS)
        return;
    for (const struct nb_check_jump *at = check->jumps; at; at = at->next) {
        if (at->to->parsed && !has_anchor(check, at))
            nb_check_say(check, NB_DIAG_EPUB_FRAGMENT, at->from, at->line, "%s#%s%s",
                         at->to->name, at->fragment,
                         at->contents ? " in the contents" : "");
    }
}
