/* What dump programs leave: Markdown, link numbers, lists of addresses, hyphens. */
#include "read/text_dump.h"
#include "read/text_hyphen.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void expect_undone(const char *markdown, const char *want)
{
    struct nb_buf out = NB_BUF_INIT;
    nb_markdown_undo(nb_str_of(markdown), &out);
    assert_int_equal(out.status, NB_OK);
    assert_string_equal(nb_buf_cstr(&out), want);
    nb_buf_free(&out);
}

static void markdown_is_told(void **state)
{
    (void)state;
    assert_true(nb_markdown_is(NB_STR("# A\n\ntext\n\n## B\n")));
    assert_true(nb_markdown_is(NB_STR("[a](http://b) and [c](/d)")));
    assert_true(nb_markdown_is(NB_STR("**a** **b** **c** **d**")));
    assert_false(nb_markdown_is(NB_STR("#tag one\n#tag two\n#tag three\n")));
    assert_false(nb_markdown_is(NB_STR("          # Nested\n          # List\n")));
    assert_false(nb_markdown_is(NB_STR("2 ** 3 ** 4 ** 5 ** 6")));
    assert_false(nb_markdown_is(NB_STR("a [note] (see b) [x](y)")));
    assert_false(nb_markdown_is(NB_STR("")));
    assert_true(
        nb_markdown_is_page(NB_STR("* [a](/b)\n[c](/d)\n![e](/f)\n# [g](/h)\n")));
    assert_true(
        nb_markdown_is_page(NB_STR("# A\n\n* Share\n* Tweet\n* Log in\n\nComments\n")));
    assert_false(nb_markdown_is_page(NB_STR("# A\n\n[a](/b)\n\ntext [a](/b) text\n")));
}

static void links_and_emphasis_go(void **state)
{
    (void)state;
    expect_undone("a [b](http://c/(d)) e", "a b e\n");
    expect_undone("[![alt](/p.png \"t\")](/q) text", " text\n");
    expect_undone("a [b *c*][1] [d]", "a b c [d]\n");
    expect_undone("*a* __b__ ***c*** 2 * 3 a_b_c `d`", "a b c 2 * 3 a_b_c d\n");
    expect_undone("\\*a\\* 1\\. b", "*a* 1. b\n");
    expect_undone("a [b](http://never closed", "a [b](http://never closed\n");
    expect_undone("](http://x) a", " a\n");
    expect_undone("[[[[[a](/b)](/c)", "[[[a\n");
}

static void lines_keep_their_numbers(void **state)
{
    (void)state;
    /* a paragraph of two lines, a gap, one line: \1 for a line skipped, \2 for a gap */
    expect_undone("a\nb\n\nc\n", "a b\n\1\1\2c\n");
    expect_undone("a  \nb\n", "a\nb\n");
    expect_undone("# T #\ntext\n", "\2# T\n\2text\n");
    expect_undone("T\n===\n- a\n- b\n  c\n", "T\n\1\2- a\n- b c\n");
    expect_undone("|A|B|\n|-|-|\n|1|2|\n", "A\tB\n\0011\t2\n");
    expect_undone("> a\n> b\n", "> a b\n");
    expect_undone("```\n# x\ny\n```\nz\n", "\1# x\ny\n\1z\n");
    expect_undone("* ![](/p)\n\n---\n", "");
}

static void hostile_markdown_is_fast(void **state)
{
    (void)state;
    size_t size = 1 << 20;
    char *text = malloc(size);
    struct nb_buf out = NB_BUF_INIT;
    assert_non_null(text);
    memset(text, '[', size);
    nb_markdown_undo((struct nb_str){text, size}, &out);
    assert_int_equal(out.len, size + 1);
    nb_buf_clear(&out);
    memset(text, '*', size);
    text[0] = 'a';
    nb_markdown_undo((struct nb_str){text, size}, &out);
    nb_buf_clear(&out);
    for (size_t i = 0; i + 3 < size; i += 4)
        memcpy(text + i, "[a](", 4);
    nb_markdown_undo((struct nb_str){text, size}, &out);
    assert_int_equal(out.status, NB_OK);
    nb_buf_free(&out);
    free(text);
}

static void references_go(void **state)
{
    (void)state;
    const char *text = "a\n\nReferences\n\n 1. http://a\n 2. Title\n\thttp://b/c\n"
                       "[3] mailto:d\n";
    struct nb_str cut = nb_dump_without_references(nb_str_of(text));
    assert_int_equal(cut.len, 3);
    text = "a\n1. http://a\n2. http://b\n3. http://c\nand more\n";
    assert_int_equal(nb_dump_without_references(nb_str_of(text)).len, strlen(text));
    text = "a\n1. http://a\n2. http://b\n";
    assert_int_equal(nb_dump_without_references(nb_str_of(text)).len, strlen(text));
    assert_int_equal(nb_dump_without_references(NB_STR("")).len, 0);
}

static void link_numbers_are_told(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    assert_true(nb_dump_has_link_numbers(NB_STR("[7]a [8]b [9]c [12]d [13]e")));
    assert_false(nb_dump_has_link_numbers(NB_STR("a [1] b [2], c [3]. d [4] e [5]")));
    assert_false(nb_dump_has_link_numbers(NB_STR("[5]a [4]b [3]c [2]d [1]e")));
    struct nb_str line =
        nb_dump_without_link_numbers(arena, NB_STR("a [1]b [2] c[33]d"));
    assert_true(nb_str_eq(line, NB_STR("a b [2] cd")));
    nb_arena_free(arena);
}

static void hyphens_go_when_certain(void **state)
{
    (void)state;
    struct nb_hyphens hyphens = {.many = false};
    nb_hyphens_look(&hyphens, NB_STR("the delivery was well-known\n"));
    assert_false(hyphens.many);
    assert_true(nb_hyphen_goes(&hyphens, NB_STR("a deliv-"), NB_STR("ery of")));
    assert_false(nb_hyphen_goes(&hyphens, NB_STR("a well-"), NB_STR("known")));
    assert_false(nb_hyphen_goes(&hyphens, NB_STR("a north-"), NB_STR("west")));
    assert_false(nb_hyphen_goes(&hyphens, NB_STR("the 53-"), NB_STR("day")));
    assert_false(nb_hyphen_tears(&hyphens, NB_STR("a north-"), NB_STR("west")));
    nb_hyphens_look(&hyphens, NB_STR("deliv-\nery admini-\nstration re-\nport\n"));
    assert_true(hyphens.many);
    assert_true(nb_hyphen_tears(&hyphens, NB_STR("a sta-"), NB_STR("tion")));
    assert_false(nb_hyphen_tears(&hyphens, NB_STR("a sta-"), NB_STR("Tion")));
    assert_true(nb_hyphen_goes(&hyphens, NB_STR("a sta-"), NB_STR("tion")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_is_told),
        cmocka_unit_test(links_and_emphasis_go),
        cmocka_unit_test(lines_keep_their_numbers),
        cmocka_unit_test(hostile_markdown_is_fast),
        cmocka_unit_test(references_go),
        cmocka_unit_test(link_numbers_are_told),
        cmocka_unit_test(hyphens_go_when_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
