/* The catalogue and its faces: matching, fallback by script and language, shaping, subsets,
 * fonts that are missing or broken, running out of memory. */
#include "unit.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/par.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "font/font.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LATN NB_SCRIPT('L', 'a', 't', 'n')
#define ZYYY NB_SCRIPT('Z', 'y', 'y', 'y')

static const char *const serif[] = {"PT Serif", "serif", NULL};

struct fixture {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_fonts *fonts;
    struct nb_arena *arena;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->diags = nb_diags_new();
    fixture->ctx = (struct nb_ctx){fixture->diags, &nb_limits_default};
    fixture->arena = nb_arena_new(0);
    *state = fixture;
    return nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL, &fixture->fonts) !=
           NB_OK;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    nb_fonts_free(fixture->fonts);
    nb_arena_free(fixture->arena);
    nb_diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static const struct nb_font_info *find(struct fixture *fixture, const char *character,
                                       const char *lang, const char *const *families,
                                       int weight, bool italic, bool *tofu)
{
    unsigned codepoint = nb_utf8_next(&character);
    const struct nb_font *font =
        nb_fonts_for(fixture->fonts, codepoint, nb_unicode_script(codepoint), lang,
                     families, weight, italic, tofu);
    assert_non_null(font);
    if (!*tofu)
        assert_int_not_equal(nb_font_glyph(font, codepoint), 0);
    return nb_font_info(font);
}

/* Expects a character to be set in a family and weight. */
static void expect(struct fixture *fixture, const char *character, const char *lang,
                   const char *const *families, int weight, bool italic,
                   const char *family, int found, bool slanted)
{
    bool tofu;
    const struct nb_font_info *info =
        find(fixture, character, lang, families, weight, italic, &tofu);
    assert_false(tofu);
    assert_string_equal(info->family, family);
    assert_int_equal(info->weight, found);
    assert_int_equal(info->italic, slanted);
}

static void catalogue_is_sound(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(nb_diags_count(fixture->diags), 0);
}

static void matches_weight_and_slant(void **state)
{
    static const char *const vollkorn[] = {"vollkorn", NULL};
    static const char *const garamond[] = {"No Such Family", "EB Garamond", NULL};
    static const char *const inter[] = {"Inter", NULL};
    static const char *const mono[] = {"monospace", NULL};
    static const char *const sans[] = {"sans-serif", NULL};
    expect(*state, "a", "en", serif, 400, false, "PT Serif", 400, false);
    expect(*state, "a", "en", serif, 600, true, "PT Serif", 700, true);
    expect(*state, "a", "en", serif, 500, false, "PT Serif", 400, false);
    expect(*state, "a", "en", vollkorn, 500, true, "Vollkorn", 500, true);
    expect(*state, "a", "en", vollkorn, 300, false, "Vollkorn", 400, false);
    expect(*state, "a", "en", vollkorn, 1000, false, "Vollkorn", 900, false);
    expect(*state, "a", "en", inter, 250, false, "Inter", 200, false);
    expect(*state, "a", "en", inter, 450, false, "Inter", 500, false);
    expect(*state, "a", "en", garamond, 700, true, "EB Garamond", 400, true);
    expect(*state, "a", NULL, mono, 400, false, "Liberation Mono", 400, false);
    expect(*state, "a", NULL, sans, 700, false, "PT Sans", 700, false);
}

static void falls_back_by_script(void **state)
{
    static const char *const sans[] = {"PT Sans", NULL};
    expect(*state, "Ж", "ru", serif, 400, false, "PT Serif", 400, false);
    expect(*state, "ψ", "el", serif, 400, true, "Noto Serif", 400, true);
    expect(*state, "ع", "ar", serif, 700, false, "Noto Naskh Arabic", 700, false);
    expect(*state, "ع", "ar", sans, 400, false, "Noto Sans Arabic", 400, false);
    expect(*state, "ש", "he", serif, 400, true, "Noto Serif Hebrew", 400, false);
    expect(*state, "ह", "hi", serif, 400, false, "Noto Serif Devanagari", 400, false);
    expect(*state, "ह", "hi", sans, 400, false, "Noto Sans Devanagari", 400, false);
    expect(*state, "ไ", NULL, serif, 400, false, "Noto Serif Thai", 400, false);
    expect(*state, "🗝", NULL, serif, 400, false, "Noto Sans Symbols 2", 400, false);
    expect(*state, "🦄", NULL, serif, 400, false, "Symbola", 400, false);
}

static void falls_back_by_language(void **state)
{
    static const char *const sans[] = {"sans-serif", NULL};
    expect(*state, "王", "en", serif, 400, false, "Noto Serif CJK SC", 400, false);
    expect(*state, "王", "zh", serif, 400, false, "Noto Serif CJK SC", 400, false);
    expect(*state, "毅", "zh-Hant", serif, 700, false, "Noto Serif CJK TC", 700, false);
    expect(*state, "王", "zh-TW", serif, 400, false, "Noto Serif CJK TC", 400, false);
    expect(*state, "王", "zh-Hant-HK", serif, 400, false, "Noto Serif CJK HK", 400,
           false);
    expect(*state, "王", "ja", serif, 400, false, "Noto Serif CJK JP", 400, false);
    expect(*state, "本", "ja-JP", sans, 400, false, "Noto Sans CJK JP", 400, false);
    expect(*state, "の", "en", serif, 400, false, "Noto Serif CJK JP", 400, false);
    expect(*state, "한", "en", serif, 400, false, "Noto Serif CJK KR", 400, false);
    expect(*state, "王", "ko", serif, 400, false, "Noto Serif CJK KR", 400, false);
    expect(*state, "𠮷", "ja", serif, 400, false, "Noto Serif CJK JP", 400, false);
    expect(*state, "「", "ja", serif, 400, false, "Noto Serif CJK JP", 400, false);
}

/* What no font has: a square, and one warning for each script. */
static void reports_what_no_font_has(void **state)
{
    struct fixture *fixture = *state;
    bool tofu;
    for (unsigned codepoint = 0x10571; codepoint >= 0x10570; codepoint--) {
        const struct nb_font *font =
            nb_fonts_for(fixture->fonts, codepoint, nb_unicode_script(codepoint), "en",
                         serif, 400, false, &tofu);
        assert_non_null(font);
        assert_true(tofu);
        assert_int_not_equal(nb_font_glyph(font, 0x25A1), 0);
    }
    assert_true(
        nb_fonts_for(fixture->fonts, 0xE123, ZYYY, "en", serif, 400, false, &tofu));
    assert_true(tofu);
    assert_true(
        nb_fonts_for(fixture->fonts, 0x200D, ZYYY, "en", serif, 400, false, &tofu));
    assert_false(tofu);
    nb_fonts_report(fixture->fonts, &fixture->ctx);
    assert_int_equal(nb_diags_count(fixture->diags), 2);
    const struct nb_diag *diag = nb_diags_at(fixture->diags, 0);
    assert_int_equal(diag->code, NB_DIAG_NO_GLYPH);
    assert_string_equal(diag->detail, "script Vith, U+10570");
    diag = nb_diags_at(fixture->diags, 1);
    assert_string_equal(diag->detail, "script Zzzz, U+E123");
}

static struct nb_shaped *shape(struct fixture *fixture, const struct nb_font *font,
                               const char *text, uint32_t script, bool rtl,
                               size_t *count)
{
    struct nb_shaped *glyphs;
    assert_int_equal(nb_font_shape(font, fixture->arena, nb_str_of(text), script, "en",
                                   rtl, NULL, 0, &glyphs, count),
                     NB_OK);
    return glyphs;
}

static const struct nb_font *font_for(struct fixture *fixture, unsigned codepoint,
                                      const char *const *families)
{
    bool tofu;
    return nb_fonts_for(fixture->fonts, codepoint, nb_unicode_script(codepoint), "en",
                        families, 400, false, &tofu);
}

static void shapes(void **state)
{
    static const char *const vollkorn[] = {"Vollkorn", NULL};
    size_t count;
    const struct nb_font *font = font_for(*state, 'a', vollkorn);
    (void)shape(*state, font, "ffi", LATN, false, &count);
    assert_in_range(count, 1, 2);
    struct nb_shaped *glyphs = shape(*state, font, "AV", LATN, false, &count);
    assert_int_equal(count, 2);
    assert_true(glyphs[0].advance < nb_font_advance(font, glyphs[0].glyph));
    assert_int_equal(glyphs[1].cluster, 1);
    font = font_for(*state, 0x639, serif);
    glyphs = shape(*state, font, "عربي", NB_SCRIPT('A', 'r', 'a', 'b'), true, &count);
    assert_in_range(count, 4, 8);
    assert_int_equal(glyphs[count - 1].cluster, 0);
    assert_int_not_equal(glyphs[count - 1].glyph, nb_font_glyph(font, 0x639));
    shape(*state, font, "", LATN, false, &count);
    assert_int_equal(count, 0);
}

static void tells_metrics(void **state)
{
    const struct nb_font_info *info = nb_font_info(font_for(*state, 'a', serif));
    assert_int_equal(info->upem, 1000);
    assert_string_equal(info->ps_name, "PTSerif-Regular");
    assert_true(info->ascent > 900 && info->descent < -200);
    assert_true(info->cap_height > info->x_height && info->x_height > 300);
    assert_true(info->serif && !info->fixed && !info->cff && !info->italic);
    static const char *const mono[] = {"Liberation Mono", NULL};
    info = nb_font_info(font_for(*state, 'a', mono));
    assert_true(info->fixed && !info->serif);
    static const char *const garamond[] = {"EB Garamond", NULL};
    assert_true(nb_font_info(font_for(*state, 'a', garamond))->cff);
}

static unsigned u16(const struct nb_buf *buf, size_t at)
{
    return (unsigned)(unsigned char)buf->data[at] << 8 |
           (unsigned char)buf->data[at + 1];
}

static size_t u32(const struct nb_buf *buf, size_t at)
{
    return (size_t)u16(buf, at) << 16 | u16(buf, at + 2);
}

/* Where a table of an sfnt starts; 0 if it has none. */
static size_t table(const struct nb_buf *buf, const char *tag)
{
    for (size_t i = 0; i < u16(buf, 4); i++)
        if (memcmp(buf->data + 12 + 16 * i, tag, 4) == 0)
            return u32(buf, 12 + 16 * i + 8);
    return 0;
}

static void subsets_truetype(void **state)
{
    const struct nb_font *font = font_for(*state, 'a', serif);
    uint32_t ids[2] = {nb_font_glyph(font, 'H'), nb_font_glyph(font, 'n')};
    assert_true(ids[0] < ids[1]);
    struct nb_subset subset;
    assert_int_equal(nb_font_subset(font, ids, 2, &subset), NB_OK);
    assert_int_equal(subset.kind, NB_SUBSET_TRUETYPE);
    assert_true(subset.gid_count > ids[1]);
    assert_int_equal(subset.gids[ids[0]], 1);
    assert_int_equal(subset.gids[ids[1]], 2);
    assert_true(table(&subset.data, "glyf") && table(&subset.data, "loca"));
    assert_false(table(&subset.data, "GSUB") || table(&subset.data, "cmap"));
    assert_int_equal(u16(&subset.data, table(&subset.data, "maxp") + 4), 3);
    nb_subset_free(&subset);
}

/* The number of entries of the INDEX at *at of a CFF table, *at moved behind it. */
static size_t cff_index(const struct nb_buf *buf, size_t *at)
{
    size_t count = u16(buf, *at);
    if (count == 0) {
        *at += 2;
        return 0;
    }
    size_t width = (unsigned char)buf->data[*at + 2], last = 0;
    for (size_t i = 0; i < width; i++)
        last = last << 8 | (unsigned char)buf->data[*at + 3 + count * width + i];
    *at += 2 + (count + 1) * width + last;
    return count;
}

/* Opens a font file through a catalogue of its own. */
static struct nb_fonts *catalogue_of(struct fixture *fixture, const struct nb_buf *file,
                                     char *folder)
{
    char path[100];
    struct nb_fonts *fonts;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/font", folder);
    FILE *out = fopen(path, "wb");
    assert_int_equal(fwrite(file->data, 1, file->len, out), file->len);
    assert_int_equal(fclose(out), 0);
    (void)snprintf(path, sizeof path, "%s/catalogue.css", folder);
    out = fopen(path, "w");
    assert_true(fprintf(out, "@font-face{font-family:X;src:url(\"%s/font\")}", folder) >
                0);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(nb_fonts_open(&fixture->ctx, path, NULL, &fonts), NB_OK);
    (void)unlink(path);
    return fonts;
}

/* A font for a book opens by itself, has the characters that were asked for and no others, and
 * keeps who made it and under which terms. */
static void embeds(void **state)
{
    static const char *const families[][2] = {{"PT Serif", NULL}, {"Inter", NULL}};
    static const char *const own[] = {"X", NULL};
    static const uint32_t chars[] = {'H', 'f', 'i', 0xE9};
    const struct nb_font_wanted wanted = {chars, 4, NULL, 0};
    for (size_t i = 0; i < 2; i++) {
        bool tofu;
        char folder[] = "/tmp/nb-embed-XXXXXX", path[100];
        const struct nb_font *font = font_for(*state, 'a', families[i]);
        struct nb_buf file = NB_BUF_INIT;
        assert_int_equal(nb_font_embed(font, &wanted, &file), NB_OK);
        assert_in_range(file.len, 1000, 20000);
        assert_memory_equal(file.data, i ? "OTTO" : "\0\1\0\0", 4);
        assert_true(table(&file, "name") && table(&file, "cmap") &&
                    table(&file, "OS/2"));
        assert_int_equal(u16(&file, table(&file, "OS/2") + 8),
                         0); /* fsType as before: all is allowed */
        assert_non_null(memmem(file.data, file.len, "L\0i\0c\0e\0n\0s\0e\0", 14));
        struct nb_fonts *fonts = catalogue_of(*state, &file, folder);
        const struct nb_font *small =
            nb_fonts_for(fonts, 'H', LATN, NULL, own, 400, false, &tofu);
        assert_non_null(small);
        for (size_t k = 0; k < 4; k++)
            assert_int_not_equal(nb_font_glyph(small, chars[k]), 0);
        assert_int_equal(nb_font_glyph(small, 'a'), 0);
        assert_int_equal(nb_font_advance(small, nb_font_glyph(small, 'H')),
                         nb_font_advance(font, nb_font_glyph(font, 'H')));
        nb_fonts_free(fonts);
        nb_buf_free(&file);
        (void)snprintf(path, sizeof path, "%s/font", folder);
        (void)unlink(path);
        (void)rmdir(folder);
    }
}

static void subsets_cff(void **state)
{
    static const char *const garamond[] = {"EB Garamond", NULL};
    const unsigned characters[] = {'a', 0x738B};
    for (size_t i = 0; i < 2; i++) {
        const struct nb_font *font = font_for(*state, characters[i], garamond);
        assert_true(nb_font_info(font)->cff);
        uint32_t id = nb_font_glyph(font, characters[i]);
        struct nb_subset subset;
        assert_int_equal(nb_font_subset(font, &id, 1, &subset), NB_OK);
        assert_int_equal(subset.kind, NB_SUBSET_CFF);
        assert_null(subset.gids);
        assert_int_equal(subset.data.data[0], 1);
        assert_in_range(subset.data.len, 200, 20000);
        size_t at = (unsigned char)subset.data.data[2];
        assert_int_equal(cff_index(&subset.data, &at), 1);
        assert_int_equal(cff_index(&subset.data, &at), 1);
        nb_subset_free(&subset);
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* A font that is missing or broken costs itself alone. */
static void survives_bad_fonts(void **state)
{
    struct fixture *fixture = *state;
    char folder[] = "/tmp/nb-fonts-XXXXXX", path[64], bad[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/catalogue.css", folder);
    (void)snprintf(bad, sizeof bad, "%s/bad.ttf", folder);
    write_file(bad, "this is no font");
    write_file(path,
               "@font-face{font-family:A;src:url(\"none.ttf\");package:fonts-a}\n"
               "@font-face{font-family:B;src:url(bad.ttf)}\n"
               "@font-face{font-family:C;src:url(truetype/paratype/PTF55F.ttf#7)}\n"
               "@font-face{font-family:D;src:url(truetype/paratype/PTS55F.ttf)}\n"
               "@font-face{font-family:E}\n"
               "@font-face{font-family:F;src:url(x);font-weight:heavy}\n");
    struct nb_fonts *fonts;
    assert_int_equal(nb_fonts_open(&fixture->ctx, path, NULL, &fonts), NB_OK);
    assert_int_equal(nb_diags_count(fixture->diags), 2);
    static const char *const all[] = {"A", "B", "C", "D", NULL};
    bool tofu;
    const struct nb_font *font =
        nb_fonts_for(fonts, 'a', LATN, "en", all, 400, false, &tofu);
    assert_non_null(font);
    assert_string_equal(nb_font_info(font)->family, "D");
    assert_int_equal(nb_font_index(font), 3);
    nb_fonts_report(fonts, &fixture->ctx);
    assert_int_equal(nb_diags_count(fixture->diags), 5);
    const char *detail = nb_diags_at(fixture->diags, 2)->detail;
    assert_string_equal(detail, "none.ttf; install the package fonts-a");
    static const char *const none[] = {"A", "B", NULL};
    assert_null(nb_fonts_for(fonts, 'a', LATN, "en", none, 400, false, &tofu));
    nb_fonts_free(fonts);
    assert_int_equal(unlink(bad) | unlink(path) | rmdir(folder), 0);
    assert_int_equal(nb_fonts_open(&fixture->ctx, path, NULL, &fonts), NB_IO);
}

/* A style's faces come before a folder's, both before the catalogue's of the same family; what
 * is no font costs a warning. */
static void own_fonts_come_first(void **state)
{
    struct fixture *fixture = *state;
    static const char css[] =
        "@font-face { font-family: pt serif; src: local(\"X\"), "
        "url(/usr/share/fonts/truetype/liberation/LiberationSerif-Bold.ttf) }\n"
        "@font-face { font-family: Far; src: url(https://fonts.example/far.otf) }";
    char folder[] = "/tmp/nb-fonts-XXXXXX", bad[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(bad, sizeof bad, "%s/bad.otf", folder);
    write_file(bad, "this is no font");
    const char *const folders[] = {folder, "/usr/share/fonts/truetype/liberation"};
    struct nb_css_rule *rule;
    assert_int_equal(
        nb_css_parse(&fixture->ctx, fixture->arena, "own.css", nb_str_of(css), &rule),
        NB_OK);
    const struct nb_css_rule *const faces[] = {rule, rule->next};
    const struct nb_own_fonts own = {"own.css", faces, 2, folders, 2};
    struct nb_fonts *catalogue = fixture->fonts;
    assert_int_equal(
        nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", &own, &fixture->fonts),
        NB_OK);
    assert_int_equal(nb_diags_count(fixture->diags), 3);
    assert_int_equal(nb_diags_at(fixture->diags, 0)->code, NB_DIAG_STYLE_VALUE);
    assert_int_equal(nb_diags_at(fixture->diags, 2)->code, NB_DIAG_FONT_BROKEN);
    bool tofu;
    assert_string_equal(find(fixture, "a", "en", serif, 400, false, &tofu)->ps_name,
                        "LiberationSerif-Bold");
    static const char *const narrow[] = {"Liberation Sans Narrow", NULL};
    assert_string_equal(find(fixture, "a", "en", narrow, 700, true, &tofu)->ps_name,
                        "LiberationSansNarrow-BoldItalic");
    expect(fixture, "の", "ja", serif, 400, false, "Noto Serif CJK JP", 400, false);
    nb_fonts_free(catalogue);
    assert_int_equal(unlink(bad) | rmdir(folder), 0);
}

/* A copy of a font whose OS/2 table forbids embedding is not used. */
/* PT Serif with other embedding rights, in a catalogue of its own. */
static struct nb_fonts *with_rights(struct fixture *fixture, unsigned rights,
                                    char *folder)
{
    struct nb_buf data = NB_BUF_INIT;
    assert_int_equal(
        nb_file_read("/usr/share/fonts/truetype/paratype/PTF55F.ttf", 1 << 24, &data),
        NB_OK);
    data.data[table(&data, "OS/2") + 8] = (char)(rights >> 8);
    data.data[table(&data, "OS/2") + 9] = (char)rights;
    struct nb_fonts *fonts = catalogue_of(fixture, &data, folder);
    nb_buf_free(&data);
    return fonts;
}

static void close_fonts(struct nb_fonts *fonts, const char *folder)
{
    char path[64];
    nb_fonts_free(fonts);
    (void)snprintf(path, sizeof path, "%s/font", folder);
    assert_int_equal(unlink(path) | rmdir(folder), 0);
}

/* A face that allows no subset is embedded with all glyphs, one of bitmaps alone not at all. */
static void keeps_faces_whole(void **state)
{
    static const char *const families[] = {"X", NULL};
    static const uint32_t glyphs[] = {36, 40};
    char first[] = "/tmp/nb-fonts-XXXXXX", second[] = "/tmp/nb-fonts-XXXXXX";
    bool tofu;
    struct nb_fonts *fonts = with_rights(*state, 0x100, first);
    const struct nb_font *font =
        nb_fonts_for(fonts, 'a', LATN, "en", families, 400, false, &tofu);
    assert_non_null(font);
    assert_true(nb_font_info(font)->whole);
    struct nb_subset subset;
    assert_int_equal(nb_font_subset(font, glyphs, 2, &subset), NB_OK);
    assert_true(subset.data.len > 50000);
    assert_true(subset.gid_count > 40 && subset.gids[36] == 36 &&
                subset.gids[40] == 40);
    assert_int_equal(u16(&subset.data, table(&subset.data, "maxp") + 4),
                     nb_font_info(font)->glyphs);
    nb_subset_free(&subset);
    close_fonts(fonts, first);
    fonts = with_rights(*state, 0x200, second);
    assert_null(nb_fonts_for(fonts, 'a', LATN, "en", families, 400, false, &tofu));
    close_fonts(fonts, second);
}

static void honours_embedding_rights(void **state)
{
    struct fixture *fixture = *state;
    char folder[] = "/tmp/nb-fonts-XXXXXX", path[64], copy[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/catalogue.css", folder);
    (void)snprintf(copy, sizeof copy, "%s/copy.ttf", folder);
    struct nb_buf data = NB_BUF_INIT;
    assert_int_equal(
        nb_file_read("/usr/share/fonts/truetype/paratype/PTF55F.ttf", 1 << 24, &data),
        NB_OK);
    data.data[table(&data, "OS/2") + 8] = 0;
    data.data[table(&data, "OS/2") + 9] = 2;
    FILE *file = fopen(copy, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data.data, 1, data.len, file), data.len);
    assert_int_equal(fclose(file), 0);
    nb_buf_free(&data);
    write_file(path, "@font-face{font-family:A;src:url(copy.ttf)}");
    struct nb_fonts *fonts;
    assert_int_equal(nb_fonts_open(&fixture->ctx, path, NULL, &fonts), NB_OK);
    static const char *const families[] = {"A", NULL};
    bool tofu;
    assert_null(nb_fonts_for(fonts, 'a', LATN, "en", families, 400, false, &tofu));
    nb_fonts_report(fonts, &fixture->ctx);
    assert_int_equal(nb_diags_count(fixture->diags), 1);
    assert_int_equal(nb_diags_at(fixture->diags, 0)->code, NB_DIAG_FONT_RESTRICTED);
    nb_fonts_free(fonts);
    assert_int_equal(unlink(copy) | unlink(path) | rmdir(folder), 0);
}

enum { PIECES = 400 };

struct parallel {
    struct nb_fonts *fonts;
    unsigned found[PIECES];
};

static void find_one(void *user, size_t index, unsigned worker)
{
    static const unsigned characters[] = {'a',   0x3B1, 0x639, 0x738B,
                                          0x939, 0xE01, 0xE123};
    static const char *const langs[] = {"en", "zh-TW", "ja", "ar"};
    struct parallel *parallel = user;
    (void)worker;
    unsigned c = characters[index % 7];
    bool tofu;
    const struct nb_font *font =
        nb_fonts_for(parallel->fonts, c, nb_unicode_script(c), langs[index / 7 % 4],
                     serif, index % 3 ? 400 : 700, index % 2, &tofu);
    parallel->found[index] = font ? nb_font_index(font) : 9999;
}

/* Any number of threads finds the same faces. */
static void serves_threads(void **state)
{
    struct fixture *fixture = *state;
    struct parallel many = {fixture->fonts, {0}}, one = {NULL, {0}};
    nb_par_each(4, PIECES, find_one, &many);
    assert_int_equal(
        nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL, &one.fonts), NB_OK);
    nb_par_each(1, PIECES, find_one, &one);
    assert_memory_equal(many.found, one.found, sizeof one.found);
    nb_fonts_free(one.fonts);
}

struct drawn {
    unsigned moves, closes, curves;
};

static void on_move(void *user, double x, double y)
{
    (void)x, (void)y;
    ((struct drawn *)user)->moves++;
}

static void on_quad(void *user, double x1, double y1, double x, double y)
{
    (void)x1, (void)y1, (void)x, (void)y;
    ((struct drawn *)user)->curves++;
}

static void on_cubic(void *user, double x1, double y1, double x2, double y2, double x,
                     double y)
{
    (void)x1, (void)y1, (void)x2, (void)y2, (void)x, (void)y;
    ((struct drawn *)user)->curves++;
}

static void on_close(void *user)
{
    ((struct drawn *)user)->closes++;
}

static void draws_outlines(void **state)
{
    static const struct nb_outline draw = {on_move, on_move, on_quad, on_cubic,
                                           on_close};
    const struct nb_font *font = font_for(*state, 'o', serif);
    struct drawn drawn = {0, 0, 0};
    nb_font_outline(font, nb_font_glyph(font, 'o'), &draw, &drawn);
    assert_int_equal(drawn.closes, 2);
    assert_true(drawn.curves >= 8 && drawn.moves >= 2);
}

static bool use_once(struct fixture *fixture)
{
    struct nb_fonts *fonts;
    bool done = false, tofu;
    if (nb_fonts_open(&fixture->ctx, "fonts/catalogue.css", NULL, &fonts) != NB_OK)
        return false;
    const struct nb_font *font =
        nb_fonts_for(fonts, 'a', LATN, "en", serif, 400, false, &tofu);
    if (font && nb_fonts_for(fonts, 0xE123, ZYYY, "en", serif, 400, false, &tofu)) {
        struct nb_shaped *glyphs;
        struct nb_subset subset;
        size_t count;
        uint32_t id = nb_font_glyph(font, 'a');
        struct nb_arena *arena = nb_arena_new(0);
        done = arena && nb_font_shape(font, arena, NB_STR("abc"), LATN, "en", false,
                                      NULL, 0, &glyphs, &count) == NB_OK;
        if (nb_font_subset(font, &id, 1, &subset) == NB_OK)
            nb_subset_free(&subset);
        else
            done = false;
        nb_arena_free(arena);
    }
    nb_fonts_free(fonts);
    return done;
}

static void survives_no_memory(void **state)
{
    unsigned long n = 1;
    for (bool done = false; !done && n < 1000; n++) {
        nb_mem_fail_at(n);
        done = use_once(*state);
    }
    nb_mem_fail_at(0);
    assert_in_range(n, 10, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(catalogue_is_sound),
        TEST(matches_weight_and_slant),
        TEST(falls_back_by_script),
        TEST(falls_back_by_language),
        TEST(reports_what_no_font_has),
        TEST(shapes),
        TEST(tells_metrics),
        TEST(subsets_truetype),
        TEST(subsets_cff),
        TEST(embeds),
        TEST(survives_bad_fonts),
        TEST(own_fonts_come_first),
        TEST(honours_embedding_rights),
        TEST(keeps_faces_whole),
        TEST(serves_threads),
        TEST(draws_outlines),
        TEST(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
