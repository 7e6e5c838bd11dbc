/* What a section takes: patterns, window, order, limit, and the reasons that are reported. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "doc/build.h"
#include "edit/edit.h"
#include "unit.h"

#include <string.h>

struct fields {
    const char *headline, *published, *author, *site;
    int weight;
};

static const struct fields sample[] = {
    {"Alpha", "2026-11-20", "Ida Moor", "coast.example", 0},
    {"Beta", "2026-11-22T08:00:00Z", "Ola Ness", "hill.example", -3},
    {"Gamma", NULL, "Ida Moor", "hill.example", 7},
    {"Délta", "2026-11-15", "Pia Lund", "coast.example", 7},
    {"Epsilon", "2026-11-14T23:00:00-05:00", "Pia Lund", "coast.example", 1},
};

static struct nb_edition *edition_of_sample(void)
{
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, "A");
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    for (size_t i = 0; i < sizeof sample / sizeof sample[0]; i++) {
        struct nb_build *build = nb_build_new(&ctx, "a.txt");
        struct nb_article *article = nb_build_article(build);
        article->headline = nb_build_keep(build, nb_str_of(sample[i].headline));
        article->published = nb_build_keep(build, nb_str_of(sample[i].published));
        article->site = nb_build_keep(build, nb_str_of(sample[i].site));
        article->weight = sample[i].weight;
        nb_build_paragraph(build, NB_STR("Some text."), 1);
        struct nb_arena *arena;
        assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
        article->byline.at = nb_arena_array(arena, 1, sizeof *article->byline.at);
        article->byline.at[0] = sample[i].author;
        article->byline.count = 1;
        assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
        nb_section_add(section, article);
    }
    return edition;
}

/* Selects from the sample; the first letters of what is kept must be `want`, and the reasons
 * that were reported must be `reasons`, one behind the other. */
static void expect(struct nb_edit_choice choice, const char *want, const char *reasons)
{
    struct nb_edition *edition = edition_of_sample();
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    char kept[8] = "";
    struct nb_buf said = NB_BUF_INIT;
    size_t count = 0;
    edition->date = "2026-11-22";
    nb_edit_select(&ctx, edition->sections, &choice, nb_edit_day(edition, NULL));
    assert_int_equal(nb_edit_order(&ctx, edition->sections, &choice), NB_OK);
    for (struct nb_article *a = edition->sections->articles; a; a = a->next) {
        kept[count++] = a->headline[0];
        assert_true(a->next || a == edition->sections->last);
    }
    for (size_t i = 0; i < nb_diags_count(diags); i++) {
        assert_int_equal(nb_diags_at(diags, i)->code, NB_DIAG_NOT_SELECTED);
        nb_buf_printf(&said, "%s;", nb_diags_at(diags, i)->detail);
    }
    assert_string_equal(kept, want);
    assert_string_equal(nb_buf_cstr(&said), reasons);
    nb_buf_free(&said);
    nb_diags_free(diags);
    nb_edition_free(edition);
}

static struct nb_strings one(const char **pattern)
{
    return (struct nb_strings){pattern, 1};
}

static void orders_and_limits(void **state)
{
    (void)state;
    expect((struct nb_edit_choice){0}, "ABGDE", "");
    expect((struct nb_edit_choice){.order = NB_ORDER_DATE}, "BAEDG", "");
    expect((struct nb_edit_choice){.order = NB_ORDER_WEIGHT, .limit = 3}, "GDE",
           "Alpha: past the section's limit;Beta: past the section's limit;");
}

static void keeps_to_the_window(void **state)
{
    (void)state;
    expect((struct nb_edit_choice){.window = 7}, "ABGD",
           "Epsilon: before the window, 2026-11-14T23:00:00-05:00;");
    expect((struct nb_edit_choice){.window = 8}, "ABGDE", "");
}

static void includes_and_excludes(void **state)
{
    (void)state;
    const char *author = "ida *", *title = "d\xC3\x89lta", *site = "hill.*";
    expect((struct nb_edit_choice){.include = {.author = one(&author),
                                               .title = one(&title)}},
           "AGD",
           "Beta: not among what is included;Epsilon: not among what is included;");
    expect((struct nb_edit_choice){.include = {.author = one(&author)},
                                   .exclude = {.site = one(&site)}},
           "A",
           "Beta: excluded by hill.*;Gamma: excluded by hill.*;"
           "D\xC3\xA9lta: not among what is included;"
           "Epsilon: not among what is included;");
}

static void matches_patterns(void **state)
{
    (void)state;
    assert_true(nb_edit_matches("*", ""));
    assert_true(nb_edit_matches("a*b?d*", "aXbXbcd"));
    assert_true(nb_edit_matches("?", "\xC3\xA9"));
    assert_true(nb_edit_matches("*ab*ab", "ababab"));
    assert_false(nb_edit_matches("a", "ab"));
    assert_false(nb_edit_matches("ab", "a"));
    assert_false(nb_edit_matches("", "a"));
    char pattern[2001] = "", text[20001] = "";
    for (size_t i = 0; i < 2000; i += 2)
        memcpy(pattern + i, "*a", 2);
    memset(text, 'a', 20000);
    text[19999] = 'b';
    assert_false(nb_edit_matches(pattern, text)); /* in bounded time */
}

static void survives_no_memory(void **state)
{
    (void)state;
    struct nb_edition *edition = edition_of_sample();
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_edit_choice choice = {.limit = 1};
    nb_mem_fail_at(1);
    enum nb_status status = nb_edit_order(&ctx, edition->sections, &choice);
    nb_mem_fail_at(0);
    assert_int_equal(status, NB_NOMEM);
    assert_int_equal(nb_edition_count(edition), 5);
    nb_edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_and_limits),     cmocka_unit_test(keeps_to_the_window),
        cmocka_unit_test(includes_and_excludes), cmocka_unit_test(matches_patterns),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
