/* The cache of words: what is found, and what is forgotten. */
#include "layout/word_cache.h"

#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 4096 };

static struct nb_word_key key_of(const char *text, uint32_t fount)
{
    struct nb_word_key key = {.text = nb_str_of(text), .fount = fount};
    nb_word_hash(&key);
    return key;
}

/* A word of two parts whose glyphs have the bytes of `text` for numbers; those of the second part
 * have offsets. */
static const struct nb_word *add(struct nb_word_keeper *keeper,
                                 const struct nb_word_key *key)
{
    struct nb_em_glyph glyphs[2][64] = {{{0}}};
    struct nb_offset offsets[64];
    struct nb_word_part parts[2] = {{.from = 0}, {.from = 1, .offsets = offsets}};
    struct nb_word word = {.parts = parts, .part_count = 2, .width = 2.5F};
    for (uint32_t p = 0; p < 2; p++) {
        parts[p].glyphs = glyphs[p];
        parts[p].glyph_count = (uint32_t)key->text.len;
        for (size_t i = 0; i < key->text.len; i++) {
            glyphs[p][i].id = ((unsigned char)key->text.data[i] + p) & 0xFFu;
            offsets[i].x = (float)i;
        }
    }
    return nb_word_add(keeper, NULL, key, &word);
}

static void assert_word(const struct nb_word *word, const struct nb_word_key *key)
{
    assert_non_null(word);
    assert_int_equal(word->part_count, 2);
    assert_true(word->width > 2.4F && word->width < 2.6F);
    assert_null(word->parts[0].offsets);
    for (uint32_t p = 0; p < 2; p++) {
        const struct nb_word_part *part = &word->parts[p];
        assert_int_equal(part->glyph_count, key->text.len);
        for (size_t i = 0; i < key->text.len; i++) {
            assert_int_equal(part->glyphs[i].id, (unsigned char)key->text.data[i] + p);
            assert_int_equal(p ? (size_t)part->offsets[i].x : i, i);
        }
    }
}

static void tells_words_apart(void **state)
{
    (void)state;
    struct nb_word_cache *cache = nb_word_cache_new(MOST);
    struct nb_word_keeper *keeper = nb_word_keeper_new(cache);
    char text[] = "harbour";
    struct nb_word_key key = key_of(text, 1), other = key_of(text, 2);
    struct nb_word_key rtl = key, script = key, cut = key, hyphenated = key;
    rtl.rtl = true;
    script.script = 7;
    cut.text.len--;
    hyphenated.hyphenated = true;
    assert_null(nb_word_find(keeper, &key));
    const struct nb_word *word = add(keeper, &key);
    assert_ptr_equal(nb_word_find(keeper, &key), word);
    assert_null(nb_word_find(keeper, &other));
    assert_null(nb_word_find(keeper, &rtl));
    assert_null(nb_word_find(keeper, &script));
    assert_null(nb_word_find(keeper, &cut));
    assert_null(nb_word_find(keeper, &hyphenated));
    /* It has a text of its own. */
    text[0] = 'H';
    assert_null(nb_word_find(keeper, &key));
    text[0] = 'h';
    assert_word(nb_word_find(keeper, &key), &key);
    nb_word_cache_free(cache);
}

static void keeps_what_is_asked_for(void **state)
{
    (void)state;
    struct nb_word_cache *cache = nb_word_cache_new(MOST);
    struct nb_word_keeper *keeper = nb_word_keeper_new(cache);
    struct nb_word_key often = key_of("often", 1), first = key_of("0", 1);
    add(keeper, &often);
    add(keeper, &first);
    for (int i = 1; i < 1000; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", i);
        struct nb_word_key key = key_of(text, 1);
        const struct nb_word *before = nb_word_find(keeper, &often);
        assert_word(before, &often);
        assert_word(add(keeper, &key), &key);
        assert_word(before, &often);
        nb_word_cache_tidy(cache);
        assert_word(nb_word_find(keeper, &key), &key);
    }
    assert_null(nb_word_find(keeper, &first));
    nb_word_cache_free(cache);
}

static void shares_between_workers(void **state)
{
    (void)state;
    struct nb_word_cache *cache = nb_word_cache_new(MOST);
    struct nb_word_keeper *one = nb_word_keeper_new(cache),
                          *two = nb_word_keeper_new(cache);
    struct nb_word_key key = key_of("shared", 1), more = key_of("more", 1);
    const struct nb_word *word = add(one, &key);
    assert_ptr_equal(nb_word_find(two, &key), word);
    assert_word(add(two, &more), &more);
    assert_word(nb_word_find(one, &more), &more);
    nb_word_cache_free(cache);
}

/* Nothing is forgotten before the cache is tidied, and it does not grow without end. */
static void is_full_some_time(void **state)
{
    (void)state;
    struct nb_word_cache *cache = nb_word_cache_new(MOST);
    struct nb_word_keeper *keeper = nb_word_keeper_new(cache);
    struct nb_arena *scratch = nb_arena_new(0);
    struct nb_word_key first = key_of("first", 1);
    add(keeper, &first);
    size_t found = 0;
    for (int i = 0; i < 1000; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d", i);
        struct nb_word_key key = key_of(text, 1);
        struct nb_word word = {.width = 1};
        assert_non_null(nb_word_add(keeper, scratch, &key, &word));
        found += nb_word_find(keeper, &key) != NULL;
    }
    assert_in_range(found, 10, 200);
    assert_word(nb_word_find(keeper, &first), &first);
    nb_word_cache_tidy(cache);
    struct nb_word_key last = key_of("last", 1);
    add(keeper, &last);
    assert_word(nb_word_find(keeper, &last), &last);
    assert_word(nb_word_find(keeper, &first), &first);
    nb_arena_free(scratch);
    nb_word_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_words_apart),
        cmocka_unit_test(keeps_what_is_asked_for),
        cmocka_unit_test(shares_between_workers),
        cmocka_unit_test(is_full_some_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
