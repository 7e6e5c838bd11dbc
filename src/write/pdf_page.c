/* The pages of a PDF: a balanced tree of page objects, and their contents, which are made and
 * compressed a batch at a time by several threads and then written in order. */
#include "base/deflate.h"
#include "base/mem.h"
#include "base/par.h"
#include "image/image.h"
#include "write/pdf.h"

enum { KIDS = 200, BATCH = 128, LEVEL = 6, MOST_JOBS = 64 };

/* One level of the tree above another: nodes for `count` objects that stand for `span` pages
 * each. Returns their number. */
static size_t add_level(struct nb_pdf_doc *doc, const unsigned *below, size_t count,
                        size_t span, unsigned *nodes)
{
    struct nb_buf raw = NB_BUF_INIT;
    size_t made = 0, pages = doc->in->book->page_count;
    for (size_t i = 0; i < count; i += KIDS, made++) {
        size_t end = i + KIDS < count ? i + KIDS : count;
        size_t first = i * span, last = end * span < pages ? end * span : pages;
        unsigned node = nodes[made] = nb_pdf_add(doc->pdf);
        nb_pdf_set_name(doc->pdf, node, "Type", "Pages");
        nb_pdf_set_int(doc->pdf, node, "Count", (int)(last - first));
        nb_buf_clear(&raw);
        nb_buf_puts(&raw, "/Kids[");
        for (size_t k = i; k < end; k++) {
            nb_pdf_set_ref(doc->pdf, below[k], "Parent", node);
            nb_pdf_ref(&raw, below[k]);
            nb_buf_putc(&raw, k + 1 < end ? ' ' : ']');
        }
        if (raw.status != NB_OK)
            nb_pdf_fail(doc->pdf, raw.status);
        nb_pdf_set_raw(doc->pdf, node, nb_buf_view(&raw));
    }
    nb_buf_free(&raw);
    return made;
}

void nb_pdf_pages_add(struct nb_pdf_doc *doc)
{
    size_t count = doc->in->book->page_count, span = 1;
    doc->pages = nb_arena_array(doc->arena, count, sizeof *doc->pages);
    unsigned *level = doc->pages;
    for (size_t i = 0; level && i < count; i++) {
        level[i] = nb_pdf_add(doc->pdf);
        nb_pdf_set_name(doc->pdf, level[i], "Type", "Page");
    }
    do {
        unsigned *nodes =
            nb_arena_array(doc->arena, count / KIDS + 1, sizeof *doc->pages);
        if (!level || !nodes) {
            nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
            return;
        }
        count = add_level(doc, level, count, span, nodes);
        level = nodes;
        span *= KIDS;
    } while (count > 1 && nb_pdf_status(doc->pdf) == NB_OK);
    nb_pdf_set_ref(doc->pdf, doc->catalog, "Pages", level[0]);
}

struct batch {
    const struct nb_pdf_doc *doc;
    size_t first;
    struct nb_pdf_drawn
        made[BATCH]; /* pages as workers made them, contents compressed */
    struct nb_buf scratch[MOST_JOBS]; /* of each worker: a content as it is */
};

static void clear(struct nb_pdf_drawn *made)
{
    nb_buf_clear(&made->content);
    nb_buf_clear(&made->resources);
    nb_buf_clear(&made->parts);
    nb_marks_free(&made->marks);
}

static void make_page(void *user, size_t index, unsigned worker)
{
    struct batch *batch = user;
    struct nb_pdf_drawn *made = &batch->made[index];
    struct nb_buf compressed = made->content;
    clear(made);
    nb_buf_clear(&compressed);
    made->content = batch->scratch[worker];
    nb_buf_clear(&made->content);
    nb_pdf_content(batch->doc, batch->doc->in->book->pages[batch->first + index], made);
    struct nb_buf *plain = &made->content;
    enum nb_status status = plain->status;
    if (status == NB_OK)
        status = nb_deflate(nb_buf_cstr(plain), plain->len, LEVEL, &compressed);
    batch->scratch[worker] = *plain;
    made->content = compressed;
    if (status != NB_OK)
        made->content.status = status;
}

/* Pictures with alpha are blended with what is below in these colors. */
static bool is_transparent(const struct nb_page *page)
{
    for (const struct nb_placed_image *at = page->images; at; at = at->next) {
        if (at->image->channels == 2 || at->image->channels == 4)
            return true;
    }
    return false;
}

static void write_page(struct nb_pdf_doc *doc, size_t index,
                       const struct nb_pdf_drawn *made)
{
    const struct nb_page *page = doc->in->book->pages[index];
    struct nb_buf raw = NB_BUF_INIT;
    unsigned content = nb_pdf_add(doc->pdf);
    nb_pdf_set_name(doc->pdf, content, "Filter", "FlateDecode");
    nb_pdf_stream(doc->pdf, content, made->content.data, made->content.len);
    nb_buf_puts(&raw, "/MediaBox[0 0 ");
    nb_buf_real(&raw, (double)page->width, 2);
    nb_buf_putc(&raw, ' ');
    nb_buf_real(&raw, (double)page->height, 2);
    nb_buf_puts(&raw, "]/Contents ");
    nb_pdf_ref(&raw, content);
    nb_buf_puts(&raw, "/Resources<<");
    nb_buf_str(&raw, nb_buf_view(&made->resources));
    nb_buf_puts(&raw, ">>");
    if (doc->structure) {
        nb_pdf_struct_page(doc, index, made);
        nb_buf_printf(&raw, "/StructParents %zu", index);
    }
    if (is_transparent(page))
        nb_buf_puts(&raw, "/Group<</S/Transparency/CS/DeviceRGB>>");
    if (page->links) {
        nb_buf_puts(&raw, "/Annots[");
        nb_pdf_links(doc, index, &raw);
        nb_buf_puts(&raw, "]/Tabs/S");
    }
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_pdf_set_raw(doc->pdf, doc->pages[index], nb_buf_view(&raw));
    nb_buf_free(&raw);
}

static void write_batch(struct nb_pdf_doc *doc, struct batch *batch, size_t count)
{
    unsigned jobs = doc->in->jobs < MOST_JOBS ? doc->in->jobs : MOST_JOBS;
    nb_par_each(jobs, count, make_page, batch);
    for (size_t i = 0; i < count; i++) {
        const struct nb_pdf_drawn *made = &batch->made[i];
        if (made->content.status != NB_OK)
            nb_pdf_fail(doc->pdf, made->content.status);
        if (made->resources.status != NB_OK || made->parts.status != NB_OK)
            nb_pdf_fail(doc->pdf, NB_NOMEM);
        if (nb_pdf_status(doc->pdf) == NB_OK)
            write_page(doc, batch->first + i, made);
    }
}

void nb_pdf_pages_write(struct nb_pdf_doc *doc)
{
    size_t count = doc->in->book->page_count;
    struct batch *batch = nb_calloc(1, sizeof *batch);
    if (!batch) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    batch->doc = doc;
    for (size_t i = 0; i < count && nb_pdf_status(doc->pdf) == NB_OK; i += BATCH) {
        batch->first = i;
        write_batch(doc, batch, count - i < BATCH ? count - i : BATCH);
    }
    for (size_t i = 0; i < BATCH; i++) {
        clear(&batch->made[i]);
        nb_buf_free(&batch->made[i].content);
        nb_buf_free(&batch->made[i].resources);
        nb_buf_free(&batch->made[i].parts);
    }
    for (size_t i = 0; i < MOST_JOBS; i++)
        nb_buf_free(&batch->scratch[i]);
    nb_free(batch);
}
