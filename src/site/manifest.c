/* Manifests, written and read. */
#include "site/site.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 100, MOST_ARTICLES = 20000, LONGEST_NAME = 200 };

/* ---- Writing. */

static bool put(struct nb_json *object, const char *key, const char *text)
{
    return !text || nb_json_set(object, key, nb_json_new_string(text));
}

static bool put_int(struct nb_json *object, const char *key, long long number)
{
    return nb_json_set(object, key, nb_json_new_int(number));
}

/* Adds `list` when it came out well (`fine`), else frees it. */
static bool put_list(struct nb_json *object, const char *key, struct nb_json *list,
                     bool fine)
{
    if (list && fine)
        return nb_json_set(object, key, list);
    nb_json_free(list);
    return false;
}

static bool push(struct nb_json *list, struct nb_json *item, bool fine)
{
    if (item && fine)
        return nb_json_push(list, item);
    nb_json_free(item);
    return false;
}

static bool put_strings(struct nb_json *object, const char *key,
                        const struct nb_strings *strings)
{
    if (!strings->count)
        return true;
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    for (size_t i = 0; fine && i < strings->count; i++)
        fine = nb_json_push(list, nb_json_new_string(strings->at[i]));
    return put_list(object, key, list, fine);
}

/* A path without the edition file's folder: a manifest is the same wherever it is made. */
static const char *within(const char *folder, const char *path)
{
    size_t len = folder ? strlen(folder) : 0;
    if (path && len && strncmp(path, folder, len) == 0) {
        if (path[len] == '/')
            path += len + 1;
        else if (folder[len - 1] == '/')
            path += len;
    }
    while (path && path[0] == '.' && path[1] == '/')
        path += 2;
    return path;
}

static bool put_files(struct nb_json *root, const struct nb_manifest *in)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    for (size_t i = 0; fine && i < in->file_count; i++) {
        const struct nb_site_file *file = &in->files[i];
        struct nb_json *item = nb_json_new_object();
        fine = item && put(item, "name", file->name) && put(item, "role", file->role) &&
               put(item, "type", file->type) && put_int(item, "size", file->size) &&
               put(item, "sha256", file->sha256);
        if (fine && file->width)
            fine = put_int(item, "width", file->width) &&
                   put_int(item, "height", file->height);
        fine = push(list, item, fine);
    }
    return put_list(root, "files", list, fine);
}

static bool fill_article(struct nb_json *item, const struct nb_manifest *in,
                         const struct nb_article *a, const char *section)
{
    return put(item, "id", a->id) && put(item, "headline", a->headline) &&
           put(item, "section", section) && put_strings(item, "byline", &a->byline) &&
           put(item, "published", a->published) && put(item, "language", a->lang) &&
           put(item, "site", a->site) && put(item, "url", a->url) &&
           put(item, "file", within(in->folder, a->source)) &&
           put_int(item, "words", a->words) && put_int(item, "minutes", a->minutes);
}

static bool put_articles(struct nb_json *root, const struct nb_manifest *in)
{
    struct nb_json *list = nb_json_new_array();
    struct nb_section *section;
    bool fine = list != NULL;
    for (const struct nb_article *a = nb_edition_first(in->edition, &section);
         a && fine; a = nb_edition_next(a, &section)) {
        struct nb_json *item = nb_json_new_object();
        fine = push(list, item, item && fill_article(item, in, a, section->title));
    }
    return put_list(root, "articles", list, fine);
}

/* The sites that articles come from, in the order of the issue, with how many. */
static bool put_sources(struct nb_json *root, const struct nb_edition *edition)
{
    struct nb_json *list = nb_json_new_array();
    struct nb_map *seen = nb_map_new();
    struct nb_section *section;
    bool fine = list && seen;
    for (const struct nb_article *a = nb_edition_first(edition, &section); a && fine;
         a = nb_edition_next(a, &section)) {
        struct nb_section *at = section;
        long long count = 0;
        if (!a->site || nb_map_get(seen, nb_str_of(a->site)))
            continue;
        for (const struct nb_article *b = a; b; b = nb_edition_next(b, &at))
            count += b->site && strcmp(a->site, b->site) == 0;
        struct nb_json *item = nb_json_new_object();
        fine = item && put(item, "site", a->site) && put_int(item, "articles", count);
        fine = push(list, item, fine) &&
               nb_map_set(seen, nb_str_of(a->site), seen) == NB_OK;
    }
    nb_map_free(seen);
    return put_list(root, "sources", list, fine);
}

static bool put_warnings(struct nb_json *root, const struct nb_manifest *in)
{
    struct nb_json *list = nb_json_new_array();
    bool fine = list != NULL;
    for (size_t i = 0; fine && i < nb_diags_count(in->diags); i++) {
        const struct nb_diag *diag = nb_diags_at(in->diags, i);
        if (nb_diag_severity(diag->code) != NB_WARNING)
            continue;
        struct nb_json *item = nb_json_new_object();
        fine = item && put(item, "code", nb_diag_name(diag->code)) &&
               put(item, "file", within(in->folder, diag->source));
        if (fine && diag->line)
            fine = put_int(item, "line", diag->line);
        fine = fine && put(item, "text", nb_diag_text(diag->code)) &&
               put(item, "detail", within(in->folder, diag->detail));
        fine = push(list, item, fine);
    }
    return put_list(root, "warnings", list, fine);
}

enum nb_status nb_manifest_write(const struct nb_manifest *in, struct nb_buf *out)
{
    const struct nb_edition *edition = in->edition;
    struct nb_json *root = nb_json_new_object();
    bool fine =
        root && put_int(root, "manifest", NB_SITE_VERSION) &&
        put(root, "generator", "newsbind " NB_VERSION) &&
        put(root, "id", edition->id) && put(root, "title", edition->title) &&
        put(root, "subtitle", edition->subtitle) &&
        put(root, "number", edition->number) && put(root, "date", edition->date) &&
        put(root, "modified", edition->modified) &&
        put(root, "language", edition->lang) &&
        put(root, "publisher", edition->publisher) &&
        put_strings(root, "editors", &edition->editors) &&
        put(root, "rights", edition->rights) && put_files(root, in) &&
        put_articles(root, in) && put_sources(root, edition) && put_warnings(root, in);
    enum nb_status status = fine ? nb_json_print(root, true, out) : NB_NOMEM;
    nb_json_free(root);
    nb_buf_putc(out, '\n');
    return status == NB_OK ? out->status : status;
}

/* ---- Reading. */

static bool is_name(const char *name)
{
    static const char fine[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                               "0123456789.-_";
    return name && *name && *name != '.' && strspn(name, fine) == strlen(name) &&
           strlen(name) <= LONGEST_NAME;
}

static const char *text_of(struct nb_arena *arena, const struct nb_json *object,
                           const char *key)
{
    const char *text = nb_json_string(nb_json_get(object, key));
    return text && *text ? nb_arena_strdup(arena, text) : NULL;
}

static unsigned count_of(const struct nb_json *object, const char *key, double most)
{
    double number = nb_json_number(nb_json_get(object, key), 0);
    return number > 0 && number <= most ? (unsigned)number : 0;
}

static bool read_files(struct nb_arena *arena, const struct nb_json *list,
                       struct nb_site_issue *out)
{
    size_t count = nb_json_count(list);
    if (!count || count > MOST_FILES)
        return false;
    out->files = nb_arena_array(arena, count, sizeof *out->files);
    for (size_t i = 0; out->files && i < count; i++) {
        const struct nb_json *item = nb_json_at(list, i);
        struct nb_site_file *file = &out->files[out->file_count++];
        double size = nb_json_number(nb_json_get(item, "size"), -1);
        *file = (struct nb_site_file){.name = text_of(arena, item, "name"),
                                      .role = text_of(arena, item, "role"),
                                      .type = text_of(arena, item, "type"),
                                      .sha256 = text_of(arena, item, "sha256"),
                                      .width = count_of(item, "width", 65535),
                                      .height = count_of(item, "height", 65535)};
        if (!is_name(file->name) || !file->role || !file->type || !(size >= 0) ||
            size > 1e15)
            return false;
        file->size = (long long)size;
    }
    return true;
}

static void read_articles(struct nb_arena *arena, const struct nb_json *list,
                          struct nb_site_issue *out)
{
    size_t count = nb_json_count(list);
    count = count < MOST_ARTICLES ? count : MOST_ARTICLES;
    out->articles = nb_arena_array(arena, count, sizeof *out->articles);
    for (size_t i = 0; out->articles && i < count; i++) {
        const struct nb_json *item = nb_json_at(list, i);
        struct nb_site_article *article = &out->articles[out->article_count];
        *article =
            (struct nb_site_article){.headline = text_of(arena, item, "headline"),
                                     .anchor = text_of(arena, item, "id"),
                                     .section = text_of(arena, item, "section"),
                                     .lang = text_of(arena, item, "language"),
                                     .minutes = count_of(item, "minutes", 1e6)};
        if (!is_name(article->anchor))
            article->anchor = NULL;
        out->article_count += article->headline != NULL;
    }
}

static void read_editors(struct nb_arena *arena, const struct nb_json *list,
                         struct nb_site_issue *out)
{
    size_t count = nb_json_count(list);
    count = count < MOST_FILES ? count : MOST_FILES;
    out->editors.at = nb_arena_array(arena, count, sizeof *out->editors.at);
    for (size_t i = 0; out->editors.at && i < count; i++) {
        const char *name = nb_json_string(nb_json_at(list, i));
        if (name && *name)
            out->editors.at[out->editors.count++] = nb_arena_strdup(arena, name);
    }
}

/* "2026-11-22T00:00:00Z": what feeds take for a time. */
static bool is_time(const char *text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
    if (!text || strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++)
        if (form[i] == 'd' ? !nb_ascii_digit(text[i]) : text[i] != form[i])
            return false;
    return true;
}

const char *nb_site_day(struct nb_arena *arena, const char *date)
{
    static const char form[] = "dddd-dd-dd";
    const char *slash = date ? strchr(date, '/') : NULL;
    const char *last = slash ? slash + 1 : date;
    size_t len = 0;
    while (last && len < sizeof form - 1 &&
           (form[len] == 'd' ? nb_ascii_digit(last[len]) : last[len] == form[len]))
        len++;
    if (len != 4 && len != 7 && len != 10)
        return NULL;
    return nb_arena_copy(arena, last, len);
}

static const char *fill(struct nb_arena *arena, const struct nb_json *root,
                        struct nb_site_issue *out)
{
    if (!nb_json_is_object(root))
        return "not a JSON object";
    if ((int)nb_json_number(nb_json_get(root, "manifest"), 0) != NB_SITE_VERSION)
        return "not a manifest of this version";
    out->id = text_of(arena, root, "id");
    out->title = text_of(arena, root, "title");
    out->subtitle = text_of(arena, root, "subtitle");
    out->number = text_of(arena, root, "number");
    out->publisher = text_of(arena, root, "publisher");
    out->rights = text_of(arena, root, "rights");
    out->lang = text_of(arena, root, "language");
    out->date = text_of(arena, root, "date");
    out->day = nb_site_day(arena, out->date);
    out->modified = text_of(arena, root, "modified");
    if (!out->id || !out->title || !out->day)
        return "without id, title or date";
    if (!is_time(out->modified))
        return "without the time of its last change";
    if (!read_files(arena, nb_json_get(root, "files"), out))
        return "its files are wrong";
    read_articles(arena, nb_json_get(root, "articles"), out);
    read_editors(arena, nb_json_get(root, "editors"), out);
    return NULL;
}

enum nb_status nb_manifest_read(struct nb_arena *arena, const char *folder,
                                struct nb_str text, struct nb_site_issue *out,
                                const char **why)
{
    struct nb_json *root = NULL;
    *out = (struct nb_site_issue){.folder = folder};
    *why = "not JSON";
    enum nb_status status = nb_json_parse(text, &root, NULL, NULL);
    if (status == NB_OK) {
        *why = is_name(folder) ? fill(arena, root, out) : "a folder with such a name";
        status = *why ? NB_FORMAT : NB_OK;
    }
    nb_json_free(root);
    return nb_arena_status(arena) == NB_OK ? status : nb_arena_status(arena);
}
