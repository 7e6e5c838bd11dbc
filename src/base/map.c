/* Open addressing over an array of entries kept in the order of insertion; FNV-1a. */
#include "base/map.h"

#include "base/arena.h"
#include "base/mem.h"

#include <stdint.h>
#include <string.h>

struct entry {
    struct nb_str key;
    uint64_t hash;
    void *value;
};

struct nb_map {
    struct nb_arena *keys;
    struct entry *entries;
    uint32_t *slots; /* index of an entry, plus one; 0: empty */
    size_t count, entry_room, slot_room;
};

static uint64_t hash_of(struct nb_str key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.data[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

struct nb_map *nb_map_new(void)
{
    struct nb_map *map = nb_calloc(1, sizeof *map);
    if (map)
        map->keys = nb_arena_new(0);
    if (map && !map->keys) {
        nb_free(map);
        return NULL;
    }
    return map;
}

void nb_map_free(struct nb_map *map)
{
    if (!map)
        return;
    nb_arena_free(map->keys);
    nb_free(map->entries);
    nb_free(map->slots);
    nb_free(map);
}

/* The slot that holds `key`, or the empty one where it would go. */
static size_t slot_of(const struct nb_map *map, struct nb_str key, uint64_t hash)
{
    size_t mask = map->slot_room - 1, at = (size_t)hash & mask;
    while (map->slots[at]) {
        const struct entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->hash == hash && nb_str_eq(entry->key, key))
            break;
        at = (at + 1) & mask;
    }
    return at;
}

static enum nb_status grow(struct nb_map *map)
{
    size_t room = map->entry_room ? map->entry_room * 2 : 16;
    struct entry *entries = nb_realloc(map->entries, room * sizeof *entries);
    if (!entries)
        return NB_NOMEM;
    map->entries = entries;
    uint32_t *slots = nb_calloc(room * 2, sizeof *slots);
    if (!slots)
        return NB_NOMEM;
    nb_free(map->slots);
    map->slots = slots;
    map->slot_room = room * 2;
    map->entry_room = room;
    for (size_t i = 0; i < map->count; i++)
        slots[slot_of(map, entries[i].key, entries[i].hash)] = (uint32_t)i + 1;
    return NB_OK;
}

enum nb_status nb_map_set(struct nb_map *map, struct nb_str key, void *value)
{
    uint64_t hash = hash_of(key);
    if (map->count == map->entry_room) {
        enum nb_status status = grow(map);
        if (status != NB_OK)
            return status;
    }
    size_t at = slot_of(map, key, hash);
    if (map->slots[at]) {
        map->entries[map->slots[at] - 1].value = value;
        return NB_OK;
    }
    char *copy = nb_arena_copy(map->keys, key.data, key.len);
    if (!copy)
        return NB_NOMEM;
    map->entries[map->count] = (struct entry){{copy, key.len}, hash, value};
    map->slots[at] = (uint32_t)++map->count;
    return NB_OK;
}

void *nb_map_get(const struct nb_map *map, struct nb_str key)
{
    if (!map->count)
        return NULL;
    uint32_t index = map->slots[slot_of(map, key, hash_of(key))];
    return index ? map->entries[index - 1].value : NULL;
}

size_t nb_map_count(const struct nb_map *map)
{
    return map->count;
}

struct nb_str nb_map_key(const struct nb_map *map, size_t index)
{
    return map->entries[index].key;
}

void *nb_map_value(const struct nb_map *map, size_t index)
{
    return map->entries[index].value;
}
