/* The content stream of a page: fills, underlines, pictures, then the runs in reading order;
 * each piece marked with the tag that it belongs to, or as an artifact. */
#include "write/pdf.h"

#include "base/mem.h"
#include "image/image.h"

static void put_rect(const struct nb_pdf_state *state, double x, double y, double width,
                     double height, struct nb_buf *out)
{
    long left = nb_pdf_hundredths(x), top = nb_pdf_hundredths(state->height - y);
    long right = nb_pdf_hundredths(x + width);
    long bottom = nb_pdf_hundredths(state->height - y - height);
    nb_pdf_number(out, left);
    nb_buf_putc(out, ' ');
    nb_pdf_number(out, bottom);
    nb_buf_putc(out, ' ');
    nb_pdf_number(out, right - left);
    nb_buf_putc(out, ' ');
    nb_pdf_number(out, top - bottom);
    nb_buf_puts(out, " re f\n");
}

static void put_fills(const struct nb_page *page, struct nb_pdf_state *state,
                      struct nb_buf *out)
{
    for (const struct nb_fill *fill = page->fills; fill; fill = fill->next) {
        nb_pdf_color(state, fill->color, out);
        put_rect(state, (double)fill->x, (double)fill->y, (double)fill->width,
                 (double)fill->height, out);
    }
}

/* A line of 1/20 em, an eighth of an em below the baseline. */
static void put_underlines(const struct nb_page *page, struct nb_pdf_state *state,
                           struct nb_buf *out)
{
    for (const struct nb_run *run = page->runs; run; run = run->next) {
        double width = 0, size = (double)run->size;
        if (!run->underline)
            continue;
        for (size_t i = 0; i < run->glyph_count; i++)
            width += (double)run->glyphs[i].advance;
        nb_pdf_color(state, run->color, out);
        put_rect(state, (double)run->x, (double)run->y + size / 8, width, size / 20,
                 out);
    }
}

static void put_picture(const struct nb_pdf_doc *doc, const struct nb_page *page,
                        const struct nb_placed_image *at, struct nb_buf *out)
{
    unsigned object = nb_pdf_picture_object(doc->pictures, at->image);
    double bottom = (double)page->height - (double)at->y - (double)at->height;
    if (!object)
        return;
    nb_buf_puts(out, "q ");
    nb_buf_real(out, (double)at->width, 2);
    nb_buf_puts(out, " 0 0 ");
    nb_buf_real(out, (double)at->height, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, (double)at->x, 2);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, bottom, 2);
    nb_buf_puts(out, " cm/I");
    nb_buf_int(out, object);
    nb_buf_puts(out, " Do Q\n");
}

/* ---- Marked content (ISO 32000-1, 14.6). */

/* Opens an artifact of a kind; nothing where the book has no structure. */
static void open_artifact(const struct nb_pdf_doc *doc, const char *kind,
                          struct nb_buf *out)
{
    if (!doc->structure)
        return;
    nb_buf_puts(out, "/Artifact/");
    nb_buf_puts(out, kind);
    nb_buf_puts(out, " BDC\n");
}

static void close_artifact(const struct nb_pdf_doc *doc, struct nb_buf *out)
{
    if (doc->structure)
        nb_buf_puts(out, "EMC\n");
}

/* What a mark shows comes between the two, in one piece or several. All text is marked "P": what
 * it is, its element says, and one name for all packs best. */
static void open_mark(const struct nb_pdf_doc *doc, struct nb_mark *mark,
                      struct nb_pdf_state *state, const char *artifact,
                      struct nb_buf *out)
{
    state->type = NULL;
    if (doc->structure && mark->tag)
        state->type = mark->image ? "Figure" : mark->rtl ? "Span" : "P";
    mark->number = (unsigned)state->parts->len;
    if (!state->type)
        open_artifact(doc, artifact, out);
}

static void close_mark(const struct nb_pdf_doc *doc, struct nb_mark *mark,
                       struct nb_pdf_state *state, struct nb_buf *out)
{
    if (!state->type)
        close_artifact(doc, out);
    nb_pdf_part_close(state, out);
    mark->parts = (unsigned)state->parts->len - mark->number;
    state->type = NULL;
}

static void put_pictures(const struct nb_pdf_doc *doc, const struct nb_page *page,
                         struct nb_marks *marks, struct nb_pdf_state *state,
                         struct nb_buf *out)
{
    for (size_t i = 0; i < marks->count && marks->at[i].image; i++) {
        open_mark(doc, &marks->at[i], state, NB_PDF_LAYOUT, out);
        if (state->type)
            nb_pdf_part_open(state, NULL, out);
        put_picture(doc, page, marks->at[i].image, out);
        close_mark(doc, &marks->at[i], state, out);
    }
}

static void put_runs(const struct nb_pdf_doc *doc, struct nb_marks *marks,
                     struct nb_pdf_state *state, struct nb_buf *out)
{
    if (!marks->run_count)
        return;
    nb_buf_puts(out, "BT\n");
    for (size_t i = 0; i < marks->count; i++) {
        struct nb_mark *mark = &marks->at[i];
        if (mark->image)
            continue;
        bool foot = (double)marks->runs[mark->first]->y > state->height / 2;
        open_mark(doc, mark, state, foot ? NB_PDF_FOOTER : NB_PDF_HEADER, out);
        for (size_t k = mark->first; k < mark->end; k++)
            nb_pdf_show(doc->fonts, marks->runs[k], state, out);
        close_mark(doc, mark, state, out);
    }
    nb_buf_puts(out, "ET\n");
}

/* ---- Resources. */

static void put_resource(struct nb_buf *out, const char *prefix, unsigned name,
                         unsigned object)
{
    nb_buf_puts(out, prefix);
    nb_buf_int(out, name);
    nb_buf_putc(out, ' ');
    nb_pdf_ref(out, object);
}

/* Whether an earlier picture of the page is the same. */
static bool is_repeated(const struct nb_pdf_doc *doc, const struct nb_page *page,
                        const struct nb_placed_image *placed, unsigned object)
{
    for (const struct nb_placed_image *at = page->images; at != placed; at = at->next) {
        if (nb_pdf_picture_object(doc->pictures, at->image) == object)
            return true;
    }
    return false;
}

static void put_resources(const struct nb_pdf_doc *doc, const struct nb_page *page,
                          struct nb_buf *out)
{
    size_t count = nb_pdf_fonts_count(doc->fonts);
    unsigned char *seen = nb_calloc(count + 1, 1);
    if (!seen) {
        out->status = NB_NOMEM;
        return;
    }
    nb_buf_puts(out, "/Font<<");
    for (const struct nb_run *run = page->runs; run; run = run->next) {
        const struct nb_pdf_font *font = nb_pdf_fonts_find(doc->fonts, run->font);
        if (font && !seen[font->name]) {
            seen[font->name] = 1;
            put_resource(out, "/F", font->name, font->object);
        }
    }
    nb_buf_puts(out, ">>");
    nb_pdf_struct_resources(doc, out);
    nb_free(seen);
    if (!page->images)
        return;
    nb_buf_puts(out, "/XObject<<");
    for (const struct nb_placed_image *at = page->images; at; at = at->next) {
        unsigned object = nb_pdf_picture_object(doc->pictures, at->image);
        if (object && !is_repeated(doc, page, at, object))
            put_resource(out, "/I", object, object);
    }
    nb_buf_puts(out, ">>");
}

static bool has_underline(const struct nb_page *page)
{
    const struct nb_run *run = page->runs;
    while (run && !run->underline)
        run = run->next;
    return run != NULL;
}

void nb_pdf_content(const struct nb_pdf_doc *doc, const struct nb_page *page,
                    struct nb_pdf_drawn *out)
{
    struct nb_buf *content = &out->content;
    struct nb_pdf_state state = {
        .stretch = 1, .height = (double)page->height, .parts = &out->parts};
    if (page->fills || has_underline(page)) {
        open_artifact(doc, NB_PDF_LAYOUT, content);
        put_fills(page, &state, content);
        put_underlines(page, &state, content);
        close_artifact(doc, content);
    }
    enum nb_status status = nb_marks_make(page, &out->marks);
    if (status != NB_OK)
        content->status = status;
    put_pictures(doc, page, &out->marks, &state, content);
    put_runs(doc, &out->marks, &state, content);
    put_resources(doc, page, &out->resources);
}
