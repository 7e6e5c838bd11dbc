/* What structure elements say of themselves (ISO 32000-1, 14.8.5; 14.9): language, alternative
 * text, scope and the like. */
#include "write/pdf_struct.h"

#include <string.h>

#define NOTE_ID "(note%010u)" /* sorts as the number does */

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

void nb_pdf_struct_attributes(const struct nb_pdf_struct *structure,
                              const struct nb_tag *tag, struct nb_buf *out)
{
    put_lang(out, tag);
    if (tag->kind == NB_TAG_FIGURE)
        put_figure(out, tag, &structure->elements[tag->index]);
    else if (tag->kind == NB_TAG_HEADER || tag->kind == NB_TAG_CELL)
        put_cell(out, tag);
    else if (tag->kind == NB_TAG_LIST)
        nb_buf_printf(out, "/A<</O/List/ListNumbering/%s>>", numbering(tag));
    else if (tag->kind == NB_TAG_NOTE)
        nb_buf_printf(out, "/ID" NOTE_ID, tag->index);
}

void nb_pdf_struct_ids(const struct nb_pdf_struct *structure, struct nb_buf *out)
{
    bool any = false;
    for (size_t i = 0; i < structure->count; i++) {
        unsigned object = structure->elements[i].object;
        if (structure->tags[i]->kind != NB_TAG_NOTE || !structure->elements[i].live)
            continue;
        nb_buf_puts(out, any ? " " : "/IDTree<</Names[");
        nb_buf_printf(out, NOTE_ID, (unsigned)i);
        nb_pdf_ref(out, object);
        any = true;
    }
    if (any)
        nb_buf_puts(out, "]>>");
}
