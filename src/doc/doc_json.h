/* The model as JSON, both ways; the keys are those of DESIGN's list and never change their
 * meaning within `model` 1. */
#ifndef NB_DOC_DOC_JSON_H
#define NB_DOC_DOC_JSON_H

#include "base/diag.h"
#include "base/json.h"
#include "doc/doc.h"

/* What an article's JSON has beyond the article. */
struct nb_json_form {
    bool with_id;         /* it is one of several that links may lead to */
    bool with_kicker;     /* it repeats its section's title, and would be lost */
    const char *pictures; /* before the paths of its pictures: "world/"; or NULL */
    const char *lead;     /* of the lead picture, if it is not its src; or NULL */
};

/* One article as a JSON object (owned by the caller); NULL without memory. */
struct nb_json *nb_article_to_json(const struct nb_article *article,
                                   const struct nb_json_form *form);

/* The edition: the article's object if there is one article, else `model` and an array under
 * `articles`; pretty-printed with a line end. */
enum nb_status nb_edition_to_json(const struct nb_edition *edition,
                                  struct nb_buf *out) NB_CHECKED;

/* Reads one article, or an object with `articles` or with `sections` that have them, or an
 * array of articles. Each goes through the builder, and is given to `take` with its arena (both
 * then owned by `take`). The first article of each of `sections` has the section as its `part`,
 * the first of all with what is said of the issue. What is wrong is reported with its path
 * ("articles[2].blocks[5].type"), and costs that thing. */
enum nb_status nb_json_read(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            enum nb_status (*take)(void *user,
                                                   struct nb_article *article,
                                                   struct nb_arena *arena),
                            void *user) NB_CHECKED;

#endif
