/* What the parts of the lint share: the open book. Everything in it lives in its arena. */
#ifndef NB_CHECK_BOOK_H
#define NB_CHECK_BOOK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/str.h"
#include "base/xml.h"
#include "base/zip.h"

#include <stdbool.h>
#include <stddef.h>

struct nb_check_item;

/* A file of the archive. */
struct nb_check_file {
    const char *name;
    size_t index, size; /* in the archive; bytes unpacked */
    struct nb_check_item *item;
    bool locked; /* encrypted: nothing can be said of what is in it */
    bool parsed; /* its anchors are known */
};

/* A manifest item. */
struct nb_check_item {
    const char *id, *type, *properties, *fallback; /* "" when absent */
    const char *href;                              /* as written */
    unsigned line;
    struct nb_check_file *file; /* NULL: remote, or not there */
    bool in_spine, remote;
    struct nb_check_item *next;
};

/* A link into a document, to be followed when all documents are read. */
struct nb_check_jump {
    const struct nb_check_file *from, *to;
    const char *fragment;
    unsigned line;
    bool contents; /* an entry of the contents */
    struct nb_check_jump *next;
};

struct nb_check {
    struct nb_ctx *ctx;
    const char *path;
    struct nb_str bytes;
    struct nb_arena *arena;
    struct nb_unzip *zip;
    struct nb_check_file *files;
    size_t count, unpacked, anchor_count;
    struct nb_map *names;   /* files by name */
    struct nb_map *ids;     /* items by id */
    struct nb_map *anchors; /* files by "number#id" */
    struct nb_check_item *items, **last_item;
    struct nb_check_jump *jumps, **last_jump;
    struct nb_check_file *opf, *nav, *ncx;
    const char *identifier; /* the unique one, trimmed, or NULL */
    unsigned version;       /* 2 or 3 */
    bool remote;            /* the document at hand uses something remote */
    enum nb_status status;  /* NB_NOMEM when memory ran out */
};

/* What a link is for. */
enum nb_check_use {
    NB_USE_JUMP,     /* a, area */
    NB_USE_CONTENTS, /* an entry of nav or NCX */
    NB_USE_PICTURE,
    NB_USE_STYLE,
    NB_USE_SOUND, /* audio, video: may be remote */
    NB_USE_FONT,  /* may be remote */
    NB_USE_FRAME, /* iframe, object, embed */
    NB_USE_SCRIPT,
    NB_USE_OTHER /* guide, metadata */
};

/* Reports about `file` (NULL: the book as a whole). */
void nb_check_say(struct nb_check *check, enum nb_diag_code code,
                  const struct nb_check_file *file, unsigned line, const char *format,
                  ...) NB_PRINTF(5, 6);

/* The file called `name`, or NULL. */
struct nb_check_file *nb_check_find(const struct nb_check *check, struct nb_str name);

/* Appends a file's bytes to `out`; false (reported) when it is damaged or too large. */
bool nb_check_read(struct nb_check *check, const struct nb_check_file *file,
                   struct nb_buf *out);

/* Reads and parses an XML file; NULL (reported) when it is not well-formed. Owned:
 * nb_xml_free. */
struct nb_xml *nb_check_parse(struct nb_check *check, const struct nb_check_file *file);

/* The text below `node`, trimmed, white space collapsed; "" when there is none. In the arena. */
const char *nb_check_text(struct nb_check *check, const struct nb_xml_node *node);

/* An attribute, trimmed, in the arena or borrowed; "" when absent. */
const char *nb_check_attr(struct nb_check *check, const struct nb_xml_node *node,
                          const char *name);

/* Whether `text` is one of the space-separated words. */
bool nb_check_one_of(const char *words, const char *text);

/* Follows a link that stands in `from`: reports when it leads nowhere; remembers it when it has
 * a fragment. The file it leads to, or NULL. */
struct nb_check_file *nb_check_link(struct nb_check *check,
                                    const struct nb_check_file *from, unsigned line,
                                    enum nb_check_use use, const char *href);
bool nb_check_is_remote(const char *href); /* it has a scheme or a host */

/* Remembers that `file` has the anchor; false when it had it before. */
bool nb_check_anchor(struct nb_check *check, const struct nb_check_file *file,
                     const char *id);

/* The stages, in their order. False when the book cannot be gone on with. */
bool nb_check_archive(struct nb_check *check);
bool nb_check_container(struct nb_check *check);
bool nb_check_package(struct nb_check *check);
void nb_check_manifest(struct nb_check *check, const struct nb_xml_node *package);
void nb_check_spine(struct nb_check *check, const struct nb_xml_node *package);
void nb_check_covers(struct nb_check *check, const struct nb_xml_node *package);
void nb_check_content(struct nb_check *check, struct nb_check_item *item);
void nb_check_element(struct nb_check *check, const struct nb_check_file *file,
                      const struct nb_xml_node *node);
void nb_check_nav(struct nb_check *check, const struct nb_xml *xml);
void nb_check_ncx(struct nb_check *check);
void nb_check_jumps(struct nb_check *check); /* whether all anchors met are there */
void nb_check_css(struct nb_check *check, const struct nb_check_file *file,
                  unsigned line, struct nb_str text);
void nb_check_picture(struct nb_check *check, const struct nb_check_item *item);
void nb_check_font(struct nb_check *check, const struct nb_check_item *item);

/* Media types. */
bool nb_check_is_document(const struct nb_check_item *item); /* XHTML or SVG */
bool nb_check_is_xhtml(const struct nb_check_item *item);
bool nb_check_is_picture(
    const struct nb_check_item *item); /* one that all readers show */

#define NB_XHTML "http://www.w3.org/1999/xhtml"
#define NB_SVG "http://www.w3.org/2000/svg"

#endif
