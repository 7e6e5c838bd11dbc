/* Second codes of glyphs, for where these do not show the text that is theirs: parts of a
 * cluster that say its characters in the order of the text, ligatures from right to left, the
 * letter behind an initial. Readers that take no notice of ActualText go by them. */
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

size_t nb_pdf_share(const struct nb_run *run, const struct nb_pdf_cluster *cluster,
                    size_t glyph, const unsigned **chars)
{
    static const unsigned nothing[] = {0x200B};
    size_t at = glyph - cluster->first, last = cluster->end - cluster->first - 1;
    *chars = nothing;
    if (run->said)
        return 1;
    if (run->rtl || cluster->count <= last || cluster->count > NB_PDF_MOST_CHARS)
        return 0;
    *chars = &cluster->chars[at];
    return at == last ? cluster->count - last : 1;
}

bool nb_pdf_is_joined(const struct nb_run *run, const struct nb_pdf_cluster *cluster)
{
    if (!run->rtl || run->said || cluster->end - cluster->first != 1 ||
        cluster->count < 2 || cluster->count > NB_PDF_MOST_CHARS)
        return false;
    for (size_t i = 0; i < cluster->count; i++)
        if (!nb_unicode_is_letter(cluster->chars[i]))
            return false;
    return true;
}
