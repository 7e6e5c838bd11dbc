/* The loader: each picture checked, passed through when it is sound and plain, else made anew;
 * the same bytes only once. */
#include "image/image.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "image/formats.h"
#include "image/helper.h"

#include <pthread.h>
#include <string.h>

struct nb_image_loader {
    struct nb_image_wants wants;
    struct nb_helper *helper;
    struct nb_map *loaded;  /* SHA-1 of a file to its struct loaded */
    struct nb_arena *arena; /* where these live */
    pthread_mutex_t lock;   /* around both */
};

struct loaded {
    struct nb_image image;
    struct nb_buf file;
};

/* One call of nb_image_load. */
struct load {
    struct nb_image_loader *loader;
    struct nb_ctx *ctx;
    const char *source, *name;
    unsigned line;
    struct nb_str bytes;
    struct nb_picture_facts facts;
    enum nb_image_kind kind;
    struct nb_buf made; /* the new file, when it was made anew */
};

enum nb_status nb_image_loader_new(const struct nb_image_wants *wants,
                                   struct nb_image_loader **out)
{
    *out = NULL;
    struct nb_image_loader *loader = nb_calloc(1, sizeof *loader);
    if (!loader)
        return NB_NOMEM;
    loader->wants = *wants;
    loader->wants.helper = NULL; /* the helper has its own copy */
    enum nb_status status = nb_helper_new(wants, &loader->helper);
    loader->loaded = nb_map_new();
    loader->arena = nb_arena_new(0);
    if (!loader->loaded || !loader->arena)
        status = NB_NOMEM;
    if (status == NB_OK && pthread_mutex_init(&loader->lock, NULL) != 0)
        status = NB_NOMEM;
    if (status != NB_OK) {
        nb_helper_free(loader->helper);
        nb_map_free(loader->loaded);
        nb_arena_free(loader->arena);
        nb_free(loader);
        return status;
    }
    *out = loader;
    return NB_OK;
}

void nb_image_loader_free(struct nb_image_loader *loader)
{
    if (!loader)
        return;
    nb_helper_free(loader->helper);
    for (size_t i = 0; i < nb_map_count(loader->loaded); i++)
        nb_image_drop(nb_map_value(loader->loaded, i));
    nb_map_free(loader->loaded);
    nb_arena_free(loader->arena);
    (void)pthread_mutex_destroy(&loader->lock);
    nb_free(loader);
}

static enum nb_status refuse(struct load *load, enum nb_diag_code code,
                             enum nb_status status, const char *why)
{
    nb_report(load->ctx, code, load->source, load->line, "%s: %s", load->name, why);
    return status;
}

static enum nb_status broken(struct load *load, const char *why)
{
    return refuse(load, NB_DIAG_PICTURE_BROKEN, NB_FORMAT, why);
}

static enum nb_status ask_helper(struct load *load)
{
    struct nb_helper_reply reply = {0};
    const char *why;
    enum nb_status status = nb_helper_ask(load->loader->helper, load->ctx->limits,
                                          load->bytes, &reply, &load->made, &why);
    if (status == NB_LIBRARY)
        return refuse(load, NB_DIAG_PICTURE_HELPER, NB_UNSUPPORTED, why);
    if (status != NB_OK)
        return status;
    switch ((enum nb_helper_result)reply.result) {
    case NB_HELPER_OK:
        load->kind = reply.is_png ? NB_IMAGE_PNG : NB_IMAGE_JPEG;
        load->facts.width = reply.width;
        load->facts.height = reply.height;
        load->facts.channels = reply.channels;
        if (reply.moves)
            nb_report(load->ctx, NB_DIAG_PICTURE_STILL, load->source, load->line, "%s",
                      load->name);
        return NB_OK;
    case NB_HELPER_UNSUPPORTED:
        return refuse(load, NB_DIAG_PICTURE_FORMAT, NB_UNSUPPORTED, "not known");
    case NB_HELPER_LIMIT:
        return refuse(load, NB_DIAG_LIMIT, NB_LIMIT, "too many pixels");
    case NB_HELPER_BROKEN:
        break;
    }
    return broken(load, "cannot be decoded");
}

/* Whether a sound picture is not yet as the caller wants it: too large, in colour, or a gray
 * photograph that is not yet toned as the others are. */
static bool unwanted(const struct load *load)
{
    const struct nb_image_wants *wants = &load->loader->wants;
    return (wants->gray && (load->facts.channels > 2 || load->kind == NB_IMAGE_JPEG)) ||
           (wants->most_width && load->facts.width > wants->most_width) ||
           (wants->most_height && load->facts.height > wants->most_height);
}

/* Whether the header alone says that a picture is beyond the bound. */
static bool beyond(const struct load *load)
{
    return load->facts.width > load->ctx->limits->picture_pixels /
                                   (load->facts.height + !load->facts.height);
}

/* Whether the decoded picture is, at 8 bits a channel. */
static bool beyond_memory(const struct load *load)
{
    uint64_t pixels = (uint64_t)load->facts.width * load->facts.height;
    unsigned channels = load->facts.channels ? load->facts.channels : 4;
    return pixels > load->ctx->limits->picture_memory / channels;
}

static enum nb_status refuse_size(struct load *load)
{
    nb_report(load->ctx, NB_DIAG_LIMIT, load->source, load->line, "%s: %u × %u pixels",
              load->name, load->facts.width, load->facts.height);
    return NB_LIMIT;
}

static enum nb_status load_jpeg(struct load *load)
{
    if (nb_jpeg_check(load->bytes, &load->facts) != NB_OK)
        return broken(load, load->facts.why);
    if (beyond(load))
        return refuse_size(load);
    load->kind = NB_IMAGE_JPEG;
    load->bytes.len = load->facts.size;
    if (load->facts.fit && !unwanted(load))
        return NB_OK;
    return load->facts.kept > 2 * (uint64_t)load->ctx->limits->picture_memory
               ? refuse_size(load)
               : ask_helper(load);
}

/* Every PNG is decoded once, which checks it; 16 bits and interlacing end there. */
static enum nb_status load_png(struct load *load)
{
    struct nb_pixels pixels;
    if (nb_png_check(load->bytes, &load->facts) != NB_OK)
        return broken(load, load->facts.why);
    if (beyond(load) || beyond_memory(load))
        return refuse_size(load);
    load->kind = NB_IMAGE_PNG;
    load->bytes.len = load->facts.size;
    if (unwanted(load))
        return ask_helper(load);
    enum nb_status status = nb_png_decode(load->bytes, &pixels);
    if (status == NB_FORMAT)
        return broken(load, "cannot be decoded");
    if (status == NB_OK && !load->facts.fit) {
        load->facts.channels = pixels.channels;
        status = nb_png_encode(&pixels, &load->made);
    }
    nb_pixels_free(&pixels);
    return status;
}

/* What the helper knows to load. The canvas that a GIF claims is looked at here: the helper's
 * library takes the first frame for it when it is absurd (GIF89a, 18). */
static enum nb_status load_other(struct load *load)
{
    enum { SCREEN = 6, SCREEN_SIZE = 4 };
    if (nb_str_starts(load->bytes, NB_STR("GIF8")) &&
        load->bytes.len >= SCREEN + SCREEN_SIZE) {
        const unsigned char *at = (const unsigned char *)load->bytes.data + SCREEN;
        load->facts.width = at[0] | (unsigned)at[1] << 8;
        load->facts.height = at[2] | (unsigned)at[3] << 8;
        if (beyond(load))
            return refuse_size(load);
    }
    return ask_helper(load);
}

static enum nb_status load_any(struct load *load)
{
    if (load->bytes.len == 0)
        return broken(load, "empty");
    if (load->bytes.len > load->ctx->limits->picture_bytes)
        return refuse(load, NB_DIAG_LIMIT, NB_LIMIT, "too many bytes");
    switch (nb_picture_format(load->bytes)) {
    case NB_PICTURE_JPEG:
        return load_jpeg(load);
    case NB_PICTURE_PNG:
        return load_png(load);
    case NB_PICTURE_OTHER:
        return load_other(load);
    case NB_PICTURE_MARKUP:
        return refuse(load, NB_DIAG_PICTURE_FORMAT, NB_UNSUPPORTED, "SVG or markup");
    case NB_PICTURE_UNKNOWN:
        break;
    }
    return refuse(load, NB_DIAG_PICTURE_FORMAT, NB_UNSUPPORTED, "not known");
}

static const struct nb_image *find(struct nb_image_loader *loader, struct nb_str key)
{
    (void)pthread_mutex_lock(&loader->lock);
    const struct loaded *loaded = nb_map_get(loader->loaded, key);
    (void)pthread_mutex_unlock(&loader->lock);
    return loaded ? &loaded->image : NULL;
}

/* Takes a picture over with its file, unless another thread was first; NULL without memory. */
static const struct loaded *add(struct nb_image_loader *loader, struct nb_str key,
                                const struct nb_image *image, struct nb_buf *file)
{
    struct loaded *loaded = nb_map_get(loader->loaded, key);
    if (loaded)
        return loaded;
    loaded = nb_arena_alloc(loader->arena, sizeof *loaded);
    if (!loaded || nb_map_set(loader->loaded, key, loaded) != NB_OK)
        return NULL;
    nb_buf_trim(file);
    loaded->file = *file;
    *file = NB_BUF_INIT;
    loaded->image = *image;
    loaded->image.file = &loaded->file;
    loaded->image.data = (const unsigned char *)loaded->file.data;
    return loaded;
}

/* Keeps what was loaded from a file with the digest `key`, in hexadecimal
 * and NUL-terminated. */
static enum nb_status keep(struct load *load, struct nb_str key, struct nb_buf *file,
                           const struct nb_image **out)
{
    struct nb_image image = {.kind = load->kind,
                             .width = load->facts.width,
                             .height = load->facts.height,
                             .channels = load->facts.channels};
    bool whole = !load->made.len && load->bytes.len == file->len;
    if (load->made.len)
        file = &load->made;
    else
        file->len = load->bytes.len;
    image.size = file->len;
    if (whole)
        memcpy(image.hash, key.data, sizeof image.hash);
    else
        nb_sha1_hex(file->data, file->len, image.hash);
    (void)pthread_mutex_lock(&load->loader->lock);
    const struct loaded *loaded = add(load->loader, key, &image, file);
    (void)pthread_mutex_unlock(&load->loader->lock);
    *out = loaded ? &loaded->image : NULL;
    return loaded ? NB_OK : NB_NOMEM;
}

enum nb_status nb_image_load(struct nb_image_loader *loader, struct nb_ctx *ctx,
                             const char *source, unsigned line, const char *name,
                             struct nb_buf *bytes, const struct nb_image **out)
{
    struct load load = {.loader = loader,
                        .ctx = ctx,
                        .source = source,
                        .name = name,
                        .line = line,
                        .bytes = nb_buf_view(bytes)};
    char digest[NB_HEX_SIZE];
    nb_sha1_hex(load.bytes.data, load.bytes.len, digest);
    struct nb_str key = nb_str_of(digest);
    *out = find(loader, key);
    enum nb_status status = *out ? NB_OK : load_any(&load);
    if (status == NB_OK && !*out)
        status = keep(&load, key, bytes, out);
    nb_buf_free(&load.made);
    nb_buf_free(bytes);
    return status;
}

void nb_image_drop(const struct nb_image *image)
{
    if (image->file)
        nb_buf_free(image->file);
}

enum nb_status nb_image_decode(const struct nb_image *image, struct nb_pixels *out)
{
    return nb_image_decode_least(image, image->width, image->height, out);
}

enum nb_status nb_image_decode_least(const struct nb_image *image, unsigned least_width,
                                     unsigned least_height, struct nb_pixels *out)
{
    struct nb_str bytes = {(const char *)image->data, image->size};
    switch (image->kind) {
    case NB_IMAGE_JPEG:
        return nb_jpeg_decode(bytes, least_width, least_height, out);
    case NB_IMAGE_PNG:
        return nb_png_decode(bytes, out);
    }
    return NB_UNSUPPORTED;
}
