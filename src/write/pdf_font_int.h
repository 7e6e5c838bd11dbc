/* What pdf_font.c, which finds out what the glyphs say, and pdf_font_write.c share. */
#ifndef NB_WRITE_PDF_FONT_INT_H
#define NB_WRITE_PDF_FONT_INT_H

#include "base/arena.h"
#include "write/pdf_font.h"

/* The characters of a glyph that stands for several. */
struct nb_pdf_string {
    unsigned chars[NB_PDF_MOST_CHARS];
    size_t count;
};

struct nb_pdf_fonts {
    struct nb_pdf *pdf;
    struct nb_arena *arena;
    struct nb_pdf_font **faces; /* by nb_font_index; NULL: not used */
    size_t face_room;
    struct nb_pdf_font **used; /* in the order of first use */
    size_t used_count, used_room;
    struct nb_pdf_string *strings;
    size_t string_count, string_room;
    struct nb_pdf_made *made; /* subsets, while fonts are written */
};

#endif
