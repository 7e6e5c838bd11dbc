/* The document model: Edition › Section › Article › Block › Inline. Readers make it through
 * the builder, the checker validates it once, and after that every writer takes it const.
 *
 * All strings are UTF-8 in NFC, NUL-terminated, NULL when absent, never "". Everything lives
 * in the arena of the edition it belongs to (articles may come with arenas of their own, which
 * the edition then owns). Dates are ISO 8601 ("2026-11-22" or with time and zone). */
#ifndef NB_DOC_DOC_H
#define NB_DOC_DOC_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct nb_image; /* image/image.h; set by the application before layout and writing */

enum nb_dir { NB_DIR_AUTO, NB_DIR_LTR, NB_DIR_RTL };

enum nb_node_type {
    NB_BODY, /* an article's root: blocks */
    /* blocks; what they hold stands behind */
    NB_PARAGRAPH, /* inlines */
    NB_HEADING,   /* inlines; level */
    NB_QUOTE,     /* blocks */
    NB_PULLQUOTE, /* blocks */
    NB_LIST,      /* items; ordered, start */
    NB_ITEM,      /* blocks */
    NB_FIGURE,    /* at most one caption; src, alt, credit, image */
    NB_CAPTION,   /* inlines */
    NB_TABLE,     /* at most one caption, then rows */
    NB_ROW,       /* cells */
    NB_CELL,      /* inlines; header, colspan, rowspan */
    NB_CODE,      /* text, line ends kept */
    NB_RULE,      /* nothing */
    NB_EMBED,     /* blocks: the embedded post's text; kind, title, url, duration */
    NB_FOOTNOTE,  /* blocks; label */
    /* inlines */
    NB_TEXT,     /* text */
    NB_EMPH,     /* inlines */
    NB_STRONG,   /* inlines */
    NB_LINK,     /* inlines, no link in it; href */
    NB_CODESPAN, /* text */
    NB_SUB,      /* inlines */
    NB_SUP,      /* inlines */
    NB_BREAK,    /* nothing: a line break */
    NB_SPAN,     /* inlines; its lang and dir say why it is there */
    NB_NOTEREF   /* nothing; label of the footnote */
};

struct nb_node {
    enum nb_node_type type;
    struct nb_node *parent, *prev, *next, *first, *last;
    const char *text; /* of NB_TEXT, NB_CODE, NB_CODESPAN */
    const char *lang; /* BCP 47, where it differs from the parent's */
    enum nb_dir dir;  /* where it differs from the parent's */
    unsigned line;    /* in the source, 0 when unknown */
    union {
        unsigned level; /* heading: 2 to 6 */
        struct {
            bool ordered;
            int start; /* number of the first item */
        } list;
        struct {
            const char *src, *alt, *credit; /* src as the source gives it */
            const struct nb_image *image;   /* NULL: no picture at hand */
            bool decorative; /* by its source's own word: it says nothing */
        } figure;
        struct {
            bool header;
            unsigned colspan, rowspan; /* at least 1 */
        } cell;
        struct {
            const char *kind; /* "video", "audio", "post" … */
            const char *title;
            const char *url;
            const char *duration; /* "2:22" */
        } embed;
        const char *label;    /* footnote, noteref */
        struct {              /* link */
            const char *href; /* absolute */
            const char *own;  /* "#article:ID" when it leads to one of this edition */
        };
    } u;
};

struct nb_related {
    const char *title, *url; /* url may be NULL */
    const char *own;         /* "#article:ID" when it is one of this edition */
    size_t after;            /* how many top-level blocks stand before it */
    struct nb_related *next;
};

/* Another address of an article: that of a copy that was left out. */
struct nb_alias {
    const char *url;
    struct nb_alias *next;
};

/* A list of strings, in order: standfirst, byline, tags. */
struct nb_strings {
    const char **at;
    size_t count;
};

/* Where a file is an issue itself, a section of it, that begins with the article that has this:
 * its title, and what the file says of the issue. NULL where it says nothing. */
struct nb_part {
    const char *section;
    const char *title, *subtitle, *number, *date, *lang, *publisher, *rights, *id;
    struct nb_strings editors;
};

struct nb_article {
    const char *id; /* unique in the edition: "a1", "a2" …; set by nb_edition_number */
    const char *headline, *kicker, *section; /* section: as the source says */
    struct nb_strings standfirst, byline, tags;
    const char *dateline; /* the place the news comes from */
    const char *published, *modified;
    const char *site, *url, *rights, *embargo;
    struct nb_alias *aliases;
    const char *lang;     /* NULL: the edition's */
    enum nb_dir dir;      /* AUTO: by lang */
    struct nb_node *body; /* NB_BODY, never NULL */
    struct nb_node *lead; /* the lead figure in the body, or NULL */
    const char
        *lead_file; /* where an editor's picture for it is; NULL: as its src says */
    struct nb_related *related;
    const char *source;         /* the file it was read from */
    unsigned words;             /* of the body; nb_article_finish */
    unsigned minutes;           /* reading time, at least 1 */
    int weight;                 /* greater: more important; 0 by default */
    bool partial;               /* a summary only */
    const char *moves_to;       /* while editing: another section's title, or NULL */
    const struct nb_part *part; /* that begins with it; NULL for most articles */
    struct nb_article *next;
};

struct nb_section {
    const char *title; /* NULL: articles without a section */
    bool ordered;      /* somebody has put its articles in order */
    struct nb_article *articles, *last;
    struct nb_section *next;
};

struct nb_edition {
    struct nb_arena *arena;
    struct nb_arena **article_arenas; /* owned */
    size_t article_arena_count, article_arena_room;
    const char *title, *subtitle, *number, *date, *lang, *publisher, *rights, *id;
    const char *modified; /* ISO 8601 UTC for dcterms:modified; never NULL after edit */
    struct nb_strings editors;
    const struct nb_image *cover; /* the user's own, or NULL */
    bool single;                  /* one article and no edition file */
    struct nb_article *lead;      /* the first; NULL before nb_edit_lead */
    struct nb_section *sections, *last;
};

/* A new edition, or NULL without memory. Owned: nb_edition_free frees all it holds. */
struct nb_edition *nb_edition_new(size_t cap);
void nb_edition_free(struct nb_edition *edition);

/* Takes over an arena that articles of the edition live in; after a failure it stays the
 * caller's. */
enum nb_status nb_edition_adopt(struct nb_edition *edition,
                                struct nb_arena *arena) NB_CHECKED;

/* Appends a section (title NULL is allowed), or an article to a section. */
struct nb_section *nb_edition_add_section(struct nb_edition *edition,
                                          const char *title);
void nb_section_add(struct nb_section *section, struct nb_article *article);

/* The first and the next article across sections (`section` follows along). */
struct nb_article *nb_edition_first(const struct nb_edition *edition,
                                    struct nb_section **section);
struct nb_article *nb_edition_next(const struct nb_article *article,
                                   struct nb_section **section);
size_t nb_edition_count(const struct nb_edition *edition);

/* The id of the article that a link leads to by its `own`; NULL for none. */
const char *nb_own_id(const char *own);

/* Gives articles their ids, and the edition its identifier if it has none. */
enum nb_status nb_edition_number(struct nb_edition *edition) NB_CHECKED;

/* ---- The walk: enter and exit events, no recursion. */

enum nb_event { NB_ENTER, NB_EXIT };

struct nb_walk {
    const struct nb_node *root, *node;
    enum nb_event event;
    bool skip;      /* the children of `node` are passed over */
    unsigned depth; /* of `node` below root */
};

/* Starts before `root`. nb_walk_next goes to the next event: every node gives NB_ENTER, then
 * its children's events, then NB_EXIT (leaves too). False at the end. */
struct nb_walk nb_walk_start(const struct nb_node *root);
bool nb_walk_next(struct nb_walk *walk);

/* After an NB_ENTER: passes over the children, so that the NB_EXIT of the node comes next. */
void nb_walk_skip(struct nb_walk *walk);

/* ---- Properties of types. */

const char *nb_node_type_name(enum nb_node_type type); /* as in the JSON */
bool nb_node_is_inline(enum nb_node_type type);
bool nb_node_is_leaf(enum nb_node_type type);
bool nb_node_may_hold(enum nb_node_type parent, enum nb_node_type child);

/* ---- Checking. */

/* Whether the article keeps every rule of this header: links of the tree, what may hold what,
 * what must be there, valid UTF-8, no empty text. On failure NB_FORMAT, and *why names the
 * rule (static storage). */
enum nb_status nb_article_check(const struct nb_article *article,
                                const char **why) NB_CHECKED;

/* ---- Text. */

struct nb_buf;

/* Appends the plain text below `node`, blocks set apart by a line end, no markup. */
void nb_node_text(const struct nb_node *node, struct nb_buf *out);

/* `extract --to text`: the body only (no headline, byline, captions, credits, related), with
 * headings, lists, tables, quotes and embedded posts; paragraphs set apart by an empty line. */
void nb_article_text(const struct nb_article *article, struct nb_buf *out);

/* `extract --to fulltext`: kicker (or section), headline, standfirst, byline (words.h),
 * dateline, date (long form, dates.h), body, captions, credits, notes, related headlines, in
 * reading order: the measure of what PDF and EPUB must contain. Every figure gives its caption
 * and credit here, whether its picture is at hand or not; an embed gives its line
 * (nb_embed_line) and then its text. */
void nb_article_fulltext(const struct nb_article *article, struct nb_buf *out);

/* An embed as the one line that books show, in `lang`: "Video, 2:22: title". */
void nb_embed_line(const struct nb_node *embed, const char *lang, struct nb_buf *out);

/* The tree as indented text, one node a line: for goldens and debugging. */
void nb_article_dump(const struct nb_article *article, struct nb_buf *out);

#endif
