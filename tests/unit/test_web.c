/* The stylesheet for web pages, and base64. */
#include "style_fixture.h"

#include "base/base64.h"

#include <string.h>

static const char *kind(const void *user, const char *family)
{
    (void)user;
    return strcmp(family, "Plain") == 0 ? "sans-serif" : NULL;
}

/* Whether the stylesheet of `css` has `text`. */
static bool has(const char *css, const char *text)
{
    struct fixture fixture = sheet_of(css, 0);
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_web web = {kind, NULL, {.r = 0x16, .g = 0x18, .b = 0x1b}};
    assert_int_equal(nb_sheet_write_web_css(fixture.sheet, &web, &out), NB_OK);
    bool found = strstr(nb_buf_cstr(&out), text) != NULL;
    nb_buf_free(&out);
    release(&fixture);
    return found;
}

static void families(void **state)
{
    (void)state;
    const char *css = "@media print{p{font-family:\"Plain\",Other}}";
    assert_true(has(css, "p {\n    font-family: \"Plain\", \"Other\", system-ui"));
    assert_true(has("p{font-family:Other}", "\"Other\", Charter, Georgia, serif;"));
    assert_true(has("p{font-family:monospace !important}", " !important;"));
    /* headlines keep the face of <h1> */
    css = "@media print{h1{font-family:Plain}h2{font-family:Other}}";
    assert_true(has(css, ".headline {\n    font-family: \"Plain\", system-ui"));
}

static void colors(void **state)
{
    (void)state;
    const char *dark = "@media screen and (prefers-color-scheme: dark) {\np {\n";
    const char *css = ":root{--c:#8f1d1d}@media print{p{color:var(--c)}}";
    assert_true(has(css, "p {\n    color: #8f1d1d;\n}\n"));
    assert_true(has(css, dark));
    assert_true(has("p{color:#000000}", "    color: #878787;"));
    /* what can be read already stays, and what has a ground of its own */
    assert_true(has("p{color:#eeeeee}", "dark) {\np {\n    color: #eeeeee;"));
    css = "p{color:#000000;background:#ffffff}";
    assert_true(has(css, "background: #ffffff;"));
    assert_false(has(css, dark));
    assert_true(has("p{color:inherit}", "dark) {\np {\n    color: inherit;"));
}

/* Only what is for all media or for print; nothing for old reading systems. */
static void media(void **state)
{
    (void)state;
    assert_false(has("@media screen{p{color:#000}}", "dark) {\np {"));
    assert_false(has("@page{margin:1in}", "@page"));
    assert_false(has("p{hyphens:auto}", "adobe"));
    assert_true(has("p{hyphens:auto}", "-webkit-hyphens: auto"));
}

static void base64(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {{"", ""},
                 {"f", "Zg=="},
                 {"fo", "Zm8="},
                 {"foo", "Zm9v"},
                 {"foob", "Zm9vYg=="},
                 {"fooba", "Zm9vYmE="},
                 {"\xff\xfe", "//4="},
                 {"foobar", "Zm9vYmFy"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nb_buf out = NB_BUF_INIT;
        nb_base64_put(cases[i].in, strlen(cases[i].in), &out);
        assert_string_equal(nb_buf_cstr(&out), cases[i].out);
        nb_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families),
        cmocka_unit_test(colors),
        cmocka_unit_test(media),
        cmocka_unit_test(base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
