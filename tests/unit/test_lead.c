/* The lead, and what an edition says of single articles. */
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "doc/build.h"
#include "edit/edit.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

/* Sections, named by digits, and the articles in them, each with a letter, a weight and its
 * length in words: "1:a0,5 b3,9 2:c0,2". A section's "!" says that it is in order. */
static struct nb_edition *edition_of(const char *text)
{
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    for (const char *p = text; *p; p += *p == ' ') {
        if (p[1] == ':') {
            char title[2] = {*p, 0};
            struct nb_section *section =
                nb_edition_add_section(edition, *p == '0' ? NULL : title);
            section->ordered = p[2] == '!';
            p += section->ordered ? 3 : 2;
            continue;
        }
        char name[2] = {*p, 0}, source[16];
        (void)snprintf(source, sizeof source, "news/%s.txt", name);
        struct nb_build *build = nb_build_new(&ctx, source);
        struct nb_article *article = nb_build_article(build);
        article->headline = nb_build_keep(build, nb_str_of(name));
        article->source = nb_build_keep(build, nb_str_of(source));
        article->url =
            nb_build_keep(build, NB_STR("https://www.example.org/x?utm_source=a"));
        nb_build_paragraph(build, NB_STR("Some text."), 1);
        struct nb_arena *arena;
        assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
        assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
        nb_section_add(edition->last, article);
        char *end;
        article->weight = (int)strtol(p + 1, &end, 10);
        article->words = (unsigned)strtoul(end + 1, &end, 10);
        p = end;
    }
    return edition;
}

static void expect_order(struct nb_edition *edition, const char *want)
{
    struct nb_buf order = NB_BUF_INIT;
    for (struct nb_section *s = edition->sections; s; s = s->next) {
        nb_buf_printf(&order, "%s:", s->title ? s->title : "0");
        for (struct nb_article *a = s->articles; a; a = a->next) {
            nb_buf_puts(&order, a->headline);
            assert_true(a->next || a == s->last);
        }
    }
    assert_string_equal(nb_buf_cstr(&order), want);
    nb_buf_free(&order);
}

static void expect_lead(const char *text, const char *want, const char *kicker)
{
    struct nb_edition *edition = edition_of(text);
    assert_int_equal(nb_edit_lead(edition), NB_OK);
    expect_order(edition, want);
    assert_ptr_equal(edition->lead, edition->sections->articles);
    if (kicker)
        assert_string_equal(edition->lead->kicker, kicker);
    else
        assert_null(edition->lead->kicker);
    nb_edition_free(edition);
}

static void chooses_the_lead(void **state)
{
    (void)state;
    expect_lead("1:a0,100 b0,900 c0,100 2:d0,1200", "1:bac2:d", NULL);
    expect_lead("1:a0,100 b0,150", "1:ab", NULL); /* the place counts too */
    expect_lead("1:!a0,100 b0,900", "1:ab", NULL);
    expect_lead("1:!a0,100 b1,50 c2,50", "1:cab", NULL);
    expect_lead("1:a0,900 2:b0,10 c3,10 d3,900", "0:d1:a2:bc", "2");
    expect_lead("1:a-1,900 2:b0,10", "0:b1:a2:", "2");
    struct nb_edition *empty = nb_edition_new(0);
    assert_int_equal(nb_edit_lead(empty), NB_OK);
    assert_null(empty->lead);
    nb_edition_free(empty);
}

static void overrides(void **state)
{
    (void)state;
    struct nb_edition *edition = edition_of("1:a0,1 b0,1 c0,1 2:d0,1");
    struct nb_diags *diags = nb_diags_new();
    struct nb_ctx ctx = {diags, &nb_limits_default};
    const char *all = "*.txt", *file = "A.TXT", *headline = "c", *nothing = "z*";
    int weight = 4;
    struct nb_edit_override list[] = {
        {.match = {&all, 1}, .kicker = "K"},
        {.match = {&file, 1},
         .section = "2",
         .weight = &weight,
         .picture = "p.jpg",
         .picture_file = "news/p.jpg",
         .alt = "Alt"},
        {.match = {&headline, 1}, .omit = true},
        {.match = {&headline, 1}, .section = "New", .headline = "C", .omit = false},
        {.match = {&nothing, 1}, .omit = true},
    };
    for (size_t i = 0; i < 4; i++)
        list[i].next = &list[i + 1];
    assert_int_equal(nb_edit_override(&ctx, edition, "news", list), NB_OK);
    expect_order(edition, "1:b2:daNew:C");
    const struct nb_article *a = edition->sections->next->last;
    assert_int_equal(a->weight, 4);
    assert_string_equal(a->kicker, "K");
    assert_string_equal(a->lead->u.figure.alt, "Alt");
    assert_string_equal(a->lead_file, "news/p.jpg");
    assert_ptr_equal(a->lead, a->body->first);
    const char *why;
    assert_int_equal(nb_article_check(a, &why), NB_OK);
    assert_int_equal(list[0].matched, 4);
    assert_int_equal(list[4].matched, 0);
    nb_edition_free(edition);
    edition = edition_of("1:a0,1 b0,1");
    struct nb_edit_override by_address = {
        .match = {(const char *[]){"http://example.org/x/"}, 1}, .omit = true};
    assert_int_equal(nb_edit_override(&ctx, edition, ".", &by_address), NB_OK);
    expect_order(edition, "1:");
    assert_string_equal(nb_diags_at(diags, 0)->detail, "a: omitted");
    nb_diags_free(diags);
    nb_edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_the_lead),
        cmocka_unit_test(overrides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
