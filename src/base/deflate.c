/* Deflate through libdeflate. A compressor costs about as much to make as to use on a page, so
 * each thread keeps the last one it made. */
#include "base/deflate.h"

#include <libdeflate.h>
#include <pthread.h>
#include <stdlib.h>

struct kept {
    struct libdeflate_compressor *compressor;
    int level;
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void kept_free(void *given)
{
    struct kept *kept = given;
    libdeflate_free_compressor(kept->compressor);
    free(kept);
}

static void end_main_thread(void)
{
    struct kept *kept = pthread_getspecific(key);
    if (kept)
        kept_free(kept);
    (void)pthread_setspecific(key, NULL);
}

static void start(void)
{
    (void)pthread_key_create(&key, kept_free);
    (void)atexit(end_main_thread);
}

/* This thread's compressor for `level`, or NULL without memory. */
static struct libdeflate_compressor *compressor_for(int level)
{
    (void)pthread_once(&once, start);
    struct kept *kept = pthread_getspecific(key);
    if (!kept) {
        kept = calloc(1, sizeof *kept);
        if (!kept || pthread_setspecific(key, kept) != 0) {
            free(kept);
            return NULL;
        }
    }
    if (kept->compressor && kept->level == level)
        return kept->compressor;
    libdeflate_free_compressor(kept->compressor);
    kept->compressor = libdeflate_alloc_compressor(level);
    kept->level = level;
    return kept->compressor;
}

typedef size_t pack_fn(struct libdeflate_compressor *compressor, const void *data,
                       size_t size, void *to, size_t room);
typedef size_t bound_fn(struct libdeflate_compressor *compressor, size_t size);

static enum nb_status deflate_with(pack_fn *pack, bound_fn *bound, struct nb_str data,
                                   int level, struct nb_buf *out)
{
    struct libdeflate_compressor *compressor = compressor_for(level);
    if (!compressor)
        return NB_NOMEM;
    size_t room = bound(compressor, data.len);
    char *to = nb_buf_reserve(out, room);
    if (!to)
        return out->status;
    size_t made = pack(compressor, data.data, data.len, to, room);
    if (made == 0)
        return NB_LIBRARY;
    out->len += made;
    out->data[out->len] = '\0';
    return NB_OK;
}

enum nb_status nb_deflate(const void *data, size_t size, int level, struct nb_buf *out)
{
    return deflate_with(libdeflate_zlib_compress, libdeflate_zlib_compress_bound,
                        (struct nb_str){data, size}, level, out);
}

enum nb_status nb_deflate_raw(const void *data, size_t size, int level,
                              struct nb_buf *out, uint32_t *crc)
{
    *crc = libdeflate_crc32(0, data, size);
    return deflate_with(libdeflate_deflate_compress, libdeflate_deflate_compress_bound,
                        (struct nb_str){data, size}, level, out);
}

enum nb_status nb_inflate(const void *data, size_t size, size_t most,
                          struct nb_buf *out)
{
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (!decompressor)
        return NB_NOMEM;
    size_t room = size < most / 4 ? size * 4 + 64 : most;
    enum nb_status status = NB_OK;
    for (;;) {
        size_t made = 0;
        char *to = nb_buf_reserve(out, room);
        if (!to) {
            status = out->status;
            break;
        }
        enum libdeflate_result result =
            libdeflate_zlib_decompress(decompressor, data, size, to, room, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            out->len += made;
            out->data[out->len] = '\0';
            break;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room >= most) {
            status = result == LIBDEFLATE_INSUFFICIENT_SPACE ? NB_LIMIT : NB_FORMAT;
            break;
        }
        room = room < most / 2 ? room * 2 : most;
    }
    libdeflate_free_decompressor(decompressor);
    return status;
}
