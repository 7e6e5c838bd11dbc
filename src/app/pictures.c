/* Figures to pictures: `src` is a path below the article's folder, or data: with the picture
 * itself. Nothing is fetched: a remote picture is left out. */
#include "app/edition.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/par.h"
#include "base/str.h"
#include "base/url.h"
#include "doc/tree.h"
#include "read/archive.h"

#include <errno.h>
#include <string.h>

struct job {
    struct nb_article *article;
    struct nb_diags *diags;
    struct nb_arena *scratch;
    struct nb_archive **archive; /* the worker's; the one that was read from last */
    enum nb_status status;
};

struct loading {
    struct nb_app *app;
    struct nb_image_loader *loader;
    struct job *jobs;
    struct nb_archive **archives; /* one a worker */
};

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (nb_ascii_digit(c))
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/* RFC 4648, both alphabets; what is neither is passed over. */
static void decode_base64(struct nb_str in, struct nb_buf *out)
{
    unsigned bits = 0, count = 0;
    for (size_t i = 0; i < in.len && in.data[i] != '='; i++) {
        int value = base64_value(in.data[i]);
        if (value < 0)
            continue;
        bits = bits << 6 | (unsigned)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            nb_buf_putc(out, (char)(bits >> count & 0xFF));
        }
    }
}

/* The bytes of a data: address (RFC 2397). */
static enum nb_status read_data(struct nb_str src, struct nb_buf *out)
{
    ptrdiff_t comma = nb_str_find(src, NB_STR(","));
    if (comma < 0)
        return NB_FORMAT;
    struct nb_str head = nb_str_sub(src, 0, (size_t)comma);
    struct nb_str body = nb_str_sub(src, (size_t)comma + 1, src.len);
    struct nb_buf plain = NB_BUF_INIT;
    nb_url_decode(body, &plain);
    if (nb_str_ends_nocase(head, NB_STR(";base64")))
        decode_base64(nb_buf_view(&plain), out);
    else
        nb_buf_str(out, nb_buf_view(&plain));
    enum nb_status status = plain.status == NB_OK ? out->status : plain.status;
    nb_buf_free(&plain);
    return status;
}

static const char *source_of(const struct job *job)
{
    return job->article->source ? job->article->source : "";
}

/* The archive that the article stands in, NULL for none; the last one is kept open. */
static enum nb_status archive_of(struct nb_archive **kept,
                                 const struct nb_limits *limits, const char *source,
                                 const char *folder, const char **inside)
{
    if (nb_archive_holds(*kept, source, inside))
        return NB_OK;
    nb_archive_free(*kept);
    *kept = NULL;
    if (nb_path_is_folder(folder))
        return NB_OK;
    enum nb_status status = nb_archive_open(limits, source, kept, inside);
    return status == NB_NOMEM ? status : NB_OK;
}

/* A file beside an article, in a folder or in an archive. */
static enum nb_status read_beside(const struct job *job, const struct nb_limits *limits,
                                  const char *folder, const char *name,
                                  struct nb_buf *out)
{
    const char *source = source_of(job), *inside = NULL;
    enum nb_status status = archive_of(job->archive, limits, source, folder, &inside);
    if (status != NB_OK)
        return status;
    if (!inside)
        return nb_file_read_below(folder, name, limits->picture_bytes, out);
    bool outside;
    const char *slash = strrchr(inside, '/');
    struct nb_str within = {inside, slash ? (size_t)(slash - inside) : 0};
    ptrdiff_t index = nb_archive_find(*job->archive, within, nb_str_of(name), &outside);
    if (outside)
        return NB_UNSUPPORTED;
    if (index >= 0)
        return nb_archive_read(*job->archive, (size_t)index, limits->picture_bytes,
                               out);
    errno = ENOENT;
    return NB_IO;
}

/* The file that `src` names, below the article's folder. As it is, else percent-decoded
 * without query. */
static enum nb_status read_file(struct nb_ctx *ctx, const struct job *job,
                                struct nb_str src, struct nb_buf *out)
{
    struct nb_buf name = NB_BUF_INIT;
    const char *folder = nb_path_folder(job->scratch, source_of(job));
    if (!folder)
        return NB_NOMEM;
    nb_buf_str(&name, src);
    enum nb_status status =
        read_beside(job, ctx->limits, folder, nb_buf_cstr(&name), out);
    if (status == NB_IO) {
        size_t end = 0;
        while (end < src.len && src.data[end] != '?' && src.data[end] != '#')
            end++;
        nb_buf_clear(&name);
        nb_url_decode(nb_str_sub(src, 0, end), &name);
        if (memchr(nb_buf_cstr(&name), '\0', name.len) == NULL)
            status = read_beside(job, ctx->limits, folder, nb_buf_cstr(&name), out);
    }
    if (name.status != NB_OK)
        status = name.status;
    nb_buf_free(&name);
    return status;
}

static bool is_remote(struct nb_str src)
{
    return nb_str_find(src, NB_STR("://")) >= 0 || nb_str_starts(src, NB_STR("//"));
}

/* What is said of a picture that could not be read; NB_OK costs that picture alone. */
static enum nb_status say(struct nb_ctx *ctx, enum nb_status status, const char *source,
                          unsigned line, const char *src)
{
    switch (status) {
    case NB_OK:
        return NB_OK;
    case NB_NOMEM:
        return NB_NOMEM;
    case NB_IO:
        nb_report(ctx, NB_DIAG_PICTURE_MISSING, source, line, "%s: %s", src,
                  strerror(errno));
        return NB_OK;
    case NB_UNSUPPORTED:
        nb_report(ctx, NB_DIAG_PICTURE_PATH, source, line, "%s", src);
        return NB_OK;
    case NB_FORMAT:
    case NB_LIMIT:
    case NB_LIBRARY:
        nb_report(ctx, NB_DIAG_PICTURE_BROKEN, source, line, "%.80s: %s", src,
                  nb_status_name(status));
        return NB_OK;
    }
    return NB_OK;
}

static enum nb_status load_one(struct loading *loading, struct job *job,
                               struct nb_ctx *ctx, struct nb_node *figure)
{
    const char *source = job->article->source, *src = figure->u.figure.src;
    struct nb_str text = nb_str_of(src);
    struct nb_buf bytes = NB_BUF_INIT;
    const char *own = figure == job->article->lead ? job->article->lead_file : NULL;
    bool inside = !own && nb_str_starts_nocase(text, NB_STR("data:"));
    if (!own && !inside && is_remote(text)) {
        nb_report(ctx, NB_DIAG_PICTURE_REMOTE, source, figure->line, "%s", src);
        return NB_OK;
    }
    enum nb_status status = own ? nb_file_read(own, ctx->limits->picture_bytes, &bytes)
                            : inside ? read_data(text, &bytes)
                                     : read_file(ctx, job, text, &bytes);
    const char *name = inside ? "data: picture" : src;
    if (status == NB_OK) {
        status = nb_image_load(loading->loader, ctx, source, figure->line, name, &bytes,
                               &figure->u.figure.image);
        if (status != NB_NOMEM)
            status = NB_OK; /* reported there */
    } else {
        nb_buf_free(&bytes);
        status = say(ctx, status, source, figure->line, name);
    }
    return status;
}

static void load_article(void *user, size_t index, unsigned worker)
{
    struct loading *loading = user;
    struct job *job = &loading->jobs[index];
    struct nb_ctx ctx = {job->diags, loading->app->ctx.limits};
    job->archive = &loading->archives[worker];
    struct nb_node *body = job->article->body;
    for (struct nb_node *node = body; node && job->status == NB_OK;
         node = nb_node_following(node, body, true)) {
        if (node->type != NB_FIGURE || !node->u.figure.src)
            continue;
        if (!job->diags)
            job->diags = ctx.diags = nb_diags_new();
        if (!job->scratch)
            job->scratch = nb_arena_new(0);
        job->status =
            job->diags && job->scratch ? load_one(loading, job, &ctx, node) : NB_NOMEM;
    }
    nb_arena_free(job->scratch);
}

enum nb_status nb_app_pictures(struct nb_app *app, struct nb_edition *edition,
                               struct nb_image_loader *loader, unsigned jobs)
{
    size_t count = nb_edition_count(edition), at = 0;
    struct loading loading = {app, loader, nb_calloc(count, sizeof *loading.jobs),
                              nb_calloc(jobs + 1, sizeof(struct nb_archive *))};
    struct nb_section *section;
    if (!loading.jobs || !loading.archives) {
        nb_free(loading.jobs);
        nb_free(loading.archives);
        return NB_NOMEM;
    }
    for (struct nb_article *article = nb_edition_first(edition, &section); article;
         article = nb_edition_next(article, &section))
        loading.jobs[at++].article = article;
    nb_par_each(jobs, count, load_article, &loading);
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < count; i++) {
        struct job *job = &loading.jobs[i];
        if (job->diags)
            nb_diags_join(app->ctx.diags, job->diags);
        nb_diags_free(job->diags);
        if (status == NB_OK)
            status = job->status;
    }
    for (unsigned i = 0; i < jobs; i++)
        nb_archive_free(loading.archives[i]);
    nb_free(loading.archives);
    nb_free(loading.jobs);
    return status;
}
