/* Names and dates that the page shows: <time>, rel=author, elements named as a byline, and the
 * words near the headline. */
#include "read/html_meta.h"

#include "read/credit.h"
#include "read/date.h"

#include <string.h>

enum {
    ABOVE = 60,       /* nodes before the headline that are looked at */
    BELOW = 200,      /* and behind it */
    NAME_MOST = 160,  /* bytes of an element that holds names */
    NAMES_APART = 40, /* nodes between the names of one byline */
    STAMP_MOST = 120, /* bytes of a text with a date */
    AROUND_DATE = 60  /* of these, beside the date */
};

/* The first node to look at: the headline, else the root. */
static unsigned start_of(const struct nb_html *page)
{
    return page->headline ? nb_xml_index(page->headline) : 0;
}

/* Goes through all nodes from the headline on, then through those before it. */
static const struct nb_xml_node *turn(const struct nb_html *page, unsigned step)
{
    unsigned count = nb_xml_count(page->xml);
    return step < count ? page->nodes[(start_of(page) + step) % count] : NULL;
}

static bool says_modified(struct nb_str text)
{
    static const char *const words[] = {
        "updat",           "modif",
        "aktualis",        "actualiz",
        "mis \u00e0 jour", "aggiorn",
        "bijgewerkt",      "atualiz",
        "edited",          "\u66f4\u65b0",
        "обновл",          "zaktualiz",
        "uppdater",        "oppdater",
        "ge\u00e4ndert",   "\u062a\u062d\u062f\u064a\u062b"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (nb_str_find_nocase(text, nb_str_of(words[i])) >= 0)
            return true;
    }
    return false;
}

/* ---- elements */

static void take_time(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    const char *when = nb_xml_attr(node, "datetime");
    char date[NB_DATE_ROOM];
    struct nb_str value = nb_str_of(when);
    if (nb_html_is_beside(page, node))
        return;
    if (!nb_date_parse(value, date))
        value = mark->text < STAMP_MOST ? nb_html_text(page, node) : NB_STR("");
    if (!nb_date_parse(value, date))
        return;
    const struct nb_xml_node *up = nb_xml_parent(node);
    bool modified = says_modified(nb_str_of(nb_xml_attr(node, "class"))) ||
                    says_modified(nb_html_text(page, node)) ||
                    (up && nb_html_mark(page, up)->text < STAMP_MOST / 2 &&
                     says_modified(nb_html_text(page, up)));
    nb_html_note(page, modified ? NB_FACT_MODIFIED : NB_FACT_PUBLISHED,
                 NB_TRUST_ELEMENT, value);
}

/* Whether the words of a class attribute name a byline. */
static bool names_byline(const char *class)
{
    static const char *const names[] = {"byline",       "author",     "authors",
                                        "author-name",  "autor",      "auteur",
                                        "byline__name", "authorname", "post-author",
                                        "vcard",        "autore",     "entry-author"};
    struct nb_str rest = nb_str_of(class), word;
    while (nb_str_split(&rest, ' ', &word)) {
        for (size_t i = 0; word.len && i < sizeof names / sizeof names[0]; i++) {
            if (nb_str_eq_nocase(word, nb_str_of(names[i])))
                return true;
        }
    }
    return false;
}

static bool is_byline(const struct nb_html *page, const struct nb_xml_node *node,
                      enum nb_html_trust *trust)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    if (!mark->text || mark->text > NAME_MOST)
        return false;
    if (nb_xml_attr_has(node, "rel", "author") || mark->tag == NB_TAG_ADDRESS)
        *trust = NB_TRUST_ELEMENT;
    else if (names_byline(nb_xml_attr(node, "class")))
        *trust = NB_TRUST_NAME;
    else
        return false;
    return !nb_html_is_beside(page, node);
}

static void take_elements(struct nb_html *page)
{
    unsigned last[NB_TRUST_COUNT] = {0};
    const struct nb_xml_node *n;
    for (unsigned step = 0; (n = turn(page, step)); step++) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        enum nb_html_trust trust;
        if (tag == NB_TAG_TIME)
            take_time(page, n);
        else if (tag == NB_TAG_TEXT || !is_byline(page, n, &trust) ||
                 (last[trust] &&
                  (trust == NB_TRUST_NAME || step > last[trust] + NAMES_APART)))
            continue;
        else {
            nb_html_note(page, NB_FACT_AUTHOR, trust, nb_html_text(page, n));
            last[trust] = step + 1;
        }
    }
}

/* ---- words */

static void take_date(struct nb_html *page, struct nb_str text)
{
    char date[NB_DATE_ROOM];
    size_t from, to;
    bool modified = false;
    for (int i = 0; i < 2 && nb_date_find(text, date, &from, &to) && to > from; i++) {
        if (text.len - (to - from) > AROUND_DATE + STAMP_MOST / 2 * (unsigned)i)
            return;
        modified |= says_modified(nb_str_sub(text, 0, from));
        nb_html_note(page, modified ? NB_FACT_MODIFIED : NB_FACT_PUBLISHED,
                     NB_TRUST_TEXT, nb_str_of(date));
        text = nb_str_sub(text, to, text.len);
    }
}

/* Whether an element holds no other one that could be the byline's line. */
static bool is_innermost(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->text && (nb_html_tag_is_block(mark->tag) || mark->holder))
            return false;
    }
    return true;
}

static void take_words(struct nb_html *page)
{
    unsigned count = nb_xml_count(page->xml), at = start_of(page);
    unsigned end = count - at > BELOW ? at + BELOW : count;
    if (!page->headline)
        return;
    for (unsigned i = at; i < end; i++) {
        const struct nb_html_mark *mark = nb_html_mark(page, page->nodes[i]);
        if (mark->gone || !mark->text || mark->text > STAMP_MOST ||
            mark->tag == NB_TAG_TEXT || nb_html_is_beside(page, page->nodes[i]))
            continue;
        struct nb_str text = nb_html_text(page, page->nodes[i]), names;
        if (nb_byline_find(text, &names) && is_innermost(page, page->nodes[i]))
            nb_html_note(page, NB_FACT_AUTHOR, NB_TRUST_TEXT, text);
        take_date(page, text);
    }
    for (unsigned i = at > ABOVE ? at - ABOVE : 0; i < at; i++) {
        const struct nb_html_mark *mark = nb_html_mark(page, page->nodes[i]);
        if (!mark->gone && mark->tag == NB_TAG_TEXT && mark->text &&
            mark->text < STAMP_MOST / 2 && !nb_html_is_beside(page, page->nodes[i]))
            take_date(page, nb_str_of(nb_xml_text(page->nodes[i])));
    }
}

void nb_html_visible(struct nb_html *page)
{
    take_elements(page);
    take_words(page);
}
