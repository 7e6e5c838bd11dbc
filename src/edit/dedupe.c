/* Duplicates: pairs that may be alike are found through an index of shingles, addresses and
 * headlines; each is then compared in full. Of the stories that are linked so the best is kept,
 * and those that are like it are left out, until all are settled. Work and memory grow with the
 * length of the texts: an entry of the index leads to the last few articles that had it. */
#include "edit/edit.h"

#include "base/mem.h"
#include "edit/story.h"

#include <stdlib.h>

enum {
    SAMPLED = 4,   /* one shingle in so many is in the index */
    REACH = 64,    /* articles that an entry of the index leads back to */
    SURE = 1 << 16 /* what an address or a headline counts for */
};

struct posting {
    uint32_t story,
        before; /* `before`: the posting with the same key, plus one; 0: none */
};

struct slot {
    uint32_t key, last; /* `last`: its last posting, plus one; 0: an empty slot */
};

struct index {
    struct slot *slots;
    size_t mask;
    struct posting *postings;
    size_t count;
    uint32_t *shared;  /* by story: keys in common with the one at hand */
    uint32_t *touched; /* stories whose count is not 0 */
    size_t touched_count;
};

struct search {
    struct nb_ctx *ctx;
    struct nb_edition *edition;
    struct nb_stories stories;
    struct index index;
    double threshold;
    size_t left; /* comparisons that may still be made */
};

/* ---- The index. */

static size_t sampled(const struct nb_story *story)
{
    size_t count = 0;
    for (size_t i = 0; i < story->text.count; i++)
        count += story->text.list[i].hash % SAMPLED == 0;
    return count;
}

static enum nb_status index_new(struct index *index, const struct nb_stories *stories)
{
    size_t keys = 0, room = 64;
    for (size_t i = 0; i < stories->count; i++)
        keys += sampled(&stories->at[i]) + 2;
    while (room < keys * 2)
        room *= 2;
    index->mask = room - 1;
    index->slots = nb_calloc(room, sizeof *index->slots);
    index->postings = nb_malloc(keys * sizeof *index->postings);
    index->shared = nb_calloc(stories->count, sizeof *index->shared);
    index->touched = nb_malloc(stories->count * sizeof *index->touched);
    return index->slots && index->postings && index->shared && index->touched
               ? NB_OK
               : NB_NOMEM;
}

static void index_free(struct index *index)
{
    nb_free(index->slots);
    nb_free(index->postings);
    nb_free(index->shared);
    nb_free(index->touched);
}

static struct slot *slot_of(const struct index *index, uint32_t key)
{
    /* Knuth 6.4: multiplicative hashing; the upper bits are the well mixed ones */
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & index->mask;
    while (index->slots[at].last && index->slots[at].key != key)
        at = (at + 1) & index->mask;
    return &index->slots[at];
}

/* Counts `worth` for the last stories that have `key`, then enters this one. */
static void look_up(struct index *index, uint32_t story, uint32_t key, uint32_t worth)
{
    struct slot *slot = slot_of(index, key);
    uint32_t at = slot->last;
    for (int steps = 0; at && steps < REACH; steps++) {
        const struct posting *posting = &index->postings[at - 1];
        if (!index->shared[posting->story])
            index->touched[index->touched_count++] = posting->story;
        index->shared[posting->story] += worth;
        at = posting->before;
    }
    index->postings[index->count++] = (struct posting){story, slot->last};
    *slot = (struct slot){key, (uint32_t)index->count};
}

static uint32_t key_of(uint64_t folded, uint32_t kind)
{
    return (uint32_t)(folded ^ folded >> 32) ^ kind;
}

/* ---- Stories that are linked: a forest, its root the first of each group. */

static uint32_t root_of(struct nb_stories *stories, uint32_t at)
{
    while (stories->at[at].parent != at) {
        stories->at[at].parent = stories->at[stories->at[at].parent].parent;
        at = stories->at[at].parent;
    }
    return at;
}

static void link_stories(struct nb_stories *stories, uint32_t a, uint32_t b)
{
    uint32_t x = root_of(stories, a), y = root_of(stories, b);
    if (x < y)
        stories->at[y].parent = x;
    else
        stories->at[x].parent = y;
}

static bool compare(struct search *search, const struct nb_story *a, struct nb_story *b,
                    enum nb_likeness *why, double *similarity)
{
    if (!search->left)
        return false;
    search->left--;
    return nb_story_is_like(a, b, search->threshold, why, similarity);
}

/* Links a story to those before it that it is like. */
static void find_like(struct search *search, uint32_t number, const uint32_t *samples)
{
    struct index *index = &search->index;
    struct nb_stories *stories = &search->stories;
    for (size_t i = 0; i < index->touched_count; i++) {
        uint32_t other = index->touched[i], shared = index->shared[other];
        uint32_t fewest =
            samples[number] < samples[other] ? samples[number] : samples[other];
        enum nb_likeness why;
        double similarity;
        index->shared[other] = 0;
        bool likely =
            shared >= SURE || (shared >= 2 && shared >= search->threshold / 2 * fewest);
        if (likely && root_of(stories, number) != root_of(stories, other) &&
            compare(search, &stories->at[number], &stories->at[other], &why,
                    &similarity))
            link_stories(stories, number, other);
    }
    index->touched_count = 0;
}

static enum nb_status link_all(struct search *search)
{
    struct nb_stories *stories = &search->stories;
    struct index *index = &search->index;
    uint32_t *samples = nb_malloc(stories->count * sizeof *samples);
    if (!samples)
        return NB_NOMEM;
    for (uint32_t i = 0; i < stories->count; i++) {
        const struct nb_story *story = &stories->at[i];
        samples[i] = 0;
        for (size_t k = 0; k < story->text.count; k++) {
            if (story->text.list[k].hash % SAMPLED)
                continue;
            look_up(index, i, story->text.list[k].hash, 1);
            samples[i]++;
        }
        if (story->address)
            look_up(index, i, key_of(story->address, 1), SURE);
        if (story->headline)
            look_up(index, i, key_of(story->headline, 2), SURE);
        find_like(search, i, samples);
    }
    nb_free(samples);
    return NB_OK;
}

/* ---- Which to keep. */

/* Settles the members of one group (indexes, in order). */
static void settle(struct search *search, const uint32_t *members, size_t count)
{
    struct nb_story *all = search->stories.at;
    for (;;) {
        struct nb_story *best = NULL;
        for (size_t i = 0; i < count; i++) {
            struct nb_story *story = &all[members[i]];
            if (!story->is_settled && (!best || nb_story_is_better(story, best)))
                best = story;
        }
        if (!best)
            return;
        best->is_settled = true;
        for (size_t i = 0; i < count; i++) {
            struct nb_story *story = &all[members[i]];
            enum nb_likeness why;
            double similarity;
            if (story->is_settled || !compare(search, best, story, &why, &similarity))
                continue;
            story->is_settled = true;
            story->kept = best;
            story->why = why;
            story->similarity = similarity;
        }
        if (!search->left)
            return;
    }
}

struct linked {
    uint32_t root, story;
};

static int by_root(const void *a, const void *b)
{
    const struct linked *x = a, *y = b;
    if (x->root != y->root)
        return x->root < y->root ? -1 : 1;
    return x->story < y->story ? -1 : x->story > y->story;
}

static enum nb_status settle_all(struct search *search)
{
    size_t count = search->stories.count;
    struct linked *linked = nb_malloc(count * sizeof *linked);
    uint32_t *members = nb_malloc(count * sizeof *members);
    if (linked && members) {
        for (uint32_t i = 0; i < count; i++)
            linked[i] = (struct linked){root_of(&search->stories, i), i};
        qsort(linked, count, sizeof *linked, by_root);
        for (size_t i = 0, next; i < count; i = next) {
            for (next = i; next < count && linked[next].root == linked[i].root; next++)
                members[next - i] = linked[next].story;
            if (next - i > 1)
                settle(search, members, next - i);
        }
    }
    bool fine = linked && members;
    nb_free(linked);
    nb_free(members);
    return fine ? NB_OK : NB_NOMEM;
}

/* ---- What comes of it. */

static const char *name_of(const struct nb_article *article)
{
    return article->headline ? article->headline : "an article";
}

static const char *const likenesses[] = {
    [NB_LIKE_ADDRESS] = "address",
    [NB_LIKE_HEADLINE] = "headline",
    [NB_LIKE_TEXT] = "text",
};

const char *nb_likeness_name(enum nb_likeness likeness)
{
    return likenesses[likeness];
}

static struct nb_duplicate *note(struct nb_arena *arena, const struct nb_story *story)
{
    struct nb_duplicate *pair = nb_arena_alloc(arena, sizeof *pair);
    const struct nb_article *out = story->article, *kept = story->kept->article;
    if (!pair)
        return NULL;
    *pair = (struct nb_duplicate){
        .left_out = {nb_arena_strdup(arena, out->headline),
                     nb_arena_strdup(arena, out->source),
                     nb_arena_strdup(arena, out->url)},
        .kept = {nb_arena_strdup(arena, kept->headline),
                 nb_arena_strdup(arena, kept->source),
                 nb_arena_strdup(arena, kept->url)},
        .why = story->why,
        .similarity = story->similarity,
    };
    return pair;
}

/* What leads to a copy shall lead to what is kept of it. */
static void add_alias(struct nb_edition *edition, struct nb_article *kept,
                      const struct nb_article *copy)
{
    struct nb_alias *alias =
        copy->url ? nb_arena_alloc(edition->arena, sizeof *alias) : NULL;
    if (!alias)
        return;
    *alias = (struct nb_alias){copy->url, kept->aliases};
    kept->aliases = alias;
}

/* Takes what is left out of the sections; the stories stand in the order of the articles. */
static void take_out(struct search *search, struct nb_arena *arena,
                     struct nb_duplicate **pairs)
{
    struct nb_section *section = NULL;
    for (size_t i = 0; i < search->stories.count; i++) {
        const struct nb_story *story = &search->stories.at[i];
        if (story->section != section) {
            section = story->section;
            section->articles = section->last = NULL;
        }
        if (!story->kept) {
            nb_section_add(section, story->article);
            continue;
        }
        struct nb_article *kept = story->kept->article;
        nb_report(search->ctx, NB_DIAG_DUPLICATE, story->article->source, 0,
                  "%s: %d%% of it is in %s%s%s%s (by %s)", name_of(story->article),
                  (int)(story->similarity * 100 + 0.5), name_of(kept),
                  kept->source ? " [" : "", kept->source ? kept->source : "",
                  kept->source ? "]" : "", likenesses[story->why]);
        add_alias(search->edition, kept, story->article);
        *pairs = note(arena, story);
        if (*pairs)
            pairs = &(*pairs)->next;
    }
}

enum nb_status nb_edit_dedupe(struct nb_ctx *ctx, struct nb_edition *edition,
                              double threshold, unsigned jobs, struct nb_arena *arena,
                              struct nb_duplicate **pairs)
{
    struct search search = {.ctx = ctx, .edition = edition, .threshold = threshold};
    *pairs = NULL;
    enum nb_status status = nb_stories_read(edition, jobs, &search.stories);
    search.left = search.stories.count * REACH;
    if (status == NB_OK && search.stories.count > 1) {
        status = index_new(&search.index, &search.stories);
        if (status == NB_OK)
            status = link_all(&search);
        if (status == NB_OK)
            status = settle_all(&search);
        index_free(&search.index);
        if (status == NB_OK && !search.left)
            nb_report(ctx, NB_DIAG_LIMIT, NULL, 0,
                      "too many articles are alike; some duplicates stay");
        if (status == NB_OK)
            take_out(&search, arena, pairs);
    }
    nb_stories_free(&search.stories);
    if (status == NB_OK)
        status = nb_arena_status(edition->arena);
    return status == NB_OK ? nb_arena_status(arena) : status;
}
