/* The builder's last pass. What a reader sets on a node after it was opened can only be judged
 * here; nothing of the text is lost: what cannot stay as it is leaves its content behind. */
#include "doc/mend.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/unicode.h"
#include "doc/tree.h"

#include <string.h>

/* The most columns of HTML; enough rows for any table that can be set. */
enum { MOST_COLUMNS = 1000, MOST_ROWS = 65534 };

struct mend {
    struct nb_article *article;
    struct nb_arena *arena;
    struct nb_map *notes; /* label to footnote */
    bool lead_found;
};

static unsigned clamp(unsigned value, unsigned least, unsigned most)
{
    return value < least ? least : value > most ? most : value;
}

/* Takes `node` out with all that would be empty without it; what to look at next. */
static struct nb_node *drop(struct nb_node *node, const struct nb_node *root)
{
    while (node->parent->first == node->parent->last &&
           !nb_node_may_be_empty(node->parent))
        node = node->parent;
    struct nb_node *next = nb_node_following(node, root, false);
    nb_node_unlink(node);
    return next;
}

/* The first note of a label keeps it. */
static enum nb_status find_notes(struct mend *mend)
{
    struct nb_node *root = mend->article->body;
    enum nb_status status = NB_OK;
    for (struct nb_node *node = root; node && status == NB_OK;
         node = nb_node_following(node, root, true)) {
        if (node->type != NB_FOOTNOTE || !node->u.label)
            continue;
        struct nb_str label = nb_str_of(node->u.label);
        if (nb_map_get(mend->notes, label))
            node->u.label = NULL;
        else
            status = nb_map_set(mend->notes, label, node);
    }
    return status;
}

/* A reference without its note becomes its label as text. */
static void mend_noterefs(struct mend *mend)
{
    struct nb_node *root = mend->article->body;
    for (struct nb_node *node = root; node;
         node = nb_node_following(node, root, true)) {
        if (node->type != NB_NOTEREF ||
            nb_map_get(mend->notes, nb_str_of(node->u.label)))
            continue;
        node->type = NB_TEXT;
        node->text = node->u.label;
        node->lang = NULL;
        node->dir = NB_DIR_AUTO;
        node->u.label = NULL;
    }
}

/* A row's language goes to its cells: the JSON and the books know it there. */
static void mend_row(struct nb_node *row)
{
    for (struct nb_node *cell = row->first; cell; cell = cell->next) {
        cell->lang = cell->lang ? cell->lang : row->lang;
        cell->dir = cell->dir ? cell->dir : row->dir;
    }
    row->lang = NULL;
    row->dir = NB_DIR_AUTO;
}

/* Mends one node; what to look at next. */
static struct nb_node *mend_node(struct mend *mend, struct nb_node *node)
{
    struct nb_node *root = mend->article->body;
    struct nb_node *next = nb_node_following(node, root, true);
    if (node == mend->article->lead)
        mend->lead_found = true;
    if (!node->first && !nb_node_may_be_empty(node))
        return drop(node, root); /* its only child was an empty table */
    if ((node->type == NB_LINK && !node->u.href) ||
        (node->type == NB_SPAN && !node->lang && !node->dir))
        nb_node_unwrap(node);
    if (node->type == NB_HEADING)
        node->u.level = clamp(node->u.level, 2, 6);
    if (node->type == NB_CELL) {
        node->u.cell.colspan = clamp(node->u.cell.colspan, 1, MOST_COLUMNS);
        node->u.cell.rowspan = clamp(node->u.cell.rowspan, 1, MOST_ROWS);
    }
    if (node->type == NB_ROW)
        mend_row(node);
    return next;
}

/* Makes one of the texts that follow `first` side by side. */
static enum nb_status join_texts(struct mend *mend, struct nb_node *first,
                                 struct nb_buf *scratch)
{
    struct nb_buf joined = NB_BUF_INIT;
    nb_buf_clear(scratch);
    nb_buf_puts(scratch, first->text);
    while (first->next && first->next->type == NB_TEXT) {
        nb_buf_puts(scratch, first->next->text);
        nb_node_unlink(first->next);
    }
    enum nb_status status = scratch->status;
    if (status == NB_OK)
        status = nb_unicode_nfc(nb_buf_view(scratch), &joined);
    if (status == NB_OK)
        first->text = nb_arena_copy(mend->arena, joined.data, joined.len);
    nb_buf_free(&joined);
    return status;
}

static enum nb_status join_all(struct mend *mend)
{
    struct nb_node *root = mend->article->body;
    struct nb_buf scratch = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    for (struct nb_node *node = root; node && status == NB_OK;
         node = nb_node_following(node, root, true)) {
        if (node->type == NB_TEXT && node->next && node->next->type == NB_TEXT)
            status = join_texts(mend, node, &scratch);
    }
    nb_buf_free(&scratch);
    return status;
}

enum nb_status nb_mend(struct nb_article *article, struct nb_arena *arena)
{
    struct mend mend = {article, arena, nb_map_new(), false};
    if (!mend.notes)
        return NB_NOMEM;
    struct nb_node *node = article->body;
    while (node)
        node = mend_node(&mend, node);
    enum nb_status status = find_notes(&mend);
    if (status == NB_OK)
        mend_noterefs(&mend);
    if (status == NB_OK)
        status = join_all(&mend);
    if (!mend.lead_found || article->lead->type != NB_FIGURE)
        article->lead = NULL;
    nb_map_free(mend.notes);
    return status == NB_OK ? nb_arena_status(arena) : status;
}

bool nb_mend_table(struct nb_node *table)
{
    struct nb_node *node = table;
    do {
        if (node->type == NB_CELL && node->first)
            return true;
        node = nb_node_following(node, table, true);
    } while (node);
    struct nb_node *parent = table->parent, *caption = table->first;
    nb_node_unlink(table);
    if (!caption || caption->type != NB_CAPTION)
        return false;
    nb_node_unlink(caption);
    caption->type = NB_PARAGRAPH;
    nb_node_append(parent, caption);
    return true;
}
