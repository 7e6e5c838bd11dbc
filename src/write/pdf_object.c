/* PDF objects through libharu's object layer, and our own way of saving them.
 *
 * libharu writes the values of dictionaries and knows their numbers. What it lacks in 2.3 is
 * done here: compression by libdeflate, object streams and a cross-reference stream
 * (ISO 32000-1, 7.5.7 and 7.5.8), a file identifier, and errors of the disk told apart. Its
 * structs are public but internal; all that is used of them is used in this file, and their
 * layout is asserted. Its memory is not pooled: the pool aligns to 4 bytes only. */
#include "write/pdf_object.h"

#include "base/arena.h"
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
static_assert(offsetof(HPDF_Xref_Rec, entries) == 3 * sizeof(void *), "entries");
static_assert(offsetof(HPDF_XrefEntry_Rec, byte_offset) == 4, "byte_offset");
static_assert(offsetof(HPDF_XrefEntry_Rec, obj) == 8 + sizeof(void *), "obj");
static_assert(offsetof(HPDF_List_Rec, items_per_block) == 2 * sizeof(void *) + 4,
              "items_per_block");

enum {
    FLUSH_AT = 1 << 18,        /* bytes gathered before a write */
    OBJECTS_A_STREAM = 800,    /* objects packed together */
    ROWS_A_STREAM = 1600,      /* the same of those that are rows */
    LEVEL = 6,                 /* of deflate … */
    OBJECTS_LEVEL = 9,         /* … for objects: few bytes, most of them alike */
    ENTRY_SIZE = 7,            /* of the cross-reference stream: widths 1, 4, 2 */
    ROW_SIZE = NB_PDF_ROW + 6, /* with "<<", ">>" and line ends */
    IN_STREAM = 's',           /* entry type of ours: byte_offset is the object stream,
                                gen_no the place in it */
    LARGEST_FILE = 0x7FFFFFFF  /* bytes; readers' offsets are signed */
};

struct nb_pdf {
    struct nb_file *file;
    struct nb_arena *arena; /* raw entries */
    HPDF_Error_Rec error;
    HPDF_MMgr mmgr;
    HPDF_Xref xref;
    HPDF_Stream to_text; /* what libharu writes goes into `text` */
    struct nb_buf text, packed, out, digests;
    size_t flushed; /* bytes written before those in `out` */
    enum nb_status status;
};

/* Entries that stand in the file as they are; `attr` of their dictionary. */
struct raw {
    size_t len;
    int columns; /* of rows that it fills: nb_pdf_set_row, nb_pdf_set_cells; 0: none */
    char bytes[];
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
    const struct raw *raw = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)raw->bytes,
                             (HPDF_UINT)raw->len);
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
        return nb_arena_status(pdf->arena);
    case HPDF_FAILD_TO_ALLOC_MEM:
        return NB_NOMEM;
    case HPDF_XREF_COUNT_ERR:
        return NB_LIMIT;
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

enum nb_status nb_pdf_new(struct nb_file *file, struct nb_pdf **out)
{
    *out = NULL;
    struct nb_pdf *pdf = nb_calloc(1, sizeof *pdf);
    if (!pdf)
        return NB_NOMEM;
    pdf->file = file;
    HPDF_Error_Init(&pdf->error, NULL);
    pdf->arena = nb_arena_new(0);
    pdf->mmgr = HPDF_MMgr_New(&pdf->error, 0, haru_alloc, nb_free);
    if (pdf->mmgr)
        pdf->xref = HPDF_Xref_New(pdf->mmgr, 0);
    if (pdf->xref)
        pdf->to_text = HPDF_CallbackWriter_New(pdf->mmgr, append_text, &pdf->text);
    if (!pdf->arena || !pdf->to_text) {
        nb_pdf_free(pdf);
        return NB_NOMEM;
    }
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
    if (pdf->xref)
        HPDF_Xref_Free(pdf->xref); /* and with it every object */
    if (pdf->mmgr)
        HPDF_MMgr_Free(pdf->mmgr);
    nb_arena_free(pdf->arena);
    nb_buf_free(&pdf->text);
    nb_buf_free(&pdf->packed);
    nb_buf_free(&pdf->out);
    nb_buf_free(&pdf->digests);
    nb_free(pdf);
}

unsigned nb_pdf_add(struct nb_pdf *pdf)
{
    if (nb_pdf_status(pdf) != NB_OK)
        return 0;
    /* the table grows by a fixed number of entries, copied each time: let it double */
    HPDF_List entries = pdf->xref->entries;
    if (entries->count > entries->items_per_block)
        entries->items_per_block = entries->count;
    HPDF_Dict dict = HPDF_Dict_New(pdf->mmgr);
    if (!dict || HPDF_Xref_Add(pdf->xref, dict) != HPDF_OK) {
        if (nb_pdf_status(pdf) == NB_OK)
            nb_pdf_fail(pdf, NB_NOMEM);
        return 0;
    }
    return pdf->xref->entries->count - 1;
}

static HPDF_XrefEntry entry_of(const struct nb_pdf *pdf, unsigned object)
{
    return HPDF_Xref_GetEntry(pdf->xref, object);
}

/* The dictionary of an object, NULL after a failure. */
static HPDF_Dict dict_of(struct nb_pdf *pdf, unsigned object)
{
    if (!object || nb_pdf_status(pdf) != NB_OK)
        return NULL;
    return entry_of(pdf, object)->obj;
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

void nb_pdf_set_bool(struct nb_pdf *pdf, unsigned object, const char *key, bool value)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (dict)
        check(pdf, HPDF_Dict_AddBoolean(dict, key, value));
}

void nb_pdf_set_ref(struct nb_pdf *pdf, unsigned object, const char *key,
                    unsigned other)
{
    HPDF_Dict dict = dict_of(pdf, object), value = dict_of(pdf, other);
    if (dict && value)
        check(pdf, HPDF_Dict_Add(dict, key, value));
}

static void set_raw(struct nb_pdf *pdf, unsigned object, struct nb_str entries,
                    int columns)
{
    HPDF_Dict dict = dict_of(pdf, object);
    if (!dict)
        return;
    struct raw *raw = nb_arena_alloc(pdf->arena, sizeof *raw + entries.len);
    if (!raw)
        return;
    raw->len = entries.len;
    raw->columns = columns;
    if (entries.len)
        memcpy(raw->bytes, entries.data, entries.len);
    dict->attr = raw;
    dict->write_fn = write_raw;
}

void nb_pdf_set_raw(struct nb_pdf *pdf, unsigned object, struct nb_str entries)
{
    set_raw(pdf, object, entries, 0);
}

void nb_pdf_set_row(struct nb_pdf *pdf, unsigned object, struct nb_str entries)
{
    set_raw(pdf, object, entries, entries.len <= NB_PDF_ROW ? ROW_SIZE : 0);
}

void nb_pdf_set_cells(struct nb_pdf *pdf, unsigned object, struct nb_str entries,
                      int cell)
{
    set_raw(pdf, object, entries, cell);
}

/* The object as libharu writes it, into `text`, appended. */
static void write_value(struct nb_pdf *pdf, HPDF_Dict dict)
{
    check(pdf, HPDF_Obj_WriteValue(dict, pdf->to_text, NULL));
    if (pdf->text.status != NB_OK)
        nb_pdf_fail(pdf, pdf->text.status);
}

/* Writes the stream that `entry` is: `text` holds its dictionary, "<<" to ">>". */
static void put_stream(struct nb_pdf *pdf, unsigned object, const void *data,
                       size_t size)
{
    if (nb_pdf_status(pdf) != NB_OK || pdf->text.len < 4)
        return;
    entry_of(pdf, object)->byte_offset = (HPDF_UINT)offset(pdf);
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

/* Whether an object waits to be packed with those of rows of this size (0: no rows): not yet
 * written as a stream, and not the head of the list of free objects. */
static bool is_waiting(const HPDF_XrefEntry_Rec *entry, int columns)
{
    if (entry->entry_typ != HPDF_IN_USE_ENTRY || entry->byte_offset != 0)
        return false;
    HPDF_Dict dict = entry->obj;
    const struct raw *raw = dict->write_fn == write_raw ? dict->attr : NULL;
    return (raw ? raw->columns : 0) == columns;
}

static void pad(struct nb_buf *out, size_t size)
{
    while (out->len % size && out->status == NB_OK)
        nb_buf_putc(out, ' ');
}

/* The object's number and where it stands, at the head of an object stream. */
static void put_head(struct nb_buf *heads, unsigned object, size_t at, int columns)
{
    if (columns) { /* half a row, or two */
        int half = columns == ROW_SIZE ? columns / 2 : columns * 2;
        nb_buf_printf(heads, "%*u%*zu ", half / 2, object, half - half / 2 - 1, at);
        return;
    }
    nb_buf_int(heads, object);
    nb_buf_putc(heads, ' ');
    nb_buf_int(heads, (long long)at);
    nb_buf_putc(heads, ' ');
}

/* Writes an object stream: heads, then `text`. */
static void put_packed(struct nb_pdf *pdf, unsigned stream, int count,
                       struct nb_buf *heads, int columns)
{
    struct nb_buf predicted = NB_BUF_INIT;
    if (columns)
        pad(heads, (size_t)columns);
    nb_pdf_set_name(pdf, stream, "Type", "ObjStm");
    nb_pdf_set_int(pdf, stream, "N", count);
    nb_pdf_set_int(pdf, stream, "First", (int)heads->len);
    nb_buf_add(heads, nb_buf_cstr(&pdf->text), pdf->text.len);
    if (columns) {
        nb_buf_printf(&predicted, "/DecodeParms<</Predictor 12/Columns %d>>", columns);
        nb_pdf_set_raw(pdf, stream, nb_buf_view(&predicted));
        nb_buf_clear(&predicted);
        nb_pdf_predict(nb_buf_view(heads), (size_t)columns, &predicted);
    }
    const struct nb_buf *data = columns ? &predicted : heads;
    if (heads->status != NB_OK || predicted.status != NB_OK)
        nb_pdf_fail(pdf, NB_NOMEM);
    put_deflated(pdf, stream, nb_buf_view(data), OBJECTS_LEVEL);
    nb_buf_free(&predicted);
}

/* Packs waiting objects from *next on (below `end`), rows or others, into an object stream, up
 * to its limit. */
static void pack_objects(struct nb_pdf *pdf, unsigned *next, unsigned end, int columns)
{
    struct nb_buf heads = NB_BUF_INIT;
    int count = 0, most = columns ? ROWS_A_STREAM : OBJECTS_A_STREAM;
    unsigned stream = nb_pdf_add(pdf);
    nb_buf_clear(&pdf->text);
    for (; stream && *next < end && count < most; (*next)++) {
        HPDF_XrefEntry entry = entry_of(pdf, *next);
        if (!is_waiting(entry, columns))
            continue;
        put_head(&heads, *next, pdf->text.len, columns);
        write_value(pdf, entry->obj);
        nb_buf_putc(&pdf->text, '\n');
        if (columns)
            pad(&pdf->text, (size_t)columns);
        entry->entry_typ = IN_STREAM;
        entry->byte_offset = stream;
        entry->gen_no = (HPDF_UINT16)count++;
    }
    put_packed(pdf, stream, count, &heads, columns);
    nb_buf_free(&heads);
}

static void pack_all(struct nb_pdf *pdf, unsigned end, int columns)
{
    unsigned next = 1;
    while (nb_pdf_status(pdf) == NB_OK && next < end) {
        if (is_waiting(entry_of(pdf, next), columns))
            pack_objects(pdf, &next, end, columns);
        else
            next++;
    }
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
    for (unsigned i = 0; i < pdf->xref->entries->count; i++) {
        const HPDF_XrefEntry_Rec *entry = entry_of(pdf, i);
        bool is_free = entry->entry_typ == HPDF_FREE_ENTRY;
        row[0] = (unsigned char)(is_free ? 0 : entry->entry_typ == IN_STREAM ? 2 : 1);
        put_be(row + 1, is_free ? 0 : entry->byte_offset, 4);
        put_be(row + 5, is_free ? 0xFFFF : entry->gen_no, 2);
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
        entry_of(pdf, xref)->byte_offset = (HPDF_UINT)start;
    make_rows(pdf, &rows);
    nb_buf_printf(&entries, "/W[1 4 2]/DecodeParms<</Predictor 12/Columns %d>>\n",
                  ENTRY_SIZE);
    nb_pdf_set_name(pdf, xref, "Type", "XRef");
    nb_pdf_set_int(pdf, xref, "Size", (int)pdf->xref->entries->count);
    nb_pdf_set_ref(pdf, xref, "Root", root);
    nb_pdf_set_ref(pdf, xref, "Info", info);
    if (entries.status != NB_OK)
        nb_pdf_fail(pdf, entries.status);
    nb_pdf_set_raw(pdf, xref, nb_buf_view(&entries));
    nb_pdf_stream_deflated(pdf, xref, rows.data, rows.len);
    nb_buf_printf(&pdf->out, "startxref\n%zu\n%%%%EOF\n", start);
    nb_buf_free(&rows);
    nb_buf_free(&entries);
}

enum nb_status nb_pdf_finish(struct nb_pdf *pdf, unsigned root, unsigned info,
                             struct nb_str identity)
{
    unsigned end = pdf->xref->entries->count;
    static const int columns[] = {0, NB_PDF_CELL, NB_PDF_WIDE_CELL, ROW_SIZE};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        pack_all(pdf, end, columns[i]);
    put_xref(pdf, root, info, identity);
    flush(pdf);
    return nb_pdf_status(pdf);
}
