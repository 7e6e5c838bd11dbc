/* The readers by name, for the registry; one line for each. */
#ifndef NB_READ_READERS_H
#define NB_READ_READERS_H

#include "read/read.h"

/* Reads an input that is in memory, as nb_read_file does; input->text is not looked at. */
enum nb_status nb_read_input(struct nb_ctx *ctx, const struct nb_input *input,
                             nb_take_fn *take, void *user) NB_CHECKED;

extern const struct nb_reader nb_reader_feed;      /* feed.c: RSS, RDF and Atom */
extern const struct nb_reader nb_reader_feed_json; /* feed_json.c: JSON Feed */
extern const struct nb_reader nb_reader_html;      /* html.c */
extern const struct nb_reader nb_reader_json;      /* json.c: the model's own JSON */
extern const struct nb_reader nb_reader_markdown;  /* markdown.c */
extern const struct nb_reader nb_reader_nitf;      /* nitf.c: the IPTC's NITF 3 */
extern const struct nb_reader nb_reader_ninjs;  /* ninjs.c: the IPTC's ninjs 1 to 3 */
extern const struct nb_reader nb_reader_newsml; /* newsml.c: NewsML-G2 */
extern const struct nb_reader nb_reader_text;   /* text.c: scraped pages and prose */
extern const struct nb_reader nb_reader_zip;    /* zip.c: archives of all of these */

#endif
