/* The plan of an EPUB: what the book is called and which files, pages and pictures it has, before
 * anything of it is written. */
#include "write/epub.h"

#include "base/hash.h"
#include "base/mem.h"
#include "write/front.h"
#include "write/xhtml.h"

#include <stdio.h>
#include <string.h>

enum { SHORT_HASH = 10, UUID_LENGTH = 36, MOST_AUTHORS = 10 };

static const char *identifier_of(const struct nb_edition *edition,
                                 struct nb_arena *arena)
{
    char uuid[NB_UUID_SIZE];
    const char *id = edition->id, *title = edition->title ? edition->title : "";
    if (!id) {
        nb_uuid5(title, strlen(title), uuid);
        id = uuid;
    }
    bool is_uuid = strlen(id) == UUID_LENGTH && id[8] == '-' && id[13] == '-' &&
                   strspn(id, "0123456789abcdefABCDEF-") == UUID_LENGTH;
    return nb_arena_printf(arena, "%s%s", is_uuid ? "urn:uuid:" : "", id);
}

/* A section has a page of its own when it has a title and is not the whole book. */
static void plan_sections(struct nb_epub *book)
{
    const struct nb_section *section = book->edition->sections;
    size_t count = 0, first = 0;
    for (; section; section = section->next)
        count += section->articles != NULL;
    book->sections = nb_arena_array(book->arena, count, sizeof *book->sections);
    if (!book->sections)
        return;
    for (section = book->edition->sections; section; section = section->next) {
        if (!section->articles)
            continue;
        struct nb_epub_section *own = &book->sections[book->section_count++];
        own->section = section;
        own->first = first;
        for (const struct nb_article *at = section->articles; at; at = at->next)
            own->count++;
        first += own->count;
        own->text.stem = nb_arena_printf(book->arena, "s%02zu", book->section_count);
        if (section->title && count > 1 && own->count > 1)
            own->file = nb_arena_printf(book->arena, "%s.xhtml", own->text.stem);
    }
}

static enum nb_status plan_pages(struct nb_epub *book)
{
    struct nb_section *section = NULL;
    struct nb_buf name = NB_BUF_INIT;
    enum nb_status status = NB_OK;
    const struct nb_article *article = nb_edition_first(book->edition, &section);
    const struct nb_epub_section *own = book->sections;
    for (size_t i = 0; i < book->count && article && status == NB_OK; i++) {
        struct nb_epub_page *page = &book->pages[i];
        own += section != own->section;
        page->article = article;
        page->section = own;
        page->text.stem = nb_arena_printf(book->arena, "a%03zu", i + 1);
        page->file = nb_arena_printf(book->arena, "%s.xhtml", page->text.stem);
        nb_buf_clear(&name);
        nb_xhtml_name(article, &name);
        page->name = nb_arena_strdup(book->arena, nb_buf_cstr(&name));
        page->lang = nb_front_article_lang(article, book->lang, book->dir, &page->dir);
        status = name.status;
        if (status == NB_OK && article->id)
            status = nb_map_set(book->by_id, nb_str_of(article->id), page);
        article = nb_edition_next(article, &section);
    }
    nb_buf_free(&name);
    return status;
}

static const char *ending_of(const struct nb_image *image)
{
    return image->kind == NB_IMAGE_PNG ? "png" : "jpg";
}

static struct nb_epub_picture picture_of(const struct nb_image *image, const char *file)
{
    return (struct nb_epub_picture){
        image, file, image->kind, {(const char *)image->data, image->size}};
}

/* Gives a picture its file, once. Names are short, so two pictures may want the same one: the
 * later one then has the whole hash. */
static enum nb_status plan_picture(struct nb_epub *book, const struct nb_image *image)
{
    struct nb_str hash = nb_str_of(image->hash);
    if (nb_map_get(book->pictures, hash))
        return NB_OK;
    struct nb_epub_picture *picture = nb_arena_alloc(book->arena, sizeof *picture);
    const char *ending = ending_of(image);
    char *file =
        nb_arena_printf(book->arena, "img/%.*s.%s", SHORT_HASH, image->hash, ending);
    if (file && nb_map_get(book->files, nb_str_of(file)))
        file = nb_arena_printf(book->arena, "img/%s.%s", image->hash, ending);
    if (!picture || !file)
        return nb_arena_status(book->arena);
    *picture = picture_of(image, file);
    enum nb_status status = nb_map_set(book->files, nb_str_of(file), picture);
    return status != NB_OK ? status : nb_map_set(book->pictures, hash, picture);
}

static enum nb_status plan_pictures(struct nb_epub *book)
{
    enum nb_status status = NB_OK;
    book->described = true;
    for (size_t i = 0; i < book->count; i++) {
        struct nb_walk walk = nb_walk_start(book->pages[i].article->body);
        while (status == NB_OK && nb_walk_next(&walk)) {
            const struct nb_node *node = walk.node;
            if (walk.event != NB_ENTER || node->type != NB_FIGURE ||
                !node->u.figure.image)
                continue;
            book->described =
                book->described && (node->u.figure.alt || node->u.figure.decorative);
            status = plan_picture(book, node->u.figure.image);
        }
    }
    return status;
}

/* The authors of the articles, each once, the first of them if there are many. */
static enum nb_status plan_authors(struct nb_epub *book)
{
    struct nb_map *seen = nb_map_new();
    enum nb_status status = seen ? NB_OK : NB_NOMEM;
    book->creators.at =
        nb_arena_array(book->arena, MOST_AUTHORS, sizeof *book->creators.at);
    if (!book->creators.at)
        status = NB_NOMEM;
    for (size_t i = 0; i < book->count && status == NB_OK; i++) {
        const struct nb_strings *names = &book->pages[i].article->byline;
        for (size_t j = 0; j < names->count && status == NB_OK; j++) {
            struct nb_str name = nb_str_of(names->at[j]);
            if (book->creators.count == MOST_AUTHORS || nb_map_get(seen, name))
                continue;
            book->creators.at[book->creators.count++] = names->at[j];
            status = nb_map_set(seen, name, seen);
        }
    }
    nb_map_free(seen);
    return status;
}

/* Editors, else whoever publishes an edition; else the authors. */
static enum nb_status plan_creators(struct nb_epub *book)
{
    if (book->edition->editors.count) {
        book->creators = book->edition->editors;
        book->role = "edt";
        return NB_OK;
    }
    if (book->only || !book->publisher) {
        book->role = "aut";
        enum nb_status status = plan_authors(book);
        if (status != NB_OK || book->creators.count)
            return status;
    }
    if (book->publisher) {
        book->creators = (struct nb_strings){&book->publisher, 1};
        book->role = "pbl";
    }
    return NB_OK;
}

static void plan_front(struct nb_epub *book)
{
    const struct nb_edition *edition = book->edition;
    const struct nb_write_in *in = book->in;
    struct nb_section *section = NULL;
    const struct nb_article *first = nb_edition_first(edition, &section);
    book->only = edition->single && book->count == 1 ? first : NULL;
    book->lang = nb_front_lang(edition);
    book->dir = nb_xhtml_dir(book->lang, book->only ? book->only->dir : NB_DIR_AUTO);
    book->id = identifier_of(edition, book->arena);
    book->has_contents = !edition->single || book->count != 1;
    book->cover = in->cover ? in->cover : edition->cover;
    if (book->cover)
        book->cover_picture =
            picture_of(book->cover, nb_arena_printf(book->arena, "img/cover.%s",
                                                    ending_of(book->cover)));
    book->publisher = edition->publisher;
    if (!book->publisher && book->only)
        book->publisher = book->only->site;
    book->title = edition->title;
    if (!book->title && book->only)
        book->title = book->only->headline;
}

enum nb_status nb_epub_plan(struct nb_epub *book)
{
    enum nb_status status;
    book->count = nb_edition_count(book->edition);
    book->arena = nb_arena_new(0);
    book->by_id = nb_map_new();
    book->pictures = nb_map_new();
    book->files = nb_map_new();
    if (!book->arena || !book->by_id || !book->pictures || !book->files)
        return NB_NOMEM;
    book->pages = nb_arena_array(book->arena, book->count, sizeof *book->pages);
    book->contents.stem = "contents";
    plan_front(book);
    plan_sections(book);
    status = nb_arena_status(book->arena);
    if (status == NB_OK)
        status = plan_pages(book);
    if (status == NB_OK)
        status = plan_pictures(book);
    if (status == NB_OK)
        status = nb_epub_plan_budget(book);
    if (status == NB_OK)
        status = plan_creators(book);
    if (status == NB_OK)
        status = nb_epub_plan_breaks(book);
    if (status == NB_OK)
        status = nb_arena_status(book->arena);
    if (!book->title)
        book->title = book->count && status == NB_OK ? book->pages[0].name : "–";
    return status;
}

static void text_free(struct nb_epub_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        nb_buf_free(&text->parts[i]);
    nb_free(text->parts);
}

void nb_epub_plan_free(struct nb_epub *book)
{
    for (size_t i = 0; book->pages && i < book->count; i++)
        text_free(&book->pages[i].text);
    for (size_t i = 0; i < book->section_count; i++)
        text_free(&book->sections[i].text);
    text_free(&book->contents);
    for (size_t i = 0; i < book->made_count; i++)
        nb_buf_free(&book->made[i]);
    nb_free(book->made);
    nb_brought_free(book->fonts);
    nb_map_free(book->by_id);
    nb_map_free(book->pictures);
    nb_map_free(book->files);
    nb_arena_free(book->arena);
}
