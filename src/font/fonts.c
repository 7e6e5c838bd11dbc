/* Which face serves which character: families matched by weight and slant as CSS Fonts says,
 * fallback by script and language in the catalogue's order. Chains are made once for each
 * style, script and language, and read without a lock. */
#include "font/internal.h"

#include "base/lang.h"
#include "base/mem.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

#define COMMON NB_SCRIPT('Z', 'y', 'y', 'y')

enum { MOST_CATALOGUE = 4 << 20, WHITE_SQUARE = 0x25A1, FIRST_ROOM = 16 };

struct nb_font *nb_fonts_add(struct nb_fonts *fonts, const struct font_source *source)
{
    if (fonts->count == fonts->room) {
        size_t room = fonts->room ? fonts->room * 2 : FIRST_ROOM;
        struct nb_font *larger = nb_realloc(fonts->fonts, room * sizeof *larger);
        if (!larger) {
            fonts->out_of_memory = true;
            return NULL;
        }
        fonts->fonts = larger;
        fonts->room = room;
    }
    struct nb_font *font = &fonts->fonts[fonts->count];
    *font = (struct nb_font){.owner = fonts,
                             .source = source,
                             .index = (unsigned)fonts->count,
                             .weight = 400,
                             .generic = GENERIC_ANY};
    fonts->count++;
    return font;
}

static enum nb_status read_own(struct nb_ctx *ctx, struct nb_fonts *fonts,
                               const struct nb_own_fonts *own)
{
    if (own->face_count) {
        struct font_source *source = nb_arena_alloc(fonts->arena, sizeof *source);
        if (!source)
            return NB_NOMEM;
        *source = (struct font_source){nb_arena_strdup(fonts->arena, own->style),
                                       nb_path_folder(fonts->arena, own->style), false,
                                       NB_DIAG_STYLE_VALUE};
        nb_faces_read(ctx, fonts, source, own->faces, own->face_count, 0);
    }
    enum nb_status status = nb_arena_status(fonts->arena);
    for (size_t i = 0; i < own->folder_count && status == NB_OK; i++)
        status = nb_folder_read(ctx, fonts, own->folders[i]);
    return status;
}

static enum nb_status read_catalogue(struct nb_ctx *ctx, struct nb_fonts *fonts,
                                     const char *catalogue)
{
    struct nb_buf text = NB_BUF_INIT;
    enum nb_status status = nb_file_read(catalogue, MOST_CATALOGUE, &text);
    if (status == NB_OK)
        status = nb_catalogue_read(ctx, fonts, catalogue, nb_buf_view(&text));
    else if (status != NB_NOMEM)
        nb_report(ctx, NB_DIAG_CATALOGUE, catalogue, 0, "cannot be read");
    nb_buf_free(&text);
    return status;
}

enum nb_status nb_fonts_open(struct nb_ctx *ctx, const char *catalogue,
                             const struct nb_own_fonts *own, struct nb_fonts **out)
{
    *out = NULL;
    struct nb_fonts *fonts = nb_calloc(1, sizeof *fonts);
    if (!fonts)
        return NB_NOMEM;
    pthread_mutex_init(&fonts->lock, NULL);
    fonts->arena = nb_arena_new(0);
    enum nb_status status = fonts->arena ? NB_OK : NB_NOMEM;
    if (status == NB_OK && own)
        status = read_own(ctx, fonts, own);
    if (status == NB_OK)
        status = read_catalogue(ctx, fonts, catalogue);
    if (fonts->out_of_memory)
        status = NB_NOMEM;
    if (status == NB_OK)
        *out = fonts;
    else
        nb_fonts_free(fonts);
    return status;
}

void nb_fonts_free(struct nb_fonts *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < fonts->count; i++)
        nb_font_close(&fonts->fonts[i]);
    for (struct nb_chain *chain = atomic_load(&fonts->chains), *next; chain;
         chain = next) {
        next = chain->next;
        nb_free(chain->fonts);
        nb_free(chain->key);
        nb_free(chain);
    }
    nb_free(fonts->fonts);
    nb_free(fonts->lacks);
    nb_arena_free(fonts->arena);
    pthread_mutex_destroy(&fonts->lock);
    nb_free(fonts);
}

/* How far a face's weight is from the one that is asked for: the order of CSS Fonts 4, section
 * 5.2, as a number, the smallest of which is best. */
static int weight_distance(int want, int have)
{
    if (want >= 400 && want <= 500) {
        if (have >= want && have <= 500)
            return have - want;
        return have < want ? 1000 + want - have : 2000 + have - want;
    }
    if (want < 400)
        return have <= want ? want - have : 1000 + have - want;
    return have >= want ? have - want : 1000 + want - have;
}

/* The best face of a family; NULL when the catalogue does not have it. */
static struct nb_font *family_face(struct nb_fonts *fonts, const char *family,
                                   int weight, bool italic)
{
    struct nb_font *best = NULL;
    int best_distance = 0;
    struct nb_str name = nb_str_of(family);
    for (size_t i = 0; i < fonts->count; i++) {
        struct nb_font *font = &fonts->fonts[i];
        if (!nb_str_eq_nocase(nb_str_of(font->family), name))
            continue;
        int distance = weight_distance(weight, font->weight) +
                       (font->italic != italic ? 10000 : 0);
        if (!best || distance < best_distance) {
            best = font;
            best_distance = distance;
        }
    }
    return best;
}

static const char *const generics[] = {"serif", "sans-serif", "monospace"};

const char *nb_fonts_generic(const struct nb_fonts *fonts, const char *family)
{
    struct nb_str name = nb_str_of(family);
    for (size_t i = 0; i < fonts->count; i++)
        if (nb_str_eq_nocase(nb_str_of(fonts->fonts[i].family), name))
            return fonts->fonts[i].generic < GENERIC_ANY
                       ? generics[fonts->fonts[i].generic]
                       : NULL;
    return NULL;
}

/* "serif" and the like as the first family of that kind; other names as they are. */
static const char *family_name(const struct nb_fonts *fonts, const char *name)
{
    for (size_t kind = 0; kind < sizeof generics / sizeof *generics; kind++)
        if (strcmp(name, generics[kind]) == 0)
            for (size_t i = 0; i < fonts->count; i++)
                if (fonts->fonts[i].generic == (enum generic)kind)
                    return fonts->fonts[i].family;
    return name;
}

/* A candidate for fallback, with what it is sorted by. */
struct candidate {
    struct nb_font *font;
    size_t lang;   /* length of the range that matches: longer is better */
    bool generic;  /* the style's kind, or of none */
    size_t script; /* place of the script in its list: earlier is better */
};

static int by_fitness(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->lang != b->lang)
        return a->lang > b->lang ? -1 : 1;
    if (a->generic != b->generic)
        return a->generic ? -1 : 1;
    if (a->script != b->script)
        return a->script < b->script ? -1 : 1;
    return a->font->index < b->font->index ? -1 : a->font->index > b->font->index;
}

static size_t lang_fit(const struct nb_font *font, const char *lang)
{
    size_t best = 0;
    for (const char *const *range = font->langs; lang && range && *range; range++)
        if (nb_lang_matches(lang, *range) && strlen(*range) > best)
            best = strlen(*range);
    return best;
}

static bool in_chain(const struct nb_chain *chain, const struct nb_font *font)
{
    for (size_t i = 0; i < chain->count; i++)
        if (chain->fonts[i] == font)
            return true;
    return false;
}

/* Appends the families that are a fallback for `script`, best first. `room` has a place for
 * every font. */
static void add_fallback(struct nb_chain *chain, struct candidate *room,
                         uint32_t script, const char *lang, enum generic generic)
{
    struct nb_fonts *fonts = chain->owner;
    size_t count = 0;
    for (size_t i = 0; i < fonts->count; i++) {
        struct nb_font *font = &fonts->fonts[i];
        size_t place = 0;
        while (place < font->script_count && font->scripts[place] != script)
            place++;
        if (place == font->script_count ||
            font != family_face(fonts, font->family, chain->weight, chain->italic))
            continue;
        room[count++] =
            (struct candidate){font, lang_fit(font, lang),
                               font->generic == generic || font->generic == GENERIC_ANY,
                               script == COMMON ? 0 : place};
    }
    qsort(room, count, sizeof *room, by_fitness);
    for (size_t i = 0; i < count; i++)
        if (!in_chain(chain, room[i].font))
            chain->fonts[chain->count++] = room[i].font;
}

/* The longest range of the catalogue that a language fits, or "": all that matters of it. */
static const char *known_lang(const struct nb_fonts *fonts, const char *lang)
{
    const char *best = "";
    for (size_t i = 0; i < fonts->count && lang; i++)
        for (const char *const *range = fonts->fonts[i].langs; range && *range; range++)
            if (strlen(*range) > strlen(best) && nb_lang_matches(lang, *range))
                best = *range;
    return best;
}

/* Language and families as one run of bytes, to compare chains by. */
static void make_key(const char *lang, const char *const *families, struct nb_buf *out)
{
    nb_buf_puts(out, lang);
    nb_buf_putc(out, '\0');
    for (; *families; families++)
        nb_buf_add(out, *families, strlen(*families) + 1);
}

static bool fill_chain(struct nb_chain *chain, const char *lang,
                       const char *const *families)
{
    struct nb_fonts *fonts = chain->owner;
    struct candidate *room = nb_calloc(fonts->count, sizeof *room);
    chain->fonts = nb_calloc(fonts->count, sizeof(struct nb_font *));
    if (!room || !chain->fonts) {
        nb_free(room);
        return false;
    }
    enum generic generic = GENERIC_ANY;
    for (; *families; families++) {
        struct nb_font *font = family_face(fonts, family_name(fonts, *families),
                                           chain->weight, chain->italic);
        if (!font || in_chain(chain, font))
            continue;
        if (generic == GENERIC_ANY)
            generic = font->generic == GENERIC_MONO ? GENERIC_SANS : font->generic;
        chain->fonts[chain->count++] = font;
        font->asked_for = true;
    }
    if (generic == GENERIC_ANY)
        generic = GENERIC_SERIF;
    add_fallback(chain, room, chain->script, lang, generic);
    add_fallback(chain, room, COMMON, lang, generic);
    nb_free(room);
    return true;
}

static struct nb_chain *find_chain(struct nb_chain *chain, uint32_t script, int weight,
                                   bool italic, const struct nb_buf *key)
{
    for (; chain; chain = chain->next)
        if (chain->script == script && chain->weight == weight &&
            chain->italic == italic && chain->key_len == key->len &&
            memcmp(chain->key, key->data, key->len) == 0)
            return chain;
    return NULL;
}

enum nb_status nb_fonts_chain(struct nb_fonts *fonts, uint32_t script, const char *lang,
                              const char *const *families, int weight, bool italic,
                              const struct nb_chain **out)
{
    *out = NULL;
    struct nb_buf key = NB_BUF_INIT;
    lang = known_lang(fonts, lang);
    make_key(lang, families, &key);
    if (key.status != NB_OK) {
        nb_buf_free(&key);
        return NB_NOMEM;
    }
    struct nb_chain *chain =
        find_chain(atomic_load(&fonts->chains), script, weight, italic, &key);
    if (chain) {
        nb_buf_free(&key);
        *out = chain;
        return NB_OK;
    }
    pthread_mutex_lock(&fonts->lock);
    struct nb_chain *first = atomic_load(&fonts->chains);
    chain = find_chain(first, script, weight, italic, &key);
    if (!chain && (chain = nb_calloc(1, sizeof *chain))) {
        chain->owner = fonts;
        chain->script = script;
        chain->weight = weight;
        chain->italic = italic;
        chain->next = first;
        if (fill_chain(chain, lang, families)) {
            chain->key = key.data;
            chain->key_len = key.len;
            key = NB_BUF_INIT;
            atomic_store(&fonts->chains, chain);
        } else {
            nb_free(chain->fonts);
            nb_free(chain);
            chain = NULL;
        }
    }
    pthread_mutex_unlock(&fonts->lock);
    nb_buf_free(&key);
    *out = chain;
    return chain ? NB_OK : NB_NOMEM;
}

const struct nb_font *nb_chain_next(const struct nb_chain *chain, size_t *at)
{
    while (*at < chain->count) {
        struct nb_font *font = chain->fonts[(*at)++];
        if (nb_font_ready(font))
            return font;
    }
    return NULL;
}

/* Whether the shaper can show `codepoint` with this face: spaces of every width are made from
 * the space, the no-break hyphen from the hyphen. */
static bool serves(const struct nb_font *font, unsigned codepoint)
{
    if (nb_font_glyph(font, codepoint))
        return true;
    if ((codepoint >= 0x2000 && codepoint <= 0x200A) || codepoint == 0xA0 ||
        codepoint == 0x202F || codepoint == 0x205F)
        return nb_font_glyph(font, ' ') != 0;
    return codepoint == 0x2011 && nb_font_glyph(font, 0x2010) != 0;
}

static void note_lack(struct nb_fonts *fonts, uint32_t script, unsigned codepoint)
{
    pthread_mutex_lock(&fonts->lock);
    size_t i = 0;
    while (i < fonts->lack_count && fonts->lacks[i].script != script)
        i++;
    if (i == fonts->lack_count && i == fonts->lack_room) {
        size_t room = i ? i * 2 : FIRST_ROOM;
        struct lack *lacks = nb_realloc(fonts->lacks, room * sizeof *lacks);
        if (lacks) {
            fonts->lacks = lacks;
            fonts->lack_room = room;
        }
    }
    if (i < fonts->lack_room) {
        struct lack *lack = &fonts->lacks[i];
        if (i == fonts->lack_count) {
            *lack = (struct lack){script, codepoint};
            fonts->lack_count++;
        } else if (codepoint < lack->codepoint) {
            lack->codepoint = codepoint;
        }
    }
    pthread_mutex_unlock(&fonts->lock);
}

const struct nb_font *nb_chain_for(const struct nb_chain *chain, unsigned codepoint,
                                   bool *tofu)
{
    *tofu = false;
    const struct nb_font *first = NULL;
    size_t at = 0;
    for (const struct nb_font *font; (font = nb_chain_next(chain, &at));) {
        if (serves(font, codepoint))
            return font;
        if (!first)
            first = font;
    }
    if (!first || nb_unicode_is_ignorable(codepoint))
        return first;
    *tofu = true;
    note_lack(chain->owner, nb_unicode_script(codepoint), codepoint);
    at = 0;
    for (const struct nb_font *font; (font = nb_chain_next(chain, &at));)
        if (nb_font_glyph(font, WHITE_SQUARE))
            return font;
    return first;
}

const struct nb_font *nb_fonts_for(struct nb_fonts *fonts, unsigned codepoint,
                                   uint32_t script, const char *lang,
                                   const char *const *families, int weight, bool italic,
                                   bool *tofu)
{
    const struct nb_chain *chain;
    *tofu = false;
    if (nb_fonts_chain(fonts, script, lang, families, weight, italic, &chain) != NB_OK)
        return NULL;
    return nb_chain_for(chain, codepoint, tofu);
}

static int by_script(const void *left, const void *right)
{
    const struct lack *a = left, *b = right;
    return a->script < b->script ? -1 : a->script > b->script;
}

/* The package whose missing file would have served `script`; NULL when none would. */
static const char *missing_package(const struct nb_fonts *fonts, uint32_t script)
{
    for (size_t i = 0; i < fonts->count; i++) {
        const struct nb_font *font = &fonts->fonts[i];
        if (atomic_load(&font->state) != FONT_MISSING)
            continue;
        for (size_t s = 0; s < font->script_count; s++)
            if (font->scripts[s] == script && font->package)
                return font->package;
    }
    return NULL;
}

static void report_lack(const struct nb_fonts *fonts, struct nb_ctx *ctx,
                        const struct lack *lack)
{
    char script[5] = {(char)(lack->script >> 24), (char)(lack->script >> 16),
                      (char)(lack->script >> 8), (char)lack->script, '\0'};
    const char *package = missing_package(fonts, lack->script);
    if (!package)
        package = missing_package(fonts, COMMON);
    nb_report(ctx, NB_DIAG_NO_GLYPH, NULL, 0, "script %s, U+%04X%s%s", script,
              lack->codepoint, package ? "; install the package " : "",
              package ? package : "");
}

void nb_fonts_report(struct nb_fonts *fonts, struct nb_ctx *ctx)
{
    for (size_t i = 0; i < fonts->count; i++) {
        const struct nb_font *font = &fonts->fonts[i];
        int state = atomic_load(&font->state);
        if (state == FONT_MISSING && font->asked_for)
            nb_report(ctx, NB_DIAG_FONT_MISSING, font->source->name, font->line,
                      "%s%s%s", font->path,
                      font->package ? "; install the package " : "",
                      font->package ? font->package : "");
        else if (state == FONT_BROKEN)
            nb_report(ctx, NB_DIAG_FONT_BROKEN, font->source->name, font->line, "%s",
                      font->path);
        else if (state == FONT_RESTRICTED)
            nb_report(ctx, NB_DIAG_FONT_RESTRICTED, font->source->name, font->line,
                      "%s", font->path);
    }
    if (fonts->lack_count)
        qsort(fonts->lacks, fonts->lack_count, sizeof *fonts->lacks, by_script);
    for (size_t i = 0; i < fonts->lack_count; i++)
        report_lack(fonts, ctx, &fonts->lacks[i]);
}
