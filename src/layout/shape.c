/* Words as glyphs. A word is shaped once for each fount, script and direction, at no size: most
 * of a newspaper's words come again. Where the first face does not have all its characters,
 * one that has them all is preferred, so that a word stays of one piece; else every character
 * with its marks goes to the first face that has it. */
#include "layout/fount.h"
#include "layout/word_cache.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

enum {
    LONGEST_CACHED = 64,   /* bytes of a word */
    MOST_CACHED = 8 << 20, /* bytes of a generation of the cache */
    MOST_WHOLE = 6,        /* faces that are tried for a whole word */
    WHITE_SQUARE = 0x25A1
};

#define TAG NB_SCRIPT

struct nb_shaper {
    struct nb_founts *founts;
    struct nb_hyphens *hyphens;
    struct nb_word_cache *words;
    bool shares; /* all of that is another one's */
    struct nb_word_keeper *keeper;
    struct nb_arena *scratch; /* of one word */
};

static bool start_own(struct nb_shaper *shaper, struct nb_fonts *fonts)
{
    shaper->founts = nb_founts_new(fonts);
    shaper->hyphens = nb_hyphens_new();
    shaper->words = nb_word_cache_new(MOST_CACHED);
    return shaper->founts && shaper->hyphens && shaper->words;
}

static bool start_shared(struct nb_shaper *shaper, const struct nb_shaper *like)
{
    shaper->shares = true;
    shaper->founts = like->founts;
    shaper->hyphens = like->hyphens;
    shaper->words = like->words;
    return true;
}

enum nb_status nb_shaper_new(struct nb_fonts *fonts, const struct nb_shaper *like,
                             struct nb_shaper **out)
{
    *out = NULL;
    struct nb_shaper *shaper = nb_calloc(1, sizeof *shaper);
    if (!shaper)
        return NB_NOMEM;
    if (like ? start_shared(shaper, like) : start_own(shaper, fonts)) {
        shaper->keeper = nb_word_keeper_new(shaper->words);
        shaper->scratch = nb_arena_new(0);
    }
    if (!shaper->keeper || !shaper->scratch) {
        nb_shaper_free(shaper);
        return NB_NOMEM;
    }
    *out = shaper;
    return NB_OK;
}

void nb_shaper_free(struct nb_shaper *shaper)
{
    if (!shaper)
        return;
    if (!shaper->shares) {
        nb_founts_free(shaper->founts);
        nb_hyphens_free(shaper->hyphens);
        nb_word_cache_free(shaper->words);
    }
    nb_arena_free(shaper->scratch);
    nb_free(shaper);
}

uint32_t nb_shaper_lacks(const struct nb_shaper *shaper)
{
    return nb_hyphens_lacks(shaper->hyphens);
}

void nb_shaper_tidy(struct nb_shaper *shaper)
{
    nb_word_cache_tidy(shaper->words);
}

/* ---- which face for which part ---- */

/* A word in the making: what is given, and its parts. */
struct making {
    struct nb_fount *fount;
    const struct nb_chain *chain;
    struct nb_arena *arena; /* of the result */
    struct nb_str text;
    uint32_t script;
    bool rtl;
    struct nb_word *word;
    size_t part_room;
};

/* A letter of the script, by which punctuation alone finds the face of its neighbours. */
static unsigned sample(uint32_t script)
{
    static const struct {
        uint32_t script;
        unsigned letter;
    } letters[] = {{TAG('H', 'a', 'n', 'i'), 0x4E00}, {TAG('H', 'i', 'r', 'a'), 0x3042},
                   {TAG('K', 'a', 'n', 'a'), 0x30A2}, {TAG('H', 'a', 'n', 'g'), 0xAC00},
                   {TAG('B', 'o', 'p', 'o'), 0x3105}, {TAG('A', 'r', 'a', 'b'), 0x627},
                   {TAG('H', 'e', 'b', 'r'), 0x5D0},  {TAG('D', 'e', 'v', 'a'), 0x905},
                   {TAG('B', 'e', 'n', 'g'), 0x985},  {TAG('T', 'h', 'a', 'i'), 0xE01}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].script == script)
            return letters[i].letter;
    return 0;
}

/* Whether a face has all of a text. */
static bool has_all(const struct nb_font *font, struct nb_str text)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        if (!nb_font_glyph(font, c) && !nb_unicode_is_ignorable(c) && c != 0x202F &&
            !(c >= 0x2000 && c <= 0x200A) &&
            !(c == 0x2011 && nb_font_glyph(font, 0x2010)))
            return false;
        p += len;
    }
    return true;
}

/* The first letter's face for scripts other than ours; NULL without letters. */
static const struct nb_font *letters_font(const struct making *making)
{
    const char *p = making->text.data, *end = p + making->text.len;
    bool square;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        if (nb_unicode_script(c) == making->script) {
            const struct nb_font *font = nb_chain_for(making->chain, c, &square);
            return square ? NULL : font;
        }
        p += len;
    }
    unsigned letter = sample(making->script);
    const struct nb_font *font =
        letter ? nb_chain_for(making->chain, letter, &square) : NULL;
    return letter && !square ? font : NULL;
}

/* A face that has the whole word; NULL if none of the first ones has. */
static const struct nb_font *whole_font(const struct making *making)
{
    if (!nb_script_is_european(making->script)) {
        const struct nb_font *font = letters_font(making);
        if (font && has_all(font, making->text))
            return font;
    }
    size_t at = 0, tried = 0;
    for (const struct nb_font *font;
         tried < MOST_WHOLE && (font = nb_chain_next(making->chain, &at)); tried++)
        if (has_all(font, making->text))
            return font;
    return NULL;
}

static struct nb_word_part *add_part(struct making *making, const struct nb_font *font,
                                     size_t from, size_t to, bool square)
{
    struct nb_word *word = making->word;
    if (word->part_count == making->part_room) {
        size_t room = making->part_room ? making->part_room * 2 : 1;
        struct nb_word_part *parts = nb_arena_array(making->arena, room, sizeof *parts);
        if (!parts)
            return NULL;
        if (word->part_count)
            memcpy(parts, word->parts, word->part_count * sizeof *parts);
        word->parts = parts;
        making->part_room = room;
    }
    struct nb_word_part *part = &word->parts[word->part_count++];
    *part = (struct nb_word_part){
        .font = font, .from = (uint32_t)from, .to = (uint32_t)to, .square = square};
    return part;
}

/* Whether a character stays with the one before it. */
static bool continues(unsigned c, unsigned before)
{
    return nb_unicode_is_mark(c) || before == 0x200D ||
           (nb_unicode_is_ignorable(c) && c != 0x200B) ||
           (c >= 0x1F3FB && c <= 0x1F3FF);
}

/* Parts by character: each with its marks in the first face that has it, but a character of no
 * script in the face before it if that has it. */
static void split_parts(struct making *making)
{
    const char *start = making->text.data, *p = start, *end = p + making->text.len;
    struct nb_word_part *part = NULL;
    unsigned before = 0;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        size_t from = (size_t)(p - start);
        bool square = false;
        p += len;
        if (part && continues(c, before)) {
            part->to = (uint32_t)(from + len);
            before = c;
            continue;
        }
        before = c;
        const struct nb_font *font = NULL;
        if (part && !part->square && !nb_unicode_is_letter(c) &&
            nb_font_glyph(part->font, c))
            font = part->font;
        if (!font)
            font = nb_chain_for(making->chain, c, &square);
        if (!font)
            return;
        if (part && part->font == font && !part->square && !square)
            part->to = (uint32_t)(from + len);
        else if (!(part = add_part(making, font, from, from + len, square)))
            return;
    }
}

/* ---- shaping ---- */

static enum nb_status add_offsets(struct making *making, struct nb_word_part *part,
                                  const struct nb_shaped *shaped, float em)
{
    struct nb_offset *offsets =
        nb_arena_array(making->arena, part->glyph_count, sizeof *offsets);
    if (!offsets)
        return nb_arena_status(making->arena);
    for (uint32_t i = 0; i < part->glyph_count; i++)
        offsets[i] =
            (struct nb_offset){(float)shaped[i].dx * em, (float)shaped[i].dy * em};
    part->offsets = offsets;
    return NB_OK;
}

/* Spaces other than the plain one are part of their word. They are no narrower than what readers
 * of a PDF take for a space, hair spaces aside. */
static void widen_spaces(const struct making *making, struct nb_em_glyph *glyphs,
                         size_t count)
{
    const char *text = making->text.data, *end = text + making->text.len;
    bool has = nb_str_find(making->text, NB_STR("\xE2\x80")) >= 0;
    /* Letters that give move closer on both sides. */
    const float least =
        (float)(NB_LEAST_GAP * (1 + NB_GLYPH_FLEX) + 2 * NB_SPACING_FLEX);
    for (size_t i = 0; has && i < count; i++) {
        size_t len;
        unsigned c = nb_utf8_decode(text + glyphs[i].cluster, end, &len);
        if (nb_unicode_is_space(c) && c != 0x200A && glyphs[i].advance < least)
            glyphs[i].advance = least;
    }
}

static enum nb_status shape_part(struct making *making, struct nb_word_part *part)
{
    const struct nb_fount *fount = making->fount;
    struct nb_shaped *shaped;
    size_t count;
    struct nb_str text = nb_str_sub(making->text, part->from, part->to - part->from);
    if (part->square)
        text = NB_STR("\u25A1");
    enum nb_status status = nb_font_shape(
        part->font, making->arena, text, making->script, fount->lang, making->rtl,
        fount->shaping, fount->shaping_count, &shaped, &count);
    if (status != NB_OK)
        return status;
    struct nb_em_glyph *glyphs =
        nb_arena_array(making->arena, count + 1, sizeof *glyphs);
    if (!glyphs)
        return nb_arena_status(making->arena);
    float em = 1.0F / (float)nb_font_info(part->font)->upem;
    bool shifted = false;
    part->clusters = 0;
    for (size_t i = 0; i < count; i++) {
        glyphs[i] = (struct nb_em_glyph){
            .id = shaped[i].glyph & INT32_MAX,
            .unsafe_to_break = shaped[i].unsafe_to_break,
            .cluster = part->from + (part->square ? 0 : shaped[i].cluster),
            .advance = (float)shaped[i].advance * em};
        part->clusters += i == 0 || glyphs[i].cluster != glyphs[i - 1].cluster;
        shifted = shifted || shaped[i].dx || shaped[i].dy;
    }
    if (nb_script_spreads(making->script) && !making->rtl && !part->square) {
        nb_cjk_tighten(glyphs, count, making->text, fount->lang);
        if (!fount->no_autospace)
            nb_cjk_space(glyphs, count, making->text);
    }
    widen_spaces(making, glyphs, count);
    part->width = 0;
    for (size_t i = 0; i < count; i++) {
        making->word->width += glyphs[i].advance;
        part->width += (double)glyphs[i].advance;
    }
    part->glyphs = glyphs;
    part->glyph_count = (uint32_t)count;
    making->word->clusters += part->clusters;
    return shifted ? add_offsets(making, part, shaped, em) : NB_OK;
}

/* Whether a glyph is the face's sign for a missing one: never shown. */
static bool has_missing(const struct nb_word *word)
{
    for (uint32_t i = 0; i < word->part_count; i++)
        for (uint32_t g = 0; g < word->parts[i].glyph_count; g++)
            if (word->parts[i].glyphs[g].id == 0)
                return true;
    return false;
}

static enum nb_status shape_parts(struct making *making)
{
    struct nb_word *word = making->word;
    word->width = 0;
    word->clusters = 0;
    enum nb_status status = nb_arena_status(making->arena);
    for (uint32_t i = 0; status == NB_OK && i < word->part_count; i++)
        status = shape_part(making, &word->parts[i]);
    return status;
}

static enum nb_status make_word(struct making *making)
{
    making->word = nb_arena_alloc(making->arena, sizeof *making->word);
    if (!making->word)
        return nb_arena_status(making->arena);
    enum nb_status status =
        nb_fount_chain(making->fount, making->script, &making->chain);
    if (status != NB_OK)
        return status;
    const struct nb_font *whole = whole_font(making);
    if (whole)
        (void)add_part(making, whole, 0, making->text.len, false);
    else
        split_parts(making);
    status = shape_parts(making);
    /* A mark that its base's face lacks: then the whole part is shown as squares. */
    if (status == NB_OK && has_missing(making->word)) {
        for (uint32_t i = 0; i < making->word->part_count; i++) {
            struct nb_word_part *part = &making->word->parts[i];
            bool missing = false;
            for (uint32_t g = 0; g < part->glyph_count; g++)
                missing = missing || part->glyphs[g].id == 0;
            bool square;
            const struct nb_font *font =
                missing ? nb_chain_for(making->chain, WHITE_SQUARE, &square) : NULL;
            if (font) {
                part->font = font;
                part->square = true;
            }
        }
        status = shape_parts(making);
    }
    return status;
}

enum nb_status nb_shaper_fount(struct nb_shaper *shaper, const struct nb_style *style,
                               const char *lang, struct nb_fount **out,
                               bool *small_caps)
{
    return nb_founts_find(shaper->founts, style, lang, out, small_caps);
}

static enum nb_status find_hyphens(struct nb_shaper *shaper, struct making *making)
{
    unsigned char points[LONGEST_CACHED] = {0};
    if (!nb_script_is_european(making->script) || making->text.len > sizeof points)
        return NB_OK;
    enum nb_status status =
        nb_hyphens_find(shaper->hyphens, making->fount->lang, making->text, points);
    for (size_t i = 0; i < making->text.len && status == NB_OK; i++)
        making->word->hyphens |= (uint64_t)points[i] << i;
    return status;
}

struct nb_word_key nb_shaper_key(const struct nb_shaper *shaper,
                                 const struct nb_fount *fount, uint32_t script,
                                 bool rtl, bool hyphenated, struct nb_str text)
{
    struct nb_word_key key = {.text = text,
                              .fount = fount->number,
                              .script = script,
                              .rtl = rtl,
                              .hyphenated = hyphenated};
    if (text.len <= LONGEST_CACHED) {
        nb_word_hash(&key);
        nb_word_fetch_place(shaper->keeper, &key);
    }
    return key;
}

void nb_shaper_expect(const struct nb_shaper *shaper, const struct nb_word_key *key)
{
    nb_word_fetch(shaper->keeper, key);
}

enum nb_status nb_shaper_word(struct nb_shaper *shaper, struct nb_arena *scratch,
                              struct nb_fount *fount, const struct nb_word_key *key,
                              const struct nb_word **out)
{
    bool cached = key->text.len <= LONGEST_CACHED;
    *out = cached ? nb_word_find(shaper->keeper, key) : NULL;
    if (*out)
        return NB_OK;
    struct making making = {.fount = fount,
                            .arena = cached ? shaper->scratch : scratch,
                            .text = key->text,
                            .script = key->script,
                            .rtl = key->rtl};
    nb_arena_reset(shaper->scratch);
    enum nb_status status = make_word(&making);
    if (status == NB_OK && key->hyphenated)
        status = find_hyphens(shaper, &making);
    if (status != NB_OK)
        return status;
    *out =
        cached ? nb_word_add(shaper->keeper, scratch, key, making.word) : making.word;
    return *out ? NB_OK : NB_NOMEM;
}
