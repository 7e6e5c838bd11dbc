/* What the tests of EPUB share: articles made by hand, a book written to a file and read
 * again, what is in it. */
#ifndef NB_TEST_EPUB_HELP_H
#define NB_TEST_EPUB_HELP_H

#include "unit.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/xml.h"
#include "base/zip.h"
#include "doc/build.h"
#include "image/image.h"
#include "write/writers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILE = 1 << 25 };

/* A black pixel. */
static const unsigned char png[] = {
    0x89, 'P',  'N',  'G',  '\r', '\n', 0x1A, '\n', 0,    0,    0,    13,   'I',  'H',
    'D',  'R',  0,    0,    0,    1,    0,    0,    0,    1,    8,    0,    0,    0,
    0,    0x3A, 0x7E, 0x9B, 0x55, 0,    0,    0,    10,   'I',  'D',  'A',  'T',  0x78,
    0x9C, 0x63, 0x60, 0,    0,    0,    2,    0,    1,    0x48, 0xAF, 0xA4, 0x71, 0,
    0,    0,    0,    'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};
static const struct nb_image picture = {
    NB_IMAGE_PNG, 1, 1, 1, png, sizeof png, "00112233445566778899aabbccddeeff00112233",
    NULL};
/* Another one that wants the same short name. */
static const struct nb_image rival = {
    NB_IMAGE_PNG, 1, 1, 1, png, sizeof png, "0011223344ffffffffffffffffffffffffffffff",
    NULL};

static struct nb_diags *diags;
static struct nb_ctx ctx;
static size_t most_size;      /* that books may have; 0: any */
static struct nb_book *paged; /* the pages that books are written with, or NULL */

/* ---- Articles. */

static inline void text(struct nb_build *b, const char *words)
{
    nb_build_text(b, nb_str_of(words));
}

static inline void paragraph(struct nb_build *b, const char *words)
{
    nb_build_paragraph(b, nb_str_of(words), 1);
}

static inline const char *keep(struct nb_build *b, const char *words)
{
    return nb_build_keep(b, nb_str_of(words));
}

static inline struct nb_build *start(const char *headline, const char *lang)
{
    struct nb_build *b = nb_build_new(&ctx, "test");
    if (!b)
        return NULL;
    nb_build_article(b)->headline = keep(b, headline);
    nb_build_article(b)->lang = lang ? keep(b, lang) : NULL;
    return b;
}

static inline enum nb_status finish(struct nb_build *b, struct nb_edition *edition,
                                    struct nb_section *section)
{
    struct nb_article *article;
    struct nb_arena *arena;
    if (!b || !section)
        return NB_NOMEM;
    enum nb_status status = nb_build_finish(b, &article, &arena);
    if (status != NB_OK)
        return status;
    status = nb_edition_adopt(edition, arena);
    if (status != NB_OK) {
        nb_arena_free(arena);
        return status;
    }
    nb_section_add(section, article);
    return NB_OK;
}

static inline void figure(struct nb_build *b, const struct nb_image *image,
                          const char *caption)
{
    struct nb_node *node = nb_build_open(b, NB_FIGURE, 1);
    node->u.figure.image = image;
    node->u.figure.src = keep(b, "x.png");
    node->u.figure.credit = keep(b, "Credit & Co");
    if (caption) {
        nb_build_open(b, NB_CAPTION, 1);
        text(b, caption);
    }
    nb_build_close(b, NB_FIGURE);
}

/* ---- The book. */

static inline enum nb_status write_book(const struct nb_edition *edition, unsigned jobs,
                                        const char *path)
{
    const struct nb_write_in in = {.edition = edition,
                                   .cover = &picture,
                                   .book = paged,
                                   .jobs = jobs,
                                   .most_size = most_size};
    struct nb_file *file;
    enum nb_status status = nb_file_create(path, &file);
    if (status != NB_OK)
        return status;
    status = nb_writer_epub.write(&ctx, &in, file);
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

/* A book being read: the archive, its files by name. */
struct book {
    struct nb_buf bytes;
    struct nb_unzip *zip;
};

/* Writes the edition to a file, frees it, and opens the book. */
static inline void bind(struct nb_edition *edition, unsigned jobs, struct book *book)
{
    char path[] = "/tmp/nb-epub-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    *book = (struct book){0};
    assert_int_equal(write_book(edition, jobs, path), NB_OK);
    nb_edition_free(edition);
    assert_int_equal(nb_file_read(path, MOST_FILE, &book->bytes), NB_OK);
    (void)unlink(path);
    assert_int_equal(nb_unzip_new(book->bytes.data, book->bytes.len, &book->zip),
                     NB_OK);
}

static inline void close_book(struct book *book)
{
    nb_unzip_free(book->zip);
    nb_buf_free(&book->bytes);
}

static inline bool has_file(const struct book *book, const char *name)
{
    for (size_t i = 0; i < nb_unzip_count(book->zip); i++)
        if (strcmp(nb_unzip_name(book->zip, i), name) == 0)
            return true;
    return false;
}

/* The text of a file; the caller frees it. */
static inline struct nb_buf file_of(const struct book *book, const char *name)
{
    struct nb_buf out = NB_BUF_INIT;
    for (size_t i = 0; i < nb_unzip_count(book->zip); i++)
        if (strcmp(nb_unzip_name(book->zip, i), name) == 0)
            assert_int_equal(nb_unzip_read(book->zip, i, MOST_FILE, &out), NB_OK);
    if (!out.len)
        fail_msg("%s is not in the book", name);
    return out;
}

static inline void expect(const struct book *book, const char *name, const char *words)
{
    struct nb_buf file = file_of(book, name);
    const char *content = nb_buf_cstr(&file);
    if (!strstr(content, words))
        fail_msg("%s lacks %s:\n%s", name, words, content);
    nb_buf_free(&file);
}

static inline void refuse(const struct book *book, const char *name, const char *words)
{
    struct nb_buf file = file_of(book, name);
    const char *content = nb_buf_cstr(&file);
    if (strstr(content, words))
        fail_msg("%s has %s:\n%s", name, words, content);
    nb_buf_free(&file);
}

static inline bool is_xml(const char *name)
{
    const char *ending = nb_path_ending(name);
    return strcmp(ending, ".xml") == 0 || strcmp(ending, ".xhtml") == 0 ||
           strcmp(ending, ".opf") == 0 || strcmp(ending, ".ncx") == 0;
}

/* Checks an element's links against the book's files, and its id against those seen. */
static inline void check_element(const struct book *book,
                                 const struct nb_xml_node *node, struct nb_map *ids,
                                 const char *text_of_file)
{
    static const char *const names[] = {"href", "src"};
    const char *id = nb_xml_attr(node, "id");
    if (id) {
        assert_null(nb_map_get(ids, nb_str_of(id)));
        assert_int_equal(nb_map_set(ids, nb_str_of(id), ids), NB_OK);
    }
    for (size_t i = 0; i < 2; i++) {
        const char *link = nb_xml_attr(node, names[i]);
        char full[200];
        if (!link || strncmp(link, "http", 4) == 0)
            continue;
        if (*link == '#') {
            (void)snprintf(full, sizeof full, " id=\"%s\"", link + 1);
            assert_non_null(strstr(text_of_file, full));
            continue;
        }
        const char *fragment = strchr(link, '#');
        (void)snprintf(full, sizeof full, "OEBPS/%.*s", (int)strcspn(link, "#"), link);
        if (!has_file(book, full))
            fail_msg("%s leads nowhere", link);
        if (fragment) {
            char place[100];
            (void)snprintf(place, sizeof place, " id=\"%s\"", fragment + 1);
            expect(book, full, place);
        }
    }
}

/* Every XML file is well-formed, and every link in it arrives. */
static inline void check_files(const struct book *book)
{
    for (size_t i = 0; i < nb_unzip_count(book->zip); i++) {
        const char *name = nb_unzip_name(book->zip, i);
        struct nb_xml *xml;
        if (!is_xml(name))
            continue;
        struct nb_buf file = file_of(book, name);
        assert_int_equal(nb_xml_parse(&ctx, name, nb_buf_view(&file), &xml), NB_OK);
        struct nb_map *ids = nb_map_new();
        struct nb_xml_node *root = nb_xml_root(xml);
        for (struct nb_xml_node *node = root; node;
             node = nb_xml_following(node, root, true))
            if (nb_xml_name(node))
                check_element(book, node, ids, nb_buf_cstr(&file));
        nb_map_free(ids);
        nb_xml_free(xml);
        nb_buf_free(&file);
    }
}

#endif
