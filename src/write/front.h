/* What stands before the articles, in an EPUB and on a page: the languages of an edition, its
 * masthead, and the entries of its contents, in the elements of styles/README.md. */
#ifndef NB_WRITE_FRONT_H
#define NB_WRITE_FRONT_H

#include "base/buf.h"
#include "doc/doc.h"

struct nb_front {
    const struct nb_edition *edition;
    const char *title;     /* never NULL */
    const char *publisher; /* or NULL */
    const char *lang;      /* of newsbind's own words; or NULL */
    enum nb_dir dir;       /* never AUTO */
};

struct nb_front_entry {
    const struct nb_article *article;
    const char *name; /* what it is called; never empty */
    const char *href;
    const char *lang; /* or NULL */
    enum nb_dir dir;  /* never AUTO */
};

/* The edition's language; without one that of its articles, if they agree; else NULL. */
const char *nb_front_lang(const struct nb_edition *edition);

/* An article's language and direction, given the edition's. */
const char *nb_front_article_lang(const struct nb_article *article, const char *lang,
                                  enum nb_dir dir, enum nb_dir *article_dir);

/* <header class="masthead">: title, subtitle, number and date. */
void nb_front_masthead(const struct nb_front *front, struct nb_buf *out);

/* An entry of the contents: the headline as a link; standfirst and reading time. */
void nb_front_entry(const struct nb_front *front, const struct nb_front_entry *entry,
                    struct nb_buf *out);

#endif
