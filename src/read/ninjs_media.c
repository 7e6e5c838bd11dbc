/* Pictures, video and sound of ninjs, and what is associated with a text. */
#include "read/ninjs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    MOST_SHOWN = 20, /* renditions of one picture */
    MOST_PARTS = 500,
    MOST_BODY = 1 << 18 /* bytes of a body that are searched */
};

enum nb_ninjs_kind nb_ninjs_kind(struct nb_ninjs *n, const struct nb_json *object)
{
    struct nb_str type = nb_ninjs_text(n, object, "type");
    if (nb_str_eq(type, NB_STR("picture")) || nb_str_eq(type, NB_STR("graphic")))
        return NB_NINJS_PICTURE;
    if (nb_str_eq(type, NB_STR("video")))
        return NB_NINJS_VIDEO;
    return nb_str_eq(type, NB_STR("audio")) ? NB_NINJS_AUDIO : NB_NINJS_TEXT;
}

size_t nb_ninjs_count(const struct nb_json *parts)
{
    size_t count = nb_json_count(parts);
    while (!nb_json_is_array(parts) && count < MOST_PARTS &&
           nb_json_member(parts, count, NULL))
        count++;
    return count < MOST_PARTS ? count : MOST_PARTS;
}

const struct nb_json *nb_ninjs_part(const struct nb_json *parts, size_t index)
{
    return nb_json_is_array(parts) ? nb_json_at(parts, index)
                                   : nb_json_member(parts, index, NULL);
}

static struct nb_str type_of(struct nb_ninjs *n, const struct nb_json *rendition)
{
    struct nb_str type = nb_ninjs_text(n, rendition, "contentType");
    return type.len ? type : nb_ninjs_text(n, rendition, "mimetype");
}

/* The rendition of the kind with the widest picture; the first of those that do not say. */
static const struct nb_json *
best_rendition(struct nb_ninjs *n, const struct nb_json *object, const char *kind)
{
    const struct nb_json *parts = nb_ninjs_get(object, "renditions"), *best = NULL;
    double most = -1;
    for (size_t i = 0, count = nb_ninjs_count(parts); i < count; i++) {
        const struct nb_json *part = nb_ninjs_part(parts, i);
        struct nb_str type = type_of(n, part);
        double width = nb_json_number(nb_ninjs_get(part, "width"), 0);
        bool fits = !type.len || nb_str_starts_nocase(type, nb_str_of(kind));
        if (fits && nb_ninjs_text(n, part, "href").len && width > most) {
            best = part;
            most = width;
        }
    }
    return best;
}

static const char *headline_of(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const roles[] = {"main", "headline", NULL};
    static const char *const names[] = {"headline", "title", "slugline"};
    struct nb_str text = nb_ninjs_described(n, object, "headlines", roles);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !text.len; i++)
        text = nb_ninjs_text(n, object, names[i]);
    return nb_build_keep(n->news.markup.build, text);
}

static struct nb_str caption_of(struct nb_ninjs *n, const struct nb_json *object)
{
    static const char *const roles[] = {"caption", NULL};
    static const char *const names[] = {"description_caption", "description_text"};
    struct nb_str text = nb_ninjs_described(n, object, "descriptions", roles);
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !text.len; i++)
        text = nb_ninjs_text(n, object, names[i]);
    return text;
}

/* A notice of copyright is no name, and stands in only where there is none. */
static const char *credit_of(struct nb_ninjs *n, const struct nb_json *object)
{
    struct nb_str by = nb_ninjs_text(n, object, "byline");
    struct nb_str holder = nb_ninjs_text(n, object, "creditline");
    if (!by.len)
        by = nb_ninjs_text(n, object, "by");
    if (!holder.len)
        holder = nb_ninjs_text(n, object, "copyrightHolder");
    if (!holder.len && !by.len)
        holder = nb_ninjs_text(n, object, "copyrightNotice");
    return nb_news_credit(&n->news, by, holder);
}

/* Seconds as "2:22". */
static const char *duration_of(struct nb_ninjs *n, const struct nb_json *rendition)
{
    double seconds = nb_json_number(nb_ninjs_get(rendition, "duration"), 0);
    char text[24];
    if (!(seconds >= 1 && seconds < 360000))
        return NULL;
    unsigned whole = (unsigned)lround(seconds);
    if (whole >= 3600)
        (void)snprintf(text, sizeof text, "%u:%02u:%02u", whole / 3600, whole / 60 % 60,
                       whole % 60);
    else
        (void)snprintf(text, sizeof text, "%u:%02u", whole / 60, whole % 60);
    return nb_build_keep(n->news.markup.build, nb_str_of(text));
}

static void add_embed(struct nb_ninjs *n, const struct nb_json *object,
                      const char *kind)
{
    struct nb_build *build = n->news.markup.build;
    const struct nb_json *rendition = best_rendition(n, object, kind);
    struct nb_str href = nb_ninjs_text(n, rendition, "href");
    struct nb_node *embed = nb_build_open(build, NB_EMBED, 0);
    embed->u.embed.kind = nb_build_keep(build, nb_str_of(kind));
    embed->u.embed.title = headline_of(n, object);
    if (!embed->u.embed.title)
        embed->u.embed.title = nb_build_keep(build, caption_of(n, object));
    if (nb_str_starts_nocase(href, NB_STR("http")))
        embed->u.embed.url = nb_build_keep(build, href);
    embed->u.embed.duration = duration_of(n, rendition);
    nb_build_close(build, NB_EMBED);
}

void nb_ninjs_medium(struct nb_ninjs *n, const struct nb_json *object)
{
    struct nb_build *build = n->news.markup.build;
    struct nb_article *article = nb_build_article(build);
    enum nb_ninjs_kind kind = nb_ninjs_kind(n, object);
    if (kind != NB_NINJS_PICTURE) {
        add_embed(n, object, kind == NB_NINJS_VIDEO ? "video" : "audio");
        return;
    }
    struct nb_str href = nb_ninjs_text(n, best_rendition(n, object, "image"), "href");
    struct nb_str caption = caption_of(n, object);
    if (!href.len && !caption.len)
        return;
    struct nb_node *figure = nb_build_open(build, NB_FIGURE, 0);
    figure->u.figure.src = nb_build_raw(build, nb_str_trim(href));
    figure->u.figure.credit = credit_of(n, object);
    nb_markup_caption(&n->news.markup, figure, caption);
    nb_build_close(build, NB_FIGURE);
    if (!article->lead && figure->u.figure.src)
        article->lead = figure;
}

/* The figure of the body that shows one of the picture's renditions, or NULL. */
static struct nb_node *find_figure(struct nb_ninjs *n, const struct nb_json *object)
{
    const struct nb_json *parts = nb_ninjs_get(object, "renditions");
    struct nb_node *body = nb_build_article(n->news.markup.build)->body;
    size_t count = nb_ninjs_count(parts);
    for (struct nb_node *node = body->first; node; node = node->next) {
        for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
            struct nb_str href = nb_ninjs_text(n, nb_ninjs_part(parts, i), "href");
            if (node->type == NB_FIGURE && href.len && node->u.figure.src &&
                nb_str_eq(href, nb_str_of(node->u.figure.src)))
                return node;
        }
    }
    return NULL;
}

/* Whether the body's markup names one of the picture's renditions. */
static bool is_shown(struct nb_ninjs *n, const struct nb_json *object,
                     struct nb_str body)
{
    const struct nb_json *parts = nb_ninjs_get(object, "renditions");
    body = nb_str_sub(body, 0, MOST_BODY);
    for (size_t i = 0, count = nb_ninjs_count(parts); i < count && i < MOST_SHOWN;
         i++) {
        struct nb_str href = nb_ninjs_text(n, nb_ninjs_part(parts, i), "href");
        if (href.len && nb_str_find(body, href) >= 0)
            return true;
    }
    return false;
}

/* Whether an associated object may be shown at all. */
static bool is_usable(struct nb_ninjs *n, const struct nb_json *part)
{
    struct nb_str status = nb_ninjs_text(n, part, "pubStatus");
    return nb_json_is_object(part) &&
           (!status.len || nb_str_eq(status, NB_STR("usable")));
}

void nb_ninjs_pictures(struct nb_ninjs *n, const struct nb_json *object,
                       struct nb_str body)
{
    const struct nb_json *parts = nb_ninjs_get(object, "associations");
    for (size_t i = 0, count = nb_ninjs_count(parts); i < count; i++) {
        const struct nb_json *part = nb_ninjs_part(parts, i);
        if (is_usable(n, part) && nb_ninjs_kind(n, part) != NB_NINJS_TEXT &&
            !is_shown(n, part, body))
            nb_ninjs_medium(n, part);
    }
}

/* A picture in the body is often a small one: the best rendition takes its place. */
static void better(struct nb_ninjs *n, const struct nb_json *part)
{
    struct nb_node *figure = find_figure(n, part);
    struct nb_str href = nb_ninjs_text(n, best_rendition(n, part, "image"), "href");
    if (!figure || !href.len)
        return;
    figure->u.figure.src = nb_build_raw(n->news.markup.build, nb_str_trim(href));
    if (!figure->u.figure.credit)
        figure->u.figure.credit = credit_of(n, part);
}

void nb_ninjs_better(struct nb_ninjs *n, const struct nb_json *object)
{
    const struct nb_json *parts = nb_ninjs_get(object, "associations");
    nb_build_close(n->news.markup.build, NB_PARAGRAPH);
    for (size_t i = 0, count = nb_ninjs_count(parts); i < count && i < MOST_SHOWN;
         i++) {
        if (nb_ninjs_kind(n, nb_ninjs_part(parts, i)) == NB_NINJS_PICTURE)
            better(n, nb_ninjs_part(parts, i));
    }
}

void nb_ninjs_related(struct nb_ninjs *n, const struct nb_json *object)
{
    const struct nb_json *parts = nb_ninjs_get(object, "associations");
    for (size_t i = 0, count = nb_ninjs_count(parts); i < count; i++) {
        const struct nb_json *part = nb_ninjs_part(parts, i);
        if (!is_usable(n, part) || nb_ninjs_kind(n, part) != NB_NINJS_TEXT)
            continue;
        struct nb_str uri = nb_ninjs_text(n, part, "uri");
        if (!nb_str_starts_nocase(uri, NB_STR("http")))
            uri.len = 0;
        nb_build_related(n->news.markup.build, nb_str_of(headline_of(n, part)), uri);
    }
}
