/* Layout, with type of fixed width: whatever the articles are, every word is on the pages
 * once, nothing overlaps or leaves its page, and it ends. */
#include "layout/layout.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "doc/build.h"
#include "image/image.h"

#include "unit.h"

#include "fixed_setter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct press {
    struct nb_diags *diags;
    struct nb_ctx ctx;
    struct nb_edition *edition;
    struct nb_section *section;
    struct nb_sheet *sheet;
    struct nb_layout_in in;
    int number; /* of the next word */
};

static void press_open(struct press *press, const char *style)
{
    *press = (struct press){.diags = nb_diags_new()};
    press->ctx = (struct nb_ctx){press->diags, &nb_limits_default};
    press->edition = nb_edition_new(0);
    press->edition->title = "The Weekly Proof";
    press->edition->date = "2026-11-22";
    press->edition->number = "7";
    press->edition->publisher = "Galley Press";
    press->edition->lang = "en";
    press->section = nb_edition_add_section(press->edition, "World");
    assert_int_equal(nb_sheet_load(&press->ctx, "styles", style, &press->sheet), NB_OK);
    press->in = (struct nb_layout_in){
        .edition = press->edition, .sheet = press->sheet, .jobs = 1};
}

static void press_close(struct press *press)
{
    nb_sheet_free(press->sheet);
    nb_edition_free(press->edition);
    nb_diags_free(press->diags);
}

/* `count` words that stand nowhere else: "w1", "w2" …; every ninth is long. */
static void add_words(struct press *press, struct nb_build *build, int count)
{
    struct nb_buf text = NB_BUF_INIT;
    for (int i = 0; i < count; i++, press->number++)
        nb_buf_printf(&text, "%sw%d%s", i ? " " : "", press->number,
                      press->number % 9 ? "" : "withalongtail");
    nb_build_text(build, nb_buf_view(&text));
    nb_buf_free(&text);
}

static void add_block(struct press *press, struct nb_build *build,
                      enum nb_node_type type, int words)
{
    struct nb_node *node = nb_build_open(build, type, 0);
    if (type == NB_HEADING)
        node->u.level = 2;
    add_words(press, build, words);
    nb_build_close(build, type);
}

static struct nb_build *start(struct press *press, const char *headline)
{
    struct nb_build *build = nb_build_new(&press->ctx, "test.txt");
    assert_non_null(build);
    if (headline)
        nb_build_article(build)->headline = nb_build_keep(build, nb_str_of(headline));
    return build;
}

static void take(struct press *press, struct nb_build *build)
{
    struct nb_article *article;
    struct nb_arena *arena;
    assert_int_equal(nb_build_finish(build, &article, &arena), NB_OK);
    assert_int_equal(nb_edition_adopt(press->edition, arena), NB_OK);
    nb_section_add(press->section, article);
}

static void add_article(struct press *press, const char *headline, int paragraphs,
                        int words)
{
    struct nb_build *build = start(press, headline);
    for (int i = 0; i < paragraphs; i++)
        add_block(press, build, NB_PARAGRAPH, words + i % 7);
    take(press, build);
}

static struct nb_book *lay_out(struct press *press)
{
    struct nb_book *book;
    assert_int_equal(nb_edition_number(press->edition), NB_OK);
    assert_int_equal(nb_layout(&press->ctx, &press->in, &book), NB_OK);
    return book;
}

/* Counts how often each of the words stands on the pages. */
static void check_words(const struct press *press, const struct nb_book *book)
{
    unsigned char *seen = calloc((size_t)press->number + 1, 1);
    for (size_t i = 0; i < book->page_count; i++)
        for (const struct nb_run *run = book->pages[i]->runs; run; run = run->next) {
            struct nb_str rest = {run->text, run->text_len}, word;
            while (nb_str_split(&rest, ' ', &word))
                if (word.len > 1 && word.data[0] == 'w' && nb_ascii_digit(word.data[1]))
                    seen[strtol(word.data + 1, NULL, 10)]++;
        }
    for (int i = 0; i < press->number; i++)
        if (seen[i] != 1)
            fail_msg("w%d stands %d times on the pages", i, seen[i]);
    free(seen);
}

struct area {
    double left, top, right, bottom;
};

static struct area area_of(const struct nb_run *run)
{
    double size = (double)run->size, x = (double)run->x, y = (double)run->y;
    double width = type_width(size, run->text, run->text_len);
    return (struct area){x, y - 0.6 * size, x + width, y + 0.1 * size};
}

static void check_places(const struct nb_book *book)
{
    for (size_t i = 0; i < book->page_count; i++) {
        const struct nb_page *page = book->pages[i];
        for (const struct nb_run *run = page->runs; run; run = run->next) {
            struct area a = area_of(run);
            if (a.left < 0 || a.top < 0 || a.bottom > (double)page->height)
                fail_msg("page %zu: outside: %.40s", i + 1, run->text);
            for (const struct nb_run *other = run->next; other; other = other->next) {
                struct area b = area_of(other);
                if (a.left < b.right - 0.1 && b.left < a.right - 0.1 &&
                    a.top < b.bottom && b.top < a.bottom)
                    fail_msg("page %zu: overlap at %.1f %.1f: %.30s / %.30s", i + 1,
                             a.left, a.top, run->text, other->text);
            }
        }
    }
}

static void check(struct press *press)
{
    struct nb_book *book = lay_out(press);
    assert_true(book->page_count > 0);
    check_words(press, book);
    check_places(book);
    nb_book_free(book);
}

static void lays_out_an_edition(void **state)
{
    (void)state;
    static const char *const styles[] = {"broadsheet", "reader", "magazine", "plain",
                                         "eink"};
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        struct press press;
        press_open(&press, styles[i]);
        add_article(&press, "A lead of some length about things", 30, 40);
        add_article(&press, "Second", 12, 30);
        for (int brief = 0; brief < 5; brief++)
            add_article(&press, "A brief", 2, 30);
        press.section = nb_edition_add_section(press.edition, "Business");
        for (int more = 0; more < 6; more++)
            add_article(&press, "More of this", 15, 35 + more * 9);
        check(&press);
        press_close(&press);
    }
}

/* From right to left, with an article that does not. */
static void mirrors_an_edition(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "broadsheet");
    press.edition->lang = "he";
    add_article(&press, "A lead of some length about things", 9, 40);
    struct nb_build *build = start(&press, "From left to right");
    nb_build_article(build)->lang = "en";
    for (int i = 0; i < 20; i++)
        add_block(&press, build, NB_PARAGRAPH, 50);
    take(&press, build);
    add_article(&press, "Another", 9, 40);
    check(&press);
    press_close(&press);
}

/* No rule goes through a line. */
static void check_rules(const struct nb_page *page)
{
    for (const struct nb_fill *fill = page->fills; fill; fill = fill->next) {
        for (const struct nb_run *run = page->runs; run; run = run->next) {
            struct area a = area_of(run);
            double middle = (double)fill->y + (double)fill->height / 2;
            if (middle > a.top && middle < a.bottom)
                fail_msg("a rule through %.*s", (int)run->text_len, run->text);
        }
    }
}

/* On the pages of small devices the line takes several lines. */
static void narrow_mastheads(void **state)
{
    (void)state;
    static const char *const papers[] = {"30x80mm", "45x80mm", "55x92mm", "70x100mm",
                                         "90x120mm"};
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        for (int parts = 0; parts < 8; parts++) {
            struct press press;
            press_open(&press, "eink");
            press.in.paper = papers[i];
            press.edition->date = parts & 1 ? "2026-11-22" : NULL;
            press.edition->number = parts & 2 ? "7" : NULL;
            press.edition->publisher = parts & 4 ? "The Galley Proof Press" : NULL;
            add_article(&press, "Lead", 2, 9);
            add_article(&press, "Second", 2, 9);
            struct nb_book *book = lay_out(&press);
            check_places(book);
            check_rules(book->pages[0]);
            nb_book_free(book);
            press_close(&press);
        }
    }
}

static void takes_odd_articles(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "broadsheet");
    add_article(&press, NULL, 1, 1);
    add_article(&press, "No body", 0, 0);
    add_article(&press, "One word", 1, 1);
    struct nb_build *build = start(&press, "Headings alone");
    for (int i = 0; i < 200; i++)
        add_block(&press, build, NB_HEADING, 3);
    take(&press, build);
    build = start(&press, NULL);
    add_block(&press, build, NB_PARAGRAPH, 20000);
    take(&press, build);
    check(&press);
    press_close(&press);
}

static void takes_lists(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "broadsheet");
    struct nb_build *build = start(&press, "Lists");
    for (int deep = 0; deep < 40; deep++) {
        nb_build_open(build, NB_LIST, 0)->u.list.ordered = deep % 2;
        for (int item = 0; item < 2; item++) {
            nb_build_open(build, NB_ITEM, 0);
            add_block(&press, build, NB_PARAGRAPH, 9);
            nb_build_close(build, NB_ITEM);
        }
        nb_build_open(build, NB_ITEM, 0);
    }
    nb_build_close(build, NB_BODY);
    take(&press, build);
    build = start(&press, "Quotes and notes");
    nb_build_open(build, NB_QUOTE, 0);
    add_block(&press, build, NB_PARAGRAPH, 50);
    nb_build_open(build, NB_PULLQUOTE, 0);
    add_block(&press, build, NB_PARAGRAPH, 9);
    nb_build_close(build, NB_QUOTE);
    nb_build_open(build, NB_FOOTNOTE, 0)->u.label = nb_build_keep(build, NB_STR("1"));
    add_block(&press, build, NB_PARAGRAPH, 30);
    nb_build_close(build, NB_FOOTNOTE);
    add_block(&press, build, NB_PARAGRAPH, 30);
    take(&press, build);
    check(&press);
    press_close(&press);
}

static void add_table(struct press *press, struct nb_build *build, int rows,
                      int columns, int words)
{
    nb_build_open(build, NB_TABLE, 0);
    for (int row = 0; row < rows; row++) {
        nb_build_open(build, NB_ROW, 0);
        for (int column = 0; column < columns; column++) {
            struct nb_node *cell = nb_build_open(build, NB_CELL, 0);
            cell->u.cell.header = row == 0;
            cell->u.cell.colspan = row == 1 && column == 0 ? 2 : 1;
            cell->u.cell.rowspan = 1;
            add_words(press, build, row == 7 ? words * 150 : words);
            nb_build_close(build, NB_CELL);
        }
        nb_build_close(build, NB_ROW);
    }
    nb_build_close(build, NB_TABLE);
}

static void takes_tables(void **state)
{
    (void)state;
    static const int columns[] = {1, 3, 7, 14, 30, 70};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct press press;
        press_open(&press, "broadsheet");
        struct nb_build *build = start(&press, "A table");
        add_block(&press, build, NB_PARAGRAPH, 60);
        add_table(&press, build, i == 1 ? 300 : 12, columns[i], 1);
        add_block(&press, build, NB_PARAGRAPH, 300);
        take(&press, build);
        struct nb_book *book = lay_out(&press);
        check_words(&press, book);
        nb_book_free(book);
        press_close(&press);
    }
}

static void places_pictures(void **state)
{
    (void)state;
    static const struct nb_image shapes[] = {{.width = 1200, .height = 800},
                                             {.width = 300, .height = 9000},
                                             {.width = 9000, .height = 20},
                                             {.width = 500, .height = 400},
                                             {.width = 1, .height = 1}};
    struct press press;
    press_open(&press, "broadsheet");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct nb_build *build = start(&press, "With a picture");
        add_block(&press, build, NB_PARAGRAPH, 40);
        struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
        figure->u.figure.image = &shapes[i];
        figure->u.figure.src = nb_build_keep(build, NB_STR("picture.png"));
        nb_build_article(build)->lead = i % 2 ? NULL : figure;
        add_block(&press, build, NB_CAPTION, i == 3 ? 900 : 12);
        nb_build_close(build, NB_FIGURE);
        for (int j = 0; j < 8; j++)
            add_block(&press, build, NB_PARAGRAPH, 90);
        take(&press, build);
    }
    struct nb_book *book = lay_out(&press);
    check_words(&press, book);
    check_places(book);
    size_t images = 0;
    for (size_t i = 0; i < book->page_count; i++)
        for (const struct nb_placed_image *image = book->pages[i]->images; image;
             image = image->next, images++) {
            double inches = (double)image->width / 72;
            assert_true(image->image->width / inches >= 149.9);
            assert_true(image->y + image->height <= book->pages[i]->height);
        }
    assert_int_equal(images, sizeof shapes / sizeof *shapes);
    nb_book_free(book);
    press_close(&press);
}

/* A figure without a picture costs nothing but a line in the report. */
static void leaves_out_empty_figures(void **state)
{
    (void)state;
    for (int keep = 0; keep < 2; keep++) {
        struct press press;
        press_open(&press, "broadsheet");
        press.in.keep_captions = keep;
        struct nb_build *build = start(&press, "No picture");
        add_block(&press, build, NB_PARAGRAPH, 4);
        int before = press.number;
        nb_build_open(build, NB_FIGURE, 0);
        add_block(&press, build, NB_CAPTION, 6);
        nb_build_close(build, NB_FIGURE);
        take(&press, build);
        if (!keep)
            press.number = before;
        struct nb_book *book = lay_out(&press);
        check_words(&press, book);
        assert_int_equal(nb_diags_tally(press.diags, NB_INFO), keep ? 0 : 1);
        nb_book_free(book);
        press_close(&press);
    }
}

static void keeps_page_numbers(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "reader");
    for (int i = 0; i < 5; i++)
        add_article(&press, "An article", 3 + i * 10, 40);
    struct nb_book *book = lay_out(&press);
    for (size_t i = 0; i < book->page_count; i++)
        for (const struct nb_anchor *anchor = book->pages[i]->anchors; anchor;
             anchor = anchor->next) {
            char want[24];
            bool found = anchor->name[0] != 'a';
            (void)snprintf(want, sizeof want, "%zu", i + 1);
            for (const struct nb_run *run = book->pages[0]->runs; run; run = run->next)
                found = found || (run->origin.role == NB_ROLE_CONTENTS &&
                                  nb_str_eq((struct nb_str){run->text, run->text_len},
                                            nb_str_of(want)));
            assert_true(found);
        }
    assert_int_equal(nb_str_eq(nb_str_of(book->outline->title), NB_STR("World")), 1);
    nb_book_free(book);
    press_close(&press);
}

/* The page that an anchor is on, from 0; -1: on none. */
static int page_of(const struct nb_book *book, const char *name)
{
    for (size_t i = 0; i < book->page_count; i++)
        for (const struct nb_anchor *anchor = book->pages[i]->anchors; anchor;
             anchor = anchor->next)
            if (strcmp(anchor->name, name) == 0)
                return (int)i;
    return -1;
}

/* How often a page shows a text of one run as part of the contents. */
static unsigned times_listed(const struct nb_page *page, const char *text)
{
    unsigned times = 0;
    for (const struct nb_run *run = page->runs; run; run = run->next)
        times += run->origin.role == NB_ROLE_CONTENTS &&
                 nb_str_eq((struct nb_str){run->text, run->text_len}, nb_str_of(text));
    return times;
}

/* The first page of a long edition has the lead and some of the contents, which say where all of
 * them are: on one of the next pages, before the second article or behind it. */
static void shares_out_long_contents(void **state)
{
    (void)state;
    static const struct {
        const char *style, *paper;
    } cases[] = {{"broadsheet", NULL}, {"magazine", NULL}, {"broadsheet", "A5"}};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        struct press press;
        char name[24], number[16];
        press_open(&press, cases[i / 2].style);
        press.in.paper = cases[i / 2].paper;
        bool runs_on = i % 2;
        int count = cases[i / 2].paper ? 90 : 60;
        for (int article = 0; article < count; article++) {
            if (article && article % 12 == 0)
                press.section = nb_edition_add_section(press.edition, "More");
            (void)snprintf(name, sizeof name, "Story%d", article);
            add_article(&press, name, article || !runs_on ? 4 : 30, 40);
        }
        struct nb_book *book = lay_out(&press);
        check_places(book);
        int page = page_of(book, "contents");
        assert_true(page > 0 && (page < 3 || (runs_on && page <= page_of(book, "a2"))));
        (void)snprintf(number, sizeof number, "%d", page + 1);
        assert_true(times_listed(book->pages[0], number) > 0);
        bool shows_some = cases[i / 2].paper == NULL;
        assert_int_equal(times_listed(book->pages[0], "Story1") > 0, shows_some);
        unsigned listed = 0;
        for (int article = 0; article < count; article++) {
            (void)snprintf(name, sizeof name, "Story%d", article);
            assert_int_equal(times_listed(book->pages[page], name) +
                                 times_listed(book->pages[page + 1], name),
                             1);
            listed += times_listed(book->pages[0], name);
        }
        assert_true(shows_some ? listed > 12 && listed < 30 : listed == 0);
        nb_book_free(book);
        press_close(&press);
    }
}

/* The lead's picture stands on the first page, whatever its shape: refers leave it room. */
static void keeps_the_lead_picture(void **state)
{
    (void)state;
    static const struct nb_image shapes[] = {{.width = 1200, .height = 800},
                                             {.width = 1200, .height = 1700},
                                             {.width = 900, .height = 1100}};
    for (size_t i = 0; i < 2 * sizeof shapes / sizeof *shapes; i++) {
        struct press press;
        press_open(&press, i % 2 ? "magazine" : "broadsheet");
        struct nb_build *build = start(&press, "A lead with quite a long headline");
        add_block(&press, build, NB_PARAGRAPH, 40);
        struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
        figure->u.figure.image = &shapes[i / 2];
        figure->u.figure.src = nb_build_keep(build, NB_STR("picture.png"));
        nb_build_article(build)->lead = figure;
        nb_build_close(build, NB_FIGURE);
        for (int j = 0; j < 8; j++)
            add_block(&press, build, NB_PARAGRAPH, 60);
        take(&press, build);
        for (int article = 0; article < 20; article++)
            add_article(&press, "Another article of no great length", 6, 60);
        struct nb_book *book = lay_out(&press);
        assert_non_null(book->pages[0]->images);
        nb_book_free(book);
        press_close(&press);
    }
}

/* A picture goes to its article's opening only from where it is not more than a page away. */
static void leaves_far_pictures(void **state)
{
    (void)state;
    static const struct nb_image shape = {.width = 1600, .height = 900};
    for (int far = 0; far < 2; far++) {
        struct press press;
        press_open(&press, "broadsheet");
        add_article(&press, "The lead", 4, 40);
        struct nb_build *build = start(&press, "With a picture");
        for (int j = 0; j < 60; j++) {
            if (j == (far ? 50 : 5)) {
                struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
                figure->u.figure.image = &shape;
                figure->u.figure.src = nb_build_keep(build, NB_STR("picture.png"));
                nb_build_article(build)->lead = figure;
                nb_build_close(build, NB_FIGURE);
            }
            add_block(&press, build, NB_PARAGRAPH, 60);
        }
        take(&press, build);
        struct nb_book *book = lay_out(&press);
        size_t page = 0;
        while (page < book->page_count && !book->pages[page]->images)
            page++;
        assert_true(far ? page > 2 : page < 2);
        assert_int_equal(book->pages[page]->images->width > 250, !far);
        nb_book_free(book);
        press_close(&press);
    }
}

/* The left and right edges of the text of an article's body on a page, pt. */
static struct area body_area(const struct nb_page *page)
{
    struct area all = {.left = 1e6};
    for (const struct nb_run *run = page->runs; run; run = run->next) {
        struct area a = area_of(run);
        if (run->origin.role == NB_ROLE_PARAGRAPH && a.left < all.left)
            all.left = a.left;
        if (run->origin.role == NB_ROLE_PARAGRAPH && a.right > all.right)
            all.right = a.right;
    }
    return all;
}

/* Rules between columns at different places. */
static unsigned column_rules(const struct nb_page *page)
{
    float places[8];
    unsigned count = 0;
    for (const struct nb_fill *fill = page->fills; fill; fill = fill->next) {
        unsigned i = 0;
        if (fill->width > 1 || fill->height < 12)
            continue;
        while (i < count && fabsf(places[i] - fill->x) > 1)
            i++;
        if (i == count && count < 8)
            places[count++] = fill->x;
    }
    return count;
}

/* On the smallest pages a long headline leaves room for text. */
static void fits_headlines_to_small_pages(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "magazine");
    press.in.paper = "60x90mm";
    add_article(&press, "Three ports sign accord to share the deep channel again", 6,
                40);
    struct nb_book *book = lay_out(&press);
    for (size_t page = 0; page < book->page_count; page++)
        for (const struct nb_run *run = book->pages[page]->runs; run; run = run->next)
            assert_true(run->y < book->pages[page]->height);
    nb_book_free(book);
    press_close(&press);
}

/* Other papers than the style's own have other numbers of columns, as wide; a single one does not
 * become too wide to read. */
static void suits_papers(void **state)
{
    (void)state;
    static const struct {
        const char *style, *paper;
        unsigned rules;
        double widest; /* pt */
    } cases[] = {{"broadsheet", NULL, 2, 530},     {"broadsheet", "A3", 3, 780},
                 {"broadsheet", "A5", 1, 350},     {"broadsheet", "Letter", 2, 540},
                 {"reader", "A4", 0, 34.5 * 11.5}, {"reader", "A3", 0, 34.5 * 11.5},
                 {"plain", "A3", 0, 34.5 * 14},    {"broadsheet", "105x148mm", 0, 230}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct press press;
        press_open(&press, cases[i].style);
        press.in.paper = cases[i].paper;
        add_article(&press, "A lead", 60, 80);
        add_article(&press, "Another", 6, 80);
        struct nb_book *book = lay_out(&press);
        check_places(book);
        assert_true(book->page_count > 2);
        assert_int_equal(column_rules(book->pages[1]), cases[i].rules);
        struct area even = body_area(book->pages[1]);
        assert_true(even.right - even.left < cases[i].widest);
        assert_true(even.right - even.left > 0.8 * cases[i].widest);
        nb_book_free(book);
        press_close(&press);
    }
}

/* There is more margin where pages are bound: on the left of the first page, or on its right when
 * the edition reads from right to left. */
static void leaves_room_for_binding(void **state)
{
    (void)state;
    for (int rtl = 0; rtl < 2; rtl++) {
        struct press press;
        press_open(&press, "plain");
        press.edition->lang = rtl ? "he" : "en";
        add_article(&press, "A lead", 30, 80);
        struct nb_book *book = lay_out(&press);
        double even = body_area(book->pages[1]).left;
        double odd = body_area(book->pages[2]).left;
        assert_true(rtl ? even > odd + 8 : odd > even + 8);
        nb_book_free(book);
        press_close(&press);
    }
}

/* Sources that would run on to another page by a few entries stand closer, or on one page. */
static void keeps_the_sources_together(void **state)
{
    (void)state;
    for (int words = 0; words < 60; words++) {
        struct press press;
        press_open(&press, "broadsheet");
        for (int i = 0; i < 14; i++) {
            add_article(&press, "An article", 2, 60 + (i ? 0 : words * 20));
            struct nb_article *article = press.section->last;
            article->url = "https://example.org/articles/of/some/length";
            article->site = "example.org";
        }
        struct nb_book *book = lay_out(&press);
        int page = page_of(book, "sources");
        assert_int_equal(page + 1, book->page_count);
        nb_book_free(book);
        press_close(&press);
    }
}

static void same_with_any_jobs(void **state)
{
    (void)state;
    struct nb_buf dumps[2] = {NB_BUF_INIT, NB_BUF_INIT};
    for (int i = 0; i < 2; i++) {
        struct press press;
        press_open(&press, "broadsheet");
        press.in.jobs = i ? 8 : 1;
        for (int j = 0; j < 30; j++)
            add_article(&press, "Some headline or other", 2 + j % 12, 40);
        struct nb_book *book = lay_out(&press);
        for (size_t k = 0; k < book->page_count; k++)
            for (const struct nb_run *run = book->pages[k]->runs; run; run = run->next)
                nb_buf_printf(&dumps[i], "%zu %.3f %.3f %.*s\n", k, (double)run->x,
                              (double)run->y, (int)run->text_len, run->text);
        nb_book_free(book);
        press_close(&press);
    }
    assert_true(dumps[0].len > 1000);
    assert_string_equal(nb_buf_cstr(&dumps[0]), nb_buf_cstr(&dumps[1]));
    nb_buf_free(&dumps[0]);
    nb_buf_free(&dumps[1]);
}

static void survives_without_memory(void **state)
{
    (void)state;
    struct press press;
    press_open(&press, "broadsheet");
    add_article(&press, "Lead", 6, 40);
    add_article(&press, "Brief", 1, 40);
    struct nb_build *build = start(&press, "Table");
    add_table(&press, build, 3, 3, 1);
    take(&press, build);
    assert_int_equal(nb_edition_number(press.edition), NB_OK);
    for (unsigned long n = 1;; n++) {
        struct nb_book *book = NULL;
        nb_mem_fail_at(n);
        enum nb_status status = nb_layout(&press.ctx, &press.in, &book);
        unsigned long asked = nb_mem_count();
        nb_mem_fail_at(0);
        if (status == NB_OK) {
            nb_book_free(book);
            if (asked < n)
                break;
            continue;
        }
        assert_int_equal(status, NB_NOMEM);
        assert_null(book);
    }
    press_close(&press);
}

static void makes_a_cover(void **state)
{
    (void)state;
    for (int single = 0; single < 2; single++) {
        struct press press;
        press_open(&press, "broadsheet");
        press.edition->single = single;
        add_article(&press, "A headline that is long enough to take several lines", 3,
                    9);
        struct nb_book *book;
        assert_int_equal(nb_edition_number(press.edition), NB_OK);
        assert_int_equal(nb_layout_cover(&press.ctx, &press.in, 1600, 2560, &book),
                         NB_OK);
        assert_int_equal(book->page_count, 1);
        check_places(book);
        nb_book_free(book);
        press_close(&press);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lays_out_an_edition),
        cmocka_unit_test(mirrors_an_edition),
        cmocka_unit_test(narrow_mastheads),
        cmocka_unit_test(takes_odd_articles),
        cmocka_unit_test(takes_lists),
        cmocka_unit_test(takes_tables),
        cmocka_unit_test(places_pictures),
        cmocka_unit_test(leaves_out_empty_figures),
        cmocka_unit_test(keeps_page_numbers),
        cmocka_unit_test(shares_out_long_contents),
        cmocka_unit_test(keeps_the_lead_picture),
        cmocka_unit_test(fits_headlines_to_small_pages),
        cmocka_unit_test(leaves_far_pictures),
        cmocka_unit_test(suits_papers),
        cmocka_unit_test(leaves_room_for_binding),
        cmocka_unit_test(keeps_the_sources_together),
        cmocka_unit_test(same_with_any_jobs),
        cmocka_unit_test(survives_without_memory),
        cmocka_unit_test(makes_a_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
