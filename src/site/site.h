/* A static site of issues: a folder for each issue with what was made of it and a manifest, and
 * beside them a page, catalogues and a feed that list all issues. These are made from the
 * manifests that are found, and from nothing else.
 *
 *     site/index.html opds.xml opds.json feed.xml
 *     site/2026-11-22/manifest.json publication.json SHA256SUMS weekly-2026-11-22.pdf … */
#ifndef NB_SITE_SITE_H
#define NB_SITE_SITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/status.h"
#include "doc/doc.h"

#include <stdbool.h>

#define NB_SITE_MANIFEST "manifest.json"
#define NB_SITE_PUBLICATION "publication.json"
#define NB_SITE_SUMS "SHA256SUMS"

enum { NB_SITE_VERSION = 1 /* of manifests: greater ones are not read */ };

/* A file of an issue. */
struct nb_site_file {
    const char *name; /* in the issue's folder: A-Z a-z 0-9 . - _ */
    const char
        *role; /* "pdf", "epub", "kepub", "html", "cover", "front", "archive" … */
    const char *type;       /* media type */
    const char *sha256;     /* hexadecimal */
    long long size;         /* bytes */
    unsigned width, height; /* pixels, of a picture; else 0 */
};

struct nb_site_article {
    const char *headline;
    const char *anchor;  /* on the HTML page, or NULL */
    const char *section; /* or NULL */
    const char *lang;    /* or NULL: the issue's */
    unsigned minutes;
};

/* What a manifest says; strings are NULL when absent, but for `folder`, `id`, `title`. */
struct nb_site_issue {
    const char *folder;
    const char *id, *title, *subtitle, *number, *publisher, *rights, *lang;
    const char *date; /* as the edition has it: a day, a month, a range … or NULL */
    const char *day;  /* its last day: what issues are sorted by; never NULL */
    const char *modified; /* ISO 8601 in UTC; never NULL */
    struct nb_strings editors;
    struct nb_site_file *files;
    size_t file_count;
    struct nb_site_article *articles;
    size_t article_count;
};

struct nb_site {
    struct nb_arena *arena;
    const char *base;             /* what addresses begin with: "" or "https://…/" */
    struct nb_site_issue *issues; /* the newest first */
    size_t count;
};

/* ---- Manifests: manifest.c */

/* What a manifest is made from. */
struct nb_manifest {
    const struct nb_edition *edition;
    const struct nb_diags *diags; /* the warnings go in */
    const char *folder;           /* of the edition file: left out of paths */
    const struct nb_site_file *files;
    size_t file_count;
};

/* Appends the manifest of an issue: the form is documented in newsbind(1). */
enum nb_status nb_manifest_write(const struct nb_manifest *in,
                                 struct nb_buf *out) NB_CHECKED;

/* Reads a manifest; strings live in `arena`. NB_FORMAT, with a reason in *why (static), for
 * what is none or not safe to use. */
enum nb_status nb_manifest_read(struct nb_arena *arena, const char *folder,
                                struct nb_str text, struct nb_site_issue *out,
                                const char **why) NB_CHECKED;

/* The last day of an edition's date: "2026-11-22" of "2026-11-16/2026-11-22"; NULL for what is
 * no date. */
const char *nb_site_day(struct nb_arena *arena, const char *date);

/* ---- The site: site.c */

/* Reads all manifests below `folder`. One that cannot be read is reported and left out. */
enum nb_status nb_site_read(struct nb_ctx *ctx, struct nb_arena *arena,
                            const char *folder, const char *base,
                            struct nb_site *out) NB_CHECKED;

/* The issue of an edition's id; NULL when the site has none. */
const struct nb_site_issue *nb_site_find(const struct nb_site *site, const char *id);

/* The first file of a role, or NULL. */
const struct nb_site_file *nb_site_file_of(const struct nb_site_issue *issue,
                                           const char *role);

/* Whether a file is there to be read by people, not a picture of the issue. */
bool nb_site_is_text(const struct nb_site_file *file);

/* An issue's name: "The Merrow Lantern, No. 47"; `with_date`: and its date. Plain text. */
void nb_site_name(const struct nb_site_issue *issue, bool with_date,
                  struct nb_buf *out);

/* The address of a file of an issue. */
void nb_site_href(const struct nb_site *site, const struct nb_site_issue *issue,
                  const char *file, struct nb_buf *out);

/* "urn:uuid:…" that stands for `kind` of this site: the same as long as its oldest issue has
 * the same title and publisher. */
void nb_site_urn(const struct nb_site *site, const char *kind, struct nb_buf *out);

/* The issue's own: its id when that is a URN or an address, else one made from it. */
void nb_site_issue_urn(const struct nb_site_issue *issue, const char *kind,
                       struct nb_buf *out);

/* ---- What lists the issues. Failures stay in the buffer, or come back. */

void nb_site_atom(const struct nb_site *site, struct nb_buf *out); /* feed.xml */
void nb_site_opds(const struct nb_site *site,
                  struct nb_buf *out); /* opds.xml: OPDS 1.2 */
void nb_site_page(const struct nb_site *site, struct nb_buf *out); /* index.html */

/* opds.json: OPDS 2.0; and the publication.json of one issue, with addresses beside it. */
enum nb_status nb_site_opds2(const struct nb_site *site, struct nb_buf *out) NB_CHECKED;
enum nb_status nb_site_publication(const struct nb_site_issue *issue,
                                   struct nb_buf *out) NB_CHECKED;

#endif
