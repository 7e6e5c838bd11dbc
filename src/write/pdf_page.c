/* The pages of a PDF: a balanced tree of page objects, and their contents, which are made and
 * compressed a batch at a time by several threads and then written in order. */
#include "base/deflate.h"
#include "base/mem.h"
#include "base/par.h"
#include "image/image.h"
#include "write/pdf.h"

enum { KIDS = NB_PDF_PAGE_KIDS, BATCH = 128, LEVEL = 4, MOST_JOBS = 64 };

/* Room for one number more. */
static bool add_number(struct nb_pdf_doc *doc, unsigned **numbers, size_t *count,
                       size_t *room)
{
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 64;
        unsigned *larger = nb_realloc(*numbers, more * sizeof *larger);
        if (!larger) {
            nb_pdf_fail(doc->pdf, NB_NOMEM);
            return false;
        }
        *numbers = larger;
        *room = more;
    }
    (*numbers)[(*count)++] = nb_pdf_reserve(doc->pdf);
    return true;
}

void nb_pdf_pages_begin(struct nb_pdf_doc *doc, size_t count)
{
    while (doc->page_count < count && nb_pdf_status(doc->pdf) == NB_OK) {
        if (doc->page_count % KIDS == 0 &&
            !add_number(doc, &doc->leaves, &doc->leaf_count, &doc->leaf_room))
            return;
        if (!add_number(doc, &doc->pages, &doc->page_count, &doc->page_room))
            return;
    }
}

/* One node of the page tree: `count` objects, pages in all. */
static void write_node(struct nb_pdf_doc *doc, unsigned node, unsigned parent,
                       const unsigned *below, size_t count, size_t pages)
{
    struct nb_buf raw = NB_BUF_INIT;
    nb_buf_puts(&raw, "/Type/Pages/Count ");
    nb_buf_int(&raw, (long long)pages);
    if (parent) {
        nb_buf_puts(&raw, "/Parent ");
        nb_pdf_ref(&raw, parent);
    }
    nb_buf_puts(&raw, "/Kids[");
    for (size_t i = 0; i < count; i++) {
        nb_pdf_ref(&raw, below[i]);
        nb_buf_putc(&raw, i + 1 < count ? ' ' : ']');
    }
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_pdf_put(doc->pdf, node, nb_buf_view(&raw));
    nb_buf_free(&raw);
}

/* Level by level: `below` are the nodes or pages that the level's own nodes hold, each of which
 * stands for `span` pages. */
void nb_pdf_pages_end(struct nb_pdf_doc *doc)
{
    const unsigned *below = doc->pages, *level = doc->leaves;
    const size_t pages = doc->page_count;
    size_t count = pages, span = 1;
    while (nb_pdf_status(doc->pdf) == NB_OK) {
        size_t nodes = (count + KIDS - 1) / KIDS, above = (nodes + KIDS - 1) / KIDS;
        unsigned *parents = nb_arena_array(doc->arena, above, sizeof *parents);
        if (!parents) {
            nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
            return;
        }
        for (size_t i = 0; nodes > 1 && i < above; i++)
            parents[i] = nb_pdf_reserve(doc->pdf);
        for (size_t i = 0; i < nodes; i++) {
            size_t first = i * KIDS, kids = count - first < KIDS ? count - first : KIDS;
            size_t start = first * span, end = (first + kids) * span;
            write_node(doc, level[i], parents[i / KIDS], below + first, kids,
                       (end < pages ? end : pages) - start);
        }
        if (nodes == 1) {
            nb_pdf_set_ref(doc->pdf, doc->catalog, "Pages", level[0]);
            return;
        }
        below = level;
        level = parents;
        count = nodes;
        span *= KIDS;
    }
}

struct batch {
    const struct nb_pdf_doc *doc;
    const size_t *numbers; /* of the pages */
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
    nb_pdf_content(batch->doc, batch->doc->in->book->pages[batch->numbers[index]],
                   made);
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
    nb_buf_puts(&raw, "/Type/Page/Parent ");
    nb_pdf_ref(&raw, doc->leaves[index / KIDS]);
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
    nb_pdf_put(doc->pdf, doc->pages[index], nb_buf_view(&raw));
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
            write_page(doc, batch->numbers[i], made);
    }
}

void nb_pdf_pages_write(struct nb_pdf_doc *doc, const size_t *numbers, size_t count)
{
    struct batch *batch = nb_calloc(1, sizeof *batch);
    if (!batch) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    batch->doc = doc;
    for (size_t i = 0; i < count && nb_pdf_status(doc->pdf) == NB_OK; i += BATCH) {
        batch->numbers = numbers + i;
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
