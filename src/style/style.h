/* Styles: the CSS subset of styles/README.md, parsed, cascaded and computed. A sheet is
 * immutable once loaded and may be used from any thread.
 *
 * Layout asks for the style of an element of the vocabulary in styles/README.md (the same names
 * and classes that the EPUB's pages have), so one stylesheet serves both. All lengths that come
 * out are PostScript points. */
#ifndef NB_STYLE_STYLE_H
#define NB_STYLE_STYLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/css.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* BOOK is a screen with the families of print: what a book that brings its fonts looks like. */
enum nb_media { NB_MEDIA_PRINT, NB_MEDIA_SCREEN, NB_MEDIA_BOOK };
enum nb_align {
    NB_ALIGN_START,
    NB_ALIGN_END,
    NB_ALIGN_LEFT,
    NB_ALIGN_RIGHT,
    NB_ALIGN_CENTER,
    NB_ALIGN_JUSTIFY
};
enum nb_transform { NB_TRANSFORM_NONE, NB_TRANSFORM_UPPERCASE, NB_TRANSFORM_LOWERCASE };
enum nb_break { NB_BREAK_AUTO, NB_BREAK_AVOID, NB_BREAK_COLUMN, NB_BREAK_PAGE };
enum nb_display { NB_DISPLAY_BLOCK, NB_DISPLAY_INLINE, NB_DISPLAY_NONE };
enum nb_side { NB_TOP, NB_RIGHT, NB_BOTTOM, NB_LEFT };

enum { NB_MOST_FAMILIES = 8, NB_MOST_FEATURES = 8 };

struct nb_color {
    uint8_t r, g, b;
    bool none; /* transparent, or for text: not set */
};

/* An OpenType feature setting; `tag` packed as NB_SCRIPT packs scripts. */
struct nb_feature {
    uint32_t tag, value;
};

/* string-set: what a name is set to by an element. */
struct nb_named_string {
    const char *name;
    const char *text; /* NULL: the element's own */
    struct nb_named_string *next;
};

struct nb_style {
    /* inherited */
    const char
        *families[NB_MOST_FAMILIES]; /* NULL-terminated unless full; in the sheet */
    double font_size;                /* pt */
    int font_weight;                 /* 100 to 900 */
    bool italic;
    bool small_caps;
    double line_height;                  /* pt */
    double letter_spacing, word_spacing; /* pt */
    struct nb_color color;
    enum nb_align align;
    double indent; /* text-indent, pt */
    bool hyphens;
    bool
        rigid; /* text-justify: inter-word: letters keep their width, nothing hangs out */
    enum nb_transform transform;
    bool no_autospace; /* nothing between Chinese or Japanese and Latin characters */
    bool straight;     /* quotes: none: straight quotation marks stay */
    bool preformatted; /* white-space: pre or pre-wrap */
    unsigned orphans, widows;
    struct nb_feature features[NB_MOST_FEATURES];
    unsigned feature_count;
    /* not inherited */
    enum nb_display display;
    double margin[4], padding[4], border[4]; /* pt; by enum nb_side */
    struct nb_color border_color[4], background;
    unsigned columns;   /* 0: auto, as the surroundings have */
    double column_gap;  /* pt */
    double column_rule; /* pt, width; 0: none */
    struct nb_color column_rule_color;
    bool span_all;           /* column-span: all */
    unsigned initial_letter; /* lines high; 0 and 1: as the others */
    enum nb_break break_before, break_after, break_inside;
    double max_height;           /* pt; 0: none. For pictures. */
    bool superscript, subscript; /* vertical-align */
    bool underline;
    const struct nb_named_string *strings; /* string-set, or NULL */
    /* inherited: line-height as a number of font sizes, 0 when it was a length. Its product is
     * in line_height already. */
    double line_number;
};

/* A page's paper and type area. */
struct nb_page_style {
    double width, height; /* pt */
    double
        margin[4]; /* by enum nb_side; on a right-hand page, left is the inner margin */
};

/* An element as selectors see it. */
struct nb_element {
    const struct nb_element *parent;
    const char *name;    /* "p", "h1" … */
    const char *classes; /* space-separated, or NULL */
    const char *lang;    /* the element's language, inherited one included; or NULL */
    bool first_child;
    const char *previous; /* the name of the element right before it, for "h2 + p"; or
                             NULL */
};

struct nb_sheet; /* a loaded style; owned: nb_sheet_free */

/* Loads a style by name (NAME.css in `folder`) or by path (when `name` has a slash or ends in
 * .css), behind the rules that all styles have (common/screen.css in `folder`; none of a folder
 * that is ""). What is not supported is reported with file and line. NB_IO (reported) when there is
 * no such style. */
enum nb_status nb_sheet_load(struct nb_ctx *ctx, const char *folder, const char *name,
                             struct nb_sheet **out) NB_CHECKED;

/* As nb_sheet_load, of a stylesheet's text in UTF-8; `source` names it in messages. */
enum nb_status nb_sheet_parse(struct nb_ctx *ctx, const char *source,
                              struct nb_str text, struct nb_sheet **out) NB_CHECKED;
void nb_sheet_free(struct nb_sheet *sheet); /* NULL is fine */

/* The computed style of `element` for `media`, given its parent's (NULL: the root's initial
 * values). Defaults for the vocabulary come from a built-in sheet. */
void nb_style_compute(const struct nb_sheet *sheet, enum nb_media media,
                      const struct nb_element *element, const struct nb_style *parent,
                      struct nb_style *out);

/* The page's paper and margins: of the first page, of a left- or of a right-hand page. `paper`
 * ("A4", "Letter" …, "108x144mm"; NULL: the sheet's, else A4) wins over the sheet's size. False
 * for a paper that nobody knows. */
enum nb_page_kind { NB_PAGE_FIRST, NB_PAGE_LEFT, NB_PAGE_RIGHT };
bool nb_style_page(const struct nb_sheet *sheet, enum nb_page_kind kind,
                   const char *paper, struct nb_page_style *out);

/* Margin boxes of @page, in rows of three from the left. */
enum nb_margin_place {
    NB_TOP_LEFT,
    NB_TOP_CENTER,
    NB_TOP_RIGHT,
    NB_BOTTOM_LEFT,
    NB_BOTTOM_CENTER,
    NB_BOTTOM_RIGHT,
    NB_PLACE_COUNT
};

/* What a margin box shows, piece by piece. */
enum nb_content_kind {
    NB_CONTENT_TEXT, /* text */
    NB_CONTENT_PAGE, /* the page's number */
    /* the named string `text`: its first value on the page, the one from before the page where
     * there is none; the one from before; its last value */
    NB_STRING_FIRST,
    NB_STRING_START,
    NB_STRING_LAST
};
struct nb_content {
    enum nb_content_kind kind;
    const char *text;
    struct nb_content *next;
};

/* Whether the sheet has margin boxes for any page. */
bool nb_style_has_margin_boxes(const struct nb_sheet *sheet);

/* The style and the content of a margin box on such a page, inherited from `parent`; NULL when
 * there is none. */
const struct nb_content *nb_style_margin_box(const struct nb_sheet *sheet,
                                             enum nb_page_kind kind,
                                             enum nb_margin_place place,
                                             const struct nb_style *parent,
                                             struct nb_style *out);

/* The @font-face rules for print, in order, and the sheet's name, which their paths start
 * from; all live as long as the sheet. Returns their number. */
size_t nb_sheet_font_faces(const struct nb_sheet *sheet, const char **source,
                           const struct nb_css_rule *const **faces);

/* For a book that brings its fonts: what is known of families. */
struct nb_book_faces {
    /* "serif" or the like for a family; NULL: not known */
    const char *(*generic)(void *user, const char *family);
    void *user;
    const char *const *langs; /* that the families do not serve; NULL ends */
};

/* Appends the stylesheet for books: the rules outside @media without absolute sizes, text
 * colours, columns and a font-family on the body, and those of @media screen; custom
 * properties resolved; nothing that old readers choke on (var, calc, grid). With `faces` (or
 * NULL) also every rule's font-family, that of the body and of @media print included. */
enum nb_status nb_sheet_write_book_css(const struct nb_sheet *sheet,
                                       const struct nb_book_faces *faces,
                                       struct nb_buf *out) NB_CHECKED;

/* What a web page shows a style by. */
struct nb_web {
    /* The kind of a family: "serif", "sans-serif" or "monospace"; NULL when nobody knows. */
    const char *(*kind)(const void *user, const char *family);
    const void *user;
    struct nb_color dark; /* the page's ground where the reader wants it dark */
};

/* Appends the stylesheet for web pages: that for books, then the typefaces and colours of the
 * rules outside @media and in @media print. Colours of text get a lighter form for dark grounds
 * (contrast 4.5 at least: WCAG 2.2, 1.4.3), unless their rule has a ground of its own. */
enum nb_status nb_sheet_write_web_css(const struct nb_sheet *sheet,
                                      const struct nb_web *web,
                                      struct nb_buf *out) NB_CHECKED;

#endif
