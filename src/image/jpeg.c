/* JPEG through libjpeg-turbo: its only user. libjpeg reports errors by a callback that must not
 * return, so a long jump is the only way out of it; the jump starts and ends in this file, in
 * `guarded`, and everything that must outlive it stands in struct work. */
#include "base/mem.h"
#include "image/formats.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/* Pixels from which on the Huffman tables are not fitted: that takes a second pass over all
 * coefficients, 10 ms for a cover, to save a seventh of the bytes. */
enum { LARGE = 2000000 };

struct work {
    struct jpeg_error_mgr errors; /* first: libjpeg hands back a pointer to it */
    jmp_buf way_out;
    struct jpeg_decompress_struct in;
    struct jpeg_compress_struct out;
    struct nb_str bytes;
    struct nb_pixels *pixels;            /* decoding: made here */
    unsigned least_width, least_height;  /* decoding: smaller is enough down to this */
    const struct nb_band_source *source; /* encoding */
    struct nb_pixels band;
    int quality;
    unsigned char *encoded; /* by libjpeg, with malloc */
    unsigned long encoded_size;
    enum nb_status status;
};

static void on_error(j_common_ptr common)
{
    struct work *work = (struct work *)(void *)common->err;
    longjmp(work->way_out, 1); /* NOLINT(cert-err52-cpp): see above */
}

static void on_message(j_common_ptr common)
{
    (void)common; /* warnings about doubtful data: not ours to print */
}

/* The part of its size that a picture is decoded at: decoding to a half, a quarter or an eighth
 * takes a fraction of the time and memory (libjpeg's "scale_denom"). */
static unsigned part_of(const struct work *work)
{
    unsigned part = 1;
    while (part < 8 && work->in.image_width / (part * 2) >= work->least_width &&
           work->in.image_height / (part * 2) >= work->least_height)
        part *= 2;
    return part;
}

static void decode(struct work *work)
{
    struct jpeg_decompress_struct *in = &work->in;
    struct nb_pixels *pixels = work->pixels;
    jpeg_create_decompress(in);
    jpeg_mem_src(in, (const unsigned char *)work->bytes.data,
                 (unsigned long)work->bytes.len);
    (void)jpeg_read_header(in, TRUE);
    in->out_color_space = in->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    in->scale_denom = part_of(work);
    (void)jpeg_start_decompress(in);
    pixels->width = in->output_width;
    pixels->height = in->output_height;
    pixels->channels = (unsigned)in->output_components;
    size_t stride = (size_t)pixels->width * pixels->channels;
    pixels->data = nb_malloc(stride * pixels->height);
    if (!pixels->data) {
        work->status = NB_NOMEM;
        return;
    }
    while (in->output_scanline < in->output_height) {
        JSAMPROW row = pixels->data + stride * in->output_scanline;
        (void)jpeg_read_scanlines(in, &row, 1);
    }
    (void)jpeg_finish_decompress(in);
}

static void encode(struct work *work)
{
    struct jpeg_compress_struct *out = &work->out;
    const struct nb_band_source *source = work->source;
    struct nb_pixels *band = &work->band;
    jpeg_create_compress(out);
    jpeg_mem_dest(out, &work->encoded, &work->encoded_size);
    out->image_width = source->width;
    out->image_height = source->height;
    out->input_components = (int)band->channels;
    out->in_color_space = band->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(out); /* 4:2:0 among them */
    jpeg_set_quality(out, work->quality, TRUE);
    out->optimize_coding = (size_t)source->width * source->height < LARGE;
    jpeg_start_compress(out, TRUE);
    size_t stride = (size_t)source->width * band->channels;
    while (out->next_scanline < out->image_height) {
        unsigned left = source->height - out->next_scanline;
        band->height = left < NB_BAND ? left : NB_BAND;
        source->draw(source->user, out->next_scanline, band);
        JSAMPROW rows[NB_BAND];
        for (unsigned y = 0; y < band->height; y++)
            rows[y] = band->data + stride * y;
        (void)jpeg_write_scanlines(out, rows, band->height);
    }
    jpeg_finish_compress(out);
}

/* Runs one of the two; the only place that a long jump returns to. */
static void guarded(struct work *work, void (*run)(struct work *work))
{
    work->in.err = work->out.err = jpeg_std_error(&work->errors);
    work->errors.error_exit = on_error;
    work->errors.output_message = on_message;
    if (setjmp(work->way_out) == 0) /* NOLINT(cert-err52-cpp): see above */
        run(work);
    else
        work->status =
            work->errors.msg_code == JERR_OUT_OF_MEMORY ? NB_NOMEM : NB_FORMAT;
}

enum nb_status nb_jpeg_decode(struct nb_str bytes, unsigned least_width,
                              unsigned least_height, struct nb_pixels *out)
{
    struct work work = {.bytes = bytes,
                        .pixels = out,
                        .least_width = least_width,
                        .least_height = least_height};
    *out = (struct nb_pixels){0};
    guarded(&work, decode);
    jpeg_destroy_decompress(&work.in);
    if (work.status != NB_OK)
        nb_pixels_free(out);
    return work.status;
}

static enum nb_status encode_bands(const struct nb_band_source *source,
                                   unsigned channels, int quality, struct nb_buf *out)
{
    struct work work = {.source = source, .quality = quality};
    work.band = (struct nb_pixels){source->width, 0, channels, NULL};
    work.band.data = nb_malloc((size_t)source->width * NB_BAND * channels);
    if (!work.band.data)
        return NB_NOMEM;
    guarded(&work, encode);
    jpeg_destroy_compress(&work.out);
    if (work.status == NB_OK)
        nb_buf_add(out, work.encoded, work.encoded_size);
    free(work.encoded); /* libjpeg's own, not from nb_malloc */
    nb_free(work.band.data);
    return work.status == NB_OK ? out->status : work.status;
}

enum nb_status nb_jpeg_encode_bands(const struct nb_band_source *source, int quality,
                                    struct nb_buf *out)
{
    return encode_bands(source, 3, quality, out);
}

static void copy_band(void *user, unsigned top, struct nb_pixels *band)
{
    const struct nb_pixels *pixels = user;
    size_t stride = (size_t)pixels->width * pixels->channels;
    memcpy(band->data, pixels->data + stride * top, stride * band->height);
}

enum nb_status nb_jpeg_encode(const struct nb_pixels *pixels, int quality,
                              struct nb_buf *out)
{
    struct nb_pixels from = *pixels;
    const struct nb_band_source source = {pixels->width, pixels->height, copy_band,
                                          &from};
    if (pixels->channels != 1 && pixels->channels != 3)
        return NB_UNSUPPORTED;
    return encode_bands(&source, pixels->channels, quality, out);
}
