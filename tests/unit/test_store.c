/* A site's store on a file system where two folders cannot change places at once: renames fail as
 * the test wants them to (the linker's --wrap, see the Makefile). */
#include "unit.h"

#include "base/folder.h"
#include "base/io.h"
#include "site/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned moves, bad_moves; /* bit n: the n-th move from now fails */

/* NOLINTBEGIN(bugprone-reserved-identifier): --wrap wants these names */
enum nb_status __real_nb_path_move(const char *from, const char *to);
enum nb_status __wrap_nb_path_move(const char *from, const char *to);
enum nb_status __wrap_nb_path_swap(const char *a, const char *b);

enum nb_status __wrap_nb_path_swap(const char *a, const char *b)
{
    (void)a;
    (void)b;
    return NB_UNSUPPORTED;
}

enum nb_status __wrap_nb_path_move(const char *from, const char *to)
{
    return bad_moves >> moves++ & 1 ? NB_IO : __real_nb_path_move(from, to);
}

/* NOLINTEND(bugprone-reserved-identifier) */

static void put_file(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static bool has(const char *folder, const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return nb_path_exists(path);
}

/* Publishes the issue "d" with one file; the moves of `bad` fail. */
static struct nb_store *publish(const char *folder, const char *name, unsigned bad,
                                enum nb_status want)
{
    struct nb_store *store;
    assert_int_equal(nb_store_open(folder, &store), NB_OK);
    put_file(nb_store_draft(store), name);
    moves = 0;
    bad_moves = bad;
    assert_int_equal(nb_store_publish(store, "d"), want);
    return store;
}

static void in_place(void **state)
{
    char folder[] = "/tmp/nb-store-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    nb_store_close(publish(folder, "old", 0, NB_OK));
    nb_store_close(publish(folder, "new", 0, NB_OK));
    assert_true(has(folder, "d/new"));
    assert_false(has(folder, "d/old"));
    assert_false(has(folder, ".newsbind"));
    assert_int_equal(nb_folder_remove(folder), NB_OK);
}

/* The second move of a publication is the draft's, the third gives the old issue its place back,
 * the fourth is the next try to do so. */
static void failures(void **state)
{
    enum { DRAFT = 2, BACK = 4, AGAIN = 8 };
    char folder[] = "/tmp/nb-store-XXXXXX";
    (void)state;
    assert_non_null(mkdtemp(folder));
    nb_store_close(publish(folder, "old", 0, NB_OK));

    nb_store_close(publish(folder, "new", DRAFT, NB_IO));
    assert_true(has(folder, "d/old"));
    assert_false(has(folder, ".newsbind"));

    nb_store_close(publish(folder, "new", DRAFT | BACK, NB_IO));
    assert_true(has(folder, "d/old"));

    /* nothing is lost, and the next run finds it */
    nb_store_close(publish(folder, "new", DRAFT | BACK | AGAIN, NB_IO));
    assert_false(has(folder, "d/old"));
    assert_true(has(folder, ".newsbind/old/d/old"));
    nb_store_close(publish(folder, "new", 0, NB_OK));
    assert_true(has(folder, "d/new"));
    assert_false(has(folder, "d/old"));
    assert_false(has(folder, ".newsbind"));
    assert_int_equal(nb_folder_remove(folder), NB_OK);
}

/* A run that is killed while the issue has no place. */
static void killed(void **state)
{
    char folder[] = "/tmp/nb-store-XXXXXX", place[64], away[64];
    struct nb_store *store;
    (void)state;
    assert_non_null(mkdtemp(folder));
    nb_store_close(publish(folder, "old", 0, NB_OK));
    (void)snprintf(place, sizeof place, "%s/d", folder);
    (void)snprintf(away, sizeof away, "%s/.newsbind/old", folder);
    assert_int_equal(nb_folder_make(away), NB_OK);
    (void)snprintf(away, sizeof away, "%s/.newsbind/old/d", folder);
    assert_int_equal(rename(place, away), 0);
    assert_int_equal(nb_store_open(folder, &store), NB_OK);
    assert_true(has(folder, "d/old"));
    nb_store_close(store);
    assert_int_equal(nb_folder_remove(folder), NB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_place),
        cmocka_unit_test(failures),
        cmocka_unit_test(killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
