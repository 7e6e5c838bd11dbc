/* The PDF writer: the pages of a book as a PDF 1.7. As many pages as are finished are taken
 * together: what fonts and places they use, pictures, then contents and links page by page; at
 * last fonts, structure, navigation, metadata, and what is left of the file. */
#include "write/pdf.h"

#include "base/mem.h"

#include "write/writers.h"

/* What the pages with these numbers need: fonts, pictures, places that lead to them. */
static void prepare(struct nb_pdf_doc *doc, const size_t *numbers, size_t count)
{
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < count && status == NB_OK; i++) {
        const struct nb_page *page = doc->in->book->pages[numbers[i]];
        for (const struct nb_run *run = page->runs; run && status == NB_OK;
             run = run->next)
            status = nb_pdf_fonts_note(doc->fonts, run);
        nb_pdf_places_collect(doc, numbers[i]);
        nb_pdf_struct_see(doc, page);
    }
    nb_pdf_fonts_settle(doc->fonts);
    if (status != NB_OK)
        nb_pdf_fail(doc->pdf, status);
    for (size_t i = 0; i < count; i++) {
        const struct nb_page *page = doc->in->book->pages[numbers[i]];
        for (const struct nb_placed_image *at = page->images; at; at = at->next)
            nb_pdf_picture(doc, at->image);
    }
}

/* The pages from `from` to `to` that are held, or those that are not. */
static size_t choose(const struct nb_book *book, size_t from, size_t to, bool held,
                     size_t *numbers)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        if (book->pages[i]->held == held)
            numbers[count++] = i;
    return count;
}

/* Writes the pages from `from` to `to` but for those that are held; *kept: these. */
static void write_some(struct nb_pdf_doc *doc, size_t from, size_t to,
                       struct nb_buf *kept)
{
    const struct nb_book *book = doc->in->book;
    size_t *numbers = nb_calloc(to - from + 1, sizeof *numbers);
    if (!numbers) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    nb_pdf_pages_begin(doc, to);
    size_t held = choose(book, from, to, true, numbers);
    nb_buf_add(kept, numbers, held * sizeof *numbers);
    if (kept->status != NB_OK)
        nb_pdf_fail(doc->pdf, kept->status);
    size_t count = choose(book, from, to, false, numbers);
    if (nb_pdf_status(doc->pdf) == NB_OK) {
        prepare(doc, numbers, count);
        nb_pdf_pages_write(doc, numbers, count);
    }
    nb_free(numbers);
    for (size_t i = 0; i < book->done_count; i++)
        nb_pdf_struct_done(doc, book->done[i]);
}

/* Writes pages as they are finished; at last those whose numbers had to wait. */
static void write_pages(struct nb_pdf_doc *doc)
{
    struct nb_book *book = doc->in->book;
    struct nb_buf kept = NB_BUF_INIT;
    size_t from = 0;
    while (nb_pdf_status(doc->pdf) == NB_OK) {
        size_t to = book->more ? book->finished : book->page_count;
        write_some(doc, from, to, &kept);
        from = to;
        if (!book->more)
            break;
        enum nb_status status = book->more(book);
        if (status != NB_OK)
            nb_pdf_fail(doc->pdf, status);
    }
    const size_t *held = (const void *)kept.data;
    size_t count = kept.len / sizeof *held;
    if (nb_pdf_status(doc->pdf) == NB_OK && count) {
        prepare(doc, held, count);
        nb_pdf_pages_write(doc, held, count);
    }
    nb_buf_free(&kept);
}

/* What stays the same when the book is corrected: its identifier, else its title. */
static struct nb_str identity_of(const struct nb_edition *edition)
{
    return nb_str_of(edition->id ? edition->id : edition->title);
}

static enum nb_status write_doc(struct nb_pdf_doc *doc)
{
    doc->catalog = nb_pdf_add(doc->pdf);
    nb_pdf_set_name(doc->pdf, doc->catalog, "Type", "Catalog");
    nb_pdf_struct_new(doc);
    write_pages(doc);
    nb_pdf_pages_end(doc);
    nb_pdf_fonts_write(doc->fonts, doc->in->jobs);
    nb_pdf_struct_write(doc);
    nb_pdf_nav(doc);
    unsigned info = nb_pdf_meta(doc);
    if (nb_pdf_status(doc->pdf) != NB_OK)
        return nb_pdf_status(doc->pdf);
    return nb_pdf_finish(doc->pdf, doc->catalog, info, identity_of(doc->in->edition));
}

static enum nb_status write_pdf(struct nb_ctx *ctx, const struct nb_write_in *in,
                                struct nb_file *file)
{
    struct nb_pdf_doc doc = {.ctx = ctx, .in = in};
    if (!in->book || (!in->book->page_count && !in->book->more))
        return NB_UNSUPPORTED; /* a PDF has at least one page */
    enum nb_status status = nb_pdf_new(file, &doc.pdf);
    if (status == NB_OK)
        status = nb_pdf_fonts_new(doc.pdf, &doc.fonts);
    if (status == NB_OK)
        status = nb_pdf_pictures_new(&doc.pictures);
    doc.arena = nb_arena_new(0);
    doc.places = nb_map_new();
    doc.wanted = nb_map_new();
    if (status == NB_OK)
        status = doc.arena && doc.places && doc.wanted ? write_doc(&doc) : NB_NOMEM;
    nb_pdf_struct_free(doc.structure);
    nb_map_free(doc.wanted);
    nb_map_free(doc.places);
    nb_free(doc.pages);
    nb_free(doc.leaves);
    nb_arena_free(doc.arena);
    nb_pdf_pictures_free(doc.pictures);
    nb_pdf_fonts_free(doc.fonts);
    nb_pdf_free(doc.pdf);
    return status;
}

const struct nb_writer nb_writer_pdf = {
    .ending = ".pdf",
    .paged = true,
    .write = write_pdf,
};
