/* Sections of their own for the articles of an edition that names none. */
#include "edit/edit.h"

#include "base/map.h"
#include "base/str.h"
#include "base/unicode.h"

#include <string.h>

enum {
    FEWEST = 2,   /* articles that make a section */
    MOST_TAGS = 8 /* of an article that are looked at */
};

/* A section that there may be. */
struct candidate {
    const char *title; /* as first met */
    size_t articles;
    const struct nb_article *last; /* that counted */
    struct nb_section *section;    /* once an article goes there */
};

struct sorting {
    struct nb_edition *edition;
    struct nb_map *names; /* folded titles to candidates */
};

/* The candidate of a name; made if there is none. NULL for no name and without memory. */
static struct candidate *candidate(struct sorting *sorting, struct nb_str name)
{
    struct nb_buf key = NB_BUF_INIT;
    struct candidate *found = NULL;
    name = nb_str_trim(name);
    if (!name.len || nb_unicode_to_upper(name, NULL, &key) != NB_OK) {
        nb_buf_free(&key);
        return NULL;
    }
    found = nb_map_get(sorting->names, nb_buf_view(&key));
    if (!found) {
        struct nb_arena *arena = sorting->edition->arena;
        found = nb_arena_alloc(arena, sizeof *found);
        if (found)
            found->title = nb_arena_copy(arena, name.data, name.len);
        if (found && (!found->title ||
                      nb_map_set(sorting->names, nb_buf_view(&key), found) != NB_OK))
            found = NULL;
    }
    nb_buf_free(&key);
    return found;
}

/* The first part of an address's path as a title: "World news" of "/world-news/2026/x". A part
 * with a digit, or that nothing follows, is none. */
static struct nb_str from_path(const char *url, char *title, size_t size)
{
    struct nb_str rest = nb_str_of(url), part;
    ptrdiff_t slashes = nb_str_find(rest, NB_STR("://"));
    if (slashes < 0)
        return (struct nb_str){0};
    rest = nb_str_sub(rest, (size_t)slashes + 3, rest.len);
    if (!nb_str_split(&rest, '/', &part) || !nb_str_split(&rest, '/', &part) ||
        !rest.len || part.len + 1 > size || part.len < 3)
        return (struct nb_str){0};
    for (size_t i = 0; i < part.len; i++) {
        if (!nb_ascii_alpha(part.data[i]) && part.data[i] != '-')
            return (struct nb_str){0};
        title[i] = part.data[i] == '-' ? ' ' : part.data[i];
    }
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    return (struct nb_str){title, part.len};
}

/* The `index`-th name that an article goes by: its own section, its tags, its site or feed, its
 * address. False behind the last. */
static bool name_of(const struct nb_article *article, size_t index, char *room,
                    size_t size, struct nb_str *out)
{
    size_t tags = article->tags.count < MOST_TAGS ? article->tags.count : MOST_TAGS;
    if (index == 0)
        *out = nb_str_of(article->section);
    else if (index <= tags)
        *out = nb_str_of(article->tags.at[index - 1]);
    else if (index == tags + 1)
        *out = from_path(article->url, room, size);
    else if (index == tags + 2)
        *out = nb_str_of(article->site);
    else
        return false;
    return true;
}

static void count(struct sorting *sorting, const struct nb_article *article)
{
    char room[64];
    struct nb_str name;
    for (size_t i = 0; name_of(article, i, room, sizeof room, &name); i++) {
        struct candidate *at = candidate(sorting, name);
        if (at && at->last != article) {
            at->articles++;
            at->last = article;
        }
    }
}

/* The section of an article: of the first name that others have too. */
static struct nb_section *choose(struct sorting *sorting,
                                 const struct nb_article *article,
                                 struct nb_section *rest)
{
    char room[64];
    struct nb_str name;
    for (size_t i = 0; name_of(article, i, room, sizeof room, &name); i++) {
        struct candidate *at = candidate(sorting, name);
        if (!at || at->articles < FEWEST)
            continue;
        if (at->section)
            return at->section;
        at->section = nb_edition_add_section(sorting->edition, at->title);
        if (at->section)
            at->section->ordered = rest->ordered;
        return at->section;
    }
    return rest;
}

enum nb_status nb_edit_sort(struct nb_edition *edition)
{
    struct sorting sorting = {edition, nb_map_new()};
    struct nb_section *section;
    struct nb_article *next;
    if (!sorting.names)
        return NB_NOMEM;
    for (struct nb_article *a = nb_edition_first(edition, &section); a;
         a = nb_edition_next(a, &section)) {
        if (!section->title)
            count(&sorting, a);
    }
    struct nb_section *last = edition->last;
    for (section = edition->sections; section; section = section->next) {
        struct nb_article *a = section->title ? NULL : section->articles;
        if (a)
            section->articles = section->last = NULL;
        for (; a; a = next) {
            next = a->next;
            struct nb_section *to = choose(&sorting, a, section);
            nb_section_add(to ? to : section, a);
        }
        if (section == last)
            break;
    }
    nb_map_free(sorting.names);
    return nb_arena_status(edition->arena);
}
