/* Marks of a page: runs sorted block by block, then cut where the tag changes, or where the
 * text does not go on from left to right. */
#include "page/marks.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct placed {
    const struct nb_run *run;
    size_t number; /* in the order of the page's list */
};

/* What belongs to no article comes first, in its own order; furniture comes last. */
static int rank(const struct nb_run *run)
{
    return run->origin.role == NB_ROLE_ARTIFACT ? 1 : 0;
}

/* Block by block; articles' blocks by their numbers. */
static int by_block(const struct nb_run *r, const struct nb_run *s)
{
    if (rank(r) != rank(s))
        return rank(r) < rank(s) ? -1 : 1;
    if (r->origin.article != s->origin.article)
        return r->origin.article < s->origin.article ? -1 : 1;
    if (r->origin.article >= 0 && r->origin.block != s->origin.block)
        return r->origin.block < s->origin.block ? -1 : 1;
    return 0;
}

static int by_origin(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = by_block(x->run, y->run);
    if (order)
        return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

static enum nb_status sort_runs(const struct nb_page *page, struct nb_marks *marks)
{
    size_t count = 0;
    bool sorted = true;
    for (const struct nb_run *run = page->runs; run; run = run->next, count++)
        sorted = sorted && (!run->next || by_block(run, run->next) <= 0);
    marks->runs = nb_calloc(count + 1, sizeof(*marks->runs));
    struct placed *placed = nb_calloc(count + 1, sizeof *placed);
    if (marks->runs && placed) {
        for (const struct nb_run *run = page->runs; run; run = run->next) {
            placed[marks->run_count] = (struct placed){run, marks->run_count};
            marks->run_count++;
        }
        if (!sorted)
            qsort(placed, count, sizeof *placed, by_origin);
        for (size_t i = 0; i < count; i++)
            marks->runs[i] = placed[i].run;
    }
    enum nb_status status = marks->runs && placed ? NB_OK : NB_NOMEM;
    nb_free(placed);
    return status;
}

static bool same_line(const struct nb_run *a, const struct nb_run *b)
{
    return a->origin.article == b->origin.article &&
           a->origin.block == b->origin.block && fabsf(a->y - b->y) < a->size;
}

/* The runs from `first` on that stand on one line of a block; *mixed: not all of them are read
 * in the order in which they stand. */
static size_t line_end(const struct nb_marks *marks, size_t first, bool *mixed)
{
    size_t end = first + 1;
    *mixed = false;
    while (end < marks->run_count &&
           same_line(marks->runs[end - 1], marks->runs[end])) {
        *mixed = *mixed || marks->runs[end]->at < marks->runs[end - 1]->at;
        end++;
    }
    return end;
}

static void cut(struct nb_marks *marks)
{
    size_t line = 0;
    bool mixed = false, was_mixed = false;
    for (size_t i = 0; i < marks->run_count; i++) {
        const struct nb_run *run = marks->runs[i];
        struct nb_mark *last = marks->count ? &marks->at[marks->count - 1] : NULL;
        if (i == line) {
            was_mixed = mixed;
            line = line_end(marks, i, &mixed);
        }
        if (last && last->end == i && last->tag == run->origin.tag && !mixed &&
            !was_mixed) {
            last->end = i + 1;
            last->rtl = last->rtl || run->rtl;
            continue;
        }
        was_mixed = false;
        marks->at[marks->count++] = (struct nb_mark){
            .tag = run->origin.tag, .first = i, .end = i + 1, .rtl = run->rtl};
    }
}

/* Where the text of a mark begins within its block. */
static uint32_t start_of(const struct nb_marks *marks, const struct nb_mark *mark)
{
    return mark->image ? 0 : marks->runs[mark->first]->at;
}

static const struct nb_origin *origin_of(const struct nb_marks *marks,
                                         const struct nb_mark *mark)
{
    return mark->image ? &mark->image->origin : &marks->runs[mark->first]->origin;
}

static bool read_before(const struct nb_marks *marks, const struct nb_mark *a,
                        const struct nb_mark *b)
{
    const struct nb_origin *x = origin_of(marks, a), *y = origin_of(marks, b);
    return x->article == y->article && x->block == y->block &&
           start_of(marks, a) < start_of(marks, b);
}

/* Insertion: only marks of one block change places, and few of them. */
static void order(struct nb_marks *marks)
{
    for (size_t i = 0; i < marks->count; i++) {
        struct nb_mark *mark = &marks->at[i];
        size_t at = i;
        while (at > 0 && read_before(marks, mark, marks->read[at - 1])) {
            marks->read[at] = marks->read[at - 1];
            at--;
        }
        marks->read[at] = mark;
    }
}

enum nb_status nb_marks_make(const struct nb_page *page, struct nb_marks *out)
{
    *out = (struct nb_marks){0};
    enum nb_status status = sort_runs(page, out);
    if (status != NB_OK)
        return status;
    size_t most = out->run_count + 1;
    for (const struct nb_placed_image *at = page->images; at; at = at->next)
        most++;
    out->at = nb_calloc(most, sizeof *out->at);
    out->read = nb_calloc(most, sizeof(*out->read));
    if (!out->at || !out->read)
        return NB_NOMEM;
    for (const struct nb_placed_image *at = page->images; at; at = at->next)
        out->at[out->count++] = (struct nb_mark){.tag = at->origin.tag, .image = at};
    cut(out);
    order(out);
    return NB_OK;
}

void nb_marks_free(struct nb_marks *marks)
{
    nb_free(marks->runs);
    nb_free(marks->at);
    nb_free(marks->read);
    *marks = (struct nb_marks){0};
}
