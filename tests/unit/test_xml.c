/* Trees of HTML and XML: what is recovered, what is refused, and what must stay bounded. */
#include "unit.h"

#include "base/diag.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct nb_diags *diags;
static struct nb_ctx ctx;

static int set_up(void **state)
{
    (void)state;
    diags = nb_diags_new();
    ctx = (struct nb_ctx){diags, &nb_limits_default};
    return diags ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    nb_diags_free(diags);
    return 0;
}

/* The tree as text: names in brackets, text as it stands. */
static void dump(const struct nb_xml *xml, struct nb_buf *out)
{
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *n = root; n;) {
        if (nb_xml_text(n))
            nb_buf_puts(out, nb_xml_text(n));
        else
            nb_buf_printf(out, "<%s>", nb_xml_name(n));
        if (nb_xml_first(n)) {
            n = nb_xml_first(n);
            continue;
        }
        if (nb_xml_name(n))
            nb_buf_printf(out, "</%s>", nb_xml_name(n));
        while (n && n != root && !nb_xml_next(n)) {
            n = nb_xml_parent(n);
            nb_buf_printf(out, "</%s>", nb_xml_name(n));
        }
        n = n == root ? NULL : nb_xml_next(n);
    }
}

static void expect(const char *html, const char *tree)
{
    struct nb_xml *xml = NULL;
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_str_of(html), &xml), NB_OK);
    dump(xml, &out);
    assert_string_equal(nb_buf_cstr(&out), tree);
    nb_buf_free(&out);
    nb_xml_free(xml);
}

static void test_html(void **state)
{
    (void)state;
    expect("<p>one<p>two", "<html><body><p>one</p><p>two</p></body></html>");
    expect("<p>AT&amp;T &lt;sues&gt; &#x738b;\u6bc5 &ldquo;x&rdquo;",
           "<html><body><p>AT&T <sues> \u738b\u6bc5 \u201cx\u201d</p></body></html>");
    expect("<P CLASS=a>x<BR>y<br/>z</P>",
           "<html><body><p>x<br></br>y<br></br>z</p></body></html>");
    expect("<ul><li>a<li>b</ul>",
           "<html><body><ul><li>a</li><li>b</li></ul></body></html>");
    expect("<b><i>x</b>y</i>", "<html><body><b><i>x</i></b>y</body></html>");
    expect("<!-- c --><html><html lang=de><body><?pi?>x",
           "<html><body>x</body></html>");
    expect("<meta charset=latin1><p>\u00fc",
           "<html><head><meta></meta></head><body><p>\u00fc</p></body></html>");
}

static void test_attributes(void **state)
{
    (void)state;
    struct nb_xml *xml = NULL;
    struct nb_str html = NB_STR("<body><p\n id='a&amp;b' hidden class=' One two '>x");
    assert_int_equal(nb_xml_parse_html(&ctx, "x", html, &xml), NB_OK);
    const struct nb_xml_node *p = nb_xml_first(nb_xml_first(nb_xml_root(xml)));
    assert_true(nb_xml_is(p, "p"));
    assert_string_equal(nb_xml_attr(p, "id"), "a&b");
    assert_string_equal(nb_xml_attr(p, "hidden"), "");
    assert_null(nb_xml_attr(p, "style"));
    assert_true(nb_xml_attr_has(p, "class", "one"));
    assert_true(nb_xml_attr_has(p, "class", "two"));
    assert_false(nb_xml_attr_has(p, "class", "tw"));
    assert_false(nb_xml_attr_has(p, "class", ""));
    assert_int_equal(nb_xml_line(p), 2);
    assert_int_equal(nb_xml_index(p), 2);
    assert_int_equal(nb_xml_count(xml), 4);
    assert_null(nb_xml_parent(nb_xml_root(xml)));
    nb_xml_free(xml);
}

static void test_text_below(void **state)
{
    (void)state;
    struct nb_xml *xml = NULL;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_str html = NB_STR(
        "<div>a<script>if (a < b) '</p>'</script><b>b</b><style>c</style> d</div>");
    assert_int_equal(nb_xml_parse_html(&ctx, "x", html, &xml), NB_OK);
    nb_xml_text_below(nb_xml_root(xml), &out);
    assert_string_equal(nb_buf_cstr(&out), "ab d");
    nb_buf_free(&out);
    nb_xml_free(xml);
}

static struct nb_buf repeat(const char *a, const char *b, int count)
{
    struct nb_buf buf = NB_BUF_INIT;
    for (int i = 0; i < count; i++)
        nb_buf_puts(&buf, a);
    nb_buf_puts(&buf, "text");
    for (int i = 0; i < count; i++)
        nb_buf_puts(&buf, b);
    return buf;
}

static void test_deep(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"<div>", "</div>"},
                                           {"<b>", "</i>"},
                                           {"<font a=b>", ""},
                                           {"<table><tr><td>", ""}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct nb_buf html = repeat(names[i][0], names[i][1], 100000);
        struct nb_buf text = NB_BUF_INIT;
        struct nb_xml *xml = NULL;
        assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
        nb_xml_text_below(nb_xml_root(xml), &text);
        assert_string_equal(nb_buf_cstr(&text), "text");
        nb_xml_free(xml);
        nb_buf_free(&text);
        nb_buf_free(&html);
    }
    assert_int_equal(nb_diags_count(diags), 4);
    assert_int_equal(nb_diags_at(diags, 0)->code, NB_DIAG_TOO_DEEP);
}

/* What follows the end of <html> is the page's too. */
static void test_after_html(void **state)
{
    (void)state;
    expect("<p>a</html>\n<p>b</p></html>c<h1>d",
           "<html><body><p>a</p>\n<p>b</p><p>c</p><h1>d</h1></body></html>");
    expect("<body><p>a</body></html> <div>b</div></body></html><p>c</html>!",
           "<html><body><p>a</p> <div>b</div><p>c</p><p>!</p></body></html>");
    struct nb_buf html = repeat("<div>", "</div>", 600);
    struct nb_buf text = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    nb_buf_puts(&html,
                "<script>var a = '<p>hidden</p>';</script>\n<p>more</p></html>!");
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
    assert_null(nb_xml_next(nb_xml_root(xml)));
    nb_xml_text_below(nb_xml_root(xml), &text);
    assert_string_equal(nb_buf_cstr(&text), "text\nmore!");
    nb_xml_free(xml);
    nb_buf_free(&text);
    nb_buf_free(&html);
}

/* Past the script, whatever looked like a tag in it, a tag of too many attributes is cut. */
static void expect_cut(const char *before, const char *rest, size_t left)
{
    struct nb_buf html = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    nb_buf_printf(&html, "<body>%s<p", before);
    for (int i = 0; i < 3000; i++)
        nb_buf_printf(&html, i % 3 ? " a%d='>%d'" : " a%d", i, i);
    nb_buf_puts(&html, rest);
    size_t reported = nb_diags_count(diags);
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
    const struct nb_xml_node *p = nb_xml_last(nb_xml_first(nb_xml_root(xml)));
    char name[16];
    size_t count = 0;
    assert_true(nb_xml_is(p, "p"));
    for (int i = 0; i < 3000; i++) {
        (void)snprintf(name, sizeof name, "a%d", i);
        count += nb_xml_attr(p, name) != NULL;
    }
    assert_int_equal(count, left);
    assert_int_equal(nb_diags_count(diags), reported + 1);
    assert_int_equal(nb_diags_at(diags, reported)->code, NB_DIAG_LIMIT);
    assert_string_equal(nb_xml_text(nb_xml_first(p)), "text");
    nb_xml_free(xml);
    nb_buf_free(&html);
}

static void test_many_attributes(void **state)
{
    (void)state;
    static const char *const before[] = {
        "",
        "<script>if (a<b=\"c) {}</SCRIPT>",
        "<style/>a { b: '<i x=y' }</style>",
        "<style type='a'>/* <i x=\" */</style>",
        "<!-- <i x=\" -- --!-> --!>",
        "<!--> <i x=\" --->",
        "<? <i x=a/>",
        "</ <i x=a>",
        "<!doctype a>",
        "<!DOCTYPE <i a>",
        "<!doc <i a='x>y'></i>",
        "<![CDATA[<i x=a]]>",
        "<i x=\"a b=c>d\"e='f' / g>h</i>",
    };
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        expect_cut(before[i], ">text", 500);
    expect_cut("", " b=\"a>b\"/>text", 500);
}

/* What a page's script, its first element, holds; *line: of what follows. */
static size_t script_length(const char *tag, const char *end, unsigned *line)
{
    struct nb_buf html = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    nb_buf_printf(&html, "<body><%s>a<b", tag);
    for (int i = 0; i < 2000; i++)
        nb_buf_puts(&html, " c");
    nb_buf_printf(&html, "\n\n</scr%s", end);
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
    const struct nb_xml_node *script = nb_xml_first(nb_xml_first(nb_xml_root(xml)));
    const struct nb_xml_node *text = nb_xml_first(script), *p = nb_xml_next(script);
    size_t length = text ? strlen(nb_xml_text(text)) : 0;
    *line = p ? nb_xml_line(p) : 0;
    if (p)
        assert_string_equal(nb_xml_text(nb_xml_first(p)), "x");
    assert_int_equal(nb_diags_count(diags), 0);
    nb_xml_free(xml);
    nb_buf_free(&html);
    return length;
}

/* Of scripts JSON is kept, and what has no end, which may be text. */
static void test_scripts(void **state)
{
    (void)state;
    unsigned line;
    enum { ALL = 4005 };
    assert_int_equal(
        script_length("script type='application/LD+JSON'", "ipt><p>x", &line), ALL);
    assert_int_equal(line, 3);
    assert_in_range(script_length("script", "ipt></SCRIPT><p>x", &line), 2, 20);
    assert_int_equal(line, 3);
    assert_in_range(script_length("script>a</p", "ipt><p>x", &line), 2, 20);
    assert_int_equal(line, 3);
    assert_in_range(script_length("script class='a>b'", "\"</scripT ><p>x", &line), 2,
                    20);
    assert_int_equal(line, 3);
    assert_int_equal(script_length("script></i", "ipt><p>x", &line), ALL);
    assert_int_equal(script_length("script", "<p>x", &line), ALL + strlen("</scr<p>x"));
    assert_int_equal(line, 0);
}

static void test_mistakes(void **state)
{
    (void)state;
    struct nb_buf html = repeat("</x>", "</x>", 300000);
    struct nb_xml *xml = NULL;
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
    assert_int_equal(nb_diags_at(diags, 0)->code, NB_DIAG_LIMIT);
    nb_xml_free(xml);
    nb_buf_free(&html);
}

static void test_bounded(void **state)
{
    (void)state;
    struct nb_limits small = nb_limits_default;
    small.article_bytes = 100000;
    ctx.limits = &small;
    struct nb_buf html = repeat("<p>x", "", 100000);
    struct nb_xml *xml = NULL;
    assert_int_equal(nb_xml_parse_html(&ctx, "x", nb_buf_view(&html), &xml), NB_OK);
    assert_in_range(nb_xml_count(xml), 100, 5000);
    assert_int_equal(nb_diags_at(diags, 0)->code, NB_DIAG_LIMIT);
    nb_xml_free(xml);
    nb_buf_free(&html);
}

static void test_no_tree(void **state)
{
    (void)state;
    struct nb_xml *xml = NULL;
    assert_int_equal(nb_xml_parse_html(&ctx, "x", NB_STR(""), &xml), NB_FORMAT);
    assert_int_equal(nb_xml_parse_html(&ctx, "x", NB_STR(" <!-- -->"), &xml),
                     NB_FORMAT);
    assert_null(xml);
}

static void test_xml(void **state)
{
    (void)state;
    struct nb_xml *xml = NULL;
    struct nb_str text =
        NB_STR("<?xml version='1.0' encoding='iso-8859-1'?>"
               "<a xmlns='urn:a' xmlns:b='urn:b' b:x='1&lt;' y='\u00fc'>"
               "t<![CDATA[<u>]]><b:C/></a>");
    assert_int_equal(nb_xml_parse(&ctx, "x", text, &xml), NB_OK);
    const struct nb_xml_node *a = nb_xml_root(xml);
    assert_string_equal(nb_xml_namespace(a), "urn:a");
    assert_string_equal(nb_xml_attr(a, "b:x"), "1<");
    assert_string_equal(nb_xml_attr(a, "y"), "\u00fc");
    assert_string_equal(nb_xml_text(nb_xml_first(a)), "t<u>");
    assert_string_equal(nb_xml_name(nb_xml_last(a)), "C");
    assert_string_equal(nb_xml_namespace(nb_xml_last(a)), "urn:b");
    nb_xml_free(xml);
}

static void test_xml_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "<a>\n<b></a>",
        "plain",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
        "<!DOCTYPE a [<!ENTITY e 'eee'><!ENTITY f '&e;&e;'>]><a>&f;</a>",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct nb_xml *xml = NULL;
        assert_int_equal(nb_xml_parse(&ctx, "x", nb_str_of(bad[i]), &xml), NB_FORMAT);
        assert_null(xml);
        assert_int_equal(nb_diags_count(diags), i + 1);
        assert_int_equal(nb_diags_at(diags, i)->code, NB_DIAG_MALFORMED);
    }
    assert_int_equal(nb_diags_at(diags, 0)->line, 2);
    struct nb_buf deep = repeat("<a>", "</a>", 100000);
    struct nb_xml *xml = NULL;
    assert_int_equal(nb_xml_parse(&ctx, "x", nb_buf_view(&deep), &xml), NB_FORMAT);
    nb_buf_free(&deep);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct nb_str html = NB_STR("<p class=a>one<p>two <b>three");
    for (unsigned long n = 1;; n++) {
        struct nb_xml *xml = NULL;
        nb_mem_fail_at(n);
        enum nb_status status = nb_xml_parse_html(&ctx, "x", html, &xml);
        bool reached = nb_mem_count() >= n;
        nb_mem_fail_at(0);
        nb_xml_free(xml);
        if (!reached)
            break;
        assert_int_equal(status, NB_NOMEM);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_html, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_attributes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_below, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_deep, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_after_html, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_attributes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_scripts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mistakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_tree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_xml, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_xml_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
