/* A pool for one loop: threads take indices from an atomic counter until none is left. */
#include "base/par.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { MOST_THREADS = 64 };

struct loop {
    void (*work)(void *user, size_t index, unsigned worker);
    void *user;
    size_t count;
    atomic_size_t next;
};

struct worker {
    struct loop *loop;
    pthread_t thread;
    unsigned number;
};

static void *run(void *given)
{
    struct worker *worker = given;
    struct loop *loop = worker->loop;
    for (;;) {
        size_t index = atomic_fetch_add(&loop->next, 1);
        if (index >= loop->count)
            return NULL;
        loop->work(loop->user, index, worker->number);
    }
}

unsigned nb_par_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

void nb_par_each(unsigned jobs, size_t count,
                 void (*work)(void *user, size_t index, unsigned worker), void *user)
{
    struct loop loop = {work, user, count, 0};
    struct worker workers[MOST_THREADS];
    unsigned started = 1;
    if (jobs > MOST_THREADS)
        jobs = MOST_THREADS;
    if (jobs > count)
        jobs = (unsigned)count;
    for (; started < jobs; started++) {
        workers[started] = (struct worker){.loop = &loop, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0)
            break;
    }
    workers[0] = (struct worker){.loop = &loop};
    (void)run(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        (void)pthread_join(workers[i].thread, NULL);
}
