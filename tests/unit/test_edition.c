/* The edition file: what it says, what is wrong with it. */
#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "edition/edition.h"
#include "edition/keys.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run {
    struct nb_diags *diags;
    struct nb_arena *arena;
    struct nb_edition_file file;
    enum nb_status status;
};

static struct run read_yaml(const char *text)
{
    char path[] = "/tmp/nb-edition-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
    struct run run = {.diags = nb_diags_new(), .arena = nb_arena_new(0)};
    struct nb_ctx ctx = {run.diags, &nb_limits_default};
    run.status = nb_edition_read(&ctx, run.arena, path, &run.file);
    assert_int_equal(unlink(path), 0);
    return run;
}

static void end(struct run *run)
{
    nb_arena_free(run->arena);
    nb_diags_free(run->diags);
}

static void reads_all_keys(void **state)
{
    (void)state;
    struct run run =
        read_yaml("title: The Weekly\nsubtitle: \"News: all of it\"\n"
                  "number: 12\nid: x\ndate: 2026-11-22\nlanguage: en-GB\n"
                  "publisher: P\nrights: R\ncover: c.jpg\nstyle: reader\n"
                  "paper: A5\ndevice: phone\neditors: [A, B]\noutputs: w.pdf\n"
                  "sections:\n  - title: World\n    sources: [a/*.txt, b]\n"
                  "  - sources: c.html\n");
    assert_int_equal(run.status, NB_OK);
    assert_string_equal(run.file.title, "The Weekly");
    assert_string_equal(run.file.subtitle, "News: all of it");
    assert_string_equal(run.file.number, "12");
    assert_string_equal(run.file.date, "2026-11-22");
    assert_string_equal(run.file.lang, "en-GB");
    assert_string_equal(run.file.device, "phone");
    assert_int_equal(run.file.editors.count, 2);
    assert_string_equal(run.file.outputs.at[0], "w.pdf");
    assert_string_equal(run.file.sections->title, "World");
    assert_string_equal(run.file.sections->sources.at[1], "b");
    assert_null(run.file.sections->next->title);
    assert_string_equal(run.file.folder, "/tmp");
    end(&run);
}

static void expect(const char *yaml, size_t count, enum nb_diag_code code,
                   unsigned line, unsigned column, const char *detail)
{
    struct run run = read_yaml(yaml);
    assert_int_equal(run.status, NB_FORMAT);
    assert_int_equal(nb_diags_count(run.diags), count);
    const struct nb_diag *diag = nb_diags_at(run.diags, count - 1);
    assert_int_equal(diag->code, code);
    assert_int_equal(diag->line, line);
    assert_int_equal(diag->column, column);
    assert_string_equal(diag->detail, detail);
    end(&run);
}

static void reports_errors(void **state)
{
    (void)state;
    expect("titel: x\n", 1, NB_DIAG_EDITION_KEY, 1, 1, "titel (did you mean title?)");
    expect("a: 1\nb: [1, {c: d}]\nxyz: 2\n", 3, NB_DIAG_EDITION_KEY, 3, 1, "xyz");
    expect("title: [a]\n", 1, NB_DIAG_EDITION_VALUE, 1, 8,
           "one value is wanted, not a list or a mapping: title");
    expect("date: 2026-13-01\n", 1, NB_DIAG_EDITION_VALUE, 1, 7,
           "a date is wanted, such as 2026-11-22, or today, or newest: 2026-13-01");
    expect("language: english!\n", 1, NB_DIAG_EDITION_VALUE, 1, 11,
           "a language tag is wanted, such as en-GB: english!");
    expect("title: a\ntitle: b\n", 1, NB_DIAG_EDITION_KEY, 2, 1, "given twice: title");
    expect("title: &x a\nsubtitle: *x\n", 2, NB_DIAG_EDITION_VALUE, 2, 11,
           "one value is wanted, not a list or a mapping: subtitle");
    expect("sections:\n  - title: A\n", 1, NB_DIAG_EDITION_VALUE, 2, 5,
           "a section without sources");
    expect("sections:\n  - sources: a\n    limit: 0\n", 1, NB_DIAG_EDITION_VALUE, 3, 12,
           "a number from 1 to 9999 is wanted: 0");
    expect("sections:\n  - sources: a\n    order: newest\n", 1, NB_DIAG_EDITION_VALUE,
           3, 12, "date, weight or given is wanted: newest");
    expect("sections:\n  - sources: a\n    window: 7\n", 1, NB_DIAG_EDITION_VALUE, 3,
           13, "a number of days is wanted, such as 7d: 7");
    expect("sections:\n  - sources: a\n    include: x\n", 1, NB_DIAG_EDITION_VALUE, 3,
           14, "patterns by field are wanted, such as title: \"Sport*\"");
    expect("sections:\n  - sources: a\n    exclude: {titel: x}\n", 1,
           NB_DIAG_EDITION_KEY, 3, 15, "titel (did you mean title?)");
    expect("dedupe: 1.5\n", 1, NB_DIAG_EDITION_VALUE, 1, 9,
           "a share from 0.3 to 1 is wanted, or off: 1.5");
    expect("articles:\n  - match: a\n    weight: 1.5\n", 1, NB_DIAG_EDITION_VALUE, 3,
           13, "a whole number from -1000 to 1000 is wanted: 1.5");
    expect("articles:\n  - match: a\n    omit: true\n", 1, NB_DIAG_EDITION_VALUE, 3, 11,
           "yes or no is wanted: true");
    expect("articles:\n  - headline: a\n", 1, NB_DIAG_EDITION_VALUE, 2, 5,
           "no match: which articles are meant?");
    expect("articles: {a: b}\n", 1, NB_DIAG_EDITION_VALUE, 1, 11,
           "a list is wanted: articles");
    expect("articles:\n  - {match: a, wieght: 1}\n", 1, NB_DIAG_EDITION_KEY, 2, 16,
           "wieght (did you mean weight?)");
    expect("- a\n- b\n", 1, NB_DIAG_EDITION_SYNTAX, 1, 1,
           "keys and values are wanted, such as title: My weekly");
}

static void sizes_are_in_thousands(void **state)
{
    static const char *const wrong[] = {"",           "0",   "M",   "25MB",    "-1",
                                        "1.M",        ".5M", "1.5", "1.2345M", "0.1k5",
                                        "9999999999", " 1M", "1 M"};
    (void)state;
    assert_int_equal(nb_edition_size("25M"), 25000000);
    assert_int_equal(nb_edition_size("1.5M"), 1500000);
    assert_int_equal(nb_edition_size("800k"), 800000);
    assert_int_equal(nb_edition_size("800K"), 800000);
    assert_int_equal(nb_edition_size("0.125G"), 125000000);
    assert_int_equal(nb_edition_size("12345"), 12345);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (nb_edition_size(wrong[i]))
            fail_msg("\"%s\" is a size", wrong[i]);
}

static void survives_no_memory(void **state)
{
    (void)state;
    for (unsigned long n = 1; n < 200; n++) {
        struct nb_arena *arena = nb_arena_new(0);
        struct nb_edition_file file;
        struct nb_ctx ctx = {NULL, &nb_limits_default};
        nb_mem_fail_at(n);
        enum nb_status status =
            nb_edition_read(&ctx, arena, "tests/unit/fixtures/edition.yaml", &file);
        nb_mem_fail_at(0);
        nb_arena_free(arena);
        if (status == NB_OK)
            return;
        assert_int_equal(status, NB_NOMEM);
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_keys),
        cmocka_unit_test(reports_errors),
        cmocka_unit_test(sizes_are_in_thousands),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
