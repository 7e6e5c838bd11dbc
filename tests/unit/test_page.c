/* Books and pages: order, copies, adopted arenas, running out of memory. */
#include "base/buf.h"
#include "base/mem.h"
#include "image/image.h"
#include "page/page.h"
#include "unit.h"

#include <string.h>

static void keeps_order(void **state)
{
    (void)state;
    struct nb_book *book = nb_book_new(0);
    assert_non_null(book);
    for (int i = 0; i < 200; i++)
        assert_non_null(nb_book_add_page(book, 100 + i, 200));
    struct nb_page *page = book->pages[199];
    assert_float_equal(page->width, 299, 0.01);
    nb_page_fill(book, page, (struct nb_fill){.x = 1});
    nb_page_fill(book, page, (struct nb_fill){.x = 2});
    nb_page_run(book, page, (struct nb_run){.x = 3, .next = (struct nb_run *)page});
    nb_page_run(book, page, (struct nb_run){.x = 4});
    nb_page_link(book, page, (struct nb_page_link){.uri = "https://example.org/"});
    nb_page_image(book, page, (struct nb_placed_image){.alt = "x"});
    assert_float_equal(page->fills->x, 1, 0);
    assert_float_equal(page->fills->next->x, 2, 0);
    assert_null(page->fills->next->next);
    assert_float_equal(page->runs->next->x, 4, 0);
    assert_ptr_equal(page->last_run, page->runs->next);
    assert_null(page->images->next);
    assert_null(page->links->next);
    nb_book_free(book);
}

static void copies_names(void **state)
{
    (void)state;
    char name[] = "a1";
    struct nb_book *book = nb_book_new(0);
    assert_non_null(book);
    struct nb_page *page = nb_book_add_page(book, 10, 10);
    nb_page_anchor(book, page, name, 1, 2);
    nb_book_outline(book, name, name, 1);
    nb_book_outline(book, "no anchor", NULL, 0);
    name[0] = 'b';
    assert_string_equal(page->anchors->name, "a1");
    assert_string_equal(book->outline->title, "a1");
    assert_string_equal(book->outline->anchor, "a1");
    assert_null(book->outline->next->anchor);
    nb_page_anchor(book, NULL, "none", 0, 0);
    nb_book_free(book);
}

static void dumps(void **state)
{
    static const struct nb_glyph glyphs[] = {{.advance = 5}, {.advance = 6.25F}};
    static const struct nb_image image = {
        .width = 64, .height = 48, .hash = "0123456789"};
    (void)state;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_book *book = nb_book_new(0);
    struct nb_page *page = nb_book_add_page(book, 100, 200.5);
    page->label = "i";
    nb_page_fill(book, page, (struct nb_fill){1, 2, 3, 0.5F, {255, 0, 16}, NULL});
    nb_page_image(book, page,
                  (struct nb_placed_image){.image = &image,
                                           .width = 10,
                                           .height = 7.5F,
                                           .alt = "A \"cat\"",
                                           .origin = {NB_ROLE_FIGURE, 0, 3}});
    nb_page_run(book, page,
                (struct nb_run){.size = 9,
                                .x = 4,
                                .y = 20,
                                .stretch = 0.98F,
                                .hyphen = true,
                                .glyphs = glyphs,
                                .glyph_count = 2,
                                .text = "cat",
                                .text_len = 2,
                                .lang = "de",
                                .origin = {NB_ROLE_PARAGRAPH, 1, 2}});
    nb_page_link(
        book, page,
        (struct nb_page_link){.uri = "https://example.org/", .origin = {0, -1, -1}});
    nb_page_anchor(book, page, "a1", 0, 12);
    nb_book_outline(book, "One", "a1", 0);
    nb_book_dump(book, &out);
    assert_string_equal(
        nb_buf_cstr(&out),
        "page 1 100.00 200.50 \"i\"\n"
        "  fill 1.00 2.00 3.00 0.50 #ff0010\n"
        "  image 0.00 0.00 10.00 7.50 64x48 01234567 figure a0 b3 \"A \\\"cat\\\"\"\n"
        "  run 4.00 20.00 11.25 9.00 - #000000 stretch=0.9800 hyphen lang=de paragraph "
        "a1 b2 "
        "\"ca\"\n"
        "  link 0.00 0.00 0.00 0.00 <https://example.org/> artifact \"\"\n"
        "  anchor 0.00 12.00 a1\n"
        "outline 0 \"One\" #a1\n");
    nb_buf_free(&out);
    nb_book_free(book);
}

/* Everything that allocates; the n-th allocation fails for each n until none does. */
static bool build_once(void)
{
    struct nb_book *book = nb_book_new(0);
    if (!book)
        return false;
    enum nb_status adopted = nb_book_adopt(book, nb_arena_new(0));
    for (int i = 0; i < 100; i++) {
        struct nb_page *page = nb_book_add_page(book, 10, 10);
        nb_page_anchor(book, page, "name", 0, 0);
        nb_page_run(book, page, (struct nb_run){.x = 1});
    }
    nb_book_outline(book, "title", "name", 0);
    bool done = nb_arena_status(book->arena) == NB_OK && adopted == NB_OK &&
                book->adopted_count == 1;
    nb_book_free(book);
    return done;
}

static void survives_no_memory(void **state)
{
    (void)state;
    unsigned long n = 1;
    for (bool done = false; !done && n < 1000; n++) {
        nb_mem_fail_at(n);
        done = build_once();
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 5, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order),
        cmocka_unit_test(copies_names),
        cmocka_unit_test(dumps),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
