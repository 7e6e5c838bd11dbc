/* The back page: where every article comes from: its headline with its page, its authors, the
 * site, the address and the date, in columns under a section's opening of their own. */
#include "layout/pagination.h"

#include "base/str.h"
#include "doc/dates.h"
#include "doc/words.h"
#include "layout/inline.h"
#include "layout/tags.h"

#include <string.h>

/* Lines below the opening that make it worth beginning on the open page. */
enum { LEAST_LINES = 10 };

struct back {
    struct nb_makeup *makeup;
    struct nb_galley galley;
    struct nb_look *look;
    double number_width; /* pt, kept free for page numbers */
};

static bool has_source(const struct nb_article *article)
{
    return article->url || article->site;
}

/* An address without what people leave off: "www.example.org/a/b". */
static struct nb_str address_of(const char *url)
{
    struct nb_str rest = nb_str_of(url);
    ptrdiff_t slashes = nb_str_find(rest, NB_STR("://"));
    if (slashes >= 0)
        rest = nb_str_sub(rest, (size_t)slashes + 3, rest.len - (size_t)slashes - 3);
    size_t len = 0;
    while (len < rest.len && rest.data[len] != '?' && rest.data[len] != '#')
        len++;
    while (len && rest.data[len - 1] == '/')
        len--;
    return nb_str_sub(rest, 0, len);
}

/* One of an entry's parts. Marks of the page's direction beside the point keep parts that run
 * the other way in their places. */
static void part(struct nb_spans *spans, const struct nb_look *look, struct nb_str text)
{
    if (text.len && spans->count)
        nb_spans_add(spans, look,
                     spans->galley->rtl ? "\xE2\x80\x8F \xC2\xB7 \xE2\x80\x8F"
                                        : "\xE2\x80\x8E \xC2\xB7 \xE2\x80\x8E",
                     0);
    if (text.len)
        nb_spans_copy(spans, look, text, 0);
}

static void add_spans(struct back *back, const struct nb_look *look,
                      struct nb_spans *spans)
{
    struct nb_galley *galley = &back->galley;
    struct nb_text text = {.spans = spans->at,
                           .count = spans->count,
                           .look = look,
                           .left = galley->rtl ? back->number_width : 0,
                           .right = galley->rtl ? 0 : back->number_width,
                           .role = NB_ROLE_CONTENTS,
                           .rtl = galley->rtl,
                           .no_indent = true};
    if (spans->count)
        nb_galley_text(galley, &text);
}

static void add_headline(struct back *back, const struct nb_set *set)
{
    struct nb_galley *galley = &back->galley;
    struct nb_looks *looks = &galley->compositor->looks;
    const struct nb_article *article = set->article;
    struct nb_look *look =
        nb_look_child(looks, back->look, "p", "source-entry", article->lang, NULL);
    struct nb_spans spans = {.galley = galley};
    const char *headline = article->headline ? article->headline : article->kicker;
    nb_spans_add(&spans, look, headline ? headline : "\xE2\x80\x94", 0);
    if (spans.count)
        spans.at[0].anchor = article->id;
    add_spans(back, look, &spans);
    if (galley->pack && galley->pack->pieces)
        nb_galley_number(galley, nb_look_of(looks, look, "span", "source-page"),
                         set->index, galley->pack->pieces->y);
}

static void add_detail(struct back *back, const struct nb_article *article)
{
    struct nb_galley *galley = &back->galley;
    struct nb_looks *looks = &galley->compositor->looks;
    const char *lang = galley->compositor->in->edition->lang;
    struct nb_look *look = nb_look_of(looks, back->look, "p", "source-detail");
    struct nb_spans spans = {.galley = galley};
    struct nb_buf text = NB_BUF_INIT;
    nb_words_names(&article->byline, lang, false, &text);
    part(&spans, look, nb_buf_view(&text));
    if (article->site)
        part(&spans, look, nb_str_of(article->site));
    if (article->url) {
        part(&spans, look, address_of(article->url));
        nb_spans_link(&spans, article->url);
    }
    if (article->published) {
        nb_buf_clear(&text);
        (void)nb_date_long(article->published, lang, &text);
        part(&spans, look, nb_buf_view(&text));
    }
    if (text.status != NB_OK && galley->status == NB_OK)
        galley->status = text.status;
    nb_buf_free(&text);
    add_spans(back, look, &spans);
}

static void add_entry(struct back *back, const struct nb_set *set)
{
    struct nb_galley *galley = &back->galley;
    nb_arena_reset(galley->compositor->scratch);
    struct nb_tag *outer = nb_galley_open(galley, NB_TAG_DIVISION, NULL);
    nb_galley_pack(galley);
    add_headline(back, set);
    add_detail(back, set->article);
    double below = galley->owed;
    nb_galley_unpack(galley, 0, false, false);
    galley->owed = below;
    galley->tag = outer;
}

/* The opening across the columns: as a section's. */
static void open_back(struct nb_makeup *makeup, struct nb_galley *head,
                      struct nb_look *section, struct nb_tag *tag)
{
    const char *lang = makeup->compositor->in->edition->lang;
    nb_galley_start(head, makeup->compositor, nb_makeup_across(makeup, makeup->wide),
                    -1, &makeup->furniture);
    head->rtl = makeup->mirrored;
    struct nb_head_in in = {.section = section,
                            .opens = nb_word(NB_WORD_SOURCES, lang),
                            .opens_anchor = "sources",
                            .section_tag = tag,
                            .furniture = &makeup->furniture,
                            .follows = !nb_makeup_fresh(makeup)};
    nb_galley_above(head, &in);
}

static bool wants_back(const struct nb_makeup *makeup, const struct nb_look *section,
                       const struct nb_set *sets, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count && !any; i++)
        any = has_source(sets[i].article);
    return any && count > 1 && !makeup->compositor->in->edition->single &&
           section->style.display != NB_DISPLAY_NONE;
}

/* Whether all ends on the page where it begins. */
static bool ends_here(const struct nb_makeup *makeup, const struct nb_galley *head,
                      struct nb_feed feed)
{
    struct nb_makeup trial = *makeup;
    nb_makeup_try(&trial);
    nb_makeup_span(&trial, head->items, head->count);
    nb_makeup_columns(&trial, feed, NULL, 0);
    return trial.status == NB_OK && trial.number == makeup->number;
}

/* The entries without the space between them. */
static struct nb_feed tightened(struct nb_makeup *makeup,
                                const struct nb_galley *galley)
{
    size_t count = galley->count;
    struct nb_item *items =
        nb_arena_array(makeup->compositor->arena, count ? count : 1, sizeof *items);
    if (!items) {
        makeup->status = NB_NOMEM;
        return (struct nb_feed){0};
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = galley->items[i];
        items[i].space = 0;
    }
    return (struct nb_feed){.items = items, .end = count};
}

/* Places the sources, if they have no room on the open page then closer together, or else on a
 * page of their own; more than a page of them run on. */
static void place(struct back *back, struct nb_galley *head, struct nb_look *section,
                  struct nb_tag *tag)
{
    struct nb_makeup *makeup = back->makeup;
    struct nb_feed feed = {.items = back->galley.items, .end = back->galley.count};
    struct nb_feed tight = tightened(makeup, &back->galley);
    unsigned page = makeup->columns * (makeup->capacity[NB_PAGE_LEFT] - LEAST_LINES);
    if (ends_here(makeup, head, feed)) {
        tight = feed;
    } else if (!ends_here(makeup, head, tight)) {
        tight = feed;
        if (!nb_makeup_fresh(makeup) && nb_feed_lines(&feed, page) <= page) {
            nb_makeup_page(makeup);
            open_back(makeup, head, section, tag);
        }
    }
    if (!nb_makeup_fresh(makeup))
        makeup->band++;
    nb_makeup_span(makeup, head->items, head->count);
    nb_makeup_columns(makeup, tight, NULL, 0);
}

void nb_makeup_back(struct nb_makeup *makeup, const struct nb_set *sets, size_t count,
                    struct nb_tag *root)
{
    struct nb_looks *looks = &makeup->compositor->looks;
    struct nb_look *section = nb_look_of(looks, looks->root, "section", "section back");
    if (makeup->status != NB_OK || !wants_back(makeup, section, sets, count))
        return;
    struct back back = {.makeup = makeup,
                        .look = nb_look_of(looks, section, "div", "sources")};
    struct nb_look *entry = nb_look_of(looks, back.look, "p", "source-entry");
    struct nb_look *number = nb_look_of(looks, entry, "span", "source-page");
    back.number_width = 2.4 * number->style.font_size;
    if (!nb_makeup_fresh(makeup) &&
        (makeup->columns == 1 || section->style.break_before == NB_BREAK_PAGE ||
         nb_makeup_left(makeup) < LEAST_LINES))
        nb_makeup_page(makeup);
    makeup->rtl = makeup->mirrored;
    struct nb_tag *tag = nb_tag_new(makeup->compositor->arena, root, NB_TAG_SECTION);
    struct nb_galley head;
    open_back(makeup, &head, section, tag);
    nb_galley_start(&back.galley, makeup->compositor, makeup->column, -1,
                    &makeup->furniture);
    back.galley.rtl = makeup->mirrored;
    back.galley.tag = tag;
    for (size_t i = 0; i < count && back.galley.status == NB_OK; i++)
        if (has_source(sets[i].article))
            add_entry(&back, &sets[i]);
    if (head.status != NB_OK || back.galley.status != NB_OK)
        makeup->status = head.status != NB_OK ? head.status : back.galley.status;
    if (makeup->status == NB_OK)
        place(&back, &head, section, tag);
}
