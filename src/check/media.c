/* Pictures and fonts: what their first bytes say against what the manifest says, whether they
 * are whole, and what devices and shops can take. Nothing is decoded. */
#include "check/book.h"

#include <string.h>

enum {
    MOST_PIXELS = 5600000, /* Apple's bound */
    MOST_BYTES = 5 << 20,  /* Amazon's and others' for one picture */
    PNG_HEAD = 33          /* signature and header chunk */
};

/* What is known of a picture. */
struct facts {
    const char *type; /* by its first bytes, or NULL */
    unsigned long width, height, channels;
    const char *broken;
};

static unsigned long number(const char *at, size_t bytes)
{
    unsigned long value = 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

static void look_at_png(struct nb_str bytes, struct facts *out)
{
    static const char end[] = "IEND\xAE\x42\x60\x82";
    out->type = "image/png";
    if (bytes.len < PNG_HEAD || memcmp(bytes.data + 12, "IHDR", 4) != 0) {
        out->broken = "no header";
        return;
    }
    out->width = number(bytes.data + 16, 4);
    out->height = number(bytes.data + 20, 4);
    struct nb_str tail =
        nb_str_sub(bytes, bytes.len > 1024 ? bytes.len - 1024 : 0, 1024);
    if (nb_str_find(tail, (struct nb_str){end, sizeof end - 1}) < 0)
        out->broken = "cut off";
}

/* ITU T.81, B.1: markers up to the first frame header. */
static void look_at_jpeg(struct nb_str bytes, struct facts *out)
{
    size_t at = 2;
    out->type = "image/jpeg";
    out->broken = "no frame header";
    while (at + 10 <= bytes.len && (unsigned char)bytes.data[at] == 0xFF) {
        unsigned kind = (unsigned char)bytes.data[at + 1];
        if (kind == 0xFF) {
            at++;
            continue;
        }
        if (kind >= 0xC0 && kind <= 0xCF && kind != 0xC4 && kind != 0xC8 &&
            kind != 0xCC) {
            out->height = number(bytes.data + at + 5, 2);
            out->width = number(bytes.data + at + 7, 2);
            out->channels = number(bytes.data + at + 9, 1);
            out->broken = NULL;
            break;
        }
        at += 2 + number(bytes.data + at + 2, 2);
    }
    struct nb_str tail =
        nb_str_sub(bytes, bytes.len > 4096 ? bytes.len - 4096 : 0, 4096);
    if (!out->broken && nb_str_find(tail, NB_STR("\xFF\xD9")) < 0)
        out->broken = "cut off";
}

static struct facts facts_of(struct nb_str bytes)
{
    struct facts facts = {0};
    struct nb_str text = nb_str_trim(nb_str_sub(bytes, 0, 512));
    if (nb_str_starts(bytes, NB_STR("\x89PNG\r\n\x1A\n"))) {
        look_at_png(bytes, &facts);
    } else if (nb_str_starts(bytes, NB_STR("\xFF\xD8\xFF"))) {
        look_at_jpeg(bytes, &facts);
    } else if (nb_str_starts(bytes, NB_STR("GIF8")) && bytes.len >= 10) {
        const unsigned char *b = (const unsigned char *)bytes.data;
        facts.type = "image/gif";
        facts.width = (unsigned long)(b[6] | b[7] << 8);
        facts.height = (unsigned long)(b[8] | b[9] << 8);
    } else if (nb_str_starts(bytes, NB_STR("RIFF")) && bytes.len >= 12 &&
               memcmp(bytes.data + 8, "WEBP", 4) == 0) {
        facts.type = "image/webp";
    } else if (nb_str_starts(bytes, NB_STR("II*")) ||
               nb_str_starts(bytes, NB_STR("MM"))) {
        facts.type = "image/tiff";
    } else if (nb_str_find(nb_str_sub(bytes, 0, 32), NB_STR("ftypavif")) == 4) {
        facts.type = "image/avif";
    } else if (nb_str_starts(text, NB_STR("<"))) {
        facts.type = "markup";
    }
    return facts;
}

static void check_taste(struct nb_check *check, const struct nb_check_item *item,
                        const struct facts *facts)
{
    const struct nb_check_file *file = item->file;
    if (facts->width * facts->height > MOST_PIXELS)
        nb_check_say(check, NB_DIAG_EPUB_SIZE, file, 0,
                     "%lu by %lu pixels: shops take at most 5.6 million", facts->width,
                     facts->height);
    if (file->size > MOST_BYTES)
        nb_check_say(check, NB_DIAG_EPUB_SIZE, file, 0, "%zu kB in one picture",
                     file->size / 1000);
    if (facts->channels == 4)
        nb_check_say(check, NB_DIAG_EPUB_SHOP, file, 0,
                     "a JPEG in CMYK: many readers show it in wrong colours");
    if (strcmp(item->type, "image/webp") == 0)
        nb_check_say(check, NB_DIAG_EPUB_SHOP, file, 0,
                     "WebP: readers before EPUB 3.3 and Kindle cannot show it");
    if (nb_check_one_of(item->properties, "cover-image") && facts->width &&
        facts->height && (facts->width < 500 || facts->height < 500))
        nb_check_say(check, NB_DIAG_EPUB_COVER, file, 0,
                     "%lu by %lu pixels are few for a cover", facts->width,
                     facts->height);
}

void nb_check_picture(struct nb_check *check, const struct nb_check_item *item)
{
    struct nb_buf bytes = NB_BUF_INIT;
    if (nb_check_read(check, item->file, &bytes)) {
        struct facts facts = facts_of(nb_buf_view(&bytes));
        if (!facts.type)
            facts.broken = "its first bytes are those of no picture";
        if (facts.type && strcmp(facts.type, item->type) != 0)
            nb_check_say(check, NB_DIAG_EPUB_TYPE, item->file, 0,
                         "declared as %s, but it is %s", item->type, facts.type);
        else if (facts.broken)
            nb_check_say(check, NB_DIAG_EPUB_PICTURE, item->file, 0, "%s",
                         facts.broken);
        else
            check_taste(check, item, &facts);
    }
    nb_buf_free(&bytes);
}

void nb_check_font(struct nb_check *check, const struct nb_check_item *item)
{
    static const char *const heads[] = {"OTTO", "true", "ttcf", "wOFF", "wOF2"};
    struct nb_buf bytes = NB_BUF_INIT;
    if (nb_check_read(check, item->file, &bytes)) {
        struct nb_str view = nb_buf_view(&bytes);
        bool known = view.len >= 4 && memcmp(view.data, "\0\1\0\0", 4) == 0;
        for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
            known = known || nb_str_starts(view, nb_str_of(heads[i]));
        if (!known)
            nb_check_say(check, NB_DIAG_EPUB_TYPE, item->file, 0,
                         "declared as %s, but its first bytes are those of no font",
                         item->type);
    }
    nb_buf_free(&bytes);
}
