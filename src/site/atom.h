/* What feed.xml and opds.xml share: Atom (RFC 4287). Inside site/ only. */
#ifndef NB_SITE_ATOM_H
#define NB_SITE_ATOM_H

#include "site/site.h"

/* <name>text</name>; nothing for NULL. */
void nb_atom_text(const char *name, const char *text, struct nb_buf *out);

/* <author><name>…</name></author> */
void nb_atom_author(const char *name, struct nb_buf *out);

/* <link rel type href…/> to a place of the site (`issue` NULL: `file` stands at its top);
 * `length`: bytes, 0 to leave it out; `title` may be NULL. */
struct nb_atom_link {
    const char *rel, *type, *file, *title;
    const struct nb_site_issue *issue;
    long long length;
};
void nb_atom_link(const struct nb_site *site, const struct nb_atom_link *link,
                  struct nb_buf *out);

/* Opens <feed>, with further name spaces (a space before them, or ""), up to its links: id,
 * title, subtitle, updated, author. */
void nb_atom_open(const struct nb_site *site, const char *spaces, const char *kind,
                  struct nb_buf *out);

/* The headlines in one line, as many as are worth it. */
void nb_atom_summary(const struct nb_site_issue *issue, struct nb_buf *out);

#endif
