/* The two halves of the ninjs reader: ninjs.c reads objects, ninjs_media.c their pictures and
 * associations. */
#ifndef NB_READ_NINJS_H
#define NB_READ_NINJS_H

#include "base/json.h"
#include "read/news.h"

struct nb_ninjs {
    struct nb_news news;
    const char *where; /* "item 2: ", for messages; or "" */
};

enum nb_ninjs_kind { NB_NINJS_TEXT, NB_NINJS_PICTURE, NB_NINJS_VIDEO, NB_NINJS_AUDIO };

/* A member by its name in camel case (ninjs 3), else in lower case (1 and 2). */
const struct nb_json *nb_ninjs_get(const struct nb_json *object, const char *key);

/* The same as a string; says so when it is something else. */
struct nb_str nb_ninjs_text(struct nb_ninjs *n, const struct nb_json *object,
                            const char *key);

/* The value in a list of headlines or descriptions that has one of the roles, else of the
 * first without a role, as plain text. */
struct nb_str nb_ninjs_described(struct nb_ninjs *n, const struct nb_json *object,
                                 const char *list, const char *const *roles);

enum nb_ninjs_kind nb_ninjs_kind(struct nb_ninjs *n, const struct nb_json *object);

/* Associations and renditions are objects in 1.x and arrays later. How many there are, at
 * most 500, and the one at `index`. */
size_t nb_ninjs_count(const struct nb_json *parts);
const struct nb_json *nb_ninjs_part(const struct nb_json *parts, size_t index);

/* Makes the figure or embed of a picture, video or sound. */
void nb_ninjs_medium(struct nb_ninjs *n, const struct nb_json *object);

/* The media associated with a text, but for pictures that its body shows itself. */
void nb_ninjs_pictures(struct nb_ninjs *n, const struct nb_json *object,
                       struct nb_str body);

/* Gives the figures of a body that is read the best renditions and the credits of the
 * pictures associated with the text. */
void nb_ninjs_better(struct nb_ninjs *n, const struct nb_json *object);

/* The texts associated with a text, as related headlines. */
void nb_ninjs_related(struct nb_ninjs *n, const struct nb_json *object);

#endif
