/* JSON: look-ups that can be chained, order kept, errors with their line, no leak without
 * memory. */
#include "base/json.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_read(void **state)
{
    (void)state;
    struct nb_json *json;
    struct nb_str text =
        NB_STR("{\"b\": [1, 2.5, \"x\"], \"a\": true, \"c\": {\"d\": null}}");
    assert_int_equal(nb_json_parse(text, &json, NULL, NULL), NB_OK);
    const struct nb_json *b = nb_json_get(json, "b");
    assert_true(nb_json_is_object(json) && nb_json_is_array(b));
    assert_int_equal(nb_json_count(b), 3);
    assert_true(nb_json_number(nb_json_at(b, 1), 0) == 2.5);
    assert_true(nb_json_number(nb_json_at(b, 2), -1) == -1);
    assert_string_equal(nb_json_string(nb_json_at(b, 2)), "x");
    assert_true(nb_json_true(nb_json_get(json, "a")));
    assert_null(nb_json_at(b, 3));
    assert_null(nb_json_string(nb_json_get(nb_json_get(json, "none"), "d")));
    const char *key = NULL;
    assert_ptr_equal(nb_json_member(json, 0, &key), b);
    assert_string_equal(key, "b");
    assert_non_null(nb_json_member(json, 2, &key));
    assert_string_equal(key, "c");
    assert_null(nb_json_member(json, 3, &key));
    nb_json_free(json);
}

static void test_errors(void **state)
{
    (void)state;
    struct nb_json *json;
    unsigned line = 0;
    char why[NB_JSON_WHY] = "";
    enum nb_status status = nb_json_parse(NB_STR("{\n\"a\": 1,\n}"), &json, &line, why);
    assert_int_equal(status, NB_FORMAT);
    assert_int_equal(line, 3);
    assert_true(why[0] != '\0');
    assert_null(json);
    assert_int_equal(nb_json_parse(NB_STR(""), &json, NULL, NULL), NB_FORMAT);
    assert_int_equal(nb_json_parse(NB_STR("\"\xFF\""), &json, NULL, NULL), NB_FORMAT);
    static char deep[100001];
    memset(deep, '[', 100000);
    struct nb_str nested = {deep, 100000};
    assert_int_equal(nb_json_parse(nested, &json, NULL, NULL), NB_FORMAT);
}

static enum nb_status build_and_print(struct nb_buf *out)
{
    struct nb_json *object = nb_json_new_object();
    enum nb_status status = NB_NOMEM;
    if (!object)
        return NB_NOMEM;
    struct nb_json *array = nb_json_new_array();
    bool z = nb_json_set(object, "z", nb_json_new_string("\xC3\xA9\"/\n"));
    bool a = nb_json_set(object, "a", array); /* takes the array also after a failure */
    if (z && a && nb_json_push(array, nb_json_new_int(-7)) &&
        nb_json_push(array, nb_json_new_bool(false)))
        status = nb_json_print(object, false, out);
    nb_json_free(object);
    return status;
}

static void test_write(void **state)
{
    (void)state;
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(build_and_print(&out), NB_OK);
    assert_string_equal(nb_buf_cstr(&out),
                        "{\"z\":\"\xC3\xA9\\\"/\\n\",\"a\":[-7,false]}");
    nb_buf_free(&out);
    assert_null(nb_json_new_string("\xFF"));
    assert_null(nb_json_new_string(NULL));
}

static void test_no_memory(void **state)
{
    (void)state;
    enum nb_status status = NB_NOMEM;
    for (unsigned long n = 1; status != NB_OK; n++) {
        struct nb_buf out = NB_BUF_INIT;
        struct nb_json *json = NULL;
        assert_true(n < 1000);
        nb_mem_fail_at(n);
        status = build_and_print(&out);
        if (status == NB_OK)
            status = nb_json_parse(nb_buf_view(&out), &json, NULL, NULL);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
        nb_json_free(json);
        nb_buf_free(&out);
    }
}

/* Nothing that a parse may grow to takes the machine's memory, or makes the library stumble. */
static void test_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *open, *again, *close;
        int count;
        enum nb_status status;
    } texts[] = {
        {"[", "[],", "1]", 1000000, NB_LIMIT},    {"[", "{},", "1]", 1000000, NB_LIMIT},
        {"[", "\"\",", "1]", 3000000, NB_LIMIT},  {"\"", "word ", "\"", 1000000, NB_OK},
        {"\"", "x", "\n\"", 10000000, NB_FORMAT}, {"[", "9", "]", 20000000, NB_FORMAT},
        {"[", "1,", "1]", 100000, NB_OK},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct nb_buf text = NB_BUF_INIT;
        struct nb_json *json;
        nb_buf_puts(&text, texts[i].open);
        for (int k = 0; k < texts[i].count; k++)
            nb_buf_puts(&text, texts[i].again);
        nb_buf_puts(&text, texts[i].close);
        assert_int_equal(nb_json_parse(nb_buf_view(&text), &json, NULL, NULL),
                         texts[i].status);
        nb_json_free(json);
        nb_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),      cmocka_unit_test(test_errors),
        cmocka_unit_test(test_bounded),   cmocka_unit_test(test_write),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
