/* Articles as Markdown, for those who want them one by one. */
#ifndef NB_WRITE_MARKDOWN_H
#define NB_WRITE_MARKDOWN_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/doc.h"

#include <stdbool.h>

/* Appends an article with its front matter, as newsbind reads it. `keep_captions`: figures
 * without a picture at hand stay. */
enum nb_status nb_markdown_article(const struct nb_article *article, bool keep_captions,
                                   struct nb_buf *out) NB_CHECKED;

#endif
