/* One walk with enter and leave. What an element opens follows from the element alone, so the
 * same is closed without remembering anything; the builder mends nesting. */
#include "read/markup.h"

#include "base/lang.h"
#include "base/mem.h"
#include "doc/clean.h"
#include "read/html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NOTES = 10000 };

enum action {
    NODE,    /* opens the node type */
    LEVEL,   /* a heading of the level */
    ORDERED, /* an ordered list */
    HEADER,  /* a header cell */
    LINK,
    EMPHASIS, /* its class may say bold */
    QUOTED,   /* set in quotation marks */
    RAW,      /* a leaf with its text as it stands */
    LEAF,
    NOTE,
    APART, /* a block that opens nothing */
    PASS   /* no content */
};

/* Sorted by name. */
static const struct element {
    const char *name;
    enum action action;
    unsigned value; /* node type or level */
} elements[] = {
    {"a", LINK, 0},
    {"address", NODE, NB_PARAGRAPH},
    {"article", APART, 0},
    {"aside", APART, 0},
    {"b", NODE, NB_STRONG},
    {"block", APART, 0},
    {"blockquote", NODE, NB_QUOTE},
    {"body", APART, 0},
    {"body.content", APART, 0},
    {"bq", NODE, NB_QUOTE},
    {"br", LEAF, NB_BREAK},
    {"button", PASS, 0},
    {"caption", NODE, NB_CAPTION},
    {"cite", NODE, NB_EMPH},
    {"code", RAW, NB_CODESPAN},
    {"col", PASS, 0},
    {"colgroup", PASS, 0},
    {"credit", NODE, NB_PARAGRAPH},
    {"dd", NODE, NB_PARAGRAPH},
    {"div", APART, 0},
    {"dl", APART, 0},
    {"dt", NODE, NB_PARAGRAPH},
    {"em", EMPHASIS, 0},
    {"figcaption", APART, 0},
    {"figure", APART, 0},
    {"fn", NOTE, 0},
    {"footer", APART, 0},
    {"h1", LEVEL, 2},
    {"h2", LEVEL, 2},
    {"h3", LEVEL, 3},
    {"h4", LEVEL, 4},
    {"h5", LEVEL, 5},
    {"h6", LEVEL, 6},
    {"head", PASS, 0},
    {"header", APART, 0},
    {"hl1", LEVEL, 2},
    {"hl2", LEVEL, 2},
    {"hr", LEAF, NB_RULE},
    {"i", NODE, NB_EMPH},
    {"input", PASS, 0},
    {"kbd", RAW, NB_CODESPAN},
    {"li", NODE, NB_ITEM},
    {"main", APART, 0},
    {"media-metadata", PASS, 0},
    {"media-object", PASS, 0},
    {"nitf-table-metadata", PASS, 0},
    {"note", APART, 0},
    {"object.title", NODE, NB_EMPH},
    {"ol", ORDERED, 0},
    {"p", NODE, NB_PARAGRAPH},
    {"pre", RAW, NB_CODE},
    {"q", QUOTED, 0},
    {"samp", RAW, NB_CODESPAN},
    {"script", PASS, 0},
    {"section", APART, 0},
    {"select", PASS, 0},
    {"strong", NODE, NB_STRONG},
    {"style", PASS, 0},
    {"sub", NODE, NB_SUB},
    {"sup", NODE, NB_SUP},
    {"table", NODE, NB_TABLE},
    {"tagline", NODE, NB_PARAGRAPH},
    {"td", NODE, NB_CELL},
    {"template", PASS, 0},
    {"th", HEADER, NB_CELL},
    {"title", PASS, 0},
    {"tr", NODE, NB_ROW},
    {"tt", RAW, NB_CODESPAN},
    {"ul", NODE, NB_LIST},
};

static int by_name(const void *key, const void *element)
{
    return strcmp(key, ((const struct element *)element)->name);
}

static const struct element *find(const struct nb_xml_node *node)
{
    const char *name = nb_xml_name(node);
    return name ? bsearch(name, elements, sizeof elements / sizeof elements[0],
                          sizeof elements[0], by_name)
                : NULL;
}

/* ---- attributes */

static void set_language(struct nb_markup *m, const struct nb_xml_node *node,
                         struct nb_node *made)
{
    const char *own = nb_build_article(m->build)->lang;
    const char *lang = nb_xml_attr(node, "xml:lang");
    const char *dir = nb_xml_attr(node, "dir");
    if (!lang || !*lang)
        lang = nb_xml_attr(node, "lang");
    if (!lang && nb_xml_is(node, "lang")) /* NITF 3 */
        lang = nb_xml_attr(node, "iso");
    if (lang && !(own && nb_str_eq_nocase(nb_str_of(own), nb_str_of(lang))))
        made->lang = nb_build_keep(m->build, nb_str_of(lang));
    if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("rtl")))
        made->dir = NB_DIR_RTL;
    else if (dir && nb_str_eq_nocase(nb_str_of(dir), NB_STR("ltr")))
        made->dir = NB_DIR_LTR;
}

static bool is_span(const struct nb_xml_node *node)
{
    bool said = nb_xml_attr(node, "lang") || nb_xml_attr(node, "xml:lang") ||
                nb_xml_attr(node, "dir");
    return nb_xml_is(node, "lang") ||
           (said && (nb_xml_is(node, "span") || nb_xml_is(node, "bdo") ||
                     nb_xml_is(node, "bdi") || nb_xml_is(node, "abbr")));
}

static unsigned number(const struct nb_xml_node *node, const char *name, unsigned most)
{
    const char *value = nb_xml_attr(node, name);
    long n = value ? strtol(value, NULL, 10) : 1;
    return n < 1 ? 1 : n > (long)most ? most : (unsigned)n;
}

const char *nb_markup_url(struct nb_markup *m, const char *url)
{
    struct nb_buf whole = NB_BUF_INIT;
    const char *kept = NULL;
    if (url)
        nb_html_url(m->base, nb_str_of(url), &whole);
    if (whole.status != NB_OK)
        m->status = whole.status;
    else
        kept = nb_build_keep(m->build, nb_buf_view(&whole));
    nb_buf_free(&whole);
    return kept;
}

static enum nb_node_type emphasis(const struct nb_xml_node *node)
{
    return nb_xml_attr_has(node, "class", "bold") ||
                   nb_xml_attr_has(node, "class", "strong")
               ? NB_STRONG
               : NB_EMPH;
}

/* ---- leaves */

static void add_raw(struct nb_markup *m, const struct nb_xml_node *node,
                    enum nb_node_type type)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_xml_text_below(node, &text);
    struct nb_str raw = nb_buf_view(&text);
    if (text.status != NB_OK)
        m->status = text.status;
    if (type == NB_CODESPAN) {
        raw = nb_str_of(nb_build_keep(m->build, raw));
    } else {
        while (raw.len && (raw.data[0] == '\n' || raw.data[0] == '\r'))
            raw = nb_str_sub(raw, 1, raw.len);
        while (raw.len && nb_ascii_space(raw.data[raw.len - 1]))
            raw.len--;
    }
    const char *kept = raw.len ? nb_build_raw(m->build, raw) : NULL;
    if (kept)
        nb_build_leaf(m->build, type, nb_xml_line(node))->text = kept;
    nb_buf_free(&text);
}

/* A footnote becomes a reference here; the note itself is set when the tree is done. */
static void add_note(struct nb_markup *m, const struct nb_xml_node *node)
{
    char label[24];
    if (m->note_count >= MOST_NOTES)
        return;
    if (m->note_count == m->note_room) {
        size_t room = m->note_room ? m->note_room * 2 : 8;
        const struct nb_xml_node **notes =
            nb_realloc(m->notes, room * sizeof(const struct nb_xml_node *));
        if (!notes) {
            m->status = NB_NOMEM;
            return;
        }
        m->notes = notes;
        m->note_room = room;
    }
    m->notes[m->note_count++] = node;
    (void)snprintf(label, sizeof label, "%zu", m->first_note + m->note_count);
    struct nb_node *reference = nb_build_leaf(m->build, NB_NOTEREF, nb_xml_line(node));
    reference->u.label = nb_build_keep(m->build, nb_str_of(label));
}

/* ---- the walk */

static void open_node(struct nb_markup *m, const struct nb_xml_node *node,
                      const struct element *element)
{
    unsigned line = nb_xml_line(node);
    enum nb_node_type type = NB_LIST;
    if (element->action == LEVEL)
        type = NB_HEADING;
    else if (element->action != ORDERED)
        type = (enum nb_node_type)element->value;
    struct nb_node *made = nb_build_open(m->build, type, line);
    set_language(m, node, made);
    if (type == NB_HEADING)
        made->u.level = element->value;
    if (element->action == ORDERED) {
        made->u.list.ordered = true;
        made->u.list.start = (int)number(
            node, nb_xml_attr(node, "seqnum") ? "seqnum" : "start", 1000000);
    }
    if (type == NB_CELL) {
        made->u.cell.header = element->action == HEADER;
        made->u.cell.colspan = number(node, "colspan", 100);
        made->u.cell.rowspan = number(node, "rowspan", 1000);
    }
}

static void open_link(struct nb_markup *m, const struct nb_xml_node *node)
{
    const char *href = nb_markup_url(m, nb_xml_attr(node, "href"));
    if (href)
        nb_build_open(m->build, NB_LINK, nb_xml_line(node))->u.href = href;
}

/* Whether a heading only says the article's headline again. */
static bool repeats_headline(struct nb_markup *m, const struct nb_xml_node *node)
{
    const char *headline = nb_build_article(m->build)->headline;
    if (!headline || !(nb_xml_is(node, "h1") || nb_xml_is(node, "hl1")))
        return false;
    struct nb_str text = nb_markup_text(nb_build_arena(m->build), node, NULL);
    return nb_html_same_words(text, nb_str_of(headline));
}

/* Whether the walk goes into the node. */
static bool enter(struct nb_markup *m, const struct nb_xml_node *node)
{
    const struct element *element = find(node);
    if (nb_xml_text(node)) {
        nb_build_text(m->build, nb_str_of(nb_xml_text(node)));
        return false;
    }
    if (nb_markup_media(m, node) || repeats_headline(m, node))
        return false;
    if (!element) {
        if (is_span(node))
            set_language(m, node, nb_build_open(m->build, NB_SPAN, nb_xml_line(node)));
        return true;
    }
    switch (element->action) {
    case NODE:
    case LEVEL:
    case ORDERED:
    case HEADER:
        open_node(m, node, element);
        break;
    case LINK:
        open_link(m, node);
        break;
    case EMPHASIS:
        (void)nb_build_open(m->build, emphasis(node), nb_xml_line(node));
        break;
    case QUOTED:
        nb_build_text(m->build, NB_STR("\u201c"));
        break;
    case RAW:
        add_raw(m, node, (enum nb_node_type)element->value);
        return false;
    case LEAF:
        (void)nb_build_leaf(m->build, (enum nb_node_type)element->value,
                            nb_xml_line(node));
        break;
    case NOTE:
        add_note(m, node);
        return false;
    case APART:
        nb_build_close(m->build, NB_PARAGRAPH);
        break;
    case PASS:
        return false;
    }
    return true;
}

static void leave(struct nb_markup *m, const struct nb_xml_node *node)
{
    const struct element *element = find(node);
    if (!element) {
        if (nb_xml_name(node) && is_span(node))
            nb_build_close(m->build, NB_SPAN);
        return;
    }
    switch (element->action) {
    case NODE:
    case HEADER:
        nb_build_close(m->build, (enum nb_node_type)element->value);
        break;
    case LEVEL:
        nb_build_close(m->build, NB_HEADING);
        break;
    case ORDERED:
        nb_build_close(m->build, NB_LIST);
        break;
    case LINK:
        if (nb_markup_url(m, nb_xml_attr(node, "href")))
            nb_build_close(m->build, NB_LINK);
        break;
    case EMPHASIS:
        nb_build_close(m->build, emphasis(node));
        break;
    case QUOTED:
        nb_build_text(m->build, NB_STR("\u201d"));
        break;
    case APART:
        nb_build_close(m->build, NB_PARAGRAPH);
        break;
    case RAW:
    case LEAF:
    case NOTE:
    case PASS:
        break;
    }
}

void nb_markup_inlines(struct nb_markup *m, const struct nb_xml_node *root)
{
    const struct nb_xml_node *node = nb_xml_first(root);
    while (node && m->status == NB_OK) {
        bool into = enter(m, node);
        if (into && nb_xml_first(node)) {
            node = nb_xml_first(node);
            continue;
        }
        if (into)
            leave(m, node);
        while (!nb_xml_next(node)) {
            node = nb_xml_parent(node);
            if (!node || node == root)
                return;
            leave(m, node);
        }
        node = nb_xml_next(node);
    }
}

void nb_markup_notes(struct nb_markup *m)
{
    nb_build_close(m->build, NB_PARAGRAPH);
    for (size_t i = 0; i < m->note_count && m->status == NB_OK; i++) {
        char label[24];
        (void)snprintf(label, sizeof label, "%zu", m->first_note + i + 1);
        struct nb_node *note =
            nb_build_open(m->build, NB_FOOTNOTE, nb_xml_line(m->notes[i]));
        note->u.label = nb_build_keep(m->build, nb_str_of(label));
        nb_markup_inlines(m, m->notes[i]);
        nb_build_close(m->build, NB_FOOTNOTE);
    }
    m->first_note += m->note_count;
    m->note_count = m->note_room = 0;
    nb_free(m->notes);
    m->notes = NULL;
}

void nb_markup(struct nb_markup *m, const struct nb_xml_node *root)
{
    nb_markup_inlines(m, root);
    nb_markup_notes(m);
}

void nb_markup_html(struct nb_markup *m, struct nb_str html)
{
    struct nb_xml *xml;
    if (!nb_str_trim(html).len || m->status != NB_OK)
        return;
    enum nb_status status = nb_xml_parse_html(m->ctx, m->source, html, &xml);
    if (status == NB_OK) {
        nb_markup(m, nb_xml_root(xml));
        nb_xml_free(xml);
    } else if (status != NB_FORMAT) {
        m->status = status;
    }
}

void nb_markup_plain(struct nb_markup *m, struct nb_str text)
{
    bool spaced = nb_str_find(text, NB_STR("\n\n")) >= 0 ||
                  nb_str_find(text, NB_STR("\r\n\r\n")) >= 0;
    struct nb_str line;
    while (nb_str_line(&text, &line)) {
        if (!nb_str_trim(line).len) {
            nb_build_close(m->build, NB_PARAGRAPH);
        } else {
            nb_build_text(m->build, line);
            nb_build_text(m->build, NB_STR(" "));
            if (!spaced)
                nb_build_close(m->build, NB_PARAGRAPH);
        }
    }
    nb_build_close(m->build, NB_PARAGRAPH);
}

static bool is_one_of(const struct nb_xml_node *node, const char *const *names)
{
    for (; names && *names; names++) {
        if (nb_xml_is(node, *names))
            return true;
    }
    return false;
}

struct nb_str nb_markup_text(struct nb_arena *arena, const struct nb_xml_node *node,
                             const char *const *less)
{
    struct nb_clean clean = {0};
    struct nb_buf text = NB_BUF_INIT;
    const struct nb_xml_node *at = node;
    while (at) {
        const struct element *element = find(at);
        bool into =
            !is_one_of(at, less) && (at == node || !element || element->action != PASS);
        if (nb_xml_text(at))
            nb_clean_add(&clean, nb_str_of(nb_xml_text(at)), &text);
        else if (at != node && element && element->action != LINK &&
                 element->action != EMPHASIS &&
                 !(element->action == NODE &&
                   nb_node_is_inline((enum nb_node_type)element->value)))
            nb_clean_add(&clean, NB_STR(" "), &text);
        at = nb_xml_following(at, node, into);
    }
    const char *kept = nb_arena_copy(arena, nb_buf_cstr(&text), text.len);
    struct nb_str found = {kept ? kept : "", kept ? text.len : 0};
    nb_buf_free(&text);
    return found;
}
