/* Tables, first half: cells are put into a grid (spans included), each is measured at its
 * narrowest and widest, and the columns get their widths as browsers share them out. */
#include "layout/table.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* Between two columns, where the style gives no padding. */
static const double least_gap = 3;

/* Whether a text is a figure: digits at least as many as letters and other signs. */
static bool is_number(const struct nb_spans *spans)
{
    size_t digits = 0, others = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const char *at = spans->at[i].text, *end = at + spans->at[i].len;
        while (at < end) {
            size_t len;
            unsigned c = nb_utf8_decode(at, end, &len);
            at += len;
            if (nb_unicode_is_digit(c))
                digits++;
            else if (nb_unicode_is_letter(c))
                others++;
        }
    }
    return digits > 0 && digits >= others;
}

static double padding(const struct nb_style *style)
{
    return fmax(style->padding[NB_LEFT] + style->padding[NB_RIGHT], least_gap);
}

/* The width of a cell's widest line when it is set to `measure`. */
static double widest(struct nb_table *table, const struct nb_table_cell *cell,
                     double measure)
{
    struct nb_galley *galley = table->galley;
    struct nb_style style = cell->style;
    style.align = NB_ALIGN_LEFT;
    style.hyphens = false;
    struct nb_para_in in = {.spans = cell->spans.at,
                            .span_count = cell->spans.count,
                            .style = &style,
                            .measure = measure,
                            .lang = cell->look->element.lang,
                            .breaker = NB_BREAKER_FIRST_FIT,
                            .no_indent = true};
    struct nb_para para;
    if (galley->status != NB_OK)
        return 0;
    galley->status = nb_para_set(galley->compositor->setter,
                                 galley->compositor->scratch, &in, &para);
    double width = 0;
    for (size_t i = 0; galley->status == NB_OK && i < para.line_count; i++)
        width = fmax(width, para.lines[i].width);
    return width;
}

static void measure_cell(struct nb_table *table, struct nb_table_cell *cell)
{
    double pad = padding(&cell->look->style) + 0.1;
    cell->most = widest(table, cell, 1e5) + pad;
    cell->least = widest(table, cell, 0.1) + pad;
    cell->number = is_number(&cell->spans);
}

/* How many cells there are, and rows. */
static size_t count_cells(const struct nb_node *node, size_t *rows)
{
    size_t count = 0;
    *rows = 0;
    for (const struct nb_node *row = node->first; row; row = row->next) {
        if (row->type != NB_ROW)
            continue;
        ++*rows;
        for (const struct nb_node *cell = row->first; cell; cell = cell->next)
            count++;
    }
    return count;
}

static void add_cell(struct nb_table *table, const struct nb_node *node,
                     struct nb_look *row_look, size_t row, size_t column)
{
    struct nb_looks *looks = &table->galley->compositor->looks;
    struct nb_table_cell *cell = &table->cells[table->count++];
    const char *name = node->u.cell.header ? "th" : "td";
    struct nb_look *look = nb_look_child(looks, row_look, name, NULL, node->lang,
                                         node->prev ? NULL : nb_first_child);
    cell->node = node;
    cell->look = look;
    cell->style = look->style;
    cell->row = row;
    cell->column = column;
    cell->span = node->u.cell.colspan < 1 ? 1 : node->u.cell.colspan;
    if (cell->span > NB_MOST_COLUMNS - column)
        cell->span = NB_MOST_COLUMNS - column;
    cell->spans = (struct nb_spans){.galley = table->galley};
    nb_spans_below(&cell->spans, look, node);
    measure_cell(table, cell);
    if (column + cell->span > table->columns)
        table->columns = column + cell->span;
}

/* Puts a row's cells into the grid; `taken` counts the rows that cells above reach down. */
static void add_row(struct nb_table *table, const struct nb_node *row, size_t number,
                    unsigned taken[NB_MOST_COLUMNS])
{
    struct nb_looks *looks = &table->galley->compositor->looks;
    struct nb_look *row_look = nb_look_child(looks, table->look, "tr", NULL, row->lang,
                                             number ? "tr" : nb_first_child);
    size_t column = 0;
    for (const struct nb_node *node = row->first; node; node = node->next) {
        while (column < NB_MOST_COLUMNS && taken[column])
            column++;
        if (column == NB_MOST_COLUMNS) {
            table->too_many = true;
            return;
        }
        add_cell(table, node, row_look, number, column);
        size_t span = table->cells[table->count - 1].span;
        for (size_t i = 0; i < span; i++)
            taken[column + i] = node->u.cell.rowspan < 1 ? 1 : node->u.cell.rowspan;
        column += span;
    }
    for (size_t i = 0; i < NB_MOST_COLUMNS; i++)
        taken[i] -= taken[i] > 0;
}

/* The columns' extents from their cells; what spans columns widens them alike. */
static void measure_columns(struct nb_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct nb_table_cell *cell = &table->cells[i];
        if (cell->span != 1)
            continue;
        table->least[cell->column] = fmax(table->least[cell->column], cell->least);
        table->most[cell->column] = fmax(table->most[cell->column], cell->most);
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct nb_table_cell *cell = &table->cells[i];
        double least = cell->least, most = cell->most;
        for (size_t j = 0; j < cell->span; j++) {
            least -= table->least[cell->column + j];
            most -= table->most[cell->column + j];
        }
        for (size_t j = 0; cell->span > 1 && j < cell->span; j++) {
            table->least[cell->column + j] += fmax(least, 0) / (double)cell->span;
            table->most[cell->column + j] += fmax(most, 0) / (double)cell->span;
        }
    }
    for (size_t i = 0; i < table->columns; i++)
        table->most[i] = fmax(table->most[i], table->least[i]);
}

/* A column is of numbers when most of its cells below the head are. */
static void find_numbers(struct nb_table *table)
{
    size_t all[NB_MOST_COLUMNS] = {0}, numbers[NB_MOST_COLUMNS] = {0};
    for (size_t i = 0; i < table->count; i++) {
        const struct nb_table_cell *cell = &table->cells[i];
        if (cell->node->u.cell.header || cell->spans.count == 0 || cell->span != 1)
            continue;
        all[cell->column]++;
        numbers[cell->column] += cell->number;
    }
    for (size_t i = 0; i < table->columns; i++)
        table->numbers[i] = all[i] > 0 && numbers[i] * 10 >= all[i] * 6;
}

void nb_table_measure(struct nb_table *table, const struct nb_node *node)
{
    unsigned taken[NB_MOST_COLUMNS] = {0};
    size_t most = count_cells(node, &table->rows), number = 0;
    table->cells =
        nb_galley_scratch(table->galley, most ? most : 1, sizeof *table->cells);
    if (!table->cells)
        return;
    for (const struct nb_node *row = node->first; row; row = row->next)
        if (row->type == NB_ROW && !table->too_many)
            add_row(table, row, number++, taken);
    measure_columns(table);
    find_numbers(table);
}

double nb_table_least(const struct nb_table *table)
{
    double sum = 0;
    for (size_t i = 0; i < table->columns; i++)
        sum += table->least[i];
    return sum;
}

double nb_table_most(const struct nb_table *table)
{
    double sum = 0;
    for (size_t i = 0; i < table->columns; i++)
        sum += table->most[i];
    return sum;
}

bool nb_table_fit(struct nb_table *table, double measure)
{
    double least = nb_table_least(table), most = nb_table_most(table);
    double x = 0;
    for (size_t i = 0; i < table->columns; i++) {
        double *width = &table->width[i];
        if (most <= measure)
            *width = most > 0 ? table->most[i] * measure / most : 0;
        else if (least <= measure)
            *width = table->least[i] + (table->most[i] - table->least[i]) *
                                           (measure - least) / (most - least);
        else
            *width = table->least[i] * measure / least;
        table->x[i] = x;
        x += *width;
    }
    return least <= measure;
}
