/* index.html: all issues, the newest first, with their covers and files. One page without
 * script; its pictures are those of the issues. */
#include "site/site.h"

#include "base/lang.h"
#include "doc/dates.h"
#include "doc/words.h"

#include <string.h>

enum { FEW = 9 /* headlines */ };

static const char css[] =
    ":root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1b1b; "
    "--soft: #595959; --line: #c6c6c6; --link: #1c4f8f; }\n"
    "* { box-sizing: border-box; }\n"
    "html { font-size: 106.25%; line-height: 1.45; -webkit-text-size-adjust: 100%; "
    "text-size-adjust: 100%; }\n"
    "body { font-family: \"PT Sans\", system-ui, \"Liberation Sans\", Arial, "
    "sans-serif; "
    "margin: 0 auto; padding: 0 1.1rem 3rem; max-width: 66rem; "
    "background: var(--paper); color: var(--ink); overflow-wrap: break-word; }\n"
    "h1, h2, h3, p, ul, figure { margin: 0; }\n"
    "ul { list-style: none; padding: 0; }\n"
    "a { color: inherit; text-decoration: none; }\n"
    "a:hover { text-decoration: underline; }\n"
    "a:focus-visible { outline: .15rem solid var(--link); outline-offset: .15rem; }\n"
    "img { display: block; width: 100%; height: auto; border: 1px solid var(--line); "
    "background: #ffffff; }\n"
    "header { text-align: center; padding: 1.6rem 0 1rem; margin-bottom: 1.8rem; "
    "border-bottom: 3px double; }\n"
    "h1 { font-family: \"PT Serif\", Charter, Georgia, serif; line-height: 1.15; "
    "font-size: clamp(2rem, 7vw, 3.4rem); }\n"
    ".subtitle { font-family: \"PT Serif\", Charter, Georgia, serif; "
    "font-style: italic; }\n"
    "h2 { font-size: 1.25rem; line-height: 1.25; }\n"
    "h3 { font-size: 1rem; line-height: 1.3; }\n"
    ".date { color: var(--soft); font-size: .9rem; }\n"
    ".files { display: flex; flex-wrap: wrap; gap: .4rem .5rem; margin-top: .6rem; }\n"
    ".files a { display: inline-block; border: 1px solid var(--line); "
    "border-radius: .3rem; padding: .35rem .65rem; font-size: .85rem; "
    "color: var(--link); }\n"
    ".files small { color: var(--soft); font-size: .75rem; }\n"
    ".newest { display: grid; gap: 1.4rem 2rem; }\n"
    ".pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; "
    "align-items: start; }\n"
    ".newest h2 { font-size: 1.5rem; }\n"
    ".newest .files { margin-top: 1rem; }\n"
    ".newest .files a { padding: .5rem .9rem; font-size: 1rem; }\n"
    ".headlines ul { margin-top: .2rem; }\n"
    ".newest .text .headlines { margin-top: 1.4rem; }\n"
    ".headlines .part { padding-bottom: 1rem; }\n"
    ".headlines li li { break-inside: avoid; }\n"
    ".part h3 { break-after: avoid; }\n"
    ".part h3 { font-size: .8rem; text-transform: uppercase; "
    "letter-spacing: .04em; color: var(--soft); }\n"
    ".headlines li li { padding: .2rem 0; line-height: 1.3; }\n"
    ".year { margin: 2.4rem 0 1rem; padding-top: .5rem; border-top: 2px solid; }\n"
    ".issues { display: grid; gap: 1.6rem 1.1rem; "
    "grid-template-columns: repeat(auto-fill, minmax(8.4rem, 1fr)); }\n"
    ".issues .picture { display: block; margin-bottom: .5rem; }\n"
    ".issues .files { gap: .3rem; }\n"
    ".issues .files a { padding: .3rem .45rem; font-size: .78rem; }\n"
    "footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); "
    "color: var(--soft); font-size: .85rem; display: flex; flex-wrap: wrap; "
    "gap: .3rem 1.4rem; }\n"
    "footer a { color: var(--link); padding: .3rem 0; }\n"
    "@media (min-width: 48em) {\n"
    "    .newest { grid-template-columns: 5fr 3fr; }\n"
    "    .newest .text { order: 2; }\n"
    "    .newest > .headlines { order: 3; grid-column: 1 / -1; columns: 3; "
    "column-gap: 2rem; }\n"
    "    .issues { grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); }\n"
    "}\n"
    "@media screen and (prefers-color-scheme: dark) {\n"
    "    :root { --paper: #16181b; --ink: #dddad4; --soft: #a8a59f; --line: #45494f; "
    "--link: #8fb9ee; }\n"
    "}\n"
    "@media print { .files, footer { display: none; } }\n";

/* ---- Pieces. */

static void put_lang(const char *lang, struct nb_buf *out)
{
    if (!lang)
        return;
    nb_buf_puts(out, " lang=\"");
    nb_buf_xml(out, lang);
    nb_buf_puts(out, nb_lang_is_rtl(lang) ? "\" dir=\"rtl\"" : "\" dir=\"ltr\"");
}

/* Bytes as people read them, in powers of a thousand. */
static void put_size(long long size, struct nb_buf *out)
{
    double million = (double)size / 1e6;
    if (size < 950000) {
        nb_buf_int(out, (size + 999) / 1000);
        nb_buf_puts(out, " kB");
        return;
    }
    nb_buf_real(out, million, million < 10 ? 1 : 0);
    nb_buf_puts(out, " MB");
}

static void put_label(const struct nb_site_file *file, struct nb_buf *out)
{
    static const char *const labels[][2] = {
        {"pdf", "PDF"},   {"epub", "EPUB"},   {"kepub", "KEPUB"},
        {"html", "HTML"}, {"archive", "ZIP"}, {"markdown", "Markdown"},
        {"json", "JSON"}, {"text", "TXT"}};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(file->role, labels[i][0]) == 0) {
            nb_buf_puts(out, labels[i][1]);
            return;
        }
    nb_buf_xml(out, file->role);
}

static void put_files(const struct nb_site *site, const struct nb_site_issue *issue,
                      bool with_sizes, struct nb_buf *out)
{
    nb_buf_puts(out, "<ul class=\"files\">\n");
    for (size_t i = 0; i < issue->file_count; i++) {
        const struct nb_site_file *file = &issue->files[i];
        if (!nb_site_is_text(file))
            continue;
        nb_buf_puts(out, "<li><a href=\"");
        nb_site_href(site, issue, file->name, out);
        nb_buf_puts(out, "\" type=\"");
        nb_buf_xml(out, file->type);
        nb_buf_puts(out, "\">");
        put_label(file, out);
        if (with_sizes) {
            nb_buf_puts(out, " <small>");
            put_size(file->size, out);
            nb_buf_puts(out, "</small>");
        }
        nb_buf_puts(out, "</a></li>\n");
    }
    nb_buf_puts(out, "</ul>\n");
}

/* What a picture, and an issue's name, lead to: the page, else the first file. */
static const struct nb_site_file *main_file(const struct nb_site_issue *issue)
{
    const struct nb_site_file *page = nb_site_file_of(issue, "html");
    return page ? page : &issue->files[0];
}

static void put_picture(const struct nb_site *site, const struct nb_site_issue *issue,
                        const char *role, const char *alt, struct nb_buf *out)
{
    const struct nb_site_file *picture = nb_site_file_of(issue, role);
    const struct nb_site_file *to = nb_site_file_of(issue, "pdf");
    if (!picture)
        return;
    if (!to || strcmp(role, "front") != 0)
        to = main_file(issue);
    nb_buf_puts(out, "<a class=\"picture\" href=\"");
    nb_site_href(site, issue, to->name, out);
    nb_buf_puts(out, "\"><img src=\"");
    nb_site_href(site, issue, picture->name, out);
    if (picture->width)
        nb_buf_printf(out, "\" width=\"%u\" height=\"%u", picture->width,
                      picture->height);
    nb_buf_puts(out, "\" loading=\"lazy\" alt=\"");
    nb_buf_xml(out, alt);
    nb_buf_puts(out, "\"/></a>\n");
}

/* "Cover: The Merrow Lantern, No. 47" */
static void put_cover(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    struct nb_buf alt = NB_BUF_INIT;
    nb_buf_puts(&alt, nb_word(NB_WORD_COVER, issue->lang));
    nb_buf_puts(&alt, nb_word(NB_WORD_COLON, issue->lang));
    nb_site_name(issue, false, &alt);
    put_picture(site, issue, "cover", nb_buf_cstr(&alt), out);
    nb_buf_free(&alt);
}

static void put_front(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    struct nb_buf alt = NB_BUF_INIT;
    nb_buf_printf(&alt, "%s 1", nb_word(NB_WORD_PAGE, issue->lang));
    put_picture(site, issue, "front", nb_buf_cstr(&alt), out);
    nb_buf_free(&alt);
}

/* A heading with the issue's name, or with what tells it from the others (`brief`), and its
 * date below. */
static void put_name(const struct nb_site *site, const struct nb_site_issue *issue,
                     const char *heading, bool brief, struct nb_buf *out)
{
    struct nb_buf name = NB_BUF_INIT, date = NB_BUF_INIT;
    bool same = strcmp(issue->title, site->issues[0].title) == 0;
    (void)nb_date_long(issue->date, issue->lang, &date);
    if (brief && same && issue->number)
        nb_word_fill(NB_WORD_NUMBER, issue->lang, issue->number, &name);
    else if (brief && same)
        nb_buf_str(&name, nb_buf_view(&date));
    else
        nb_site_name(issue, false, &name);
    nb_buf_printf(out, "<%s><a href=\"", heading);
    nb_site_href(site, issue, main_file(issue)->name, out);
    nb_buf_puts(out, "\">");
    nb_buf_xml(out, nb_buf_cstr(&name));
    nb_buf_printf(out, "</a></%s>\n", heading);
    if (issue->number) {
        nb_buf_puts(out, "<p class=\"date\">");
        nb_buf_xml(out, nb_buf_cstr(&date));
        nb_buf_puts(out, "</p>\n");
    }
    nb_buf_free(&name);
    nb_buf_free(&date);
}

/* ---- The newest issue. */

static void put_headline(const struct nb_site *site, const struct nb_site_issue *issue,
                         const struct nb_site_article *at, struct nb_buf *out)
{
    const struct nb_site_file *page = nb_site_file_of(issue, "html");
    nb_buf_puts(out, "<li");
    if (at->lang && (!issue->lang || !nb_lang_same(at->lang, issue->lang)))
        put_lang(at->lang, out);
    nb_buf_putc(out, '>');
    if (page && at->anchor) {
        nb_buf_puts(out, "<a href=\"");
        nb_site_href(site, issue, page->name, out);
        nb_buf_printf(out, "#%s\">", at->anchor);
    }
    nb_buf_xml(out, at->headline);
    nb_buf_puts(out, page && at->anchor ? "</a></li>\n" : "</li>\n");
}

static bool same_section(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* A list of sections, each a list of its headlines. */
static void put_headlines(const struct nb_site *site, const struct nb_site_issue *issue,
                          struct nb_buf *out)
{
    if (!issue->article_count)
        return;
    nb_buf_puts(out, "<ul class=\"headlines\">\n");
    for (size_t i = 0; i < issue->article_count; i++) {
        const struct nb_site_article *at = &issue->articles[i];
        if (i && !same_section(at[-1].section, at->section))
            nb_buf_puts(out, "</ul>\n</li>\n");
        if (!i || !same_section(at[-1].section, at->section)) {
            nb_buf_puts(out, "<li class=\"part\">\n");
            if (at->section) {
                nb_buf_puts(out, "<h3>");
                nb_buf_xml(out, at->section);
                nb_buf_puts(out, "</h3>\n");
            }
            nb_buf_puts(out, "<ul>\n");
        }
        put_headline(site, issue, at, out);
    }
    nb_buf_puts(out, "</ul>\n</li>\n</ul>\n");
}

/* Few headlines stand beside the pictures, many below. */
static void put_newest(const struct nb_site *site, struct nb_buf *out)
{
    const struct nb_site_issue *issue = &site->issues[0];
    bool few = issue->article_count <= FEW;
    nb_buf_puts(out, "<article class=\"newest\">\n<div class=\"text\">\n");
    put_name(site, issue, "h2", false, out);
    put_files(site, issue, true, out);
    if (few)
        put_headlines(site, issue, out);
    nb_buf_puts(out, "</div>\n<div class=\"pictures\">\n");
    put_cover(site, issue, out);
    put_front(site, issue, out);
    nb_buf_puts(out, "</div>\n");
    if (!few)
        put_headlines(site, issue, out);
    nb_buf_puts(out, "</article>\n");
}

/* ---- The others, by year. */

static void put_older(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    const struct nb_site_issue *newest = &site->issues[0];
    nb_buf_puts(out, "<li");
    if (issue->lang && (!newest->lang || strcmp(issue->lang, newest->lang) != 0))
        put_lang(issue->lang, out);
    nb_buf_puts(out, ">\n");
    put_cover(site, issue, out);
    put_name(site, issue, "h3", true, out);
    put_files(site, issue, false, out);
    nb_buf_puts(out, "</li>\n");
}

static void put_years(const struct nb_site *site, struct nb_buf *out)
{
    const char *year = NULL;
    for (size_t i = 1; i < site->count; i++) {
        const struct nb_site_issue *issue = &site->issues[i];
        if (!year || strncmp(year, issue->day, 4) != 0) {
            nb_buf_puts(out, year ? "</ul>\n</section>\n" : "");
            nb_buf_printf(out,
                          "<section>\n<h2 class=\"year\">%.4s</h2>\n"
                          "<ul class=\"issues\">\n",
                          issue->day);
        }
        year = issue->day;
        put_older(site, issue, out);
    }
    nb_buf_puts(out, year ? "</ul>\n</section>\n" : "");
}

/* ---- The page. */

static void put_feed(const struct nb_site *site, const char *type, const char *file,
                     const char *title, struct nb_buf *out)
{
    nb_buf_printf(out, "<link rel=\"alternate\" type=\"%s\" title=\"%s\" href=\"", type,
                  title);
    nb_buf_xml(out, site->base);
    nb_buf_printf(out, "%s\"/>\n", file);
}

static void put_foot(const struct nb_site *site, struct nb_buf *out)
{
    static const char *const feeds[][2] = {
        {"feed.xml", "Atom"}, {"opds.xml", "OPDS"}, {"opds.json", "OPDS 2"}};
    nb_buf_puts(out, "<footer>\n");
    if (site->issues[0].rights) {
        nb_buf_puts(out, "<span>");
        nb_buf_xml(out, site->issues[0].rights);
        nb_buf_puts(out, "</span>\n");
    }
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++) {
        nb_buf_puts(out, "<a href=\"");
        nb_buf_xml(out, site->base);
        nb_buf_printf(out, "%s\">%s</a>\n", feeds[i][0], feeds[i][1]);
    }
    nb_buf_puts(out, "</footer>\n");
}

static void put_head(const struct nb_site *site, struct nb_buf *out)
{
    const struct nb_site_issue *newest = &site->issues[0];
    nb_buf_puts(out, "<!DOCTYPE html>\n<html");
    put_lang(newest->lang ? newest->lang : "und", out);
    nb_buf_puts(out, ">\n<head>\n<meta charset=\"utf-8\"/>\n"
                     "<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\"/>\n"
                     "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>");
    nb_buf_xml(out, newest->title);
    nb_buf_puts(out, "</title>\n");
    if (newest->subtitle) {
        nb_buf_puts(out, "<meta name=\"description\" content=\"");
        nb_buf_xml(out, newest->subtitle);
        nb_buf_puts(out, "\"/>\n");
    }
    put_feed(site, "application/atom+xml", "feed.xml", "Atom", out);
    put_feed(site, "application/atom+xml;profile=opds-catalog", "opds.xml", "OPDS",
             out);
    put_feed(site, "application/opds+json", "opds.json", "OPDS 2", out);
    nb_buf_puts(out, "<style>\n");
    nb_buf_puts(out, css);
    nb_buf_puts(out, "</style>\n</head>\n<body>\n<header>\n<h1>");
    nb_buf_xml(out, newest->title);
    nb_buf_puts(out, "</h1>\n");
    if (newest->subtitle) {
        nb_buf_puts(out, "<p class=\"subtitle\">");
        nb_buf_xml(out, newest->subtitle);
        nb_buf_puts(out, "</p>\n");
    }
    nb_buf_puts(out, "</header>\n");
}

void nb_site_page(const struct nb_site *site, struct nb_buf *out)
{
    if (!site->count)
        return;
    put_head(site, out);
    nb_buf_puts(out, "<main>\n");
    put_newest(site, out);
    put_years(site, out);
    nb_buf_puts(out, "</main>\n");
    put_foot(site, out);
    nb_buf_puts(out, "</body>\n</html>\n");
}
