/* A growing buffer of bytes. */
#include "base/buf.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void nb_buf_free(struct nb_buf *buf)
{
    nb_free(buf->data);
    *buf = NB_BUF_INIT;
}

void nb_buf_trim(struct nb_buf *buf)
{
    char *data = buf->len ? nb_realloc(buf->data, buf->len + 1) : NULL;
    if (data) {
        buf->data = data;
        buf->size = buf->len + 1;
    }
}

void nb_buf_clear(struct nb_buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void nb_buf_line(struct nb_buf *buf, const char *text)
{
    const char *end = text ? text + strlen(text) : NULL;
    while (text && text < end) {
        size_t len;
        unsigned c = nb_utf8_decode(text, end, &len);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            nb_buf_putc(buf, ' ');
        else
            nb_buf_utf8(buf, c);
        text += len;
    }
}

char *nb_buf_grow(struct nb_buf *buf, size_t len)
{
    if (buf->status != NB_OK)
        return NULL;
    if (len > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4) {
        buf->status = NB_LIMIT;
        return NULL;
    }
    if (buf->len + len + 1 > buf->size) {
        size_t size = buf->size ? buf->size * 2 : 256;
        if (size < buf->len + len + 1)
            size = buf->len + len + 1;
        char *data = nb_realloc(buf->data, size);
        if (!data) {
            buf->status = NB_NOMEM;
            return NULL;
        }
        buf->data = data;
        buf->size = size;
    }
    return buf->data + buf->len;
}

void nb_buf_add(struct nb_buf *buf, const void *data, size_t len)
{
    char *to = nb_buf_reserve(buf, len);
    if (!to)
        return;
    if (len)
        memcpy(to, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void nb_buf_str(struct nb_buf *buf, struct nb_str text)
{
    nb_buf_add(buf, text.data, text.len);
}

void nb_buf_puts(struct nb_buf *buf, const char *text)
{
    if (text)
        nb_buf_add(buf, text, strlen(text));
}

void nb_buf_printf(struct nb_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *to = length < 0 ? NULL : nb_buf_reserve(buf, (size_t)length);
    if (to) {
        (void)vsnprintf(to, (size_t)length + 1, format, again);
        buf->len += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

void nb_buf_fixed(struct nb_buf *buf, long long units, int decimals)
{
    char digits[32];
    char *end = digits + sizeof digits, *at = end;
    unsigned long long rest =
        units < 0 ? 0ULL - (unsigned long long)units : (unsigned long long)units;
    for (; decimals > 0; decimals--, rest /= 10) {
        if (at != end || rest % 10)
            *--at = (char)('0' + rest % 10);
    }
    if (at != end)
        *--at = '.';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (units < 0)
        *--at = '-';
    nb_buf_add(buf, at, (size_t)(end - at));
}

void nb_buf_int(struct nb_buf *buf, long long number)
{
    nb_buf_fixed(buf, number, 0);
}

void nb_buf_int_right(struct nb_buf *buf, unsigned long long number, int width)
{
    char digits[24];
    char *end = digits + sizeof digits, *at = end;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    while (end - at < width && at > digits)
        *--at = ' ';
    nb_buf_add(buf, at, (size_t)(end - at));
}

void nb_buf_real(struct nb_buf *buf, double value, int decimals)
{
    static const double scales[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (decimals < 0)
        decimals = 0;
    if (decimals > 6)
        decimals = 6;
    nb_buf_fixed(buf, llround(value * scales[decimals]), decimals);
}

void nb_buf_utf8(struct nb_buf *buf, unsigned codepoint)
{
    char bytes[4];
    nb_buf_add(buf, bytes, nb_utf8_encode(codepoint, bytes));
}

/* What stands for the byte at `p` in XML: NULL where the byte stands for itself. */
static const char *xml_entity(const unsigned char *p)
{
    switch (*p) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    case 0xEF: /* U+FFFE and U+FFFF */
        return p[1] == 0xBF && (p[2] == 0xBE || p[2] == 0xBF) ? "" : NULL;
    default:
        return *p < 0x20 ? "" : NULL;
    }
}

void nb_buf_xml(struct nb_buf *buf, const char *text)
{
    if (!text)
        return;
    const unsigned char *p = (const unsigned char *)text, *from = p;
    for (; *p; p++) {
        const char *entity = xml_entity(p);
        if (!entity)
            continue;
        nb_buf_add(buf, from, (size_t)(p - from));
        nb_buf_puts(buf, entity);
        if (*p == 0xEF)
            p += 2;
        from = p + 1;
    }
    nb_buf_add(buf, from, (size_t)(p - from));
}

const char *nb_buf_cstr(const struct nb_buf *buf)
{
    return buf->len ? buf->data : "";
}

struct nb_str nb_buf_view(const struct nb_buf *buf)
{
    return (struct nb_str){nb_buf_cstr(buf), buf->len};
}
