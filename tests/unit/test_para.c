/* Paragraphs set: nothing lost, lines filled, scripts and directions, hyphens, links, running
 * out of memory. */
#include "unit.h"

#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "layout/para.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char prose[] =
    "The harbour board will meet again on Thursday, its chairwoman said, to consider "
    "the "
    "extraordinary circumstances under which the eastern breakwater was extended "
    "without "
    "any of the customary consultations. “We were astonished,” she added, “to find the "
    "work already half finished; nobody had asked for it, and nobody seems to know who "
    "is "
    "paying.” The engineers’ representative declined to comment, but pointed to a "
    "report "
    "from the nineteen-thirties that recommended precisely such an extension — at less "
    "than a hundredth of the present cost. Fishermen welcomed the decision "
    "nonetheless.";

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_fonts *fonts;
    struct nb_setter *setter;
    struct nb_arena *arena;
    struct nb_style style;
    struct nb_span span;
    struct nb_para_in in;
    struct nb_para para;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    *state = fixture;
    fixture->diags = nb_diags_new();
    fixture->ctx = (struct nb_ctx){fixture->diags, &nb_limits_default};
    fixture->arena = nb_arena_new(0);
    if (nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL, &fixture->fonts) !=
            NB_OK ||
        nb_setter_new(fixture->fonts, NULL, &fixture->setter) != NB_OK)
        return 1;
    fixture->style = (struct nb_style){.families = {"PT Serif", "serif"},
                                       .font_size = 9,
                                       .font_weight = 400,
                                       .line_height = 11,
                                       .align = NB_ALIGN_JUSTIFY,
                                       .indent = 9,
                                       .hyphens = true};
    fixture->in = (struct nb_para_in){.spans = &fixture->span,
                                      .span_count = 1,
                                      .style = &fixture->style,
                                      .measure = 165,
                                      .lang = "en-GB",
                                      .origin = {NB_ROLE_PARAGRAPH, 3, 7}};
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    nb_setter_free(fixture->setter);
    nb_fonts_free(fixture->fonts);
    nb_arena_free(fixture->arena);
    nb_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static struct nb_para *set(struct fixture *fixture, const char *text)
{
    if (fixture->in.spans == &fixture->span)
        fixture->span = (struct nb_span){
            .text = text, .len = strlen(text), .style = &fixture->style};
    assert_int_equal(
        nb_para_set(fixture->setter, fixture->arena, &fixture->in, &fixture->para),
        NB_OK);
    return &fixture->para;
}

static double run_width(const struct nb_run *run)
{
    double width = 0;
    for (size_t i = 0; i < run->glyph_count; i++)
        width += (double)run->glyphs[i].advance;
    return width;
}

/* What holds for every run: no missing glyphs, clusters within the text, in order. */
static void check_run(const struct nb_run *run)
{
    assert_non_null(run->font);
    assert_true(run->glyph_count > 0 || run->text_len == 0);
    for (size_t i = 0; i < run->glyph_count; i++) {
        assert_int_not_equal(run->glyphs[i].id, 0);
        assert_true(run->glyphs[i].cluster <= run->text_len);
        if (i && run->rtl)
            assert_true(run->glyphs[i].cluster <= run->glyphs[i - 1].cluster);
        else if (i)
            assert_true(run->glyphs[i].cluster >= run->glyphs[i - 1].cluster);
    }
}

/* However tight a line is, what parts two words is seen, and taken for a space by readers of a
 * PDF, some of which want 0.15 of the size; letters alone are set apart within words. */
static void parts_words(void **state)
{
    struct fixture *fixture = *state;
    double least = 1;
    size_t shrunk = 0;
    fixture->style.families[0] = "Vollkorn"; /* a space of 0.2 em */
    for (int measure = 120; measure < 260; measure += 5) {
        fixture->in.measure = measure;
        const struct nb_para *para = set(fixture, prose);
        for (size_t i = 0; i < para->line_count; i++)
            for (const struct nb_run *run = para->lines[i].runs; run; run = run->next) {
                shrunk += run->spacing < 0;
                for (size_t g = 1; g < run->glyph_count; g++) {
                    const struct nb_glyph *space = &run->glyphs[g];
                    if (space->cluster >= run->text_len ||
                        run->text[space->cluster] != ' ')
                        continue;
                    double gap = (double)(space->advance + run->spacing);
                    least = fmin(least, gap / (double)run->size);
                }
            }
    }
    assert_true(shrunk > 20);
    assert_true(least > 0.1539 && least < 0.17);
}

/* Checks every line, and appends its runs' text: that of right-to-left lines from the right. */
static void read_back(const struct nb_para *para, bool rtl, struct nb_buf *out)
{
    for (size_t i = 0; i < para->line_count; i++) {
        const struct nb_run *runs[64];
        size_t count = 0;
        double x = 0, width = 0;
        for (const struct nb_run *run = para->lines[i].runs; run; run = run->next) {
            check_run(run);
            assert_true(count < 64);
            if (count)
                assert_true(fabs((double)run->x - x) < 0.01);
            x = (double)run->x + run_width(run);
            width += run_width(run);
            runs[count++] = run;
        }
        assert_true(fabs(width - para->lines[i].width - para->lines[i].hang) < 0.01);
        bool space = false;
        for (size_t r = 0; r < count; r++) {
            const struct nb_run *run = runs[rtl ? count - 1 - r : r];
            nb_buf_add(out, run->text, run->text_len);
            space = space || run->space_after;
        }
        if (space)
            nb_buf_putc(out, ' ');
    }
}

static void expect_text(const struct nb_para *para, bool rtl, const char *want)
{
    struct nb_buf text = NB_BUF_INIT;
    read_back(para, rtl, &text);
    assert_string_equal(nb_buf_cstr(&text), want);
    nb_buf_free(&text);
}

static void fills_justified_lines(void **state)
{
    struct fixture *fixture = *state;
    for (int measure = 100; measure < 400; measure += 13) {
        fixture->in.measure = measure;
        struct nb_para *para = set(fixture, prose);
        expect_text(para, false, prose);
        assert_true(fabs(para->height - 11 * (double)para->line_count) < 1e-9);
        for (size_t i = 0; i + 1 < para->line_count; i++) {
            double first = i == 0 ? 9 : 0;
            assert_true(fabs(para->lines[i].width + first - measure) < 0.01);
            /* An opening quote hangs out. */
            assert_true((double)para->lines[i].runs->x < first + 0.01);
            assert_true((double)para->lines[i].runs->x >
                        first - para->lines[i].hang - 0.01);
            assert_true(para->lines[i].hang < 6);
            assert_false(para->lines[i].last);
        }
        assert_true(para->lines[para->line_count - 1].last);
        assert_true(para->lines[para->line_count - 1].width < measure + 0.01);
    }
}

/* Letters give a little, all of a line alike; not where the style forbids it. */
static void gives_letters_room(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.measure = 163;
    bool wider = false, narrower = false, hangs = false;
    struct nb_para *para = set(fixture, prose);
    for (size_t i = 0; i < para->line_count; i++) {
        const struct nb_run *run = para->lines[i].runs;
        assert_true(fabs((double)run->stretch - 1) < 0.01501);
        assert_true(fabs((double)run->spacing) < 0.0125 * (double)run->size);
        wider = wider || run->stretch > 1;
        narrower = narrower || run->stretch < 1;
        hangs = hangs || para->lines[i].hang > 0;
    }
    assert_true(wider && narrower && hangs);
    fixture->style.rigid = true;
    para = set(fixture, prose);
    for (size_t i = 0; i < para->line_count; i++) {
        assert_true(fabs((double)para->lines[i].runs->stretch - 1) < 1e-9);
        assert_true(fabs((double)para->lines[i].runs->spacing) < 1e-9);
        assert_true(fabs(para->lines[i].hang) < 1e-9);
    }
}

/* No line of a usual measure ends between a number and its unit, or before a French stop. */
static void keeps_ties(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *lang, *text, *end; /* no line ends so */
    } cases[] = {
        {"en", "It was said on 19 November that A. Prewitt ran 40 km in 3 h, p. 12.",
         "19"},
        {"en", "It was said on 19 November that A. Prewitt ran 40 km in 3 h, p. 12.",
         "A."},
        {"en", "It was said on 19 November that A. Prewitt ran 40 km in 3 h, p. 12.",
         "40"},
        {"en", "It was said on 19 November that A. Prewitt ran 40 km in 3 h, p. 12.",
         "p."},
        {"en", "Between January 12 and 1 May a billion people read page 7 of it.",
         "January"},
        {"en", "Between January 12 and 1 May a billion people read page 7 of it.", "1"},
        {"en", "Between January 12 and 1 May a billion people read page 7 of it.",
         "page"},
        {"en", "Some 2 billion people, 10 000 of them here, paid 5 % more on that.",
         "2"},
        {"en", "Some 2 billion people, 10 000 of them here, paid 5 % more on that.",
         "10"},
        {"en", "Some 2 billion people, 10 000 of them here, paid 5 % more on that.",
         "5"},
        {"de", "Er kam am 3. Januar mit 40 Prozent, \xC2\xA7 12 und S. 7 davon.", "3."},
        {"de", "Er kam am 3. Januar mit 40 Prozent, \xC2\xA7 12 und S. 7 davon.", "40"},
        {"de", "Er kam am 3. Januar mit 40 Prozent, \xC2\xA7 12 und S. 7 davon.", "S."},
        {"fr",
         "Le 3 mai et le 12 septembre de la m\xC3\xAAme ann\xC3\xA9"
         "e, il est venu.",
         "3"},
        {"fr", "Elle a dit : \xC2\xAB non \xC2\xBB ! Pourquoi ? Personne ne sait",
         "dit"},
        {"fr", "Elle a dit : \xC2\xAB non \xC2\xBB ! Pourquoi ? Personne ne sait",
         "\xC2\xAB"},
        {"fr", "Elle a dit : \xC2\xAB non \xC2\xBB ! Pourquoi ? Personne ne sait",
         "non"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        fixture->in.lang = cases[c].lang;
        size_t len = strlen(cases[c].end);
        for (int measure = 75; measure < 300; measure += 7) {
            fixture->in.measure = measure;
            struct nb_para *para = set(fixture, cases[c].text);
            for (size_t i = 0; i + 1 < para->line_count; i++) {
                const struct nb_run *run = para->lines[i].runs;
                while (run->next)
                    run = run->next;
                assert_false(
                    run->text_len >= len &&
                    memcmp(run->text + run->text_len - len, cases[c].end, len) == 0);
            }
        }
    }
}

/* Straight marks become those of the language, by where they stand; not in other scripts, in
 * code, behind figures, and where the style keeps them. */
static void sets_quotation_marks(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *lang, *text, *shown;
    } cases[] = {
        {"en", "\"It's a 'fine' day\", (\"so\") in the '90s",
         "“It’s a ‘fine’ day”, (“so”) in the ’90s"},
        {"en", "'Tis rock 'n' roll, 'eminent' of 'em.",
         "’Tis rock ’n’ roll, ‘eminent’ of ’em."},
        {"de-AT", "Er sagte: \"Das ist 'fein'\", Peters' Haus",
         "Er sagte: „Das ist ‚fein‘“, Peters’ Haus"},
        {"fr", "\"Non\", dit-il", "«\u202FNon\u202F», dit-il"},
        {"sv", "\"Ja\"", "”Ja”"},
        {"en", "5' 10\" high", "5' 10\" high"},
        {"zh", "他说\"好\"", "他说\"好\""},
        {NULL, "\"x\"", "\"x\""},
    };
    fixture->in.measure = 1000;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct nb_buf text = NB_BUF_INIT;
        fixture->in.lang = cases[c].lang;
        read_back(set(fixture, cases[c].text), false, &text);
        assert_string_equal(nb_buf_cstr(&text), cases[c].shown);
        nb_buf_free(&text);
    }
    struct nb_buf text = NB_BUF_INIT;
    fixture->in.lang = "en";
    fixture->style.straight = true;
    read_back(set(fixture, "\"x\""), false, &text);
    assert_string_equal(nb_buf_cstr(&text), "\"x\"");
    nb_buf_free(&text);
}

/* In French the space before a sign does not give, whatever the others do. */
static void fixes_french_spaces(void **state)
{
    struct fixture *fixture = *state;
    double least = 100, most = 0;
    fixture->in.lang = "fr";
    for (int measure = 90; measure < 200; measure += 3) {
        fixture->in.measure = measure;
        const struct nb_para *para =
            set(fixture, "Qui donc ? Pourquoi ? Comment ? Personne ne le sait encore");
        for (size_t i = 0; i < para->line_count; i++)
            for (const struct nb_run *run = para->lines[i].runs; run; run = run->next)
                for (size_t g = 0; g + 1 < run->glyph_count; g++)
                    if (run->text[run->glyphs[g].cluster] == ' ' &&
                        run->text[run->glyphs[g + 1].cluster] == '?') {
                        double gap = (double)(run->glyphs[g].advance + run->spacing);
                        least = fmin(least, gap);
                        most = fmax(most, gap);
                    }
    }
    assert_true(most < 0.2 * fixture->style.font_size && most - least < 0.02);
}

/* Chinese stands a little apart from Latin letters and figures beside it, within a line and in one
 * face or two; at a line's end that falls away. */
static void sets_scripts_apart(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "与IBM公司在2026年合作";
    fixture->in.lang = "zh-CN";
    fixture->in.measure = 1000;
    fixture->style.align = NB_ALIGN_LEFT;
    double apart = set(fixture, text)->lines[0].width;
    fixture->style.no_autospace = true;
    double close = set(fixture, text)->lines[0].width;
    double each = (apart - close) / fixture->style.font_size / 4;
    assert_true(each > 0.08 && each < 0.1);
    fixture->style.no_autospace = false;
    fixture->style.align = NB_ALIGN_JUSTIFY;
    for (int measure = 60; measure < 130; measure++) {
        fixture->in.measure = measure;
        const struct nb_para *para =
            set(fixture, "港务局与IBM公司在2026年合作建造5座码头和A级航道");
        for (size_t i = 0; i + 1 < para->line_count; i++)
            assert_true(fabs(para->lines[i].width - measure +
                             (i ? 0 : fixture->style.indent)) < 0.05);
    }
}

static void hyphenates(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.measure = 110;
    struct nb_para *para = set(fixture, prose);
    size_t hyphens = 0, row = 0;
    for (size_t i = 0; i < para->line_count; i++) {
        const struct nb_run *run = para->lines[i].runs;
        while (run->next)
            run = run->next;
        row = para->lines[i].hyphenated ? row + 1 : 0;
        assert_true(row <= 2);
        assert_int_equal(run->hyphen, para->lines[i].hyphenated);
        if (run->hyphen) {
            hyphens++;
            assert_false(run->space_after);
            assert_int_equal(run->glyphs[run->glyph_count - 1].cluster, run->text_len);
        }
    }
    assert_true(hyphens > 0);
    fixture->style.hyphens = false;
    para = set(fixture, prose);
    for (size_t i = 0; i < para->line_count; i++)
        assert_false(para->lines[i].hyphenated);
    expect_text(para, false, prose);
}

static void honours_soft_hyphens(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.measure = 60;
    fixture->in.no_indent = true;
    fixture->in.lang = NULL;
    struct nb_para *para = set(fixture, "Donaudampf\xC2\xADschiff\xC2\xAD"
                                        "fahrt");
    assert_int_equal(para->line_count, 2);
    assert_true(para->lines[0].hyphenated);
    expect_text(para, false, "Donaudampfschifffahrt");
    fixture->in.measure = 600;
    para = set(fixture, "Donaudampf\xC2\xADschiff\xC2\xAD"
                        "fahrt");
    expect_text(para, false, "Donaudampfschifffahrt");
    assert_false(para->lines[0].runs->hyphen);
}

static void keeps_no_break_spaces(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "Il y a 20\xC2\xA0kilomètres, n’est-ce pas\xE2\x80\xAF? "
                       "« Oui\xE2\x80\xAF» dit-elle, 300\xC2\xA0km.";
    fixture->in.lang = "fr";
    for (int measure = 40; measure < 200; measure += 7) {
        fixture->in.measure = measure;
        struct nb_para *para = set(fixture, text);
        expect_text(para, false, text);
        for (size_t i = 0; i < para->line_count; i++) {
            const struct nb_run *run = para->lines[i].runs;
            assert_false(run->text_len && strchr("?,.", run->text[0]));
            while (run->next)
                run = run->next;
            assert_false(run->text_len > 1 &&
                         memcmp(run->text + run->text_len - 2, "\xC2\xA0", 2) == 0);
        }
    }
}

static void collapses_space(void **state)
{
    struct fixture *fixture = *state;
    expect_text(set(fixture, "  a \t b\r\n  c  \n\nd \n"), false, "a b c d");
    assert_int_equal(fixture->para.line_count, 4);
    assert_null(fixture->para.lines[2].runs);
    assert_true(fixture->para.lines[2].ascent > 5);
    assert_true(fixture->para.lines[0].last);
    assert_int_equal(set(fixture, "")->line_count, 0);
    assert_int_equal(set(fixture, " \t ")->line_count, 0);
    fixture->style.preformatted = true;
    expect_text(set(fixture, "  if x:\n\treturn"), false, "  if x:     return");
}

static void falls_back(void **state)
{
    struct fixture *fixture = *state;
    const char *text =
        "王毅 𠮷 日本語 हिन्दी ไทย 😀 Ωμέγα Việt, said (王毅), the minister";
    fixture->in.measure = 500;
    struct nb_para *para = set(fixture, text);
    expect_text(para, false, text);
    bool serif = false, bracket = false;
    for (const struct nb_run *run = para->lines[0].runs; run; run = run->next) {
        const char *family = nb_font_info(run->font)->family;
        struct nb_str shown = {run->text, run->text_len};
        if (nb_str_find(shown, NB_STR("Ωμέγα")) >= 0)
            serif = strcmp(family, "Noto Serif") == 0;
        if (nb_str_find(shown, NB_STR("),")) >= 0)
            bracket = strcmp(family, "PT Serif") == 0;
    }
    assert_true(serif);
    assert_true(bracket);
}

static void shows_squares_for_what_is_missing(void **state)
{
    struct fixture *fixture = *state;
    struct nb_para *para = set(fixture, "a \xEE\x84\xA3\xEE\x84\xA4 b");
    expect_text(para, false, "a \xEE\x84\xA3\xEE\x84\xA4 b");
    size_t squares = 0;
    for (const struct nb_run *run = para->lines[0].runs; run; run = run->next)
        for (size_t i = 0; i < run->glyph_count; i++)
            squares += run->glyphs[i].id == nb_font_glyph(run->font, 0x25A1);
    assert_int_equal(squares, 2);
    nb_fonts_report(fixture->fonts, &fixture->ctx);
    assert_int_equal(nb_diags_count(fixture->diags), 1);
}

static void breaks_chinese_by_its_rules(void **state)
{
    struct fixture *fixture = *state;
    const char *text =
        "港务局昨日宣布，防波堤的扩建工程已于上周完工。居民们表示，他们从未接到任何"
        "通知；局长则回应说：“一切都按照规定进行。”记者随后查阅了一九三〇年代的档案。";
    fixture->in.lang = "zh";
    for (int measure = 60; measure < 200; measure += 9) {
        fixture->in.measure = measure;
        struct nb_para *para = set(fixture, text);
        expect_text(para, false, text);
        for (size_t i = 0; i < para->line_count; i++) {
            const struct nb_run *run = para->lines[i].runs;
            static const char *const closing[] = {"，", "。", "；", "：", "”"};
            for (size_t c = 0; c < 5; c++)
                assert_false(nb_str_starts((struct nb_str){run->text, run->text_len},
                                           nb_str_of(closing[c])));
            if (i + 1 < para->line_count)
                assert_true(fabs(para->lines[i].width + (i ? 0 : 9) - measure) < 0.01);
            assert_false(run->space_after);
        }
        assert_true(para->line_count > 3);
    }
}

/* Where a word is parted without a hyphen, what is added says so, and has no width. */
static void says_where_words_go_on(void **state)
{
    struct fixture *fixture = *state;
    static const char *const texts[][2] = {
        {"ko", "항만위원회는목요일에다시회의를열어방파제연장문제를논의할예정이다"},
        {"th", "คณะกรรมการท่าเรือจะประชุมอีกครั้งในวันพฤหัสบดีเพื่อพิจารณาเรื่องนี้"}};
    fixture->in.measure = 90;
    for (size_t c = 0; c < 2; c++) {
        fixture->in.lang = texts[c][0];
        const struct nb_para *para = set(fixture, texts[c][1]);
        assert_true(para->line_count >= 3);
        for (size_t i = 0; i < para->line_count; i++) {
            const struct nb_run *run = para->lines[i].runs;
            while (run->next)
                run = run->next;
            assert_true(run->hyphen == (i + 1 < para->line_count));
            assert_false(para->lines[i].hyphenated);
            if (run->hyphen)
                assert_true(fabsf(run->glyphs[run->glyph_count - 1].advance) < 0.01F);
        }
    }
}

static void breaks_thai(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "คณะกรรมการท่าเรือจะประชุมอีกครั้งในวันพฤหัสบดีเพื่อพิจารณาเรื่องนี้";
    fixture->in.lang = "th";
    fixture->in.measure = 90;
    struct nb_para *para = set(fixture, text);
    assert_true(para->line_count >= 3);
    expect_text(para, false, text);
    for (size_t i = 0; i < para->line_count; i++)
        assert_true(para->lines[i].width <= 90.01);
}

static void orders_directions(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.measure = 500;
    fixture->in.no_indent = true;
    struct nb_para *para = set(fixture, "a שלום b");
    const struct nb_run *run = para->lines[0].runs;
    assert_memory_equal(run->text, "a ", 2);
    run = run->next;
    assert_true(run->rtl);
    assert_string_equal(nb_font_info(run->font)->family, "Noto Serif Hebrew");
    assert_int_equal(run->glyphs[run->glyph_count - 1].cluster, 0);
    expect_text(para, false, "a שלום b");

    fixture->in.rtl = true;
    fixture->in.lang = "ar";
    const char *text = "قال المتحدث إن 25 عاملا حضروا";
    para = set(fixture, text);
    expect_text(para, true, text);
    size_t runs = 0;
    for (run = para->lines[0].runs; run; run = run->next, runs++)
        assert_int_equal(run->rtl, runs != 1);
    assert_int_equal(runs, 3);
    double right = (double)para->lines[0].runs->x + para->lines[0].width;
    assert_true(fabs(right - 500) < 0.01);

    fixture->in.measure = 60;
    para = set(fixture, text);
    assert_true(para->line_count > 1);
    for (size_t i = 0; i + 1 < para->line_count; i++)
        assert_true(fabs(para->lines[i].width - 60) < 0.01);
    expect_text(para, true, text);
}

static void balances_headlines(void **state)
{
    struct fixture *fixture = *state;
    fixture->style.align = NB_ALIGN_START;
    fixture->style.font_size = 30;
    fixture->style.hyphens = false;
    fixture->in.no_indent = true;
    fixture->in.measure = 400;
    const char *text = "Harbour board to meet on breakwater";
    size_t plain = set(fixture, text)->line_count;
    fixture->in.balance = true;
    struct nb_para *para = set(fixture, text);
    assert_int_equal(plain, 2);
    assert_int_equal(para->line_count, 2);
    assert_true(fabs(para->lines[0].width - para->lines[1].width) < 120);
    assert_true(fabs((double)para->lines[1].runs->x) < 0.01);
    fixture->style.align = NB_ALIGN_CENTER;
    para = set(fixture, text);
    double left = (double)para->lines[0].runs->x;
    assert_true(fabs(left * 2 + para->lines[0].width - 400) < 0.02);
}

/* A word wider than the measure is torn, and its line says so; not one that ends at a space, though
 * it would rather not, nor Japanese. */
static void tells_torn_words(void **state)
{
    struct fixture *fixture = *state;
    fixture->style.align = NB_ALIGN_START;
    fixture->style.font_size = 30;
    fixture->style.hyphens = false;
    fixture->in.no_indent = fixture->in.balance = true;
    fixture->in.measure = 240;
    assert_true(set(fixture, "The internationalisation")->lines[1].torn);
    static const char *const whole[] = {"The international board",
                                        "A meeting of 300 kilometres",
                                        "\u6D77\u5E95\u30B1\u30FC\u30D6\u30EB\u3067"
                                        "\u5730\u9707\u3092\u8074\u304F"};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        const struct nb_para *para = set(fixture, whole[i]);
        assert_true(para->line_count > 1);
        for (size_t line = 0; line < para->line_count; line++)
            assert_false(para->lines[line].torn);
    }
}

static void breaks_addresses_without_hyphens(void **state)
{
    struct fixture *fixture = *state;
    const char *text =
        "See https://www.example.org/harbour/board/minutes/2026/extraordinary-meeting "
        "and 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.";
    fixture->in.measure = 120;
    struct nb_para *para = set(fixture, text);
    expect_text(para, false, text);
    for (size_t i = 0; i < para->line_count; i++) {
        assert_false(para->lines[i].hyphenated);
        assert_true(para->lines[i].width <= 120.1); /* letters give in steps */
    }
}

static void mixes_styles(void **state)
{
    struct fixture *fixture = *state;
    struct nb_style bold = fixture->style, raised = fixture->style;
    bold.font_weight = 700;
    bold.underline = true;
    raised.superscript = true;
    raised.font_size = 6.3;
    struct nb_span spans[] = {{.text = "The ", .len = 4, .style = &fixture->style},
                              {.text = "harbour board",
                               .len = 13,
                               .style = &bold,
                               .uri = "https://a.example/"},
                              {.text = "1",
                               .len = 1,
                               .style = &raised,
                               .anchor = "note-1",
                               .role = NB_ROLE_NOTE},
                              {.text = ", again", .len = 7, .style = &fixture->style}};
    fixture->in.spans = spans;
    fixture->in.span_count = 4;
    fixture->in.measure = 400;
    struct nb_para *para = set(fixture, NULL);
    expect_text(para, false, "The harbour board1, again");
    const struct nb_run *run = para->lines[0].runs->next;
    assert_true(run->underline);
    assert_int_equal(nb_font_info(run->font)->weight, 700);
    assert_int_equal(run->origin.role, NB_ROLE_PARAGRAPH);
    assert_int_equal(run->origin.block, 7);
    run = run->next;
    assert_true((double)run->y < -2);
    assert_int_equal(run->origin.role, NB_ROLE_NOTE);
    const struct nb_line_link *link = para->lines[0].links;
    assert_string_equal(link->uri, "https://a.example/");
    assert_string_equal(link->text, "harbour board");
    assert_true(fabs(link->x - (double)para->lines[0].runs->next->x) < 0.01);
    assert_true(fabs(link->width - run_width(para->lines[0].runs->next)) < 0.01);
    assert_string_equal(link->next->anchor, "note-1");
    assert_null(link->next->next);
}

static void changes_case(void **state)
{
    struct fixture *fixture = *state;
    fixture->style.transform = NB_TRANSFORM_UPPERCASE;
    fixture->style.letter_spacing = 0.5;
    expect_text(set(fixture, "straße, İzmir"), false, "STRASSE, İZMIR");
    double spaced, plain;
    assert_int_equal(
        nb_text_width(fixture->setter, &fixture->style, "en", "office", &spaced),
        NB_OK);
    fixture->style.letter_spacing = 0;
    assert_int_equal(
        nb_text_width(fixture->setter, &fixture->style, "en", "office", &plain), NB_OK);
    assert_true(fabs(spaced - plain - 2.5) < 0.5);
    fixture->style.transform = NB_TRANSFORM_NONE;
    fixture->style.small_caps = true; /* PT Serif has none: imitated */
    struct nb_para *para = set(fixture, "Reuters");
    expect_text(para, false, "REUTERS");
    assert_true(para->lines[0].runs->next->size < para->lines[0].runs->size);
    fixture->style.families[0] = "Vollkorn"; /* has them */
    para = set(fixture, "Reuters");
    expect_text(para, false, "Reuters");
    assert_null(para->lines[0].runs->next);
}

/* The greedy breaker makes lines of the same text, never better ones. */
static void compares_with_first_fit(void **state)
{
    struct fixture *fixture = *state;
    struct nb_para *para = set(fixture, prose);
    double best = 0, simple = 0;
    for (size_t i = 0; i < para->line_count; i++)
        best += fabs(pow(para->lines[i].ratio, 3));
    fixture->in.breaker = NB_BREAKER_FIRST_FIT;
    para = set(fixture, prose);
    expect_text(para, false, prose);
    for (size_t i = 0; i < para->line_count; i++)
        simple += fabs(pow(para->lines[i].ratio, 3));
    assert_true(best < simple);
}

static void survives_no_memory(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "office “王毅” \xEE\x84\xA3 representative שלום 12 "
                               "https://a.example/b extraordinary";
    fixture->span = (struct nb_span){
        .text = text, .len = sizeof text - 1, .style = &fixture->style};
    fixture->in.measure = 70;
    unsigned long n = 1;
    for (bool done = false; !done && n < 2000; n++) {
        nb_mem_fail_at(n);
        struct nb_setter *setter;
        struct nb_arena *arena = nb_arena_new(0);
        enum nb_status status =
            arena ? nb_setter_new(fixture->fonts, NULL, &setter) : NB_NOMEM;
        if (status == NB_OK) {
            status = nb_para_set(setter, arena, &fixture->in, &fixture->para);
            nb_setter_free(setter);
        }
        nb_arena_free(arena);
        assert_true(status == NB_OK || status == NB_NOMEM);
        done = status == NB_OK;
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 20, 500);
}

/* Lines beside an initial are shorter and begin further right; those below are whole. */
static void stands_beside_an_initial(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.beside = 3;
    fixture->in.initial = 30;
    fixture->style.align = NB_ALIGN_JUSTIFY;
    struct nb_para *para =
        set(fixture,
            "he tide was out when the ferry came in and nobody had thought to put the "
            "second ramp down so the passengers stood in the bow and waited while the "
            "harbour master walked the whole length of the mole to find the key and "
            "walked the whole length of it back again without one in his hand");
    assert_true(para->line_count > 4);
    for (size_t i = 0; i + 1 < para->line_count; i++) {
        double left = i < 3 ? 30 : 0, measure = fixture->in.measure - left;
        assert_true(fabs((double)para->lines[i].runs->x - left) < 4);
        assert_true(fabs(para->lines[i].width - measure) < 0.1);
    }
}

/* Brackets and stops that meet take half a square less each; at the line's ends their blank
 * halves stand out of the measure. */
static void sets_punctuation_close(void **state)
{
    struct fixture *fixture = *state;
    fixture->in.lang = "ja";
    fixture->in.measure = 1000;
    fixture->style.align = NB_ALIGN_LEFT;
    double em = set(fixture, "\u6E2F\u6E2F")->lines[0].width / 2;
    struct nb_para *para = set(fixture, "\u6E2F\u3002\u300C\u6F6E\u300D\u3001\u6E2F");
    assert_true(fabs(para->lines[0].width - 6 * em) < 0.01);
    /* An opening bracket behind a letter keeps its square. */
    para = set(fixture, "\u6E2F\u300C\u6F6E\u300D\u6E2F");
    assert_true(fabs(para->lines[0].width - 5 * em) < 0.01);
    /* In Taiwan the stops stand in the middle of theirs. */
    fixture->in.lang = "zh-Hant";
    para = set(fixture, "\u6E2F\u3002\u300C\u6F6E\u300D");
    assert_true(fabs(para->lines[0].width - 5 * em) < 0.01);

    fixture->in.lang = "ja";
    fixture->in.no_indent = true;
    fixture->in.measure = 4 * em;
    fixture->style.align = NB_ALIGN_JUSTIFY;
    para = set(fixture, "\u300C\u6F6E\u6F6E\u6F6E\u3002\u300D\u6E2F\u6E2F");
    assert_true(para->line_count > 1);
    assert_true(para->lines[0].hang >= 0.49 * em);
    for (size_t i = 0; i < para->line_count; i++)
        assert_true(para->lines[i].width < fixture->in.measure + 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(fills_justified_lines),
        TEST(gives_letters_room),
        TEST(parts_words),
        TEST(keeps_ties),
        TEST(sets_quotation_marks),
        TEST(fixes_french_spaces),
        TEST(sets_scripts_apart),
        TEST(hyphenates),
        TEST(honours_soft_hyphens),
        TEST(keeps_no_break_spaces),
        TEST(collapses_space),
        TEST(falls_back),
        TEST(shows_squares_for_what_is_missing),
        TEST(breaks_chinese_by_its_rules),
        TEST(breaks_thai),
        TEST(says_where_words_go_on),
        TEST(orders_directions),
        TEST(balances_headlines),
        TEST(tells_torn_words),
        TEST(breaks_addresses_without_hyphens),
        TEST(mixes_styles),
        TEST(changes_case),
        TEST(compares_with_first_fit),
        TEST(sets_punctuation_close),
        TEST(survives_no_memory),
        TEST(stands_beside_an_initial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
