/* Arenas: a list of blocks, each twice as large as the one before up to a megabyte. After a
 * reset the blocks are used again, so a scratch arena soon allocates nothing. */
#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t size, used;
    max_align_t data[];
};

struct nb_arena {
    struct block *first, *current;
    size_t cap, used, next_size;
    enum nb_status status;
};

struct nb_arena *nb_arena_new(size_t cap)
{
    struct nb_arena *arena = nb_calloc(1, sizeof *arena);
    if (arena) {
        arena->cap = cap;
        arena->next_size = FIRST_BLOCK;
    }
    return arena;
}

void nb_arena_free(struct nb_arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->first, *next; block; block = next) {
        next = block->next;
        nb_free(block);
    }
    nb_free(arena);
}

static struct block *block_new(struct nb_arena *arena, size_t size)
{
    size_t want = arena->next_size > size ? arena->next_size : size;
    struct block *block = nb_malloc(sizeof *block + want);
    if (!block)
        return NULL;
    if (arena->next_size < LARGEST_BLOCK)
        arena->next_size *= 2;
    block->size = want;
    block->used = 0;
    if (arena->current) {
        block->next = arena->current->next;
        arena->current->next = block;
    } else {
        block->next = NULL;
        arena->first = block;
    }
    return block;
}

/* The block that `size` bytes go into: the current one, a later one kept by a reset, or a
 * new one. */
static struct block *block_for(struct nb_arena *arena, size_t size)
{
    struct block *block = arena->current;
    if (block && block->size - block->used < size) {
        block = block->next && block->next->size >= size ? block->next : NULL;
        if (block)
            block->used = 0;
    }
    if (!block)
        block = block_new(arena, size);
    if (block)
        arena->current = block;
    return block;
}

static void *take(struct nb_arena *arena, size_t size)
{
    if (arena->status != NB_OK)
        return NULL;
    if (size > SIZE_MAX / 4 ||
        (arena->cap && (arena->used > arena->cap || size > arena->cap - arena->used))) {
        arena->status = NB_LIMIT;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *block = block_for(arena, size);
    if (!block) {
        arena->status = NB_NOMEM;
        return NULL;
    }
    void *piece = (char *)block->data + block->used;
    block->used += size;
    arena->used += size;
    return piece;
}

void *nb_arena_alloc(struct nb_arena *arena, size_t size)
{
    void *piece = take(arena, size);
    return piece ? memset(piece, 0, size) : NULL;
}

void *nb_arena_room(struct nb_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 4 / size) {
        if (arena->status == NB_OK)
            arena->status = NB_LIMIT;
        return NULL;
    }
    return take(arena, count * size);
}

void *nb_arena_array(struct nb_arena *arena, size_t count, size_t size)
{
    void *piece = nb_arena_room(arena, count, size);
    return piece ? memset(piece, 0, count * size) : NULL;
}

char *nb_arena_copy(struct nb_arena *arena, const void *data, size_t size)
{
    char *copy = take(arena, size < SIZE_MAX ? size + 1 : size);
    if (!copy)
        return NULL;
    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

char *nb_arena_strdup(struct nb_arena *arena, const char *text)
{
    return text ? nb_arena_copy(arena, text, strlen(text)) : NULL;
}

char *nb_arena_printf(struct nb_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = length < 0 ? NULL : nb_arena_alloc(arena, (size_t)length + 1);
    if (text)
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

enum nb_status nb_arena_status(const struct nb_arena *arena)
{
    return arena->status;
}

size_t nb_arena_used(const struct nb_arena *arena)
{
    return arena->used;
}

void nb_arena_reset(struct nb_arena *arena)
{
    arena->current = arena->first;
    if (arena->first)
        arena->first->used = 0;
    arena->used = 0;
    arena->status = NB_OK;
}
