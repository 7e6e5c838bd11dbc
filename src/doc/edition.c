/* Editions: sections and articles as lists, the arenas behind them, and the identifiers that
 * a book and its articles are known by. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "doc/doc.h"

struct nb_edition *nb_edition_new(size_t cap)
{
    struct nb_edition *edition = nb_calloc(1, sizeof *edition);
    if (!edition)
        return NULL;
    edition->arena = nb_arena_new(cap);
    if (!edition->arena) {
        nb_free(edition);
        return NULL;
    }
    return edition;
}

void nb_edition_free(struct nb_edition *edition)
{
    if (!edition)
        return;
    for (size_t i = 0; i < edition->article_arena_count; i++)
        nb_arena_free(edition->article_arenas[i]);
    nb_free(edition->article_arenas);
    nb_arena_free(edition->arena);
    nb_free(edition);
}

enum nb_status nb_edition_adopt(struct nb_edition *edition, struct nb_arena *arena)
{
    if (edition->article_arena_count == edition->article_arena_room) {
        size_t room =
            edition->article_arena_room ? edition->article_arena_room * 2 : 16;
        struct nb_arena **arenas =
            nb_realloc(edition->article_arenas, room * sizeof *arenas);
        if (!arenas)
            return NB_NOMEM;
        edition->article_arenas = arenas;
        edition->article_arena_room = room;
    }
    edition->article_arenas[edition->article_arena_count++] = arena;
    return NB_OK;
}

struct nb_section *nb_edition_add_section(struct nb_edition *edition, const char *title)
{
    struct nb_section *section = nb_arena_alloc(edition->arena, sizeof *section);
    if (!section)
        return NULL;
    section->title = nb_arena_strdup(edition->arena, title);
    if (title && !section->title)
        return NULL;
    if (edition->last)
        edition->last->next = section;
    else
        edition->sections = section;
    edition->last = section;
    return section;
}

void nb_section_add(struct nb_section *section, struct nb_article *article)
{
    article->next = NULL;
    if (section->last)
        section->last->next = article;
    else
        section->articles = article;
    section->last = article;
}

/* The first article of `from` or of a section behind it. */
static struct nb_article *first_in(struct nb_section *from, struct nb_section **section)
{
    while (from && !from->articles)
        from = from->next;
    if (section)
        *section = from;
    return from ? from->articles : NULL;
}

struct nb_article *nb_edition_first(const struct nb_edition *edition,
                                    struct nb_section **section)
{
    return first_in(edition->sections, section);
}

struct nb_article *nb_edition_next(const struct nb_article *article,
                                   struct nb_section **section)
{
    if (article->next)
        return article->next;
    return first_in((*section)->next, section);
}

size_t nb_edition_count(const struct nb_edition *edition)
{
    struct nb_section *section;
    size_t count = 0;
    for (struct nb_article *article = nb_edition_first(edition, &section); article;
         article = nb_edition_next(article, &section))
        count++;
    return count;
}

/* What the identifier is made from: what names the issue, or else all it says. */
static void identity(const struct nb_edition *edition, struct nb_buf *out)
{
    const char *issue = edition->number ? edition->number : edition->date;
    struct nb_section *section;
    nb_buf_puts(out, edition->publisher);
    nb_buf_putc(out, '\n');
    nb_buf_puts(out, edition->title);
    nb_buf_putc(out, '\n');
    nb_buf_puts(out, issue);
    if (edition->title && issue)
        return;
    for (struct nb_article *article = nb_edition_first(edition, &section); article;
         article = nb_edition_next(article, &section)) {
        nb_buf_putc(out, '\n');
        nb_article_fulltext(article, out);
    }
}

const char *nb_own_id(const char *own)
{
    static const char mark[] = "#article:";
    bool fits = own && strncmp(own, mark, sizeof mark - 1) == 0;
    return fits ? own + sizeof mark - 1 : NULL;
}

enum nb_status nb_edition_number(struct nb_edition *edition)
{
    struct nb_section *section;
    unsigned number = 0;
    for (struct nb_article *article = nb_edition_first(edition, &section); article;
         article = nb_edition_next(article, &section))
        article->id = nb_arena_printf(edition->arena, "a%u", ++number);
    if (!edition->id) {
        struct nb_buf name = NB_BUF_INIT;
        char uuid[NB_UUID_SIZE];
        identity(edition, &name);
        enum nb_status status = name.status;
        if (status == NB_OK) {
            nb_uuid5(nb_buf_cstr(&name), name.len, uuid);
            edition->id = nb_arena_printf(edition->arena, "urn:uuid:%s", uuid);
        }
        nb_buf_free(&name);
        if (status != NB_OK)
            return status;
    }
    return nb_arena_status(edition->arena);
}
