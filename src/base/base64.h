/* Base64 (RFC 4648, 4), for data: addresses. */
#ifndef NB_BASE_BASE64_H
#define NB_BASE_BASE64_H

#include "base/buf.h"

/* Appends `size` bytes in base64, padded, on one line. */
void nb_base64_put(const void *data, size_t size, struct nb_buf *out);

#endif
