/* Line breaking over abstract points: the optimum against all other ways, and against first
 * fit; last lines, hyphens in a row, what does not fit. */
#include "unit.h"

#include "base/mem.h"
#include "layout/linebreak.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST = 4000 };

struct paragraph {
    struct nb_break_point points[MOST];
    size_t count;
    struct nb_sums sums;
};

static struct paragraph paragraph;
static struct nb_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = nb_arena_new(0);
    memset(&paragraph, 0, sizeof paragraph);
    paragraph.points[0].forced = true;
    paragraph.count = 1;
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    nb_arena_free(arena);
    return 0;
}

static void add_box(double width)
{
    paragraph.sums.width += width;
}

static void add_hyphen(void)
{
    struct nb_break_point point = {.start = paragraph.sums, .end = paragraph.sums};
    point.end.width += 3;
    point.end.words++;
    point.penalty = 50;
    point.hyphen = true;
    paragraph.points[paragraph.count++] = point;
}

static void add_space(void)
{
    struct nb_break_point point = {.end = paragraph.sums};
    point.end.words++;
    paragraph.sums.width += 3;
    paragraph.sums.stretch += 1.5;
    paragraph.sums.shrink += 1;
    paragraph.sums.words++;
    point.start = paragraph.sums;
    paragraph.points[paragraph.count++] = point;
}

static void end_paragraph(void)
{
    paragraph.sums.words++;
    paragraph.points[paragraph.count++] = (struct nb_break_point){
        .end = paragraph.sums, .start = paragraph.sums, .forced = true};
}

/* A sequence that only looks like chance. */
static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7FFF;
}

static void make_text(unsigned seed, size_t words, bool hyphens)
{
    for (size_t i = 0; i < words; i++) {
        unsigned syllables = 1 + next(&seed) % 4;
        for (unsigned s = 0; s < syllables; s++) {
            if (s && hyphens)
                add_hyphen();
            add_box(6 + next(&seed) % 12);
        }
        if (i + 1 < words)
            add_space();
    }
    end_paragraph();
}

static size_t optimum(const struct nb_measure *measure, size_t **ends)
{
    size_t count = 0;
    assert_int_equal(nb_break_optimum(arena, paragraph.points, paragraph.count, measure,
                                      ends, &count),
                     NB_OK);
    assert_true(count > 0);
    assert_int_equal((*ends)[count - 1], paragraph.count - 1);
    for (size_t i = 1; i < count; i++)
        assert_true((*ends)[i] > (*ends)[i - 1]);
    return count;
}

static double demerits(const struct nb_measure *measure, const size_t *ends,
                       size_t count)
{
    return nb_break_demerits(paragraph.points, measure, ends, count);
}

/* For texts of all kinds, first fit never has fewer demerits. */
static void beats_first_fit(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        tear_down(state);
        set_up(state);
        make_text(seed, 20 + seed * 3, false);
        struct nb_measure measure = {.width = 120 + seed * 3 % 200, .first = 10};
        size_t *best, *simple, count;
        size_t lines = optimum(&measure, &best);
        assert_int_equal(nb_break_first_fit(arena, paragraph.points, paragraph.count,
                                            &measure, &simple, &count),
                         NB_OK);
        assert_true(demerits(&measure, best, lines) <=
                    demerits(&measure, simple, count) * (1 + 1e-9));
    }
}

/* The least demerits of all ways to break a short text, tried one by one. */
static double least(const struct nb_measure *measure, size_t *tried)
{
    double best = INFINITY;
    size_t inner = paragraph.count - 2;
    assert_true(inner <= 16);
    for (unsigned long set = 0; set < 1ul << inner; set++) {
        size_t ends[20], count = 0;
        for (size_t i = 0; i < inner; i++)
            if (set >> i & 1)
                ends[count++] = i + 1;
        ends[count++] = paragraph.count - 1;
        double sum = demerits(measure, ends, count);
        if (sum < best)
            best = sum;
        ++*tried;
    }
    return best;
}

static void is_the_true_optimum(void **state)
{
    size_t tried = 0;
    for (unsigned seed = 1; seed <= 25; seed++) {
        tear_down(state);
        set_up(state);
        make_text(seed * 77, 13, false);
        struct nb_measure measure = {.width = 90 + seed};
        size_t *ends;
        size_t count = optimum(&measure, &ends);
        double got = demerits(&measure, ends, count), want = least(&measure, &tried);
        assert_true(fabs(got - want) <= want * 1e-9);
    }
    assert_true(tried > 10000);
}

static void hyphenates_only_when_needed(void **state)
{
    (void)state;
    for (int i = 0; i < 12; i++) {
        add_box(8.5);
        add_hyphen();
        add_box(8.5);
        if (i < 11)
            add_space();
    }
    end_paragraph();
    struct nb_measure measure = {.width = 57}; /* three words and two spaces */
    size_t *ends;
    size_t count = optimum(&measure, &ends);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++)
        assert_false(paragraph.points[ends[i]].hyphen);
}

static void at_most_two_hyphens_in_a_row(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        tear_down(state);
        set_up(state);
        make_text(seed, 150, true);
        /* Also in narrow columns, at the price of loose lines, and behind two such lines. */
        struct nb_measure measure = {.width = seed % 2 ? 150 : 110,
                                     .hyphens = seed % 3};
        size_t *ends, row = seed % 3;
        size_t count = optimum(&measure, &ends);
        for (size_t i = 0; i < count; i++) {
            row = paragraph.points[ends[i]].hyphen ? row + 1 : 0;
            assert_true(row <= 2);
        }
    }
}

/* A single word does not stay alone on the last line when the lines before can give one. */
static void no_lonely_last_word(void **state)
{
    (void)state;
    for (int i = 0; i < 28; i++) {
        add_box(8);
        if (i < 27)
            add_space();
    }
    end_paragraph();
    struct nb_measure measure = {.width = 97}; /* nine words need 96 */
    size_t *ends;
    size_t count = optimum(&measure, &ends);
    assert_int_equal(count, 4);
    assert_true(ends[3] - ends[2] > 1);
}

static void long_words_overflow_alone(void **state)
{
    (void)state;
    add_box(30);
    add_space();
    add_box(500);
    add_space();
    add_box(30);
    end_paragraph();
    struct nb_measure measure = {.width = 100};
    size_t *ends;
    assert_int_equal(optimum(&measure, &ends), 3);
    assert_true(nb_break_ratio(paragraph.points, &measure, ends[0], ends[1]) < -1);
    size_t count;
    assert_int_equal(nb_break_first_fit(arena, paragraph.points, paragraph.count,
                                        &measure, &ends, &count),
                     NB_OK);
    assert_int_equal(count, 3);
}

static void forced_breaks(void **state)
{
    (void)state;
    add_box(30);
    end_paragraph();
    end_paragraph();
    add_box(30);
    end_paragraph();
    struct nb_measure measure = {.width = 100};
    size_t *ends;
    assert_int_equal(optimum(&measure, &ends), 3);
    assert_true(fabs(nb_break_ratio(paragraph.points, &measure, 0, 1)) < 1e-9);
}

static void survives_no_memory(void **state)
{
    (void)state;
    make_text(5, 600, true);
    struct nb_measure measure = {.width = 90};
    unsigned long n = 1;
    for (bool done = false; !done && n < 200; n++) {
        size_t *ends, count;
        nb_mem_fail_at(n);
        struct nb_arena *own = nb_arena_new(0);
        enum nb_status status =
            own ? nb_break_optimum(own, paragraph.points, paragraph.count, &measure,
                                   &ends, &count)
                : NB_NOMEM;
        nb_arena_free(own);
        assert_true(status == NB_OK || status == NB_NOMEM);
        done = status == NB_OK;
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 4, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(beats_first_fit),
        TEST(is_the_true_optimum),
        TEST(hyphenates_only_when_needed),
        TEST(at_most_two_hyphens_in_a_row),
        TEST(no_lonely_last_word),
        TEST(long_words_overflow_alone),
        TEST(forced_breaks),
        TEST(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
