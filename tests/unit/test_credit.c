/* Captions and credits taken apart; bylines told from sentences. */
#include "read/credit.h"
#include "unit.h"

struct sample {
    const char *text, *caption, *credit; /* caption NULL: none is found */
};

static void assert_str(const char *text, struct nb_str got, const char *want)
{
    if (!nb_str_eq(got, nb_str_of(want)))
        fail_msg("'%s' gave '%.*s', not '%s'", text, (int)got.len, got.data, want);
}

static void test_credits(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"The pier at dusk. Photo: Ann Orr", "The pier at dusk.", "Ann Orr"},
        {"The pier at dusk (Photo: Ann Orr)", "The pier at dusk", "Ann Orr"},
        {"The pier at dusk. (Reuters)", "The pier at dusk.", "Reuters"},
        {"The pier at dusk. Ann Orr/Getty Images", "The pier at dusk.",
         "Ann Orr/Getty Images"},
        {"Ann Orr/Getty Images", "", "Ann Orr/Getty Images"},
        {"Photograph: the pier at dusk. © Ann Orr", "the pier at dusk.", "Ann Orr"},
        {"The pier at dusk, May 3, 2024. REUTERS/Ann Orr",
         "The pier at dusk, May 3, 2024.", "REUTERS/Ann Orr"},
        {"FILE PHOTO: The pier at dusk. AP Photo/Ann Orr", "The pier at dusk.",
         "AP Photo/Ann Orr"},
        {"FILE PHOTO: The pier at dusk", "The pier at dusk", ""},
        {"Die Brücke. © Foto: A. Orr/Archiv", "Die Brücke.", "A. Orr/Archiv"},
        {"時計台＝3月10日（写真：坂上町役場）", "時計台＝3月10日", "坂上町役場"},
        {"Le phare, mardi. ANN ORR / AGENCE DU PORT", "Le phare, mardi.",
         "ANN ORR / AGENCE DU PORT"},
        {"नाव पर बना डाकघर। फोटो: रवि कुमार", "नाव पर बना डाकघर।", "रवि कुमार"},
        {"The file photographs are kept at the pier.", NULL, NULL},
        {"See https://example.org/reuters/ann for more", NULL, NULL},
        {"Image source, Getty Images", "", "Getty Images"},
        {"Image copyright Ann Orr", "", "Ann Orr"},
        {"Image caption The pier at dusk", "The pier at dusk", ""},
        {"© Ann Orr", "", "Ann Orr"},
        {"Die Brücke bei Nacht. Foto: A. Orr / dpa", "Die Brücke bei Nacht.",
         "A. Orr / dpa"},
        {"修缮后的旧码头。图片来源：东港市档案馆", "修缮后的旧码头。", "东港市档案馆"},
        {"修理を終えた時計台。写真：坂上町役場", "修理を終えた時計台。", "坂上町役場"},
        {"القارب عند الرصيف. تصوير: نادر حليم", "القارب عند الرصيف.", "نادر حليم"},
        {"She took a photo: the pier was empty, and the gulls had gone. Nobody else "
         "had seen it, she said, which was a pity. It was the last evening of the year "
         "on which the pier stood as it had been built.",
         NULL, NULL},
        {"(Reuters) said so and nobody else did", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct nb_credit credit;
        bool found = nb_credit_find(nb_str_of(samples[i].text), &credit);
        if (found != (samples[i].caption != NULL))
            fail_msg("'%s': '%.*s' | '%.*s'", samples[i].text, (int)credit.caption.len,
                     credit.caption.data, (int)credit.credit.len, credit.credit.data);
        if (!found)
            continue;
        assert_str(samples[i].text, credit.caption, samples[i].caption);
        assert_str(samples[i].text, credit.credit, samples[i].credit);
    }
}

static void test_bylines(void **state)
{
    (void)state;
    struct nb_str names;
    assert_true(nb_byline_find(NB_STR("By Jane Doe"), &names));
    assert_str("By", names, "Jane Doe");
    assert_true(nb_byline_find(NB_STR("By Jane Doe 12 Comments"), &names));
    assert_str("By … 12", names, "Jane Doe");
    assert_true(nb_byline_find(NB_STR("Von Änne Doe"), &names));
    assert_str("Von", names, "Änne Doe");
    assert_true(nb_byline_find(NB_STR("文/林晓舟"), &names));
    assert_str("文/", names, "林晓舟");
    assert_true(nb_byline_find(NB_STR("بقلم سلمى الخطيب"), &names));
    assert_true(nb_byline_find(NB_STR("كتبت: سلمى الخطيب"), &names));
    assert_true(nb_byline_find(NB_STR("Текст: Анна Лещинская"), &names));
    assert_str("Текст", names, "Анна Лещинская");
    assert_true(nb_byline_find(NB_STR("김민수 기자"), &names));
    assert_str("기자", names, "김민수");
    assert_false(nb_byline_find(NB_STR("기자"), &names));
    assert_false(nb_byline_find(NB_STR("by the sea"), &names));
    assert_false(nb_byline_find(NB_STR("Bystanders"), &names));
    assert_false(nb_byline_find(NB_STR("By"), &names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_credits),
        cmocka_unit_test(test_bylines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
