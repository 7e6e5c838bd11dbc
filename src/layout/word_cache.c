/* Hash tables with chains. A word is one piece of memory: its entry and text, which are looked at
 * first, its parts, their glyphs and offsets. */
#include "layout/word_cache.h"

#include "base/mem.h"

#include <string.h>

enum { BUCKETS = 1 << 15 };

struct entry {
    struct entry *next;
    uint32_t hash, fount, script;
    uint16_t len; /* of the text, which follows the entry */
    bool rtl;
    struct nb_word word;
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

static uint32_t hash_of(const struct nb_word_key *key)
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
    return (uint32_t)mix(hash, part);
}

static char *text_of(struct entry *entry)
{
    return (char *)(entry + 1);
}

static bool is_of(struct entry *entry, const struct nb_word_key *key)
{
    return entry->fount == key->fount && entry->script == key->script &&
           entry->rtl == key->rtl &&
           nb_str_eq((struct nb_str){text_of(entry), entry->len}, key->text);
}

static struct entry *look_up(const struct generation *generation,
                             const struct nb_word_key *key, uint32_t hash)
{
    if (nb_arena_used(generation->arena) == 0)
        return NULL;
    struct entry *entry = generation->buckets[hash % BUCKETS];
    while (entry && (entry->hash != hash || !is_of(entry, key)))
        entry = entry->next;
    return entry;
}

/* Copies a word's parts, with their glyphs and offsets, to where there is room for them. */
static struct nb_word_part *copy_parts(const struct nb_word *word, size_t glyph_count,
                                       struct nb_word_part *parts)
{
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
    return parts;
}

static struct nb_word *keep(struct generation *generation,
                            const struct nb_word_key *key, uint32_t hash,
                            const struct nb_word *word)
{
    size_t glyphs = 0, offsets = 0;
    for (uint32_t i = 0; i < word->part_count; i++) {
        glyphs += word->parts[i].glyph_count;
        offsets += word->parts[i].offsets ? word->parts[i].glyph_count : 0;
    }
    size_t head = sizeof(struct entry) + (key->text.len + 7) / 8 * 8;
    struct entry *entry = nb_arena_alloc(generation->arena,
                                         head + word->part_count * sizeof *word->parts +
                                             glyphs * sizeof(struct nb_em_glyph) +
                                             offsets * sizeof(struct nb_offset));
    if (!entry)
        return NULL;
    struct entry **bucket = &generation->buckets[hash % BUCKETS];
    *entry = (struct entry){.next = *bucket,
                            .hash = hash,
                            .fount = key->fount,
                            .script = key->script,
                            .len = (uint16_t)key->text.len,
                            .rtl = key->rtl,
                            .word = *word};
    if (key->text.len)
        memcpy(text_of(entry), key->text.data, key->text.len);
    entry->word.parts =
        copy_parts(word, glyphs, (struct nb_word_part *)((char *)entry + head));
    *bucket = entry;
    return &entry->word;
}

struct nb_word *nb_word_cache_find(struct nb_word_cache *cache,
                                   const struct nb_word_key *key)
{
    uint32_t hash = hash_of(key);
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
