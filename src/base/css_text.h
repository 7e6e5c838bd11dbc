/* A stylesheet as css.c reads it: a place in its text, and the pieces that come out of it. */
#ifndef NB_BASE_CSS_TEXT_H
#define NB_BASE_CSS_TEXT_H

#include "base/css.h"

struct nb_css_text {
    struct nb_ctx *ctx;
    struct nb_arena *arena; /* the pieces live in it */
    const char *source;
    const char *p, *end;
    const char *counted; /* lines are counted up to here */
    unsigned line;
    char *out, *out_end; /* where the next byte of a piece goes */
    bool space;          /* one is due before it */
    bool bad;            /* the piece being collected is malformed */
};

/* Begins with `sheet`, when `ctx`, `arena` and `source` are set. False when there is nothing in it,
 * and without memory. */
bool nb_css_text_open(struct nb_css_text *text, struct nb_str sheet);

/* The line of `at`, which never goes back. */
unsigned nb_css_line(struct nb_css_text *text, const char *at);

void nb_css_malformed(struct nb_css_text *text, unsigned line, const char *what);

/* Whether `what` stands at p. */
bool nb_css_at(const struct nb_css_text *text, const char *what);

/* Passes over white space and comments. */
void nb_css_skip_blank(struct nb_css_text *text);

/* Copies, cleaned, up to a ";", "{" or "}" that stands outside all brackets, and returns it
 * without taking it; 0 at the end. With `braces`, "{" opens a bracket like others. */
char nb_css_collect(struct nb_css_text *text, bool braces);

/* Ends a piece; gives its start back. */
const char *nb_css_finish(struct nb_css_text *text, const char *start);

/* The name at p in lower case ("--x" as written), escapes resolved; NULL if there is none. */
const char *nb_css_take_name(struct nb_css_text *text);

/* Passes over a block whose "{" has been taken. */
void nb_css_skip_block(struct nb_css_text *text);

/* Passes over the rest of a malformed declaration: to its ";" or behind its block. */
void nb_css_skip_declaration(struct nb_css_text *text);

#endif
