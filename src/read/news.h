/* What the newsroom formats (NITF, NewsML-G2, ninjs) say in the same way, put into the model
 * in the same way. Urgency runs from 1 (highest) over 5 (normal) to 9; the weight of an
 * article is 5 less that, so what is urgent weighs more. A slugline is the newsroom's own name
 * for a story: it is no tag, and stands in only for a headline that is missing. Notes to
 * editors are left out. Both are listed in the report. */
#ifndef NB_READ_NEWS_H
#define NB_READ_NEWS_H

#include "base/diag.h"
#include "base/str.h"
#include "base/xml.h"
#include "doc/build.h"
#include "read/markup.h"
#include "read/read.h"

/* An article being read; `markup` has the context, the builder and what links are relative to. */
struct nb_news {
    struct nb_markup markup;
    const char *copyright, *holder, *terms; /* kept strings, or NULL */
    const char *slugline;
    bool gone; /* withheld or cancelled: not to be published at all */
};

/* Starts an article of `source`; NB_NOMEM. Ends with nb_news_finish or nb_news_abort. */
enum nb_status nb_news_start(struct nb_ctx *ctx, const char *source,
                             struct nb_news *news) NB_CHECKED;

/* Joins the rights, finds a headline and gives the article to `take`, unless it is withheld;
 * reports what is wrong. Only what ends the run comes back. */
enum nb_status nb_news_finish(struct nb_news *news, nb_take_fn *take,
                              void *user) NB_CHECKED;
void nb_news_abort(struct nb_news *news);

/* Sets a field that is empty yet. */
void nb_news_set(struct nb_news *news, const char **field, struct nb_str value);

/* The same for a date in any spelling; reports one that is not understood. */
void nb_news_date(struct nb_news *news, const char **field, struct nb_str value,
                  unsigned line);

/* The dates of publishing and of the last change, from when the content, the item's first
 * version and this version were made; each may be NULL. */
void nb_news_dates(struct nb_news *news, const char *content, const char *first,
                   const char *version);

/* A language tag. */
void nb_news_lang(struct nb_news *news, struct nb_str tag);

/* A byline with "By", several names and job titles in it; as it stands when no name is found. */
void nb_news_byline(struct nb_news *news, struct nb_str text);

/* "LONDON, Nov 22 (Agency) -" as the place alone. */
void nb_news_dateline(struct nb_news *news, struct nb_str text);

/* Standfirst: a paragraph, unless it says what the headline says. */
void nb_news_standfirst(struct nb_news *news, struct nb_str text);

void nb_news_tag(struct nb_news *news, struct nb_str name);

/* Urgency 1 to 9 as text; anything else is reported. */
void nb_news_urgency(struct nb_news *news, struct nb_str text, unsigned line);

/* The publishing status ("usable", "stat:withheld", "canceled" …). */
void nb_news_status(struct nb_news *news, struct nb_str status, unsigned line);

/* What is for editors only: into the report. */
void nb_news_private(struct nb_news *news, const char *what, struct nb_str text,
                     unsigned line);

/* Who made a picture and who has the rights in it: "Jo Brand/Merrow Wire", or one of them
 * where the other is missing or says the same. Kept; NULL for neither. */
const char *nb_news_credit(struct nb_news *news, struct nb_str by,
                           struct nb_str holder);

/* A kept copy of the text below `node`; NULL for NULL and for nothing. */
const char *nb_news_text(struct nb_news *news, const struct nb_xml_node *node);

/* Reads the parts of a <nitf> element (nitf.c). */
void nb_nitf_read(struct nb_news *news, const struct nb_xml_node *nitf);

/* Decodes an XML input by what its declaration claims, parses it and gives the tree to
 * `read`. What cannot be read is reported and costs the file alone. */
enum nb_status nb_news_read_xml(struct nb_ctx *ctx, const struct nb_input *input,
                                enum nb_status (*read)(struct nb_ctx *ctx,
                                                       const char *source,
                                                       const struct nb_xml *xml,
                                                       nb_take_fn *take, void *user),
                                nb_take_fn *take, void *user) NB_CHECKED;

/* Whether the root element at the start of `bytes` has one of these local names
 * (NULL-terminated). */
bool nb_news_root(struct nb_str bytes, const char *const *names);

#endif
