/* What the files of the EPUB writer share: the plan of a book, made once and then read by all
 * that write its files, on several threads. */
#ifndef NB_WRITE_EPUB_H
#define NB_WRITE_EPUB_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "image/image.h"
#include "write/fonts.h"
#include "write/write.h"

/* The names of the files beside the package. Articles are a001.xhtml and so on, the pages of
 * sections s01.xhtml; what is too long for one file goes on in a001-2.xhtml. */
#define NB_EPUB_NAV "nav.xhtml"
#define NB_EPUB_NCX "toc.ncx"
#define NB_EPUB_CSS "style.css"
#define NB_EPUB_COVER "cover.xhtml"
#define NB_EPUB_CONTENTS "contents.xhtml"

enum {
    NB_EPUB_FILE_SIZE = 32,
    /* Bytes of a file that is read. Old devices take 300 kB; a block is kept whole. */
    NB_EPUB_MOST_FILE = 200000,
    NB_EPUB_MOST_KOBO = 120000 /* the same without Kobo's spans, which come on top */
};

/* A text in as many files as it takes. */
struct nb_epub_text {
    const char *stem; /* "a001" */
    struct nb_buf *parts;
    size_t count;
};

struct nb_epub_section {
    const struct nb_section *section;
    size_t first, count; /* pages */
    const char *file;    /* of its page, which lists its articles; NULL without one */
    struct nb_epub_text text;
};

/* Where a page of the PDF made in the same run begins. */
struct nb_epub_break {
    const char *label;           /* what is printed as the page's number */
    size_t number;               /* of the page, from 1 */
    struct nb_epub_page *page;   /* the article; NULL: the page has none */
    bool front;                  /* none yet: the contents page stands for it */
    const struct nb_node *block; /* of its body; NULL: before its head */
    size_t part;                 /* the article's file, once that is written */
    bool written;
    struct nb_epub_break *next; /* of the same article */
};

struct nb_epub_page {
    const struct nb_article *article;
    const struct nb_epub_section *section;
    const char *file; /* its first: "a001.xhtml" */
    const char *name; /* in lists; never empty */
    const char *lang; /* the article's, else the edition's; may be NULL */
    enum nb_dir dir;  /* never AUTO */
    struct nb_epub_text text;
    struct nb_epub_break *breaks, *last_break;
    enum nb_status status;
};

struct nb_epub_picture {
    const struct nb_image *image;
    const char *file;        /* "img/0123456789.jpg" */
    enum nb_image_kind kind; /* in the book */
    struct nb_str bytes;     /* the same: the image's own, or lowered */
};

/* Strings live in the arena or in the edition. */
struct nb_epub {
    const struct nb_write_in *in;
    const struct nb_edition *edition;
    struct nb_arena *arena;
    struct nb_epub_page *pages;
    size_t count;
    struct nb_epub_section *sections; /* those with articles */
    size_t section_count;
    struct nb_epub_text contents; /* without parts when there is no contents page */
    struct nb_epub_break *breaks; /* one for each page of the PDF; NULL without it */
    size_t break_count;
    const struct nb_article *only; /* of an edition that is one article; else NULL */
    struct nb_map *by_id;          /* article id → page */
    struct nb_map *pictures;       /* hash → picture */
    struct nb_map *files;          /* picture file → picture */
    const struct nb_image *cover;  /* or NULL */
    struct nb_epub_picture cover_picture;
    struct nb_buf *made; /* pictures lowered to fit the budget, or NULL */
    size_t made_count;
    struct nb_brought *fonts;   /* or NULL */
    const char *lang;           /* the edition's; may be NULL */
    enum nb_dir dir;            /* never AUTO */
    const char *title;          /* never NULL */
    const char *id;             /* "urn:uuid:…" or the edition's own; never NULL */
    const char *publisher;      /* or NULL */
    struct nb_strings creators; /* whom the book is by */
    const char *role;           /* of the creators: a MARC relator, or NULL */
    bool has_contents;          /* a contents page */
    bool kobo;                  /* with Kobo's spans */
    bool described;             /* every picture has a description of its own */
};

/* Makes the plan of in->edition in a book that has nothing but `in`, `edition` and `kobo` set. In
 * epub_plan.c. The other frees all that the book has, after a failure too. */
enum nb_status nb_epub_plan(struct nb_epub *book) NB_CHECKED;
void nb_epub_plan_free(struct nb_epub *book);

/* Adds a file to a text. NULL without memory. The buffers of earlier files may move. */
struct nb_buf *nb_epub_add_part(struct nb_epub_text *text);

/* The name of a text's file: "a001.xhtml", "a001-2.xhtml". Its id is that without ending. */
void nb_epub_part_name(const struct nb_epub_text *text, size_t index,
                       char out[NB_EPUB_FILE_SIZE]);

/* Calls `met` for every text of the spine, in order. */
void nb_epub_each_text(const struct nb_epub *book,
                       void (*met)(void *user, const struct nb_epub_text *text),
                       void *user);

/* Marks all sentences of a document (one of this writer's) as Kobo's own readers want them. In
 * epub_kobo.c. `lang` may be NULL. Failures go into the buffer. */
void nb_epub_mark_sentences(const char *lang, struct nb_buf *document);

/* Keeps a book within its budget of bytes, in->most_size. In epub_budget.c. The first decides
 * which pictures become JPEGs, before their files are named in the text; the second lowers
 * the pictures, when all else is known to take `taken` bytes, and reports what it did, or
 * that the budget cannot be kept. */
enum nb_status nb_epub_plan_budget(struct nb_epub *book) NB_CHECKED;
enum nb_status nb_epub_fit(struct nb_epub *book, struct nb_ctx *ctx,
                           size_t taken) NB_CHECKED;

enum { NB_EPUB_FONT_NAME = 63 /* bytes of a font's own name, which is ASCII */ };

/* A font in the book. */
struct nb_epub_font {
    const struct nb_font *font;
    char file[NB_EPUB_FONT_NAME + 32]; /* "fonts/PTSerif-Regular-0.ttf" */
    struct nb_str data;
};

/* Finds out which fonts the texts and `fronts` (documents; empty ones are passed over) are
 * shown in, and makes their files, when in->embed_fonts is set. In epub_fonts.c. */
enum nb_status nb_epub_find_fonts(struct nb_epub *book, struct nb_ctx *ctx,
                                  const struct nb_buf *fronts, size_t count) NB_CHECKED;

/* The next font from place *at (0 at first); false at the end. */
bool nb_epub_font(const struct nb_epub *book, size_t *at, struct nb_epub_font *out);

/* Appends the style's rules, with those of the fonts. */
enum nb_status nb_epub_write_style(const struct nb_epub *book,
                                   struct nb_buf *out) NB_CHECKED;

/* The bytes that a file of this book may take, without Kobo's spans. */
size_t nb_epub_most(const struct nb_epub *book);

/* The file where reading starts; there must be a page. */
const char *nb_epub_start(const struct nb_epub *book);

/* Each appends one whole file. Failures stay in the buffer. */
void nb_epub_write_opf(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_nav(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_ncx(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_cover(const struct nb_epub *book, struct nb_buf *out);

/* Write the files of an article (safe for several pages at once), of the contents page, and of
 * a section's page. */
enum nb_status nb_epub_write_article(const struct nb_epub *book,
                                     struct nb_epub_page *page) NB_CHECKED;
enum nb_status nb_epub_write_contents(struct nb_epub *book) NB_CHECKED;
enum nb_status nb_epub_write_section(const struct nb_epub *book,
                                     struct nb_epub_section *section) NB_CHECKED;

/* Opens a page up to <body>, whose `body` (attributes, a space before them, or "") it takes. */
void nb_epub_open_page(const char *title, const char *lang, enum nb_dir dir,
                       const char *body, struct nb_buf *out);
void nb_epub_close_page(struct nb_buf *out);

/* Finds where the PDF's pages begin. In epub_breaks.c, like those below. */
enum nb_status nb_epub_plan_breaks(struct nb_epub *book) NB_CHECKED;

/* Marks the breaks of a page before its head (NULL) or a block. */
void nb_epub_put_breaks(struct nb_epub_page *page, const struct nb_node *block,
                        struct nb_buf *out);

/* Marks the breaks of pages that come before any article. */
void nb_epub_put_front_breaks(const struct nb_epub *book, struct nb_buf *out);

/* The list of pages for nav.xhtml; nothing when no break was marked. */
void nb_epub_write_page_list(const struct nb_epub *book, struct nb_buf *out);
bool nb_epub_has_page_list(const struct nb_epub *book);

/* A link of a line of links; `first` has no dot before it. */
void nb_epub_write_way(const char *file, const char *title, const char *word,
                       bool *first, struct nb_buf *out);

#endif
