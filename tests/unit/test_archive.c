/* Archives as folders: which entries are seen, in which order, how names are looked up, and
 * what hostile archives must not do. Whole archives are held by tests/golden/read. */
#include "reader_help.h"

#include "base/io.h"
#include "base/zip.h"
#include "read/archive.h"
#include "read/saved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct entry {
    const char *name, *text;
};

/* An archive of these entries in a file of its own, whose name goes to `path`. */
static void make(const struct entry *entries, size_t count, char path[32],
                 struct nb_buf *bytes)
{
    struct nb_file *file = NULL;
    struct nb_zip *zip = NULL;
    (void)snprintf(path, 32, "/tmp/nb-archive-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(nb_file_create(path, &file), NB_OK);
    assert_int_equal(nb_zip_new(&zip), NB_OK);
    for (size_t i = 0; i < count; i++)
        nb_zip_add(zip, entries[i].name, entries[i].text, strlen(entries[i].text),
                   false);
    assert_int_equal(nb_zip_finish(zip, file), NB_OK);
    assert_int_equal(nb_file_commit(file), NB_OK);
    assert_int_equal(nb_file_read(path, 64u << 20, bytes), NB_OK);
}

static const struct entry some[] = {
    {"b.html", "<p>B"},          {"a b/x.txt", "x"}, {"a/x.txt", "x"},
    {"a.html", "<p>A"},          {"a/", ""},         {"a/pics/p q.jpg", "jpeg"},
    {".hidden/page.html", "<p>"}};

static void test_order_and_names(void **state)
{
    (void)state;
    static const char *const wanted[] = {"a/pics/p q.jpg", "a/x.txt", "a b/x.txt",
                                         "a.html", "b.html"};
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_buf bytes = NB_BUF_INIT;
    struct nb_archive *archive;
    char path[32];
    make(some, sizeof some / sizeof some[0], path, &bytes);
    assert_true(nb_archive_is(nb_buf_view(&bytes)));
    assert_int_equal(nb_archive_new(&ctx, "x.zip", nb_buf_view(&bytes), &archive),
                     NB_OK);
    assert_int_equal(nb_archive_count(archive), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(nb_archive_name(archive, i), wanted[i]);
    nb_archive_free(archive);
    nb_buf_free(&bytes);
    (void)unlink(path);
}

static void test_find_and_read(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *name;
        int index;
        bool outside;
    } table[] = {
        {"", "b.html", 4, false},
        {"", "./a/./x.txt", 1, false},
        {"a", "x.txt", 1, false},
        {"a", "pics//p q.jpg", 0, false},
        {"a", "pics/none.jpg", -1, false},
        {"a", "../b.html", -1, true},
        {"a", "/b.html", -1, true},
        {"a", "", -1, true},
        {"a", "pics/../x.txt", -1, true},
        {"", "a", -1, false},
        {"", ".hidden/page.html", -1, false},
    };
    struct nb_buf bytes = NB_BUF_INIT, entry = NB_BUF_INIT;
    struct nb_archive *archive;
    const char *inside;
    char path[32], within[64];
    make(some, sizeof some / sizeof some[0], path, &bytes);
    (void)snprintf(within, sizeof within, "%s/a/x.txt", path);
    assert_int_equal(nb_archive_open(&nb_limits_default, within, &archive, &inside),
                     NB_OK);
    assert_string_equal(inside, "a/x.txt");
    assert_true(nb_archive_holds(archive, within, &inside));
    assert_false(nb_archive_holds(archive, "/tmp/other.zip/a", &inside));
    assert_false(nb_archive_holds(NULL, within, &inside));
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        bool outside;
        assert_int_equal(nb_archive_find(archive, nb_str_of(table[i].folder),
                                         nb_str_of(table[i].name), &outside),
                         table[i].index);
        assert_int_equal(outside, table[i].outside);
    }
    assert_int_equal(nb_archive_read(archive, 0, 4, &entry), NB_OK);
    assert_string_equal(nb_buf_cstr(&entry), "jpeg");
    assert_int_equal(nb_archive_read(archive, 0, 3, &entry), NB_LIMIT);
    nb_archive_free(archive);
    assert_int_equal(nb_archive_open(&nb_limits_default, "/tmp", &archive, &inside),
                     NB_IO);
    assert_int_equal(
        nb_archive_open(&nb_limits_default, "/no/such/x", &archive, &inside), NB_IO);
    nb_buf_free(&bytes);
    nb_buf_free(&entry);
    (void)unlink(path);
}

static void test_what_is_an_archive(void **state)
{
    (void)state;
    char office[60] = "PK\3\4", book[60] = "PK\3\4", plain[60] = "PK\3\4";
    memcpy(office + 30, "[Content_Types].xml", 19);
    memcpy(book + 30, "mimetype", 8);
    memcpy(plain + 30, "page.html", 9);
    assert_false(nb_archive_is((struct nb_str){office, 60}));
    assert_false(nb_archive_is((struct nb_str){book, 60}));
    assert_true(nb_archive_is((struct nb_str){plain, 60}));
    assert_true(nb_archive_is((struct nb_str){"PK\5\6", 4}));
    assert_false(nb_archive_is((struct nb_str){"PK\3\4", 4}));
    assert_false(nb_archive_is(NB_STR("PK and other words")));
}

/* A directory's end that claims more entries than are there must not cost memory. */
static void test_claims(void **state)
{
    (void)state;
    struct nb_buf bytes = NB_BUF_INIT;
    char path[32], end64[56] = "PK\6\6", locator[20] = "PK\6\7", both[300] = "x";
    make(some, sizeof some / sizeof some[0], path, &bytes);
    assert_int_equal(nb_unzip_claims(bytes.data, bytes.len), 7);
    bytes.data[bytes.len - 12] = bytes.data[bytes.len - 14] = (char)0xFF;
    bytes.data[bytes.len - 11] = bytes.data[bytes.len - 13] = (char)0xFF;
    assert_int_equal(nb_unzip_claims(bytes.data, bytes.len), 0xFFFF);
    end64[34] = 1; /* 65,536 */
    locator[8] = 7;
    memcpy(both + 7, end64, sizeof end64);
    memcpy(both + 200, locator, sizeof locator);
    assert_int_equal(nb_unzip_claims(both, sizeof both), 0x10000);
    assert_int_equal(nb_unzip_claims(both, 206), 0);
    assert_int_equal(nb_unzip_claims("PK\5\6", 4), 0);
    nb_buf_free(&bytes);
    (void)unlink(path);
}

static bool is_page(void *user, const char *path)
{
    (void)user;
    return strcmp(path, "d/page.html") == 0 || strcmp(path, "Seite.htm") == 0;
}

static void test_parts_of_saved_pages(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool part;
    } table[] = {
        {"d/page_files/frame.html", true},
        {"d/page_files/a/b.js", true},
        {"d/page.files/frame.html", true},
        {"Seite-Dateien/f.html", true},
        {"Seite-DATEIEN/f.html", true},
        {"d/page_file/f.html", true},
        {"d/page.html", false},
        {"d/other_files/frame.html", false},
        {"page_files/frame.html", false},
        {"d/page_photos/frame.html", false},
        {"_files/x.html", false},
        {"d/page_files", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        assert_int_equal(nb_saved_is_part(table[i].path, is_page, NULL), table[i].part);
}

/* Texts of an archive are bounded together. */
static void test_sum_of_texts(void **state)
{
    (void)state;
    struct nb_limits limits = nb_limits_default;
    struct nb_diags *diags = nb_diags_new();
    struct nb_buf bytes = NB_BUF_INIT;
    struct taken taken = {0};
    char path[32];
    static const struct entry three[] = {
        {"1.html", "<title>One of them all</title><p>Text of it."},
        {"2.html", "<title>Two of them all</title><p>Text of it."},
        {"3.html", "<title>Six of them all</title><p>Text of it."}};
    make(three, 3, path, &bytes);
    limits.input_bytes = 25; /* four times that, at most */
    struct nb_ctx ctx = {diags, &limits};
    struct nb_input input = {.path = "x.zip", .bytes = nb_buf_view(&bytes)};
    assert_int_equal(nb_reader_zip.read(&ctx, &input, take, &taken), NB_OK);
    assert_int_equal(taken.count, 2);
    size_t last = nb_diags_count(diags) - 1;
    assert_int_equal(nb_diags_tally(diags, NB_WARNING), 1);
    assert_int_equal(nb_diags_at(diags, last)->code, NB_DIAG_LIMIT);
    nb_diags_free(diags);
    nb_buf_free(&taken.dump);
    nb_buf_free(&bytes);
    (void)unlink(path);
}

/* Without memory the articles up to there have come, each whole. What libzip allocates is not
 * among the faults. */
static void test_no_memory(void **state)
{
    (void)state;
    static const struct entry two[] = {
        {"1.html", "<title>One of them all</title><p>Text of it."},
        {"d/2.txt", "Two\n\nSome text of two.\n"}};
    struct nb_buf bytes = NB_BUF_INIT;
    char path[32];
    make(two, 2, path, &bytes);
    starve(&nb_reader_zip, nb_buf_view(&bytes));
    nb_buf_free(&bytes);
    (void)unlink(path);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_and_names),
        cmocka_unit_test(test_find_and_read),
        cmocka_unit_test(test_what_is_an_archive),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_parts_of_saved_pages),
        cmocka_unit_test(test_sum_of_texts),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
