/* The fonts that an output brings along: every document is gone through with the style's families
 * and weights, so that just the faces that show text are brought, each with the characters that
 * it shows. Characters that the named families lack are left to the device: fallbacks are not
 * brought. */
#ifndef NB_WRITE_FONTS_H
#define NB_WRITE_FONTS_H

#include "write/write.h"

struct nb_brought; /* owned: nb_brought_free */

/* Begins, for the style and the fonts of `in`. NULL without memory. */
struct nb_brought *nb_brought_new(const struct nb_write_in *in);
void nb_brought_free(struct nb_brought *brought); /* NULL is fine */

/* Goes through a document: well-formed XHTML in the elements of styles/README.md, each headline
 * an <h1>. A failure is kept for nb_brought_make; an empty document is passed over. */
void nb_brought_read(struct nb_brought *brought, struct nb_ctx *ctx,
                     struct nb_str document);

/* Makes the fonts of all that was read. Those that may not be brought are reported. */
enum nb_status nb_brought_make(struct nb_brought *brought,
                               struct nb_ctx *ctx) NB_CHECKED;

/* A font that is brought; borrowed. */
struct nb_brought_font {
    const struct nb_font *font;
    struct nb_str data;
};

/* The next font from place *at (0 at first); false at the end. In the catalogue's order. */
bool nb_brought_next(const struct nb_brought *brought, size_t *at,
                     struct nb_brought_font *out);

/* The languages, as primary subtags, that are mostly made of letters which the families lack;
 * NULL ends. */
const char *const *nb_brought_lacking(const struct nb_brought *brought);

/* Appends the rule of a font; `url` is where it is. */
void nb_brought_put_face(const struct nb_font *font, const char *url,
                         struct nb_buf *out);

#endif
