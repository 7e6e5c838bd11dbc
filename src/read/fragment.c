/* HTML that stands inside another format. The body is known, so nothing is searched for: the
 * tree is marked, furniture goes, and what is left goes to the builder. */
#include "read/fragment.h"

#include "base/limits.h"
#include "read/html.h"

#include <string.h>

enum {
    TAIL_BLOCK = 400, /* bytes: a longer last block is not about the page */
    TAIL_LINK = 80,
    TAILS = 3 /* links at the end that are looked at */
};

static enum nb_status parse(struct nb_ctx *ctx, const char *source,
                            const struct nb_fragment *fragment, struct nb_xml **out)
{
    if (fragment->tree)
        return nb_xml_copy(ctx, fragment->tree, "body", out);
    return nb_xml_parse_fragment(ctx, source, fragment->line, fragment->html, out);
}

/* ---- What stands at the end. */

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

/* Whether the text has nothing but marks: the arrow behind "Read more". */
static bool is_marks(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (nb_ascii_alpha(*text) || nb_ascii_digit(*text) || (c >= 0xC3 && c != 0xE2))
            return false;
    }
    return true;
}

/* The last text that says something, or NULL. */
static const struct nb_xml_node *last_text(const struct nb_html *page)
{
    const struct nb_xml_node *last = NULL;
    for (const struct nb_xml_node *n = page->root; n; n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->tag == NB_TAG_TEXT && !is_marks(nb_xml_text(n)))
            last = n;
    }
    return last;
}

/* An address without its scheme, query, fragment and last slash. */
static struct nb_str bare(struct nb_str url)
{
    ptrdiff_t at = nb_str_find(url, NB_STR("://"));
    size_t end = 0;
    if (at >= 0)
        url = nb_str_sub(url, (size_t)at + 3, url.len);
    while (end < url.len && url.data[end] != '?' && url.data[end] != '#')
        end++;
    url = nb_str_sub(url, 0, end);
    while (url.len && url.data[url.len - 1] == '/')
        url.len--;
    return url;
}

/* Whether a link leads to `url`; *inside is set when it leads to a part of it. */
static bool leads_to(struct nb_html *page, const struct nb_xml_node *link,
                     const char *url, bool *inside)
{
    struct nb_buf full = NB_BUF_INIT;
    const char *href = nb_xml_attr(link, "href");
    if (href && url)
        nb_html_url(page->base, nb_str_of(href), &full);
    struct nb_str to = nb_html_use(page, &full);
    bool same = to.len && nb_str_eq_nocase(bare(to), bare(nb_str_of(url)));
    *inside = same && memchr(to.data, '#', to.len) != NULL;
    nb_buf_free(&full);
    return same;
}

static const struct nb_xml_node *
around(const struct nb_html *page, const struct nb_xml_node *node, enum nb_html_tag tag)
{
    for (; node; node = nb_xml_parent(node)) {
        enum nb_html_tag own = nb_html_mark(page, node)->tag;
        if (tag == NB_TAG_OTHER ? nb_html_tag_is_block(own) : own == tag)
            return node;
    }
    return NULL;
}

/* Whether the first link in `block` leads to the article itself. */
static bool names_article(struct nb_html *page, const struct nb_xml_node *block,
                          const char *own)
{
    bool inside;
    const struct nb_xml_node *end = nb_xml_following(block, page->root, false);
    for (const struct nb_xml_node *n = block; n && n != end; n = after(page, n)) {
        if (nb_html_mark(page, n)->tag == NB_TAG_A)
            return leads_to(page, n, own, &inside);
    }
    return false;
}

/* Drops one link or paragraph about the page at the end; false when there is none. */
static bool drop_tail(struct nb_html *page, const struct nb_fragment *fragment,
                      bool *cut)
{
    bool inside;
    const struct nb_xml_node *text = last_text(page);
    const struct nb_xml_node *link = around(page, text, NB_TAG_A);
    const struct nb_xml_node *block = around(page, text, NB_TAG_OTHER);
    if (!link || !block || nb_html_mark(page, block)->text > TAIL_BLOCK)
        return false;
    if (leads_to(page, link, fragment->own, &inside) &&
        nb_html_mark(page, link)->text <= TAIL_LINK) {
        *cut = *cut || !inside;
        nb_html_drop(page, link, "a link to the article itself");
        return true;
    }
    if (leads_to(page, link, fragment->home, &inside) && block != page->root &&
        names_article(page, block, fragment->own)) {
        nb_html_drop(page, block, "names the article and its site");
        return true;
    }
    return false;
}

/* ---- Reading. */

/* The element that holds the blocks: the innermost one around all of them. */
static const struct nb_xml_node *body_of(const struct nb_html *page)
{
    const struct nb_xml_node *body = page->root;
    for (;;) {
        const struct nb_xml_node *only = NULL;
        size_t count = 0;
        for (const struct nb_xml_node *n = nb_xml_first(body); n; n = nb_xml_next(n)) {
            const char *text = nb_xml_text(n);
            if (text && !nb_str_trim(nb_str_of(text)).len)
                continue;
            only = n;
            count++;
        }
        enum nb_html_tag tag = only ? nb_html_mark(page, only)->tag : NB_TAG_TEXT;
        if (count != 1 ||
            (tag != NB_TAG_BODY && tag != NB_TAG_DIV && tag != NB_TAG_ARTICLE &&
             tag != NB_TAG_SECTION && tag != NB_TAG_MAIN))
            return body;
        body = only;
    }
}

static void read_tree(struct nb_html *page, const struct nb_fragment *fragment,
                      bool *cut)
{
    if (!nb_html_mark_all(page))
        return;
    for (int i = 0; i < TAILS && drop_tail(page, fragment, cut); i++)
        nb_html_measure(page);
    nb_html_junk(page, body_of(page));
    nb_html_find_notes(page, page->root);
    if (nb_arena_status(page->arena) == NB_OK)
        nb_html_blocks(page, page->root);
}

enum nb_status nb_fragment_read(struct nb_ctx *ctx, const char *source,
                                struct nb_build *build,
                                const struct nb_fragment *fragment, bool *cut)
{
    struct nb_html page = {.ctx = ctx,
                           .source = source,
                           .input = fragment->input,
                           .build = build,
                           .base = fragment->base};
    *cut = false;
    enum nb_status status = parse(ctx, source, fragment, &page.xml);
    if (status == NB_OK) {
        page.arena = nb_arena_new(ctx->limits->article_bytes);
        if (page.arena)
            read_tree(&page, fragment, cut);
        status = page.arena ? nb_arena_status(page.arena) : NB_NOMEM;
    }
    if (status == NB_OK)
        status = page.status;
    if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, source, fragment->line,
                  "the text is too large, the rest of it is left out");
    nb_arena_free(page.arena);
    nb_xml_free(page.xml);
    return status == NB_NOMEM ? status : NB_OK;
}

/* ---- Plain text. */

static size_t name_length(struct nb_str text)
{
    size_t len = 0;
    while (len < text.len &&
           (nb_ascii_alpha(text.data[len]) || nb_ascii_digit(text.data[len])))
        len++;
    return len;
}

/* Whether `text`, behind a "<", goes on as an element that HTML has. */
static bool is_tag(struct nb_str text)
{
    char name[12];
    if (text.len && text.data[0] == '/')
        text = nb_str_sub(text, 1, text.len);
    size_t len = name_length(text);
    if (!len || len >= sizeof name || len == text.len ||
        !strchr(" \t\r\n/>", text.data[len]))
        return nb_str_starts(text, NB_STR("!--"));
    for (size_t i = 0; i < len; i++)
        name[i] = nb_ascii_lower(text.data[i]);
    name[len] = '\0';
    return nb_html_tag(name) != NB_TAG_OTHER;
}

/* Whether `text`, behind a "&", goes on as a character reference. */
static bool is_reference(struct nb_str text)
{
    bool number = text.len && text.data[0] == '#';
    struct nb_str rest = nb_str_sub(text, number, text.len);
    size_t len = name_length(rest);
    if (!len || len > 10 || len == rest.len || rest.data[len] != ';')
        return false;
    return number || nb_xml_entity(nb_str_sub(rest, 0, len)) != 0;
}

bool nb_fragment_is_html(struct nb_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        struct nb_str rest = nb_str_sub(text, i + 1, text.len);
        if ((text.data[i] == '<' && is_tag(rest)) ||
            (text.data[i] == '&' && is_reference(rest)))
            return true;
    }
    return false;
}

enum nb_status nb_fragment_text(struct nb_ctx *ctx, const char *source,
                                const struct nb_fragment *fragment, struct nb_buf *out)
{
    struct nb_xml *xml;
    enum nb_status status = parse(ctx, source, fragment, &xml);
    if (status != NB_OK)
        return status == NB_NOMEM ? status : NB_OK;
    const struct nb_xml_node *root = nb_xml_root(xml);
    for (const struct nb_xml_node *n = root; n;) {
        enum nb_html_tag tag = nb_html_tag(nb_xml_name(n));
        if (nb_xml_text(n))
            nb_buf_puts(out, nb_xml_text(n));
        else if (nb_html_tag_is_block(tag) || tag == NB_TAG_BR)
            nb_buf_putc(out, ' ');
        n = nb_xml_following(n, root, !nb_html_tag_is_skipped(tag));
    }
    nb_xml_free(xml);
    return out->status;
}
