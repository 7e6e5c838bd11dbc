/* A table being set: its cells in a grid, and how wide its columns become. */
#ifndef NB_LAYOUT_TABLE_H
#define NB_LAYOUT_TABLE_H

#include "layout/block.h"

enum { NB_MOST_COLUMNS = 60 };

struct nb_table_cell {
    const struct nb_node *node;
    struct nb_style style; /* of its text */
    const struct nb_look *look;
    struct nb_spans spans;
    size_t row, column, span; /* span: columns */
    double least, most;       /* pt, its longest word's and its unbroken width */
    bool number;
    struct nb_para para;
    struct nb_tag *tag;
};

struct nb_table {
    struct nb_galley *galley;
    struct nb_look *look;        /* the table's */
    struct nb_table_cell *cells; /* by row, then column */
    size_t count, rows, columns;
    bool too_many; /* more columns than a table may have */
    double least[NB_MOST_COLUMNS], most[NB_MOST_COLUMNS];
    double width[NB_MOST_COLUMNS], x[NB_MOST_COLUMNS];
    bool numbers[NB_MOST_COLUMNS]; /* columns of numbers */
};

/* Finds the cells of `node` and measures them. */
void nb_table_measure(struct nb_table *table, const struct nb_node *node);

/* Shares `measure` pt out to the columns. False when words would not fit. */
bool nb_table_fit(struct nb_table *table, double measure);

/* Names the headers of each cell in its tag where that is needed: in tables with cells that
 * span others, with several rows or columns of headers. In table_heads.c. */
void nb_table_heads(struct nb_table *table);

/* The measures of the columns, summed: with every word whole, and with no line broken. */
double nb_table_least(const struct nb_table *table);
double nb_table_most(const struct nb_table *table);

#endif
