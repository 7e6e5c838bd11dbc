/* What the files of the PDF writer share: the document being written, and its phases in the
 * order they run. Each phase reports its failure through nb_pdf_status. */
#ifndef NB_WRITE_PDF_H
#define NB_WRITE_PDF_H

#include "base/map.h"
#include "page/marks.h"
#include "write/pdf_font.h"
#include "write/pdf_object.h"
#include "write/write.h"

struct nb_pdf_pictures;
struct nb_pdf_struct;

struct nb_pdf_doc {
    struct nb_ctx *ctx;
    const struct nb_write_in *in;
    struct nb_pdf *pdf;
    struct nb_arena *arena; /* lives as long as the writing */
    unsigned catalog;       /* object numbers … */
    unsigned *pages;        /* … by page, of those that are written or begun */
    size_t page_count, page_room;
    unsigned *leaves; /* … of what holds NB_PDF_PAGE_KIDS pages each */
    size_t leaf_count, leaf_room;
    struct nb_pdf_fonts *fonts;
    struct nb_pdf_pictures *pictures;
    struct nb_map *places; /* struct nb_pdf_place by the anchors' names */
    struct nb_map *wanted; /* … what links lead to that was not known then */
    struct nb_pdf_struct *structure; /* NULL: the book has none */
};

/* ---- pdf_picture.c */

enum nb_status nb_pdf_pictures_new(struct nb_pdf_pictures **out) NB_CHECKED;
void nb_pdf_pictures_free(struct nb_pdf_pictures *pictures); /* NULL is fine */

/* Writes a picture that no earlier one was the same as. */
void nb_pdf_picture(struct nb_pdf_doc *doc, const struct nb_image *image);

/* The object of a picture that was written, 0 if none was; its resource name is /I and that
 * number. Any thread. */
unsigned nb_pdf_picture_object(const struct nb_pdf_pictures *pictures,
                               const struct nb_image *image);

/* ---- pdf_content.c */

/* A page as it is drawn. */
struct nb_pdf_drawn {
    struct nb_buf content,
        resources;         /* the stream; entries of the resource dictionary */
    struct nb_marks marks; /* with their parts' numbers */
    struct nb_buf parts;   /* the parts' kinds */
};

/* Draws a page: appends to what is in `out`. Any thread. */
void nb_pdf_content(const struct nb_pdf_doc *doc, const struct nb_page *page,
                    struct nb_pdf_drawn *out);

/* ---- pdf_struct.c: the structure tree, made page by page in their order */

/* Starts the structure of the book; doc->structure stays NULL where it has none. */
void nb_pdf_struct_new(struct nb_pdf_doc *doc);
void nb_pdf_struct_free(struct nb_pdf_struct *structure); /* NULL is fine */

/* The names of what artifacts' property lists say of them, in a page's resources. */
#define NB_PDF_LAYOUT "L" /* rules, pictures that say nothing */
#define NB_PDF_HEADER "H" /* running heads, repeated heads of tables */
#define NB_PDF_FOOTER "F" /* folios at the foot */

/* Appends the entry of a page's resources where these are. Any thread. */
void nb_pdf_struct_resources(const struct nb_pdf_doc *doc, struct nb_buf *out);

/* Takes in what stands on a page. Pages may come in any order. */
void nb_pdf_struct_page(struct nb_pdf_doc *doc, size_t page,
                        const struct nb_pdf_drawn *drawn);

/* Takes note of what on a page links may lead to. */
void nb_pdf_struct_see(struct nb_pdf_doc *doc, const struct nb_page *page);

/* The object of the element that links to a name lead to, 0 for none. */
unsigned nb_pdf_struct_target(struct nb_pdf_doc *doc, const char *anchor);

/* Takes in a link's annotation on a page: its key in the parent tree, which the annotation
 * must give as /StructParent; -1 for one that belongs to no tag. */
int nb_pdf_struct_link(struct nb_pdf_doc *doc, size_t page,
                       const struct nb_page_link *link, unsigned annotation);

/* Writes what is below a tag, and the tag: all that belongs to it is taken in. */
void nb_pdf_struct_done(struct nb_pdf_doc *doc, struct nb_tag *tag);

/* Writes what is left of the tree, when all pages are taken in. */
void nb_pdf_struct_write(struct nb_pdf_doc *doc);

/* ---- pdf_text.c */

enum { NB_PDF_PART_PLAIN = 'p', NB_PDF_PART_SPAN = 's' };

/* What a content stream has set so far. */
struct nb_pdf_state {
    const struct nb_pdf_font *font;
    float size, stretch, spacing;
    struct nb_rgb color;
    bool has_color;
    long word;            /* word spacing, 1/1000 pt */
    long x, y;            /* the line's start, 1/100 pt, from the bottom left corner */
    double height;        /* of the page, pt */
    const char *type;     /* the tag of what is shown; NULL: nothing is marked */
    struct nb_buf *parts; /* a byte for each piece of marked content so far: its kind */
    bool open;            /* a piece is open */
};

/* Opens a piece of marked content of the state's type (ISO 32000-1, 14.6), or, with `actual`,
 * a span whose text that is, whatever its glyphs say. Closes the open one. Pieces are not
 * nested: some readers take the end of an inner one for that of the outer. */
void nb_pdf_part_open(struct nb_pdf_state *state, const struct nb_str *actual,
                      struct nb_buf *out);
void nb_pdf_part_close(struct nb_pdf_state *state, struct nb_buf *out);

/* Shows a run, within a text object. */
void nb_pdf_show(const struct nb_pdf_fonts *fonts, const struct nb_run *run,
                 struct nb_pdf_state *state, struct nb_buf *out);

/* "0.5 g" or "1 0 0 rg" where the color is not the one set. */
void nb_pdf_color(struct nb_pdf_state *state, struct nb_rgb color, struct nb_buf *out);

/* A number in 1/100 pt, as whole hundredths. */
long nb_pdf_hundredths(double points);
void nb_pdf_number(struct nb_buf *out, long hundredths);

/* ---- pdf_page.c */

enum { NB_PDF_PAGE_KIDS = 200 };

/* Writes the pages with these numbers, in their order; their contents are made on up to `jobs`
 * threads. What fonts, pictures and places they need must be known. */
void nb_pdf_pages_write(struct nb_pdf_doc *doc, const size_t *numbers, size_t count);

/* Writes what holds the pages, when there are no others. */
void nb_pdf_pages_end(struct nb_pdf_doc *doc);

/* ---- pdf_nav.c */

/* Gives pages their objects, in their order, up to `count` pages in all; in pdf_page.c. */
void nb_pdf_pages_begin(struct nb_pdf_doc *doc, size_t count);

/* Collects a page's anchors. */
void nb_pdf_places_collect(struct nb_pdf_doc *doc, size_t page);

/* Writes the links of a page and appends references to them. */
void nb_pdf_links(struct nb_pdf_doc *doc, size_t page, struct nb_buf *annots);

/* Writes the outline, the page labels and the named destinations. */
void nb_pdf_nav(struct nb_pdf_doc *doc);

/* ---- pdf_archive.c */

/* Appends to the metadata which standards the file keeps to. */
void nb_pdf_claims(const struct nb_pdf_doc *doc, struct nb_buf *xmp);

/* Writes what an archivable file says of its colours; appends it to the catalogue's entries. */
void nb_pdf_intent(struct nb_pdf_doc *doc, struct nb_buf *catalog);

/* ---- pdf_meta.c */

/* Writes the document information, once as a dictionary (whose object is returned) and once
 * as XMP, and what the catalogue says about language and view. */
unsigned nb_pdf_meta(struct nb_pdf_doc *doc);

#endif
