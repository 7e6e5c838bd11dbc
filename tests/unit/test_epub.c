/* EPUB: an edition made to hurt goes through the writer; every file must be well-formed, say
 * what the model says, link to what is there, and come out the same twice. */
#include "epub_help.h"

#include "base/mem.h"

#include <sys/stat.h>
#include <time.h>

#define HARD "AT&T <sues> \"Ümlaut\" – 王毅"
#define HARD_XML "AT&amp;T &lt;sues&gt; &quot;Ümlaut&quot; – 王毅"

/* ---- The edition. */

static void link_to(struct nb_build *b, const char *href, const char *words)
{
    struct nb_node *link = nb_build_open(b, NB_LINK, 1);
    link->u.href = keep(b, href);
    text(b, words);
    nb_build_close(b, NB_LINK);
    text(b, " ");
}

static void noteref(struct nb_build *b, const char *label)
{
    nb_build_leaf(b, NB_NOTEREF, 1)->u.label = keep(b, label);
}

static void note(struct nb_build *b, const char *label, const char *words)
{
    nb_build_open(b, NB_FOOTNOTE, 1)->u.label = keep(b, label);
    paragraph(b, words);
    nb_build_close(b, NB_FOOTNOTE);
}

static void cell(struct nb_build *b, bool header, const char *words)
{
    struct nb_node *node = nb_build_open(b, NB_CELL, 1);
    node->u.cell.header = header;
    text(b, words);
    nb_build_close(b, NB_CELL);
}

static void add_table(struct nb_build *b)
{
    nb_build_open(b, NB_TABLE, 1);
    nb_build_open(b, NB_ROW, 1);
    cell(b, true, "Town");
    cell(b, true, "People");
    nb_build_close(b, NB_ROW);
    nb_build_open(b, NB_ROW, 1);
    cell(b, true, "Aa");
    cell(b, false, "1,200");
    nb_build_close(b, NB_TABLE);
}

static void add_list(struct nb_build *b)
{
    struct nb_node *list = nb_build_open(b, NB_LIST, 1);
    list->u.list.ordered = true;
    list->u.list.start = 3;
    nb_build_open(b, NB_ITEM, 1);
    paragraph(b, "Third");
    nb_build_close(b, NB_ITEM);
    nb_build_open(b, NB_ITEM, 1);
    paragraph(b, "Fourth, of");
    paragraph(b, "two paragraphs");
    nb_build_close(b, NB_LIST);
}

static void add_embed(struct nb_build *b)
{
    struct nb_node *embed = nb_build_open(b, NB_EMBED, 1);
    embed->u.embed.kind = keep(b, "video");
    embed->u.embed.title = keep(b, HARD);
    embed->u.embed.url = keep(b, "https://example.org/v?a=1&b=2");
    embed->u.embed.duration = keep(b, "2:22");
    paragraph(b, "Said in the post");
    nb_build_close(b, NB_EMBED);
}

static struct nb_build *everything(void)
{
    struct nb_build *b = start(HARD, NULL);
    if (!b)
        return NULL;
    struct nb_article *article = nb_build_article(b);
    article->kicker = keep(b, "Law & <order>");
    article->published = keep(b, "2026-11-22T09:00:00Z");
    article->dateline = keep(b, "OSLO");
    nb_build_push(b, &article->standfirst, NB_STR("A \"deck\" & more"));
    nb_build_push(b, &article->byline, NB_STR("Ann <Lee>"));
    nb_build_push(b, &article->byline, NB_STR("Bo & Co"));
    figure(b, &picture, "A \"caption\" & <more>");
    figure(b, &picture, NULL);
    figure(b, &rival, "Another");
    figure(b, NULL, "Nowhere to be seen");
    nb_build_open(b, NB_PARAGRAPH, 1);
    text(b, "Links: ");
    link_to(b, "#article:a2", "ours");
    link_to(b, "#article:a99", "gone");
    link_to(b, "javascript:alert(1)", "script");
    link_to(b, "https://example.org/a b&c", "web");
    noteref(b, "1");
    noteref(b, "1");
    noteref(b, "none");
    nb_build_open(b, NB_LINK, 1)->u.href = keep(b, "https://example.org/n");
    text(b, "note in a link");
    noteref(b, "2");
    nb_build_close(b, NB_PARAGRAPH);
    note(b, "1", "The first note");
    note(b, "2", "Never led to");
    nb_build_open(b, NB_PARAGRAPH, 1);
    struct nb_node *span = nb_build_open(b, NB_SPAN, 1);
    span->lang = keep(b, "he");
    text(b, "שלום");
    nb_build_close(b, NB_SPAN);
    text(b, " control\x01 and ]]> and \x7F");
    nb_build_close(b, NB_PARAGRAPH);
    add_list(b);
    add_table(b);
    add_embed(b);
    nb_build_open(b, NB_PULLQUOTE, 1);
    paragraph(b, "Pulled");
    nb_build_close(b, NB_PULLQUOTE);
    nb_build_leaf(b, NB_CODE, 1)->text =
        nb_build_raw(b, NB_STR("if (a < b)\n    c &= d;"));
    nb_build_related(b, NB_STR("More <here>"), NB_STR("https://example.org/more"));
    nb_build_related(b, NB_STR("Nowhere"), NB_STR("file:///x"));
    return b;
}

static struct nb_build *right_to_left(void)
{
    struct nb_build *b = start("خبر اليوم", "ar");
    if (b)
        paragraph(b, "نص الخبر.");
    return b;
}

static struct nb_build *nameless(void)
{
    struct nb_build *b = start("", "not-a-tag");
    if (b)
        paragraph(b, "Words <without> a headline.");
    return b;
}

static enum nb_status make_edition(struct nb_edition **out)
{
    struct nb_edition *edition = nb_edition_new(0);
    *out = edition;
    if (!edition)
        return NB_NOMEM;
    edition->title = "The \"Weekly\" & <Sons>";
    edition->number = "12";
    edition->date = "2026-11-16/2026-11-22";
    edition->lang = "en-GB";
    edition->publisher = "Pub & Co";
    edition->rights = "© \"us\"";
    edition->modified = "2026-11-22T06:00:00Z";
    struct nb_section *first = nb_edition_add_section(edition, "Wo<rld> & \"more\"");
    enum nb_status status = finish(everything(), edition, first);
    if (status == NB_OK)
        status = finish(right_to_left(), edition, first);
    if (status == NB_OK)
        status = finish(nameless(), edition, nb_edition_add_section(edition, NULL));
    return status == NB_OK ? nb_edition_number(edition) : status;
}

/* ---- The book. */

static void make_book(unsigned jobs, struct book *book)
{
    struct nb_edition *edition;
    assert_int_equal(make_edition(&edition), NB_OK);
    bind(edition, jobs, book);
}

static void open_book(struct book *book)
{
    make_book(1, book);
}

/* ---- Tests. */

static void the_archive_begins_as_it_must(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    assert_string_equal(nb_unzip_name(book.zip, 0), "mimetype");
    assert_true(nb_unzip_stored(book.zip, 0));
    struct nb_buf type = file_of(&book, "mimetype");
    assert_string_equal(type.data, "application/epub+zip");
    nb_buf_free(&type);
    expect(&book, "META-INF/container.xml", "full-path=\"OEBPS/content.opf\"");
    close_book(&book);
}

static void every_file_is_well_formed_and_every_link_arrives(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    check_files(&book);
    close_book(&book);
}

static void names_are_escaped_everywhere(void **state)
{
    static const char *const files[] = {"OEBPS/content.opf", "OEBPS/nav.xhtml",
                                        "OEBPS/toc.ncx",     "OEBPS/contents.xhtml",
                                        "OEBPS/a001.xhtml",  "OEBPS/a002.xhtml"};
    (void)state;
    struct book book;
    open_book(&book);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        expect(&book, files[i], HARD_XML);
    expect(&book, "OEBPS/a002.xhtml", "title=\"" HARD_XML "\"");
    expect(&book, "OEBPS/a001.xhtml", "<title>" HARD_XML "</title>");
    expect(&book, "OEBPS/a001.xhtml",
           "<p class=\"kicker\">Law &amp; &lt;order&gt;</p>");
    expect(&book, "OEBPS/a001.xhtml",
           "alt=\"A &quot;caption&quot; &amp; &lt;more&gt;\"");
    expect(&book, "OEBPS/toc.ncx", "Wo&lt;rld&gt; &amp; &quot;more&quot;");
    expect(&book, "OEBPS/nav.xhtml", "Wo&lt;rld&gt; &amp; &quot;more&quot;");
    expect(&book, "OEBPS/content.opf", "<dc:rights>© &quot;us&quot;</dc:rights>");
    close_book(&book);
}

static void the_package_says_what_the_edition_says(void **state)
{
    static const char *const parts[] = {
        "<dc:identifier id=\"id\">urn:uuid:",
        "<dc:title id=\"title\">The &quot;Weekly&quot; &amp; &lt;Sons&gt;</dc:title>",
        "<dc:language>en-GB</dc:language>",
        "<dc:language>ar</dc:language>",
        "<dc:language>not</dc:language>",
        "<dc:creator id=\"creator1\">Pub &amp; Co</dc:creator>",
        "<dc:publisher>Pub &amp; Co</dc:publisher>",
        "<dc:date>2026-11-22</dc:date>",
        "<meta property=\"dcterms:modified\">2026-11-22T06:00:00Z</meta>",
        "<dc:subject>Wo&lt;rld&gt; &amp; &quot;more&quot;</dc:subject>",
        "property=\"group-position\">12</meta>",
        "<meta name=\"cover\" content=\"coverimage\"/>",
        "properties=\"cover-image\"",
        "schema:accessibilitySummary",
        "<itemref idref=\"a003\"/>",
        "<reference type=\"toc\"",
    };
    (void)state;
    struct book book;
    open_book(&book);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        expect(&book, "OEBPS/content.opf", parts[i]);
    refuse(&book, "OEBPS/content.opf", "page-progression-direction");
    close_book(&book);
}

static void links_go_where_they_may(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    const char *page = "OEBPS/a001.xhtml";
    expect(&book, page, "<a href=\"a002.xhtml\">ours</a> gone script ");
    expect(&book, page, "<a href=\"https://example.org/a%20b&amp;c\">web</a>");
    expect(&book, page, "<a href=\"https://example.org/v?a=1&amp;b=2\">Video, 2:22: ");
    expect(&book, page,
           "<li><a href=\"https://example.org/more\">More &lt;here&gt;</a>");
    expect(&book, page, "<li>Nowhere</li>");
    close_book(&book);
}

static void notes_lead_there_and_back(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    const char *page = "OEBPS/a001.xhtml";
    expect(&book, page,
           "<a class=\"noteref\" epub:type=\"noteref\" role=\"doc-noteref\" "
           "href=\"#fn1\" id=\"fnref1\">1</a><a class=\"noteref\" "
           "epub:type=\"noteref\" role=\"doc-noteref\" href=\"#fn1\">1</a>");
    expect(&book, page, "note in a link<sup>2</sup></a>");
    expect(&book, page,
           "<aside class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\" "
           "id=\"fn1\">\n<p><a epub:type=\"backlink\" role=\"doc-backlink\" "
           "href=\"#fnref1\"");
    expect(&book, page, "id=\"fn2\">\n<p>2 Never led to</p>");
    close_book(&book);
}

static void pictures_are_there_once(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    const char *page = "OEBPS/a001.xhtml";
    assert_true(has_file(&book, "OEBPS/img/0011223344.png"));
    assert_true(
        has_file(&book, "OEBPS/img/0011223344ffffffffffffffffffffffffffffff.png"));
    assert_true(has_file(&book, "OEBPS/img/cover.png"));
    expect(&book, page, "<img src=\"img/0011223344.png\" alt=\"\"/>");
    expect(&book, page, "<span class=\"credit\">Credit &amp; Co</span></figcaption>");
    refuse(&book, page, "Nowhere to be seen");
    close_book(&book);
}

static void languages_and_directions_are_marked(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    expect(&book, "OEBPS/a001.xhtml", " xml:lang=\"en-GB\" lang=\"en-GB\">");
    expect(&book, "OEBPS/a001.xhtml",
           "<span xml:lang=\"he\" lang=\"he\" dir=\"rtl\">שלום</span>");
    expect(&book, "OEBPS/a002.xhtml", " xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">");
    expect(&book, "OEBPS/a002.xhtml",
           "<p class=\"foot\" xml:lang=\"en-GB\" lang=\"en-GB\" dir=\"ltr\">");
    expect(&book, "OEBPS/contents.xhtml",
           "<p class=\"contents-entry\" xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">");
    expect(&book, "OEBPS/nav.xhtml", " xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">");
    expect(&book, "OEBPS/toc.ncx", "<navLabel xml:lang=\"ar\" dir=\"rtl\">");
    expect(&book, "OEBPS/nav.xhtml", "Words &lt;without&gt; a headline.");
    close_book(&book);
}

static void no_control_character_gets_through(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    struct nb_buf file = file_of(&book, "OEBPS/a001.xhtml");
    for (size_t i = 0; i < file.len; i++) {
        unsigned char c = (unsigned char)file.data[i];
        assert_true(c == '\n' || (c >= 0x20 && c != 0x7F));
    }
    nb_buf_free(&file);
    close_book(&book);
}

static void bytes_depend_on_the_edition_alone(void **state)
{
    (void)state;
    struct book first, second;
    mode_t mask = umask(022);
    make_book(1, &first);
    assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
    tzset();
    (void)umask(077);
    make_book(8, &second);
    (void)umask(mask);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
    assert_int_equal(first.bytes.len, second.bytes.len);
    assert_memory_equal(first.bytes.data, second.bytes.data, first.bytes.len);
    close_book(&first);
    close_book(&second);
}

/* Without editors and publisher the authors are the creators, each once. */
static void authors_are_creators(void **state)
{
    (void)state;
    struct nb_edition *edition;
    struct book book;
    assert_int_equal(make_edition(&edition), NB_OK);
    edition->publisher = NULL;
    assert_int_equal(finish(everything(), edition, edition->last), NB_OK);
    bind(edition, 1, &book);
    expect(&book, "OEBPS/content.opf",
           "<dc:creator id=\"creator2\">Bo &amp; Co</dc:creator>");
    refuse(&book, "OEBPS/content.opf", "creator3");
    close_book(&book);
}

/* One article and no edition file: no contents page, no foot. */
static void a_single_article_stands_alone(void **state)
{
    (void)state;
    struct nb_edition *edition = nb_edition_new(0);
    struct book book;
    edition->single = true;
    assert_int_equal(
        finish(right_to_left(), edition, nb_edition_add_section(edition, NULL)), NB_OK);
    assert_int_equal(nb_edition_number(edition), NB_OK);
    bind(edition, 1, &book);
    assert_false(has_file(&book, "OEBPS/contents.xhtml"));
    refuse(&book, "OEBPS/a001.xhtml", "class=\"foot\"");
    expect(&book, "OEBPS/content.opf", "<itemref idref=\"nav\" linear=\"no\"/>");
    expect(&book, "OEBPS/content.opf", "page-progression-direction=\"rtl\"");
    expect(&book, "OEBPS/content.opf", "<dc:title id=\"title\">خبر اليوم</dc:title>");
    expect(&book, "OEBPS/content.opf", "<dc:language>ar</dc:language>");
    expect(&book, "OEBPS/content.opf", ">1980-01-01T00:00:00Z</meta>");
    close_book(&book);
}

static void memory_faults_are_no_crash(void **state)
{
    (void)state;
    struct nb_edition *edition;
    unsigned long n = 0;
    enum nb_status status;
    assert_int_equal(make_edition(&edition), NB_OK);
    do {
        nb_mem_fail_at(++n);
        status = write_book(edition, 1, "/dev/null");
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
    } while (status != NB_OK && n < 5000);
    assert_int_equal(status, NB_OK);
    assert_true(n > 50);
    nb_edition_free(edition);
}

int main(void)
{
    diags = nb_diags_new();
    ctx = (struct nb_ctx){diags, &nb_limits_default};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_archive_begins_as_it_must),
        cmocka_unit_test(every_file_is_well_formed_and_every_link_arrives),
        cmocka_unit_test(names_are_escaped_everywhere),
        cmocka_unit_test(the_package_says_what_the_edition_says),
        cmocka_unit_test(links_go_where_they_may),
        cmocka_unit_test(notes_lead_there_and_back),
        cmocka_unit_test(pictures_are_there_once),
        cmocka_unit_test(languages_and_directions_are_marked),
        cmocka_unit_test(no_control_character_gets_through),
        cmocka_unit_test(bytes_depend_on_the_edition_alone),
        cmocka_unit_test(authors_are_creators),
        cmocka_unit_test(a_single_article_stands_alone),
        cmocka_unit_test(memory_faults_are_no_crash),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nb_diags_free(diags);
    return failed;
}
