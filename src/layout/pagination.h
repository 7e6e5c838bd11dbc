/* Pagination: an edition's articles, set, follow each other on the pages. */
#ifndef NB_LAYOUT_PAGINATION_H
#define NB_LAYOUT_PAGINATION_H

#include "layout/head.h"
#include "layout/makeup.h"

/* An article and what was set of it, before it has a place. */
struct nb_set {
    const struct nb_article *article;
    const struct nb_section *section;
    const char *section_anchor; /* of the section that starts here, or NULL */
    const char *kind;           /* its class: "lead", "second", "third" or NULL */
    int32_t index;
    bool opens; /* the first of its section */
    bool brief; /* its head stands in the column, as the style says for its kind */
    bool rtl;
    bool referred;        /* the first page says what it is about */
    size_t head_items;    /* of a brief: how many of its first items are its head */
    unsigned head_blocks; /* block numbers kept for the head */
    struct nb_tag *tag, *head_tag, *section_tag,
        *opening_tag;        /* its own; its head's; the section's, and that of
                                       the section's name before it */
    struct nb_galley galley; /* its body; of a brief, its head too */
    struct nb_item *corner;  /* the lead picture, wide; or NULL */
    unsigned corner_columns; /* … how wide */
    struct nb_diags *diags;  /* what was to be said about it; owned */
    enum nb_status status;
};

/* The look of an article; `previous` as for nb_look_child. */
struct nb_look *nb_set_look(struct nb_looks *looks, const struct nb_set *set,
                            const char *previous);

/* Finds what each article of the edition is: `sets` has room for all. */
void nb_sets_sort(struct nb_set *sets, size_t count, struct nb_looks *looks,
                  unsigned columns);

/* Sets an article's body: on any thread, for columns as `makeup` has them. */
void nb_set_make(struct nb_set *set, struct nb_compositor *compositor,
                 const struct nb_makeup *makeup);

/* Places articles from `from` on, of which `count` are set, and returns the first that it does
 * not place: all of them are if `count` is `total`, else what the plan looks ahead to stays. */
size_t nb_sets_place(struct nb_makeup *makeup, struct nb_set *sets, size_t from,
                     size_t count, size_t total);

/* Opens the first page: masthead, and contents with page numbers. */
void nb_makeup_front(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                     struct nb_tag *tag);

/* summary.c: what an article is about: its standfirst, else the first sentences of its text, if
 * they are short; else NULL. Lives as long as the page is set. */
const char *nb_summary_of(struct nb_galley *galley, const struct nb_article *article);

/* refers.c: marks the sets that the first page will refer to, as far as can be known. */
void nb_makeup_choose_refers(struct nb_makeup *makeup, struct nb_set *sets,
                             size_t count);

/* Lines that must be left above the refers. */
enum { NB_LEAST_ABOVE_REFERS = 20 };

/* refers.c: keeps lines free at the foot of the open page for refers to stories inside, or does
 * nothing where there is too little to refer to. `sets` must live until the page is finished. */
void nb_makeup_keep_refers(struct nb_makeup *makeup, const struct nb_set *sets,
                           size_t count, struct nb_tag *tag);

/* back.c: the sources of all articles, behind them. */
void nb_makeup_back(struct nb_makeup *makeup, const struct nb_set *sets, size_t count,
                    struct nb_tag *root);

/* The contents' tags by set: the same however often the contents are set. */
struct nb_contents_tags {
    struct nb_tag *title, **sections, **entries;
};

/* Appends the contents' entries; summaries only if `summaries`. One item an entry. Stops when the
 * galley is higher than `most` lines. */
void nb_galley_contents(struct nb_galley *galley, const struct nb_set *sets,
                        size_t count, bool summaries, unsigned most,
                        const struct nb_contents_tags *tags);

/* listing.c: places the contents on the open first page, and keeps lines free for the refers. */
void nb_makeup_contents(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                        struct nb_tag *tag);

/* late.c: places what the first page had no room for, `makeup->late`, on the open page. */
void nb_makeup_late_contents(struct nb_makeup *makeup);

/* The line of number, date and publisher; its parts NULL where there are none. In scratch. */
struct nb_issue {
    const char *number, *date, *publisher;
};
struct nb_issue nb_galley_issue(struct nb_galley *galley);

#endif
