/* Loading, pages, the book's CSS, the styles that are shipped, failing memory. */
#include "style_fixture.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void expect(double got, double want)
{
    if (!(fabs(got - want) < 0.001))
        fail_msg("got %g, not %g", got, want);
}

static struct nb_page_style page_of(const char *css, enum nb_page_kind kind,
                                    const char *paper)
{
    struct fixture fixture = sheet_of(css, 0);
    struct nb_page_style page;
    assert_true(nb_style_page(fixture.sheet, kind, paper, &page));
    release(&fixture);
    return page;
}

static void sizes(void **state)
{
    (void)state;
    expect(page_of("", NB_PAGE_LEFT, NULL).width, 595.2756);
    expect(page_of("@page{size:Letter}", NB_PAGE_LEFT, NULL).height, 792);
    expect(page_of("@page{size:a5 landscape}", NB_PAGE_LEFT, NULL).height, 419.5276);
    expect(page_of("@page{size:landscape}", NB_PAGE_LEFT, NULL).height, 595.2756);
    expect(page_of("@page{size:4in 6in}", NB_PAGE_LEFT, NULL).height, 432);
    expect(page_of("@page{size:5in}", NB_PAGE_LEFT, NULL).height, 360);
    expect(page_of("@page{size:A5}", NB_PAGE_LEFT, "letter").width, 612);
    expect(page_of("@page{size:A5}", NB_PAGE_LEFT, "254x127mm").width, 720);
    expect(page_of("@page{size:A5}", NB_PAGE_LEFT, "254x127mm").height, 360);
    expect(page_of("@media print{@page{size:A5}}", NB_PAGE_LEFT, NULL).width, 419.5276);
    expect(page_of("@media screen{@page{size:A5}}", NB_PAGE_LEFT, NULL).width,
           595.2756);
    struct fixture fixture = sheet_of("@page{size:A5}", 0);
    struct nb_page_style page;
    assert_false(nb_style_page(fixture.sheet, NB_PAGE_LEFT, "napkin", &page));
    expect(page.width, 419.5276);
    static const char *const bad[] = {
        "",           "mm",         "10x10mm",    "100xmm", "100x100",
        "100x100mmm", "-100x100mm", "100 x100mm", "x100mm", "9999999999999x100mm"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(nb_style_page(fixture.sheet, NB_PAGE_LEFT, bad[i], &page));
    expect(page.width, 419.5276);
    release(&fixture);
}

static void margins(void **state)
{
    (void)state;
    const char *css = "@page:first{margin-top:9pt}@page{margin:1pt 2pt 3pt 4pt}"
                      "@page :left{margin-left:5pt}@page :right{margin-left:6pt}";
    expect(page_of(css, NB_PAGE_FIRST, NULL).margin[NB_TOP], 9);
    expect(page_of(css, NB_PAGE_FIRST, NULL).margin[NB_LEFT], 6);
    expect(page_of(css, NB_PAGE_LEFT, NULL).margin[NB_TOP], 1);
    expect(page_of(css, NB_PAGE_LEFT, NULL).margin[NB_LEFT], 5);
    expect(page_of(css, NB_PAGE_RIGHT, NULL).margin[NB_RIGHT], 2);
    expect(page_of("@page{size:200pt 400pt;margin:10%}", NB_PAGE_LEFT, NULL).margin[0],
           40);
    expect(
        page_of(":root{--m:8pt}@page{margin:var(--m)!important}@page:first{margin:0}",
                NB_PAGE_FIRST, NULL)
            .margin[0],
        8);
    struct nb_page_style page =
        page_of("@page{size:200pt 400pt;margin:900pt}", NB_PAGE_LEFT, NULL);
    expect(page.width - page.margin[NB_LEFT] - page.margin[NB_RIGHT], 50);
}

/* The content of a margin box, its strings in brackets. */
static void expect_box(const struct nb_sheet *sheet, enum nb_page_kind kind,
                       enum nb_margin_place place, const char *want,
                       struct nb_style *style)
{
    static const char kinds[] = "t#fsl";
    char got[200] = "";
    const struct nb_content *content =
        nb_style_margin_box(sheet, kind, place, style, style);
    for (; content; content = content->next)
        (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%c[%s]",
                       kinds[content->kind], content->text ? content->text : "");
    assert_string_equal(got, want);
}

static void margin_boxes(void **state)
{
    (void)state;
    const char *css =
        "@page{@top-left{content:'a ' string(x) string(y,last);font-size:7pt}"
        "@top-right{content:counter(page);text-align:center;color:red}}"
        "@page :first{@top-left{content:none}}"
        "@page:left{@top-left{font-weight:bold}@bottom-center{content:string(x,start)}}"
        "@page{@top-left{font-weight:normal}}"
        "h1,h2{string-set:x content(), y 'why'}h2{string-set:none}";
    struct fixture fixture = sheet_of(css, 0);
    struct nb_style body, style;
    struct nb_element heading = {.name = "h1"}, root = {.name = "body"};
    nb_style_compute(fixture.sheet, NB_MEDIA_PRINT, &root, NULL, &body);
    style = body;
    expect_box(fixture.sheet, NB_PAGE_RIGHT, NB_TOP_LEFT, "t[a ]f[x]l[y]", &style);
    expect(style.font_size, 7);
    assert_int_equal(style.align, NB_ALIGN_LEFT);
    style = body;
    expect_box(fixture.sheet, NB_PAGE_LEFT, NB_TOP_LEFT, "t[a ]f[x]l[y]", &style);
    assert_int_equal(style.font_weight, 700);
    style = body;
    expect_box(fixture.sheet, NB_PAGE_FIRST, NB_TOP_LEFT, "", &style);
    expect_box(fixture.sheet, NB_PAGE_FIRST, NB_BOTTOM_CENTER, "", &style);
    style = body;
    expect_box(fixture.sheet, NB_PAGE_FIRST, NB_TOP_RIGHT, "#[]", &style);
    assert_int_equal(style.align, NB_ALIGN_CENTER);
    assert_int_equal(style.color.r, 255);
    style = body;
    expect_box(fixture.sheet, NB_PAGE_LEFT, NB_BOTTOM_CENTER, "s[x]", &style);
    nb_style_compute(fixture.sheet, NB_MEDIA_PRINT, &heading, &body, &style);
    assert_string_equal(style.strings->name, "x");
    assert_null(style.strings->text);
    assert_string_equal(style.strings->next->text, "why");
    heading.name = "h2";
    nb_style_compute(fixture.sheet, NB_MEDIA_PRINT, &heading, &style, &style);
    assert_null(style.strings);
    release(&fixture);
}

static void expect_book(const char *css, const char *want)
{
    struct nb_buf out = NB_BUF_INIT;
    struct fixture fixture = sheet_of(css, 0);
    assert_int_equal(nb_sheet_write_book_css(fixture.sheet, NULL, &out), NB_OK);
    assert_string_equal(nb_buf_cstr(&out), want);
    nb_buf_free(&out);
    release(&fixture);
}

static void book_css(void **state)
{
    (void)state;
    expect_book("", "");
    expect_book("body{font-family:A;font-size:9pt;line-height:1.4}h1{font-family:B}",
                "body {\n    line-height: 1.4;\n}\nh1 {\n    font-family: B;\n}\n");
    expect_book("p{color:red;background:#eee;columns:2;margin:1mm;font:9pt A}", "");
    expect_book("p{border-top:1pt solid red;margin:0 1em}",
                "p {\n    border-top: 1pt solid red;\n    margin: 0 1em;\n}\n");
    expect_book(
        "@page{size:A4}@media print{p{margin:0}}"
        "@media screen{p{color:red;float:left;margin:1px!important}}",
        "p {\n    color: red;\n    float: left;\n    margin: 1px !important;\n}\n");
    expect_book(":root{--c:1em}@media print{:root{--c:2em}}p,q{margin:var(--c)}",
                "p,\nq {\n    margin: 1em;\n}\n");
    expect_book("p{break-before:page;break-after:column}",
                "p {\n    page-break-before: always;\n}\n");
    expect_book("@media screen{li:nth-child(2,n)::before,b{content:\"a,b\"}}",
                "li:nth-child(2,n)::before,b {\n    content: \"a,b\";\n}\n");
}

static const char *kind_of(void *user, const char *family)
{
    (void)user;
    return strcmp(family, "PT Sans") == 0 ? "sans-serif" : NULL;
}

/* The families of print go into a book that brings its fonts, in the order of the sheet, without
 * anything else of print. */
static void book_css_with_faces(void **state)
{
    static const char *const none[] = {NULL}, *const langs[] = {"zh", "ja", NULL};
    struct nb_book_faces faces = {kind_of, NULL, none};
    struct nb_buf out = NB_BUF_INIT;
    (void)state;
    struct fixture fixture = sheet_of(
        "body{font-family:A}@media print{p{margin:0;font:9pt/1.2 \"PT Sans\",'a\"'}"
        "q{margin:0}}@media screen{pre{font-family:monospace}}",
        0);
    assert_int_equal(nb_sheet_write_book_css(fixture.sheet, &faces, &out), NB_OK);
    assert_string_equal(
        nb_buf_cstr(&out),
        "body {\n    font-family: \"A\";\n}\n"
        "p {\n    font-family: \"PT Sans\", \"a\\22 \", sans-serif;\n}\n"
        "pre {\n    font-family: monospace;\n}\n");
    release(&fixture);
    nb_buf_clear(&out);
    faces.langs = langs;
    fixture = sheet_of("@media print{p, .a > q{font-family:PT Sans}}", 0);
    assert_int_equal(nb_sheet_write_book_css(fixture.sheet, &faces, &out), NB_OK);
    assert_string_equal(
        nb_buf_cstr(&out),
        "p,\n.a > q {\n    font-family: \"PT Sans\", sans-serif;\n}\n"
        "p:lang(zh),\n.a > q:lang(zh),\np:lang(ja),\n.a > q:lang(ja) {\n"
        "    font-family: sans-serif;\n}\n"
        "[lang|=\"zh\"] {\n    font-family: serif;\n}\n"
        "[lang|=\"ja\"] {\n    font-family: serif;\n}\n");
    release(&fixture);
    nb_buf_free(&out);
}

static void shipped_styles(void **state)
{
    (void)state;
    static const char *const names[] = {"broadsheet", "styles/reader.css", "magazine",
                                        "plain", "eink"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct nb_diags *diags = nb_diags_new();
        struct nb_ctx ctx = {diags, &nb_limits_default};
        struct nb_sheet *sheet;
        struct nb_buf out = NB_BUF_INIT;
        assert_int_equal(nb_sheet_load(&ctx, "styles", names[i], &sheet), NB_OK);
        assert_int_equal(nb_diags_count(diags), 0);
        assert_int_equal(nb_sheet_write_book_css(sheet, NULL, &out), NB_OK);
        assert_null(strstr(nb_buf_cstr(&out), "var("));
        assert_null(strstr(nb_buf_cstr(&out), "pt;"));
        assert_null(strstr(nb_buf_cstr(&out), " color: #"));
        assert_null(strstr(nb_buf_cstr(&out), "background"));
        nb_buf_free(&out);
        nb_sheet_free(sheet);
        nb_diags_free(diags);
    }
}

static void missing_style(void **state)
{
    (void)state;
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_sheet *sheet;
    assert_int_equal(nb_sheet_load(&ctx, "styles", "nowhere", &sheet), NB_IO);
    assert_null(sheet);
    assert_int_equal(nb_diags_at(diags, 0)->code, NB_DIAG_STYLE_MISSING);
    nb_diags_free(diags);
}

static enum nb_status load_and_write(struct nb_diags *diags)
{
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_sheet *sheet;
    struct nb_buf out = NB_BUF_INIT;
    enum nb_status status = nb_sheet_load(&ctx, "styles", "broadsheet", &sheet);
    if (status != NB_OK)
        return status;
    status = nb_sheet_write_book_css(sheet, NULL, &out);
    nb_buf_free(&out);
    nb_sheet_free(sheet);
    return status;
}

/* Each allocation in turn fails: NB_NOMEM, never a crash, and all is given back. */
static void no_memory(void **state)
{
    (void)state;
    enum nb_status status = NB_NOMEM;
    struct nb_diags *diags = nb_diags_new();
    for (unsigned long n = 1; status != NB_OK; n++) {
        nb_mem_fail_at(n);
        status = load_and_write(diags);
        nb_mem_fail_at(0);
        if (status != NB_OK)
            assert_int_equal(status, NB_NOMEM);
        assert_true(n < 2000);
    }
    nb_diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),
        cmocka_unit_test(margins),
        cmocka_unit_test(margin_boxes),
        cmocka_unit_test(book_css),
        cmocka_unit_test(book_css_with_faces),
        cmocka_unit_test(shipped_styles),
        cmocka_unit_test(missing_style),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
