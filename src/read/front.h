/* YAML front matter: the keys and values at the top of a Markdown file, between two lines of
 * "---". Keys are matched without regard to case, hyphens and underscores. */
#ifndef NB_READ_FRONT_H
#define NB_READ_FRONT_H

#include "read/news.h"

/* What front matter says beside the fields of the article. */
struct nb_front {
    const char *image, *alt, *caption,
        *credit; /* the lead picture; kept strings or NULL */
};

/* Takes front matter off the start of `*text` and puts it into the article. What is wrong is
 * reported with its line; the rest counts. `*line` is set to the number of the first line that
 * is left. */
void nb_front_take(struct nb_news *news, struct nb_str *text, struct nb_front *front,
                   unsigned *line);

/* Whether `text` begins with front matter. */
bool nb_front_is(struct nb_str text);

#endif
