/* Arenas: memory that is given out piece by piece and freed all at once. A failure is
 * remembered, so that a builder can allocate freely and check once. */
#ifndef NB_BASE_ARENA_H
#define NB_BASE_ARENA_H

#include "base/status.h"

#include <stddef.h>

struct nb_arena;

/* A new arena that gives out at most `cap` bytes (0: no bound); NULL without memory.
 * The caller owns it: nb_arena_free. */
struct nb_arena *nb_arena_new(size_t cap);
void nb_arena_free(struct nb_arena *arena); /* NULL is fine */

/* `size` zeroed bytes, aligned for any type, valid until the arena is reset or freed.
 * NULL on failure, and from then on always: nb_arena_status says NB_NOMEM or NB_LIMIT. */
void *nb_arena_alloc(struct nb_arena *arena, size_t size);

/* As nb_arena_alloc for `count` elements of `size` bytes, safe against overflow. */
void *nb_arena_array(struct nb_arena *arena, size_t count, size_t size);

/* As nb_arena_array, but not zeroed: for what is written before it is read. */
void *nb_arena_room(struct nb_arena *arena, size_t count, size_t size);

/* A copy of `size` bytes, with a NUL behind them. NULL on failure. */
char *nb_arena_copy(struct nb_arena *arena, const void *data, size_t size);

/* A copy of a string; NULL for NULL and on failure. */
char *nb_arena_strdup(struct nb_arena *arena, const char *text);

/* A string made as by printf. NULL on failure. */
char *nb_arena_printf(struct nb_arena *arena, const char *format, ...) NB_PRINTF(2, 3);

/* NB_OK as long as every allocation succeeded. */
enum nb_status nb_arena_status(const struct nb_arena *arena) NB_CHECKED;

/* Bytes given out since the last reset. */
size_t nb_arena_used(const struct nb_arena *arena);

/* Takes everything back but keeps the memory for the next use; clears a failure. */
void nb_arena_reset(struct nb_arena *arena);

#endif
