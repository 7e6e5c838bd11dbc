/* EPUB: an edition made to hurt goes through the writer; every file must be well-formed, say
 * what the model says, link to what is there, and come out the same twice. */
#include "unit.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/xml.h"
#include "base/zip.h"
#include "doc/build.h"
#include "image/image.h"
#include "write/writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HARD "AT&T <sues> \"Ümlaut\" – 王毅"
#define HARD_XML "AT&amp;T &lt;sues&gt; &quot;Ümlaut&quot; – 王毅"

enum { MOST_FILE = 1 << 20 };

/* A black pixel. */
static const unsigned char png[] = {
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1A, '\n', 0,    0,    0,    13,   'I',  'H',
    'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,
    0,    0x3A, 0x7E, 0x9B, 0x55, 0,    0,    0,    10,   'I',  'D',  'A',  'T',  0x78,
    0x9C, 0x63, 0x60, 0,    0,    0,    2,    0,    1,    0x48, 0xAF, 0xA4, 0x71, 0,
    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
static const struct nb_image picture = {
    NB_IMAGE_PNG, 1, 1, 1, png, sizeof png, "00112233445566778899aabbccddeeff00112233"};
/* Another one that wants the same short name. */
static const struct nb_image rival = {
    NB_IMAGE_PNG, 1, 1, 1, png, sizeof png, "0011223344ffffffffffffffffffffffffffffff"};

static struct nb_diags *diags;
static struct nb_ctx ctx;

/* ---- The edition. */

static void text(struct nb_build *b, const char *words)
{
    nb_build_text(b, nb_str_of(words));
}

static void paragraph(struct nb_build *b, const char *words)
{
    nb_build_paragraph(b, nb_str_of(words), 1);
}

static const char *keep(struct nb_build *b, const char *words)
{
    return nb_build_keep(b, nb_str_of(words));
}

static struct nb_build *start(const char *headline, const char *lang)
{
    struct nb_build *b = nb_build_new(&ctx, "test");
    if (!b)
        return NULL;
    nb_build_article(b)->headline = keep(b, headline);
    nb_build_article(b)->lang = lang ? keep(b, lang) : NULL;
    return b;
}

static enum nb_status finish(struct nb_build *b, struct nb_edition *edition,
                             struct nb_section *section)
{
    struct nb_article *article;
    struct nb_arena *arena;
    if (!b || !section)
        return NB_NOMEM;
    enum nb_status status = nb_build_finish(b, &article, &arena);
    if (status != NB_OK)
        return status;
    status = nb_edition_adopt(edition, arena);
    if (status != NB_OK) {
        nb_arena_free(arena);
        return status;
    }
    nb_section_add(section, article);
    return NB_OK;
}

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

static void figure(struct nb_build *b, const struct nb_image *image,
                   const char *caption)
{
    struct nb_node *node = nb_build_open(b, NB_FIGURE, 1);
    node->u.figure.image = image;
    node->u.figure.src = keep(b, "x.png");
    node->u.figure.credit = keep(b, "Credit & Co");
    if (caption) {
        nb_build_open(b, NB_CAPTION, 1);
        text(b, caption);
    }
    nb_build_close(b, NB_FIGURE);
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

static enum nb_status write_book(const struct nb_edition *edition, unsigned jobs,
                                 const char *path)
{
    const struct nb_write_in in = {.edition = edition, .cover = &picture, .jobs = jobs};
    struct nb_file *file;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_writer_epub.write(&ctx, &in, file);
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

static void make_book(unsigned jobs, struct nb_buf *out)
{
    struct nb_edition *edition;
    char path[] = "/tmp/nb-epub-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(make_edition(&edition), NB_OK);
    assert_int_equal(write_book(edition, jobs, path), NB_OK);
    nb_edition_free(edition);
    assert_int_equal(nb_file_read(path, MOST_FILE, out), NB_OK);
    (void)unlink(path);
}

/* A book being read: the archive, its files by name. */
struct book {
    struct nb_buf bytes;
    struct nb_unzip *zip;
};

static void open_book(struct book *book)
{
    *book = (struct book){0};
    make_book(1, &book->bytes);
    assert_int_equal(nb_unzip_new(book->bytes.data, book->bytes.len, &book->zip),
                     NB_OK);
}

static void close_book(struct book *book)
{
    nb_unzip_free(book->zip);
    nb_buf_free(&book->bytes);
}

static bool has_file(const struct book *book, const char *name)
{
    for (size_t i = 0; i < nb_unzip_count(book->zip); i++)
        if (strcmp(nb_unzip_name(book->zip, i), name) == 0)
            return true;
    return false;
}

/* The text of a file; the caller frees it. */
static struct nb_buf file_of(const struct book *book, const char *name)
{
    struct nb_buf out = NB_BUF_INIT;
    for (size_t i = 0; i < nb_unzip_count(book->zip); i++)
        if (strcmp(nb_unzip_name(book->zip, i), name) == 0)
            assert_int_equal(nb_unzip_read(book->zip, i, MOST_FILE, &out), NB_OK);
    if (!out.len)
        fail_msg("%s is not in the book", name);
    return out;
}

static void expect(const struct book *book, const char *name, const char *words)
{
    struct nb_buf file = file_of(book, name);
    const char *content = nb_buf_cstr(&file);
    if (!strstr(content, words))
        fail_msg("%s lacks %s:\n%s", name, words, content);
    nb_buf_free(&file);
}

static void refuse(const struct book *book, const char *name, const char *words)
{
    struct nb_buf file = file_of(book, name);
    const char *content = nb_buf_cstr(&file);
    if (strstr(content, words))
        fail_msg("%s has %s:\n%s", name, words, content);
    nb_buf_free(&file);
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

static bool is_xml(const char *name)
{
    const char *ending = nb_path_ending(name);
    return strcmp(ending, ".xml") == 0 || strcmp(ending, ".xhtml") == 0 ||
           strcmp(ending, ".opf") == 0 || strcmp(ending, ".ncx") == 0;
}

/* Checks an element's links against the book's files, and its id against those seen. */
static void check_element(const struct book *book, const struct nb_xml_node *node,
                          struct nb_map *ids, const char *text_of_file)
{
    static const char *const names[] = {"href", "src"};
    const char *id = nb_xml_attr(node, "id");
    if (id) {
        assert_null(nb_map_get(ids, nb_str_of(id)));
        assert_int_equal(nb_map_set(ids, nb_str_of(id), ids), NB_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        const char *link = nb_xml_attr(node, names[i]);
        char full[200];
        if (!link || strncmp(link, "http", 4) == 0)
            continue;
        if (*link == '#') {
            (void)snprintf(full, sizeof full, " id=\"%s\"", link + 1);
            assert_non_null(strstr(text_of_file, full));
            continue;
        }
        (void)snprintf(full, sizeof full, "OEBPS/%s", link);
        if (!has_file(book, full))
            fail_msg("%s leads nowhere", link);
    }
}

static void every_file_is_well_formed_and_every_link_arrives(void **state)
{
    (void)state;
    struct book book;
    open_book(&book);
    for (size_t i = 0; i < nb_unzip_count(book.zip); i++) {
        const char *name = nb_unzip_name(book.zip, i);
        struct nb_xml *xml;
        if (!is_xml(name))
            continue;
        struct nb_buf file = file_of(&book, name);
        assert_int_equal(nb_xml_parse(&ctx, name, nb_buf_view(&file), &xml), NB_OK);
        struct nb_map *ids = nb_map_new();
        struct nb_xml_node *root = nb_xml_root(xml);
        for (struct nb_xml_node *node = root; node;
             node = nb_xml_following(node, root, true))
            if (nb_xml_name(node))
                check_element(&book, node, ids, file.data);
        nb_map_free(ids);
        nb_xml_free(xml);
        nb_buf_free(&file);
    }
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
        "<itemref idref=\"a3\"/>",
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
    struct nb_buf first = NB_BUF_INIT, second = NB_BUF_INIT;
    mode_t mask = umask(022);
    make_book(1, &first);
    assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
    tzset();
    (void)umask(077);
    make_book(8, &second);
    (void)umask(mask);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    nb_buf_free(&first);
    nb_buf_free(&second);
}

/* Without editors and publisher the authors are the creators, each once. */
static void authors_are_creators(void **state)
{
    (void)state;
    struct nb_edition *edition;
    struct book book = {0};
    char path[] = "/tmp/nb-epub-XXXXXX";
    (void)close(mkstemp(path));
    assert_int_equal(make_edition(&edition), NB_OK);
    edition->publisher = NULL;
    assert_int_equal(finish(everything(), edition, edition->last), NB_OK);
    assert_int_equal(write_book(edition, 1, path), NB_OK);
    nb_edition_free(edition);
    assert_int_equal(nb_file_read(path, MOST_FILE, &book.bytes), NB_OK);
    (void)unlink(path);
    assert_int_equal(nb_unzip_new(book.bytes.data, book.bytes.len, &book.zip), NB_OK);
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
    struct book book = {0};
    char path[] = "/tmp/nb-epub-XXXXXX";
    (void)close(mkstemp(path));
    edition->single = true;
    assert_int_equal(
        finish(right_to_left(), edition, nb_edition_add_section(edition, NULL)), NB_OK);
    assert_int_equal(nb_edition_number(edition), NB_OK);
    assert_int_equal(write_book(edition, 1, path), NB_OK);
    nb_edition_free(edition);
    assert_int_equal(nb_file_read(path, MOST_FILE, &book.bytes), NB_OK);
    (void)unlink(path);
    assert_int_equal(nb_unzip_new(book.bytes.data, book.bytes.len, &book.zip), NB_OK);
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
