/* Base64, written. */
#include "base/base64.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void nb_base64_put(const void *data, size_t size, struct nb_buf *out)
{
    const unsigned char *from = data;
    char *to = nb_buf_reserve(out, (size + 2) / 3 * 4);
    if (!to)
        return;
    for (size_t i = 0; i < size; i += 3) {
        unsigned left = size - i > 2 ? 3 : (unsigned)(size - i);
        unsigned bits = (unsigned)from[i] << 16;
        bits |= left > 1 ? (unsigned)from[i + 1] << 8 : 0;
        bits |= left > 2 ? from[i + 2] : 0;
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = left > 1 ? digits[bits >> 6 & 63] : '=';
        *to++ = left > 2 ? digits[bits & 63] : '=';
    }
    out->len += (size + 2) / 3 * 4;
    out->data[out->len] = '\0';
}
