/* The syntax of PDF strings and references (ISO 32000-1, 7.3.4, 7.9.2, 7.3.10); rows of data
 * predicted. */
#include "base/utf8.h"
#include "write/pdf_object.h"

int nb_pdf_cell_for(unsigned object)
{
    return object < 100000 ? NB_PDF_CELL : NB_PDF_WIDE_CELL;
}

void nb_pdf_cell_end(struct nb_buf *out, int cell)
{
    enum { OPENING = 3 }; /* "<<" and a line end */
    while ((out->len + OPENING) % (size_t)cell && out->status == NB_OK)
        nb_buf_putc(out, ' ');
}

void nb_pdf_cell_ref(struct nb_buf *out, unsigned object, int cell)
{
    nb_buf_int_right(out, object, cell - 5);
    nb_buf_add(out, " 0 R", 4);
    nb_pdf_cell_end(out, cell);
}

void nb_pdf_ref(struct nb_buf *out, unsigned object)
{
    nb_buf_int(out, object);
    nb_buf_add(out, " 0 R", 4);
}

/* An end-of-line marker within a string would be read as a line feed: CR is escaped. */
static void put_byte(struct nb_buf *out, unsigned char byte)
{
    if (byte == '(' || byte == ')' || byte == '\\')
        nb_buf_putc(out, '\\');
    if (byte == '\r')
        nb_buf_add(out, "\\r", 2);
    else
        nb_buf_putc(out, (char)byte);
}

void nb_pdf_bytes(struct nb_buf *out, const unsigned char *bytes, size_t size)
{
    nb_buf_putc(out, '(');
    for (size_t i = 0; i < size; i++)
        put_byte(out, bytes[i]);
    nb_buf_putc(out, ')');
}

static void put_unit(struct nb_buf *out, unsigned unit)
{
    put_byte(out, (unsigned char)(unit >> 8));
    put_byte(out, (unsigned char)(unit & 0xFF));
}

/* PDFDocEncoding agrees with ASCII from space to tilde, and at line ends and tabs. */
static bool is_plain(struct nb_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if ((c < ' ' && c != '\n' && c != '\t') || c > '~')
            return false;
    }
    return true;
}

void nb_pdf_text(struct nb_buf *out, struct nb_str utf8)
{
    if (is_plain(utf8)) {
        nb_buf_putc(out, '(');
        for (size_t i = 0; i < utf8.len; i++)
            put_byte(out, (unsigned char)utf8.data[i]);
        nb_buf_putc(out, ')');
        return;
    }
    nb_buf_putc(out, '(');
    put_unit(out, 0xFEFF);
    const char *p = utf8.data, *end = p + utf8.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (c >= 0x10000) {
            put_unit(out, 0xD800 + ((c - 0x10000) >> 10));
            put_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
        } else {
            put_unit(out, c);
        }
    }
    nb_buf_putc(out, ')');
}

void nb_pdf_predict(struct nb_str rows, size_t columns, struct nb_buf *out)
{
    enum { UP = 2 };
    const char *above = NULL, *row = rows.data;
    for (size_t left = rows.len; left >= columns; left -= columns) {
        char *to = nb_buf_reserve(out, columns + 1);
        if (!to)
            return;
        to[0] = UP;
        for (size_t i = 0; i < columns; i++)
            to[i + 1] = (char)(row[i] - (above ? above[i] : 0));
        out->len += columns + 1;
        above = row;
        row += columns;
    }
}
