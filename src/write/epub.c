/* EPUB: plans the book (epub_plan.c), has its files written (epub_opf.c, epub_nav.c,
 * epub_lists.c, epub_pages.c, epub_kobo.c, epub_fonts.c), and packs them (within a budget:
 * epub_budget.c). EPUB 3.3 with what EPUB 2 devices need beside it (NCX, guide, meta cover). */
#include "write/epub.h"

#include "base/mem.h"
#include "base/par.h"
#include "base/zip.h"
#include "write/writers.h"

#include <stdio.h>

#define FOLDER "OEBPS/"

static const char container[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container version=\"1.0\" "
    "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
    "<rootfiles>\n<rootfile full-path=\"" FOLDER "content.opf\" "
    "media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/* What every style needs, before the style's own rules: devices of EPUB 2 know none of HTML's
 * newer elements, and no picture may be wider than the page. */
static const char own_css[] =
    "article, aside, figcaption, figure, header, nav, section { display: block; }\n"
    "figure { margin: 1em 0; }\n"
    "img { max-width: 100%; height: auto; }\n"
    "table.wide { table-layout: fixed; font-size: 0.65em; }\n"
    ".wide td, .wide th { word-wrap: break-word; padding-right: 0.3em; }\n"
    "div.cover { margin: 0; padding: 0; text-align: center; }\n"
    "div.cover img { max-height: 100%; }\n"
    ".head, .foot { text-align: center; text-indent: 0; font-size: 0.8em; }\n"
    ".foot { margin-top: 2em; }\n"
    "nav[hidden] { display: none; }\n"
    ".minutes { white-space: nowrap; }\n"
    ".contents a, .head a, .foot a { color: inherit; }\n"
    "nav ol { list-style: none; padding-left: 0; }\n"
    "nav ol ol { padding-left: 1.2em; }\n";

/* Kobo's readers set the margins of what they turn pages over. */
static const char kobo_css[] = "div#book-inner { margin-top: 0; margin-bottom: 0; }\n";

/* ---- Texts. */

size_t nb_epub_most(const struct nb_epub *book)
{
    return book->kobo ? NB_EPUB_MOST_KOBO : NB_EPUB_MOST_FILE;
}

struct nb_buf *nb_epub_add_part(struct nb_epub_text *text)
{
    struct nb_buf *parts =
        nb_realloc(text->parts, (text->count + 1) * sizeof *text->parts);
    if (!parts)
        return NULL;
    text->parts = parts;
    parts[text->count] = NB_BUF_INIT;
    return &parts[text->count++];
}

void nb_epub_part_name(const struct nb_epub_text *text, size_t index,
                       char out[NB_EPUB_FILE_SIZE])
{
    if (index == 0)
        (void)snprintf(out, NB_EPUB_FILE_SIZE, "%s.xhtml", text->stem);
    else
        (void)snprintf(out, NB_EPUB_FILE_SIZE, "%s-%zu.xhtml", text->stem, index + 1);
}

void nb_epub_each_text(const struct nb_epub *book,
                       void (*met)(void *user, const struct nb_epub_text *text),
                       void *user)
{
    met(user, &book->contents);
    for (size_t i = 0; i < book->section_count; i++) {
        const struct nb_epub_section *section = &book->sections[i];
        met(user, &section->text);
        for (size_t k = section->first; k < section->first + section->count; k++)
            met(user, &book->pages[k].text);
    }
}

const char *nb_epub_start(const struct nb_epub *book)
{
    const struct nb_epub_section *section = book->pages[0].section;
    return section->file ? section->file : book->pages[0].file;
}

/* ---- The files. */

enum { NAV, NCX, CSS, COVER, OPF, FRONT_FILES };

static const struct {
    const char *name;
    void (*write)(const struct nb_epub *book, struct nb_buf *out);
} front[FRONT_FILES] = {
    [NAV] = {FOLDER NB_EPUB_NAV, nb_epub_write_nav},
    [NCX] = {FOLDER NB_EPUB_NCX, nb_epub_write_ncx},
    [CSS] = {FOLDER NB_EPUB_CSS, NULL},
    [COVER] = {FOLDER NB_EPUB_COVER, nb_epub_write_cover},
    [OPF] = {FOLDER "content.opf", nb_epub_write_opf},
};

static enum nb_status write_css(const struct nb_epub *book, struct nb_buf *out)
{
    nb_buf_puts(out, own_css);
    nb_buf_puts(out, book->kobo ? kobo_css : "");
    if (!book->in->sheet)
        return out->status;
    enum nb_status status = nb_epub_write_style(book, out);
    return status != NB_OK ? status : out->status;
}

static void mark_text(const struct nb_epub *book, const char *lang,
                      struct nb_buf *parts, size_t count)
{
    for (size_t i = 0; book->kobo && i < count; i++)
        nb_epub_mark_sentences(lang, &parts[i]);
}

/* The failure of the first part that has one. */
static enum nb_status status_of(const struct nb_epub_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->parts[i].status != NB_OK)
            return text->parts[i].status;
    return NB_OK;
}

static enum nb_status mark_sentences(const struct nb_epub *book, const char *lang,
                                     struct nb_epub_text *text)
{
    mark_text(book, lang, text->parts, text->count);
    return status_of(text);
}

static enum nb_status write_file(const struct nb_epub *book, int file,
                                 struct nb_buf texts[FRONT_FILES])
{
    front[file].write(book, &texts[file]);
    if (file == COVER)
        mark_text(book, book->lang, &texts[file], 1);
    return texts[file].status;
}

/* After all texts: the package names their files. The fonts come from all that is read. */
static enum nb_status write_front(struct nb_epub *book, struct nb_ctx *ctx,
                                  struct nb_buf texts[FRONT_FILES])
{
    enum nb_status status = write_file(book, NAV, texts);
    if (status == NB_OK)
        status = nb_epub_find_fonts(book, ctx, &texts[NAV], 1);
    if (status == NB_OK)
        status = write_css(book, &texts[CSS]);
    for (int i = NCX; i < FRONT_FILES && status == NB_OK; i++)
        if (front[i].write && (i != COVER || book->cover))
            status = write_file(book, i, texts);
    return status;
}

static void write_page(void *user, size_t index, unsigned worker)
{
    struct nb_epub *book = user;
    struct nb_epub_page *page = &book->pages[index];
    (void)worker;
    page->status = nb_epub_write_article(book, page);
    if (page->status == NB_OK)
        page->status = mark_sentences(book, page->lang, &page->text);
}

static enum nb_status write_texts(struct nb_epub *book)
{
    enum nb_status status = NB_OK;
    nb_par_each(book->in->jobs ? book->in->jobs : 1, book->count, write_page, book);
    for (size_t i = 0; i < book->count && status == NB_OK; i++)
        status = book->pages[i].status;
    if (status == NB_OK && book->has_contents)
        status = nb_epub_write_contents(book);
    if (status == NB_OK)
        status = mark_sentences(book, book->lang, &book->contents);
    for (size_t i = 0; i < book->section_count && status == NB_OK; i++) {
        struct nb_epub_section *section = &book->sections[i];
        if (section->file)
            status = nb_epub_write_section(book, section);
        if (status == NB_OK)
            status = mark_sentences(book, book->lang, &section->text);
    }
    return status;
}

struct packing {
    struct nb_zip *zip;
    struct nb_arena *arena;
};

static void pack_text(void *user, const struct nb_epub_text *text)
{
    struct packing *packing = user;
    char file[NB_EPUB_FILE_SIZE];
    for (size_t i = 0; i < text->count; i++) {
        nb_epub_part_name(text, i, file);
        const char *name = nb_arena_printf(packing->arena, FOLDER "%s", file);
        if (name)
            nb_zip_add(packing->zip, name, text->parts[i].data, text->parts[i].len,
                       false);
    }
}

static void pack_picture(struct nb_epub *book, struct nb_zip *zip,
                         const struct nb_epub_picture *picture)
{
    const char *name = nb_arena_printf(book->arena, FOLDER "%s", picture->file);
    if (name)
        nb_zip_add(zip, name, picture->bytes.data, picture->bytes.len, true);
}

static void pack_pictures(struct nb_epub *book, struct nb_zip *zip)
{
    if (book->cover)
        pack_picture(book, zip, &book->cover_picture);
    for (size_t i = 0; i < nb_map_count(book->pictures); i++)
        pack_picture(book, zip, nb_map_value(book->pictures, i));
}

/* What the archive takes without the pictures' bytes. */
static size_t size_without_pictures(const struct nb_epub *book,
                                    const struct nb_zip *zip)
{
    size_t size = nb_zip_size(zip);
    if (book->cover)
        size += nb_zip_entry_size(FOLDER, book->cover_picture.file);
    for (size_t i = 0; i < nb_map_count(book->pictures); i++) {
        const struct nb_epub_picture *picture = nb_map_value(book->pictures, i);
        size += nb_zip_entry_size(FOLDER, picture->file);
    }
    return size;
}

static void pack_texts(struct nb_epub *book, const struct nb_buf texts[FRONT_FILES],
                       struct nb_zip *zip)
{
    nb_zip_add(zip, "mimetype", "application/epub+zip", 20, true);
    nb_zip_add(zip, "META-INF/container.xml", container, sizeof container - 1, false);
    for (int i = 0; i < FRONT_FILES; i++)
        if (texts[i].len)
            nb_zip_add(zip, front[i].name, texts[i].data, texts[i].len, false);
    nb_epub_each_text(book, pack_text, &(struct packing){zip, book->arena});
    struct nb_epub_font font;
    for (size_t at = 0; nb_epub_font(book, &at, &font);) {
        const char *name = nb_arena_printf(book->arena, FOLDER "%s", font.file);
        if (name)
            nb_zip_add(zip, name, font.data.data, font.data.len, false);
    }
}

static enum nb_status pack(struct nb_epub *book, const struct nb_buf texts[FRONT_FILES],
                           struct nb_ctx *ctx, struct nb_file *file)
{
    struct nb_zip *zip;
    enum nb_status status = nb_zip_new(&zip);
    if (status != NB_OK)
        return status;
    pack_texts(book, texts, zip);
    status = nb_epub_fit(book, ctx, size_without_pictures(book, zip));
    if (status == NB_OK)
        pack_pictures(book, zip);
    if (status == NB_OK)
        status = nb_arena_status(book->arena);
    if (status == NB_OK)
        return nb_zip_finish(zip, file);
    nb_zip_abort(zip);
    return status;
}

static enum nb_status write_book(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 bool kobo, struct nb_file *file)
{
    struct nb_epub book = {.in = in, .edition = in->edition, .kobo = kobo};
    struct nb_buf texts[FRONT_FILES] = {{0}};
    enum nb_status status = nb_epub_plan(&book);
    if (status == NB_OK)
        status = write_texts(&book);
    if (status == NB_OK)
        status = write_front(&book, ctx, texts);
    if (status == NB_OK)
        status = pack(&book, texts, ctx, file);
    for (int i = 0; i < FRONT_FILES; i++)
        nb_buf_free(&texts[i]);
    nb_epub_plan_free(&book);
    return status;
}

static enum nb_status write_epub(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 struct nb_file *file)
{
    return write_book(ctx, in, false, file);
}

static enum nb_status write_kepub(struct nb_ctx *ctx, const struct nb_write_in *in,
                                  struct nb_file *file)
{
    return write_book(ctx, in, true, file);
}

const struct nb_writer nb_writer_epub = {
    .ending = ".epub", .wants_cover = true, .write = write_epub};

const struct nb_writer nb_writer_kepub = {
    .ending = ".kepub.epub", .wants_cover = true, .write = write_kepub};
