/* Text in content streams, with real faces: what operators a run becomes, what the glyphs say,
 * where ActualText is needed, and where the pen goes. */
#include "base/limits.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "unit.h"
#include "write/pdf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LATN NB_SCRIPT('L', 'a', 't', 'n')

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_fonts *catalogue;
    struct nb_arena *arena;
    struct nb_file *file;
    struct nb_pdf *pdf;
    struct nb_pdf_fonts *fonts;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->diags = nb_diags_new();
    fixture->ctx = (struct nb_ctx){fixture->diags, &nb_limits_default};
    fixture->arena = nb_arena_new(0);
    *state = fixture;
    return nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL,
                         &fixture->catalogue) != NB_OK ||
           nb_file_create("/dev/null", &fixture->file) != NB_OK ||
           nb_pdf_new(fixture->file, &fixture->pdf) != NB_OK ||
           nb_pdf_fonts_new(fixture->pdf, &fixture->fonts) != NB_OK;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    nb_pdf_fonts_free(fixture->fonts);
    nb_pdf_free(fixture->pdf);
    nb_file_abort(fixture->file);
    nb_fonts_free(fixture->catalogue);
    nb_arena_free(fixture->arena);
    nb_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static const struct nb_font *face_for(struct fixture *fixture, unsigned codepoint)
{
    static const char *const families[] = {"Vollkorn", "serif", NULL};
    bool tofu;
    const struct nb_font *font =
        nb_fonts_for(fixture->catalogue, codepoint, nb_unicode_script(codepoint), "en",
                     families, 400, false, &tofu);
    assert_non_null(font);
    assert_false(tofu);
    return font;
}

/* A run of `text` at 10 pt; `gap` pt are added to each space. */
static struct nb_run run_of(struct fixture *fixture, const struct nb_font *font,
                            const char *text, uint32_t script, bool rtl, double gap)
{
    struct nb_shaped *shaped = NULL;
    size_t count = 0;
    double scale = 10.0 / nb_font_info(font)->upem;
    assert_int_equal(nb_font_shape(font, fixture->arena, nb_str_of(text), script, NULL,
                                   rtl, NULL, 0, &shaped, &count),
                     NB_OK);
    struct nb_glyph *glyphs = nb_arena_array(fixture->arena, count + 1, sizeof *glyphs);
    struct nb_offset *offsets =
        nb_arena_array(fixture->arena, count + 1, sizeof *offsets);
    for (size_t i = 0; i < count; i++) {
        glyphs[i].id = (uint16_t)shaped[i].glyph;
        glyphs[i].cluster = (uint16_t)shaped[i].cluster;
        glyphs[i].advance = (float)(shaped[i].advance * scale +
                                    (text[shaped[i].cluster] == ' ' ? gap : 0));
        offsets[i] = (struct nb_offset){(float)(shaped[i].dx * scale),
                                        (float)(shaped[i].dy * scale)};
    }
    return (struct nb_run){.font = font,
                           .size = 10,
                           .stretch = 1,
                           .rtl = rtl,
                           .glyphs = glyphs,
                           .offsets = offsets,
                           .glyph_count = count,
                           .text = text,
                           .text_len = strlen(text)};
}

static void show(struct fixture *fixture, const struct nb_run *run, struct nb_buf *out)
{
    struct nb_pdf_state state = {.stretch = 1, .height = 100};
    assert_int_equal(nb_pdf_fonts_note(fixture->fonts, run), NB_OK);
    nb_pdf_show(fixture->fonts, run, &state, out);
    assert_int_equal(out->status, NB_OK);
}

static bool has(const struct nb_buf *out, const char *what)
{
    return memmem(out->data, out->len, what, strlen(what)) != NULL;
}

static void sets_what_it_needs(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_run run = run_of(fixture, face_for(fixture, 'a'), "nose", LATN, false, 0);
    run.x = 10.5F;
    run.y = 20.25F;
    run.color = (struct nb_rgb){255, 0, 51};
    show(fixture, &run, &out);
    assert_true(has(&out, "1 0 0.2 rg\n/F1 10 Tf\n10.5 79.75 Td\n(nose)Tj\n"));
    assert_false(has(&out, "Span"));
    nb_buf_free(&out);
}

/* Ligatures say their letters without help; a hyphen that the text has not is a soft one. */
static void says_its_text(void **state)
{
    struct fixture *fixture = *state;
    const struct nb_font *font = face_for(fixture, 'a');
    struct nb_buf out = NB_BUF_INIT;
    struct nb_run run = run_of(fixture, font, "office 50\xC2\xA0%", LATN, false, 0);
    assert_true(run.glyph_count < 11); /* there is a ligature */
    show(fixture, &run, &out);
    assert_false(has(&out, "Span"));
    nb_buf_clear(&out);
    run = run_of(fixture, font, "of-", LATN, false, 0);
    run.text_len = 2;
    run.hyphen = true;
    show(fixture, &run, &out);
    const struct nb_pdf_font *own = nb_pdf_fonts_find(fixture->fonts, font);
    assert_true(own->soft_hyphen && own->soft_hyphen != own->glyphs[own->hyphen].code);
    assert_int_equal((unsigned char)out.data[out.len - 5], own->soft_hyphen);
    assert_false(has(&out, "Span"));
    nb_buf_free(&out);
}

/* One glyph for two characters: the second needs ActualText, the first does not. */
static void wraps_what_is_ambiguous(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_run run = run_of(fixture, face_for(fixture, 'a'), "axb", LATN, false, 0);
    run.text = "ayb";
    show(fixture, &run, &out);
    assert_false(has(&out, "Span")); /* x has been seen for y alone */
    nb_buf_clear(&out);
    struct nb_run plain =
        run_of(fixture, face_for(fixture, 'a'), "axb", LATN, false, 0);
    show(fixture, &plain, &out);
    assert_false(has(&out, "Span")); /* x is x */
    nb_buf_clear(&out);
    show(fixture, &run, &out);
    assert_true(has(&out, "/Span<</ActualText(y)>>BDC\n"));
    nb_buf_free(&out);
}

/* Letters set wide are one word all the same, and the span ends at the space. */
static void joins_what_is_set_wide(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    struct nb_run run =
        run_of(fixture, face_for(fixture, 'a'), "wide apart", LATN, false, 0);
    struct nb_glyph *glyphs =
        nb_arena_array(fixture->arena, run.glyph_count, sizeof *glyphs);
    memcpy(glyphs, run.glyphs, run.glyph_count * sizeof *glyphs);
    for (size_t i = 0; i < 4; i++)
        glyphs[i].advance += 1.5F;
    run.glyphs = glyphs;
    show(fixture, &run, &out);
    assert_true(has(&out, "/Span<</ActualText(wide)>>BDC\n"));
    assert_false(has(&out, "ActualText(apart)"));
    assert_true(has(&out, "apart)"));
    nb_buf_free(&out);
}

static void leaves_out_the_unseen(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf with = NB_BUF_INIT, without = NB_BUF_INIT;
    const struct nb_font *font = face_for(fixture, 'a');
    struct nb_run run = run_of(fixture, font,
                               "hot\xC2\xAD"
                               "bed",
                               LATN, false, 0);
    show(fixture, &run, &with);
    run = run_of(fixture, font, "hotbed", LATN, false, 0);
    show(fixture, &run, &without);
    assert_true(nb_str_eq(nb_buf_view(&with), nb_buf_view(&without)));
    nb_buf_free(&with);
    nb_buf_free(&without);
}

/* The glyph of a code of one byte. */
static const struct nb_pdf_glyph *glyph_of(const struct nb_pdf_font *font,
                                           unsigned code)
{
    uint32_t glyph = 0;
    while (glyph < font->glyph_count && font->glyphs[glyph].code != code)
        glyph++;
    assert_true(glyph < font->glyph_count);
    return &font->glyphs[glyph];
}

/* Adds up widths, word spacing and adjustments of what `content` shows at 10 pt, in
 * 1/1000 em. */
static double pen_of(const struct nb_pdf_font *font, const struct nb_buf *content)
{
    const unsigned char *p = (const unsigned char *)content->data,
                        *end = p + content->len;
    const char *tw = memmem(content->data, content->len, " Tw\n", 4);
    double pen = 0, word = 0;
    bool array = false;
    while (tw && tw > content->data && tw[-1] != '\n')
        tw--;
    if (tw)
        word = strtod(tw, NULL) * 100;
    while (p < end) {
        if (*p == '(') {
            for (p++; *p != ')'; p++)
                pen += glyph_of(font, *p)->width + (*p == ' ' ? word : 0);
            p++;
        } else if (!array) {
            array = *p++ == '[';
        } else if (*p == ']') {
            array = false;
        } else {
            char *behind;
            pen -= strtod((const char *)p, &behind);
            p = (const unsigned char *)behind;
        }
    }
    return pen;
}

static void keeps_the_pen_in_place(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "AVATAR To say, Yes: the quick office of a kerned "
                               "affair, justified and not adding up its roundings";
    const struct nb_font *face = face_for(fixture, 'a');
    struct nb_buf out = NB_BUF_INIT;
    struct nb_run run = run_of(fixture, face, text, LATN, false, 1.2345);
    double wanted = 0;
    show(fixture, &run, &out);
    for (size_t i = 0; i < run.glyph_count; i++)
        wanted += (double)run.glyphs[i].advance * 100;
    double pen = pen_of(nb_pdf_fonts_find(fixture->fonts, face), &out);
    assert_true(fabs(pen - wanted) < 5);
    assert_true(wanted > 20000);
    nb_buf_free(&out);
}

static void adds_the_space_of_a_line_end(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_font *face = face_for(fixture, 'a');
    struct nb_run run = run_of(fixture, face, "end", LATN, false, 0);
    show(fixture, &run, &out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    double before = pen_of(font, &out);
    nb_buf_clear(&out);
    run.space_after = true;
    show(fixture, &run, &out);
    double space = font->glyphs[font->space].width;
    assert_true(space > 100);
    assert_true(fabs(pen_of(font, &out) - before - space) < 1);
    nb_buf_free(&out);
}

/* From right to left letters stand in visual order, joiners before them say their marks, and these
 * are shown behind the run, in a span that says nothing. */
static void shows_marks_behind(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const uint32_t arab = NB_SCRIPT('A', 'r', 'a', 'b');
    const struct nb_font *face = face_for(fixture, 0x628);
    struct nb_run run = run_of(fixture, face, "\u0628\u062F", arab, true, 0);
    show(fixture, &run, &out);
    assert_false(has(&out, "Span"));
    nb_buf_clear(&out);
    run = run_of(fixture, face, "\u0628\u064E\u062F", arab, true, 0);
    assert_int_equal(run.glyph_count, 3);
    show(fixture, &run, &out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    unsigned fatha = 0x64E, dal = font->glyphs[run.glyphs[0].id].code,
             beh = font->glyphs[run.glyphs[2].id].code;
    unsigned joiner = nb_pdf_variant(font, font->joiner, &fatha, 1);
    assert_int_not_equal(joiner, 0);
    char shown[64];
    (void)snprintf(shown, sizeof shown, "(%c%c%c)Tj", (int)dal, (int)joiner, (int)beh);
    const char *letters = memmem(out.data, out.len, shown, strlen(shown));
    const char *behind = memmem(out.data, out.len, "/Span<</ActualText()>>BDC", 25);
    assert_non_null(letters);
    assert_non_null(behind);
    assert_true(behind > letters);
    nb_buf_free(&out);
}

/* From left to right the letter's span says its marks as well, and so does a code of its own; the
 * mark's says nothing. */
static void says_marks_with_letters(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const uint32_t thai = NB_SCRIPT('T', 'h', 'a', 'i');
    const struct nb_font *face = face_for(fixture, 0xE01);
    struct nb_run run = run_of(fixture, face, "\u0E01\u0E34\u0E19", thai, false, 0);
    assert_int_equal(run.glyph_count, 3);
    show(fixture, &run, &out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    unsigned nothing = 0x200B, both[] = {0xE01, 0xE34};
    assert_int_not_equal(nb_pdf_variant(font, run.glyphs[0].id, both, 2), 0);
    assert_int_not_equal(nb_pdf_variant(font, run.glyphs[1].id, &nothing, 1), 0);
    static const char span[] = "/Span<</ActualText(\xFE\xFF\x0E\x01\x0E\x34)>>BDC";
    const char *said = memmem(out.data, out.len, span, sizeof span - 1);
    const char *behind = memmem(out.data, out.len, "/Span<</ActualText()>>BDC", 25);
    assert_non_null(said);
    assert_non_null(behind);
    assert_true(behind > said);
    nb_buf_free(&out);
}

/* Letters from right to left that readers do not turn round are said by one span for all. */
static void says_rare_scripts_whole(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const uint32_t nkoo = NB_SCRIPT('N', 'k', 'o', 'o');
    const struct nb_font *face = face_for(fixture, 0x7CA);
    struct nb_run run = run_of(fixture, face, "\u07CA\u07D3", nkoo, true, 0);
    show(fixture, &run, &out);
    static const char span[] = "/Span<</ActualText(\xFE\xFF\x07\xCA\x07\xD3)>>BDC";
    assert_non_null(memmem(out.data, out.len, span, sizeof span - 1));
    nb_buf_free(&out);
}

/* The letter behind an initial says both by a code of its own, in a span that says them to
 * those who heed it; the large one says nothing. */
static void says_initials(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_font *face = face_for(fixture, 'h');
    struct nb_run large = run_of(fixture, face, "T", LATN, false, 0),
                  run = run_of(fixture, face, "he hen", LATN, false, 0);
    struct nb_glyph glyphs[6];
    assert_int_equal(run.glyph_count, 6);
    for (size_t i = 0; i < 6; i++) {
        glyphs[i] = run.glyphs[i];
        glyphs[i].cluster = (uint16_t)(glyphs[i].cluster + (i > 0));
    }
    run.glyphs = glyphs;
    run.text = "The hen";
    run.text_len = 7;
    large.said = true;
    show(fixture, &large, &out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    unsigned nothing = 0x200B, both[] = {'T', 'h'};
    assert_int_not_equal(nb_pdf_variant(font, large.glyphs[0].id, &nothing, 1), 0);
    nb_buf_clear(&out);
    show(fixture, &run, &out);
    char span[64];
    unsigned code = nb_pdf_variant(font, glyphs[0].id, both, 2);
    assert_int_not_equal(code, 0);
    (void)snprintf(span, sizeof span, "/Span<</ActualText(Th)>>BDC\n(%c)Tj", (int)code);
    assert_true(has(&out, span));
    assert_true(has(&out, "(e hen)"));
    nb_buf_free(&out);
}

static void ink(void *user, double x, double y)
{
    (void)x;
    (void)y;
    *(bool *)user = true;
}

static void ink_quad(void *user, double x1, double y1, double x, double y)
{
    (void)x1;
    (void)y1;
    ink(user, x, y);
}

static void ink_cubic(void *user, double x1, double y1, double x2, double y2, double x,
                      double y)
{
    (void)x2;
    (void)y2;
    ink_quad(user, x1, y1, x, y);
}

static void no_ink(void *user)
{
    (void)user;
}

/* Joiners are many: they are never seen. */
static void assert_blank(const struct nb_font *face, uint32_t glyph)
{
    const struct nb_outline pen = {ink, ink, ink_quad, ink_cubic, no_ink};
    bool seen = false;
    nb_font_outline(face, glyph, &pen, &seen);
    assert_false(seen);
    assert_int_equal(nb_font_advance(face, glyph), 0);
}

/* One glyph for several letters from right to left says the last of them, a joiner behind it
 * the first: readers turn that round. */
static void parts_joined_letters(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const uint32_t arab = NB_SCRIPT('A', 'r', 'a', 'b');
    const struct nb_font *face = face_for(fixture, 0x644);
    struct nb_run run = run_of(fixture, face, "\u0644\u0627", arab, true, 0);
    if (run.glyph_count == 2) /* a face that has them apart: as if it had not */
        run.glyph_count = 1;
    show(fixture, &run, &out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    unsigned lam = 0x644, alef = 0x627;
    assert_int_not_equal(font->joiner, 0);
    assert_blank(face, font->joiner);
    assert_int_not_equal(nb_pdf_variant(font, run.glyphs[0].id, &alef, 1), 0);
    assert_int_not_equal(nb_pdf_variant(font, font->joiner, &lam, 1), 0);
    assert_false(has(&out, "Span"));
    nb_buf_free(&out);
}

static void to_unicode(struct fixture *fixture, const struct nb_font *face,
                       struct nb_buf *out)
{
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    struct nb_pdf_code *codes;
    size_t count;
    assert_int_equal(nb_pdf_font_codes(fixture->fonts, font, &codes, &count), NB_OK);
    nb_buf_clear(out);
    nb_pdf_to_unicode(font, codes, count, out);
    nb_free(codes);
}

/* More glyphs than there are codes of one byte: the others have two, the first of which is no
 * code itself; the CMap leads from all of them to their glyphs. */
static void goes_on_with_two_bytes(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_font *face = face_for(fixture, 'a');
    struct nb_glyph glyphs[400] = {{0}};
    char text[400];
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < 400; i++)
        glyphs[i] = (struct nb_glyph){.id = (uint16_t)(i + 1), .cluster = (uint16_t)i};
    struct nb_run run = {.font = face,
                         .size = 10,
                         .stretch = 1,
                         .glyphs = glyphs,
                         .glyph_count = 400,
                         .text = text,
                         .text_len = 400};
    assert_int_equal(nb_pdf_fonts_note(fixture->fonts, &run), NB_OK);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, face);
    struct nb_pdf_code *codes;
    size_t count, longer = 0;
    assert_int_equal(nb_pdf_font_codes(fixture->fonts, font, &codes, &count), NB_OK);
    assert_int_equal(count, 400 + nb_map_count(font->variants));
    for (size_t i = 0; i < count; i++) {
        unsigned code = codes[i].code;
        assert_true(i == 0 || code > codes[i - 1].code);
        assert_true(code < font->leads || code >> 8 >= font->leads);
        assert_true(code != '(' && code != ')' && code != '\\' && code != '\r');
        if (font->glyphs[codes[i].glyph].code != code)
            assert_int_equal(
                nb_pdf_variant(font, codes[i].glyph, codes[i].chars, codes[i].count),
                code);
        assert_int_equal(codes[i].cid, code); /* a map leads to the glyph */
        longer += code > 0xFF;
    }
    assert_true(longer > 150 && longer < 250);
    nb_pdf_encoding(font, codes, count, "Name", &out);
    assert_true(has(&out, "2 begincodespacerange\n<00><"));
    assert_true(has(&out, "/CMapName/Name def\n"));
    assert_true(has(&out, "begincidrange\n"));
    nb_free(codes);
    nb_buf_free(&out);
}

static void maps_to_unicode(void **state)
{
    struct fixture *fixture = *state;
    struct nb_buf out = NB_BUF_INIT;
    const struct nb_font *latin = face_for(fixture, 'a'),
                         *han = face_for(fixture, 0x20BB7);
    struct nb_run run = run_of(fixture, latin, "efficient", LATN, false, 0);
    show(fixture, &run, &out);
    run = run_of(fixture, han, "𠮷王", NB_SCRIPT('H', 'a', 'n', 'i'), false, 0);
    show(fixture, &run, &out);
    to_unicode(fixture, latin, &out);
    assert_true(
        has(&out, "<80><006600660069>\n")); /* ffi, the first that is not ASCII */
    assert_true(has(&out, "<63><0063>\n"));
    assert_true(has(&out, "<00><FF>\n"));
    to_unicode(fixture, han, &out);
    assert_true(has(&out, "<D842DFB7>\n"));
    assert_true(has(&out, "<738B>\n"));
    assert_true(has(&out, "<0000><FFFF>\n"));
    nb_buf_clear(&out);
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fixture->fonts, latin);
    nb_pdf_widths(font->glyphs, font->glyph_count, &out);
    assert_true(has(&out, "/W["));
    nb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sets_what_it_needs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_its_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wraps_what_is_ambiguous, set_up, tear_down),
        cmocka_unit_test_setup_teardown(joins_what_is_set_wide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_out_the_unseen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_the_pen_in_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(adds_the_space_of_a_line_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(shows_marks_behind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_marks_with_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_rare_scripts_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_initials, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_joined_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(goes_on_with_two_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(maps_to_unicode, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
