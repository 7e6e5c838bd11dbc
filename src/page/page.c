/* Pages as placed things: making a book and appending to it. Each kind of item is a list with
 * a pointer to its last, so that appending takes constant time and keeps the order. */
#include "page/page.h"

#include "base/mem.h"

#include <string.h>

struct nb_book *nb_book_new(size_t cap)
{
    struct nb_book *book = nb_calloc(1, sizeof *book);
    if (!book)
        return NULL;
    book->arena = nb_arena_new(cap);
    if (!book->arena) {
        nb_free(book);
        return NULL;
    }
    return book;
}

void nb_book_free(struct nb_book *book)
{
    if (!book)
        return;
    if (book->end_maker)
        book->end_maker(book->maker);
    for (size_t i = 0; i < book->adopted_count; i++)
        nb_arena_free(book->adopted[i]);
    nb_free(book->adopted);
    nb_arena_free(book->arena);
    nb_free(book);
}

enum nb_status nb_book_adopt(struct nb_book *book, struct nb_arena *arena)
{
    if (!arena)
        return NB_OK;
    if (book->adopted_count == book->adopted_room) {
        size_t room = book->adopted_room ? book->adopted_room * 2 : 8;
        struct nb_arena **more = nb_realloc(book->adopted, room * sizeof(*more));
        if (!more) {
            nb_arena_free(arena);
            return NB_NOMEM;
        }
        book->adopted = more;
        book->adopted_room = room;
    }
    book->adopted[book->adopted_count++] = arena;
    return NB_OK;
}

/* Room for one page more. The array lives in the arena; the old one is left behind, so all of
 * them together take at most twice the last. */
static bool make_room(struct nb_book *book)
{
    if (book->page_count < book->page_room)
        return true;
    size_t room = book->page_room ? book->page_room * 2 : 64;
    struct nb_page **pages = nb_arena_array(book->arena, room, sizeof(*pages));
    if (!pages)
        return false;
    if (book->page_count)
        memcpy(pages, book->pages, book->page_count * sizeof(*pages));
    book->pages = pages;
    book->page_room = room;
    return true;
}

struct nb_page *nb_book_add_page(struct nb_book *book, double width, double height)
{
    if (!make_room(book))
        return NULL;
    struct nb_page *page = nb_arena_alloc(book->arena, sizeof *page);
    if (!page)
        return NULL;
    page->width = (float)width;
    page->height = (float)height;
    book->pages[book->page_count++] = page;
    return page;
}

/* Where what stands on pages goes. */
static struct nb_arena *items_of(const struct nb_book *book)
{
    return book->items ? book->items : book->arena;
}

/* A copy of `item` in the arena, or NULL. */
static void *copied(struct nb_book *book, const struct nb_page *page, const void *item,
                    size_t size)
{
    void *copy = page ? nb_arena_alloc(items_of(book), size) : NULL;
    return copy ? memcpy(copy, item, size) : NULL;
}

/* Appends `item` to a list whose first and last pointers are given. */
#define APPEND(first, last, item) \
    do { \
        (item)->next = NULL; \
        if (last) \
            (last)->next = (item); \
        else \
            (first) = (item); \
        (last) = (item); \
    } while (0)

void nb_page_fill(struct nb_book *book, struct nb_page *page, struct nb_fill fill)
{
    struct nb_fill *copy = copied(book, page, &fill, sizeof fill);
    if (copy)
        APPEND(page->fills, page->last_fill, copy);
}

void nb_page_image(struct nb_book *book, struct nb_page *page,
                   struct nb_placed_image image)
{
    struct nb_placed_image *copy = copied(book, page, &image, sizeof image);
    if (copy)
        APPEND(page->images, page->last_image, copy);
}

void nb_page_run(struct nb_book *book, struct nb_page *page, struct nb_run run)
{
    struct nb_run *copy = copied(book, page, &run, sizeof run);
    if (copy)
        APPEND(page->runs, page->last_run, copy);
}

void nb_page_link(struct nb_book *book, struct nb_page *page, struct nb_page_link link)
{
    struct nb_page_link *copy = copied(book, page, &link, sizeof link);
    if (copy)
        APPEND(page->links, page->last_link, copy);
}

void nb_page_anchor(struct nb_book *book, struct nb_page *page, const char *name,
                    double x, double y)
{
    struct nb_anchor anchor = {.x = (float)x, .y = (float)y};
    anchor.name = nb_arena_strdup(items_of(book), name);
    if (!anchor.name)
        return;
    struct nb_anchor *copy = copied(book, page, &anchor, sizeof anchor);
    if (copy)
        APPEND(page->anchors, page->last_anchor, copy);
}

void nb_book_outline(struct nb_book *book, const char *title, const char *anchor,
                     unsigned level)
{
    struct nb_outline_entry *entry = nb_arena_alloc(book->arena, sizeof *entry);
    if (!entry)
        return;
    entry->title = nb_arena_strdup(book->arena, title);
    entry->anchor = nb_arena_strdup(book->arena, anchor);
    entry->level = level;
    if (entry->title)
        APPEND(book->outline, book->last_outline, entry);
}
