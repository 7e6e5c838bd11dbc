/* opds.xml: an OPDS 1.2 catalogue, a single acquisition feed, which is its own root. Entries
 * are complete ones: none links to a longer form of itself (OPDS 1.2, 5.1.2). */
#include "site/atom.h"

#include <string.h>

#define FEED_TYPE "application/atom+xml;profile=opds-catalog;kind=acquisition"
#define RELATION "http://opds-spec.org/"

/* Whether e-readers may take the file for the publication. */
static bool is_book(const struct nb_site_file *file)
{
    return nb_site_is_text(file) && strcmp(file->role, "archive") != 0;
}

static void put_files(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    for (size_t i = 0; i < issue->file_count; i++) {
        const struct nb_site_file *file = &issue->files[i];
        struct nb_atom_link link = {.rel = RELATION "acquisition/open-access",
                                    .type = file->type,
                                    .file = file->name,
                                    .issue = issue,
                                    .length = file->size};
        if (is_book(file)) {
            nb_atom_link(site, &link, out);
        } else if (strcmp(file->role, "cover") == 0) {
            link.rel = RELATION "image";
            nb_atom_link(site, &link, out);
            link.rel = RELATION "image/thumbnail";
            nb_atom_link(site, &link, out);
        }
    }
}

static void put_entry(const struct nb_site *site, const struct nb_site_issue *issue,
                      struct nb_buf *out)
{
    struct nb_buf text = NB_BUF_INIT;
    nb_buf_puts(out, "<entry>\n<id>");
    nb_site_issue_urn(issue, "opds", out);
    nb_buf_puts(out, "</id>\n<dc:identifier>");
    nb_site_issue_urn(issue, NULL, out);
    nb_buf_puts(out, "</dc:identifier>\n");
    nb_site_name(issue, true, &text);
    nb_atom_text("title", nb_buf_cstr(&text), out);
    nb_atom_text("updated", issue->modified, out);
    for (size_t i = 0; i < issue->editors.count; i++)
        nb_atom_author(issue->editors.at[i], out);
    if (!issue->editors.count && issue->publisher)
        nb_atom_author(issue->publisher, out);
    nb_atom_text("dc:publisher", issue->publisher, out);
    nb_atom_text("dc:language", issue->lang, out);
    nb_atom_text("dc:issued", issue->day, out);
    nb_atom_text("rights", issue->rights, out);
    nb_buf_clear(&text);
    nb_atom_summary(issue, &text);
    nb_buf_puts(out, "<summary type=\"text\">");
    nb_buf_xml(out, nb_buf_cstr(&text));
    nb_buf_puts(out, "</summary>\n");
    put_files(site, issue, out);
    nb_buf_puts(out, "</entry>\n");
    if (text.status != NB_OK && out->status == NB_OK)
        out->status = text.status;
    nb_buf_free(&text);
}

void nb_site_opds(const struct nb_site *site, struct nb_buf *out)
{
    static const struct nb_atom_link links[] = {
        {.rel = "self", .type = FEED_TYPE, .file = "opds.xml"},
        {.rel = "start", .type = FEED_TYPE, .file = "opds.xml"},
        {.rel = "alternate", .type = "text/html", .file = "index.html"},
        {.rel = "related", .type = "application/opds+json", .file = "opds.json"}};
    nb_atom_open(site, " xmlns:dc=\"http://purl.org/dc/terms/\"", "opds", out);
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        nb_atom_link(site, &links[i], out);
    for (size_t i = 0; i < site->count; i++)
        put_entry(site, &site->issues[i], out);
    nb_buf_puts(out, "</feed>\n");
}
