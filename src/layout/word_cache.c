/* Hash tables with chains. A word is one piece of memory: its entry, its parts, their glyphs and
 * offsets, its text. */
#include "layout/word_cache.h"

#include "base/mem.h"

#include <string.h>

enum { BUCKETS = 1 << 14 };

struct entry {
    struct nb_word word;
    struct nb_word_key key;
    uint64_t hash;
    struct entry *next;
};

struct generation {
    struct nb_arena *arena;
    struct entry *buckets[BUCKETS];
};

struct nb_word_cache {
    size_t most;
    struct generation *young, *old;
};

static void generation_free(struct generation *generation)
{
    if (generation)
        nb_arena_free(generation->arena);
    nb_free(generation);
}

static struct generation *generation_new(void)
{
    struct generation *generation = nb_calloc(1, sizeof *generation);
    if (!generation)
        return NULL;
    generation->arena = nb_arena_new(0);
    if (generation->arena)
        return generation;
    generation_free(generation);
    return NULL;
}

struct nb_word_cache *nb_word_cache_new(size_t most)
{
    struct nb_word_cache *cache = nb_calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    cache->most = most;
    cache->young = generation_new();
    cache->old = generation_new();
    if (cache->young && cache->old)
        return cache;
    nb_word_cache_free(cache);
    return NULL;
}

void nb_word_cache_free(struct nb_word_cache *cache)
{
    if (!cache)
        return;
    generation_free(cache->young);
    generation_free(cache->old);
    nb_free(cache);
}

/* Eight bytes at a time, multiplied by 2^64 divided by the golden ratio (Knuth, "The Art of
 * Computer Programming" 3, 6.4). */
static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_of(const struct nb_word_key *key)
{
    uint64_t hash = mix((uint64_t)key->fount << 32 | key->script, key->rtl), part;
    const char *p = key->text.data;
    size_t left = key->text.len;
    for (; left >= sizeof part; p += sizeof part, left -= sizeof part) {
        memcpy(&part, p, sizeof part);
        hash = mix(hash, part);
    }
    part = left;
    while (left-- > 0)
        part = part << 8 | (unsigned char)p[left];
    return mix(hash, part);
}

static bool same_key(const struct nb_word_key *a, const struct nb_word_key *b)
{
    return a->fount == b->fount && a->script == b->script && a->rtl == b->rtl &&
           nb_str_eq(a->text, b->text);
}

static struct entry *look_up(const struct generation *generation,
                             const struct nb_word_key *key, uint64_t hash)
{
    struct entry *entry = generation->buckets[hash % BUCKETS];
    while (entry && (entry->hash != hash || !same_key(&entry->key, key)))
        entry = entry->next;
    return entry;
}

/* Copies a word's glyphs and offsets to behind its parts, and its text behind these. */
static void copy_parts(struct entry *entry, const struct nb_word *word,
                       size_t glyph_count)
{
    struct nb_word_part *parts = (struct nb_word_part *)(entry + 1);
    struct nb_em_glyph *glyphs = (struct nb_em_glyph *)(parts + word->part_count);
    struct nb_offset *offsets = (struct nb_offset *)(glyphs + glyph_count);
    for (uint32_t i = 0; i < word->part_count; i++) {
        struct nb_word_part *part = &parts[i];
        *part = word->parts[i];
        if (part->glyph_count)
            memcpy(glyphs, part->glyphs, part->glyph_count * sizeof *glyphs);
        part->glyphs = glyphs;
        glyphs += part->glyph_count;
        if (!part->offsets)
            continue;
        memcpy(offsets, part->offsets, part->glyph_count * sizeof *offsets);
        part->offsets = offsets;
        offsets += part->glyph_count;
    }
    entry->word.parts = parts;
    struct nb_str *text = &entry->key.text;
    if (text->len)
        memcpy(offsets, text->data, text->len);
    text->data = (char *)offsets;
}

static struct nb_word *keep(struct generation *generation,
                            const struct nb_word_key *key, uint64_t hash,
                            const struct nb_word *word)
{
    size_t glyphs = 0, offsets = 0;
    for (uint32_t i = 0; i < word->part_count; i++) {
        glyphs += word->parts[i].glyph_count;
        offsets += word->parts[i].offsets ? word->parts[i].glyph_count : 0;
    }
    struct entry *entry = nb_arena_alloc(
        generation->arena, sizeof *entry + word->part_count * sizeof *word->parts +
                               glyphs * sizeof(struct nb_em_glyph) +
                               offsets * sizeof(struct nb_offset) + key->text.len);
    if (!entry)
        return NULL;
    struct entry **bucket = &generation->buckets[hash % BUCKETS];
    *entry = (struct entry){.word = *word, .key = *key, .hash = hash, .next = *bucket};
    copy_parts(entry, word, glyphs);
    *bucket = entry;
    return &entry->word;
}

struct nb_word *nb_word_cache_find(struct nb_word_cache *cache,
                                   const struct nb_word_key *key)
{
    uint64_t hash = hash_of(key);
    struct entry *entry = look_up(cache->young, key, hash);
    if (entry)
        return &entry->word;
    entry = look_up(cache->old, key, hash);
    if (!entry)
        return NULL;
    struct nb_word *moved = keep(cache->young, key, hash, &entry->word);
    return moved ? moved : &entry->word;
}

struct nb_word *nb_word_cache_add(struct nb_word_cache *cache,
                                  const struct nb_word_key *key,
                                  const struct nb_word *word)
{
    return keep(cache->young, key, hash_of(key), word);
}

void nb_word_cache_tidy(struct nb_word_cache *cache)
{
    struct generation *full = cache->young;
    if (nb_arena_status(full->arena) == NB_OK &&
        nb_arena_used(full->arena) < cache->most)
        return;
    cache->young = cache->old;
    cache->old = full;
    nb_arena_reset(cache->young->arena);
    memset(cache->young->buckets, 0, sizeof cache->young->buckets);
}
