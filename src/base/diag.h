/* Diagnostics: what went wrong or was left out, as data. Every stage reports into the sink of
 * its context; the application prints them (`file:line: warning: text: detail [code]`) and
 * writes the report. One sink belongs to one thread; sinks are joined in order. */
#ifndef NB_BASE_DIAG_H
#define NB_BASE_DIAG_H

#include "base/status.h"

#include <stddef.h>

struct nb_limits;

enum nb_severity {
    NB_INFO,    /* for the report alone: dropped furniture, decisions taken */
    NB_WARNING, /* something was left out or degraded */
    NB_ERROR    /* an output or the whole run failed */
};

enum nb_diag_code {
#define NB_DIAG(name, severity, code, text) NB_DIAG_##name,
#include "base/diag.def"
#undef NB_DIAG
    NB_DIAG_COUNT
};

struct nb_diag {
    enum nb_diag_code code;
    const char *source; /* a file's name as the user gave it, or NULL */
    unsigned line;      /* from 1; 0 when there is none */
    unsigned column;    /* from 1; 0 when there is none */
    const char *detail; /* what exactly, or NULL */
};

struct nb_diags; /* the sink */

/* What every stage is given: where it reports and how much it may take. Not owned. */
struct nb_ctx {
    struct nb_diags *diags;
    const struct nb_limits *limits;
};

/* A new, empty sink; NULL without memory. Owned: nb_diags_free. */
struct nb_diags *nb_diags_new(void);
void nb_diags_free(struct nb_diags *diags);

/* For explain.c: the sink's explanations, NULL when none are collected. They are freed and
 * joined with it. */
struct nb_explanations;
struct nb_explanations *nb_diags_explanations(const struct nb_diags *diags);
void nb_diags_set_explanations(struct nb_diags *diags,
                               struct nb_explanations *explanations);

/* Reports `code` about `source` (may be NULL) at `line` (0: none), with a detail made as by
 * printf (NULL: none). Copies what it is given, as lines of well-formed UTF-8 (nb_buf_line).
 * After 10,000 entries further ones are counted only. */
void nb_report(struct nb_ctx *ctx, enum nb_diag_code code, const char *source,
               unsigned line, const char *format, ...) NB_PRINTF(5, 6);

/* As nb_report, with a column. */
void nb_report_at(struct nb_ctx *ctx, enum nb_diag_code code, const char *source,
                  unsigned line, unsigned column, const char *format, ...)
    NB_PRINTF(6, 7);

size_t nb_diags_count(const struct nb_diags *diags);
const struct nb_diag *nb_diags_at(const struct nb_diags *diags, size_t index);

/* How many there were of a severity, those past the bound included. */
size_t nb_diags_tally(const struct nb_diags *diags, enum nb_severity severity);

/* Appends all of `from` to `to`, in order; `from` is empty afterwards. */
void nb_diags_join(struct nb_diags *to, struct nb_diags *from);

/* The table's columns; static storage. */
enum nb_severity nb_diag_severity(enum nb_diag_code code);
const char *nb_diag_name(enum nb_diag_code code); /* "picture-missing" */
const char *nb_diag_text(enum nb_diag_code code); /* "picture not found, left out" */
const char *nb_severity_name(enum nb_severity severity);

struct nb_buf;

/* `diag` as one line without a line end: `file:line:column: warning: text: detail [code]`. */
void nb_diag_format(const struct nb_diag *diag, struct nb_buf *out);

#endif
