/* The HTML reader: encodings, addresses, names, and what hostile pages must not do. Whole
 * articles are held by tests/golden/read. */
#include "reader_help.h"

#include "read/html.h"

#include <stdio.h>
#include <string.h>

static enum nb_status read_page(struct nb_str bytes, struct taken *taken,
                                struct nb_diags *diags)
{
    return read_with(&nb_reader_html, "page.html", bytes, taken, diags);
}

/* Whether the dump of the page's article has every one of the strings. */
static void expect(struct nb_str bytes, const char *const *strings)
{
    struct taken taken = {0};
    struct nb_diags *diags = nb_diags_new();
    assert_int_equal(read_page(bytes, &taken, diags), NB_OK);
    assert_int_equal(taken.count, 1);
    for (; *strings; strings++) {
        if (!strstr(nb_buf_cstr(&taken.dump), *strings))
            fail_msg("no %s in:\n%s", *strings, nb_buf_cstr(&taken.dump));
    }
    nb_buf_free(&taken.dump);
    nb_diags_free(diags);
}

#define EXPECT(bytes, ...) \
    expect(NB_STR(bytes), (const char *const[]){__VA_ARGS__, NULL})

static void test_encodings(void **state)
{
    (void)state;
    EXPECT("\xEF\xBB\xBF<p>gr\xC3\xBC\xC3\x9F", "gr\u00fc\u00df");
    EXPECT("<meta charset=iso-8859-1><p>gr\xFC\xDF", "gr\u00fc\u00df");
    EXPECT("<meta charset = 'windows-1251' ><p>\xEF\xF0\xE8\xE2\xE5\xF2",
           "\u043f\u0440\u0438\u0432\u0435\u0442");
    EXPECT("<?xml version='1.0' encoding='shift_jis'?><html><p>\x93\xFA\x96\x7B",
           "\u65e5\u672c");
    EXPECT("\xFF\xFE<\0p\0>\0\x8B\x73", "\u738b");
    EXPECT("<meta charset=iso-8859-1><p>caf\xC3\xA9", "caf\u00e9"); /* a false claim */
}

static void test_headlines(void **state)
{
    (void)state;
    EXPECT("<title>Sea rises again - The Post</title><p>Some words.",
           "headline \"Sea rises again\"");
    EXPECT("<title>Sea rises again | News | Post</title><p>Some words.",
           "headline \"Sea rises again\"");
    EXPECT("<title>Rain - or snow - in the north by Monday night</title><p>Some words.",
           "headline \"Rain - or snow - in the north by Monday night\"");
    EXPECT("<title>Post: all the sea rises</title><meta property=og:title "
           "content='Sea rises again'><h1>Post</h1><h1>Sea rises again, "
           "faster</h1><p>Some words.",
           "headline \"Sea rises again, faster\"");
}

static void test_names(void **state)
{
    (void)state;
    EXPECT("<meta name=author content='By Jo Doe and Kim Roe, jo@example.org'><p>Some "
           "words.",
           "byline \"Jo Doe\"\n", "byline \"Kim Roe\"\n");
    EXPECT("<p>Some words.<p class=byline>Staff reporter</p>",
           "byline \"Staff reporter\"");
    EXPECT("<script "
           "type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"H\","
           "\"author\":{\"name\":[\"Jo Doe\",\"Kim Roe\"]}}</script><p>Some words.",
           "byline \"Jo Doe\"\n", "byline \"Kim Roe\"\n");
}

static void address(const char *base, const char *href, const char *wanted)
{
    struct nb_buf out = NB_BUF_INIT;
    nb_html_url(base, nb_str_of(href), &out);
    assert_string_equal(nb_buf_cstr(&out), wanted);
    nb_buf_free(&out);
}

/* Relative ones are those of RFC 3986 5.4. */
static void test_addresses(void **state)
{
    (void)state;
    static const char base[] = "http://a/b/c/d;p?q";
    static const char *const table[][2] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"g/../h", "http://a/b/c/h"},
        {"#s", ""},
        {"https://x.y/z", "https://x.y/z"},
        {"HTTP://X/", "http://X/"},
        {"mailto:a@b.c", "mailto:a@b.c"},
        {"javascript:alert(1)", ""},
        {"data:text/html,x", ""},
        {"file:///etc/passwd", ""},
        {" \n g h ", "http://a/b/c/g%20h"},
        {"", ""},
        {"g?utm_source=x&a=1&gclid=2#s", "http://a/b/c/g?a=1#s"},
        {"g?fbclid=1", "http://a/b/c/g"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        address(base, table[i][0], table[i][1]);
    address(NULL, "g", "");
    address(NULL, "https://x.y", "https://x.y");
    address("http://a", "g", "http://a/g");
}

static void test_sniff(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool html;
    } table[] = {{"<!DOCTYPE html><p>Some words.", true},
                 {" \n<html>", true},
                 {"\xEF\xBB\xBF<HTML>", true},
                 {"<p>x</p>", true},
                 {"Plain text with <b>tags", false},
                 {"<rss><channel>", false},
                 {"", false}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_input input = {.path = "x", .bytes = nb_str_of(table[i].text)};
        assert_int_equal(nb_reader_html.sniff(&input) > 50, table[i].html);
    }
}

/* Hostile pages: deep, wide, unclosed. What matters is that they end, soon and well. */
static void test_bounded(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<div>",
        "<blockquote>",
        "<ul><li>",
        "<table><tr><td>",
        "<b>",
        "<br>",
        "<figure>",
        "<h2><a>",
        "<a href=x>y",
        "<p hidden>",
        "</div>",
        "<img src=a.jpg>",
        "<aside>x",
        "<span class=caption>x",
        "<div><h3><a href=x>yyyyyyyyyyyyyyyy</a></h3>"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct taken taken = {0};
        struct nb_buf page = NB_BUF_INIT;
        struct nb_diags *diags = nb_diags_new();
        nb_buf_puts(&page, "<title>A deep page</title><p>Text before all of it.");
        for (int k = 0; k < 100000; k++)
            nb_buf_puts(&page, pieces[i]);
        nb_buf_puts(&page, "Text at the end of it all.");
        assert_int_equal(read_page(nb_buf_view(&page), &taken, diags), NB_OK);
        assert_int_equal(taken.count, 1);
        nb_buf_free(&taken.dump);
        nb_buf_free(&page);
        nb_diags_free(diags);
    }
}

static const char whole[] =
    "<html lang=en><head><title>T - S</title><base href=https://a.b/c/>"
    "<script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\","
    "\"headline\":\"T\",\"author\":[\"Jo Doe\"],\"keywords\":\"a,b\"}]}</script></head>"
    "<body><nav><a href=/>Home</a></nav><h1>T</h1><time datetime=2026-01-02>2 "
    "Jan</time>"
    "<p>Some text that is long enough, with <a href=x?utm_a=1>a link</a>.</p>"
    "<figure><img src=a.jpg><figcaption>Cap. Photo: Jo</figcaption></figure>"
    "<table><tr><th>a</th></tr></table><ul><li><a href=y>Another story altogether</a>"
    "</ul><pre>code</pre><iframe src=https://v.w/embed/1></iframe></body></html>";

static void test_no_memory(void **state)
{
    (void)state;
    starve(&nb_reader_html, nb_str_of(whole));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encodings), cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_names),     cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_sniff),     cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
