/* The readers of newsroom formats: which one takes what, what hostile inputs must not do, and
 * that without memory there is no half article. Whole articles are held by
 * tests/golden/read. */
#include "reader_help.h"

#include "read/news.h"

#include <string.h>

/* Reads what must be neither fatal nor an article that breaks the rules of the model. */
static void read_hostile(const struct nb_reader *reader, const struct nb_buf *bytes)
{
    struct nb_diags *diags = nb_diags_new();
    struct taken taken = {0};
    assert_int_equal(read_with(reader, "news", nb_buf_view(bytes), &taken, diags),
                     NB_OK);
    nb_buf_free(&taken.dump);
    nb_diags_free(diags);
}

/* ---- sniffing */

static const struct nb_reader *surest(const char *text)
{
    const struct nb_reader *best = NULL;
    struct nb_input input = {.path = "x", .bytes = nb_str_of(text)};
    int highest = 0;
    for (size_t i = 0; nb_readers[i]; i++) {
        int sure = nb_readers[i]->sniff(&input);
        if (sure > highest) {
            highest = sure;
            best = nb_readers[i];
        }
    }
    return best;
}

static void the_content_decides(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const struct nb_reader *reader;
    } table[] = {
        {"<nitf><head/><body/></nitf>", &nb_reader_nitf},
        {"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE nitf SYSTEM 'x'>"
         "<nitf:nitf xmlns:nitf='x'><body>",
         &nb_reader_nitf},
        {"<newsItem><x/><html><body>", &nb_reader_newsml},
        {"<g2:newsMessage xmlns:g2='x'>", &nb_reader_newsml},
        {"<packageItem/>", &nb_reader_newsml},
        {"<html><nitf>", &nb_reader_html},
        {"<p>A nitf in a page.</p>", &nb_reader_html},
        {"{\"uri\": \"u\", \"versioncreated\": \"x\", \"body_text\": \"y\"}",
         &nb_reader_ninjs},
        {" [{\"headlines\": [], \"bodies\": []}]", &nb_reader_ninjs},
        {"{\"uri\":1,\"standard\": {\"name\": \"ninjs\"}}", &nb_reader_ninjs},
        {"{\"model\": 1, \"title\": \"ninjs\", \"blocks\": []}", &nb_reader_json},
        {"{\"title\": \"urgency and bodies\"}", &nb_reader_json},
        {"---\ntitle: x\n---\nText.", &nb_reader_markdown},
        {"---\n# a comment\ntitle:\n...\nText.", &nb_reader_markdown},
        {"# A heading\n\nA [link](https://e.org).", &nb_reader_markdown},
        {"|a|b|\n|--|--|\n|1|2|\n\n```\ncode\n```", &nb_reader_markdown},
        {"---\nNot a key\n---\nText.", &nb_reader_text},
        {"# 1 in the charts\n\nIt is [1] and (2), #1 and 2.", &nb_reader_text},
        {"See [the note](it says) and * this * one.", &nb_reader_text},
        {"The ninjs and the nitf met.", &nb_reader_text},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct nb_reader *found = surest(table[i].text);
        if (found != table[i].reader)
            fail_msg("%s is taken for %s", table[i].text, found ? found->name : "none");
    }
}

/* ---- fields */

static void datelines(void **state)
{
    (void)state;
    static const char *const table[][2] = {
        {"LONDON (Agency) -", "LONDON"},
        {"BERLIN, Nov 22 (AP) \u2014", "BERLIN"},
        {"Sandhaven, Merrow", "Sandhaven, Merrow"},
        {"PARIS, 22 November 2026", "PARIS"},
        {"ROME, Nov. 22, 2026 (X)", "ROME"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_ctx ctx = {NULL, &nb_limits_default};
        struct nb_news news;
        assert_int_equal(nb_news_start(&ctx, "x", &news), NB_OK);
        nb_news_dateline(&news, nb_str_of(table[i][0]));
        assert_string_equal(nb_build_article(news.markup.build)->dateline, table[i][1]);
        nb_news_abort(&news);
    }
}

static void urgency_becomes_weight(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int weight;
    } table[] = {{"1", 4}, {" 5 ", 0}, {"9", -4}, {"0", 0}, {"10", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_ctx ctx = {NULL, &nb_limits_default};
        struct nb_news news;
        assert_int_equal(nb_news_start(&ctx, "x", &news), NB_OK);
        nb_news_urgency(&news, nb_str_of(table[i].text), 0);
        assert_int_equal(nb_build_article(news.markup.build)->weight, table[i].weight);
        nb_news_abort(&news);
    }
}

/* ---- hostile inputs */

static void repeat(struct nb_buf *out, const char *piece, int times)
{
    for (int i = 0; i < times; i++)
        nb_buf_puts(out, piece);
}

/* Deep, wide and cyclic: what matters is that they end, soon and well. */
static void hostile_inputs_end(void **state)
{
    (void)state;
    static const struct {
        const struct nb_reader *reader;
        const char *before, *piece, *after;
    } table[] = {
        {&nb_reader_nitf, "<nitf><body><body.content>", "<block>", "x"},
        {&nb_reader_nitf, "<nitf><body><body.content>", "<p>x<fn>y</fn></p>",
         "</body.content></body></nitf>"},
        {&nb_reader_nitf, "<nitf><body><body.content>",
         "<media><media-reference source='a.jpg'/></media>",
         "</body.content></body></nitf>"},
        {&nb_reader_newsml, "<newsMessage><itemSet>", "<newsItem guid='a'/>",
         "</itemSet></newsMessage>"},
        {&nb_reader_newsml,
         "<newsMessage><itemSet><newsItem guid='a'><contentMeta><headline>H</headline>"
         "</contentMeta></newsItem><packageItem><groupSet root='g'>",
         "<group id='g'><itemRef residref='a'/><groupRef idref='g'/></group>",
         "</groupSet></packageItem></itemSet></newsMessage>"},
        {&nb_reader_markdown, "", "[", ""},
        {&nb_reader_markdown, "", "![a](", ""},
        {&nb_reader_markdown, "", "*a_ ", ""},
        {&nb_reader_markdown, "", "> ", "x"},
        {&nb_reader_markdown, "", "* * ", "x"},
        {&nb_reader_markdown, "", "<b>", "x"},
        {&nb_reader_markdown, "", "`a``", ""},
        {&nb_reader_markdown, "", "a **a ~~a ", ""},
        {&nb_reader_markdown, "[a]: /x\n", "[a][a]\n", ""},
        {&nb_reader_markdown, "", "&amp", ";"},
        {&nb_reader_markdown, "[^a]: x\n", "[^a] ", ""},
        {&nb_reader_markdown, "[^a]\n", "[^a]: x\n", ""},
        {&nb_reader_markdown, "[^a]\n\n[^a]: x\n", "\n", "    y"},
        {&nb_reader_markdown, "[^a]\n\n[^a]: [^a]", "[^", "\n"},
        {&nb_reader_markdown, "---\ntitle: x\n", "- a: [\n", "---\n"},
        {&nb_reader_markdown, "---\ntitle: x\n", "a: ", "\n---\n"},
        {&nb_reader_markdown, "---\nx: ", "{a: ", "\n---\nb"},
        {&nb_reader_ninjs, "", "{\"associations\":[", ""},
        {&nb_reader_ninjs, "[", "{\"uri\":\"u\",\"headline\":\"h\"},", "1]"},
        {&nb_reader_ninjs, "{\"headline\":\"h\",\"body_html\":\"", "<div><b>", "\"}"},
        {&nb_reader_ninjs, "{\"headline\":\"h\",\"associations\":{\"a\":1",
         ",\"a\\u0000b\":{\"type\":\"picture\"}", "}}"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct nb_buf input = NB_BUF_INIT;
        nb_buf_puts(&input, table[i].before);
        repeat(&input, table[i].piece, 30000);
        nb_buf_puts(&input, table[i].after);
        read_hostile(table[i].reader, &input);
        nb_buf_free(&input);
    }
}

/* A table of many columns in which every row gives few: all its cells are made up. */
static void a_wide_table_has_its_bound(void **state)
{
    (void)state;
    struct nb_buf input = NB_BUF_INIT;
    repeat(&input, "|a", 100);
    nb_buf_putc(&input, '\n');
    repeat(&input, "|-", 100);
    repeat(&input, "\n|b", 20000);
    read_hostile(&nb_reader_markdown, &input);
    nb_buf_free(&input);
}

static const struct {
    const struct nb_reader *reader;
    const char *text;
} samples[] = {
    {&nb_reader_nitf,
     "<nitf><head><docdata><urgency ed-urg='2'/><doc.copyright year='2026' holder='W'/>"
     "</docdata></head><body><body.head><hedline><hl1>Head</hl1><hl2>Deck</hl2>"
     "</hedline><byline>By Ada Holm</byline></body.head><body.content><p>Text<fn>A "
     "note</fn> with a <a href='https://e.org'>link</a>.</p><media "
     "media-type='image'><media-reference source='a.jpg'/><media-caption>Cap. Photo: "
     "Jo</media-caption></media></body.content></body></nitf>"},
    {&nb_reader_newsml,
     "<newsMessage><itemSet><newsItem guid='a'><contentMeta><subject qcode='q:1'/>"
     "<headline>Head</headline><by>Ada Holm</by></contentMeta><assert qcode='q:1'>"
     "<name>Ports</name></assert><contentSet><inlineData contenttype='text/html'>"
     "&lt;p&gt;Text.</inlineData></contentSet></newsItem><newsItem guid='b'><itemMeta>"
     "<itemClass qcode='n:picture'/></itemMeta><contentSet><remoteContent "
     "href='b.jpg'/>"
     "</contentSet></newsItem><packageItem><groupSet root='g'><group id='g'><itemRef "
     "residref='a'/><itemRef residref='b'/></group></groupSet></packageItem></itemSet>"
     "</newsMessage>"},
    {&nb_reader_markdown,
     "---\ntitle: Head\nauthor: {name: Ada Holm}\ntags: [a, b]\nimage: a.jpg\n---\n# "
     "Sub\n"
     "Text with *emphasis*, a [link](https://e.org/x) and ~~struck~~ `code`.\n\n![alt]"
     "(b.jpg \"Cap. Photo: Jo\")\n\n|a|b|\n|-|-|\n|1|2|\n\n<b>raw</b> &eacute;\n"},
    {&nb_reader_ninjs,
     "{\"type\":\"composite\",\"headline\":\"Whole\",\"associations\":[{\"headlines\":["
     "{"
     "\"value\":\"<i>Head</i>\",\"contentType\":\"text/html\"}],\"by\":\"Ada Holm\","
     "\"subjects\":[{\"name\":\"x\"}],\"bodies\":[{\"contentType\":\"text/html\","
     "\"value\":\"<p>Text.</"
     "p>\"}],\"associations\":[{\"type\":\"picture\",\"by\":\"J\","
     "\"copyrightHolder\":\"W\",\"renditions\":[{\"href\":\"a.jpg\"}]}]}]}"},
};

static void no_memory_no_article(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        starve(samples[i].reader, nb_str_of(samples[i].text));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_content_decides),
        cmocka_unit_test(datelines),
        cmocka_unit_test(urgency_becomes_weight),
        cmocka_unit_test(hostile_inputs_end),
        cmocka_unit_test(a_wide_table_has_its_bound),
        cmocka_unit_test(no_memory_no_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
