/* The parts of the Markdown reader: markdown.c takes md4c's events, markdown_note.c the
 * footnotes, markdown_tag.c the tags of raw HTML inside lines, and tells Markdown from other
 * text. */
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

struct nb_markdown_note {
    struct nb_str label, text;
    unsigned number; /* in the order of references; 0: none yet */
    struct nb_markdown_note *next;
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
    struct nb_markdown_note *notes; /* definitions, in the article's arena */
    size_t note_count;
    struct nb_markdown_note *first_note, *last_note; /* in the order of references */
    unsigned referred;
};

/* One tag of raw HTML inside a line. */
void nb_markdown_tag(struct nb_markdown *m, struct nb_str tag);

/* Cuts definitions of footnotes out of `*source`: what is left is made in `body`. */
void nb_markdown_notes_cut(struct nb_markdown *m, struct nb_str *source,
                           struct nb_buf *body);

/* Adds text of a line; references to footnotes in it become such. */
void nb_markdown_text(struct nb_markdown *m, struct nb_str text);

/* Adds the footnotes that were referred to, by `parse`; reports the others. */
void nb_markdown_notes_add(struct nb_markdown *m,
                           void (*parse)(struct nb_markdown *m, struct nb_str text));

/* How many kinds of marks in `head` only Markdown has: headings with a blank after "#", links
 * and images with addresses in parentheses, fences of code, rows below a table's head. */
int nb_markdown_marks(struct nb_str head);

#endif
