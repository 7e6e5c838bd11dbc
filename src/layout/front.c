/* The first page: masthead, the line of issue between its rules, and the contents. */
#include "layout/pagination.h"

#include "doc/dates.h"
#include "doc/words.h"
#include "layout/inline.h"
#include "layout/tags.h"

#include <math.h>
#include <string.h>

/* The masthead's title is at most so high, pt (22 mm), and not smaller than this without
 * breaking. */
static const double highest_title = 22 * 72 / 25.4, smallest_title = 20;

static double text_width(struct nb_galley *galley, const struct nb_look *look,
                         const char *text)
{
    double width = 0;
    if (galley->status == NB_OK)
        galley->status = nb_text_width(galley->compositor->setter, &look->style,
                                       look->element.lang, text, &width);
    return width;
}

/* A copy of a look with its type `scale` times as large. Lives as long as the page is set. */
static struct nb_look *scaled(struct nb_galley *galley, const struct nb_look *look,
                              double scale)
{
    struct nb_look *copy = nb_galley_scratch(galley, 1, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *look;
    copy->style.font_size *= scale;
    copy->style.line_height *= scale;
    copy->style.letter_spacing *= scale;
    copy->style.word_spacing *= scale;
    return copy;
}

static void add_string(struct nb_galley *galley, const struct nb_look *look,
                       const char *string, enum nb_role role)
{
    nb_galley_string(galley, look, string, role, true);
}

static void add_title(struct nb_galley *galley, struct nb_look *masthead,
                      const char *title)
{
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, masthead, "h1", "title");
    double width = text_width(galley, look, title);
    /* Without a column layout the title stays as the style says, unless it is too wide. */
    double most = galley->across > galley->measure + 1 || galley->span
                      ? highest_title / look->style.font_size
                      : 1;
    double scale = width > 0 ? fmin(0.995 * galley->measure / width, most) : 1;
    if (scale * look->style.font_size < smallest_title)
        scale = fmin(smallest_title / look->style.font_size, 1);
    struct nb_look *fitted = scaled(galley, look, scale);
    galley->heading = 1;
    if (fitted)
        add_string(galley, fitted, title, NB_ROLE_TITLE);
}

struct nb_issue nb_galley_issue(struct nb_galley *galley)
{
    const struct nb_edition *edition = galley->compositor->in->edition;
    struct nb_issue issue = {.publisher = edition->publisher};
    struct nb_buf text = NB_BUF_INIT;
    char *copy;
    if (edition->number) {
        nb_word_fill(NB_WORD_NUMBER, edition->lang, edition->number, &text);
        copy = nb_galley_scratch(galley, text.len + 1, 1);
        issue.number = copy ? memcpy(copy, nb_buf_cstr(&text), text.len + 1) : NULL;
    }
    nb_buf_clear(&text);
    if (edition->date) {
        (void)nb_date_long(edition->date, edition->lang, &text);
        copy = nb_galley_scratch(galley, text.len + 1, 1);
        issue.date = copy ? memcpy(copy, nb_buf_cstr(&text), text.len + 1) : NULL;
    }
    if (text.status != NB_OK && galley->status == NB_OK)
        galley->status = text.status;
    nb_buf_free(&text);
    return issue;
}

/* One part of the issue's line, ranged as `align` says, all on one baseline. Returns its
 * height: on a narrow page it may take several lines. */
static double add_part(struct nb_galley *galley, const struct nb_look *look,
                       const char *string, enum nb_align align)
{
    struct nb_look *part = string ? scaled(galley, look, 1) : NULL;
    if (!part)
        return 0;
    double packed = galley->packed, owed = packed > 0 ? galley->owed : 0;
    part->style.align = align;
    part->style.margin[NB_TOP] = part->style.margin[NB_BOTTOM] = 0;
    add_string(galley, part, string, NB_ROLE_ISSUE);
    double height = galley->packed - packed - owed;
    galley->packed = packed;
    galley->owed = 0;
    return height;
}

/* Whether the date in the middle leaves room for the parts at its sides. */
static bool is_crowded(struct nb_galley *galley, const struct nb_look *look,
                       const struct nb_issue *issue)
{
    double side = 0, middle = 0;
    if (issue->number)
        side = text_width(galley, look, issue->number);
    if (issue->publisher)
        side = fmax(side, text_width(galley, look, issue->publisher));
    if (issue->date)
        middle = text_width(galley, look, issue->date);
    return side > 0 && middle > 0 &&
           side + look->style.font_size > (galley->measure - middle) / 2;
}

/* Whether two parts do not stand side by side; NULL stands beside anything. */
static bool collide(struct nb_galley *galley, const struct nb_look *look, const char *a,
                    const char *b)
{
    return a && b &&
           text_width(galley, look, a) + text_width(galley, look, b) +
                   look->style.font_size >
               galley->measure;
}

/* Number, date and publisher on one line; the last on another where room is short, and each on
 * its own where there is none. */
static void add_parts(struct nb_galley *galley, const struct nb_look *look,
                      const struct nb_issue *issue)
{
    bool apart = collide(galley, look, issue->number, issue->date);
    bool crowded =
        is_crowded(galley, look, issue) ||
        (!issue->date && collide(galley, look, issue->number, issue->publisher));
    enum nb_align number = NB_ALIGN_START, date = NB_ALIGN_CENTER,
                  publisher = NB_ALIGN_END;
    if (apart || (!issue->date && (crowded || !issue->publisher)))
        number = NB_ALIGN_CENTER;
    if (crowded && issue->number && !apart)
        date = NB_ALIGN_END;
    if (crowded || apart || (!issue->number && !issue->date))
        publisher = NB_ALIGN_CENTER;
    double height = add_part(galley, look, issue->number, number);
    if (apart) {
        nb_galley_advance(galley, height);
        height = 0;
    }
    height = fmax(height, add_part(galley, look, issue->date, date));
    if ((crowded || apart) && issue->publisher) {
        nb_galley_advance(galley, height);
        height = 0;
    }
    height = fmax(height, add_part(galley, look, issue->publisher, publisher));
    nb_galley_advance(galley, fmax(height, look->style.line_height));
}

static void add_issue(struct nb_galley *galley, struct nb_look *masthead)
{
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, masthead, "p", "issue");
    const struct nb_style *style = &look->style;
    struct nb_issue issue = nb_galley_issue(galley);
    nb_galley_advance(galley, fmax(style->margin[NB_TOP] - galley->owed, 3));
    if (!issue.number && !issue.date && !issue.publisher) {
        nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                       style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
        nb_galley_advance(galley, style->border[NB_BOTTOM]);
        galley->owed = style->margin[NB_BOTTOM];
        return;
    }
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_TOP], style->border_color[NB_TOP]);
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    add_parts(galley, look, &issue);
    nb_galley_advance(galley, style->padding[NB_BOTTOM]);
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
    nb_galley_advance(galley, style->border[NB_BOTTOM]);
    galley->owed = style->margin[NB_BOTTOM];
}

/* Appends the masthead. */
static void add_masthead(struct nb_galley *galley)
{
    const struct nb_edition *edition = galley->compositor->in->edition;
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    struct nb_look *masthead = nb_look_of(looks, front, "header", "masthead");
    nb_galley_pack(galley);
    if (edition->title)
        add_title(galley, masthead, edition->title);
    if (edition->subtitle)
        add_string(galley, nb_look_of(looks, masthead, "p", "subtitle"),
                   edition->subtitle, NB_ROLE_TITLE);
    add_issue(galley, masthead);
    nb_galley_unpack(galley, fmax(galley->owed, masthead->style.margin[NB_BOTTOM]),
                     true, false);
}

void nb_makeup_front(struct nb_makeup *makeup, struct nb_set *sets, size_t count,
                     struct nb_tag *tag)
{
    nb_makeup_page(makeup);
    makeup->rtl = makeup->mirrored;
    if (makeup->compositor->in->edition->single || makeup->status != NB_OK)
        return;
    struct nb_galley masthead;
    nb_galley_start(&masthead, makeup->compositor, makeup->width, -1,
                    &makeup->furniture);
    masthead.rtl = makeup->mirrored;
    masthead.tag = tag;
    masthead.span = makeup->columns > 1;
    add_masthead(&masthead);
    if (masthead.status != NB_OK)
        makeup->status = masthead.status;
    nb_makeup_span(makeup, masthead.items, masthead.count);
    if (count)
        nb_makeup_contents(makeup, sets, count, tag);
}
