/* The lint of books, on a small EPUB 2 with one part changed at a time: what is clean is silent,
 * a fault is found under its code and line, damage anywhere ends well, memory may run out. */
#include "unit.h"

#include "base/limits.h"
#include "base/mem.h"
#include "base/zip.h"
#include "check/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char container[] =
    "<?xml version='1.0'?>\n<container version='1.0' "
    "xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
    "full-path='b/p.opf' media-type='application/oebps-package+xml'/></rootfiles>"
    "</container>";
static const char package[] =
    "<package xmlns='http://www.idpf.org/2007/opf' version='2.0' "
    "unique-identifier='i'>\n"
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>T</dc:title>\n"
    "<dc:identifier id='i'>urn:x:1</dc:identifier><dc:language>en</dc:language>\n"
    "<dc:creator>A</dc:creator><meta name='cover' content='c'/></metadata>\n"
    "<manifest><item id='n' href='n.ncx' media-type='application/x-dtbncx+xml'/>\n"
    "<item id='a' href='a%20b.xhtml' media-type='application/xhtml+xml'/>\n"
    "<item id='c' href='c.gif' media-type='image/gif'/></manifest>\n"
    "<spine toc='n'><itemref idref='a'/></spine></package>";
static const char ncx[] =
    "<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/' version='2005-1'><head>"
    "<meta name='dtb:uid' content=' urn:x:1 "
    "'/></head><docTitle><text>T</text></docTitle>\n"
    "<navMap><navPoint id='p'><navLabel><text>A</text></navLabel>\n"
    "<content src='a%20b.xhtml#x'/></navPoint></navMap></ncx>";
static const char page[] =
    "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html PUBLIC "
    "'-//W3C//DTD XHTML 1.1//EN' 'http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd'>\n"
    "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>A</title></head>\n"
    "<body><p id='x'>a&nbsp;b <a href='#x'>c</a></p>\n"
    "<p><img src='./c.gif' alt=''/></p></body></html>";
static const char picture[] = "GIF89a\x10\x00\x10\x00\x00\x00\x00;";

/* The book's parts; NULL leaves one out. */
struct parts {
    const char *container, *package, *ncx, *page;
};

static void make(const struct parts *parts, struct nb_buf *out)
{
    char path[] = "/tmp/nb-check-XXXXXX";
    int fd = mkstemp(path);
    struct nb_file *file;
    struct nb_zip *zip;
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(nb_file_create(path, &file), NB_OK);
    assert_int_equal(nb_zip_new(&zip), NB_OK);
    nb_zip_add(zip, "mimetype", "application/epub+zip", 20, true);
    const struct {
        const char *name, *text;
    } texts[] = {{"META-INF/container.xml", parts->container},
                 {"b/p.opf", parts->package},
                 {"b/n.ncx", parts->ncx},
                 {"b/a b.xhtml", parts->page}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].text)
            nb_zip_add(zip, texts[i].name, texts[i].text, strlen(texts[i].text), false);
    }
    nb_zip_add(zip, "b/c.gif", picture, sizeof picture - 1, false);
    assert_int_equal(nb_zip_finish(zip, file), NB_OK);
    assert_int_equal(nb_file_commit(file), NB_OK);
    assert_int_equal(nb_file_read(path, 1 << 20, out), NB_OK);
    (void)unlink(path);
}

/* All that is said of a book, a line each. */
static void said(struct nb_str bytes, struct nb_buf *out, enum nb_status *status)
{
    struct nb_ctx ctx = {nb_diags_new(), &nb_limits_default};
    assert_non_null(ctx.diags);
    *status = nb_check_book(&ctx, "t.epub", bytes);
    for (size_t i = 0; i < nb_diags_count(ctx.diags); i++) {
        nb_diag_format(nb_diags_at(ctx.diags, i), out);
        nb_buf_putc(out, '\n');
    }
    nb_diags_free(ctx.diags);
}

static void expect(const struct parts *parts, const char *wanted)
{
    struct nb_buf bytes = NB_BUF_INIT, text = NB_BUF_INIT;
    enum nb_status status;
    make(parts, &bytes);
    said(nb_buf_view(&bytes), &text, &status);
    assert_int_equal(status, NB_OK);
    assert_string_equal(nb_buf_cstr(&text), wanted);
    nb_buf_free(&bytes);
    nb_buf_free(&text);
}

/* `text` with the one `from` in it replaced. */
static char *with(const char *text, const char *from, const char *to)
{
    struct nb_buf out = NB_BUF_INIT;
    const char *at = strstr(text, from);
    assert_non_null(at);
    nb_buf_add(&out, text, (size_t)(at - text));
    nb_buf_puts(&out, to);
    nb_buf_puts(&out, at + strlen(from));
    assert_int_equal(out.status, NB_OK);
    return out.data;
}

#define SPACE \
    "t.epub/b/a b.xhtml: warning: not what all shops and readers take: a file name " \
    "with " \
    "a space or a character outside ASCII [epub-shop]\n"

static void a_clean_book_of_version_2_gives_no_error(void **state)
{
    (void)state;
    expect(&(struct parts){container, package, ncx, page}, SPACE);
}

static void faults_are_named_with_their_place(void **state)
{
    static const struct {
        const char *from, *to, *said;
    } pages[] = {
        {"href='#x'", "href='#y'",
         "t.epub/b/a b.xhtml:4: error: no element has the id that a link names: b/a "
         "b.xhtml#y [epub-fragment]\n"},
        {"./c.gif", "../c.gif",
         "t.epub/b/a b.xhtml:5: error: a link that leads nowhere: c.gif [epub-link]\n"},
        {"<p><img", "<section/><p><img",
         "t.epub/b/a b.xhtml:5: error: markup that is not allowed: there is no element "
         "'section' [epub-xhtml]\n"},
        {"</body>", "",
         "t.epub/b/a b.xhtml:5: error: not well-formed: Opening and ending tag "
         "mismatch: "
         "body line 4 and html [epub-xml]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        char *text = with(page, pages[i].from, pages[i].to), wanted[600];
        (void)snprintf(wanted, sizeof wanted, "%s%s", SPACE, pages[i].said);
        expect(&(struct parts){container, package, ncx, text}, wanted);
        nb_free(text);
    }
    expect(
        &(struct parts){container, package, ncx, NULL},
        "t.epub/b/p.opf:6: error: a link that leads nowhere: b/a b.xhtml "
        "[epub-link]\nt.epub/b/n.ncx:3: error: a link that leads nowhere: b/a b.xhtml "
        "[epub-link]\n");
}

static void what_is_no_book_is_refused(void **state)
{
    struct nb_buf bytes = NB_BUF_INIT, text = NB_BUF_INIT;
    enum nb_status status;
    (void)state;
    make(&(struct parts){NULL, package, ncx, page}, &bytes);
    said(nb_buf_view(&bytes), &text, &status);
    assert_int_equal(status, NB_FORMAT);
    assert_non_null(strstr(nb_buf_cstr(&text), "[epub-container]"));
    said(NB_STR("PK\3\4 and no more"), &text, &status);
    assert_int_equal(status, NB_FORMAT);
    assert_non_null(strstr(nb_buf_cstr(&text), "[epub-archive]"));
    nb_buf_free(&bytes);
    nb_buf_free(&text);
}

/* Each byte of the archive turned over in turn, and the archive cut at each place. */
static void damage_anywhere_ends_well(void **state)
{
    struct nb_buf bytes = NB_BUF_INIT;
    (void)state;
    make(&(struct parts){container, package, ncx, page}, &bytes);
    for (size_t i = 0; i < bytes.len; i += 3) {
        struct nb_ctx ctx = {nb_diags_new(), &nb_limits_default};
        bytes.data[i] = (char)(bytes.data[i] ^ 0x55);
        enum nb_status status = nb_check_book(&ctx, "t.epub", nb_buf_view(&bytes));
        assert_true(status == NB_OK || status == NB_FORMAT);
        bytes.data[i] = (char)(bytes.data[i] ^ 0x55);
        status = nb_check_book(&ctx, "t.epub", nb_str_sub(nb_buf_view(&bytes), 0, i));
        assert_int_equal(status, NB_FORMAT);
        nb_diags_free(ctx.diags);
    }
    nb_buf_free(&bytes);
}

/* Whichever allocation fails, the check ends and frees what it took. */
static void memory_faults_are_no_crash(void **state)
{
    enum { MOST_ALLOCATIONS = 400 };
    struct nb_buf bytes = NB_BUF_INIT;
    unsigned refused = 0;
    (void)state;
    make(&(struct parts){container, package, ncx, page}, &bytes);
    for (unsigned long n = 1; n <= MOST_ALLOCATIONS; n++) {
        struct nb_ctx ctx = {nb_diags_new(), &nb_limits_default};
        nb_mem_fail_at(n);
        enum nb_status status = nb_check_book(&ctx, "t.epub", nb_buf_view(&bytes));
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_FORMAT || status == NB_NOMEM);
        refused += status == NB_NOMEM ? 1 : 0;
        nb_diags_free(ctx.diags);
    }
    assert_true(refused > 10);
    nb_buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clean_book_of_version_2_gives_no_error),
        cmocka_unit_test(faults_are_named_with_their_place),
        cmocka_unit_test(what_is_no_book_is_refused),
        cmocka_unit_test(damage_anywhere_ends_well),
        cmocka_unit_test(memory_faults_are_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
