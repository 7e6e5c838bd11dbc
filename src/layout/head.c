/* Heads of articles. A head keeps its exact distances and is rounded up to whole lines of the
 * grid once, at its foot, so that the text below is on the grid. */
#include "layout/head.h"

#include "base/str.h"
#include "doc/dates.h"
#include "doc/words.h"
#include "layout/inline.h"

#include <math.h>
#include <string.h>

/* A block of one string in the look's style, into the pack. */
static void add_line(struct nb_galley *galley, struct nb_look *look, const char *string,
                     enum nb_role role, bool balance)
{
    struct nb_spans spans = {.galley = galley};
    nb_spans_add(&spans, look, string, 0);
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .role = role,
                           .rtl = galley->rtl,
                           .no_indent = true,
                           .balance = balance,
                           .keep = true,
                           .boxed = role != NB_ROLE_SECTION};
    nb_galley_text(galley, &text);
}

/* What is between the parts of a byline. */
static void separate(struct nb_spans *spans, const struct nb_look *look)
{
    if (spans->count)
        nb_spans_add(spans, look, " \xC2\xB7 ", 0);
}

static void add_byline(struct nb_galley *galley, struct nb_look *head,
                       const struct nb_article *article)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *look = nb_look_of(looks, head, "p", "byline");
    struct nb_spans spans = {.galley = galley};
    struct nb_buf line = NB_BUF_INIT;
    const char *lang = head->element.lang;
    nb_words_names(&article->byline, lang, true, &line);
    nb_spans_copy(&spans, look, nb_buf_view(&line), 0);
    if (article->dateline) {
        separate(&spans, look);
        nb_spans_add(&spans, nb_look_of(looks, look, "span", "dateline"),
                     article->dateline, 0);
    }
    if (article->published) {
        nb_buf_clear(&line);
        (void)nb_date_long(article->published, lang, &line);
        separate(&spans, look);
        nb_spans_copy(&spans, nb_look_of(looks, look, "span", "date"),
                      nb_buf_view(&line), 0);
    }
    if (line.status != NB_OK && galley->status == NB_OK)
        galley->status = line.status;
    nb_buf_free(&line);
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .role = NB_ROLE_BYLINE,
                           .rtl = galley->rtl,
                           .no_indent = true,
                           .boxed = true};
    if (spans.count)
        nb_galley_text(galley, &text);
}

/* A heavy rule with the section's name below it, into the pack. */
static void add_opening(struct nb_galley *galley, const struct nb_head_in *in)
{
    struct nb_look *look = nb_look_child(&galley->compositor->looks, in->section, "h2",
                                         "section-title", NULL, nb_first_child);
    const struct nb_style *style = &look->style;
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_TOP], style->border_color[NB_TOP]);
    nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    if (in->opens_anchor && galley->pack)
        galley->pack->anchor = in->opens_anchor;
    int32_t article = galley->article, *block = galley->block;
    struct nb_tag *tag = galley->tag;
    galley->article = -1;
    galley->block = in->furniture;
    galley->tag = in->section_tag;
    galley->heading = galley->compositor->section_tag;
    add_line(galley, look, in->opens, NB_ROLE_SECTION, false);
    galley->tag = tag;
    galley->article = article;
    galley->block = block;
    galley->owed = 0;
    nb_galley_advance(galley, style->padding[NB_BOTTOM]);
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
    galley->owed = style->margin[NB_BOTTOM];
}

/* The rule between two articles; an item of its own, which falls away at a page's head. */
static void add_rule(struct nb_galley *galley, const struct nb_style *style)
{
    double width = style->border[NB_TOP];
    struct nb_item *item =
        nb_galley_item(galley, style->margin[NB_TOP], galley->compositor->grid);
    if (!item)
        return;
    item->keep = true;
    item->rule = true;
    nb_galley_fill(galley, item, 0, galley->compositor->grid * 0.4, galley->measure,
                   width, style->border_color[NB_TOP]);
}

static void add_text(struct nb_galley *galley, const struct nb_head_in *in)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *head =
        nb_look_child(looks, in->look, "header", NULL, NULL, nb_first_child);
    const struct nb_article *article = in->article;
    const char *kicker = article->kicker ? article->kicker : in->kicker;
    if (kicker)
        add_line(galley,
                 nb_look_child(looks, head, "p", "kicker", NULL, nb_first_child),
                 kicker, NB_ROLE_KICKER, false);
    if (article->headline) {
        galley->heading = galley->compositor->headline_tag;
        add_line(galley,
                 nb_look_child(looks, head, "h1", "headline", NULL,
                               kicker ? "p" : nb_first_child),
                 article->headline, NB_ROLE_HEADLINE, true);
    }
    struct nb_look *standfirst = nb_look_of(looks, head, "p", "standfirst");
    for (size_t i = 0; i < article->standfirst.count; i++)
        add_line(galley, standfirst, article->standfirst.at[i], NB_ROLE_STANDFIRST,
                 true);
    add_byline(galley, head, article);
    galley->owed = fmax(galley->owed, head->style.margin[NB_BOTTOM]);
}

/* What goes above the pack: space, or a rule. */
static void set_apart(struct nb_galley *galley, const struct nb_head_in *in)
{
    if (in->follows && in->opens)
        galley->owed = fmax(galley->owed, in->section->style.margin[NB_TOP]);
    else if (in->follows)
        add_rule(galley, &in->after->style);
}

void nb_galley_above(struct nb_galley *galley, const struct nb_head_in *in)
{
    set_apart(galley, in);
    if (!in->opens)
        return;
    nb_galley_pack(galley);
    add_opening(galley, in);
    nb_galley_unpack(galley, galley->owed, true, false);
}

void nb_galley_head(struct nb_galley *galley, const struct nb_head_in *in)
{
    set_apart(galley, in);
    size_t first = galley->count;
    nb_galley_pack(galley);
    if (in->opens)
        add_opening(galley, in);
    add_text(galley, in);
    nb_galley_unpack(galley, nb_galley_feather(galley, galley->owed), true, false);
    for (size_t i = first; i < galley->count; i++)
        galley->items[i].keep = true;
}
