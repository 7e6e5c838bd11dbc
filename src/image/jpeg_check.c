/* A JPEG's markers, checked without decoding (ITU T.81, B). What passes is cut behind its EOI
 * marker: cameras put whole further pictures there. */
#include "image/formats.h"

#include <string.h>

enum {
    MARKER_SOF0 = 0xC0,
    MARKER_SOF2 = 0xC2,
    MARKER_DHT = 0xC4,
    MARKER_JPG = 0xC8,
    MARKER_DAC = 0xCC,
    MARKER_SOF15 = 0xCF,
    MARKER_RST0 = 0xD0,
    MARKER_RST7 = 0xD7,
    MARKER_EOI = 0xD9,
    MARKER_SOS = 0xDA,
    MARKER_APP1 = 0xE1,
    MARKER_APP2 = 0xE2,
    MARKER_TEM = 0x01,
    MOST_SCANS = 100 /* progressive pictures have about ten; more only burn time */
};

struct jpeg {
    const unsigned char *at, *end;
    struct nb_picture_facts *facts;
    unsigned scans, orientation;
    bool framed, odd; /* odd: well-formed, but not for every reader */
    bool profiled;    /* its colours are others than sRGB's */
    bool done;
};

static bool broken(struct jpeg *jpeg, const char *why)
{
    jpeg->facts->why = why;
    return false;
}

static unsigned big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

/* A number of TIFF, in the file's byte order. */
static unsigned tiff(const unsigned char *p, unsigned bytes, bool big)
{
    unsigned value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value = value << 8 | p[big ? i : bytes - 1 - i];
    return value;
}

/* The orientation (tag 274) from the first directory of an Exif segment; 1 when there is
 * none (Exif 2.32, 4.6). */
static unsigned exif_orientation(const unsigned char *data, size_t size)
{
    if (size < 14 || memcmp(data, "Exif\0\0", 6) != 0)
        return 1;
    const unsigned char *head = data + 6;
    size -= 6;
    bool big = head[0] == 'M';
    size_t at = tiff(head + 4, 4, big);
    if (at > size - 2)
        return 1;
    unsigned count = tiff(head + at, 2, big);
    at += 2;
    for (unsigned i = 0; i < count && at + 12 <= size; i++, at += 12) {
        if (tiff(head + at, 2, big) == 274)
            return tiff(head + at + 8, 2, big);
    }
    return 1;
}

/* Whether a segment begins an ICC profile (ICC.1:2010, B.4) of other colours than sRGB's: readers
 * of books take every picture for sRGB. A profile's description, in ASCII or UTF-16, names
 * those. */
static bool is_foreign_profile(const unsigned char *data, size_t size)
{
    static const char head[] = "ICC_PROFILE\0\1";
    struct nb_str all = {(const char *)data, size};
    return nb_str_starts(all, (struct nb_str){head, sizeof head - 1}) &&
           nb_str_find(all, NB_STR("sRGB")) < 0 &&
           nb_str_find(all, NB_STR("s\0R\0G\0B")) < 0;
}

/* All samples of a frame: components may have fewer than pixels (ITU T.81, A.1.1). */
static uint64_t samples_of(const struct nb_picture_facts *facts,
                           const unsigned char *components)
{
    unsigned widest = 1, highest = 1, samples = 0;
    for (unsigned i = 0; i < facts->channels; i++) {
        unsigned across = components[3 * i + 1] >> 4, down = components[3 * i + 1] & 15;
        widest = across > widest ? across : widest;
        highest = down > highest ? down : highest;
        samples += across * down;
    }
    return (uint64_t)facts->width * facts->height * samples /
           ((uint64_t)widest * highest);
}

static bool read_frame(struct jpeg *jpeg, unsigned marker, const unsigned char *data,
                       size_t size)
{
    struct nb_picture_facts *facts = jpeg->facts;
    if (jpeg->framed || size < 6)
        return broken(jpeg, "a second frame");
    if (size < 6 + 3 * (size_t)data[5])
        return broken(jpeg, "a frame that is cut off");
    jpeg->framed = true;
    facts->height = big16(data + 1);
    facts->width = big16(data + 3);
    facts->channels = data[5];
    if (!facts->width || !facts->height || !facts->channels)
        return broken(jpeg, "no size");
    if (marker == MARKER_SOF2)
        facts->kept = 2 * samples_of(facts, data + 6);
    jpeg->odd |= marker > MARKER_SOF2 || data[0] != 8 ||
                 (facts->channels != 1 && facts->channels != 3);
    return true;
}

/* Passes over the entropy-coded data of a scan. */
static bool pass_scan(struct jpeg *jpeg)
{
    const unsigned char *from = jpeg->at;
    if (!jpeg->framed)
        return broken(jpeg, "a scan before the frame");
    if (++jpeg->scans > MOST_SCANS)
        return broken(jpeg, "too many scans");
    for (;;) {
        const unsigned char *mark =
            memchr(jpeg->at, 0xFF, (size_t)(jpeg->end - jpeg->at));
        if (!mark || jpeg->end - mark < 2)
            return broken(jpeg, "cut off");
        jpeg->at = mark;
        bool inside =
            mark[1] == 0 || (mark[1] >= MARKER_RST0 && mark[1] <= MARKER_RST7);
        if (mark[1] == 0xFF)
            jpeg->at++;
        else if (inside)
            jpeg->at += 2;
        else
            return mark > from || broken(jpeg, "a scan without data");
    }
}

static bool is_frame(unsigned marker)
{
    return marker >= MARKER_SOF0 && marker <= MARKER_SOF15 && marker != MARKER_DHT &&
           marker != MARKER_JPG && marker != MARKER_DAC;
}

/* Takes one marker with its segment. */
static bool take_marker(struct jpeg *jpeg)
{
    if (jpeg->end - jpeg->at < 2 || jpeg->at[0] != 0xFF)
        return broken(jpeg, jpeg->end - jpeg->at < 2 ? "cut off" : "no marker");
    while (jpeg->at < jpeg->end && *jpeg->at == 0xFF)
        jpeg->at++;
    if (jpeg->at == jpeg->end)
        return broken(jpeg, "cut off");
    unsigned marker = *jpeg->at++;
    if (marker == MARKER_EOI) {
        jpeg->done = true;
        return jpeg->scans > 0 || broken(jpeg, "no data");
    }
    if (marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_RST7))
        return true;
    size_t size = jpeg->end - jpeg->at < 2 ? 0 : big16(jpeg->at);
    if (size < 2 || size > (size_t)(jpeg->end - jpeg->at))
        return broken(jpeg, "cut off");
    const unsigned char *data = jpeg->at + 2;
    jpeg->at += size;
    size -= 2;
    if (is_frame(marker))
        return read_frame(jpeg, marker, data, size);
    if (marker == MARKER_APP1 && jpeg->orientation == 1)
        jpeg->orientation = exif_orientation(data, size);
    jpeg->profiled |= marker == MARKER_APP2 && is_foreign_profile(data, size);
    return marker != MARKER_SOS || pass_scan(jpeg);
}

enum nb_status nb_jpeg_check(struct nb_str bytes, struct nb_picture_facts *out)
{
    const unsigned char *data = (const unsigned char *)bytes.data;
    struct jpeg jpeg = {
        .at = data + 2, .end = data + bytes.len, .facts = out, .orientation = 1};
    *out = (struct nb_picture_facts){0};
    while (!jpeg.done) {
        if (!take_marker(&jpeg))
            return NB_FORMAT;
    }
    out->size = (size_t)(jpeg.at - data);
    bool foreign = jpeg.profiled && out->channels == 3;
    out->fit = !jpeg.odd && !foreign && jpeg.orientation <= 1;
    return NB_OK;
}
