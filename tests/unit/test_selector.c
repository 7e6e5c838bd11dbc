/* Selectors: what matches and what is turned away. A rule is seen by the margin it sets. */
#include "style_fixture.h"

#include <stdio.h>

static const struct nb_element body = {
    .name = "body", .lang = "en", .first_child = true};
static const struct nb_element front = {
    .parent = &body, .name = "section", .classes = "front", .first_child = true};
static const struct nb_element lead = {.parent = &front,
                                       .name = "article",
                                       .classes = "big lead",
                                       .lang = "de-AT",
                                       .previous = "header"};
static const struct nb_element inner = {
    .parent = &lead, .name = "article", .lang = "de-AT", .first_child = true};
static const struct nb_element text = {
    .parent = &inner, .name = "p", .lang = "de-AT", .previous = "h2"};

/* Whether `selector` matches the paragraph below body > section > article > article. */
static bool matches(const char *selector)
{
    char css[200];
    (void)snprintf(css, sizeof css, "%s{margin-left:7pt}", selector);
    struct fixture fixture = sheet_of(css, 0);
    struct nb_style style = style_of(fixture.sheet, NB_MEDIA_PRINT, &text);
    release(&fixture);
    return style.margin[NB_LEFT] == 7;
}

static void simple(void **state)
{
    (void)state;
    assert_true(matches("p"));
    assert_true(matches("P"));
    assert_true(matches("*"));
    assert_false(matches("h1"));
    assert_false(matches(".lead"));
    assert_true(matches("h1, p"));
    assert_true(matches("p,h1"));
    assert_false(matches("p:first-child"));
    assert_false(matches("p.lead"));
}

static void languages(void **state)
{
    (void)state;
    assert_true(matches(":lang(de)"));
    assert_true(matches("p:lang(fr, \"de-at\")"));
    assert_false(matches("p:lang(en)"));
    assert_false(matches("p:lang(d)"));
    assert_true(matches(":lang(en) p"));
}

static void combinators(void **state)
{
    (void)state;
    assert_true(matches("body p"));
    assert_true(matches("article > p"));
    assert_true(matches("article>article>p"));
    assert_false(matches("section > p"));
    assert_true(matches("section.front article p"));
    assert_true(matches(".big.lead p"));
    assert_false(matches(".lead > p"));
    assert_true(matches("html > body > section > article > article > p"));
    assert_true(matches(":root p"));
    assert_false(matches("p p"));
    assert_true(matches("h2 + p"));
    assert_true(matches(".lead h2+p"));
    assert_true(matches("article:first-child > h2 + p"));
    assert_false(matches("h3 + p"));
    assert_true(matches("header + article p"));
    assert_false(matches("header + article > p"));
}

/* The nearest article fails its own parent's test; the one above passes. */
static void goes_back(void **state)
{
    (void)state;
    assert_true(matches("section > article p"));
    assert_true(matches("body section > article p"));
    assert_false(matches("body > article p"));
}

static void unsupported(void **state)
{
    (void)state;
    static const char *const selectors[] = {
        "p:hover",  "p::before",   "#id",   "a[href]",    "p ~ p",
        ".a + p",   "> p",         "p >",   "p,,p",       "p..a",
        "p:lang()", "a + b + c",   ",",     "p:not(.a)",  ".1",
        "p::lang",  "p:lang(de p", "p\\:x", "a.b.c.d.e.f"};
    for (size_t i = 0; i < sizeof selectors / sizeof selectors[0]; i++) {
        char css[200];
        (void)snprintf(css, sizeof css, "%s{margin-left:7pt}", selectors[i]);
        struct fixture fixture = sheet_of(css, 1);
        release(&fixture);
    }
}

static void one_bad_selector_costs_the_rule(void **state)
{
    (void)state;
    struct fixture fixture = sheet_of("p, p:hover {margin-left:7pt}\nq!{}", 2);
    assert_int_equal(nb_diags_at(fixture.diags, 0)->code, NB_DIAG_STYLE_SELECTOR);
    assert_string_equal(nb_diags_at(fixture.diags, 0)->detail, "p:hover");
    assert_int_equal(nb_diags_at(fixture.diags, 1)->line, 2);
    assert_true(style_of(fixture.sheet, NB_MEDIA_PRINT, &text).margin[NB_LEFT] == 0);
    release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple),
        cmocka_unit_test(languages),
        cmocka_unit_test(combinators),
        cmocka_unit_test(goes_back),
        cmocka_unit_test(unsupported),
        cmocka_unit_test(one_bad_selector_costs_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
