/* A hash map from strings to pointers that remembers the order of insertion: walking it never
 * depends on the hash. */
#ifndef NB_BASE_MAP_H
#define NB_BASE_MAP_H

#include "base/status.h"
#include "base/str.h"

#include <stddef.h>

struct nb_map; /* owned by its maker: nb_map_free */

struct nb_map *nb_map_new(void); /* NULL without memory */
void nb_map_free(struct nb_map *map);

/* Puts `value` (not NULL, not owned) under `key` (any bytes, copied), over an earlier one. */
enum nb_status nb_map_set(struct nb_map *map, struct nb_str key,
                          void *value) NB_CHECKED;

/* The value under `key`, or NULL. */
void *nb_map_get(const struct nb_map *map, struct nb_str key);

size_t nb_map_count(const struct nb_map *map);

/* The `index`-th entry in the order of insertion. */
struct nb_str nb_map_key(const struct nb_map *map, size_t index);
void *nb_map_value(const struct nb_map *map, size_t index);

#endif
