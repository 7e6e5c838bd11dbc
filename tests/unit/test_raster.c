/* Pages as pictures: what is drawn where, the same bytes twice, no memory. */
#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "image/formats.h"
#include "image/image.h"
#include "unit.h"
#include "write/write.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The RGB of a point of the picture, each within `near` of what is wanted. */
static void color_at(const struct nb_pixels *pixels, unsigned x, unsigned y, int r,
                     int g, int b)
{
    const unsigned char *p = pixels->data + ((size_t)y * pixels->width + x) * 3;
    enum { NEAR = 24 };
    assert_in_range(p[0], r > NEAR ? r - NEAR : 0, r + NEAR);
    assert_in_range(p[1], g > NEAR ? g - NEAR : 0, g + NEAR);
    assert_in_range(p[2], b > NEAR ? b - NEAR : 0, b + NEAR);
}

static void draw(const struct nb_page *page, unsigned width, unsigned height,
                 struct nb_pixels *out)
{
    struct nb_buf one = NB_BUF_INIT, two = NB_BUF_INIT;
    assert_int_equal(nb_raster_jpeg(page, width, height, 90, &one), NB_OK);
    assert_int_equal(nb_raster_jpeg(page, width, height, 90, &two), NB_OK);
    assert_true(nb_str_eq(nb_buf_view(&one), nb_buf_view(&two)));
    assert_int_equal(nb_jpeg_decode(nb_buf_view(&one), UINT_MAX, UINT_MAX, out), NB_OK);
    nb_buf_free(&one);
    nb_buf_free(&two);
}

static void draws_fills_and_pictures(void **state)
{
    (void)state;
    struct nb_book *book = nb_book_new(0);
    struct nb_page *page = nb_book_add_page(book, 100, 100);
    unsigned char half[4] = {0, 0, 255, 128};
    struct nb_pixels alpha = {1, 1, 4, half}, got;
    struct nb_buf png = NB_BUF_INIT;
    assert_int_equal(nb_png_encode(&alpha, &png), NB_OK);
    struct nb_image image = {NB_IMAGE_PNG, 1, 1, 4, NULL, png.len, "a", NULL};
    image.data = (unsigned char *)png.data;
    nb_page_fill(book, page, (struct nb_fill){10, 10, 30, 30, {255, 0, 0}, NULL});
    nb_page_image(book, page,
                  (struct nb_placed_image){
                      .image = &image, .x = 50, .y = 50, .width = 40, .height = 40});
    nb_page_run(book, page, (struct nb_run){.size = 1, .text = ""}); /* a kept place */
    draw(page, 200, 300, &got); /* twice as large, with 50 rows above and below */
    color_at(&got, 100, 20, 255, 255, 255);
    color_at(&got, 50, 100, 255, 0, 0);
    color_at(&got, 100, 100, 255, 255, 255);
    color_at(&got, 140, 190, 127, 127, 255);
    nb_pixels_free(&got);
    nb_buf_free(&png);
    nb_book_free(book);
}

/* A glyph that goes through several of the bands in which a picture is made: no row of its
 * stem may be missing or come twice. */
static void draw_tall(struct nb_book *book, const struct nb_font *face)
{
    struct nb_page *page = nb_book_add_page(book, 100, 300);
    struct nb_glyph stem = {.id = (uint16_t)nb_font_glyph(face, 'l'), .advance = 100};
    struct nb_pixels got;
    nb_page_run(book, page,
                (struct nb_run){.font = face,
                                .size = 350,
                                .y = 290,
                                .stretch = 1,
                                .glyphs = &stem,
                                .glyph_count = 1});
    draw(page, 100, 300, &got);
    unsigned rows = 0, changes = 0;
    bool before = false;
    for (size_t y = 0; y < 300; y++) {
        unsigned dark = 0;
        for (size_t x = 0; x < 100; x++)
            dark += got.data[(y * 100 + x) * 3] < 100;
        rows += dark > 0;
        changes += (dark > 0) != before;
        before = dark > 0;
    }
    assert_int_equal(changes, 2);
    assert_in_range(rows, 3 * NB_BAND, 290);
    nb_pixels_free(&got);
}

static void draws_glyphs(void **state)
{
    static const char *const families[] = {"serif", NULL};
    (void)state;
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_fonts *fonts;
    struct nb_pixels got;
    bool tofu;
    assert_int_equal(nb_fonts_open(&ctx, "fonts/catalogue.css", NULL, &fonts), NB_OK);
    const struct nb_font *face =
        nb_fonts_for(fonts, 0x2014, NB_SCRIPT('Z', 'y', 'y', 'y'), "en", families, 400,
                     false, &tofu);
    struct nb_book *book = nb_book_new(0);
    struct nb_page *page = nb_book_add_page(book, 100, 100);
    struct nb_glyph dash = {.id = (uint16_t)nb_font_glyph(face, 0x2014), .advance = 60};
    nb_page_run(book, page,
                (struct nb_run){.font = face,
                                .size = 100,
                                .x = 10,
                                .y = 80,
                                .stretch = 1,
                                .underline = true,
                                .color = {0, 0, 200},
                                .glyphs = &dash,
                                .glyph_count = 1});
    draw(page, 100, 100, &got);
    unsigned dark = 0;
    for (unsigned y = 20; y < 80; y++) /* the dash, above the baseline */
        dark += got.data[((size_t)y * 100 + 50) * 3] < 100;
    assert_in_range(dark, 2, 15);
    color_at(&got, 40, 95, 0, 0, 200); /* the underline */
    color_at(&got, 80, 95, 255, 255, 255);
    nb_pixels_free(&got);
    draw_tall(book, face);
    nb_book_free(book);
    nb_fonts_free(fonts);
    nb_diags_free(diags);
}

static void refuses(void **state)
{
    (void)state;
    struct nb_book *book = nb_book_new(0);
    struct nb_page *page = nb_book_add_page(book, 100, 100);
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(nb_raster_jpeg(page, 0, 100, 90, &out), NB_LIMIT);
    assert_int_equal(nb_raster_jpeg(page, 1000000, 100, 90, &out), NB_LIMIT);
    enum nb_status status = NB_NOMEM;
    for (unsigned long n = 1; status != NB_OK; n++) {
        assert_true(n < 20);
        nb_mem_fail_at(n);
        nb_buf_free(&out);
        status = nb_raster_jpeg(page, 10, 10, 90, &out);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
    }
    assert_int_equal(nb_raster_jpeg(nb_book_add_page(book, 0, 10), 9, 9, 90, &out),
                     NB_FORMAT);
    nb_buf_free(&out);
    nb_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_fills_and_pictures),
        cmocka_unit_test(draws_glyphs),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
