/* Any model as a book: what the JSON reader makes of any bytes is laid out in the style that
 * their number chooses, and written as PDF and as EPUB. Run from the project's root. */
#include "base/limits.h"
#include "doc/doc_json.h"
#include "edit/edit.h"
#include "layout/layout.h"
#include "write/write.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct nb_fonts *fonts;
static struct nb_sheet *sheets[2];

static void open_all(struct nb_ctx *ctx)
{
    if (fonts)
        return;
    if (nb_fonts_open(ctx, "fonts/catalogue.css", NULL, &fonts) != NB_OK ||
        nb_sheet_load(ctx, "styles", "broadsheet", &sheets[0]) != NB_OK ||
        nb_sheet_load(ctx, "styles", "reader", &sheets[1]) != NB_OK)
        abort();
}

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    struct nb_edition *edition = user;
    enum nb_status status = nb_edition_adopt(edition, arena);
    if (status == NB_OK)
        nb_section_add(edition->sections, article);
    return status;
}

static void write(struct nb_ctx *ctx, const struct nb_write_in *in, const char *ending)
{
    struct nb_file *file;
    if (nb_file_create("/dev/null", &file) != NB_OK ||
        nb_writer_for(ending)->write(ctx, in, file) != NB_OK)
        abort();
    if (nb_file_size(file) < 1000 || nb_file_commit(file) != NB_OK)
        abort();
}

static void make(struct nb_ctx *ctx, struct nb_edition *edition, size_t how)
{
    struct nb_layout_in in = {.edition = edition,
                              .sheet = sheets[how & 1],
                              .fonts = fonts,
                              .jobs = 1,
                              .keep_captions = (how & 2) != 0};
    struct nb_book *book = NULL, *cover = NULL;
    if (nb_layout(ctx, &in, &book) != NB_OK ||
        nb_layout_cover(ctx, &in, 1600, 2560, &cover) != NB_OK)
        abort();
    struct nb_write_in out = {.edition = edition,
                              .sheet = in.sheet,
                              .fonts = fonts,
                              .book = book,
                              .jobs = 1,
                              .keep_captions = in.keep_captions};
    write(ctx, &out, "x.pdf");
    write(ctx, &out, "x.epub");
    nb_book_free(book);
    nb_book_free(cover);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_edition *edition = nb_edition_new(0);
    if (!edition || !nb_edition_add_section(edition, NULL))
        abort();
    open_all(&ctx);
    struct nb_str text = {(const char *)data, size};
    if (nb_json_read(&ctx, "fuzz", text, take, edition) != NB_OK)
        abort();
    edition->single = nb_edition_count(edition) == 1;
    if (nb_edition_count(edition) && nb_edit_finish(edition, NULL, NULL) == NB_OK)
        make(&ctx, edition, size);
    nb_edition_free(edition);
    nb_diags_free(diags);
    return 0;
}
