/* Kobo's spans: where a sentence ends, how spans are numbered, what they never cross. */
#include "unit.h"

#include "base/unicode.h"
#include "write/epub.h"

#include <string.h>

#define OPEN "<html><body>"
#define IN "\n<div id=\"book-columns\">\n<div id=\"book-inner\">"
#define CLOSE "</div>\n</div>\n</body></html>"

/* Appends `text` with each "{1.2 words}" as the span of that number. */
static void expand(const char *text, struct nb_buf *out)
{
    for (; *text; text++) {
        if (*text == '{') {
            size_t id = strcspn(text, " ");
            nb_buf_puts(out, "<span class=\"koboSpan\" id=\"kobo.");
            nb_buf_add(out, text + 1, id - 1);
            nb_buf_puts(out, "\">");
            text += id;
        } else if (*text == '}') {
            nb_buf_puts(out, "</span>");
        } else {
            nb_buf_putc(out, *text);
        }
    }
}

/* What becomes of a document's body. */
static void becomes(const char *lang, const char *body, const char *want)
{
    struct nb_buf document = NB_BUF_INIT, wanted = NB_BUF_INIT;
    nb_buf_puts(&document, OPEN);
    nb_buf_puts(&document, body);
    nb_buf_puts(&document, "</body></html>");
    nb_epub_mark_sentences(lang, &document);
    nb_buf_puts(&wanted, OPEN IN);
    expand(want, &wanted);
    nb_buf_puts(&wanted, CLOSE);
    assert_int_equal(document.status, NB_OK);
    assert_string_equal(nb_buf_cstr(&document), nb_buf_cstr(&wanted));
    nb_buf_free(&document);
    nb_buf_free(&wanted);
}

static void sentences_are_parted(void **state)
{
    (void)state;
    becomes("en", "<p>One. Two!</p>", "<p>{1.1 One. }{1.2 Two!}</p>");
    becomes("en", "<p>Mr. Hale paid 1.5 m. He left.</p>",
            "<p>{1.1 Mr. Hale paid 1.5 m. }{1.2 He left.}</p>");
    becomes("de-AT", "<p>Siehe Abb. Sieben. Ja.</p>",
            "<p>{1.1 Siehe Abb. Sieben. }{1.2 Ja.}</p>");
    becomes("zh", "<p>他来了。他走了。</p>", "<p>{1.1 他来了。}{1.2 他走了。}</p>");
    becomes("ar", "<p>جاء أحمد. هل ذهب؟ نعم.</p>",
            "<p>{1.1 جاء أحمد. }{1.2 هل ذهب؟ }{1.3 نعم.}</p>");
    becomes(NULL, "<p>A. B.</p>", "<p>{1.1 A. }{1.2 B.}</p>");
}

/* The text of a whole block says where sentences end; no span crosses an element. */
static void elements_part_spans_but_not_sentences(void **state)
{
    (void)state;
    becomes("en", "<p>He saw <em>Mr.</em> Hale. So</p>",
            "<p>{1.1 He saw }<em>{1.2 Mr.}</em>{1.3  Hale. }{1.4 So}</p>");
    becomes("en", "<p><a href=\"x\"><em>A. B</em></a> <em>c</em><br/>d</p>",
            "<p><a href=\"x\"><em>{1.1 A. }{1.2 B}</em></a> <em>{1.3 c}</em><br/>"
            "{1.4 d}</p>");
}

static void escapes_stay_whole(void **state)
{
    (void)state;
    becomes("en", "<p>AT&amp;T sued. &lt;B&gt; &quot;won.&quot; End</p>",
            "<p>{1.1 AT&amp;T sued. }{1.2 &lt;B&gt; &quot;won.&quot; }{1.3 End}</p>");
}

/* Paragraphs, headings, lists and tables count; their parts do not. */
static void numbers_count_blocks(void **state)
{
    (void)state;
    becomes("en",
            "<div>a</div>\n<h1>b</h1>\n<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n"
            "<table><tr><th>e</th></tr></table>",
            "<div>{1.1 a}</div>\n<h1>{2.1 b}</h1>\n<ul>\n<li>{3.1 c}</li>\n"
            "<li>{3.2 d}</li>\n</ul>\n<table><tr><th>{4.1 e}</th></tr></table>");
}

static void a_picture_is_a_block(void **state)
{
    (void)state;
    becomes("en",
            "<p>a</p><figure>\n<img src=\"x.png\" alt=\"A. B.\"/>\n"
            "<figcaption>b</figcaption></figure><p>c</p>",
            "<p>{1.1 a}</p><figure>\n{2.1 <img src=\"x.png\" alt=\"A. B.\"/>}\n"
            "<figcaption>{2.2 b}</figcaption></figure><p>{3.1 c}</p>");
}

static void what_is_not_read_stays(void **state)
{
    (void)state;
    becomes("en", "<pre><code>a. B.\n</code></pre>\n<hr/>\n<p></p>",
            "<pre><code>a. B.\n</code></pre>\n<hr/>\n<p></p>");
    becomes("en", "<p><a role=\"doc-backlink\" href=\"#f\" title=\"x\">1</a> A.</p>",
            "<p><a role=\"doc-backlink\" href=\"#f\" title=\"x\">1</a>{1.1  A.}</p>");
    becomes(
        "en", "<p>A.<a role=\"doc-noteref\" href=\"#fn1\" id=\"r\">1</a> B</p>",
        "<p>{1.1 A.}<a role=\"doc-noteref\" href=\"#fn1\" id=\"r\">1</a> {1.2 B}</p>");
}

/* Whatever comes, nothing is lost. */
static void broken_markup_ends_well(void **state)
{
    (void)state;
    becomes("en", "", "");
    becomes("en", "<pre>a", "<pre>a");
    becomes("en", "a &unknown; b", "{1.1 a &unknown; b}");
    becomes("en", "<p>\xff\xfe. \xe4</p>", "<p>{1.1 \xff\xfe. }{1.2 \xe4}</p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_parted),
        cmocka_unit_test(elements_part_spans_but_not_sentences),
        cmocka_unit_test(escapes_stay_whole),
        cmocka_unit_test(numbers_count_blocks),
        cmocka_unit_test(a_picture_is_a_block),
        cmocka_unit_test(what_is_not_read_stays),
        cmocka_unit_test(broken_markup_ends_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
