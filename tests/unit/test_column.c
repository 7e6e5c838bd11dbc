/* Columns: invented items dealt out to frames. */
#include "layout/column.h"

#include "unit.h"

#include <math.h>
#include <string.h>

enum { MOST = 64, STAYS = MOST };

static struct nb_item items[MOST];

/* Items of the given heights; a capital letter stands for one that keeps with the next, f for a
 * floating one of 6 lines, - for one that ends in a broken word. */
static struct nb_feed feed_of(const char *pattern)
{
    size_t count = 0;
    memset(items, 0, sizeof items);
    for (; pattern[count]; count++) {
        char c = pattern[count];
        items[count].keep = c == 'K';
        items[count].floats = c == 'f';
        items[count].broken = c == '-';
        items[count].lines = c == 'f'               ? 6
                             : c >= '0' && c <= '9' ? (unsigned)(c - '0')
                                                    : 1;
    }
    return (struct nb_feed){.items = items, .end = count};
}

static void fills_in_turn(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[2] = {3, 3}, used[2];
    struct nb_feed feed = feed_of("11111");
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 2, 10, &slots, used),
                     NB_OK);
    assert_true(nb_feed_done(&feed));
    assert_int_equal(used[0], 3);
    assert_int_equal(used[1], 2);
    assert_int_equal(slots.at[3].frame, 1);
    assert_int_equal(slots.at[3].line, 0);
    nb_arena_free(arena);
}

static void keeps_together(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[2] = {3, 3}, used[2];
    struct nb_feed feed = feed_of("11K11");
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 2, 10, &slots, used),
                     NB_OK);
    assert_int_equal(used[0], 2);
    assert_ptr_equal(slots.at[2].item, &items[2]);
    assert_int_equal(slots.at[2].frame, 1);
    nb_arena_free(arena);
}

/* An item that begins a column ends the one before, also where all would fit into one. */
static void turns_to_the_next_column(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[3] = {9, 9, 9}, used[3], tops[3] = {0}, depth;
    struct nb_feed feed = feed_of("11111"), whole = feed;
    items[1].turn = NB_BREAK_COLUMN;
    items[4].turn = NB_BREAK_COLUMN;
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 3, 20, &slots, used),
                     NB_OK);
    assert_true(nb_feed_done(&feed));
    assert_int_equal(used[0], 1);
    assert_int_equal(used[1], 3);
    assert_int_equal(used[2], 1);
    assert_int_equal(nb_columns_balance(&whole, arena, tops, 3, 9, 9, &depth, heights),
                     NB_OK);
    assert_int_equal(depth, 3);
    nb_arena_free(arena);
}

static void drops_space_at_the_head(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[2] = {3, 3}, used[2];
    struct nb_feed feed = feed_of("111111");
    items[1].space = 1;
    items[2].space = 2;
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 2, 10, &slots, used),
                     NB_OK);
    assert_int_equal(slots.at[1].line, 2);
    assert_int_equal(slots.at[2].frame, 1);
    assert_int_equal(slots.at[2].line, 0);
    nb_arena_free(arena);
}

static void lets_text_pass_a_picture(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[2] = {8, 8}, used[2];
    struct nb_feed feed = feed_of("1111f111111");
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 2, 20, &slots, used),
                     NB_OK);
    assert_true(nb_feed_done(&feed));
    assert_int_equal(used[0], 8);
    /* The picture is the first thing in the second column. */
    assert_ptr_equal(slots.at[8].item, &items[4]);
    assert_int_equal(slots.at[8].frame, 1);
    assert_int_equal(slots.at[8].line, 0);
    nb_arena_free(arena);
}

static void brings_an_empty_page_on(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[1] = {4}, used[1];
    struct nb_feed feed = feed_of("9KKKKKKKK1");
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 1, 4, &slots, used), NB_OK);
    assert_int_equal(feed.at, 1);
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 1, 4, &slots, used), NB_OK);
    assert_int_equal(feed.at, 5);
    nb_arena_free(arena);
}

static void balances(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    unsigned tops[3] = {0, 0, 0}, depth, heights[3];
    struct nb_feed feed = feed_of("1111111111");
    assert_int_equal(nb_columns_balance(&feed, arena, tops, 3, 50, 50, &depth, heights),
                     NB_OK);
    assert_int_equal(depth, 4);
    /* Under a picture over two columns the third one is deeper. */
    unsigned under[3] = {4, 4, 0};
    assert_int_equal(
        nb_columns_balance(&feed, arena, under, 3, 50, 50, &depth, heights), NB_OK);
    assert_int_equal(depth, 6);
    assert_int_equal(nb_columns_balance(&feed, arena, tops, 3, 3, 3, &depth, heights),
                     NB_OK);
    assert_int_equal(depth, 0);
    nb_arena_free(arena);
}

/* A heading that must not end the first column does not leave the last one short alone. */
static void levels_the_feet(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    unsigned tops[3] = {0, 0, 0}, depth, heights[3];
    struct nb_feed feed = feed_of("11111KKK1111111111");
    assert_int_equal(nb_columns_balance(&feed, arena, tops, 3, 50, 50, &depth, heights),
                     NB_OK);
    assert_int_equal(depth, 7);
    assert_int_equal(heights[1], 7);
    struct nb_slots slots = {0};
    unsigned used[3];
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 3, 50, &slots, used),
                     NB_OK);
    assert_true(nb_feed_done(&feed));
    assert_int_equal(used[0], 5);
    assert_int_equal(used[1], 7);
    assert_int_equal(used[2], 6);
    nb_arena_free(arena);
}

static void passes_over_the_lead(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    unsigned heights[1] = {9}, used[1];
    struct nb_feed feed = feed_of("f111");
    items[0].lead = true;
    feed.without_lead = true;
    assert_int_equal(nb_columns_fill(&feed, arena, heights, 1, 9, &slots, used), NB_OK);
    assert_int_equal(slots.count, 3);
    assert_int_equal(used[0], 3);
    nb_arena_free(arena);
}

/* Fills two columns of 3 lines of a page. */
static struct nb_feed fill_page(const char *pattern, unsigned *heights, unsigned *used)
{
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    struct nb_feed feed = feed_of(pattern);
    heights[0] = heights[1] = 3;
    assert_int_equal(nb_columns_fill_page(&feed, arena, heights, 2, 10, &slots, used),
                     NB_OK);
    assert_int_equal(slots.count, feed.at);
    nb_arena_free(arena);
    return feed;
}

static void ends_a_page_in_a_whole_word(void **state)
{
    (void)state;
    unsigned heights[2], used[2];
    /* One column a line shorter; */
    assert_int_equal(fill_page("11111-111", heights, used).at, 5);
    assert_int_equal(used[0] + used[1], 5);
    assert_int_equal(heights[0], 3);
    /* … where that breaks a word as well, both, and then the page is; */
    assert_int_equal(fill_page("1111--111", heights, used).at, 4);
    assert_int_equal(used[0], 2);
    assert_int_equal(used[1], 2);
    assert_int_equal(heights[0], 2);
    assert_int_equal(heights[1], 2);
    /* lines that are glued go together; */
    assert_int_equal(fill_page("111-K-111", heights, used).at, 3);
    /* a column that ends in a broken word is left alone, */
    assert_int_equal(fill_page("11-111111", heights, used).at, 6);
    /* … and so is a page that cannot be helped, or that ends the feed. */
    assert_int_equal(fill_page("---------", heights, used).at, 6);
    assert_int_equal(fill_page("111-1-", heights, used).at, 6);
}

/* A heading with its text finds no room in the second column: the first one takes less. */
static void levels_a_full_page(void **state)
{
    (void)state;
    unsigned heights[2], used[2];
    assert_int_equal(fill_page("1111K2111", heights, used).at, 4);
    assert_int_equal(used[0], 2);
    assert_int_equal(used[1], 2);
}

/* A picture that has no room is left with little text: it goes to the head of the last column that
 * has room for it, and the text behind it runs on. */
static void brings_a_picture_forward(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        unsigned heights[2];
        size_t at; /* of the picture then; STAYS: where it is */
    } cases[] = {
        {"11111111111111111111f11", {12, 12}, 12},
        {"11111111111111111111f11", {14, 8}, 0}, /* the first alone has room */
        {"11111111111111f1", {8, 8}, 8},         /* little text below it */
        {"11111111f1", {5, 5}, STAYS},           /* too high, and no picture */
        {"11111111111111111111f1111111111111", {12, 12}, STAYS}, /* text enough */
        {"111111111111f1111111", {12, 12}, STAYS}};              /* it has room */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct nb_arena *arena = nb_arena_new(0);
        struct nb_slots slots = {0};
        unsigned used[2];
        struct nb_feed feed = feed_of(cases[i].pattern), start = feed;
        size_t figure = strcspn(cases[i].pattern, "f");
        assert_int_equal(
            nb_columns_fill(&feed, arena, cases[i].heights, 2, 30, &slots, used),
            NB_OK);
        bool brought =
            nb_feed_bring_forward(&start, &feed, arena, cases[i].heights, 2, 30, 10);
        assert_int_equal(brought, cases[i].at != STAYS);
        if (brought) {
            assert_true(start.items[cases[i].at].floats);
            assert_memory_equal(&start.items[figure + 1], &items[figure + 1],
                                sizeof *items);
            assert_memory_equal(&start.items[figure], &items[figure - 1],
                                sizeof *items);
        }
        nb_arena_free(arena);
    }
}

/* One that is too high for all columns is made a little smaller there. */
static void makes_a_picture_smaller(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_slots slots = {0};
    struct nb_piece caption = {.kind = NB_PIECE_LINE, .y = 55};
    struct nb_piece image = {
        .kind = NB_PIECE_IMAGE, .next = &caption, .y = 2, .width = 100, .height = 50};
    for (unsigned height = 3; height < 6; height++) {
        unsigned used[2], heights[2] = {height, height};
        struct nb_feed feed = feed_of(height == 3   ? "1111f1"
                                      : height == 4 ? "111111f1"
                                                    : "11111111f1");
        struct nb_feed start = feed;
        items[2 * height - 2].pieces = &image;
        assert_int_equal(nb_columns_fill(&feed, arena, heights, 2, 30, &slots, used),
                         NB_OK);
        bool brought = nb_feed_bring_forward(&start, &feed, arena, heights, 2, 30, 10);
        assert_int_equal(brought, height > 3); /* not to less than six tenths */
        const struct nb_item *item = &start.items[height];
        if (!brought)
            continue;
        assert_int_equal(item->lines, height);
        double less = 10.0 * (6 - height), scale = (50 - less) / 50;
        assert_true(fabs(item->pieces->height - (50 - less)) < 1e-9);
        assert_true(fabs(item->pieces->width - (100 * scale)) < 1e-9);
        assert_true(fabs(item->pieces->x - (50 - 50 * scale)) < 1e-9);
        assert_true(fabs(item->last->y - (55 - less)) < 1e-9);
        assert_true(fabs(caption.y - (55)) < 1e-9);
    }
    nb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_in_turn),
        cmocka_unit_test(keeps_together),
        cmocka_unit_test(turns_to_the_next_column),
        cmocka_unit_test(drops_space_at_the_head),
        cmocka_unit_test(lets_text_pass_a_picture),
        cmocka_unit_test(brings_an_empty_page_on),
        cmocka_unit_test(balances),
        cmocka_unit_test(levels_the_feet),
        cmocka_unit_test(passes_over_the_lead),
        cmocka_unit_test(ends_a_page_in_a_whole_word),
        cmocka_unit_test(levels_a_full_page),
        cmocka_unit_test(brings_a_picture_forward),
        cmocka_unit_test(makes_a_picture_smaller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
