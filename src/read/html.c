/* The reader of HTML pages, saved whole or as fragments, XHTML included. */
#include "read/html.h"

#include "base/charset.h"
#include "base/limits.h"
#include "base/mem.h"
#include "read/readers.h"

#include <string.h>

enum {
    HEAD_BYTES =
        4096 /* where a declaration of the encoding may stand; browsers take 1024 */
};

/* ---- encoding */

/* The value after `name=` in `tag`, quotes taken off. */
static struct nb_str value_of(struct nb_str tag, const char *name)
{
    ptrdiff_t at = nb_str_find_nocase(tag, nb_str_of(name));
    if (at < 0)
        return (struct nb_str){0};
    struct nb_str rest =
        nb_str_trim(nb_str_sub(tag, (size_t)at + strlen(name), tag.len));
    if (!rest.len || rest.data[0] != '=')
        return (struct nb_str){0};
    rest = nb_str_trim(nb_str_sub(rest, 1, rest.len));
    while (rest.len && (rest.data[0] == '"' || rest.data[0] == '\''))
        rest = nb_str_sub(rest, 1, rest.len);
    size_t len = 0;
    while (len < rest.len && !strchr("\"' ;>\t\r\n/", rest.data[len]))
        len++;
    return nb_str_sub(rest, 0, len);
}

/* The encoding that the page declares in <meta> or <?xml …?>; "" when it does not. */
static void declared(struct nb_str bytes, char *out, size_t room)
{
    struct nb_str head = nb_str_sub(bytes, 0, HEAD_BYTES);
    struct nb_str value = {0};
    if (nb_str_starts(head, NB_STR("<?xml"))) {
        struct nb_str rest = head, tag;
        if (nb_str_split(&rest, '>', &tag))
            value = value_of(tag, "encoding");
    }
    while (!value.len) {
        ptrdiff_t at = nb_str_find_nocase(head, NB_STR("<meta"));
        if (at < 0)
            break;
        head = nb_str_sub(head, (size_t)at + 5, head.len);
        struct nb_str rest = head, tag;
        if (nb_str_split(&rest, '>', &tag))
            value = value_of(tag, "charset");
    }
    if (value.len >= room)
        value.len = 0;
    if (value.len)
        memcpy(out, value.data, value.len);
    out[value.len] = '\0';
}

/* ---- sniffing */

static int sniff(const struct nb_input *input)
{
    static const char *const certain[] = {"<!doctype html", "<html", "<head", "<body"};
    static const char *const likely[] = {"<article", "<div",  "<p>",    "<p ",
                                         "<h1",      "<meta", "<title", "<section",
                                         "<main",    "<table"};
    struct nb_str head = nb_str_sub(input->bytes, 0, HEAD_BYTES);
    if (nb_str_starts(head, NB_STR("\xEF\xBB\xBF")))
        head = nb_str_sub(head, 3, head.len);
    head = nb_str_trim(head);
    if (!head.len || head.data[0] != '<')
        return nb_str_find_nocase(head, NB_STR("<!doctype html")) >= 0 ? 60 : 0;
    for (size_t i = 0; i < sizeof certain / sizeof certain[0]; i++) {
        if (nb_str_find_nocase(head, nb_str_of(certain[i])) >= 0)
            return 95;
    }
    for (size_t i = 0; i < sizeof likely / sizeof likely[0]; i++) {
        if (nb_str_find_nocase(head, nb_str_of(likely[i])) >= 0)
            return 70;
    }
    return 0;
}

/* ---- reading */

/* The lead picture of the metadata, where the body shows none. */
static void add_lead(struct nb_html *page)
{
    const char *src = nb_html_src(page, nb_str_of(page->lead));
    if (src) {
        struct nb_node *figure = nb_build_open(page->build, NB_FIGURE, 0);
        figure->u.figure.src = src;
        figure->u.figure.alt = nb_build_keep(page->build, nb_str_of(page->lead_alt));
        if (page->lead_caption) {
            (void)nb_build_open(page->build, NB_CAPTION, 0);
            nb_build_text(page->build, nb_str_of(page->lead_caption));
            nb_build_close(page->build, NB_CAPTION);
        }
        nb_build_close(page->build, NB_FIGURE);
        nb_build_article(page->build)->lead = figure;
    }
}

/* Whether the body, as it will be built, shows a picture. */
static bool shows_picture(const struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    for (const struct nb_xml_node *n = body; n && n != end;) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && nb_html_is_picture(page, n))
            return true;
        if (!mark->gone && mark->tag == NB_TAG_NOSCRIPT &&
            nb_html_find_picture(page, n))
            return true;
        n = nb_xml_following(n, page->root, !mark->gone && !mark->related);
    }
    return false;
}

/* Whether text of the body is left that becomes a block. */
static bool has_text(const struct nb_html *page, const struct nb_xml_node *body)
{
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    for (const struct nb_xml_node *n = body; n && n != end;) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        bool kept = !mark->gone && !mark->related;
        if (kept && mark->tag == NB_TAG_TEXT && mark->text)
            return true;
        n = nb_xml_following(n, page->root, kept);
    }
    return false;
}

/* The body of a page of which nothing was left: a few words in elements named as furniture.
 * All that is ever shown of it is taken back, but for the headline. */
static const struct nb_xml_node *rescue(struct nb_html *page)
{
    const struct nb_xml_node *body = page->root;
    for (const struct nb_xml_node *n = page->root; n;
         n = nb_xml_following(n, page->root, true)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        const struct nb_xml_node *up = nb_xml_parent(n);
        mark->gone = (up && nb_html_mark(page, up)->gone) ||
                     nb_html_tag_is_skipped(mark->tag) || n == page->headline;
        mark->related = false;
        if (mark->tag == NB_TAG_BODY && body == page->root)
            body = n;
    }
    nb_html_measure(page);
    if (nb_build_article(page->build)->headline && !has_text(page, body))
        nb_report(page->ctx, NB_DIAG_NO_TEXT, page->source, 0, NULL);
    return body;
}

/* Reports the prose that stands outside the body; nothing goes unsaid. */
static void drop_outside(struct nb_html *page, const struct nb_xml_node *body)
{
    for (const struct nb_xml_node *at = body; at; at = nb_xml_parent(at)) {
        const struct nb_xml_node *up = nb_xml_parent(at);
        for (const struct nb_xml_node *n = up ? nb_xml_first(up) : NULL; n;
             n = nb_xml_next(n)) {
            const struct nb_html_mark *mark = nb_html_mark(page, n);
            if (n != at && !mark->gone && !mark->heads && mark->prose)
                nb_html_drop(page, n, "outside the article");
        }
    }
}

static enum nb_status read_tree(struct nb_html *page)
{
    if (!nb_html_mark_all(page))
        return nb_arena_status(page->arena);
    nb_html_explain_begin(page);
    nb_html_meta(page);
    if (page->headline)
        nb_html_fate(page, page->headline, true, "headline");
    nb_html_furnish(page);
    const struct nb_xml_node *body = nb_html_body(page);
    nb_html_junk(page, body);
    if (!has_text(page, body) && !nb_build_article(page->build)->standfirst.count)
        body = rescue(page);
    nb_html_find_notes(page, body);
    if (!page->notes)
        return nb_arena_status(page->arena);
    nb_html_head(page, body);
    if (!nb_build_article(page->build)->lead && !shows_picture(page, body))
        add_lead(page);
    drop_outside(page, body);
    nb_html_blocks(page, body);
    nb_html_explain(page, body);
    return page->status == NB_OK ? nb_arena_status(page->arena) : page->status;
}

static enum nb_status read_page(struct nb_ctx *ctx, const struct nb_input *input,
                                struct nb_str text, nb_take_fn *take, void *user)
{
    const char *source = input->path;
    struct nb_html page = {.ctx = ctx, .source = source, .input = input};
    struct nb_article *article = NULL;
    struct nb_arena *arena = NULL;
    enum nb_status status = nb_xml_parse_html(ctx, source, text, &page.xml);
    if (status == NB_FORMAT) {
        nb_report(ctx, NB_DIAG_NO_ARTICLE, source, 0, NULL);
        return NB_OK;
    }
    if (status != NB_OK)
        return status;
    page.arena = nb_arena_new(ctx->limits->article_bytes);
    page.build = nb_build_new(ctx, source);
    status = page.arena && page.build ? read_tree(&page) : NB_NOMEM;
    if (status == NB_OK) {
        status = nb_build_finish(page.build, &article, &arena);
        page.build = NULL;
    }
    nb_build_abort(page.build);
    nb_arena_free(page.arena);
    nb_xml_free(page.xml);
    if (status == NB_OK && !article->headline)
        nb_report(ctx, NB_DIAG_NO_HEADLINE, source, 0, NULL);
    if (status == NB_OK)
        return take(user, article, arena);
    if (status == NB_NOMEM)
        return status;
    if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, source, 0, "the page is too large, left out");
    else
        nb_report(ctx, NB_DIAG_NO_ARTICLE, source, 0, NULL);
    return NB_OK;
}

static enum nb_status read_html(struct nb_ctx *ctx, const struct nb_input *input,
                                nb_take_fn *take, void *user)
{
    char charset[40];
    struct nb_buf text = NB_BUF_INIT;
    struct nb_str view;
    declared(input->bytes, charset, sizeof charset);
    enum nb_status status =
        nb_charset_view(input->bytes, charset[0] ? charset : NULL, &text, &view);
    if (status == NB_OK)
        status = read_page(ctx, input, view, take, user);
    nb_buf_free(&text);
    return status;
}

static const char *const endings[] = {".html", ".htm", ".xhtml", ".shtml", NULL};

const struct nb_reader nb_reader_html = {
    .name = "html",
    .endings = endings,
    .wants_bytes = true,
    .sniff = sniff,
    .read = read_html,
};
