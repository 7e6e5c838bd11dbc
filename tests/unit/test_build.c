/* The builder: white space, wrong nesting, what stays empty, depth, bounds, memory. */
#include "doc_help.h"

#include "base/mem.h"

#define P "    paragraph "

static void test_space(void **state)
{
    (void)state;
    assert_tree("<paragraph>  a \n\t b<emphasis> c </emphasis> d  </paragraph>",
                "    paragraph\n      text \"a b \"\n      emphasis \"c\"\n"
                "      text \" d\"\n");
    assert_tree("<paragraph>a<emphasis></emphasis> <strong> </strong> b</paragraph>",
                P "\"a b\"\n");
    assert_tree("<paragraph>10\xC2\xA0km\xC2\xA0 \xC2\xA0x\xC2\xA0</paragraph>",
                P "\"10\xC2\xA0km x\"\n");
    assert_tree(
        "<paragraph>co\xC2\xADop \xE2\x80\x8B\x01z\xE2\x80\x8D\xEF\xBB\xBF</paragraph>",
        P "\"coop z\"\n");
    assert_tree("<paragraph>e\xCC\x81\xFFx</paragraph>",
                P "\"\xC3\xA9\xEF\xBF\xBDx\"\n");
    assert_tree("<paragraph>a <break/> <break/> b <break/></paragraph>",
                "    paragraph\n      text \"a\"\n      break\n      break\n"
                "      text \"b\"\n");
    assert_tree(
        "<paragraph><break/> </paragraph>  <quote> <paragraph> </paragraph></quote>",
        "");
}

static void test_paragraphs(void **state)
{
    (void)state;
    assert_tree("a <emphasis>b</emphasis><paragraph>c<paragraph>d</paragraph>e",
                "    paragraph\n      text \"a \"\n      emphasis \"b\"\n" P "\"c\"\n" P
                "\"d\"\n" P "\"e\"\n");
    assert_tree("<paragraph>a<emphasis>b<heading>c</heading>d</emphasis>",
                "    paragraph\n      text \"a\"\n      emphasis \"b\"\n"
                "    heading level=2 \"c\"\n" P "\"d\"\n");
    assert_tree("</quote>x</paragraph></paragraph>y", P "\"x\"\n" P "\"y\"\n");
    assert_tree("<link>a<strong><link>b</link></strong>c</link>",
                "    paragraph\n      link href=\"https://example.org/\"\n"
                "        text \"a\"\n        strong \"b\"\n        text \"c\"\n");
}

static void test_lists(void **state)
{
    (void)state;
    assert_tree("<list><item>a<item><paragraph>b</paragraph></item> "
                "<list><item>c</item></list></list>d",
                "    list\n      item\n        paragraph \"a\"\n      item\n"
                "        paragraph \"b\"\n        list\n          item\n"
                "            paragraph \"c\"\n" P "\"d\"\n");
    assert_tree("<item>a</item> <item>b</item><paragraph>c</paragraph><item>d",
                "    list\n      item\n        paragraph \"a\"\n      item\n"
                "        paragraph \"b\"\n" P "\"c\"\n    list\n      item\n"
                "        paragraph \"d\"\n");
    assert_tree("<list>x<item></item></list>",
                "    list\n      item\n        paragraph \"x\"\n");
}

static void test_tables(void **state)
{
    (void)state;
    assert_tree("<table><row><cell>a</cell><cell></cell></row>"
                "<caption>T</caption></table>",
                "    table\n      caption \"T\"\n      row\n        cell \"a\"\n"
                "        cell\n");
    assert_tree(
        "<table><row><cell><paragraph>a</paragraph><list><item>b</item>"
        "<item>c</item></list>d<row><cell>e</table>",
        "    table\n      row\n        cell\n          text \"a\"\n          break\n"
        "          text \"b\"\n          break\n          text \"c\"\n"
        "          break\n          text \"d\"\n      row\n        cell \"e\"\n");
    assert_tree(
        "<table><row><cell>a<table><row><cell>b</cell></row></table>c</cell>"
        "<cell>d</cell></row></table>",
        "    table\n      row\n        cell\n          text \"a\"\n          break\n"
        "          text \"b\"\n          break\n          text \"c\"\n"
        "        cell \"d\"\n");
    assert_tree("<table><row><cell> </cell></row></table><paragraph>a", P "\"a\"\n");
    assert_tree("<table><caption>C</caption><row><cell></cell></row></table>",
                P "\"C\"\n");
    assert_tree("<cell>a</cell><cell>b</cell>c",
                "    table\n      row\n        cell \"a\"\n        cell \"b\"\n" P
                "\"c\"\n");
}

static void test_figures(void **state)
{
    (void)state;
    assert_tree(
        "<figure><caption><paragraph>a</paragraph><paragraph>b</paragraph></caption>"
        "</figure><figure></figure>",
        "    figure\n      caption\n        text \"a\"\n        break\n"
        "        text \"b\"\n");
    assert_tree("<figure>a <quote>b</quote></figure><caption>c</caption>",
                "    figure\n      caption \"a\"\n    quote\n      paragraph \"b\"\n" P
                "\"c\"\n");
    assert_tree("<paragraph>a<figure><caption>b</caption></figure>c</paragraph>",
                P "\"a\"\n    figure\n      caption \"b\"\n" P "\"c\"\n");
}

static struct nb_node *last_block(struct nb_article *article)
{
    return article->body->last;
}

static void test_attributes(void **state)
{
    (void)state;
    struct world world;
    struct nb_article *article;
    struct nb_arena *arena;
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "a.txt");
    nb_build_paragraph(build, NB_STR("one two three"), 3);
    nb_build_related(build, NB_STR(" Other\nstory "), NB_STR(""));
    struct nb_node *note = nb_build_open(build, NB_FOOTNOTE, 9);
    note->u.label = nb_build_keep(build, NB_STR("1"));
    nb_build_text(build, NB_STR("note"));
    nb_build_close(build, NB_FOOTNOTE);
    (void)nb_build_open(build, NB_PARAGRAPH, 4);
    nb_build_text(build, NB_STR("x"));
    nb_build_leaf(build, NB_NOTEREF, 4)->u.label = nb_build_keep(build, NB_STR("1"));
    nb_build_leaf(build, NB_NOTEREF, 4)->u.label = nb_build_keep(build, NB_STR("2"));
    (void)nb_build_leaf(build, NB_CODESPAN, 4);
    (void)nb_build_open(build, NB_SPAN, 4);
    nb_build_text(build, NB_STR("y"));
    nb_build_close(build, NB_PARAGRAPH);
    struct nb_node *figure = nb_build_open(build, NB_FIGURE, 5);
    figure->u.figure.src = nb_build_keep(build, NB_STR("a.png"));
    nb_build_article(build)->lead = figure;
    nb_build_close(build, NB_FIGURE);
    nb_build_push(build, &nb_build_article(build)->byline, NB_STR("A"));
    nb_build_push(build, &nb_build_article(build)->byline, NB_STR(" A "));
    nb_build_push(build, &nb_build_article(build)->byline, NB_STR("B"));
    nb_build_article(build)->lang = nb_build_keep(build, NB_STR("ar"));
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(article->byline.count, 2);
    assert_int_equal(article->dir, NB_DIR_RTL);
    assert_int_equal(article->minutes, 1);
    assert_int_equal(article->body->first->line, 3);
    assert_string_equal(article->related->title, "Other story");
    assert_null(article->related->url);
    assert_int_equal(article->related->after, 1);
    assert_ptr_equal(article->lead, last_block(article));
    const struct nb_node *mended = article->lead->prev;
    assert_int_equal(mended->first->next->type, NB_NOTEREF);
    assert_string_equal(mended->last->text, "2y");
    nb_arena_free(arena);
    world_close(&world);
}

static void test_depth(void **state)
{
    (void)state;
    struct world world;
    struct nb_article *article;
    struct nb_arena *arena;
    struct nb_buf out = NB_BUF_INIT;
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "deep");
    for (int i = 0; i < 25000; i++)
        (void)nb_build_open(build, NB_QUOTE, 0);
    for (int i = 0; i < 25000; i++)
        (void)nb_build_open(build, NB_EMPH, 0);
    nb_build_text(build, NB_STR("deep"));
    for (int i = 0; i < 25000; i++)
        nb_build_close(build, NB_QUOTE);
    nb_build_paragraph(build, NB_STR("after"), 0);
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_diags_count(world.diags), 1);
    assert_int_equal(nb_diags_at(world.diags, 0)->code, NB_DIAG_TOO_DEEP);
    assert_int_equal(last_block(article)->type, NB_PARAGRAPH);
    nb_article_text(article, &out);
    assert_string_equal(nb_buf_cstr(&out), "deep\n\nafter\n");
    struct nb_walk walk = nb_walk_start(article->body);
    unsigned deepest = 0;
    while (nb_walk_next(&walk))
        deepest = walk.depth > deepest ? walk.depth : deepest;
    assert_int_equal(deepest, world.limits.depth);
    nb_buf_free(&out);
    nb_arena_free(arena);
    world_close(&world);
}

static void test_bounds(void **state)
{
    (void)state;
    struct world world;
    struct nb_article *article;
    struct nb_arena *arena;
    world_open(&world);
    world.limits.article_bytes = 20000;
    struct nb_build *build = nb_build_new(&world.ctx, "big");
    for (int i = 0; i < 1000; i++)
        nb_build_paragraph(build, NB_STR("words and words"), 0);
    assert_non_null(nb_build_open(build, NB_QUOTE, 0));
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_LIMIT);
    assert_null(article);
    assert_null(arena);
    assert_int_equal(nb_diags_at(world.diags, 0)->code, NB_DIAG_LIMIT);
    build = nb_build_new(&world.ctx, "empty");
    nb_build_text(build, NB_STR(" \n"));
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_FORMAT);
    nb_build_abort(nb_build_new(&world.ctx, "aborted"));
    nb_build_abort(NULL);
    world_close(&world);
}

static enum nb_status build_one(struct world *world)
{
    struct nb_article *article;
    struct nb_arena *arena;
    struct nb_build *build = nb_build_new(&world->ctx, "x");
    if (!build)
        return NB_NOMEM;
    play(build, "a<quote>b<list><item>c<emphasis>d</emphasis></item></list></quote>"
                "<table><row><cell>e<paragraph>f</paragraph></cell></row></table>"
                "<figure><caption>g</caption></figure><span>h</span>");
    nb_build_push(build, &nb_build_article(build)->tags, NB_STR("t"));
    nb_build_related(build, NB_STR("r"), NB_STR("u"));
    for (int i = 0; i < 40; i++)
        (void)nb_build_open(build, NB_QUOTE, 0);
    nb_build_leaf(build, NB_CODE, 0)->text = nb_build_raw(build, NB_STR("code\r\n"));
    struct nb_node *note = nb_build_open(build, NB_FOOTNOTE, 0);
    note->u.label = nb_build_keep(build, NB_STR("1"));
    nb_build_text(build, NB_STR("note"));
    enum nb_status status = nb_build_finish(build, &article, &arena);
    nb_arena_free(arena);
    return status;
}

static void test_no_memory(void **state)
{
    (void)state;
    enum nb_status status = NB_NOMEM;
    struct world world;
    world_open(&world);
    for (unsigned long n = 1; status != NB_OK; n++) {
        assert_true(n < 10000);
        nb_mem_fail_at(n);
        status = build_one(&world);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
    }
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_space),     cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_lists),     cmocka_unit_test(test_tables),
        cmocka_unit_test(test_figures),   cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_depth),     cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
