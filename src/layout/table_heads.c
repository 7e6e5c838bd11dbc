/* Tables: which headers a cell has, where its column and row alone do not tell. As in HTML
 * (4.9.12.1), a cell has the headers above it and those before it in its rows; a new block of
 * headers takes the place of those above that span the same columns. */
#include "layout/table.h"

enum {
    MOST_HEADERS = 12, /* of one cell */
    MOST_OPEN = 4      /* headers above one column, or before the cells of a row */
};

/* Headers in force, the oldest first. */
struct open_heads {
    struct nb_table_cell *at[MOST_OPEN];
    size_t count;
};

struct heads {
    struct nb_table *table;
    struct open_heads columns[NB_MOST_COLUMNS], row;
    bool below[NB_MOST_COLUMNS]; /* the last cell of the column was no header of it */
};

static bool is_header(const struct nb_table_cell *cell)
{
    return cell->tag && cell->tag->kind == NB_TAG_HEADER;
}

/* Whether headers stand in the first row and the first column only, and nothing spans. */
static bool is_simple(const struct nb_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct nb_table_cell *cell = &table->cells[i];
        if (cell->span > 1 || cell->node->u.cell.rowspan > 1)
            return false;
        if (is_header(cell) && (cell->tag->u.cell.across ? cell->column : cell->row))
            return false;
    }
    return true;
}

static size_t rows_of(const struct nb_table_cell *cell)
{
    return cell->node->u.cell.rowspan ? cell->node->u.cell.rowspan : 1;
}

static void drop(struct open_heads *open, size_t at)
{
    for (open->count--; at < open->count; at++)
        open->at[at] = open->at[at + 1];
}

static void add(struct open_heads *open, struct nb_table_cell *cell)
{
    if (open->count == MOST_OPEN)
        drop(open, 0);
    open->at[open->count++] = cell;
}

/* Appends what is not there yet. */
static void list(const struct open_heads *open, const struct nb_tag **to, size_t *count)
{
    for (size_t i = 0; i < open->count && *count < MOST_HEADERS; i++) {
        struct nb_tag *tag = open->at[i]->tag;
        size_t k = 0;
        while (k < *count && to[k] != tag)
            k++;
        if (k < *count)
            continue;
        tag->u.cell.named = true;
        to[(*count)++] = tag;
    }
}

static void name_headers(struct heads *heads, struct nb_table_cell *cell)
{
    const struct nb_tag *found[MOST_HEADERS];
    size_t count = 0;
    bool column = is_header(cell) && !cell->tag->u.cell.across;
    for (size_t i = 0; i < cell->span; i++)
        list(&heads->columns[cell->column + i], found, &count);
    if (!column)
        list(&heads->row, found, &count);
    if (!count)
        return;
    const struct nb_tag **to =
        nb_arena_array(heads->table->galley->compositor->arena, count + 1, sizeof(*to));
    for (size_t i = 0; to && i < count; i++)
        to[i] = found[i];
    cell->tag->u.cell.headers = to;
}

/* A header above column `column` comes in force. */
static void open_column(struct heads *heads, size_t column, struct nb_table_cell *cell)
{
    struct open_heads *open = &heads->columns[column];
    for (size_t i = open->count; heads->below[column] && i-- > 0;)
        if (open->at[i]->column == cell->column && open->at[i]->span == cell->span)
            drop(open, i);
    add(open, cell);
    heads->below[column] = false;
}

static void take(struct heads *heads, struct nb_table_cell *cell)
{
    bool header = is_header(cell), across = header && cell->tag->u.cell.across;
    for (size_t i = heads->row.count; i-- > 0;)
        if (heads->row.at[i]->row + rows_of(heads->row.at[i]) <= cell->row)
            drop(&heads->row, i);
    name_headers(heads, cell);
    for (size_t i = 0; i < cell->span; i++) {
        if (header && !across)
            open_column(heads, cell->column + i, cell);
        else
            heads->below[cell->column + i] = true;
    }
    if (across)
        add(&heads->row, cell);
}

void nb_table_heads(struct nb_table *table)
{
    if (is_simple(table))
        return;
    struct heads *heads = nb_galley_scratch(table->galley, 1, sizeof *heads);
    if (!heads)
        return;
    heads->table = table;
    for (size_t i = 0; i < table->count; i++) {
        struct nb_table_cell *cell = &table->cells[i];
        if (cell->tag && cell->column + cell->span <= NB_MOST_COLUMNS)
            take(heads, cell);
    }
}
