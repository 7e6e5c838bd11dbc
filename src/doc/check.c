/* The invariant checker: every rule of doc.h, without recursion and without trust in the links
 * of the tree, so that it ends on any tree. */
#include "base/map.h"
#include "base/utf8.h"
#include "doc/tree.h"

#include <string.h>

struct check {
    const struct nb_article *article;
    const char *why; /* the first rule that is broken, or NULL */
    unsigned links;  /* open links */
    bool lead_found;
    struct nb_map *notes; /* label to footnote */
    enum nb_status status;
};

static void rule(struct check *check, bool kept, const char *why)
{
    if (!kept && !check->why)
        check->why = why;
}

static bool is_text(const char *text)
{
    return text && *text && nb_utf8_valid(text, strlen(text));
}

static bool is_absent_or_text(const char *text)
{
    return !text || is_text(text);
}

/* The links between a node and its children, before the walk goes along them. */
static void check_links(struct check *check, const struct nb_node *node)
{
    const struct nb_node *prev = NULL;
    for (const struct nb_node *child = node->first; child; child = child->next) {
        rule(check, child->parent == node, "a child does not know its parent");
        rule(check, child->prev == prev, "siblings do not know each other");
        if (check->why)
            return;
        rule(check, nb_node_may_hold(node->type, child->type),
             "a node holds what it may not hold");
        rule(check, !prev || prev->type != NB_TEXT || child->type != NB_TEXT,
             "two texts stand side by side");
        rule(check, child->type != NB_CAPTION || !prev, "a caption is not the first");
        prev = child;
    }
    rule(check, node->last == prev, "a node does not know its last child");
}

static void check_text(struct check *check, const struct nb_node *node)
{
    bool wants =
        node->type == NB_TEXT || node->type == NB_CODE || node->type == NB_CODESPAN;
    if (wants)
        rule(check, is_text(node->text), "text is empty or not UTF-8");
    else
        rule(check, !node->text, "a node has text that may not have it");
    rule(check, is_absent_or_text(node->lang), "a language is empty or not UTF-8");
    rule(check, node->first || nb_node_may_be_empty(node),
         "a node is empty that may not be");
}

static void check_texts(struct check *check, const char *const *texts, size_t count,
                        const char *why)
{
    for (size_t i = 0; i < count; i++)
        rule(check, is_absent_or_text(texts[i]), why);
}

static void check_figure(struct check *check, const struct nb_node *node)
{
    const char *const texts[] = {node->u.figure.src, node->u.figure.alt,
                                 node->u.figure.credit};
    check_texts(check, texts, 3, "a figure's text is empty");
}

static void check_embed(struct check *check, const struct nb_node *node)
{
    const char *const texts[] = {node->u.embed.kind, node->u.embed.title,
                                 node->u.embed.url, node->u.embed.duration};
    check_texts(check, texts, 4, "an embed's text is empty");
}

static void find_note(struct check *check, const struct nb_node *node)
{
    const char *label = node->u.label;
    rule(check, is_absent_or_text(label), "a note's label is empty");
    if (!label || check->status != NB_OK)
        return;
    rule(check, !nb_map_get(check->notes, nb_str_of(label)),
         "two notes have the same label");
    check->status = nb_map_set(check->notes, nb_str_of(label), check);
}

/* What each type must have. */
static void check_type(struct check *check, const struct nb_node *node)
{
    switch (node->type) {
    case NB_HEADING:
        rule(check, node->u.level >= 2 && node->u.level <= 6,
             "a heading's level is not from 2 to 6");
        break;
    case NB_FIGURE:
        check_figure(check, node);
        break;
    case NB_EMBED:
        check_embed(check, node);
        break;
    case NB_TABLE:
        rule(check, node->last && node->last->type == NB_ROW, "a table has no row");
        break;
    case NB_CELL:
        rule(check, node->u.cell.colspan && node->u.cell.rowspan, "a span is 0");
        break;
    case NB_LINK:
        rule(check, is_text(node->u.href), "a link has no address");
        rule(check, check->links == 0, "a link stands in a link");
        break;
    case NB_SPAN:
        rule(check, node->lang || node->dir, "a span says nothing");
        break;
    case NB_ROW:
        rule(check, !node->lang && !node->dir, "a row has a language");
        break;
    case NB_FOOTNOTE:
        find_note(check, node);
        break;
    case NB_NOTEREF:
        rule(check, is_text(node->u.label), "a note's reference has no label");
        break;
    case NB_BODY:
        rule(check, !node->parent, "a body stands in another node");
        break;
    case NB_PARAGRAPH:
    case NB_QUOTE:
    case NB_PULLQUOTE:
    case NB_LIST:
    case NB_ITEM:
    case NB_CAPTION:
    case NB_CODE:
    case NB_RULE:
    case NB_TEXT:
    case NB_EMPH:
    case NB_STRONG:
    case NB_CODESPAN:
    case NB_SUB:
    case NB_SUP:
    case NB_BREAK:
        break;
    }
}

static void check_tree(struct check *check)
{
    struct nb_walk walk = nb_walk_start(check->article->body);
    while (!check->why && check->status == NB_OK && nb_walk_next(&walk)) {
        const struct nb_node *node = walk.node;
        if (walk.event == NB_EXIT) {
            check->links -= node->type == NB_LINK;
            continue;
        }
        check_links(check, node);
        check_text(check, node);
        check_type(check, node);
        check->links += node->type == NB_LINK;
        check->lead_found = check->lead_found || node == check->article->lead;
    }
}

static void check_noterefs(struct check *check)
{
    struct nb_walk walk = nb_walk_start(check->article->body);
    while (!check->why && nb_walk_next(&walk)) {
        if (walk.event == NB_ENTER && walk.node->type == NB_NOTEREF)
            rule(check, nb_map_get(check->notes, nb_str_of(walk.node->u.label)) != NULL,
                 "a reference has no note");
    }
}

static void check_strings(struct check *check, const struct nb_strings *list)
{
    for (size_t i = 0; i < list->count; i++)
        rule(check, is_text(list->at[i]), "an item of a list is empty");
}

static void check_fields(struct check *check)
{
    const struct nb_article *a = check->article;
    const char *const fields[] = {a->id,        a->headline, a->kicker, a->section,
                                  a->dateline,  a->site,     a->url,    a->rights,
                                  a->published, a->modified, a->lang,   a->embargo};
    size_t blocks = 0;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        rule(check, is_absent_or_text(fields[i]), "a field is empty or not UTF-8");
    check_strings(check, &a->standfirst);
    check_strings(check, &a->byline);
    check_strings(check, &a->tags);
    rule(check, a->headline || a->body->first, "no headline and no block");
    rule(check, !a->lead || (check->lead_found && a->lead->type == NB_FIGURE),
         "the lead is no figure of the body");
    for (const struct nb_node *node = a->body->first; node; node = node->next)
        blocks++;
    for (const struct nb_related *at = a->related; at; at = at->next) {
        rule(check, is_text(at->title), "a related headline is empty");
        rule(check, is_absent_or_text(at->url), "a related address is empty");
        rule(check, at->after <= blocks, "a related headline stands behind the end");
    }
}

enum nb_status nb_article_check(const struct nb_article *article, const char **why)
{
    struct check check = {.article = article, .notes = nb_map_new()};
    *why = NULL;
    if (!check.notes)
        return NB_NOMEM;
    rule(&check, article->body && article->body->type == NB_BODY, "no body");
    if (!check.why)
        check_tree(&check);
    if (!check.why && check.status == NB_OK)
        check_noterefs(&check);
    if (!check.why && check.status == NB_OK)
        check_fields(&check);
    nb_map_free(check.notes);
    if (check.status == NB_OK && check.why) {
        check.status = NB_FORMAT;
        *why = check.why;
    }
    return check.status;
}
