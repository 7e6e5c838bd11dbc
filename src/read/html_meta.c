/* Metadata from the page itself: meta elements, Open Graph, the title, <time>, rel=author,
 * the canonical address. JSON-LD (html_ld.c) has been read before and is believed first. */
#include "read/html.h"

#include "base/lang.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/text_names.h"

#include <string.h>

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

void nb_html_set(struct nb_html *page, const char **field, const char *value)
{
    if (!*field && value)
        *field = nb_build_keep(page->build, nb_str_of(value));
}

void nb_html_set_date(struct nb_html *page, const char **field, const char *value)
{
    char iso[NB_DATE_ROOM];
    if (*field || !value || !*value)
        return;
    if (nb_date_parse(nb_str_of(value), iso))
        *field = nb_build_keep(page->build, nb_str_of(iso));
}

/* ---- names */

void nb_html_add_names(struct nb_html *page, struct nb_str text)
{
    enum { LONGEST = 200 };
    struct nb_article *article = nb_build_article(page->build);
    size_t before = article->byline.count;
    struct nb_str names, place;
    text = nb_str_trim(text);
    if (text.len > LONGEST || nb_str_find_nocase(text, NB_STR("http")) == 0 ||
        (article->site && nb_html_same_words(text, nb_str_of(article->site))))
        return;
    if (nb_byline_find(text, &names))
        text = names;
    nb_text_names_push(page->build, &article->byline, text, &place);
    bool told = article->byline.count > before || memchr(text.data, '@', text.len);
    if (!told && text.len <= LONGEST / 4)
        nb_build_push(page->build, &article->byline, text);
}

/* ---- headline */

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

static unsigned words_in(struct nb_str text)
{
    unsigned count = 0;
    struct nb_str word;
    while (nb_str_split(&text, ' ', &word))
        count += word.len > 0;
    return count;
}

struct nb_str nb_html_strip_site(struct nb_str title, const char *site)
{
    static const char *const bars[] = {" | ",      " - ",   " \u2013 ", " \u2014 ",
                                       " \u00b7 ", " :: ",  " \u00bb ", " \u2022 ",
                                       "_",        "\uff5c"};
    for (;;) {
        size_t cut = 0, skip = 0;
        for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
            struct nb_str bar = nb_str_of(bars[i]);
            for (size_t at = title.len; at-- > 0;) {
                if (at > cut && nb_str_starts(nb_str_sub(title, at, title.len), bar)) {
                    cut = at;
                    skip = bar.len;
                    break;
                }
            }
        }
        struct nb_str head = nb_str_trim(nb_str_sub(title, 0, cut));
        struct nb_str tail = nb_str_trim(nb_str_sub(title, cut + skip, title.len));
        bool named = site && nb_html_same_words(tail, nb_str_of(site));
        if (!cut || (!named && (words_in(tail) > 4 || words_in(head) < 3 ||
                                words_in(head) <= words_in(tail))))
            return title;
        title = head;
    }
}

static const struct nb_xml_node *find_tag(const struct nb_html *page,
                                          enum nb_html_tag tag)
{
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (nb_html_mark(page, n)->tag == tag)
            return n;
    }
    return NULL;
}

/* A first-level heading that says what one of the titles says is the best headline: titles
 * may be cut short or carry more. */
static struct nb_str agreed_heading(struct nb_html *page, const struct nb_str *titles,
                                    size_t count)
{
    struct nb_str only = {0};
    unsigned headings = 0;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (nb_html_mark(page, n)->tag != NB_TAG_H1 || headings > 20)
            continue;
        struct nb_str text = nb_html_text(page, n);
        if (!text.len)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (nb_html_same_words(text, titles[i]) ||
                begins_with_words(titles[i], text) ||
                begins_with_words(text, titles[i])) {
                page->headline = n;
                return text;
            }
        }
        headings++;
        only = text;
    }
    return headings == 1 && words_in(only) > 2 ? only : (struct nb_str){0};
}

static void set_headline(struct nb_html *page, const char *social)
{
    struct nb_article *article = nb_build_article(page->build);
    const struct nb_xml_node *title = find_tag(page, NB_TAG_TITLE);
    struct nb_str titles[3] = {nb_str_of(article->headline), nb_str_of(social),
                               title ? nb_html_text(page, title) : NB_STR("")};
    for (size_t i = 0; i < 3; i++)
        titles[i] = nb_html_strip_site(nb_str_trim(titles[i]), article->site);
    struct nb_str best = agreed_heading(page, titles, 3);
    for (size_t i = 0; i < 3 && !best.len; i++)
        best = titles[i];
    article->headline = nb_build_keep(page->build, best);
}

/* ---- meta elements */

struct names {
    const char *social, *description;
};

static const char *meta_name(const struct nb_xml_node *node)
{
    const char *name = nb_xml_attr(node, "property");
    if (!name)
        name = nb_xml_attr(node, "name");
    return name ? name : nb_xml_attr(node, "itemprop");
}

static bool one_of(const char *name, const char *list)
{
    char key[64] = " ";
    size_t len = strlen(name);
    if (len > sizeof key - 3)
        return false;
    for (size_t i = 0; i < len; i++)
        key[i + 1] = nb_ascii_lower(name[i]);
    key[len + 1] = ' ';
    key[len + 2] = '\0';
    return strstr(list, key) != NULL;
}

static void take_meta(struct nb_html *page, const char *name, const char *value,
                      struct names *names)
{
    struct nb_article *article = nb_build_article(page->build);
    if (one_of(name, " og:title twitter:title dc.title dcterms.title headline "))
        names->social = names->social ? names->social : value;
    else if (one_of(name, " og:site_name application-name "))
        nb_html_set(page, &article->site, value);
    else if (one_of(name, " article:section parsely-section "))
        nb_html_set(page, &article->section, value);
    else if (one_of(name, " article:tag "))
        nb_build_push(page->build, &article->tags, nb_str_of(value));
    else if (one_of(name, " article:published_time datepublished publishdate pubdate "
                          "parsely-pub-date dc.date dc.date.issued dcterms.created "
                          "date publication_date sailthru.date og:pubdate "))
        nb_html_set_date(page, &article->published, value);
    else if (one_of(name, " article:modified_time datemodified lastmod "
                          "og:updated_time dcterms.modified last-modified "))
        nb_html_set_date(page, &article->modified, value);
    else if (one_of(name,
                    " og:image og:image:url og:image:secure_url twitter:image ")) {
        if (!page->lead)
            page->lead = value;
    } else if (one_of(name, " description og:description twitter:description ")) {
        page->description = page->description ? page->description : value;
    } else if (one_of(name, " og:image:alt twitter:image:alt ")) {
        page->lead_alt = page->lead_alt ? page->lead_alt : value;
    } else if (one_of(name, " copyright dc.rights dcterms.rights rights ")) {
        nb_html_set(page, &article->rights, value);
    } else if (one_of(name, " og:locale ")) {
        nb_html_set(page, &article->lang, value);
    }
}

static void take_metas(struct nb_html *page, struct names *names)
{
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (nb_html_mark(page, n)->tag != NB_TAG_META)
            continue;
        const char *name = meta_name(n), *value = nb_xml_attr(n, "content");
        if (name && value && *value)
            take_meta(page, name, value, names);
    }
}

static void take_author_metas(struct nb_html *page)
{
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        if (nb_build_article(page->build)->byline.count)
            return;
        const char *name =
            nb_html_mark(page, n)->tag == NB_TAG_META ? meta_name(n) : NULL;
        const char *value = nb_xml_attr(n, "content");
        if (name && value &&
            one_of(name, " author article:author dc.creator dcterms.creator byl "
                         "parsely-author sailthru.author "))
            nb_html_add_names(page, nb_str_of(value));
    }
}

/* ---- the page's own words */

static void take_bylines(struct nb_html *page)
{
    enum { LONGEST = 160 };
    struct nb_article *article = nb_build_article(page->build);
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (article->byline.count)
            return;
        if (mark->tag == NB_TAG_TEXT || mark->text > LONGEST || !nb_xml_first(n))
            continue;
        if (nb_xml_attr_has(n, "rel", "author") ||
            nb_xml_attr_has(n, "itemprop", "author") ||
            nb_xml_attr_has(n, "class", "byline") ||
            nb_xml_attr_has(n, "class", "author"))
            nb_html_add_names(page, nb_html_text(page, n));
    }
}

static void take_time(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    for (const struct nb_xml_node *n = page->root; n && !article->published;
         n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag != NB_TAG_TIME || mark->sign == NB_SIGN_COMMENTS)
            continue;
        nb_html_set_date(page, &article->published, nb_xml_attr(n, "datetime"));
        if (!article->published && mark->text < NB_DATE_ROOM * 2)
            nb_html_set_date(page, &article->published, nb_html_text(page, n).data);
    }
}

static const char *absolute(struct nb_html *page, const char *href)
{
    struct nb_buf url = NB_BUF_INIT;
    if (href)
        nb_html_url(page->base, nb_str_of(href), &url);
    const char *kept = nb_build_keep(page->build, nb_html_use(page, &url));
    nb_buf_free(&url);
    return kept;
}

static void take_addresses(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    const char *canonical = NULL, *social = NULL, *base = NULL;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (tag == NB_TAG_LINK && nb_xml_attr_has(n, "rel", "canonical") && !canonical)
            canonical = nb_xml_attr(n, "href");
        else if (tag == NB_TAG_META && nb_xml_attr_has(n, "property", "og:url"))
            social = nb_xml_attr(n, "content");
        else if (tag == NB_TAG_BASE && !base)
            base = nb_xml_attr(n, "href");
    }
    const char *own = absolute(page, canonical);
    if (!own)
        own = absolute(page, social);
    if (own && !nb_str_starts(nb_str_of(own), NB_STR("mailto:")))
        article->url = own;
    page->base = article->url;
    const char *given = absolute(page, base);
    if (given)
        page->base = given;
}

/* A language tag as BCP 47 writes it: "en_US" is "en-US". */
static void set_lang(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    const struct nb_xml_node *html = page->root;
    const char *dir = nb_xml_attr(html, "dir");
    const char *lang = nb_xml_attr(html, "lang");
    char tag[36];
    if (!lang || !*lang)
        lang = nb_xml_attr(html, "xml:lang");
    if (!lang || !*lang)
        lang = article->lang;
    struct nb_str own = nb_str_trim(nb_str_of(lang));
    if (own.len >= 2 && own.len < sizeof tag) {
        for (size_t i = 0; i <= own.len; i++)
            tag[i] =
                i == own.len ? '\0' : (char)(own.data[i] == '_' ? '-' : own.data[i]);
        article->lang = nb_build_keep(page->build, nb_str_of(tag));
    } else {
        article->lang = NULL;
    }
    if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("rtl")))
        article->dir = NB_DIR_RTL;
}

/* A label right above the headline that is named as the section. */
static void take_kicker(struct nb_html *page)
{
    enum { CLIMB = 3, BACK = 4, LONGEST = 48 };
    static const char *const names[] = {"kicker", "eyebrow",  "category", "section",
                                        "rubri",  "topline",  "overline", "surtitle",
                                        "dachz",  "spitzmar", "channel",  "label"};
    struct nb_article *article = nb_build_article(page->build);
    const struct nb_xml_node *at = page->headline;
    for (int i = 0; at && i < CLIMB && !article->section; i++, at = nb_xml_parent(at)) {
        const struct nb_xml_node *n = nb_xml_prev(at);
        for (int k = 0; n && k < BACK && !article->section; k++, n = nb_xml_prev(n)) {
            const char *class = nb_xml_attr(n, "class");
            const struct nb_html_mark *mark = nb_html_mark(page, n);
            for (size_t w = 0; class && w < sizeof names / sizeof names[0]; w++) {
                if (mark->text && mark->text <= LONGEST && !article->section &&
                    nb_str_find_nocase(nb_str_of(class), nb_str_of(names[w])) >= 0)
                    article->section =
                        nb_build_keep(page->build, nb_html_text(page, n));
            }
        }
    }
}

void nb_html_meta(struct nb_html *page)
{
    struct names names = {0};
    take_addresses(page);
    nb_html_ld(page);
    take_metas(page, &names);
    take_author_metas(page);
    take_bylines(page);
    take_time(page);
    set_lang(page);
    set_headline(page, names.social);
    take_kicker(page);
}
