/* The content stream of a page: fills, pictures, underlines, then the runs in reading order,
 * whatever order they were placed in. */
#include "write/pdf.h"

#include "base/mem.h"
#include "image/image.h"

#include <stdlib.h>

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

static void put_pictures(const struct nb_pdf_doc *doc, const struct nb_page *page,
                         struct nb_buf *out)
{
    for (const struct nb_placed_image *at = page->images; at; at = at->next) {
        unsigned object = nb_pdf_picture_object(doc->pictures, at->image);
        if (!object)
            continue;
        double bottom = (double)page->height - (double)at->y - (double)at->height;
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
}

/* ---- Reading order. */

struct placed {
    const struct nb_run *run;
    size_t number; /* in the order of the page's list */
};

/* What belongs to no article comes first, in its own order; furniture comes last. */
static int rank(const struct nb_run *run)
{
    return run->origin.role == NB_ROLE_ARTIFACT ? 1 : 0;
}

static int by_origin(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    const struct nb_run *r = x->run, *s = y->run;
    if (rank(r) != rank(s))
        return rank(r) < rank(s) ? -1 : 1;
    if (r->origin.article != s->origin.article)
        return r->origin.article < s->origin.article ? -1 : 1;
    if (r->origin.article >= 0 && r->origin.block != s->origin.block)
        return r->origin.block < s->origin.block ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool is_sorted(const struct nb_page *page)
{
    for (const struct nb_run *run = page->runs; run && run->next; run = run->next) {
        struct placed a = {run, 0}, b = {run->next, 1};
        if (by_origin(&a, &b) > 0)
            return false;
    }
    return true;
}

/* The runs in reading order; *count of them. Owned by the caller; NULL when there are none or
 * no memory, which `out` then says. */
static struct placed *sorted(const struct nb_page *page, size_t *count,
                             struct nb_buf *out)
{
    size_t number = 0;
    *count = 0;
    for (const struct nb_run *run = page->runs; run; run = run->next)
        number++;
    if (!number)
        return NULL;
    struct placed *placed = nb_malloc(number * sizeof *placed);
    if (!placed) {
        out->status = NB_NOMEM;
        return NULL;
    }
    for (const struct nb_run *run = page->runs; run; run = run->next, ++*count)
        placed[*count] = (struct placed){run, *count};
    qsort(placed, *count, sizeof *placed, by_origin);
    return placed;
}

static void put_runs(const struct nb_pdf_doc *doc, const struct nb_page *page,
                     struct nb_pdf_state *state, struct nb_buf *out)
{
    if (!page->runs)
        return;
    nb_buf_puts(out, "BT\n");
    if (is_sorted(page)) {
        for (const struct nb_run *run = page->runs; run; run = run->next)
            nb_pdf_show(doc->fonts, run, state, out);
    } else {
        size_t count;
        struct placed *placed = sorted(page, &count, out);
        for (size_t i = 0; i < count; i++)
            nb_pdf_show(doc->fonts, placed[i].run, state, out);
        nb_free(placed);
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

void nb_pdf_content(const struct nb_pdf_doc *doc, const struct nb_page *page,
                    struct nb_buf *content, struct nb_buf *resources)
{
    struct nb_pdf_state state = {.stretch = 1, .height = (double)page->height};
    put_fills(page, &state, content);
    put_underlines(page, &state, content);
    put_pictures(doc, page, content);
    put_runs(doc, page, &state, content);
    put_resources(doc, page, resources);
}
