/* Founts: families, weight, slant, features and language as one thing that can be compared by
 * its address, found again by hash, with the chains of faces that it uses most. */
#include "layout/fount.h"

#include "base/mem.h"
#include "layout/setter.h"

#include <string.h>

#define TAG NB_SCRIPT
#define LATN NB_SCRIPT('L', 'a', 't', 'n')

enum { BUCKETS = 256 };

struct nb_founts {
    pthread_mutex_t lock, chain_lock;
    struct nb_fonts *fonts;
    struct nb_arena *arena, *scratch;
    struct nb_fount *buckets[BUCKETS];
    uint32_t count;
};

struct nb_founts *nb_founts_new(struct nb_fonts *fonts)
{
    struct nb_founts *founts = nb_calloc(1, sizeof *founts);
    if (!founts)
        return NULL;
    founts->fonts = fonts;
    pthread_mutex_init(&founts->lock, NULL);
    pthread_mutex_init(&founts->chain_lock, NULL);
    founts->arena = nb_arena_new(0);
    founts->scratch = nb_arena_new(0);
    if (!founts->arena || !founts->scratch) {
        nb_founts_free(founts);
        return NULL;
    }
    return founts;
}

void nb_founts_free(struct nb_founts *founts)
{
    if (!founts)
        return;
    nb_arena_free(founts->arena);
    nb_arena_free(founts->scratch);
    pthread_mutex_destroy(&founts->lock);
    pthread_mutex_destroy(&founts->chain_lock);
    nb_free(founts);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_families(const struct nb_fount *fount, const struct nb_style *style)
{
    for (size_t i = 0; i < NB_MOST_FAMILIES; i++) {
        if (!same_text(fount->families[i], style->families[i]))
            return false;
        if (!style->families[i])
            break;
    }
    return true;
}

static bool fits(const struct nb_fount *fount, const struct nb_style *style,
                 const char *lang)
{
    return fount->weight == style->font_weight && fount->italic == style->italic &&
           fount->small_caps == style->small_caps &&
           fount->no_autospace == style->no_autospace &&
           fount->spaced == (style->letter_spacing > 0 || style->letter_spacing < 0) &&
           fount->feature_count == style->feature_count &&
           memcmp(fount->features, style->features,
                  style->feature_count * sizeof *style->features) == 0 &&
           same_text(fount->lang, lang) && same_families(fount, style);
}

static void add_feature(struct nb_fount *fount, uint32_t tag, uint32_t value)
{
    if (fount->shaping_count < NB_FOUNT_FEATURES)
        fount->shaping[fount->shaping_count++] = (struct nb_font_feature){tag, value};
}

/* Whether the fount's face turns letters into small capitals: it shows another glyph. */
static enum nb_status probe_small_caps(struct nb_founts *founts, struct nb_fount *fount)
{
    struct nb_font_feature smcp = {TAG('s', 'm', 'c', 'p'), 1};
    struct nb_shaped *glyphs;
    size_t count;
    nb_arena_reset(founts->scratch);
    enum nb_status status =
        nb_font_shape(fount->first, founts->scratch, NB_STR("a"), LATN, fount->lang,
                      false, &smcp, 1, &glyphs, &count);
    if (status != NB_OK)
        return status;
    fount->no_small_caps =
        count != 1 || glyphs[0].glyph == nb_font_glyph(fount->first, 'a');
    if (!fount->no_small_caps)
        add_feature(fount, smcp.tag, smcp.value);
    return NB_OK;
}

bool nb_script_is_european(uint32_t script)
{
    return script == LATN || script == TAG('C', 'y', 'r', 'l') ||
           script == TAG('G', 'r', 'e', 'k') || script == TAG('Z', 'y', 'y', 'y') ||
           script == TAG('Z', 'i', 'n', 'h');
}

static const struct nb_chain *known_chain(const struct nb_fount *fount, uint32_t script)
{
    size_t count = atomic_load_explicit(&fount->chain_count, memory_order_acquire);
    for (size_t i = 0; i < count; i++)
        if (fount->chains[i].script == script)
            return fount->chains[i].chain;
    return NULL;
}

static void keep_chain(struct nb_fount *fount, uint32_t script,
                       const struct nb_chain *chain)
{
    pthread_mutex_lock(fount->lock);
    size_t count = atomic_load(&fount->chain_count);
    if (count < NB_FOUNT_CHAINS && !known_chain(fount, script)) {
        fount->chains[count].script = script;
        fount->chains[count].chain = chain;
        atomic_store_explicit(&fount->chain_count, count + 1, memory_order_release);
    }
    pthread_mutex_unlock(fount->lock);
}

enum nb_status nb_fount_chain(struct nb_fount *fount, uint32_t script,
                              const struct nb_chain **out)
{
    *out = known_chain(fount, script);
    if (*out)
        return NB_OK;
    /* Other scripts have no italics: their digits and punctuation stay upright as well. */
    enum nb_status status = nb_fonts_chain(
        fount->fonts, script, fount->lang, fount->families, fount->weight,
        fount->italic && nb_script_is_european(script), out);
    if (status == NB_OK)
        keep_chain(fount, script, *out);
    return status;
}

static enum nb_status new_fount(struct nb_founts *founts, const struct nb_style *style,
                                const char *lang, struct nb_fount **out)
{
    struct nb_fount *fount = nb_arena_alloc(founts->arena, sizeof *fount);
    if (!fount)
        return nb_arena_status(founts->arena);
    *fount = (struct nb_fount){.fonts = founts->fonts,
                               .number = founts->count,
                               .lock = &founts->chain_lock,
                               .weight = style->font_weight,
                               .italic = style->italic,
                               .small_caps = style->small_caps,
                               .no_autospace = style->no_autospace,
                               .lang = nb_arena_strdup(founts->arena, lang)};
    fount->spaced = style->letter_spacing > 0 || style->letter_spacing < 0;
    for (size_t i = 0; i < NB_MOST_FAMILIES && style->families[i]; i++)
        fount->families[i] = nb_arena_strdup(founts->arena, style->families[i]);
    for (; fount->feature_count < style->feature_count; fount->feature_count++) {
        struct nb_feature feature = style->features[fount->feature_count];
        fount->features[fount->feature_count] = feature;
        add_feature(fount, feature.tag, feature.value);
    }
    if (fount->spaced) {
        add_feature(fount, TAG('l', 'i', 'g', 'a'), 0);
        add_feature(fount, TAG('c', 'l', 'i', 'g'), 0);
    }
    enum nb_status status = nb_arena_status(founts->arena);
    const struct nb_chain *chain = NULL;
    if (status == NB_OK)
        status = nb_fount_chain(fount, LATN, &chain);
    bool square;
    if (status == NB_OK)
        fount->first = nb_chain_for(chain, ' ', &square);
    if (status == NB_OK && fount->small_caps && fount->first)
        status = probe_small_caps(founts, fount);
    *out = fount;
    return status;
}

/* Styles come with few differences in anything but the language, of which hostile input may
 * have very many. */
static size_t bucket_of(const struct nb_style *style, const char *lang)
{
    uint32_t hash = (uint32_t)style->font_weight * 2 + style->italic;
    for (; lang && *lang; lang++)
        hash = hash * 31 + (unsigned char)*lang;
    return (hash ^ hash >> 8) % BUCKETS;
}

static enum nb_status find_or_add(struct nb_founts *founts,
                                  const struct nb_style *style, const char *lang,
                                  struct nb_fount **out)
{
    struct nb_fount **bucket = &founts->buckets[bucket_of(style, lang)];
    *out = *bucket;
    while (*out && !fits(*out, style, lang))
        *out = (*out)->next;
    if (*out)
        return NB_OK;
    enum nb_status status = nb_arena_status(founts->arena);
    if (status == NB_OK)
        status = new_fount(founts, style, lang, out);
    if (status != NB_OK || !*out)
        return status;
    (*out)->next = *bucket;
    *bucket = *out;
    founts->count++;
    return NB_OK;
}

enum nb_status nb_founts_find(struct nb_founts *founts, const struct nb_style *style,
                              const char *lang, struct nb_fount **out, bool *small_caps)
{
    pthread_mutex_lock(&founts->lock);
    enum nb_status status = find_or_add(founts, style, lang, out);
    pthread_mutex_unlock(&founts->lock);
    if (status == NB_OK && *out)
        *small_caps = (*out)->no_small_caps;
    return status;
}

const struct nb_font *nb_fount_font(const struct nb_fount *fount)
{
    return fount->first;
}
