/* Dates: shapes, languages, zones, and what must not be taken for a date. */
#include "read/date.h"
#include "read/date_words.h"
#include "unit.h"

struct sample {
    const char *text, *expected; /* NULL: no date */
};

static void check(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char out[NB_DATE_ROOM] = "";
        bool found = nb_date_parse(nb_str_of(samples[i].text), out);
        if (found != (samples[i].expected != NULL))
            fail_msg("'%s' gave '%s'", samples[i].text, out);
        if (found)
            assert_string_equal(out, samples[i].expected);
    }
}

#define CHECK(samples) check((samples), sizeof(samples) / sizeof((samples)[0]))

static void test_shapes(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"2023-11-09", "2023-11-09"},
        {"2023/11/09", "2023-11-09"},
        {"2019-11-18T20:51:19Z Science", "2019-11-18T20:51:19Z"},
        {"2019-11-18T20:51:19.123+01:00", "2019-11-18T20:51:19+01:00"},
        {"20191118T205119Z", "2019-11-18T20:51:19Z"},
        {"Thu, 09 Nov 2023 10:00:05 +0530", "2023-11-09T10:00:05+05:30"},
        {"Thu, 09 Nov 23 10:00:05 GMT", "2023-11-09T10:00:05Z"},
        {"9 November 2023", "2023-11-09"},
        {"9th of November, 2023", "2023-11-09"},
        {"09-Nov-2023", "2023-11-09"},
        {"Nov 9, 2023", "2023-11-09"},
        {"Posted: Fri 6:45 PM, Feb 16, 2018  |", "2018-02-16"},
        {"Updated Nov 13, 2019, 10:28am EST", "2019-11-13T10:28:00-05:00"},
        {"Nov. 19, 2019, 8:41 AM UTC", "2019-11-19T08:41:00Z"},
        {"November 19, 2019 / 12:21 a.m. / Updated", "2019-11-19T00:21:00"},
        {"09.11.2023", "2023-11-09"},
        {"9.11.2023, 20.15 Uhr", "2023-11-09"},
        {"9.11.2023 um 20.15 Uhr", "2023-11-09T20:15:00"},
        {"25/11/2023", "2023-11-25"},
        {"11/25/2023", "2023-11-25"},
        {"GMT+8 2023-11-09 08:00 UTC+8", "2023-11-09T08:00:00+08:00"},
    };
    CHECK(samples);
}

/* RFC 822, ISO 8601 and C's dates as feeds spell them. */
static void test_feeds(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Thu, 9 Nov 2023 10:00 +0000", "2023-11-09T10:00:00Z"},
        {"Thurs 9 Nov 2023 10:00:05 GMT", "2023-11-09T10:00:05Z"},
        {"09 Nov 2023 10:00:05 UT", "2023-11-09T10:00:05Z"},
        {"Thu, 09 Nov 99 10:00:05 EDT", "1999-11-09T10:00:05-04:00"},
        {"Thursday, 09-Nov-23 10:00:05 HST", "2023-11-09T10:00:05-10:00"},
        {"Thu, 09 Nov 2023 10:00:05 +0100 (CET)", "2023-11-09T10:00:05+01:00"},
        {"Thu, 09 Nov 2023 10:00:05 +9999", "2023-11-09T10:00:05"},
        {"Thu, 09 Nov 2023 25:00:00 GMT", "2023-11-09"},
        {"Thu, 09 Nov 2023 9:0:5 GMT", "2023-11-09T09:00:05Z"},
        {"Thu,09Nov2023 10:00:05.000 GMT", "2023-11-09T10:00:05Z"},
        {"Do, 09 Dez 2023 10:00:05 +0100", "2023-12-09T10:00:05+01:00"},
        {"Thu Nov 09 10:00:05 +0000 2023", "2023-11-09T10:00:05Z"},
        {"Thu Nov  9 10:00:05 EST 2023", "2023-11-09T10:00:05-05:00"},
        {"Thu Nov  9 10:00:05 2023", "2023-11-09T10:00:05"},
        {"2023-11-9t1:2:3z", "2023-11-09T01:02:03Z"},
        {"2023-11-09 10:00:05 -0500", "2023-11-09T10:00:05-05:00"},
        {"2023-11-09T10:00:05,123Z", "2023-11-09T10:00:05Z"},
        {"2023-11-09T10:00:05.123456789+01", "2023-11-09T10:00:05+01:00"},
        {"20231109T1000Z", "2023-11-09T10:00:00Z"},
        {"Thu, 31 Nov 2023 10:00:05 GMT", NULL},
        {"0000-00-00 00:00:00", NULL},
        {"-0001-11-30T00:00:00+00:00", NULL},
        {"May 5 at 10:30", NULL},
    };
    CHECK(samples);
}

static void test_languages(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"9. März 2023", "2023-03-09"},
        {"Publié le 1er août 2023 à 14h30", "2023-08-01T14:30:00"},
        {"9 de noviembre de 2023", "2023-11-09"},
        {"9 NOVEMBRE 2023", "2023-11-09"},
        {"9 listopada 2023", "2023-11-09"},
        {"9 ноября 2023 г.", "2023-11-09"},
        {"2023年11月9日 10時28分", "2023-11-09T10:28:00"},
        {"2023年11月9日星期四", "2023-11-09"},
        {"2023년 11월 9일", "2023-11-09"},
        {"٩ نوفمبر ٢٠٢٣", "2023-11-09"},
        {"9 בנובמבר 2023", "2023-11-09"},
        {"9 नवंबर 2023", "2023-11-09"},
    };
    CHECK(samples);
}

static void test_not_dates(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"", NULL},
        {"03/04/2023", NULL},
        {"31 February 2023", NULL},
        {"29.02.2023", NULL},
        {"22 hours ago", NULL},
        {"version 10.4.2", NULL},
        {"In May 300 people", NULL},
        {"1234567890-12-12", NULL},
        {"November 2023", NULL},
    };
    CHECK(samples);
}

static void test_span(void **state)
{
    (void)state;
    char out[NB_DATE_ROOM];
    size_t from, to;
    assert_true(nb_date_find(NB_STR("By Ann - Nov 9, 2023, 10:31 pm CST today"), out,
                             &from, &to));
    assert_int_equal(from, 9);
    assert_int_equal(to, 34);
    assert_string_equal(out, "2023-11-09T22:31:00-06:00");
}

static void test_words_are_found(void **state)
{
    (void)state;
    static const char *const words[] = {"am",   "april", "wrz", "zone",
                                        "août", "मई",    "z"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        bool known = nb_date_word_find(nb_str_of(words[i])) != NULL;
        assert_int_equal(known, words[i][0] != 'z' || words[i][1] == '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),    cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_languages), cmocka_unit_test(test_not_dates),
        cmocka_unit_test(test_span),      cmocka_unit_test(test_words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
