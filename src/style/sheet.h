/* A loaded style as the files of style/ see it. Inside style/ only. */
#ifndef NB_STYLE_SHEET_H
#define NB_STYLE_SHEET_H

#include "base/map.h"
#include "style/property.h"

enum { NB_MOST_COMPOUNDS = 16, NB_MOST_CLASSES = 4, NB_MOST_LANGS = 4, NB_MEDIA = 3 };
enum { NB_PRINT_BIT = 1 << NB_MEDIA_PRINT, NB_SCREEN_BIT = 1 << NB_MEDIA_SCREEN };

enum nb_combinator { NB_DESCENDANT, NB_CHILD, NB_NEXT };

/* "article.lead:first-child": what one element must be. */
struct nb_compound {
    const char *type; /* NULL: any */
    const char *classes[NB_MOST_CLASSES];
    const char *langs[NB_MOST_LANGS]; /* any of them */
    unsigned class_count, lang_count;
    bool first_child;
    enum nb_combinator combinator; /* to the compound on its left */
};

/* The declarations of a rule, ready for the cascade. */
struct nb_rule {
    struct nb_setting *settings;
    unsigned media;
    bool author; /* else from the built-in sheet */
};

struct nb_selector {
    const struct nb_rule *rule;
    unsigned specificity; /* classes * 1024 + types */
    unsigned count;
    struct nb_compound *compounds; /* the last one first */
    struct nb_selector *next;      /* in its bucket */
};

/* Selectors whose last compound has the same class or, without one, the same type. */
struct nb_bucket {
    struct nb_selector *first, **end;
};

/* A custom property of the whole document. */
struct nb_variable {
    const char *name, *value;
    unsigned media;
    struct nb_variable *next; /* the one declared before it */
};

/* A declaration of @page. */
struct nb_page_setting {
    int kind; /* enum nb_page_kind; -1: every page */
    bool important, is_size, is_percent;
    enum nb_side side;
    double width, height; /* of a size; of a margin, `width` is its value */
    struct nb_page_setting *next;
};

/* A margin box of @page. */
struct nb_margin_box {
    int kind; /* as of a page setting */
    enum nb_margin_place place;
    struct nb_setting *settings;
    bool has_content; /* it says what it shows, if only nothing */
    const struct nb_content *content;
    struct nb_margin_box *next;
};

/* The setting of a property that the cascade has found. */
struct nb_winner {
    const struct nb_setting *setting;
    uint64_t rank; /* 0: none yet */
};

struct nb_sheet {
    struct nb_arena *arena;
    const char *source;
    struct nb_css_rule
        *tree; /* the rules of all styles and of this one, for the book's CSS */
    struct nb_map *types, *classes;
    struct nb_bucket any;
    struct nb_variable *variables; /* the last one first */
    struct nb_page_setting *pages, **pages_end;
    struct nb_margin_box *boxes, **boxes_end;
    const struct nb_css_rule **faces; /* @font-face; in order */
    size_t face_count;
    struct nb_style root[NB_MEDIA]; /* computed for html */
    unsigned order;
};

/* selector.c */

/* The selectors of a comma-separated list, linked by `next`; NULL, with *bad set to the one
 * at fault, if one is not supported. Lives in `arena`. */
struct nb_selector *nb_selector_read(struct nb_arena *arena, const char *text,
                                     const char **bad);

/* Whether a selector matches. An element without a parent has html above it. */
bool nb_selector_matches(const struct nb_selector *selector,
                         const struct nb_element *element);

extern const struct nb_element nb_html_element;

/* variables.c */

enum nb_resolved { NB_RESOLVED, NB_UNDEFINED, NB_CYCLE, NB_NO_VALUE };

/* `value` with every var() replaced, for one medium; in `arena`. */
enum nb_resolved nb_variables_resolve(const struct nb_sheet *sheet, enum nb_media media,
                                      struct nb_arena *arena, const char *value,
                                      const char **out);

/* page.c */

/* Takes an @page rule in; reports what is not supported. */
void nb_page_read(struct nb_ctx *ctx, struct nb_sheet *sheet,
                  const struct nb_css_rule *rule);

/* How much @page settings of `from` weigh on a page of `kind`; -1 when they are not for it. The
 * first page is a right-hand one. */
int nb_page_weight(int from, enum nb_page_kind kind);

/* boxes.c: takes a margin box of an @page rule in; reports what is not supported. */
void nb_margin_box_read(struct nb_ctx *ctx, struct nb_sheet *sheet,
                        const struct nb_css_rule *rule, int kind);

/* compute.c: the style that the winners of a cascade, by property, come to. */
void nb_settings_compute(const struct nb_sheet *sheet, enum nb_media media,
                         const struct nb_winner *winners, const struct nb_style *parent,
                         struct nb_style *out);

/* sheet.c */

/* The media of an @media prelude as bits; 0 when it is not supported. */
unsigned nb_media_read(const char *prelude);

/* book.c */

/* Why the book's CSS leaves a declaration out although it stands for screens: a word for the
 * message; NULL when it is fine. `value` has its var() resolved. */
const char *nb_book_refuses(const char *name, const char *value);

/* nb_sheet_write_book_css; `web`: without what only old reading systems know. */
enum nb_status nb_book_write(const struct nb_sheet *sheet,
                             const struct nb_book_faces *faces, bool web,
                             struct nb_buf *out) NB_CHECKED;

/* Appends a selector, each part of its list on a line of its own. */
void nb_book_put_selector(const char *selector, struct nb_buf *out);

/* default.c */
extern const char nb_default_css[];

#endif
