/* A PNG's chunks: its header checked, and its data taken for a PDF, both without decoding (PNG
 * 3rd edition, 5 and 11). Checksums are left to the decoder, which every PNG goes through. */
#include "image/formats.h"

enum { HEADER_SIZE = 13, CHUNK_FRAME = 12 };

enum color { GRAY = 0, RGB = 2, PALETTE = 3, GRAY_ALPHA = 4, RGB_ALPHA = 6 };

struct chunk {
    struct nb_str type, data;
};

static unsigned big32(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;
    return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
}

/* Takes the next chunk off `*rest`, which starts behind the signature. False at the end, and
 * when what is left is no whole chunk. */
static bool take_chunk(struct nb_str *rest, struct chunk *out)
{
    if (rest->len < CHUNK_FRAME || big32(rest->data) > rest->len - CHUNK_FRAME)
        return false;
    size_t size = big32(rest->data);
    out->type = nb_str_sub(*rest, 4, 4);
    out->data = nb_str_sub(*rest, 8, size);
    *rest = nb_str_sub(*rest, size + CHUNK_FRAME, rest->len);
    return true;
}

static unsigned channels_of(unsigned color, bool transparent)
{
    unsigned channels = color == GRAY || color == GRAY_ALPHA ? 1 : 3;
    return channels + (transparent || color == GRAY_ALPHA || color == RGB_ALPHA);
}

enum nb_status nb_png_check(struct nb_str bytes, struct nb_picture_facts *out)
{
    struct nb_str rest = nb_str_sub(bytes, NB_PNG_SIGNATURE, bytes.len);
    struct chunk chunk, header;
    bool transparent = false, data = false, end = false;
    *out = (struct nb_picture_facts){.why = "no header"};
    if (!take_chunk(&rest, &header) || !nb_str_eq(header.type, NB_STR("IHDR")) ||
        header.data.len != HEADER_SIZE)
        return NB_FORMAT;
    while (!end && take_chunk(&rest, &chunk)) {
        transparent = transparent || nb_str_eq(chunk.type, NB_STR("tRNS"));
        data = data || nb_str_eq(chunk.type, NB_STR("IDAT"));
        end = nb_str_eq(chunk.type, NB_STR("IEND"));
    }
    out->width = big32(header.data.data);
    out->height = big32(header.data.data + 4);
    out->channels = channels_of((unsigned char)header.data.data[9], transparent);
    out->fit = header.data.data[8] <= 8 && header.data.data[12] == 0;
    out->size = bytes.len - rest.len;
    out->why = !out->width || !out->height ? "no size" : "cut off";
    return data && end && out->width && out->height ? NB_OK : NB_FORMAT;
}

bool nb_image_png_raw(const struct nb_image *image, struct nb_png_raw *out)
{
    struct nb_str rest = {(const char *)image->data, image->size};
    struct chunk chunk;
    *out = (struct nb_png_raw){0};
    if (image->kind != NB_IMAGE_PNG || image->channels == 2 || image->channels == 4)
        return false;
    rest = nb_str_sub(rest, NB_PNG_SIGNATURE, rest.len);
    while (take_chunk(&rest, &chunk)) {
        const unsigned char *data = (const unsigned char *)chunk.data.data;
        if (nb_str_eq(chunk.type, NB_STR("IHDR"))) {
            out->bits = data[8];
            out->colors = data[9] == RGB ? 3 : 1;
        } else if (nb_str_eq(chunk.type, NB_STR("PLTE"))) {
            out->palette = data;
            out->palette_count = chunk.data.len / 3;
        } else if (nb_str_eq(chunk.type, NB_STR("IDAT"))) {
            nb_buf_str(&out->idat, chunk.data);
        }
    }
    if (out->colors == 3) /* a palette beside true colours is a mere suggestion */
        out->palette = NULL;
    if (!out->palette)
        out->palette_count = 0;
    return true;
}
