/* The base: arenas, slices, buffers, UTF-8, maps, files, diagnostics, parallel loops. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/deflate.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/par.h"
#include "base/utf8.h"
#include "unit.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void arena_gives_and_takes(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(10000);
    for (int i = 0; i < 50; i++) {
        char *piece = nb_arena_alloc(arena, 100);
        assert_non_null(piece);
        assert_int_equal(piece[99], 0);
        memset(piece, 'x', 100);
    }
    assert_null(nb_arena_alloc(arena, 9000));
    assert_int_equal(nb_arena_status(arena), NB_LIMIT);
    assert_null(nb_arena_alloc(arena, 1)); /* sticky */
    nb_arena_reset(arena);
    assert_int_equal(nb_arena_status(arena), NB_OK);
    assert_string_equal(nb_arena_printf(arena, "%s-%d", "a", 7), "a-7");
    assert_null(nb_arena_strdup(arena, NULL));
    assert_null(nb_arena_array(arena, SIZE_MAX / 2, 16));
    assert_int_equal(nb_arena_status(arena), NB_LIMIT);
    nb_arena_free(arena);
}

static void arena_reports_no_memory(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    nb_mem_fail_at(1);
    assert_null(nb_arena_alloc(arena, 10));
    nb_mem_fail_at(0);
    assert_int_equal(nb_arena_status(arena), NB_NOMEM);
    nb_arena_free(arena);
}

static void slices(void **state)
{
    (void)state;
    struct nb_str rest = NB_STR("one\r\ntwo\rthree\n\nfive"), line;
    const char *want[] = {"one", "two", "three", "", "five"};
    for (size_t i = 0; i < 5; i++) {
        assert_true(nb_str_line(&rest, &line));
        assert_true(nb_str_eq(line, nb_str_of(want[i])));
    }
    assert_false(nb_str_line(&rest, &line));
    assert_true(nb_str_eq(nb_str_trim(NB_STR(" \t a b\n")), NB_STR("a b")));
    assert_int_equal(nb_str_find(NB_STR("abcabc"), NB_STR("ca")), 2);
    assert_int_equal(nb_str_find(NB_STR("abc"), NB_STR("abcd")), -1);
    assert_int_equal(nb_str_find_nocase(NB_STR("xABC"), NB_STR("bc")), 2);
    assert_true(nb_str_ends_nocase(NB_STR("A.JPG"), NB_STR(".jpg")));
    assert_true(nb_str_cmp(NB_STR("a"), NB_STR("ab")) < 0);
    assert_int_equal(nb_str_sub(NB_STR("abc"), 2, 9).len, 1);
}

static void real(double value, int decimals, const char *want)
{
    struct nb_buf buf = NB_BUF_INIT;
    nb_buf_real(&buf, value, decimals);
    assert_string_equal(nb_buf_cstr(&buf), want);
    nb_buf_free(&buf);
}

static void fixed(long long units, int decimals, const char *want)
{
    struct nb_buf buf = NB_BUF_INIT;
    nb_buf_fixed(&buf, units, decimals);
    assert_string_equal(nb_buf_cstr(&buf), want);
    nb_buf_free(&buf);
}

static void buffers(void **state)
{
    (void)state;
    struct nb_buf buf = NB_BUF_INIT;
    assert_string_equal(nb_buf_cstr(&buf), "");
    nb_buf_xml(&buf, "AT&T <sues> \"Ü\" \x01 王\xEF\xBF\xBF.");
    assert_string_equal(nb_buf_cstr(&buf), "AT&amp;T &lt;sues&gt; &quot;Ü&quot;  王.");
    nb_buf_clear(&buf);
    nb_buf_int(&buf, -1203);
    nb_buf_utf8(&buf, 0x20BB7);
    nb_buf_printf(&buf, "%03d", 7);
    assert_string_equal(nb_buf_cstr(&buf), "-1203𠮷007");
    nb_buf_free(&buf);
    nb_buf_int_right(&buf, 42, 5);
    nb_buf_int_right(&buf, 1234567, 3);
    assert_string_equal(nb_buf_cstr(&buf), "   421234567");
    nb_buf_free(&buf);
    fixed(1250, 2, "12.5");
    fixed(-5, 3, "-0.005");
    fixed(300, 2, "3");
    fixed(0, 3, "0");
    fixed(LLONG_MIN, 0, "-9223372036854775808");
    real(1.5, 3, "1.5");
    real(-0.0004, 3, "0");
    real(-0.25, 2, "-0.25");
    real(12.0004, 3, "12");
    real(0.999999, 2, "1");
    real(3.05, 2, "3.05");
    nb_mem_fail_at(1);
    nb_buf_puts(&buf, "x");
    nb_mem_fail_at(0);
    nb_buf_puts(&buf, "y");
    assert_int_equal(buf.status, NB_NOMEM);
    assert_int_equal(buf.len, 0);
    nb_buf_free(&buf);
}

static void utf8(void **state)
{
    size_t len;
    (void)state;
    const char bad[] = "\xE7\x8E"
                       "a\xED\xA0\x80\xF0\x9F";
    assert_int_equal(nb_utf8_decode(bad, bad + 8, &len), NB_REPLACEMENT);
    assert_int_equal(len, 2);
    assert_int_equal(nb_utf8_decode(bad + 3, bad + 8, &len), NB_REPLACEMENT);
    assert_int_equal(len, 1); /* a surrogate: each byte alone */
    assert_int_equal(nb_utf8_decode(bad + 6, bad + 8, &len), NB_REPLACEMENT);
    assert_int_equal(len, 2);
    assert_true(nb_utf8_valid("王𠮷\xEF\xBF\xBD", 10));
    assert_false(nb_utf8_valid("\xC0\x80", 2));
    assert_false(nb_utf8_valid("a\0b", 3));
    assert_false(nb_utf8_valid("\xF4\x90\x80\x80", 4));
    const char *p = "é王";
    assert_int_equal(nb_utf8_next(&p), 0xE9);
    assert_int_equal(nb_utf8_next(&p), 0x738B);
    assert_int_equal(nb_utf8_next(&p), 0);
    assert_int_equal(nb_utf8_count("é王𠮷"), 3);
}

static void maps(void **state)
{
    (void)state;
    struct nb_map *map = nb_map_new();
    char key[16];
    int values[500];
    for (int i = 0; i < 500; i++) {
        (void)snprintf(key, sizeof key, "k%d", i);
        assert_int_equal(nb_map_set(map, nb_str_of(key), &values[i]), NB_OK);
    }
    assert_int_equal(nb_map_set(map, NB_STR("k7"), &values[0]), NB_OK);
    assert_int_equal(nb_map_count(map), 500);
    assert_ptr_equal(nb_map_get(map, NB_STR("k7")), &values[0]);
    assert_ptr_equal(nb_map_get(map, NB_STR("k499")), &values[499]);
    assert_null(nb_map_get(map, NB_STR("k500")));
    assert_true(nb_str_eq(nb_map_key(map, 42), NB_STR("k42")));
    nb_map_free(map);
}

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    memcpy(folder, "/tmp/nb-base-XXXXXX", 20);
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[128];
    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static const char *in_folder(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put(const char *name, const char *text)
{
    struct nb_file *file;
    assert_int_equal(nb_file_create(in_folder(name), &file), NB_OK);
    assert_int_equal(nb_file_write(file, text, strlen(text)), NB_OK);
    assert_int_equal(nb_file_commit(file), NB_OK);
}

static enum nb_status add_name(void *user, const char *path)
{
    nb_buf_puts(user, path + strlen(folder));
    nb_buf_putc(user, ' ');
    return NB_OK;
}

static void files_are_atomic(void **state)
{
    (void)state;
    struct nb_buf buf;
    struct nb_file *file;
    put("a.txt", "old");
    assert_int_equal(nb_file_create(in_folder("a.txt"), &file), NB_OK);
    assert_int_equal(nb_file_write(file, "new", 3), NB_OK);
    assert_int_equal(nb_file_read(in_folder("a.txt"), 100, &buf), NB_OK);
    assert_string_equal(nb_buf_cstr(&buf), "old");
    nb_buf_free(&buf);
    nb_file_abort(file);
    struct nb_buf names = NB_BUF_INIT;
    assert_int_equal(nb_folder_walk(folder, add_name, &names), NB_OK);
    assert_string_equal(nb_buf_cstr(&names), "/a.txt ");
    nb_buf_free(&names);
    assert_int_equal(nb_file_read(in_folder("a.txt"), 2, &buf), NB_LIMIT);
    assert_int_equal(nb_file_read(in_folder("none"), 2, &buf), NB_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(nb_file_read(folder, 2, &buf), NB_IO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(nb_file_create(in_folder("none/b"), &file), NB_IO);
}

static void full_device_is_seen(void **state)
{
    struct nb_file *file;
    (void)state;
    assert_int_equal(nb_file_create("/dev/full", &file), NB_OK);
    assert_int_equal(nb_file_write(file, "x", 1), NB_IO);
    assert_int_equal(nb_file_commit(file), NB_IO);
    assert_int_equal(errno, ENOSPC);
}

static void folders_are_walked_in_order(void **state)
{
    (void)state;
    struct nb_buf names = NB_BUF_INIT;
    assert_int_equal(mkdir(in_folder("b"), 0755), 0);
    put("b/z", "");
    put("b/A", "");
    put("B.txt", "");
    put(".hidden", "");
    assert_int_equal(symlink("..", in_folder("b/loop")), 0);
    assert_int_equal(nb_folder_walk(folder, add_name, &names), NB_OK);
    assert_string_equal(nb_buf_cstr(&names), "/B.txt /a.txt /b/A /b/z ");
    nb_buf_free(&names);
}

static void paths_stay_below(void **state)
{
    (void)state;
    struct nb_buf buf;
    char inner[128];
    (void)snprintf(inner, sizeof inner, "%s/b", folder);
    assert_int_equal(nb_file_read_below(folder, "a.txt", 10, &buf), NB_OK);
    nb_buf_free(&buf);
    assert_int_equal(nb_file_read_below(folder, "./b/../a.txt", 10, &buf),
                     NB_UNSUPPORTED);
    assert_int_equal(nb_file_read_below(folder, "/etc/hostname", 10, &buf),
                     NB_UNSUPPORTED);
    assert_int_equal(symlink("../a.txt", in_folder("b/out")), 0);
    assert_int_equal(nb_file_read_below(inner, "out", 10, &buf), NB_UNSUPPORTED);
    assert_int_equal(nb_file_read_below(inner, "none", 10, &buf), NB_IO);
}

static void diagnostics(void **state)
{
    (void)state;
    struct nb_diags *a = nb_diags_new(), *b = nb_diags_new();
    struct nb_ctx ctx = {b, &nb_limits_default};
    struct nb_buf out = NB_BUF_INIT;
    nb_report(&ctx, NB_DIAG_PICTURE_MISSING, "x.txt", 7, "%s\n%d", "a.png", 1);
    nb_report_at(&ctx, NB_DIAG_EDITION_KEY, "w.yaml", 2, 3, NULL);
    nb_diags_join(a, b);
    assert_int_equal(nb_diags_count(b), 0);
    assert_int_equal(nb_diags_tally(a, NB_WARNING), 1);
    assert_int_equal(nb_diags_tally(a, NB_ERROR), 1);
    nb_diag_format(nb_diags_at(a, 0), &out);
    nb_buf_putc(&out, '\n');
    nb_diag_format(nb_diags_at(a, 1), &out);
    assert_string_equal(nb_buf_cstr(&out),
                        "x.txt:7: warning: picture not found, left out: a.png 1 "
                        "[picture-missing]\n"
                        "w.yaml:2:3: error: edition file has an unknown key "
                        "[edition-key]");
    nb_buf_clear(&out);
    nb_report(&ctx, NB_DIAG_NO_INPUT, "a\n::b\xFF\xC2\x9B.txt", 0, "%s",
              "\x1B[\xE2\x82");
    nb_diag_format(nb_diags_at(b, 0), &out);
    assert_string_equal(
        nb_buf_cstr(&out),
        "a ::b\xEF\xBF\xBD .txt: error: no usable input:  [\xEF\xBF\xBD "
        "[no-input]");
    ctx.diags = a;
    for (int i = 0; i < 20000; i++)
        nb_report(&ctx, NB_DIAG_DROPPED, NULL, 0, NULL);
    assert_int_equal(nb_diags_count(a), 10000);
    assert_int_equal(nb_diags_tally(a, NB_INFO), 20000);
    nb_buf_free(&out);
    nb_diags_free(a);
    nb_diags_free(b);
}

static void square(void *user, size_t index, unsigned worker)
{
    size_t *values = user;
    assert_true(worker < 4);
    values[index] = index * index;
}

static void loops_in_parallel(void **state)
{
    size_t values[1000];
    (void)state;
    nb_par_each(4, 1000, square, values);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(values[i], i * i);
    nb_par_each(4, 0, square, NULL);
}

static void deflates(void **state)
{
    (void)state;
    struct nb_buf packed = NB_BUF_INIT, plain = NB_BUF_INIT;
    char text[5000];
    memset(text, 'n', sizeof text);
    assert_int_equal(nb_deflate(text, sizeof text, 6, &packed), NB_OK);
    assert_true(packed.len < 100);
    assert_int_equal(nb_inflate(packed.data, packed.len, 10000, &plain), NB_OK);
    assert_int_equal(plain.len, sizeof text);
    assert_memory_equal(plain.data, text, sizeof text);
    nb_buf_clear(&plain);
    assert_int_equal(nb_inflate(packed.data, packed.len, 4999, &plain), NB_LIMIT);
    assert_int_equal(nb_inflate("nonsense", 8, 100, &plain), NB_FORMAT);
    nb_buf_free(&packed);
    nb_buf_free(&plain);
}

static void digests(void **state)
{
    char hex[NB_HEX_SIZE], uuid[NB_UUID_SIZE], again[NB_UUID_SIZE];
    (void)state;
    nb_sha1_hex("abc", 3, hex);
    assert_string_equal(hex, "a9993e364706816aba3e25717850c26c9cd0d89d");
    nb_uuid5("abc", 3, uuid);
    nb_uuid5("abc", 3, again);
    assert_string_equal(uuid, again);
    assert_int_equal(uuid[14], '5');
    nb_uuid5("abd", 3, again);
    assert_string_not_equal(uuid, again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_and_takes),
        cmocka_unit_test(arena_reports_no_memory),
        cmocka_unit_test(slices),
        cmocka_unit_test(buffers),
        cmocka_unit_test(utf8),
        cmocka_unit_test(maps),
        cmocka_unit_test(files_are_atomic),
        cmocka_unit_test(full_device_is_seen),
        cmocka_unit_test(folders_are_walked_in_order),
        cmocka_unit_test(paths_stay_below),
        cmocka_unit_test(diagnostics),
        cmocka_unit_test(loops_in_parallel),
        cmocka_unit_test(deflates),
        cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
