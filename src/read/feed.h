/* The parts of the feed readers, for feed*.c alone. RSS, RDF and Atom (feed.c, feed_xml.c,
 * feed_media.c) and JSON Feed (feed_json.c) fill in the same struct for an entry, and
 * feed_entry.c makes an article of it. Strings are borrowed from the document or live in the
 * feed's scratch arena, which is reset after each entry. */
#ifndef NB_READ_FEED_H
#define NB_READ_FEED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/xml.h"
#include "read/read.h"

#include <stdbool.h>

/* What a text is. */
enum nb_feed_form {
    NB_FEED_PLAIN,
    NB_FEED_LINES, /* plain, and its line ends mean something */
    NB_FEED_MAYBE, /* plain, unless it looks like HTML */
    NB_FEED_HTML,
    NB_FEED_TREE /* XHTML elements */
};

struct nb_feed_text {
    enum nb_feed_form form;
    struct nb_str text;
    const struct nb_xml_node *tree;
    unsigned line;
    const char *base; /* what xml:base says here, or NULL */
    int rank;         /* feed_xml.c: a smaller one is the better source; 0: absent */
};

enum nb_feed_kind { NB_FEED_OTHER, NB_FEED_PICTURE, NB_FEED_AUDIO, NB_FEED_VIDEO };

struct nb_feed_media {
    const char *url; /* NULL: absent */
    struct nb_feed_text title, caption;
    const char *credit, *duration;
    unsigned line;
    double rank; /* a greater one is the better picture */
};

enum { NB_FEED_TAGS = 100 /* names or tags of one entry; more are passed over */ };

struct nb_feed_names {
    struct nb_str at[NB_FEED_TAGS];
    size_t count;
};

struct nb_feed_entry {
    unsigned line;
    struct nb_feed_text title, content, summary;
    const char *link, *id; /* id: only when it may be an address */
    const char *base, *lang, *site, *rights;
    const char *published, *modified;
    int link_rank, published_rank, modified_rank;
    struct nb_feed_names authors, tags;
    struct nb_feed_media picture, audio, video;
    bool
        synopsis; /* the summary is one by its format's rules, not perhaps the whole text */
};

struct nb_feed {
    struct nb_ctx *ctx;
    const char *source;
    const struct nb_input *input;
    nb_take_fn *take;
    void *user;
    struct nb_arena *scratch; /* of one entry */
    struct nb_feed_entry
        own;           /* what the feed says of itself; lives as long as the feed */
    const char *title; /* the feed's, plain */
    size_t entries;
    enum nb_status status; /* the first failure of a buffer */
};

/* Opens and closes what a reader needs; false without memory. */
bool nb_feed_open(struct nb_feed *feed);
void nb_feed_close(struct nb_feed *feed);

/* Makes an article of an entry and gives it to `take`. What is wrong with it is reported and
 * costs it alone; what ends the run comes back. */
enum nb_status nb_feed_emit(struct nb_feed *feed,
                            const struct nb_feed_entry *entry) NB_CHECKED;

/* Says that a file is a feed without entries, when it was. */
void nb_feed_end(struct nb_feed *feed, unsigned line);

/* The buffer's text in the scratch arena, NULL when it is empty; frees the buffer, and its
 * failure becomes the feed's. */
const char *nb_feed_keep(struct nb_feed *feed, struct nb_buf *buf);

/* A text as plain as it can be had, in the scratch arena; NULL when it is empty. */
const char *nb_feed_plain(struct nb_feed *feed, const struct nb_feed_text *text);

/* Adds a string to a list that has room for it. */
void nb_feed_push(struct nb_feed_names *names, struct nb_str name);

/* ---- feed_names.c: the vocabularies of XML feeds. */

enum nb_feed_space {
    NB_SPACE_CORE, /* RSS itself, in whichever namespace or none */
    NB_SPACE_ATOM,
    NB_SPACE_CONTENT,
    NB_SPACE_DC, /* Dublin Core, its terms too */
    NB_SPACE_MEDIA,
    NB_SPACE_ITUNES,
    NB_SPACE_XHTML,
    NB_SPACE_FEEDBURNER,
    NB_SPACE_OTHER
};

/* The vocabulary of an element, and its name in it. */
enum nb_feed_space nb_feed_space(const struct nb_xml_node *node, struct nb_str *name);

/* Whether an element has this name, in any vocabulary, ASCII case folded. */
bool nb_feed_is(const struct nb_xml_node *node, const char *name);

/* The first child element with this name, or NULL. */
const struct nb_xml_node *nb_feed_child(const struct nb_xml_node *node,
                                        const char *name);

/* ---- feed_xml.c */

/* Reads the children of an item, entry or channel; items among them are passed over. */
void nb_feed_fields(struct nb_feed *feed, const struct nb_xml_node *node,
                    struct nb_feed_entry *entry);

/* The text of an element, in the scratch arena where it isn't in one piece; NULL when it is
 * blank. */
const char *nb_feed_string(struct nb_feed *feed, const struct nb_xml_node *node);

/* A text construct, as its type and mode say. */
struct nb_feed_text nb_feed_construct(struct nb_feed *feed,
                                      const struct nb_xml_node *node);

/* ---- feed_media.c */

/* What a media type, a medium and an address's ending say. Each may be NULL. */
enum nb_feed_kind nb_feed_kind(const char *type, const char *medium, const char *url);

/* Seconds as "h:mm:ss" or "m:ss"; NULL for what is no duration. */
const char *nb_feed_clock(struct nb_feed *feed, double seconds);

/* Takes media:content, media:group, media:thumbnail and what stands beside them. */
void nb_feed_media(struct nb_feed *feed, const struct nb_xml_node *node,
                   struct nb_feed_entry *entry);

/* Takes an enclosure: its address, and what it is. */
void nb_feed_enclose(struct nb_feed_entry *entry, const char *url,
                     enum nb_feed_kind kind, const char *duration, double rank,
                     unsigned line);

#endif
