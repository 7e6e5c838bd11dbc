/* Tables, second half: cells set to their columns' widths, rows into items. A table that is
 * too wide for the column goes across the columns; one that is too wide for the page is set
 * smaller, and one that has too many columns for that becomes a list of its rows. */
#include "layout/table.h"

#include "layout/tags.h"

#include <math.h>
#include <string.h>

enum {
    /* Rows with more lines than this are cut into slices of as many. */
    MOST_ROW_LINES = 10,
    /* A table of no more lines of the grid than this stays whole. */
    MOST_WHOLE = 26
};

/* How small a table's type may become, as a part of its size. */
static const double least_scale = 0.72;

/* Below this a column cannot hold words at all, in ems. */
static const double least_column = 2.2;

static uint16_t short_of(size_t count)
{
    return (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

/* Whether a header is its row's: with nothing but headers before it, and other cells behind. */
static bool heads_row(const struct nb_node *cell)
{
    for (const struct nb_node *before = cell->prev; before; before = before->prev)
        if (!before->u.cell.header)
            return false;
    for (const struct nb_node *next = cell->next; next; next = next->next)
        if (!next->u.cell.header)
            return true;
    return false;
}

/* A cell's tag in place of a paragraph's. */
static void tag_cell(const struct nb_table *table, struct nb_table_cell *cell)
{
    struct nb_tag *tag = table->galley->leaf;
    if (!tag)
        return;
    tag->kind = cell->node->u.cell.header ? NB_TAG_HEADER : NB_TAG_CELL;
    tag->u.cell.column = short_of(cell->column);
    tag->u.cell.row = short_of(cell->row);
    tag->u.cell.colspan = short_of(cell->span);
    tag->u.cell.rowspan = short_of(cell->node->u.cell.rowspan);
    tag->u.cell.across = cell->node->u.cell.header && heads_row(cell->node);
    cell->tag = tag;
}

static void set_cell(struct nb_table *table, struct nb_table_cell *cell, bool rtl)
{
    double width = 0;
    for (size_t i = 0; i < cell->span; i++)
        width += table->width[cell->column + i];
    const struct nb_style *outer = &cell->look->style;
    double pad = fmax(outer->padding[NB_LEFT] + outer->padding[NB_RIGHT], 3);
    if (cell->style.align == NB_ALIGN_JUSTIFY)
        cell->style.align = NB_ALIGN_START;
    if (cell->span == 1 && table->numbers[cell->column])
        cell->style.align = NB_ALIGN_END;
    struct nb_para_in in = {.spans = cell->spans.at,
                            .span_count = cell->spans.count,
                            .style = &cell->style,
                            .measure = fmax(width - pad, 1),
                            .rtl = nb_node_rtl(cell->node, rtl),
                            .lang = cell->look->element.lang,
                            .breaker = NB_BREAKER_OPTIMUM,
                            .no_indent = true,
                            .origin = nb_galley_origin(table->galley, NB_ROLE_TABLE)};
    tag_cell(table, cell);
    nb_galley_tag_spans(table->galley, cell->spans.at, cell->spans.count, in.lang);
    nb_galley_set(table->galley, &in, &cell->para);
}

/* The slice of a row's cells from line `from` on, `lines` lines high. */
static void add_slice(struct nb_table *table, struct nb_item *item, size_t first,
                      size_t end, size_t from, size_t lines, bool rtl, double left)
{
    struct nb_galley *galley = table->galley;
    for (size_t i = first; i < end; i++) {
        const struct nb_table_cell *cell = &table->cells[i];
        const struct nb_para *para = &cell->para;
        const struct nb_style *style = &cell->look->style;
        double pad = fmax(style->padding[NB_LEFT], 0);
        /* The outermost cells range with the text around the table. */
        if (cell->column == 0 && !rtl)
            pad = 0;
        double x = left + table->x[cell->column] + pad;
        if (rtl) {
            double width = 0, all = 0;
            for (size_t j = 0; j < cell->span; j++)
                width += table->width[cell->column + j];
            for (size_t j = 0; j < table->columns; j++)
                all += table->width[j];
            x = left + all - table->x[cell->column] - width + pad;
        } else if (cell->column + cell->span == table->columns && cell->column > 0) {
            /* … and those at the end too. */
            x += fmax(style->padding[NB_LEFT] + style->padding[NB_RIGHT], 3) - pad;
        }
        double top = from == 0 ? style->padding[NB_TOP] : 0;
        for (size_t k = from; k < para->line_count && k < from + lines; k++) {
            double y = top + (double)(k - from) * para->line_height +
                       nb_baseline(&cell->style, para->line_height);
            struct nb_piece *piece = nb_galley_piece(galley, item, NB_PIECE_LINE, x, y);
            if (piece)
                piece->line = &para->lines[k];
        }
    }
}

struct row {
    size_t first, end; /* its cells */
    size_t lines;      /* of its highest cell */
    double line_height, padding;
    bool header;
    const struct nb_style *style; /* of its first cell */
};

static struct row find_row(const struct nb_table *table, size_t first)
{
    struct row row = {.first = first, .end = first, .header = true};
    row.style = &table->cells[first].look->style;
    while (row.end < table->count &&
           table->cells[row.end].row == table->cells[first].row) {
        const struct nb_table_cell *cell = &table->cells[row.end++];
        const struct nb_style *style = &cell->look->style;
        if (cell->para.line_count > row.lines)
            row.lines = cell->para.line_count;
        row.line_height = fmax(row.line_height, cell->para.line_height);
        row.padding =
            fmax(row.padding, style->padding[NB_TOP] + style->padding[NB_BOTTOM]);
        row.header = row.header && cell->node->u.cell.header;
    }
    return row;
}

static void add_row(struct nb_table *table, const struct row *row, double left,
                    double width, bool rtl, bool first, bool last)
{
    struct nb_galley *galley = table->galley;
    size_t step = row->lines > MOST_ROW_LINES ? MOST_ROW_LINES : row->lines;
    for (size_t from = 0; from == 0 || from < row->lines; from += step ? step : 1) {
        size_t lines = row->lines - from < step ? row->lines - from : step;
        double height =
            (double)lines * row->line_height + (from == 0 ? row->padding : 0);
        struct nb_item *item =
            nb_galley_item(galley, 0, fmax(height, galley->compositor->grid));
        if (!item)
            return;
        /* Never a row alone at a column's foot or head. */
        item->keep = row->header || (first && from == 0) || last;
        add_slice(table, item, row->first, row->end, from, lines, rtl, left);
        double edge = item->lines * galley->compositor->grid;
        const struct nb_style *style = row->style;
        if (from + lines >= row->lines && style->border[NB_BOTTOM] > 0)
            nb_galley_fill(galley, item, left, edge - style->border[NB_BOTTOM], width,
                           style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
        if (from == 0 && style->border[NB_TOP] > 0)
            nb_galley_fill(galley, item, left, 0, width, style->border[NB_TOP],
                           style->border_color[NB_TOP]);
    }
}

static void set_rows(struct nb_table *table, double left, double width, bool rtl)
{
    struct nb_galley *galley = table->galley;
    struct nb_tag *outer = galley->tag;
    for (size_t i = 0; i < table->count; i++) {
        if (i == 0 || table->cells[i].row != table->cells[i - 1].row) {
            galley->tag = outer;
            (void)nb_galley_open(galley, NB_TAG_ROW, NULL);
        }
        set_cell(table, &table->cells[i], rtl);
    }
    galley->tag = outer;
    nb_table_heads(table);
    bool first = true;
    for (size_t i = 0; i < table->count && galley->status == NB_OK;) {
        struct row row = find_row(table, i);
        size_t next = row.end;
        bool last = next < table->count && find_row(table, next).end == table->count;
        add_row(table, &row, left, width, rtl, first, last);
        first = row.header && first;
        i = row.end;
    }
}

/* Every cell's text smaller, and measured again by proportion. */
static void shrink(struct nb_table *table, double scale)
{
    for (size_t i = 0; i < table->count; i++) {
        struct nb_table_cell *cell = &table->cells[i];
        for (size_t j = 0; j < cell->spans.count; j++) {
            struct nb_style *style = nb_galley_scratch(table->galley, 1, sizeof *style);
            if (!style)
                return;
            *style = *cell->spans.at[j].style;
            style->font_size *= scale;
            style->letter_spacing *= scale;
            cell->spans.at[j].style = style;
        }
        cell->style.font_size *= scale;
        cell->style.line_height *= scale;
    }
    for (size_t i = 0; i < table->columns; i++) {
        table->least[i] *= scale;
        table->most[i] *= scale;
    }
}

/* Rows as paragraphs, their cells set apart by a dot: for tables that no page can hold. */
static void set_list(struct nb_galley *galley, struct nb_look *look,
                     const struct nb_node *node, double left, double right)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *row_look = nb_look_of(looks, look, "tr", NULL);
    for (const struct nb_node *row = node->first; row; row = row->next) {
        if (row->type != NB_ROW)
            continue;
        struct nb_look *cell_look = nb_look_of(looks, row_look, "td", NULL);
        struct nb_spans spans = {.galley = galley};
        for (const struct nb_node *cell = row->first; cell; cell = cell->next) {
            if (spans.count)
                nb_spans_add(&spans, cell_look, " \xC2\xB7 ", 0);
            nb_spans_below(&spans, cell_look, cell);
        }
        struct nb_text text = {.spans = spans.at,
                               .count = spans.count,
                               .look = cell_look,
                               .left = left,
                               .right = right,
                               .role = NB_ROLE_TABLE,
                               .rtl = nb_node_rtl(row, galley->rtl),
                               .no_indent = true};
        nb_galley_text(galley, &text);
    }
}

static void set_caption(struct nb_galley *galley, struct nb_look *look,
                        const struct nb_node *node, double left, double right)
{
    const struct nb_node *caption = node->first;
    if (!caption || caption->type != NB_CAPTION)
        return;
    struct nb_look *own = nb_look_child(&galley->compositor->looks, look, "caption",
                                        NULL, caption->lang, nb_first_child);
    struct nb_spans spans = {.galley = galley};
    nb_spans_below(&spans, own, caption);
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = own,
                           .left = left,
                           .right = right,
                           .role = NB_ROLE_CAPTION,
                           .rtl = nb_node_rtl(caption, galley->rtl),
                           .no_indent = true,
                           .keep = true};
    nb_galley_text(galley, &text);
}

/* Chooses the measure: the column, or all columns; true when all of them are taken. */
static bool goes_across(const struct nb_table *table, double measure)
{
    if (table->galley->across <= measure + 1)
        return false;
    if (nb_table_least(table) > measure)
        return true;
    return table->columns >= 5 && nb_table_most(table) > 1.6 * measure;
}

void nb_galley_table(struct nb_galley *galley, struct nb_look *look,
                     const struct nb_node *node, double left, double right)
{
    struct nb_table *table = nb_galley_scratch(galley, 1, sizeof *table);
    if (!table)
        return;
    table->galley = galley;
    table->look = nb_look_of(&galley->compositor->looks, look, "table", NULL);
    galley->owed = fmax(galley->owed, table->look->style.margin[NB_TOP]);
    nb_table_measure(table, node);
    double measure = galley->measure - left - right, column = galley->measure;
    bool across = goes_across(table, measure), span = galley->span;
    if (across) {
        galley->measure = measure = galley->across;
        left = right = 0;
        galley->span = true;
    }
    double least = nb_table_least(table);
    if (least > measure)
        shrink(table, fmax(measure / least, least_scale));
    double em = table->look->style.font_size;
    bool narrow = !nb_table_fit(table, measure) &&
                  measure < least_column * em * (double)table->columns;
    size_t first = galley->count;
    bool list = table->too_many || narrow;
    struct nb_tag *outer =
        nb_galley_open(galley, list ? NB_TAG_DIVISION : NB_TAG_TABLE, node->lang);
    set_caption(galley, table->look, node, left, right);
    if (list)
        set_list(galley, table->look, node, left, right);
    else
        set_rows(table, left, measure, nb_node_rtl(node, galley->rtl));
    galley->tag = outer;
    if (!galley->pack)
        nb_galley_join(galley, first, MOST_WHOLE);
    double below = table->look->style.margin[NB_BOTTOM];
    bool floats = galley->count == first + 1 && galley->items[first].floats;
    if ((across || floats) && galley->count > first)
        galley->items[galley->count - 1].after =
            (unsigned)(below / galley->compositor->grid + 0.5);
    galley->owed = floats ? 0 : below; /* goes with what floats */
    galley->span = span;
    galley->measure = column;
}
