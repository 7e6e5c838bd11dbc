/* The structure tree, written: an element for each tag that holds something in the end. */
#include "write/pdf_struct.h"

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

static const char *type_of(const struct nb_tag *tag)
{
    static const char *const headings[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
    if (tag->kind == NB_TAG_HEADING && tag->u.level >= 1 && tag->u.level <= 6)
        return headings[tag->u.level - 1];
    return types[tag->kind];
}

/* Lists elements as their holders' kids, all but those that hold nothing in the end: what stood
 * on a page may be shown by no glyph. Children have greater indexes than their parents. */
static void join_elements(struct nb_pdf_doc *doc)
{
    struct nb_pdf_struct *structure = doc->structure;
    struct nb_pdf_element *elements = structure->elements;
    elements[0].live = true;
    for (size_t i = structure->count; i-- > 1;) {
        const struct nb_tag *holder = nb_pdf_struct_holder(structure->tags[i]);
        elements[i].live = elements[i].object && (elements[i].live || elements[i].kids);
        if (elements[i].live && holder)
            elements[holder->index].live = true;
    }
    for (size_t i = 1; i < structure->count; i++) {
        const struct nb_tag *tag = structure->tags[i];
        const struct nb_tag *holder = nb_pdf_struct_holder(tag);
        if (elements[i].live && holder && !nb_tag_is_inline(tag->kind))
            nb_pdf_struct_kid(doc, &elements[holder->index],
                              (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT,
                                                  .number = elements[i].object});
    }
}

static void put_kid(struct nb_buf *out, const struct nb_pdf_kid *kid, unsigned page)
{
    switch (kid->kind) {
    case NB_PDF_KID_CONTENT:
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
    case NB_PDF_KID_ANNOTATION:
        nb_buf_puts(out, "<</Type/OBJR");
        if (kid->page != page) {
            nb_buf_puts(out, "/Pg ");
            nb_pdf_ref(out, kid->page);
        }
        nb_buf_puts(out, "/Obj ");
        nb_pdf_ref(out, kid->number);
        nb_buf_puts(out, ">>");
        return;
    case NB_PDF_KID_ELEMENT:
        nb_pdf_ref(out, kid->number);
        return;
    }
}

static void put_kids(struct nb_buf *out, const struct nb_pdf_element *element)
{
    unsigned page = 0;
    for (const struct nb_pdf_kid *kid = element->kids; kid && !page; kid = kid->next)
        if (kid->kind == NB_PDF_KID_CONTENT)
            page = kid->page;
    if (page) {
        nb_buf_puts(out, "/Pg ");
        nb_pdf_ref(out, page);
    }
    bool one = element->kids && !element->kids->next;
    nb_buf_puts(out, one ? "/K " : "/K[");
    for (const struct nb_pdf_kid *kid = element->kids; kid; kid = kid->next) {
        put_kid(out, kid, page);
        if (kid->next)
            nb_buf_putc(out, ' ');
    }
    if (!one)
        nb_buf_putc(out, ']');
}

/* Most elements: a block of text that stands on one page. Each thing has its place. */
static void put_block(struct nb_buf *out, unsigned parent, const char *type,
                      const struct nb_pdf_kid *kid)
{
    nb_buf_printf(out, "/P %6u 0 R/Pg %6u 0 R/S/%-6s/K %3u", parent, kid->page, type,
                  kid->number);
}

/* A container: a list of elements, one to a cell. */
static void write_container(struct nb_pdf_doc *doc, unsigned object, unsigned parent,
                            const char *type, const struct nb_pdf_kid *kids,
                            struct nb_buf *raw)
{
    int cell = nb_pdf_cell_for(doc->structure->last);
    nb_buf_printf(raw, "/S/%s/P", type);
    nb_pdf_cell_end(raw, cell);
    nb_pdf_cell_ref(raw, parent, cell);
    nb_buf_puts(raw, "/K[");
    nb_pdf_cell_end(raw, cell);
    for (; kids; kids = kids->next)
        nb_pdf_cell_ref(raw, kids->number, cell);
    nb_buf_putc(raw, ']');
    nb_pdf_set_cells(doc->pdf, object, nb_buf_view(raw), cell);
}

static bool holds_elements(const struct nb_pdf_kid *kids)
{
    while (kids && kids->kind == NB_PDF_KID_ELEMENT)
        kids = kids->next;
    return !kids;
}

static void write_element(struct nb_pdf_doc *doc, const struct nb_tag *tag,
                          unsigned root, struct nb_buf *raw)
{
    const struct nb_pdf_element *elements = doc->structure->elements;
    const struct nb_pdf_element *element = &elements[tag->index];
    const struct nb_pdf_kid *kids = element->kids;
    const struct nb_tag *holder = nb_pdf_struct_holder(tag);
    unsigned parent = holder ? elements[holder->index].object : root;
    const char *type = type_of(tag);
    nb_buf_clear(raw);
    nb_pdf_struct_attributes(doc->structure, tag, raw);
    if (!raw->len && kids && !kids->next && kids->kind == NB_PDF_KID_CONTENT) {
        put_block(raw, parent, type, kids);
        nb_pdf_set_row(doc->pdf, element->object, nb_buf_view(raw));
    } else if (nb_tag_is_container(tag->kind) && holds_elements(kids)) {
        write_container(doc, element->object, parent, type, kids, raw);
    } else {
        nb_buf_printf(raw, "/S/%s/P ", type);
        nb_pdf_ref(raw, parent);
        put_kids(raw, element);
        nb_pdf_set_raw(doc->pdf, element->object, nb_buf_view(raw));
    }
    if (raw->status != NB_OK)
        nb_pdf_fail(doc->pdf, raw->status);
}

static void write_root(struct nb_pdf_doc *doc, unsigned root, struct nb_buf *raw)
{
    struct nb_pdf_struct *structure = doc->structure;
    unsigned parents = nb_pdf_struct_parents(doc);
    nb_buf_clear(raw);
    nb_buf_puts(raw, "/Type/StructTreeRoot/K ");
    nb_pdf_ref(raw, structure->elements[0].object);
    nb_buf_puts(raw, "/ParentTree ");
    nb_pdf_ref(raw, parents);
    nb_buf_printf(raw, "/ParentTreeNextKey %zu",
                  doc->in->book->page_count + structure->link_count);
    nb_buf_puts(raw, roles);
    nb_pdf_struct_ids(structure, raw);
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
    unsigned root = nb_pdf_add(doc->pdf);
    for (size_t i = 0; i < structure->count; i++)
        if (structure->elements[i].live)
            write_element(doc, structure->tags[i], root, &raw);
    write_root(doc, root, &raw);
    nb_buf_free(&raw);
}
