/* Words and dates by language: fallbacks, joined names, ranges, and what is no date. */
#include "unit.h"

#include "doc/dates.h"
#include "doc/words.h"

#include <string.h>

static const char *const languages[] = {
    "en", "de", "fr",      "es", "it", "nl", "pt", "pl", "ru",
    "sv", "zh", "zh-Hant", "ja", "ko", "ar", "he", "hi",
};
enum { LANGUAGES = sizeof languages / sizeof languages[0] };

static void every_language_has_every_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < LANGUAGES; i++) {
        assert_string_equal(nb_word_lang(languages[i]), languages[i]);
        for (int word = 0; word < NB_WORD_COUNT; word++) {
            const char *text = nb_word((enum nb_word)word, languages[i]);
            assert_non_null(text);
            if (word != NB_WORD_BY)
                assert_true(*text);
            bool filled = word == NB_WORD_MINUTES || word == NB_WORD_NUMBER;
            assert_int_equal(strstr(text, "%s") != NULL, filled);
        }
    }
}

static void tags_fall_back(void **state)
{
    (void)state;
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "de-AT"), "Inhalt");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "DE"), "Inhalt");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, NULL), "Contents");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "den"), "Contents");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "tlh"), "Contents");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, ""), "Contents");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "zh-CN"), "目录");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "zh-TW"), "目錄");
    assert_string_equal(nb_word(NB_WORD_CONTENTS, "zh-Hant-HK"), "目錄");
}

static void numbers_fill_in(void **state)
{
    (void)state;
    struct nb_buf out = NB_BUF_INIT;
    nb_word_fill(NB_WORD_MINUTES, "en", "3", &out);
    nb_buf_putc(&out, '|');
    nb_word_fill(NB_WORD_NUMBER, "ja", "12", &out);
    nb_buf_putc(&out, '|');
    nb_word_fill(NB_WORD_PAGE, "de", "9", &out);
    assert_string_equal(nb_buf_cstr(&out), "3 min read|第12号|Seite");
    nb_buf_free(&out);
}

static void expect_names(const char *lang, size_t count, bool by, const char *expected)
{
    const char *all[] = {"Ann Lee", "Bo Ek", "Cy"};
    struct nb_strings names = {all, count};
    struct nb_buf out = NB_BUF_INIT;
    nb_words_names(&names, lang, by, &out);
    assert_string_equal(nb_buf_cstr(&out), expected);
    nb_buf_free(&out);
}

static void names_join(void **state)
{
    (void)state;
    expect_names("en", 0, true, "");
    expect_names("en", 1, true, "By Ann Lee");
    expect_names("en", 3, true, "By Ann Lee, Bo Ek and Cy");
    expect_names("de", 2, false, "Ann Lee und Bo Ek");
    expect_names("zh", 3, true, "Ann Lee、Bo Ek、Cy");
    const char *said[] = {"by Ann Lee"};
    struct nb_strings names = {said, 1};
    struct nb_buf out = NB_BUF_INIT;
    nb_words_names(&names, "en", true, &out);
    assert_string_equal(nb_buf_cstr(&out), "by Ann Lee");
    nb_buf_free(&out);
}

static void dates_are_long(void **state)
{
    static const struct {
        const char *iso, *lang, *expected;
        bool good;
    } cases[] = {
        {"2026-11-22", "en", "22 November 2026", true},
        {"2026-11-22", "en-US", "November 22, 2026", true},
        {"2026-11-22", "de", "22. November 2026", true},
        {"2026-11-22", "es", "22 de noviembre de 2026", true},
        {"2026-05-01", "fr-CA", "1er mai 2026", true},
        {"2026-11-22", "zh-TW", "2026年11月22日", true},
        {"2026-11-22", "ko", "2026년 11월 22일", true},
        {"2026-11-22", "he", "22 בנובמבר 2026", true},
        {"2026-11", "ru", "ноябрь 2026", true},
        {"2026-11-22", "ru", "22 ноября 2026", true},
        {"2026", "ja", "2026", true},
        {"2026-11-22T23:59:00+08:00", NULL, "22 November 2026", true},
        {"2026-11-16/2026-11-22", "en", "16–22 November 2026", true},
        {"2026-11-16/2026-11-22", "en-US", "November 16–22, 2026", true},
        {"2026-11-16/2026-11-22", "de", "16.–22. November 2026", true},
        {"2026-11-16/2026-11-22", "ja", "2026年11月16日～22日", true},
        {"2026-11-22/2026-11-22", "en", "22 November 2026", true},
        {"2026-11-29/2026-12-05", "en", "29 November 2026 – 5 December 2026", true},
        {"2028-02-29", "en", "29 February 2028", true},
        {"2026-02-29", "en", "2026-02-29", false},
        {"2026-13-01", "en", "2026-13-01", false},
        {"2026-11-22x", "en", "2026-11-22x", false},
        {"2026-11-22T", "en", "2026-11-22T", false},
        {"20261122", "en", "20261122", false},
        {"2026-11-16/", "en", "2026-11-16/", false},
        {"autumn", "en", "autumn", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nb_buf out = NB_BUF_INIT;
        assert_int_equal(nb_date_long(cases[i].iso, cases[i].lang, &out),
                         cases[i].good);
        assert_string_equal(nb_buf_cstr(&out), cases[i].expected);
        nb_buf_free(&out);
    }
}

static void every_language_has_every_month(void **state)
{
    (void)state;
    for (size_t i = 0; i < LANGUAGES; i++) {
        for (int month = 1; month <= 12; month++) {
            struct nb_buf iso = NB_BUF_INIT, out = NB_BUF_INIT;
            nb_buf_printf(&iso, "2026-%02d-05", month);
            assert_true(nb_date_long(nb_buf_cstr(&iso), languages[i], &out));
            assert_non_null(strstr(nb_buf_cstr(&out), "2026"));
            assert_null(strstr(nb_buf_cstr(&out), "%"));
            assert_null(strstr(nb_buf_cstr(&out), "(null)"));
            nb_buf_free(&iso);
            nb_buf_free(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_every_word),
        cmocka_unit_test(tags_fall_back),
        cmocka_unit_test(numbers_fill_in),
        cmocka_unit_test(names_join),
        cmocka_unit_test(dates_are_long),
        cmocka_unit_test(every_language_has_every_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
