/* The table of devices: every name found, names known apart, screens that make sense. */
#include "device/device.h"

#include "base/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void finds_by_name(void **state)
{
    (void)state;
    for (const struct nb_device *device = nb_devices; device->name; device++)
        assert_ptr_equal(nb_device_find(device->name), device);
    assert_null(nb_device_find(""));
    assert_null(nb_device_find("kobo"));
    assert_null(nb_device_find("Kobo-Clara"));
}

/* Each screen is upright, between a card and a sheet of A4, and its style is one of ours. */
static void screens_make_sense(void **state)
{
    (void)state;
    for (const struct nb_device *device = nb_devices; device->name; device++) {
        assert_true(device->width < device->height);
        assert_in_range(nb_device_width_mm(device), 50, 210);
        assert_in_range(nb_device_height_mm(device), 85, 297);
        assert_true(strcmp(device->style, "eink") == 0 ||
                    strcmp(device->style, "reader") == 0);
    }
}

/* A form is one that there is a name for; a bound is no trap for a book with its cover. */
static void forms_and_bounds_make_sense(void **state)
{
    (void)state;
    for (const struct nb_device *device = nb_devices; device->name; device++) {
        const char *form = nb_name_ending(device->form);
        assert_non_null(form);
        assert_string_equal(form, device->form);
        assert_int_equal(strcmp(form, ".kepub.epub") == 0,
                         strncmp(device->name, "kobo-", 5) == 0);
        assert_true(!device->most_bytes || device->most_bytes >= 10000000);
    }
}

static void measures_in_millimetres(void **state)
{
    (void)state;
    static const struct nb_device inch = {"a", 254, 508, 254, true, "", "", 0};
    static const struct nb_device near = {"b", 149, 151, 254, true, "", "", 0};
    assert_int_equal(nb_device_width_mm(&inch), 25);
    assert_int_equal(nb_device_height_mm(&inch), 51);
    assert_int_equal(nb_device_width_mm(&near), 15);
    assert_int_equal(nb_device_height_mm(&near), 15);
    assert_int_equal(nb_device_width_mm(nb_device_find("kobo-clara")), 91);
    assert_int_equal(nb_device_height_mm(nb_device_find("kobo-clara")), 123);
}

static void lists_names(void **state)
{
    (void)state;
    struct nb_buf names = NB_BUF_INIT;
    nb_device_names(&names);
    assert_int_equal(names.status, NB_OK);
    assert_non_null(strstr(nb_buf_cstr(&names), "kindle-paperwhite, kindle-scribe, "));
    assert_string_equal(nb_buf_cstr(&names) + names.len - 7, ", phone");
    nb_buf_free(&names);
}

static void suggests_names(void **state)
{
    (void)state;
    assert_string_equal(nb_device_near("kobo-claro"), "kobo-clara");
    assert_string_equal(nb_device_near("Kindle-scribe"), "kindle-scribe");
    assert_string_equal(nb_device_near("remarkable"), "remarkable2");
    assert_null(nb_device_near("kobo"));
    assert_null(nb_device_near(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_name),
        cmocka_unit_test(screens_make_sense),
        cmocka_unit_test(forms_and_bounds_make_sense),
        cmocka_unit_test(measures_in_millimetres),
        cmocka_unit_test(lists_names),
        cmocka_unit_test(suggests_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
