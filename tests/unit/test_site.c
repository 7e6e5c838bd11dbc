/* Manifests, what lists are made of, and the store's folders. */
#include "unit.h"

#include "base/folder.h"
#include "base/hash.h"
#include "base/io.h"
#include "site/site.h"
#include "site/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILES \
    "\"files\":[{\"name\":\"x.pdf\",\"role\":\"pdf\",\"type\":\"a/b\",\"size\":7}]"
#define HEAD "{\"manifest\":1,\"id\":\"i\",\"title\":\"T\",\"date\":\"2026-11-22\","
#define TIME "\"modified\":\"2026-11-22T00:00:00Z\","

static enum nb_status read_text(struct nb_arena *arena, const char *folder,
                                const char *text, struct nb_site_issue *out)
{
    const char *why = NULL;
    enum nb_status status = nb_manifest_read(arena, folder, nb_str_of(text), out, &why);
    if (status == NB_FORMAT)
        assert_non_null(why);
    return status;
}

static void days(void **state)
{
    static const char *const cases[][2] = {{"2026-11-22", "2026-11-22"},
                                           {"2026-11-22T10:00:00Z", "2026-11-22"},
                                           {"2026-11", "2026-11"},
                                           {"2026", "2026"},
                                           {"2026-11-16/2026-11-22", "2026-11-22"}};
    struct nb_arena *arena = nb_arena_new(0);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(nb_site_day(arena, cases[i][0]), cases[i][1]);
    assert_null(nb_site_day(arena, NULL));
    assert_null(nb_site_day(arena, "today"));
    assert_null(nb_site_day(arena, "2026-1"));
    nb_arena_free(arena);
}

static void manifests(void **state)
{
    static const char *const bad[] = {
        "",
        "{",
        "[]",
        "{}",
        "{\"manifest\":2}",
        HEAD TIME "\"files\":[]}",
        HEAD FILES "}",
        HEAD "\"modified\":\"yesterday\"," FILES "}",
        HEAD TIME "\"files\":[{\"name\":\"a/b\",\"role\":\"pdf\",\"type\":\"a/b\"}]}",
        HEAD TIME
        "\"files\":[{\"name\":\".x\",\"role\":\"r\",\"type\":\"t\",\"size\":1}]}",
        HEAD TIME
        "\"files\":[{\"name\":\"x\",\"role\":\"r\",\"type\":\"t\",\"size\":-1}]}"};
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_site_issue issue;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(read_text(arena, "d", bad[i], &issue), NB_FORMAT);
    const char *fine =
        HEAD TIME FILES ",\"articles\":[{\"id\":\"a1\",\"headline\":\"H\"},"
                        "{\"id\":\"x\\\"y\",\"headline\":\"I\"},{}]}";
    assert_int_equal(read_text(arena, "../d", fine, &issue), NB_FORMAT);
    assert_int_equal(read_text(arena, "d", fine, &issue), NB_OK);
    assert_int_equal(issue.file_count, 1);
    assert_int_equal(issue.files[0].size, 7);
    assert_int_equal(issue.article_count, 2);
    assert_string_equal(issue.articles[0].anchor, "a1");
    assert_null(issue.articles[1].anchor); /* would leave its attribute */
    nb_arena_free(arena);
}

static void urns(void **state)
{
    struct nb_site_issue issue = {.id = "urn:uuid:x"};
    struct nb_buf a = NB_BUF_INIT, b = NB_BUF_INIT;
    (void)state;
    nb_site_issue_urn(&issue, NULL, &a);
    assert_string_equal(nb_buf_cstr(&a), "urn:uuid:x");
    nb_site_issue_urn(&issue, "opds", &b);
    assert_int_equal(b.len, 45);
    assert_string_not_equal(nb_buf_cstr(&a), nb_buf_cstr(&b));
    nb_buf_clear(&a);
    issue.id = "urn:x y"; /* no URN: made into one */
    nb_site_issue_urn(&issue, NULL, &a);
    assert_int_equal(a.len, 45);
    nb_buf_free(&a);
    nb_buf_free(&b);
}

static void sums(void **state)
{
    char hex[NB_SHA256_HEX];
    (void)state;
    nb_sha256_hex("abc", 3, hex); /* FIPS 180-2, B.1 */
    assert_string_equal(
        hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* ---- Folders. */

static void put_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bool has(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return nb_path_exists(path);
}

static void publishing(void **state)
{
    char folder[] = "/tmp/nb-site-XXXXXX";
    struct nb_store *store, *second;
    bool same, changed;
    struct nb_buf text = NB_BUF_INIT;
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(nb_store_open(folder, &store), NB_OK);
    assert_int_equal(nb_store_open(folder, &second), NB_UNSUPPORTED);
    put_file(nb_store_draft(store), "x", "1");
    assert_int_equal(nb_store_compare(store, "d", &same), NB_OK);
    assert_false(same);
    assert_int_equal(nb_store_publish(store, "d"), NB_OK);
    nb_store_close(store);
    assert_true(has(folder, "d/x"));
    assert_false(has(folder, ".newsbind"));
    assert_false(has(folder, ".newsbind.lock"));

    /* the same; another file; one more */
    assert_int_equal(nb_store_open(folder, &store), NB_OK);
    put_file(nb_store_draft(store), "x", "1");
    assert_int_equal(nb_store_compare(store, "d", &same), NB_OK);
    assert_true(same);
    put_file(nb_store_draft(store), "y", "2");
    assert_int_equal(nb_store_compare(store, "d", &same), NB_OK);
    assert_false(same);
    assert_int_equal(nb_store_publish(store, "d"), NB_OK);
    assert_true(has(folder, "d/y"));

    nb_buf_puts(&text, "list");
    assert_int_equal(nb_store_put(store, "index", &text, &changed), NB_OK);
    assert_true(changed);
    assert_int_equal(nb_store_put(store, "index", &text, &changed), NB_OK);
    assert_false(changed);
    nb_buf_free(&text);
    nb_store_close(store);
    assert_int_equal(nb_folder_remove(folder), NB_OK);
    assert_int_equal(nb_folder_remove(folder), NB_OK);
}

/* A process that is gone holds no lock. */
static void locks(void **state)
{
    char folder[] = "/tmp/nb-site-XXXXXX", path[64];
    struct nb_lock *lock;
    int result;
    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/lock", folder);
    pid_t child = fork();
    if (child == 0)
        _exit(nb_lock_take(path, &lock) == NB_OK ? 0 : 1);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    assert_true(nb_path_exists(path));
    assert_int_equal(nb_lock_take(path, &lock), NB_OK);
    nb_lock_release(lock);
    assert_false(nb_path_exists(path));
    assert_int_equal(nb_folder_remove(folder), NB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days), cmocka_unit_test(manifests),  cmocka_unit_test(urns),
        cmocka_unit_test(sums), cmocka_unit_test(publishing), cmocka_unit_test(locks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
