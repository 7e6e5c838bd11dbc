/* Which glyphs show which piece of a run's text. */
#include "unit.h"
#include "write/pdf_font.h"

#include <string.h>

/* Goes through a run's clusters: "first-end:text," for each. */
static void clusters_are(struct nb_run run, const char *text, const uint32_t *clusters,
                         size_t count, const char *want)
{
    struct nb_glyph glyphs[16] = {{0}};
    struct nb_pdf_cluster cluster;
    struct nb_buf got = NB_BUF_INIT;
    for (size_t i = 0; i < count; i++)
        glyphs[i].cluster = (uint16_t)clusters[i];
    run.glyphs = glyphs;
    run.glyph_count = count;
    run.text = text;
    run.text_len = strlen(text);
    for (size_t at = 0; nb_pdf_next_cluster(&run, &at, &cluster);) {
        nb_buf_printf(&got, "%zu-%zu:", cluster.first, cluster.end);
        nb_buf_str(&got, cluster.text);
        nb_buf_printf(&got, "/%zu,", cluster.count);
    }
    assert_string_equal(nb_buf_cstr(&got), want);
    nb_buf_free(&got);
}

static void reads_forward(void **state)
{
    (void)state;
    struct nb_run run = {0};
    clusters_are(run, "abc", (uint32_t[]){0, 1, 2}, 3, "0-1:a/1,1-2:b/1,2-3:c/1,");
    clusters_are(run, "office", (uint32_t[]){0, 1, 4, 5}, 4,
                 "0-1:o/1,1-2:ffi/3,2-3:c/1,3-4:e/1,");
    clusters_are(run, "हि", (uint32_t[]){0, 0}, 2, "0-2:हि/2,");
    clusters_are(run, "a", (uint32_t[]){0, 9}, 2,
                 "0-1:a/1,1-2:/0,"); /* out of bounds */
    clusters_are(run, "", NULL, 0, "");
}

static void reads_backward(void **state)
{
    (void)state;
    struct nb_run run = {.rtl = true};
    clusters_are(run, "אבג", (uint32_t[]){4, 2, 0}, 3, "0-1:ג/1,1-2:ב/1,2-3:א/1,");
    clusters_are(run, "אבג", (uint32_t[]){4, 0, 0}, 3, "0-1:ג/1,1-3:אב/2,");
}

static void knows_hyphens(void **state)
{
    (void)state;
    struct nb_run run = {.hyphen = true};
    clusters_are(run, "ab", (uint32_t[]){0, 1, 1}, 3, "0-1:a/1,1-2:b/1,2-3:/0,");
}

static void passes_over_the_unseen(void **state)
{
    (void)state;
    struct nb_run run = {0};
    struct nb_buf out = NB_BUF_INIT;
    clusters_are(run,
                 "a\xC2\xAD"
                 "b",
                 (uint32_t[]){0, 3}, 2, "0-1:a\xC2\xAD/1,1-2:b/1,");
    nb_pdf_visible(&out, NB_STR("a\xC2\xAD"
                                "b\xE2\x80\x8D\xE2\x80\x8E"));
    assert_string_equal(nb_buf_cstr(&out), "ab\xE2\x80\x8D");
    nb_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_forward),
        cmocka_unit_test(reads_backward),
        cmocka_unit_test(knows_hyphens),
        cmocka_unit_test(passes_over_the_unseen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
