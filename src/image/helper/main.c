/* newsbind-image: makes any picture fit, in a process of its own, so that a picture that
 * crashes, hangs or explodes its decoder costs that picture alone. The only user of libvips.
 * Reads requests from standard input and writes replies to standard output (protocol.h) until
 * the input ends, as it does when the other end dies: no signal for that, since Linux ties it
 * to the thread that started us, not to the process. Whoever started it kills it when it takes
 * too long. */
#include "image/helper/gray.h"
#include "image/protocol.h"
#include "image/sample.h"
#include "image/tone.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <vips/vips.h>

enum { QUALITY = 88 /* of JPEGs made here: no visible loss in print */ };

/* Set on a picture that was found to be a photograph while it had its colours. */
static const char photograph[] = "newsbind-photograph";

static bool read_all(void *to, size_t size)
{
    char *at = to;
    while (size) {
        ssize_t got = read(STDIN_FILENO, at, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_all(const void *from, size_t size)
{
    const char *at = from;
    while (size) {
        ssize_t put = write(STDOUT_FILENO, at, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        size -= (size_t)put;
    }
    return true;
}

/* Takes over `next` for `*image`; false when there is none. */
static bool step(VipsImage **image, VipsImage *next, int failed)
{
    if (failed)
        return false;
    g_object_unref(*image);
    *image = next;
    return true;
}

static bool turn_upright(VipsImage **image)
{
    VipsImage *next = NULL;
    int failed = vips_autorot(*image, &next, NULL);
    return step(image, next, failed);
}

/* sRGB or gray, 8 bits. */
static bool make_plain(VipsImage **image)
{
    VipsImage *next = NULL;
    int failed = 0;
    bool gray = (*image)->Bands <= 2;
    VipsInterpretation space =
        gray ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    if (vips_image_get_typeof(*image, VIPS_META_ICC_NAME) && !gray) {
        /* A profile that does not fit is passed over: the picture is still one. */
        if (vips_icc_transform(*image, &next, "srgb", "embedded", TRUE, NULL) == 0)
            (void)step(image, next, 0);
        else
            vips_error_clear();
    }
    if ((*image)->Type != space || (*image)->BandFmt != VIPS_FORMAT_UCHAR) {
        failed = vips_colourspace(*image, &next, space, NULL);
        if (!step(image, next, failed))
            return false;
    }
    if ((*image)->BandFmt != VIPS_FORMAT_UCHAR) {
        failed = vips_cast_uchar(*image, &next, NULL);
        if (!step(image, next, failed))
            return false;
    }
    int most = gray ? 2 : 4;
    if ((*image)->Bands > most) {
        failed = vips_extract_band(*image, &next, 0, "n", most, NULL);
        return step(image, next, failed);
    }
    return true;
}

static bool scale_down(VipsImage **image, const struct nb_helper_request *request)
{
    double scale = 1.0;
    if (request->most_width && (*image)->Xsize > (int)request->most_width)
        scale = (double)request->most_width / (*image)->Xsize;
    if (request->most_height && (*image)->Ysize * scale > request->most_height)
        scale = (double)request->most_height / (*image)->Ysize;
    if (scale >= 1.0)
        return true;
    VipsImage *next = NULL;
    bool alpha = vips_image_hasalpha(*image);
    int failed = alpha ? vips_premultiply(*image, &next, NULL) : 0;
    if (alpha && !step(image, next, failed))
        return false;
    failed = vips_resize(*image, &next, scale, NULL);
    if (!step(image, next, failed))
        return false;
    if (!alpha)
        return true;
    failed = vips_unpremultiply(*image, &next, NULL);
    if (!step(image, next, failed))
        return false;
    failed = vips_cast_uchar(*image, &next, NULL);
    return step(image, next, failed);
}

/* Whether all of an alpha channel is opaque, so that it can go. */
static bool is_opaque(VipsImage *image)
{
    VipsImage *alpha = NULL;
    double least = 0;
    if (vips_extract_band(image, &alpha, image->Bands - 1, NULL))
        return false;
    bool opaque = vips_min(alpha, &least, NULL) == 0 && least >= 255;
    g_object_unref(alpha);
    return opaque;
}

static bool has_few_colors(VipsImage *image)
{
    return nb_sample_few_colors(image->data, (size_t)image->Xsize, (size_t)image->Ysize,
                                (size_t)image->Bands);
}

static bool is_small(const VipsImage *image, const struct nb_helper_request *request)
{
    uint64_t pixels = (uint64_t)image->Xsize * (uint64_t)image->Ysize;
    size_t pixel = VIPS_IMAGE_SIZEOF_ELEMENT(image) * (size_t)image->Bands;
    return pixels <= request->most_pixels && pixels * pixel <= request->most_bytes;
}

/* Makes a picture in memory gray, with its alpha, in memory too. What says how it lies is kept. */
static bool make_gray(VipsImage **image)
{
    VipsImage *from = *image, *gray = vips_image_new_memory();
    int bands = from->Bands - 2;
    if (!gray)
        return false;
    vips_image_init_fields(gray, from->Xsize, from->Ysize, bands, VIPS_FORMAT_UCHAR,
                           VIPS_CODING_NONE, VIPS_INTERPRETATION_B_W, from->Xres,
                           from->Yres);
    vips_image_set_int(gray, VIPS_META_ORIENTATION, vips_image_get_orientation(from));
    if (vips_image_write_prepare(gray)) {
        g_object_unref(gray);
        return false;
    }
    nb_gray_pixels(from->data, (size_t)from->Xsize * (size_t)from->Ysize,
                   (size_t)from->Bands, gray->data);
    return step(image, gray, 0);
}

/* Whether a picture in memory is a plain photograph in colour that is to be gray: that is made
 * first then, as all that comes after has a third of the work. */
static bool is_gray_first(VipsImage *image, const struct nb_helper_request *request)
{
    return request->gray && image->Bands == 3 &&
           image->Type == VIPS_INTERPRETATION_sRGB &&
           image->BandFmt == VIPS_FORMAT_UCHAR &&
           !vips_image_get_typeof(image, VIPS_META_ICC_NAME) && !has_few_colors(image);
}

/* From a picture that is decoded to one that is as it is wanted, in memory. */
static bool make_fit(VipsImage **image, const struct nb_helper_request *request)
{
    /* Small first: converting colours is the slow part. Transparent pictures are scaled
     * afterwards, when their alpha is known to be of 8 bits. */
    if (is_gray_first(*image, request)) {
        if (!make_gray(image))
            return false;
        vips_image_set_int(*image, photograph, 1);
    }
    if (!turn_upright(image) ||
        (!vips_image_hasalpha(*image) && !scale_down(image, request)) ||
        !make_plain(image) || !scale_down(image, request))
        return false;
    VipsImage *whole = vips_image_copy_memory(*image);
    return step(image, whole, !whole);
}

static VipsImage *open_image(const void *data, size_t size, const char *options)
{
    return vips_image_new_from_buffer(data, size, options, "access",
                                      VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                      VIPS_FAIL_ON_TRUNCATED, NULL);
}

/* Opens a picture; a JPEG that would be too large when decoded, at a part of its size. */
static VipsImage *open_any(const void *data, const struct nb_helper_request *request)
{
    static const char *const options[] = {"shrink=2", "shrink=4", "shrink=8"};
    const unsigned char *bytes = data;
    VipsImage *image = open_image(data, request->size, "");
    bool jpeg = request->size > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8;
    for (int i = 0; i < 3 && image && jpeg && !is_small(image, request); i++) {
        VipsImage *next = open_image(data, request->size, options[i]);
        if (!step(&image, next, !next))
            break;
    }
    return image;
}

/* Not all that has several pages moves: a TIFF or HEIF file may have its thumbnail too. */
static bool is_animation(VipsImage *image)
{
    const char *loader = NULL;
    return vips_image_get_typeof(image, VIPS_META_LOADER) &&
           vips_image_get_string(image, VIPS_META_LOADER, &loader) == 0 &&
           (g_str_has_prefix(loader, "gif") || g_str_has_prefix(loader, "webp")) &&
           vips_image_get_n_pages(image) > 1;
}

/* Loads from `data`: checks the size by the header, decodes all, makes it fit. */
static enum nb_helper_result load(void *data, const struct nb_helper_request *request,
                                  VipsImage **out, uint32_t *moves)
{
    VipsImage *image = open_any(data, request);
    if (!image)
        return vips_foreign_find_load_buffer(data, request->size)
                   ? NB_HELPER_BROKEN
                   : NB_HELPER_UNSUPPORTED;
    enum nb_helper_result result = NB_HELPER_BROKEN;
    *moves = is_animation(image);
    if (!is_small(image, request)) {
        result = NB_HELPER_LIMIT;
    } else {
        VipsImage *whole = vips_image_copy_memory(image);
        if (whole && step(&image, whole, 0) && make_fit(&image, request))
            result = NB_HELPER_OK;
    }
    *out = image;
    return result;
}

/* A gray photograph toned for e-ink. */
static bool tone(VipsImage **image)
{
    VipsPel curve[256];
    VipsImage *next = NULL;
    for (unsigned gray = 0; gray < sizeof curve; gray++)
        curve[gray] = nb_eink_tone((uint8_t)gray);
    VipsImage *table = vips_image_new_from_memory_copy(
        curve, sizeof curve, sizeof curve, 1, 1, VIPS_FORMAT_UCHAR);
    if (!table)
        return false;
    int failed = vips_maplut(*image, &next, table, NULL);
    g_object_unref(table);
    return step(image, next, failed);
}

/* JPEG for photographs, PNG for what has transparency or few colours: counted before they are
 * made gray, for then a photograph has few as well. */
static bool save(VipsImage **image, bool gray, struct nb_helper_reply *reply,
                 void **bytes)
{
    size_t size = 0;
    if (vips_image_hasalpha(*image) && is_opaque(*image)) {
        VipsImage *flat = NULL;
        int failed =
            vips_extract_band(*image, &flat, 0, "n", (*image)->Bands - 1, NULL);
        VipsImage *whole = failed ? NULL : vips_image_copy_memory(flat);
        if (flat)
            g_object_unref(flat);
        if (!step(image, whole, !whole))
            return false;
    }
    reply->is_png =
        vips_image_hasalpha(*image) ||
        (!vips_image_get_typeof(*image, photograph) && has_few_colors(*image));
    if (gray && (*image)->Bands > 2 && !make_gray(image))
        return false;
    if (gray && !reply->is_png && !tone(image))
        return false;
    int failed = reply->is_png
                     ? vips_pngsave_buffer(*image, bytes, &size, "strip", TRUE,
                                           "bitdepth", 8, NULL)
                     : vips_jpegsave_buffer(*image, bytes, &size, "strip", TRUE, "Q",
                                            QUALITY, "optimize_coding", TRUE, NULL);
    reply->width = (uint32_t)(*image)->Xsize;
    reply->height = (uint32_t)(*image)->Ysize;
    reply->channels = (uint32_t)(*image)->Bands;
    reply->size = (uint32_t)size;
    return !failed && size <= UINT32_MAX;
}

/* A picture that burns time is ended by the kernel, should nobody else do it. */
static void bound_time(uint32_t seconds)
{
    struct timespec used = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    rlim_t until = (rlim_t)used.tv_sec + seconds + (used.tv_nsec > 0);
    (void)setrlimit(RLIMIT_CPU, &(struct rlimit){until, RLIM_INFINITY});
}

static void bound_memory(void)
{
/* The sanitizers reserve terabytes of addresses. */
#if !defined __SANITIZE_ADDRESS__
    rlim_t most = (rlim_t)320 << 20; /* of data: the libraries' own code takes more */
    (void)setrlimit(RLIMIT_DATA, &(struct rlimit){most, most});
#endif
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

static bool serve(void)
{
    struct nb_helper_request request;
    struct nb_helper_reply reply = {.result = NB_HELPER_LIMIT};
    VipsImage *image = NULL;
    void *bytes = NULL;
    if (!read_all(&request, sizeof request))
        return false;
    bound_time(request.seconds);
    void *data = malloc(request.size ? request.size : 1);
    if (!data || !read_all(data, request.size)) {
        free(data);
        return false;
    }
    reply.result = load(data, &request, &image, &reply.moves);
    if (reply.result == NB_HELPER_OK && !save(&image, request.gray, &reply, &bytes))
        reply.result = NB_HELPER_BROKEN;
    if (reply.result != NB_HELPER_OK)
        reply.size = 0;
    bool sent = write_all(&reply, sizeof reply) && write_all(bytes, reply.size);
    g_free(bytes);
    if (image)
        g_object_unref(image);
    free(data);
    vips_error_clear();
    return sent;
}

int main(int argc, char **argv)
{
    (void)argc;
    bound_memory();
    if (VIPS_INIT(argv[0]))
        return 1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    while (serve())
        continue;
    return 0;
}
