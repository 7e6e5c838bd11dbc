/* The head of an article: what stands between its headline and its body, and the lines at the
 * body's beginning that belong to the head: kicker, standfirst, byline, date, lead picture. */
#include "read/html.h"

#include "base/utf8.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/furniture.h"

#include <stdlib.h>
#include <string.h>

enum {
    STAMP_MOST = 240,   /* bytes of a line of names and dates */
    KICKER_MOST = 48,   /* bytes */
    DECK_LEAST = 12,    /* bytes of a standfirst */
    DECK_MOST = 600,    /* bytes */
    LEAD_WIDTH = 300,   /* pixels of a picture that needs no other sign */
    BETWEEN_MOST = 2500 /* bytes of text between headline and body, at most */
};

/* ---- lines of names and dates */

/* What stands around names and dates in such lines, folded, between spaces. */
static const char fillers[] =
    " by von par por di door av af przez de da el le la on at am um den and und et y e "
    "i "
    "en in uhr text texte texto testo tekst autor auteur author author: authors "
    "autorin "
    "min mins minute minutes minuten read reading time lesezeit lesedauer lecture "
    "temps "
    "published posted updated last modified first created publié mis à jour publicado "
    "actualizado pubblicato aggiornato aktualisiert veröffentlicht stand zuletzt "
    "gepubliceerd bijgewerkt opublikowano опубликовано обновлено автор текст est edt "
    "gmt "
    "utc cet cest pst pdt ist bst et pt a.m. p.m. a.m p.m pm ago hours hour days day "
    "written words story report reporter staff writer correspondent editor 记者 記者 "
    "作者 "
    "编辑 編輯 发布 发布时间 来源 责任编辑 文 撰文 更新 公開 配信 기자 بقلم כתב מאת "
    "كتب تحديث نشر ";

static bool is_filler(struct nb_str word)
{
    char key[64] = " ";
    if (!word.len || word.len > sizeof key - 3)
        return word.len == 0;
    memcpy(key + 1, word.data, word.len);
    memcpy(key + 1 + word.len, " ", 2);
    return strstr(fillers, key) != NULL;
}

/* Puts spaces where `what` stands in the folded line; false when it does not. */
static bool blank_out(char *line, size_t len, const char *what)
{
    char key[STAMP_MOST + 4];
    bool found = false;
    size_t n = nb_furniture_fold(nb_str_of(what), key, sizeof key);
    for (size_t at = 0; n > 1 && at + n <= len; at++) {
        if (memcmp(line + at, key, n) == 0) {
            memset(line + at, ' ', n);
            found = true;
        }
    }
    return found;
}

/* Puts spaces where dates stand; the first one, in ISO form, goes to `date`. */
static bool blank_dates(char *line, size_t len, char date[NB_DATE_ROOM])
{
    char next[NB_DATE_ROOM] = "";
    size_t from, to;
    date[0] = '\0';
    while (nb_date_find((struct nb_str){line, len}, next, &from, &to) && to > from) {
        memset(line + from, ' ', to - from);
        if (!date[0])
            memcpy(date, next, sizeof next);
    }
    return date[0] != '\0';
}

/* How many words are left that are neither numbers nor fillers. */
static unsigned words_left(struct nb_str line)
{
    static const char *const marks[] = {"·",  "•",  "—",  "–",  "：",
                                        "｜", "／", "　", "（", "）"};
    char flat[STAMP_MOST + 4];
    unsigned count = 0;
    struct nb_str word, rest = {flat, line.len};
    memcpy(flat, line.data, line.len);
    for (size_t i = 0; i < line.len; i++) {
        if (strchr("|/,;:()[]-", flat[i]) || nb_ascii_digit(flat[i]))
            flat[i] = ' ';
        for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
            if (nb_str_starts(nb_str_sub(rest, i, rest.len), nb_str_of(marks[k])))
                memset(flat + i, ' ', strlen(marks[k]));
        }
    }
    while (nb_str_split(&rest, ' ', &word))
        count += !is_filler(word);
    return count;
}

/* Whether a line holds nothing but the byline's names, dates and their labels; the first date
 * in ISO form, or "". */
static bool is_stamp(const struct nb_html *page, struct nb_str text,
                     char date[NB_DATE_ROOM])
{
    enum { TITLE_WORDS = 4 }; /* of a job, behind a name */
    const struct nb_article *article = nb_build_article(page->build);
    char line[STAMP_MOST + 4];
    date[0] = '\0';
    if (!text.len || text.len > STAMP_MOST)
        return false;
    size_t len = nb_furniture_fold(text, line, sizeof line);
    bool dated = blank_dates(line, len, date), named = false;
    for (size_t i = 0; i < article->byline.count; i++)
        named |= blank_out(line, len, article->byline.at[i]);
    bool known = dated || named;
    if (article->site)
        known |= blank_out(line, len, article->site);
    unsigned left = words_left((struct nb_str){line, len});
    bool sentence = nb_str_ends(text, NB_STR(".")) || nb_str_ends(text, NB_STR("?"));
    return known && (!left || (named && left <= TITLE_WORDS && !sentence));
}

/* ---- what stands between headline and body */

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

static bool holds(const struct nb_xml_node *outer, const struct nb_xml_node *node)
{
    while (node && node != outer)
        node = nb_xml_parent(node);
    return node != NULL;
}

/* Whether an element is named as a standfirst and could be one. */
static bool is_deck(const struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    struct nb_credit credit;
    if (mark->sign != NB_SIGN_STANDFIRST || mark->text < DECK_LEAST ||
        mark->text >= DECK_MOST || mark->link * 2 > mark->text)
        return false;
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    bool fits = text.status == NB_OK &&
                !nb_credit_find(nb_str_trim(nb_buf_view(&text)), &credit);
    nb_buf_free(&text);
    return fits;
}

void nb_html_add_deck(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_article *article = nb_build_article(page->build);
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    bool items = false;
    for (const struct nb_xml_node *n = node; n && n != end; n = after(page, n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag == NB_TAG_LI && mark->text && !mark->gone) {
            nb_build_push(page->build, &article->standfirst, nb_html_text(page, n));
            items = true;
        }
    }
    if (!items)
        nb_build_push(page->build, &article->standfirst, nb_html_text(page, node));
    nb_html_fate(page, node, true, "standfirst");
    for (const struct nb_xml_node *n = node; n && n != end; n = after(page, n))
        nb_html_mark(page, n)->gone = true;
}

/* Whether a line says what the page's description does. */
static bool is_description(const struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    struct nb_credit credit;
    if (page->description && nb_credit_find(nb_str_of(page->description), &credit))
        return false;
    if (!page->description || mark->text < DECK_LEAST || mark->text >= DECK_MOST ||
        mark->tag == NB_TAG_TEXT || mark->link)
        return false;
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    bool same = text.status == NB_OK &&
                nb_html_same_words(nb_buf_view(&text), nb_str_of(page->description));
    nb_buf_free(&text);
    return same;
}

/* A figure, or a picture that is the metadata's lead picture. */
static bool is_lead(const struct nb_html *page, const struct nb_xml_node *node)
{
    enum nb_html_tag tag = nb_html_mark(page, node)->tag;
    if (tag == NB_TAG_FIGURE || tag == NB_TAG_PICTURE)
        return true;
    const char *src = tag == NB_TAG_IMG ? nb_xml_attr(node, "src") : NULL;
    const char *width = nb_xml_attr(node, "width");
    if (src && width && strtol(width, NULL, 10) >= LEAD_WIDTH)
        return true;
    if (!src || !page->lead)
        return false;
    const char *a = strrchr(src, '/'), *b = strrchr(page->lead, '/');
    a = a ? a + 1 : src;
    b = b ? b + 1 : page->lead;
    size_t len = strcspn(a, "?#");
    return len > 4 && len == strcspn(b, "?#") && memcmp(a, b, len) == 0;
}

/* Takes a standfirst or a lead picture, if `node` is one. */
static bool take(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_article *article = nb_build_article(page->build);
    if (is_deck(page, node) || is_description(page, node)) {
        if (!article->standfirst.count)
            nb_html_add_deck(page, node);
        return true;
    }
    return is_lead(page, node) && !article->lead && nb_html_media(page, node);
}

void nb_html_take_head(struct nb_html *page, const struct nb_xml_node *header)
{
    const struct nb_xml_node *end = nb_xml_following(header, page->root, false);
    for (const struct nb_xml_node *n = nb_xml_first(header); n && n != end;) {
        bool into = !nb_html_mark(page, n)->gone && !take(page, n);
        n = nb_xml_following(n, page->root, into);
    }
}

/* Whether a block holds no other. */
static bool is_paragraph(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        if (nb_html_mark(page, n)->holder ||
            nb_html_tag_is_block(nb_html_mark(page, n)->tag))
            return false;
    }
    return true;
}

/* Whether a block tells who wrote the article, and when. */
static bool is_signed(struct nb_html *page, const struct nb_xml_node *node)
{
    char date[NB_DATE_ROOM];
    struct nb_str names, text = nb_html_text(page, node);
    return is_stamp(page, text, date) || nb_byline_find(text, &names);
}

/* A picture above the headline, among its neighbours. */
static void look_above(struct nb_html *page)
{
    enum { CLIMB = 2, BACK = 3 };
    const struct nb_xml_node *at = page->headline;
    for (int i = 0; at && i < CLIMB; i++, at = nb_xml_parent(at)) {
        const struct nb_xml_node *n = nb_xml_prev(at);
        for (int k = 0; n && k < BACK; n = nb_xml_prev(n)) {
            const struct nb_html_mark *mark = nb_html_mark(page, n);
            k += mark->tag != NB_TAG_TEXT;
            if (!mark->gone && mark->tag == NB_TAG_FIGURE &&
                !nb_build_article(page->build)->lead)
                (void)nb_html_media(page, n);
        }
    }
}

void nb_html_head(struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_xml_node *n = page->headline, *only = NULL;
    unsigned passed = 0, proses = 0;
    if (!n || holds(body, n) || nb_xml_index(n) > nb_xml_index(body))
        return;
    look_above(page);
    n = nb_xml_following(n, page->root, false);
    while (n && n != body && passed < BETWEEN_MOST) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        bool into = !mark->gone && mark->sign != NB_SIGN_RELATED;
        bool around = holds(n, body);
        if (into && mark->tag == NB_TAG_TEXT) {
            passed += mark->text;
        } else if (into && !around && take(page, n)) {
            into = false;
        } else if (into && !around && mark->prose && mark->text < DECK_MOST &&
                   nb_html_tag_is_block(mark->tag) && is_paragraph(page, n) &&
                   !is_signed(page, n)) {
            only = n;
            proses++;
        }
        n = nb_xml_following(n, page->root, into);
    }
    if (proses == 1 && n == body && !nb_build_article(page->build)->standfirst.count &&
        nb_html_mark(page, only)->link == 0)
        nb_html_add_deck(page, only);
}

/* ---- lines at the body's beginning */

static void drop(struct nb_html *page, struct nb_html_line *line, const char *reason)
{
    line->out = true;
    nb_html_drop(page, line->node, reason);
}

/* Takes names and date from a line of the head. False when it is none. */
static bool take_stamp(struct nb_html *page, const struct nb_html_line *line)
{
    struct nb_article *article = nb_build_article(page->build);
    struct nb_str names;
    char date[NB_DATE_ROOM];
    if (line->text.len && line->text.len < STAMP_MOST / 2 && !article->byline.count &&
        nb_byline_find(line->text, &names))
        nb_html_add_names(page, line->text);
    if (!is_stamp(page, line->text, date))
        return false;
    if (!article->published && date[0])
        article->published = nb_build_keep(page->build, nb_str_of(date));
    return true;
}

/* "1.2K", "14": how many clapped or commented. */
static bool is_count(struct nb_str text)
{
    size_t i = 0;
    while (i < text.len && (nb_ascii_digit(text.data[i]) || strchr(".,", text.data[i])))
        i++;
    return i && i < KICKER_MOST / 4 &&
           (i == text.len || (i + 1 == text.len && strchr("KkMm", text.data[i])));
}

/* The lines before the headline, when it stands in the body: the last is a kicker. */
static size_t judge_before(struct nb_html *page, struct nb_html_lines *lines)
{
    struct nb_article *article = nb_build_article(page->build);
    size_t at = 0;
    while (at < lines->count && lines->at[at].node != page->headline)
        at++;
    if (at == lines->count || at > 6)
        return 0;
    for (size_t i = 0; i < at; i++) {
        struct nb_html_line *line = &lines->at[i];
        if (line->out || !line->text.len || line->text.len > KICKER_MOST)
            continue;
        if (!article->section && i + 1 == at)
            article->section = nb_build_keep(page->build, line->text);
        drop(page, line, "above the headline");
    }
    return at + 1;
}

/* Whether a line is set otherwise than the one after it, as a standfirst is. */
static bool is_set_apart(const struct nb_html *page, const struct nb_html_lines *lines,
                         size_t at)
{
    const struct nb_xml_node *node = lines->at[at].node;
    if (at + 1 >= lines->count)
        return false;
    const struct nb_xml_node *next = lines->at[at + 1].node;
    const char *a = nb_xml_attr(node, "class"), *b = nb_xml_attr(next, "class");
    return nb_html_mark(page, node)->tag != nb_html_mark(page, next)->tag ||
           nb_xml_parent(node) != nb_xml_parent(next) ||
           strcmp(a ? a : "", b ? b : "") != 0;
}

void nb_html_head_lines(struct nb_html *page, struct nb_html_lines *lines)
{
    enum { MOST = 8 };
    const struct nb_article *article = nb_build_article(page->build);
    size_t first = judge_before(page, lines);
    for (size_t i = first; i < lines->count && i < first + MOST; i++) {
        struct nb_html_line *line = &lines->at[i];
        const struct nb_html_mark *mark = nb_html_mark(page, line->node);
        if (line->out || mark->gone)
            continue;
        if (take_stamp(page, line)) {
            drop(page, line, "byline or date");
        } else if (is_count(line->text)) {
            drop(page, line, "a count");
        } else if (article->section && line->text.len &&
                   nb_html_same_words(line->text, nb_str_of(article->section))) {
            drop(page, line, "the section");
        } else if (!article->standfirst.count && is_set_apart(page, lines, i) &&
                   is_description(page, line->node)) {
            nb_html_add_deck(page, line->node);
            line->out = true;
        } else if (mark->prose) {
            return;
        }
    }
}
