/* Archives: order, methods and bytes of what is written; damage and memory faults. */
#include "unit.h"

#include "base/mem.h"
#include "base/zip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char text[20000];
static size_t said_size; /* of the last archive, before it was finished */

/* Writes an archive of three entries to `path`. */
static enum nb_status make(const char *path)
{
    struct nb_file *file = NULL;
    struct nb_zip *zip = NULL;
    enum nb_status status = nb_file_create(path, &file);
    if (status == NB_OK)
        status = nb_zip_new(&zip);
    if (status == NB_OK) {
        nb_zip_add(zip, "mimetype", "plain", 5, true);
        nb_zip_add(zip, "folder/text", text, sizeof text, false);
        nb_zip_add(zip, "empty", "", 0, false);
        said_size = nb_zip_size(zip);
        status = nb_zip_finish(zip, file);
    }
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

static void made(struct nb_buf *out)
{
    char path[] = "/tmp/nb-zip-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(make(path), NB_OK);
    assert_int_equal(nb_file_read(path, 1 << 20, out), NB_OK);
    (void)unlink(path);
}

static unsigned u16(const struct nb_buf *buf, size_t at)
{
    const unsigned char *p = (const unsigned char *)buf->data + at;
    return (unsigned)(p[0] | p[1] << 8);
}

static void the_size_is_known_before(void **state)
{
    (void)state;
    struct nb_buf zip = NB_BUF_INIT;
    made(&zip);
    assert_int_equal(zip.len, said_size);
    nb_buf_free(&zip);
}

static void the_first_entry_can_be_sniffed(void **state)
{
    (void)state;
    struct nb_buf zip = NB_BUF_INIT;
    made(&zip);
    assert_memory_equal(zip.data, "PK\3\4", 4);
    assert_int_equal(u16(&zip, 8), 0);     /* stored */
    assert_int_equal(u16(&zip, 10), 0);    /* 00:00 */
    assert_int_equal(u16(&zip, 12), 0x21); /* 1980-01-01 */
    assert_int_equal(u16(&zip, 26), 8);    /* the name's length */
    assert_int_equal(u16(&zip, 28), 0);    /* no extra field */
    assert_memory_equal(zip.data + 30, "mimetypeplain", 13);
    nb_buf_free(&zip);
}

static void entries_come_back(void **state)
{
    (void)state;
    struct nb_buf zip = NB_BUF_INIT, entry = NB_BUF_INIT;
    struct nb_unzip *reader;
    made(&zip);
    assert_true(zip.len < 2000);
    assert_int_equal(nb_unzip_new(zip.data, zip.len, &reader), NB_OK);
    assert_int_equal(nb_unzip_count(reader), 3);
    assert_string_equal(nb_unzip_name(reader, 0), "mimetype");
    assert_string_equal(nb_unzip_name(reader, 1), "folder/text");
    assert_string_equal(nb_unzip_name(reader, 2), "empty");
    assert_true(nb_unzip_stored(reader, 0));
    assert_false(nb_unzip_stored(reader, 1));
    assert_int_equal(nb_unzip_read(reader, 1, sizeof text, &entry), NB_OK);
    assert_int_equal(entry.len, sizeof text);
    assert_memory_equal(entry.data, text, sizeof text);
    nb_buf_clear(&entry);
    assert_int_equal(nb_unzip_read(reader, 1, 10, &entry), NB_LIMIT);
    nb_unzip_free(reader);
    nb_buf_free(&entry);
    nb_buf_free(&zip);
}

static void bytes_depend_on_nothing_else(void **state)
{
    (void)state;
    struct nb_buf first = NB_BUF_INIT, second = NB_BUF_INIT;
    mode_t mask = umask(022);
    assert_int_equal(setenv("TZ", "UTC", 1), 0);
    tzset();
    made(&first);
    assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
    tzset();
    (void)umask(077);
    made(&second);
    (void)umask(mask);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    nb_buf_free(&first);
    nb_buf_free(&second);
}

static void damage_is_an_error(void **state)
{
    (void)state;
    struct nb_buf zip = NB_BUF_INIT, entry = NB_BUF_INIT;
    struct nb_unzip *reader;
    assert_int_equal(nb_unzip_new("no archive", 10, &reader), NB_FORMAT);
    made(&zip);
    assert_int_equal(nb_unzip_new(zip.data, zip.len / 2, &reader), NB_FORMAT);
    zip.data[30 + 8]++; /* the first entry's first byte */
    assert_int_equal(nb_unzip_new(zip.data, zip.len, &reader), NB_OK);
    assert_int_equal(nb_unzip_read(reader, 0, 100, &entry), NB_FORMAT);
    nb_unzip_free(reader);
    nb_buf_free(&entry);
    nb_buf_free(&zip);
}

static void a_name_twice_fails(void **state)
{
    (void)state;
    struct nb_zip *zip;
    struct nb_file *file;
    assert_int_equal(nb_file_create("/dev/null", &file), NB_OK);
    assert_int_equal(nb_zip_new(&zip), NB_OK);
    nb_zip_add(zip, "a", "1", 1, true);
    nb_zip_add(zip, "a", "2", 1, true);
    assert_int_equal(nb_zip_finish(zip, file), NB_LIBRARY);
    nb_file_abort(file);
}

static void a_full_disk_is_said(void **state)
{
    (void)state;
    assert_int_equal(make("/dev/full"), NB_IO);
}

static void memory_faults_are_no_crash(void **state)
{
    (void)state;
    unsigned long n = 0;
    enum nb_status status;
    do {
        nb_mem_fail_at(++n);
        status = make("/dev/null");
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
    } while (status != NB_OK && n < 1000);
    assert_int_equal(status, NB_OK);
    assert_true(n > 1);
}

int main(void)
{
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 17);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_size_is_known_before),
        cmocka_unit_test(the_first_entry_can_be_sniffed),
        cmocka_unit_test(entries_come_back),
        cmocka_unit_test(bytes_depend_on_nothing_else),
        cmocka_unit_test(damage_is_an_error),
        cmocka_unit_test(a_name_twice_fails),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(memory_faults_are_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
