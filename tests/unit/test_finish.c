/* The last editorial pass: titles, dates, languages, kickers, identifiers. */
#include "base/limits.h"
#include "doc/build.h"
#include "edit/edit.h"
#include "unit.h"

#include <string.h>

struct fields {
    const char *headline, *published, *lang, *section;
};

static void add(struct nb_edition *edition, struct nb_section *section,
                struct fields fields)
{
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_build *build = nb_build_new(&ctx, "a.txt");
    struct nb_article *article = nb_build_article(build);
    article->headline = nb_build_keep(build, nb_str_of(fields.headline));
    article->published = nb_build_keep(build, nb_str_of(fields.published));
    article->lang = nb_build_keep(build, nb_str_of(fields.lang));
    article->section = nb_build_keep(build, nb_str_of(fields.section));
    nb_build_paragraph(build, NB_STR("Some text."), 1);
    struct nb_arena *arena;
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
    nb_section_add(section, article);
}

static struct nb_edition *edition_of(struct fields fields)
{
    struct nb_edition *edition = nb_edition_new(0);
    add(edition, nb_edition_add_section(edition, NULL), fields);
    return edition;
}

static void finish(struct nb_edition *edition, const char *folder, const char *epoch)
{
    assert_int_equal(nb_edit_finish(edition, folder, epoch), NB_OK);
}

static void chooses_a_title(void **state)
{
    (void)state;
    struct nb_edition *edition = edition_of((struct fields){"Head", NULL, NULL, NULL});
    edition->single = true;
    finish(edition, "news/", NULL);
    assert_string_equal(edition->title, "Head");
    nb_edition_free(edition);
    edition = edition_of((struct fields){"Head", NULL, NULL, NULL});
    finish(edition, "../my-week_47/", NULL);
    assert_string_equal(edition->title, "My week 47");
    nb_edition_free(edition);
    edition = edition_of((struct fields){"Head", NULL, NULL, NULL});
    finish(edition, ".", NULL);
    assert_string_equal(edition->title, "News");
    nb_edition_free(edition);
    edition = edition_of((struct fields){"Head", NULL, NULL, NULL});
    add(edition, edition->sections, (struct fields){"Other", NULL, NULL, NULL});
    edition->sections->articles->site = "The Coast";
    edition->sections->last->site = "The Coast";
    finish(edition, NULL, NULL);
    assert_string_equal(edition->title, "The Coast");
    edition->title = NULL;
    edition->sections->last->site = NULL;
    finish(edition, NULL, NULL);
    assert_string_equal(edition->title, "News");
    nb_edition_free(edition);
}

static void expect_dates(const char *date, const char *published, const char *epoch,
                         const char *want_date, const char *want_modified)
{
    struct nb_edition *edition =
        edition_of((struct fields){"Head", published, NULL, NULL});
    edition->date = date;
    finish(edition, NULL, epoch);
    if (want_date)
        assert_string_equal(edition->date, want_date);
    else
        assert_null(edition->date);
    assert_string_equal(edition->modified, want_modified);
    nb_edition_free(edition);
}

static void chooses_dates(void **state)
{
    (void)state;
    expect_dates(NULL, NULL, NULL, NULL, "1980-01-01T00:00:00Z");
    expect_dates(NULL, "2026-11-19T06:30:00+01:00", NULL, "2026-11-19",
                 "2026-11-19T05:30:00Z");
    expect_dates("2026-11-22", "2026-11-19", NULL, "2026-11-22",
                 "2026-11-22T00:00:00Z");
    expect_dates("2026-11-18", "2026-11-19", NULL, "2026-11-18",
                 "2026-11-19T00:00:00Z");
    expect_dates(NULL, "2026-11-19", "1700000000", "2023-11-14",
                 "2023-11-14T22:13:20Z");
    expect_dates("today", NULL, "1700000000", "2023-11-14", "2023-11-14T22:13:20Z");
    expect_dates("2026-11-22", "2026-11-19", "1700000000", "2026-11-22",
                 "2026-11-22T00:00:00Z");
    expect_dates(NULL, NULL, "17x", NULL, "1980-01-01T00:00:00Z");
    expect_dates(NULL, "about noon", NULL, NULL, "1980-01-01T00:00:00Z");
}

static void takes_the_common_language(void **state)
{
    (void)state;
    struct nb_edition *edition = edition_of((struct fields){"A", NULL, "de", NULL});
    add(edition, edition->sections, (struct fields){"B", NULL, "fr-CA", NULL});
    add(edition, edition->sections, (struct fields){"C", NULL, "fr", NULL});
    finish(edition, NULL, NULL);
    assert_string_equal(edition->lang, "fr-CA");
    nb_edition_free(edition);
    edition = edition_of((struct fields){"A", NULL, NULL, NULL});
    finish(edition, NULL, NULL);
    assert_string_equal(edition->lang, "en");
    nb_edition_free(edition);
}

static void sets_kickers_and_drops_empty_sections(void **state)
{
    (void)state;
    struct nb_edition *edition = nb_edition_new(0);
    assert_non_null(nb_edition_add_section(edition, "Empty"));
    struct nb_section *world = nb_edition_add_section(edition, "World");
    add(edition, world, (struct fields){"A", NULL, NULL, "world"});
    add(edition, world, (struct fields){"B", NULL, NULL, "Shipping"});
    assert_non_null(nb_edition_add_section(edition, "Empty too"));
    finish(edition, NULL, NULL);
    assert_ptr_equal(edition->sections, world);
    assert_null(world->next);
    assert_ptr_equal(edition->last, world);
    assert_null(world->articles->kicker);
    assert_string_equal(world->articles->next->kicker, "Shipping");
    assert_non_null(edition->id);
    assert_non_null(world->articles->id);
    nb_edition_free(edition);
}

static void closes_levels(void **state)
{
    (void)state;
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_build *build = nb_build_new(&ctx, "a.txt");
    static const unsigned levels[] = {3, 5, 3, 6}, want[] = {2, 3, 2, 4};
    nb_build_article(build)->headline = nb_build_keep(build, NB_STR("Head"));
    for (size_t i = 0; i < 4; i++) {
        nb_build_open(build, NB_HEADING, 1)->u.level = levels[i];
        nb_build_text(build, NB_STR("Sub"));
        nb_build_close(build, NB_HEADING);
        nb_build_paragraph(build, NB_STR("Some text."), 1);
    }
    struct nb_article *article;
    struct nb_arena *arena;
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
    nb_section_add(nb_edition_add_section(edition, NULL), article);
    finish(edition, NULL, NULL);
    size_t i = 0;
    for (struct nb_node *node = article->body->first; node; node = node->next) {
        if (node->type == NB_HEADING)
            assert_int_equal(node->u.level, want[i++]);
    }
    assert_int_equal(i, 4);
    nb_edition_free(edition);
}

/* How many of four articles are left, under embargo until three different days and free. */
static size_t left_at(const char *date, const char *epoch, struct nb_diags *diags)
{
    static const char *const embargoes[] = {"2026-11-22T06:00:00+01:00", "2026-11-23",
                                            "2026-12-01T00:00:00Z", NULL};
    struct nb_ctx ctx = {diags, &nb_limits_default};
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, "World");
    edition->date = date;
    for (size_t i = 0; i < 4; i++) {
        add(edition, section,
            (struct fields){"Head", i < 3 ? "2026-11-30" : "2026-11-21", NULL, NULL});
        section->last->embargo = embargoes[i];
    }
    assert_int_equal(nb_edit_embargo(&ctx, edition, epoch), NB_OK);
    finish(edition, NULL, epoch);
    size_t left = nb_edition_count(edition);
    assert_null(section->last->next);
    assert_null(section->last->embargo); /* the free one, behind the others */
    nb_edition_free(edition);
    return left;
}

static void leaves_embargoed_articles_out(void **state)
{
    (void)state;
    struct nb_diags *diags = nb_diags_new();
    assert_int_equal(left_at("2026-11-21", NULL, diags), 1);
    assert_int_equal(nb_diags_count(diags), 3);
    assert_int_equal(nb_diags_at(diags, 0)->code, NB_DIAG_EMBARGOED);
    assert_string_equal(nb_diags_at(diags, 0)->detail,
                        "Head, until 2026-11-22T06:00:00+01:00");
    assert_int_equal(left_at("2026-11-22", NULL, diags), 2);
    assert_int_equal(left_at("2026-11-16/2026-11-23", NULL, diags), 3);
    assert_int_equal(left_at("2026-11", NULL, diags), 3);
    assert_int_equal(left_at("2026-12-01", NULL, diags), 4);
    assert_int_equal(left_at(NULL, "1795305600", diags), 2); /* 22 November 2026 */
    assert_int_equal(left_at("today", "1795305600", diags), 2);
    assert_int_equal(left_at(NULL, NULL, diags), 1); /* the free article's day */
    nb_diags_free(diags);
}

/* An article with one link and one related headline. */
static void add_linking(struct nb_edition *edition, const char *url, const char *href,
                        const char *related)
{
    struct nb_ctx ctx = {NULL, &nb_limits_default};
    struct nb_build *build = nb_build_new(&ctx, "a.txt");
    struct nb_article *article = nb_build_article(build);
    struct nb_arena *arena;
    article->url = nb_build_keep(build, nb_str_of(url));
    (void)nb_build_open(build, NB_PARAGRAPH, 1);
    nb_build_open(build, NB_LINK, 1)->u.href = nb_build_keep(build, nb_str_of(href));
    nb_build_text(build, NB_STR("There"));
    nb_build_close(build, NB_PARAGRAPH);
    nb_build_related(build, NB_STR("Other"), nb_str_of(related));
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
    nb_section_add(edition->last, article);
}

static void expect_links(const struct nb_article *article, const char *own,
                         const char *related)
{
    const char *found[] = {article->body->first->first->u.own, article->related->own};
    const char *want[] = {own, related};
    for (size_t i = 0; i < 2; i++) {
        if (want[i])
            assert_string_equal(found[i], want[i]);
        else
            assert_null(found[i]);
    }
}

static void links_articles(void **state)
{
    (void)state;
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    add_linking(edition, "https://www.x.example/a/",
                "http://x.example/b?utm_source=x#p", "https://x.example/");
    add_linking(edition, "https://x.example/b", "https://x.example/b",
                "https://x.example/copy");
    add_linking(edition, "https://x.example/", "https://x.example/live",
                "https://x.example/elsewhere");
    add_linking(edition, "https://x.example/live", "https://x.example/a",
                "mailto:a@b.c");
    add_linking(edition, "https://x.example/live", "https://x.example/b/index.html",
                "https://x.example/a");
    struct nb_alias copy = {"https://x.example/copy", NULL};
    section->articles->aliases = &copy;
    finish(edition, NULL, NULL);
    const struct nb_article *a = section->articles;
    expect_links(a, "#article:a2", NULL); /* a front page is no article */
    expect_links(a->next, NULL, "#article:a1");
    expect_links(a->next->next, NULL, NULL); /* two have that address */
    expect_links(a->next->next->next, "#article:a1", NULL);
    expect_links(a->next->next->next->next, "#article:a2", "#article:a1");
    nb_edition_free(edition);
}

static void takes_the_newest_date(void **state)
{
    (void)state;
    struct nb_edition *edition =
        edition_of((struct fields){"A", "2026-11-20T23:00:00Z", NULL, NULL});
    edition->date = "newest";
    assert_string_equal(nb_edit_day(edition, "1900000000"), "2026-11-20T23:00:00Z");
    finish(edition, NULL, "1900000000");
    assert_string_equal(edition->date, "2026-11-20");
    nb_edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_newest_date),
        cmocka_unit_test(links_articles),
        cmocka_unit_test(chooses_a_title),
        cmocka_unit_test(chooses_dates),
        cmocka_unit_test(takes_the_common_language),
        cmocka_unit_test(sets_kickers_and_drops_empty_sections),
        cmocka_unit_test(closes_levels),
        cmocka_unit_test(leaves_embargoed_articles_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
