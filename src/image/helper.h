/* The other end of the picture helper: started when first needed, started again after it
 * failed. For the loader. Any thread; one picture at a time. */
#ifndef NB_IMAGE_HELPER_H
#define NB_IMAGE_HELPER_H

#include "base/limits.h"
#include "base/status.h"
#include "image/image.h"
#include "image/protocol.h"

struct nb_helper;

enum nb_status nb_helper_new(const struct nb_image_wants *wants,
                             struct nb_helper **out) NB_CHECKED;
void nb_helper_free(struct nb_helper *helper); /* ends it; NULL is fine */

/* Has the helper make `bytes` fit. NB_OK: *reply and, when its result is OK, the new bytes in
 * `out` (empty). NB_LIBRARY: the helper could not be started, died or took too long; *why says
 * which (static storage). */
enum nb_status nb_helper_ask(struct nb_helper *helper, const struct nb_limits *limits,
                             struct nb_str bytes, struct nb_helper_reply *reply,
                             struct nb_buf *out, const char **why) NB_CHECKED;

#endif
