/* Furniture phrases: the tables keep their order, and phrases are found where they may stand. */
#include "read/furniture.h"
#include "read/furniture_words.h"
#include "unit.h"

static void check_table(const struct nb_furniture_table *table)
{
    for (size_t i = 1; i < table->count; i++) {
        struct nb_str before = nb_str_of(table->at[i - 1].phrase);
        struct nb_str phrase = nb_str_of(table->at[i].phrase);
        if (nb_str_cmp(before, phrase) >= 0)
            fail_msg("'%s' stands before '%s'", before.data, phrase.data);
    }
}

static void test_tables_are_sorted(void **state)
{
    (void)state;
    check_table(&nb_furniture_whole);
    check_table(&nb_furniture_starts);
    check_table(&nb_furniture_parts);
}

/* What is looked up is folded and bare, so the phrases must be too. */
static void test_phrases_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < nb_furniture_whole.count; i++) {
        struct nb_str phrase = nb_str_of(nb_furniture_whole.at[i].phrase);
        char folded[256];
        size_t len = nb_furniture_fold(phrase, folded, sizeof folded);
        if (!nb_str_eq((struct nb_str){folded, len}, phrase))
            fail_msg("'%s' is not folded", phrase.data);
    }
}

struct sample {
    const char *text;
    enum nb_furniture kind;
    enum nb_match match;
};

static void test_find(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Advertisement", NB_FURNITURE_ADVERT, NB_MATCH_WHOLE},
        {"  ADVERTISEMENT ", NB_FURNITURE_ADVERT, NB_MATCH_WHOLE},
        {"858 Shares", NB_FURNITURE_SHARE, NB_MATCH_WHOLE},
        {"Kommentare (31)", NB_FURNITURE_COMMENTS, NB_MATCH_WHOLE},
        {"»Weiterlesen…", NB_FURNITURE_MORE, NB_MATCH_WHOLE},
        {"À LIRE AUSSI", NB_FURNITURE_MORE, NB_MATCH_WHOLE},
        {"相关新闻", NB_FURNITURE_RELATED, NB_MATCH_WHOLE},
        {"جميع الحقوق محفوظة", NB_FURNITURE_COPYRIGHT, NB_MATCH_WHOLE},
        {"Editors’ picks", NB_FURNITURE_RELATED, NB_MATCH_WHOLE},
        {"Read more: the town of bells", NB_FURNITURE_MORE, NB_MATCH_START},
        {"© 2022 The Brannock Mirror", NB_FURNITURE_COPYRIGHT, NB_MATCH_START},
        {"You can find us on Facebook and Twitter", NB_FURNITURE_SHARE, NB_MATCH_PART},
        {"She read more than anyone", NB_FURNITURE_NONE, NB_MATCH_NONE},
        {"Shareholders met on Friday", NB_FURNITURE_NONE, NB_MATCH_NONE},
        {"", NB_FURNITURE_NONE, NB_MATCH_NONE},
        {"42", NB_FURNITURE_NONE, NB_MATCH_NONE},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        enum nb_match match;
        enum nb_furniture kind = nb_furniture_find(nb_str_of(samples[i].text), &match);
        if (kind != samples[i].kind || match != samples[i].match)
            fail_msg("'%s': %s, match %d", samples[i].text, nb_furniture_name(kind),
                     (int)match);
    }
}

static void test_fold(void **state)
{
    (void)state;
    char out[16];
    size_t len = nb_furniture_fold(NB_STR(" Él\tDON’T  "), out, sizeof out);
    assert_int_equal(len, 9);
    assert_memory_equal(out, "él don't", 9);
    /* cut between characters when there is no room */
    len = nb_furniture_fold(NB_STR("ééééé"), out, 8);
    assert_int_equal(len, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables_are_sorted),
        cmocka_unit_test(test_phrases_are_folded),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
