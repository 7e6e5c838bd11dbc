/* The structure tree, written part by part: an element for each tag that holds something. */
#include "write/pdf_struct.h"

#include "base/mem.h"

#include <string.h>

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

/* The tag whose element holds that of `tag`; NULL for the root's. */
static struct nb_tag *holder_of(const struct nb_tag *tag)
{
    struct nb_tag *holder = tag->parent;
    while (holder && holder->kind == NB_TAG_GROUP)
        holder = holder->parent;
    return holder;
}

/* The object of a tag's element, 0 where nothing belongs to it. */
static unsigned known_object(const struct nb_pdf_doc *doc, const struct nb_tag *tag)
{
    return doc->structure->elements[tag->index].object;
}

/* Gives elements to what holds others, and lists them as kids: those that hold nothing in the
 * end are passed over. The first of the tags holds all others; what holds it is given an
 * element alone. */
static void join_elements(struct nb_pdf_doc *doc, struct nb_tag *const *tags,
                          size_t count)
{
    for (size_t i = count; i-- > 0;) {
        struct nb_tag *holder = holder_of(tags[i]);
        if (tags[i]->kind != NB_TAG_GROUP && holder && known_object(doc, tags[i]))
            (void)nb_pdf_struct_object(doc, holder);
    }
    for (size_t i = 1; i < count; i++) {
        struct nb_tag *holder = holder_of(tags[i]);
        unsigned object = known_object(doc, tags[i]);
        struct nb_pdf_element *parent =
            object && holder && !nb_tag_is_inline(tags[i]->kind)
                ? nb_pdf_struct_keep(doc, holder)
                : NULL;
        if (parent)
            nb_pdf_struct_kid(
                doc, parent,
                (struct nb_pdf_kid){.kind = NB_PDF_KID_ELEMENT, .number = object});
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
    for (uint32_t i = 0; i < element->count && !page; i++)
        if (element->kids[i].kind == NB_PDF_KID_CONTENT)
            page = element->kids[i].page;
    if (page) {
        nb_buf_puts(out, "/Pg ");
        nb_pdf_ref(out, page);
    }
    bool one = element->count == 1;
    nb_buf_puts(out, one ? "/K " : "/K[");
    for (uint32_t i = 0; i < element->count; i++) {
        if (i)
            nb_buf_putc(out, ' ');
        put_kid(out, &element->kids[i], page);
    }
    if (!one)
        nb_buf_putc(out, ']');
}

/* Most elements: a block of text that stands on one page. Each thing has its place. */
static void put_block(struct nb_buf *out, unsigned parent, const char *type,
                      const struct nb_pdf_kid *kid)
{
    enum { REFERENCE = 6, TYPE = 6, NUMBER = 3 };
    nb_buf_puts(out, "/P ");
    nb_buf_int_right(out, parent, REFERENCE);
    nb_buf_puts(out, " 0 R/Pg ");
    nb_buf_int_right(out, kid->page, REFERENCE);
    nb_buf_puts(out, " 0 R/S/");
    nb_buf_puts(out, type);
    for (size_t len = strlen(type); len < TYPE; len++)
        nb_buf_putc(out, ' ');
    nb_buf_puts(out, "/K ");
    nb_buf_int_right(out, kid->number, NUMBER);
}

/* A container: a list of elements, one to a cell. */
static void write_container(struct nb_pdf_doc *doc,
                            const struct nb_pdf_element *element, unsigned parent,
                            const char *type, struct nb_buf *raw)
{
    int cell = nb_pdf_cell(doc->pdf);
    nb_buf_printf(raw, "/S/%s/P", type);
    nb_pdf_cell_end(raw, cell);
    nb_pdf_cell_ref(raw, parent, cell);
    nb_buf_puts(raw, "/K[");
    nb_pdf_cell_end(raw, cell);
    for (uint32_t i = 0; i < element->count; i++)
        nb_pdf_cell_ref(raw, element->kids[i].number, cell);
    nb_buf_putc(raw, ']');
    nb_pdf_put_cells(doc->pdf, element->object, nb_buf_view(raw), cell);
}

static bool holds_elements(const struct nb_pdf_element *element)
{
    uint32_t i = 0;
    while (i < element->count && element->kids[i].kind == NB_PDF_KID_ELEMENT)
        i++;
    return i == element->count;
}

/* What a page that came later than its time shows stands where it belongs. */
static void order_kids(struct nb_pdf_element *element)
{
    for (uint32_t i = 1; i < element->count; i++) {
        struct nb_pdf_kid kid = element->kids[i];
        uint32_t at = i;
        for (; at > 0 && kid.page && kid.page < element->kids[at - 1].page; at--)
            element->kids[at] = element->kids[at - 1];
        element->kids[at] = kid;
    }
}

static void write_element(struct nb_pdf_doc *doc, const struct nb_tag *tag,
                          unsigned root, struct nb_buf *raw)
{
    struct nb_pdf_element *element = &doc->structure->elements[tag->index];
    const struct nb_tag *holder = holder_of(tag);
    unsigned parent = holder ? known_object(doc, holder) : root;
    const char *type = type_of(tag);
    order_kids(element);
    nb_buf_clear(raw);
    nb_pdf_struct_attributes(doc->structure, element, tag, raw);
    if (!raw->len && element->count == 1 && element->kids->kind == NB_PDF_KID_CONTENT) {
        put_block(raw, parent, type, element->kids);
        nb_pdf_put_row(doc->pdf, element->object, nb_buf_view(raw));
    } else if (nb_tag_is_container(tag->kind) && holds_elements(element)) {
        write_container(doc, element, parent, type, raw);
    } else {
        nb_buf_printf(raw, "/S/%s/P ", type);
        nb_pdf_ref(raw, parent);
        put_kids(raw, element);
        nb_pdf_put(doc->pdf, element->object, nb_buf_view(raw));
    }
    if (raw->status != NB_OK)
        nb_pdf_fail(doc->pdf, raw->status);
    element->written = true;
    nb_free(element->kids);
    element->kids = NULL;
    element->count = element->room = 0;
}

/* Writes what is not written of a tag and all below it, and forgets what is below. `root`: the
 * object that holds the document's element, 0 for any other tag. */
static void write_below(struct nb_pdf_doc *doc, struct nb_tag *tag, unsigned root)
{
    const struct nb_tag *behind = nb_tag_behind(tag);
    struct nb_buf raw = NB_BUF_INIT;
    size_t count = 0;
    for (const struct nb_tag *at = tag; at != behind; at = nb_tag_next(at))
        count++;
    struct nb_tag **tags = nb_malloc(count * sizeof(*tags));
    if (!tags) {
        nb_pdf_fail(doc->pdf, NB_NOMEM);
        return;
    }
    count = 0;
    for (struct nb_tag *at = tag; at != behind; at = nb_tag_next(at))
        tags[count++] = at;
    join_elements(doc, tags, count);
    for (size_t i = 0; i < count; i++)
        if (known_object(doc, tags[i]) &&
            !doc->structure->elements[tags[i]->index].written)
            write_element(doc, tags[i], root, &raw);
    for (size_t i = 1; i < count; i++)
        nb_pdf_struct_forget(doc, tags[i]);
    nb_free(tags);
    nb_buf_free(&raw);
}

void nb_pdf_struct_done(struct nb_pdf_doc *doc, struct nb_tag *tag)
{
    if (doc->structure && doc->structure->elements && nb_pdf_status(doc->pdf) == NB_OK)
        write_below(doc, tag, 0);
}

static void write_root(struct nb_pdf_doc *doc, unsigned root, struct nb_buf *raw)
{
    struct nb_pdf_struct *structure = doc->structure;
    unsigned parents = nb_pdf_struct_parents(doc);
    nb_buf_clear(raw);
    nb_buf_puts(raw, "/Type/StructTreeRoot/K ");
    nb_pdf_ref(raw, known_object(doc, doc->in->book->tags));
    nb_buf_puts(raw, "/ParentTree ");
    nb_pdf_ref(raw, parents);
    nb_buf_printf(raw, "/ParentTreeNextKey %u", nb_pdf_struct_next_key(structure));
    nb_buf_puts(raw, roles);
    nb_pdf_struct_ids(structure, raw);
    nb_pdf_put(doc->pdf, root, nb_buf_view(raw));
    if (raw->status != NB_OK)
        nb_pdf_fail(doc->pdf, NB_NOMEM);
    nb_pdf_set_ref(doc->pdf, doc->catalog, "StructTreeRoot", root);
}

void nb_pdf_struct_write(struct nb_pdf_doc *doc)
{
    if (!doc->structure || nb_pdf_status(doc->pdf) != NB_OK)
        return;
    struct nb_buf raw = NB_BUF_INIT;
    unsigned root = nb_pdf_reserve(doc->pdf);
    if (nb_pdf_struct_object(doc, doc->in->book->tags)) {
        write_below(doc, doc->in->book->tags, root);
        write_root(doc, root, &raw);
    }
    nb_buf_free(&raw);
}
