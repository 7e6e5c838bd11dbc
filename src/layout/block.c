/* An article's body becomes a galley: a walk over its blocks with a stack of the boxes that are
 * open around them (quotes, lists, items, embeds, notes), each with its insets. */
#include "layout/block.h"

#include "doc/words.h"
#include "layout/tags.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A container that is open around the blocks being set. */
struct box {
    struct box *outer;
    struct nb_look *look;
    const struct nb_node *node;
    double left, right; /* pt, its content's insets from the galley's edges */
    double edge;        /* pt, where its border stands on the left */
    struct nb_edges edges;
    const char *previous; /* the last element set in it; nb_first_child: none yet */
    enum nb_role role;    /* of the paragraphs in it */
    bool rtl;
    const char *marker;               /* of the item, until its first text is set */
    const char *anchor;               /* of a note, likewise */
    struct nb_tag *outer_tag, *label; /* what was open before; of the marker */
    int number;                       /* of a list's next item */
};

struct body {
    struct nb_galley *galley;
    struct box *box;
    const struct nb_article *article;
    struct nb_outline_levels levels;
    struct nb_tag *lead; /* keeps the place of the lead picture */
    bool notes;          /* this pass sets the notes, and nothing else */
};

static enum nb_tag_kind tag_of(enum nb_node_type type)
{
    if (type == NB_QUOTE)
        return NB_TAG_QUOTE;
    if (type == NB_PULLQUOTE)
        return NB_TAG_PULLQUOTE;
    if (type == NB_LIST)
        return NB_TAG_LIST;
    if (type == NB_ITEM)
        return NB_TAG_ITEM;
    return type == NB_FOOTNOTE ? NB_TAG_NOTE : NB_TAG_DIVISION;
}

/* Opens the box's container; an item's has a label, and a body for the rest. */
static void open_tag(struct body *body, struct box *box)
{
    struct nb_galley *galley = body->galley;
    const struct nb_node *node = box->node;
    box->outer_tag = nb_galley_open(galley, tag_of(node->type), node->lang);
    if (galley->tag && node->type == NB_LIST)
        galley->tag->u.ordered = node->u.list.ordered;
    if (node->type != NB_ITEM && node->type != NB_FOOTNOTE)
        return;
    struct nb_tag *item = nb_galley_open(galley, NB_TAG_LABEL, NULL);
    box->label = galley->tag;
    galley->tag = item;
    if (node->type == NB_ITEM)
        (void)nb_galley_open(galley, NB_TAG_ITEM_BODY, NULL);
}

/* What is nested deeply is indented no further than half the measure. */
static void limit_insets(const struct nb_galley *galley, struct box *box)
{
    if (box->left + box->right > galley->measure / 2) {
        box->left = box->outer->left;
        box->right = box->outer->right;
    }
}

static struct box *push(struct body *body, const struct nb_node *node, const char *name,
                        const char *classes, enum nb_role role)
{
    struct nb_galley *galley = body->galley;
    struct box *outer = body->box;
    struct box *box = nb_galley_scratch(galley, 1, sizeof *box);
    if (!box)
        return NULL;
    box->outer = outer;
    box->node = node;
    box->look = nb_look_child(&galley->compositor->looks, outer->look, name, classes,
                              node->lang, outer->previous);
    box->rtl = nb_node_rtl(node, outer->rtl);
    const struct nb_style *style = &box->look->style;
    enum nb_side start = box->rtl ? NB_RIGHT : NB_LEFT,
                 end = box->rtl ? NB_LEFT : NB_RIGHT;
    /* Insets as a left-to-right sheet gives them, mirrored for the other direction. */
    double at_start = style->margin[NB_LEFT] + style->padding[NB_LEFT];
    double at_end = style->margin[NB_RIGHT] + style->padding[NB_RIGHT];
    box->left = outer->left + (start == NB_LEFT ? at_start : at_end);
    box->right = outer->right + (end == NB_RIGHT ? at_end : at_start);
    box->edge = outer->left + (start == NB_LEFT ? style->margin[NB_LEFT] : 0);
    limit_insets(galley, box);
    box->role = role;
    galley->owed = fmax(galley->owed, style->margin[NB_TOP]);
    outer->previous = name;
    box->previous = nb_first_child;
    nb_galley_begin(galley, style, &box->edges);
    body->box = box;
    open_tag(body, box);
    if (style->border[NB_TOP] > 0 && !galley->pack)
        nb_galley_rule(galley, style->border[NB_TOP], style->border_color[NB_TOP], 0,
                       style->padding[NB_TOP], true);
    return box;
}

/* The rule and the space below a pull quote that was packed. */
static void close_pull(struct nb_galley *galley, const struct nb_style *style)
{
    galley->owed = 0;
    nb_galley_advance(galley, style->padding[NB_BOTTOM]);
    nb_galley_fill(galley, galley->pack, 0, galley->packed, galley->measure,
                   style->border[NB_BOTTOM], style->border_color[NB_BOTTOM]);
    nb_galley_advance(galley, style->border[NB_BOTTOM]);
    nb_galley_unpack(galley, 0, false, true);
}

/* The borders at the sides of all that was set in a box, and its background. */
static void edge_items(struct nb_galley *galley, const struct box *box)
{
    const struct nb_style *style = &box->look->style;
    double grid = galley->compositor->grid, x = box->edge;
    double end = galley->measure - box->outer->right - style->margin[NB_RIGHT];
    for (size_t i = box->edges.first; i < galley->count && !galley->pack; i++) {
        struct nb_item *item = &galley->items[i];
        double height = item->lines * grid;
        nb_galley_fill(galley, item, x, 0, end - x, height, style->background);
        nb_galley_fill(galley, item, x, 0, style->border[NB_LEFT], height,
                       style->border_color[NB_LEFT]);
        nb_galley_fill(galley, item, end - style->border[NB_RIGHT], 0,
                       style->border[NB_RIGHT], height, style->border_color[NB_RIGHT]);
    }
}

static void pop(struct body *body)
{
    struct nb_galley *galley = body->galley;
    const struct box *box = body->box;
    const struct nb_style *style = &box->look->style;
    if (box->node->type == NB_PULLQUOTE && galley->pack)
        close_pull(galley, style);
    else if (style->border[NB_BOTTOM] > 0 && galley->count && !galley->pack) {
        galley->items[galley->count - 1].keep = true;
        nb_galley_rule(galley, style->border[NB_BOTTOM], style->border_color[NB_BOTTOM],
                       0, 0, false);
    }
    edge_items(galley, box);
    nb_galley_end(galley, style, &box->edges);
    galley->owed = fmax(galley->owed, style->margin[NB_BOTTOM]);
    galley->tag = box->outer_tag;
    body->box = box->outer;
}

/* The mark of an item: set to the left of its text's first line (to the right, when it runs
 * from right to left). */
static void add_marker(struct body *body, struct box *box, size_t from)
{
    struct nb_galley *galley = body->galley;
    if (!box->marker || galley->count <= from)
        return;
    struct nb_span span = {.text = box->marker,
                           .len = strlen(box->marker),
                           .style = &box->look->style,
                           .lang = box->look->element.lang};
    double em = box->look->style.font_size;
    struct nb_style style = box->look->style;
    style.align = NB_ALIGN_LEFT;
    struct nb_para_in in = {.spans = &span,
                            .span_count = 1,
                            .style = &style,
                            .measure = 20 * em,
                            .rtl = box->rtl,
                            .lang = span.lang,
                            .breaker = NB_BREAKER_FIRST_FIT,
                            .no_indent = true,
                            .origin = nb_galley_same(galley, NB_ROLE_LIST)};
    in.origin.tag = box->label;
    struct nb_para para;
    const char *marker = box->marker;
    box->marker = NULL;
    if (!nb_galley_set(galley, &in, &para))
        return;
    double gap = marker[0] >= '0' && marker[0] <= '9' ? 0.4 * em : 0.55 * em;
    double x = box->rtl ? galley->measure - box->right + gap
                        : box->left - gap - para.lines[0].width;
    struct nb_item *item = &galley->items[from];
    if (!item->pieces)
        return;
    double y = item->pieces->y;
    struct nb_piece *piece = nb_galley_piece(galley, item, NB_PIECE_LINE, x, y);
    if (!piece)
        return;
    piece->line = para.lines;
    /* The mark is read before its text. */
    struct nb_piece *before = item->pieces;
    while (before->next != piece)
        before = before->next;
    before->next = NULL;
    item->last = before;
    piece->next = item->pieces;
    item->pieces = piece;
}

/* The innermost item whose mark still waits for text. */
static struct box *waiting(struct body *body)
{
    for (struct box *box = body->box; box; box = box->outer)
        if (box->marker)
            return box;
    return NULL;
}

static void set_text(struct body *body, struct nb_spans *spans, struct nb_look *look,
                     const struct nb_node *node, enum nb_role role)
{
    struct nb_galley *galley = body->galley;
    struct box *box = body->box;
    bool heading = node && node->type == NB_HEADING;
    struct nb_text text = {.spans = spans->at,
                           .count = spans->count,
                           .look = look,
                           .left = box->left,
                           .right = box->right,
                           .role = role,
                           .rtl = node ? nb_node_rtl(node, box->rtl) : box->rtl,
                           .no_indent = heading,
                           .balance = heading,
                           .keep = heading,
                           .boxed = true};
    struct nb_edges edges;
    struct box *item = waiting(body);
    if (item)
        text.anchor = item->anchor;
    nb_galley_begin(galley, &look->style, &edges);
    nb_galley_text(galley, &text);
    nb_galley_end(galley, &look->style, &edges);
    if (item)
        add_marker(body, item, edges.first);
    box->previous = look->element.name;
}

static void set_block(struct body *body, const struct nb_node *node)
{
    static const char *const headings[] = {"h2", "h3", "h4", "h5", "h6"};
    struct nb_looks *looks = &body->galley->compositor->looks;
    const char *name = "p";
    if (node->type == NB_HEADING) {
        unsigned level = node->u.level < 2 ? 2 : node->u.level > 6 ? 6 : node->u.level;
        name = headings[level - 2];
    }
    struct nb_look *look = nb_look_child(looks, body->box->look, name, NULL, node->lang,
                                         body->box->previous);
    struct nb_spans spans = {.galley = body->galley};
    nb_spans_below(&spans, look, node);
    enum nb_role role = body->box->role;
    if (node->type == NB_HEADING) {
        unsigned headline = body->galley->compositor->headline_tag;
        role = NB_ROLE_HEADING;
        body->galley->heading = nb_heading_level(
            &body->levels, body->article->headline ? headline : headline - 1,
            node->u.level);
    }
    set_text(body, &spans, look, node, role);
}

static void set_code(struct body *body, const struct nb_node *node)
{
    struct nb_look *look =
        nb_look_of(&body->galley->compositor->looks, body->box->look, "pre", NULL);
    struct nb_spans spans = {.galley = body->galley};
    struct nb_str code = nb_str_of(node->text);
    while (code.len && code.data[code.len - 1] == '\n')
        code.len--;
    nb_spans_copy(&spans, look, code, 0);
    set_text(body, &spans, look, NULL, NB_ROLE_CODE);
}

/* "3." or a bullet. */
static const char *marker_of(struct body *body, struct box *list)
{
    if (!list || list->node->type != NB_LIST || !list->node->u.list.ordered)
        return "\xE2\x80\xA2";
    char *number = nb_galley_scratch(body->galley, 16, 1);
    if (!number)
        return NULL;
    (void)snprintf(number, 16, "%d.", list->number);
    if (list->number < 1000000000)
        list->number++;
    return number;
}

static void open_list(struct body *body, const struct nb_node *node)
{
    bool ordered = node->u.list.ordered;
    struct box *box = push(body, node, ordered ? "ol" : "ul", NULL, NB_ROLE_LIST);
    if (!box)
        return;
    box->number = node->u.list.start;
    /* Room for the widest number. */
    double em = box->look->style.font_size, room = 1.1 * em;
    size_t count = 0;
    for (const struct nb_node *item = node->first; item; item = item->next)
        count++;
    for (size_t last = (size_t)(box->number > 0 ? box->number : 0) + count;
         ordered && last >= 10; last /= 10)
        room += 0.55 * em;
    double *inset = box->rtl ? &box->right : &box->left;
    double outer = box->rtl ? box->outer->right : box->outer->left;
    if (*inset - outer < room)
        *inset = outer + room;
    limit_insets(body->galley, box);
}

static void open_item(struct body *body, const struct nb_node *node)
{
    struct box *list = body->box;
    const char *marker = marker_of(body, list);
    struct box *box = push(body, node, "li", NULL, list->role);
    if (box)
        box->marker = marker;
}

/* "Video, 2:22: title", linked where there is an address. */
static void open_embed(struct body *body, const struct nb_node *node)
{
    struct box *box = push(body, node, "div", "embed", NB_ROLE_EMBED);
    if (!box)
        return;
    struct nb_galley *galley = body->galley;
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, box->look, "p", "embed-title");
    const char *lang = galley->compositor->in->edition->lang;
    const char *kind = node->u.embed.kind;
    enum nb_word word = NB_WORD_POST;
    if (kind && strcmp(kind, "video") == 0)
        word = NB_WORD_VIDEO;
    else if (kind && strcmp(kind, "audio") == 0)
        word = NB_WORD_AUDIO;
    struct nb_buf line = NB_BUF_INIT;
    nb_buf_puts(&line, nb_word(word, lang));
    if (node->u.embed.duration) {
        nb_buf_puts(&line, nb_word(NB_WORD_COMMA, lang));
        nb_buf_puts(&line, node->u.embed.duration);
    }
    if (node->u.embed.title) {
        nb_buf_puts(&line, nb_word(NB_WORD_COLON, lang));
        nb_buf_puts(&line, node->u.embed.title);
    }
    if (line.status != NB_OK && galley->status == NB_OK)
        galley->status = line.status;
    struct nb_spans spans = {.galley = galley};
    nb_spans_copy(&spans, look, nb_buf_view(&line), 0);
    nb_spans_link(&spans, node->u.embed.url);
    nb_buf_free(&line);
    set_text(body, &spans, look, NULL, NB_ROLE_EMBED);
    if (node->first && galley->count)
        galley->items[galley->count - 1].keep = true;
}

static void open_note(struct body *body, const struct nb_node *node)
{
    struct box *box = push(body, node, "aside", "footnote", NB_ROLE_NOTE);
    if (!box)
        return;
    box->marker = node->u.label;
    if (node->u.label)
        box->anchor = nb_note_anchor(body->galley, node->u.label);
    if (box->label)
        box->label->parent->u.anchor = box->anchor;
    double room = 1.2 * box->look->style.font_size +
                  (node->u.label ? 0.5 * (double)strlen(node->u.label) : 0) *
                      box->look->style.font_size;
    if (box->rtl)
        box->right += room;
    else
        box->left += room;
    limit_insets(body->galley, box);
}

static void set_rule(struct body *body)
{
    struct nb_galley *galley = body->galley;
    struct nb_look *look =
        nb_look_of(&galley->compositor->looks, body->box->look, "hr", NULL);
    const struct nb_style *style = &look->style;
    struct nb_item *item =
        nb_galley_item(galley, style->margin[NB_TOP], galley->compositor->grid);
    if (!item)
        return;
    double width = fmin(galley->measure - body->box->left - body->box->right,
                        6 * style->font_size);
    double x = body->box->left +
               (galley->measure - body->box->left - body->box->right - width) / 2;
    double thick = fmax(style->border[NB_TOP], fmax(style->border[NB_BOTTOM], 0.5));
    struct nb_color color = style->border_color[NB_TOP];
    if (color.none)
        color = style->color;
    color.none = false;
    nb_galley_fill(galley, item, x, galley->compositor->grid / 2, width, thick, color);
    galley->owed = style->margin[NB_BOTTOM];
    body->box->previous = "hr";
}

/* A pull quote of paragraphs alone is packed, with its rules, so that it stays whole. */
static void open_pull(struct body *body, const struct nb_node *node)
{
    struct nb_galley *galley = body->galley;
    bool plain = galley->pack == NULL;
    for (const struct nb_node *child = node->first; child; child = child->next)
        plain = plain && child->type == NB_PARAGRAPH;
    struct nb_look *look =
        nb_look_child(&galley->compositor->looks, body->box->look, "aside", "pullquote",
                      node->lang, body->box->previous);
    const struct nb_style *style = &look->style;
    if (plain) {
        galley->owed = fmax(galley->owed, style->margin[NB_TOP]);
        nb_galley_pack(galley);
        nb_galley_fill(galley, galley->pack, 0, 0, galley->measure,
                       style->border[NB_TOP], style->border_color[NB_TOP]);
        nb_galley_advance(galley, style->border[NB_TOP] + style->padding[NB_TOP]);
    }
    (void)push(body, node, "aside", "pullquote", NB_ROLE_PULLQUOTE);
    if (plain)
        galley->owed = 0;
}

static void open_quote(struct body *body, const struct nb_node *node)
{
    if (node->type == NB_QUOTE)
        (void)push(body, node, "blockquote", NULL, NB_ROLE_QUOTE);
    else
        open_pull(body, node);
}

static void set_figure(struct body *body, const struct nb_node *node)
{
    struct nb_galley *galley = body->galley;
    size_t before = galley->count;
    struct nb_tag *outer = nb_galley_open(galley, NB_TAG_GROUP, NULL);
    if (body->article->lead == node)
        body->lead = galley->tag;
    const struct nb_look *look =
        nb_look_of(&galley->compositor->looks, body->box->look, "figure", NULL);
    struct nb_edges edges;
    nb_galley_begin(galley, &look->style, &edges);
    nb_galley_figure(galley, body->box->look, node);
    nb_galley_end(galley, &look->style, &edges);
    galley->tag = outer;
    if (galley->count > before && body->box->previous != nb_first_child)
        body->box->previous = "figure";
    if (body->article->lead == node && galley->count == before + 1)
        galley->items[before].lead = true;
}

static void set_table(struct body *body, const struct nb_node *node)
{
    struct nb_galley *galley = body->galley;
    struct box *box = body->box;
    const struct nb_look *look =
        nb_look_of(&galley->compositor->looks, box->look, "table", NULL);
    struct nb_edges edges;
    nb_galley_begin(galley, &look->style, &edges);
    nb_galley_table(galley, box->look, node, box->left, box->right);
    nb_galley_end(galley, &look->style, &edges);
    box->previous = "table";
}

/* Sets or opens a block. True when what is below it is not to be walked. */
static bool enter(struct body *body, const struct nb_node *node)
{
    switch (node->type) {
    case NB_QUOTE:
    case NB_PULLQUOTE:
        open_quote(body, node);
        return false;
    case NB_LIST:
        open_list(body, node);
        return false;
    case NB_ITEM:
        open_item(body, node);
        return false;
    case NB_EMBED:
        open_embed(body, node);
        return false;
    case NB_FOOTNOTE:
        open_note(body, node);
        return false;
    case NB_PARAGRAPH:
    case NB_HEADING:
        set_block(body, node);
        return true;
    case NB_CODE:
        set_code(body, node);
        return true;
    case NB_RULE:
        set_rule(body);
        return true;
    case NB_FIGURE:
        set_figure(body, node);
        return true;
    case NB_TABLE:
        set_table(body, node);
        return true;
    case NB_BODY:
    case NB_CAPTION:
    case NB_ROW:
    case NB_CELL:
    case NB_TEXT:
    case NB_EMPH:
    case NB_STRONG:
    case NB_LINK:
    case NB_CODESPAN:
    case NB_SUB:
    case NB_SUP:
    case NB_BREAK:
    case NB_SPAN:
    case NB_NOTEREF:
        break;
    }
    return false;
}

static bool is_container(enum nb_node_type type)
{
    return type == NB_QUOTE || type == NB_PULLQUOTE || type == NB_LIST ||
           type == NB_ITEM || type == NB_EMBED || type == NB_FOOTNOTE;
}

/* Notes are set at the end, whatever block they stand in; then they are all there is. */
static bool passed_over(const struct body *body, const struct nb_node *node)
{
    if (!body->notes)
        return node->type == NB_FOOTNOTE;
    for (const struct nb_node *around = node; around; around = around->parent)
        if (around->type == NB_FOOTNOTE)
            return false;
    return true;
}

static void walk_blocks(struct body *body, const struct nb_node *root)
{
    struct nb_walk walk = nb_walk_start(root);
    while (nb_walk_next(&walk)) {
        const struct nb_node *node = walk.node;
        if (node == root)
            continue;
        body->galley->node = node;
        bool over = passed_over(body, node);
        if (walk.event == NB_EXIT) {
            if (!over && is_container(node->type) && body->box->node == node)
                pop(body);
        } else if (over) {
            if (!body->notes || !is_container(node->type))
                nb_walk_skip(&walk);
        } else if (enter(body, node)) {
            nb_walk_skip(&walk);
        }
    }
}

struct nb_tag *nb_galley_body(struct nb_galley *galley, struct nb_look *look,
                              const struct nb_article *article)
{
    struct nb_looks *looks = &galley->compositor->looks;
    struct box root = {.look = nb_look_of(looks, look, "div", "body"),
                       .node = article->body,
                       .role = NB_ROLE_PARAGRAPH,
                       .previous = nb_first_child,
                       .rtl = galley->rtl};
    struct body body = {.galley = galley, .box = &root, .article = article};
    walk_blocks(&body, article->body);
    root.previous = nb_first_child;
    body.notes = true;
    walk_blocks(&body, article->body);
    galley->node = article->body;
    nb_galley_source(galley, look, article);
    nb_galley_related(galley, look, article);
    return body.lead;
}
