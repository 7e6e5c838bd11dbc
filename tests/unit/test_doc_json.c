/* The model as JSON: every kind of node there and back without a changed byte, mistakes named
 * by their path, memory. */
#include "doc_help.h"

#include "base/mem.h"
#include "doc/doc_json.h"

#include <stdlib.h>

/* Everything the model has, in the form that is written. */
static const char full[] =
    "{\"model\":1,\"title\":\"Head \\\"line\\\"\",\"section\":\"World\","
    "\"standfirst\":[\"One\",\"Two\"],\"byline\":[\"A. B.\"],\"dateline\":\"Aarhus\","
    "\"published\":\"2026-11-22\",\"modified\":\"2026-11-23T10:00:00Z\","
    "\"site\":\"The Site\",\"lang\":\"en\",\"dir\":\"ltr\",\"url\":\"https://e.org/a\","
    "\"aliases\":[\"https://f.org/a\",\"https://g.org/a\"],"
    "\"image\":3,\"rights\":\"R\",\"embargo\":\"2026-12-01\",\"tags\":[\"x\",\"y\"],"
    "\"weight\":-2,"
    "\"related\":[{\"title\":\"T\",\"url\":\"https://e.org/b\",\"after\":1},"
    "{\"title\":\"U\",\"after\":2}],\"words\":WORDS,\"minutes\":1,\"blocks\":["
    "{\"type\":\"paragraph\",\"text\":\"plain\"},"
    "{\"type\":\"paragraph\",\"text\":\"a b c\\nd e2 f g\",\"inline\":[\"a \","
    "{\"type\":\"emphasis\",\"inline\":[\"b \",{\"type\":\"strong\",\"text\":\"c\"}]},"
    "{\"type\":\"break\"},\"d \",{\"type\":\"link\",\"text\":\"e\","
    "\"href\":\"https://e.org/\"},{\"type\":\"sup\",\"text\":\"2\"},\" "
    "\",{\"type\":\"codespan\","
    "\"text\":\"f\"},{\"type\":\"noteref\",\"label\":\"1\"},\" \",{\"type\":\"span\","
    "\"text\":\"g\",\"lang\":\"fr\"}]},"
    "{\"type\":\"heading\",\"text\":\"H\",\"level\":3,\"lang\":\"ar\",\"dir\":\"rtl\"},"
    "{\"type\":\"figure\",\"src\":\"a.png\",\"alt\":\"alt\",\"credit\":\"C\","
    "\"caption\":\"see this\",\"inline\":[\"see \",{\"type\":\"emphasis\",\"text\":"
    "\"this\"}]},"
    "{\"type\":\"quote\",\"text\":\"one paragraph\"},"
    "{\"type\":\"quote\",\"text\":\"p\\nq\\nr\",\"blocks\":[{\"type\":\"paragraph\","
    "\"text\":\"p\"},{\"type\":\"quote\",\"blocks\":[{\"type\":\"paragraph\",\"text\":"
    "\"q\"},{\"type\":\"list\",\"items\":[\"r\"]}]}]},"
    "{\"type\":\"pullquote\",\"text\":\"bold b\",\"inline\":[\"bold \",{\"type\":"
    "\"strong\",\"text\":\"b\"}]},"
    "{\"type\":\"list\",\"ordered\":true,\"start\":4,\"items\":[\"i\",{\"text\":\"j "
    "k\","
    "\"inline\":[\"j \",{\"type\":\"sub\",\"text\":\"k\"}]},{\"text\":\"l\",\"lang\":"
    "\"de\"},{\"blocks\":[{\"type\":\"paragraph\",\"text\":\"m\"},{\"type\":\"list\","
    "\"items\":[\"n\"]}]}]},"
    "{\"type\":\"table\",\"caption\":\"T\",\"rows\":[[{\"text\":\"h\",\"header\":true,"
    "\"colspan\":2}],[\"x\",\"\"],[{\"text\":\"y z\",\"rowspan\":2,\"inline\":[\"y \","
    "{\"type\":\"emphasis\",\"text\":\"z\"}]}]]},"
    "{\"type\":\"code\",\"text\":\"if (a)\\n\\tb  c;\\n\"},"
    "{\"type\":\"rule\"},"
    "{\"type\":\"embed\",\"kind\":\"video\",\"title\":\"V\",\"url\":\"https://e.org/"
    "v\","
    "\"duration\":\"2:22\"},"
    "{\"type\":\"embed\",\"text\":\"said\",\"kind\":\"post\",\"url\":\"https://e.org/"
    "p\"},"
    "{\"type\":\"footnote\",\"text\":\"note\",\"label\":\"1\"}]}";

struct taken {
    struct nb_buf json; /* of all articles, one a line */
    unsigned count;
};

static enum nb_status take(void *user, struct nb_article *article,
                           struct nb_arena *arena)
{
    struct taken *taken = user;
    const char *why;
    enum nb_status status = nb_article_check(article, &why);
    struct nb_json *json =
        status == NB_OK
            ? nb_article_to_json(article, &(struct nb_json_form){.with_id = false})
            : NULL;
    if (json)
        status = nb_json_print(json, false, &taken->json);
    else if (status == NB_OK)
        status = NB_NOMEM;
    nb_buf_putc(&taken->json, '\n');
    taken->count++;
    nb_json_free(json);
    nb_arena_free(arena);
    return status == NB_OK ? taken->json.status : status;
}

/* Writes down what an article says of the issue that it is of. */
static enum nb_status note_part(void *user, struct nb_article *article,
                                struct nb_arena *arena)
{
    const struct nb_part *part = article->part;
    struct nb_buf *out = user;
    nb_buf_printf(out, "%s:", article->headline);
    if (part)
        nb_buf_printf(out, " section %s, %s no. %s of %s by %zu",
                      part->section ? part->section : "-",
                      part->title ? part->title : "-",
                      part->number ? part->number : "-", part->date ? part->date : "-",
                      part->editors.count);
    nb_buf_putc(out, '\n');
    nb_arena_free(arena);
    return out->status;
}

static void test_issue(void **state)
{
    (void)state;
    struct world world;
    struct nb_buf got = NB_BUF_INIT;
    world_open(&world);
    const char *text =
        "{\"title\":\"T\",\"number\":\"4\",\"date\":\"2026-11-22\",\"editors\":[\"A\","
        "\"B\"],\"sections\":[{\"title\":\"Empty\",\"articles\":[]},7,"
        "{\"title\":\"One\",\"articles\":[{},{\"title\":\"a\"},{\"title\":\"b\"}]},"
        "{\"title\":\"None\"},{\"articles\":[{\"title\":\"c\"}]}]}";
    assert_int_equal(
        nb_json_read(&world.ctx, "a.json", nb_str_of(text), note_part, &got), NB_OK);
    assert_string_equal(nb_buf_cstr(&got),
                        "a: section One, T no. 4 of 2026-11-22 by 2\n"
                        "b:\nc: section -, - no. - of - by 0\n");
    nb_buf_clear(&got);
    assert_int_equal(nb_json_read(&world.ctx, "a.json",
                                  NB_STR("{\"articles\":[{\"title\":\"a\"}]}"),
                                  note_part, &got),
                     NB_OK);
    assert_string_equal(nb_buf_cstr(&got), "a:\n");
    nb_buf_free(&got);
    world_close(&world);
}

static enum nb_status again(struct world *world, struct nb_str text,
                            struct taken *taken)
{
    *taken = (struct taken){0};
    return nb_json_read(&world->ctx, "a.json", text, take, taken);
}

/* Reads `text`, and what was written from it; the two must be the same. */
static char *round_trip(struct world *world, const char *text)
{
    struct taken first, second;
    assert_int_equal(again(world, nb_str_of(text), &first), NB_OK);
    assert_int_equal(again(world, nb_buf_view(&first.json), &second), NB_OK);
    assert_string_equal(nb_buf_cstr(&second.json), nb_buf_cstr(&first.json));
    nb_buf_free(&second.json);
    return first.json.data;
}

static void test_full(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    char *got = round_trip(&world, "{\"model\":1,\"title\":\"t\"}");
    assert_string_equal(
        got, "{\"model\":1,\"title\":\"t\",\"words\":0,\"minutes\":1,\"blocks\":[]}\n");
    nb_mem_fail_at(0);
    free(got);
    /* The count of words is ours to make. */
    struct nb_buf text = NB_BUF_INIT;
    const char *mark = strstr(full, "WORDS");
    nb_buf_add(&text, full, (size_t)(mark - full));
    nb_buf_puts(&text, "32");
    nb_buf_puts(&text, mark + 5);
    got = round_trip(&world, nb_buf_cstr(&text));
    nb_buf_putc(&text, '\n');
    assert_string_equal(got, nb_buf_cstr(&text));
    assert_int_equal(nb_diags_count(world.diags), 0);
    free(got);
    nb_buf_free(&text);
    world_close(&world);
}

static void test_deep(void **state)
{
    (void)state;
    struct world world;
    struct nb_article *article;
    struct nb_arena *arena;
    struct taken taken = {0};
    world_open(&world);
    struct nb_build *build = nb_build_new(&world.ctx, "deep");
    for (int i = 0; i < 25000; i++)
        (void)nb_build_open(build, NB_QUOTE, 0);
    nb_build_text(build, NB_STR("x"));
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(take(&taken, article, arena), NB_OK);
    free(round_trip(&world, nb_buf_cstr(&taken.json)));
    nb_buf_free(&taken.json);
    world_close(&world);
}

static void expect(struct world *world, const char *text, const char *message)
{
    struct taken taken;
    size_t before = nb_diags_count(world->diags);
    assert_int_equal(again(world, nb_str_of(text), &taken), NB_OK);
    const struct nb_diag *diag = nb_diags_at(world->diags, before);
    assert_non_null(diag);
    assert_string_equal(diag->detail, message);
    nb_buf_free(&taken.json);
}

static void test_mistakes(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    expect(&world, "[1]", "[0]: not an object");
    expect(&world,
           "{\"articles\":[{\"title\":\"a\"},{\"title\":\"b\",\"blocks\":["
           "{\"type\":\"quote\",\"blocks\":[7,{\"type\":\"nothing\"}]}]}]}",
           "articles[1].blocks[0].blocks[0]: not an object");
    expect(&world, "{\"title\":7,\"blocks\":[]}", "title: not a string");
    expect(&world, "{\"title\":\"a\",\"blocks\":[{\"text\":\"x\"}]}",
           "blocks[0].type: missing");
    expect(&world, "{\"title\":\"a\",\"blocks\":[{\"type\":\"text\"}]}",
           "blocks[0].type: not a type that may stand here");
    expect(&world,
           "{\"title\":\"a\",\"blocks\":[{\"type\":\"heading\",\"text\":\"x\","
           "\"level\":99}]}",
           "blocks[0].level: not a number in its range");
    expect(&world,
           "{\"title\":\"a\",\"blocks\":[{\"type\":\"paragraph\",\"text\":\"x\","
           "\"inline\":[\"y\"]}]}",
           "blocks[0]: text and inline disagree, inline taken");
    expect(&world,
           "{\"title\":\"a\",\"blocks\":[{\"type\":\"table\",\"rows\":[[\"x\"],"
           "[4]]}]}",
           "blocks[0].rows[1][0]: neither a string nor an object");
    expect(&world, "{\"model\":2,\"title\":\"a\"}", "model: a model that is not known");
    expect(&world, "{\"title\":\"a\",\"lang\":\"en\",\"dir\":\"up\"}",
           "dir: neither \"ltr\" nor \"rtl\"");
    expect(&world, "{}", "neither a title nor blocks");
    struct taken taken;
    size_t before = nb_diags_count(world.diags);
    assert_int_equal(again(&world, NB_STR("{\n\n\"a\":}"), &taken), NB_OK);
    assert_int_equal(nb_diags_at(world.diags, before)->line, 3);
    world_close(&world);
}

static void test_lenient(void **state)
{
    (void)state;
    struct world world;
    struct taken taken;
    world_open(&world);
    assert_int_equal(
        again(&world,
              NB_STR("[{\"title\":\" a  b \",\"byline\":\"X\",\"blocks\":["
                     "{\"type\":\"paragraph\",\"inline\":[{\"type\":\"text\",\"text\":"
                     "\"y\"}]},{\"type\":\"table\",\"rows\":[]}]},{\"title\":\"c\"}]"),
              &taken),
        NB_OK);
    assert_int_equal(taken.count, 2);
    assert_string_equal(
        nb_buf_cstr(&taken.json),
        "{\"model\":1,\"title\":\"a b\",\"byline\":[\"X\"],\"words\":1,\"minutes\":1,"
        "\"blocks\":[{\"type\":\"paragraph\",\"text\":\"y\"}]}\n"
        "{\"model\":1,\"title\":\"c\",\"words\":0,\"minutes\":1,\"blocks\":[]}\n");
    nb_buf_free(&taken.json);
    world_close(&world);
}

/* Opens, closes and writes as numbers say. */
static void play_numbers(struct nb_build *build, unsigned seed)
{
    static const char *const texts[] = {"a", " b", "c ", " ", "d\xC2\xA0", "\xCC\x81"};
    unsigned steps = 5 + seed % 60, value = seed;
    for (unsigned i = 0; i < steps; i++) {
        value = value * 1664525 + 1013904223;
        unsigned pick = value >> 16;
        enum nb_node_type type = (enum nb_node_type)(1 + pick / 8 % NB_NOTEREF);
        if (pick % 8 < 3) {
            struct nb_node *node = nb_build_open(build, type, 0);
            if (type == NB_FIGURE && pick & 4096)
                node->u.figure.src = nb_build_keep(build, NB_STR("s"));
            if (type == NB_LINK && pick & 4096)
                node->u.href = nb_build_keep(build, NB_STR("h"));
            if (type == NB_FOOTNOTE || type == NB_NOTEREF)
                node->u.label = nb_build_keep(build, NB_STR("1"));
            if (type == NB_CODE || type == NB_CODESPAN)
                node->text = nb_build_raw(build, NB_STR(" x\ny"));
            if ((pick & 0x6000) == 0)
                node->lang = nb_build_keep(build, NB_STR("fr"));
        } else if (pick % 8 < 5) {
            nb_build_close(build, type);
        } else {
            nb_build_text(build, nb_str_of(texts[pick / 8 % 6]));
        }
    }
}

/* Whatever a reader does, the tree keeps the rules and survives JSON unchanged. */
static void test_anything(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    world.limits.depth = 10;
    for (unsigned seed = 1; seed <= 5000; seed++) {
        struct nb_article *article;
        struct nb_arena *arena;
        struct taken first = {0}, second;
        struct nb_build *build = nb_build_new(&world.ctx, "x");
        nb_build_article(build)->headline = nb_build_keep(build, NB_STR("H"));
        play_numbers(build, seed * 2654435761u);
        if (nb_build_finish(build, &article, &arena) != NB_OK)
            fail_msg("seed %u: %s", seed,
                     nb_diags_at(world.diags, nb_diags_count(world.diags) - 1)->detail);
        assert_int_equal(take(&first, article, arena), NB_OK);
        assert_int_equal(again(&world, nb_buf_view(&first.json), &second), NB_OK);
        if (strcmp(nb_buf_cstr(&first.json), nb_buf_cstr(&second.json)) != 0)
            fail_msg("seed %u:\n%s%s", seed, first.json.data, second.json.data);
        nb_buf_free(&first.json);
        nb_buf_free(&second.json);
    }
    world_close(&world);
}

static void test_edition(void **state)
{
    (void)state;
    struct world world;
    struct nb_buf out = NB_BUF_INIT;
    world_open(&world);
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, "S");
    for (int i = 0; i < 2; i++) {
        struct nb_article *article;
        struct nb_arena *arena;
        struct nb_build *build = nb_build_new(&world.ctx, "x");
        nb_build_paragraph(build, NB_STR("p"), 0);
        assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
        assert_int_equal(nb_edition_adopt(edition, arena), NB_OK);
        nb_section_add(section, article);
        nb_buf_clear(&out);
        assert_int_equal(nb_edition_to_json(edition, &out), NB_OK);
        assert_true((strstr(nb_buf_cstr(&out), "\"articles\"") != NULL) == (i == 1));
    }
    nb_buf_free(&out);
    nb_edition_free(edition);
    world_close(&world);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct world world;
    enum nb_status status = NB_NOMEM;
    world_open(&world);
    for (unsigned long n = 1; status != NB_OK; n++) {
        struct taken taken = {0};
        assert_true(n < 100000);
        nb_mem_fail_at(n);
        char *text = nb_malloc(sizeof full);
        if (text) {
            memcpy(text, full, sizeof full);
            memcpy(strstr(text, "WORDS"), "10000", 5);
            status = again(&world, nb_str_of(text), &taken);
        }
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
        nb_free(text);
        nb_buf_free(&taken.json);
    }
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),     cmocka_unit_test(test_issue),
        cmocka_unit_test(test_deep),     cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_lenient),  cmocka_unit_test(test_edition),
        cmocka_unit_test(test_anything), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
