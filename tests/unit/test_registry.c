/* The registry of outputs: which writer a path means. */
#include "unit.h"

#include "write/writers.h"

static void the_ending_decides(void **state)
{
    (void)state;
    assert_ptr_equal(nb_writer_for("weekly.epub"), &nb_writer_epub);
    assert_ptr_equal(nb_writer_for("weekly.pdf"), &nb_writer_pdf);
    assert_ptr_equal(nb_writer_for("x/WEEKLY.EPUB"), &nb_writer_epub);
    assert_ptr_equal(nb_writer_for("weekly.kepub.epub"), &nb_writer_kepub);
    assert_ptr_equal(nb_writer_for("x/W.Kepub.EPUB"), &nb_writer_kepub);
    assert_ptr_equal(nb_writer_for("kepub.epub"), &nb_writer_epub);
    assert_null(nb_writer_for("weekly.epub.gz"));
    assert_null(nb_writer_for("epub"));
    assert_null(nb_writer_for(""));
}

static void no_two_writers_want_the_same_ending(void **state)
{
    (void)state;
    for (size_t i = 0; nb_writers[i]; i++) {
        assert_int_equal(nb_writers[i]->ending[0], '.');
        assert_non_null(nb_writers[i]->write);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(nb_writers[i]->ending, nb_writers[j]->ending);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ending_decides),
        cmocka_unit_test(no_two_writers_want_the_same_ending),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
