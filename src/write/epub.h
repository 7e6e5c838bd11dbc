/* What the files of the EPUB writer share: the plan of a book, made once and then read by all
 * that write its files, on several threads. */
#ifndef NB_WRITE_EPUB_H
#define NB_WRITE_EPUB_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "image/image.h"
#include "write/write.h"

/* The names of the files beside the package; articles are a001.xhtml and so on. */
#define NB_EPUB_NAV "nav.xhtml"
#define NB_EPUB_NCX "toc.ncx"
#define NB_EPUB_CSS "style.css"
#define NB_EPUB_COVER "cover.xhtml"
#define NB_EPUB_CONTENTS "contents.xhtml"

struct nb_epub_page {
    const struct nb_article *article;
    const struct nb_section *section;
    const char *file; /* "a001.xhtml" */
    const char *name; /* in lists; never empty */
    const char *lang; /* the article's, else the edition's; may be NULL */
    enum nb_dir dir;  /* never AUTO */
    struct nb_buf text;
    enum nb_status status;
};

struct nb_epub_picture {
    const struct nb_image *image;
    const char *file; /* "img/0123456789.jpg" */
};

/* Strings live in the arena or in the edition. */
struct nb_epub {
    const struct nb_write_in *in;
    const struct nb_edition *edition;
    struct nb_arena *arena;
    struct nb_epub_page *pages;
    size_t count;
    const struct nb_article *only; /* of an edition that is one article; else NULL */
    struct nb_map *by_id;          /* article id → page */
    struct nb_map *pictures;       /* hash → picture */
    struct nb_map *files;          /* picture file → picture */
    const struct nb_image *cover;  /* or NULL */
    const char *cover_file;        /* its picture; NULL without a cover */
    const char *lang;              /* the edition's; may be NULL */
    enum nb_dir dir;               /* never AUTO */
    const char *title;             /* never NULL */
    const char *id;                /* "urn:uuid:…" or the edition's own; never NULL */
    const char *publisher;         /* or NULL */
    struct nb_strings creators;    /* whom the book is by */
    const char *role;              /* of the creators: a MARC relator, or NULL */
    bool has_contents;             /* a contents page */
    bool described;                /* every picture has a text in its place */
};

/* Each appends one whole file. Failures stay in the buffer. */
void nb_epub_write_opf(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_nav(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_ncx(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_cover(const struct nb_epub *book, struct nb_buf *out);
void nb_epub_write_contents(const struct nb_epub *book, struct nb_buf *out);
enum nb_status nb_epub_write_article(const struct nb_epub *book, size_t index,
                                     struct nb_buf *out) NB_CHECKED;

/* Opens a page up to <body>, whose `body` (attributes, a space before them, or "") it takes. */
void nb_epub_open_page(const char *title, const char *lang, enum nb_dir dir,
                       const char *body, struct nb_buf *out);
void nb_epub_close_page(struct nb_buf *out);

/* Number, date and publisher, as far as they are known, as plain text. */
void nb_epub_issue(const struct nb_epub *book, struct nb_buf *out);

#endif
