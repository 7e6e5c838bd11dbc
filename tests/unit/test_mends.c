/* Text itself: mojibake, references left as text, joiners, characters for private use, and what
 * the builder makes of language and direction. */
#include "doc_help.h"

#include "base/mojibake.h"
#include "doc/clean.h"
#include "doc/escapes.h"

#include <string.h>

struct sample {
    const char *text, *want; /* NULL: stays as it is */
};

static void check_mojibake(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct nb_mojibake seen = {0, 0};
        struct nb_buf out = NB_BUF_INIT;
        const char *want = samples[i].want;
        bool undone = nb_mojibake_undo(nb_str_of(samples[i].text), &seen, &out);
        if (undone != (want != NULL) || (want && strcmp(nb_buf_cstr(&out), want) != 0))
            fail_msg("%s became %s", samples[i].text, nb_buf_cstr(&out));
        nb_buf_free(&out);
    }
}

#define MOJIBAKE(samples) \
    check_mojibake((samples), sizeof(samples) / sizeof((samples)[0]))

static void mojibake_is_undone(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Itâ€\u2122s", "It’s"},
        {"cafÃ\u00a9", "café"},
        {"â€œgoodâ€\xC2\x9D", "“good”"},
        {"â€œgoodâ€ here", "“good” here"}, /* a byte lost */
        {"voilÃ\u00a0 que lâ€\u2122Ã\u00a9tÃ\u00a9", "voilà que l’été"},
        {"Ã‰tÃ\u00a9", "Été"},
        {"Â£5", "£5"},
        {"Å‚Ã³dÅ\u00ba", "łódź"},
        {"ðŸ\u02dc€", "\U0001f600"},
        {"ÐŸÑ€Ð\u00b8Ð²ÐµÑ‚", "Привет"},
        {"ä\u00b8\u00adå›½", "\u4e2d\u56fd"},
        {"â\xC2\x80\xC2\x99", "’"}, /* by way of Latin-1 */
        {"Ã¢â‚¬â„¢", "’"},          /* twice */
        {"ÃƒÂ\u00a9", "é"},
        {"a proper é and cafÃ\u00a9", "a proper é and café"},
    };
    MOJIBAKE(samples);
}

static void good_text_stays(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "naïve façade — déjà vu …",
        "CAFÉ»",
        "«AMANHÃ»",
        "AMANHÃ”",
        "AMANHÃ…",
        "SÃO PAULO",
        "die Ä… und die „Ü“",
        "MONTAÑ…",
        "Å–sund",
        "voilÃ\u00a0 alone",
        "Привет",
        "\u4e2d\u56fd",
        "\u00a9 2026 \u00ae \u2122 ½ \u00b0",
        "Zuñiga ¡Hola! ¿Qué?",
        "Türkçe ışık",
        "ÃÃÃ",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct sample sample[] = {{texts[i], NULL}};
        MOJIBAKE(sample);
    }
}

/* What could be either is undone only beside what is certain, and never beside good text. */
static void evidence_counts(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"Itâ€\u2122s Ã»", "It’s û"},
        {"Itâ€\u2122s é Ã»", "It’s é Ã»"},
        {"Ã»", NULL},
    };
    MOJIBAKE(samples);
    struct nb_mojibake seen = {1, 0};
    struct nb_buf out = NB_BUF_INIT;
    assert_true(nb_mojibake_undo(NB_STR("Ã»"), &seen, &out));
    assert_string_equal(nb_buf_cstr(&out), "û");
    nb_buf_free(&out);
}

static void references_are_undone(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"caf&eacute; &amp; bar", "café & bar"},
        {"&#8217;&#x2019;", "’’"},
        {"&amp;amp;quot;", "\""},
        {"It&amp;acirc;&euro;&trade;s", "It’s"},
        {"AT&T; R&D &nosuch; & &;&#;&#x;&#xD800;", NULL},
        {"&amp without", NULL},
        {"&averyverylongname;", NULL},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct nb_mojibake seen = {0, 0};
        struct nb_buf out = NB_BUF_INIT;
        const char *want = samples[i].want;
        bool undone = nb_escapes_undo(nb_str_of(samples[i].text), &seen, &out);
        if (undone != (want != NULL) || (want && strcmp(nb_buf_cstr(&out), want) != 0))
            fail_msg("%s became %s", samples[i].text, nb_buf_cstr(&out));
        nb_buf_free(&out);
    }
}

static void clean(const char *text, const char *want)
{
    struct nb_clean state = {0};
    struct nb_buf out = NB_BUF_INIT;
    nb_clean_add(&state, nb_str_of(text), &out);
    if (strcmp(nb_buf_cstr(&out), want) != 0)
        fail_msg("%s became %s, not %s", text, nb_buf_cstr(&out), want);
    nb_buf_free(&out);
}

static void invisible_characters(void **state)
{
    (void)state;
    clean("a\u200db\u200cc", "abc"); /* Latin */
    clean("\u0645\u06cc\u200c\u0634\u0648\u062f",
          "\u0645\u06cc\u200c\u0634\u0648\u062f");
    clean("\u0645\u06cc\u200c x", "\u0645\u06cc x");               /* joins nothing */
    clean("\u0647\u200d", "\u0647\u200d");                         /* a joining form */
    clean("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"); /* Devanagari */
    clean("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469");
    clean("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\ufe0f\u200d\U0001f308");
    clean("\U0001f468\u200dx", "\U0001f468x");
    clean("\u200e\u05d0\u200f", "\u200e\u05d0\u200f");
    clean("hy\u00adphen\u200b\u2060ated\ufeff\ufffc", "hyphenated");
    clean("\uf0b7 a \uf10b b\ue000", "• a b");
    clean("eﬃcient ﬂoor", "efficient floor");
    clean("\xC2\x93x\xC2\x94 \xC2\x85 \xC2\x81y", "“x” … y");
    clean("a\u2800\u2800b\u3164c", "a bc");
}

static void blanks_agree_with_cleaning(void **state)
{
    (void)state;
    assert_int_equal(nb_clean_blank(NB_STR("\u200c\u200d ")), 7);
    assert_int_equal(nb_clean_blank(NB_STR(" \u200cx")), 1);
    assert_int_equal(nb_clean_blank(NB_STR("\ue000\u00ad\u200bx")), 8);
    struct world world;
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "a.txt");
    struct nb_article *article;
    struct nb_arena *arena;
    nb_build_paragraph(build, NB_STR("\u200c"), 1);
    nb_build_paragraph(build, NB_STR("\ue000\ue001"), 1);
    nb_build_paragraph(build, NB_STR("x"), 1);
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_ptr_equal(article->body->first, article->body->last);
    assert_int_equal(nb_diags_count(world.diags), 1);
    assert_int_equal(nb_diags_at(world.diags, 0)->code, NB_DIAG_PRIVATE_USE);
    assert_string_equal(nb_diags_at(world.diags, 0)->detail, "2");
    nb_arena_free(arena);
    world_close(&world);
}

static void tongue(const char *lang, const char *text, const char *want,
                   enum nb_dir dir)
{
    struct world world;
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "a.txt");
    struct nb_article *article;
    struct nb_arena *arena;
    nb_build_article(build)->lang = nb_build_keep(build, nb_str_of(lang));
    nb_build_paragraph(build, nb_str_of(text), 1);
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    if (want)
        assert_string_equal(article->lang, want);
    else
        assert_null(article->lang);
    assert_int_equal(article->dir, dir);
    nb_arena_free(arena);
    world_close(&world);
}

#define ENGLISH \
    "The harbour was closed for two days because of the storm, and nobody on the " \
    "quay " \
    "could say when the ferry would come to them."
#define HEBREW \
    "\u05d4\u05e0\u05de\u05dc \u05d4\u05d9\u05d4 \u05e1\u05d2\u05d5\u05e8 " \
    "\u05e2\u05dc " \
    "\u05d9\u05d3\u05d9 \u05d4\u05e1\u05e2\u05e8\u05d4 "

static void language_and_direction(void **state)
{
    (void)state;
    tongue(NULL, ENGLISH, "en", NB_DIR_LTR);
    tongue("fr", ENGLISH, "fr", NB_DIR_LTR); /* what the source says stands */
    tongue("ar", ENGLISH, "ar", NB_DIR_LTR); /* but no letter of it is Arabic */
    tongue(NULL, HEBREW, "he", NB_DIR_RTL);
    tongue("en", HEBREW HEBREW HEBREW HEBREW, "en", NB_DIR_RTL);
    tongue(NULL, "OK 12", NULL, NB_DIR_AUTO);
    tongue(NULL, "\u0710\u0712 \u0713 x", NULL, NB_DIR_RTL); /* Syriac */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(mojibake_is_undone),
        cmocka_unit_test(good_text_stays),
        cmocka_unit_test(evidence_counts),
        cmocka_unit_test(references_are_undone),
        cmocka_unit_test(invisible_characters),
        cmocka_unit_test(blanks_agree_with_cleaning),
        cmocka_unit_test(language_and_direction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
