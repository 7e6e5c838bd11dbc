/* Feeds: mending, sniffing, what hostile feeds must not do, and lack of memory. Whole feeds
 * are held by tests/golden/read. */
#include "reader_help.h"

#include "read/feed_mend.h"
#include "read/fragment.h"

#include <string.h>

static bool told(const struct nb_diags *diags, enum nb_diag_code code)
{
    for (size_t i = 0; i < nb_diags_count(diags); i++) {
        if (nb_diags_at(diags, i)->code == code)
            return true;
    }
    return false;
}

static void test_mend(void **state)
{
    (void)state;
    static const struct {
        const char *from, *plain, *balanced;
    } table[] = {
        {"<a>x</a>", "<a>x</a>", "<a>x</a>"},
        {"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b '>'>\n]>\n<a/>", "\n\n\n<a/>",
         "\n\n\n<a/>"},
        {"<a><!-- -- \n --><![CDATA[<b>&x]]></a>", "<a>\n<![CDATA[<b>&x]]></a>",
         "<a>\n<![CDATA[<b>&x]]></a>"},
        {"<a>&eacute;&nbsp;&amp;&lt;&#65;&#x42;</a>", "<a>\u00e9\u00a0&amp;&lt;AB</a>",
         "<a>\u00e9\u00a0&amp;&lt;AB</a>"},
        {"<a>&#147;&#0;&#x1F;&#xD800;&#38;&#60;</a>", "<a>\u201c&amp;&lt;</a>",
         "<a>\u201c&amp;&lt;</a>"},
        {"<a>\x01x\x0B\xEF\xBF\xBEy</a>", "<a>xy</a>", "<a>xy</a>"},
        {"<a>R&D &; &nope; &#; &#x; &eacute</a>",
         "<a>R&D &; &nope; &#; &#x; &eacute</a>",
         "<a>R&amp;D &amp;; &amp;nope; &amp;#; &amp;#x; &amp;eacute</a>"},
        {"<a>1 < 2 <3 <</a>", "<a>1 < 2 <3 <</a>", "<a>1 &lt; 2 &lt;3 &lt;</a>"},
        {"<a b=c d='e' b=f g>x", "<a b=c d='e' b=f g>x",
         "<a b=\"c\" d=\"e\" g=\"g\">x</a>"},
        {"<a b=\"1&2<'\">x</b></a>", "<a b=\"1&2<'\">x</b></a>",
         "<a b=\"1&amp;2&lt;'\">x</a>"},
        {"<a><b>x<br>y</a>z", "<a><b>x<br>y</a>z", "<a><b>x<br/>y</b></a>z"},
        {"<a><item><title>x<link>y<item>z", "<a><item><title>x<link>y<item>z",
         "<a><item><title>x</title><link>y</link></item><item>z</item></a>"},
        {"<A>x</a>", "<A>x</a>", "<A>x</A>"},
        {"<a><![CDATA[x", "<a><![CDATA[x", "<a><![CDATA[x]]></a>"},
        {"<a b", "<a b", "<a b=\"b\"></a>"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_buf plain = NB_BUF_INIT, balanced = NB_BUF_INIT;
        nb_feed_mend(nb_str_of(table[i].from), 0, false, &plain);
        nb_feed_mend(nb_str_of(table[i].from), 0, true, &balanced);
        assert_string_equal(nb_buf_cstr(&plain), table[i].plain);
        assert_string_equal(nb_buf_cstr(&balanced), table[i].balanced);
        nb_buf_free(&plain);
        nb_buf_free(&balanced);
    }
}

static void test_lines_before_the_start_are_kept(void **state)
{
    (void)state;
    struct nb_buf out = NB_BUF_INIT;
    nb_feed_mend(NB_STR("junk\njunk\n<a/>"), 10, false, &out);
    assert_string_equal(nb_buf_cstr(&out), "\n\n<a/>");
    nb_buf_free(&out);
}

static void test_html_is_told_from_text(void **state)
{
    (void)state;
    static const char *const html[] = {"<p>x",  "x</b>",      "a &amp; b", "&#8217;",
                                       "<br/>", "<!-- c -->", "x &nbsp;y"};
    static const char *const plain[] = {"x",   "a & b",     "1 < 2",       "<3",
                                        "a<b", "<unknown>", "AT&T;",       "&nope; x",
                                        "",    "&",         "x &eacute y", "<p"};
    for (size_t i = 0; i < sizeof html / sizeof html[0]; i++)
        assert_true(nb_fragment_is_html(nb_str_of(html[i])));
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        assert_false(nb_fragment_is_html(nb_str_of(plain[i])));
}

static void test_sniff(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const struct nb_reader *reader;
        bool feed;
    } table[] = {
        {"<rss version='2.0'><channel>", &nb_reader_feed, true},
        {"\xEF\xBB\xBF <?xml version='1.0'?>\n<!-- x --><rss>", &nb_reader_feed, true},
        {"<feed xmlns='http://www.w3.org/2005/Atom'>", &nb_reader_feed, true},
        {"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", &nb_reader_feed, true},
        {"<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>", &nb_reader_feed, false},
        {"<!doctype html><html><p>&lt;rss> is a format", &nb_reader_feed, false},
        {"<html><pre><rss version='2.0'><channel>", &nb_reader_feed, false},
        {"<rssx><channel>", &nb_reader_feed, false},
        {"Plain words about <channel> and so on", &nb_reader_feed, false},
        {"", &nb_reader_feed, false},
        {"{\"items\": [], \"version\": \"https://jsonfeed.org/version/1.1\"}",
         &nb_reader_feed_json, true},
        {"{\"model\": 1, \"url\": \"https://jsonfeed.org/\"}", &nb_reader_feed_json,
         false},
        {"[\"https://jsonfeed.org/version/1\"]", &nb_reader_feed_json, false},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_input input = {.path = "x", .bytes = nb_str_of(table[i].text)};
        assert_int_equal(table[i].reader->sniff(&input) > 50, table[i].feed);
    }
}

static void add_times(struct nb_buf *out, const char *piece, int count)
{
    for (int i = 0; i < count; i++)
        nb_buf_puts(out, piece);
}

/* Hostile feeds: deep, wide, unclosed, in bases and names. They end, and what stands before
 * the trouble is read. */
static void test_bounded(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<x>",
                                         "<div>",
                                         "</x>",
                                         "<item>",
                                         "<x a='b",
                                         "<a b=c ",
                                         "&amp;&x;",
                                         "<![CDATA[",
                                         "<!--",
                                         "<title>t",
                                         "<x/>",
                                         "<x:y z:w>",
                                         "<!DOCTYPE [",
                                         "\"'<a '\"",
                                         "<category>c</category>",
                                         "<y xml:base='a/b/c/'>"};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct taken taken = {0};
        struct nb_buf feed = NB_BUF_INIT;
        struct nb_diags *diags = nb_diags_new();
        nb_buf_puts(&feed, "<rss version='2.0'><channel><title>T</title><item>"
                           "<title>First</title></item><item><title>Second</title>");
        add_times(&feed, pieces[i], 100000);
        assert_int_equal(
            read_with(&nb_reader_feed, "feed.xml", nb_buf_view(&feed), &taken, diags),
            NB_OK);
        assert_true(taken.count >= 1);
        assert_non_null(strstr(nb_buf_cstr(&taken.dump), "headline \"First\""));
        nb_buf_free(&taken.dump);
        nb_buf_free(&feed);
        nb_diags_free(diags);
    }
}

static void test_too_many_entries_are_cut(void **state)
{
    (void)state;
    struct taken taken = {0};
    struct nb_buf feed = NB_BUF_INIT, json = NB_BUF_INIT;
    struct nb_diags *diags = nb_diags_new();
    nb_buf_puts(&feed, "<rss version='2.0'><channel>");
    nb_buf_puts(&json,
                "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [1");
    add_times(&feed, "<item><title>x</title></item>", 10001);
    add_times(&json, ",{\"title\":\"x\"}", 10001);
    nb_buf_puts(&feed, "</channel></rss>");
    nb_buf_puts(&json, "]}");
    assert_int_equal(
        read_with(&nb_reader_feed, "feed.xml", nb_buf_view(&feed), &taken, diags),
        NB_OK);
    assert_int_equal(taken.count, 10000);
    assert_true(told(diags, NB_DIAG_LIMIT));
    nb_diags_free(diags);
    diags = nb_diags_new();
    assert_int_equal(
        read_with(&nb_reader_feed_json, "feed.xml", nb_buf_view(&json), &taken, diags),
        NB_OK);
    assert_int_equal(taken.count, 19999);
    assert_int_equal(taken.partial, 19999);
    assert_true(told(diags, NB_DIAG_LIMIT));
    nb_buf_free(&taken.dump);
    nb_buf_free(&feed);
    nb_buf_free(&json);
    nb_diags_free(diags);
}

/* Bases as long as they like: links are then resolved without them. */
static void test_long_bases(void **state)
{
    (void)state;
    struct taken taken = {0};
    struct nb_buf feed = NB_BUF_INIT;
    struct nb_diags *diags = nb_diags_new();
    nb_buf_puts(&feed,
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.b/");
    add_times(&feed, "x/", 500000);
    nb_buf_puts(&feed, "'><entry xml:base='https://c.d/e/'><title>T</title><link "
                       "href='f'/></entry></feed>");
    assert_int_equal(
        read_with(&nb_reader_feed, "feed.xml", nb_buf_view(&feed), &taken, diags),
        NB_OK);
    assert_non_null(strstr(nb_buf_cstr(&taken.dump), "url \"https://c.d/e/f\""));
    nb_buf_free(&taken.dump);
    nb_buf_free(&feed);
    nb_diags_free(diags);
}

static const char whole[] =
    "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' "
    "xml:base='https://a.b/'><title>S</title><entry><title type='html'>A &lt;b>T&lt;/b>"
    "</title><link href='c'/><updated>2026-11-22T10:00:00Z</updated><author><name>Jo "
    "Doe"
    "</name></author><category term='x'/><summary>Sum of it.</summary><content "
    "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Some text <a "
    "href='d'>and "
    "a link</a>.</p><img src='e.jpg'/></div></content></entry><entry><title>B</title>"
    "<link rel='enclosure' type='image/jpeg' href='f.jpg'/><summary type='html'>&lt;p>x"
    "&lt;/p></summary></entry></feed>";
static const char whole_json[] =
    "{\"version\":\"https://jsonfeed.org/version/"
    "1.1\",\"title\":\"S\",\"items\":[{\"id\":7,"
    "\"title\":\"A\",\"content_html\":\"<p>Some "
    "text.</p>\",\"image\":\"https://a.b/c.jpg\","
    "\"summary\":\"Sum.\",\"attachments\":[{\"url\":\"https://a.b/d.mp3\","
    "\"duration_in_seconds\":61}]}]}";

static void test_no_memory(void **state)
{
    (void)state;
    starve(&nb_reader_feed, nb_str_of(whole));
    starve(&nb_reader_feed_json, nb_str_of(whole_json));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mend),
        cmocka_unit_test(test_lines_before_the_start_are_kept),
        cmocka_unit_test(test_html_is_told_from_text),
        cmocka_unit_test(test_sniff),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_too_many_entries_are_cut),
        cmocka_unit_test(test_long_bases),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
