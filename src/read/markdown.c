/* Markdown: CommonMark with GitHub's tables, task lists, strikethrough and bare addresses, by
 * md4c, whose events go straight into the builder; footnotes are ours. The first heading
 * becomes the headline when front matter gives none. An image with a title is a figure with
 * that caption. Raw HTML goes through the markup of XHTML; text that is struck out is left out,
 * and said so. */
#include "read/markdown.h"
#include "read/front.h"
#include "read/readers.h"

#include "base/charset.h"
#include "read/html.h"

#include <md4c.h>
#include <string.h>

enum {
    MOST_BYTES = 8 << 20, /* what is longer is no article */
    BY_NAME = 30,
    SURE = 80
};

/* ---- pieces of text */

static void add_entity(struct nb_buf *out, struct nb_str entity)
{
    unsigned codepoint = nb_xml_entity(entity);
    if (codepoint)
        nb_buf_utf8(out, codepoint);
    else
        nb_buf_str(out, entity);
}

/* The text of an attribute, entities resolved. */
static void add_attribute(struct nb_buf *out, const MD_ATTRIBUTE *attribute)
{
    for (size_t i = 0;
         attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
        size_t from = attribute->substr_offsets[i];
        struct nb_str part = {attribute->text + from,
                              attribute->substr_offsets[i + 1] - from};
        if (attribute->substr_types[i] == MD_TEXT_ENTITY)
            add_entity(out, part);
        else if (attribute->substr_types[i] == MD_TEXT_NULLCHAR)
            nb_buf_puts(out, "\uFFFD");
        else
            nb_buf_str(out, part);
    }
}

static void check(struct nb_markdown *m, const struct nb_buf *buf)
{
    if (buf->status != NB_OK && m->news.markup.status == NB_OK)
        m->news.markup.status = buf->status;
}

/* Whether md4c should stop: something failed, or the article has grown too large. */
static bool over(const struct nb_markdown *m)
{
    return m->news.markup.status != NB_OK ||
           nb_arena_status(nb_build_arena(m->news.markup.build)) != NB_OK;
}

/* ---- where text goes */

/* From now on text is gathered instead of going into the article. */
static void gather(struct nb_markdown *m, enum nb_gathering what)
{
    nb_buf_clear(&m->gathered);
    m->gathering = what;
}

static struct nb_str gathered(struct nb_markdown *m)
{
    m->gathering = NB_GATHER_NOTHING;
    check(m, &m->gathered);
    return nb_buf_view(&m->gathered);
}

static void add_text(struct nb_markdown *m, struct nb_str text)
{
    if (m->gathering)
        nb_buf_str(&m->gathered, text);
    else
        nb_markdown_text(m, text);
}

/* ---- headline */

static void end_headline(struct nb_markdown *m)
{
    struct nb_build *build = m->news.markup.build;
    struct nb_article *article = nb_build_article(build);
    const char *text = nb_build_keep(build, gathered(m));
    if (!text)
        return;
    if (!article->headline) {
        article->headline = text;
    } else if (!nb_html_same_words(nb_str_of(text), nb_str_of(article->headline))) {
        nb_build_open(build, NB_HEADING, 0)->u.level = 2;
        nb_build_text(build, nb_str_of(text));
        nb_build_close(build, NB_HEADING);
    }
}

/* The first heading of all, or the first of level one while there is no headline. */
static bool is_headline(const struct nb_markdown *m, unsigned level)
{
    bool missing = !nb_build_article(m->news.markup.build)->headline;
    return m->depth == 0 && !m->headed && (level == 1 || (missing && !m->begun)) &&
           (missing || !m->begun);
}

static void open_heading(struct nb_markdown *m, unsigned level)
{
    if (is_headline(m, level)) {
        m->headed = true;
        gather(m, NB_GATHER_HEADLINE);
        return;
    }
    nb_build_open(m->news.markup.build, NB_HEADING, 0)->u.level = level < 2 ? 2 : level;
}

/* ---- blocks */

static void open_item(struct nb_markdown *m, const MD_BLOCK_LI_DETAIL *item)
{
    (void)nb_build_open(m->news.markup.build, NB_ITEM, 0);
    if (item->is_task)
        nb_build_text(m->news.markup.build,
                      item->task_mark == ' ' ? NB_STR("\u2610 ") : NB_STR("\u2611 "));
}

static void open_ordered(struct nb_markdown *m, const MD_BLOCK_OL_DETAIL *list)
{
    struct nb_node *node = nb_build_open(m->news.markup.build, NB_LIST, 0);
    node->u.list.ordered = true;
    node->u.list.start = list->start < 1000000 ? (int)list->start : 1;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    struct nb_markdown *m = user;
    struct nb_build *build = m->news.markup.build;
    switch (type) {
    case MD_BLOCK_H:
        open_heading(m, ((MD_BLOCK_H_DETAIL *)detail)->level);
        break;
    case MD_BLOCK_QUOTE:
        (void)nb_build_open(build, NB_QUOTE, 0);
        m->depth++;
        break;
    case MD_BLOCK_UL:
        (void)nb_build_open(build, NB_LIST, 0);
        m->depth++;
        break;
    case MD_BLOCK_OL:
        open_ordered(m, detail);
        m->depth++;
        break;
    case MD_BLOCK_LI:
        open_item(m, detail);
        break;
    case MD_BLOCK_HR:
        (void)nb_build_leaf(build, NB_RULE, 0);
        break;
    case MD_BLOCK_CODE:
        gather(m, NB_GATHER_CODE);
        break;
    case MD_BLOCK_HTML:
        gather(m, NB_GATHER_HTML);
        break;
    case MD_BLOCK_P:
        (void)nb_build_open(build, NB_PARAGRAPH, 0);
        break;
    case MD_BLOCK_TABLE:
        (void)nb_build_open(build, NB_TABLE, 0);
        break;
    case MD_BLOCK_TR:
        (void)nb_build_open(build, NB_ROW, 0);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        nb_build_open(build, NB_CELL, 0)->u.cell.header = type == MD_BLOCK_TH;
        break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    }
    m->begun |= type != MD_BLOCK_DOC && type != MD_BLOCK_HTML && type != MD_BLOCK_H;
    return over(m);
}

static void end_code(struct nb_markdown *m, enum nb_node_type type)
{
    struct nb_build *build = m->news.markup.build;
    struct nb_str text = gathered(m);
    while (type == NB_CODE && text.len && text.data[text.len - 1] == '\n')
        text.len--;
    const char *kept = text.len ? nb_build_raw(build, text) : NULL;
    if (kept)
        nb_build_leaf(build, type, 0)->text = kept;
}

static void end_heading(struct nb_markdown *m)
{
    if (m->gathering == NB_GATHER_HEADLINE)
        end_headline(m);
    else
        nb_build_close(m->news.markup.build, NB_HEADING);
    m->begun = true;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
    static const enum nb_node_type closes[] = {
        [MD_BLOCK_QUOTE] = NB_QUOTE, [MD_BLOCK_UL] = NB_LIST,
        [MD_BLOCK_OL] = NB_LIST,     [MD_BLOCK_LI] = NB_ITEM,
        [MD_BLOCK_P] = NB_PARAGRAPH, [MD_BLOCK_TABLE] = NB_TABLE,
        [MD_BLOCK_TR] = NB_ROW,      [MD_BLOCK_TH] = NB_CELL,
        [MD_BLOCK_TD] = NB_CELL};
    struct nb_markdown *m = user;
    (void)detail;
    if (type == MD_BLOCK_H)
        end_heading(m);
    else if (type == MD_BLOCK_CODE)
        end_code(m, NB_CODE);
    else if (type == MD_BLOCK_HTML)
        nb_markup_html(&m->news.markup, gathered(m));
    else if (type < sizeof closes / sizeof closes[0] && closes[type] != NB_BODY)
        nb_build_close(m->news.markup.build, closes[type]);
    m->depth -= type == MD_BLOCK_QUOTE || type == MD_BLOCK_UL || type == MD_BLOCK_OL;
    return over(m);
}

/* ---- spans */

static void open_link(struct nb_markdown *m, const MD_SPAN_A_DETAIL *link)
{
    struct nb_buf href = NB_BUF_INIT, url = NB_BUF_INIT;
    struct nb_build *build = m->news.markup.build;
    add_attribute(&href, &link->href);
    nb_html_url(m->news.markup.base, nb_buf_view(&href), &url);
    check(m, &href);
    check(m, &url);
    const char *kept = nb_build_keep(build, nb_buf_view(&url));
    m->linked = kept != NULL;
    if (kept)
        nb_build_open(build, NB_LINK, 0)->u.href = kept;
    nb_buf_free(&href);
    nb_buf_free(&url);
}

/* Makes a figure; a credit at the caption's end is taken off when none is given. */
static void make_figure(struct nb_markdown *m, struct nb_str src, struct nb_str alt,
                        struct nb_str caption, struct nb_str credit)
{
    struct nb_build *build = m->news.markup.build;
    struct nb_article *article = nb_build_article(build);
    struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
    figure->u.figure.src = nb_build_raw(build, nb_str_trim(src));
    figure->u.figure.alt = nb_build_keep(build, alt);
    figure->u.figure.credit = nb_build_keep(build, credit);
    nb_markup_caption(&m->news.markup, figure, caption);
    nb_build_close(build, NB_FIGURE);
    if (!article->lead && figure->u.figure.src)
        article->lead = figure;
}

static void end_image(struct nb_markdown *m, const MD_SPAN_IMG_DETAIL *image)
{
    struct nb_buf src = NB_BUF_INIT, title = NB_BUF_INIT;
    struct nb_str alt = gathered(m);
    add_attribute(&src, &image->src);
    add_attribute(&title, &image->title);
    check(m, &src);
    check(m, &title);
    if (src.len)
        make_figure(m, nb_buf_view(&src), alt, nb_buf_view(&title), (struct nb_str){0});
    nb_buf_free(&src);
    nb_buf_free(&title);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct nb_markdown *m = user;
    struct nb_build *build = m->news.markup.build;
    if (m->gathering) { /* inside an image, a headline or struck text */
        m->inside++;
        return 0;
    }
    if (type == MD_SPAN_EM)
        (void)nb_build_open(build, NB_EMPH, 0);
    else if (type == MD_SPAN_STRONG)
        (void)nb_build_open(build, NB_STRONG, 0);
    else if (type == MD_SPAN_A)
        open_link(m, detail);
    else if (type == MD_SPAN_IMG)
        gather(m, NB_GATHER_ALT);
    else if (type == MD_SPAN_CODE)
        gather(m, NB_GATHER_CODE);
    else if (type == MD_SPAN_DEL)
        gather(m, NB_GATHER_STRUCK);
    return over(m);
}

static void end_struck(struct nb_markdown *m)
{
    struct nb_str text = nb_str_trim(gathered(m));
    nb_report(m->news.markup.ctx, NB_DIAG_STRUCK, m->news.markup.source, 0, "%.*s",
              (int)(text.len < 200 ? text.len : 200), text.len ? text.data : "");
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
    struct nb_markdown *m = user;
    struct nb_build *build = m->news.markup.build;
    if (m->gathering && m->inside) {
        m->inside--;
        return 0;
    }
    if (m->gathering == NB_GATHER_HEADLINE)
        return 0;
    if (type == MD_SPAN_EM)
        nb_build_close(build, NB_EMPH);
    else if (type == MD_SPAN_STRONG)
        nb_build_close(build, NB_STRONG);
    else if (type == MD_SPAN_A && m->linked)
        nb_build_close(build, NB_LINK);
    else if (type == MD_SPAN_IMG)
        end_image(m, detail);
    else if (type == MD_SPAN_CODE)
        end_code(m, NB_CODESPAN);
    else if (type == MD_SPAN_DEL)
        end_struck(m);
    return over(m);
}

/* ---- text */

static void add_one_entity(struct nb_markdown *m, struct nb_str entity)
{
    struct nb_buf text = NB_BUF_INIT;
    add_entity(&text, entity);
    check(m, &text);
    add_text(m, nb_buf_view(&text));
    nb_buf_free(&text);
}

static int text(MD_TEXTTYPE type, const MD_CHAR *data, MD_SIZE size, void *user)
{
    struct nb_markdown *m = user;
    struct nb_str piece = {data, size};
    switch (type) {
    case MD_TEXT_NULLCHAR:
        add_text(m, NB_STR("\uFFFD"));
        break;
    case MD_TEXT_BR:
        if (m->gathering)
            nb_buf_putc(&m->gathered, ' ');
        else
            (void)nb_build_leaf(m->news.markup.build, NB_BREAK, 0);
        break;
    case MD_TEXT_SOFTBR:
        add_text(m, NB_STR(" "));
        break;
    case MD_TEXT_ENTITY:
        add_one_entity(m, piece);
        break;
    case MD_TEXT_HTML:
        if (m->gathering == NB_GATHER_HTML)
            nb_buf_str(&m->gathered, piece);
        else if (!m->gathering)
            nb_markdown_tag(m, piece);
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH:
        add_text(m, piece);
        break;
    }
    return over(m);
}

/* ---- the file */

static void parse(struct nb_markdown *m, struct nb_str source)
{
    static const MD_PARSER parser = {.flags = MD_DIALECT_GITHUB,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = text};
    int result = md_parse(source.data, (MD_SIZE)source.len, &parser, m);
    if (result != 0 && !over(m))
        m->news.markup.status = NB_NOMEM; /* its only failure */
    check(m, &m->gathered);
}

static struct nb_str cut_to_size(struct nb_markdown *m, struct nb_str source)
{
    if (source.len <= MOST_BYTES)
        return source;
    nb_report(m->news.markup.ctx, NB_DIAG_LIMIT, m->news.markup.source, 0,
              "too long for one article, the rest left out");
    source.len = MOST_BYTES;
    while (source.len && source.data[source.len - 1] != '\n')
        source.len--;
    return source;
}

static enum nb_status read_markdown(struct nb_ctx *ctx, const struct nb_input *input,
                                    nb_take_fn *take, void *user)
{
    struct nb_markdown m = {0};
    struct nb_front front;
    struct nb_buf body = NB_BUF_INIT;
    struct nb_str source = input->text;
    unsigned line;
    enum nb_status status = nb_news_start(ctx, input->path, &m.news);
    if (status != NB_OK)
        return status;
    struct nb_article *article = nb_build_article(m.news.markup.build);
    nb_front_take(&m.news, &source, &front, &line);
    m.news.markup.base = article->url;
    if (front.image)
        make_figure(&m, nb_str_of(front.image), nb_str_of(front.alt),
                    nb_str_of(front.caption), nb_str_of(front.credit));
    source = cut_to_size(&m, source);
    nb_markdown_notes_cut(&m, &source, &body);
    if (m.news.markup.status == NB_OK)
        parse(&m, source);
    nb_markdown_notes_add(&m, parse);
    status = nb_news_finish(&m.news, take, user);
    nb_buf_free(&m.gathered);
    nb_buf_free(&body);
    return status;
}

static const char *const endings[] = {".md", ".markdown", ".mdown", ".mkd", NULL};

static int sniff(const struct nb_input *input)
{
    static const char *const pages[] = {"<!doctype", "<html", "<?xml"};
    struct nb_str head = nb_str_sub(input->bytes, 0, 8192);
    if (nb_charset_is_binary(input->bytes))
        return 0;
    if (nb_str_starts(head, NB_STR("\xEF\xBB\xBF")))
        head = nb_str_sub(head, 3, head.len);
    if (nb_front_is(head))
        return SURE;
    int marks = nb_markdown_marks(head);
    struct nb_str path = nb_str_of(input->path);
    for (size_t i = 0; endings[i]; i++) {
        if (!nb_str_ends_nocase(path, nb_str_of(endings[i])))
            continue;
        for (size_t k = 0; k < sizeof pages / sizeof pages[0]; k++) {
            if (nb_str_starts_nocase(nb_str_trim(head), nb_str_of(pages[k])))
                return 0;
        }
        return SURE; /* GitHub's pages begin with HTML and are Markdown all the same */
    }
    return marks >= 2 ? BY_NAME + 15 : 0;
}

const struct nb_reader nb_reader_markdown = {
    .name = "markdown",
    .endings = endings,
    .sniff = sniff,
    .most = SURE,
    .read = read_markdown,
};
