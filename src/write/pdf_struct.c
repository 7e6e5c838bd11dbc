/* The structure tree (ISO 32000-1, 14.7 and 14.8; ISO 14289-1): a structure element for each
 * tag that something on the pages belongs to, and the parent tree, which leads from the marked
 * content of each page back to it.
 *
 * Pages are taken in one after the other. What stands within a block (marked content, links)
 * comes in the order in which it is found on them; blocks and containers in the tree's. */
#include "write/pdf.h"

#include "base/mem.h"

#include <string.h>

enum { LEAF = 128 }; /* entries in one leaf of the parent tree */

#define NOTE_ID "(note%010u)" /* sorts as the number does */

enum kid_kind { CONTENT, ANNOTATION, ELEMENT };

struct kid {
    enum kid_kind kind;
    unsigned page;   /* object number, of content and annotations */
    unsigned number; /* the content's, or an object's */
    struct kid *next;
};

/* Of one tag; object 0: it has no element yet. */
struct element {
    unsigned object;
    bool attached; /* an inline one: its parent has it among its kids */
    struct kid *kids, *last;
    const struct nb_placed_image *image;
    double page_height; /* of the picture's page, pt */
};

/* The parent tree in the making: entries are gathered, and written leaf by leaf. */
struct nb_pdf_struct {
    struct nb_arena *arena;
    struct element *elements; /* by the tags' index */
    const struct nb_tag **tags;
    size_t count;
    struct nb_buf entries, kids; /* "4[8 0 R]…"; "9 0 R …", the leaves */
    size_t gathered;
    unsigned first_key, last_key; /* of those gathered */
    unsigned *links; /* the element of each link, in the order of its key */
    size_t link_count, link_room;
};

/* The type by the tag's kind. Those that are not standard are mapped by `roles`. */
static const char *const types[] = {
    [NB_TAG_GROUP] = "NonStruct",
    [NB_TAG_DOCUMENT] = "Document",
    [NB_TAG_SECTION] = "Sect",
    [NB_TAG_ARTICLE] = "Art",
    [NB_TAG_DIVISION] = "Div",
    [NB_TAG_QUOTE] = "BlockQuote",
    [NB_TAG_PULLQUOTE] = "PullQuote",
    [NB_TAG_LIST] = "L",
    [NB_TAG_ITEM] = "LI",
    [NB_TAG_ITEM_BODY] = "LBody",
    [NB_TAG_TABLE] = "Table",
    [NB_TAG_ROW] = "TR",
    [NB_TAG_NOTE] = "Note",
    [NB_TAG_CONTENTS] = "TOC",
    [NB_TAG_ENTRY] = "TOCI",
    [NB_TAG_HEADING] = "H",
    [NB_TAG_PARAGRAPH] = "P",
    [NB_TAG_KICKER] = "Kicker",
    [NB_TAG_STANDFIRST] = "Standfirst",
    [NB_TAG_BYLINE] = "Byline",
    [NB_TAG_LABEL] = "Lbl",
    [NB_TAG_CAPTION] = "Caption",
    [NB_TAG_CREDIT] = "Credit",
    [NB_TAG_HEADER] = "TH",
    [NB_TAG_CELL] = "TD",
    [NB_TAG_FIGURE] = "Figure",
    [NB_TAG_LINK] = "Link",
    [NB_TAG_REFERENCE] = "Reference",
    [NB_TAG_CODE] = "Code",
    [NB_TAG_SPAN] = "Span",
};

static const char roles[] = "/RoleMap<</Kicker/P/Standfirst/P/Byline/P/Credit/P"
                            "/PullQuote/BlockQuote>>";

const char *nb_pdf_struct_type(const struct nb_tag *tag)
{
    static const char *const headings[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
    if (tag->kind == NB_TAG_HEADING && tag->u.level >= 1 && tag->u.level <= 6)
        return headings[tag->u.level - 1];
    return types[tag->kind];
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
}

void nb_pdf_struct_free(struct nb_pdf_struct *structure)
{
    if (!structure)
        return;
    nb_arena_free(structure->arena);
    nb_free(structure->elements);
    nb_free(structure->tags);
    nb_free(structure->links);
    nb_buf_free(&structure->entries);
    nb_buf_free(&structure->kids);
    nb_free(structure);
}

/* ---- Elements and their kids. */

static void add_kid(struct nb_pdf_doc *doc, struct element *to, struct kid kid)
{
    struct kid *copy = nb_arena_alloc(doc->structure->arena, sizeof *copy);
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

/* The element of a tag, which gets an object; one within a block joins its parent's kids at
 * this moment, and so do those around it. */
static struct element *element_of(struct nb_pdf_doc *doc, const struct nb_tag *tag)
{
    struct element *elements = doc->structure->elements;
    struct element *element = &elements[tag->index];
    if (!element->object)
        element->object = nb_pdf_add(doc->pdf);
    for (const struct nb_tag *at = tag; nb_tag_is_inline(at->kind); at = at->parent) {
        struct element *parent = &elements[at->parent->index];
        struct element *own = &elements[at->index];
        if (own->attached)
            break;
        own->attached = true;
        if (!parent->object)
            parent->object = nb_pdf_add(doc->pdf);
        add_kid(doc, parent, (struct kid){.kind = ELEMENT, .number = own->object});
    }
    return element;
}

/* ---- The parent tree. */

static void end_leaf(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    struct nb_buf raw = NB_BUF_INIT;
    if (!structure->gathered)
        return;
    nb_buf_printf(&raw, "/Limits[%u %u]/Nums[", structure->first_key,
                  structure->last_key);
    nb_buf_str(&raw, nb_buf_view(&structure->entries));
    nb_buf_putc(&raw, ']');
    if (raw.status != NB_OK || structure->entries.status != NB_OK)
        nb_pdf_fail(doc->pdf, NB_NOMEM);
    unsigned leaf = nb_pdf_add(doc->pdf);
    nb_pdf_set_raw(doc->pdf, leaf, nb_buf_view(&raw));
    nb_buf_free(&raw);
    nb_pdf_ref(&structure->kids, leaf);
    nb_buf_putc(&structure->kids, ' ');
    nb_buf_clear(&structure->entries);
    structure->gathered = 0;
}

/* Begins the entry of a key; keys rise. */
static struct nb_buf *add_entry(struct nb_pdf_doc *doc, unsigned key)
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
    struct element *element = element_of(doc, mark->tag);
    unsigned object = doc->pages[page], span = 0;
    element->image = mark->image;
    element->page_height = (double)doc->in->book->pages[page]->height;
    if (mark->rtl) {
        span = write_spelling(doc, &drawn->marks, mark, object, element->object);
        add_kid(doc, element, (struct kid){.kind = ELEMENT, .number = span});
    }
    for (unsigned i = mark->number; i < mark->number + mark->parts; i++) {
        owners[i] = span ? span : element->object;
        if (!span && drawn->parts.data[i] == NB_PDF_PART_SPAN) {
            owners[i] =
                write_span(doc, object, element->object, i, 1, (struct nb_str){0});
            add_kid(doc, element, (struct kid){.kind = ELEMENT, .number = owners[i]});
        } else if (!span) {
            add_kid(doc, element,
                    (struct kid){.kind = CONTENT, .page = object, .number = i});
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
    struct nb_buf *entry = add_entry(doc, (unsigned)page);
    nb_buf_putc(entry, '[');
    for (size_t i = 0; i < count; i++) {
        nb_pdf_ref(entry, owners[i]);
        nb_buf_putc(entry, i + 1 < count ? ' ' : ']');
    }
    if (!count)
        nb_buf_putc(entry, ']');
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
    struct element *element = element_of(doc, link->origin.tag);
    add_kid(doc, element,
            (struct kid){
                .kind = ANNOTATION, .page = doc->pages[page], .number = annotation});
    structure->links[structure->link_count] = element->object;
    return (int)(doc->in->book->page_count + structure->link_count++);
}

/* ---- Writing. */

/* The tag whose element holds that of `tag`; NULL for the root's. */
static const struct nb_tag *holder_of(const struct nb_tag *tag)
{
    do
        tag = tag->parent;
    while (tag && tag->kind == NB_TAG_GROUP);
    return tag;
}

/* Gives elements to what holds others, and lists them as kids: those that hold nothing in the
 * end are passed over. Children have greater indexes than their parents. */
static void join_elements(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    for (size_t i = structure->count; i-- > 0;) {
        const struct nb_tag *tag = structure->tags[i], *holder = holder_of(tag);
        if (tag->kind == NB_TAG_GROUP || !holder || !structure->elements[i].object)
            continue;
        struct element *parent = &structure->elements[holder->index];
        if (!parent->object)
            parent->object = nb_pdf_add(doc->pdf);
    }
    for (size_t i = 1; i < structure->count; i++) {
        const struct nb_tag *tag = structure->tags[i], *holder = holder_of(tag);
        unsigned object = structure->elements[i].object;
        if (object && holder && !nb_tag_is_inline(tag->kind))
            add_kid(doc, &structure->elements[holder->index],
                    (struct kid){.kind = ELEMENT, .number = object});
    }
}

static void put_kid(struct nb_buf *out, const struct kid *kid, unsigned page)
{
    switch (kid->kind) {
    case CONTENT:
        if (kid->page == page) {
            nb_buf_int(out, kid->number);
            return;
        }
        nb_buf_puts(out, "<</Type/MCR/Pg ");
        nb_pdf_ref(out, kid->page);
        nb_buf_puts(out, "/MCID ");
        nb_buf_int(out, kid->number);
        nb_buf_puts(out, ">>");
        return;
    case ANNOTATION:
        nb_buf_puts(out, "<</Type/OBJR/Pg ");
        nb_pdf_ref(out, kid->page);
        nb_buf_puts(out, "/Obj ");
        nb_pdf_ref(out, kid->number);
        nb_buf_puts(out, ">>");
        return;
    case ELEMENT:
        nb_pdf_ref(out, kid->number);
        return;
    }
}

static void put_kids(struct nb_buf *out, const struct element *element)
{
    unsigned page = 0;
    for (const struct kid *kid = element->kids; kid && !page; kid = kid->next)
        if (kid->kind == CONTENT)
            page = kid->page;
    if (page) {
        nb_buf_puts(out, "/Pg ");
        nb_pdf_ref(out, page);
    }
    bool one = element->kids && !element->kids->next;
    nb_buf_puts(out, one ? "/K " : "/K[");
    for (const struct kid *kid = element->kids; kid; kid = kid->next) {
        put_kid(out, kid, page);
        if (kid->next)
            nb_buf_putc(out, ' ');
    }
    if (!one)
        nb_buf_putc(out, ']');
}

/* The language, where it is not that of what is around. */
static void put_lang(struct nb_buf *out, const struct nb_tag *tag)
{
    const struct nb_tag *around = tag->parent;
    while (around && !around->lang)
        around = around->parent;
    if (!tag->lang || (around && strcmp(around->lang, tag->lang) == 0))
        return;
    nb_buf_puts(out, "/Lang");
    nb_pdf_text(out, nb_str_of(tag->lang));
}

static void put_cell(struct nb_buf *out, const struct nb_tag *tag)
{
    bool header = tag->kind == NB_TAG_HEADER;
    if (!header && tag->u.cell.colspan < 2 && tag->u.cell.rowspan < 2)
        return;
    nb_buf_puts(out, "/A<</O/Table");
    if (header)
        nb_buf_puts(out, tag->u.cell.across ? "/Scope/Row" : "/Scope/Column");
    if (tag->u.cell.colspan > 1)
        nb_buf_printf(out, "/ColSpan %u", tag->u.cell.colspan);
    if (tag->u.cell.rowspan > 1)
        nb_buf_printf(out, "/RowSpan %u", tag->u.cell.rowspan);
    nb_buf_puts(out, ">>");
}

static void put_figure(struct nb_buf *out, const struct nb_tag *tag,
                       const struct element *element)
{
    const struct nb_placed_image *at = element->image;
    if (tag->u.alt) {
        nb_buf_puts(out, "/Alt");
        nb_pdf_text(out, nb_str_of(tag->u.alt));
    }
    if (!at)
        return;
    double bottom = element->page_height - (double)at->y - (double)at->height;
    const double box[] = {(double)at->x, bottom, (double)at->x + (double)at->width,
                          bottom + (double)at->height};
    nb_buf_puts(out, "/A<</O/Layout/Placement/Block/BBox[");
    for (int i = 0; i < 4; i++) {
        nb_buf_real(out, box[i], 2);
        nb_buf_putc(out, i < 3 ? ' ' : ']');
    }
    nb_buf_puts(out, ">>");
}

static const char *numbering(const struct nb_tag *list)
{
    const struct nb_tag *item = list->first;
    if (!item || !item->first || item->first->kind != NB_TAG_LABEL)
        return "None";
    return list->u.ordered ? "Decimal" : "Disc";
}

static void put_attributes(struct nb_buf *out, const struct nb_tag *tag,
                           const struct element *element)
{
    put_lang(out, tag);
    if (tag->kind == NB_TAG_FIGURE)
        put_figure(out, tag, element);
    else if (tag->kind == NB_TAG_HEADER || tag->kind == NB_TAG_CELL)
        put_cell(out, tag);
    else if (tag->kind == NB_TAG_LIST)
        nb_buf_printf(out, "/A<</O/List/ListNumbering/%s>>", numbering(tag));
    else if (tag->kind == NB_TAG_NOTE)
        nb_buf_printf(out, "/ID" NOTE_ID, tag->index);
}

static void write_element(struct nb_pdf_doc *doc, const struct nb_tag *tag,
                          unsigned root, struct nb_buf *raw)
{
    const struct element *elements = doc->structure->elements;
    const struct element *element = &elements[tag->index];
    const struct nb_tag *holder =
        nb_tag_is_inline(tag->kind) ? tag->parent : holder_of(tag);
    nb_buf_clear(raw);
    nb_buf_puts(raw, "/S/");
    nb_buf_puts(raw, nb_pdf_struct_type(tag));
    nb_buf_puts(raw, "/P ");
    nb_pdf_ref(raw, holder ? elements[holder->index].object : root);
    put_attributes(raw, tag, element);
    put_kids(raw, element);
    nb_pdf_set_raw(doc->pdf, element->object, nb_buf_view(raw));
    if (raw->status != NB_OK)
        nb_pdf_fail(doc->pdf, raw->status);
}

/* The names that notes are known by. */
static void put_ids(const struct nb_pdf_struct *structure, struct nb_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < structure->count; i++) {
        unsigned object = structure->elements[i].object;
        if (structure->tags[i]->kind != NB_TAG_NOTE || !object)
            continue;
        nb_buf_puts(out, any ? " " : "/IDTree<</Names[");
        nb_buf_printf(out, NOTE_ID, (unsigned)i);
        nb_pdf_ref(out, object);
        any = true;
    }
    if (any)
        nb_buf_puts(out, "]>>");
}

/* The last leaf, and what holds them all. Returns its object. */
static unsigned write_parents(struct nb_pdf_doc *doc, struct nb_buf *raw)
{
    struct nb_pdf_struct *structure = doc->structure;
    for (size_t i = 0; i < structure->link_count; i++) {
        struct nb_buf *entry =
            add_entry(doc, (unsigned)(doc->in->book->page_count + i));
        nb_buf_putc(entry, ' ');
        nb_pdf_ref(entry, structure->links[i]);
        nb_buf_putc(entry, ' ');
    }
    end_leaf(doc);
    unsigned parents = nb_pdf_add(doc->pdf);
    nb_buf_clear(raw);
    nb_buf_puts(raw, "/Kids[");
    nb_buf_str(raw, nb_buf_view(&structure->kids));
    nb_buf_putc(raw, ']');
    nb_pdf_set_raw(doc->pdf, parents, nb_buf_view(raw));
    return parents;
}

static void write_root(struct nb_pdf_doc *doc, unsigned root, struct nb_buf *raw)
{
    struct nb_pdf_struct *structure = doc->structure;
    unsigned parents = write_parents(doc, raw);
    nb_buf_clear(raw);
    nb_buf_puts(raw, "/Type/StructTreeRoot/K ");
    nb_pdf_ref(raw, structure->elements[0].object);
    nb_buf_puts(raw, "/ParentTree ");
    nb_pdf_ref(raw, parents);
    nb_buf_printf(raw, "/ParentTreeNextKey %zu",
                  doc->in->book->page_count + structure->link_count);
    nb_buf_puts(raw, roles);
    put_ids(structure, raw);
    nb_pdf_set_raw(doc->pdf, root, nb_buf_view(raw));
    if (raw->status != NB_OK)
        nb_pdf_fail(doc->pdf, raw->status);
    nb_pdf_set_ref(doc->pdf, doc->catalog, "StructTreeRoot", root);
}

void nb_pdf_struct_write(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    if (!structure || nb_pdf_status(doc->pdf) != NB_OK)
        return;
    struct nb_buf raw = NB_BUF_INIT;
    join_elements(doc);
    if (!structure->elements[0].object)
        structure->elements[0].object = nb_pdf_add(doc->pdf);
    unsigned root = nb_pdf_add(doc->pdf);
    for (size_t i = 0; i < structure->count; i++)
        if (structure->elements[i].object)
            write_element(doc, structure->tags[i], root, &raw);
    write_root(doc, root, &raw);
    nb_buf_free(&raw);
}
