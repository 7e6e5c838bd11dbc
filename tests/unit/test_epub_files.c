/* EPUB: the files that a book is made of: pages of sections, ways between articles, long texts
 * in several files, editions of many articles, and what may be claimed of it. */
#include "epub_help.h"

/* ---- Editions. */

static struct nb_edition *edition_of(const char *title)
{
    struct nb_edition *edition = nb_edition_new(0);
    assert_non_null(edition);
    edition->title = title;
    edition->lang = "en";
    edition->publisher = "Pub";
    return edition;
}

static void add_article(struct nb_edition *edition, struct nb_section *section,
                        const char *headline, const char *words)
{
    struct nb_build *b = start(headline, NULL);
    assert_non_null(b);
    nb_build_push(b, &nb_build_article(b)->standfirst, NB_STR("A deck"));
    paragraph(b, words);
    assert_int_equal(finish(b, edition, section), NB_OK);
}

static void number(struct nb_edition *edition)
{
    struct nb_section *section;
    assert_int_equal(nb_edition_number(edition), NB_OK);
    for (struct nb_article *article = nb_edition_first(edition, &section); article;
         article = nb_edition_next(article, &section))
        article->minutes = 3;
}

/* Two sections of two articles, and one of a single one. */
static void open_sections(struct book *book)
{
    struct nb_edition *edition = edition_of("Sections");
    struct nb_section *section = nb_edition_add_section(edition, "First & foremost");
    add_article(edition, section, "One", "Text.");
    add_article(edition, section, "Two", "Text.");
    section = nb_edition_add_section(edition, "Second");
    add_article(edition, section, "Three", "Text.");
    add_article(edition, section, "Four", "Text.");
    section = nb_edition_add_section(edition, "Third");
    add_article(edition, section, "Five", "Text.");
    number(edition);
    bind(edition, 2, book);
}

/* ---- Sections. */

static void sections_have_pages(void **state)
{
    (void)state;
    struct book book;
    open_sections(&book);
    check_files(&book);
    expect(&book, "OEBPS/content.opf",
           "<itemref idref=\"cover\"/>\n<itemref idref=\"contents\"/>\n"
           "<itemref idref=\"s01\"/>\n<itemref idref=\"a001\"/>\n"
           "<itemref idref=\"a002\"/>\n<itemref idref=\"s02\"/>\n"
           "<itemref idref=\"a003\"/>\n<itemref idref=\"a004\"/>\n"
           "<itemref idref=\"a005\"/>\n</spine>");
    expect(&book, "OEBPS/s01.xhtml",
           "<section class=\"section\" epub:type=\"part\" role=\"doc-part\">\n"
           "<h1 class=\"section-title\">First &amp; foremost</h1>");
    expect(
        &book, "OEBPS/s01.xhtml",
        "<p class=\"contents-entry\"><a href=\"a002.xhtml\">Two</a></p>\n"
        "<p class=\"contents-summary\">A deck\xC2\xA0· <span class=\"minutes\">3 min "
        "read</span></p>");
    refuse(&book, "OEBPS/s01.xhtml", "a003.xhtml");
    expect(&book, "OEBPS/contents.xhtml",
           "<p class=\"contents-section\"><a href=\"s02.xhtml\">Second</a></p>");
    expect(&book, "OEBPS/contents.xhtml", "<p class=\"contents-section\">Third</p>");
    close_book(&book);
}

static void both_tables_are_two_levels_deep(void **state)
{
    (void)state;
    struct book book;
    open_sections(&book);
    expect(&book, "OEBPS/nav.xhtml",
           "<li><a href=\"s02.xhtml\">Second</a>\n<ol>\n"
           "<li><a href=\"a003.xhtml\">Three</a></li>\n"
           "<li><a href=\"a004.xhtml\">Four</a></li>\n</ol>\n</li>\n"
           "<li><a href=\"a005.xhtml\">Third</a>\n<ol>\n"
           "<li><a href=\"a005.xhtml\">Five</a></li>\n</ol>\n</li>\n");
    expect(&book, "OEBPS/nav.xhtml",
           "<li><a epub:type=\"cover\" href=\"cover.xhtml\">Cover</a></li>\n"
           "<li><a epub:type=\"toc\" href=\"contents.xhtml\">Contents</a></li>\n"
           "<li><a epub:type=\"bodymatter\" href=\"s01.xhtml\">");
    expect(&book, "OEBPS/toc.ncx", "<meta name=\"dtb:depth\" content=\"2\"/>");
    expect(&book, "OEBPS/toc.ncx",
           "<navPoint id=\"s02\" playOrder=\"4\">\n<navLabel><text>Second</text>"
           "</navLabel>\n<content src=\"s02.xhtml\"/>\n"
           "<navPoint id=\"a003\" playOrder=\"5\">");
    /* one target, one place in the order */
    expect(&book, "OEBPS/toc.ncx", "<navPoint id=\"s03\" playOrder=\"7\">");
    expect(&book, "OEBPS/toc.ncx", "<navPoint id=\"a005\" playOrder=\"7\">");
    close_book(&book);
}

static void ways_lead_from_head_and_foot(void **state)
{
    (void)state;
    struct book book;
    open_sections(&book);
    expect(&book, "OEBPS/a002.xhtml",
           "<p class=\"head\"><a href=\"s01.xhtml\">First &amp; foremost</a> · "
           "<a href=\"a001.xhtml\" title=\"One\">Previous</a> · "
           "<a href=\"a003.xhtml\" title=\"Three\">Next</a></p>\n<article>");
    expect(&book, "OEBPS/a002.xhtml",
           "</article>\n<p class=\"foot\">"
           "<a href=\"a001.xhtml\" title=\"One\">Previous</a> · "
           "<a href=\"s01.xhtml\">First &amp; foremost</a> · "
           "<a href=\"contents.xhtml\" title=\"Sections\">Contents</a> · "
           "<a href=\"a003.xhtml\" title=\"Three\">Next</a></p>");
    expect(&book, "OEBPS/a005.xhtml", "<p class=\"head\"><a href=\"contents.xhtml\"");
    refuse(&book, "OEBPS/a005.xhtml", ">Next<");
    refuse(&book, "OEBPS/a001.xhtml", ">Previous<");
    close_book(&book);
}

/* ---- Long texts. */

enum { LONG_PARAGRAPHS = 900 };

/* Paragraphs of 700 bytes and more, each with its number; a reference to the first note at both
 * ends of the text, to the second one in the middle, and a third that nothing refers to. */
static void open_long(struct book *book)
{
    static char words[700];
    struct nb_edition *edition = edition_of("Long");
    struct nb_build *b = start("Very long", NULL);
    memset(words, 'x', sizeof words - 1);
    for (size_t i = 7; i < sizeof words - 1; i += 8)
        words[i] = ' ';
    for (int i = 0; i < LONG_PARAGRAPHS; i++) {
        char mark[20];
        (void)snprintf(mark, sizeof mark, "[%d] ", i);
        nb_build_open(b, NB_PARAGRAPH, 1);
        text(b, mark);
        text(b, words);
        if (i == 0 || i == LONG_PARAGRAPHS - 1)
            nb_build_leaf(b, NB_NOTEREF, 1)->u.label = keep(b, "1");
        if (i == LONG_PARAGRAPHS / 2)
            nb_build_leaf(b, NB_NOTEREF, 1)->u.label = keep(b, "2");
        nb_build_close(b, NB_PARAGRAPH);
    }
    for (int i = 1; i <= 3; i++) {
        char label[2] = {(char)('0' + i), '\0'};
        nb_build_open(b, NB_FOOTNOTE, 1)->u.label = keep(b, label);
        paragraph(b, i == 1 ? "First note" : i == 2 ? "Second note" : "Third note");
        nb_build_close(b, NB_FOOTNOTE);
    }
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    assert_int_equal(finish(b, edition, section), NB_OK);
    add_article(edition, section, "After it", "Short.");
    number(edition);
    bind(edition, 2, book);
}

static void long_articles_go_on_in_further_files(void **state)
{
    (void)state;
    struct book book;
    char file[40], mark[20];
    open_long(&book);
    check_files(&book);
    int at = 0, part = 1;
    for (;; part++) {
        (void)snprintf(file, sizeof file,
                       part == 1 ? "OEBPS/a001.xhtml" : "OEBPS/a001-%d.xhtml", part);
        if (!has_file(&book, file))
            break;
        struct nb_buf page = file_of(&book, file);
        assert_in_range(page.len, 100, 250000);
        for (; at < LONG_PARAGRAPHS; at++) {
            (void)snprintf(mark, sizeof mark, "[%d] ", at);
            if (!strstr(page.data, mark))
                break;
        }
        nb_buf_free(&page);
        (void)snprintf(mark, sizeof mark, "[%d] ", at);
        if (at < LONG_PARAGRAPHS)
            refuse(&book, file, mark);
    }
    assert_int_equal(at, LONG_PARAGRAPHS);
    assert_int_equal(part, 5);
    expect(&book, "OEBPS/content.opf",
           "<itemref idref=\"a001\"/>\n<itemref idref=\"a001-2\"/>\n"
           "<itemref idref=\"a001-3\"/>\n<itemref idref=\"a001-4\"/>\n"
           "<itemref idref=\"a002\"/>");
    close_book(&book);
}

static void heads_feet_and_notes_stand_where_they_belong(void **state)
{
    (void)state;
    struct book book;
    open_long(&book);
    expect(&book, "OEBPS/a001.xhtml", "class=\"head\"");
    expect(&book, "OEBPS/a001.xhtml", "<h1 class=\"headline\">Very long</h1>");
    refuse(&book, "OEBPS/a001.xhtml", "class=\"foot\"");
    refuse(&book, "OEBPS/a001-2.xhtml", "class=\"head");
    refuse(&book, "OEBPS/a001-3.xhtml", "class=\"foot\"");
    expect(&book, "OEBPS/a001-4.xhtml", "class=\"foot\"");
    expect(&book, "OEBPS/a001.xhtml", "First note");
    expect(&book, "OEBPS/a001.xhtml", "href=\"#fn1\" id=\"fnref1\"");
    refuse(&book, "OEBPS/a001.xhtml", "Second note");
    refuse(&book, "OEBPS/a001-2.xhtml", "First note");
    expect(&book, "OEBPS/a001-2.xhtml", "Second note");
    expect(&book, "OEBPS/a001-4.xhtml", "href=\"#fn1\" id=\"fnref1\"");
    expect(&book, "OEBPS/a001-4.xhtml", "First note");
    expect(&book, "OEBPS/a001-4.xhtml", "Third note");
    refuse(&book, "OEBPS/a001-4.xhtml", "Second note");
    expect(&book, "OEBPS/a002.xhtml", "<a href=\"a001.xhtml\" title=\"Very long\">");
    close_book(&book);
}

static void many_articles_make_many_files(void **state)
{
    enum { MANY = 3000 };
    (void)state;
    struct book book;
    struct nb_edition *edition = edition_of("Many");
    struct nb_section *section = nb_edition_add_section(edition, "All of them");
    for (int i = 0; i < MANY; i++)
        add_article(edition, section, "A headline of usual length for a list", "Text.");
    add_article(edition, nb_edition_add_section(edition, "Rest"), "Last", "Text.");
    number(edition);
    bind(edition, 2, &book);
    check_files(&book);
    for (size_t i = 0; i < nb_unzip_count(book.zip); i++) {
        const char *name = nb_unzip_name(book.zip, i);
        struct nb_buf file = file_of(&book, name);
        if (strstr(name, ".xhtml"))
            assert_in_range(file.len, 1, 250000);
        nb_buf_free(&file);
    }
    /* the section's page stands for its articles in the tables of contents */
    expect(&book, "OEBPS/nav.xhtml",
           "<li><a href=\"s01.xhtml\">All of them</a></li>\n"
           "<li><a href=\"a3001.xhtml\">Rest</a>\n<ol>\n");
    expect(&book, "OEBPS/toc.ncx", "playOrder=\"1\"");
    expect(&book, "OEBPS/toc.ncx", "<navPoint id=\"a3001\" playOrder=\"2\">");
    assert_true(has_file(&book, "OEBPS/a3001.xhtml"));
    assert_true(has_file(&book, "OEBPS/contents-2.xhtml"));
    assert_true(has_file(&book, "OEBPS/s01-2.xhtml"));
    expect(&book, "OEBPS/content.opf",
           "<itemref idref=\"contents\"/>\n<itemref idref=\"contents-2\"/>\n");
    close_book(&book);
}

static void many_without_sections_are_listed_by_files(void **state)
{
    enum { MANY = 3000 };
    (void)state;
    struct book book;
    struct nb_edition *edition = edition_of("Many");
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    for (int i = 0; i < MANY; i++)
        add_article(edition, section, "A headline of usual length for a list", "Text.");
    number(edition);
    bind(edition, 2, &book);
    check_files(&book);
    expect(&book, "OEBPS/nav.xhtml",
           "<ol>\n<li><a href=\"contents.xhtml\">Contents 1</a></li>\n"
           "<li><a href=\"contents-2.xhtml\">Contents 2</a></li>\n");
    refuse(&book, "OEBPS/toc.ncx", "a001.xhtml");
    close_book(&book);
}

/* ---- Pages of the PDF made in the same run. */

static void place(struct nb_book *pages, size_t page, int block, uint32_t at,
                  const struct nb_node *node)
{
    struct nb_run run = {.at = at, .origin = {NB_ROLE_PARAGRAPH, 0, block, NULL, node}};
    while (pages->page_count < page) {
        struct nb_page *added = nb_book_add_page(pages, 100, 100);
        static const char *const labels[] = {"i", "1", "2", "3", "4", "5", "6"};
        assert_non_null(added);
        added->label = labels[pages->page_count - 1];
    }
    if (block >= 0)
        nb_page_run(pages, pages->pages[page - 1], run);
}

static struct nb_book *make_pages(const struct nb_node *body)
{
    const struct nb_node *one = body->first, *two = one->next, *list = two->next;
    struct nb_book *pages = nb_book_new(0);
    assert_non_null(pages);
    place(pages, 1, -1, 0, NULL); /* no article yet */
    place(pages, 2, 0, 0, NULL);  /* the head */
    place(pages, 2, 4, 0, one);
    place(pages, 3, 4, 10, one); /* goes on there; the second one begins there */
    place(pages, 3, 5, 0, two);
    place(pages, 4, 5, 20, two); /* nothing begins */
    place(pages, 5, 6, 0, list->first->first);
    place(pages, 6, -1, 0, NULL); /* nothing of an article any more */
    place(pages, 7, 5, 0, two);   /* back in the order of reading */
    return pages;
}

static void pages_of_the_pdf_are_marked_and_listed(void **state)
{
    (void)state;
    struct book book;
    struct nb_edition *edition = edition_of("Pages");
    struct nb_build *b = start("Over pages", NULL);
    paragraph(b, "First.");
    paragraph(b, "Second.");
    nb_build_open(b, NB_LIST, 1);
    nb_build_open(b, NB_ITEM, 1);
    paragraph(b, "Item");
    nb_build_close(b, NB_LIST);
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    assert_int_equal(finish(b, edition, section), NB_OK);
    add_article(edition, section, "Another", "Text.");
    number(edition);
    edition->id = "urn:x-test:1";
    struct nb_book *pages = make_pages(section->articles->body);
    paged = pages;
    bind(edition, 1, &book);
    paged = NULL;
    nb_book_free(pages);
    check_files(&book);
#define MARK(number, label) \
    "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page" number \
    "\" aria-label=\"" label "\"></span>"
    expect(&book, "OEBPS/a001.xhtml", "<article>\n" MARK("2", "1") "<header>");
    expect(&book, "OEBPS/a001.xhtml",
           "<p>First.</p>\n<p>" MARK("3", "2")
               MARK("4", "3") "Second.</p>\n" MARK("5", "4") "<ul>");
    refuse(&book, "OEBPS/a001.xhtml", "page6");
    refuse(&book, "OEBPS/a001.xhtml", "page7");
    expect(&book, "OEBPS/contents.xhtml", "<section class=\"front\">\n" MARK("1", "i"));
    expect(&book, "OEBPS/nav.xhtml",
           "<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\" "
           "id=\"pages\">\n<ol>\n<li><a href=\"contents.xhtml#page1\">i</a></li>\n"
           "<li><a href=\"a001.xhtml#page2\">1</a></li>\n"
           "<li><a href=\"a001.xhtml#page3\">2</a></li>\n"
           "<li><a href=\"a001.xhtml#page4\">3</a></li>\n"
           "<li><a href=\"a001.xhtml#page5\">4</a></li>\n</ol>\n</nav>");
    expect(&book, "OEBPS/content.opf",
           "<dc:source id=\"pages\">urn:x-test:1</dc:source>\n"
           "<meta refines=\"#pages\" property=\"source-of\">pagination</meta>");
    close_book(&book);
}

static void without_a_pdf_there_are_no_pages(void **state)
{
    (void)state;
    struct book book;
    open_sections(&book);
    refuse(&book, "OEBPS/nav.xhtml", "page-list");
    refuse(&book, "OEBPS/a001.xhtml", "pagebreak");
    refuse(&book, "OEBPS/content.opf", "dc:source");
    close_book(&book);
}

/* ---- What is claimed of it. */

static void open_pictures(const char *alt, const char *publisher, struct book *book)
{
    struct nb_edition *edition = edition_of("Pictures");
    struct nb_build *b = start("A picture", NULL);
    edition->publisher = publisher;
    paragraph(b, "Text.");
    struct nb_node *node = nb_build_open(b, NB_FIGURE, 1);
    node->u.figure.image = &picture;
    node->u.figure.src = keep(b, "x.png");
    node->u.figure.alt = alt ? keep(b, alt) : NULL;
    nb_build_open(b, NB_CAPTION, 1);
    text(b, "Its caption");
    nb_build_close(b, NB_FIGURE);
    assert_int_equal(finish(b, edition, nb_edition_add_section(edition, NULL)), NB_OK);
    number(edition);
    bind(edition, 1, book);
}

static void conformance_needs_descriptions_of_pictures(void **state)
{
    static const char claim[] = "<meta property=\"dcterms:conformsTo\" id=\"conforms\">"
                                "EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta>\n"
                                "<meta refines=\"#conforms\" "
                                "property=\"a11y:certifiedBy\">Pub</meta>";
    static const char textual[] =
        "<meta property=\"schema:accessModeSufficient\">textual</meta>";
    static const char *const opf = "OEBPS/content.opf";
    struct book book;
    (void)state;
    open_pictures("A dog", "Pub", &book);
    expect(&book, "OEBPS/a001.xhtml", "alt=\"A dog\"");
    expect(&book, opf, claim);
    expect(&book, opf, textual);
    expect(&book, opf, ">alternativeText</meta>");
    expect(&book, opf, "contents and picture descriptions.</meta>");
    close_book(&book);
    open_pictures(NULL, "Pub", &book); /* a caption is no description */
    expect(&book, "OEBPS/a001.xhtml", "alt=\"Its caption\"");
    refuse(&book, opf, "conformsTo");
    refuse(&book, opf, textual);
    refuse(&book, opf, "alternativeText");
    expect(&book, opf, "headings and contents.</meta>");
    close_book(&book);
    open_pictures("A dog", NULL, &book); /* nobody stands for it */
    refuse(&book, opf, "conformsTo");
    close_book(&book);
}

static void where_an_article_comes_from_is_said(void **state)
{
    (void)state;
    struct book book;
    struct nb_edition *edition = edition_of("Sources");
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    add_article(edition, section, "One", "Text.");
    add_article(edition, section, "Two", "Text.");
    section->articles->site = "The & Site";
    section->articles->url = "https://example.org/a?b=1&c";
    section->last->url = "javascript:x";
    number(edition);
    bind(edition, 1, &book);
    expect(&book, "OEBPS/a001.xhtml",
           "<aside class=\"source\"><p><a href=\"https://example.org/a?b=1&amp;c\">"
           "The &amp; Site, example.org</a></p></aside>\n</article>");
    refuse(&book, "OEBPS/a002.xhtml", "source");
    close_book(&book);
}

int main(void)
{
    diags = nb_diags_new();
    ctx = (struct nb_ctx){diags, &nb_limits_default};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_have_pages),
        cmocka_unit_test(both_tables_are_two_levels_deep),
        cmocka_unit_test(ways_lead_from_head_and_foot),
        cmocka_unit_test(long_articles_go_on_in_further_files),
        cmocka_unit_test(heads_feet_and_notes_stand_where_they_belong),
        cmocka_unit_test(many_articles_make_many_files),
        cmocka_unit_test(many_without_sections_are_listed_by_files),
        cmocka_unit_test(pages_of_the_pdf_are_marked_and_listed),
        cmocka_unit_test(without_a_pdf_there_are_no_pages),
        cmocka_unit_test(conformance_needs_descriptions_of_pictures),
        cmocka_unit_test(where_an_article_comes_from_is_said),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nb_diags_free(diags);
    return failed;
}
