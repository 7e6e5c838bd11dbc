/* Furniture inside the body: what names, places and wordings give away. The lines of the body
 * (its innermost blocks) are listed and judged with their neighbours, so that the heading of
 * a list of links goes with the list. */
#include "read/html.h"

#include "read/furniture.h"

#include <string.h>

enum {
    MOST_SHARE = 35,  /* percent of the body's prose that furniture may hold */
    SHORT_LINE = 160, /* bytes: longer lines are not judged by their wording */
    LABEL = 40,       /* bytes: a line that ends before this is a label */
    LINKED = 80,      /* percent of a line that a link-only line has in links */
    STANDFIRST_MOST = 600,
    CLEAN = 90, /* percent of the page's text that the body of a clean page holds */
    BESIDE = 20 /* empty elements passed over in search of a neighbour */
};

/* Speech is the article's own, whatever its words. */
static bool quoted(struct nb_str text)
{
    return nb_str_starts(text, NB_STR("\"")) || nb_str_starts(text, NB_STR("\u201c")) ||
           nb_str_starts(text, NB_STR("\u00ab")) ||
           nb_str_starts(text, NB_STR("\u201e"));
}

static bool portion(unsigned part, unsigned whole, unsigned percent)
{
    return (unsigned long long)part * 100 >= (unsigned long long)whole * percent;
}

/* ---- wording */

/* What a line's words say about the page, or NULL when they are the article's own. In a page
 * that is `clean` only advertisements are looked for. */
static const char *wording(struct nb_str text, bool linked, bool clean)
{
    enum nb_match match;
    if (!text.len || text.len > SHORT_LINE)
        return NULL;
    enum nb_furniture kind = nb_furniture_find(text, &match);
    if (clean && kind != NB_FURNITURE_ADVERT && kind != NB_FURNITURE_NEWSLETTER &&
        kind != NB_FURNITURE_SHARE)
        return NULL;
    if (match == NB_MATCH_WHOLE || (match == NB_MATCH_START && !quoted(text)) ||
        (match == NB_MATCH_PART && linked))
        return nb_furniture_name(kind);
    return NULL;
}

/* ---- what names and places give away */

static bool small(const struct nb_html_mark *mark, unsigned prose)
{
    return !mark->prose || (unsigned long long)mark->prose * 100 <
                               (unsigned long long)prose * MOST_SHARE;
}

/* The text or element in the same line beside a node, or NULL. */
static const struct nb_xml_node *
beside(const struct nb_html *page, const struct nb_xml_node *node,
       struct nb_xml_node *(*step)(const struct nb_xml_node *))
{
    const struct nb_xml_node *n = step(node);
    int left = BESIDE;
    while (n && left-- > 0 && !nb_html_mark(page, n)->text &&
           nb_html_mark(page, n)->tag != NB_TAG_BR)
        n = step(n);
    if (!n || !nb_html_mark(page, n)->text || nb_html_mark(page, n)->tag == NB_TAG_BR ||
        nb_html_tag_is_block(nb_html_mark(page, n)->tag))
        return NULL;
    return n;
}

/* Whether an element is a block, or a line of its own. */
static bool stands_alone(const struct nb_html *page, const struct nb_xml_node *node)
{
    return nb_html_tag_is_block(nb_html_mark(page, node)->tag) ||
           (!beside(page, node, nb_xml_prev) && !beside(page, node, nb_xml_next));
}

static bool is_aside(const struct nb_html_mark *mark)
{
    return (mark->tag == NB_TAG_ASIDE && mark->sign != NB_SIGN_PULLQUOTE) ||
           mark->tag == NB_TAG_HEADER || mark->tag == NB_TAG_BUTTON;
}

/* `before` says how much prose stands before the element. */
static void judge_element(struct nb_html *page, const struct nb_xml_node *node,
                          unsigned prose, unsigned before)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    if (!small(mark, prose) || !stands_alone(page, node))
        return;
    bool linked = mark->link * 2 > mark->text;
    if (mark->sign == NB_SIGN_RELATED || (mark->sign == NB_SIGN_STANDFIRST && linked)) {
        mark->related = mark->link > 0;
        if (!mark->related && mark->text)
            nb_html_drop(page, node, "links to other stories");
    } else if ((mark->sign == NB_SIGN_BYLINE || mark->tag == NB_TAG_TIME) &&
               mark->text < STANDFIRST_MOST) {
        nb_html_drop(page, node, "byline or date");
    } else if (mark->sign == NB_SIGN_STANDFIRST && mark->text < STANDFIRST_MOST &&
               before < STANDFIRST_MOST) {
        nb_html_add_deck(page, node);
    } else if (is_aside(mark)) {
        if (mark->tag == NB_TAG_HEADER)
            nb_html_take_head(page, node);
        nb_html_drop(page, node, "beside the article");
    } else if ((mark->tag == NB_TAG_UL || mark->tag == NB_TAG_OL) && mark->text &&
               portion(mark->link, mark->text, LINKED)) {
        mark->related = true;
    }
}

/* ---- lines */

static bool is_block(const struct nb_html_mark *mark)
{
    return nb_html_tag_is_block(mark->tag) || mark->holder;
}

/* Whether a node makes a line: a block with text and without blocks in it, or what stands
 * alone between the blocks of a mixed one. */
static bool is_line(const struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    const struct nb_xml_node *up = nb_xml_parent(node);
    bool text = false, blocks = false;
    if (!is_block(mark))
        return up && nb_html_mark(page, up)->mixed &&
               !beside(page, node, nb_xml_prev) && !beside(page, node, nb_xml_next);
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        const struct nb_html_mark *child = nb_html_mark(page, n);
        bool seen = child->text && !child->gone;
        blocks |= seen && is_block(child);
        text |= seen && !is_block(child);
    }
    mark->mixed = text && blocks;
    return text && !blocks;
}

static struct nb_html_lines list_lines(struct nb_html *page,
                                       const struct nb_xml_node *body)
{
    struct nb_html_lines lines = {
        nb_arena_array(page->arena, nb_xml_count(page->xml), sizeof *lines.at), 0};
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    (void)is_line(page, body);
    for (const struct nb_xml_node *n = nb_xml_first(body); lines.at && n && n != end;) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        bool into = !mark->gone;
        if (into && mark->text && is_line(page, n)) {
            struct nb_str text = {0};
            if (mark->text <= SHORT_LINE * 2)
                text = nb_html_text(page, n);
            lines.at[lines.count++] = (struct nb_html_line){n, text, mark->related};
            into = false;
        } else if (into && mark->related) {
            lines.at[lines.count++] = (struct nb_html_line){n, NB_STR(""), true};
            into = false;
        }
        n = nb_xml_following(n, page->root, into);
    }
    return lines;
}

static bool ends_like_prose(struct nb_str text)
{
    while (text.len && strchr("\"')", text.data[text.len - 1]))
        text.len--;
    return text.len && strchr(".!", text.data[text.len - 1]);
}

/* Whether a link begins in the line; one may have been left open before it. */
static bool holds_link(const struct nb_html *page, const struct nb_xml_node *line)
{
    const struct nb_xml_node *end = nb_xml_following(line, page->root, false);
    for (const struct nb_xml_node *n = line; n && n != end;
         n = nb_xml_following(n, page->root, true)) {
        if (nb_html_mark(page, n)->tag == NB_TAG_A && nb_html_mark(page, n)->text)
            return true;
    }
    return false;
}

/* "Read also: …" with a headline behind it. */
static bool leads_on(struct nb_str text)
{
    enum nb_match match;
    enum nb_furniture kind = nb_furniture_find(text, &match);
    return match == NB_MATCH_START &&
           (kind == NB_FURNITURE_MORE || kind == NB_FURNITURE_RELATED);
}

static void judge_line(struct nb_html *page, struct nb_html_line *line, bool clean)
{
    struct nb_html_mark *mark = nb_html_mark(page, line->node);
    if (line->out)
        return;
    bool linked =
        portion(mark->link, mark->text, LINKED) && holds_link(page, line->node);
    struct nb_str headline = nb_str_of(nb_build_article(page->build)->headline);
    const char *reason = wording(line->text, linked, clean);
    if (reason) {
        mark->related = linked || mark->link > LABEL ||
                        (holds_link(page, line->node) && leads_on(line->text));
        line->out = true;
        if (!mark->related)
            nb_html_drop(page, line->node, reason);
    } else if (linked && line->text.len > LABEL / 2 && !ends_like_prose(line->text) &&
               mark->tag != NB_TAG_TD && mark->tag != NB_TAG_TH &&
               mark->tag != NB_TAG_LI && !nb_html_tag_level(mark->tag)) {
        mark->related = true;
        line->out = true;
    } else if (line->text.len && nb_html_same_words(line->text, headline)) {
        line->out = mark->gone = true;
        if (line->node != page->headline)
            nb_html_drop(page, line->node, "the headline again");
    }
}

/* A heading with nothing of its own behind it: before dropped lines, or at the end. */
static void judge_headings(struct nb_html *page, struct nb_html_lines *lines)
{
    bool nothing = true, behind_out = false, behind_link = false;
    for (size_t i = lines->count; i-- > 0;) {
        struct nb_html_line *line = &lines->at[i];
        struct nb_html_mark *mark = nb_html_mark(page, line->node);
        bool level = nb_html_tag_level(mark->tag) > 0;
        bool linked = level && mark->link && portion(mark->link, mark->text, LINKED);
        if (line->out) {
            behind_out = true;
        } else if (linked && (nothing || behind_out || behind_link)) {
            line->out = mark->related = true;
        } else if (level && (nothing || (behind_out && line->text.len < LABEL))) {
            line->out = true;
            nb_html_drop(page, line->node, "a heading of nothing");
        } else {
            nothing = behind_out = false;
        }
        behind_link = linked;
    }
}

/* The author's initials as the last line: "jp", "hs/dpa". */
static void judge_initials(struct nb_html *page, struct nb_html_lines *lines)
{
    enum { MOST = 8 };
    size_t i = lines->count, letters = 0;
    while (i > 0 && lines->at[i - 1].out)
        i--;
    if (i < 2 || !lines->at[i - 1].text.len || lines->at[i - 1].text.len > MOST)
        return;
    struct nb_html_line *line = &lines->at[i - 1];
    for (size_t k = 0; k < line->text.len; k++) {
        char c = line->text.data[k];
        letters += c >= 'a' && c <= 'z';
        if ((c < 'a' || c > 'z') && !strchr("/().", c))
            return;
    }
    enum nb_html_tag tag = nb_html_mark(page, line->node)->tag;
    if (letters < 2 || tag == NB_TAG_LI || tag == NB_TAG_TD || tag == NB_TAG_TH)
        return;
    line->out = true;
    nb_html_drop(page, line->node, "the author's initials");
}

/* Lines at the end that speak of the page anywhere in them. */
static void judge_end(struct nb_html *page, struct nb_html_lines *lines)
{
    judge_initials(page, lines);
    for (size_t i = lines->count; i-- > 0;) {
        struct nb_html_line *line = &lines->at[i];
        enum nb_match match = NB_MATCH_NONE;
        if (line->out)
            continue;
        enum nb_furniture kind = nb_furniture_find(line->text, &match);
        if (match == NB_MATCH_NONE || quoted(line->text))
            return;
        line->out = true;
        nb_html_drop(page, line->node, nb_furniture_name(kind));
    }
}

/* Whether the page is nothing but an article: hardly any text stands outside its body, and
 * the body has no line that is only a link. Such a page has no furniture. */
static bool is_clean(const struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_html_mark *in = nb_html_mark(page, body);
    return !page->dropped &&
           portion(in->text, nb_html_mark(page, page->root)->text, CLEAN) &&
           in->link * 2 < in->text;
}

void nb_html_junk(struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    unsigned prose = nb_html_mark(page, body)->prose, before = 0;
    for (const struct nb_xml_node *n = nb_xml_first(body); n && n != end;) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->tag != NB_TAG_TEXT)
            judge_element(page, n, prose, before);
        else if (!mark->gone)
            before += mark->text;
        n = nb_xml_following(n, page->root, !mark->gone && !mark->related);
    }
    struct nb_html_lines lines = list_lines(page, body);
    bool clean = is_clean(page, body);
    nb_html_head_lines(page, &lines);
    nb_html_captions(page, &lines, body);
    for (size_t i = 0; i < lines.count; i++)
        judge_line(page, &lines.at[i], clean);
    if (clean)
        return;
    judge_end(page, &lines);
    judge_headings(page, &lines);
}
