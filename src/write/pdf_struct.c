/* The structure tree (ISO 32000-1, 14.7 and 14.8; ISO 14289-1): a structure element for each
 * tag that something on the pages belongs to, and the parent tree, which leads from the marked
 * content of each page back to it.
 *
 * Pages are taken in one after the other. What stands within a block (marked content, links)
 * comes in the order in which it is found on them; blocks and containers in the tree's. */
#include "write/pdf_struct.h"

#include "base/mem.h"

enum { LEAF = 128 }; /* entries in one leaf of the parent tree */

const struct nb_tag *nb_pdf_struct_holder(const struct nb_tag *tag)
{
    do
        tag = tag->parent;
    while (tag && tag->kind == NB_TAG_GROUP);
    return tag;
}

/* Marks a tag, and those around it, as ones that something on a page belongs to. */
static void need(bool *needed, const struct nb_tag *tag)
{
    for (; tag && !needed[tag->index]; tag = tag->parent)
        needed[tag->index] = true;
}

/* Numbers the elements in the tree's order, one after the other, which packs best: the blocks of
 * text and what is in them, then the containers. */
static void add_elements(struct nb_pdf_doc *doc, const bool *needed, bool containers)
{
    struct nb_pdf_struct *structure = doc->structure;
    for (size_t i = 0; i < structure->count; i++) {
        enum nb_tag_kind kind = structure->tags[i]->kind;
        if (needed[i] && kind != NB_TAG_GROUP &&
            nb_tag_is_container(kind) == containers)
            structure->last = structure->elements[i].object = nb_pdf_add(doc->pdf);
    }
}

static void number_elements(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    const struct nb_book *book = doc->in->book;
    bool *needed = nb_calloc(structure->count, sizeof *needed);
    if (!needed) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    needed[0] = true;
    for (size_t i = 0; i < book->page_count; i++) {
        const struct nb_page *page = book->pages[i];
        for (const struct nb_run *run = page->runs; run; run = run->next)
            if (run->glyph_count)
                need(needed, run->origin.tag);
        for (const struct nb_placed_image *at = page->images; at; at = at->next)
            need(needed, at->origin.tag);
        for (const struct nb_page_link *link = page->links; link; link = link->next)
            need(needed, link->origin.tag);
    }
    add_elements(doc, needed, false);
    add_elements(doc, needed, true);
    nb_free(needed);
}

/* Articles, sections and notes are what links lead to. */
static void collect_targets(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    for (size_t i = 0; i < structure->count; i++) {
        const struct nb_tag *tag = structure->tags[i];
        if (tag->kind != NB_TAG_ARTICLE && tag->kind != NB_TAG_SECTION &&
            tag->kind != NB_TAG_NOTE)
            continue;
        struct nb_str name = nb_str_of(tag->u.anchor);
        if (!name.len || !structure->elements[i].object ||
            nb_map_get(structure->targets, name))
            continue;
        enum nb_status status =
            nb_map_set(structure->targets, name, &structure->elements[i]);
        if (status != NB_OK)
            nb_pdf_fail(doc->pdf, status);
    }
}

void nb_pdf_struct_new(struct nb_pdf_doc *doc)
{
    const struct nb_book *book = doc->in->book;
    if (!book->tags)
        return;
    struct nb_pdf_struct *structure = nb_calloc(1, sizeof *structure);
    if (!structure) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    doc->structure = structure;
    structure->arena = nb_arena_new(0);
    structure->elements = nb_calloc(book->tag_count, sizeof *structure->elements);
    structure->tags = nb_calloc(book->tag_count, sizeof(*structure->tags));
    if (!structure->arena || !structure->elements || !structure->tags) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    structure->count = book->tag_count;
    for (const struct nb_tag *tag = book->tags; tag; tag = nb_tag_next(tag))
        structure->tags[tag->index] = tag;
    structure->targets = nb_map_new();
    if (!structure->targets) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    structure->artifacts = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, structure->artifacts,
                   NB_STR("/" NB_PDF_LAYOUT "<</Type/Layout>>/" NB_PDF_HEADER
                          "<</Type/Pagination/Subtype/Header>>/" NB_PDF_FOOTER
                          "<</Type/Pagination/Subtype/Footer>>"));
    number_elements(doc);
    collect_targets(doc);
}

unsigned nb_pdf_struct_target(const struct nb_pdf_doc *doc, const char *anchor)
{
    const struct nb_pdf_element *element = NULL;
    if (doc->structure && anchor)
        element = nb_map_get(doc->structure->targets, nb_str_of(anchor));
    return element ? element->object : 0;
}

void nb_pdf_struct_resources(const struct nb_pdf_doc *doc, struct nb_buf *out)
{
    if (!doc->structure)
        return;
    nb_buf_puts(out, "/Properties ");
    nb_pdf_ref(out, doc->structure->artifacts);
}

void nb_pdf_struct_free(struct nb_pdf_struct *structure)
{
    if (!structure)
        return;
    nb_arena_free(structure->arena);
    nb_map_free(structure->targets);
    nb_free(structure->elements);
    nb_free(structure->tags);
    nb_free(structure->links);
    nb_buf_free(&structure->entries);
    nb_buf_free(&structure->kids);
    nb_free(structure);
}

/* ---- Elements and their kids. */

void nb_pdf_struct_kid(struct nb_pdf_doc *doc, struct nb_pdf_element *to,
                       struct nb_pdf_kid kid)
{
    struct nb_pdf_kid *copy = nb_arena_alloc(doc->structure->arena, sizeof *copy);
    if (!copy) {
        nb_pdf_fail(doc->pdf, nb_arena_status(doc->structure->arena));
        return;
    }
    *copy = kid;
    if (to->last)
        to->last->next = copy;
    else
        to->kids = copy;
    to->last = copy;
}

/* The element of a tag; one within a block joins its parent's kids at this moment, and so do
 * those around it. */
static struct nb_pdf_element *element_of(struct nb_pdf_doc *doc,
                                         const struct nb_tag *tag)
{
    struct nb_pdf_element *elements = doc->structure->elements;
    for (const struct nb_tag *at = tag; nb_tag_is_inline(at->kind); at = at->parent) {
        struct nb_pdf_element *own = &elements[at->index];
        if (own->attached)
            break;
        own->attached = true;
        nb_pdf_struct_kid(
            doc, &elements[at->parent->index],
            (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT, .number = own->object});
    }
    return &elements[tag->index];
}

/* ---- The parent tree. */

/* Up to the end of a cell: entries begin with one. */
static void put_space(struct nb_buf *entry, int cell)
{
    while (entry->len % (size_t)cell && entry->status == NB_OK)
        nb_buf_putc(entry, ' ');
}

static void end_leaf(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    struct nb_buf raw = NB_BUF_INIT;
    if (!structure->gathered)
        return;
    int cell = nb_pdf_cell_for(structure->last);
    nb_buf_printf(&raw, "/Limits[%u %u]/Nums[", structure->first_key,
                  structure->last_key);
    nb_pdf_cell_end(&raw, cell);
    nb_buf_str(&raw, nb_buf_view(&structure->entries));
    nb_buf_putc(&raw, ']');
    if (raw.status != NB_OK || structure->entries.status != NB_OK)
        nb_pdf_fail(doc->pdf, NB_NOMEM);
    unsigned leaf = nb_pdf_add(doc->pdf);
    nb_pdf_set_cells(doc->pdf, leaf, nb_buf_view(&raw), cell);
    nb_buf_free(&raw);
    nb_pdf_ref(&structure->kids, leaf);
    nb_buf_putc(&structure->kids, ' ');
    nb_buf_clear(&structure->entries);
    structure->gathered = 0;
}

struct nb_buf *nb_pdf_struct_entry(struct nb_pdf_doc *doc, unsigned key)
{
    struct nb_pdf_struct *structure = doc->structure;
    if (structure->gathered == LEAF)
        end_leaf(doc);
    if (!structure->gathered)
        structure->first_key = key;
    structure->last_key = key;
    structure->gathered++;
    nb_buf_int(&structure->entries, key);
    return &structure->entries;
}

/* Writes a span below `parent` that holds `count` parts from `first` on; its text is `text`,
 * unless that is empty: what the parts say. Returns its object. */
static unsigned write_span(struct nb_pdf_doc *doc, unsigned page, unsigned parent,
                           unsigned first, unsigned count, struct nb_str text)
{
    struct nb_buf raw = NB_BUF_INIT;
    nb_buf_puts(&raw, "/S/Span/P ");
    nb_pdf_ref(&raw, parent);
    if (text.len) {
        nb_buf_puts(&raw, "/ActualText");
        nb_pdf_text(&raw, text);
    }
    nb_buf_puts(&raw, "/Pg ");
    nb_pdf_ref(&raw, page);
    nb_buf_puts(&raw, "/K[");
    for (unsigned part = first; part < first + count; part++)
        nb_buf_printf(&raw, part > first ? " %u" : "%u", part);
    nb_buf_putc(&raw, ']');
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    unsigned span = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, span, nb_buf_view(&raw));
    nb_buf_free(&raw);
    return span;
}

/* Text that runs from right to left is drawn from left to right: its span says how it is
 * read. */
static unsigned write_spelling(struct nb_pdf_doc *doc, const struct nb_marks *marks,
                               const struct nb_mark *mark, unsigned page,
                               unsigned parent)
{
    struct nb_buf text = NB_BUF_INIT;
    for (size_t i = mark->first; i < mark->end; i++) {
        const struct nb_run *run = marks->runs[i];
        nb_pdf_visible(&text, (struct nb_str){run->text, run->text_len});
        if (run->space_after)
            nb_buf_putc(&text, ' ');
    }
    if (text.status != NB_OK)
        nb_pdf_fail(doc->pdf, text.status);
    unsigned span =
        write_span(doc, page, parent, mark->number, mark->parts, nb_buf_view(&text));
    nb_buf_free(&text);
    return span;
}

/* Gives a mark's parts to its tag's element, or to spans below that; *owners: by part. */
static void take_mark(struct nb_pdf_doc *doc, size_t page,
                      const struct nb_pdf_drawn *drawn, const struct nb_mark *mark,
                      unsigned *owners)
{
    struct nb_pdf_element *element = element_of(doc, mark->tag);
    unsigned object = doc->pages[page], span = 0;
    element->image = mark->image;
    element->page_height = (double)doc->in->book->pages[page]->height;
    if (mark->rtl) {
        span = write_spelling(doc, &drawn->marks, mark, object, element->object);
        nb_pdf_struct_kid(
            doc, element,
            (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT, .number = span});
    }
    for (unsigned i = mark->number; i < mark->number + mark->parts; i++) {
        owners[i] = span ? span : element->object;
        if (!span && drawn->parts.data[i] == NB_PDF_PART_SPAN) {
            owners[i] =
                write_span(doc, object, element->object, i, 1, (struct nb_str){0});
            nb_pdf_struct_kid(
                doc, element,
                (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT, .number = owners[i]});
        } else if (!span) {
            nb_pdf_struct_kid(doc, element,
                              (struct nb_pdf_kid){.kind = NB_PDF_KID_CONTENT,
                                                  .page = object,
                                                  .number = i});
        }
    }
}

void nb_pdf_struct_page(struct nb_pdf_doc *doc, size_t page,
                        const struct nb_pdf_drawn *drawn)
{
    size_t count = drawn->parts.len;
    unsigned *owners = nb_calloc(count + 1, sizeof *owners);
    if (!owners) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    for (size_t i = 0; i < drawn->marks.count; i++)
        if (drawn->marks.read[i]->parts)
            take_mark(doc, page, drawn, drawn->marks.read[i], owners);
    int cell = nb_pdf_cell_for(doc->structure->last);
    struct nb_buf *entry = nb_pdf_struct_entry(doc, (unsigned)page);
    nb_buf_putc(entry, '[');
    put_space(entry, cell);
    for (size_t i = 0; i < count; i++)
        nb_buf_printf(entry, "%*u 0 R ", cell - 5, owners[i]);
    nb_buf_putc(entry, ']');
    put_space(entry, cell);
    nb_free(owners);
}

int nb_pdf_struct_link(struct nb_pdf_doc *doc, size_t page,
                       const struct nb_page_link *link, unsigned annotation)
{
    struct nb_pdf_struct *structure = doc->structure;
    if (!structure || !link->origin.tag)
        return -1;
    if (structure->link_count == structure->link_room) {
        size_t room = structure->link_room ? structure->link_room * 2 : 64;
        unsigned *links = nb_realloc(structure->links, room * sizeof *structure->links);
        if (!links) {
            nb_pdf_fail(doc->pdf, NB_NOMEM);
            return -1;
        }
        structure->links = links;
        structure->link_room = room;
    }
    struct nb_pdf_element *element = element_of(doc, link->origin.tag);
    nb_pdf_struct_kid(doc, element,
                      (struct nb_pdf_kid){.kind = NB_PDF_KID_ANNOTATION,
                                          .page = doc->pages[page],
                                          .number = annotation});
    structure->links[structure->link_count] = element->object;
    return (int)(doc->in->book->page_count + structure->link_count++);
}

unsigned nb_pdf_struct_parents(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    struct nb_buf raw = NB_BUF_INIT;
    for (size_t i = 0; i < structure->link_count; i++) {
        struct nb_buf *entry =
            nb_pdf_struct_entry(doc, (unsigned)(doc->in->book->page_count + i));
        nb_buf_putc(entry, ' ');
        nb_pdf_ref(entry, structure->links[i]);
        nb_buf_putc(entry, ' ');
    }
    end_leaf(doc);
    unsigned parents = nb_pdf_add(doc->pdf);
    nb_buf_puts(&raw, "/Kids[");
    nb_buf_str(&raw, nb_buf_view(&structure->kids));
    nb_buf_putc(&raw, ']');
    nb_pdf_set_raw(doc->pdf, parents, nb_buf_view(&raw));
    if (raw.status != NB_OK)
        nb_pdf_fail(doc->pdf, raw.status);
    nb_buf_free(&raw);
    return parents;
}
