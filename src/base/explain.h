/* Explanations: what a reader made of each piece of its input, and why. They are collected
 * beside the diagnostics of the same sink, in the input's order and only when asked for, and
 * are joined with it. */
#ifndef NB_BASE_EXPLAIN_H
#define NB_BASE_EXPLAIN_H

#include "base/diag.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* One piece of an input: a line, a paragraph, an element. */
struct nb_explained {
    const char *source; /* as the user gave it, or NULL */
    unsigned line;      /* from 1; 0 when there is none */
    bool kept;
    const char *what; /* "paragraph", "headline", "share link" … */
    const char *text; /* how it begins */
    const char *why;  /* the evidence, the weightiest first; NULL for none */
};

/* From now on `diags` collects explanations too. */
enum nb_status nb_explain_begin(struct nb_diags *diags) NB_CHECKED;

/* Whether they are collected: what is done only to explain can be left out otherwise. */
bool nb_explain_wanted(const struct nb_ctx *ctx);

/* Explains one piece: it was kept as, or dropped for being, `what`; `format` makes the
 * evidence as by printf (NULL: none). Copies what it is given, `text` shortened; does nothing
 * when no explanations are wanted. Past a bound on their memory they are counted only. */
void nb_explain(struct nb_ctx *ctx, const char *source, unsigned line, bool kept,
                const char *what, struct nb_str text, const char *format, ...)
    NB_PRINTF(7, 8);

size_t nb_explained_count(const struct nb_diags *diags);
const struct nb_explained *nb_explained_at(const struct nb_diags *diags, size_t index);

/* How many were counted only. */
size_t nb_explained_lost(const struct nb_diags *diags);

struct nb_buf;

/* All of them for people: each source's name, then its pieces in order, a line each and one
 * below for the evidence. */
void nb_explained_print(const struct nb_diags *diags, struct nb_buf *out);

/* For diag.c: the explanations of a sink. */
struct nb_explanations;
void nb_explanations_free(struct nb_explanations *explanations);
void nb_explanations_join(struct nb_explanations *to, struct nb_explanations *from);

#endif
