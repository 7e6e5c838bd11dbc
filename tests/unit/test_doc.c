/* Editions, the walk, the checker, and the three measures of text. */
#include "doc_help.h"

#include "base/mem.h"
#include "doc/clean.h"
#include "doc/tree.h"

#include <stdio.h>

static struct nb_article *article_of(struct world *world, const char *script,
                                     struct nb_arena **arena)
{
    struct nb_article *article;
    struct nb_build *build = nb_build_new(&world->ctx, "test");
    play(build, script);
    assert_int_equal(nb_build_finish(build, &article, arena), NB_OK);
    return article;
}

static void test_edition(void **state)
{
    (void)state;
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_article articles[3] = {
        {.headline = "a"}, {.headline = "b"}, {.headline = "c"}};
    struct nb_node body = {.type = NB_BODY};
    struct nb_section *section = nb_edition_add_section(edition, NULL);
    assert_null(nb_edition_first(edition, &section));
    assert_null(section);
    section = nb_edition_add_section(edition, "One");
    struct nb_section *two = nb_edition_add_section(edition, "Two");
    for (size_t i = 0; i < 3; i++) {
        articles[i].body = &body;
        nb_section_add(i == 2 ? two : section, &articles[i]);
    }
    assert_int_equal(nb_edition_count(edition), 3);
    assert_ptr_equal(nb_edition_first(edition, &section), &articles[0]);
    assert_ptr_equal(nb_edition_next(&articles[1], &section), &articles[2]);
    assert_ptr_equal(section, two);
    assert_null(nb_edition_next(&articles[2], &section));
    assert_int_equal(nb_edition_number(edition), NB_OK);
    assert_string_equal(articles[2].id, "a3");
    assert_int_equal(strncmp(edition->id, "urn:uuid:", 9), 0);
    assert_int_equal(strlen(edition->id), 45);
    nb_edition_free(edition);
}

static const char *identifier(const char *title, const char *date, const char *headline)
{
    static char kept[2][64];
    static int turn;
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_node body = {.type = NB_BODY};
    struct nb_article article = {.headline = headline, .body = &body};
    nb_section_add(nb_edition_add_section(edition, NULL), &article);
    edition->title = title;
    edition->date = date;
    assert_int_equal(nb_edition_number(edition), NB_OK);
    turn = !turn;
    (void)snprintf(kept[turn], sizeof kept[turn], "%s", edition->id);
    nb_edition_free(edition);
    return kept[turn];
}

/* A correction keeps the book's identity; another issue has another. */
static void test_identity(void **state)
{
    (void)state;
    assert_string_equal(identifier("T", "2026-11-22", "a"),
                        identifier("T", "2026-11-22", "b"));
    assert_string_not_equal(identifier("T", "2026-11-22", "a"),
                            identifier("T", "2026-11-29", "a"));
    assert_string_not_equal(identifier("T", NULL, "a"), identifier("T", NULL, "b"));
    assert_string_equal(identifier(NULL, NULL, "a"), identifier(NULL, NULL, "a"));
}

static void test_walk(void **state)
{
    (void)state;
    struct nb_node root = {.type = NB_BODY}, quote = {.type = NB_QUOTE},
                   rule = {.type = NB_RULE}, last = {.type = NB_RULE};
    struct nb_buf out = NB_BUF_INIT;
    nb_node_append(&root, &quote);
    nb_node_append(&quote, &rule);
    nb_node_append(&root, &last);
    for (int skip = 0; skip < 2; skip++) {
        struct nb_walk walk = nb_walk_start(&root);
        while (nb_walk_next(&walk)) {
            nb_buf_printf(&out, "%s%s%u ", walk.event == NB_EXIT ? "/" : "",
                          nb_node_type_name(walk.node->type), walk.depth);
            if (skip && walk.event == NB_ENTER && walk.node == &quote)
                nb_walk_skip(&walk);
        }
        nb_buf_puts(&out, "\n");
    }
    assert_string_equal(nb_buf_cstr(&out),
                        "body0 quote1 rule2 /rule2 /quote1 rule1 /rule1 /body0 \n"
                        "body0 quote1 /quote1 rule1 /rule1 /body0 \n");
    nb_buf_free(&out);
    struct nb_walk alone = nb_walk_start(&rule);
    assert_true(nb_walk_next(&alone) && nb_walk_next(&alone));
    assert_false(nb_walk_next(&alone));
    nb_node_unwrap(&quote);
    assert_ptr_equal(root.first, &rule);
    assert_ptr_equal(rule.next, &last);
    assert_ptr_equal(last.prev, &rule);
    nb_node_unwrap(&last);
    assert_ptr_equal(root.last, &rule);
}

/* Each breaks one rule of a sound article; the checker names it. */
static void expect_why(struct nb_article *article, const char *want)
{
    const char *why;
    assert_int_equal(nb_article_check(article, &why), NB_FORMAT);
    assert_string_equal(why, want);
}

static void test_check(void **state)
{
    (void)state;
    struct world world;
    struct nb_arena *arena;
    const char *why;
    world_open(&world);
    struct nb_article *article =
        article_of(&world, "a<link>b</link><heading>c</heading>", &arena);
    struct nb_node *paragraph = article->body->first, *text = paragraph->first,
                   *link = paragraph->last, *heading = article->body->last;
    assert_int_equal(nb_article_check(article, &why), NB_OK);
    assert_null(why);
    text->text = "";
    expect_why(article, "text is empty or not UTF-8");
    text->text = "\xFF";
    expect_why(article, "text is empty or not UTF-8");
    text->text = "a";
    link->u.href = NULL;
    expect_why(article, "a link has no address");
    link->u.href = "x";
    heading->u.level = 7;
    expect_why(article, "a heading's level is not from 2 to 6");
    heading->u.level = 2;
    heading->parent = paragraph;
    expect_why(article, "a child does not know its parent");
    heading->parent = article->body;
    heading->prev = NULL;
    expect_why(article, "siblings do not know each other");
    heading->prev = paragraph;
    article->body->last = paragraph;
    expect_why(article, "a node does not know its last child");
    article->body->last = heading;
    text->type = NB_PARAGRAPH;
    expect_why(article, "a node holds what it may not hold");
    text->type = NB_TEXT;
    link->type = NB_NOTEREF;
    link->first = link->last = NULL;
    expect_why(article, "a reference has no note");
    link->type = NB_SPAN;
    expect_why(article, "a node is empty that may not be");
    link->type = NB_BREAK;
    article->byline = (struct nb_strings){(const char *[]){""}, 1};
    expect_why(article, "an item of a list is empty");
    article->byline.count = 0;
    article->lead = paragraph;
    expect_why(article, "the lead is no figure of the body");
    article->lead = NULL;
    article->related = &(struct nb_related){.title = "r", .after = 3};
    expect_why(article, "a related headline stands behind the end");
    article->related = NULL;
    article->body->first = article->body->last = NULL;
    expect_why(article, "no headline and no block");
    nb_arena_free(arena);
    world_close(&world);
}

static struct nb_article *rich(struct world *world, struct nb_arena **arena)
{
    struct nb_article *article;
    struct nb_build *build = nb_build_new(&world->ctx, "test");
    struct nb_article *made = nb_build_article(build);
    made->kicker = "Kicker";
    made->headline = "Headline";
    made->dateline = "Aarhus";
    made->published = "2026-11-22";
    nb_build_push(build, &made->standfirst, NB_STR("Standfirst"));
    nb_build_push(build, &made->byline, NB_STR("Ann Bee"));
    play(build, "<paragraph>one<break/>two");
    nb_build_leaf(build, NB_NOTEREF, 0)->u.label = "1";
    play(build, "</paragraph><footnote>");
    nb_build_close(build, NB_FOOTNOTE);
    nb_build_open(build, NB_FOOTNOTE, 0)->u.label = "1";
    play(build, "note</footnote><list><item>x<list><item>y</list><item>z</list>");
    play(build, "<table><caption>T</caption><row><cell>a<cell><cell>b<row><cell><cell>c"
                "</table>");
    struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
    figure->u.figure.credit = "Credit";
    play(build, "<caption>Caption</caption></figure>");
    struct nb_node *embed = nb_build_open(build, NB_EMBED, 0);
    embed->u.embed.kind = "video";
    embed->u.embed.duration = "2:22";
    embed->u.embed.title = "Title";
    play(build, "said</embed>");
    nb_build_related(build, NB_STR("Related"), NB_STR(""));
    assert_int_equal(nb_build_finish(build, &article, arena), NB_OK);
    return article;
}

static void test_text(void **state)
{
    (void)state;
    struct world world;
    struct nb_arena *arena;
    struct nb_buf out = NB_BUF_INIT;
    world_open(&world);
    struct nb_article *article = rich(&world, &arena);
    nb_article_text(article, &out);
    assert_string_equal(nb_buf_cstr(&out), "one\ntwo\n\nnote\n\nx\ny\nz\n\n"
                                           "a\t\tb\n\tc\n\nsaid\n");
    nb_buf_clear(&out);
    nb_article_fulltext(article, &out);
    assert_string_equal(nb_buf_cstr(&out),
                        "Kicker\n\nHeadline\n\nStandfirst\n\nBy Ann Bee\n\nAarhus\n\n"
                        "22 November 2026\n\none\ntwo1\n\nx\ny\nz\n\nT\na\t\tb\n\tc\n\n"
                        "Caption\nCredit\n\nVideo, 2:22: Title\n\nsaid\n\n1 note\n\n"
                        "Related\n");
    nb_buf_clear(&out);
    nb_node_text(article->body->first, &out);
    assert_string_equal(nb_buf_cstr(&out), "one\ntwo");
    nb_buf_clear(&out);
    nb_article_dump(article, &out);
    assert_non_null(strstr(nb_buf_cstr(&out), "  related after 6 \"Related\"\n"));
    assert_non_null(strstr(nb_buf_cstr(&out), "      noteref label=\"1\"\n"));
    assert_non_null(strstr(nb_buf_cstr(&out), "    figure credit=\"Credit\"\n"));
    nb_buf_free(&out);
    nb_arena_free(arena);
    world_close(&world);
}

static void assert_clean(const char *text, const char *want)
{
    struct nb_clean clean = {0};
    struct nb_buf out = NB_BUF_INIT;
    nb_clean_add(&clean, nb_str_of(text), &out);
    assert_string_equal(nb_buf_cstr(&out), want);
    nb_buf_free(&out);
}

static void test_clean(void **state)
{
    (void)state;
    assert_clean("  a \r\n b  ", "a b");
    assert_clean("a\xE3\x80\x80"
                 "b",
                 "a\xE3\x80\x80"
                 "b");
    assert_clean("a\xC2\xA0\xC2\xA0"
                 "b \xC2\xA0 c",
                 "a b c");
    assert_clean("a\x01\xC2\x85"
                 "b\xE2\x80\xA8"
                 "c\xEF\xBF\xBE",
                 "a\u2026b c");
    assert_int_equal(nb_clean_blank(NB_STR(" \xC2\xA0\xE2\x80\x8B x")), 7);
    struct nb_buf out = NB_BUF_INIT;
    nb_clean_raw(NB_STR("\ta\r\nb\rc \x1B\x7F"), &out);
    assert_string_equal(nb_buf_cstr(&out), "\ta\nb\nc ");
    nb_buf_free(&out);
}

static void test_no_memory(void **state)
{
    (void)state;
    enum nb_status status = NB_NOMEM;
    for (unsigned long n = 1; status != NB_OK; n++) {
        struct nb_article article = {.headline = "h", .body = &(struct nb_node){0}};
        assert_true(n < 1000);
        nb_mem_fail_at(n);
        struct nb_edition *edition = nb_edition_new(0);
        struct nb_section *section =
            edition ? nb_edition_add_section(edition, "S") : NULL;
        struct nb_arena *arena = section ? nb_arena_new(0) : NULL;
        status = arena ? nb_edition_adopt(edition, arena) : NB_NOMEM;
        if (status == NB_OK) {
            nb_section_add(section, &article);
            status = nb_edition_number(edition);
        } else {
            nb_arena_free(arena);
        }
        nb_mem_fail_at(0);
        nb_edition_free(edition);
        assert_true(status == NB_OK || status == NB_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edition),   cmocka_unit_test(test_identity),
        cmocka_unit_test(test_walk),      cmocka_unit_test(test_check),
        cmocka_unit_test(test_text),      cmocka_unit_test(test_clean),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
