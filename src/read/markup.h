/* The markup of articles inside other formats: the elements of NITF and of XHTML, which are
 * nearly the same, to blocks and inlines. Unlike the reader of HTML pages this looks for no
 * body and judges nothing: all that the tree holds is the article's own. Only what is no
 * content in either (head, script, style, media-metadata) is passed over. */
#ifndef NB_READ_MARKUP_H
#define NB_READ_MARKUP_H

#include "base/diag.h"
#include "base/str.h"
#include "base/xml.h"
#include "doc/build.h"

struct nb_markup {
    struct nb_ctx *ctx;
    const char *source; /* for messages */
    struct nb_build *build;
    const char *base; /* the address that links are relative to, or NULL */
    /* the rest is its own; zero at first */
    const struct nb_xml_node **notes; /* footnotes met, set at the end of the tree */
    size_t note_count, note_room;
    size_t first_note; /* number of the first of them: they go on from tree to tree */
    enum nb_status status;
};

/* Adds all below `root` to the builder, as blocks or as inlines of the block that is open,
 * footnotes at its end. A first-level heading that says what the headline says is left out. A
 * failure stays in `status`. */
void nb_markup(struct nb_markup *markup, const struct nb_xml_node *root);

/* The two halves of nb_markup, for content that comes in parts. */
void nb_markup_inlines(struct nb_markup *markup, const struct nb_xml_node *root);
void nb_markup_notes(struct nb_markup *markup);

/* The same for HTML or XHTML as text, a whole page or a fragment. */
void nb_markup_html(struct nb_markup *markup, struct nb_str html);

/* Plain text: paragraphs set apart by empty lines; where there are none, by line ends. */
void nb_markup_plain(struct nb_markup *markup, struct nb_str text);

/* A kept copy of an address as a book may carry it; NULL for NULL and when it may not. */
const char *nb_markup_url(struct nb_markup *markup, const char *url);

/* Makes the figure or embed of a NITF <media>, an XHTML <figure>, <img>, <video>, <audio> or
 * <iframe>. False when the element is none of them, or a <figure> that is better looked into;
 * then nothing was made. */
bool nb_markup_media(struct nb_markup *markup, const struct nb_xml_node *node);

/* Adds a caption given as plain text to the figure that is open; a credit at its end becomes
 * the figure's where that says less. */
void nb_markup_caption(struct nb_markup *markup, struct nb_node *figure,
                       struct nb_str text);

/* The visible text below `node`, white space collapsed, in `arena`. Elements named in `less`
 * (NULL-terminated, may be NULL) are passed over. "" on failure. */
struct nb_str nb_markup_text(struct nb_arena *arena, const struct nb_xml_node *node,
                             const char *const *less);

#endif
