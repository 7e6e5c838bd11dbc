/* The whole program without memory: the n-th allocation fails, alone or with all after it, while
 * a small edition is built and while each reader reads. The run says that it ran out of memory,
 * leaves no partial file, and frees all (which the sanitizer run watches). For some n, chosen
 * over the whole range; NB_SWEEP=1 in the environment takes every one. */
#include "unit.h"

#include "app/app.h"
#include "base/folder.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>

#define INPUTS "tests/unit/fixtures/memory/"

enum { POINTS = 30, FILE_MOST = 1 << 24, PARTIAL = 10 };

static char folder[] = "/tmp/newsbind-memory.XXXXXX";
static char pdf[64], epub[64];

struct outcome {
    enum nb_exit exit;
    unsigned long count; /* allocations asked for */
    bool said;           /* that memory ran out */
};

static struct outcome run_command(const struct nb_command *command, char **argv,
                                  void (*failing)(unsigned long), unsigned long n)
{
    int argc = 0;
    while (argv[argc])
        argc++;
    struct outcome outcome = {.exit = NB_EXIT_OUTPUT, .said = true};
    failing(n);
    struct nb_app app = {.ctx = {nb_diags_new(), &nb_limits_default},
                         .arena = nb_arena_new(0),
                         .command = command->name};
    if (app.ctx.diags && app.arena)
        outcome.exit = nb_app_finish(&app, command->run(&app, argc, argv));
    outcome.count = nb_mem_count();
    failing(0);
    if (app.ctx.diags && app.arena) /* else main says so */
        outcome.said = nb_diags_tally(app.ctx.diags, NB_ERROR) != 0;
    nb_arena_free(app.arena);
    nb_diags_free(app.ctx.diags);
    return outcome;
}

/* Runs a command as main() does, with standard output and errors given away. */
static struct outcome run(const struct nb_command *command, char **argv,
                          void (*failing)(unsigned long), unsigned long n)
{
    (void)fflush(stdout);
    int kept[] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    assert_true(kept[0] >= 0 && kept[1] >= 0 && nowhere >= 0);
    assert_true(dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0);
    struct outcome outcome = run_command(command, argv, failing, n);
    (void)fflush(stdout);
    assert_true(dup2(kept[0], STDOUT_FILENO) >= 0 && dup2(kept[1], STDERR_FILENO) >= 0);
    (void)close(kept[0]), (void)close(kept[1]), (void)close(nowhere);
    return outcome;
}

static size_t files_in(const char *path)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static struct nb_buf content(const char *path)
{
    struct nb_buf bytes;
    assert_int_equal(nb_file_read(path, FILE_MOST, &bytes), NB_OK);
    return bytes;
}

/* Takes a file away; 1 when it was there and whole, 0 when it was not there. */
static size_t take_file(const char *path, const struct nb_buf *whole)
{
    if (!nb_path_exists(path))
        return 0;
    struct nb_buf bytes = content(path);
    bool same =
        bytes.len == whole->len && memcmp(bytes.data, whole->data, whole->len) == 0;
    nb_buf_free(&bytes);
    assert_int_equal(unlink(path), 0);
    return same ? 1 : PARTIAL;
}

static unsigned long step_of(unsigned long count)
{
    const char *all = getenv("NB_SWEEP");
    return all && *all ? 1 : 1 + count / POINTS;
}

static void complain(const char *what, unsigned long n, struct outcome outcome,
                     size_t files)
{
    print_message("%s, allocation %lu: exit %d, %zu files, %s\n", what, n,
                  (int)outcome.exit, files, outcome.said ? "said" : "not said");
    fail();
}

static void sweep(const char *what, const struct nb_command *command, char **argv,
                  void (*failing)(unsigned long), const struct nb_buf *whole)
{
    struct outcome outcome = run(command, argv, failing, ~0UL);
    assert_int_equal(outcome.exit, NB_EXIT_DONE);
    unsigned long count = outcome.count, step = step_of(count);
    print_message("%s: %lu allocations\n", what, count);
    assert_true(count > 50);
    for (unsigned long n = 1; n <= count; n += n < POINTS ? 1 : step) {
        outcome = run(command, argv, failing, n);
        size_t files = 0;
        if (whole)
            files = take_file(pdf, &whole[0]) + take_file(epub, &whole[1]);
        bool fine = outcome.exit == NB_EXIT_DONE
                        ? !whole || files == 2
                        : outcome.exit == NB_EXIT_OUTPUT && outcome.said;
        fine = fine && files < PARTIAL;
        if (!fine ||
            (files_in(folder) != 0 && system("rm -f /tmp/newsbind-memory.*/*") == 0))
            complain(what, n, outcome, files);
    }
}

static char build[] = "build", edition[] = INPUTS "small.yaml", o[] = "-o",
            jobs[] = "--jobs", one[] = "1", quiet[] = "--quiet";

static void test_build(void **state)
{
    (void)state;
    char *argv[] = {build, edition, o, pdf, o, epub, jobs, one, quiet, NULL};
    struct outcome outcome = run(&nb_command_build, argv, nb_mem_fail_at, ~0UL);
    assert_int_equal(outcome.exit, NB_EXIT_DONE);
    struct nb_buf whole[] = {content(pdf), content(epub)};
    (void)take_file(pdf, &whole[0]);
    (void)take_file(epub, &whole[1]);
    sweep("build, all from the n-th", &nb_command_build, argv, nb_mem_fail_at, whole);
    (void)take_file(pdf, &whole[0]);
    (void)take_file(epub, &whole[1]);
    sweep("build, the n-th", &nb_command_build, argv, nb_mem_fail_once, whole);
    nb_buf_free(&whole[0]);
    nb_buf_free(&whole[1]);
}

static void test_extract(void **state)
{
    (void)state;
    static const char *const inputs[] = {INPUTS "harbour.txt", INPUTS "quay.html",
                                         INPUTS "blocks.json"};
    static const char *const forms[] = {"json", "fulltext", "jsonl"};
    static char extract[] = "extract", to[] = "--to";
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        char input[80], form[16];
        (void)snprintf(input, sizeof input, "%s", inputs[i]);
        (void)snprintf(form, sizeof form, "%s", forms[i]);
        char *argv[] = {extract, input, to, form, jobs, one, quiet, NULL};
        sweep(input, &nb_command_extract, argv, nb_mem_fail_at, NULL);
        sweep(input, &nb_command_extract, argv, nb_mem_fail_once, NULL);
    }
}

/* A site: what was not finished leaves no issue and nothing hidden but the mark of a site. */
static void test_bundle(void **state)
{
    static char bundle[] = "bundle", date[] = "--date", day[] = "2026-11-22",
                zip[] = "--zip";
    char site[64], issue[96], scratch[96];
    (void)state;
    (void)snprintf(site, sizeof site, "%s/site", folder);
    (void)snprintf(issue, sizeof issue, "%s/%s/manifest.json", site, day);
    (void)snprintf(scratch, sizeof scratch, "%s/.newsbind", site);
    char *argv[] = {bundle, edition, o, site, date, day, zip, jobs, one, quiet, NULL};
    struct outcome outcome = run(&nb_command_bundle, argv, nb_mem_fail_once, ~0UL);
    assert_int_equal(outcome.exit, NB_EXIT_DONE);
    unsigned long count = outcome.count, step = step_of(count);
    print_message("bundle: %lu allocations\n", count);
    for (unsigned long n = 1; n <= count; n += step) {
        assert_int_equal(nb_folder_remove(site), NB_OK);
        outcome = run(&nb_command_bundle, argv, nb_mem_fail_once, n);
        bool fine = outcome.exit == NB_EXIT_DONE
                        ? nb_path_exists(issue)
                        : outcome.exit == NB_EXIT_OUTPUT && outcome.said;
        if (!fine || nb_path_exists(scratch))
            complain("bundle, the n-th", n, outcome, 0);
    }
    assert_int_equal(nb_folder_remove(site), NB_OK);
}

/* libdeflate takes our allocator, jansson has it already. ICU 72 crashes and libxml2 2.9 runs in
 * circles when an allocation of their own fails, so they keep theirs. */
static int set_up(void **state)
{
    (void)state;
    libdeflate_set_memory_allocator(nb_malloc, nb_free);
    if (!mkdtemp(folder) || setenv("NEWSBIND_DATA", ".", 1) != 0)
        return -1;
    (void)snprintf(pdf, sizeof pdf, "%s/x.pdf", folder);
    (void)snprintf(epub, sizeof epub, "%s/x.epub", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extract),
        cmocka_unit_test(test_build),
        cmocka_unit_test(test_bundle),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
