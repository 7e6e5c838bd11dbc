/* Unicode: normal form, scripts, words, line breaks, directions, encodings, languages. */
#include "base/charset.h"
#include "base/lang.h"
#include "base/unicode.h"
#include "unit.h"

#include <string.h>

static void nfc_of(const char *text, const char *want)
{
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(nb_unicode_nfc(nb_str_of(text), &out), NB_OK);
    assert_string_equal(nb_buf_cstr(&out), want);
    nb_buf_free(&out);
}

static void composes(void **state)
{
    (void)state;
    nfc_of("plain", "plain");
    nfc_of("u\xCC\x88", "ü");
    nfc_of("Wärme 王毅 – “x”", "Wärme 王毅 – “x”");
    nfc_of("\xEF\xA4\x80", "\xE8\xB1\x88"); /* U+F900 to U+8C48 */
    nfc_of("\xE3\x81\x8B\xE3\x82\x99", "が");
}

static void knows_scripts(void **state)
{
    (void)state;
    assert_int_equal(nb_unicode_script('a'), NB_SCRIPT('L', 'a', 't', 'n'));
    assert_int_equal(nb_unicode_script(0x738B), NB_SCRIPT('H', 'a', 'n', 'i'));
    assert_int_equal(nb_unicode_script('.'), NB_SCRIPT('Z', 'y', 'y', 'y'));
    assert_true(nb_unicode_is_ideograph(0x20BB7));
    assert_false(nb_unicode_is_ideograph(0x3002));
}

/* Each sentence's first byte is marked; abbreviations are those of the language. */
static void finds_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *text, *marks;
    } cases[] = {
        {"en", "It rained. Mr. Hale left.", "1000000000010000000000000"},
        {"en-GB", "Why? \"So.\"  Yes", "100001000000100"},
        {"de", "Der Hr. Maier ging. Er sah.", "100000000000000000001000000"},
        {NULL, "Über. Ja.", "1000000100"},
        {"en", "", ""},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        unsigned char starts[40];
        char marks[40] = "";
        struct nb_str text = nb_str_of(cases[c].text);
        assert_int_equal(nb_unicode_sentences(text, cases[c].lang, starts), NB_OK);
        for (size_t i = 0; i < text.len; i++)
            marks[i] = (char)('0' + starts[i]);
        assert_string_equal(marks, cases[c].marks);
        assert_int_equal(starts[text.len], 0);
    }
}

static void counts_words(void **state)
{
    (void)state;
    assert_int_equal(nb_unicode_words(nb_str_of("It’s 3½ hours – “so what”")), 5);
    assert_int_equal(nb_unicode_words(nb_str_of("中国外交部长王毅")), 4);
    assert_int_equal(nb_unicode_words(nb_str_of(" — … ")), 0);
}

/* `marked` is the text with "|" wherever a break is allowed. */
static void breaks_at(const char *marked, const char *lang)
{
    char text[256], got[512];
    unsigned char breaks[256];
    size_t len = 0, made = 0;
    for (const char *p = marked; *p; p++) {
        if (*p != '|')
            text[len++] = *p;
    }
    struct nb_str s = {text, len};
    assert_int_equal(nb_unicode_line_breaks(s, lang, breaks), NB_OK);
    for (size_t i = 0; i < len; i++) {
        if (breaks[i])
            got[made++] = '|';
        got[made++] = text[i];
    }
    got[made] = '\0';
    assert_string_equal(got, marked);
}

static void breaks_lines(void **state)
{
    (void)state;
    breaks_at("one |two-|three |(four) |five", NULL);
    breaks_at("“Quote,” |he |said |– |and |left", NULL);
    breaks_at("3.5 |km/|h |and |and/|or |-5 |1-2", NULL);
    breaks_at("a\xC2\xA0"
              "b |c !",
              NULL);
    breaks_at("word|—|word", "en");
    breaks_at("中|国|外|交|部，|王|毅。", "zh");
    breaks_at("日|本|語|「あ」", "ja");
}

static void agrees_with_the_library(void **state)
{
    /* the quick path and ICU (forced by one Han character at the end) */
    static const char *const samples[] = {
        "Plain words, with (some) “marks” and numbers: 1,234.5 or 7-8; ok?",
        "A state-of-the-art e-book – really… – by O’Neill & Co. at 50% of $3",
        "«Bonjour» dit-il, l’été/l’hiver [note] «encore» 12–14 Uhr",
        "Что это? «Новости» — да",
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        unsigned char quick[256], slow[256];
        char with_han[256];
        size_t len = strlen(samples[i]);
        memcpy(with_han, samples[i], len);
        memcpy(with_han + len, " 王", 5);
        assert_int_equal(nb_unicode_line_breaks(nb_str_of(samples[i]), NULL, quick),
                         NB_OK);
        assert_int_equal(nb_unicode_line_breaks(nb_str_of(with_han), NULL, slow),
                         NB_OK);
        for (size_t k = 0; k < len; k++) {
            if (quick[k] != slow[k])
                print_message("at %zu of %s\n", k, samples[i]);
            assert_int_equal(quick[k], slow[k]);
        }
    }
}

static void decodes_as(const char *bytes, size_t len, const char *declared,
                       const char *want)
{
    struct nb_buf out = NB_BUF_INIT;
    const char *name = NULL;
    assert_int_equal(
        nb_charset_decode((struct nb_str){bytes, len}, declared, &out, &name), NB_OK);
    assert_string_equal(nb_buf_cstr(&out), want);
    assert_non_null(name);
    nb_buf_free(&out);
}

static void decodes(void **state)
{
    (void)state;
    decodes_as("\xEF\xBB\xBFhé", 6, NULL, "hé");
    decodes_as("h\xE9", 2, "iso-8859-1", "hé");
    decodes_as("\x93h\x94", 3, "ISO-8859-1", "“h”");
    decodes_as("\xFF\xFEh\0\xE9\0", 6, NULL, "hé");
    decodes_as("h\0e\0l\0l\0o\0", 10, NULL, "hello");
    decodes_as("\xB1\xB1\xBE\xA9", 4, "gb2312", "北京");
    decodes_as("caf\xE9 cr\xE8me", 10, "no-such-encoding", "café crème");
    decodes_as("", 0, NULL, "");
    /* mojibake undone is in NFC too: U+037E is a semicolon */
    static const char mojibake[] = "Ã©tÃ© dÃ©crit Í¾ Ã©tÃ©";
    decodes_as(mojibake, sizeof mojibake - 1, NULL, "été décrit ; été");
}

static void knows_binary(void **state)
{
    (void)state;
    assert_true(nb_charset_is_binary(NB_STR("\x89PNG\r\n\x1A\n\0\0")));
    assert_true(nb_charset_is_binary(NB_STR("abc\0def")));
    assert_true(nb_charset_is_binary(NB_STR("%PDF-1.7 text")));
    assert_false(nb_charset_is_binary(NB_STR("h\0e\0l\0l\0o\0")));
    assert_false(nb_charset_is_binary(NB_STR("caf\xE9\n")));
}

static void guesses(void **state)
{
    (void)state;
    assert_string_equal(
        nb_lang_guess(
            nb_str_of("Der Minister sagte, dass die Gespräche fortgesetzt werden")),
        "de");
    assert_string_equal(
        nb_lang_guess(nb_str_of("The minister said that the talks would go on, and "
                                "that nothing had been decided about the meeting.")),
        "en");
    assert_string_equal(
        nb_lang_guess(nb_str_of("中国外交部长王毅会见日本国家安全顾问")), "zh-Hans");
    assert_string_equal(
        nb_lang_guess(nb_str_of("中國外交部長王毅會見日本國家安全顧問")), "zh-Hant");
    assert_string_equal(nb_lang_guess(nb_str_of("首相は昨日の会見で述べた")), "ja");
    assert_string_equal(nb_lang_guess(nb_str_of("ראש הממשלה אמר אתמול")), "he");
    assert_null(nb_lang_guess(nb_str_of("OK 12")));
    assert_true(nb_lang_same("en-GB", "en"));
    assert_false(nb_lang_same("en", "es"));
    assert_true(nb_lang_matches("zh-Hant", "zh"));
    assert_false(nb_lang_matches("zhx", "zh"));
    assert_true(nb_lang_is_rtl("he-IL"));
}

static void test_upper(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"straße i", NULL, "STRASSE I"},
        {"i", "tr", "İ"},
        {"a", "no language at all, but a long text of words", "A"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nb_buf out = NB_BUF_INIT;
        assert_int_equal(nb_unicode_to_upper(nb_str_of(cases[i][0]), cases[i][1], &out),
                         NB_OK);
        assert_string_equal(nb_buf_cstr(&out), cases[i][2]);
        nb_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_upper),
        cmocka_unit_test(composes),
        cmocka_unit_test(knows_scripts),
        cmocka_unit_test(finds_sentences),
        cmocka_unit_test(counts_words),
        cmocka_unit_test(breaks_lines),
        cmocka_unit_test(agrees_with_the_library),
        cmocka_unit_test(decodes),
        cmocka_unit_test(knows_binary),
        cmocka_unit_test(guesses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
