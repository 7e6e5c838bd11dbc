/* The structure tree (ISO 32000-1, 14.7 and 14.8; ISO 14289-1): a structure element for each
 * tag that something on the pages belongs to, and the parent tree, which leads from the marked
 * content of each page back to it.
 *
 * Pages are taken in one after the other. What stands within a block (marked content, links)
 * comes in the order in which it is found on them; blocks and containers in the tree's. Parts
 * of the tree that are done are written and forgotten. */
#include "write/pdf_struct.h"

#include "base/mem.h"

#include <string.h>

enum {
    LEAF = 128,          /* entries in one leaf of the parent tree */
    FIRST_LINK = 1 << 24 /* key of the first link in it; pages have smaller ones */
};

/* Articles, sections and notes are what links lead to. */
static void add_target(struct nb_pdf_doc *doc, struct nb_tag *tag, unsigned object)
{
    struct nb_str name = nb_str_of(tag->u.anchor);
    if (!name.len || nb_map_get(doc->structure->targets, name))
        return;
    struct nb_pdf_target *target = nb_arena_alloc(doc->arena, sizeof *target);
    if (!target) {
        nb_pdf_fail(doc->pdf, nb_arena_status(doc->arena));
        return;
    }
    *target = (struct nb_pdf_target){tag, object};
    enum nb_status status = nb_map_set(doc->structure->targets, name, target);
    if (status != NB_OK)
        nb_pdf_fail(doc->pdf, status);
}

void nb_pdf_struct_new(struct nb_pdf_doc *doc)
{
    const struct nb_book *book = doc->in->book;
    if (!book->tags)
        return;
    doc->structure = nb_calloc(1, sizeof *doc->structure);
    if (!doc->structure) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    doc->structure->count = 1;
    doc->structure->targets = nb_map_new();
    if (!doc->structure->targets) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    doc->structure->artifacts = nb_pdf_reserve(doc->pdf);
    nb_pdf_put(doc->pdf, doc->structure->artifacts,
               NB_STR("/" NB_PDF_LAYOUT "<</Type/Layout>>/" NB_PDF_HEADER
                      "<</Type/Pagination/Subtype/Header>>/" NB_PDF_FOOTER
                      "<</Type/Pagination/Subtype/Footer>>"));
    for (struct nb_tag *tag = book->tags; tag; tag = nb_tag_next(tag))
        tag->index = 0; /* another writer's */
    for (struct nb_tag *tag = book->tags; tag; tag = nb_tag_next(tag))
        if (tag->kind == NB_TAG_ARTICLE || tag->kind == NB_TAG_SECTION)
            add_target(doc, tag, 0);
}

void nb_pdf_struct_see(struct nb_pdf_doc *doc, const struct nb_page *page)
{
    const struct nb_tag *before = NULL;
    if (!doc->structure)
        return;
    for (const struct nb_run *run = page->runs; run; run = run->next) {
        struct nb_tag *tag = run->origin.tag;
        bool same = tag == before;
        before = tag;
        while (!same && tag && tag->kind != NB_TAG_NOTE)
            tag = tag->parent;
        if (!same && tag && run->glyph_count)
            add_target(doc, tag, nb_pdf_struct_object(doc, tag));
    }
}

unsigned nb_pdf_struct_target(struct nb_pdf_doc *doc, const char *anchor)
{
    struct nb_pdf_target *target = NULL;
    if (doc->structure && anchor)
        target = nb_map_get(doc->structure->targets, nb_str_of(anchor));
    if (target && !target->object)
        target->object = nb_pdf_struct_object(doc, target->tag);
    return target ? target->object : 0;
}

void nb_pdf_struct_resources(const struct nb_pdf_doc *doc, struct nb_buf *out)
{
    if (!doc->structure)
        return;
    nb_buf_puts(out, "/Properties ");
    nb_pdf_ref(out, doc->structure->artifacts);
}

static void leaf_free(struct nb_pdf_leaf *leaf)
{
    for (size_t i = 0; leaf->pages && i < LEAF; i++)
        nb_buf_free(&leaf->pages[i]);
    nb_free(leaf->pages);
    leaf->pages = NULL;
    nb_buf_free(&leaf->entries);
}

void nb_pdf_struct_free(struct nb_pdf_struct *structure)
{
    if (!structure)
        return;
    for (size_t i = 0; i < structure->count && structure->elements; i++)
        nb_free(structure->elements[i].kids);
    for (size_t i = 0; i < structure->leaf_count; i++)
        leaf_free(&structure->leaves[i]);
    leaf_free(&structure->open);
    nb_free(structure->elements);
    nb_free(structure->spare);
    nb_free(structure->leaves);
    nb_buf_free(&structure->links);
    nb_buf_free(&structure->notes);
    nb_buf_free(&structure->heads);
    nb_map_free(structure->targets);
    nb_free(structure);
}

/* Makes room for `want` pieces of `size` bytes, zeroed; NULL without memory. */
static void *grown(struct nb_pdf_doc *doc, void *array, size_t *room, size_t want,
                   size_t size)
{
    if (want <= *room)
        return array;
    size_t more = *room ? *room * 2 : 64;
    while (more < want)
        more *= 2;
    char *larger = nb_realloc(array, more * size);
    if (!larger) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return NULL;
    }
    memset(larger + *room * size, 0, (more - *room) * size);
    *room = more;
    return larger;
}

/* ---- Elements and their kids. */

void nb_pdf_struct_kid(struct nb_pdf_doc *doc, struct nb_pdf_element *to,
                       struct nb_pdf_kid kid)
{
    if (to->count == to->room) {
        uint32_t room = to->room ? to->room * 2 : 2;
        struct nb_pdf_kid *kids = nb_realloc(to->kids, room * sizeof *kids);
        if (!kids) {
            nb_pdf_fail(doc->pdf, NB_NOMEM);
            return;
        }
        to->kids = kids;
        to->room = room;
    }
    to->kids[to->count++] = kid;
}

struct nb_pdf_element *nb_pdf_struct_keep(struct nb_pdf_doc *doc, struct nb_tag *tag)
{
    struct nb_pdf_struct *structure = doc->structure;
    if (tag->index)
        return &structure->elements[tag->index];
    if (structure->spare_count) {
        tag->index = structure->spare[--structure->spare_count];
        return &structure->elements[tag->index];
    }
    struct nb_pdf_element *elements = grown(doc, structure->elements, &structure->room,
                                            structure->count + 1, sizeof *elements);
    if (!elements)
        return NULL;
    structure->elements = elements;
    tag->index = (uint32_t)structure->count++;
    return &elements[tag->index];
}

unsigned nb_pdf_struct_object(struct nb_pdf_doc *doc, struct nb_tag *tag)
{
    struct nb_pdf_element *element = nb_pdf_struct_keep(doc, tag);
    if (element && !element->object)
        element->object = nb_pdf_reserve(doc->pdf);
    return element ? element->object : 0;
}

void nb_pdf_struct_forget(struct nb_pdf_doc *doc, struct nb_tag *tag)
{
    struct nb_pdf_struct *structure = doc->structure;
    if (!tag->index)
        return;
    struct nb_pdf_element *element = &structure->elements[tag->index];
    uint32_t *spare = grown(doc, structure->spare, &structure->spare_room,
                            structure->spare_count + 1, sizeof *spare);
    nb_free(element->kids);
    *element = (struct nb_pdf_element){0};
    if (!spare)
        return;
    structure->spare = spare;
    spare[structure->spare_count++] = tag->index;
    tag->index = 0;
}

/* The element of a tag, which gets an object; one within a block joins its parent's kids at
 * this moment, and so do those around it. */
static struct nb_pdf_element *element_of(struct nb_pdf_doc *doc, struct nb_tag *tag,
                                         unsigned page)
{
    if (!nb_pdf_struct_object(doc, tag))
        return NULL;
    for (struct nb_tag *at = tag; nb_tag_is_inline(at->kind); at = at->parent) {
        struct nb_pdf_element *own = nb_pdf_struct_keep(doc, at);
        if (!own || own->attached)
            break;
        own->attached = true;
        unsigned object = nb_pdf_struct_object(doc, at);
        struct nb_pdf_element *parent = nb_pdf_struct_object(doc, at->parent)
                                            ? nb_pdf_struct_keep(doc, at->parent)
                                            : NULL;
        if (parent)
            nb_pdf_struct_kid(doc, parent,
                              (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT,
                                                  .page = page,
                                                  .number = object});
    }
    return nb_pdf_struct_keep(doc, tag);
}

/* ---- The parent tree. */

/* Up to the end of a cell: entries begin with one. */
static void put_space(struct nb_buf *entry, int cell)
{
    while (entry->len % (size_t)cell && entry->status == NB_OK)
        nb_buf_putc(entry, ' ');
}

/* Writes a leaf that has the entries of the keys from `first` to `last`. */
static void write_leaf(struct nb_pdf_doc *doc, struct nb_pdf_leaf *leaf, unsigned first,
                       unsigned last)
{
    struct nb_buf raw = NB_BUF_INIT;
    int cell = nb_pdf_cell(doc->pdf);
    nb_buf_printf(&raw, "/Limits[%u %u]/Nums[", first, last);
    nb_pdf_cell_end(&raw, cell);
    for (unsigned i = 0; leaf->pages && i <= last - first; i++) {
        nb_buf_str(&raw, nb_buf_view(&leaf->pages[i]));
        if (leaf->pages[i].status != NB_OK)
            nb_pdf_fail(doc->pdf, leaf->pages[i].status);
    }
    nb_buf_str(&raw, nb_buf_view(&leaf->entries));
    nb_buf_putc(&raw, ']');
    if (raw.status != NB_OK || leaf->entries.status != NB_OK)
        nb_pdf_fail(doc->pdf, NB_NOMEM);
    leaf->object = nb_pdf_reserve(doc->pdf);
    nb_pdf_put_cells(doc->pdf, leaf->object, nb_buf_view(&raw), cell);
    nb_buf_free(&raw);
    leaf_free(leaf);
}

/* Takes the entry of a page. Pages come in any order, each once. */
static void add_page_entry(struct nb_pdf_doc *doc, size_t page, struct nb_str entry)
{
    struct nb_pdf_struct *structure = doc->structure;
    size_t number = page / LEAF;
    struct nb_pdf_leaf *leaves = grown(doc, structure->leaves, &structure->leaf_room,
                                       number + 1, sizeof *leaves);
    if (!leaves)
        return;
    structure->leaves = leaves;
    if (structure->leaf_count < number + 1)
        structure->leaf_count = number + 1;
    struct nb_pdf_leaf *leaf = &leaves[number];
    if (!leaf->pages)
        leaf->pages = nb_calloc(LEAF, sizeof *leaf->pages);
    if (!leaf->pages) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    nb_buf_str(&leaf->pages[page % LEAF], entry);
    if (++leaf->count == LEAF)
        write_leaf(doc, leaf, (unsigned)(number * LEAF),
                   (unsigned)(number * LEAF) + LEAF - 1);
}

/* Takes the entry of the next link. */
static unsigned add_link_entry(struct nb_pdf_doc *doc, unsigned object)
{
    struct nb_pdf_struct *structure = doc->structure;
    struct nb_pdf_leaf *leaf = &structure->open;
    unsigned key = FIRST_LINK + structure->link_count++;
    nb_buf_int(&leaf->entries, key);
    nb_buf_putc(&leaf->entries, ' ');
    nb_pdf_ref(&leaf->entries, object);
    nb_buf_putc(&leaf->entries, ' ');
    if (++leaf->count == LEAF) {
        write_leaf(doc, leaf, key + 1 - LEAF, key);
        nb_pdf_ref(&structure->links, leaf->object);
        nb_buf_putc(&structure->links, ' ');
        *leaf = (struct nb_pdf_leaf){0};
    }
    return key;
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
    unsigned span = nb_pdf_reserve(doc->pdf);
    nb_pdf_put(doc->pdf, span, nb_buf_view(&raw));
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
    unsigned object = doc->pages[page], span = 0;
    struct nb_pdf_element *element = element_of(doc, mark->tag, object);
    if (!element)
        return;
    element->image = mark->image;
    element->page_height = (double)doc->in->book->pages[page]->height;
    if (mark->rtl) {
        span = write_spelling(doc, &drawn->marks, mark, object, element->object);
        nb_pdf_struct_kid(doc, element,
                          (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT,
                                              .page = object,
                                              .number = span});
    }
    for (unsigned i = mark->number; i < mark->number + mark->parts; i++) {
        owners[i] = span ? span : element->object;
        if (!span && drawn->parts.data[i] == NB_PDF_PART_SPAN) {
            owners[i] =
                write_span(doc, object, element->object, i, 1, (struct nb_str){0});
            nb_pdf_struct_kid(doc, element,
                              (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT,
                                                  .page = object,
                                                  .number = owners[i]});
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
    struct nb_buf entry = NB_BUF_INIT;
    int cell = nb_pdf_cell(doc->pdf);
    nb_buf_int(&entry, (long long)page);
    nb_buf_putc(&entry, '[');
    put_space(&entry, cell);
    for (size_t i = 0; i < count; i++) {
        nb_buf_int_right(&entry, owners[i], cell - 5);
        nb_buf_add(&entry, " 0 R ", 5);
    }
    nb_buf_putc(&entry, ']');
    put_space(&entry, cell);
    if (entry.status != NB_OK)
        nb_pdf_fail(doc->pdf, entry.status);
    add_page_entry(doc, page, nb_buf_view(&entry));
    nb_buf_free(&entry);
    nb_free(owners);
}

int nb_pdf_struct_link(struct nb_pdf_doc *doc, size_t page,
                       const struct nb_page_link *link, unsigned annotation)
{
    if (!doc->structure || !link->origin.tag)
        return -1;
    struct nb_pdf_element *element =
        element_of(doc, link->origin.tag, doc->pages[page]);
    if (!element)
        return -1;
    nb_pdf_struct_kid(doc, element,
                      (struct nb_pdf_kid){.kind = NB_PDF_KID_ANNOTATION,
                                          .page = doc->pages[page],
                                          .number = annotation});
    return (int)add_link_entry(doc, element->object);
}

unsigned nb_pdf_struct_next_key(const struct nb_pdf_struct *structure)
{
    return FIRST_LINK + structure->link_count;
}

unsigned nb_pdf_struct_parents(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    unsigned pages = (unsigned)doc->in->book->page_count,
             links = FIRST_LINK + structure->link_count;
    struct nb_pdf_leaf *open = &structure->open;
    struct nb_buf raw = NB_BUF_INIT;
    nb_buf_puts(&raw, "/Kids[");
    for (size_t i = 0; i < structure->leaf_count; i++) {
        unsigned first = (unsigned)(i * LEAF);
        if (!structure->leaves[i].object)
            write_leaf(doc, &structure->leaves[i], first,
                       first + LEAF < pages ? first + LEAF - 1 : pages - 1);
        nb_pdf_ref(&raw, structure->leaves[i].object);
        nb_buf_putc(&raw, ' ');
    }
    nb_buf_str(&raw, nb_buf_view(&structure->links));
    if (open->count) {
        write_leaf(doc, open, links - open->count, links - 1);
        nb_pdf_ref(&raw, open->object);
    }
    nb_buf_putc(&raw, ']');
    unsigned parents = nb_pdf_reserve(doc->pdf);
    nb_pdf_put(doc->pdf, parents, nb_buf_view(&raw));
    if (raw.status != NB_OK || structure->links.status != NB_OK)
        nb_pdf_fail(doc->pdf, NB_NOMEM);
    nb_buf_free(&raw);
    return parents;
}
