/* The blocks of prose: prefixes for what stands in quotes and lists, the empty lines between
 * blocks, and lines broken to a width in plain text. */
#include "write/prose.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "doc/words.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 72 /* columns of plain text */, LEAST_WIDTH = 24, MARK_SIZE = 16 };

static void fail(struct nb_prose *prose, enum nb_status status)
{
    if (status != NB_OK && prose->out->status == NB_OK)
        prose->out->status = status;
}

void nb_prose_end(struct nb_prose *prose)
{
    fail(prose, prose->first.status);
    fail(prose, prose->rest.status);
    fail(prose, prose->line.status);
    nb_buf_free(&prose->first);
    nb_buf_free(&prose->rest);
    nb_buf_free(&prose->line);
}

/* ---- Lines. */

/* The next line stands at least `lines` line ends behind the last. */
static void part(struct nb_prose *prose, int lines)
{
    if (lines > prose->gap)
        prose->gap = lines;
}

static void cut_blanks(struct nb_buf *out)
{
    while (out->status == NB_OK && out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

static void put_line(struct nb_prose *prose, struct nb_str text)
{
    struct nb_buf *out = prose->out;
    if (prose->gap == 2 && out->len) {
        nb_buf_str(out, nb_str_sub(nb_buf_view(&prose->rest), 0, prose->shared));
        cut_blanks(out);
        nb_buf_putc(out, '\n');
    }
    nb_buf_str(out, nb_buf_view(prose->first.len ? &prose->first : &prose->rest));
    nb_buf_clear(&prose->first);
    nb_buf_str(out, text);
    if (!text.len)
        cut_blanks(out);
    nb_buf_putc(out, '\n');
    prose->gap = 0;
    prose->shared = prose->rest.len;
}

static size_t columns(unsigned codepoint)
{
    if (nb_unicode_is_mark(codepoint) || nb_unicode_is_ignorable(codepoint))
        return 0;
    return nb_unicode_is_ideograph(codepoint) ? 2 : 1;
}

/* Where a line that starts at `from` ends: at the last opportunity within the width, or at
 * the first one behind it. */
static size_t line_end(struct nb_str text, size_t from, const unsigned char *breaks,
                       size_t width)
{
    size_t end = 0, used = 0, len;
    for (size_t at = from; at < text.len; at += len) {
        unsigned c = nb_utf8_decode(text.data + at, text.data + text.len, &len);
        if (at > from && breaks[at]) {
            if (used <= width || !end)
                end = at;
            if (used >= width && end)
                return end;
        }
        used += columns(c);
        if (c != ' ' && used > width && end)
            return end;
    }
    return text.len;
}

static void put_wrapped(struct nb_prose *prose, struct nb_str text)
{
    size_t indent = nb_utf8_count(nb_buf_cstr(&prose->rest));
    size_t width = indent + LEAST_WIDTH < WIDTH ? WIDTH - indent : LEAST_WIDTH;
    unsigned char *breaks = text.len > width ? nb_calloc(1, text.len + 1) : NULL;
    if (!breaks) {
        fail(prose, text.len > width ? NB_NOMEM : NB_OK);
        put_line(prose, text);
        return;
    }
    enum nb_status status = nb_unicode_line_breaks(text, prose->lang, breaks);
    fail(prose, status);
    for (size_t at = 0; status == NB_OK && at < text.len;) {
        size_t end = line_end(text, at, breaks, width);
        put_line(prose, nb_str_trim(nb_str_sub(text, at, end - at)));
        at = end;
    }
    nb_free(breaks);
}

/* A paragraph or whatever else is lines; each is wrapped in plain text. */
static void put_lines(struct nb_prose *prose, struct nb_str text, bool wrap)
{
    struct nb_str line;
    while (nb_str_line(&text, &line)) {
        if (wrap && !prose->markdown)
            put_wrapped(prose, nb_str_trim(line));
        else
            put_line(prose, line);
    }
}

static void put_paragraph(struct nb_prose *prose)
{
    if (prose->line.len)
        put_lines(prose, nb_buf_view(&prose->line), true);
    nb_buf_clear(&prose->line);
}

void nb_prose_paragraph(struct nb_prose *prose, const char *text)
{
    if (!text || !*text)
        return;
    part(prose, 2);
    nb_buf_clear(&prose->line);
    nb_prose_text(prose, text, &prose->line);
    put_paragraph(prose);
    part(prose, 2);
}

void nb_prose_address(struct nb_prose *prose, const char *site, const char *url)
{
    if (!site && !url)
        return;
    part(prose, 2);
    nb_buf_clear(&prose->line);
    nb_prose_link(prose, site ? site : url, url, NULL, &prose->line);
    put_paragraph(prose);
    part(prose, 2);
}

/* What `line` holds as a heading: marked, or in plain text with an empty line around it, and
 * underlined where it is one of an article's or a section's. */
static void put_heading(struct nb_prose *prose, unsigned level)
{
    if (prose->markdown) {
        static const char marks[] = "######";
        struct nb_buf text = prose->line;
        prose->line = NB_BUF_INIT;
        nb_buf_printf(&prose->line, "%.*s ", (int)(level < 6 ? level : 6), marks);
        nb_buf_str(&prose->line, nb_buf_view(&text));
        fail(prose, text.status);
        nb_buf_free(&text);
        put_paragraph(prose);
        return;
    }
    size_t width = nb_utf8_count(nb_buf_cstr(&prose->line));
    put_paragraph(prose);
    if (level > 2)
        return;
    for (size_t i = 0; i < width && i < WIDTH; i++)
        nb_buf_putc(&prose->line, level == 1 ? '=' : '-');
    put_line(prose, nb_buf_view(&prose->line));
    nb_buf_clear(&prose->line);
}

void nb_prose_heading(struct nb_prose *prose, unsigned level, const char *text)
{
    if (!text || !*text)
        return;
    part(prose, 2);
    nb_buf_clear(&prose->line);
    nb_prose_text(prose, text, &prose->line);
    put_heading(prose, level);
    part(prose, 2);
}

void nb_prose_headline(struct nb_prose *prose, const struct nb_article *article)
{
    const char *headline = article->headline ? article->headline : article->id;
    part(prose, 2);
    nb_buf_clear(&prose->line);
    if (prose->issue && nb_map_get(prose->issue, nb_str_of(article->id)))
        nb_buf_printf(&prose->line, "<a id=\"%s\"></a>", article->id);
    nb_prose_text(prose, headline, &prose->line);
    put_heading(prose, 2);
    part(prose, 2);
}

/* ---- What holds blocks. */

/* Opens a level; what is too deep stands in the deepest one. */
static void push(struct nb_prose *prose, const char *mark, const char *rest)
{
    if (++prose->depth >= NB_PROSE_LEVELS)
        return;
    prose->levels[prose->depth] = (struct nb_prose_level){.rest = prose->rest.len};
    if (!prose->first.len && strcmp(mark, rest) != 0)
        nb_buf_str(&prose->first, nb_buf_view(&prose->rest));
    if (prose->first.len || strcmp(mark, rest) != 0)
        nb_buf_puts(&prose->first, mark);
    nb_buf_puts(&prose->rest, rest);
}

static void pop(struct nb_prose *prose)
{
    if (prose->depth-- >= NB_PROSE_LEVELS)
        return;
    size_t len = prose->levels[prose->depth + 1].rest;
    if (prose->rest.status != NB_OK || prose->rest.len == len)
        return;
    prose->rest.len = len;
    prose->rest.data[len] = '\0';
    if (len < prose->shared)
        prose->shared = len;
}

static struct nb_prose_level *level(struct nb_prose *prose)
{
    return &prose->levels[prose->depth < NB_PROSE_LEVELS ? prose->depth
                                                         : NB_PROSE_LEVELS - 1];
}

static void open_list(struct nb_prose *prose, const struct nb_node *node)
{
    struct nb_prose_level *around = level(prose);
    around->odd = node->prev && node->prev->type == NB_LIST && !around->odd;
    bool odd = around->odd;
    push(prose, "", "");
    level(prose)->number = node->u.list.start > 0 ? node->u.list.start : 0;
    if (prose->depth < NB_PROSE_LEVELS)
        level(prose)->odd = odd;
}

static void open_item(struct nb_prose *prose, const struct nb_node *node)
{
    char mark[MARK_SIZE], rest[MARK_SIZE];
    struct nb_prose_level *list = level(prose);
    int width;
    if (node->parent->u.list.ordered)
        width = snprintf(mark, sizeof mark, "%ld%c ", list->number++ % 1000000000,
                         list->odd ? ')' : '.');
    else
        width = snprintf(mark, sizeof mark, "%c ", list->odd ? '*' : '-');
    (void)snprintf(rest, sizeof rest, "%*s", width, "");
    push(prose, mark, rest);
}

static void close_item(struct nb_prose *prose)
{
    if (prose->first.len) /* it was empty */
        put_line(prose, NB_STR(""));
    pop(prose);
}

/* ---- Blocks. */

static void put_rule(struct nb_prose *prose)
{
    put_line(prose, prose->markdown ? NB_STR("___") : NB_STR("* * *"));
}

static void put_code(struct nb_prose *prose, const char *text)
{
    size_t most = 2, row = 0;
    for (const char *p = text; *p; p++) {
        row = *p == '`' ? row + 1 : 0;
        most = row > most ? row : most;
    }
    for (size_t i = 0; prose->markdown && i <= most; i++)
        nb_buf_putc(&prose->line, '`');
    struct nb_str fence = nb_buf_view(&prose->line);
    if (prose->markdown)
        put_line(prose, fence);
    put_lines(prose, nb_str_of(text), false);
    if (prose->markdown)
        put_line(prose, fence);
    nb_buf_clear(&prose->line);
}

/* The picture as Markdown has it, when it has an address that is not the picture itself. */
static void put_picture(struct nb_prose *prose, const struct nb_node *node)
{
    const char *src = node->u.figure.src;
    if (!prose->markdown || !src || strncmp(src, "data:", 5) == 0 ||
        strpbrk(src, "\n\r\t"))
        return;
    nb_buf_puts(&prose->line, "![");
    nb_prose_text(prose, node->u.figure.alt ? node->u.figure.alt : "", &prose->line);
    nb_buf_puts(&prose->line, "](");
    nb_prose_url(src, &prose->line);
    put_paragraph(prose);
    part(prose, 2);
}

static void put_figure(struct nb_prose *prose, const struct nb_node *node)
{
    if (!node->u.figure.image && !prose->keep_captions)
        return;
    put_picture(prose, node);
    if (node->first) {
        nb_prose_inlines(prose, node->first, &prose->line);
        put_paragraph(prose);
        part(prose, prose->markdown ? 2 : 1);
    }
    if (node->u.figure.credit) {
        nb_prose_text(prose, node->u.figure.credit, &prose->line);
        put_paragraph(prose);
    }
}

static void put_row(struct nb_prose *prose, const struct nb_node *row)
{
    nb_buf_puts(&prose->line, prose->markdown ? "| " : "");
    for (const struct nb_node *cell = row->first; cell; cell = cell->next) {
        nb_prose_inlines(prose, cell, &prose->line);
        nb_buf_puts(&prose->line, prose->markdown ? " | " : cell->next ? " | " : "");
    }
    cut_blanks(&prose->line);
    put_paragraph(prose);
}

/* Markdown's tables begin with a head, which has as many cells as the longest row. */
static void put_head(struct nb_prose *prose, const struct nb_node *row)
{
    size_t most = 0;
    for (const struct nb_node *at = row; at; at = at->next) {
        size_t count = 0;
        for (const struct nb_node *cell = at->first; cell; cell = cell->next)
            count++;
        most = count > most ? count : most;
    }
    bool head = row->first && row->first->u.cell.header;
    size_t cells = 0;
    nb_buf_puts(&prose->line, "|");
    for (const struct nb_node *cell = row->first; head && cell;
         cell = cell->next, cells++) {
        nb_buf_putc(&prose->line, ' ');
        nb_prose_inlines(prose, cell, &prose->line);
        nb_buf_puts(&prose->line, " |");
    }
    for (; cells < most; cells++)
        nb_buf_puts(&prose->line, "  |");
    put_paragraph(prose);
    nb_buf_puts(&prose->line, "|");
    for (size_t i = 0; i < most; i++)
        nb_buf_puts(&prose->line, " --- |");
    put_paragraph(prose);
}

static void put_table(struct nb_prose *prose, const struct nb_node *table)
{
    const struct nb_node *row = table->first;
    if (row && row->type == NB_CAPTION) {
        nb_prose_inlines(prose, row, &prose->line);
        put_paragraph(prose);
        part(prose, 2);
        row = row->next;
    }
    if (row && prose->markdown) {
        put_head(prose, row);
        if (row->first && row->first->u.cell.header)
            row = row->next;
    }
    for (; row; row = row->next)
        put_row(prose, row);
}

static void put_embed_line(struct nb_prose *prose, const struct nb_node *node)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_embed_line(node, prose->lang, &text);
    nb_prose_link(prose, nb_buf_cstr(&text), node->u.embed.url, NULL, &prose->line);
    fail(prose, text.status);
    nb_buf_free(&text);
    put_paragraph(prose);
    part(prose, 2);
}

/* ---- The walk. */

static bool is_joined(const struct nb_node *list)
{
    return list->type == NB_LIST && (!list->u.list.ordered || list->u.list.start == 1);
}

static int gap_before(const struct nb_node *node)
{
    if (node->type == NB_ITEM)
        return 1;
    bool in_item = node->parent && node->parent->type == NB_ITEM;
    return in_item && (!node->prev || is_joined(node)) ? 1 : 2;
}

static int gap_behind(const struct nb_node *node)
{
    if (node->type == NB_ITEM)
        return 1;
    bool in_item = node->parent && node->parent->type == NB_ITEM;
    return in_item && (!node->next || is_joined(node->next)) ? 1 : 2;
}

static void open_node(struct nb_prose *prose, struct nb_walk *walk)
{
    const struct nb_node *node = walk->node;
    const char *quote = prose->markdown ? "> " : "    ";
    nb_buf_clear(&prose->line);
    part(prose, gap_before(node));
    if (node->type == NB_QUOTE || node->type == NB_PULLQUOTE) {
        push(prose, quote, quote);
        return;
    }
    if (node->type == NB_EMBED) {
        put_embed_line(prose, node);
        push(prose, quote, quote);
        return;
    }
    if (node->type == NB_LIST) {
        open_list(prose, node);
        return;
    }
    if (node->type == NB_ITEM) {
        open_item(prose, node);
        return;
    }
    nb_walk_skip(walk);
    if (node->type == NB_PARAGRAPH || node->type == NB_HEADING)
        nb_prose_inlines(prose, node, &prose->line);
    if (node->type == NB_PARAGRAPH)
        put_paragraph(prose);
    else if (node->type == NB_HEADING)
        put_heading(prose, prose->markdown ? node->u.level + prose->deeper : 3);
    else if (node->type == NB_FIGURE)
        put_figure(prose, node);
    else if (node->type == NB_TABLE)
        put_table(prose, node);
    else if (node->type == NB_RULE)
        put_rule(prose);
    else if (node->type == NB_CODE)
        put_code(prose, node->text);
}

static void close_node(struct nb_prose *prose, const struct nb_node *node)
{
    if (node->type == NB_ITEM)
        close_item(prose);
    else if (node->type == NB_QUOTE || node->type == NB_PULLQUOTE ||
             node->type == NB_EMBED || node->type == NB_LIST)
        pop(prose);
    part(prose, gap_behind(node));
}

static void put_blocks(struct nb_prose *prose, const struct nb_node *root)
{
    struct nb_walk walk = nb_walk_start(root);
    while (nb_walk_next(&walk)) {
        if (walk.node == root)
            continue;
        if (walk.node->type == NB_FOOTNOTE)
            nb_walk_skip(&walk);
        else if (walk.event == NB_ENTER)
            open_node(prose, &walk);
        else
            close_node(prose, walk.node);
    }
}

/* ---- Notes and the end. */

static void put_note(struct nb_prose *prose, const struct nb_node *note)
{
    const char *label = note->u.label ? note->u.label : "";
    struct nb_buf mark = NB_BUF_INIT;
    part(prose, 2);
    if (prose->markdown && nb_map_get(prose->met, nb_str_of(label))) {
        nb_buf_puts(&mark, "[^");
        nb_prose_label(prose, label, &mark);
        nb_buf_puts(&mark, "]: ");
    } else if (prose->markdown) {
        nb_buf_puts(&mark, *label ? "<sup>" : "");
        nb_prose_text(prose, label, &mark);
        nb_buf_puts(&mark, *label ? "</sup> " : "");
    } else {
        nb_buf_printf(&mark, *label ? "[%s] " : "%s", label);
    }
    fail(prose, mark.status);
    /* Markdown takes lines that are indented below no definition for code */
    bool defined = !prose->markdown || nb_map_get(prose->met, nb_str_of(label));
    push(prose, nb_buf_cstr(&mark), defined ? "    " : "");
    nb_buf_free(&mark);
    put_blocks(prose, note);
    pop(prose);
    nb_buf_clear(&prose->first);
    part(prose, 2);
}

static void put_notes(struct nb_prose *prose, const struct nb_node *body)
{
    struct nb_walk walk = nb_walk_start(body);
    while (nb_walk_next(&walk)) {
        if (walk.event == NB_ENTER && walk.node->type == NB_FOOTNOTE)
            put_note(prose, walk.node);
    }
}

static void put_related(struct nb_prose *prose, const struct nb_related *related)
{
    if (!related)
        return;
    nb_prose_heading(prose, prose->markdown ? 2 + prose->deeper : 3,
                     nb_word(NB_WORD_RELATED, prose->lang));
    for (; related; related = related->next) {
        push(prose, "- ", "  ");
        nb_prose_link(prose, related->title ? related->title : related->url,
                      related->url, related->own, &prose->line);
        put_paragraph(prose);
        pop(prose);
        part(prose, 1);
    }
    part(prose, 2);
}

/* Learns which labels have a note. */
static void find_notes(struct nb_prose *prose, const struct nb_node *body)
{
    struct nb_walk walk = nb_walk_start(body);
    while (nb_walk_next(&walk)) {
        if (walk.event == NB_ENTER && walk.node->type == NB_FOOTNOTE &&
            walk.node->u.label)
            fail(prose, nb_map_set(prose->notes, nb_str_of(walk.node->u.label), prose));
    }
}

void nb_prose_body(struct nb_prose *prose, const struct nb_article *article)
{
    prose->notes = nb_map_new();
    prose->met = nb_map_new();
    if (prose->notes && prose->met) {
        find_notes(prose, article->body);
        put_blocks(prose, article->body);
        put_notes(prose, article->body);
        put_related(prose, article->related);
    } else {
        fail(prose, NB_NOMEM);
    }
    nb_map_free(prose->notes);
    nb_map_free(prose->met);
    prose->notes = prose->met = NULL;
}
