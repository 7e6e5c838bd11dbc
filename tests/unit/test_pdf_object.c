/* The PDF object layer: strings, the objects in their streams, the cross-reference stream,
 * repeatability, a full disk, running out of memory. */
#include "base/deflate.h"
#include "base/mem.h"
#include "unit.h"
#include "write/pdf_object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void text_is(const char *utf8, const char *want, size_t want_len)
{
    struct nb_buf out = NB_BUF_INIT;
    nb_pdf_text(&out, nb_str_of(utf8));
    assert_int_equal(out.len, want_len);
    assert_memory_equal(out.data, want, want_len);
    nb_buf_free(&out);
}

static void writes_strings(void **state)
{
    static const char king[] = "(\xFE\xFF\x73\x8B)";
    static const char pair[] = "(\xFE\xFF\xD8\x42\xDF\xB7)";          /* U+20BB7 */
    static const char escaped[] = "(\xFE\xFF\x01\\\\\x00\\r\x00\\()"; /* U+015C CR ( */
    (void)state;
    text_is("AT&T", "(AT&T)", 6);
    text_is("a(b)\\c", "(a\\(b\\)\\\\c)", 11);
    text_is("王", king, sizeof king - 1);
    text_is("𠮷", pair, sizeof pair - 1);
    text_is("Ŝ\r(", escaped, sizeof escaped - 1);
    text_is("", "()", 2);
}

static void predicts_rows(void **state)
{
    struct nb_buf out = NB_BUF_INIT;
    (void)state;
    nb_pdf_predict(NB_STR("abcabdxbd"), 3, &out);
    assert_int_equal(out.len, 12);
    assert_memory_equal(out.data, "\2abc\2\0\0\1\2\x17\0\0", 12);
    nb_buf_free(&out);
}

/* With the three bytes before it every cell ends at a multiple. */
static void fills_cells(void **state)
{
    struct nb_buf out = NB_BUF_INIT;
    (void)state;
    assert_int_equal(nb_pdf_cell_for(99999), NB_PDF_CELL);
    assert_int_equal(nb_pdf_cell_for(100000), NB_PDF_WIDE_CELL);
    nb_buf_puts(&out, "/K[");
    nb_pdf_cell_end(&out, NB_PDF_CELL);
    nb_pdf_cell_ref(&out, 12, NB_PDF_CELL);
    nb_pdf_cell_ref(&out, 12345, NB_PDF_CELL);
    assert_string_equal(nb_buf_cstr(&out), "/K[       12 0 R 12345 0 R ");
    nb_buf_free(&out);
}

enum { MANY = 2000, FEW = 100, ROW_BYTES = NB_PDF_ROW + 6 };

/* The text that is too long for a row. */
static const char long_entries[] =
    "/Title(some forty-four bytes are what a row has room for)";

/* A catalogue, a stream, and `count` small objects; what the writer says. */
static enum nb_status write_sample(const char *path, const char *title, int count)
{
    struct nb_file *file;
    struct nb_pdf *pdf = NULL;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_pdf_new(file, &pdf);
    if (status == NB_OK) {
        unsigned catalog = nb_pdf_add(pdf), info = nb_pdf_add(pdf);
        unsigned stream = nb_pdf_add(pdf), packed = nb_pdf_add(pdf);
        nb_pdf_set_name(pdf, catalog, "Type", "Catalog");
        nb_pdf_set_ref(pdf, catalog, "Sample", stream);
        nb_pdf_set_raw(pdf, info, nb_str_of(title));
        nb_pdf_set_int(pdf, stream, "Number", 7);
        nb_pdf_stream(pdf, stream, "stream data", 11);
        nb_pdf_stream_deflated(pdf, packed, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 33);
        for (int i = 0; i < count; i++)
            nb_pdf_set_int(pdf, nb_pdf_add(pdf), "I", i);
        for (int i = 0; i < count; i++)
            nb_pdf_put_row(pdf, nb_pdf_reserve(pdf),
                           i % 100 ? NB_STR("/Row 1") : nb_str_of(long_entries));
        status = nb_pdf_status(pdf);
        if (status == NB_OK)
            status = nb_pdf_finish(pdf, catalog, info, NB_STR("book"));
    }
    nb_pdf_free(pdf);
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

static void temporary(char path[32])
{
    (void)snprintf(path, 32, "/tmp/nb-test-pdf.XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
}

static void sample(const char *title, struct nb_buf *out)
{
    char path[32];
    temporary(path);
    assert_int_equal(write_sample(path, title, MANY), NB_OK);
    assert_int_equal(nb_file_read(path, 1 << 20, out), NB_OK);
    (void)unlink(path);
}

/* The data of the stream object that starts at `offset`, inflated. */
static void inflate_at(const struct nb_buf *pdf, size_t offset, struct nb_buf *out)
{
    const char *from = strstr(pdf->data + offset, "/Length ");
    assert_non_null(from);
    size_t size = strtoul(from + 8, NULL, 10);
    from = memmem(from, 64, "stream\n", 7);
    assert_non_null(from);
    assert_int_equal(nb_inflate(from + 7, size, 1 << 20, out), NB_OK);
}

static unsigned long be(const unsigned char *p, int width)
{
    unsigned long value = 0;
    while (width--)
        value = value << 8 | *p++;
    return value;
}

static size_t xref_offset(const struct nb_buf *pdf)
{
    const char *last = memmem(pdf->data + pdf->len - 40, 40, "startxref\n", 10);
    assert_non_null(last);
    return strtoul(last + 10, NULL, 10);
}

/* The rows of the cross-reference stream, predictor undone: 7 bytes each. */
static void read_rows(const struct nb_buf *pdf, struct nb_buf *rows)
{
    struct nb_buf packed = NB_BUF_INIT;
    unsigned char row[7] = {0};
    inflate_at(pdf, xref_offset(pdf), &packed);
    assert_int_equal(packed.len % 8, 0);
    for (size_t i = 0; i < packed.len; i += 8) {
        assert_int_equal(packed.data[i], 2);
        for (size_t k = 0; k < 7; k++)
            row[k] = (unsigned char)(row[k] + (unsigned char)packed.data[i + 1 + k]);
        nb_buf_add(rows, row, sizeof row);
    }
    nb_buf_free(&packed);
}

/* Undoes the predictor of a stream of rows. */
static void undo_rows(struct nb_buf *rows)
{
    char *to = rows->data, *above = NULL;
    assert_int_equal(rows->len % (ROW_BYTES + 1), 0);
    for (size_t i = 0; i < rows->len; i += ROW_BYTES + 1) {
        assert_int_equal(rows->data[i], 2);
        memmove(to, rows->data + i + 1, ROW_BYTES);
        for (int k = 0; above && k < ROW_BYTES; k++)
            to[k] = (char)(to[k] + above[k]);
        above = to;
        to += ROW_BYTES;
    }
    rows->len = (size_t)(to - rows->data);
}

/* Object `number` must stand at `index` of the object stream that starts at `offset`. */
static void check_packed(const struct nb_buf *pdf, size_t offset, size_t number,
                         size_t index)
{
    struct nb_buf objects = NB_BUF_INIT;
    inflate_at(pdf, offset, &objects);
    const char *dict_end = strstr(pdf->data + offset, ">>\nstream");
    if (memmem(pdf->data + offset, (size_t)(dict_end - pdf->data) - offset,
               "/Predictor", 10))
        undo_rows(&objects);
    const char *at = nb_buf_cstr(&objects);
    char *end = NULL;
    for (size_t i = 0; i < index; i++) {
        (void)strtoul(at, &end, 10);
        (void)strtoul(end, &end, 10);
        at = end;
    }
    assert_int_equal(strtoul(at, NULL, 10), number);
    nb_buf_free(&objects);
}

static void finds_every_object(void **state)
{
    (void)state;
    struct nb_buf pdf = NB_BUF_INIT, rows = NB_BUF_INIT;
    size_t plain = 0, packed = 0;
    sample("/Title(x)", &pdf);
    assert_memory_equal(pdf.data, "%PDF-1.7\n%", 10);
    assert_memory_equal(pdf.data + pdf.len - 6, "%%EOF\n", 6);
    assert_non_null(strstr(pdf.data + xref_offset(&pdf), "/Root 1 0 R"));
    read_rows(&pdf, &rows);
    for (size_t i = 0; i < rows.len / 7; i++) {
        const unsigned char *row = (const unsigned char *)rows.data + i * 7;
        size_t place = be(row + 1, 4);
        if (row[0] == 1) {
            char want[32];
            (void)snprintf(want, sizeof want, "%zu 0 obj\n", i);
            assert_memory_equal(pdf.data + place, want, strlen(want));
            plain++;
        } else if (row[0] == 2) {
            size_t holder = be((const unsigned char *)rows.data + place * 7 + 1, 4);
            check_packed(&pdf, holder, i, be(row + 5, 2));
            packed++;
        }
    }
    assert_int_equal(packed, 2 * MANY + 2);
    assert_int_equal(
        plain,
        2 + 3 + 2 + 1); /* streams, object streams, those of rows, the table itself */
    nb_buf_free(&rows);
    nb_buf_free(&pdf);
}

static void repeats_itself(void **state)
{
    (void)state;
    struct nb_buf one = NB_BUF_INIT, two = NB_BUF_INIT, other = NB_BUF_INIT;
    sample("/Title(x)", &one);
    sample("/Title(x)", &two);
    sample("/Title(y)", &other);
    assert_true(nb_str_eq(nb_buf_view(&one), nb_buf_view(&two)));
    const char *id = strstr(one.data + xref_offset(&one), "/ID[<");
    const char *id2 = strstr(other.data + xref_offset(&other), "/ID[<");
    assert_non_null(id);
    assert_non_null(id2);
    assert_memory_equal(id, id2, 38);     /* what the book is */
    assert_memory_not_equal(id, id2, 70); /* and its state */
    nb_buf_free(&one);
    nb_buf_free(&two);
    nb_buf_free(&other);
}

static void tells_a_full_disk(void **state)
{
    (void)state;
    assert_int_equal(write_sample("/dev/full", "/Title(x)", MANY), NB_IO);
}

static void survives_no_memory(void **state)
{
    (void)state;
    char path[32];
    enum nb_status status = NB_NOMEM;
    unsigned long n = 1;
    temporary(path);
    for (; status != NB_OK && n < 5000; n++) {
        nb_mem_fail_at(n);
        status = write_sample(path, "/Title(x)", FEW);
        assert_true(status == NB_OK || status == NB_NOMEM);
    }
    nb_mem_fail_at(0);
    (void)unlink(path);
    assert_in_range(n, 10, 4999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_strings),     cmocka_unit_test(predicts_rows),
        cmocka_unit_test(fills_cells),        cmocka_unit_test(finds_every_object),
        cmocka_unit_test(repeats_itself),     cmocka_unit_test(tells_a_full_disk),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
