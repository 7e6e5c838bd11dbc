/* Books and pages: order, copies, adopted arenas, running out of memory. */
#include "base/buf.h"
#include "base/mem.h"
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
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
