/* The inlines of prose: Markdown's marks, where they hold, HTML's tags where they would not, and
 * escapes. */
#include "write/prose.h"

#include "base/str.h"
#include "base/url.h"
#include "base/utf8.h"

#include <string.h>

enum { LONGEST_LABEL = 40 };

/* ---- Escapes. */

static bool is_word(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || (unsigned char)c >= 0x80;
}

/* A mark that only counts where a line begins. */
static bool opens_block(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits)
        return text[digits] == '.' || text[digits] == ')';
    return *text && strchr("-+=#>:", *text);
}

/* Whether the character must be escaped; `start` is where the text begins. */
static bool is_mark(const char *start, const char *at)
{
    char before = at > start ? at[-1] : ' ';
    switch (*at) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '|':
    case '~':
    case '@': /* addresses become links */
        return true;
    case '_':
        return !is_word(before) || !is_word(at[1]);
    case '&':
        return at[1] == '#' || nb_ascii_alpha(at[1]);
    case ':':
        return strncmp(at, "://", 3) == 0;
    case '.':
        return at - start >= 3 && strncmp(at - 3, "www", 3) == 0;
    default:
        return false;
    }
}

/* A line's beginning: blanks that would make it code go, and marks are escaped. */
static const char *write_start(const char *text, struct nb_buf *out)
{
    if (!opens_block(text))
        return text;
    size_t digits = strspn(text, "0123456789");
    nb_buf_add(out, text, digits);
    nb_buf_putc(out, '\\');
    nb_buf_putc(out, text[digits]);
    return text + digits + 1;
}

void nb_prose_text(const struct nb_prose *prose, const char *text, struct nb_buf *out)
{
    const char *at = text;
    if (!prose->markdown || !text) {
        nb_buf_puts(out, text);
        return;
    }
    if (!out->len || out->data[out->len - 1] == '\n')
        at = write_start(text, out);
    for (; *at; at++) {
        if (is_mark(text, at))
            nb_buf_putc(out, '\\');
        nb_buf_putc(out, *at);
    }
}

void nb_prose_label(const struct nb_prose *prose, const char *label, struct nb_buf *out)
{
    size_t len = 0;
    nb_buf_puts(out, prose->note_mark);
    for (; label && *label && len < LONGEST_LABEL; label++, len++)
        nb_buf_putc(out, is_word(*label) ? *label : '-');
}

void nb_prose_url(const char *url, struct nb_buf *out)
{
    for (; *url; url++) {
        if (strchr("\\()<>&", *url))
            nb_buf_putc(out, '\\');
        if (*url == ' ')
            nb_buf_puts(out, "%20");
        else
            nb_buf_putc(out, *url);
    }
    nb_buf_putc(out, ')');
}

/* Only Markdown has addresses: those of articles of the issue, of the web and of mail. */
static bool has_address(const struct nb_prose *prose, const char *url, const char *own)
{
    if (prose->markdown && nb_prose_article(prose, own))
        return true;
    if (!prose->markdown || !url || *url == '#' || strpbrk(url, "\n\r\t\""))
        return false;
    struct nb_buf clean = NB_BUF_INIT;
    bool has = nb_url_clean(url, &clean);
    nb_buf_free(&clean);
    return has;
}

static void write_address(const struct nb_prose *prose, const char *url,
                          const char *own, struct nb_buf *out)
{
    const struct nb_article *article = nb_prose_article(prose, own);
    nb_buf_puts(out, "](");
    if (article)
        nb_buf_printf(out, "#%s)", article->id);
    else
        nb_prose_url(url, out);
}

void nb_prose_link(const struct nb_prose *prose, const char *text, const char *url,
                   const char *own, struct nb_buf *out)
{
    bool link = has_address(prose, url, own);
    nb_buf_puts(out, link ? "[" : "");
    nb_prose_text(prose, text, out);
    if (link)
        write_address(prose, url, own, out);
}

/* Plain text has no links: behind what leads to another article of the issue stands its
 * headline, unless the link itself says it. */
static void write_pointer(const struct nb_prose *prose, const struct nb_node *link,
                          struct nb_buf *out)
{
    const struct nb_article *article = nb_prose_article(prose, link->u.own);
    struct nb_buf said = NB_BUF_INIT;
    if (!article || !article->headline)
        return;
    nb_node_text(link, &said);
    if (strcmp(nb_buf_cstr(&said), article->headline) != 0)
        nb_buf_printf(out, " (→ %s)", article->headline);
    nb_buf_free(&said);
}

/* ---- Spans. */

/* Whether a character next to a mark lets it open or close whatever is around it
 * (CommonMark, 6.2): no space and no punctuation, for sure. */
static bool is_safe(const char *p, const char *end)
{
    size_t len;
    unsigned c = nb_utf8_decode(p, end, &len);
    if (c < 0x80)
        return nb_ascii_alpha((char)c) || nb_ascii_digit((char)c);
    return c >= 0xC0 && !(c >= 0x2000 && c < 0x3040) && !(c >= 0xFE00 && c < 0x10000);
}

static bool is_span(const struct nb_node *node)
{
    return node && (node->type == NB_EMPH || node->type == NB_STRONG);
}

/* Whether "*" can mark the node; else it takes a tag. */
static bool takes_stars(const struct nb_node *node, const struct nb_node *root)
{
    const struct nb_node *first = node->first;
    if (!first || first != node->last || first->type != NB_TEXT || !first->text[0])
        return false;
    if (is_span(node->prev) || is_span(node->next))
        return false;
    for (const struct nb_node *up = node->parent; up && up != root; up = up->parent) {
        if (is_span(up))
            return false;
    }
    const char *text = first->text, *end = text + strlen(text), *last = end - 1;
    while (last > text && ((unsigned char)*last & 0xC0) == 0x80)
        last--;
    return is_safe(text, end) && is_safe(last, end);
}

static void write_mark(const struct nb_node *node, const struct nb_node *root,
                       bool enter, struct nb_buf *out)
{
    const char *tag = node->type == NB_EMPH     ? "em"
                      : node->type == NB_STRONG ? "strong"
                      : node->type == NB_SUB    ? "sub"
                                                : "sup";
    if (is_span(node) && takes_stars(node, root))
        nb_buf_puts(out, node->type == NB_EMPH ? "*" : "**");
    else
        nb_buf_printf(out, enter ? "<%s>" : "</%s>", tag);
}

/* Code between more backticks than it has in a row. */
static void write_code(const char *text, struct nb_buf *out)
{
    size_t most = 0, row = 0;
    for (const char *p = text; *p; p++) {
        row = *p == '`' ? row + 1 : 0;
        most = row > most ? row : most;
    }
    bool pad =
        *text == '`' || *text == ' ' || (*text && strchr("` ", text[strlen(text) - 1]));
    for (size_t i = 0; i <= most; i++)
        nb_buf_putc(out, '`');
    nb_buf_puts(out, pad ? " " : "");
    for (const char *p = text; *p; p++)
        nb_buf_putc(out, *p == '\n' ? ' ' : *p);
    nb_buf_puts(out, pad ? " " : "");
    for (size_t i = 0; i <= most; i++)
        nb_buf_putc(out, '`');
}

static void write_noteref(struct nb_prose *prose, const char *label, struct nb_buf *out)
{
    struct nb_str key = nb_str_of(label);
    if (!prose->markdown) {
        nb_buf_printf(out, "[%s]", label);
    } else if (!nb_map_get(prose->notes, key)) {
        nb_buf_puts(out, "<sup>");
        nb_prose_text(prose, label, out);
        nb_buf_puts(out, "</sup>");
    } else {
        nb_buf_puts(out, "[^");
        nb_prose_label(prose, label, out);
        nb_buf_putc(out, ']');
        if (nb_map_set(prose->met, key, prose) != NB_OK)
            out->status = NB_NOMEM;
    }
}

static void write_event(struct nb_prose *prose, const struct nb_walk *walk,
                        struct nb_buf *out)
{
    const struct nb_node *node = walk->node;
    bool enter = walk->event == NB_ENTER;
    if (node->type == NB_LINK && has_address(prose, node->u.href, node->u.own)) {
        if (enter)
            nb_buf_putc(out, '[');
        else
            write_address(prose, node->u.href, node->u.own, out);
    } else if (node->type == NB_LINK && !prose->markdown && !enter) {
        write_pointer(prose, node, out);
    } else if (prose->markdown &&
               (is_span(node) || node->type == NB_SUB || node->type == NB_SUP)) {
        write_mark(node, walk->root, enter, out);
    } else if (!enter) {
        return;
    } else if (node->type == NB_CODESPAN && prose->markdown) {
        write_code(node->text, out);
    } else if (node->type == NB_NOTEREF) {
        write_noteref(prose, node->u.label, out);
    } else if (node->type == NB_BREAK) {
        bool inside = walk->root->type == NB_HEADING || walk->root->type == NB_CELL;
        nb_buf_puts(out, !prose->markdown ? (inside ? " " : "\n")
                         : inside         ? "<br>"
                                          : "\\\n");
    } else {
        nb_prose_text(prose, node->text, out);
    }
}

void nb_prose_inlines(struct nb_prose *prose, const struct nb_node *node,
                      struct nb_buf *out)
{
    struct nb_walk walk = nb_walk_start(node);
    while (nb_walk_next(&walk)) {
        if (walk.node != node)
            write_event(prose, &walk, out);
    }
}
