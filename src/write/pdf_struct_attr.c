/* What structure elements say of themselves (ISO 32000-1, 14.8.5; 14.9): language, alternative
 * text, scope and the like. */
#include "write/pdf_struct.h"

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

static void put_cell(struct nb_buf *out, const struct nb_tag *tag)
{
    bool header = tag->kind == NB_TAG_HEADER;
    const struct nb_tag **headers = tag->u.cell.headers;
    if (header && tag->u.cell.named)
        nb_buf_printf(out, "/ID" HEAD_ID, tag->index);
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
        nb_buf_printf(out, HEAD_ID, (*at)->index);
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

static bool is_named(const struct nb_pdf_struct *structure, size_t index, bool notes)
{
    const struct nb_tag *tag = structure->tags[index];
    if (!structure->elements[index].live)
        return false;
    return notes ? tag->kind == NB_TAG_NOTE
                 : tag->kind == NB_TAG_HEADER && tag->u.cell.named;
}

void nb_pdf_struct_ids(const struct nb_pdf_struct *structure, struct nb_buf *out)
{
    bool any = false;
    for (int notes = 0; notes < 2; notes++) {
        for (size_t i = 0; i < structure->count; i++) {
            if (!is_named(structure, i, notes))
                continue;
            nb_buf_puts(out, any ? " " : "/IDTree<</Names[");
            nb_buf_printf(out, notes ? NOTE_ID : HEAD_ID, (unsigned)i);
            nb_pdf_ref(out, structure->elements[i].object);
            any = true;
        }
    }
    if (any)
        nb_buf_puts(out, "]>>");
}
