/* Pictures: what passes through, what is made anew, what is refused and why; the helper that
 * is missing, dies or hangs; memory. */
#include "image/image.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "image/formats.h"
#include "image/tone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
    struct nb_diags *diags;
    struct nb_limits limits;
    struct nb_ctx ctx;
    struct nb_image_loader *loader;
};

/* The helper of the build tree that this test belongs to. */
static const char *helper_path(void)
{
    static char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 32);
    assert_true(len > 0);
    path[len] = '\0';
    char *slash = strrchr(path, '/');
    memcpy(slash, "/../newsbind-image", sizeof "/../newsbind-image");
    return path;
}

static void open_wanting(struct world *world, struct nb_image_wants wants)
{
    world->limits = nb_limits_default;
    world->diags = nb_diags_new();
    world->ctx = (struct nb_ctx){world->diags, &world->limits};
    assert_int_equal(nb_image_loader_new(&wants, &world->loader), NB_OK);
}

static void open_with(struct world *world, const char *helper, unsigned most)
{
    open_wanting(world, (struct nb_image_wants){helper, most, most, false});
}

static void close_world(struct world *world)
{
    nb_image_loader_free(world->loader);
    nb_diags_free(world->diags);
}

static enum nb_status load(struct world *world, struct nb_str bytes,
                           const struct nb_image **image)
{
    struct nb_buf file = NB_BUF_INIT;
    nb_buf_str(&file, bytes);
    return nb_image_load(world->loader, &world->ctx, "a.html", 7, "pic", &file, image);
}

/* Loads what must be refused, with this diagnostic last. */
static void refused(struct world *world, struct nb_str bytes, enum nb_status status,
                    enum nb_diag_code code, const char *detail)
{
    const struct nb_image *image = NULL;
    size_t before = nb_diags_count(world->diags);
    assert_int_equal(load(world, bytes, &image), status);
    assert_null(image);
    assert_int_equal(nb_diags_count(world->diags), before + 1);
    const struct nb_diag *diag = nb_diags_at(world->diags, before);
    assert_int_equal(diag->code, code);
    assert_string_equal(diag->detail, detail);
    assert_int_equal(diag->line, 7);
}

static struct nb_buf fixture(const char *name)
{
    char path[200];
    struct nb_buf bytes = NB_BUF_INIT;
    (void)snprintf(path, sizeof path, "tests/unit/fixtures/%s", name);
    assert_int_equal(nb_file_read(path, 1u << 20, &bytes), NB_OK);
    return bytes;
}

static struct nb_buf make_jpeg(unsigned width, unsigned height, unsigned channels)
{
    struct nb_buf out = NB_BUF_INIT;
    struct nb_pixels pixels = {width, height, channels, NULL};
    size_t size = (size_t)width * height * channels;
    pixels.data = nb_malloc(size);
    for (size_t i = 0; i < size; i++)
        pixels.data[i] = (unsigned char)(i * 7919 % 251);
    assert_int_equal(nb_jpeg_encode(&pixels, 80, &out), NB_OK);
    nb_pixels_free(&pixels);
    return out;
}

/* The JPEG with an Exif segment that says it lies on its side. */
static struct nb_buf turned(const struct nb_buf *jpeg)
{
    static const char exif[] = "\xFF\xE1\0\x22"
                               "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"
                               "\x06\0\0\0\0\0\0\0";
    struct nb_buf out = NB_BUF_INIT;
    nb_buf_add(&out, jpeg->data, 2);
    nb_buf_add(&out, exif, sizeof exif - 1);
    nb_buf_add(&out, jpeg->data + 2, jpeg->len - 2);
    return out;
}

static void decodes(const struct nb_image *image)
{
    struct nb_pixels pixels;
    assert_int_equal(nb_image_decode(image, &pixels), NB_OK);
    assert_int_equal(pixels.width, image->width);
    assert_int_equal(pixels.height, image->height);
    assert_int_equal(pixels.channels, image->channels);
    nb_pixels_free(&pixels);
}

static void test_passes(void **state)
{
    (void)state;
    struct world world;
    const struct nb_image *image, *again;
    open_with(&world, "/nowhere/newsbind-image", 0);
    for (unsigned channels = 1; channels <= 3; channels += 2) {
        struct nb_buf jpeg = make_jpeg(20, 10, channels);
        size_t size = jpeg.len;
        nb_buf_puts(&jpeg, "a camera's second picture");
        assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
        assert_int_equal(image->kind, NB_IMAGE_JPEG);
        assert_int_equal(image->channels, channels);
        assert_int_equal(image->size, size);
        assert_memory_equal(image->data, jpeg.data, size);
        assert_int_equal(load(&world, nb_buf_view(&jpeg), &again), NB_OK);
        assert_ptr_equal(again, image);
        decodes(image);
        nb_buf_free(&jpeg);
    }
    struct nb_buf png = fixture("plain.png");
    assert_int_equal(load(&world, nb_buf_view(&png), &image), NB_OK);
    assert_int_equal(image->size, png.len);
    assert_memory_equal(image->data, png.data, png.len);
    decodes(image);
    nb_image_drop(image);
    nb_image_drop(image);
    assert_null(image->file->data);
    assert_int_equal(image->size, png.len);
    nb_buf_free(&png);
    assert_int_equal(nb_diags_count(world.diags), 0);
    close_world(&world);
}

/* 16 bits and interlacing end without the helper. */
static void test_png_anew(void **state)
{
    (void)state;
    static const char *const names[] = {"deep.png", "interlaced.png"};
    struct world world;
    open_with(&world, "/nowhere/newsbind-image", 0);
    struct nb_buf plain = fixture("plain.png");
    struct nb_pixels want, got;
    assert_int_equal(nb_png_decode(nb_buf_view(&plain), &want), NB_OK);
    for (size_t i = 0; i < 2; i++) {
        const struct nb_image *image;
        struct nb_picture_facts facts;
        struct nb_buf png = fixture(names[i]);
        assert_int_equal(load(&world, nb_buf_view(&png), &image), NB_OK);
        struct nb_str bytes = {(const char *)image->data, image->size};
        assert_int_equal(nb_png_check(bytes, &facts), NB_OK);
        assert_true(facts.fit);
        assert_int_equal(nb_image_decode(image, &got), NB_OK);
        for (size_t at = 0; at < (size_t)24 * 16 * 3; at++)
            assert_in_range(got.data[at] + 1, want.data[at], want.data[at] + 2);
        nb_pixels_free(&got);
        nb_buf_free(&png);
    }
    nb_pixels_free(&want);
    nb_buf_free(&plain);
    close_world(&world);
}

static void test_helper(void **state)
{
    (void)state;
    static const char *const names[] = {"photo.webp", "photo.gif", "photo.tif",
                                        "photo.avif", "cmyk.jpg"};
    struct world world;
    const struct nb_image *image;
    open_with(&world, helper_path(), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct nb_buf bytes = fixture(names[i]);
        assert_int_equal(load(&world, nb_buf_view(&bytes), &image), NB_OK);
        assert_int_equal(image->width, 24);
        assert_int_equal(image->height, 16);
        assert_int_equal(image->channels, 3);
        decodes(image);
        nb_buf_free(&bytes);
    }
    struct nb_buf jpeg = make_jpeg(20, 10, 3), side = turned(&jpeg);
    assert_int_equal(load(&world, nb_buf_view(&side), &image), NB_OK);
    assert_int_equal(image->width, 10);
    assert_int_equal(image->height, 20);
    nb_buf_free(&jpeg);
    nb_buf_free(&side);
    assert_int_equal(nb_diags_count(world.diags), 0);
    struct nb_buf cut = fixture("photo.webp");
    cut.len /= 2;
    refused(&world, nb_buf_view(&cut), NB_FORMAT, NB_DIAG_PICTURE_BROKEN,
            "pic: cannot be decoded");
    nb_buf_free(&cut);
    close_world(&world);
}

static void test_scaled(void **state)
{
    (void)state;
    struct world world;
    const struct nb_image *image;
    open_with(&world, helper_path(), 50);
    struct nb_buf jpeg = make_jpeg(200, 100, 3);
    assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
    assert_int_equal(image->width, 50);
    assert_int_equal(image->height, 25);
    decodes(image);
    nb_buf_free(&jpeg);
    /* Half transparent stays so. */
    struct nb_pixels pixels = {100, 60, 4, nb_malloc((size_t)100 * 60 * 4)};
    struct nb_buf png = NB_BUF_INIT;
    memset(pixels.data, 0x80, (size_t)100 * 60 * 4);
    assert_int_equal(nb_png_encode(&pixels, &png), NB_OK);
    nb_pixels_free(&pixels);
    assert_int_equal(load(&world, nb_buf_view(&png), &image), NB_OK);
    assert_int_equal(image->kind, NB_IMAGE_PNG);
    assert_int_equal(image->channels, 4);
    assert_int_equal(image->width, 50);
    assert_int_equal(nb_image_decode(image, &pixels), NB_OK);
    assert_in_range(pixels.data[3], 0x7F, 0x81);
    nb_pixels_free(&pixels);
    nb_buf_free(&png);
    close_world(&world);
}

/* Colour to gray, within the bound as well; what has few colours stays a PNG; photographs are
 * toned. */
static void test_gray(void **state)
{
    (void)state;
    struct world world;
    const struct nb_image *image;
    struct nb_buf files[] = {make_jpeg(200, 100, 3), make_jpeg(40, 30, 3),
                             make_jpeg(40, 30, 1), NB_BUF_INIT};
    unsigned char red[40 * 30 * 3] = {0};
    for (size_t i = 0; i < sizeof red; i += 3)
        red[i] = 255;
    struct nb_pixels flat = {40, 30, 3, red};
    assert_int_equal(nb_png_encode(&flat, &files[3]), NB_OK);
    open_wanting(&world, (struct nb_image_wants){helper_path(), 50, 50, true});
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(load(&world, nb_buf_view(&files[i]), &image), NB_OK);
        assert_int_equal(image->channels, 1);
        assert_int_equal(image->kind, i == 3 ? NB_IMAGE_PNG : NB_IMAGE_JPEG);
        assert_int_equal(image->width, i ? 40 : 50);
        assert_int_equal(image->height, i ? 30 : 25);
        decodes(image);
        bool same = image->size == files[i].len &&
                    memcmp(image->data, files[i].data, image->size) == 0;
        assert_false(same);
    }
    struct nb_pixels pixels;
    assert_int_equal(nb_image_decode(image, &pixels), NB_OK);
    assert_in_range(pixels.data[0], 40, 160); /* red is neither black nor white */
    nb_pixels_free(&pixels);
    assert_int_equal(nb_diags_count(world.diags), 0);
    close_world(&world);
    for (size_t i = 0; i < 4; i++)
        nb_buf_free(&files[i]);
}

/* One pixel in the corner of a canvas, as often as it is said. */
static struct nb_buf make_gif(unsigned side, unsigned frames)
{
    struct nb_buf out = NB_BUF_INIT;
    unsigned char head[] = "GIF89a....\x80\0\0\0\0\0\xFF\xFF\xFF";
    static const char frame[] =
        "\x21\xF9\4\0\1\0\0\0\x2C\0\0\0\0\1\0\1\0\0\2\2\x4C\1\0";
    head[6] = head[8] = (unsigned char)side;
    head[7] = head[9] = (unsigned char)(side >> 8);
    nb_buf_add(&out, head, sizeof head - 1);
    for (unsigned i = 0; i < frames; i++)
        nb_buf_add(&out, frame, sizeof frame - 1);
    nb_buf_putc(&out, ';');
    return out;
}

/* An animation's first frame is shown, and that is said; so is a canvas beyond the bound, which
 * the library would pass over. */
static void test_gif(void **state)
{
    (void)state;
    struct world world;
    const struct nb_image *image;
    struct nb_buf still = make_gif(20, 1), moving = make_gif(20, 300);
    open_with(&world, helper_path(), 0);
    assert_int_equal(load(&world, nb_buf_view(&still), &image), NB_OK);
    assert_int_equal(image->width, 20);
    assert_int_equal(nb_diags_count(world.diags), 0);
    assert_int_equal(load(&world, nb_buf_view(&moving), &image), NB_OK);
    assert_int_equal(image->width, 20);
    assert_int_equal(nb_diags_count(world.diags), 1);
    assert_int_equal(nb_diags_at(world.diags, 0)->code, NB_DIAG_PICTURE_STILL);
    assert_string_equal(nb_diags_at(world.diags, 0)->detail, "pic");
    nb_buf_free(&still);
    nb_buf_free(&moving);
    struct nb_buf vast = make_gif(65535, 1);
    refused(&world, nb_buf_view(&vast), NB_LIMIT, NB_DIAG_LIMIT,
            "pic: 65535 \xC3\x97 65535 pixels");
    nb_buf_free(&vast);
    close_world(&world);
}

/* A JPEG that will be small is decoded small, never smaller than it will be. */
static void test_least(void **state)
{
    (void)state;
    static const struct {
        unsigned least_width, least_height, width, height;
    } cases[] = {{200, 100, 200, 100}, {101, 50, 200, 100}, {100, 50, 100, 50},
                 {100, 51, 200, 100},  {99, 26, 100, 50},   {1, 1, 25, 13}};
    struct nb_buf jpeg = make_jpeg(200, 100, 3);
    struct nb_pixels pixels;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(nb_jpeg_decode(nb_buf_view(&jpeg), cases[i].least_width,
                                        cases[i].least_height, &pixels),
                         NB_OK);
        assert_int_equal(pixels.width, cases[i].width);
        assert_int_equal(pixels.height, cases[i].height);
        nb_pixels_free(&pixels);
    }
    nb_buf_free(&jpeg);
}

/* Lightness is kept: the gray of a colour is what its linear light gives. */
static void test_gray_levels(void **state)
{
    (void)state;
    static const unsigned char colors[][4] = {
        {0, 0, 0, 0},    {255, 255, 255, 255}, {128, 128, 128, 128},
        {7, 7, 7, 7},    {255, 0, 0, 127},     {0, 255, 0, 220},
        {0, 0, 255, 76}, {200, 100, 50, 128}};
    struct world world;
    const struct nb_image *image;
    open_wanting(&world, (struct nb_image_wants){helper_path(), 0, 0, true});
    for (size_t i = 0; i < sizeof colors / sizeof colors[0]; i++) {
        unsigned char bytes[8 * 8 * 3];
        for (size_t k = 0; k < sizeof bytes; k++)
            bytes[k] = colors[i][k % 3];
        struct nb_pixels flat = {8, 8, 3, bytes}, gray;
        struct nb_buf png = NB_BUF_INIT;
        assert_int_equal(nb_png_encode(&flat, &png), NB_OK);
        assert_int_equal(load(&world, nb_buf_view(&png), &image), NB_OK);
        assert_int_equal(nb_image_decode(image, &gray), NB_OK);
        assert_in_range(gray.data[0] + 1, colors[i][3], colors[i][3] + 2);
        nb_pixels_free(&gray);
        nb_buf_free(&png);
    }
    close_world(&world);
}

static void test_tone(void **state)
{
    static const unsigned char want[][2] = {
        {0, 0},     {16, 17},   {32, 34},   {64, 71},   {96, 108}, {128, 144},
        {160, 178}, {192, 208}, {224, 234}, {240, 245}, {255, 255}};
    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        assert_int_equal(nb_eink_tone(want[i][0]), want[i][1]);
    for (unsigned gray = 0; gray < 255; gray++) {
        uint8_t here = nb_eink_tone((uint8_t)gray),
                next = nb_eink_tone((uint8_t)(gray + 1));
        assert_in_range(next - here, 0, 2);
    }
}

/* Of more grays than a drawing has, wherever they are counted. */
static uint8_t ramp_at(size_t x, size_t y)
{
    size_t gray = x + y / 4 % 4;
    return (uint8_t)(gray < 255 ? gray : 255);
}

/* A gray photograph comes back on that curve; for a screen in colour, as it is. */
static void test_toned(void **state)
{
    (void)state;
    enum { SIDE = 256 };
    struct world world;
    const struct nb_image *image;
    struct nb_pixels ramp = {SIDE, SIDE, 1, nb_malloc((size_t)SIDE * SIDE)};
    struct nb_buf jpeg = NB_BUF_INIT;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
        ramp.data[i] = ramp_at(i % SIDE, i / SIDE);
    assert_int_equal(nb_jpeg_encode(&ramp, 95, &jpeg), NB_OK);
    nb_pixels_free(&ramp);
    for (int gray = 0; gray < 2; gray++) {
        open_wanting(&world, (struct nb_image_wants){helper_path(), 0, 0, gray});
        assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
        assert_int_equal(image->kind, NB_IMAGE_JPEG);
        assert_int_equal(nb_image_decode(image, &ramp), NB_OK);
        for (unsigned x = 0; x < SIDE; x++) {
            int wanted = gray ? nb_eink_tone(ramp_at(x, 100)) : ramp_at(x, 100);
            assert_in_range(ramp.data[SIDE * 100 + x] + 8 - wanted, 0, 16);
        }
        nb_pixels_free(&ramp);
        close_world(&world);
    }
    nb_buf_free(&jpeg);
}

/* All eight orientations of Exif: the corners of a picture of four colours, upright. */
static void test_upright(void **state)
{
    static const char corners[][5] = {"ABCD", "BADC", "DCBA", "CDAB",
                                      "ACBD", "CADB", "DBCA", "BDAC"};
    static const unsigned char colors[][3] = {
        {250, 0, 0}, {0, 250, 0}, {0, 0, 250}, {250, 250, 250}};
    enum { WIDE = 48, HIGH = 32, ORIENTATION = 30 }; /* its place in the file */
    (void)state;
    struct world world;
    const struct nb_image *image;
    struct nb_buf jpeg = NB_BUF_INIT;
    struct nb_pixels pixels = {WIDE, HIGH, 3, nb_malloc((size_t)WIDE * HIGH * 3)};
    for (size_t y = 0; y < HIGH; y++)
        for (size_t x = 0; x < WIDE; x++)
            memcpy(pixels.data + 3 * (y * WIDE + x),
                   colors[(y >= HIGH / 2) * 2 + (x >= WIDE / 2)], 3);
    assert_int_equal(nb_jpeg_encode(&pixels, 90, &jpeg), NB_OK);
    nb_pixels_free(&pixels);
    struct nb_buf side = turned(&jpeg);
    open_with(&world, helper_path(), 0);
    for (size_t i = 0; i < 8; i++) {
        assert_in_range(side.data[ORIENTATION], 1, 8);
        side.data[ORIENTATION] = (char)(i + 1);
        assert_int_equal(load(&world, nb_buf_view(&side), &image), NB_OK);
        assert_int_equal(image->width, i < 4 ? WIDE : HIGH);
        assert_int_equal(nb_image_decode(image, &pixels), NB_OK);
        for (size_t corner = 0; corner < 4; corner++) {
            size_t x = corner % 2 ? pixels.width - 2 : 1;
            size_t y = corner / 2 ? pixels.height - 2 : 1;
            const unsigned char *want = colors[corners[i][corner] - 'A'];
            for (size_t c = 0; c < 3; c++)
                assert_int_equal(pixels.data[3 * (y * pixels.width + x) + c] > 125,
                                 want[c] > 125);
        }
        nb_pixels_free(&pixels);
    }
    close_world(&world);
    nb_buf_free(&side);
    nb_buf_free(&jpeg);
}

/* Ink is not taken for light: CMYK and the other forms of the same photograph look alike. */
static void test_cmyk(void **state)
{
    static const char *const names[] = {"photo.tif", "cmyk.jpg"};
    double means[2][3] = {{0}};
    (void)state;
    struct world world;
    open_with(&world, helper_path(), 0);
    for (size_t i = 0; i < 2; i++) {
        const struct nb_image *image;
        struct nb_pixels pixels;
        struct nb_buf bytes = fixture(names[i]);
        assert_int_equal(load(&world, nb_buf_view(&bytes), &image), NB_OK);
        assert_int_equal(nb_image_decode(image, &pixels), NB_OK);
        size_t size = (size_t)pixels.width * pixels.height * 3;
        for (size_t k = 0; k < size; k++)
            means[i][k % 3] += 3.0 * pixels.data[k] / (double)size;
        nb_pixels_free(&pixels);
        nb_buf_free(&bytes);
    }
    for (size_t c = 0; c < 3; c++)
        assert_in_range((int)(means[0][c] - means[1][c]) + 40, 0, 80);
    close_world(&world);
}

/* A JPEG's profile: sRGB's own may stay, any other goes to the helper. What stands behind a
 * picture makes no other picture of it. */
static void test_profiles(void **state)
{
    static const char *const names[] = {"sRGB IEC61966-2.1", "Adobe RGB (1998)"};
    (void)state;
    struct world world;
    const struct nb_image *image, *plain;
    struct nb_buf jpeg = make_jpeg(40, 30, 3);
    open_with(&world, helper_path(), 0);
    for (size_t i = 0; i < 2; i++) {
        struct nb_buf with = NB_BUF_INIT;
        nb_buf_add(&with, jpeg.data, 2);
        nb_buf_add(&with, "\xFF\xE2\0", 3);
        nb_buf_putc(&with, (char)(16 + strlen(names[i])));
        nb_buf_add(&with, "ICC_PROFILE\0\1\1", 14);
        nb_buf_puts(&with, names[i]);
        nb_buf_add(&with, jpeg.data + 2, jpeg.len - 2);
        assert_int_equal(load(&world, nb_buf_view(&with), &image), NB_OK);
        bool same =
            image->size == with.len && memcmp(image->data, with.data, image->size) == 0;
        assert_int_equal(same, i == 0);
        nb_buf_free(&with);
    }
    assert_int_equal(load(&world, nb_buf_view(&jpeg), &plain), NB_OK);
    nb_buf_puts(&jpeg, "more");
    assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
    assert_ptr_not_equal(plain, image);
    assert_string_equal(plain->hash, image->hash);
    nb_buf_free(&jpeg);
    close_world(&world);
}

/* A progressive JPEG on its side, whose coefficients are more than fit: of `width` x 8,000 pixels,
 * three components, two of them halved both ways. One that is upright passes through. */
static void test_coefficients(void **state)
{
    (void)state;
    static const char frame[] = "\xFF\xC2\0\x11\x08\x1F\x40\x1F\x40\x03"
                                "\x01\x22\0\x02\x11\0\x03\x11\0"
                                "\xFF\xDA\0\x02\x01\xFF\xD9";
    struct world world;
    struct nb_buf jpeg = NB_BUF_INIT;
    const struct nb_image *image;
    open_with(&world, "/nowhere/newsbind-image", 0);
    nb_buf_puts(&jpeg, "\xFF\xD8");
    nb_buf_add(&jpeg, frame, sizeof frame - 1);
    assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
    struct nb_buf side = turned(&jpeg);
    refused(&world, nb_buf_view(&side), NB_UNSUPPORTED, NB_DIAG_PICTURE_HELPER,
            "pic: could not be started");
    world.limits.picture_memory = 8000 * 8000 * 3 / 2 - 1;
    refused(&world, nb_buf_view(&side), NB_LIMIT, NB_DIAG_LIMIT,
            "pic: 8000 \xC3\x97 8000 pixels");
    nb_buf_free(&jpeg);
    nb_buf_free(&side);
    close_world(&world);
}

static void test_refused(void **state)
{
    (void)state;
    struct world world;
    open_with(&world, "/nowhere/newsbind-image", 0);
    refused(&world, NB_STR(""), NB_FORMAT, NB_DIAG_PICTURE_BROKEN, "pic: empty");
    refused(&world, NB_STR("words"), NB_UNSUPPORTED, NB_DIAG_PICTURE_FORMAT,
            "pic: not known");
    refused(&world, NB_STR(" <svg/>"), NB_UNSUPPORTED, NB_DIAG_PICTURE_FORMAT,
            "pic: SVG or markup");
    refused(&world, NB_STR("GIF89a"), NB_UNSUPPORTED, NB_DIAG_PICTURE_HELPER,
            "pic: could not be started");
    refused(&world, NB_STR("\xFF\xD8\xFF\xD9"), NB_FORMAT, NB_DIAG_PICTURE_BROKEN,
            "pic: no data");
    refused(&world, NB_STR("\xFF\xD8garbage"), NB_FORMAT, NB_DIAG_PICTURE_BROKEN,
            "pic: no marker");
    struct nb_buf jpeg = make_jpeg(40, 40, 3);
    for (size_t len = 2; len < jpeg.len; len++) {
        struct nb_picture_facts facts;
        struct nb_str cut = {jpeg.data, len};
        assert_int_equal(nb_jpeg_check(cut, &facts), NB_FORMAT);
        assert_non_null(facts.why);
    }
    nb_buf_free(&jpeg);
    struct nb_buf png = fixture("plain.png");
    struct nb_str cut = {png.data, png.len / 2};
    refused(&world, cut, NB_FORMAT, NB_DIAG_PICTURE_BROKEN, "pic: cut off");
    png.data[png.len / 2] ^= 1; /* in the data: its checksum is wrong now */
    refused(&world, nb_buf_view(&png), NB_FORMAT, NB_DIAG_PICTURE_BROKEN,
            "pic: cannot be decoded");
    memcpy(png.data + 16, "\0\0\xFF\xFF\0\0\xFF\xFF", 8);
    refused(&world, nb_buf_view(&png), NB_LIMIT, NB_DIAG_LIMIT,
            "pic: 65535 \xC3\x97 65535 pixels");
    nb_buf_free(&png);
    close_world(&world);
}

/* A helper that does what a line of shell says. */
static void with_script(const char *script, const char *why)
{
    struct world world;
    char path[] = "/tmp/newsbind-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_true(dprintf(fd, "#!/bin/sh\n%s\n", script) > 0);
    assert_int_equal(fchmod(fd, 0700), 0);
    (void)close(fd);
    open_with(&world, path, 0);
    world.limits.picture_seconds = 1;
    refused(&world, NB_STR("GIF89a"), NB_UNSUPPORTED, NB_DIAG_PICTURE_HELPER, why);
    refused(&world, NB_STR("GIF87a"), NB_UNSUPPORTED, NB_DIAG_PICTURE_HELPER, why);
    close_world(&world);
    (void)unlink(path);
}

static void test_bad_helpers(void **state)
{
    (void)state;
    with_script("exit 1", "pic: died");
    with_script("head -c 4 >/dev/null; kill -9 $$", "pic: died");
    with_script("exec sleep 60", "pic: took too long");
}

static void test_raw_png(void **state)
{
    (void)state;
    struct world world;
    const struct nb_image *image;
    struct nb_png_raw raw;
    open_with(&world, "/nowhere/newsbind-image", 0);
    struct nb_buf png = fixture("plain.png");
    assert_int_equal(load(&world, nb_buf_view(&png), &image), NB_OK);
    assert_true(nb_image_png_raw(image, &raw));
    assert_int_equal(raw.bits, 8);
    assert_int_equal(raw.colors, 3);
    assert_null(raw.palette);
    assert_true(raw.idat.len > 100 && raw.idat.len < png.len);
    assert_int_equal(raw.idat.data[0] & 0x0F, 8); /* zlib's header: deflate */
    nb_buf_free(&raw.idat);
    nb_buf_free(&png);
    struct nb_buf jpeg = make_jpeg(8, 8, 1);
    assert_int_equal(load(&world, nb_buf_view(&jpeg), &image), NB_OK);
    assert_false(nb_image_png_raw(image, &raw));
    nb_buf_free(&jpeg);
    close_world(&world);
}

static enum nb_status load_one(struct nb_str bytes)
{
    struct nb_image_wants wants = {.helper = "/nowhere"};
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_image_loader *loader = NULL;
    const struct nb_image *image;
    struct nb_pixels pixels = {0};
    struct nb_buf file = NB_BUF_INIT;
    nb_buf_str(&file, bytes);
    enum nb_status status = file.status;
    if (status == NB_OK)
        status = nb_image_loader_new(&wants, &loader);
    if (status == NB_OK)
        status = nb_image_load(loader, &ctx, NULL, 0, "x", &file, &image);
    nb_buf_free(&file);
    if (status == NB_OK)
        status = nb_image_decode(image, &pixels);
    nb_pixels_free(&pixels);
    nb_image_loader_free(loader);
    return status;
}

static void test_no_memory(void **state)
{
    (void)state;
    struct nb_buf files[] = {make_jpeg(16, 16, 3), fixture("deep.png")};
    for (size_t i = 0; i < 2; i++) {
        enum nb_status status = NB_NOMEM;
        for (unsigned long n = 1; status != NB_OK; n++) {
            assert_true(n < 100);
            nb_mem_fail_at(n);
            status = load_one(nb_buf_view(&files[i]));
            nb_mem_fail_at(0);
            assert_true(status == NB_OK || status == NB_NOMEM);
        }
        nb_buf_free(&files[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_passes),       cmocka_unit_test(test_png_anew),
        cmocka_unit_test(test_helper),       cmocka_unit_test(test_scaled),
        cmocka_unit_test(test_coefficients), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_raw_png),      cmocka_unit_test(test_bad_helpers),
        cmocka_unit_test(test_no_memory),    cmocka_unit_test(test_gray),
        cmocka_unit_test(test_gray_levels),  cmocka_unit_test(test_gif),
        cmocka_unit_test(test_least),        cmocka_unit_test(test_tone),
        cmocka_unit_test(test_toned),        cmocka_unit_test(test_upright),
        cmocka_unit_test(test_cmyk),         cmocka_unit_test(test_profiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
