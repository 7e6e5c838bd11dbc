/* Pictures, video and audio of NITF and XHTML, with captions and credits. */
#include "read/markup.h"

#include "read/credit.h"
#include "read/html.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 400 /* looked at below one element */ };

/* The first element of the name at or below `node`, or NULL. */
static const struct nb_xml_node *find(const struct nb_xml_node *node, const char *name)
{
    int left = MOST_NODES;
    for (const struct nb_xml_node *n = node; n && left-- > 0;
         n = nb_xml_following(n, node, true)) {
        if (nb_xml_is(n, name))
            return n;
    }
    return NULL;
}

static const char *attr(const struct nb_xml_node *node, const char *name)
{
    const char *value = node ? nb_xml_attr(node, name) : NULL;
    return value && *value ? value : NULL;
}

/* A credit that a caption ends with, taken off it; the fuller one of two is kept. */
static bool take_credit(struct nb_markup *m, struct nb_str *text,
                        struct nb_node *figure)
{
    struct nb_credit found;
    if (!nb_credit_find(*text, &found) || !found.sure || !found.credit.len)
        return false;
    struct nb_str known = nb_str_of(figure->u.figure.credit);
    if (known.len && nb_str_find_nocase(known, found.credit) < 0 &&
        nb_str_find_nocase(found.credit, known) < 0)
        return false; /* they disagree: both stay */
    if (found.credit.len > known.len)
        figure->u.figure.credit = nb_build_keep(m->build, found.credit);
    *text = found.caption;
    return true;
}

void nb_markup_caption(struct nb_markup *m, struct nb_node *figure, struct nb_str text)
{
    (void)take_credit(m, &text, figure);
    if (!nb_str_trim(text).len)
        return;
    (void)nb_build_open(m->build, NB_CAPTION, figure->line);
    nb_build_text(m->build, text);
    nb_build_close(m->build, NB_CAPTION);
}

/* The caption as inlines, less a credit at its end. */
static void add_caption(struct nb_markup *m, const struct nb_xml_node *caption,
                        struct nb_node *figure)
{
    struct nb_str text = nb_markup_text(nb_build_arena(m->build), caption, NULL);
    if (take_credit(m, &text, figure)) {
        nb_markup_caption(m, figure, text);
        return;
    }
    (void)nb_build_open(m->build, NB_CAPTION, nb_xml_line(caption));
    nb_markup_inlines(m, caption);
    nb_build_close(m->build, NB_CAPTION);
}

static void set_lead(struct nb_markup *m, struct nb_node *figure)
{
    struct nb_article *article = nb_build_article(m->build);
    if (!article->lead && figure->u.figure.src)
        article->lead = figure;
}

/* ---- NITF */

/* Of several references the one with the widest picture; a file here before the web. */
static const struct nb_xml_node *best_reference(const struct nb_xml_node *media)
{
    const struct nb_xml_node *best = NULL;
    long most = -1;
    for (const struct nb_xml_node *n = nb_xml_first(media); n; n = nb_xml_next(n)) {
        const char *width = attr(n, "width");
        long w = width ? strtol(width, NULL, 10) : 0;
        if (nb_xml_is(n, "media-reference") && attr(n, "source") && w > most) {
            best = n;
            most = w;
        }
    }
    return best;
}

static bool is_kind(const struct nb_xml_node *media,
                    const struct nb_xml_node *reference, const char *kind)
{
    const char *type = attr(media, "media-type"), *mime = attr(reference, "mime-type");
    return (type && strcmp(type, kind) == 0) ||
           (mime && nb_str_starts(nb_str_of(mime), nb_str_of(kind)));
}

static struct nb_str text_of(struct nb_markup *m, const struct nb_xml_node *node)
{
    return node ? nb_markup_text(nb_build_arena(m->build), node, NULL)
                : (struct nb_str){0};
}

static void add_media(struct nb_markup *m, const struct nb_xml_node *media)
{
    const struct nb_xml_node *reference = best_reference(media);
    const struct nb_xml_node *caption = find(media, "media-caption");
    const struct nb_xml_node *producer = find(media, "media-producer");
    const char *source = attr(reference, "source");
    unsigned line = nb_xml_line(media);
    bool video = is_kind(media, reference, "video");
    if (video || is_kind(media, reference, "audio")) {
        struct nb_node *embed = nb_build_open(m->build, NB_EMBED, line);
        embed->u.embed.kind =
            nb_build_keep(m->build, nb_str_of(video ? "video" : "audio"));
        embed->u.embed.title = nb_build_keep(m->build, text_of(m, caption));
        embed->u.embed.url = nb_markup_url(m, source);
        nb_build_close(m->build, NB_EMBED);
        return;
    }
    if (!source && !caption)
        return;
    struct nb_node *figure = nb_build_open(m->build, NB_FIGURE, line);
    figure->u.figure.src = nb_build_raw(m->build, nb_str_trim(nb_str_of(source)));
    figure->u.figure.alt =
        nb_build_keep(m->build, nb_str_of(attr(reference, "alternate-text")));
    figure->u.figure.credit = nb_build_keep(m->build, text_of(m, producer));
    if (caption)
        add_caption(m, caption, figure);
    nb_build_close(m->build, NB_FIGURE);
    set_lead(m, figure);
}

/* ---- XHTML */

/* The element in a figure that its class calls a credit. */
static const struct nb_xml_node *find_credit(const struct nb_xml_node *figure)
{
    static const char *const classes[] = {"credit", "byline", "photographer",
                                          "copyright", "source"};
    int left = MOST_NODES;
    for (const struct nb_xml_node *n = nb_xml_first(figure); n && left-- > 0;
         n = nb_xml_following(n, figure, true)) {
        for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
            if (nb_xml_attr_has(n, "class", classes[i]))
                return n;
        }
    }
    return NULL;
}

static bool lies_in(const struct nb_xml_node *node, const struct nb_xml_node *outer)
{
    while (node && node != outer)
        node = nb_xml_parent(node);
    return node != NULL;
}

static void add_image(struct nb_markup *m, const struct nb_xml_node *image,
                      const struct nb_xml_node *caption,
                      const struct nb_xml_node *credit)
{
    const char *src = attr(image, "src");
    if (!src && !caption)
        return;
    struct nb_node *figure =
        nb_build_open(m->build, NB_FIGURE, nb_xml_line(image ? image : caption));
    figure->u.figure.src = nb_build_raw(m->build, nb_str_trim(nb_str_of(src)));
    figure->u.figure.alt = nb_build_keep(m->build, nb_str_of(attr(image, "alt")));
    if (credit && !(caption && lies_in(credit, caption)))
        figure->u.figure.credit = nb_build_keep(m->build, text_of(m, credit));
    if (caption)
        add_caption(m, caption, figure);
    nb_build_close(m->build, NB_FIGURE);
    set_lead(m, figure);
}

static void add_embed(struct nb_markup *m, const struct nb_xml_node *node,
                      const char *kind)
{
    const struct nb_xml_node *inner = find(node, "source");
    const char *src = attr(node, "src");
    const char *url = nb_markup_url(m, src ? src : attr(inner, "src"));
    const char *title = attr(node, "title");
    if (!url && !title)
        return;
    struct nb_node *embed = nb_build_open(m->build, NB_EMBED, nb_xml_line(node));
    embed->u.embed.kind = nb_build_keep(m->build, nb_str_of(kind));
    embed->u.embed.title = nb_build_keep(m->build, nb_str_of(title));
    embed->u.embed.url = url;
    nb_build_close(m->build, NB_EMBED);
}

/* Whether a figure is one picture with its caption, and not a frame around something else. */
static bool is_simple(const struct nb_xml_node *figure)
{
    static const char *const others[] = {"table", "pre",    "blockquote", "video",
                                         "audio", "iframe", "ul",         "ol"};
    int images = 0;
    for (const struct nb_xml_node *n = nb_xml_first(figure); n;
         n = nb_xml_following(n, figure, true)) {
        images += nb_xml_is(n, "img");
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            if (nb_xml_is(n, others[i]))
                return false;
        }
        if (nb_xml_is(n, "figure"))
            return false;
    }
    return images == 1;
}

bool nb_markup_media(struct nb_markup *m, const struct nb_xml_node *node)
{
    if (nb_xml_is(node, "media"))
        add_media(m, node);
    else if (nb_xml_is(node, "img"))
        add_image(m, node, NULL, NULL);
    else if (nb_xml_is(node, "figure") && is_simple(node))
        add_image(m, find(node, "img"), find(node, "figcaption"), find_credit(node));
    else if (nb_xml_is(node, "video") || nb_xml_is(node, "audio"))
        add_embed(m, node, nb_xml_name(node));
    else if (nb_xml_is(node, "iframe"))
        add_embed(m, node, "video");
    else
        return false;
    return true;
}
