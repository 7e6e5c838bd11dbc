/* The two halves of the NewsML-G2 reader: newsml.c sorts a message, newsml_item.c reads one
 * item. */
#ifndef NB_READ_NEWSML_H
#define NB_READ_NEWSML_H

#include "base/limits.h"
#include "read/news.h"

enum nb_g2_kind { NB_G2_TEXT, NB_G2_PICTURE, NB_G2_VIDEO, NB_G2_AUDIO };

struct nb_g2_item {
    const struct nb_xml_node *node;
    enum nb_g2_kind kind;
    const char *section; /* of the package that places it, or NULL */
    bool placed;         /* in the order, or as somebody's picture */
    struct nb_g2_item *next, *next_placed;
    struct nb_g2_item *pictures, *last_picture, *next_picture;
};

/* The kind that an <itemMeta> (may be NULL) says. */
enum nb_g2_kind nb_g2_kind(const struct nb_xml_node *meta);

/* Reads an item with its pictures to an article; only what ends the run comes back. */
enum nb_status nb_g2_read(struct nb_ctx *ctx, const char *source,
                          const struct nb_g2_item *item, nb_take_fn *take,
                          void *user) NB_CHECKED;

#endif
