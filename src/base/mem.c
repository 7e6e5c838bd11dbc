/* The heap with a fault that tests can set. The counter is atomic only so that it is defined
 * under threads; a fault is set in single-threaded tests. */
#include "base/mem.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

static atomic_ulong count;
static atomic_ulong fail_at;
static atomic_bool fail_once;

static bool fault(void)
{
    unsigned long at = atomic_load_explicit(&fail_at, memory_order_relaxed);
    if (at == 0)
        return false;
    unsigned long now = atomic_fetch_add_explicit(&count, 1, memory_order_relaxed) + 1;
    return now == at ||
           (now > at && !atomic_load_explicit(&fail_once, memory_order_relaxed));
}

void *nb_malloc(size_t size)
{
    return fault() ? NULL : malloc(size ? size : 1);
}

void *nb_calloc(size_t n, size_t size)
{
    return fault() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *nb_realloc(void *block, size_t size)
{
    return fault() ? NULL : realloc(block, size ? size : 1);
}

void nb_free(void *block)
{
    free(block);
}

void nb_mem_fail_at(unsigned long n)
{
    atomic_store(&count, 0);
    atomic_store(&fail_once, false);
    atomic_store(&fail_at, n);
}

void nb_mem_fail_once(unsigned long n)
{
    nb_mem_fail_at(n);
    atomic_store(&fail_once, true);
}

unsigned long nb_mem_count(void)
{
    return atomic_load(&count);
}
