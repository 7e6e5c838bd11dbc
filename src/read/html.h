/* The parts of the HTML reader, for html*.c alone. A page is read in this order: its tree is
 * marked (html_mark.c: tags, what is hidden or furniture by its names, lengths of text), its
 * metadata is gathered (html_meta.c, html_ld.c), the body is found (html_body.c), furniture
 * inside it is marked (html_junk.c), and what is left goes to the builder (html_blocks.c). */
#ifndef NB_READ_HTML_H
#define NB_READ_HTML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/xml.h"
#include "doc/build.h"
#include "doc/doc.h"
#include "read/date.h"
#include "read/html_tags.h"
#include "read/read.h"

#include <stdbool.h>

/* What a name in class, id, role or itemprop says. */
enum nb_html_sign {
    NB_SIGN_NONE,
    NB_SIGN_FURNITURE, /* share bars, navigation, newsletters, advertisements … */
    NB_SIGN_RELATED,   /* links to other stories */
    NB_SIGN_COMMENTS,
    NB_SIGN_BYLINE, /* names, dates: metadata, not body */
    NB_SIGN_STANDFIRST,
    NB_SIGN_CAPTION,
    NB_SIGN_CREDIT,
    NB_SIGN_PULLQUOTE,
    NB_SIGN_POST, /* an embedded post of a social network */
    NB_SIGN_BODY  /* the article's own text, the page says */
};

/* Parts of footnotes (html_notes.c); AROUND: a <sup> or a list that says no more. */
enum nb_html_note_part {
    NB_NOTE_NONE,
    NB_NOTE_REFERENCE,
    NB_NOTE_TEXT,
    NB_NOTE_AROUND
};

/* What is known of a node; in a table beside the tree, by nb_xml_index. */
struct nb_html_mark {
    unsigned char tag;    /* enum nb_html_tag */
    unsigned char sign;   /* enum nb_html_sign */
    unsigned char note;   /* enum nb_html_note_part */
    unsigned char opened; /* html_blocks.c: the node type it opened, plus one */
    bool heads;           /* holds the headline */
    bool mixed;           /* html_junk.c: has text of its own beside blocks */
    bool gone;            /* hidden, furniture, or inside of such */
    bool related;         /* its links are other stories */
    bool holder;          /* an element for lines that has blocks in it all the same */
    unsigned text;        /* bytes of visible text below, white space not counted */
    unsigned link;        /* of these, inside links */
    unsigned prose;       /* of these, in blocks that read like sentences */
    unsigned noise;       /* of these, in link lists and labels */
};

struct nb_html_note {
    const struct nb_xml_node *reference, *note; /* note: NULL when there is none */
    struct nb_str to, label;                    /* the note's id; "1", "*" */
};

enum { NB_HTML_NOTES = 200 };

struct nb_html_notes {
    struct nb_html_note at[NB_HTML_NOTES];
    unsigned count;
};

/* For explanations: what became of an element and all below it; NULL: by its children. */
struct nb_html_fate {
    const char *what; /* static storage */
    bool kept;
};

struct nb_html {
    struct nb_ctx *ctx;
    const char *source;
    const struct nb_input *input; /* what the page is in, or NULL */
    struct nb_xml *xml;
    const struct nb_xml_node *root;
    struct nb_html_mark *marks;
    const struct nb_xml_node **nodes; /* by nb_xml_index */
    struct nb_arena *arena;           /* scratch, dies with the page */
    struct nb_build *build;
    struct nb_html_facts *facts; /* html_meta.h */
    bool dropped; /* something was recognised as furniture by its name or place */
    const struct nb_xml_node *headline; /* the heading that says it, or NULL */
    const char *base;      /* the address that links are relative to, or NULL */
    enum nb_status status; /* the first failure of a buffer: nb_html_use */
    const char *lead; /* address of the lead picture as the metadata give it, or NULL */
    const char *lead_alt, *lead_caption;
    struct nb_html_notes *notes; /* NULL: not looked for */
    struct nb_html_fate *fates;  /* by nb_xml_index; NULL when nobody asks */
    const char *body_why;        /* why this body was chosen; static storage */
    const char *description;     /* of the page, in its metadata, or NULL */
};

/* A line of the body: one of its innermost blocks. */
struct nb_html_line {
    const struct nb_xml_node *node;
    struct nb_str text; /* "" when it is too long to be judged by its words */
    bool out;
};

struct nb_html_lines {
    struct nb_html_line *at;
    size_t count;
};

/* The mark of a node. */
struct nb_html_mark *nb_html_mark(const struct nb_html *page,
                                  const struct nb_xml_node *node);

/* Looks at all of page->xml, for the first time: its root, its nodes by their numbers, and their
 * marks (tags, signs, lengths). False without memory, which page->arena then says. */
bool nb_html_mark_all(struct nb_html *page);

/* Drops what is hidden or furniture by its names or shape, but never what holds the headline;
 * called when the metadata are known. */
void nb_html_furnish(struct nb_html *page);

/* Measures lengths again, when something went. */
void nb_html_measure(struct nb_html *page);

/* Signs as NB_SIGN_RELATED what looks like the teasers of other stories. */
void nb_html_cards(struct nb_html *page);

/* Signs threads of comments and rows of teasers by their shape. */
void nb_html_groups(struct nb_html *page);

/* What the names of an element say. */
enum nb_html_sign nb_html_sign(const struct nb_xml_node *node, enum nb_html_tag tag);

/* Takes a node and all below it out of the article, and says so in the report. */
void nb_html_drop(struct nb_html *page, const struct nb_xml_node *node,
                  const char *reason);

/* The contents of a buffer that is done; its failure becomes the page's. */
struct nb_str nb_html_use(struct nb_html *page, const struct nb_buf *buf);

/* The visible text below `node`, white space collapsed; "" on failure. In page->arena. */
struct nb_str nb_html_text(struct nb_html *page, const struct nb_xml_node *node);

/* Gathers headline, names, dates, addresses … into the article. */
void nb_html_meta(struct nb_html *page);

/* Adds the names in a byline, without "By", roles and addresses. */
void nb_html_add_names(struct nb_html *page, struct nb_str text);

/* Whether a node stands in comments, teasers or an aside that doesn't hold the headline. */
bool nb_html_is_beside(const struct nb_html *page, const struct nb_xml_node *node);

/* Whether two lines say the same, but for case, punctuation and white space. */
bool nb_html_same_words(struct nb_str a, struct nb_str b);

/* The element that holds the article's body; never NULL. This function alone decides it. */
const struct nb_xml_node *nb_html_body(struct nb_html *page);

/* Marks furniture inside the body as gone; links to other stories become `related` while
 * the blocks are made. */
void nb_html_junk(struct nb_html *page, const struct nb_xml_node *body);

/* Takes standfirst and lead picture from between the headline and the body. */
void nb_html_head(struct nb_html *page, const struct nb_xml_node *body);

/* The same from a header, before it goes. */
void nb_html_take_head(struct nb_html *page, const struct nb_xml_node *header);

/* Judges the first lines of the body: kicker, standfirst, names and dates go. */
void nb_html_head_lines(struct nb_html *page, struct nb_html_lines *lines);

/* Takes an element as a standfirst. */
void nb_html_add_deck(struct nb_html *page, const struct nb_xml_node *node);

/* Begins to collect what becomes of elements, if explanations are wanted; says of one (the
 * first word counts); and explains them all in the page's order (html_explain.c). */
void nb_html_explain_begin(struct nb_html *page);
void nb_html_fate(struct nb_html *page, const struct nb_xml_node *node, bool kept,
                  const char *what);
void nb_html_explain(struct nb_html *page, const struct nb_xml_node *body);

/* Finds the body's footnotes and marks their parts. */
void nb_html_find_notes(struct nb_html *page, const struct nb_xml_node *body);

/* The label of a reference or a note; from the builder. */
const char *nb_html_note_label(struct nb_html *page, const struct nb_xml_node *node);

/* The words of a text node in a note, without the label that stands before them. */
struct nb_str nb_html_without_label(const struct nb_html *page,
                                    const struct nb_xml_node *text);

/* Makes the blocks. */
void nb_html_blocks(struct nb_html *page, const struct nb_xml_node *body);

/* Makes the block of a figure, picture, video, audio or frame and all below it. False when
 * nothing was made and what is below should be looked at. */
bool nb_html_media(struct nb_html *page, const struct nb_xml_node *node);

/* Signs lines as NB_SIGN_CAPTION that stand right beside a picture and look like one. */
void nb_html_captions(struct nb_html *page, const struct nb_html_lines *lines,
                      const struct nb_xml_node *body);

/* Whether a node is a picture worth having, not an icon or a counting pixel. */
bool nb_html_is_picture(const struct nb_html *page, const struct nb_xml_node *node);

/* The first such picture at or shortly below `node`, or NULL. */
const struct nb_xml_node *nb_html_find_picture(const struct nb_html *page,
                                               const struct nb_xml_node *node);

/* Adds all below `node` to the builder as inlines. */
void nb_html_inlines(struct nb_html *page, const struct nb_xml_node *node);

/* Whether a table shows data: it has headers, or rows and columns of short cells. */
bool nb_html_is_data_table(const struct nb_html *page, const struct nb_xml_node *table);

/* Resolves `href` against `base` (may be NULL) and takes tracking parameters off. Appends an
 * absolute address of the web or of mail to `out`; nothing when it is neither. RFC 3986 5.2. */
void nb_html_url(const char *base, struct nb_str href, struct nb_buf *out);

/* A picture's address as the model keeps it: relative when the file lies below the page's own
 * folder, else absolute when the page says where it comes from. From the builder; NULL when
 * nothing is left. */
const char *nb_html_src(struct nb_html *page, struct nb_str src);

#endif
