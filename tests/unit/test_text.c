/* The plain-text reader from inside: cutting, traits, headers, names, rating; and no
 * allocation that fails may crash or leak. */
#include "base/diag.h"
#include "base/limits.h"
#include "base/mem.h"
#include "doc/build.h"
#include "read/readers.h"
#include "read/text.h"
#include "read/text_headers.h"
#include "read/text_marks.h"
#include "read/text_names.h"
#include "read/text_rate.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct nb_text cut(const char *source)
{
    struct nb_text text = {.path = "test", .scratch = nb_arena_new(0)};
    assert_non_null(text.scratch);
    assert_int_equal(nb_text_cut(&text, nb_str_of(source), 0), NB_OK);
    return text;
}

static void assert_unit(const struct nb_text *text, size_t i, const char *want)
{
    assert_true(i < text->count);
    struct nb_str got = text->units[i].text;
    if (!nb_str_eq(got, nb_str_of(want)))
        fail_msg("unit %zu is '%.*s', not '%s'", i, (int)got.len, got.data, want);
}

static void test_lines_are_units(void **state)
{
    (void)state;
    struct nb_text text = cut("One line\nand a second one\n\n  • a point\n* * *\nlast");
    assert_false(text.wrapped);
    assert_int_equal(text.count, 4);
    assert_unit(&text, 0, "One line");
    assert_unit(&text, 1, "and a second one");
    assert_true(text.units[1].gap_after);
    assert_unit(&text, 2, "a point");
    assert_int_equal(text.units[2].bullet, NB_BULLET_POINT);
    assert_int_equal(text.units[2].line, 4);
    assert_int_equal(text.units[2].indent, 2);
    assert_unit(&text, 3, "last");
    assert_true(text.units[3].gap_before);
    nb_arena_free(text.scratch);
}

static void test_wrapped_lines_are_joined(void **state)
{
    (void)state;
    struct nb_text text = cut("The ferry left at nine, as it has done on every\n"
                              "weekday since the bridge was closed, and the few\n"
                              "people on board looked back at the harbour until\n"
                              "the fog had taken it from them.\n"
                              "Then they went below.\n"
                              "Nobody spoke of the bridge, or of the winter, or\n"
                              "of the man who was to be its new keeper and front-\n"
                              "runner for mayor.\n");
    assert_true(text.wrapped);
    assert_int_equal(text.count, 3);
    assert_unit(&text, 1, "Then they went below.");
    assert_int_equal(text.units[2].line, 6);
    nb_arena_free(text.scratch);
}

static void test_bullets_and_numbers(void **state)
{
    (void)state;
    struct nb_text text = cut("*\nalone on its line\n\n1. first\n2) second\n"
                              "14. März 2024\n- dash\n-5 degrees\n");
    assert_unit(&text, 0, "alone on its line");
    assert_int_equal(text.units[0].bullet, NB_BULLET_POINT);
    assert_unit(&text, 1, "first");
    assert_int_equal(text.units[2].number, 2);
    assert_unit(&text, 3, "14. März 2024");
    assert_int_equal(text.units[3].bullet, NB_BULLET_NONE);
    assert_unit(&text, 4, "dash");
    assert_unit(&text, 5, "-5 degrees");
    nb_arena_free(text.scratch);
}

static void test_link_numbers_go(void **state)
{
    (void)state;
    struct nb_text text =
        cut("[1]Home [2]News [3]Sport\n\nSee the [4]rules [sic] of [5]it.\n"
            "\nReferences\n\n1. https://example.org/\n");
    assert_true(text.linked);
    assert_int_equal(text.count, 2);
    assert_unit(&text, 1, "See the rules [sic] of it.");
    nb_arena_free(text.scratch);
}

static void test_traits(void **state)
{
    (void)state;
    struct nb_text_traits traits;
    nb_text_look(NB_STR("“It rained,” said Ann Orr. “It always does.”"), &traits);
    assert_int_equal(traits.ending, NB_ENDING_FINAL);
    assert_int_equal(traits.sentences, 1);
    assert_true(traits.quote_start);
    assert_true(traits.quote_end);
    assert_int_equal(traits.words, 8);
    nb_text_look(NB_STR("NewsSportFilm"), &traits);
    assert_int_equal(traits.glued, 2);
    assert_int_equal(traits.ending, NB_ENDING_NONE);
    nb_text_look(NB_STR("Home | News | Sport"), &traits);
    assert_int_equal(traits.rules, 2);
    nb_text_look(NB_STR("码头开放了。"), &traits);
    assert_int_equal(traits.ideographs, 5);
    assert_int_equal(traits.ending, NB_ENDING_FINAL);
    nb_text_look(NB_STR("a b…"), &traits);
    assert_int_equal(traits.ending, NB_ENDING_ELLIPSIS);
    assert_true(traits.lower_start);
}

static void test_durations(void **state)
{
    (void)state;
    struct nb_str time;
    assert_true(nb_text_duration(NB_STR("02:22"), &time));
    assert_true(nb_text_duration(NB_STR("Video 02:22"), &time));
    assert_true(nb_str_eq(time, NB_STR("02:22")));
    assert_true(nb_text_duration(NB_STR("▶ Dauer: 12:05 Min."), &time));
    assert_true(nb_str_eq(time, NB_STR("12:05")));
    assert_true(nb_text_duration(NB_STR("时长：2:22"), &time));
    assert_true(nb_text_duration(NB_STR("1:02:22"), &time));
    assert_true(nb_text_duration(NB_STR("2:22 min"), &time));
    assert_false(nb_text_duration(NB_STR("22"), &time));
    assert_false(nb_text_duration(NB_STR("2:2"), &time));
    assert_false(nb_text_duration(NB_STR("02:22 pm and later"), &time));
    assert_false(nb_text_duration(NB_STR(""), &time));
}

static void test_headers(void **state)
{
    (void)state;
    struct nb_text_headers headers;
    struct nb_str source = NB_STR("Title: A: b\nauthor: Ann\n\nBody: no header\n");
    nb_text_headers_take(&source, &headers);
    assert_int_equal(headers.lines, 2);
    assert_true(nb_str_eq(headers.value[NB_HEADER_TITLE], NB_STR("A: b")));
    assert_true(nb_str_eq(headers.value[NB_HEADER_AUTHOR], NB_STR("Ann")));
    assert_true(nb_str_eq(nb_str_trim(source), NB_STR("Body: no header")));
    source = NB_STR("Date: tomorrow, says the mayor.\nNothing else is known.\n");
    nb_text_headers_take(&source, &headers);
    assert_int_equal(headers.lines, 0);
}

static void test_datelines(void **state)
{
    (void)state;
    static const char rest[] =
        "It rained on the town all day, and on the day after it, and "
        "the people said that it had never rained so much before.";
    static const struct {
        const char *head, *dateline; /* NULL: none */
    } samples[] = {
        {"BERLIN (AP) — ", "BERLIN (AP)"},   {"NEW YORK — ", "NEW YORK"},
        {"Berlin (dpa) - ", "Berlin (dpa)"}, {"Rain — ", NULL},
        {"It was — and is — wet — ", NULL},  {"(Reuters) - ", NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        char paragraph[256];
        struct nb_str dateline = {NULL, 0};
        (void)snprintf(paragraph, sizeof paragraph, "%s%s", samples[i].head, rest);
        size_t len = nb_text_dateline(nb_str_of(paragraph), &dateline);
        assert_int_equal(len, samples[i].dateline ? strlen(samples[i].head) : 0);
        if (samples[i].dateline)
            assert_true(nb_str_eq(dateline, nb_str_of(samples[i].dateline)));
    }
}

static void check_names(const char *byline, const char *const *want, size_t count,
                        const char *where)
{
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_build *build = nb_build_new(&ctx, "test");
    struct nb_strings *list = &nb_build_article(build)->byline;
    struct nb_str place;
    nb_text_names_push(build, list, nb_str_of(byline), &place);
    if (list->count != count)
        fail_msg("'%s' has %zu names", byline, list->count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list->at[i], want[i]);
    assert_true(nb_str_eq(place, nb_str_of(where)));
    nb_build_abort(build);
    nb_diags_free(diags);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const two[] = {"Ann Orr", "Tom Adeyemi"};
    check_names("Ann Orr and Tom Adeyemi", two, 2, "");
    check_names("Ann Orr, Tom Adeyemi, Political Editor", two, 2, "");
    check_names("Ann Orr in Port Ellery", two, 1, "Port Ellery");
    check_names("Ann Orr Updated Nov 13, 2019, 10:28am EST", two, 1, "");
    check_names("Ann Orr | The Mirror", two, 1, "");
    check_names("ann@example.org", NULL, 0, "");
}

/* The rating of prose is above that of a menu. */
static void test_rating(void **state)
{
    (void)state;
    struct nb_text text =
        cut("Home\nNews\nShare\n\n"
            "The mayor cut a rope instead of a ribbon on Tuesday, and the "
            "town's new breakwater was open, nine years after it began.\n\n"
            "About two thousand people stood in the rain to watch it, and "
            "the first trawler passed between the lights at noon.\n\n"
            "Most read\nA goat is elected\n");
    assert_int_equal(nb_text_mark(&text), NB_OK);
    assert_int_equal(nb_text_rate(&text, NULL), NB_OK);
    for (size_t i = 0; i < text.count; i++)
        assert_int_equal(text.units[i].body, i == 3 || i == 4);
    nb_arena_free(text.scratch);
}

/* ---- The whole reader, with memory that runs out. */

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    unsigned *count = user;
    const char *why;
    (*count)++;
    enum nb_status status = nb_article_check(article, &why);
    nb_arena_free(arena);
    return status;
}

static enum nb_status read_once(const char *source, unsigned *count)
{
    struct nb_diags *diags = nb_diags_new();
    if (!diags)
        return NB_NOMEM;
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_str text = nb_str_of(source);
    struct nb_input input = {.path = "test", .bytes = text, .text = text};
    enum nb_status status = nb_reader_text.read(&ctx, &input, take, count);
    nb_diags_free(diags);
    return status;
}

static const char page[] =
    "Title: The pier\nAuthor: Ann Orr\n\nAdvertisement\n\n  • one point\n  • two "
    "points\n"
    "The pier was closed on Monday, the town said, because the sea had taken four of "
    "its "
    "legs and was asking for more of them.\n\nThe pier at dusk. Photo: Ann "
    "Orr\n\n01:10\n"
    "A film of the pier\nA film of the pier\nClub\tTime\nMill\t7:02\n\n"
    "It will be mended in spring, with oak from the old station, if the council "
    "agrees.\n"
    "Share\n";

static void test_out_of_memory(void **state)
{
    (void)state;
    enum nb_status status = NB_NOMEM;
    unsigned long n = 0;
    while (status == NB_NOMEM && n < 100000) {
        unsigned count = 0;
        nb_mem_fail_at(++n);
        status = read_once(page, &count);
        nb_mem_fail_at(0);
        if (status == NB_OK)
            assert_int_equal(count, 1);
    }
    assert_int_equal(status, NB_OK);
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_units),
        cmocka_unit_test(test_wrapped_lines_are_joined),
        cmocka_unit_test(test_bullets_and_numbers),
        cmocka_unit_test(test_link_numbers_go),
        cmocka_unit_test(test_traits),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_datelines),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_rating),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
