/* Duplicates: what counts as one, which is kept, what only looks alike. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "doc/build.h"
#include "edit/edit.h"
#include "edit/shingle.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fields {
    const char *headline, *published, *url, *source, *text;
};

static void add(struct nb_edition *edition, const struct fields *fields)
{
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_build *build = nb_build_new(&ctx, fields->source);
    struct nb_article *article = nb_build_article(build);
    article->headline = nb_build_keep(build, nb_str_of(fields->headline));
    article->published = nb_build_keep(build, nb_str_of(fields->published));
    article->url = nb_build_keep(build, nb_str_of(fields->url));
    nb_build_paragraph(build, nb_str_of(fields->text), 1);
    struct nb_arena *arena;
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
    nb_section_add(edition->last, article);
}

/* `count` words from `first` on, of a made language in which every number is a word; `mixed`
 * makes them others. */
static char *words(char *out, unsigned first, unsigned count, unsigned mixed)
{
    char *p = out;
    for (unsigned i = first; i < first + count; i++) {
        unsigned value = i * 7919 + mixed * 104729;
        for (int k = 0; k < 5; k++, value /= 20)
            *p++ = "bcdfghjklmnpqrstvwxz"[value % 20];
        *p++ = ' ';
    }
    *p = '\0';
    return out;
}

/* Dedupes the articles; what is left out must be `want`, as "headline>kept by;" each. */
static void expect(const struct fields *fields, size_t count, const char *want)
{
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_arena *arena = nb_arena_new(0);
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_duplicate *pairs;
    struct nb_buf said = NB_BUF_INIT;
    size_t out = 0;
    (void)nb_edition_add_section(edition, NULL);
    for (size_t i = 0; i < count; i++)
        add(edition, &fields[i]);
    assert_int_equal(nb_edit_dedupe(&ctx, edition, 0.6, 2, arena, &pairs), NB_OK);
    for (const struct nb_duplicate *p = pairs; p; p = p->next, out++)
        nb_buf_printf(&said, "%s>%s %s;", p->left_out.headline, p->kept.headline,
                      nb_likeness_name(p->why));
    assert_string_equal(nb_buf_cstr(&said), want);
    assert_int_equal(nb_edition_count(edition), count - out);
    nb_buf_free(&said);
    nb_arena_free(arena);
    nb_edition_free(edition);
}

#define EXPECT(fields, want) expect(fields, sizeof(fields) / sizeof((fields)[0]), want)

static void finds_by_address(void **state)
{
    (void)state;
    char one[2000], two[2000];
    words(one, 0, 60, 1);
    words(two, 0, 60, 2);
    const struct fields same[] = {
        {"A", "2026-11-20", "https://www.x.example/a/", "x.xml", one},
        {"B", "2026-11-21", "http://x.example/a?utm_source=rss#top", "y.xml", two},
        {"C", "2026-11-21", "http://x.example/b", "y.xml",
         words((char[2000]){0}, 0, 9, 3)},
    };
    EXPECT(same, "A>B address;");
    const struct fields front[] = {
        {"A", NULL, "https://x.example/", "x.xml", one},
        {"B", NULL, "https://x.example", "y.xml", two},
    };
    EXPECT(front, "");
    const struct fields page[] = {
        /* one page with two articles */
        {"A", NULL, "https://x.example/live", "x.html", one},
        {"B", NULL, "https://x.example/live", "x.html", two},
    };
    EXPECT(page, "");
}

/* Puts text behind what is in `to`, of `size` bytes. */
static void append(char *to, size_t size, const char *text)
{
    size_t len = strlen(to);
    (void)snprintf(to + len, size - len, "%s", text);
}

static void finds_by_text(void **state)
{
    (void)state;
    char text[4000], other[4000], excerpt[2000], quoting[9000];
    words(text, 0, 300, 1);
    words(other, 0, 40, 2);
    append(other, sizeof other, text); /* with a paragraph of the house in front */
    words(excerpt, 0, 60, 1);
    const struct fields copies[] = {
        {"A", "2026-11-20", NULL, "a", text},
        {"B", "2026-11-20T09:00:00Z", NULL, "b", other},
        {"C", "2026-11-22", NULL, "c", excerpt},
        {"D", "2026-11-22", NULL, "d", words((char[4000]){0}, 0, 300, 3)},
    };
    EXPECT(copies, "A>B text;C>B text;");
    const struct fields newest[] = {
        {"A", "2026-11-20", NULL, "a", other},
        {"B", "2026-11-21", NULL, "b", text},
    };
    EXPECT(newest, "A>B text;");
    /* what quotes a story after half its length does not stand for it */
    words(quoting, 0, 700, 5);
    append(quoting, sizeof quoting, text);
    const struct fields review[] = {
        {"A", NULL, NULL, "a", text},
        {"B", NULL, NULL, "b", quoting},
    };
    EXPECT(review, "");
}

static void leaves_short_and_house_texts(void **state)
{
    (void)state;
    char stub[1000], house[2000], texts[6][4000];
    words(stub, 0, 40, 1);
    const struct fields stubs[] = {
        {"A", NULL, NULL, "a", stub},
        {"B", NULL, NULL, "b", stub},
        {"a!", NULL, NULL, "c", stub},
    };
    EXPECT(stubs, "a!>A headline;");
    struct fields site[6];
    words(house, 0, 100, 9);
    for (unsigned i = 0; i < 6; i++) { /* more of the house than of their own */
        append(words(texts[i], 0, 60, i + 10), sizeof texts[i], house);
        site[i] = (struct fields){(const char *[]){"A", "B", "C", "D", "E", "F"}[i],
                                  NULL, NULL, "feed.xml", texts[i]};
    }
    EXPECT(site, "");
}

static void finds_without_spaces(void **state)
{
    (void)state;
    char one[2000] = "", two[2000] = "";
    for (unsigned i = 0; i < 200; i++) {
        char sign[4] = {(char)0xE5, (char)(0x80 + i * 7 % 61),
                        (char)(0x80 + i * 5 % 59), 0};
        append(one, sizeof one, sign);
        append(two, sizeof two, sign);
        if (i % 40 == 0) /* a comma does not matter */
            append(two, sizeof two, "\xE3\x80\x81");
    }
    const struct fields copies[] = {{"A", NULL, NULL, "a", one},
                                    {"B", NULL, NULL, "b", two}};
    EXPECT(copies, "B>A text;");
}

static void counts_shingles(void **state)
{
    (void)state;
    struct nb_shingles shingles;
    size_t count = 0;
    uint64_t folded;
    assert_int_equal(
        nb_shingle(NB_STR("One, two. THREE four five"), 99, &shingles, &count, &folded),
        NB_OK);
    assert_int_equal(count, 5);
    assert_true(folded == nb_shingle_fold(NB_STR("one two three FOUR Five!")));
    assert_int_equal(shingles.count, 2);
    nb_free(shingles.list);
    assert_int_equal(
        nb_shingle(NB_STR("a b c d a b c d a b c d"), 99, &shingles, &count, &folded),
        NB_OK);
    assert_int_equal(shingles.count, 4); /* each once */
    nb_free(shingles.list);
    assert_int_equal(
        nb_shingle(NB_STR("a b c d e f g h"), 2, &shingles, &count, &folded), NB_OK);
    assert_int_equal(shingles.count, 2);
    nb_free(shingles.list);
    assert_true(nb_shingle_fold(NB_STR("\xC3\x89T\xC3\x89!")) ==
                nb_shingle_fold(NB_STR(" \xC3\xA9t\xC3\xA9")));
    assert_true(nb_shingle_fold(NB_STR(" ?! ")) == 0);
}

static void survives_no_memory(void **state)
{
    (void)state;
    char text[4000];
    const struct fields copy = {"A", NULL, "https://x.example/a", "a",
                                words(text, 0, 300, 1)};
    for (unsigned long n = 1; n < 100; n++) {
        struct nb_edition *edition = nb_edition_new(0);
        struct nb_arena *arena = nb_arena_new(0);
        struct nb_ctx ctx = {NULL, &nb_limits_default};
        struct nb_duplicate *pairs;
        (void)nb_edition_add_section(edition, NULL);
        for (int i = 0; i < 5; i++)
            add(edition, &copy);
        nb_mem_fail_at(n);
        enum nb_status status = nb_edit_dedupe(&ctx, edition, 0.6, 1, arena, &pairs);
        nb_mem_fail_at(0);
        bool done = status == NB_OK;
        assert_true(done || status == NB_NOMEM);
        assert_true(!done || nb_edition_count(edition) == 1);
        nb_arena_free(arena);
        nb_edition_free(edition);
        if (done)
            return;
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_address),
        cmocka_unit_test(finds_by_text),
        cmocka_unit_test(leaves_short_and_house_texts),
        cmocka_unit_test(finds_without_spaces),
        cmocka_unit_test(counts_shingles),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
