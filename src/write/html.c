/* HTML: the whole edition on one page that needs nothing beside it: no script, no other file,
 * no network. It is valid HTML and well-formed XML at once. Articles are xhtml.c's. */
#include "write/html.h"

#include "base/mem.h"
#include "doc/words.h"
#include "write/writers.h"
#include "write/xhtml.h"

#include <string.h>

struct html {
    const struct nb_write_in *in;
    const struct nb_edition *edition;
    struct nb_front front;
    struct nb_html_pictures pictures;
    struct nb_map *by_id; /* article id → "#a1" */
    struct nb_arena *arena;
    struct nb_buf *out;
    struct nb_brought *fonts; /* that the page brings, or NULL */
    bool
        plain; /* for the fonts to be found: no pictures' bytes, headlines an <h1> each */
    bool single;   /* one article, and nothing around it */
    bool sections; /* there are sections with titles */
};

/* ---- The plan. */

static bool has_sections(const struct nb_edition *edition)
{
    for (const struct nb_section *at = edition->sections; at; at = at->next)
        if (at->title && at->articles)
            return true;
    return false;
}

enum nb_status nb_html_anchors(const struct nb_edition *edition, struct nb_arena *arena,
                               struct nb_map *out)
{
    struct nb_section *section;
    enum nb_status status = NB_OK;
    for (const struct nb_article *a = nb_edition_first(edition, &section);
         a && status == NB_OK; a = nb_edition_next(a, &section)) {
        char *anchor = nb_arena_printf(arena, "#%s", a->id);
        if (!anchor)
            return nb_arena_status(arena);
        status = nb_map_set(out, nb_str_of(a->id), anchor);
    }
    return status;
}

/* What the article is called in lists; in the arena. NULL without memory. */
static const char *name_of(const struct html *page, const struct nb_article *article)
{
    struct nb_buf name = NB_BUF_INIT;
    nb_xhtml_name(article, &name);
    const char *copy = nb_arena_strdup(page->arena, nb_buf_cstr(&name));
    nb_buf_free(&name);
    return copy;
}

static enum nb_status plan(struct nb_ctx *ctx, struct html *page)
{
    const struct nb_edition *edition = page->edition;
    struct nb_section *section;
    const struct nb_article *first = nb_edition_first(edition, &section);
    page->arena = nb_arena_new(0);
    page->by_id = nb_map_new();
    if (!page->arena || !page->by_id)
        return NB_NOMEM;
    page->single = edition->single && nb_edition_count(edition) == 1;
    page->sections = !page->single && has_sections(edition);
    page->front = (struct nb_front){.edition = edition,
                                    .title = edition->title,
                                    .publisher = edition->publisher,
                                    .lang = nb_front_lang(edition)};
    page->front.dir =
        nb_xhtml_dir(page->front.lang, page->single ? first->dir : NB_DIR_AUTO);
    if (!page->front.title)
        page->front.title = first ? name_of(page, first) : "–";
    enum nb_status status = nb_html_anchors(edition, page->arena, page->by_id);
    if (status == NB_OK)
        status = nb_html_pictures_make(ctx, edition, page->in->jobs, &page->pictures);
    return status == NB_OK ? nb_arena_status(page->arena) : status;
}

/* ---- The head. */

static void put_meta(const char *name, const char *content, struct nb_buf *out)
{
    if (!content)
        return;
    nb_buf_printf(out, "<meta name=\"%s\" content=\"", name);
    nb_buf_xml(out, content);
    nb_buf_puts(out, "\"/>\n");
}

/* No article can bring in what the page promises not to have. */
static enum nb_status put_head(struct html *page)
{
    struct nb_buf *out = page->out;
    const struct nb_edition *edition = page->edition;
    char tag[NB_TAG_SIZE];
    nb_buf_puts(out, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"");
    nb_xhtml_lang(nb_xhtml_tag(page->front.lang, tag) ? tag : "und", page->front.dir,
                  NULL, NB_DIR_LTR, out);
    nb_buf_puts(out,
                ">\n<head>\n<meta charset=\"utf-8\"/>\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src "
                "'none'; object-src 'none'; frame-src 'none'; connect-src 'none'; "
                "form-action 'none'; base-uri 'none'\"/>\n"
                "<meta name=\"viewport\" content=\"width=device-width, "
                "initial-scale=1\"/>\n"
                "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
    nb_buf_xml(out, page->front.title);
    nb_buf_puts(out, "</title>\n");
    put_meta("description", edition->subtitle, out);
    put_meta("author", edition->publisher, out);
    put_meta("dcterms.date", edition->date, out);
    put_meta("dcterms.rights", edition->rights, out);
    put_meta("generator", "newsbind " NB_VERSION, out);
    nb_buf_puts(out, "<style>\n");
    enum nb_status status =
        nb_html_css(page->in->sheet, page->in->fonts, page->fonts, out);
    nb_buf_puts(out, "</style>\n</head>\n");
    return status;
}

/* ---- The contents. */

static void put_entry(struct html *page, const struct nb_article *article)
{
    struct nb_front_entry entry = {.article = article,
                                   .name = name_of(page, article),
                                   .href =
                                       nb_map_get(page->by_id, nb_str_of(article->id))};
    entry.lang =
        nb_front_article_lang(article, page->front.lang, page->front.dir, &entry.dir);
    if (!entry.name)
        return; /* no memory: the arena's status says so */
    nb_buf_puts(page->out, "<li>\n");
    nb_front_entry(&page->front, &entry, page->out);
    nb_buf_puts(page->out, "</li>\n");
}

static void put_contents(struct html *page)
{
    struct nb_buf *out = page->out;
    size_t number = 0;
    nb_buf_puts(out, "<nav class=\"contents\" id=\"contents\" role=\"doc-toc\" "
                     "aria-labelledby=\"contents-title\">\n"
                     "<h2 class=\"contents-title\" id=\"contents-title\">");
    nb_buf_xml(out, nb_word(NB_WORD_CONTENTS, page->front.lang));
    nb_buf_puts(out, "</h2>\n<ol>\n");
    for (const struct nb_section *at = page->edition->sections; at; at = at->next) {
        if (!at->articles)
            continue;
        number++;
        if (at->title) {
            nb_buf_puts(out, "<li class=\"group\">\n<p class=\"contents-section\">");
            nb_buf_printf(out, "<a href=\"#s%zu\">", number);
            nb_buf_xml(out, at->title);
            nb_buf_puts(out, "</a></p>\n<ol>\n");
        }
        for (const struct nb_article *a = at->articles; a; a = a->next)
            put_entry(page, a);
        nb_buf_puts(out, at->title ? "</ol>\n</li>\n" : "");
    }
    nb_buf_puts(out, "</ol>\n</nav>\n");
}

/* ---- Articles. */

static const char *picture_address(const void *user, const struct nb_image *image)
{
    const struct html *page = user;
    const char *address = nb_html_picture(&page->pictures, image);
    return address && page->plain ? "" : address;
}

static const char *article_anchor(const void *user, const char *id)
{
    return nb_map_get(((const struct html *)user)->by_id, nb_str_of(id));
}

static enum nb_status put_article(struct html *page, const struct nb_article *article,
                                  unsigned level)
{
    struct nb_buf *out = page->out;
    struct nb_xhtml how = {.lang = page->front.lang,
                           .dir = page->front.dir,
                           .id = article->id,
                           .level = level,
                           .keep_captions = page->in->keep_captions,
                           .user = page,
                           .picture = picture_address,
                           .article = article_anchor};
    enum nb_dir dir;
    how.words = nb_front_article_lang(article, page->front.lang, page->front.dir, &dir);
    enum nb_status status = nb_xhtml_article(article, &how, out);
    if (page->single)
        return status;
    nb_buf_puts(out, "<p class=\"foot\"><a href=\"#contents\">");
    nb_buf_xml(out, nb_word(NB_WORD_CONTENTS, page->front.lang));
    nb_buf_puts(out, "</a></p>\n");
    return status;
}

static enum nb_status put_section(struct html *page, const struct nb_section *section,
                                  size_t number)
{
    struct nb_buf *out = page->out;
    enum nb_status status = NB_OK;
    bool titled = page->sections && section->title;
    unsigned level = page->single || page->plain ? 1 : titled ? 3 : 2;
    if (titled) {
        nb_buf_printf(out,
                      "<section class=\"section\" id=\"s%zu\" "
                      "aria-labelledby=\"s%zu-title\">\n"
                      "<h2 class=\"section-title\" id=\"s%zu-title\">",
                      number, number, number);
        nb_buf_xml(out, section->title);
        nb_buf_puts(out, "</h2>\n");
    }
    for (const struct nb_article *a = section->articles; a && status == NB_OK;
         a = a->next)
        status = put_article(page, a, level);
    nb_buf_puts(out, titled ? "</section>\n" : "");
    return status;
}

static enum nb_status put_text(struct html *page)
{
    struct nb_buf *out = page->out;
    enum nb_status status = NB_OK;
    size_t number = 0;
    nb_buf_puts(out, "<main id=\"text\">\n");
    for (const struct nb_section *at = page->edition->sections; at && status == NB_OK;
         at = at->next)
        if (at->articles)
            status = put_section(page, at, ++number);
    nb_buf_puts(out, "</main>\n");
    if (page->edition->rights) {
        nb_buf_puts(out, "<footer class=\"colophon\"><p>");
        nb_buf_xml(out, page->edition->rights);
        nb_buf_puts(out, "</p></footer>\n");
    }
    return status;
}

static enum nb_status put_body(struct html *page)
{
    struct nb_buf *out = page->out;
    nb_buf_puts(out, "<body>\n");
    if (!page->single) {
        nb_buf_puts(out, "<a class=\"skip\" href=\"#text\">");
        nb_buf_xml(out, nb_word(NB_WORD_START, page->front.lang));
        nb_buf_puts(out, "</a>\n");
        nb_front_masthead(&page->front, out);
        put_contents(page);
    }
    enum nb_status status = put_text(page);
    nb_buf_puts(out, "</body>\n</html>\n");
    if (status == NB_OK)
        status = nb_arena_status(page->arena);
    return status == NB_OK ? out->status : status;
}

/* The fonts that the page shows, found in a plain form of it. */
static enum nb_status find_fonts(struct nb_ctx *ctx, struct html *page)
{
    struct nb_buf plain = NB_BUF_INIT, *out = page->out;
    char tag[NB_TAG_SIZE];
    if (!page->in->embed_fonts || !page->in->sheet)
        return NB_OK;
    page->fonts = nb_brought_new(page->in);
    if (!page->fonts)
        return NB_NOMEM;
    nb_buf_puts(&plain, "<html");
    nb_xhtml_lang(nb_xhtml_tag(page->front.lang, tag) ? tag : "und", page->front.dir,
                  NULL, NB_DIR_LTR, &plain);
    nb_buf_putc(&plain, '>');
    page->out = &plain;
    page->plain = true;
    enum nb_status status = put_body(page);
    page->plain = false;
    page->out = out;
    if (status == NB_OK) {
        nb_brought_read(page->fonts, ctx, nb_buf_view(&plain));
        status = nb_brought_make(page->fonts, ctx);
    }
    nb_buf_free(&plain);
    return status;
}

static enum nb_status put_page(struct nb_ctx *ctx, struct html *page)
{
    enum nb_status status = find_fonts(ctx, page);
    if (status == NB_OK)
        status = put_head(page);
    return status == NB_OK ? put_body(page) : status;
}

static enum nb_status write_html(struct nb_ctx *ctx, const struct nb_write_in *in,
                                 struct nb_file *file)
{
    struct nb_buf out = NB_BUF_INIT;
    struct html page = {.in = in, .edition = in->edition, .out = &out};
    enum nb_status status = plan(ctx, &page);
    if (status == NB_OK)
        status = put_page(ctx, &page);
    if (status == NB_OK)
        status = nb_file_write(file, out.data, out.len);
    nb_html_pictures_free(&page.pictures);
    nb_brought_free(page.fonts);
    nb_map_free(page.by_id);
    nb_arena_free(page.arena);
    nb_buf_free(&out);
    return status;
}

const struct nb_writer nb_writer_html = {.ending = ".html", .write = write_html};
