/* Hyphenation: by language and encoding, minima, what is left alone, broken dictionaries. */
#include "unit.h"

#include "base/limits.h"
#include "base/mem.h"
#include "layout/hyphen_dict.h"
#include "layout/setter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int set_up(void **state)
{
    *state = nb_hyphens_new();
    return *state == NULL;
}

static int tear_down(void **state)
{
    nb_hyphens_free(*state);
    return 0;
}

/* Expects `text` to be hyphenated as `want` shows it with "=". */
static void expect(struct nb_hyphens *hyphens, const char *lang, const char *want)
{
    char text[256], got[512];
    unsigned char points[256] = {0};
    size_t len = 0, out = 0;
    for (const char *p = want; *p; p++)
        if (*p != '=')
            text[len++] = *p;
    assert_int_equal(nb_hyphens_find(hyphens, lang, (struct nb_str){text, len}, points),
                     NB_OK);
    for (size_t i = 0; i < len; i++) {
        if (points[i])
            got[out++] = '=';
        got[out++] = text[i];
    }
    got[out] = '\0';
    assert_string_equal(got, want);
}

static void by_language(void **state)
{
    expect(*state, "en-US", "hy=phen=ation");
    expect(*state, "en", "rep=re=sen=ta=tive");
    expect(*state, "en-GB", "rep=res=ent=at=ive");
    expect(*state, "de", "Hoch=was=ser=schutz");
    expect(*state, "de-CH", "Über=schwem=mung");
    expect(*state, "de", "Bun=des=ver=fas=sungs=ge=richt");
    expect(*state, "fr", "gou=ver=ne=ment");
    expect(*state, "fr", "l’amé=lio=ra=tion");
    expect(*state, "ru", "пра=ви=тель=ство");
    expect(*state, "pl", "mi=ni=ster=stwo");
    expect(*state, "it", "mi=ni=stero");
    expect(*state, "es", "go=bierno");
    expect(*state, "uk", "уряд");
}

static void punctuation_and_case(void **state)
{
    expect(*state, "en-US", "“hy=phen=ation”,");
    expect(*state, "en-US", "HY=PHEN=ATION");
    expect(*state, "en-US", "hy=phen=ation-free");
    expect(*state, "en-US", "UNESCO");
}

static void left_alone(void **state)
{
    expect(*state, "en-US", "army");
    expect(*state, "en-US", "hyphenation2");
    expect(*state, "en-US", "2hyphenation");
    expect(*state, "en-US",
           "hyphen\xC2\xAD"
           "ation");
    expect(*state, "en-US", "someone@hyphenation");
    expect(*state, "xx", "hyphenation");
    expect(*state, NULL, "hyphenation");
    expect(*state, "en-US", "правительство");
    expect(*state, "ru", "hyphenation");
    char endless[200];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    expect(*state, "en-US", endless);
}

/* Writes a dictionary under a new name, which replaces the X's of `path`. */
static void write_dict(char *path, const char *text)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
}

static void reads_patterns(void **state)
{
    (void)state;
    char path[] = "/tmp/nb-hyphen-XXXXXX", other[] = "/tmp/nb-hyphen-XXXXXX";
    struct nb_hyphen_dict *dict;
    const uint32_t letters[] = {'a', 'b', 'c', 'd', 'e'};
    unsigned char levels[5];
    write_dict(path, "UTF-8\n% comment\nLEFTHYPHENMIN 2\na1b\nc3d\n.ab2c\nNEXTLEVEL\n"
                     "b1c\r\nc4d\nd2e.\nd1e/x=,1,2\n1");
    assert_int_equal(nb_hyphen_dict_open(path, &dict), NB_OK);
    nb_hyphen_dict_find(dict, letters, 5, levels);
    const unsigned char want[] = {0, 7, 2, 9, 2};
    assert_memory_equal(levels, want, sizeof want);
    nb_hyphen_dict_close(dict);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(nb_hyphen_dict_open(path, &dict), NB_IO);
    write_dict(other, "");
    assert_int_not_equal(nb_hyphen_dict_open(other, &dict), NB_OK);
    assert_int_equal(unlink(other), 0);
}

static void reports_what_is_missing(void **state)
{
    expect(*state, "en-GB", "rep=res=ent=at=ive");
    assert_int_equal(nb_hyphens_lacks(*state), 0);
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    nb_hyphens_report(3, &ctx);
    assert_int_equal(nb_diags_count(diags), 2);
    assert_string_equal(nb_diags_at(diags, 0)->detail,
                        "en-US; install the package hyphen-en-us");
    nb_diags_free(diags);
}

static void survives_no_memory(void **state)
{
    (void)state;
    unsigned char points[16] = {0};
    unsigned long n = 1;
    for (bool done = false; !done && n < 100; n++) {
        nb_mem_fail_at(n);
        struct nb_hyphens *hyphens = nb_hyphens_new();
        enum nb_status status =
            hyphens ? nb_hyphens_find(hyphens, "ru", NB_STR("abcdef"), points)
                    : NB_NOMEM;
        assert_true(status == NB_OK || status == NB_NOMEM);
        done = status == NB_OK;
        nb_hyphens_free(hyphens);
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 4, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(by_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(punctuation_and_case, set_up, tear_down),
        cmocka_unit_test_setup_teardown(left_alone, set_up, tear_down),
        cmocka_unit_test(reads_patterns),
        cmocka_unit_test_setup_teardown(reports_what_is_missing, set_up, tear_down),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
