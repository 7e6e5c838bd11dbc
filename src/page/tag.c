/* Tags: the tree and the walk through it. */
#include "page/tag.h"

static const char *const names[] = {
    [NB_TAG_GROUP] = "group",
    [NB_TAG_DOCUMENT] = "document",
    [NB_TAG_SECTION] = "section",
    [NB_TAG_ARTICLE] = "article",
    [NB_TAG_DIVISION] = "division",
    [NB_TAG_QUOTE] = "quote",
    [NB_TAG_PULLQUOTE] = "pullquote",
    [NB_TAG_LIST] = "list",
    [NB_TAG_ITEM] = "item",
    [NB_TAG_ITEM_BODY] = "body",
    [NB_TAG_TABLE] = "table",
    [NB_TAG_ROW] = "row",
    [NB_TAG_NOTE] = "note",
    [NB_TAG_CONTENTS] = "contents",
    [NB_TAG_ENTRY] = "entry",
    [NB_TAG_HEADING] = "heading",
    [NB_TAG_PARAGRAPH] = "paragraph",
    [NB_TAG_KICKER] = "kicker",
    [NB_TAG_STANDFIRST] = "standfirst",
    [NB_TAG_BYLINE] = "byline",
    [NB_TAG_LABEL] = "label",
    [NB_TAG_CAPTION] = "caption",
    [NB_TAG_CREDIT] = "credit",
    [NB_TAG_HEADER] = "header",
    [NB_TAG_CELL] = "cell",
    [NB_TAG_FIGURE] = "figure",
    [NB_TAG_LINK] = "link",
    [NB_TAG_REFERENCE] = "reference",
    [NB_TAG_CODE] = "code",
    [NB_TAG_SPAN] = "span",
};

const char *nb_tag_name(enum nb_tag_kind kind)
{
    return names[kind];
}

bool nb_tag_is_container(enum nb_tag_kind kind)
{
    return kind < NB_TAG_HEADING;
}

bool nb_tag_is_inline(enum nb_tag_kind kind)
{
    return kind >= NB_TAG_LINK;
}

struct nb_tag *nb_tag_new(struct nb_arena *arena, struct nb_tag *parent,
                          enum nb_tag_kind kind)
{
    if (!parent && kind != NB_TAG_DOCUMENT)
        return NULL;
    struct nb_tag *tag = nb_arena_alloc(arena, sizeof *tag);
    if (!tag)
        return NULL;
    tag->kind = kind;
    tag->parent = parent;
    if (!parent)
        return tag;
    if (parent->last)
        parent->last->next = tag;
    else
        parent->first = tag;
    parent->last = tag;
    return tag;
}

void nb_tag_to_end(struct nb_tag *tag)
{
    struct nb_tag *parent = tag ? tag->parent : NULL;
    if (!parent || parent->last == tag)
        return;
    struct nb_tag **at = &parent->first;
    while (*at != tag)
        at = &(*at)->next;
    *at = tag->next;
    tag->next = NULL;
    parent->last->next = tag;
    parent->last = tag;
}

struct nb_tag *nb_tag_next(const struct nb_tag *tag)
{
    return tag->first ? tag->first : nb_tag_behind(tag);
}

struct nb_tag *nb_tag_behind(const struct nb_tag *tag)
{
    while (tag && !tag->next)
        tag = tag->parent;
    return tag ? tag->next : NULL;
}
