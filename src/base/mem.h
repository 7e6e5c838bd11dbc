/* The heap, behind four functions, so that tests can make the n-th allocation fail. All of
 * newsbind allocates through these, most of it through arenas. */
#ifndef NB_BASE_MEM_H
#define NB_BASE_MEM_H

#include <stddef.h>

/* As malloc, calloc, realloc and free. NULL when there is no memory or when a test asked for
 * a failure. nb_realloc leaves the old block alone when it fails. */
void *nb_malloc(size_t size);
void *nb_calloc(size_t count, size_t size);
void *nb_realloc(void *block, size_t size);
void nb_free(void *block);

/* For tests: the `n`-th allocation from now (1 is the next) fails, and all after it too;
 * 0 ends the fault. Not for use while other threads allocate. */
void nb_mem_fail_at(unsigned long n);

/* For tests: the same, but the allocations after it succeed again. */
void nb_mem_fail_once(unsigned long n);

/* For tests: allocations asked for since the last nb_mem_fail_at. */
unsigned long nb_mem_count(void);

#endif
