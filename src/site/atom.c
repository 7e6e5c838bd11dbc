/* feed.xml: an Atom feed (RFC 4287), an entry for each issue, with its files as enclosures. */
#include "site/atom.h"

#include <string.h>

enum { MOST_HEADLINES = 8 };

void nb_atom_text(const char *name, const char *text, struct nb_buf *out)
{
    if (!text)
        return;
    nb_buf_printf(out, "<%s>", name);
    nb_buf_xml(out, text);
    nb_buf_printf(out, "</%s>\n", name);
}

void nb_atom_author(const char *name, struct nb_buf *out)
{
    nb_buf_puts(out, "<author><name>");
    nb_buf_xml(out, name);
    nb_buf_puts(out, "</name></author>\n");
}

void nb_atom_link(const struct nb_site *site, const struct nb_atom_link *link,
                  struct nb_buf *out)
{
    struct nb_buf href = NB_BUF_INIT;
    if (link->issue) {
        nb_site_href(site, link->issue, link->file, &href);
    } else {
        nb_buf_puts(&href, site->base);
        nb_buf_puts(&href, link->file);
    }
    nb_buf_printf(out, "<link rel=\"%s\" type=\"", link->rel);
    nb_buf_xml(out, link->type);
    nb_buf_puts(out, "\" href=\"");
    nb_buf_xml(out, nb_buf_cstr(&href));
    nb_buf_putc(out, '"');
    if (link->length) {
        nb_buf_puts(out, " length=\"");
        nb_buf_int(out, link->length);
        nb_buf_putc(out, '"');
    }
    if (link->title) {
        nb_buf_puts(out, " title=\"");
        nb_buf_xml(out, link->title);
        nb_buf_putc(out, '"');
    }
    nb_buf_puts(out, "/>\n");
    if (href.status != NB_OK && out->status == NB_OK)
        out->status = href.status;
    nb_buf_free(&href);
}

/* The feed changed when the last of its issues did. */
static const char *last_change(const struct nb_site *site)
{
    const char *last = "1980-01-01T00:00:00Z";
    const struct nb_site_issue *at = site->issues;
    for (size_t i = 0; at && i < site->count; i++)
        if (strcmp(at[i].modified, last) > 0)
            last = at[i].modified;
    return last;
}

void nb_atom_open(const struct nb_site *site, const char *spaces, const char *kind,
                  struct nb_buf *out)
{
    const struct nb_site_issue *newest = site->count ? &site->issues[0] : NULL;
    const char *title = newest ? newest->title : "News";
    nb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    nb_buf_puts(out, spaces);
    if (newest && newest->lang) {
        nb_buf_puts(out, " xml:lang=\"");
        nb_buf_xml(out, newest->lang);
        nb_buf_putc(out, '"');
    }
    nb_buf_puts(out, ">\n<id>");
    nb_site_urn(site, kind, out);
    nb_buf_puts(out, "</id>\n");
    nb_atom_text("title", title, out);
    nb_atom_text("subtitle", newest ? newest->subtitle : NULL, out);
    nb_atom_text("updated", last_change(site), out);
    nb_atom_author(newest && newest->publisher ? newest->publisher : title, out);
    nb_buf_puts(out, "<generator>newsbind</generator>\n");
}

void nb_atom_summary(const struct nb_site_issue *issue, struct nb_buf *out)
{
    size_t count = issue->article_count;
    for (size_t i = 0; i < count && i < MOST_HEADLINES; i++) {
        nb_buf_puts(out, i ? " · " : "");
        nb_buf_puts(out, issue->articles[i].headline);
    }
    nb_buf_puts(out, count > MOST_HEADLINES ? " …" : "");
}

/* ---- Entries of feed.xml. */

/* The headlines as a list, each a link to its article where there is an HTML page. */
static void put_content(const struct nb_site *site, const struct nb_site_issue *issue,
                        struct nb_buf *out)
{
    const struct nb_site_file *page = nb_site_file_of(issue, "html");
    const char *section = NULL;
    nb_buf_puts(out, "<content type=\"xhtml\">"
                     "<div xmlns=\"http://www.w3.org/1999/xhtml\">\n<ul>\n");
    for (size_t i = 0; i < issue->article_count; i++) {
        const struct nb_site_article *at = &issue->articles[i];
        bool link = page && at->anchor;
        nb_buf_puts(out, "<li>");
        if (at->section && (!section || strcmp(section, at->section) != 0)) {
            nb_buf_puts(out, "<b>");
            nb_buf_xml(out, at->section);
            nb_buf_puts(out, "</b> ");
        }
        section = at->section;
        if (link) {
            nb_buf_puts(out, "<a href=\"");
            nb_site_href(site, issue, page->name, out);
            nb_buf_printf(out, "#%s\">", at->anchor);
        }
        nb_buf_xml(out, at->headline);
        nb_buf_puts(out, link ? "</a></li>\n" : "</li>\n");
    }
    nb_buf_puts(out, "</ul>\n</div></content>\n");
}

/* A day, a month or a year as the time that it begins. */
static void put_published(const struct nb_site_issue *issue, struct nb_buf *out)
{
    size_t len = strlen(issue->day);
    nb_buf_puts(out, "<published>");
    nb_buf_puts(out, issue->day);
    nb_buf_puts(out, len == 4 ? "-01-01" : len == 7 ? "-01" : "");
    nb_buf_puts(out, "T00:00:00Z</published>\n");
}

static void put_entry(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    struct nb_buf name = NB_BUF_INIT;
    const struct nb_site_file *page = nb_site_file_of(issue, "html");
    nb_buf_puts(out, "<entry>\n<id>");
    nb_site_issue_urn(issue, NULL, out);
    nb_buf_puts(out, "</id>\n");
    nb_site_name(issue, true, &name);
    nb_atom_text("title", nb_buf_cstr(&name), out);
    put_published(issue, out);
    nb_atom_text("updated", issue->modified, out);
    for (size_t i = 0; i < issue->editors.count; i++)
        nb_atom_author(issue->editors.at[i], out);
    nb_atom_text("rights", issue->rights, out);
    if (page)
        nb_atom_link(site,
                     &(struct nb_atom_link){.rel = "alternate",
                                            .type = page->type,
                                            .file = page->name,
                                            .issue = issue},
                     out);
    for (size_t i = 0; i < issue->file_count; i++)
        if (nb_site_is_text(&issue->files[i]) && &issue->files[i] != page)
            nb_atom_link(site,
                         &(struct nb_atom_link){.rel = "enclosure",
                                                .type = issue->files[i].type,
                                                .file = issue->files[i].name,
                                                .issue = issue,
                                                .length = issue->files[i].size},
                         out);
    put_content(site, issue, out);
    nb_buf_puts(out, "</entry>\n");
    if (name.status != NB_OK && out->status == NB_OK)
        out->status = name.status;
    nb_buf_free(&name);
}

void nb_site_atom(const struct nb_site *site, struct nb_buf *out)
{
    static const struct nb_atom_link links[] = {
        {.rel = "self", .type = "application/atom+xml", .file = "feed.xml"},
        {.rel = "alternate", .type = "text/html", .file = "index.html"}};
    nb_atom_open(site, "", "feed", out);
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        nb_atom_link(site, &links[i], out);
    for (size_t i = 0; i < site->count; i++)
        put_entry(site, &site->issues[i], out);
    nb_buf_puts(out, "</feed>\n");
}
