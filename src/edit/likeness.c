/* Whether two articles tell the same story, and which of them to keep. */
#include "edit/story.h"
#include "edit/when.h"

#include <string.h>

enum {
    FEWEST = 48,       /* shingles that a text needs to speak for itself */
    FEWEST_HEADED = 8, /* the same below one headline */
    DAY_LENGTH = 10    /* of "2026-11-22" */
};

/* Under one address a text that was rewritten still has so much of the old one. */
static const double rewritten = 0.3;

/* How many shingles of `small` stand in `large`, before place `end` there. */
static size_t shared(const struct nb_shingles *small, const struct nb_shingles *large,
                     size_t end)
{
    size_t count = 0, k = 0;
    for (size_t i = 0; i < small->count; i++) {
        while (k < large->count && large->list[k].hash < small->list[i].hash)
            k++;
        if (k == large->count)
            break;
        count += large->list[k].hash == small->list[i].hash && large->list[k].at < end;
    }
    return count;
}

/* How much of the shorter text stands in the longer one: 0 to 1. A text of less than half the
 * length counts as an excerpt of the longer one's beginning only: else a review of the week
 * would swallow the stories it quotes. */
static double similarity_of(const struct nb_story *a, const struct nb_story *b)
{
    bool swap = a->text.count > b->text.count;
    const struct nb_shingles *small = swap ? &b->text : &a->text,
                             *large = swap ? &a->text : &b->text;
    if (!small->count)
        return 0;
    size_t end = small->count * 2 < large->count ? small->count * 2 : SIZE_MAX;
    return (double)shared(small, large, end) / (double)small->count;
}

static bool same(uint64_t a, uint64_t b)
{
    return a && a == b;
}

bool nb_story_is_like(const struct nb_story *a, const struct nb_story *b,
                      double threshold, enum nb_likeness *why, double *similarity)
{
    size_t fewest = a->text.count < b->text.count ? a->text.count : b->text.count;
    bool headed = same(a->headline, b->headline);
    *similarity = similarity_of(a, b);
    if (same(a->address, b->address) &&
        (headed || *similarity >= rewritten ||
         (!same(a->source, b->source) && !a->crowded && !b->crowded))) {
        *why = NB_LIKE_ADDRESS;
        return true;
    }
    if (headed && a->body == b->body) {
        *similarity = 1;
        *why = NB_LIKE_HEADLINE;
        return true;
    }
    *why = headed ? NB_LIKE_HEADLINE : NB_LIKE_TEXT;
    return *similarity >= threshold && fewest >= (headed ? FEWEST_HEADED : FEWEST);
}

static const char *date_of(const struct nb_article *article)
{
    return article->modified ? article->modified : article->published;
}

/* 1 if `a` is newer, -1 if `b` is; 0 when that is not known. A day without a time is neither
 * before nor after a time on it. */
static int newer(const struct nb_article *a, const struct nb_article *b)
{
    const char *x = date_of(a), *y = date_of(b);
    time_t x_time = nb_edit_seconds(x), y_time = nb_edit_seconds(y);
    if (x_time < 0 || y_time < 0)
        return 0;
    bool whole_days = strlen(x) <= DAY_LENGTH || strlen(y) <= DAY_LENGTH;
    if (x_time == y_time || (whole_days && strncmp(x, y, DAY_LENGTH) == 0))
        return 0;
    return x_time > y_time ? 1 : -1;
}

static size_t figures(const struct nb_article *article)
{
    size_t count = 0;
    struct nb_walk walk = nb_walk_start(article->body);
    while (nb_walk_next(&walk))
        count += walk.event == NB_ENTER && walk.node->type == NB_FIGURE;
    return count;
}

bool nb_story_is_better(const struct nb_story *a, const struct nb_story *b)
{
    if (a->article->partial != b->article->partial)
        return b->article->partial;
    if (a->words * 2 < b->words || b->words * 2 < a->words)
        return a->words > b->words;
    int order = newer(a->article, b->article);
    if (order)
        return order > 0;
    if (a->words != b->words)
        return a->words > b->words;
    return figures(a->article) > figures(b->article);
}
