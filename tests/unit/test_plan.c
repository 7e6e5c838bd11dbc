/* The plan of pages: invented units on pages of three columns. */
#include "layout/plan.h"

#include "unit.h"

enum { COLUMNS = 3, CAPACITY = 60 };

/* An article with a head of `head` lines whose text takes `lines` of each column. */
static struct nb_unit article(unsigned head, unsigned lines)
{
    return (struct nb_unit){
        .heads = {{.lines = head}}, .above = 2, .least = 3, .text = lines * COLUMNS};
}

static struct nb_plan plan;

static void make(const struct nb_unit *units, unsigned count)
{
    nb_plan_make(&plan, COLUMNS, CAPACITY, units, count);
}

static void takes_what_fits(void **state)
{
    (void)state;
    struct nb_unit units[2] = {article(6, 20), article(6, 26)};
    make(units, 2);
    struct nb_step step = nb_plan_step(&plan, &units[0], 0, 1, false);
    assert_false(step.page);
    assert_int_equal(step.end, 26);
    assert_int_equal(step.above, 0);
    step = nb_plan_step(&plan, &units[1], 26, 2, false);
    assert_false(step.page);
    assert_int_equal(step.end, 60);
}

/* The first article leaves 9 lines, of which the opening of the second needs 11: space above and
 * below its own head leaves two. */
static void fills_a_page_before_an_opening(void **state)
{
    (void)state;
    struct nb_unit units[3] = {article(6, 60), article(6, 30), article(6, 60)};
    make(units, 3);
    struct nb_step first = nb_plan_step(&plan, &units[0], 0, 1, true);
    assert_int_equal(first.pages, 1);
    struct nb_step second = nb_plan_step(&plan, &units[1], first.end, 2, true);
    unsigned hole = CAPACITY - second.end;
    assert_true(hole <= 2 || hole >= 11);
    assert_true(first.cost < 60);
}

static void another_degree_is_the_last_resort(void **state)
{
    (void)state;
    struct nb_unit units[1] = {article(9, 20)};
    units[0].heads[1] = (struct nb_head_choice){.lines = 6, .cost = 8};
    make(units, 1);
    assert_int_equal(nb_plan_step(&plan, &units[0], 40, 1, true).head, 0);
    struct nb_step step = nb_plan_step(&plan, &units[0], 48, 1, true);
    assert_false(step.page);
    assert_int_equal(step.head, 1);
    /* Where even that has no room, a new page. */
    step = nb_plan_step(&plan, &units[0], 50, 1, true);
    assert_true(step.page);
    assert_int_equal(step.head, 0);
}

static void keeps_what_must_stand_below_a_head(void **state)
{
    (void)state;
    struct nb_unit units[2] = {article(6, 30), article(6, 30)};
    make(units, 2);
    for (unsigned line = 1; line <= CAPACITY; line++) {
        struct nb_step step = nb_plan_step(&plan, &units[0], line, 1, true);
        if (step.page)
            continue;
        unsigned early = step.pages ? (step.shorter + step.pages - 1) / step.pages : 0;
        assert_true(line + 2 + step.above + 6 + step.below + 3 + early <= CAPACITY);
    }
}

static void a_picture_across_columns_reaches_as_far(void **state)
{
    (void)state;
    struct nb_unit units[1] = {article(6, 10)};
    units[0].beside = 9;
    units[0].corner = 20;
    units[0].corner_columns = 2;
    make(units, 1);
    struct nb_step step = nb_plan_step(&plan, &units[0], 0, 1, true);
    assert_true(step.corner);
    assert_int_equal(step.end, 26);
}

static void an_article_too_large_for_a_page_starts_one(void **state)
{
    (void)state;
    struct nb_unit units[1] = {article(80, 10)};
    make(units, 1);
    assert_true(nb_plan_step(&plan, &units[0], 10, 1, true).page);
    assert_false(nb_plan_applies(1, 60));
    assert_false(nb_plan_applies(3, NB_MOST_PLAN_LINES + 1));
    assert_true(nb_plan_applies(3, NB_MOST_PLAN_LINES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_fits),
        cmocka_unit_test(fills_a_page_before_an_opening),
        cmocka_unit_test(another_degree_is_the_last_resort),
        cmocka_unit_test(keeps_what_must_stand_below_a_head),
        cmocka_unit_test(a_picture_across_columns_reaches_as_far),
        cmocka_unit_test(an_article_too_large_for_a_page_starts_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
