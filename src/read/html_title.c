/* The headline: what the metadata say and a heading of the page agree on, without the site's
 * name behind a bar; and the kicker above it. */
#include "read/html_meta.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

enum {
    MOST_TITLES = NB_TRUST_COUNT + 1,
    HEADLINE_MOST = 400, /* bytes */
    MARKS = 10,          /* bytes by which titles differ in quotes and dashes */
    LEAST_LETTERS = 8    /* of a title without any support */
};

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

/* ---- words */

/* Cuts the next letter or digit off `*rest`, in lower case; 0 at the end. */
static unsigned next_solid(struct nb_str *rest)
{
    while (rest->len) {
        size_t len;
        unsigned c = nb_utf8_decode(rest->data, rest->data + rest->len, &len);
        *rest = nb_str_sub(*rest, len, rest->len);
        if (nb_unicode_is_letter(c) || nb_unicode_is_digit(c))
            return nb_unicode_lower(c);
    }
    return 0;
}

bool nb_html_same_words(struct nb_str a, struct nb_str b)
{
    unsigned c, seen = 0;
    do {
        c = next_solid(&a);
        if (c != next_solid(&b))
            return false;
        seen++;
    } while (c);
    return seen > 1;
}

static bool begins_with_words(struct nb_str text, struct nb_str lead)
{
    for (unsigned c = next_solid(&lead), n = 0; n < 10 || c;
         c = next_solid(&lead), n++) {
        if (!c || next_solid(&text) != c)
            return false;
    }
    return true;
}

static unsigned letters_in(struct nb_str text)
{
    unsigned count = 0;
    while (next_solid(&text))
        count++;
    return count;
}

static unsigned words_in(struct nb_str text)
{
    unsigned count = 0;
    struct nb_str word;
    while (nb_str_split(&text, ' ', &word))
        count += word.len > 0;
    return count;
}

static size_t solid_bytes(struct nb_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += !nb_ascii_space(text.data[i]);
    return count;
}

/* ---- titles */

static const char *const bars[] = {" | ",      " - ",   " \u2013 ", " \u2014 ",
                                   " \u00b7 ", " :: ",  " \u00bb ", " \u2022 ",
                                   "_",        "\uff5c"};

/* The last bar of a title; its length in *skip, 0 for none. */
static size_t last_bar(struct nb_str title, size_t *skip)
{
    size_t cut = 0;
    *skip = 0;
    for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
        struct nb_str bar = nb_str_of(bars[i]);
        for (size_t at = title.len; at-- > cut;) {
            if (nb_str_starts(nb_str_sub(title, at, title.len), bar)) {
                cut = at;
                *skip = bar.len;
                break;
            }
        }
    }
    return cut;
}

/* The headline without the site's name behind a bar or dash. */
static struct nb_str strip_site(struct nb_str title, const char *site)
{
    for (;;) {
        size_t skip, cut = last_bar(title, &skip);
        struct nb_str head = nb_str_trim(nb_str_sub(title, 0, cut));
        struct nb_str tail = nb_str_trim(nb_str_sub(title, cut + skip, title.len));
        bool named = site && nb_html_same_words(tail, nb_str_of(site));
        if (!cut || (!named && (words_in(tail) > 4 || words_in(head) < 3 ||
                                words_in(head) <= words_in(tail))))
            return title;
        title = head;
    }
}

struct titles {
    struct nb_str at[MOST_TITLES];
    size_t count;
    struct nb_str whole; /* the title element's text */
};

static struct titles gather(struct nb_html *page)
{
    struct titles titles = {0};
    const char *site = nb_html_fact(page, NB_FACT_SITE);
    for (const struct nb_xml_node *n = page->root; n && !titles.whole.len;
         n = after(page, n)) {
        if (nb_html_mark(page, n)->tag == NB_TAG_TITLE)
            titles.whole = nb_html_text(page, n);
    }
    for (unsigned trust = 0; trust < NB_TRUST_COUNT; trust++) {
        struct nb_str title = nb_str_of(page->facts->value[NB_FACT_HEADLINE][trust]);
        title = strip_site(title, site);
        if (title.len)
            titles.at[titles.count++] = title;
    }
    struct nb_str title = strip_site(titles.whole, site);
    if (title.len)
        titles.at[titles.count++] = title;
    return titles;
}

/* ---- headings */

/* Whether an element is the site's own title: a link to the front page. */
static bool is_masthead(const struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    if (mark->link < mark->text)
        return false;
    for (const struct nb_xml_node *n = node; n && n != end; n = after(page, n)) {
        struct nb_str href = nb_str_trim(nb_str_of(nb_xml_attr(n, "href")));
        if (nb_html_mark(page, n)->tag != NB_TAG_A || !href.len)
            continue;
        ptrdiff_t host = nb_str_find(href, NB_STR("://"));
        struct nb_str path =
            host < 0 ? href : nb_str_sub(href, (size_t)host + 3, href.len);
        ptrdiff_t slash = nb_str_find(path, NB_STR("/"));
        if ((host < 0 && href.len == 1) ||
            (host >= 0 && (slash < 0 || (size_t)slash + 1 == path.len)))
            return true;
    }
    return false;
}

static bool may_be_headline(const struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    return mark->tag != NB_TAG_TEXT && !mark->gone && mark->text > 1 &&
           mark->text <= HEADLINE_MOST && !nb_html_is_beside(page, node) &&
           !is_masthead(page, node);
}

/* The first heading of a level from `from` to `to` whose words the title is, begins with or
 * begins. */
static const struct nb_xml_node *agreeing(struct nb_html *page, struct nb_str title,
                                          unsigned from, unsigned to, bool exact)
{
    enum { MOST_HEADINGS = 60 };
    unsigned seen = 0;
    for (const struct nb_xml_node *n = page->root; n && seen < MOST_HEADINGS;
         n = after(page, n)) {
        unsigned level = nb_html_tag_level(nb_html_mark(page, n)->tag);
        if (level < from || level > to || !may_be_headline(page, n))
            continue;
        struct nb_str text = nb_html_text(page, n);
        seen++;
        if (nb_html_same_words(text, title) ||
            (!exact &&
             (begins_with_words(title, text) || begins_with_words(text, title))))
            return n;
    }
    return NULL;
}

/* An element that is no heading but says just what a title does. */
static const struct nb_xml_node *saying(struct nb_html *page, struct nb_str title)
{
    size_t solid = solid_bytes(title);
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->text + MARKS < solid || mark->text > solid + MARKS ||
            mark->tag == NB_TAG_A || !may_be_headline(page, n))
            continue;
        if (nb_html_same_words(nb_html_text(page, n), title))
            return n;
    }
    return NULL;
}

/* The same for what stands behind or before the site's name in the title element. */
static const struct nb_xml_node *saying_piece(struct nb_html *page, struct nb_str title)
{
    size_t skip;
    while (title.len) {
        size_t cut = last_bar(title, &skip);
        struct nb_str tail = nb_str_trim(nb_str_sub(title, cut + skip, title.len));
        const struct nb_xml_node *found =
            letters_in(tail) > LEAST_LETTERS ? saying(page, tail) : NULL;
        if (found || !cut)
            return found;
        title = nb_str_trim(nb_str_sub(title, 0, cut));
    }
    return NULL;
}

static const struct nb_xml_node *only_heading(const struct nb_html *page)
{
    const struct nb_xml_node *only = NULL;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (nb_html_mark(page, n)->tag != NB_TAG_H1 || !may_be_headline(page, n))
            continue;
        if (only)
            return NULL;
        only = n;
    }
    return only;
}

static const struct nb_xml_node *find(struct nb_html *page, const struct titles *titles)
{
    const struct nb_xml_node *found = NULL;
    for (size_t i = 0; i < titles->count && !found; i++)
        found = agreeing(page, titles->at[i], 1, 1, true);
    for (size_t i = 0; i < titles->count && !found; i++)
        found = agreeing(page, titles->at[i], 1, 1, false);
    for (size_t i = 0; i < titles->count && !found; i++)
        found = agreeing(page, titles->at[i], 2, 4, true);
    for (size_t i = 0; i < titles->count && !found; i++)
        found = saying(page, titles->at[i]);
    if (!found)
        found = saying_piece(page, titles->whole);
    if (!found && (found = only_heading(page)) &&
        letters_in(nb_html_text(page, found)) < LEAST_LETTERS && titles->count)
        found = NULL;
    return found;
}

/* What stands behind the headline in the title element names the site. */
static void take_site(struct nb_html *page, const struct titles *titles,
                      struct nb_str headline)
{
    struct nb_article *article = nb_build_article(page->build);
    size_t skip, more, cut = last_bar(titles->whole, &skip);
    struct nb_str head = nb_str_sub(titles->whole, 0, cut);
    for (size_t at;
         !nb_html_same_words(head, headline) && (at = last_bar(head, &more)) > 0;)
        head = nb_str_sub(head, 0, at);
    struct nb_str tail = nb_str_sub(titles->whole, cut + skip, titles->whole.len);
    bool plain = words_in(tail) <= 3 && words_in(head) > 3 &&
                 !begins_with_words(headline, titles->whole) &&
                 nb_str_find(headline, nb_str_trim(tail)) < 0;
    if (!article->site && cut &&
        (plain || nb_html_same_words(nb_str_trim(head), headline)))
        article->site = nb_build_keep(page->build, tail);
}

/* ---- kicker */

static bool is_kicker(const struct nb_html *page, const struct nb_xml_node *node)
{
    enum { LONGEST = 48 };
    static const char *const names[] = {
        "kicker",   "eyebrow", "categor", "section",  "rubri",   "topline", "overline",
        "surtitle", "dachz",   "spitzm",  "channel",  "label",   "cat-",    "-cat",
        "topic",    "chapeau", "antetit", "cintillo", "vignette"};
    const char *class = nb_xml_attr(node, "class");
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    for (size_t i = 0; class && i < sizeof names / sizeof names[0]; i++) {
        if (mark->text && mark->text <= LONGEST &&
            nb_str_find_nocase(nb_str_of(class), nb_str_of(names[i])) >= 0)
            return true;
    }
    return false;
}

/* A label above the headline, or right below it, that is named as the section. */
static void take_kicker(struct nb_html *page)
{
    enum { CLIMB = 3, BESIDE = 4 };
    struct nb_article *article = nb_build_article(page->build);
    const struct nb_xml_node *at = page->headline;
    for (int i = 0; at && i < CLIMB && !article->section; i++, at = nb_xml_parent(at)) {
        const struct nb_xml_node *n = nb_xml_prev(at);
        for (int k = 0; n && k < BESIDE && !article->section; k++, n = nb_xml_prev(n)) {
            if (is_kicker(page, n))
                article->section = nb_build_keep(page->build, nb_html_text(page, n));
        }
    }
}

void nb_html_title(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    struct titles titles = gather(page);
    page->headline = find(page, &titles);
    struct nb_str headline =
        page->headline ? nb_html_text(page, page->headline) : (struct nb_str){0};
    for (size_t i = 0; i < titles.count && !headline.len; i++)
        headline = titles.at[i];
    article->headline = nb_build_keep(page->build, headline);
    take_site(page, &titles, headline);
    take_kicker(page);
}
