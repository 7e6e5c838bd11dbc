/* The PDF writer as a whole, on books made by hand: the same bytes with any number of threads,
 * links, outline, labels and metadata in the file, running out of memory, a full disk. */
#include "base/deflate.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "image/formats.h"
#include "image/image.h"
#include "unit.h"
#include "write/writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LATN NB_SCRIPT('L', 'a', 't', 'n')

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_fonts *fonts;
    const struct nb_font *face;
    struct nb_image picture;
    struct nb_buf jpeg;
    struct nb_book *book;
    struct nb_edition edition;
};

static void add_line(struct fixture *fixture, struct nb_page *page, const char *text,
                     float y, int article)
{
    struct nb_shaped *shaped = NULL;
    size_t count = 0;
    float scale = 12.0F / (float)nb_font_info(fixture->face)->upem;
    struct nb_arena *arena = fixture->book->arena;
    assert_int_equal(nb_font_shape(fixture->face, arena, nb_str_of(text), LATN, "en",
                                   false, NULL, 0, &shaped, &count),
                     NB_OK);
    struct nb_glyph *glyphs = nb_arena_array(arena, count, sizeof *glyphs);
    for (size_t i = 0; i < count; i++)
        glyphs[i] =
            (struct nb_glyph){(uint16_t)shaped[i].glyph, (uint16_t)shaped[i].cluster,
                              (float)shaped[i].advance * scale};
    nb_page_run(fixture->book, page,
                (struct nb_run){.font = fixture->face,
                                .size = 12,
                                .x = 40,
                                .y = y,
                                .stretch = 1,
                                .glyphs = glyphs,
                                .glyph_count = count,
                                .text = text,
                                .text_len = strlen(text),
                                .origin = {NB_ROLE_PARAGRAPH, article, 0}});
}

static void fill_page(struct fixture *fixture, struct nb_page *page)
{
    struct nb_book *book = fixture->book;
    add_line(fixture, page, "second article", 120, 1);
    add_line(fixture, page, "first article", 100, 0);
    nb_page_run(book, page, (struct nb_run){.size = 1, .text = ""}); /* a kept place */
    nb_page_fill(book, page, (struct nb_fill){.x = 40, .width = 100, .height = 1});
    nb_page_link(
        book, page,
        (struct nb_page_link){.width = 9, .height = 9, .uri = "https://ä.example/(x)"});
    nb_page_link(book, page, (struct nb_page_link){.anchor = "end", .text = "王"});
    nb_page_link(book, page, (struct nb_page_link){.anchor = "nowhere"});
}

static struct nb_book *make_book(struct fixture *fixture, size_t pages)
{
    static const char *const labels[] = {"i", "1", "2", NULL};
    struct nb_book *book = fixture->book = nb_book_new(0);
    for (size_t i = 0; i < pages; i++) {
        struct nb_page *page = nb_book_add_page(book, 300, 400.5);
        page->label = labels[i < 3 ? i : 3];
        fill_page(fixture, page);
    }
    struct nb_placed_image placed = {
        .image = &fixture->picture, .width = 8, .height = 8};
    nb_page_image(book, book->pages[0], placed);
    nb_page_image(book, book->pages[pages - 1], placed);
    nb_page_anchor(book, book->pages[pages - 1], "end", 40, 100);
    nb_book_outline(book, "Front", "end", 0);
    nb_book_outline(book, "Deep", "end", 7);
    nb_book_outline(book, "Back – 王", NULL, 0);
    return book;
}

static int set_up(void **state)
{
    static const char *editors[] = {"Ada Byron"};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    unsigned char black[8 * 8 * 3] = {0};
    struct nb_pixels pixels = {8, 8, 3, black};
    static const char *const families[] = {"serif", NULL};
    bool tofu;
    fixture->diags = nb_diags_new();
    fixture->ctx = (struct nb_ctx){fixture->diags, &nb_limits_default};
    if (nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL, &fixture->fonts) !=
            NB_OK ||
        nb_jpeg_encode(&pixels, 80, &fixture->jpeg) != NB_OK)
        return -1;
    fixture->face =
        nb_fonts_for(fixture->fonts, 'a', LATN, "en", families, 400, false, &tofu);
    fixture->picture = (struct nb_image){.kind = NB_IMAGE_JPEG,
                                         .width = 8,
                                         .height = 8,
                                         .channels = 3,
                                         .data = (unsigned char *)fixture->jpeg.data,
                                         .size = fixture->jpeg.len,
                                         .hash = "0123"};
    fixture->edition = (struct nb_edition){.title = "AT&T <sues> “Ümlaut”",
                                           .lang = "en",
                                           .date = "2026-11-22",
                                           .modified = "2026-11-23T10:15:00+02:00",
                                           .id = "urn:x"};
    fixture->edition.editors = (struct nb_strings){editors, 1};
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    nb_fonts_free(fixture->fonts);
    nb_buf_free(&fixture->jpeg);
    nb_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static enum nb_status write_to(struct fixture *fixture, const char *path,
                               struct nb_book *book, unsigned jobs)
{
    struct nb_write_in in = {.edition = &fixture->edition,
                             .fonts = fixture->fonts,
                             .book = book,
                             .jobs = jobs};
    struct nb_file *file;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_writer_pdf.write(&fixture->ctx, &in, file);
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

static void written(struct fixture *fixture, struct nb_book *book, unsigned jobs,
                    struct nb_buf *out)
{
    char path[] = "/tmp/nb-test-pdf.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(write_to(fixture, path, book, jobs), NB_OK);
    assert_int_equal(nb_file_read(path, 1 << 24, out), NB_OK);
    (void)unlink(path);
}

/* Everything compressed in a PDF, inflated and joined. */
static void inflate_all(const struct nb_buf *pdf, struct nb_buf *out)
{
    const char *at = pdf->data, *end = pdf->data + pdf->len;
    while ((at = memmem(at, (size_t)(end - at), "/Length ", 8)) != NULL) {
        size_t size = strtoul(at + 8, NULL, 10);
        const char *data = memmem(at, (size_t)(end - at), "stream\n", 7);
        assert_non_null(data);
        data += 7;
        if ((data[0] & 0xFF) == 0x78)
            assert_int_equal(nb_inflate(data, size, 1 << 24, out), NB_OK);
        at = data + size;
    }
}

static bool has(const struct nb_buf *buf, const char *what)
{
    return memmem(nb_buf_cstr(buf), buf->len, what, strlen(what)) != NULL;
}

static void says_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf pdf = NB_BUF_INIT, text = NB_BUF_INIT;
    struct nb_book *book = make_book(fixture, 3);
    written(fixture, book, 1, &pdf);
    inflate_all(&pdf, &text);
    assert_true(has(&pdf, "AT&amp;T &lt;sues&gt; “Ümlaut”"));
    assert_true(has(&pdf, "<xmp:CreateDate>2026-11-22T00:00:00Z</"));
    assert_true(has(&pdf, "<xmp:ModifyDate>2026-11-23T10:15:00+02:00</"));
    assert_true(has(&text, "/CreationDate(D:20261122000000Z)"));
    assert_true(has(&text, "/ModDate(D:20261123101500+02'00')"));
    assert_true(has(&text, "/Author(Ada Byron)"));
    assert_true(has(&text, "/Producer(newsbind "));
    assert_true(has(&text, "/Lang(en)"));
    assert_true(has(&text, "/DisplayDocTitle true"));
    assert_true(has(&text, "/MediaBox[0 0 300 400.5]"));
    assert_true(has(&text, "/URI(https://%C3%A4.example/\\(x\\))"));
    assert_true(has(&text, "/XYZ 40 300.5 null]"));
    assert_true(has(&text, "/Nums[0<</P(i)>>\n1<</S/D/St 1>>\n]"));
    assert_true(has(&text, "/Title(Deep)/Parent"));
    assert_true(has(&text, "/Limits[(end)(end)]/Names[(end)["));
    nb_buf_free(&pdf);
    nb_buf_free(&text);
    nb_book_free(book);
}

static size_t count_of(const struct nb_buf *buf, const char *what)
{
    size_t count = 0, len = strlen(what);
    for (const char *at = nb_buf_cstr(buf), *end = at + buf->len;
         (at = memmem(at, (size_t)(end - at), what, len)) != NULL; at += len)
        count++;
    return count;
}

static void writes_each_thing_once(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf pdf = NB_BUF_INIT, text = NB_BUF_INIT;
    struct nb_book *book = make_book(fixture, 3);
    written(fixture, book, 1, &pdf);
    inflate_all(&pdf, &text);
    assert_int_equal(count_of(&pdf, "/DCTDecode"), 1);
    assert_int_equal(count_of(&text, " Do Q\n"), 2);
    assert_int_equal(count_of(&text, "/FontDescriptor "), 1);
    assert_int_equal(count_of(&text, "/Subtype/Link"),
                     6); /* the dead ones are left out */
    nb_buf_free(&pdf);
    nb_buf_free(&text);
    nb_book_free(book);
}

/* PNGs: rows passed through, and alpha set apart. */
static void embeds_pngs(void **state)
{
    struct fixture *fixture = *state;
    unsigned char data[16] = {1, 2, 3, 0, 5, 6, 7, 255, 9, 10, 11, 128, 13, 14, 15, 64};
    struct nb_pixels alpha = {2, 2, 4, data}, plain = {2, 2, 3, data};
    struct nb_image images[2] = {0};
    struct nb_buf pngs[2] = {NB_BUF_INIT, NB_BUF_INIT}, pdf = NB_BUF_INIT;
    struct nb_book *book = make_book(fixture, 1);
    assert_int_equal(nb_png_encode(&alpha, &pngs[0]), NB_OK);
    assert_int_equal(nb_png_encode(&plain, &pngs[1]), NB_OK);
    for (unsigned i = 0; i < 2; i++) {
        images[i] =
            (struct nb_image){NB_IMAGE_PNG, 2, 2, 4 - i, NULL, pngs[i].len, "", NULL};
        images[i].data = (unsigned char *)pngs[i].data;
        images[i].hash[0] = (char)('a' + i);
        nb_page_image(book, book->pages[0],
                      (struct nb_placed_image){.image = &images[i], .width = 8});
    }
    written(fixture, book, 1, &pdf);
    assert_int_equal(count_of(&pdf, "/SMask "), 1);
    assert_int_equal(count_of(&pdf, "/ColorSpace /DeviceGray"), 1);
    assert_int_equal(
        count_of(&pdf, "/Predictor 15/Colors 3/BitsPerComponent 8/Columns 2"), 1);
    assert_int_equal(count_of(&pdf, "/DCTDecode"), 1);
    nb_book_free(book);
    nb_buf_free(&pdf);
    nb_buf_free(&pngs[0]);
    nb_buf_free(&pngs[1]);
}

/* Makes a page more, which lets the ones before go; the fourth is the last. */
static enum nb_status make_more(struct nb_book *book)
{
    struct nb_page *page = nb_book_add_page(book, 300, 400.5);
    fill_page(book->maker, page);
    book->finished = book->page_count;
    if (book->page_count < 4)
        return NB_OK;
    nb_page_anchor(book, page, "end", 40, 100);
    book->pages[0]->held = false;
    book->more = NULL;
    return NB_OK;
}

/* Pages that come one by one: links lead to pages that were not there, by name; one that leads
 * nowhere to its own page; what is held is written at last. */
static void takes_pages_as_they_come(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf pdf = NB_BUF_INIT, text = NB_BUF_INIT;
    struct nb_book *book = fixture->book = nb_book_new(0);
    fill_page(fixture, nb_book_add_page(book, 300, 300));
    book->pages[0]->held = true;
    book->finished = 1;
    book->maker = fixture;
    book->more = make_more;
    written(fixture, book, 2, &pdf);
    inflate_all(&pdf, &text);
    assert_int_equal(book->page_count, 4);
    assert_true(has(&text, "/Dest(end)"));
    assert_true(has(&text, "/Dest(nowhere)"));
    assert_true(has(&text, "(end)["));
    assert_true(has(&text, "(nowhere)["));
    assert_true(has(&text, "/Count 4/"));
    const char *first = memmem(text.data, text.len, "300 300]", 8);
    const char *second = memmem(text.data, text.len, "300 400.5]", 10);
    assert_non_null(first);
    assert_true(first > second);
    nb_buf_free(&pdf);
    nb_buf_free(&text);
    nb_book_free(book);
}

/* 450 pages make two levels of the page tree and several batches. */
static void repeats_itself(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf one = NB_BUF_INIT, eight = NB_BUF_INIT, text = NB_BUF_INIT;
    struct nb_book *book = make_book(fixture, 450);
    written(fixture, book, 1, &one);
    written(fixture, book, 8, &eight);
    assert_true(nb_str_eq(nb_buf_view(&one), nb_buf_view(&eight)));
    inflate_all(&one, &text);
    assert_true(has(&text, "/Count 450/"));
    assert_true(has(&text, "/Count 200/"));
    assert_true(has(&text, "/Count 50/"));
    nb_buf_free(&one);
    nb_buf_free(&eight);
    nb_buf_free(&text);
    nb_book_free(book);
}

static void tells_failures(void **state)
{
    struct fixture *fixture = *state;
    struct nb_book *book = make_book(fixture, 2), *empty = nb_book_new(0);
    assert_int_equal(write_to(fixture, "/dev/full", book, 1), NB_IO);
    assert_int_equal(write_to(fixture, "/dev/null", empty, 1), NB_UNSUPPORTED);
    nb_book_free(empty);
    nb_book_free(book);
}

/* HarfBuzz allocates by itself, so that a subset is not part of what can fail here. */
static void survives_no_memory(void **state)
{
    struct fixture *fixture = *state;
    struct nb_book *book = make_book(fixture, 2);
    enum nb_status status = NB_NOMEM;
    unsigned long n = 1;
    for (; status != NB_OK && n < 3000; n++) {
        nb_mem_fail_at(n);
        status = write_to(fixture, "/dev/null", book, 1);
        assert_true(status == NB_OK || status == NB_NOMEM);
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 20, 2999);
    nb_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_it_is),
        cmocka_unit_test(repeats_itself),
        cmocka_unit_test(takes_pages_as_they_come),
        cmocka_unit_test(writes_each_thing_once),
        cmocka_unit_test(embeds_pngs),
        cmocka_unit_test(tells_failures),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
