/* PDF objects through libharu's object layer, and our own way of saving them.
 *
 * libharu writes the values of dictionaries and knows their numbers. What it lacks in 2.3 is
 * done here: compression by libdeflate, object streams and a cross-reference stream
 * (ISO 32000-1, 7.5.7 and 7.5.8), a file identifier, and errors of the disk told apart. Its
 * structs are public but internal; all that is used of them is used in this file, and their
 * layout is asserted. Its memory is not pooled: the pool aligns to 4 bytes only. */
#include "write/pdf_object.h"

#include "base/deflate.h"
#include "base/hash.h"
#include "base/mem.h"

#include <hpdf.h>

#include <assert.h>
#include <string.h>

#ifdef HPDF_MEM_DEBUG
#error "the library is built without HPDF_MEM_DEBUG: structs would not agree"
#endif
static_assert(sizeof(HPDF_Obj_Header) == 8, "object header");
static_assert(offsetof(HPDF_Dict_Rec, write_fn) == 8 + 4 * sizeof(void *), "write_fn");
static_assert(offsetof(HPDF_Dict_Rec, attr) == 8 + 10 * sizeof(void *), "attr");

enum {
    FLUSH_AT = 1 << 18,     /* bytes gathered before a write */
    OBJECTS_A_STREAM = 800, /* objects packed together */
    PACKERS = 4,
    ROWS_A_STREAM = 1600,      /* the same of those that are rows */
    LEVEL = 6,                 /* of deflate … */
    OBJECTS_LEVEL = 9,         /* … for objects: few bytes, most of them alike */
    ENTRY_SIZE = 7,            /* of the cross-reference stream: widths 1, 4, 2 */
    ROW_SIZE = NB_PDF_ROW + 6, /* with "<<", ">>" and line ends */
    MOST_OBJECTS = 8388607,    /* ISO 32000-1, annex C */
    LARGEST_FILE = 0x7FFFFFFF  /* bytes; readers' offsets are signed */
};

enum kind { FREE, WAITING, IN_FILE, IN_STREAM };

/* An object of the table. */
struct entry {
    HPDF_Dict dict; /* NULL: reserved only, or written */
    uint32_t at;    /* in the file; or the object stream that it is in */
    uint16_t place; /* in that */
    uint8_t kind;
};

/* An object stream being filled. */
struct packer {
    struct nb_buf heads, values; /* numbers and places; values */
    unsigned stream, count;      /* its number, or 0; how many objects are in it */
    int columns;                 /* of rows that its objects fill; 0: none */
};

struct nb_pdf {
    struct nb_file *file;
    HPDF_Error_Rec error;
    HPDF_MMgr mmgr;
    HPDF_Stream to_text; /* what libharu writes goes into `text` */
    struct entry *entries;
    size_t count, room;
    struct nb_buf text, packed, out, digests;
    struct packer packers[PACKERS];
    size_t flushed; /* bytes written before those in `out` */
    enum nb_status status;
};

/* What a dictionary has besides libharu's entries; its `attr`. */
struct extra {
    struct nb_buf refs, raw;
};

static void *haru_alloc(HPDF_UINT size)
{
    return nb_malloc(size);
}

static HPDF_STATUS append_text(HPDF_Stream stream, const HPDF_BYTE *data,
                               HPDF_UINT size)
{
    nb_buf_add(stream->attr, data, size);
    return HPDF_OK;
}

static HPDF_STATUS write_raw(HPDF_Dict dict, HPDF_Stream stream)
{
    const struct extra *extra = dict->attr;
    HPDF_STATUS status =
        HPDF_Stream_Write(stream, (const HPDF_BYTE *)nb_buf_cstr(&extra->refs),
                          (HPDF_UINT)extra->refs.len);
    if (status != HPDF_OK)
        return status;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)nb_buf_cstr(&extra->raw),
                             (HPDF_UINT)extra->raw.len);
}

static void dict_free(struct entry *entry)
{
    struct extra *extra = entry->dict ? entry->dict->attr : NULL;
    if (extra) {
        nb_buf_free(&extra->refs);
        nb_buf_free(&extra->raw);
        nb_free(extra);
    }
    if (entry->dict)
        HPDF_Dict_Free(entry->dict);
    entry->dict = NULL;
}

void nb_pdf_fail(struct nb_pdf *pdf, enum nb_status status)
{
    if (pdf->status == NB_OK)
        pdf->status = status;
}

enum nb_status nb_pdf_status(const struct nb_pdf *pdf)
{
    if (pdf->status != NB_OK)
        return pdf->status;
    switch (pdf->error.error_no) {
    case HPDF_OK:
        return NB_OK;
    case HPDF_FAILD_TO_ALLOC_MEM:
        return NB_NOMEM;
    default:
        return NB_LIBRARY;
    }
}

/* Writes out what is gathered; its digest goes into the file's identifier. */
static void flush(struct nb_pdf *pdf)
{
    unsigned char digest[NB_SHA1_SIZE];
    if (pdf->out.status != NB_OK)
        nb_pdf_fail(pdf, pdf->out.status);
    if (pdf->status != NB_OK || !pdf->out.len)
        return;
    nb_sha1(pdf->out.data, pdf->out.len, digest);
    nb_buf_add(&pdf->digests, digest, sizeof digest);
    if (pdf->digests.status != NB_OK)
        nb_pdf_fail(pdf, pdf->digests.status);
    enum nb_status status = nb_file_write(pdf->file, pdf->out.data, pdf->out.len);
    if (status != NB_OK)
        nb_pdf_fail(pdf, status);
    pdf->flushed += pdf->out.len;
    if (pdf->flushed > LARGEST_FILE)
        nb_pdf_fail(pdf, NB_LIMIT);
    nb_buf_clear(&pdf->out);
}

static size_t offset(const struct nb_pdf *pdf)
{
    return pdf->flushed + pdf->out.len;
}

/* Room for one object more. */
static bool make_room(struct nb_pdf *pdf)
{
    if (pdf->count < pdf->room)
        return true;
    size_t room = pdf->room ? pdf->room * 2 : 256;
    struct entry *entries = nb_realloc(pdf->entries, room * sizeof *entries);
    if (!entries)
        return false;
    memset(entries + pdf->room, 0, (room - pdf->room) * sizeof *entries);
    pdf->entries = entries;
    pdf->room = room;
    return true;
}

enum nb_status nb_pdf_new(struct nb_file *file, struct nb_pdf **out)
{
    *out = NULL;
    struct nb_pdf *pdf = nb_calloc(1, sizeof *pdf);
    if (!pdf)
        return NB_NOMEM;
    pdf->file = file;
    HPDF_Error_Init(&pdf->error, NULL);
    pdf->mmgr = HPDF_MMgr_New(&pdf->error, 0, haru_alloc, nb_free);
    if (pdf->mmgr)
        pdf->to_text = HPDF_CallbackWriter_New(pdf->mmgr, append_text, &pdf->text);
    if (!pdf->to_text || !make_room(pdf)) {
        nb_pdf_free(pdf);
        return NB_NOMEM;
    }
    static const int columns[PACKERS] = {0, NB_PDF_CELL, NB_PDF_WIDE_CELL, ROW_SIZE};
    for (size_t i = 0; i < PACKERS; i++)
        pdf->packers[i].columns = columns[i];
    pdf->count = 1; /* number 0 heads the list of free objects */
    nb_buf_puts(&pdf->out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    *out = pdf;
    return NB_OK;
}

void nb_pdf_free(struct nb_pdf *pdf)
{
    if (!pdf)
        return;
    if (pdf->to_text)
        HPDF_Stream_Free(pdf->to_text);
    for (size_t i = 0; i < pdf->count; i++)
        dict_free(&pdf->entries[i]);
    if (pdf->mmgr)
        HPDF_MMgr_Free(pdf->mmgr);
    nb_free(pdf->entries);
    for (size_t i = 0; i < PACKERS; i++) {
        nb_buf_free(&pdf->packers[i].heads);
        nb_buf_free(&pdf->packers[i].values);
    }
    nb_buf_free(&pdf->text);
    nb_buf_free(&pdf->packed);
    nb_buf_free(&pdf->out);
    nb_buf_free(&pdf->digests);
    nb_free(pdf);
}

unsigned nb_pdf_reserve(struct nb_pdf *pdf)
{
    if (nb_pdf_status(pdf) != NB_OK)
        return 0;
    if (pdf->count > MOST_OBJECTS || !make_room(pdf)) {
        nb_pdf_fail(pdf, pdf->count > MOST_OBJECTS ? NB_LIMIT : NB_NOMEM);
        return 0;
    }
    pdf->entries[pdf->count].kind = WAITING;
    return (unsigned)pdf->count++;
}

unsigned nb_pdf_add(struct nb_pdf *pdf)
{
    unsigned object = nb_pdf_reserve(pdf);
    HPDF_Dict dict = object ? HPDF_Dict_New(pdf->mmgr) : NULL;
    if (!dict) {
        if (nb_pdf_status(pdf) == NB_OK)
            nb_pdf_fail(pdf, NB_NOMEM);
        return 0;
    }
    dict->header.obj_id = object | HPDF_OTYPE_INDIRECT;
    pdf->entries[object].dict = dict;
    return object;
}

/* The dictionary of an object, NULL after a failure, and when it is written. */
static HPDF_Dict dict_of(struct nb_pdf *pdf, unsigned object)
{
    if (!object || nb_pdf_status(pdf) != NB_OK)
        return NULL;
    return pdf->entries[object].dict;
}

/* What it has besides libharu's entries. */
static struct extra *extra_of(struct nb_pdf *pdf, unsigned object)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (!dict)
        return NULL;
    if (!dict->attr) {
        dict->attr = nb_calloc(1, sizeof(struct extra));
        if (!dict->attr) {
            nb_pdf_fail(pdf, NB_NOMEM);
            return NULL;
        }
        dict->write_fn = write_raw;
    }
    return dict->attr;
}

/* libharu fails in places without keeping an error. */
static void check(struct nb_pdf *pdf, HPDF_STATUS status)
{
    if (status != HPDF_OK && nb_pdf_status(pdf) == NB_OK)
        nb_pdf_fail(pdf, NB_LIBRARY);
}

void nb_pdf_set_name(struct nb_pdf *pdf, unsigned object, const char *key,
                     const char *name)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (dict)
        check(pdf, HPDF_Dict_AddName(dict, key, name));
}

void nb_pdf_set_int(struct nb_pdf *pdf, unsigned object, const char *key, int value)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (dict)
        check(pdf, HPDF_Dict_AddNumber(dict, key, value));
}

void nb_pdf_set_ref(struct nb_pdf *pdf, unsigned object, const char *key,
                    unsigned other)
{
    struct extra *extra = other ? extra_of(pdf, object) : NULL;
    if (!extra)
        return;
    nb_buf_putc(&extra->refs, '/');
    nb_buf_puts(&extra->refs, key);
    nb_buf_putc(&extra->refs, ' ');
    nb_pdf_ref(&extra->refs, other);
    nb_buf_putc(&extra->refs, '\n');
    if (extra->refs.status != NB_OK)
        nb_pdf_fail(pdf, extra->refs.status);
}

void nb_pdf_set_raw(struct nb_pdf *pdf, unsigned object, struct nb_str entries)
{
    struct extra *extra = extra_of(pdf, object);
    if (!extra)
        return;
    nb_buf_clear(&extra->raw);
    nb_buf_str(&extra->raw, entries);
    if (extra->raw.status != NB_OK)
        nb_pdf_fail(pdf, extra->raw.status);
}

/* The object as libharu writes it, into `text`, appended. */
static void write_value(struct nb_pdf *pdf, HPDF_Dict dict)
{
    check(pdf, HPDF_Obj_WriteValue(dict, pdf->to_text, NULL));
    if (pdf->text.status != NB_OK)
        nb_pdf_fail(pdf, pdf->text.status);
}

/* Writes a stream: `text` holds its dictionary, "<<" to ">>". */
static void put_stream(struct nb_pdf *pdf, unsigned object, const void *data,
                       size_t size)
{
    if (nb_pdf_status(pdf) != NB_OK || pdf->text.len < 4)
        return;
    struct entry *entry = &pdf->entries[object];
    dict_free(entry);
    entry->kind = IN_FILE;
    entry->at = (uint32_t)offset(pdf);
    nb_buf_int(&pdf->out, object);
    nb_buf_puts(&pdf->out, " 0 obj\n");
    nb_buf_add(&pdf->out, pdf->text.data, pdf->text.len - 2);
    nb_buf_puts(&pdf->out, "/Length ");
    nb_buf_int(&pdf->out, (long long)size);
    nb_buf_puts(&pdf->out, ">>\nstream\n");
    nb_buf_add(&pdf->out, data, size);
    nb_buf_puts(&pdf->out, "\nendstream\nendobj\n");
    if (pdf->out.status != NB_OK)
        nb_pdf_fail(pdf, pdf->out.status);
    if (pdf->out.len >= FLUSH_AT)
        flush(pdf);
}

void nb_pdf_stream(struct nb_pdf *pdf, unsigned object, const void *data, size_t size)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (!dict)
        return;
    nb_buf_clear(&pdf->text);
    write_value(pdf, dict);
    put_stream(pdf, object, data, size);
}

static void put_deflated(struct nb_pdf *pdf, unsigned object, struct nb_str data,
                         int level)
{
    if (!dict_of(pdf, object))
        return;
    nb_buf_clear(&pdf->packed);
    enum nb_status status = nb_deflate(data.data, data.len, level, &pdf->packed);
    if (status != NB_OK)
        nb_pdf_fail(pdf, status);
    nb_pdf_set_name(pdf, object, "Filter", "FlateDecode");
    nb_pdf_stream(pdf, object, pdf->packed.data, pdf->packed.len);
}

void nb_pdf_stream_deflated(struct nb_pdf *pdf, unsigned object, const void *data,
                            size_t size)
{
    put_deflated(pdf, object, (struct nb_str){data, size}, LEVEL);
}

static void pad(struct nb_buf *out, size_t size)
{
    while (out->len % size && out->status == NB_OK)
        nb_buf_putc(out, ' ');
}

/* The object's number and where it stands, at the head of an object stream. */
static void put_head(struct packer *packer, unsigned object)
{
    size_t at = packer->values.len;
    if (packer->columns) { /* half a row, or two */
        int columns = packer->columns;
        int half = columns == ROW_SIZE ? columns / 2 : columns * 2;
        nb_buf_int_right(&packer->heads, object, half / 2);
        nb_buf_int_right(&packer->heads, at, half - half / 2 - 1);
        nb_buf_putc(&packer->heads, ' ');
        return;
    }
    nb_buf_int(&packer->heads, object);
    nb_buf_putc(&packer->heads, ' ');
    nb_buf_int(&packer->heads, (long long)at);
    nb_buf_putc(&packer->heads, ' ');
}

/* Writes the object stream that is being filled. */
static void end_packing(struct nb_pdf *pdf, struct packer *packer)
{
    struct nb_buf predicted = NB_BUF_INIT;
    unsigned stream = packer->stream;
    if (!stream)
        return;
    if (packer->columns)
        pad(&packer->heads, (size_t)packer->columns);
    nb_pdf_set_name(pdf, stream, "Type", "ObjStm");
    nb_pdf_set_int(pdf, stream, "N", (int)packer->count);
    nb_pdf_set_int(pdf, stream, "First", (int)packer->heads.len);
    nb_buf_str(&packer->heads, nb_buf_view(&packer->values));
    if (packer->columns) {
        nb_buf_printf(&predicted, "/DecodeParms<</Predictor 12/Columns %d>>",
                      packer->columns);
        nb_pdf_set_raw(pdf, stream, nb_buf_view(&predicted));
        nb_buf_clear(&predicted);
        nb_pdf_predict(nb_buf_view(&packer->heads), (size_t)packer->columns,
                       &predicted);
    }
    const struct nb_buf *data = packer->columns ? &predicted : &packer->heads;
    if (packer->heads.status != NB_OK || packer->values.status != NB_OK ||
        predicted.status != NB_OK)
        nb_pdf_fail(pdf, NB_NOMEM);
    put_deflated(pdf, stream, nb_buf_view(data), OBJECTS_LEVEL);
    nb_buf_free(&predicted);
    nb_buf_clear(&packer->heads);
    nb_buf_clear(&packer->values);
    packer->stream = packer->count = 0;
}

/* Packs an object, whose value this is; its dictionary, if it has one, is freed. */
static void pack(struct nb_pdf *pdf, struct packer *packer, unsigned object,
                 struct nb_str value)
{
    if (!packer->stream)
        packer->stream = nb_pdf_add(pdf);
    if (nb_pdf_status(pdf) != NB_OK)
        return;
    struct entry *entry = &pdf->entries[object];
    dict_free(entry);
    *entry = (struct entry){
        .kind = IN_STREAM, .at = packer->stream, .place = (uint16_t)packer->count};
    put_head(packer, object);
    nb_buf_str(&packer->values, value);
    nb_buf_putc(&packer->values, '\n');
    if (packer->columns)
        pad(&packer->values, (size_t)packer->columns);
    if (++packer->count == (packer->columns ? ROWS_A_STREAM : OBJECTS_A_STREAM))
        end_packing(pdf, packer);
}

static bool is_waiting(const struct nb_pdf *pdf, unsigned object)
{
    if (!object || nb_pdf_status(pdf) != NB_OK || pdf->entries[object].kind != WAITING)
        return false;
    for (size_t i = 0; i < PACKERS; i++)
        if (pdf->packers[i].stream == object)
            return false;
    return true;
}

static void put(struct nb_pdf *pdf, unsigned object, struct nb_str entries, int columns)
{
    struct packer *packer = pdf->packers;
    while (packer->columns != columns)
        packer++;
    if (!is_waiting(pdf, object))
        return;
    nb_buf_clear(&pdf->text);
    nb_buf_puts(&pdf->text, "<<");
    nb_buf_str(&pdf->text, entries);
    nb_buf_puts(&pdf->text, ">>");
    if (pdf->text.status != NB_OK)
        nb_pdf_fail(pdf, pdf->text.status);
    pack(pdf, packer, object, nb_buf_view(&pdf->text));
}

void nb_pdf_put_row(struct nb_pdf *pdf, unsigned object, struct nb_str entries)
{
    put(pdf, object, entries, entries.len <= NB_PDF_ROW ? ROW_SIZE : 0);
}

void nb_pdf_put_cells(struct nb_pdf *pdf, unsigned object, struct nb_str entries,
                      int cell)
{
    put(pdf, object, entries, cell);
}

int nb_pdf_cell(const struct nb_pdf *pdf)
{
    return nb_pdf_cell_for((unsigned)pdf->count);
}

void nb_pdf_put(struct nb_pdf *pdf, unsigned object, struct nb_str entries)
{
    put(pdf, object, entries, 0);
}

/* Writes a dictionary, which has all its entries. */
static void close_object(struct nb_pdf *pdf, unsigned object)
{
    if (!is_waiting(pdf, object))
        return;
    nb_buf_clear(&pdf->text);
    if (pdf->entries[object].dict)
        write_value(pdf, pdf->entries[object].dict);
    else
        nb_buf_puts(&pdf->text, "null"); /* a number that was never used */
    pack(pdf, pdf->packers, object, nb_buf_view(&pdf->text));
}

static void put_be(unsigned char *to, unsigned long value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        to[i] = (unsigned char)(value & 0xFF);
        value >>= 8;
    }
}

/* The rows of the cross-reference table. */
static void make_rows(struct nb_pdf *pdf, struct nb_buf *rows)
{
    struct nb_buf plain = NB_BUF_INIT;
    unsigned char row[ENTRY_SIZE];
    for (size_t i = 0; i < pdf->count; i++) {
        const struct entry *entry = &pdf->entries[i];
        bool is_free = entry->kind == FREE;
        row[0] = (unsigned char)(is_free ? 0 : entry->kind == IN_STREAM ? 2 : 1);
        put_be(row + 1, entry->at, 4);
        put_be(row + 5, is_free ? 0xFFFF : entry->place, 2);
        nb_buf_add(&plain, row, sizeof row);
    }
    nb_pdf_predict(nb_buf_view(&plain), ENTRY_SIZE, rows);
    if (plain.status != NB_OK || rows->status != NB_OK)
        nb_pdf_fail(pdf, NB_NOMEM);
    nb_buf_free(&plain);
}

static void put_hex(struct nb_buf *out, const unsigned char *bytes, size_t size)
{
    nb_buf_putc(out, '<');
    for (size_t i = 0; i < size; i++)
        nb_buf_printf(out, "%02X", bytes[i]);
    nb_buf_putc(out, '>');
}

/* /ID: what the book is, and what this state of it is (ISO 32000-1, 14.4). */
static void put_id(struct nb_pdf *pdf, struct nb_buf *entries, struct nb_str identity)
{
    unsigned char digest[NB_SHA1_SIZE];
    nb_buf_puts(entries, "/ID[");
    nb_sha1(identity.data, identity.len, digest);
    put_hex(entries, digest, 16);
    flush(pdf);
    nb_sha1(nb_buf_cstr(&pdf->digests), pdf->digests.len, digest);
    put_hex(entries, digest, 16);
    nb_buf_puts(entries, "]\n");
}

static void put_xref(struct nb_pdf *pdf, unsigned root, unsigned info,
                     struct nb_str identity)
{
    struct nb_buf rows = NB_BUF_INIT, entries = NB_BUF_INIT;
    unsigned xref = nb_pdf_add(pdf);
    put_id(pdf, &entries, identity);
    size_t start = offset(pdf);
    if (xref)
        pdf->entries[xref].at = (uint32_t)start;
    if (xref)
        pdf->entries[xref].kind = IN_FILE;
    make_rows(pdf, &rows);
    nb_buf_printf(&entries, "/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>\n",
                  ENTRY_SIZE);
    nb_pdf_set_name(pdf, xref, "Type", "XRef");
    nb_pdf_set_int(pdf, xref, "Size", (int)pdf->count);
    nb_pdf_set_ref(pdf, xref, "Root", root);
    nb_pdf_set_ref(pdf, xref, "Info", info);
    if (entries.status != NB_OK)
        nb_pdf_fail(pdf, entries.status);
    nb_pdf_set_raw(pdf, xref, nb_buf_view(&entries));
    put_deflated(pdf, xref, nb_buf_view(&rows), OBJECTS_LEVEL);
    nb_buf_printf(&pdf->out, "startxref\n%zu\n%%%%EOF\n", start);
    nb_buf_free(&rows);
    nb_buf_free(&entries);
}

enum nb_status nb_pdf_finish(struct nb_pdf *pdf, unsigned root, unsigned info,
                             struct nb_str identity)
{
    size_t end = pdf->count;
    for (unsigned i = 1; i < end; i++)
        close_object(pdf, i);
    for (size_t i = 0; i < PACKERS; i++)
        end_packing(pdf, &pdf->packers[i]);
    put_xref(pdf, root, info, identity);
    flush(pdf);
    return nb_pdf_status(pdf);
}
