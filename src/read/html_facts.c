/* Notes what the sources of metadata say, and settles it by trust. */
#include "read/html_meta.h"

#include "base/lang.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/text_names.h"

#include <stdlib.h>
#include <string.h>

void nb_html_note(struct nb_html *page, enum nb_html_fact fact,
                  enum nb_html_trust trust, struct nb_str value)
{
    enum { LONGEST = 2000 };
    struct nb_html_facts *facts = page->facts;
    value = nb_str_trim(value);
    if (!value.len || value.len > LONGEST)
        return;
    unsigned *count = &facts->author_count[trust];
    if (fact == NB_FACT_AUTHOR && *count < NB_FACT_AUTHORS)
        facts->authors[trust][(*count)++] =
            nb_arena_copy(page->arena, value.data, value.len);
    else if (fact != NB_FACT_AUTHOR && !facts->value[fact][trust])
        facts->value[fact][trust] = nb_arena_copy(page->arena, value.data, value.len);
}

const char *nb_html_fact(const struct nb_html *page, enum nb_html_fact fact)
{
    for (unsigned trust = 0; trust < NB_TRUST_COUNT; trust++) {
        if (page->facts->value[fact][trust])
            return page->facts->value[fact][trust];
    }
    return NULL;
}

static const char *source_name(unsigned trust)
{
    static const char *const names[NB_TRUST_COUNT] = {
        "JSON-LD", "microdata", "Open Graph", "Dublin Core", "Parsely",     "Sailthru",
        "meta",    "elements",  "elements",   "address",     "visible text"};
    return names[trust];
}

/* ---- dates */

/* Days since 1970 of the date at the start of an ISO form (Howard Hinnant's algorithm). */
static long day_number(const char *iso)
{
    long y = strtol(iso, NULL, 10), m = strtol(iso + 5, NULL, 10);
    long d = strtol(iso + 8, NULL, 10);
    y -= m <= 2;
    long era = y / 400, year = y - era * 400;
    long day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

/* The most trusted date; of the sources that name the same day, the first with a time. */
static const char *settle_date(struct nb_html *page, enum nb_html_fact fact,
                               const char *what)
{
    char best[NB_DATE_ROOM] = "", date[NB_DATE_ROOM];
    unsigned from = 0;
    for (unsigned trust = 0; trust < NB_TRUST_COUNT; trust++) {
        const char *value = page->facts->value[fact][trust];
        if (!value || (best[0] && trust >= NB_TRUST_ADDRESS))
            continue;
        if (!nb_date_parse(nb_str_of(value), date)) {
            if (trust < NB_TRUST_ELEMENT)
                nb_report(page->ctx, NB_DIAG_BAD_DATE, page->source, 0,
                          "%s: %.60s (%s)", what, value, source_name(trust));
        } else if (!best[0]) {
            memcpy(best, date, sizeof best);
            from = trust;
        } else if (strncmp(best, date, 10) == 0) {
            if (!strchr(best, 'T') && strchr(date, 'T'))
                memcpy(best, date, sizeof best);
        } else if (trust < NB_TRUST_ELEMENT &&
                   labs(day_number(best) - day_number(date)) > 1) {
            nb_report(page->ctx, NB_DIAG_METADATA, page->source, 0,
                      "%s: %s (%s), %s (%s)", what, best, source_name(from), date,
                      source_name(trust));
        }
    }
    return nb_build_keep(page->build, nb_str_of(best));
}

/* ---- names */

/* Accounts that sign for nobody. */
static bool is_account(struct nb_str text)
{
    static const char *const names[] = {
        "admin",     "administrator", "webmaster", "editor",  "root", "user", "guest",
        "anonymous", "staff",         "author",    "unknown", "null", "none"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nb_str_eq_nocase(text, nb_str_of(names[i])))
            return true;
    }
    return false;
}

static bool is_address(struct nb_str text)
{
    return nb_str_find(text, NB_STR("://")) >= 0 ||
           nb_str_find(text, NB_STR("@")) == 0 || nb_str_starts(text, NB_STR("/"));
}

void nb_html_add_names(struct nb_html *page, struct nb_str text)
{
    enum { LONGEST = 200 };
    struct nb_article *article = nb_build_article(page->build);
    size_t before = article->byline.count;
    struct nb_str names, place;
    text = nb_str_trim(text);
    if (!text.len || text.len > LONGEST || is_address(text) || is_account(text) ||
        (article->site && nb_html_same_words(text, nb_str_of(article->site))))
        return;
    if (nb_byline_find(text, &names))
        text = names;
    nb_text_names_push(page->build, &article->byline, text, &place);
    bool told = article->byline.count > before || memchr(text.data, '@', text.len) ||
                nb_str_starts_nocase(text, NB_STR("admin "));
    if (!told && text.len <= LONGEST / 4)
        nb_build_push(page->build, &article->byline, text);
}

static void report_names(struct nb_html *page, unsigned from, unsigned other)
{
    const struct nb_html_facts *facts = page->facts;
    for (unsigned i = 0; i < facts->author_count[other]; i++) {
        struct nb_str name = nb_str_of(facts->authors[other][i]);
        if (is_address(name))
            return;
        for (unsigned k = 0; k < facts->author_count[from]; k++) {
            if (nb_str_find_nocase(name, nb_str_of(facts->authors[from][k])) >= 0 ||
                nb_str_find_nocase(nb_str_of(facts->authors[from][k]), name) >= 0)
                return;
        }
    }
    if (facts->author_count[other])
        nb_report(page->ctx, NB_DIAG_METADATA, page->source, 0,
                  "author: %.60s (%s), %.60s (%s)", facts->authors[from][0],
                  source_name(from), facts->authors[other][0], source_name(other));
}

/* The byline's line, where it holds an element's name and more names beside it. */
static struct nb_str fuller(const struct nb_html *page, unsigned trust,
                            const char *name)
{
    const struct nb_html_facts *facts = page->facts;
    for (unsigned i = 0;
         trust >= NB_TRUST_ELEMENT && i < facts->author_count[NB_TRUST_TEXT]; i++) {
        struct nb_str line = nb_str_of(facts->authors[NB_TRUST_TEXT][i]);
        ptrdiff_t at = nb_str_find(line, nb_str_of(name));
        size_t end = (size_t)at + strlen(name);
        if (at >= 0 && end < line.len && strchr(" ,", line.data[end]))
            return line;
    }
    return nb_str_of(name);
}

static void settle_names(struct nb_html *page)
{
    const struct nb_strings *byline = &nb_build_article(page->build)->byline;
    unsigned from = NB_TRUST_COUNT;
    for (unsigned trust = 0; trust < NB_TRUST_COUNT; trust++) {
        if (from < NB_TRUST_COUNT && trust < NB_TRUST_ELEMENT)
            report_names(page, from, trust);
        for (unsigned i = 0;
             from == NB_TRUST_COUNT && i < page->facts->author_count[trust]; i++)
            nb_html_add_names(page,
                              fuller(page, trust, page->facts->authors[trust][i]));
        if (from == NB_TRUST_COUNT && byline->count)
            from = trust;
    }
}

/* ---- language */

/* A language tag as BCP 47 writes it: "en_US" is "en-US"; what is no tag is not taken. */
static const char *settle_lang(struct nb_html *page)
{
    const char *candidates[] = {nb_xml_attr(page->root, "lang"),
                                nb_xml_attr(page->root, "xml:lang"),
                                nb_html_fact(page, NB_FACT_LANG)};
    char tag[36];
    for (size_t k = 0; k < sizeof candidates / sizeof candidates[0]; k++) {
        struct nb_str own = nb_str_trim(nb_str_of(candidates[k]));
        bool fits = own.len >= 2 && own.len < sizeof tag;
        for (size_t i = 0; fits && i < own.len; i++) {
            char c = own.data[i] == '_' ? '-' : own.data[i];
            fits = nb_ascii_alpha(c) || nb_ascii_digit(c) || c == '-';
            tag[i] = c;
        }
        if (fits)
            return nb_build_keep(page->build, (struct nb_str){tag, own.len});
    }
    return NULL;
}

/* ---- all */

static const char *keep(struct nb_html *page, enum nb_html_fact fact)
{
    struct nb_str rest = nb_str_of(nb_html_fact(page, fact)), first = rest;
    if (fact == NB_FACT_SECTION)
        (void)nb_str_split(&rest, ',', &first);
    return nb_build_keep(page->build, first);
}

void nb_html_settle(struct nb_html *page)
{
    struct nb_article *article = nb_build_article(page->build);
    const char *dir = nb_xml_attr(page->root, "dir");
    article->section = keep(page, NB_FACT_SECTION);
    article->site = keep(page, NB_FACT_SITE);
    if (article->site && is_address(nb_str_of(article->site)))
        article->site = NULL;
    article->rights = keep(page, NB_FACT_RIGHTS);
    article->lang = settle_lang(page);
    page->lead = nb_html_fact(page, NB_FACT_IMAGE);
    page->lead_alt = nb_html_fact(page, NB_FACT_IMAGE_ALT);
    page->lead_caption = nb_html_fact(page, NB_FACT_IMAGE_CAPTION);
    page->description = nb_html_fact(page, NB_FACT_DESCRIPTION);
    nb_html_title(page);
    nb_html_visible(page);
    settle_names(page);
    article->published = settle_date(page, NB_FACT_PUBLISHED, "published");
    article->modified = settle_date(page, NB_FACT_MODIFIED, "modified");
    if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("rtl")))
        article->dir = NB_DIR_RTL;
}
