/* The fonts of a PDF: composite fonts (ISO 32000-1, 9.7), whose CIDs are their codes or the faces' own glyph
 * numbers, each embedded as a subset. */
#include "write/pdf_font_int.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_FACES = 4096,
    MOST_GLYPHS = 65536, /* CIDs have two bytes */
    MOST_NARROW = 16384, /* faces with more glyphs have codes of two bytes only */
    FIRST_CODE = 0x80,   /* behind ASCII, which keeps its own */
    SOFT_HYPHEN = 0xAD,
    NOTHING = 0x200B, /* zero width space */
    TOFU = 0x25A1,    /* what stands for a character that no font has */
    /* flags of a glyph: shown; and how sure its text is */
    SETTLED = 8, /* its text stays */
    USED = 4,
    SURENESS = 3,
    GUESSED = 1, /* shown with others for one piece of text */
    SHOWN_ALONE = 2,
    BY_CHARACTER = 3 /* the face's own glyph for that character */
};
static const uint32_t several = 0x80000000u; /* flag of `text`: place in `strings` */

enum nb_status nb_pdf_fonts_new(struct nb_pdf *pdf, struct nb_pdf_fonts **out)
{
    *out = nb_calloc(1, sizeof **out);
    if (!*out)
        return NB_NOMEM;
    (*out)->pdf = pdf;
    (*out)->arena = nb_arena_new(0);
    if ((*out)->arena)
        return NB_OK;
    nb_free(*out);
    *out = NULL;
    return NB_NOMEM;
}

void nb_pdf_fonts_free(struct nb_pdf_fonts *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < fonts->used_count; i++) {
        nb_map_free(fonts->used[i]->variants);
        nb_free(fonts->used[i]->glyphs);
    }
    nb_free(fonts->faces);
    nb_free(fonts->used);
    nb_free(fonts->strings);
    nb_arena_free(fonts->arena);
    nb_free(fonts);
}

/* Makes room for `want` pieces of `size` bytes, zeroed. */
static bool grow(void **array, size_t *room, size_t want, size_t size)
{
    if (want <= *room)
        return true;
    size_t more = *room ? *room * 2 : 16;
    while (more < want)
        more *= 2;
    char *grown = nb_realloc(*array, more * size);
    if (!grown)
        return false;
    memset(grown + *room * size, 0, (more - *room) * size);
    *array = grown;
    *room = more;
    return true;
}

/* A character's own glyph says that character, whatever else it is shown for first. */
static void settle(struct nb_pdf_font *font, unsigned character)
{
    uint32_t glyph = nb_font_glyph(font->font, character);
    if (!glyph || glyph >= font->glyph_count)
        return;
    font->glyphs[glyph].text = character;
    font->glyphs[glyph].flags = BY_CHARACTER;
}

/* Letters, figures and marks of ASCII keep their codes, but for what strings would escape; the
 * space must, since only its code takes word spacing (ISO 32000-1, 9.3.3). */
static void keep_ascii(struct nb_pdf_font *font)
{
    for (unsigned c = ' '; c < 0x7F; c++) {
        uint32_t glyph = nb_font_glyph(font->font, c);
        if (glyph && glyph < font->glyph_count && !font->glyphs[glyph].code &&
            c != '(' && c != ')' && c != '\\')
            font->glyphs[glyph].code = (uint16_t)c;
    }
}

/* First bytes enough for all glyphs of the face and their variants. */
static void plan_codes(struct nb_pdf_font *font)
{
    font->wide = font->glyph_count > MOST_NARROW || nb_font_info(font->font)->cff;
    font->leads = 256 - (font->glyph_count + NB_PDF_MOST_VARIANTS + 256) / 256;
    font->next_code = FIRST_CODE;
    if (!font->wide)
        keep_ascii(font);
}

/* The next free code: those of one byte behind ASCII, then those before it, without line ends;
 * then those of two bytes. There are as many of these as the face has glyphs and variants. */
uint16_t nb_pdf_next_code(struct nb_pdf_font *font)
{
    unsigned code = font->next_code++;
    if (font->next_code == font->leads)
        font->next_code = 1;
    else if (font->next_code == '\n' || font->next_code == '\r')
        font->next_code++;
    else if (font->next_code == ' ')
        font->next_code = font->leads << 8;
    return (uint16_t)code;
}

static enum nb_status face_add(struct nb_pdf_fonts *fonts, const struct nb_font *face,
                               struct nb_pdf_font **out)
{
    void *faces = fonts->faces, *used = fonts->used;
    unsigned index = nb_font_index(face);
    if (index >= MOST_FACES)
        return NB_LIMIT;
    bool room = grow(&faces, &fonts->face_room, index + 1, sizeof(*fonts->faces));
    fonts->faces = faces;
    room = room &&
           grow(&used, &fonts->used_room, fonts->used_count + 1, sizeof(*fonts->used));
    fonts->used = used;
    struct nb_pdf_font *font = nb_arena_alloc(fonts->arena, sizeof *font);
    if (!room || !font)
        return NB_NOMEM;
    unsigned glyphs = nb_font_info(face)->glyphs;
    font->font = face;
    font->glyph_count = glyphs < MOST_GLYPHS ? glyphs : MOST_GLYPHS;
    font->glyphs = nb_calloc(font->glyph_count, sizeof *font->glyphs);
    if (!font->glyphs)
        return NB_NOMEM;
    font->name = (unsigned)fonts->used_count + 1;
    font->object = nb_pdf_add(fonts->pdf);
    font->space = nb_font_glyph(face, ' ');
    fonts->faces[index] = fonts->used[fonts->used_count++] = font;
    plan_codes(font);
    settle(font, TOFU);
    settle(font, '-');
    settle(font, ' ');
    *out = font;
    return NB_OK;
}

const struct nb_pdf_font *nb_pdf_fonts_find(const struct nb_pdf_fonts *fonts,
                                            const struct nb_font *font)
{
    unsigned index = font ? nb_font_index(font) : MOST_FACES;
    return index < fonts->face_room ? fonts->faces[index] : NULL;
}

size_t nb_pdf_fonts_count(const struct nb_pdf_fonts *fonts)
{
    return fonts->used_count;
}

bool nb_pdf_glyph_used(const struct nb_pdf_glyph *glyph)
{
    return (glyph->flags & USED) != 0;
}

/* The characters that a glyph stands for, and how many. */
static size_t chars_of(const struct nb_pdf_fonts *fonts,
                       const struct nb_pdf_glyph *glyph, unsigned *chars)
{
    if (!(glyph->flags & SURENESS))
        return 0;
    if (!(glyph->text & several)) {
        chars[0] = glyph->text;
        return 1;
    }
    const struct nb_pdf_string *string = &fonts->strings[glyph->text & ~several];
    memcpy(chars, string->chars, sizeof string->chars);
    return string->count;
}

/* Whether codes are CIDs, which a map leads to glyphs: MuPDF takes CIDs that are no codes for
 * glyphs without text. Outlines in `CFF ` tables have CIDs of their own. */
static bool is_direct(const struct nb_pdf_font *font)
{
    return !font->wide && !nb_font_info(font->font)->cff;
}

static int by_code(const void *a, const void *b)
{
    const struct nb_pdf_code *x = a, *y = b;
    return (x->code > y->code) - (x->code < y->code);
}

enum nb_status nb_pdf_font_codes(const struct nb_pdf_fonts *fonts,
                                 const struct nb_pdf_font *font,
                                 struct nb_pdf_code **out, size_t *count)
{
    size_t variants = font->variants ? nb_map_count(font->variants) : 0;
    size_t used = 1 + variants;
    for (uint32_t i = 0; i < font->glyph_count; i++)
        used += nb_pdf_glyph_used(&font->glyphs[i]);
    struct nb_pdf_code *codes = *out = nb_calloc(used, sizeof *codes);
    *count = 0;
    if (!codes)
        return NB_NOMEM;
    for (uint32_t i = 0; i < font->glyph_count; i++) {
        const struct nb_pdf_glyph *glyph = &font->glyphs[i];
        if (!nb_pdf_glyph_used(glyph))
            continue;
        struct nb_pdf_code *code = &codes[(*count)++];
        *code =
            (struct nb_pdf_code){.code = glyph->code,
                                 .glyph = (uint16_t)i,
                                 .cid = is_direct(font) ? glyph->code : (uint16_t)i};
        code->count = chars_of(fonts, glyph, code->chars);
    }
    if (font->soft_hyphen)
        codes[(*count)++] = (struct nb_pdf_code){
            font->soft_hyphen,
            (uint16_t)font->hyphen,
            is_direct(font) ? font->soft_hyphen : (uint16_t)font->hyphen,
            {SOFT_HYPHEN},
            1};
    for (size_t i = 0; i < variants; i++)
        codes[(*count)++] =
            *(const struct nb_pdf_code *)nb_map_value(font->variants, i);
    qsort(codes, *count, sizeof *codes, by_code);
    return NB_OK;
}

static void use(struct nb_pdf_font *font, uint32_t glyph)
{
    struct nb_pdf_glyph *at = &font->glyphs[glyph];
    if (at->flags & USED)
        return;
    double upem = nb_font_info(font->font)->upem;
    long width = lround(nb_font_advance(font->font, glyph) * 1000.0 / upem);
    at->width = (uint16_t)(width < 0 ? 0 : width > 0xFFFF ? 0xFFFF : width);
    at->flags |= USED;
    if (font->wide)
        at->code = (uint16_t)glyph;
    else if (!at->code)
        at->code = nb_pdf_next_code(font);
}

/* Notes that a glyph is shown for these characters, how sure that is. */
static enum nb_status note(struct nb_pdf_fonts *fonts, struct nb_pdf_font *font,
                           uint32_t glyph, const unsigned *chars, size_t count,
                           unsigned sureness)
{
    if (glyph >= font->glyph_count)
        return NB_OK;
    struct nb_pdf_glyph *at = &font->glyphs[glyph];
    use(font, glyph);
    if (at->flags & SETTLED)
        return NB_OK;
    if ((at->flags & SURENESS) >= (int)sureness && (count != 1 || at->text == *chars))
        return NB_OK;
    if ((at->flags & SURENESS) == BY_CHARACTER || !count)
        return NB_OK;
    if (count == 1 && nb_font_glyph(font->font, chars[0]) == glyph)
        sureness = BY_CHARACTER;
    if ((at->flags & SURENESS) >= (int)sureness)
        return NB_OK;
    uint32_t text = chars[0];
    if (count > 1) {
        void *strings = fonts->strings;
        if (!grow(&strings, &fonts->string_room, fonts->string_count + 1,
                  sizeof(*fonts->strings)))
            return NB_NOMEM;
        fonts->strings = strings;
        struct nb_pdf_string *string = &fonts->strings[fonts->string_count];
        string->count = count < NB_PDF_MOST_CHARS ? count : NB_PDF_MOST_CHARS;
        memcpy(string->chars, chars, string->count * sizeof *chars);
        text = several | (uint32_t)fonts->string_count++;
    }
    at->text = text;
    at->flags = (uint8_t)(USED | sureness);
    return NB_OK;
}

/* Several glyphs for one piece of text, in whatever order the script sets them: those that are
 * some character's own say that one, the others are given what is left in the text's order, as
 * a guess. */
static enum nb_status note_several(struct nb_pdf_fonts *fonts, struct nb_pdf_font *font,
                                   const struct nb_run *run,
                                   const struct nb_pdf_cluster *cluster)
{
    size_t room =
        cluster->count < NB_PDF_MOST_CHARS ? cluster->count : NB_PDF_MOST_CHARS;
    bool taken[NB_PDF_MOST_CHARS] = {false};
    enum nb_status status = NB_OK;
    for (size_t i = cluster->first; i < cluster->end && status == NB_OK; i++) {
        uint32_t glyph = run->glyphs[i].id;
        size_t at = 0;
        while (at < room && nb_font_glyph(font->font, cluster->chars[at]) != glyph)
            at++;
        if (at == room)
            continue;
        taken[at] = true;
        status = note(fonts, font, glyph, &cluster->chars[at], 1, SHOWN_ALONE);
    }
    for (size_t n = 0; n < cluster->end - cluster->first && status == NB_OK; n++) {
        size_t at = 0;
        while (at + 1 < room && taken[at])
            at++;
        size_t i = run->rtl ? cluster->end - 1 - n : cluster->first + n;
        status = note(fonts, font, run->glyphs[i].id, &cluster->chars[at], room ? 1 : 0,
                      GUESSED);
        if (room)
            taken[at] = true;
    }
    return status;
}

/* Spaces that do not break, or are narrower, copy out as a plain one. */
static bool is_like_space(unsigned c)
{
    return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

static bool glyph_says(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                       uint32_t glyph, const unsigned *chars, size_t count)
{
    if (glyph >= font->glyph_count)
        return false;
    uint32_t text = font->glyphs[glyph].text;
    if (!(text & several))
        return count == 1 && (text == *chars || (text == ' ' && is_like_space(*chars)));
    const struct nb_pdf_string *string = &fonts->strings[text & ~several];
    return string->count == count &&
           memcmp(string->chars, chars, count * sizeof *chars) == 0;
}

/* The characters of a glyph and of the joiners beside it. */
static enum nb_status note_joined(struct nb_pdf_fonts *fonts, struct nb_pdf_font *font,
                                  const struct nb_run *run,
                                  const struct nb_pdf_cluster *cluster,
                                  const struct nb_pdf_joined *joined)
{
    static const unsigned nothing[] = {NOTHING};
    if (!font->joiner)
        font->joiner = nb_font_blank(font->font);
    uint32_t joiner = font->joiner;
    if (!joiner)
        return NB_OK;
    enum nb_status status = note(fonts, font, joiner, nothing, 1, GUESSED);
    for (size_t i = 0; i < cluster->count && status == NB_OK; i++) {
        uint32_t glyph = i == joined->own ? run->glyphs[joined->glyph].id : joiner;
        if (glyph < font->glyph_count &&
            !glyph_says(fonts, font, glyph, &cluster->chars[i], 1))
            status =
                nb_pdf_variant_add(font, fonts->arena, glyph, &cluster->chars[i], 1);
    }
    return status;
}

/* A glyph that stands for an initial besides its own character keeps that for its text. */
static enum nb_status note_one(struct nb_pdf_fonts *fonts, struct nb_pdf_font *font,
                               uint32_t glyph, const struct nb_pdf_cluster *cluster)
{
    const unsigned *chars = cluster->chars;
    size_t count = cluster->count, last = count - 1;
    if (count > 1 && count <= NB_PDF_MOST_CHARS &&
        nb_font_glyph(font->font, chars[last]) == glyph)
        return note(fonts, font, glyph, &chars[last], 1, BY_CHARACTER);
    return note(fonts, font, glyph, chars, count, SHOWN_ALONE);
}

static enum nb_status note_cluster(struct nb_pdf_fonts *fonts, struct nb_pdf_font *font,
                                   const struct nb_run *run,
                                   const struct nb_pdf_cluster *cluster)
{
    if (!cluster->text.len && !font->hyphen &&
        run->glyphs[cluster->first].id < font->glyph_count) {
        font->hyphen = run->glyphs[cluster->first].id;
        font->soft_hyphen = font->wide ? 0 : nb_pdf_next_code(font);
    }
    if (!cluster->text.len &&
        font->wide) { /* it has one code, which says what it can */
        static const unsigned soft_hyphen[] = {SOFT_HYPHEN};
        return note(fonts, font, run->glyphs[cluster->first].id, soft_hyphen, 1,
                    GUESSED);
    }
    enum nb_status status;
    if (cluster->end - cluster->first > 1)
        status = note_several(fonts, font, run, cluster);
    else
        status = note_one(fonts, font, run->glyphs[cluster->first].id, cluster);
    struct nb_pdf_joined joined;
    if (status == NB_OK && nb_pdf_joined(run, cluster, &joined))
        return note_joined(fonts, font, run, cluster, &joined);
    const unsigned *chars;
    for (size_t i = cluster->first; i < cluster->end && status == NB_OK; i++) {
        uint32_t glyph = run->glyphs[i].id;
        size_t count = nb_pdf_share(run, cluster, i, &chars);
        if (count && glyph < font->glyph_count &&
            !glyph_says(fonts, font, glyph, chars, count))
            status = nb_pdf_variant_add(font, fonts->arena, glyph, chars, count);
    }
    return status;
}

/* Whether nothing that a run shows is news. */
static bool is_known(const struct nb_pdf_font *font, const struct nb_run *run)
{
    if (run->hyphen && !font->hyphen)
        return false;
    for (size_t i = 0; i < run->glyph_count; i++) {
        uint32_t id = run->glyphs[i].id;
        unsigned flags = id < font->glyph_count ? font->glyphs[id].flags : 0;
        if (!(flags & USED) || !(flags & SETTLED || (flags & SURENESS) == BY_CHARACTER))
            return false;
    }
    return true;
}

enum nb_status nb_pdf_fonts_note(struct nb_pdf_fonts *fonts, const struct nb_run *run)
{
    if (!run->font || !run->glyph_count)
        return NB_OK;
    unsigned index = nb_font_index(run->font);
    struct nb_pdf_font *font = index < fonts->face_room ? fonts->faces[index] : NULL;
    struct nb_pdf_cluster cluster;
    enum nb_status status = font ? NB_OK : face_add(fonts, run->font, &font);
    bool known = status == NB_OK && is_known(font, run);
    for (size_t at = 0;
         status == NB_OK && !known && nb_pdf_next_cluster(run, &at, &cluster);)
        status = note_cluster(fonts, font, run, &cluster);
    if (status == NB_OK && run->space_after && font->space)
        use(font, font->space);
    return status;
}

void nb_pdf_fonts_settle(struct nb_pdf_fonts *fonts)
{
    for (size_t i = 0; i < fonts->used_count; i++)
        for (uint32_t k = 0; k < fonts->used[i]->glyph_count; k++)
            if (fonts->used[i]->glyphs[k].flags & USED)
                fonts->used[i]->glyphs[k].flags |= SETTLED;
}

bool nb_pdf_font_says(const struct nb_pdf_fonts *fonts, const struct nb_pdf_font *font,
                      const struct nb_run *run, const struct nb_pdf_cluster *cluster)
{
    size_t glyphs = cluster->end - cluster->first;
    const struct nb_glyph *at = &run->glyphs[cluster->first];
    if (glyphs == 1)
        return glyph_says(fonts, font, at->id, cluster->chars, cluster->count);
    if (glyphs != cluster->count || glyphs > NB_PDF_MOST_CHARS)
        return false;
    for (size_t i = 0; i < glyphs; i++) {
        size_t from = run->rtl ? glyphs - 1 - i : i;
        if (!glyph_says(fonts, font, at[i].id, &cluster->chars[from], 1))
            return false;
    }
    return true;
}
