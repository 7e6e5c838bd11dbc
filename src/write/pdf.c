/* The PDF writer: the pages of a book as a PDF 1.7. The phases, in order: page objects, what
 * fonts and places the pages use, pictures, contents and links page by page, fonts,
 * navigation, metadata, and what is left of the file. */
#include "write/pdf.h"

#include "write/writers.h"

static void note_fonts(struct nb_pdf_doc *doc)
{
    const struct nb_book *book = doc->in->book;
    enum nb_status status = NB_OK;
    for (size_t i = 0; i < book->page_count; i++) {
        const struct nb_run *run = book->pages[i]->runs;
        for (; run && status == NB_OK; run = run->next)
            status = nb_pdf_fonts_note(doc->fonts, run);
    }
    if (status != NB_OK)
        nb_pdf_fail(doc->pdf, status);
}

static void write_pictures(struct nb_pdf_doc *doc)
{
    const struct nb_book *book = doc->in->book;
    for (size_t i = 0; i < book->page_count; i++) {
        const struct nb_placed_image *at = book->pages[i]->images;
        for (; at; at = at->next)
            nb_pdf_picture(doc, at->image);
    }
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
    nb_pdf_pages_add(doc);
    if (nb_pdf_status(doc->pdf) != NB_OK)
        return nb_pdf_status(doc->pdf);
    note_fonts(doc);
    nb_pdf_places_collect(doc);
    nb_pdf_struct_new(doc);
    write_pictures(doc);
    nb_pdf_pages_write(doc);
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
    if (!in->book || !in->book->page_count)
        return NB_UNSUPPORTED; /* a PDF has at least one page */
    enum nb_status status = nb_pdf_new(file, &doc.pdf);
    if (status == NB_OK)
        status = nb_pdf_fonts_new(doc.pdf, &doc.fonts);
    if (status == NB_OK)
        status = nb_pdf_pictures_new(&doc.pictures);
    doc.arena = nb_arena_new(0);
    doc.places = nb_map_new();
    if (status == NB_OK)
        status = doc.arena && doc.places ? write_doc(&doc) : NB_NOMEM;
    nb_pdf_struct_free(doc.structure);
    nb_map_free(doc.places);
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
