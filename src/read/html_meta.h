/* What a page says about its article, by source: the most trusted source that says anything
 * usable decides, and where others contradict it the report says so. For html*.c alone. */
#ifndef NB_READ_HTML_META_H
#define NB_READ_HTML_META_H

#include "read/html.h"

enum nb_html_fact {
    NB_FACT_HEADLINE,
    NB_FACT_SECTION,
    NB_FACT_PUBLISHED,
    NB_FACT_MODIFIED,
    NB_FACT_SITE,
    NB_FACT_LANG,
    NB_FACT_IMAGE,
    NB_FACT_IMAGE_ALT,
    NB_FACT_IMAGE_CAPTION,
    NB_FACT_DESCRIPTION,
    NB_FACT_RIGHTS,
    NB_FACT_AUTHOR, /* several of one source are all kept */
    NB_FACT_COUNT
};

/* The sources, most trusted first. */
enum nb_html_trust {
    NB_TRUST_LD, /* JSON-LD */
    NB_TRUST_MICRODATA,
    NB_TRUST_OPEN_GRAPH,
    NB_TRUST_DUBLIN_CORE,
    NB_TRUST_PARSELY,
    NB_TRUST_SAILTHRU,
    NB_TRUST_META,    /* other meta elements */
    NB_TRUST_ELEMENT, /* <time>, rel=author, <title> */
    NB_TRUST_NAME,    /* elements whose class says what they hold */
    NB_TRUST_ADDRESS, /* a date in the page's address */
    NB_TRUST_TEXT,    /* words near the headline */
    NB_TRUST_COUNT
};

enum { NB_FACT_AUTHORS = 12 };

struct nb_html_facts {
    const char *value[NB_FACT_COUNT][NB_TRUST_COUNT];
    const char *authors[NB_TRUST_COUNT][NB_FACT_AUTHORS];
    unsigned author_count[NB_TRUST_COUNT];
};

/* Notes what a source says; the first of a source counts, but for authors. Copied. */
void nb_html_note(struct nb_html *page, enum nb_html_fact fact,
                  enum nb_html_trust trust, struct nb_str value);

/* What the most trusted source says, or NULL. */
const char *nb_html_fact(const struct nb_html *page, enum nb_html_fact fact);

/* Settles the article's fields from what was noted, and reports contradictions. */
void nb_html_settle(struct nb_html *page);

/* JSON-LD to facts; says nothing where there is none. */
void nb_html_ld(struct nb_html *page);

/* What the page's visible elements say: <time>, rel=author, names, words. */
void nb_html_visible(struct nb_html *page);

/* Finds the headline, its element, the site's name behind it, and the kicker above it. */
void nb_html_title(struct nb_html *page);

#endif
