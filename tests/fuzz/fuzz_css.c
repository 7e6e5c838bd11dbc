/* Any bytes as a stylesheet: loaded, computed, and its book CSS read again, which must be
 * well-formed. */
#include "base/css.h"
#include "base/limits.h"
#include "style/style.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void compute(const struct nb_sheet *sheet)
{
    const struct nb_element body = {.name = "body", .lang = "en", .first_child = true};
    const struct nb_element article = {
        .parent = &body, .name = "article", .classes = "lead a b"};
    const struct nb_element text = {
        .parent = &article, .name = "p", .classes = "kicker", .previous = "h1"};
    struct nb_style outer, inner, style;
    for (int media = 0; media < 2; media++) {
        nb_style_compute(sheet, (enum nb_media)media, &body, NULL, &outer);
        nb_style_compute(sheet, (enum nb_media)media, &article, &outer, &inner);
        nb_style_compute(sheet, (enum nb_media)media, &text, &inner, &style);
        if (!(style.font_size >= 1 && style.font_size <= 1000 &&
              style.line_height >= style.font_size / 2))
            abort();
    }
    struct nb_page_style page;
    (void)nb_style_page(sheet, NB_PAGE_FIRST, NULL, &page);
    if (!(page.width - page.margin[NB_LEFT] - page.margin[NB_RIGHT] > 10))
        abort();
}

static void read_again(struct nb_ctx *ctx, const struct nb_buf *css)
{
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_css_rule *rules;
    size_t before = nb_diags_count(ctx->diags);
    if (nb_css_parse(ctx, arena, "book", nb_buf_view(css), &rules) == NB_OK &&
        nb_diags_count(ctx->diags) != before)
        abort();
    nb_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_sheet *sheet;
    struct nb_buf css = NB_BUF_INIT;
    struct nb_str text = {(const char *)data, size};
    if (nb_sheet_parse(&ctx, "fuzz", text, &sheet) == NB_OK) {
        compute(sheet);
        if (nb_sheet_write_book_css(sheet, NULL, &css) == NB_OK)
            read_again(&ctx, &css);
        nb_sheet_free(sheet);
    }
    nb_buf_free(&css);
    nb_diags_free(diags);
    return 0;
}
