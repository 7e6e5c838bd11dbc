/* An article as lines of text: plain, wrapped ones, or Markdown (CommonMark with GitHub's
 * tables and the footnotes that newsbind reads). Both have the same blocks in the same order;
 * they differ in marks, in escapes and in where lines end. */
#ifndef NB_WRITE_PROSE_H
#define NB_WRITE_PROSE_H

#include "base/buf.h"
#include "base/map.h"
#include "doc/doc.h"

enum { NB_PROSE_LEVELS = 24 /* of lists and quotes that are shown as such */ };

struct nb_prose_level {
    size_t rest; /* length of the prefix around it */
    long number; /* of the next item */
    bool odd; /* the list has the other marks, to stand apart from the one before it */
};

struct nb_prose {
    struct nb_buf *out;
    bool markdown;
    bool keep_captions; /* figures without a picture: their captions stay */
    const char *lang;   /* of newsbind's own words and of line breaks; may be NULL */
    const char
        *note_mark; /* before the labels of notes, to tell articles apart; or "" */
    /* the articles of the issue that links lead to, by their ids; NULL: each stands alone */
    const struct nb_map *issue;
    unsigned deeper; /* how much deeper than their own level headings are */
    /* the state */
    struct nb_buf first, rest; /* prefix of the next line when it differs; of others */
    struct nb_buf line;        /* scratch */
    size_t shared;             /* the shortest prefix since the last line */
    int gap;                   /* line ends due before the next line, from 0 to 2 */
    struct nb_prose_level levels[NB_PROSE_LEVELS + 1];
    unsigned depth;       /* may be more than the levels */
    struct nb_map *notes; /* label → note, of the article at hand */
    struct nb_map *met;   /* labels that the text refers to */
};

/* Releases the scratch memory. What failed is in out->status. */
void nb_prose_end(struct nb_prose *prose);

/* Appends a heading (level 1 to 6), or a paragraph of plain text; nothing for NULL or "". */
void nb_prose_heading(struct nb_prose *prose, unsigned level, const char *text);
void nb_prose_paragraph(struct nb_prose *prose, const char *text);

/* Appends the heading of an article, which links of the issue can lead to. */
void nb_prose_headline(struct nb_prose *prose, const struct nb_article *article);

/* Appends a paragraph that is a link: where an article comes from. */
void nb_prose_address(struct nb_prose *prose, const char *site, const char *url);

/* Appends an article's body, notes and related stories. */
void nb_prose_body(struct nb_prose *prose, const struct nb_article *article);

/* ---- prose_inline.c */

/* Appends `text` with Markdown's own characters escaped; as it is in plain text. */
void nb_prose_text(const struct nb_prose *prose, const char *text, struct nb_buf *out);

/* Appends the inlines below `node` as one line, or more where the text has line breaks. */
void nb_prose_inlines(struct nb_prose *prose, const struct nb_node *node,
                      struct nb_buf *out);

/* Appends "[text](address)", or the text alone where there is no address to be written. The
 * address is that of `own`, an article of the issue, or `url`; both may be NULL. */
void nb_prose_link(const struct nb_prose *prose, const char *text, const char *url,
                   const char *own, struct nb_buf *out);

/* Appends an address and the parenthesis that ends it: "url)". */
void nb_prose_url(const char *url, struct nb_buf *out);

/* Appends a note's label as it stands in brackets. */
void nb_prose_label(const struct nb_prose *prose, const char *label,
                    struct nb_buf *out);

/* ---- prose_issue.c */

/* Finds the articles that links of the others lead to: their ids, to them. */
enum nb_status nb_prose_issue(const struct nb_edition *edition,
                              struct nb_map *out) NB_CHECKED;

/* The article of the issue that `own` of a link leads to, or NULL. */
const struct nb_article *nb_prose_article(const struct nb_prose *prose,
                                          const char *own);

#endif
