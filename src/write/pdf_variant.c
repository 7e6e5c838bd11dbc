/* Second codes of glyphs, for where these do not show the text that is theirs: parts of a
 * cluster that say its characters in the order of the text, ligatures and marks from right to
 * left, the letter behind an initial. Readers that take no notice of ActualText go by them. */
#include "base/unicode.h"
#include "write/pdf_font.h"

#include <string.h>

struct key {
    uint32_t glyph;
    unsigned chars[NB_PDF_MOST_CHARS];
};

static struct nb_str key_of(struct key *key, uint32_t glyph, const unsigned *chars,
                            size_t count)
{
    *key = (struct key){.glyph = glyph};
    memcpy(key->chars, chars, count * sizeof *chars);
    return (struct nb_str){(const char *)key, sizeof *key};
}

uint16_t nb_pdf_variant(const struct nb_pdf_font *font, uint32_t glyph,
                        const unsigned *chars, size_t count)
{
    struct key key;
    if (!font->variants || !count || count > NB_PDF_MOST_CHARS)
        return 0;
    const struct nb_pdf_code *code =
        nb_map_get(font->variants, key_of(&key, glyph, chars, count));
    return code ? code->code : 0;
}

enum nb_status nb_pdf_variant_add(struct nb_pdf_font *font, struct nb_arena *arena,
                                  uint32_t glyph, const unsigned *chars, size_t count)
{
    if (font->wide || nb_pdf_variant(font, glyph, chars, count))
        return NB_OK;
    if (!font->variants)
        font->variants = nb_map_new();
    if (!font->variants)
        return NB_NOMEM;
    if (nb_map_count(font->variants) == NB_PDF_MOST_VARIANTS)
        return NB_OK;
    struct nb_pdf_code *code = nb_arena_alloc(arena, sizeof *code);
    if (!code)
        return nb_arena_status(arena);
    *code = (struct nb_pdf_code){
        .code = nb_pdf_next_code(font), .glyph = (uint16_t)glyph, .count = count};
    code->cid = code->code;
    memcpy(code->chars, chars, count * sizeof *chars);
    struct key key;
    return nb_map_set(font->variants, key_of(&key, glyph, chars, count), code);
}

/* Glyphs that move the pen by less than this part of the size stand over or under others. */
static const float least_advance = 0.05F;

static bool is_letter(const struct nb_run *run, size_t glyph)
{
    return run->glyphs[glyph].advance >= least_advance * run->size;
}

bool nb_pdf_is_mark(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                    size_t glyph)
{
    bool letters = false;
    for (size_t i = cluster->first; i < cluster->end && !letters; i++)
        letters = is_letter(run, i);
    return letters && !is_letter(run, glyph);
}

size_t nb_pdf_share(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                    size_t glyph, const unsigned **chars)
{
    static const unsigned nothing[] = {0x200B};
    size_t at = 0, letters = 0;
    *chars = nothing;
    if (run->said)
        return 1;
    for (size_t i = cluster->first; i < cluster->end; i++) {
        bool letter = !nb_pdf_is_mark(run, cluster, i);
        at += letter && i < glyph;
        letters += letter;
    }
    if (run->rtl || cluster->count < letters || cluster->count > NB_PDF_MOST_CHARS)
        return 0;
    if (nb_pdf_is_mark(run, cluster, glyph))
        return 1;
    *chars = &cluster->chars[at];
    return at + 1 == letters ? cluster->count - at : 1;
}

bool nb_pdf_joined(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                   struct nb_pdf_joined *out)
{
    size_t letters = 0;
    if (!run->rtl || run->said || cluster->count < 2 ||
        cluster->count > NB_PDF_MOST_CHARS)
        return false;
    for (size_t i = cluster->first; i < cluster->end; i++)
        if (!nb_pdf_is_mark(run, cluster, i)) {
            out->glyph = i;
            letters++;
        }
    out->own = cluster->count;
    while (out->own > 0 && nb_unicode_is_mark(cluster->chars[out->own - 1]))
        out->own--;
    return letters == 1 && out->own-- > 0;
}
