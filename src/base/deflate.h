/* Deflate: the only user of libdeflate. */
#ifndef NB_BASE_DEFLATE_H
#define NB_BASE_DEFLATE_H

#include "base/buf.h"
#include "base/status.h"

#include <stdint.h>

/* Appends `data` compressed (zlib format, level 1 to 12; 6 is the usual one) to `out`. Safe on
 * any thread; the same input gives the same bytes. */
enum nb_status nb_deflate(const void *data, size_t size, int level,
                          struct nb_buf *out) NB_CHECKED;

/* The same without a frame, as ZIP archives want it, with the CRC-32 of `data`. */
enum nb_status nb_deflate_raw(const void *data, size_t size, int level,
                              struct nb_buf *out, uint32_t *crc) NB_CHECKED;

/* Appends `data` decompressed to `out`, at most `most` bytes (NB_LIMIT), NB_FORMAT if broken. */
enum nb_status nb_inflate(const void *data, size_t size, size_t most,
                          struct nb_buf *out) NB_CHECKED;

#endif
