/* Scaling pixels: what is flat stays flat, down is an average, up is a ramp. */
#include "base/mem.h"
#include "image/image.h"
#include "unit.h"

#include <string.h>

static struct nb_pixels made(unsigned width, unsigned height, unsigned channels)
{
    struct nb_pixels pixels = {width, height, channels, NULL};
    pixels.data = nb_calloc((size_t)width * height, channels);
    assert_non_null(pixels.data);
    return pixels;
}

static void flat_stays_flat(void **state)
{
    static const unsigned sides[] = {1, 2, 3, 7, 64, 201};
    (void)state;
    for (unsigned channels = 1; channels <= 4; channels++)
        for (size_t i = 0; i < 36; i++) {
            struct nb_pixels in = made(sides[i / 6], 13, channels), out;
            memset(in.data, 251, (size_t)in.width * in.height * channels);
            assert_int_equal(nb_pixels_scale(&in, sides[i % 6], sides[i / 6], &out),
                             NB_OK);
            assert_int_equal(out.width, sides[i % 6]);
            assert_int_equal(out.height, sides[i / 6]);
            assert_int_equal(out.channels, channels);
            for (size_t p = 0; p < (size_t)out.width * out.height * channels; p++)
                assert_int_equal(out.data[p], 251);
            nb_pixels_free(&in);
            nb_pixels_free(&out);
        }
}

static void down_is_an_average(void **state)
{
    (void)state;
    struct nb_pixels in = made(64, 64, 3), out;
    for (size_t i = 0; i < (size_t)64 * 64; i++) /* a board of red and blue fields */
        in.data[i * 3 + ((i ^ i / 64) & 1 ? 0 : 2)] = 200;
    assert_int_equal(nb_pixels_scale(&in, 8, 8, &out), NB_OK);
    for (size_t i = 0; i < (size_t)8 * 8; i++) {
        assert_in_range(out.data[i * 3], 96, 104);
        assert_int_equal(out.data[i * 3 + 1], 0);
        assert_in_range(out.data[i * 3 + 2], 96, 104);
    }
    nb_pixels_free(&in);
    nb_pixels_free(&out);
}

static void up_is_a_ramp(void **state)
{
    static const unsigned char wanted[] = {0, 0, 25, 75, 125, 175, 200, 200};
    (void)state;
    struct nb_pixels in = made(2, 2, 1), out;
    in.data[1] = in.data[3] = 200;
    assert_int_equal(nb_pixels_scale(&in, 8, 3, &out), NB_OK);
    for (size_t y = 0; y < 3; y++)
        assert_memory_equal(out.data + y * 8, wanted, 8);
    nb_pixels_free(&in);
    nb_pixels_free(&out);
}

static void refuses(void **state)
{
    (void)state;
    struct nb_pixels in = made(4, 4, 3), out;
    enum nb_status status = NB_NOMEM;
    assert_int_equal(nb_pixels_scale(&in, 0, 5, &out), NB_LIMIT);
    assert_int_equal(nb_pixels_scale(&in, 5, 0, &out), NB_LIMIT);
    for (unsigned long n = 1; status != NB_OK; n++) {
        assert_true(n < 20);
        nb_mem_fail_at(n);
        status = nb_pixels_scale(&in, 5, 5, &out);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || (status == NB_NOMEM && !out.data));
    }
    nb_pixels_free(&in);
    nb_pixels_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flat_stays_flat),
        cmocka_unit_test(down_is_an_average),
        cmocka_unit_test(up_is_a_ramp),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
