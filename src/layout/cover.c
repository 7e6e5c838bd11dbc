/* The cover: one page, drawn to be known as a thumbnail: masthead across, the line of issue,
 * the lead's picture and its headline as large as it fits. A book of a single article has its
 * headline alone. */
#include "layout/layout.h"

#include "doc/words.h"
#include "image/image.h"
#include "layout/block.h"
#include "layout/compositor.h"
#include "layout/pagination.h"

#include <math.h>

/* Parts of the cover's width. */
static const double margin_part = 0.07, issue_part = 0.034, kicker_part = 0.036,
                    headline_part = 0.105, large_headline = 0.07,
                    smallest_headline = 0.05, standfirst_part = 0.042,
                    further_part = 0.047, heavy_part = 0.006;
/* Parts of its height. */
static const double title_part = 0.12, picture_part = 0.42;

/* Headlines of other stories at the foot. */
enum { MOST_FURTHER = 4 };

struct cover {
    struct nb_compositor compositor;
    struct nb_galley galley;
    struct nb_book *book;
    struct nb_page *page;
    const struct nb_article *lead;
    double width, height, margin;
};

/* A look in another size, its proportions kept. */
static struct nb_look *sized(struct cover *cover, const struct nb_look *look,
                             double size)
{
    struct nb_look *copy = nb_galley_scratch(&cover->galley, 1, sizeof *copy);
    if (!copy)
        return NULL;
    double scale = size / look->style.font_size;
    *copy = *look;
    copy->style.font_size = size;
    copy->style.line_height *= scale;
    copy->style.letter_spacing *= scale;
    copy->style.word_spacing *= scale;
    for (int side = 0; side < 4; side++) {
        copy->style.margin[side] = 0;
        copy->style.padding[side] = 0;
    }
    return copy;
}

static size_t add_text(struct cover *cover, const struct nb_look *look, double size,
                       const char *string, enum nb_role role, enum nb_align align)
{
    struct nb_look *copy = string ? sized(cover, look, size) : NULL;
    if (!copy)
        return 0;
    if (align != NB_ALIGN_START)
        copy->style.align = align;
    struct nb_span span = {.text = string,
                           .len = nb_str_of(string).len,
                           .style = &copy->style,
                           .lang = copy->element.lang};
    struct nb_text text = {.spans = &span,
                           .count = 1,
                           .look = copy,
                           .role = role,
                           .rtl = cover->galley.rtl,
                           .no_indent = true,
                           .balance = role == NB_ROLE_HEADLINE};
    return nb_galley_text(&cover->galley, &text);
}

static void add_rule(struct cover *cover, double height)
{
    struct nb_galley *galley = &cover->galley;
    struct nb_color black = {0, 0, 0, false};
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure, height,
                   black);
    nb_galley_advance(galley, height);
}

static void add_title(struct cover *cover, struct nb_look *masthead)
{
    struct nb_galley *galley = &cover->galley;
    const char *title = cover->compositor.in->edition->title;
    struct nb_look *look =
        nb_look_of(&cover->compositor.looks, masthead, "h1", "title");
    double width = 0;
    if (!title || galley->status != NB_OK)
        return;
    galley->status = nb_text_width(cover->compositor.setter, &look->style,
                                   look->element.lang, title, &width);
    double size = title_part * cover->height;
    if (width > 0)
        size = fmin(size, 0.995 * galley->measure * look->style.font_size / width);
    /* A long title in two or three lines rather than small. */
    size = fmax(size, 0.075 * cover->width);
    add_text(cover, look, size, title, NB_ROLE_TITLE, NB_ALIGN_CENTER);
}

static void add_issue(struct cover *cover, struct nb_look *masthead)
{
    struct nb_galley *galley = &cover->galley;
    struct nb_look *look = nb_look_of(&cover->compositor.looks, masthead, "p", "issue");
    struct nb_issue issue = nb_galley_issue(galley);
    double size = issue_part * cover->width, at = galley->packed + 0.5 * size;
    const char *parts[3] = {issue.number, issue.date, issue.publisher};
    static const enum nb_align aligns[3] = {NB_ALIGN_LEFT, NB_ALIGN_CENTER,
                                            NB_ALIGN_RIGHT};
    int count = 0;
    for (int i = 0; i < 3; i++)
        count += parts[i] != NULL;
    /* Three parts in one line only where they are short. */
    if (count == 3)
        parts[2] = NULL;
    double foot = at;
    for (int i = 0; i < 3; i++) {
        galley->packed = at;
        galley->owed = 0;
        enum nb_align align = count == 1   ? NB_ALIGN_CENTER
                              : count == 3 ? (i == 0 ? NB_ALIGN_LEFT : NB_ALIGN_RIGHT)
                                           : aligns[i == 1 && parts[0] ? 2 : i];
        if (count == 2 && !parts[0] && i == 1)
            align = NB_ALIGN_LEFT;
        if (parts[i])
            add_text(cover, look, size, parts[i], NB_ROLE_ISSUE, align);
        foot = fmax(foot, galley->packed);
    }
    galley->packed = foot + 0.3 * size;
}

/* The lead's picture across, and what there is to say below it. */
static void add_picture(struct cover *cover)
{
    struct nb_galley *galley = &cover->galley;
    const struct nb_node *figure = cover->lead ? cover->lead->lead : NULL;
    const struct nb_image *image = figure ? figure->u.figure.image : NULL;
    if (!image || !image->width || !image->height)
        return;
    double ratio = (double)image->height / image->width;
    double width = galley->measure, height = width * ratio;
    if (height > picture_part * cover->height) {
        height = picture_part * cover->height;
        width = height / ratio;
    }
    nb_galley_advance(galley, 0.025 * cover->width);
    nb_figure_place(galley, figure, width, height);
}

/* The largest size at which the headline has room above the foot. */
static double headline_size(struct cover *cover, struct nb_look *look, double room)
{
    double part = headline_part;
    while (part > smallest_headline) {
        struct nb_galley trial;
        int32_t block = 0;
        nb_galley_start(&trial, &cover->compositor, cover->galley.measure, 0, &block);
        struct nb_galley kept = cover->galley;
        cover->galley = trial;
        nb_galley_pack(&cover->galley);
        size_t lines = add_text(cover, look, part * cover->width, cover->lead->headline,
                                NB_ROLE_HEADLINE, NB_ALIGN_START);
        double height = cover->galley.packed;
        if (kept.status == NB_OK)
            kept.status = cover->galley.status;
        cover->galley = kept;
        if (kept.status != NB_OK || (lines <= 5 && height <= room))
            break;
        part *= 0.88;
    }
    return part * cover->width;
}

/* The heights of the other stories' headlines, from the second article on, each with the rule
 * above it; how many there are. */
static int measure_further(struct cover *cover, struct nb_look *look, double size,
                           double heights[MOST_FURTHER],
                           const struct nb_article *articles[MOST_FURTHER])
{
    struct nb_section *section;
    const struct nb_edition *edition = cover->compositor.in->edition;
    const struct nb_article *article = nb_edition_first(edition, &section);
    struct nb_galley kept = cover->galley;
    int count = 0, block = 0;
    while (count < MOST_FURTHER && article &&
           (article = nb_edition_next(article, &section))) {
        if (!article->headline)
            continue;
        nb_galley_start(&cover->galley, &cover->compositor, kept.measure, 0, &block);
        nb_galley_pack(&cover->galley);
        add_text(cover, look, size, article->headline, NB_ROLE_CONTENTS,
                 NB_ALIGN_START);
        if (cover->galley.status != NB_OK)
            kept.status = cover->galley.status;
        heights[count] = cover->galley.packed + 0.9 * size;
        articles[count++] = article;
    }
    cover->galley = kept;
    return count;
}

/* The headline's size: above one other story, if it is not too small for that. */
static double lead_size(struct cover *cover, struct nb_look *look)
{
    const struct nb_article *articles[MOST_FURTHER];
    double heights[MOST_FURTHER], further = further_part * cover->width;
    double room = cover->height - 2 * cover->margin - cover->galley.packed;
    if (!cover->compositor.in->edition->single &&
        measure_further(cover, look, further, heights, articles) > 0) {
        double size = headline_size(cover, look, room - heights[0] - 1.5 * further);
        if (size >= large_headline * cover->width)
            return size;
    }
    return headline_size(cover, look, room);
}

static void add_lead(struct cover *cover, struct nb_look *article)
{
    struct nb_galley *galley = &cover->galley;
    struct nb_looks *looks = &cover->compositor.looks;
    struct nb_look *head =
        nb_look_child(looks, article, "header", NULL, NULL, nb_first_child);
    const struct nb_article *lead = cover->lead;
    double foot = cover->height - 2 * cover->margin;
    nb_galley_advance(galley, 0.035 * cover->width);
    add_text(cover, nb_look_of(looks, head, "p", "kicker"), kicker_part * cover->width,
             lead->kicker, NB_ROLE_KICKER, NB_ALIGN_START);
    nb_galley_advance(galley, 0.01 * cover->width);
    if (lead->headline) {
        struct nb_look *look = nb_look_of(looks, head, "h1", "headline");
        add_text(cover, look, lead_size(cover, look), lead->headline, NB_ROLE_HEADLINE,
                 NB_ALIGN_START);
    }
    if (lead->standfirst.count && galley->packed < foot - 0.2 * cover->height) {
        nb_galley_advance(galley, 0.02 * cover->width);
        add_text(cover, nb_look_of(looks, head, "p", "standfirst"),
                 standfirst_part * cover->width, lead->standfirst.at[0],
                 NB_ROLE_STANDFIRST, NB_ALIGN_START);
    }
}

/* Other stories at the foot, as many as have room there. */
static void add_further(struct cover *cover, struct nb_look *article)
{
    struct nb_galley *galley = &cover->galley;
    struct nb_look *head = nb_look_child(&cover->compositor.looks, article, "header",
                                         NULL, NULL, nb_first_child);
    struct nb_look *look = nb_look_of(&cover->compositor.looks, head, "h1", "headline");
    const struct nb_article *articles[MOST_FURTHER];
    double heights[MOST_FURTHER], size = further_part * cover->width, all = 0;
    double foot = cover->height - 2 * cover->margin;
    int count = measure_further(cover, look, size, heights, articles), shown = 0;
    while (shown < count && galley->packed + all + heights[shown] + 1.5 * size <= foot)
        all += heights[shown++];
    galley->owed = 0;
    galley->packed = fmax(foot - all, galley->packed);
    for (int i = 0; i < shown; i++) {
        nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                       heavy_part * cover->width / 4,
                       (struct nb_color){0, 0, 0, false});
        nb_galley_advance(galley, 0.4 * size);
        add_text(cover, look, size, articles[i]->headline, NB_ROLE_CONTENTS,
                 NB_ALIGN_START);
        nb_galley_advance(galley, 0.5 * size);
    }
}

/* Draws the pack on the page: a make-up with nothing but a page. */
static void draw(struct cover *cover)
{
    struct nb_makeup makeup = {
        .compositor = &cover->compositor, .book = cover->book, .page = cover->page};
    if (cover->galley.pack)
        nb_makeup_draw(&makeup, cover->galley.pack, cover->margin, cover->margin);
}

static enum nb_status make_cover(struct cover *cover)
{
    const struct nb_edition *edition = cover->compositor.in->edition;
    struct nb_looks *looks = &cover->compositor.looks;
    struct nb_section *section;
    int32_t block = -1;
    cover->lead = nb_edition_first(edition, &section);
    cover->page = nb_book_add_page(cover->book, cover->width, cover->height);
    nb_page_fill(cover->book, cover->page,
                 (struct nb_fill){.width = (float)cover->width,
                                  .height = (float)cover->height,
                                  .color = {255, 255, 255}});
    cover->margin = margin_part * cover->width;
    cover->compositor.grid = 1;
    nb_galley_start(&cover->galley, &cover->compositor,
                    cover->width - 2 * cover->margin, 0, &block);
    struct nb_set set = {.article = cover->lead, .kind = "lead"};
    struct nb_look *article =
        cover->lead ? nb_set_look(looks, &set, NULL) : looks->root;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    struct nb_look *masthead = nb_look_of(looks, front, "header", "masthead");
    nb_galley_pack(&cover->galley);
    if (!edition->single) {
        add_title(cover, masthead);
        nb_galley_advance(&cover->galley, 0.01 * cover->width);
        add_rule(cover, heavy_part * cover->width);
    }
    add_issue(cover, masthead);
    add_rule(cover, heavy_part * cover->width / 4);
    add_picture(cover);
    if (cover->lead)
        add_lead(cover, article);
    if (!edition->single)
        add_further(cover, article);
    draw(cover);
    if (cover->galley.status != NB_OK)
        return cover->galley.status;
    return nb_arena_status(cover->book->arena);
}

enum nb_status nb_layout_cover(struct nb_ctx *ctx, const struct nb_layout_in *in,
                               double width, double height, struct nb_book **out)
{
    struct cover cover = {.book = nb_book_new(0), .width = width, .height = height};
    *out = NULL;
    if (!cover.book)
        return NB_NOMEM;
    enum nb_status status = nb_compositor_start(&cover.compositor, ctx, in, NULL);
    if (status == NB_OK)
        status = make_cover(&cover);
    enum nb_status ended = nb_compositor_end(&cover.compositor, cover.book);
    if (status == NB_OK)
        status = ended;
    if (status == NB_OK)
        *out = cover.book;
    else
        nb_book_free(cover.book);
    return status;
}
