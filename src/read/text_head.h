/* The head of an article: what text_head.c asks text_title.c and text_sign.c. */
#ifndef NB_READ_TEXT_HEAD_H
#define NB_READ_TEXT_HEAD_H

#include "read/text.h"

struct nb_buf;

/* Whether a unit is furniture by its words, a number, a running time: no text of a head. */
bool nb_text_is_label(const struct nb_text_unit *unit);

/* The unit behind `i` that is no label, or text->count. */
size_t nb_text_next(const struct nb_text *text, size_t i);

/* The headline's unit, or text->count. Sets the two scores. */
size_t nb_text_find_headline(struct nb_text *text);

/* Why the headline is it. */
void nb_text_explain_headline(const struct nb_text *text, struct nb_buf *why);

/* Gives bylines and dates around the headline their roles (text_sign.c). */
void nb_text_find_signature(struct nb_text *text);

/* Whether a signature comes behind unit `i`, before the next long one. */
bool nb_text_signature_follows(const struct nb_text *text, size_t i);

/* Takes a unit's text as "By Jane Doe", "Jane Doe - Nov 9", "11/9/2023 by Jane Doe" or
 * "Jane Doe @jane"; *names is what names there are. */
bool nb_text_signature_names(struct nb_str text, struct nb_str *names);

#endif
