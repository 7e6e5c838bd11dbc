/* Addresses: what passes, what is encoded, what is refused. */
#include "unit.h"

#include "base/url.h"

#include <string.h>

static void expect(const char *url, const char *expected)
{
    struct nb_buf out = NB_BUF_INIT;
    nb_buf_puts(&out, "<");
    bool good = nb_url_clean(url, &out);
    if (expected)
        assert_string_equal(nb_buf_cstr(&out) + 1, expected);
    else
        assert_string_equal(nb_buf_cstr(&out), "<");
    assert_int_equal(good, expected != NULL);
    nb_buf_free(&out);
}

static void good_ones_stay(void **state)
{
    (void)state;
    expect("https://example.org/a/b?c=d&e=%20f#g",
           "https://example.org/a/b?c=d&e=%20f#g");
    expect("http://example.org", "http://example.org");
    expect("http://192.0.2.1/", "http://192.0.2.1/");
    expect("HTTPS://Example.org:8080/x", "https://Example.org:8080/x");
    expect("  https://example.org/a  ", "https://example.org/a");
    expect("mailto:desk@example.org?subject=Hi", "mailto:desk@example.org?subject=Hi");
}

static void odd_characters_are_encoded(void **state)
{
    (void)state;
    expect("https://example.org/a b\"<>|^`{}\\",
           "https://example.org/a%20b%22%3C%3E%7C%5E%60%7B%7D%5C");
    expect("https://example.org/ü", "https://example.org/%C3%BC");
    expect("https://example.org/100%", "https://example.org/100%25");
    expect("https://example.org/%zz%4", "https://example.org/%25zz%254");
    expect("https://example.org/#a#b", "https://example.org/#a%23b");
    expect("https://example.org/[1]", "https://example.org/%5B1%5D");
}

static void hosts_become_ascii(void **state)
{
    (void)state;
    expect("https://bücher.example/", "https://xn--bcher-kva.example/");
    expect("https://Bücher.example/", "https://xn--bcher-kva.example/");
    expect("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/");
    expect("https://王毅.example/", "https://xn--vowt9n.example/");
    expect("https://münchen.ευ/", "https://xn--mnchen-3ya.xn--qxa6a/");
}

static void others_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/",
        "/relative",
        "relative.html",
        "#fragment",
        "https://",
        "https:///path",
        "https://exa mple.org/",
        "https://user@example.org/",
        "https://example.org:port/",
        "https://example.org:999999/",
        "https://-a.org/",
        "https://a..b/",
        "https://[::1]/",
        "mailto:",
        "mailto:nobody",
        "https://example.org/a\nb",
        "ftp://example.org/",
        "http//example.org",
        "https://example.org./",
        "https://xn--zzzzzz.org/",
        "https://\u0301x.org/",
        "https://example.org:70000/",
        "https://1.2.3/",
        "https://999.1.1.1/",
        "https://0x7f.1/",
        "https://a.1b/",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect(bad[i], NULL);
    expect(NULL, NULL);
}

static void long_ones_are_refused(void **state)
{
    static char url[9000];
    (void)state;
    memset(url, 'a', sizeof url - 1);
    memcpy(url, "https://e.org/", 14);
    expect(url, NULL);
    url[8 + 64] = '\0';
    memset(url + 8, 'a', 64);
    expect(url, NULL);
}

static void hosts_are_found(void **state)
{
    static const char *const pairs[][2] = {
        {"https://www.example.org/a/b?c", "www.example.org"},
        {"http://user:word@example.org:8080#x", "example.org"},
        {"https://example.org?a@b", "example.org"},
        {"mailto:a@example.org", ""},
        {"no address", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct nb_str host = nb_url_host(pairs[i][0]);
        assert_true(nb_str_eq(host, nb_str_of(pairs[i][1])));
    }
    assert_int_equal(nb_url_host(NULL).len, 0);
}

static void expect_key(const char *url, const char *want)
{
    struct nb_buf key = NB_BUF_INIT;
    assert_int_equal(nb_url_key(url, &key), want != NULL);
    assert_string_equal(nb_buf_cstr(&key), want ? want : "");
    nb_buf_free(&key);
}

static void same_pages_have_one_key(void **state)
{
    (void)state;
    expect_key("https://www.Example.org:443/a/index.html", "example.org/a");
    expect_key("http://example.org/a/?utm_source=x&fbclid=1#part", "example.org/a");
    expect_key("https://example.org/a/amp/", "example.org/a");
    expect_key("https://example.org/%C3%A9?id=4&utm_medium=m&p=2",
               "example.org/\xC3\xA9?id=4&p=2");
    expect_key("https://example.org/", "example.org");
    expect_key(" https://example.org", "example.org");
    expect_key("mailto:a@example.org", NULL);
    expect_key("/a/b", NULL);
    expect_key("https:///a", NULL);
    expect_key(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones_stay),
        cmocka_unit_test(odd_characters_are_encoded),
        cmocka_unit_test(hosts_become_ascii),
        cmocka_unit_test(others_are_refused),
        cmocka_unit_test(long_ones_are_refused),
        cmocka_unit_test(hosts_are_found),
        cmocka_unit_test(same_pages_have_one_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
