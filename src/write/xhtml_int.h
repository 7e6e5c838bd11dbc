/* What the files of the XHTML writer share: the state of writing one article. */
#ifndef NB_WRITE_XHTML_INT_H
#define NB_WRITE_XHTML_INT_H

#include "base/map.h"
#include "write/xhtml.h"

struct nb_xhtml_note {
    unsigned number; /* from 1, in the order of the text */
    bool met;        /* a reference that can be led back to was written, in this file */
    bool written;    /* the note was, in this file or another */
};

enum { NB_XHTML_LEVELS = 5 }; /* h2 to h6 */

struct nb_xhtml_state {
    const struct nb_xhtml *how;
    const struct nb_article *article;
    const char *lang; /* the article's, or what surrounds it */
    enum nb_dir dir;  /* the same, never AUTO */
    struct nb_buf *out;
    struct nb_buf url; /* scratch */
    struct nb_map *by_label;
    struct nb_xhtml_note *notes;
    size_t note_count, notes_met;
    const struct nb_xhtml_note *note; /* the one being written */
    bool last;                        /* this file is the article's last */
    size_t start;                     /* of this file's article in `out` */
    unsigned levels[NB_XHTML_LEVELS]; /* of the headings that the text stands below */
    unsigned level_count;
    bool in_link; /* an <a> is open: links do not nest, so one flag does */
    enum nb_status status;
};

/* The heading element `below` the headline's. */
const char *nb_xhtml_heading(const struct nb_xhtml *how, unsigned below);

/* Opens and closes the <article>. */
void nb_xhtml_open_article(struct nb_xhtml_state *state);
void nb_xhtml_close_article(struct nb_xhtml_state *state);

/* Writes the blocks below the article's body. */
void nb_xhtml_body(struct nb_xhtml_state *state);

/* Appends <a href="…"> and returns true when `url` may be linked; the caller closes it. */
bool nb_xhtml_open_link(struct nb_xhtml_state *state, const char *url);

/* ---- xhtml_body.c */

/* Whether anything of the node comes out; otherwise it is passed over whole. */
bool nb_xhtml_shown(const struct nb_xhtml_state *state, const struct nb_node *node);

/* Appends the node's language and direction, measured against the nearest around it. */
void nb_xhtml_put_lang(const struct nb_xhtml_state *state, const struct nb_node *node);

/* Appends the marks before the head (NULL) or a block of the body. */
void nb_xhtml_put_marks(struct nb_xhtml_state *state, const struct nb_node *block);

/* Appends epub:type where that is wanted. */
void nb_xhtml_put_type(const struct nb_xhtml_state *state, const char *type);

/* ---- xhtml_notes.c */

/* Learns which notes there are, before anything is written. */
void nb_xhtml_find_notes(struct nb_xhtml_state *state);

void nb_xhtml_put_noteref(struct nb_xhtml_state *state, const struct nb_node *node);

/* Calls `put` for the notes that this file has to have: those referred to in its text, and in
 * the last one also those that no file had. The note is state->note meanwhile. */
void nb_xhtml_each_note(struct nb_xhtml_state *state,
                        void (*put)(struct nb_xhtml_state *, const struct nb_node *));

/* Opens the note. Its label goes into its first paragraph, when that is opened, if it begins
 * with one. */
void nb_xhtml_open_note(struct nb_xhtml_state *state, const struct nb_node *node);

/* The label of the note being written, which leads back to the text. */
void nb_xhtml_put_note_label(struct nb_xhtml_state *state, const struct nb_node *node);

#endif
