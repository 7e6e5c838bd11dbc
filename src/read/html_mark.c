/* What is known of every node of a page before anything is decided: its tag, what its names
 * say, whether it is hidden, and how much text of which sort lies below it. Nodes are numbered
 * in document order, so one pass forwards hands things down and one backwards sums them up. */
#include "read/html.h"

#include "base/utf8.h"

#include <string.h>

enum {
    PROSE = 80,       /* bytes of a block that reads like prose without a full stop */
    SHORT_PROSE = 30, /* with one */
    MOST_SHARE = 40   /* percent of the page's prose that furniture may hold */
};

/* The text that stands directly in a block, that in lines inside it included. */
struct own {
    unsigned text, link;
    bool ends; /* with the end of a sentence */
};

struct nb_html_mark *nb_html_mark(const struct nb_html *page,
                                  const struct nb_xml_node *node)
{
    return &page->marks[nb_xml_index(node)];
}

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

static bool says(const char *value, const char *what)
{
    return value && nb_str_find_nocase(nb_str_of(value), nb_str_of(what)) >= 0;
}

static bool is_hidden(const struct nb_xml_node *node)
{
    const char *style = nb_xml_attr(node, "style");
    const char *aria = nb_xml_attr(node, "aria-hidden");
    return nb_xml_attr(node, "hidden") || says(style, "display:none") ||
           says(style, "display: none") || says(style, "visibility:hidden") ||
           says(style, "visibility: hidden") || (aria && strcmp(aria, "true") == 0);
}

static unsigned solid_bytes(const char *text)
{
    unsigned count = 0;
    for (; *text; text++)
        count += !nb_ascii_space(*text);
    return count;
}

static bool ends_sentence(const char *text)
{
    struct nb_str s = nb_str_trim(nb_str_of(text));
    static const char *const ends[] = {"\u201d", "\u2019", "\u00bb", "\u2026",
                                       "\u3002", "\uff01", "\uff1f", "\u300d",
                                       "\u061f", "\u0964", "\u06d4", "\u201c"};
    char last = s.len ? s.data[s.len - 1] : 'a';
    if ((unsigned char)last < 0x80)
        return last && strchr(".!?:;\"')", last) != NULL;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (nb_str_ends(s, nb_str_of(ends[i])))
            return true;
    }
    return false;
}

/* ---- lengths */

struct measure {
    struct own *own;
    unsigned *block; /* the nearest block of each node */
    bool *link;      /* inside a link */
};

static void measure_text(const struct nb_html *page, struct measure *m)
{
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        unsigned i = nb_xml_index(n);
        const struct nb_xml_node *parent = nb_xml_parent(n);
        struct nb_html_mark *mark = &page->marks[i];
        unsigned p = parent ? nb_xml_index(parent) : i;
        m->block[i] = nb_html_tag_is_block(mark->tag) ? i : m->block[p];
        m->link[i] = mark->tag == NB_TAG_A || m->link[p];
        if (mark->gone || mark->tag != NB_TAG_TEXT)
            continue;
        if (!mark->text)
            mark->text = solid_bytes(nb_xml_text(n));
        mark->link = m->link[i] ? mark->text : 0;
        struct own *own = &m->own[m->block[i]];
        own->text += mark->text;
        own->link += mark->link;
        if (mark->text)
            own->ends = ends_sentence(nb_xml_text(n));
    }
}

static void judge(struct nb_html_mark *mark, const struct own *own)
{
    unsigned level = nb_html_tag_level(mark->tag);
    bool linked = own->link * 5 > own->text * 2;
    if (!own->text || (level && !linked))
        return;
    if (!linked && (own->text >= PROSE || (own->text >= SHORT_PROSE && own->ends)))
        mark->prose += own->text - own->link;
    else
        mark->noise += own->text;
}

static bool is_little(unsigned prose, unsigned all)
{
    return (unsigned long long)prose * 100 < (unsigned long long)all * MOST_SHARE;
}

/* Sums lengths up the tree: parents have smaller numbers than their children. */
static void sum_up(struct nb_html *page, unsigned all, const struct measure *m)
{
    for (unsigned i = nb_xml_count(page->xml); i-- > 0;) {
        const struct nb_xml_node *node = page->nodes[i];
        struct nb_html_mark *mark = &page->marks[i];
        judge(mark, &m->own[i]);
        const struct nb_xml_node *up = nb_xml_parent(node);
        if (!up || mark->gone)
            continue;
        struct nb_html_mark *parent = nb_html_mark(page, up);
        parent->holder |= (mark->holder || nb_html_tag_is_block(mark->tag)) &&
                          !nb_html_tag_is_block(parent->tag);
        parent->text += mark->text;
        parent->link += mark->link;
        if (mark->sign == NB_SIGN_RELATED && is_little(mark->prose, all)) {
            mark->noise += mark->prose;
            mark->prose = 0;
        }
        parent->prose += mark->prose;
        parent->noise += mark->noise;
    }
}

/* `all`: the page's prose as measured before, or 0; links to other stories that hold little
 * of it are then counted as noise. */
static void measure(struct nb_html *page, unsigned all)
{
    unsigned count = nb_xml_count(page->xml);
    struct measure m = {nb_arena_array(page->arena, count, sizeof *m.own),
                        nb_arena_array(page->arena, count, sizeof *m.block),
                        nb_arena_array(page->arena, count, sizeof *m.link)};
    if (nb_arena_status(page->arena) != NB_OK)
        return;
    for (unsigned i = 0; i < count; i++) {
        struct nb_html_mark *mark = &page->marks[i];
        if (mark->gone || mark->tag != NB_TAG_TEXT) /* else it stays what it was */
            mark->text = 0;
        mark->link = mark->prose = mark->noise = 0;
    }
    measure_text(page, &m);
    sum_up(page, all, &m);
}

void nb_html_measure(struct nb_html *page)
{
    measure(page, nb_html_mark(page, page->root)->prose);
}

/* ---- what is gone */

static bool is_furniture(const struct nb_xml_node *node,
                         const struct nb_html_mark *mark)
{
    switch ((enum nb_html_sign)mark->sign) {
    case NB_SIGN_FURNITURE:
    case NB_SIGN_COMMENTS:
        return true;
    case NB_SIGN_BYLINE:
    case NB_SIGN_RELATED:
    case NB_SIGN_NONE:
    case NB_SIGN_STANDFIRST:
    case NB_SIGN_CAPTION:
    case NB_SIGN_CREDIT:
    case NB_SIGN_PULLQUOTE:
    case NB_SIGN_POST:
    case NB_SIGN_BODY:
        break;
    }
    return mark->tag == NB_TAG_FORM || mark->tag == NB_TAG_FOOTER || is_hidden(node);
}

static const char *reason_of(const struct nb_html_mark *mark)
{
    if (mark->sign == NB_SIGN_COMMENTS)
        return "comments";
    if (mark->sign == NB_SIGN_FURNITURE)
        return "named as furniture";
    if (mark->tag == NB_TAG_FORM)
        return "a form";
    return mark->tag == NB_TAG_FOOTER ? "a footer" : "hidden";
}

void nb_html_drop(struct nb_html *page, const struct nb_xml_node *node,
                  const char *reason)
{
    struct nb_html_mark *mark = nb_html_mark(page, node);
    if (mark->text) {
        nb_html_fate(page, node, false, reason);
        page->dropped = page->dropped || mark->sign != NB_SIGN_BYLINE;
        struct nb_str text = nb_html_text(page, node);
        size_t len = text.len > 60 ? 60 : text.len;
        while (len < text.len && len && ((unsigned char)text.data[len] & 0xC0) == 0x80)
            len--;
        if (len)
            nb_report(page->ctx, NB_DIAG_DROPPED, page->source, nb_xml_line(node),
                      "%s: %.*s%s", reason, (int)len, text.data,
                      len < text.len ? "…" : "");
    }
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    for (const struct nb_xml_node *n = node; n && n != end; n = after(page, n))
        nb_html_mark(page, n)->gone = true;
}

/* What stands in these is shown only where they cannot be. */
static bool holds_fallback(enum nb_html_tag tag)
{
    return tag == NB_TAG_VIDEO || tag == NB_TAG_AUDIO || tag == NB_TAG_NOSCRIPT ||
           tag == NB_TAG_IFRAME || tag == NB_TAG_OBJECT;
}

bool nb_html_mark_all(struct nb_html *page)
{
    size_t count = nb_xml_count(page->xml);
    page->root = nb_xml_root(page->xml);
    page->marks = nb_arena_array(page->arena, count, sizeof *page->marks);
    page->nodes = nb_arena_array(page->arena, count, sizeof *page->nodes);
    if (!page->marks || !page->nodes)
        return false;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        const struct nb_xml_node *parent = nb_xml_parent(n);
        page->nodes[nb_xml_index(n)] = n;
        mark->tag = (unsigned char)nb_html_tag(nb_xml_name(n));
        if (mark->tag != NB_TAG_TEXT)
            mark->sign = (unsigned char)nb_html_sign(n, mark->tag);
        mark->gone = nb_html_tag_is_skipped(mark->tag) ||
                     (parent && (nb_html_mark(page, parent)->gone ||
                                 holds_fallback(nb_html_mark(page, parent)->tag)));
    }
    measure(page, 0);
    return nb_arena_status(page->arena) == NB_OK;
}

void nb_html_furnish(struct nb_html *page)
{
    unsigned most = nb_html_mark(page, page->root)->prose;
    for (const struct nb_xml_node *n = page->headline; n; n = nb_xml_parent(n))
        nb_html_mark(page, n)->heads = true;
    nb_html_cards(page);
    nb_html_groups(page);
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && !mark->heads && mark->tag != NB_TAG_TEXT &&
            is_furniture(n, mark) &&
            (!mark->prose || (unsigned long long)mark->prose * 100 <
                                 (unsigned long long)most * MOST_SHARE))
            nb_html_drop(page, n, reason_of(mark));
    }
    measure(page, most);
}

/* ---- text */

struct nb_str nb_html_use(struct nb_html *page, const struct nb_buf *buf)
{
    if (buf->status == NB_OK)
        return nb_buf_view(buf);
    if (page->status == NB_OK)
        page->status = buf->status;
    return (struct nb_str){"", 0};
}

/* What is gone below a node that is not is passed over. */
static void add_text(const struct nb_html *page, const struct nb_xml_node *node,
                     struct nb_buf *out)
{
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    bool all = nb_html_mark(page, node)->gone;
    for (const struct nb_xml_node *n = node; n && n != end;) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (!all && nb_html_mark(page, n)->gone) {
            n = nb_xml_following(n, page->root, false);
            continue;
        }
        if (nb_xml_text(n))
            nb_buf_puts(out, nb_xml_text(n));
        else if (nb_html_tag_is_block(tag) || tag == NB_TAG_BR)
            nb_buf_putc(out, ' ');
        n = nb_xml_following(n, page->root, !nb_html_tag_is_skipped(tag) || n == node);
    }
}

struct nb_str nb_html_text(struct nb_html *page, const struct nb_xml_node *node)
{
    struct nb_buf raw = NB_BUF_INIT;
    add_text(page, node, &raw);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.data[i];
        if (!nb_ascii_space(c))
            raw.data[len++] = c;
        else if (len && raw.data[len - 1] != ' ')
            raw.data[len++] = ' ';
    }
    raw.len = len;
    struct nb_str text = nb_str_trim(nb_html_use(page, &raw));
    const char *copy = nb_arena_copy(page->arena, text.data, text.len);
    text = (struct nb_str){copy ? copy : "", copy ? text.len : 0};
    nb_buf_free(&raw);
    return text;
}
