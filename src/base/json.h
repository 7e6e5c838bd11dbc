/* JSON, read and written: the only user of jansson. Values are reference-free trees here: a
 * value belongs to what it was put into, the root to the caller. */
#ifndef NB_BASE_JSON_H
#define NB_BASE_JSON_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct nb_json;

/* Parses `text`. NB_LIMIT when the tree would take more than some hundred megabytes (its depth
 * is bounded too: NB_FORMAT). NB_FORMAT with the line in *line (may be NULL) and a message in
 * `why` (may be NULL; static size below). */
enum { NB_JSON_WHY = 200 };
enum nb_status nb_json_parse(struct nb_str text, struct nb_json **out, unsigned *line,
                             char why[NB_JSON_WHY]) NB_CHECKED;

/* As nb_json_parse; reports what is malformed (MALFORMED). */
enum nb_status nb_json_load(struct nb_ctx *ctx, const char *source, struct nb_str text,
                            struct nb_json **out) NB_CHECKED;
void nb_json_free(struct nb_json *json); /* NULL is fine; roots only */

bool nb_json_is_object(const struct nb_json *json);
bool nb_json_is_array(const struct nb_json *json);

/* All take NULL, so that look-ups can be chained. Borrowed. */
const struct nb_json *nb_json_get(const struct nb_json *object, const char *key);
const struct nb_json *nb_json_at(const struct nb_json *array, size_t index);
size_t nb_json_count(const struct nb_json *array);      /* 0 for what is no array */
const char *nb_json_string(const struct nb_json *json); /* NULL for what is no string */
double nb_json_number(const struct nb_json *json, double fallback);
bool nb_json_true(const struct nb_json *json);

/* The member at `index` of an object, in the order of the text; NULL past the end. */
const struct nb_json *nb_json_member(const struct nb_json *object, size_t index,
                                     const char **key);

/* Writing: build a tree, then print it. NULL on failure; the setters take what they are given
 * over, also when they fail, and return false then or when `value` is NULL. */
struct nb_json *nb_json_new_object(void);
struct nb_json *nb_json_new_array(void);
struct nb_json *nb_json_new_string(const char *text); /* UTF-8 */
struct nb_json *nb_json_new_int(long long number);
struct nb_json *nb_json_new_bool(bool value);
bool nb_json_set(struct nb_json *object, const char *key, struct nb_json *value);
bool nb_json_push(struct nb_json *array, struct nb_json *value);

/* Prints with two spaces of indent, or on one line; keys in the order they were set. */
enum nb_status nb_json_print(const struct nb_json *json, bool pretty,
                             struct nb_buf *out) NB_CHECKED;

#endif
