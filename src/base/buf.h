/* A growing buffer of bytes. Sticky: after a failure it takes nothing more, and the caller
 * checks once, at the end. Always NUL-terminated when it holds anything. */
#ifndef NB_BASE_BUF_H
#define NB_BASE_BUF_H

#include "base/status.h"
#include "base/str.h"

#include <stddef.h>

struct nb_buf {
    char *data; /* NULL while empty */
    size_t len, size;
    enum nb_status status;
};

#define NB_BUF_INIT ((struct nb_buf){0})

void nb_buf_free(struct nb_buf *buf);  /* ready for use again */
void nb_buf_clear(struct nb_buf *buf); /* empty, keeps the memory and a failure */
void nb_buf_trim(struct nb_buf *buf);  /* gives back what memory it does not fill */
void nb_buf_add(struct nb_buf *buf, const void *data, size_t len);
void nb_buf_str(struct nb_buf *buf, struct nb_str text);
void nb_buf_puts(struct nb_buf *buf, const char *text); /* NULL adds nothing */
static inline void nb_buf_putc(struct nb_buf *buf, char c)
{
    if (buf->status == NB_OK && buf->len + 1 < buf->size) {
        buf->data[buf->len++] = c;
        buf->data[buf->len] = '\0';
    } else {
        nb_buf_add(buf, &c, 1);
    }
}
void nb_buf_printf(struct nb_buf *buf, const char *format, ...) NB_PRINTF(2, 3);

/* A whole number in decimal; much faster than nb_buf_printf. */
void nb_buf_int(struct nb_buf *buf, long long number);

/* The same with spaces before it, up to `width` (at most 24) characters. */
void nb_buf_int_right(struct nb_buf *buf, unsigned long long number, int width);

/* `value` with at most `decimals` (0 to 6) places, no trailing zeros, no exponent, the point
 * a "." in every locale: how PDF and CSS want numbers. */
void nb_buf_real(struct nb_buf *buf, double value, int decimals);

/* The same for a value that is given in units of its last place: 1250 with 2 is 12.5. */
void nb_buf_fixed(struct nb_buf *buf, long long units, int decimals);

/* A code point as UTF-8. */
void nb_buf_utf8(struct nb_buf *buf, unsigned codepoint);

/* `text` with & < > and " as XML entities; characters that XML 1.0 forbids are left out. */
void nb_buf_xml(struct nb_buf *buf, const char *text);

/* `text` (NULL adds nothing) as one line of well-formed UTF-8: control characters become spaces,
 * ill-formed sequences U+FFFD. For names that others gave. */
void nb_buf_line(struct nb_buf *buf, const char *text);

/* Room for `len` more bytes to be written by the caller at data + len, who then adds to
 * `len`. NULL on failure. */
char *nb_buf_grow(struct nb_buf *buf, size_t len); /* … when it is not there yet */
static inline char *nb_buf_reserve(struct nb_buf *buf, size_t len)
{
    if (buf->status == NB_OK && len < buf->size - buf->len)
        return buf->data + buf->len;
    return nb_buf_grow(buf, len);
}

/* The buffer's contents as a C string; "" when empty. Valid until the next change. */
const char *nb_buf_cstr(const struct nb_buf *buf);
struct nb_str nb_buf_view(const struct nb_buf *buf);

#endif
