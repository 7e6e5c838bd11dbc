/* Hash tables whose slots have the hash beside the word, so that no other word than the one that
 * is looked for is touched: there are so many that most are in no cache of the processor. A word is
 * one piece of memory: its entry and text, which are looked at first, its parts, their glyphs and
 * offsets. It is not changed once it can be found, so that no worker waits for another: each has
 * memory of its own, and adds a word by taking a free slot. A word that two add at a time is there
 * twice, which does no harm; nor does a slot whose hash is not yet set. */
#include "layout/word_cache.h"

#include "base/mem.h"

#include <stdatomic.h>
#include <string.h>

enum { SLOTS = 1 << 16, MOST_TAKEN = SLOTS / 4 * 3 };

struct entry {
    uint32_t fount, script;
    uint16_t len; /* of the text, which follows the entry */
    bool rtl, hyphenated;
    struct nb_word word;
};

struct slot {
    _Atomic(struct entry *) entry;
    _Atomic uint32_t hash;
};

struct nb_word_keeper {
    struct nb_word_cache *cache;
    struct nb_arena *young, *old; /* what the words in both tables stand in */
    size_t taken;                 /* slots, of the younger one */
    struct nb_word_keeper *next;
};

struct nb_word_cache {
    size_t most, keeper_count;
    struct slot *young, *old; /* of SLOTS */
    bool any_old;
    struct nb_word_keeper *keepers;
};

struct nb_word_cache *nb_word_cache_new(size_t most)
{
    struct nb_word_cache *cache = nb_calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    cache->most = most;
    cache->young = nb_calloc(SLOTS, sizeof *cache->young);
    cache->old = nb_calloc(SLOTS, sizeof *cache->old);
    if (cache->young && cache->old)
        return cache;
    nb_word_cache_free(cache);
    return NULL;
}

static void keeper_free(struct nb_word_keeper *keeper)
{
    nb_arena_free(keeper->young);
    nb_arena_free(keeper->old);
    nb_free(keeper);
}

void nb_word_cache_free(struct nb_word_cache *cache)
{
    if (!cache)
        return;
    for (struct nb_word_keeper *keeper = cache->keepers, *next; keeper; keeper = next) {
        next = keeper->next;
        keeper_free(keeper);
    }
    nb_free(cache->young);
    nb_free(cache->old);
    nb_free(cache);
}

struct nb_word_keeper *nb_word_keeper_new(struct nb_word_cache *cache)
{
    struct nb_word_keeper *keeper = nb_calloc(1, sizeof *keeper);
    if (!keeper)
        return NULL;
    keeper->cache = cache;
    keeper->young = nb_arena_new(0);
    keeper->old = nb_arena_new(0);
    if (!keeper->young || !keeper->old) {
        keeper_free(keeper);
        return NULL;
    }
    keeper->next = cache->keepers;
    cache->keepers = keeper;
    cache->keeper_count++;
    return keeper;
}

/* Eight bytes at a time, multiplied by 2^64 divided by the golden ratio (Knuth, "The Art of
 * Computer Programming" 3, 6.4). */
static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

void nb_word_hash(struct nb_word_key *key)
{
    uint64_t hash = mix((uint64_t)key->fount << 32 | key->script,
                        (uint64_t)key->rtl << 1 | key->hyphenated);
    uint64_t part;
    const char *p = key->text.data;
    size_t left = key->text.len;
    for (; left >= sizeof part; p += sizeof part, left -= sizeof part) {
        memcpy(&part, p, sizeof part);
        hash = mix(hash, part);
    }
    part = left;
    while (left-- > 0)
        part = part << 8 | (unsigned char)p[left];
    key->hash = (uint32_t)mix(hash, part);
}

static char *text_of(struct entry *entry)
{
    return (char *)(entry + 1);
}

static bool is_of(struct entry *entry, const struct nb_word_key *key)
{
    return entry->fount == key->fount && entry->script == key->script &&
           entry->rtl == key->rtl && entry->hyphenated == key->hyphenated &&
           nb_str_eq((struct nb_str){text_of(entry), entry->len}, key->text);
}

static struct entry *look_up(const struct slot *table, const struct nb_word_key *key)
{
    for (uint32_t at = key->hash;; at++) {
        const struct slot *slot = &table[at % SLOTS];
        struct entry *entry = atomic_load_explicit(&slot->entry, memory_order_acquire);
        if (!entry)
            return NULL;
        if (atomic_load_explicit(&slot->hash, memory_order_relaxed) == key->hash &&
            is_of(entry, key))
            return entry;
    }
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

static struct entry *copy(struct nb_arena *arena, const struct nb_word_key *key,
                          const struct nb_word *word)
{
    size_t glyphs = 0, offsets = 0;
    for (uint32_t i = 0; i < word->part_count; i++) {
        glyphs += word->parts[i].glyph_count;
        offsets += word->parts[i].offsets ? word->parts[i].glyph_count : 0;
    }
    size_t head = sizeof(struct entry) + (key->text.len + 7) / 8 * 8;
    struct entry *entry = nb_arena_room(arena, 1,
                                        head + word->part_count * sizeof *word->parts +
                                            glyphs * sizeof(struct nb_em_glyph) +
                                            offsets * sizeof(struct nb_offset));
    if (!entry)
        return NULL;
    *entry = (struct entry){.fount = key->fount,
                            .script = key->script,
                            .len = (uint16_t)key->text.len,
                            .rtl = key->rtl,
                            .hyphenated = key->hyphenated,
                            .word = *word};
    if (key->text.len)
        memcpy(text_of(entry), key->text.data, key->text.len);
    entry->word.parts =
        copy_parts(word, glyphs, (struct nb_word_part *)((char *)entry + head));
    return entry;
}

/* Makes a word be found. There is a free slot: see is_full. */
static void publish(struct nb_word_keeper *keeper, struct entry *entry, uint32_t hash)
{
    for (uint32_t at = hash;; at++) {
        struct slot *slot = &keeper->cache->young[at % SLOTS];
        struct entry *free = NULL;
        if (!atomic_compare_exchange_strong_explicit(
                &slot->entry, &free, entry, memory_order_release, memory_order_relaxed))
            continue;
        atomic_store_explicit(&slot->hash, hash, memory_order_relaxed);
        keeper->taken++;
        return;
    }
}

/* Tidying comes now and then; until it does, the workers together add twice as much at most. */
static bool is_full(const struct nb_word_keeper *keeper)
{
    const struct nb_word_cache *cache = keeper->cache;
    return nb_arena_used(keeper->young) >= 2 * cache->most / cache->keeper_count ||
           keeper->taken >= MOST_TAKEN / cache->keeper_count;
}

void nb_word_fetch_place(const struct nb_word_keeper *keeper,
                         const struct nb_word_key *key)
{
    __builtin_prefetch(&keeper->cache->young[key->hash % SLOTS]);
}

void nb_word_fetch(const struct nb_word_keeper *keeper, const struct nb_word_key *key)
{
    const struct nb_word_cache *cache = keeper->cache;
    const struct slot *slot = &cache->young[key->hash % SLOTS];
    const char *entry =
        (char *)atomic_load_explicit(&slot->entry, memory_order_relaxed);
    if (entry && atomic_load_explicit(&slot->hash, memory_order_relaxed) == key->hash) {
        __builtin_prefetch(entry);
        __builtin_prefetch(entry + 64);
    } else if (cache->any_old) {
        __builtin_prefetch(&cache->old[key->hash % SLOTS]);
    }
}

const struct nb_word *nb_word_find(struct nb_word_keeper *keeper,
                                   const struct nb_word_key *key)
{
    struct nb_word_cache *cache = keeper->cache;
    struct entry *entry = look_up(cache->young, key);
    if (entry || !cache->any_old)
        return entry ? &entry->word : NULL;
    entry = look_up(cache->old, key);
    if (!entry)
        return NULL;
    struct entry *moved =
        is_full(keeper) ? NULL : copy(keeper->young, key, &entry->word);
    if (moved)
        publish(keeper, moved, key->hash);
    return &entry->word;
}

const struct nb_word *nb_word_add(struct nb_word_keeper *keeper,
                                  struct nb_arena *scratch,
                                  const struct nb_word_key *key,
                                  const struct nb_word *word)
{
    bool full = is_full(keeper);
    struct entry *entry = copy(full ? scratch : keeper->young, key, word);
    if (entry && !full)
        publish(keeper, entry, key->hash);
    return entry ? &entry->word : NULL;
}

void nb_word_cache_tidy(struct nb_word_cache *cache)
{
    size_t used = 0, taken = 0;
    bool too_much = false;
    for (const struct nb_word_keeper *keeper = cache->keepers; keeper;
         keeper = keeper->next) {
        used += nb_arena_used(keeper->young);
        taken += keeper->taken;
        too_much =
            too_much || is_full(keeper) || nb_arena_status(keeper->young) != NB_OK;
    }
    if (!too_much && used < cache->most && taken < MOST_TAKEN / 2)
        return;
    struct slot *full = cache->young;
    cache->young = cache->old;
    cache->old = full;
    cache->any_old = true;
    for (size_t i = 0; i < SLOTS; i++)
        atomic_store_explicit(&cache->young[i].entry, NULL, memory_order_relaxed);
    for (struct nb_word_keeper *keeper = cache->keepers; keeper;
         keeper = keeper->next) {
        struct nb_arena *arena = keeper->young;
        keeper->young = keeper->old;
        keeper->old = arena;
        nb_arena_reset(keeper->young);
        keeper->taken = 0;
    }
}
