/* Page breaks: where the pages of the PDF made in the same run begin, so that the readers of
 * both can meet on a page. A mark stands before a block of an article's body, or before its
 * head: the first block that begins on the page; on a page on which none begins, the one that
 * goes on there. */
#include "write/epub.h"

#include <stdint.h>

/* A place in the order of reading. */
struct place {
    int32_t article, block;
    const struct nb_node *node;
    bool begins; /* a block does here; else it goes on */
};

static bool is_before(const struct place *a, const struct place *b)
{
    if (a->begins != b->begins)
        return a->begins;
    return a->article != b->article ? a->article < b->article : a->block < b->block;
}

/* What stands behind the body has no place among the blocks. */
static void meet(struct place *first, const struct nb_origin *origin, bool begins)
{
    struct place place = {origin->article, origin->block, origin->node, begins};
    if (origin->article < 0 || origin->role == NB_ROLE_ARTIFACT ||
        origin->role == NB_ROLE_CONTENTS ||
        (origin->node && origin->node->type == NB_BODY))
        return;
    if (first->article < 0 || is_before(&place, first))
        *first = place;
}

static struct place first_on(const struct nb_page *page)
{
    struct place first = {.article = -1};
    for (const struct nb_run *run = page->runs; run; run = run->next)
        meet(&first, &run->origin, run->at == 0);
    for (const struct nb_placed_image *at = page->images; at; at = at->next)
        meet(&first, &at->origin, true);
    first.begins = true;
    return first;
}

/* The block of the body that a node is in. */
static const struct nb_node *top_of(const struct nb_node *node)
{
    while (node && node->parent && node->parent->type != NB_BODY)
        node = node->parent;
    return node;
}

static void add_break(struct nb_epub_page *page, struct nb_epub_break *at)
{
    at->page = page;
    if (page->last_break)
        page->last_break->next = at;
    else
        page->breaks = at;
    page->last_break = at;
}

enum nb_status nb_epub_plan_breaks(struct nb_epub *book)
{
    const struct nb_book *pages = book->in->book;
    struct place last = {.article = -1, .begins = true};
    if (!pages)
        return NB_OK;
    book->breaks = nb_arena_array(book->arena, pages->page_count, sizeof *book->breaks);
    if (!book->breaks)
        return nb_arena_status(book->arena);
    for (size_t i = 0; i < pages->page_count; i++) {
        struct nb_epub_break *at = &book->breaks[book->break_count++];
        struct place first = first_on(pages->pages[i]);
        at->label = pages->pages[i]->label;
        at->number = i + 1;
        at->front = first.article < 0 && last.article < 0 && book->has_contents;
        /* The list has to keep the order of the book (EPUB 3.3, 7.4.4). */
        if (!at->label || first.article < 0 || (size_t)first.article >= book->count ||
            is_before(&first, &last))
            continue;
        last = first;
        at->block = top_of(first.node);
        add_break(&book->pages[first.article], at);
    }
    return NB_OK;
}

static void put_mark(struct nb_epub_break *at, struct nb_buf *out)
{
    nb_buf_printf(out,
                  "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" "
                  "id=\"page%zu\" aria-label=\"",
                  at->number);
    nb_buf_xml(out, at->label);
    nb_buf_puts(out, "\"></span>");
    at->written = true;
}

void nb_epub_put_front_breaks(const struct nb_epub *book, struct nb_buf *out)
{
    for (size_t i = 0; i < book->break_count; i++)
        if (book->breaks[i].front && book->breaks[i].label)
            put_mark(&book->breaks[i], out);
}

void nb_epub_put_breaks(struct nb_epub_page *page, const struct nb_node *block,
                        struct nb_buf *out)
{
    for (struct nb_epub_break *at = page->breaks; at; at = at->next) {
        if (at->block != block)
            continue;
        put_mark(at, out);
        at->part = page->text.count - 1;
    }
}

bool nb_epub_has_page_list(const struct nb_epub *book)
{
    for (size_t i = 0; i < book->break_count; i++)
        if (book->breaks[i].written)
            return true;
    return false;
}

void nb_epub_write_page_list(const struct nb_epub *book, struct nb_buf *out)
{
    char file[NB_EPUB_FILE_SIZE];
    if (!nb_epub_has_page_list(book))
        return;
    nb_buf_puts(out, "<nav epub:type=\"page-list\" role=\"doc-pagelist\" "
                     "hidden=\"hidden\" id=\"pages\">\n<ol>\n");
    for (size_t i = 0; i < book->break_count; i++) {
        const struct nb_epub_break *at = &book->breaks[i];
        if (!at->written)
            continue;
        nb_epub_part_name(at->front ? &book->contents : &at->page->text, at->part,
                          file);
        nb_buf_printf(out, "<li><a href=\"%s#page%zu\">", file, at->number);
        nb_buf_xml(out, at->label);
        nb_buf_puts(out, "</a></li>\n");
    }
    nb_buf_puts(out, "</ol>\n</nav>\n");
}
