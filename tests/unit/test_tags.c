/* Tags and marks: the tree's order, levels of headings without gaps, and a page cut into pieces
 * of one tag each, in the order of drawing and in that of reading. */
#include "layout/tags.h"
#include "page/marks.h"
#include "unit.h"

#include <string.h>

static void a_tree_has_an_order(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_tag *root = nb_tag_new(arena, NULL, NB_TAG_DOCUMENT);
    struct nb_tag *first = nb_tag_new(arena, root, NB_TAG_ARTICLE);
    struct nb_tag *second = nb_tag_new(arena, root, NB_TAG_ARTICLE);
    struct nb_tag *inner = nb_tag_new(arena, first, NB_TAG_PARAGRAPH);
    assert_null(nb_tag_new(arena, NULL, NB_TAG_ARTICLE));
    assert_ptr_equal(nb_tag_behind(first), second);
    assert_null(nb_tag_behind(root));
    const struct nb_tag *order[] = {root, first, inner, second, NULL};
    const struct nb_tag *tag = root;
    for (size_t i = 0; order[i]; i++, tag = nb_tag_next(tag))
        assert_ptr_equal(tag, order[i]);
    assert_null(tag);
    nb_tag_to_end(first);
    nb_tag_to_end(first);
    nb_tag_to_end(NULL);
    assert_ptr_equal(nb_tag_next(root), second);
    assert_ptr_equal(nb_tag_next(second), first);
    assert_null(nb_tag_next(inner));
    assert_true(nb_tag_is_inline(NB_TAG_SPAN));
    assert_false(nb_tag_is_inline(NB_TAG_FIGURE));
    assert_true(nb_tag_is_container(NB_TAG_ENTRY));
    assert_false(nb_tag_is_container(NB_TAG_HEADING));
    assert_string_equal(nb_tag_name(NB_TAG_LINK), "link");
    nb_arena_free(arena);
}

static void headings_close_up(void **state)
{
    (void)state;
    static const unsigned source[] = {4, 3, 5, 6, 3, 2, 6};
    static const unsigned expected[] = {3, 3, 4, 5, 3, 3, 4};
    struct nb_outline_levels levels = {{0}, 0};
    for (size_t i = 0; i < sizeof source / sizeof source[0]; i++)
        assert_int_equal(nb_heading_level(&levels, 2, source[i]), expected[i]);
    struct nb_outline_levels deep = {{0}, 0};
    for (unsigned level = 2; level <= 6; level++)
        assert_in_range(nb_heading_level(&deep, 4, level), 5, 6);
}

static void the_first_heading_follows_the_title(void **state)
{
    (void)state;
    struct nb_section section = {.title = "World"}, untitled = {0};
    struct nb_edition edition = {.title = "T", .sections = &section};
    assert_int_equal(nb_heading_base(&edition).section, 2);
    assert_int_equal(nb_heading_base(&edition).headline, 3);
    edition.sections = &untitled;
    assert_int_equal(nb_heading_base(&edition).headline, 2);
    edition.single = true;
    assert_int_equal(nb_heading_base(&edition).headline, 1);
}

static void put(struct nb_book *book, struct nb_tag *tag, int block, float y,
                uint32_t at, bool rtl)
{
    nb_page_run(book, book->pages[0],
                (struct nb_run){.size = 10,
                                .y = y,
                                .at = at,
                                .rtl = rtl,
                                .text = "",
                                .origin = {tag ? NB_ROLE_PARAGRAPH : NB_ROLE_ARTIFACT,
                                           0, block, tag}});
}

/* Two blocks of one article, placed in the wrong order; in the second a line whose middle stands
 * first; furniture between them. */
static void marks_are_drawn_and_read(void **state)
{
    (void)state;
    struct nb_book *book = nb_book_new(0);
    struct nb_marks marks;
    nb_book_add_page(book, 100, 100);
    struct nb_tag *root = nb_tag_new(book->arena, NULL, NB_TAG_DOCUMENT);
    struct nb_tag *a = nb_tag_new(book->arena, root, NB_TAG_PARAGRAPH);
    struct nb_tag *b = nb_tag_new(book->arena, root, NB_TAG_PARAGRAPH);
    put(book, b, 2, 50, 6, true); /* drawn from left to right */
    put(book, b, 2, 50, 0, false);
    put(book, b, 2, 50, 12, true);
    put(book, NULL, 1, 5, 0, false);
    put(book, a, 1, 20, 0, false); /* two lines of one tag: one mark */
    put(book, a, 1, 32, 9, false);
    assert_int_equal(nb_marks_make(book->pages[0], &marks), NB_OK);
    assert_int_equal(marks.count, 5);
    assert_ptr_equal(marks.at[0].tag, a);
    assert_int_equal(marks.at[0].end - marks.at[0].first, 2);
    assert_ptr_equal(marks.at[1].tag, b);
    assert_true(marks.at[1].rtl);
    assert_false(marks.at[2].rtl);
    assert_null(marks.at[4].tag);
    static const uint32_t read[] = {0, 0, 6, 12};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(marks.runs[marks.read[i]->first]->at, read[i]);
    nb_marks_free(&marks);
    nb_book_free(book);
}

static void an_empty_page_has_none(void **state)
{
    (void)state;
    struct nb_book *book = nb_book_new(0);
    struct nb_marks marks;
    nb_book_add_page(book, 100, 100);
    assert_int_equal(nb_marks_make(book->pages[0], &marks), NB_OK);
    assert_int_equal(marks.count, 0);
    nb_marks_free(&marks);
    nb_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_has_an_order),
        cmocka_unit_test(headings_close_up),
        cmocka_unit_test(the_first_heading_follows_the_title),
        cmocka_unit_test(marks_are_drawn_and_read),
        cmocka_unit_test(an_empty_page_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
