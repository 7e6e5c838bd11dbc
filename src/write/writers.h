/* The writers by name, for the registry; one line for each. */
#ifndef NB_WRITE_WRITERS_H
#define NB_WRITE_WRITERS_H

#include "write/write.h"

extern const struct nb_writer nb_writer_epub;     /* epub.c */
extern const struct nb_writer nb_writer_html;     /* html.c */
extern const struct nb_writer nb_writer_json;     /* json.c */
extern const struct nb_writer nb_writer_kepub;    /* epub.c, with epub_kobo.c */
extern const struct nb_writer nb_writer_markdown; /* markdown.c */
extern const struct nb_writer nb_writer_pdf;      /* pdf.c */
extern const struct nb_writer nb_writer_text;     /* text.c */

#endif
