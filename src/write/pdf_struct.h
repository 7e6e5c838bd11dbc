/* The structure tree while it is made: shared by the files that take the pages in and write
 * it. */
#ifndef NB_WRITE_PDF_STRUCT_H
#define NB_WRITE_PDF_STRUCT_H

#include "write/pdf.h"

enum nb_pdf_kid_kind { NB_PDF_KID_CONTENT, NB_PDF_KID_ANNOTATION, NB_PDF_KID_ELEMENT };

struct nb_pdf_kid {
    enum nb_pdf_kid_kind kind;
    unsigned page;   /* object number, which rises with the pages; 0: of no one page */
    unsigned number; /* the content's, or an object's */
};

/* Of one tag; object 0: it holds nothing yet. */
struct nb_pdf_element {
    unsigned object;
    bool attached; /* an inline one: its parent has it among its kids */
    bool written;
    struct nb_pdf_kid *kids;
    uint32_t count, room;
    const struct nb_placed_image *image;
    double page_height; /* of the picture's page, pt */
};

/* A leaf of the parent tree, in the making or written. */
struct nb_pdf_leaf {
    struct nb_buf entries; /* "4[8 0 R]…", while it has not all of them */
    struct nb_buf *pages;  /* … of pages, by their number in it */
    unsigned count, object;
};

/* What links lead to: its tag, as long as it has no object. */
struct nb_pdf_target {
    struct nb_tag *tag;
    unsigned object;
};

struct nb_pdf_struct {
    struct nb_pdf_element *elements; /* by the tags' index; none has 0 */
    size_t count, room;
    uint32_t *spare; /* indexes of elements that are forgotten */
    size_t spare_count, spare_room;
    struct nb_map *targets; /* struct nb_pdf_target by the names that links lead to */
    struct nb_buf heads;    /* the objects of headers that cells name, as unsigned */
    unsigned artifacts;     /* the object that names artifacts' properties */
    struct nb_pdf_leaf *leaves; /* of pages */
    size_t leaf_count, leaf_room;
    struct nb_pdf_leaf open; /* of links */
    struct nb_buf links;     /* "9 0 R …", the leaves of links that are written */
    struct nb_buf notes;     /* "(note…)9 0 R", by their names */
    unsigned link_count, note_count;
};

/* Appends a kid to an element's. */
void nb_pdf_struct_kid(struct nb_pdf_doc *doc, struct nb_pdf_element *to,
                       struct nb_pdf_kid kid);

/* The element that is kept for a tag, made if there is none (it may have no object), NULL
 * without memory; it moves when another is made. */
struct nb_pdf_element *nb_pdf_struct_keep(struct nb_pdf_doc *doc, struct nb_tag *tag);

/* The object of a tag's element, which is made if there is none. */
unsigned nb_pdf_struct_object(struct nb_pdf_doc *doc, struct nb_tag *tag);

/* Forgets the element of a tag. */
void nb_pdf_struct_forget(struct nb_pdf_doc *doc, struct nb_tag *tag);

/* The key of the parent tree behind all that it has. */
unsigned nb_pdf_struct_next_key(const struct nb_pdf_struct *structure);

/* Ends the parent tree: the object that holds it. */
unsigned nb_pdf_struct_parents(struct nb_pdf_doc *doc);

/* Appends the attributes of a tag's element: language, alternative text, scope and the like; in
 * pdf_struct_attr.c. */
void nb_pdf_struct_attributes(struct nb_pdf_struct *structure,
                              const struct nb_pdf_element *element,
                              const struct nb_tag *tag, struct nb_buf *out);

/* Appends the tree of the names by which elements are known (/IDTree), if there are any. */
void nb_pdf_struct_ids(struct nb_pdf_struct *structure, struct nb_buf *out);

#endif
