/* What structure elements say of themselves (ISO 32000-1, 14.8.5; 14.9): language, alternative
 * text, scope and the like. */
#include "write/pdf_struct.h"

#include <stdlib.h>
#include <string.h>

/* Names sort as the numbers do, and those of headers before those of notes. */
#define HEAD_ID "(head%010u)"
#define NOTE_ID "(note%010u)"

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

static void put_cell(struct nb_pdf_struct *structure,
                     const struct nb_pdf_element *element, struct nb_buf *out,
                     const struct nb_tag *tag)
{
    bool header = tag->kind == NB_TAG_HEADER;
    const struct nb_tag **headers = tag->u.cell.headers;
    if (header && tag->u.cell.named) {
        nb_buf_printf(out, "/ID" HEAD_ID, element->object);
        nb_buf_add(&structure->heads, &element->object, sizeof element->object);
    }
    if (!header && !headers && tag->u.cell.colspan < 2 && tag->u.cell.rowspan < 2)
        return;
    nb_buf_puts(out, "/A<</O/Table");
    if (header)
        nb_buf_puts(out, tag->u.cell.across ? "/Scope/Row" : "/Scope/Column");
    if (tag->u.cell.colspan > 1)
        nb_buf_printf(out, "/ColSpan %u", tag->u.cell.colspan);
    if (tag->u.cell.rowspan > 1)
        nb_buf_printf(out, "/RowSpan %u", tag->u.cell.rowspan);
    if (headers)
        nb_buf_puts(out, "/Headers[");
    for (const struct nb_tag **at = headers; at && *at; at++)
        if (structure->elements[(*at)->index].object)
            nb_buf_printf(out, HEAD_ID, structure->elements[(*at)->index].object);
    if (headers)
        nb_buf_putc(out, ']');
    nb_buf_puts(out, ">>");
}

static void put_figure(struct nb_buf *out, const struct nb_tag *tag,
                       const struct nb_pdf_element *element)
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

/* Notes are known by names, which rise. */
static void put_note(struct nb_pdf_struct *structure,
                     const struct nb_pdf_element *element, struct nb_buf *out)
{
    unsigned number = ++structure->note_count;
    nb_buf_printf(out, "/ID" NOTE_ID, number);
    nb_buf_printf(&structure->notes, NOTE_ID, number);
    nb_pdf_ref(&structure->notes, element->object);
}

void nb_pdf_struct_attributes(struct nb_pdf_struct *structure,
                              const struct nb_pdf_element *element,
                              const struct nb_tag *tag, struct nb_buf *out)
{
    put_lang(out, tag);
    if (tag->kind == NB_TAG_FIGURE)
        put_figure(out, tag, element);
    else if (tag->kind == NB_TAG_HEADER || tag->kind == NB_TAG_CELL)
        put_cell(structure, element, out, tag);
    else if (tag->kind == NB_TAG_LIST)
        nb_buf_printf(out, "/A<</O/List/ListNumbering/%s>>", numbering(tag));
    else if (tag->kind == NB_TAG_NOTE)
        put_note(structure, element, out);
}

static int by_number(const void *a, const void *b)
{
    const unsigned *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void nb_pdf_struct_ids(struct nb_pdf_struct *structure, struct nb_buf *out)
{
    unsigned *heads = (void *)structure->heads.data;
    size_t count = structure->heads.len / sizeof *heads;
    if (!count && !structure->note_count)
        return;
    if (count)
        qsort(heads, count, sizeof *heads, by_number);
    nb_buf_puts(out, "/IDTree<</Names[");
    for (size_t i = 0; i < count; i++) {
        nb_buf_printf(out, HEAD_ID, heads[i]);
        nb_pdf_ref(out, heads[i]);
    }
    nb_buf_str(out, nb_buf_view(&structure->notes));
    nb_buf_puts(out, "]>>");
    if (structure->heads.status != NB_OK || structure->notes.status != NB_OK)
        out->status = NB_NOMEM;
}
