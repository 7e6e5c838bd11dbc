/* The structure tree while it is made: shared by the files that take the pages in and write
 * it. */
#ifndef NB_WRITE_PDF_STRUCT_H
#define NB_WRITE_PDF_STRUCT_H

#include "write/pdf.h"

enum nb_pdf_kid_kind { NB_PDF_KID_CONTENT, NB_PDF_KID_ANNOTATION, NB_PDF_KID_ELEMENT };

struct nb_pdf_kid {
    enum nb_pdf_kid_kind kind;
    unsigned page;   /* object number, of content and annotations */
    unsigned number; /* the content's, or an object's */
    struct nb_pdf_kid *next;
};

/* Of one tag; object 0: nothing on the pages belongs to it. */
struct nb_pdf_element {
    unsigned object;
    bool live;     /* it holds something in the end */
    bool attached; /* an inline one: its parent has it among its kids */
    struct nb_pdf_kid *kids, *last;
    const struct nb_placed_image *image;
    double page_height; /* of the picture's page, pt */
};

/* The parent tree in the making: entries are gathered, and written leaf by leaf. */
struct nb_pdf_struct {
    struct nb_arena *arena;
    struct nb_pdf_element *elements; /* by the tags' index */
    const struct nb_tag **tags;
    size_t count;
    struct nb_map *targets;      /* elements by the names that links lead to */
    unsigned artifacts;          /* the object that names artifacts' properties */
    struct nb_buf entries, kids; /* "4[8 0 R]…"; "9 0 R …", the leaves */
    size_t gathered;
    unsigned last;                /* the greatest of the elements' objects */
    unsigned first_key, last_key; /* of those gathered */
    unsigned *links; /* the element of each link, in the order of its key */
    size_t link_count, link_room;
};

/* Appends a kid to an element's. */
void nb_pdf_struct_kid(struct nb_pdf_doc *doc, struct nb_pdf_element *to,
                       struct nb_pdf_kid kid);

/* Begins the entry of a key of the parent tree, which the caller ends; keys rise. */
struct nb_buf *nb_pdf_struct_entry(struct nb_pdf_doc *doc, unsigned key);

/* Ends the parent tree: the object that holds it. */
unsigned nb_pdf_struct_parents(struct nb_pdf_doc *doc);

/* The tag whose element holds that of `tag`; NULL for the root's. */
const struct nb_tag *nb_pdf_struct_holder(const struct nb_tag *tag);

/* Appends the attributes of a tag's element: language, alternative text, scope and the like; in
 * pdf_struct_attr.c. */
void nb_pdf_struct_attributes(const struct nb_pdf_struct *structure,
                              const struct nb_tag *tag, struct nb_buf *out);

/* Appends the tree of the names by which elements are known (/IDTree), if there are any. */
void nb_pdf_struct_ids(const struct nb_pdf_struct *structure, struct nb_buf *out);

#endif
