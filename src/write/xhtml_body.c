/* The blocks and inlines of an article as XHTML: one walk over the tree, each type an opening
 * and a closing half. What HTML forbids (a list without items, a link in a link) is decided
 * by predicates of the tree, so that both halves always agree. */
#include "write/xhtml_int.h"

/* Bounds of HTML itself (4.9.11). */
enum { MOST_COLSPAN = 1000, MOST_ROWSPAN = 65534 };

/* From so many columns on a table is too wide for the screen of a phone. */
enum { WIDE_COLUMNS = 7 };

/* ---- Predicates. */

static bool has_picture(const struct nb_xhtml_state *state, const struct nb_node *node)
{
    const struct nb_image *image = node->u.figure.image;
    return image && state->how->picture(state->how->user, image);
}

static bool has_filled_row(const struct nb_node *table)
{
    for (const struct nb_node *row = table->first; row; row = row->next)
        if (row->type == NB_ROW && row->first)
            return true;
    return false;
}

bool nb_xhtml_shown(const struct nb_xhtml_state *state, const struct nb_node *node)
{
    switch (node->type) {
    case NB_FIGURE:
        return has_picture(state, node) ||
               (state->how->keep_captions && (node->first || node->u.figure.credit));
    case NB_TABLE:
        return has_filled_row(node);
    case NB_PARAGRAPH:
    case NB_HEADING:
    case NB_QUOTE:
    case NB_PULLQUOTE:
    case NB_LIST:
    case NB_ROW:
    case NB_LINK:
    case NB_FOOTNOTE:
        return node->first != NULL;
    case NB_CAPTION:
        return node->first ||
               (node->parent->type == NB_FIGURE && node->parent->u.figure.credit);
    case NB_BODY:
    case NB_ITEM:
    case NB_CELL:
    case NB_CODE:
    case NB_RULE:
    case NB_EMBED:
    case NB_TEXT:
    case NB_EMPH:
    case NB_STRONG:
    case NB_CODESPAN:
    case NB_SUB:
    case NB_SUP:
    case NB_BREAK:
    case NB_SPAN:
    case NB_NOTEREF:
        return true;
    }
    return true;
}

/* An item's only paragraph, or the one before its only sub-list, needs no <p>. */
static bool is_bare(const struct nb_node *node)
{
    return node->type == NB_PARAGRAPH && node->parent->type == NB_ITEM && !node->prev &&
           !node->lang && node->dir == NB_DIR_AUTO &&
           (!node->next || (node->next->type == NB_LIST && !node->next->next));
}

/* ---- Languages of nodes. */

void nb_xhtml_put_lang(const struct nb_xhtml_state *state, const struct nb_node *node)
{
    const char *lang = NULL;
    enum nb_dir dir = NB_DIR_AUTO;
    if (!node->lang && node->dir == NB_DIR_AUTO)
        return;
    for (const struct nb_node *up = node->parent; up; up = up->parent) {
        if (!lang)
            lang = up->lang;
        if (dir == NB_DIR_AUTO && (up->lang || up->dir != NB_DIR_AUTO))
            dir = nb_xhtml_dir(up->lang, up->dir);
    }
    lang = lang ? lang : state->lang;
    dir = dir == NB_DIR_AUTO ? state->dir : dir;
    nb_xhtml_lang(node->lang, node->dir, lang, dir, state->out);
}

/* Appends <name class="…" lang…>. */
static void open_tag(const struct nb_xhtml_state *state, const struct nb_node *node,
                     const char *name, const char *class)
{
    nb_buf_putc(state->out, '<');
    nb_buf_puts(state->out, name);
    if (class) {
        nb_buf_puts(state->out, " class=\"");
        nb_buf_puts(state->out, class);
        nb_buf_putc(state->out, '"');
    }
    nb_xhtml_put_lang(state, node);
    nb_buf_putc(state->out, '>');
}

static void close_tag(struct nb_buf *out, const char *name, bool block)
{
    nb_buf_puts(out, "</");
    nb_buf_puts(out, name);
    nb_buf_puts(out, block ? ">\n" : ">");
}

void nb_xhtml_put_type(const struct nb_xhtml_state *state, const char *type)
{
    if (state->how->epub)
        nb_buf_printf(state->out, " epub:type=\"%s\"", type);
}

/* ---- Figures, tables, embeds. */

static void put_alt(struct nb_xhtml_state *state, const struct nb_node *figure)
{
    struct nb_buf text = NB_BUF_INIT;
    const char *alt = figure->u.figure.alt;
    if (!alt && figure->first)
        nb_node_text(figure->first, &text);
    if (figure->u.figure.decorative)
        nb_buf_puts(state->out, " role=\"presentation\"");
    nb_buf_puts(state->out, " alt=\"");
    nb_buf_xml(state->out, alt ? alt : nb_buf_cstr(&text));
    nb_buf_putc(state->out, '"');
    if (text.status != NB_OK)
        state->status = text.status;
    nb_buf_free(&text);
}

static void put_credit(struct nb_xhtml_state *state, const char *credit)
{
    if (!credit)
        return;
    nb_buf_puts(state->out, "<span class=\"credit\">");
    nb_buf_xml(state->out, credit);
    nb_buf_puts(state->out, "</span>");
}

/* The picture, and the credit where there is no caption to take it. */
static void open_figure(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    open_tag(state, node, "figure", NULL);
    nb_buf_putc(out, '\n');
    if (has_picture(state, node)) {
        nb_buf_puts(out, "<img src=\"");
        nb_buf_xml(out, state->how->picture(state->how->user, node->u.figure.image));
        nb_buf_putc(out, '"');
        put_alt(state, node);
        nb_buf_puts(out, "/>\n");
    }
    if (!node->first && node->u.figure.credit) {
        nb_buf_puts(out, "<figcaption>");
        put_credit(state, node->u.figure.credit);
        nb_buf_puts(out, "</figcaption>\n");
    }
}

/* What stands behind a figure's caption. */
static void end_caption(struct nb_xhtml_state *state, const struct nb_node *node)
{
    const struct nb_node *figure = node->parent;
    if (figure->type != NB_FIGURE || !figure->u.figure.credit)
        return;
    nb_buf_puts(state->out, node->first ? " " : "");
    put_credit(state, figure->u.figure.credit);
}

static bool is_header_row(const struct nb_node *row)
{
    for (const struct nb_node *cell = row->first; cell; cell = cell->next)
        if (!cell->u.cell.header)
            return false;
    return true;
}

static unsigned columns_of(const struct nb_node *table)
{
    unsigned most = 0;
    for (const struct nb_node *row = table->first; row; row = row->next) {
        unsigned count = 0;
        for (const struct nb_node *cell = row->type == NB_ROW ? row->first : NULL; cell;
             cell = cell->next)
            count += cell->type == NB_CELL && count < WIDE_COLUMNS
                         ? cell->u.cell.colspan + !cell->u.cell.colspan
                         : 0;
        most = count > most ? count : most;
    }
    return most;
}

static void open_table(struct nb_xhtml_state *state, const struct nb_node *node)
{
    open_tag(state, node, "table", columns_of(node) >= WIDE_COLUMNS ? "wide" : NULL);
    nb_buf_putc(state->out, '\n');
}

static void open_cell(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    unsigned columns = node->u.cell.colspan, rows = node->u.cell.rowspan;
    nb_buf_puts(out, node->u.cell.header ? "<th" : "<td");
    if (node->u.cell.header)
        nb_buf_puts(out,
                    is_header_row(node->parent) ? " scope=\"col\"" : " scope=\"row\"");
    if (columns > 1)
        nb_buf_printf(out, " colspan=\"%u\"",
                      columns < MOST_COLSPAN ? columns : MOST_COLSPAN);
    if (rows > 1)
        nb_buf_printf(out, " rowspan=\"%u\"",
                      rows < MOST_ROWSPAN ? rows : MOST_ROWSPAN);
    nb_xhtml_put_lang(state, node);
    nb_buf_putc(out, '>');
}

static void open_embed(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    struct nb_buf line = NB_BUF_INIT;
    open_tag(state, node, "div", "embed");
    nb_buf_puts(out, "\n<p class=\"embed-title\">");
    bool link = nb_xhtml_open_link(state, node->u.embed.url);
    nb_embed_line(node, state->how->words, &line);
    nb_buf_xml(out, nb_buf_cstr(&line));
    if (line.status != NB_OK)
        state->status = line.status;
    nb_buf_free(&line);
    nb_buf_puts(out, link ? "</a></p>\n" : "</p>\n");
    nb_buf_puts(out, node->first ? "<blockquote>\n" : "");
}

/* ---- The two halves of every type. */

void nb_xhtml_put_marks(struct nb_xhtml_state *state, const struct nb_node *block)
{
    if (state->how->marks)
        state->how->marks(state->how->files, block, state->out);
}

/* The elements. `line`: a line end stands behind the opening tag too. */
static const struct {
    const char *name, *class;
    bool line, block;
} plain[] = {
    [NB_BODY] = {"div", "body", true, true},
    [NB_HEADING] = {NULL, NULL, false, true},
    [NB_QUOTE] = {"blockquote", NULL, true, true},
    [NB_PULLQUOTE] = {"aside", NULL, true, true},
    [NB_LIST] = {NULL, NULL, true, true},
    [NB_ITEM] = {"li", NULL, false, true},
    [NB_FIGURE] = {"figure", NULL, true, true},
    [NB_CAPTION] = {NULL, NULL, false, true},
    [NB_TABLE] = {"table", NULL, true, true},
    [NB_ROW] = {"tr", NULL, false, true},
    [NB_CELL] = {NULL, NULL, false, false},
    [NB_FOOTNOTE] = {"aside", NULL, true, true},
    [NB_EMPH] = {"em", NULL, false, false},
    [NB_STRONG] = {"strong", NULL, false, false},
    [NB_SUB] = {"sub", NULL, false, false},
    [NB_SUP] = {"sup", NULL, false, false},
    [NB_SPAN] = {"span", NULL, false, false},
};

/* Goes to the level of a heading. Levels that the source leaves out are closed up, for those
 * who find their way by headings: below h1 comes h2, whatever the source has. */
static void enter_level(struct nb_xhtml_state *state, unsigned level)
{
    while (state->level_count && state->levels[state->level_count - 1] >= level)
        state->level_count--;
    if (state->level_count < NB_XHTML_LEVELS)
        state->levels[state->level_count++] = level;
}

/* The element of a node, where it depends on more than the type too. */
static const char *name_of(const struct nb_xhtml_state *state,
                           const struct nb_node *node)
{
    if (node->type == NB_HEADING)
        return nb_xhtml_heading(state->how, state->level_count);
    if (node->type == NB_LIST)
        return node->u.list.ordered ? "ol" : "ul";
    if (node->type == NB_CAPTION)
        return node->parent->type == NB_FIGURE ? "figcaption" : "caption";
    if (node->type == NB_CELL)
        return node->u.cell.header ? "th" : "td";
    return plain[node->type].name;
}

static void open_paragraph(struct nb_xhtml_state *state, const struct nb_node *node)
{
    if (is_bare(node))
        return;
    open_tag(state, node, "p", NULL);
    /* within it: between paragraphs the mark would part what the style joins */
    if (node->parent->type == NB_BODY)
        nb_xhtml_put_marks(state, node);
    if (node->parent->type == NB_FOOTNOTE && !node->prev && state->note)
        nb_xhtml_put_note_label(state, node->parent);
}

static void open_list(struct nb_xhtml_state *state, const struct nb_node *node)
{
    int start = node->u.list.start;
    nb_buf_puts(state->out, node->u.list.ordered ? "<ol" : "<ul");
    if (node->u.list.ordered && start != 1)
        nb_buf_printf(state->out, " start=\"%d\"", start);
    nb_xhtml_put_lang(state, node);
    nb_buf_puts(state->out, ">\n");
}

static void open_pullquote(struct nb_xhtml_state *state, const struct nb_node *node)
{
    nb_buf_puts(state->out, "<aside class=\"pullquote\"");
    nb_xhtml_put_type(state, "pullquote");
    nb_buf_puts(state->out, " role=\"doc-pullquote\"");
    nb_xhtml_put_lang(state, node);
    nb_buf_puts(state->out, ">\n");
}

static void put_code(struct nb_xhtml_state *state, const struct nb_node *node)
{
    open_tag(state, node, "pre", NULL);
    nb_buf_puts(state->out, "<code>");
    nb_buf_xml(state->out, node->text);
    nb_buf_puts(state->out, "</code></pre>\n");
}

static void put_codespan(struct nb_xhtml_state *state, const struct nb_node *node)
{
    open_tag(state, node, "code", NULL);
    nb_buf_xml(state->out, node->text);
    nb_buf_puts(state->out, "</code>");
}

static void open_plain(struct nb_xhtml_state *state, const struct nb_node *node)
{
    open_tag(state, node, name_of(state, node), plain[node->type].class);
    nb_buf_puts(state->out, plain[node->type].line ? "\n" : "");
}

/* To where the target stands in the issue, if it does. */
static void open_link(struct nb_xhtml_state *state, const struct nb_node *node)
{
    const char *target = node->u.own ? node->u.own : node->u.href;
    state->in_link = nb_xhtml_open_link(state, target);
}

static void put_text(struct nb_xhtml_state *state, const struct nb_node *node)
{
    nb_buf_xml(state->out, node->text);
}

static void put_rule(struct nb_xhtml_state *state, const struct nb_node *node)
{
    (void)node;
    nb_buf_puts(state->out, "<hr/>\n");
}

static void put_break(struct nb_xhtml_state *state, const struct nb_node *node)
{
    (void)node;
    nb_buf_puts(state->out, "<br/>");
}

static void close_paragraph(struct nb_xhtml_state *state, const struct nb_node *node)
{
    if (is_bare(node))
        nb_buf_puts(state->out, node->next ? "\n" : "");
    else
        close_tag(state->out, "p", true);
}

static void close_embed(struct nb_xhtml_state *state, const struct nb_node *node)
{
    nb_buf_puts(state->out, node->first ? "</blockquote>\n</div>\n" : "</div>\n");
}

static void close_link(struct nb_xhtml_state *state, const struct nb_node *node)
{
    (void)node;
    if (state->in_link)
        close_tag(state->out, "a", false);
    state->in_link = false;
}

static void close_plain(struct nb_xhtml_state *state, const struct nb_node *node)
{
    close_tag(state->out, name_of(state, node), plain[node->type].block);
}

static void close_caption(struct nb_xhtml_state *state, const struct nb_node *node)
{
    end_caption(state, node);
    close_plain(state, node);
}

/* What is written before what a node holds, and behind it. */
static const struct {
    void (*open)(struct nb_xhtml_state *, const struct nb_node *);
    void (*close)(struct nb_xhtml_state *, const struct nb_node *);
} halves[] = {
    [NB_BODY] = {open_plain, close_plain},
    [NB_PARAGRAPH] = {open_paragraph, close_paragraph},
    [NB_HEADING] = {open_plain, close_plain},
    [NB_QUOTE] = {open_plain, close_plain},
    [NB_PULLQUOTE] = {open_pullquote, close_plain},
    [NB_LIST] = {open_list, close_plain},
    [NB_ITEM] = {open_plain, close_plain},
    [NB_FIGURE] = {open_figure, close_plain},
    [NB_CAPTION] = {open_plain, close_caption},
    [NB_TABLE] = {open_table, close_plain},
    [NB_ROW] = {open_plain, close_plain},
    [NB_CELL] = {open_cell, close_plain},
    [NB_CODE] = {put_code, NULL},
    [NB_RULE] = {put_rule, NULL},
    [NB_EMBED] = {open_embed, close_embed},
    [NB_FOOTNOTE] = {nb_xhtml_open_note, close_plain},
    [NB_TEXT] = {put_text, NULL},
    [NB_EMPH] = {open_plain, close_plain},
    [NB_STRONG] = {open_plain, close_plain},
    [NB_LINK] = {open_link, close_link},
    [NB_CODESPAN] = {put_codespan, NULL},
    [NB_SUB] = {open_plain, close_plain},
    [NB_SUP] = {open_plain, close_plain},
    [NB_BREAK] = {put_break, NULL},
    [NB_SPAN] = {open_plain, close_plain},
    [NB_NOTEREF] = {nb_xhtml_put_noteref, NULL},
};

static void enter(struct nb_xhtml_state *state, const struct nb_node *node)
{
    halves[node->type].open(state, node);
}

static void leave(struct nb_xhtml_state *state, const struct nb_node *node)
{
    if (halves[node->type].close)
        halves[node->type].close(state, node);
}

/* Writes `root` and all below it, notes left out. */
static void put_tree(struct nb_xhtml_state *state, const struct nb_node *root)
{
    struct nb_walk walk = nb_walk_start(root);
    while (nb_walk_next(&walk)) {
        const struct nb_node *node = walk.node;
        bool shown = nb_xhtml_shown(state, node);
        if (node->type == NB_FOOTNOTE && node != root)
            shown = false;
        if (walk.event == NB_ENTER && shown && node->type == NB_HEADING)
            enter_level(state, node->u.level);
        if (walk.event == NB_ENTER && shown)
            enter(state, node);
        else if (walk.event == NB_ENTER)
            nb_walk_skip(&walk);
        else if (shown)
            leave(state, node);
    }
}

static void put_note(struct nb_xhtml_state *state, const struct nb_node *node)
{
    put_tree(state, node);
}

/* ---- Files. */

/* About the bytes that a node takes: its text, and some for each element. */
static size_t size_of(const struct nb_node *root)
{
    enum { ELEMENT = 24 };
    size_t size = 0;
    for (struct nb_walk walk = nb_walk_start(root); nb_walk_next(&walk);)
        if (walk.event == NB_ENTER)
            size += ELEMENT + nb_str_of(walk.node->text).len;
    return size;
}

/* Whether a block has no room left in the file. Far from the bound it is not looked at. */
static bool is_full(const struct nb_xhtml_state *state, const struct nb_node *block)
{
    size_t most = state->how->most, used = state->out->len;
    return most && block->prev && used > state->start && used > most / 4 &&
           used + size_of(block) > most;
}

static void end_file(struct nb_xhtml_state *state, bool last)
{
    state->last = last;
    if (state->note_count)
        nb_xhtml_each_note(state, put_note);
    leave(state, state->article->body);
}

/* Ends the file and goes on in the next one. */
static void next_file(struct nb_xhtml_state *state)
{
    end_file(state, false);
    nb_xhtml_close_article(state);
    struct nb_buf *out = state->how->next_file(state->how->files);
    if (!out) {
        state->status = NB_NOMEM;
        return;
    }
    state->out = out;
    nb_xhtml_open_article(state);
    enter(state, state->article->body);
}

/* Notes stand at the end, wherever the source has them: devices that know no pop-ups would
 * show them in the middle of the text. */
void nb_xhtml_body(struct nb_xhtml_state *state)
{
    const struct nb_node *body = state->article->body;
    nb_xhtml_find_notes(state);
    if (state->status != NB_OK || !body->first)
        return;
    enter(state, body);
    for (const struct nb_node *node = body->first; node; node = node->next) {
        if (node->type == NB_FOOTNOTE)
            continue;
        if (is_full(state, node))
            next_file(state);
        if (state->status != NB_OK)
            return;
        if (node->type != NB_PARAGRAPH)
            nb_xhtml_put_marks(state, node);
        put_tree(state, node);
    }
    end_file(state, true);
}
