/* The syntax of CSS: rules, declarations, recovery, tokens, hostile input. */
#include "unit.h"

#include "base/css.h"
#include "base/limits.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_arena *arena;
    struct nb_css_rule *rules;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->diags = nb_diags_new();
    fixture->ctx = (struct nb_ctx){fixture->diags, &nb_limits_default};
    fixture->arena = nb_arena_new(0);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    nb_arena_free(fixture->arena);
    nb_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

/* Parses and expects this many complaints. */
static struct nb_css_rule *parse(struct fixture *fixture, const char *text,
                                 size_t complaints)
{
    size_t before = nb_diags_count(fixture->diags);
    assert_int_equal(nb_css_parse(&fixture->ctx, fixture->arena, "x.css",
                                  nb_str_of(text), &fixture->rules),
                     NB_OK);
    assert_int_equal(nb_diags_count(fixture->diags) - before, complaints);
    return fixture->rules;
}

static void expect_decl(const struct nb_css_decl *decl, const char *name,
                        const char *value)
{
    assert_non_null(decl);
    assert_string_equal(decl->name, name);
    assert_string_equal(decl->value, value);
}

static void rules_and_declarations(void **state)
{
    struct nb_css_rule *rule = parse(
        *state,
        "\xEF\xBB\xBF/* c */ h1 ,\n  h2.a > b {\r\n COLOR : Red ; --X-y:  {a;b} ;\n"
        " font : 10pt / 12pt \"A  ;}B\" ! Important }\n\np{}",
        0);
    assert_null(rule->at);
    assert_string_equal(rule->prelude, "h1 , h2.a > b");
    assert_int_equal(rule->line, 1);
    expect_decl(rule->decls, "color", "Red");
    assert_int_equal(rule->decls->line, 3);
    expect_decl(rule->decls->next, "--X-y", "{a;b}");
    expect_decl(rule->decls->next->next, "font", "10pt / 12pt \"A  ;}B\"");
    assert_true(rule->decls->next->next->important);
    assert_false(rule->decls->important);
    assert_string_equal(rule->next->prelude, "p");
    assert_int_equal(rule->next->line, 6);
    assert_null(rule->next->next);
}

static void at_rules(void **state)
{
    struct nb_css_rule *rule =
        parse(*state,
              "@charset \"utf-8\";@MEDIA print{a{b:c}@page :first{margin:1mm;"
              "@top-left{content:\"x\"}size:A4}}@font-face{src:url( a;b//c\\) )}",
              0);
    assert_string_equal(rule->at, "charset");
    assert_string_equal(rule->prelude, "\"utf-8\"");
    rule = rule->next;
    assert_string_equal(rule->at, "media");
    assert_string_equal(rule->prelude, "print");
    expect_decl(rule->rules->decls, "b", "c");
    const struct nb_css_rule *page = rule->rules->next;
    assert_string_equal(page->prelude, ":first");
    expect_decl(page->decls, "margin", "1mm");
    expect_decl(page->decls->next, "size", "A4");
    assert_string_equal(page->rules->at, "top-left");
    rule = rule->next;
    assert_string_equal(rule->at, "font-face");
    expect_decl(rule->decls, "src", "url(a;b//c\\))");
}

static void comments_and_escapes(void **state)
{
    struct nb_css_rule *rule = parse(
        *state, "a/**/b,c/**/.d{c\\6f lor:re/**/d;e:1/**/ 2;\\66 oo:\"a\\\nb\"}", 0);
    assert_string_equal(rule->prelude, "a b,c.d");
    expect_decl(rule->decls, "color", "re d");
    expect_decl(rule->decls->next, "e", "1 2");
    expect_decl(rule->decls->next->next, "foo", "\"ab\"");
}

static void recovery(void **state)
{
    struct nb_css_rule *rule = parse(*state, "a{b c;d:e;:f;g:;h:i}", 3);
    expect_decl(rule->decls, "d", "e");
    expect_decl(rule->decls->next, "h", "i");
    rule = parse(*state, "a{b:\"c\nd;e:f}", 1);
    expect_decl(rule->decls, "e", "f");
    rule = parse(*state, "a{b:c]d;e:f}", 1);
    expect_decl(rule->decls, "e", "f");
    rule = parse(*state, "a{b:c;d:hover{e:f}g:h}i{j:k}", 1);
    expect_decl(rule->decls, "b", "c");
    expect_decl(rule->decls->next, "g", "h");
    assert_string_equal(rule->next->prelude, "i");
    rule = parse(*state, "}a{b:c}d{e:f}", 1);
    assert_string_equal(rule->prelude, "d");
    assert_null(rule->next);
    rule = parse(*state, "{a:b}c;d{e:f}g{h:i}", 2);
    assert_string_equal(rule->prelude, "g");
    rule = parse(*state, "@media print{a{b:c", 1);
    expect_decl(rule->rules->decls, "b", "c");
    parse(*state, "a /* b", 2);
    assert_null(parse(*state, "", 0));
    assert_null(parse(*state, "a{b:(", 2)->decls);
}

static void hostile(void **state)
{
    struct fixture *fixture = *state;
    const size_t deep = 100000;
    char *text = malloc(deep * 3 + 1);
    static const char *const pieces[] = {"@a{", "(((", "{{{", "[([", "a:{", "}@;"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        for (size_t k = 0; k < deep; k++)
            memcpy(text + k * 3, pieces[i], 3);
        text[deep * 3] = '\0';
        assert_int_equal(nb_css_parse(&fixture->ctx, fixture->arena, "x",
                                      nb_str_of(text), &fixture->rules),
                         NB_OK);
    }
    assert_true(nb_diags_count(fixture->diags) > 0);
    free(text);
    struct nb_str nul = {"a{b:c\0d}", 8};
    assert_int_equal(
        nb_css_parse(&fixture->ctx, fixture->arena, "x", nul, &fixture->rules), NB_OK);
    expect_decl(fixture->rules->decls, "b",
                "c\xEF\xBF\xBD"
                "d");
}

static void expect_token(struct fixture *fixture, const char **at,
                         enum nb_css_token_type type, const char *text, double number)
{
    struct nb_css_token token;
    assert_true(nb_css_token(fixture->arena, at, &token));
    assert_int_equal(token.type, type);
    if (text)
        assert_string_equal(token.text, text);
    assert_true(token.number == number);
}

static void tokens(void **state)
{
    const char *at =
        "a -b --c 11.2pt -.5e1EM +3% 1e2 2e \"x\\22 y\" 'z' #8f1d1d url(a b) "
        "url( \"q\" ) Rgb( 1,(2) ) , U+0-7F /u -";
    struct nb_css_token token;
    expect_token(*state, &at, NB_CSS_IDENT, "a", 0);
    expect_token(*state, &at, NB_CSS_IDENT, "-b", 0);
    expect_token(*state, &at, NB_CSS_IDENT, "--c", 0);
    expect_token(*state, &at, NB_CSS_LENGTH, "pt", 11.2);
    expect_token(*state, &at, NB_CSS_LENGTH, "em", -5);
    expect_token(*state, &at, NB_CSS_PERCENT, NULL, 3);
    expect_token(*state, &at, NB_CSS_NUMBER, NULL, 100);
    expect_token(*state, &at, NB_CSS_LENGTH, "e", 2);
    expect_token(*state, &at, NB_CSS_STRING, "x\"y", 0);
    expect_token(*state, &at, NB_CSS_STRING, "z", 0);
    expect_token(*state, &at, NB_CSS_HASH, "8f1d1d", 0);
    expect_token(*state, &at, NB_CSS_URL, "a b", 0);
    expect_token(*state, &at, NB_CSS_URL, "q", 0);
    assert_true(nb_css_token(((struct fixture *)*state)->arena, &at, &token));
    assert_int_equal(token.type, NB_CSS_FUNCTION);
    assert_string_equal(token.text, "rgb");
    assert_string_equal(token.args, "1,(2)");
    expect_token(*state, &at, NB_CSS_DELIM, ",", 0);
    expect_token(*state, &at, NB_CSS_UNICODES, "U+0-7F", 0);
    expect_token(*state, &at, NB_CSS_DELIM, "/", 0);
    expect_token(*state, &at, NB_CSS_IDENT, "u", 0);
    expect_token(*state, &at, NB_CSS_DELIM, "-", 0);
    assert_false(nb_css_token(((struct fixture *)*state)->arena, &at, &token));
}

static void numbers_stay_finite(void **state)
{
    struct fixture *fixture = *state;
    const char *at = "1e999999999999 -1e-99999 .000000000000000000000000000000001 "
                     "123456789012345678901234567890";
    struct nb_css_token token;
    while (nb_css_token(fixture->arena, &at, &token)) {
        assert_int_equal(token.type, NB_CSS_NUMBER);
        assert_true(token.number > -1e301 && token.number < 1e301);
    }
    assert_true(token.type == NB_CSS_END && *at == '\0');
}

/* Each allocation in turn fails: NB_NOMEM, never a crash. */
static void no_memory(void **state)
{
    (void)state;
    char text[4096] = "";
    for (int i = 0; i < 60; i++)
        (void)snprintf(text + strlen(text), 40, "@media x{a{b\\6f:\"c\\64 \"}}\r\n");
    enum nb_status status = NB_NOMEM;
    for (unsigned long n = 1; status != NB_OK; n++) {
        struct nb_diags *diags = nb_diags_new();
        struct nb_ctx ctx = {diags, &nb_limits_default};
        struct nb_arena *arena = nb_arena_new(0);
        struct nb_css_rule *rules;
        nb_mem_fail_at(n);
        status = nb_css_parse(&ctx, arena, "x", nb_str_of(text), &rules);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
        assert_true(n < 1000);
        nb_arena_free(arena);
        nb_diags_free(diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rules_and_declarations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(at_rules, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comments_and_escapes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(recovery, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hostile, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tokens, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_stay_finite, set_up, tear_down),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
