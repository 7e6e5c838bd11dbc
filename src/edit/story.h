/* What the search for duplicates knows of each article. */
#ifndef NB_EDIT_STORY_H
#define NB_EDIT_STORY_H

#include "doc/doc.h"
#include "edit/edit.h"
#include "edit/shingle.h"

struct nb_story {
    struct nb_article *article;
    struct nb_section *section;
    struct nb_shingles text; /* of standfirst and body, without what its site repeats */
    size_t words;            /* of that text, with what its site repeats */
    uint64_t address, headline, body; /* folded, 0 for none */
    uint64_t site, source;            /* where it comes from, 0 for unknown */
    bool crowded;          /* so many share its address that it names no story */
    uint32_t parent;       /* of the stories it may be like: a forest */
    bool is_settled;       /* kept or left out */
    struct nb_story *kept; /* the story it is left out for, or NULL */
    enum nb_likeness why;
    double similarity;
};

struct nb_stories {
    struct nb_story *at;
    size_t count;
};

/* Looks at every article of an edition, on up to `jobs` threads. Freed by nb_stories_free, after
 * a failure too. */
enum nb_status nb_stories_read(const struct nb_edition *edition, unsigned jobs,
                               struct nb_stories *out) NB_CHECKED;
void nb_stories_free(struct nb_stories *stories);

/* Whether two articles tell the same story: *why and *similarity say by what. Symmetric. */
bool nb_story_is_like(const struct nb_story *a, const struct nb_story *b,
                      double threshold, enum nb_likeness *why, double *similarity);

/* Whether `a` is the one to keep of two that are alike: a whole text before a summary or one
 * of less than half its length, then the newer, the longer, the one with more pictures. Of
 * equals the first: false. */
bool nb_story_is_better(const struct nb_story *a, const struct nb_story *b);

#endif
