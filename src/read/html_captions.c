/* Captions that the page doesn't name: a short text right beside a picture that carries a
 * credit, or that shares a small element with it. */
#include "read/html.h"

#include "read/credit.h"

#include <string.h>

enum {
    REACH = 40,          /* nodes without text between a caption and its picture */
    NUMBER = 3,          /* bytes: a picture's number in a gallery */
    CREDITED_TEXT = 420, /* bytes of a caption with a credit */
    BARE_TEXT = 220,     /* and of one without */
    GROUP_TEXT = 320,    /* of an element that holds a picture and its caption */
    CLIMB = 4
};

static bool is_number(struct nb_str text)
{
    text = nb_str_trim(text);
    for (size_t i = 0; i < text.len; i++) {
        if (!nb_ascii_digit(text.data[i]) && text.data[i] != '/')
            return false;
    }
    return text.len > 0 && text.len <= NUMBER;
}

/* The picture right before or right behind `node`, or NULL. */
static const struct nb_xml_node *beside(const struct nb_html *page,
                                        const struct nb_xml_node *node, bool before)
{
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    unsigned from = nb_xml_index(node);
    unsigned to = end ? nb_xml_index(end) : nb_xml_count(page->xml);
    for (unsigned k = 0; k < REACH; k++) {
        if (before ? from <= k : to + k >= nb_xml_count(page->xml))
            return NULL;
        const struct nb_xml_node *n = page->nodes[before ? from - 1 - k : to + k];
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag == NB_TAG_TEXT && mark->text && !mark->gone &&
            !is_number(nb_str_of(nb_xml_text(n))))
            return NULL;
        if (nb_html_is_picture(page, n))
            return n;
    }
    return NULL;
}

/* Whether a small element holds both and hardly more. */
static bool share_element(const struct nb_html *page, const struct nb_xml_node *body,
                          const struct nb_xml_node *text,
                          const struct nb_xml_node *picture)
{
    const struct nb_xml_node *up = nb_xml_parent(text);
    unsigned own = nb_html_mark(page, text)->text;
    for (int i = 0; up && up != body && i < CLIMB; i++, up = nb_xml_parent(up)) {
        const struct nb_xml_node *at = picture;
        const struct nb_html_mark *mark = nb_html_mark(page, up);
        if (mark->text > GROUP_TEXT || mark->text > own + GROUP_TEXT / 2 ||
            nb_html_tag_level(mark->tag))
            return false;
        while (at && at != up)
            at = nb_xml_parent(at);
        if (at)
            return mark->tag != NB_TAG_P && mark->link * 2 <= mark->text;
    }
    return false;
}

static bool may_be_caption(const struct nb_html_mark *mark)
{
    return mark->sign == NB_SIGN_NONE && !nb_html_tag_level(mark->tag) &&
           mark->tag != NB_TAG_TH && mark->tag != NB_TAG_LI &&
           mark->tag != NB_TAG_BLOCKQUOTE && mark->text > 1 &&
           mark->text <= CREDITED_TEXT && mark->link * 2 <= mark->text;
}

static void judge(struct nb_html *page, const struct nb_xml_node *body,
                  const struct nb_xml_node *node)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    const struct nb_xml_node *picture = beside(page, node, true);
    struct nb_credit credit;
    if (!picture)
        picture = beside(page, node, false);
    if (!picture)
        return;
    struct nb_str text = nb_html_text(page, node);
    bool credited = nb_credit_find(text, &credit);
    for (const struct nb_xml_node *up = node; mark->tag == NB_TAG_TD && up;
         up = nb_xml_parent(up)) {
        if (nb_html_mark(page, up)->tag == NB_TAG_TABLE &&
            nb_html_is_data_table(page, up))
            return;
    }
    bool plain = mark->tag != NB_TAG_P || mark->text <= BARE_TEXT / 2;
    if (credited ||
        (mark->text <= BARE_TEXT && plain && share_element(page, body, node, picture)))
        mark->sign = NB_SIGN_CAPTION;
}

/* The parts of a small element that holds a picture: its elements without one. */
struct pieces {
    const struct nb_xml_node *at[2];
    size_t count;
    bool other; /* more than two, bare text, a heading, or a link */
};

static struct pieces pieces_of(struct nb_html *page, const struct nb_xml_node *group)
{
    struct pieces pieces = {0};
    const struct nb_xml_node *end = nb_xml_following(group, page->root, false);
    for (const struct nb_xml_node *n = nb_xml_first(group); n && n != end;) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        bool into = false;
        if (mark->gone || !mark->text || is_number(nb_str_of(nb_xml_text(n)))) {
            into = !mark->gone && mark->tag != NB_TAG_TEXT;
        } else if (mark->tag == NB_TAG_TEXT || pieces.count == 2 ||
                   nb_html_tag_level(mark->tag) || mark->link == mark->text) {
            pieces.other = true;
        } else if (nb_html_find_picture(page, n)) {
            into = true;
        } else if (mark->text > NUMBER) {
            pieces.at[pieces.count++] = n;
        }
        n = nb_xml_following(n, page->root, into);
    }
    return pieces;
}

static bool is_slanted(enum nb_html_tag tag)
{
    return tag == NB_TAG_EM || tag == NB_TAG_I || tag == NB_TAG_SMALL;
}

/* A small element around a picture and its words, which no block sets apart. */
static void judge_group(struct nb_html *page, const struct nb_xml_node *group)
{
    struct nb_html_mark *mark = nb_html_mark(page, group);
    struct nb_credit credit;
    if (mark->text > GROUP_TEXT || mark->sign != NB_SIGN_NONE ||
        mark->tag == NB_TAG_LI || mark->tag == NB_TAG_TD || mark->tag == NB_TAG_TH ||
        nb_html_tag_level(mark->tag) || !nb_html_find_picture(page, group))
        return;
    struct pieces pieces = pieces_of(page, group);
    if (pieces.other || !pieces.count)
        return;
    struct nb_html_mark *first = nb_html_mark(page, pieces.at[0]);
    bool credited = nb_credit_find(nb_html_text(page, pieces.at[0]), &credit);
    if (mark->tag == NB_TAG_P && !credited && !is_slanted(first->tag))
        return;
    first->sign = credited && !credit.caption.len ? NB_SIGN_CREDIT : NB_SIGN_CAPTION;
    if (pieces.count == 2)
        nb_html_mark(page, pieces.at[1])->sign =
            first->sign == NB_SIGN_CREDIT ? NB_SIGN_CAPTION : NB_SIGN_CREDIT;
    mark->sign = NB_SIGN_CAPTION;
}

void nb_html_captions(struct nb_html *page, const struct nb_html_lines *lines,
                      const struct nb_xml_node *body)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct nb_html_line *line = &lines->at[i];
        const struct nb_html_mark *mark = nb_html_mark(page, line->node);
        if (mark->gone || line->out)
            continue;
        if (is_number(line->text) &&
            (beside(page, line->node, true) || beside(page, line->node, false))) {
            line->out = true;
            nb_html_drop(page, line->node, "a picture's number");
        } else if (may_be_caption(mark)) {
            judge_group(page, line->node);
            if (mark->sign == NB_SIGN_NONE)
                judge(page, body, line->node);
        }
    }
}
