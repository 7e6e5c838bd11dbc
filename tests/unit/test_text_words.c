/* Sets of words: what a line shares with a text. */
#include "base/buf.h"
#include "read/text_words.h"
#include "unit.h"

static int known(const struct nb_words *words, const char *text, unsigned *taken)
{
    return nb_words_known(words, nb_str_of(text), taken);
}

static void words_are_known(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_words words;
    unsigned taken;
    assert_true(nb_words_open(&words, arena, 100, 0));
    nb_words_learn(&words, NB_STR("The harbour opens at noon; the Bell rings."));
    assert_int_equal(known(&words, "Harbour rings", &taken), 100);
    assert_int_equal(taken, 2);
    assert_int_equal(known(&words, "the bell of Harbours", &taken), 0);
    assert_int_equal(taken, 1); /* "bell" is short */
    assert_int_equal(known(&words, "a b c", &taken), -1);
    assert_int_equal(known(&words, "", &taken), -1);
    nb_arena_free(arena);
}

static void stems_are_known(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_words words;
    unsigned taken;
    assert_true(nb_words_open(&words, arena, 100, 5));
    nb_words_learn(&words, NB_STR("harbours трамваи"));
    assert_int_equal(known(&words, "Harbour трамвай", &taken), 100);
    nb_arena_free(arena);
}

/* A set never fills up, whatever it is given. */
static void full_sets_answer(void **state)
{
    (void)state;
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_buf text = NB_BUF_INIT;
    struct nb_words words;
    unsigned taken;
    for (unsigned c = 0x4E00; c < 0x4E00 + 6400; c++)
        nb_buf_utf8(&text, c);
    for (size_t bytes = 0; bytes <= text.len; bytes += 192) {
        assert_true(nb_words_open(&words, arena, bytes, 0));
        nb_words_learn(&words, nb_str_sub(nb_buf_view(&text), 0, bytes));
        assert_int_equal(known(&words, "unheard of", &taken), 0);
        nb_arena_reset(arena);
    }
    assert_true(nb_words_open(&words, arena, 0, 0));
    nb_words_learn(&words, nb_buf_view(&text)); /* more than it was opened for */
    assert_true(words.count < words.room);
    assert_int_equal(known(&words, "unheard of", &taken), 0);
    nb_buf_free(&text);
    nb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_known),
        cmocka_unit_test(stems_are_known),
        cmocka_unit_test(full_sets_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
