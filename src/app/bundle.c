/* newsbind bundle: an issue into a static site. Everything is built into a hidden folder of the
 * site; when it is whole, the issue takes its place and the lists of issues are made anew. */
#include "app/bundle.h"

#include "base/folder.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/str.h"
#include "base/url.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "Usage: newsbind bundle EDITION.yaml -o DIR [OPTION]...\n"
    "Adds an issue to a static site: DIR/2026-11-22/ with PDF, EPUB, HTML, pictures,\n"
    "manifest.json and SHA256SUMS; and renews DIR/index.html, opds.xml, opds.json\n"
    "and feed.xml from all issues there. The same issue again changes nothing, a\n"
    "corrected one takes the place of the older.\n\n"
    "  -o, --output DIR      the site's folder; made if need be\n"
    "      --base-url URL    where the site will be: for absolute addresses\n"
    "      --zip             also one archive with all files of the issue\n"
    "      --title, --date, --lang, --style, --paper, --device, --font-dir, --limit,\n"
    "      --max-size, --embed-fonts, --keep-captions, --pdfa, --jobs\n"
    "                        as of newsbind build\n"
    "      --report FILE     write what was done and left out, as JSON\n"
    "      --strict          exit 1 when anything was left out or degraded\n"
    "      --quiet           print errors only\n"
    "      --help            print this\n\n"
    "Exit status: as of newsbind build.\n";

/* What files are called by, and what they are. The first three are always made. */
static const struct {
    const char *ending, *role, *type;
} kinds[] = {{".epub", "epub", "application/epub+zip"},
             {".pdf", "pdf", "application/pdf"},
             {".html", "html", "text/html"},
             {".kepub.epub", "kepub", "application/kepub+zip"},
             {".md", "markdown", "text/markdown"},
             {".json", "json", "application/json"},
             {".txt", "text", "text/plain"},
             {".zip", "archive", "application/zip"}};

enum { ALWAYS = 3, KINDS = sizeof kinds / sizeof kinds[0] };

/* ---- Names. */

/* "weekly" of "some/weekly.yaml", in characters that are safe in addresses. */
static const char *stem_of(struct nb_arena *arena, const char *path)
{
    const char *name = nb_path_name(path), *ending = nb_path_ending(path);
    char *stem = nb_arena_copy(arena, name, strlen(name) - strlen(ending));
    for (char *p = stem; p && *p; p++) {
        if (!nb_ascii_alpha(*p) && !nb_ascii_digit(*p) && *p != '_')
            *p = '-';
    }
    return stem && *stem ? stem : "issue";
}

/* The folder of the issue: the one that it has in the site, else its day, with a number behind
 * it when another issue has that. */
static const char *folder_of(struct nb_bundle *bundle, const struct nb_edition *edition,
                             const char *day)
{
    struct nb_arena *arena = bundle->app->arena;
    const struct nb_site_issue *known = nb_site_find(&bundle->site, edition->id);
    const char *name = known ? known->folder : day;
    for (unsigned i = 2; name && !known; i++) {
        const char *path = nb_path_join(arena, bundle->folder, name);
        if (!path || !nb_path_exists(path))
            break;
        name = nb_arena_printf(arena, "%s-%u", day, i);
    }
    bundle->known = known != NULL;
    return name;
}

static enum nb_exit failed(struct nb_bundle *bundle, enum nb_status status,
                           const char *what)
{
    struct nb_app *app = bundle->app;
    if (status == NB_NOMEM)
        return nb_app_no_memory(app);
    nb_report(&app->ctx, NB_DIAG_CANNOT_WRITE, what, 0, "%s",
              status == NB_IO && errno ? strerror(errno) : nb_status_name(status));
    return NB_EXIT_OUTPUT;
}

/* ---- Numbers. */

/* A number in decimal; 0 for what is none. */
static unsigned number_of(const char *text)
{
    unsigned value = 0;
    for (const char *p = text; p && *p; p++) {
        if (!nb_ascii_digit(*p) || value > 99999999)
            return 0;
        value = value * 10 + (unsigned)(*p - '0');
    }
    return value;
}

static bool is_taken(const struct nb_site *site, const char *title, unsigned number)
{
    for (size_t i = 0; i < site->count; i++)
        if (strcmp(site->issues[i].title, title) == 0 &&
            number_of(site->issues[i].number) == number)
            return true;
    return false;
}

/* The number of the title's issue of that day, if there is one: it is the same issue. Else one
 * more than the newest older one has, or the next that no other has: two issues of one number
 * would be taken for one. */
static const char *next_number(const struct nb_site *site, const char *title,
                               const char *day, struct nb_arena *arena)
{
    unsigned number = 1;
    for (size_t i = site->count; i-- > 0;) {
        const struct nb_site_issue *issue = &site->issues[i];
        int order = day ? strcmp(issue->day, day) : 1;
        if (strcmp(issue->title, title) != 0 || !issue->number || order > 0)
            continue;
        if (order == 0)
            return issue->number;
        if (number_of(issue->number))
            number = number_of(issue->number) + 1;
    }
    while (is_taken(site, title, number))
        number++;
    return nb_arena_printf(arena, "%u", number);
}

static const char *choose_number(void *user, const struct nb_edition *edition,
                                 const char *day)
{
    struct nb_bundle *bundle = user;
    struct nb_arena *arena = bundle->app->arena;
    struct nb_diags *unheard =
        nb_diags_new(); /* what is wrong is said when it is opened */
    struct nb_ctx ctx = {unheard, bundle->app->ctx.limits};
    struct nb_site site = {0};
    enum nb_status status = unheard ? NB_OK : NB_NOMEM;
    if (status == NB_OK && bundle->folder && nb_path_is_folder(bundle->folder))
        status = nb_site_read(&ctx, arena, bundle->folder, NULL, &site);
    nb_diags_free(unheard);
    if (status == NB_NOMEM)
        return NULL;
    return next_number(&site, edition->title ? edition->title : "",
                       nb_site_day(arena, day), arena);
}

/* ---- Before: what to write. */

static enum nb_exit open_site(struct nb_bundle *bundle)
{
    struct nb_app *app = bundle->app;
    enum nb_status status = nb_store_open(bundle->folder, &bundle->store);
    if (status == NB_UNSUPPORTED) {
        nb_report(&app->ctx, NB_DIAG_CANNOT_WRITE, bundle->folder, 0,
                  "another run of newsbind bundle works here");
        return NB_EXIT_OUTPUT;
    }
    if (status == NB_OK)
        status = nb_site_read(&app->ctx, app->arena, bundle->folder, bundle->base,
                              &bundle->site);
    return status == NB_OK ? NB_EXIT_DONE : failed(bundle, status, bundle->folder);
}

static bool names_kind(const struct nb_strings *outputs, size_t kind)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct nb_str name = nb_str_of(outputs->at[i]);
        bool is_kepub = nb_str_ends_nocase(name, NB_STR(".kepub.epub"));
        if (nb_str_ends_nocase(name, nb_str_of(kinds[kind].ending)) &&
            (!is_kepub || strcmp(kinds[kind].role, "kepub") == 0))
            return true;
    }
    return false;
}

static enum nb_exit choose(void *user, const struct nb_built *built,
                           struct nb_texts *outputs)
{
    struct nb_bundle *bundle = user;
    struct nb_app *app = bundle->app;
    const char *day = nb_site_day(app->arena, built->edition->date);
    if (!day)
        return nb_app_usage(app, "an issue of a site needs a date: --date 2026-11-22");
    enum nb_exit exit = open_site(bundle);
    if (exit != NB_EXIT_DONE)
        return exit;
    bundle->name = folder_of(bundle, built->edition, day);
    bundle->stem =
        nb_arena_printf(app->arena, "%s-%s", stem_of(app->arena, built->path),
                        bundle->name ? bundle->name : "");
    outputs->at = nb_arena_array(app->arena, KINDS, sizeof *outputs->at);
    outputs->count = 0;
    for (size_t i = 0; outputs->at && i < KINDS; i++) {
        bool wanted = i < ALWAYS || names_kind(&built->file->outputs, i);
        if (wanted && strcmp(kinds[i].role, "archive") != 0)
            outputs->at[outputs->count++] =
                nb_arena_printf(app->arena, "%s/%s%s", nb_store_draft(bundle->store),
                                bundle->stem, kinds[i].ending);
    }
    return nb_arena_status(app->arena) == NB_OK ? NB_EXIT_DONE : nb_app_no_memory(app);
}

/* ---- After: the files beside them, and publishing. */

/* The kind with the longest ending that fits. */
static size_t kind_of(const char *path)
{
    size_t found = KINDS;
    for (size_t i = 0; i < KINDS; i++)
        if (nb_str_ends(nb_str_of(path), nb_str_of(kinds[i].ending)) &&
            (found == KINDS || strlen(kinds[i].ending) > strlen(kinds[found].ending)))
            found = i;
    return found;
}

static enum nb_status make_issue(struct nb_bundle *bundle, const struct nb_built *built)
{
    struct nb_app *app = bundle->app;
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < app->output_count && status == NB_OK; i++) {
        size_t kind = kind_of(app->outputs[i]);
        if (kind < KINDS)
            status = nb_bundle_list(bundle, nb_path_name(app->outputs[i]),
                                    kinds[kind].role, kinds[kind].type);
    }
    if (status == NB_OK)
        status = nb_bundle_pictures(bundle, built);
    if (status == NB_OK && bundle->zip)
        status = nb_bundle_archive(bundle);
    if (status == NB_OK)
        status = nb_bundle_papers(bundle, built);
    return status;
}

/* What the report names: the files where they are now. */
static enum nb_status name_outputs(struct nb_bundle *bundle, bool published,
                                   const bool *changed)
{
    struct nb_app *app = bundle->app;
    size_t count = 0;
    const char **outputs = nb_arena_array(
        app->arena, bundle->file_count + NB_BUNDLE_LISTS, sizeof *outputs);
    for (size_t i = 0; outputs && published && i < bundle->file_count; i++)
        outputs[count++] = nb_arena_printf(app->arena, "%s/%s/%s", bundle->folder,
                                           bundle->name, bundle->files[i].name);
    for (size_t i = 0; outputs && i < NB_BUNDLE_LISTS; i++)
        if (changed[i])
            outputs[count++] =
                nb_path_join(app->arena, bundle->folder, nb_bundle_list_name(i));
    app->outputs = outputs;
    app->output_count = outputs ? count : 0;
    return nb_arena_status(app->arena);
}

static void say(const struct nb_bundle *bundle, bool published)
{
    const char *what = !published      ? "is there already"
                       : bundle->known ? "is replaced"
                                       : "is added";
    if (!bundle->app->quiet)
        (void)printf("%s/%s %s; %zu issue%s in %s\n", bundle->folder, bundle->name,
                     what, bundle->site.count, bundle->site.count == 1 ? "" : "s",
                     bundle->folder);
}

static enum nb_status publish(struct nb_bundle *bundle)
{
    bool same = false, changed[NB_BUNDLE_LISTS] = {false};
    struct nb_app *app = bundle->app;
    enum nb_status status = nb_store_compare(bundle->store, bundle->name, &same);
    if (status == NB_OK && !same)
        status = nb_store_publish(bundle->store, bundle->name);
    if (status == NB_OK)
        status = nb_site_read(&app->ctx, app->arena, bundle->folder, bundle->base,
                              &bundle->site);
    if (status == NB_OK)
        status = nb_bundle_lists(bundle, changed);
    if (status == NB_OK)
        status = name_outputs(bundle, !same, changed);
    if (status == NB_OK)
        say(bundle, !same);
    return status;
}

static enum nb_exit finish(void *user, const struct nb_built *built)
{
    struct nb_bundle *bundle = user;
    errno = 0;
    enum nb_status status = make_issue(bundle, built);
    if (status == NB_OK)
        status = publish(bundle);
    return status == NB_OK ? NB_EXIT_DONE : failed(bundle, status, bundle->folder);
}

/* ---- The command. */

/* "https://example.org/news/": with a slash at its end. NULL for what is no such address. */
static const char *clean_base(struct nb_arena *arena, const char *url)
{
    struct nb_buf clean = NB_BUF_INIT;
    const char *copy = NULL;
    if (nb_str_starts_nocase(nb_str_of(url), NB_STR("http")) &&
        nb_url_clean(url, &clean) && !strpbrk(nb_buf_cstr(&clean), "?#")) {
        bool slash = clean.len && clean.data[clean.len - 1] == '/';
        copy = nb_arena_printf(arena, "%s%s", nb_buf_cstr(&clean), slash ? "" : "/");
    }
    nb_buf_free(&clean);
    return copy;
}

/* Options that say where; checked before anything is read. */
static enum nb_exit check_options(struct nb_bundle *bundle)
{
    struct nb_app *app = bundle->app;
    if (!bundle->folder)
        return nb_app_usage(app, "say which folder: -o site");
    while (strlen(bundle->folder) > 1 &&
           nb_str_ends(nb_str_of(bundle->folder), NB_STR("/")))
        bundle->folder =
            nb_arena_copy(app->arena, bundle->folder, strlen(bundle->folder) - 1);
    if (bundle->folder && bundle->base_url) {
        bundle->base = clean_base(app->arena, bundle->base_url);
        if (!bundle->base)
            return nb_app_usage(app, "--base-url wants https://…, not '%s'",
                                bundle->base_url);
    }
    return bundle->folder ? NB_EXIT_DONE : nb_app_no_memory(app);
}

static enum nb_exit choose_checked(void *user, const struct nb_built *built,
                                   struct nb_texts *outputs)
{
    enum nb_exit exit = check_options(user);
    return exit == NB_EXIT_DONE ? choose(user, built, outputs) : exit;
}

static enum nb_exit run(struct nb_app *app, int argc, char **argv)
{
    struct nb_bundle bundle = {.app = app, .base = ""};
    const struct nb_option options[] = {
        {"output", 'o', NB_OPTION_TEXT, &bundle.folder},
        {"base-url", 0, NB_OPTION_TEXT, &bundle.base_url},
        {"zip", 0, NB_OPTION_FLAG, &bundle.zip},
        {NULL, 0, NB_OPTION_FLAG, NULL},
    };
    const struct nb_build_plan plan = {.command = &nb_command_bundle,
                                       .options = options,
                                       .user = &bundle,
                                       .number = choose_number,
                                       .choose = choose_checked,
                                       .finish = finish};
    enum nb_exit exit = nb_app_build(app, argc, argv, &plan);
    nb_store_close(bundle.store);
    return exit;
}

const struct nb_command nb_command_bundle = {
    "bundle", "adds an issue to a static site with catalogues", usage, run};
