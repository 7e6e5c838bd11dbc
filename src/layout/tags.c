/* Tags of what galleys set. */
#include "layout/tags.h"

#include "layout/inline.h"

#include <string.h>

enum { DEEPEST_HEADING = 6 };

static struct nb_tag *add(struct nb_galley *galley, struct nb_tag *parent,
                          enum nb_tag_kind kind)
{
    if (!parent)
        return NULL;
    struct nb_arena *arena = galley->compositor->arena;
    struct nb_tag *tag = nb_tag_new(arena, parent, kind);
    if (!tag && galley->status == NB_OK)
        galley->status = nb_arena_status(arena);
    return tag;
}

struct nb_tag *nb_galley_open(struct nb_galley *galley, enum nb_tag_kind kind,
                              const char *lang)
{
    struct nb_tag *outer = galley->tag, *tag = add(galley, outer, kind);
    if (tag) {
        tag->lang = lang;
        galley->tag = tag;
    }
    return outer;
}

static enum nb_tag_kind kind_of(enum nb_role role)
{
    switch (role) {
    case NB_ROLE_KICKER:
        return NB_TAG_KICKER;
    case NB_ROLE_STANDFIRST:
        return NB_TAG_STANDFIRST;
    case NB_ROLE_BYLINE:
        return NB_TAG_BYLINE;
    case NB_ROLE_CAPTION:
        return NB_TAG_CAPTION;
    case NB_ROLE_CREDIT:
        return NB_TAG_CREDIT;
    case NB_ROLE_FIGURE:
        return NB_TAG_FIGURE;
    case NB_ROLE_ARTIFACT:
    case NB_ROLE_TITLE:
    case NB_ROLE_ISSUE:
    case NB_ROLE_SECTION:
    case NB_ROLE_CONTENTS:
    case NB_ROLE_HEADLINE:
    case NB_ROLE_HEADING:
    case NB_ROLE_PARAGRAPH:
    case NB_ROLE_QUOTE:
    case NB_ROLE_PULLQUOTE:
    case NB_ROLE_LIST:
    case NB_ROLE_TABLE:
    case NB_ROLE_CODE:
    case NB_ROLE_EMBED:
    case NB_ROLE_NOTE:
    case NB_ROLE_RELATED:
        break;
    }
    return NB_TAG_PARAGRAPH;
}

void nb_galley_leaf(struct nb_galley *galley, enum nb_role role)
{
    enum nb_tag_kind kind = galley->heading ? NB_TAG_HEADING : kind_of(role);
    galley->leaf = add(galley, galley->tag, kind);
    if (galley->leaf && galley->heading)
        galley->leaf->u.level = galley->heading;
    if (galley->leaf && role == NB_ROLE_CODE)
        galley->leaf = add(galley, galley->leaf, NB_TAG_CODE);
    galley->heading = 0;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static struct nb_tag *link_tag(struct nb_galley *galley, const struct nb_span *span)
{
    struct nb_tag *around = galley->leaf;
    if (span->anchor && nb_is_note_anchor(span->anchor))
        around = add(galley, around, NB_TAG_REFERENCE);
    return add(galley, around, NB_TAG_LINK);
}

void nb_galley_tag_spans(struct nb_galley *galley, struct nb_span *spans, size_t count,
                         const char *lang)
{
    if (!galley->leaf)
        return;
    galley->leaf->lang = lang;
    const struct nb_span *before = NULL;
    for (size_t i = 0; i < count; i++) {
        struct nb_span *span = &spans[i];
        bool link = span->uri || span->anchor;
        bool foreign = span->lang && !same(span->lang, lang);
        bool goes_on = before && before->tag && same(before->uri, span->uri) &&
                       same(before->anchor, span->anchor) &&
                       same(before->lang, span->lang);
        if (goes_on)
            span->tag = before->tag;
        else if (link)
            span->tag = link_tag(galley, span);
        else if (foreign)
            span->tag = add(galley, galley->leaf, NB_TAG_SPAN);
        if (span->tag)
            span->tag->lang = foreign ? span->lang : NULL;
        before = span;
    }
}

unsigned nb_heading_level(struct nb_outline_levels *levels, unsigned base,
                          unsigned source)
{
    while (levels->depth && levels->open[levels->depth - 1] >= source)
        levels->depth--;
    if (levels->depth < sizeof levels->open)
        levels->open[levels->depth++] = (unsigned char)source;
    unsigned level = base + levels->depth;
    return level < DEEPEST_HEADING ? level : DEEPEST_HEADING;
}

struct nb_heading_base nb_heading_base(const struct nb_edition *edition)
{
    unsigned level = !edition->single && edition->title ? 2 : 1;
    struct nb_heading_base base = {level, level};
    for (const struct nb_section *s = edition->sections; s; s = s->next)
        if (s->title && !edition->single)
            base.headline = level + 1;
    return base;
}
