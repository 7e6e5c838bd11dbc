/* The tree as indented text, for goldens: one line for each field and node, nothing left out
 * but line numbers and what is computed elsewhere. A block with plain text alone shows it on
 * its own line. */
#include "base/buf.h"
#include "doc/doc.h"

static void add_quoted(struct nb_buf *out, const char *text)
{
    nb_buf_putc(out, '"');
    for (; *text; text++) {
        if (*text == '\n')
            nb_buf_puts(out, "\\n");
        else if (*text == '\t')
            nb_buf_puts(out, "\\t");
        else if (*text == '"' || *text == '\\')
            nb_buf_add(out, (char[]){'\\', *text}, 2);
        else
            nb_buf_putc(out, *text);
    }
    nb_buf_putc(out, '"');
}

static void add_field(struct nb_buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    nb_buf_puts(out, "  ");
    nb_buf_puts(out, name);
    nb_buf_putc(out, ' ');
    add_quoted(out, value);
    nb_buf_putc(out, '\n');
}

static void add_list(struct nb_buf *out, const char *name,
                     const struct nb_strings *list)
{
    for (size_t i = 0; i < list->count; i++)
        add_field(out, name, list->at[i]);
}

static void add_attr(struct nb_buf *out, const char *name, const char *value)
{
    if (!value)
        return;
    nb_buf_printf(out, " %s=", name);
    add_quoted(out, value);
}

static const char *dir_name(enum nb_dir dir)
{
    switch (dir) {
    case NB_DIR_AUTO:
        return NULL;
    case NB_DIR_LTR:
        return "ltr";
    case NB_DIR_RTL:
        return "rtl";
    }
    return NULL;
}

static void add_attrs(struct nb_buf *out, const struct nb_node *node)
{
    if (node->type == NB_HEADING)
        nb_buf_printf(out, " level=%u", node->u.level);
    if (node->type == NB_LIST && node->u.list.ordered)
        nb_buf_printf(out, " ordered start=%d", node->u.list.start);
    if (node->type == NB_CELL && node->u.cell.header)
        nb_buf_puts(out, " header");
    if (node->type == NB_CELL && node->u.cell.colspan != 1)
        nb_buf_printf(out, " colspan=%u", node->u.cell.colspan);
    if (node->type == NB_CELL && node->u.cell.rowspan != 1)
        nb_buf_printf(out, " rowspan=%u", node->u.cell.rowspan);
    if (node->type == NB_FIGURE) {
        add_attr(out, "src", node->u.figure.src);
        add_attr(out, "alt", node->u.figure.alt);
        add_attr(out, "credit", node->u.figure.credit);
        if (node->u.figure.decorative)
            nb_buf_puts(out, " decorative");
    }
    if (node->type == NB_EMBED) {
        add_attr(out, "kind", node->u.embed.kind);
        add_attr(out, "title", node->u.embed.title);
        add_attr(out, "url", node->u.embed.url);
        add_attr(out, "duration", node->u.embed.duration);
    }
    if (node->type == NB_FOOTNOTE || node->type == NB_NOTEREF)
        add_attr(out, "label", node->u.label);
    if (node->type == NB_LINK)
        add_attr(out, "href", node->u.href);
    add_attr(out, "lang", node->lang);
    add_attr(out, "dir", dir_name(node->dir));
}

static void add_node(struct nb_buf *out, const struct nb_node *node, unsigned depth)
{
    for (unsigned i = 0; i <= depth; i++)
        nb_buf_puts(out, "  ");
    nb_buf_puts(out, nb_node_type_name(node->type));
    add_attrs(out, node);
    if (node->text) {
        nb_buf_putc(out, ' ');
        add_quoted(out, node->text);
    }
}

/* The text of a node that holds one plain text and nothing else, or NULL. */
static const char *only_text(const struct nb_node *node)
{
    const struct nb_node *child = node->first;
    bool plain = child && child == node->last && child->type == NB_TEXT &&
                 !child->lang && !child->dir;
    return plain ? child->text : NULL;
}

static void add_tree(struct nb_buf *out, const struct nb_article *article)
{
    struct nb_walk walk = nb_walk_start(article->body);
    while (nb_walk_next(&walk)) {
        if (walk.event == NB_EXIT)
            continue;
        add_node(out, walk.node, walk.depth);
        if (walk.node == article->lead)
            nb_buf_puts(out, " lead");
        const char *text = only_text(walk.node);
        if (text) {
            nb_buf_putc(out, ' ');
            add_quoted(out, text);
            nb_walk_skip(&walk);
        }
        nb_buf_putc(out, '\n');
    }
}

void nb_article_dump(const struct nb_article *article, struct nb_buf *out)
{
    nb_buf_puts(out, "article\n");
    add_field(out, "kicker", article->kicker);
    add_field(out, "section", article->section);
    add_field(out, "headline", article->headline);
    add_list(out, "standfirst", &article->standfirst);
    add_list(out, "byline", &article->byline);
    add_field(out, "dateline", article->dateline);
    add_field(out, "published", article->published);
    add_field(out, "modified", article->modified);
    add_field(out, "embargo", article->embargo);
    add_field(out, "site", article->site);
    add_field(out, "url", article->url);
    add_field(out, "rights", article->rights);
    add_field(out, "lang", article->lang);
    add_field(out, "dir", dir_name(article->dir));
    add_list(out, "tag", &article->tags);
    nb_buf_printf(out, "  words %u, minutes %u%s", article->words, article->minutes,
                  article->partial ? ", partial" : "");
    if (article->weight)
        nb_buf_printf(out, ", weight %d", article->weight);
    nb_buf_putc(out, '\n');
    for (const struct nb_related *at = article->related; at; at = at->next) {
        nb_buf_printf(out, "  related after %zu ", at->after);
        add_quoted(out, at->title);
        add_attr(out, "url", at->url);
        nb_buf_putc(out, '\n');
    }
    add_tree(out, article);
}
