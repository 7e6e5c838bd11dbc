/* From the body's nodes to blocks and inlines. One walk with enter and leave; what a node
 * opened is remembered in its mark, so that the same is closed. The builder mends nesting. */
#include "read/html.h"

#include "read/furniture.h"

#include <stdlib.h>
#include <string.h>

/* What simple elements become; the others are handled one by one. */
static const struct {
    enum nb_html_tag tag;
    enum nb_node_type type;
} simple[] = {
    {NB_TAG_P, NB_PARAGRAPH},       {NB_TAG_DT, NB_PARAGRAPH},
    {NB_TAG_DD, NB_PARAGRAPH},      {NB_TAG_SUMMARY, NB_PARAGRAPH},
    {NB_TAG_ADDRESS, NB_PARAGRAPH}, {NB_TAG_BLOCKQUOTE, NB_QUOTE},
    {NB_TAG_UL, NB_LIST},           {NB_TAG_OL, NB_LIST},
    {NB_TAG_LI, NB_ITEM},           {NB_TAG_B, NB_STRONG},
    {NB_TAG_STRONG, NB_STRONG},     {NB_TAG_I, NB_EMPH},
    {NB_TAG_EM, NB_EMPH},           {NB_TAG_CITE, NB_EMPH},
    {NB_TAG_VAR, NB_EMPH},          {NB_TAG_SUB, NB_SUB},
    {NB_TAG_SUP, NB_SUP},
};

static bool simple_type(enum nb_html_tag tag, enum nb_node_type *type)
{
    for (size_t i = 0; i < sizeof simple / sizeof simple[0]; i++) {
        if (simple[i].tag == tag) {
            *type = simple[i].type;
            return true;
        }
    }
    return false;
}

/* ---- language and direction */

static enum nb_dir dir_of(const struct nb_xml_node *node)
{
    const char *dir = nb_xml_attr(node, "dir");
    if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("rtl")))
        return NB_DIR_RTL;
    if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("ltr")))
        return NB_DIR_LTR;
    return NB_DIR_AUTO;
}

static const char *lang_of(struct nb_html *page, const struct nb_xml_node *node)
{
    const char *lang = nb_xml_attr(node, "lang");
    if (!lang || !*lang)
        lang = nb_xml_attr(node, "xml:lang");
    if (!lang || !*lang)
        return NULL;
    const char *own = nb_build_article(page->build)->lang;
    if (own && nb_str_eq_nocase(nb_str_of(own), nb_str_of(lang)))
        return NULL;
    return nb_build_keep(page->build, nb_str_of(lang));
}

/* A block takes over what elements around it say that became no block themselves. */
static void set_lang(struct nb_html *page, const struct nb_xml_node *node,
                     struct nb_node *made)
{
    const struct nb_xml_node *at = node;
    do {
        if (!made->lang)
            made->lang = lang_of(page, at);
        if (made->dir == NB_DIR_AUTO)
            made->dir = dir_of(at);
        at = nb_xml_parent(at);
    } while (at && !nb_html_mark(page, at)->opened &&
             nb_html_mark(page, at)->tag != NB_TAG_BODY &&
             nb_html_mark(page, at)->tag != NB_TAG_HTML);
}

/* ---- opening */

static struct nb_node *open(struct nb_html *page, const struct nb_xml_node *node,
                            enum nb_node_type type)
{
    struct nb_node *made = nb_build_open(page->build, type, nb_xml_line(node));
    if (!nb_node_is_inline(type))
        set_lang(page, node, made);
    nb_html_mark(page, node)->opened = (unsigned char)(type + 1);
    return made;
}

static void open_link(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_buf url = NB_BUF_INIT;
    const char *href = nb_xml_attr(node, "href");
    if (href)
        nb_html_url(page->base, nb_str_of(href), &url);
    const char *kept = nb_build_keep(page->build, nb_html_use(page, &url));
    if (kept)
        open(page, node, NB_LINK)->u.href = kept;
    nb_buf_free(&url);
}

/* A number in an attribute, within bounds. */
static unsigned number(const struct nb_xml_node *node, const char *name, unsigned most)
{
    const char *value = nb_xml_attr(node, name);
    long n = value ? strtol(value, NULL, 10) : 1;
    return n < 1 ? 1 : n > (long)most ? most : (unsigned)n;
}

static void open_list(struct nb_html *page, const struct nb_xml_node *node)
{
    bool ordered = nb_html_mark(page, node)->tag == NB_TAG_OL;
    struct nb_node *list = open(page, node, NB_LIST);
    list->u.list.ordered = ordered;
    if (ordered)
        list->u.list.start = (int)number(node, "start", 1000000);
}

static void open_cell(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_node *cell = open(page, node, NB_CELL);
    cell->u.cell.header = nb_html_mark(page, node)->tag == NB_TAG_TH;
    cell->u.cell.colspan = number(node, "colspan", 100);
    cell->u.cell.rowspan = number(node, "rowspan", 1000);
}

/* Tables for layout are passed through as if they were not there. */
static bool in_data_table(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (; node; node = nb_xml_parent(node)) {
        if (nb_html_mark(page, node)->tag == NB_TAG_TABLE)
            return nb_html_mark(page, node)->opened != 0;
    }
    return false;
}

static void add_raw(struct nb_html *page, const struct nb_xml_node *node,
                    enum nb_node_type type)
{
    struct nb_buf text = NB_BUF_INIT;
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    for (const struct nb_xml_node *n = node; n && n != end;
         n = nb_xml_following(n, page->root, true)) {
        if (nb_xml_text(n))
            nb_buf_puts(&text, nb_xml_text(n));
        else if (nb_html_mark(page, n)->tag == NB_TAG_BR)
            nb_buf_putc(&text, '\n');
    }
    struct nb_str raw = nb_html_use(page, &text);
    if (type == NB_CODESPAN) {
        raw = nb_html_text(page, node);
    } else {
        while (raw.len && (raw.data[0] == '\n' || raw.data[0] == '\r'))
            raw = nb_str_sub(raw, 1, raw.len);
        while (raw.len && nb_ascii_space(raw.data[raw.len - 1]))
            raw.len--;
    }
    const char *kept = raw.len ? nb_build_raw(page->build, raw) : NULL;
    if (kept)
        nb_build_leaf(page->build, type, nb_xml_line(node))->text = kept;
    nb_buf_free(&text);
}

static bool blank(const struct nb_xml_node *node)
{
    const char *text = nb_xml_text(node);
    while (text && nb_ascii_space(*text))
        text++;
    return text && !*text;
}

/* Two line breaks in a row set paragraphs apart; in a heading or cell they stay breaks. */
static void add_break(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_xml_node *next = nb_xml_next(node), *prev = nb_xml_prev(node);
    while (next && blank(next))
        next = nb_xml_next(next);
    while (prev && blank(prev))
        prev = nb_xml_prev(prev);
    bool pair = (next && nb_html_mark(page, next)->tag == NB_TAG_BR) ||
                (prev && nb_html_mark(page, prev)->tag == NB_TAG_BR);
    for (const struct nb_xml_node *up = nb_xml_parent(node); pair && up;
         up = nb_xml_parent(up)) {
        unsigned opened = nb_html_mark(page, up)->opened;
        if (opened == NB_HEADING + 1 || opened == NB_CELL + 1 ||
            opened == NB_CAPTION + 1)
            pair = false;
        else if (nb_html_tag_is_block(nb_html_mark(page, up)->tag))
            break;
    }
    if (pair)
        nb_build_close(page->build, NB_PARAGRAPH);
    else
        (void)nb_build_leaf(page->build, NB_BREAK, nb_xml_line(node));
}

/* The headline of another story without "More on this story:" and the like before it. */
static struct nb_str bare_title(struct nb_str title)
{
    enum { LABEL = 60 };
    static const char *const colons[] = {":",      "\uff1a", "|",
                                         "\u00bb", " - ",    " \u2013 "};
    for (size_t i = 0; i < sizeof colons / sizeof colons[0]; i++) {
        ptrdiff_t at = nb_str_find(title, nb_str_of(colons[i]));
        enum nb_match match;
        if (at <= 0 || at > LABEL)
            continue;
        enum nb_furniture kind =
            nb_furniture_find(nb_str_sub(title, 0, (size_t)at), &match);
        struct nb_str rest =
            nb_str_trim(nb_str_sub(title, (size_t)at + strlen(colons[i]), title.len));
        if ((kind == NB_FURNITURE_MORE || kind == NB_FURNITURE_RELATED) &&
            match >= NB_MATCH_START && rest.len)
            return rest;
    }
    return title;
}

/* Whether a link's words are those of a button, not a headline. */
static bool is_button(struct nb_str title)
{
    enum nb_match match;
    enum nb_furniture kind = nb_furniture_find(title, &match);
    return match >= NB_MATCH_START && kind != NB_FURNITURE_MORE &&
           kind != NB_FURNITURE_RELATED;
}

static void add_related(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    for (const struct nb_xml_node *n = node; n && n != end;) {
        bool link = nb_html_mark(page, n)->tag == NB_TAG_A;
        struct nb_str title = link ? nb_html_text(page, n) : NB_STR("");
        const char *href = nb_xml_attr(n, "href");
        if (title.len >= 12 && href && !is_button(title)) {
            struct nb_buf url = NB_BUF_INIT;
            nb_html_url(page->base, nb_str_of(href), &url);
            nb_build_related(page->build, bare_title(title), nb_html_use(page, &url));
            nb_buf_free(&url);
        }
        n = nb_xml_following(n, page->root, !link);
    }
    nb_html_drop(page, node, "links to other stories");
}

/* Whether an element around opened a block of the type. */
static bool is_inside(const struct nb_html *page, const struct nb_xml_node *node,
                      enum nb_node_type type)
{
    while ((node = nb_xml_parent(node))) {
        if (nb_html_mark(page, node)->opened == type + 1)
            return true;
    }
    return false;
}

static void open_quote(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    bool pulled = mark->sign == NB_SIGN_PULLQUOTE;
    if (mark->sign == NB_SIGN_POST && !is_inside(page, node, NB_EMBED)) {
        struct nb_node *embed = open(page, node, NB_EMBED);
        embed->u.embed.kind = nb_build_keep(page->build, NB_STR("post"));
    } else if (!is_inside(page, node, NB_EMBED) &&
               !is_inside(page, node, NB_PULLQUOTE)) {
        open(page, node, pulled ? NB_PULLQUOTE : NB_QUOTE);
    }
}

/* A caption of the figure around a table is the table's. */
static void add_figure_caption(struct nb_html *page, const struct nb_xml_node *table)
{
    const struct nb_xml_node *figure = nb_xml_parent(table);
    while (figure && nb_html_mark(page, figure)->tag == NB_TAG_DIV)
        figure = nb_xml_parent(figure);
    if (!figure || nb_html_mark(page, figure)->tag != NB_TAG_FIGURE)
        return;
    for (const struct nb_xml_node *n = nb_xml_first(figure); n; n = nb_xml_next(n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag != NB_TAG_FIGCAPTION || mark->gone || !mark->text)
            continue;
        (void)nb_build_open(page->build, NB_CAPTION, nb_xml_line(n));
        nb_build_text(page->build, nb_html_text(page, n));
        nb_build_close(page->build, NB_CAPTION);
        mark->gone = true;
        return;
    }
}

/* Elements that stand for a block of their own, whatever is inside. False: not such. */
static bool open_block(struct nb_html *page, const struct nb_xml_node *node,
                       enum nb_html_tag tag)
{
    if (nb_html_tag_level(tag)) {
        unsigned level = nb_html_tag_level(tag);
        open(page, node, NB_HEADING)->u.level = level < 2 ? 2 : level;
    } else if (tag == NB_TAG_UL || tag == NB_TAG_OL || tag == NB_TAG_MENU) {
        open_list(page, node);
    } else if (tag == NB_TAG_BLOCKQUOTE ||
               (nb_html_mark(page, node)->sign == NB_SIGN_POST &&
                (nb_html_mark(page, node)->holder || nb_html_tag_is_block(tag)))) {
        open_quote(page, node);
    } else if (tag == NB_TAG_TABLE && nb_html_is_data_table(page, node)) {
        open(page, node, NB_TABLE);
        add_figure_caption(page, node);
    } else if (tag == NB_TAG_CAPTION && in_data_table(page, node)) {
        open(page, node, NB_CAPTION);
    } else if (tag == NB_TAG_TR && in_data_table(page, node)) {
        open(page, node, NB_ROW);
    } else if ((tag == NB_TAG_TD || tag == NB_TAG_TH) && in_data_table(page, node)) {
        open_cell(page, node);
    } else if (nb_html_mark(page, node)->sign == NB_SIGN_PULLQUOTE) {
        open(page, node, NB_PULLQUOTE);
    } else {
        return false;
    }
    return true;
}

static void open_inline(struct nb_html *page, const struct nb_xml_node *node,
                        enum nb_html_tag tag)
{
    if (tag == NB_TAG_A)
        open_link(page, node);
    else if (tag == NB_TAG_Q)
        nb_build_text(page->build, NB_STR("\u201c"));
    const char *lang = lang_of(page, node);
    enum nb_dir dir = dir_of(node);
    if (nb_html_mark(page, node)->opened || (!lang && dir == NB_DIR_AUTO))
        return;
    struct nb_node *span = open(page, node, NB_SPAN);
    span->lang = lang;
    span->dir = dir;
}

static void open_simple(struct nb_html *page, const struct nb_xml_node *node,
                        enum nb_node_type type)
{
    struct nb_node *made = open(page, node, type);
    if (!nb_node_is_inline(type))
        return;
    made->lang = lang_of(page, node);
    made->dir = dir_of(node);
}

/* Whether the walk goes into the node. */
static bool enter(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    enum nb_html_tag tag = mark->tag;
    enum nb_node_type type;
    if (mark->gone)
        return false;
    mark->opened = 0;
    if (tag == NB_TAG_TEXT) {
        nb_build_text(page->build, page->notes->count
                                       ? nb_html_without_label(page, node)
                                       : nb_str_of(nb_xml_text(node)));
        return false;
    }
    if (mark->note == NB_NOTE_REFERENCE) {
        nb_build_leaf(page->build, NB_NOTEREF, nb_xml_line(node))->u.label =
            nb_html_note_label(page, node);
        return false;
    }
    if (mark->note == NB_NOTE_TEXT) {
        open(page, node, NB_FOOTNOTE)->u.label = nb_html_note_label(page, node);
        return true;
    }
    if (mark->note == NB_NOTE_AROUND) {
        if (nb_html_tag_is_block(tag))
            nb_build_close(page->build, NB_PARAGRAPH);
        return true;
    }
    if (mark->related) {
        add_related(page, node);
        return false;
    }
    if (tag == NB_TAG_BR) {
        add_break(page, node);
    } else if (tag == NB_TAG_HR) {
        (void)nb_build_leaf(page->build, NB_RULE, nb_xml_line(node));
    } else if (tag == NB_TAG_PRE) {
        add_raw(page, node, NB_CODE);
        return false;
    } else if (tag == NB_TAG_CODE || tag == NB_TAG_KBD || tag == NB_TAG_SAMP ||
               tag == NB_TAG_TT) {
        add_raw(page, node, NB_CODESPAN);
        return false;
    } else if (nb_html_media(page, node)) {
        return false;
    } else if (!open_block(page, node, tag)) {
        if (simple_type(tag, &type))
            open_simple(page, node, type);
        else if (nb_html_tag_is_block(tag))
            nb_build_close(page->build, NB_PARAGRAPH);
        else
            open_inline(page, node, tag);
    }
    return true;
}

static void leave(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    if (mark->gone || mark->related || mark->tag == NB_TAG_TEXT)
        return;
    if (mark->tag == NB_TAG_Q)
        nb_build_text(page->build, NB_STR("\u201d"));
    if (mark->opened)
        nb_build_close(page->build, (enum nb_node_type)(mark->opened - 1));
    else if (nb_html_tag_is_block(mark->tag))
        nb_build_close(page->build, NB_PARAGRAPH);
}

static void walk(struct nb_html *page, const struct nb_xml_node *root)
{
    const struct nb_xml_node *node = nb_xml_first(root);
    while (node) {
        if (enter(page, node) && nb_xml_first(node)) {
            node = nb_xml_first(node);
            continue;
        }
        leave(page, node);
        while (!nb_xml_next(node)) {
            node = nb_xml_parent(node);
            if (!node || node == root)
                return;
            leave(page, node);
        }
        node = nb_xml_next(node);
    }
}

void nb_html_inlines(struct nb_html *page, const struct nb_xml_node *node)
{
    walk(page, node);
}

void nb_html_blocks(struct nb_html *page, const struct nb_xml_node *body)
{
    walk(page, body);
}
