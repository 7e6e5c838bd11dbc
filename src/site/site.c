/* The site: its issues read and sorted, and what all lists of them share. */
#include "site/site.h"

#include "base/folder.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "doc/dates.h"
#include "doc/words.h"

#include <stdlib.h>
#include <string.h>

/* Newer days first, then folders from the end. */
static int newer_first(const void *a, const void *b)
{
    const struct nb_site_issue *x = a, *y = b;
    int order = strcmp(y->day, x->day);
    return order ? order : strcmp(y->folder, x->folder);
}

static enum nb_status read_issue(struct nb_ctx *ctx, struct nb_site *site,
                                 const char *folder, const char *name)
{
    struct nb_buf text;
    const char *why;
    const char *issue = nb_path_join(site->arena, folder, name);
    const char *path =
        issue ? nb_path_join(site->arena, issue, NB_SITE_MANIFEST) : NULL;
    if (!path)
        return NB_NOMEM;
    if (!nb_path_exists(path))
        return NB_OK;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &text);
    if (status == NB_OK)
        status = nb_manifest_read(site->arena, name, nb_buf_view(&text),
                                  &site->issues[site->count], &why);
    else
        why = nb_status_name(status);
    nb_buf_free(&text);
    if (status == NB_OK)
        site->count++;
    else if (status != NB_NOMEM)
        nb_report(ctx, NB_DIAG_MANIFEST, path, 0, "%s", why);
    return status == NB_NOMEM ? status : NB_OK;
}

enum nb_status nb_site_read(struct nb_ctx *ctx, struct nb_arena *arena,
                            const char *folder, const char *base, struct nb_site *out)
{
    const char *const *names;
    size_t count;
    *out = (struct nb_site){.arena = arena, .base = base ? base : ""};
    enum nb_status status = nb_folder_list(arena, folder, &names, &count);
    if (status != NB_OK)
        return status;
    out->issues = nb_arena_array(arena, count + 1, sizeof *out->issues);
    if (!out->issues)
        return nb_arena_status(arena);
    for (size_t i = 0; i < count && status == NB_OK; i++)
        status = read_issue(ctx, out, folder, names[i]);
    if (out->count)
        qsort(out->issues, out->count, sizeof *out->issues, newer_first);
    return status;
}

const struct nb_site_issue *nb_site_find(const struct nb_site *site, const char *id)
{
    for (size_t i = 0; i < site->count; i++)
        if (strcmp(site->issues[i].id, id) == 0)
            return &site->issues[i];
    return NULL;
}

const struct nb_site_file *nb_site_file_of(const struct nb_site_issue *issue,
                                           const char *role)
{
    for (size_t i = 0; i < issue->file_count; i++)
        if (strcmp(issue->files[i].role, role) == 0)
            return &issue->files[i];
    return NULL;
}

bool nb_site_is_text(const struct nb_site_file *file)
{
    static const char *const others[] = {"cover", "front", "publication"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (strcmp(file->role, others[i]) == 0)
            return false;
    return true;
}

void nb_site_name(const struct nb_site_issue *issue, bool with_date, struct nb_buf *out)
{
    const char *comma = nb_word(NB_WORD_COMMA, issue->lang);
    nb_buf_puts(out, issue->title);
    if (issue->number) {
        nb_buf_puts(out, comma);
        nb_word_fill(NB_WORD_NUMBER, issue->lang, issue->number, out);
    }
    if (with_date || !issue->number) {
        nb_buf_puts(out, comma);
        (void)nb_date_long(issue->date, issue->lang, out);
    }
}

void nb_site_href(const struct nb_site *site, const struct nb_site_issue *issue,
                  const char *file, struct nb_buf *out)
{
    nb_buf_puts(out, site->base);
    nb_buf_puts(out, issue->folder);
    nb_buf_putc(out, '/');
    nb_buf_puts(out, file);
}

static void put_urn(const struct nb_buf *name, struct nb_buf *out)
{
    char uuid[NB_UUID_SIZE];
    nb_uuid5(nb_buf_cstr(name), name->len, uuid);
    nb_buf_puts(out, "urn:uuid:");
    nb_buf_puts(out, uuid);
    if (name->status != NB_OK && out->status == NB_OK)
        out->status = name->status;
}

void nb_site_urn(const struct nb_site *site, const char *kind, struct nb_buf *out)
{
    struct nb_buf name = NB_BUF_INIT;
    nb_buf_puts(&name, kind);
    if (site->count) {
        const struct nb_site_issue *oldest = &site->issues[site->count - 1];
        nb_buf_putc(&name, '\n');
        nb_buf_puts(&name, oldest->publisher);
        nb_buf_putc(&name, '\n');
        nb_buf_puts(&name, oldest->title);
    }
    put_urn(&name, out);
    nb_buf_free(&name);
}

void nb_site_issue_urn(const struct nb_site_issue *issue, const char *kind,
                       struct nb_buf *out)
{
    static const char *const schemes[] = {"urn:", "http://", "https://", "tag:"};
    struct nb_buf name = NB_BUF_INIT;
    bool printable = true;
    for (const char *p = issue->id; *p; p++)
        printable = printable && *p > ' ' && *p < 0x7F && !strchr("<>\"{}|\\^`", *p);
    for (size_t i = 0; !kind && printable && i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(issue->id, schemes[i], strlen(schemes[i])) == 0) {
            nb_buf_puts(out, issue->id);
            return;
        }
    nb_buf_puts(&name, kind);
    nb_buf_puts(&name, kind ? "\n" : "");
    nb_buf_puts(&name, issue->id);
    put_urn(&name, out);
    nb_buf_free(&name);
}
