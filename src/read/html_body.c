/* Where the body of the article is. The page's own word is believed first (an element named
 * as the article's body that holds most of the prose); from there the way goes down as long
 * as one child holds nearly all of the prose. */
#include "read/html.h"

#include <string.h>

enum {
    AFTER = 30,    /* percent of the page's prose that must follow the headline */
    OWN_TAG = 50,  /* and that <article> or <main> must hold */
    WITHIN = 70,   /* percent of a named body's prose that one inside it must hold */
    OWN_WORD = 20, /* percent of the page's prose that a body by name must hold */
    GOOD_PART = 30,
    LEAST_PROSE = 150, /* bytes */
    NOISY = 40,        /* percent of noise to prose in what is left behind */
    QUIET = 25,        /* percent of noise to prose in the body, at most */
    DESCENT = 85,      /* percent of its parent's prose that a child must hold */
    DOMINANT = 50,     /* percent of it that the richest run of paragraphs must hold */
    SCATTERED = 35,    /* percent of that run that any run left behind may have */
    BEFORE = 5         /* percent of prose that may be left behind before it */
};

/* Runs of paragraphs, by node: how much prose stands in blocks right below it. */
struct runs {
    unsigned *run;  /* of the node */
    unsigned *most; /* of it and all below */
    const struct nb_xml_node *richest;
};

static bool holds(unsigned part, unsigned whole, unsigned percent)
{
    return (unsigned long long)part * 100 >= (unsigned long long)whole * percent;
}

static bool is_container(enum nb_html_tag tag)
{
    static const enum nb_html_tag containers[] = {
        NB_TAG_BODY,  NB_TAG_ARTICLE,  NB_TAG_MAIN,   NB_TAG_SECTION,
        NB_TAG_DIV,   NB_TAG_CENTER,   NB_TAG_FORM,   NB_TAG_TABLE,
        NB_TAG_TBODY, NB_TAG_TR,       NB_TAG_TD,     NB_TAG_SPAN,
        NB_TAG_OTHER, NB_TAG_FIELDSET, NB_TAG_HEADER, NB_TAG_ASIDE};
    for (size_t i = 0; i < sizeof containers / sizeof containers[0]; i++) {
        if (containers[i] == tag)
            return true;
    }
    return false;
}

static bool lies_in(const struct nb_xml_node *node, const struct nb_xml_node *outer)
{
    while (node && node != outer)
        node = nb_xml_parent(node);
    return node != NULL;
}

/* The element that the page names as the body and that holds enough: the innermost of those
 * that lie in each other, the heaviest of those that lie apart. */
static const struct nb_xml_node *named_body(const struct nb_html *page)
{
    const struct nb_xml_node *best = NULL;
    unsigned all = nb_html_mark(page, page->root)->prose;
    for (const struct nb_xml_node *n = page->root; n;
         n = nb_xml_following(n, page->root, true)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        bool tagged = mark->tag == NB_TAG_ARTICLE || mark->tag == NB_TAG_MAIN;
        unsigned least = mark->sign == NB_SIGN_BODY ? OWN_WORD : OWN_TAG;
        if (mark->gone || !mark->prose || (mark->sign != NB_SIGN_BODY && !tagged) ||
            !holds(mark->prose, all, least))
            continue;
        if (!best || mark->prose > nb_html_mark(page, best)->prose ||
            (lies_in(n, best) &&
             holds(mark->prose, nb_html_mark(page, best)->prose, WITHIN)))
            best = n;
    }
    return best;
}

static const struct nb_xml_node *heaviest_child(const struct nb_html *page,
                                                const struct nb_xml_node *node)
{
    const struct nb_xml_node *best = NULL;
    unsigned most = 0;
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->prose > most) {
            most = mark->prose;
            best = n;
        }
    }
    return best;
}

/* The first child with prose that is worth the name. */
static const struct nb_xml_node *first_child(const struct nb_html *page,
                                             const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->prose > LEAST_PROSE)
            return n;
    }
    return NULL;
}

/* Whether `child` is a container with at least so much of its parent's prose. */
static bool outweighs(const struct nb_html *page, const struct nb_xml_node *child,
                      const struct nb_xml_node *parent, unsigned percent)
{
    return child && is_container(nb_html_mark(page, child)->tag) &&
           holds(nb_html_mark(page, child)->prose, nb_html_mark(page, parent)->prose,
                 percent);
}

/* Whether two siblings are parts of one body by their kind: tag and class are the same. */
static bool is_twin(const struct nb_html *page, const struct nb_xml_node *a,
                    const struct nb_xml_node *b)
{
    const char *first = nb_xml_attr(a, "class"), *second = nb_xml_attr(b, "class");
    return nb_html_mark(page, a)->tag == nb_html_mark(page, b)->tag && first &&
           second && *first && strcmp(first, second) == 0;
}

/* Whether another part of the body follows. */
static bool has_twin(const struct nb_html *page, const struct nb_xml_node *node)
{
    for (const struct nb_xml_node *n = nb_xml_next(node); n; n = nb_xml_next(n)) {
        if (nb_html_mark(page, n)->prose && !nb_html_mark(page, n)->gone &&
            is_twin(page, node, n))
            return true;
    }
    return false;
}

/* Whether the rest of the parent stands among links and labels, as comments and teasers do,
 * and the child does not. */
static bool stands_out(const struct nb_html *page, const struct nb_xml_node *child,
                       const struct nb_xml_node *parent)
{
    const struct nb_html_mark *in = nb_html_mark(page, child);
    const struct nb_html_mark *all = nb_html_mark(page, parent);
    return !has_twin(page, child) &&
           holds(all->noise - in->noise, all->prose - in->prose, NOISY) &&
           !holds(in->noise, in->prose, QUIET);
}

/* ---- runs of paragraphs */

static void find_runs(const struct nb_html *page, struct runs *runs)
{
    unsigned count = nb_xml_count(page->xml);
    unsigned *own = nb_arena_array(page->arena, count, sizeof *own);
    unsigned *block = nb_arena_array(page->arena, count, sizeof *block);
    runs->run = nb_arena_array(page->arena, count, sizeof *runs->run);
    runs->most = nb_arena_array(page->arena, count, sizeof *runs->most);
    runs->richest = NULL;
    if (nb_arena_status(page->arena) != NB_OK)
        return;
    for (const struct nb_xml_node *n = page->root; n;
         n = nb_xml_following(n, page->root, true)) {
        const struct nb_xml_node *up = nb_xml_parent(n);
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        unsigned i = nb_xml_index(n), p = up ? nb_xml_index(up) : i;
        block[i] = nb_html_tag_is_block(mark->tag) ? i : block[p];
        own[i] = mark->gone ? 0 : mark->prose;
        if (up && !mark->gone)
            own[p] -= own[p] < mark->prose ? own[p] : mark->prose;
    }
    for (unsigned i = count; i-- > 0;) {
        const struct nb_xml_node *up = nb_xml_parent(page->nodes[i]);
        runs->run[i] += own[i];
        if (up)
            runs->run[block[nb_xml_index(up)]] += own[i];
    }
    for (unsigned i = count; i-- > 0;) {
        const struct nb_xml_node *up = nb_xml_parent(page->nodes[i]);
        if (runs->most[i] < runs->run[i])
            runs->most[i] = runs->run[i];
        if (!runs->richest || runs->run[i] >= runs->run[nb_xml_index(runs->richest)])
            runs->richest = page->nodes[i];
        if (up && runs->most[nb_xml_index(up)] < runs->most[i])
            runs->most[nb_xml_index(up)] = runs->most[i];
    }
}

/* The child that holds the richest run, when that run is most of the parent's prose, hardly
 * any prose stands before the child, and what follows it is scattered: comments, teasers,
 * notices, each in an element of its own. */
static const struct nb_xml_node *run_child(const struct nb_html *page,
                                           const struct runs *runs,
                                           const struct nb_xml_node *parent)
{
    const struct nb_xml_node *child = runs->richest;
    while (child && nb_xml_parent(child) != parent)
        child = nb_xml_parent(child);
    if (!child || !is_container(nb_html_mark(page, child)->tag))
        return NULL;
    unsigned most = runs->run[nb_xml_index(runs->richest)], before = 0;
    if (!holds(most, nb_html_mark(page, parent)->prose, DOMINANT))
        return NULL;
    for (const struct nb_xml_node *n = nb_xml_prev(child); n; n = nb_xml_prev(n))
        before += nb_html_mark(page, n)->gone ? 0 : nb_html_mark(page, n)->prose;
    if (holds(before, nb_html_mark(page, child)->prose, BEFORE))
        return NULL;
    for (const struct nb_xml_node *n = nb_xml_next(child); n; n = nb_xml_next(n)) {
        if (holds(runs->most[nb_xml_index(n)], most, SCATTERED))
            return NULL;
    }
    return has_twin(page, child) ? NULL : child;
}

/* What stands before the headline is not the article, unless nearly all of the prose does. */
static void drop_before_headline(struct nb_html *page)
{
    unsigned all = nb_html_mark(page, page->root)->prose, before = 0;
    for (const struct nb_xml_node *at = page->headline; at; at = nb_xml_parent(at)) {
        for (const struct nb_xml_node *n = nb_xml_prev(at); n; n = nb_xml_prev(n))
            before += nb_html_mark(page, n)->gone ? 0 : nb_html_mark(page, n)->prose;
    }
    if (!before || !holds(all - before, all, AFTER))
        return;
    for (const struct nb_xml_node *at = page->headline; at; at = nb_xml_parent(at)) {
        for (const struct nb_xml_node *n = nb_xml_prev(at); n; n = nb_xml_prev(n)) {
            const struct nb_html_mark *mark = nb_html_mark(page, n);
            if (!mark->gone && mark->prose)
                nb_html_drop(page, n, "before the headline");
        }
    }
    nb_html_measure(page);
}

const struct nb_xml_node *nb_html_body(struct nb_html *page)
{
    struct runs runs;
    drop_before_headline(page);
    const struct nb_xml_node *at = named_body(page);
    page->body_why =
        at ? "in the element named as the body" : "in the page's whole text";
    if (!at)
        at = page->root;
    find_runs(page, &runs);
    for (;;) {
        const struct nb_xml_node *child = heaviest_child(page, at);
        const char *why = "in the element with nearly all of the prose";
        if (!outweighs(page, child, at, DESCENT)) {
            child = first_child(page, at);
            why = "in the first of several, before links and labels";
            if (!outweighs(page, child, at, GOOD_PART) ||
                !stands_out(page, child, at)) {
                child = run_child(page, &runs, at);
                why = "in the element with the richest run of paragraphs";
            }
            if (!child)
                return at;
        }
        if (child != at &&
            nb_html_mark(page, child)->prose < nb_html_mark(page, at)->prose)
            page->body_why = why;
        at = child;
    }
}
