/* Work in parallel, with an order that never shows in the result: each piece writes only to a
 * place of its own, and the caller joins them by index. */
#ifndef NB_BASE_PAR_H
#define NB_BASE_PAR_H

#include "base/status.h"

#include <stddef.h>

/* How many processors this process may use, at least 1. */
unsigned nb_par_cores(void);

/* Calls `work(user, index, worker)` once for every index below `count`, on up to `jobs` threads
 * (1: on this one); `worker` is below `jobs` and the same for all calls of one thread, so that
 * scratch memory can be kept for each. Returns when all are done. Indices are handed out in
 * order. When a thread cannot be started the others do its work. */
void nb_par_each(unsigned jobs, size_t count,
                 void (*work)(void *user, size_t index, unsigned worker), void *user);

#endif
