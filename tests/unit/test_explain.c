/* Explanations: collected only when asked for, joined in order, bounded. */
#include "base/buf.h"
#include "base/explain.h"
#include "base/limits.h"
#include "base/mem.h"
#include "unit.h"

#include <string.h>

static void nobody_asked(void **state)
{
    (void)state;
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_buf out = NB_BUF_INIT;
    assert_false(nb_explain_wanted(&ctx));
    nb_explain(&ctx, "a.txt", 1, true, "paragraph", NB_STR("x"), NULL);
    assert_int_equal(nb_explained_count(diags), 0);
    assert_null(nb_explained_at(diags, 0));
    nb_explained_print(diags, &out);
    assert_int_equal(out.len, 0);
    nb_diags_free(diags);
    ctx.diags = NULL;
    assert_false(nb_explain_wanted(&ctx));
    nb_explain(&ctx, "a.txt", 1, true, "paragraph", NB_STR("x"), NULL);
}

static void joined_and_printed(void **state)
{
    (void)state;
    struct nb_diags *all = nb_diags_new(), *one = nb_diags_new();
    struct nb_ctx ctx = {one, &nb_limits_default};
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(nb_explain_begin(all), NB_OK);
    assert_int_equal(nb_explain_begin(one), NB_OK);
    assert_int_equal(nb_explain_begin(one), NB_OK); /* begun already */
    assert_true(nb_explain_wanted(&ctx));
    nb_explain(&ctx, "a.txt", 3, true, "paragraph", NB_STR("One\ttwo"), "rated %d", 7);
    nb_explain(&ctx, "a.txt", 0, false, "share link", NB_STR("Share"), NULL);
    nb_explain(&ctx, "b.txt", 12, true, "headline", NB_STR(""), "%s", "");
    nb_diags_join(all, one);
    assert_int_equal(nb_explained_count(one), 0);
    assert_int_equal(nb_explained_count(all), 3);
    assert_null(nb_explained_at(all, 2)->why);
    nb_explained_print(all, &out);
    assert_string_equal(nb_buf_cstr(&out), "a.txt\n"
                                           "     3  kept    paragraph: One two\n"
                                           "                rated 7\n"
                                           "     -  dropped share link: Share\n"
                                           "\n"
                                           "b.txt\n"
                                           "    12  kept    headline: \n");
    nb_buf_free(&out);
    nb_diags_free(one);
    nb_diags_free(all);
}

static void long_text_is_cut_between_characters(void **state)
{
    (void)state;
    char text[400] = "x";
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    for (size_t i = 0; i < 100; i++)
        memcpy(text + 1 + 2 * i, "é", 2);
    assert_int_equal(nb_explain_begin(diags), NB_OK);
    nb_explain(&ctx, "a", 1, true, "paragraph", nb_str_of(text), NULL);
    const char *shown = nb_explained_at(diags, 0)->text;
    assert_true(strlen(shown) < 110);
    assert_string_equal(shown + strlen(shown) - 5, "é…");
    nb_diags_free(diags);
}

static void bounded(void **state)
{
    (void)state;
    char text[97];
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_buf out = NB_BUF_INIT;
    memset(text, 'x', sizeof text);
    assert_int_equal(nb_explain_begin(diags), NB_OK);
    for (int i = 0; i < 600000; i++)
        nb_explain(&ctx, "a", 1, true, "paragraph", (struct nb_str){text, 96}, NULL);
    assert_true(nb_explained_lost(diags) > 0);
    assert_int_equal(nb_explained_count(diags) + nb_explained_lost(diags), 600000);
    nb_explained_print(diags, &out);
    assert_true(nb_str_ends(nb_buf_view(&out), NB_STR(" more\n")));
    nb_buf_free(&out);
    nb_diags_free(diags);
}

static void without_memory(void **state)
{
    (void)state;
    for (unsigned long n = 1; n < 8; n++) {
        struct nb_diags *diags = nb_diags_new();
        struct nb_ctx ctx = {diags, &nb_limits_default};
        nb_mem_fail_at(n);
        if (nb_explain_begin(diags) == NB_OK)
            nb_explain(&ctx, "a", 1, true, "paragraph", NB_STR("x"), NULL);
        nb_mem_fail_at(0);
        assert_true(nb_explained_count(diags) <= 1);
        nb_diags_free(diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_asked),
        cmocka_unit_test(joined_and_printed),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(bounded),
        cmocka_unit_test(without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
