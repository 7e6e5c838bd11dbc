/* Tables: which show data, and which only lay a page out. */
#include "read/html.h"

#include <string.h>

enum {
    LONG_CELL = 300, /* bytes: longer cells are columns of a layout */
    FEW_PERCENT = 30 /* of a table's cells that may be long */
};

struct shape {
    unsigned rows, cells, widest, row, long_cells;
    bool headed, nested;
};

static struct shape shape_of(const struct nb_html *page,
                             const struct nb_xml_node *table)
{
    struct shape s = {0};
    const struct nb_xml_node *end = nb_xml_following(table, page->root, false);
    for (const struct nb_xml_node *n = nb_xml_first(table); n && n != end;
         n = nb_xml_following(n, page->root, true)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag == NB_TAG_TABLE) {
            s.nested = true;
            return s;
        }
        if (mark->tag == NB_TAG_TR) {
            s.rows++;
            s.row = 0;
        }
        s.headed |= mark->tag == NB_TAG_TH || mark->tag == NB_TAG_CAPTION ||
                    mark->tag == NB_TAG_THEAD;
        if (mark->tag == NB_TAG_TD || mark->tag == NB_TAG_TH) {
            s.cells++;
            s.row++;
            s.long_cells += mark->text > LONG_CELL;
            s.widest = s.row > s.widest ? s.row : s.widest;
        }
    }
    return s;
}

bool nb_html_is_data_table(const struct nb_html *page, const struct nb_xml_node *table)
{
    const char *role = nb_xml_attr(table, "role");
    if (role && (strcmp(role, "presentation") == 0 || strcmp(role, "none") == 0))
        return false;
    struct shape s = shape_of(page, table);
    if (s.nested || !s.cells)
        return false;
    if (s.headed)
        return true;
    return s.rows >= 2 && s.widest >= 2 && s.long_cells * 100 <= s.cells * FEW_PERCENT;
}
