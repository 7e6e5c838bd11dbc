/* What a section takes of the articles that its sources gave: patterns, window, order, limit.
 * Whatever is left out is reported with its reason. */
#include "edit/edit.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "edit/when.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 24 * 60 * 60 };

bool nb_edit_matches(const char *pattern, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*text) {
        const char *p = pattern, *t = text;
        unsigned want = nb_utf8_next(&p), have = nb_utf8_next(&t);
        if (want == '*') {
            star = pattern = p;
            retry = text;
        } else if (want &&
                   (want == '?' || nb_unicode_lower(want) == nb_unicode_lower(have))) {
            pattern = p;
            text = t;
        } else if (star) { /* the last star takes one more */
            (void)nb_utf8_next(&retry);
            pattern = star;
            text = retry;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return !*pattern;
}

/* The first pattern of the list that `text` matches, or NULL. */
static const char *match(const struct nb_strings *patterns, const char *text)
{
    for (size_t i = 0; text && i < patterns->count; i++) {
        if (nb_edit_matches(patterns->at[i], text))
            return patterns->at[i];
    }
    return NULL;
}

static const char *match_any(const struct nb_strings *patterns,
                             const struct nb_strings *texts)
{
    const char *found = NULL;
    for (size_t i = 0; !found && i < texts->count; i++)
        found = match(patterns, texts->at[i]);
    return found;
}

/* The first pattern that the article matches in any of the fields, or NULL. */
static const char *match_article(const struct nb_edit_patterns *patterns,
                                 const struct nb_article *article)
{
    const char *found = match(&patterns->title, article->headline);
    if (!found)
        found = match_any(&patterns->author, &article->byline);
    if (!found)
        found = match_any(&patterns->tag, &article->tags);
    return found ? found : match(&patterns->site, article->site);
}

static bool is_empty(const struct nb_edit_patterns *patterns)
{
    return !patterns->title.count && !patterns->author.count && !patterns->tag.count &&
           !patterns->site.count;
}

/* The day an article counts by; its own zone's. */
static time_t day_of(const struct nb_article *article)
{
    const char *date = article->published ? article->published : article->modified;
    char day[11] = "";
    if (date && strlen(date) >= 10)
        memcpy(day, date, 10);
    return nb_edit_seconds(day);
}

static void leave_out(struct nb_ctx *ctx, const struct nb_article *article,
                      const char *why, const char *what)
{
    nb_report(ctx, NB_DIAG_NOT_SELECTED, article->source, 0, "%s: %s%s",
              article->headline ? article->headline : "an article", why, what);
}

static bool is_wanted(struct nb_ctx *ctx, const struct nb_article *article,
                      const struct nb_edit_choice *choice, time_t today)
{
    const char *excluded = match_article(&choice->exclude, article);
    time_t day = day_of(article);
    if (excluded)
        leave_out(ctx, article, "excluded by ", excluded);
    else if (!is_empty(&choice->include) && !match_article(&choice->include, article))
        leave_out(ctx, article, "not among what is included", "");
    else if (choice->window && today >= 0 && day >= 0 &&
             day < today - (time_t)choice->window * DAY)
        leave_out(ctx, article, "before the window, ",
                  article->published ? article->published : article->modified);
    else
        return true;
    return false;
}

/* An article with what it is sorted by. */
struct place {
    struct nb_article *article;
    long long rank; /* greater comes first */
    size_t given;
};

static int by_rank(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return x->given < y->given ? -1 : x->given > y->given;
}

static long long rank_of(const struct nb_article *article, enum nb_edit_order order)
{
    switch (order) {
    case NB_ORDER_GIVEN:
        return 0;
    case NB_ORDER_DATE:
        return nb_edit_seconds(article->published ? article->published
                                                  : article->modified);
    case NB_ORDER_WEIGHT:
        return article->weight;
    }
    return 0;
}

void nb_edit_select(struct nb_ctx *ctx, struct nb_section *section,
                    const struct nb_edit_choice *choice, const char *day)
{
    time_t today = nb_edit_seconds(day);
    struct nb_article *next;
    struct nb_article *a = section->articles;
    section->articles = section->last = NULL;
    for (; a; a = next) {
        next = a->next;
        if (is_wanted(ctx, a, choice, today))
            nb_section_add(section, a);
    }
}

enum nb_status nb_edit_order(struct nb_ctx *ctx, struct nb_section *section,
                             const struct nb_edit_choice *choice)
{
    size_t count = 0;
    for (struct nb_article *a = section->articles; a; a = a->next)
        count++;
    if (!count)
        return NB_OK;
    struct place *places = nb_calloc(count, sizeof *places);
    if (!places)
        return NB_NOMEM;
    size_t given = 0;
    for (struct nb_article *a = section->articles; a; a = a->next, given++)
        places[given] = (struct place){a, rank_of(a, choice->order), given};
    qsort(places, count, sizeof *places, by_rank);
    section->articles = section->last = NULL;
    for (size_t i = 0; i < count; i++) {
        places[i].article->next = NULL;
        if (choice->limit && i >= choice->limit)
            leave_out(ctx, places[i].article, "past the section's limit", "");
        else
            nb_section_add(section, places[i].article);
    }
    nb_free(places);
    return NB_OK;
}

void nb_edit_limit(struct nb_ctx *ctx, struct nb_edition *edition, size_t limit)
{
    size_t left = limit ? limit : SIZE_MAX;
    for (struct nb_section *section = edition->sections; section;
         section = section->next) {
        struct nb_article *a = section->articles, *next;
        section->articles = section->last = NULL;
        for (; a; a = next) {
            next = a->next;
            if (!left) {
                leave_out(ctx, a, "past the limit", "");
                continue;
            }
            nb_section_add(section, a);
            left--;
        }
    }
}
