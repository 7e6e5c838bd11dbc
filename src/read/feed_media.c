/* Pictures, sound and moving pictures of entries: enclosures, Media RSS, what podcasts add.
 * Of all pictures, which are mostly sizes of one, the best is kept, and one recording of each
 * kind. */
#include "read/feed.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MEDIA = 200 /* elements of one group that are looked at */ };

static bool has(const char *value, const char *what)
{
    return value && nb_str_find_nocase(nb_str_of(value), nb_str_of(what)) >= 0;
}

static enum nb_feed_kind by_ending(const char *url)
{
    static const struct {
        const char *ending;
        enum nb_feed_kind kind;
    } endings[] = {
        {".jpg", NB_FEED_PICTURE}, {".jpeg", NB_FEED_PICTURE},
        {".png", NB_FEED_PICTURE}, {".webp", NB_FEED_PICTURE},
        {".gif", NB_FEED_PICTURE}, {".avif", NB_FEED_PICTURE},
        {".mp3", NB_FEED_AUDIO},   {".m4a", NB_FEED_AUDIO},
        {".ogg", NB_FEED_AUDIO},   {".opus", NB_FEED_AUDIO},
        {".mp4", NB_FEED_VIDEO},   {".m4v", NB_FEED_VIDEO},
        {".webm", NB_FEED_VIDEO},  {".mov", NB_FEED_VIDEO},
        {".m3u8", NB_FEED_VIDEO},
    };
    struct nb_str path = nb_str_of(url);
    for (size_t i = 0; i < path.len; i++) {
        if (path.data[i] == '?' || path.data[i] == '#')
            path.len = i;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (nb_str_ends_nocase(path, nb_str_of(endings[i].ending)))
            return endings[i].kind;
    }
    return NB_FEED_OTHER;
}

enum nb_feed_kind nb_feed_kind(const char *type, const char *medium, const char *url)
{
    const char *const told[] = {type, medium};
    for (size_t i = 0; i < 2; i++) {
        if (has(told[i], "image"))
            return NB_FEED_PICTURE;
        if (has(told[i], "audio"))
            return NB_FEED_AUDIO;
        if (has(told[i], "video"))
            return NB_FEED_VIDEO;
    }
    return by_ending(url);
}

static struct nb_feed_media *slot(struct nb_feed_entry *entry, enum nb_feed_kind kind)
{
    if (kind == NB_FEED_AUDIO)
        return &entry->audio;
    return kind == NB_FEED_VIDEO ? &entry->video : &entry->picture;
}

void nb_feed_enclose(struct nb_feed_entry *entry, const char *url,
                     enum nb_feed_kind kind, const char *duration, double rank,
                     unsigned line)
{
    struct nb_feed_media *media = slot(entry, kind);
    if (kind == NB_FEED_OTHER || !url || !*url)
        return;
    if (media->url && media->rank >= rank)
        return;
    media->url = url;
    media->rank = rank;
    media->line = line;
    if (duration)
        media->duration = duration;
}

const char *nb_feed_clock(struct nb_feed *feed, double seconds)
{
    if (!(seconds >= 1 && seconds < 360000))
        return NULL;
    int s = (int)seconds;
    if (s >= 3600)
        return nb_arena_printf(feed->scratch, "%d:%02d:%02d", s / 3600, s / 60 % 60,
                               s % 60);
    return nb_arena_printf(feed->scratch, "%d:%02d", s / 60, s % 60);
}

/* The words around a picture or recording: those inside it win over those of its group, and
 * these over the entry's. */
static void take_words(struct nb_feed *feed, const struct nb_xml_node *node,
                       struct nb_feed_media *media)
{
    for (const struct nb_xml_node *n = nb_xml_first(node); n; n = nb_xml_next(n)) {
        struct nb_str name;
        if (!nb_xml_name(n) || nb_feed_space(n, &name) != NB_SPACE_MEDIA)
            continue;
        if (nb_str_eq(name, NB_STR("title")) && !media->title.rank)
            media->title = nb_feed_construct(feed, n);
        else if ((nb_str_eq(name, NB_STR("description")) ||
                  nb_str_eq(name, NB_STR("text"))) &&
                 !media->caption.rank)
            media->caption = nb_feed_construct(feed, n);
        else if (nb_str_eq(name, NB_STR("credit")) && !media->credit)
            media->credit = nb_feed_string(feed, n);
    }
}

static double width_of(const struct nb_xml_node *node)
{
    const char *width = nb_xml_attr(node, "width");
    long value = width ? strtol(width, NULL, 10) : 0;
    return value > 0 && value < 100000 ? (double)value / 1e5 : 0;
}

static void take_content(struct nb_feed *feed, const struct nb_xml_node *node,
                         const struct nb_xml_node *group, struct nb_feed_entry *entry)
{
    const char *url = nb_xml_attr(node, "url");
    enum nb_feed_kind kind =
        nb_feed_kind(nb_xml_attr(node, "type"), nb_xml_attr(node, "medium"), url);
    struct nb_feed_media *media = slot(entry, kind);
    const char *before = media->url;
    const char *seconds = nb_xml_attr(node, "duration");
    const char *clock = nb_feed_clock(feed, seconds ? strtod(seconds, NULL) : 0);
    nb_feed_enclose(entry, url, kind, clock, 4 + width_of(node), nb_xml_line(node));
    if (!url || media->url == before || media->url != url)
        return;
    media->title = media->caption = (struct nb_feed_text){0};
    media->credit = NULL;
    take_words(feed, node, media);
    if (group)
        take_words(feed, group, media);
}

static void take_thumbnail(const struct nb_xml_node *node, struct nb_feed_entry *entry)
{
    nb_feed_enclose(entry, nb_xml_attr(node, "url"), NB_FEED_PICTURE, NULL,
                    2 + width_of(node), nb_xml_line(node));
}

/* A media:description says what the entry is about, where nothing else does. */
static void take_description(struct nb_feed *feed, const struct nb_xml_node *node,
                             struct nb_feed_entry *entry)
{
    enum { LAST = 900 }; /* a rank behind all of feed_xml.c's */
    struct nb_feed_text text = nb_feed_construct(feed, node);
    if (entry->summary.rank || !text.rank)
        return;
    entry->summary = text;
    entry->summary.rank = LAST;
}

static void take_one(struct nb_feed *feed, const struct nb_xml_node *node,
                     const struct nb_xml_node *group, struct nb_feed_entry *entry)
{
    if (nb_feed_is(node, "content"))
        take_content(feed, node, group, entry);
    else if (nb_feed_is(node, "thumbnail"))
        take_thumbnail(node, entry);
    else if (nb_feed_is(node, "description"))
        take_description(feed, node, entry);
    else if (nb_feed_is(node, "title") && !group && !entry->picture.title.rank)
        entry->picture.title = nb_feed_construct(feed, node);
    else if (nb_feed_is(node, "credit") && !entry->picture.credit)
        entry->picture.credit = nb_feed_string(feed, node);
}

void nb_feed_media(struct nb_feed *feed, const struct nb_xml_node *node,
                   struct nb_feed_entry *entry)
{
    int left = MOST_MEDIA;
    if (!nb_feed_is(node, "group")) {
        take_one(feed, node, NULL, entry);
    }
    for (const struct nb_xml_node *n = nb_xml_first(node); n && left-- > 0;
         n = nb_xml_next(n)) {
        /* thumbnails stand in groups and in media:content alike */
        if (nb_xml_name(n) && (nb_feed_is(node, "group") || nb_feed_is(n, "thumbnail")))
            take_one(feed, n, node, entry);
    }
}
