/* HTML that stands inside another format (a feed's entry, a newsroom item): the façade of the
 * HTML reader for those who know that what they have is an article's body. */
#ifndef NB_READ_FRAGMENT_H
#define NB_READ_FRAGMENT_H

#include "base/diag.h"
#include "base/str.h"
#include "base/xml.h"
#include "doc/build.h"

#include <stdbool.h>

struct nb_input;

struct nb_fragment {
    const struct nb_input *input;   /* what it stands in, or NULL */
    struct nb_str html;             /* the HTML as text, or */
    const struct nb_xml_node *tree; /* the element below which it stands as XHTML */
    unsigned line;    /* where `html` begins in the source; 0: not known */
    const char *base; /* the address that its links are relative to, or NULL */
    const char *own;  /* the article's own address, or NULL */
    const char *home; /* the site's address, or NULL */
};

/* Adds the fragment's blocks to `build`, furniture dropped with a report. A link to `own` at
 * its very end ("Continue reading") says that the text goes on there: it is dropped, and *cut
 * is set. A last paragraph that links to `own` and then to `home` only names the article and
 * its site, and is dropped too. Set the headline before, so that its repetition is seen.
 * NB_LIMIT is reported; the blocks made so far stay. */
enum nb_status nb_fragment_read(struct nb_ctx *ctx, const char *source,
                                struct nb_build *build,
                                const struct nb_fragment *fragment,
                                bool *cut) NB_CHECKED;

/* Whether a text that may be plain or HTML is HTML: it has a tag or a character reference that
 * HTML knows. */
bool nb_fragment_is_html(struct nb_str text);

/* Appends the fragment's text without markup, blocks set apart by a space. */
enum nb_status nb_fragment_text(struct nb_ctx *ctx, const char *source,
                                const struct nb_fragment *fragment,
                                struct nb_buf *out) NB_CHECKED;

#endif
