/* The budget of a book: it is kept and used, by all pictures alike, with the same bytes each
 * time; what cannot be kept is said. */
#include "epub_help.h"

#include "base/mem.h"

enum { PICTURES = 5, SIDE = 320 };

/* A picture of many colours and edges, another one for each `seed`. */
static void draw(struct nb_pixels *pixels, unsigned seed, unsigned channels)
{
    *pixels = (struct nb_pixels){SIDE, SIDE, channels,
                                 nb_malloc((size_t)SIDE * SIDE * channels)};
    assert_non_null(pixels->data);
    for (unsigned i = 0; i < SIDE * SIDE * channels; i++) {
        unsigned x = i / channels % SIDE, y = i / channels / SIDE;
        unsigned wave = (x * x + y * y * (seed + 2)) / 97 % 64;
        unsigned edge = (x / 9 ^ y / (seed + 7)) % 5 * 23;
        pixels->data[i] = (unsigned char)(wave + edge + i % channels * 20 + y / 8);
    }
}

static struct nb_image image_of(const struct nb_pixels *pixels, enum nb_image_kind kind,
                                unsigned seed, struct nb_buf *bytes)
{
    enum nb_status status = kind == NB_IMAGE_PNG ? nb_png_encode(pixels, bytes)
                                                 : nb_jpeg_encode(pixels, 92, bytes);
    assert_int_equal(status, NB_OK);
    struct nb_image image = {.kind = kind,
                             .width = SIDE,
                             .height = SIDE,
                             .channels = pixels->channels,
                             .data = (const unsigned char *)bytes->data,
                             .size = bytes->len};
    (void)snprintf(image.hash, sizeof image.hash, "%040x", seed + 1);
    /* names are made of a hash's beginning */
    image.hash[0] = (char)('a' + seed);
    return image;
}

static struct nb_buf files[PICTURES];
static struct nb_image images[PICTURES];

/* The last one is a photograph without loss, the one before a drawing. */
static int make_images(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PICTURES; i++) {
        struct nb_pixels pixels;
        draw(&pixels, i, 3);
        if (i == PICTURES - 2)
            memset(pixels.data, 0x40, (size_t)SIDE * SIDE * 3);
        images[i] = image_of(&pixels, i < PICTURES - 2 ? NB_IMAGE_JPEG : NB_IMAGE_PNG,
                             i, &files[i]);
        nb_pixels_free(&pixels);
    }
    return 0;
}

static int free_images(void **state)
{
    (void)state;
    for (size_t i = 0; i < PICTURES; i++)
        nb_buf_free(&files[i]);
    return 0;
}

static void bind_size(size_t most, unsigned jobs, struct book *book)
{
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, "A");
    struct nb_build *b = start("Pictures", "en");
    for (size_t i = 0; i < PICTURES; i++)
        figure(b, &images[i], NULL);
    assert_int_equal(finish(b, edition, section), NB_OK);
    most_size = most;
    bind(edition, jobs, book);
    most_size = 0;
}

static size_t count_said(enum nb_diag_code code)
{
    size_t count = 0;
    for (size_t i = 0; i < nb_diags_count(diags); i++)
        count += nb_diags_at(diags, i)->code == code;
    return count;
}

static void same(const struct book *a, const struct book *b)
{
    assert_int_equal(a->bytes.len, b->bytes.len);
    assert_memory_equal(a->bytes.data, b->bytes.data, a->bytes.len);
}

static void a_budget_is_kept_and_used(void **state)
{
    struct book whole, fits, again;
    (void)state;
    bind_size(0, 1, &whole);
    size_t said = count_said(NB_DIAG_PICTURES_LOWERED);
    bind_size(whole.bytes.len, 1, &fits);
    same(&whole, &fits);
    close_book(&fits);
    assert_int_equal(count_said(NB_DIAG_PICTURES_LOWERED), said);
    for (size_t most = 110000; most >= 30000; most -= 20000) {
        bind_size(most, 1, &fits);
        if (fits.bytes.len > most || fits.bytes.len < most * 2 / 3)
            fail_msg("%zu bytes of %zu", fits.bytes.len, most);
        check_files(&fits);
        bind_size(most, 3, &again);
        same(&fits, &again);
        close_book(&fits);
        close_book(&again);
    }
    assert_int_equal(count_said(NB_DIAG_PICTURES_LOWERED), said + 10);
    assert_int_equal(count_said(NB_DIAG_BOOK_TOO_LARGE), 0);
    close_book(&whole);
}

/* Pictures as large as the budget, or larger: the photograph without loss becomes a JPEG, the
 * drawing stays what it is. */
static void a_photograph_without_loss_becomes_a_jpeg(void **state)
{
    struct book book;
    (void)state;
    bind_size(100000, 1, &book);
    assert_true(book.bytes.len <= 100000);
    expect(&book, "OEBPS/content.opf",
           "href=\"img/e000000000000000000000000000000000000005.jpg\" "
           "media-type=\"image/jpeg\"");
    expect(&book, "OEBPS/content.opf",
           "href=\"img/d000000000.png\" media-type=\"image/png\"");
    struct nb_buf file =
        file_of(&book, "OEBPS/img/e000000000000000000000000000000000000005.jpg");
    assert_memory_equal(file.data, "\xFF\xD8\xFF", 3);
    nb_buf_free(&file);
    close_book(&book);
}

static void what_cannot_be_kept_is_said(void **state)
{
    struct book book;
    (void)state;
    bind_size(5000, 1, &book);
    assert_true(book.bytes.len > 5000);
    check_files(&book);
    assert_int_equal(count_said(NB_DIAG_BOOK_TOO_LARGE), 1);
    close_book(&book);
}

/* The book for Kobo, with fonts and a budget that cannot be kept: all that the others do not
 * go through. */
static enum nb_status write_all(const struct nb_write_in *in)
{
    struct nb_file *file;
    enum nb_status status = nb_file_create("/dev/null", &file);
    if (status != NB_OK)
        return status;
    status = nb_writer_kepub.write(&ctx, in, file);
    if (status == NB_OK)
        return nb_file_commit(file);
    nb_file_abort(file);
    return status;
}

static void memory_faults_are_no_crash(void **state)
{
    struct nb_edition *edition = nb_edition_new(0);
    struct nb_section *section = nb_edition_add_section(edition, "A");
    struct nb_build *b = start("Memory", "en");
    struct nb_write_in in = {
        .edition = edition, .jobs = 1, .most_size = 4000, .embed_fonts = true};
    struct nb_sheet *sheet;
    enum nb_status status;
    unsigned long n = 0;
    (void)state;
    paragraph(b, "One sentence. Another one.");
    figure(b, &picture, "A caption.");
    assert_int_equal(finish(b, edition, section), NB_OK);
    assert_int_equal(nb_sheet_load(&ctx, "styles", "plain", &sheet), NB_OK);
    assert_int_equal(nb_fonts_open(&ctx, "fonts/catalogue.css", NULL, &in.fonts),
                     NB_OK);
    in.sheet = sheet;
    do {
        nb_mem_fail_at(++n);
        status = write_all(&in);
        nb_mem_fail_at(0);
        assert_true(status == NB_OK || status == NB_NOMEM);
    } while (status != NB_OK && n < 5000);
    assert_int_equal(status, NB_OK);
    assert_true(n > 100);
    nb_fonts_free(in.fonts);
    nb_sheet_free(sheet);
    nb_edition_free(edition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_is_kept_and_used),
        cmocka_unit_test(a_photograph_without_loss_becomes_a_jpeg),
        cmocka_unit_test(what_cannot_be_kept_is_said),
        cmocka_unit_test(memory_faults_are_no_crash),
    };
    diags = nb_diags_new();
    ctx = (struct nb_ctx){diags, &nb_limits_default};
    int failed = cmocka_run_group_tests(tests, make_images, free_images);
    nb_diags_free(diags);
    return failed;
}
