/* The cascade, inheritance, values, custom properties and bounds of computed styles. */
#include "style_fixture.h"

#include "base/unicode.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct nb_element body = {.name = "body", .first_child = true};
static const struct nb_element article = {
    .parent = &body, .name = "article", .classes = "lead second"};
static const struct nb_element text = {.parent = &article, .name = "p"};

static void expect(double got, double want)
{
    if (!(fabs(got - want) < 1e-6))
        fail_msg("got %g, not %g", got, want);
}

static struct nb_style print_style(const char *css, const struct nb_element *element)
{
    struct fixture fixture = sheet_of(css, 0);
    struct nb_style style = style_of(fixture.sheet, NB_MEDIA_PRINT, element);
    /* The families' names go with the sheet. */
    memset(style.families, 0, sizeof style.families);
    release(&fixture);
    return style;
}

static double indent_of(const char *css)
{
    return print_style(css, &text).indent;
}

static void cascade(void **state)
{
    (void)state;
    expect(indent_of("p{text-indent:1pt}p{text-indent:2pt}"), 2);
    expect(indent_of("article p{text-indent:1pt}p{text-indent:2pt}"), 1);
    expect(indent_of(".lead p{text-indent:1pt}body article p{text-indent:2pt}"), 1);
    expect(indent_of(".lead.second p{text-indent:1pt}.lead p{text-indent:2pt}"), 1);
    expect(indent_of("p{text-indent:1pt!important}.lead p{text-indent:2pt}"), 1);
    expect(indent_of("@media print{p{text-indent:3pt}}p{text-indent:1pt}"), 1);
    expect(indent_of("p{text-indent:1pt}@media screen, print{p{text-indent:3pt}}"), 3);
    expect(indent_of("*{text-indent:1pt}"), 1);
}

static void media(void **state)
{
    (void)state;
    struct fixture fixture =
        sheet_of("@media screen{p{text-indent:2pt;float:left}p:hover{color:red}}"
                 "@media print{p{text-indent:1pt}}",
                 0);
    expect(style_of(fixture.sheet, NB_MEDIA_PRINT, &text).indent, 1);
    expect(style_of(fixture.sheet, NB_MEDIA_SCREEN, &text).indent, 2);
    release(&fixture);
}

static void inheritance(void **state)
{
    (void)state;
    struct nb_style style = print_style(
        "body{font-size:10pt;line-height:1.5;text-align:center;margin:3pt;color:red;"
        "font-feature-settings:\"liga\" off;font-variant-numeric:oldstyle-nums}"
        "p{font-size:200%;font-variant-numeric:tabular-nums lining-nums}",
        &text);
    expect(style.font_size, 20);
    expect(style.line_height, 30);
    assert_int_equal(style.align, NB_ALIGN_CENTER);
    expect(style.margin[NB_TOP], 0);
    assert_int_equal(style.color.r, 255);
    assert_int_equal(style.feature_count, 3);
    assert_int_equal(style.features[0].tag, NB_SCRIPT('l', 'i', 'g', 'a'));
    assert_int_equal(style.features[0].value, 0);
    assert_int_equal(style.features[1].tag, NB_SCRIPT('t', 'n', 'u', 'm'));
    expect(print_style("body{line-height:150%;font-size:10pt}p{font-size:20pt}", &text)
               .line_height,
           15);
    expect(print_style("article{margin:3pt}p{margin:inherit}", &text).margin[2], 3);
    expect(print_style("body{text-indent:3pt}p{text-indent:initial}", &text).indent, 0);
    expect(print_style("body{text-indent:3pt}p{text-indent:unset}", &text).indent, 3);
    style = print_style("article{border:2pt solid red}p{border:inherit}", &text);
    expect(style.border[NB_LEFT], 2);
    assert_int_equal(style.border_color[NB_LEFT].r, 255);
    assert_int_equal(
        print_style("body{font-weight:300}p{font-weight:bolder}", &text).font_weight,
        400);
}

static void units(void **state)
{
    (void)state;
    expect(indent_of("p{text-indent:1in}"), 72);
    expect(indent_of("p{text-indent:25.4mm}"), 72);
    expect(indent_of("p{text-indent:2.54cm}"), 72);
    expect(indent_of("p{text-indent:4px}"), 3);
    expect(indent_of("p{text-indent:-1PC}"), -12);
    expect(indent_of("p{text-indent:1.5em;font-size:8pt}"), 12);
    expect(indent_of("html{font-size:9pt}body{font-size:20pt}p{text-indent:2rem}"), 18);
    expect(print_style("p{letter-spacing:4%;font-size:50pt}", &text).letter_spacing, 2);
}

static void shorthands(void **state)
{
    (void)state;
    struct nb_style style =
        print_style("p{margin:1pt 2pt 3pt;padding:1pt 2pt;border-top:.5pt solid #abc;"
                    "border-left:solid;border-right:3pt;column-rule:1pt solid;"
                    "columns:3;background:#eee;color:#123456}",
                    &text);
    expect(style.margin[NB_LEFT], 2);
    expect(style.margin[NB_BOTTOM], 3);
    expect(style.padding[NB_BOTTOM], 1);
    expect(style.border[NB_TOP], .5);
    assert_int_equal(style.border_color[NB_TOP].g, 0xBB);
    expect(style.border[NB_LEFT], 2.25);
    assert_int_equal(style.border_color[NB_LEFT].b, 0x56);
    assert_false(style.border_color[NB_LEFT].none);
    expect(style.border[NB_RIGHT], 0);
    expect(style.column_rule, 1);
    assert_int_equal(style.columns, 3);
    assert_int_equal(style.background.r, 0xEE);
    style = print_style("p{font:italic small-caps 600 9pt/1.2 A B, \"C\"}", &text);
    assert_true(style.italic && style.small_caps);
    assert_int_equal(style.font_weight, 600);
    expect(style.line_height, 10.8);
    style = print_style("p{border:1pt solid;border-bottom:none}", &text);
    expect(style.border[NB_TOP], 1);
    expect(style.border[NB_BOTTOM], 0);
}

static void families(void **state)
{
    (void)state;
    struct fixture fixture = sheet_of("body{font-family:PT  Serif, \"N, o\",serif}", 0);
    struct nb_style style = style_of(fixture.sheet, NB_MEDIA_PRINT, &text);
    assert_string_equal(style.families[0], "PT Serif");
    assert_string_equal(style.families[1], "N, o");
    assert_string_equal(style.families[2], "serif");
    assert_null(style.families[3]);
    release(&fixture);
}

static void variables(void **state)
{
    (void)state;
    expect(indent_of(":root{--a:2pt}p{text-indent:var(--a)}"), 2);
    expect(indent_of("p{text-indent:var( --b , 3pt )}"), 3);
    expect(indent_of(":root{--a:var(--b);--b:4pt}p{text-indent:var(--a)}"), 4);
    expect(indent_of(":root{--a:1pt}@media print{:root{--a:5pt}}"
                     "p{text-indent:var(--a)}@media screen{body{--a:9pt}}"),
           5);
    expect(indent_of("p{text-indent:var(--x,var(--y,6pt))}"), 6);
    expect(
        print_style(":root{--w:1pt;--l:var(--w) solid}p{border:var(--l) #fff}", &text)
            .border[0],
        1);
    struct fixture fixture =
        sheet_of(":root{--a:var(--b);--b:var(--a)}p{text-indent:var(--a)}"
                 "p{color:var(--none)}p{--c:1}",
                 3);
    release(&fixture);
}

/* Each step doubles the text: bounded, not a billion bytes. */
static void variables_do_not_explode(void **state)
{
    (void)state;
    char css[4000] = ":root{--v0:xxxxxxxxxxxxxxxx;";
    for (int i = 1; i < 40; i++)
        (void)snprintf(css + strlen(css), 100, "--v%d:var(--v%d) var(--v%d);", i, i - 1,
                       i - 1);
    (void)snprintf(css + strlen(css), 100, "}p{color:var(--v39)}");
    struct fixture fixture = sheet_of(css, 1);
    release(&fixture);
}

static void results_are_bounded(void **state)
{
    (void)state;
    struct nb_style style = print_style(
        "body{font-size:14000%}article{font-size:14000%}p{font-size:14000%;"
        "line-height:0;letter-spacing:-900pt;margin:-14400pt;text-indent:14000em}",
        &text);
    expect(style.font_size, 1000);
    expect(style.line_height, 500);
    assert_true(style.letter_spacing >= -500);
    expect(style.indent, 14400);
    style = print_style("p{font-size:0}", &text);
    expect(style.font_size, 1);
}

static void defaults(void **state)
{
    (void)state;
    const struct nb_element em = {.parent = &text, .name = "em"};
    const struct nb_element sup = {.parent = &text, .name = "sup"};
    const struct nb_element h2 = {.parent = &article, .name = "h2"};
    assert_true(print_style("", &em).italic);
    assert_int_equal(print_style("", &em).display, NB_DISPLAY_INLINE);
    assert_int_equal(print_style("", &text).display, NB_DISPLAY_BLOCK);
    assert_true(print_style("", &sup).superscript);
    assert_int_equal(print_style("", &h2).font_weight, 700);
    assert_int_equal(print_style("", &h2).break_after, NB_BREAK_AVOID);
    assert_int_equal(print_style("h2{font-weight:normal}", &h2).font_weight, 400);
    expect(print_style("p{font-size:9pt}", &text).column_gap, 9);
}

static void complaints(void **state)
{
    (void)state;
    static const char *const bad[] = {"p{float:left}",
                                      "p{margin:10%}",
                                      "p{margin:1pt 2pt 3pt 4pt 5pt}",
                                      "p{color:rebeccapurple}",
                                      "p{color:#12345}",
                                      "p{padding:-1pt}",
                                      "p{font-size:large}",
                                      "p{font:12pt}",
                                      "p{columns:0}",
                                      "p{orphans:1.5}",
                                      "p{border:1pt 2pt}",
                                      "p{text-indent:1vw}",
                                      "p{display:grid}",
                                      "p{text-indent:5}",
                                      "p{font-family:a,}",
                                      "p{line-height:-1}",
                                      "p{width:calc(1pt)}",
                                      "p{color:rgb(1,2)}",
                                      "@media tv{p{color:red}}",
                                      "@import \"x\";",
                                      "@layer a{p{color:red}}",
                                      "@page :blank{margin:0}",
                                      "@page{marks:crop}",
                                      "@page{size:folio}",
                                      "@page{margin:1em}",
                                      "@page{size:A4 A5}",
                                      "@page{@left-top{content:\"\"}}",
                                      "@page{@top-left{content:counter(pages)}}",
                                      "@page{@top-left{float:left}}",
                                      "p{string-set:a b}",
                                      "p{string-set:a content(before)}",
                                      "@media screen{@media print{p{color:red}}}",
                                      "@media screen{p{width:calc(1em)}}",
                                      "@media screen{p{direction:rtl}}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fixture fixture = sheet_of(bad[i], 1);
        assert_int_equal(nb_diags_at(fixture.diags, 0)->line, 1);
        release(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cascade),
        cmocka_unit_test(media),
        cmocka_unit_test(inheritance),
        cmocka_unit_test(units),
        cmocka_unit_test(shorthands),
        cmocka_unit_test(families),
        cmocka_unit_test(variables),
        cmocka_unit_test(variables_do_not_explode),
        cmocka_unit_test(results_are_bounded),
        cmocka_unit_test(defaults),
        cmocka_unit_test(complaints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
