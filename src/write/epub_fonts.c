/* The fonts of a book that brings its own: those that its documents are shown in. A language
 * that is mostly made of characters which the style's families lack gets none of them, because
 * many readers then show nothing at all. */
#include "write/epub.h"

#include <stdio.h>

struct texts {
    struct nb_brought *brought;
    struct nb_ctx *ctx;
};

static void read_parts(void *user, const struct nb_epub_text *text)
{
    const struct texts *texts = user;
    for (size_t i = 0; i < text->count; i++)
        nb_brought_read(texts->brought, texts->ctx, nb_buf_view(&text->parts[i]));
}

enum nb_status nb_epub_find_fonts(struct nb_epub *book, struct nb_ctx *ctx,
                                  const struct nb_buf *fronts, size_t count)
{
    if (!book->in->embed_fonts || !book->in->sheet)
        return NB_OK;
    book->fonts = nb_brought_new(book->in);
    if (!book->fonts)
        return NB_NOMEM;
    for (size_t i = 0; i < count; i++)
        nb_brought_read(book->fonts, ctx, nb_buf_view(&fronts[i]));
    nb_epub_each_text(book, read_parts, &(struct texts){book->fonts, ctx});
    return nb_brought_make(book->fonts, ctx);
}

bool nb_epub_font(const struct nb_epub *book, size_t *at, struct nb_epub_font *out)
{
    struct nb_brought_font font;
    if (!book->fonts || !nb_brought_next(book->fonts, at, &font))
        return false;
    const struct nb_font_info *info = nb_font_info(font.font);
    out->data = font.data;
    out->font = font.font;
    (void)snprintf(out->file, sizeof out->file, "fonts/%.*s-%u.%s", NB_EPUB_FONT_NAME,
                   info->ps_name, nb_font_index(font.font), info->cff ? "otf" : "ttf");
    return true;
}

/* ---- The stylesheet. */

static const char *generic_of(void *user, const char *family)
{
    return nb_fonts_generic(user, family);
}

enum nb_status nb_epub_write_style(const struct nb_epub *book, struct nb_buf *out)
{
    struct nb_epub_font font;
    if (!book->fonts)
        return nb_sheet_write_book_css(book->in->sheet, NULL, out);
    for (size_t at = 0; nb_epub_font(book, &at, &font);)
        nb_brought_put_face(font.font, font.file, out);
    const struct nb_book_faces faces = {generic_of, book->in->fonts,
                                        nb_brought_lacking(book->fonts)};
    return nb_sheet_write_book_css(book->in->sheet, &faces, out);
}
