/* Golden tests: each stage's dump of every input under tests/golden/<stage>/ is compared with
 * the file of the same name and ".expected". With --accept the expected files are written
 * anew; look at the difference before it is committed. Run from the project's root.
 *
 * A stage is one function and one line in the table. */
#include "base/buf.h"
#include "base/diag.h"
#include "base/explain.h"
#include "base/io.h"
#include "base/limits.h"
#include "doc/doc.h"
#include "doc/doc_json.h"
#include "font/font.h"
#include "layout/layout.h"
#include "page/page.h"
#include "read/read.h"
#include "style/style.h"
#include "write/markdown.h"
#include "write/prose.h"
#include "write/xhtml.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef enum nb_status stage_fn(struct nb_ctx *ctx, const char *path,
                                struct nb_buf *out);

/* read: what a reader understood, as the tree. */
static enum nb_status dump_article(void *user, struct nb_article *article,
                                   struct nb_arena *arena)
{
    const char *why;
    enum nb_status status = nb_article_check(article, &why);
    if (status == NB_OK)
        nb_article_dump(article, user);
    nb_arena_free(arena);
    return status;
}

static enum nb_status stage_read(struct nb_ctx *ctx, const char *path,
                                 struct nb_buf *out)
{
    return nb_read_file(ctx, path, dump_article, out);
}

/* explain: why a reader kept or dropped each piece. */
static enum nb_status forget_article(void *user, struct nb_article *article,
                                     struct nb_arena *arena)
{
    (void)user;
    (void)article;
    nb_arena_free(arena);
    return NB_OK;
}

static enum nb_status stage_explain(struct nb_ctx *ctx, const char *path,
                                    struct nb_buf *out)
{
    enum nb_status status = nb_explain_begin(ctx->diags);
    if (status == NB_OK)
        status = nb_read_file(ctx, path, forget_article, NULL);
    nb_explained_print(ctx->diags, out);
    return status;
}

/* style: the stylesheet for books; what is not supported shows in the diagnostics. */
static enum nb_status stage_style(struct nb_ctx *ctx, const char *path,
                                  struct nb_buf *out)
{
    struct nb_sheet *sheet;
    enum nb_status status = nb_sheet_load(ctx, "", path, &sheet);
    if (status == NB_OK)
        status = nb_sheet_write_book_css(sheet, NULL, out);
    nb_sheet_free(sheet);
    return status;
}

/* xhtml: the model's JSON as it stands in a book. No picture is at hand; captions stay. */
static const char *no_picture(const void *user, const struct nb_image *image)
{
    (void)user;
    (void)image;
    return NULL;
}

static const char *other_article(const void *user, const char *id)
{
    (void)user;
    return strcmp(id, "a2") == 0 ? "a002.xhtml" : NULL;
}

static enum nb_status write_xhtml(void *user, struct nb_article *article,
                                  struct nb_arena *arena)
{
    const struct nb_xhtml how = {.lang = "en",
                                 .dir = NB_DIR_LTR,
                                 .words = article->lang ? article->lang : "en",
                                 .epub = true,
                                 .keep_captions = true,
                                 .picture = no_picture,
                                 .article = other_article};
    enum nb_status status = nb_xhtml_article(article, &how, user);
    nb_arena_free(arena);
    return status;
}

static enum nb_status stage_xhtml(struct nb_ctx *ctx, const char *path,
                                  struct nb_buf *out)
{
    struct nb_buf text;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &text);
    if (status == NB_OK)
        status = nb_json_read(ctx, path, nb_buf_view(&text), write_xhtml, out);
    nb_buf_free(&text);
    return status;
}

/* prose: the model's JSON as Markdown and as plain text. */
static enum nb_status write_prose(void *user, struct nb_article *article,
                                  struct nb_arena *arena)
{
    struct nb_prose plain = {
        .out = user, .keep_captions = true, .note_mark = "", .lang = article->lang};
    nb_buf_puts(user, "-- markdown\n");
    enum nb_status status = nb_markdown_article(article, true, user);
    nb_buf_puts(user, "-- text\n");
    nb_prose_body(&plain, article);
    nb_prose_end(&plain);
    nb_arena_free(arena);
    return status == NB_OK ? plain.out->status : status;
}

static enum nb_status stage_prose(struct nb_ctx *ctx, const char *path,
                                  struct nb_buf *out)
{
    struct nb_buf text;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &text);
    if (status == NB_OK)
        status = nb_json_read(ctx, path, nb_buf_view(&text), write_prose, out);
    nb_buf_free(&text);
    return status;
}

/* layout: an edition of the model's JSON, laid out in the style that the file's name says
 * ("front.broadsheet.json"), with one worker and with eight. */
static enum nb_status add_article(void *user, struct nb_article *article,
                                  struct nb_arena *arena)
{
    struct nb_edition *edition = user;
    const char *title = article->section;
    bool same =
        edition->last && nb_str_eq(nb_str_of(edition->last->title), nb_str_of(title));
    if (!same && !nb_edition_add_section(edition, title)) {
        nb_arena_free(arena);
        return NB_NOMEM;
    }
    article->kicker = NULL;
    nb_section_add(edition->last, article);
    return nb_edition_adopt(edition, arena);
}

static enum nb_status dump_pages(struct nb_ctx *ctx, struct nb_layout_in *in,
                                 struct nb_buf *out)
{
    struct nb_buf again = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    for (in->jobs = 1; in->jobs <= 8 && status == NB_OK; in->jobs += 7) {
        struct nb_book *book;
        status = nb_layout(ctx, in, &book);
        if (status == NB_OK)
            nb_book_dump(book, in->jobs == 1 ? out : &again);
        nb_book_free(book);
    }
    if (!nb_str_eq(nb_buf_view(out), nb_buf_view(&again)))
        nb_buf_puts(out, "-- with eight workers the pages are not the same\n");
    nb_buf_free(&again);
    return status;
}

static enum nb_status lay_out(struct nb_ctx *ctx, struct nb_edition *edition,
                              const char *style, struct nb_buf *out)
{
    struct nb_sheet *sheet = NULL;
    struct nb_fonts *fonts = NULL;
    enum nb_status status = nb_sheet_load(ctx, "styles", style, &sheet);
    if (status == NB_OK)
        status = nb_fonts_open(ctx, "fonts/catalogue.css", NULL, &fonts);
    struct nb_layout_in in = {.edition = edition, .sheet = sheet, .fonts = fonts};
    if (status == NB_OK)
        status = nb_edition_number(edition);
    if (status == NB_OK)
        status = dump_pages(ctx, &in, out);
    nb_fonts_free(fonts);
    nb_sheet_free(sheet);
    return status;
}

static enum nb_status stage_layout(struct nb_ctx *ctx, const char *path,
                                   struct nb_buf *out)
{
    struct nb_edition *edition = nb_edition_new(0);
    if (!edition)
        return NB_NOMEM;
    edition->title = "The Proof";
    edition->lang = "en-GB";
    edition->date = "2026-11-22";
    edition->number = "7";
    char style[64] = "";
    const char *dot = strchr(path, '.');
    if (dot)
        (void)snprintf(style, sizeof style, "%.*s", (int)strcspn(dot + 1, "."),
                       dot + 1);
    struct nb_buf text;
    enum nb_status status = nb_file_read(path, ctx->limits->input_bytes, &text);
    if (status == NB_OK)
        status = nb_json_read(ctx, path, nb_buf_view(&text), add_article, edition);
    edition->single = nb_edition_count(edition) == 1;
    if (status == NB_OK)
        status = lay_out(ctx, edition, style, out);
    nb_buf_free(&text);
    nb_edition_free(edition);
    return status;
}

static const struct {
    const char *folder;
    stage_fn *run;
} stages[] = {
    {"tests/golden/explain", stage_explain}, {"tests/golden/layout", stage_layout},
    {"tests/golden/read", stage_read},       {"tests/golden/style", stage_style},
    {"tests/golden/xhtml", stage_xhtml},     {"tests/golden/prose", stage_prose},
};

struct progress {
    stage_fn *run;
    bool accept;
    int passed, failed;
};

static void add_diagnostics(const struct nb_diags *diags, struct nb_buf *out)
{
    for (size_t i = 0; i < nb_diags_count(diags); i++) {
        nb_buf_puts(out, i ? "" : "-- diagnostics\n");
        nb_diag_format(nb_diags_at(diags, i), out);
        nb_buf_putc(out, '\n');
    }
}

static bool settle(struct progress *progress, const char *path, const char *expected,
                   const struct nb_buf *got)
{
    struct nb_buf want;
    if (progress->accept) {
        struct nb_file *file;
        if (nb_file_create(expected, &file) != NB_OK)
            return false;
        enum nb_status status = nb_file_write(file, nb_buf_cstr(got), got->len);
        return nb_file_commit(file) == NB_OK && status == NB_OK;
    }
    if (nb_file_read(expected, 64u << 20, &want) != NB_OK) {
        printf("golden: %s: no expected file\n", path);
        return false;
    }
    bool same = nb_str_eq(nb_buf_view(&want), nb_buf_view(got));
    if (!same)
        printf("golden: %s: differs from %s; got:\n%s\n", path, expected,
               nb_buf_cstr(got));
    nb_buf_free(&want);
    return same;
}

static enum nb_status one(void *user, const char *path)
{
    struct progress *progress = user;
    char expected[1024];
    size_t len = strlen(path);
    if (len > 9 && strcmp(path + len - 9, ".expected") == 0)
        return NB_OK;
    (void)snprintf(expected, sizeof expected, "%s.expected", path);
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_buf got = NB_BUF_INIT;
    enum nb_status status = diags ? progress->run(&ctx, path, &got) : NB_NOMEM;
    if (status != NB_OK)
        nb_buf_printf(&got, "-- status: %s\n", nb_status_name(status));
    if (diags)
        add_diagnostics(diags, &got);
    if (settle(progress, path, expected, &got))
        progress->passed++;
    else
        progress->failed++;
    nb_buf_free(&got);
    nb_diags_free(diags);
    return NB_OK;
}

int main(int argc, char **argv)
{
    struct progress progress = {0};
    progress.accept = argc > 1 && strcmp(argv[1], "--accept") == 0;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        progress.run = stages[i].run;
        if (!nb_path_is_folder(stages[i].folder))
            continue;
        if (nb_folder_walk(stages[i].folder, one, &progress) != NB_OK)
            progress.failed++;
    }
    printf("golden: %d passed, %d failed\n", progress.passed, progress.failed);
    return progress.failed ? 1 : 0;
}
