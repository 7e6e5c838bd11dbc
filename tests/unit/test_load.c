/* Loading: names that every drive takes, the table of mounts, how a reader is known, the record
 * and what of it is believed, shelves. */
#include "unit.h"

#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/near.h"
#include "device/device.h"
#include "device/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void is_safe(const char *name, unsigned number, const char *want)
{
    struct nb_buf out = NB_BUF_INIT;
    assert_int_equal(nb_name_safe(name, number, &out), NB_OK);
    assert_string_equal(nb_buf_cstr(&out), want);
    nb_buf_free(&out);
}

static void names_are_safe(void **state)
{
    (void)state;
    is_safe("weekly.epub", 1, "weekly.epub");
    is_safe("weekly.epub", 2, "weekly (2).epub");
    is_safe("Weekly.KEPUB.EPUB", 12, "Weekly (12).kepub.epub");
    is_safe("a:b?c*d|e\"f<g>h\\i/j.pdf", 1, "a-b-c-d-e-f-g-h-i-j.pdf");
    is_safe("tab\there\x7f.pdf", 1, "tab-here-.pdf");
    is_safe("broken\xff\xc3.epub", 1, "broken--.epub");
    is_safe("...dots... .epub", 1, "dots.epub");
    is_safe(".epub", 1, "book.epub");
    is_safe(" . .epub", 3, "book (3).epub");
    is_safe("con.epub", 1, "_con.epub");
    is_safe("Lpt1.old.epub", 1, "_Lpt1.old.epub");
    is_safe("com.epub", 1, "com.epub");
    is_safe("com10.epub", 1, "com10.epub");
    is_safe("Zu\xcc\x88rich.epub", 1, "Z\xc3\xbcrich.epub");
    is_safe("\xe6\x96\xb0\xe8\x81\x9e.epub", 1, "\xe6\x96\xb0\xe8\x81\x9e.epub");
}

/* Cut at a character's end, so that the name is still UTF-8. */
static void names_are_short(void **state)
{
    (void)state;
    char name[700];
    for (size_t shift = 0; shift < 3; shift++) {
        struct nb_buf out = NB_BUF_INIT;
        memset(name, 'x', shift);
        for (size_t i = 0; i < 200; i++)
            memcpy(name + shift + 3 * i, "\xe6\x96\xb0", 3);
        memcpy(name + shift + 600, ".kepub.epub", 12);
        assert_int_equal(nb_name_safe(name, 999, &out), NB_OK);
        assert_in_range(out.len, 230, 240);
        assert_non_null(strstr(nb_buf_cstr(&out), "\xe6\x96\xb0 (999).kepub.epub"));
        nb_buf_free(&out);
    }
}

static void endings_are_known(void **state)
{
    (void)state;
    assert_string_equal(nb_name_ending("a.EPUB"), ".epub");
    assert_string_equal(nb_name_ending("a.kepub.epub"), ".kepub.epub");
    assert_string_equal(nb_name_ending("x/a.Pdf"), ".pdf");
    assert_null(nb_name_ending("a.mobi"));
    assert_null(nb_name_ending("epub"));
}

static bool same(const char *a, const char *b)
{
    bool is_same;
    assert_int_equal(nb_name_same(a, b, &is_same), NB_OK);
    return is_same;
}

static void capitals_do_not_matter(void **state)
{
    (void)state;
    assert_true(same("Weekly.epub", "wEEKLY.EPUB"));
    assert_true(same("Z\xc3\x9cRICH", "zu\xcc\x88rich"));
    assert_true(same("\xce\xa3", "\xcf\x82")); /* sigma, and at a word's end */
    assert_false(same("weekly.epub", "weekly (2).epub"));
    assert_false(same("a", "ab"));
}

static void mounts_are_read(void **state)
{
    (void)state;
    struct nb_str table =
        NB_STR("22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
               "23 22 0:5 / /proc rw - proc proc rw\n"
               "cut off\n"
               "40 22 8:17 / /media/a\\040b\\134c rw master:2 propagate_from:1 - vfat "
               "/dev/sdb rw\n"
               "41 22 8:18 / /media/- rw - exfat /dev/sdc rw\n"
               "42 22 0:9 / /net rw - nfs4 far:/ rw\n"
               "43 22 8:19 / /media/end\\04 rw - msdos /dev/sdd rw");
    struct nb_buf place = NB_BUF_INIT;
    static const char *const want[] = {"/", "/media/a b\\c", "/media/-",
                                       "/media/end\\04"};
    for (size_t i = 0; i < 4; i++) {
        assert_true(nb_mounts_next(&table, &place));
        assert_string_equal(nb_buf_cstr(&place), want[i]);
    }
    assert_false(nb_mounts_next(&table, &place));
    nb_buf_free(&place);
}

static void words_are_near(void **state)
{
    (void)state;
    assert_int_equal(nb_near_distance("kobo", "kobo"), 0);
    assert_int_equal(nb_near_distance("kobbo", "kobo"), 1);
    assert_int_equal(nb_near_distance("", "abc"), 3);
    assert_int_equal(nb_near_distance("kitten", "sitting"), 3);
    char longer[100];
    memset(longer, 'a', 99);
    longer[99] = '\0';
    assert_true(nb_near_distance(longer, "a") >= 40);
}

/* ---- With a folder. */

struct place {
    char folder[64];
    struct nb_arena *arena;
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (!place)
        return -1;
    memcpy(place->folder, "/tmp/nb-load-XXXXXX", 20);
    place->arena = nb_arena_new(0);
    *state = place;
    return mkdtemp(place->folder) && place->arena ? 0 : -1;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char command[96];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", place->folder);
    nb_arena_free(place->arena);
    int status = system(command); /* NOLINT: a name that we made */
    free(place);
    return status;
}

static const char *in(struct place *place, const char *name)
{
    return nb_path_join(place->arena, place->folder, name);
}

static void put(struct place *place, const char *name, const char *text)
{
    FILE *file = fopen(in(place, name), "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void holds(struct place *place, const char *name, const char *want)
{
    struct nb_buf text;
    assert_int_equal(nb_file_read(in(place, name), 1 << 20, &text), NB_OK);
    assert_string_equal(nb_buf_cstr(&text), want);
    nb_buf_free(&text);
}

static const char *kind_at(struct place *place)
{
    const struct nb_ereader_kind *kind = nb_ereader_at(place->arena, place->folder);
    return kind ? kind->name : "none";
}

static void readers_are_known(void **state)
{
    struct place *place = *state;
    struct nb_ereaders found;
    assert_string_equal(kind_at(place), "none");
    assert_int_equal(mkdir(in(place, "Documents"), 0777), 0);
    assert_string_equal(kind_at(place), "none");
    assert_int_equal(mkdir(in(place, "system"), 0777), 0);
    assert_int_equal(mkdir(in(place, "system/config"), 0777), 0);
    assert_string_equal(kind_at(place), "pocketbook");
    put(place, "system/VERSION.TXT", "Kindle 5.16\n");
    assert_string_equal(kind_at(place), "kindle");
    const char *places =
        nb_arena_printf(place->arena, "/nowhere::%s:%s", place->folder, place->folder);
    assert_int_equal(nb_ereaders_find(place->arena, places, &found), NB_OK);
    assert_int_equal(found.count, 1);
    assert_string_equal(nb_ereader_folder(place->arena, &found.at[0]),
                        in(place, "Documents"));
    assert_int_equal(mkdir(in(place, ".kobo"), 0777), 0);
    put(place, ".kobo/version", "N0,4.1\n");
    assert_string_equal(kind_at(place), "kobo");
}

static void a_record_comes_back(void **state)
{
    struct place *place = *state;
    struct nb_record record;
    assert_int_equal(nb_record_read(place->arena, place->folder, &record), NB_OK);
    assert_int_equal(record.count, 0);
    struct nb_record_entry entry = {
        .file = "a \"b\".epub", .issue = {"urn:x", NULL, "2026-01-02"}, .size = 7};
    entry.form = ".epub";
    nb_sha1_hex("x", 1, entry.sha1);
    for (int i = 0; i < 40; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "%d.pdf", i);
        struct nb_record_entry more = entry;
        more.file = name;
        more.form = ".pdf";
        assert_int_equal(nb_record_put(&record, i == 3 ? &entry : &more), NB_OK);
    }
    assert_int_equal(nb_record_put(&record, &entry), NB_OK); /* to the end */
    nb_record_drop(&record, 0);
    assert_int_equal(nb_record_write(&record, place->folder), NB_OK);
    assert_int_equal(nb_record_read(place->arena, place->folder, &record), NB_OK);
    assert_int_equal(record.count, 39);
    assert_string_equal(record.at[0].file, "1.pdf");
    assert_string_equal(record.at[38].file, entry.file);
    assert_string_equal(record.at[38].issue.id, "urn:x");
    assert_null(record.at[38].issue.series);
    assert_string_equal(record.at[38].issue.date, "2026-01-02");
    assert_string_equal(record.at[38].sha1, entry.sha1);
    assert_int_equal(record.at[38].size, 7);
}

#define SHA "0123456789012345678901234567890123456789"

/* Whoever else wrote it: nothing leads out of the folder, nothing is half believed. */
static void a_record_is_doubted(void **state)
{
    struct place *place = *state;
    struct nb_record record;
    put(place, NB_RECORD_NAME,
        "{\"newsbind\": 1, \"books\": ["
        "{\"file\": \"../a.epub\", \"form\": \".epub\", \"size\": 1, \"sha1\": \"" SHA
        "\"},"
        "{\"file\": \"a.epub\", \"form\": \".pdf\", \"size\": 1, \"sha1\": \"" SHA
        "\"},"
        "{\"file\": \"a.txt\", \"form\": \".txt\", \"size\": 1, \"sha1\": \"" SHA "\"},"
        "{\"file\": \"b.epub\", \"form\": \".epub\", \"size\": -1, \"sha1\": \"" SHA
        "\"},"
        "{\"file\": \"c.epub\", \"form\": \".epub\", \"size\": 1, \"sha1\": \"0\"},"
        "{\"file\": 5}, [], null,"
        "{\"file\": \"d.epub\", \"form\": \".epub\", \"size\": 1, \"sha1\": \"" SHA
        "\"}]}");
    assert_int_equal(nb_record_read(place->arena, place->folder, &record), NB_OK);
    assert_int_equal(record.count, 1);
    assert_string_equal(record.at[0].file, "d.epub");
    static const char *const bad[] = {"", "{", "[]", "{\"newsbind\": 1}",
                                      "{\"newsbind\": 2, \"books\": []}"};
    for (size_t i = 0; i < 5; i++) {
        put(place, NB_RECORD_NAME, bad[i]);
        assert_int_equal(nb_record_read(place->arena, place->folder, &record),
                         NB_FORMAT);
        assert_int_equal(record.count, 0);
    }
}

static struct nb_shelf_book pdf(const char *name, const char *text)
{
    return (struct nb_shelf_book){.name = name,
                                  .form = ".pdf",
                                  .bytes = nb_str_of(text),
                                  .issue = {NULL, "The Lantern", NULL}};
}

static void place_book(struct place *place, struct nb_shelf *shelf,
                       const struct nb_shelf_book *book, enum nb_shelf_how how,
                       const char *name)
{
    struct nb_shelf_place at;
    assert_int_equal(nb_shelf_place(shelf, book, &at), NB_OK);
    assert_int_equal(at.how, how);
    assert_string_equal(at.path, in(place, name));
    if (how == NB_SHELF_SAME)
        assert_int_equal(at.needs, 0);
    else
        assert_true(at.needs > book->bytes.len);
    if (how != NB_SHELF_SAME)
        assert_int_equal(nb_shelf_put(shelf, book, &at), NB_OK);
}

static struct nb_shelf *open_shelf(struct place *place)
{
    struct nb_shelf *shelf;
    bool strange;
    assert_int_equal(nb_shelf_open(place->arena, &nb_limits_default, place->folder,
                                   &shelf, &strange),
                     NB_OK);
    assert_false(strange);
    return shelf;
}

static void no_other_book_is_overwritten(void **state)
{
    struct place *place = *state;
    put(place, "WEEKLY.pdf", "mine");
    assert_int_equal(mkdir(in(place, "weekly (2).PDF"), 0777), 0);
    struct nb_shelf *shelf = open_shelf(place);
    struct nb_shelf_book one = pdf("weekly.pdf", "one"), two = pdf("weekly.pdf", "two");
    place_book(place, shelf, &one, NB_SHELF_NEW, "weekly (3).pdf");
    place_book(place, shelf, &two, NB_SHELF_NEW, "weekly (4).pdf");
    place_book(place, shelf, &one, NB_SHELF_SAME, "weekly (3).pdf");
    shelf = open_shelf(place);
    place_book(place, shelf, &two, NB_SHELF_SAME, "weekly (4).pdf");
    holds(place, "WEEKLY.pdf", "mine");
    holds(place, "weekly (3).pdf", "one");
}

/* A PDF's identifier on the drive is known from the record, as long as it is the same file. */
static void an_issue_is_updated(void **state)
{
    struct place *place = *state;
    struct nb_shelf_book book = pdf("w.pdf", "first");
    book.issue.id = "urn:1";
    place_book(place, open_shelf(place), &book, NB_SHELF_NEW, "w.pdf");
    book.bytes = NB_STR("second");
    book.name = "renamed.pdf";
    place_book(place, open_shelf(place), &book, NB_SHELF_UPDATE, "w.pdf");
    holds(place, "w.pdf", "second");
    put(place, "w.pdf", "another");
    place_book(place, open_shelf(place), &book, NB_SHELF_NEW, "renamed.pdf");
    holds(place, "w.pdf", "another");
    holds(place, "renamed.pdf", "second");
}

struct said {
    unsigned removed, left;
};

static void say(void *user, const char *path, const char *why)
{
    struct said *said = user;
    assert_non_null(path);
    if (why)
        said->left++;
    else
        said->removed++;
}

static void older_issues_go(void **state)
{
    struct place *place = *state;
    static const char *const names[] = {"1.pdf", "2.pdf", "3.pdf", "4.pdf"};
    static const char *const dates[] = {"2026-03", "2026-01", "2026-04", "2026-02"};
    struct nb_shelf_book book;
    struct said said = {0};
    put(place, "0.pdf", "not ours");
    for (size_t i = 0; i < 4; i++) {
        book = pdf(names[i], names[i]);
        book.issue.date = dates[i];
        place_book(place, open_shelf(place), &book, NB_SHELF_NEW, names[i]);
    }
    struct nb_shelf *shelf = open_shelf(place);
    book = pdf("5.pdf", "five");
    book.issue.date = "2026-01-09"; /* late, but new here */
    struct nb_shelf_place at;
    assert_int_equal(nb_shelf_place(shelf, &book, &at), NB_OK);
    assert_int_equal(nb_shelf_prune(shelf, &book, 3, true, say, &said), NB_OK);
    assert_int_equal(said.removed, 2);
    assert_true(nb_path_exists(in(place, "2.pdf"))); /* dry */
    put(place, "4.pdf", "4.pdg");                    /* of the same size */
    said = (struct said){0};
    shelf = open_shelf(place);
    place_book(place, shelf, &book, NB_SHELF_NEW, "5.pdf");
    assert_int_equal(nb_shelf_prune(shelf, &book, 3, false, say, &said), NB_OK);
    assert_int_equal(said.removed, 1);
    assert_int_equal(said.left, 1);
    assert_false(nb_path_exists(in(place, "2.pdf")));
    holds(place, "4.pdf", "4.pdg");
    holds(place, "0.pdf", "not ours");
    book.issue.series = "Another";
    assert_int_equal(nb_shelf_prune(shelf, &book, 1, false, say, &said), NB_OK);
    assert_int_equal(said.removed, 1);
}

static void what_is_written_is_read_back(void **state)
{
    struct place *place = *state;
    struct nb_file *file;
    assert_int_equal(nb_file_create(in(place, "a"), &file), NB_OK);
    assert_int_equal(nb_file_write(file, "text", 4), NB_OK);
    assert_int_equal(nb_file_verify(file, "text", 4), NB_OK);
    assert_int_equal(nb_file_verify(file, "text", 3), NB_IO);
    nb_file_abort(file);
    assert_int_equal(nb_file_create(in(place, "a"), &file), NB_OK);
    assert_int_equal(nb_file_write(file, "text", 4), NB_OK);
    assert_int_equal(nb_file_verify(file, "test", 4), NB_IO);
    assert_int_equal(errno, EIO);
    assert_int_equal(nb_file_commit(file), NB_IO);
    assert_false(nb_path_exists(in(place, "a")));
}

static void a_pdf_says_what_it_is(void **state)
{
    struct place *place = *state;
    struct nb_issue issue;
    static const char rdf[] =
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:xmp='http://ns.adobe.com/xap/1.0/'><dc:identifier> urn:%s "
        "</dc:identifier><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>The Lantern"
        "</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>2026-11-22</xmp:CreateDate>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>";
    struct nb_buf text = NB_BUF_INIT;
    nb_buf_puts(&text, "%PDF-1.7\n");
    nb_buf_printf(&text, rdf, "old"); /* NOLINT: a format of ours */
    nb_buf_puts(&text, "\n%%EOF ");
    nb_buf_printf(&text, rdf, "new"); /* NOLINT */
    nb_buf_puts(&text, "<x:xmpmeta cut off");
    assert_int_equal(nb_issue_read(place->arena, &nb_limits_default, ".pdf",
                                   nb_buf_view(&text), &issue),
                     NB_OK);
    assert_string_equal(issue.id, "urn:new");
    assert_string_equal(issue.series, "The Lantern");
    assert_string_equal(issue.date, "2026-11-22");
    nb_buf_free(&text);
    assert_int_equal(nb_issue_read(place->arena, &nb_limits_default, ".pdf",
                                   NB_STR("%PDF-1.4"), &issue),
                     NB_OK);
    assert_null(issue.id);
    assert_int_equal(nb_issue_read(place->arena, &nb_limits_default, ".pdf",
                                   NB_STR("PK\3\4"), &issue),
                     NB_FORMAT);
    assert_int_equal(nb_issue_read(place->arena, &nb_limits_default, ".epub",
                                   NB_STR("PK\3\4 and no more"), &issue),
                     NB_FORMAT);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_safe),
        cmocka_unit_test(names_are_short),
        cmocka_unit_test(endings_are_known),
        cmocka_unit_test(capitals_do_not_matter),
        cmocka_unit_test(mounts_are_read),
        cmocka_unit_test(words_are_near),
        IN_FOLDER(readers_are_known),
        IN_FOLDER(a_record_comes_back),
        IN_FOLDER(a_record_is_doubted),
        IN_FOLDER(no_other_book_is_overwritten),
        IN_FOLDER(an_issue_is_updated),
        IN_FOLDER(older_issues_go),
        IN_FOLDER(what_is_written_is_read_back),
        IN_FOLDER(a_pdf_says_what_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
