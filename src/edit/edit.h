/* Editorial passes over the model, between reading and laying out. */
#ifndef NB_EDIT_EDIT_H
#define NB_EDIT_EDIT_H

#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"

/* Makes an edition complete: the title (the edition's, else a single article's headline, else
 * the name of `folder`, else the site that all come from, else a general one), its language
 * (else that of most of its articles), its date (else SOURCE_DATE_EPOCH as given in `epoch`,
 * else its newest article's; "today" is `epoch`'s day, else today's in UTC), the moment of its
 * last change, its identifier, each article's id and kicker, and the levels of its headings,
 * renumbered from 2 without gaps, and links from one to another (nb_edit_link). Sections
 * without articles are taken out. `folder` and `epoch` may be NULL. */
enum nb_status nb_edit_finish(struct nb_edition *edition, const char *folder,
                              const char *epoch) NB_CHECKED;

/* The day that an edition has before nb_edit_finish: its date ("today" and `epoch` resolved as
 * there), else that of its newest article without an embargo, else NULL. */
const char *nb_edit_day(struct nb_edition *edition, const char *epoch);

/* Patterns on an article's fields: * stands for any text, ? for one character, case does not
 * matter, the whole field must match. */
struct nb_edit_patterns {
    struct nb_strings title, author, tag, site;
};

enum nb_edit_order { NB_ORDER_GIVEN, NB_ORDER_DATE, NB_ORDER_WEIGHT };

/* What a section takes of its articles. */
struct nb_edit_choice {
    size_t limit;             /* of articles; 0: none */
    unsigned window;          /* days back from the edition's day; 0: any age */
    enum nb_edit_order order; /* newest first, weightiest first, equals as given */
    struct nb_edit_patterns include, exclude; /* one pattern that matches is enough */
};

/* Whether all of `text` matches `pattern`. */
bool nb_edit_matches(const char *pattern, const char *text);

/* Takes out of a section what is excluded, what is not included where anything is, and what is
 * older than the window (an article without a date stays). Reports each that is left out with
 * its reason. `day` may be NULL. */
void nb_edit_select(struct nb_ctx *ctx, struct nb_section *section,
                    const struct nb_edit_choice *choice, const char *day);

/* Orders the articles of a section and keeps the first up to the limit; the others are
 * reported. */
enum nb_status nb_edit_order(struct nb_ctx *ctx, struct nb_section *section,
                             const struct nb_edit_choice *choice) NB_CHECKED;

/* What an edition says of articles; NULL where it says nothing. */
struct nb_edit_override {
    struct nb_strings
        match; /* patterns on the file's path, the address, the headline */
    const char *headline, *kicker, *section;
    const int *weight;
    const char *picture, *picture_file; /* as it is called, and where it is */
    const char *alt;                    /* of the picture, or of the lead picture */
    bool omit;
    size_t matched; /* out: how many articles */
    struct nb_edit_override *next;
};

/* Applies overrides to the articles that they match, in order, so that the last word counts. Paths
 * count from `folder`. An article that changes its section goes to the end of the one with that
 * title, a new one at the edition's end if there is none. Strings are borrowed. */
enum nb_status nb_edit_override(struct nb_ctx *ctx, struct nb_edition *edition,
                                const char *folder,
                                struct nb_edit_override *overrides) NB_CHECKED;

/* Sorts the articles of sections without a title into sections of their own: an article goes to
 * that of the first of these names which two articles and more have: its section as its source
 * says, its tags, the first part of its address's path, its site or feed. The sections stand
 * behind those there are, in the order of their first articles; who has no such name stays. An
 * order that somebody gave the articles holds in them too. */
enum nb_status nb_edit_sort(struct nb_edition *edition) NB_CHECKED;

/* Marks the lead, and puts it first: the article of the greatest weight; of several those in the
 * first section that has one; there, unless the section's order is given, the one that is worth
 * most by its length, picture, standfirst and place. If it is of another section than the
 * first, it stands alone in a section without a title, its own section's as its kicker. */
enum nb_status nb_edit_lead(struct nb_edition *edition) NB_CHECKED;

/* Gives links and related headlines that lead to another article of the edition, by its address
 * or that of a copy which was left out, that article's id. After the articles have theirs. */
enum nb_status nb_edit_link(struct nb_edition *edition) NB_CHECKED;

/* Puts the editors' own article behind the lead, both in front of all sections with a title.
 * After nb_edit_lead. */
enum nb_status nb_edit_leader(struct nb_edition *edition,
                              struct nb_article *leader) NB_CHECKED;

/* By what two articles are the same story: one web address, one headline over texts that are
 * alike, or the texts alone. */
enum nb_likeness { NB_LIKE_ADDRESS, NB_LIKE_HEADLINE, NB_LIKE_TEXT };

const char *nb_likeness_name(enum nb_likeness likeness); /* "address" … */

/* An article that is left out, and the one that is kept in its place. */
struct nb_duplicate {
    struct {
        const char *headline, *source, *url; /* NULL when absent */
    } left_out, kept;
    enum nb_likeness why;
    double similarity; /* how much of the shorter text stands in the longer: 0 to 1 */
    struct nb_duplicate *next;
};

/* Leaves out articles that tell a story that another article of the edition tells: under the
 * same address, under the same headline with a like text, or in a text of which `threshold`
 * (0 to 1) and more is in the other. What a site repeats in four and more articles does not
 * count, nor do texts of fewer than some 50 words, unless the headlines are the same. A whole
 * text is kept before a summary or one of less than half its length, then the newer article,
 * the longer, the one with more pictures, the first. Reports each; the pairs are listed in
 * `*pairs`, in `arena`. Runs on up to `jobs` threads. */
enum nb_status nb_edit_dedupe(struct nb_ctx *ctx, struct nb_edition *edition,
                              double threshold, unsigned jobs, struct nb_arena *arena,
                              struct nb_duplicate **pairs) NB_CHECKED;

/* Keeps the first `limit` articles of the edition (0: all); the others are reported. */
void nb_edit_limit(struct nb_ctx *ctx, struct nb_edition *edition, size_t limit);

/* Takes out, before nb_edit_finish, the articles whose embargo ends on a later day than the
 * edition's date (else SOURCE_DATE_EPOCH as given in `epoch`, else the newest date of the
 * articles without an embargo; without any date nothing is taken out). Reports each. */
enum nb_status nb_edit_embargo(struct nb_ctx *ctx, struct nb_edition *edition,
                               const char *epoch) NB_CHECKED;

#endif
