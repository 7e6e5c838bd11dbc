/* The parts of the Markdown reader: markdown.c takes md4c's events, markdown_tag.c the tags of
 * raw HTML inside lines, and tells Markdown from other text. */
#ifndef NB_READ_MARKDOWN_H
#define NB_READ_MARKDOWN_H

#include "read/news.h"

/* What text is gathered for, before it goes into the article. */
enum nb_gathering {
    NB_GATHER_NOTHING,
    NB_GATHER_HEADLINE,
    NB_GATHER_CODE,
    NB_GATHER_HTML,
    NB_GATHER_ALT,
    NB_GATHER_STRUCK
};

struct nb_markdown {
    struct nb_news news;
    enum nb_gathering gathering;
    struct nb_buf gathered;
    unsigned inside; /* spans open inside what is gathered */
    unsigned depth;  /* lists and quotes open */
    bool begun;      /* a block has been met */
    bool headed;     /* the heading that may be the headline has been met */
    bool linked;     /* the innermost link has an address */
};

/* Makes a figure; a credit at the caption's end is taken off when none is given. */
void nb_markdown_figure(struct nb_markdown *m, struct nb_str src, struct nb_str alt,
                        struct nb_str caption, struct nb_str credit);

/* One tag of raw HTML inside a line. */
void nb_markdown_tag(struct nb_markdown *m, struct nb_str tag);

/* How many kinds of marks in `head` only Markdown has: headings with a blank after "#", links
 * and images with addresses in parentheses, fences of code, rows below a table's head. */
int nb_markdown_marks(struct nb_str head);

#endif
