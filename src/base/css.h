/* The syntax of CSS (css-syntax-3), without meaning: rules, declarations and value tokens.
 * Shared by styles (style/) and the font catalogue (font/). */
#ifndef NB_BASE_CSS_H
#define NB_BASE_CSS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>

struct nb_css_decl {
    const char *name; /* lower case, custom properties ("--x") as written */
    const char
        *value; /* comments gone, white space collapsed and trimmed, no !important */
    bool important;
    unsigned line;
    struct nb_css_decl *next;
};

struct nb_css_rule {
    const char *at;      /* "media", "page", "font-face" …; NULL for a style rule */
    const char *prelude; /* the selector or what stands behind the at-word; trimmed */
    struct nb_css_decl *decls;
    struct nb_css_rule *rules; /* nested, inside @media and @page */
    struct nb_css_rule *next;
    unsigned line;
};

/* Parses a stylesheet. Malformed parts are reported (STYLE_SYNTAX) and skipped as the
 * specification says. Everything returned lives in `arena`. */
enum nb_status nb_css_parse(struct nb_ctx *ctx, struct nb_arena *arena,
                            const char *source, struct nb_str text,
                            struct nb_css_rule **out) NB_CHECKED;

enum nb_css_token_type {
    NB_CSS_END,
    NB_CSS_IDENT,    /* text: the name */
    NB_CSS_STRING,   /* text: without quotes, escapes resolved */
    NB_CSS_HASH,     /* text: behind the # */
    NB_CSS_NUMBER,   /* number */
    NB_CSS_PERCENT,  /* number */
    NB_CSS_LENGTH,   /* number with a unit in text: "pt", "mm", "em" … */
    NB_CSS_FUNCTION, /* text: its name; arguments in `args` */
    NB_CSS_URL,      /* text: the address */
    NB_CSS_UNICODES, /* unicode-range: text, as written */
    NB_CSS_DELIM     /* text: one character, "," "/" … */
};

struct nb_css_token {
    enum nb_css_token_type type;
    const char *text;
    double number;
    const char *args;
};

/* Takes the next token off a declaration's value at *at; false at its end. Strings live in
 * `arena`. */
bool nb_css_token(struct nb_arena *arena, const char **at, struct nb_css_token *out);

/* Appends `text` as a string of CSS, in double quotes. In css_token.c. */
void nb_css_put_string(const char *text, struct nb_buf *out);

#endif
