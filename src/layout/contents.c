/* The contents: sections, headlines with the numbers of their pages on the far side, and one
 * line of what each article is about. */
#include "layout/pagination.h"

#include "layout/inline.h"
#include "layout/tags.h"

#include <math.h>

struct contents {
    struct nb_galley *galley;
    struct nb_look *nav;
    double number_width; /* pt, kept free for page numbers */
};

/* The number's place: on the baseline of the entry's first line. */
static void add_number(struct contents *contents, struct nb_look *entry,
                       const struct nb_set *set, const struct nb_piece *before)
{
    struct nb_galley *galley = contents->galley;
    if (!galley->pack)
        return;
    const struct nb_piece *line = before ? before->next : galley->pack->pieces;
    if (!line)
        return;
    nb_galley_number(
        galley, nb_look_of(&galley->compositor->looks, entry, "span", "contents-page"),
        set->index, line->y);
}

static void add_text(struct contents *contents, const struct nb_set *set,
                     const char *classes, const char *string, bool numbered)
{
    struct nb_galley *galley = contents->galley;
    struct nb_look *look = nb_look_child(&galley->compositor->looks, contents->nav, "p",
                                         classes, set->article->lang, NULL);
    struct nb_spans spans = {.galley = galley};
    nb_spans_add(&spans, look, string, 0);
    if (spans.count && numbered)
        spans.at[0].anchor = set->article->id;
    struct nb_text text = {.spans = spans.at,
                           .count = spans.count,
                           .look = look,
                           .left = galley->rtl ? contents->number_width : 0,
                           .right = galley->rtl ? 0 : contents->number_width,
                           .role = NB_ROLE_CONTENTS,
                           .rtl = set->rtl,
                           .no_indent = true};
    const struct nb_piece *before = galley->pack ? galley->pack->last : NULL;
    nb_galley_text(galley, &text);
    if (numbered)
        add_number(contents, look, set, before);
}

static const char *headline_of(const struct nb_article *article)
{
    if (article->headline)
        return article->headline;
    return article->kicker ? article->kicker : "\xE2\x80\x94";
}

static void add_entry(struct contents *contents, const struct nb_set *set, bool summary)
{
    struct nb_galley *galley = contents->galley;
    const struct nb_article *article = set->article;
    nb_galley_pack(galley);
    add_text(contents, set, "contents-entry", headline_of(article), true);
    const char *about =
        summary && !set->referred ? nb_summary_of(galley, article) : NULL;
    if (about)
        add_text(contents, set, "contents-summary", about, false);
    double below = galley->owed;
    nb_galley_unpack(galley, 0, false, false);
    galley->owed = fmax(galley->owed, below);
}

static void add_section(struct contents *contents, const struct nb_set *set)
{
    struct nb_galley *galley = contents->galley;
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, contents->nav, "p", "contents-section");
    nb_galley_string(galley, look, set->section->title, NB_ROLE_CONTENTS, true);
}

void nb_galley_contents(struct nb_galley *galley, const struct nb_set *sets,
                        size_t count, bool summaries, unsigned most,
                        const struct nb_contents_tags *tags)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct nb_look *front = nb_look_of(looks, looks->root, "section", "front");
    struct contents contents = {.galley = galley};
    contents.nav = nb_look_of(looks, front, "nav", "contents");
    struct nb_look *entry = nb_look_of(looks, contents.nav, "p", "contents-entry");
    struct nb_look *page = nb_look_of(looks, entry, "span", "contents-page");
    contents.number_width = 2.4 * page->style.font_size;
    size_t seen = 0;
    unsigned lines = 0;
    for (size_t i = 0; i < count && lines <= most && galley->status == NB_OK; i++) {
        galley->tag = tags->sections[i];
        if (sets[i].opens && sets[i].section->title)
            add_section(&contents, &sets[i]);
        galley->tag = tags->entries[i];
        add_entry(&contents, &sets[i], summaries);
        nb_arena_reset(galley->compositor->scratch);
        for (; seen < galley->count; seen++)
            lines += galley->items[seen].lines + (seen ? galley->items[seen].space : 0);
    }
}
