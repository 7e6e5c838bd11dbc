/* Pictures with their captions and credits, video, audio and frames. */
#include "read/html.h"

#include "read/credit.h"

#include <stdlib.h>
#include <string.h>

enum {
    TINY = 60,          /* pixels: icons and counting pixels are smaller */
    CAPTION_TEXT = 700, /* bytes around a picture that may be its caption */
    CAPTION_CLIMB = 4,
    CAPTION_NODES = 60 /* looked at around a picture */
};

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

static bool has(const char *value, const char *what)
{
    return value && nb_str_find_nocase(nb_str_of(value), nb_str_of(what)) >= 0;
}

/* ---- the picture's address */

static bool is_placeholder(const char *src)
{
    static const char *const words[] = {"placeholder", "spacer", "blank.", "pixel.",
                                        "transparent", "lazy",   "1x1",    "loading."};
    if (!src || !*src)
        return true;
    struct nb_str s = nb_str_of(src);
    if (nb_str_starts_nocase(s, NB_STR("data:")))
        return s.len < 500 || nb_str_starts_nocase(s, NB_STR("data:image/svg"));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (has(src, words[i]))
            return true;
    }
    return false;
}

/* The address in a srcset with the greatest width or density. */
static struct nb_str best_of_set(const char *set)
{
    struct nb_str best = {0};
    double most = -1;
    const char *p = set;
    while (p && *p) {
        while (nb_ascii_space(*p) || *p == ',')
            p++;
        const char *from = p;
        while (*p && !nb_ascii_space(*p))
            p++;
        struct nb_str url = {from, (size_t)(p - from)};
        bool bare = url.len && url.data[url.len - 1] == ',';
        double size = 1;
        if (bare)
            url.len--;
        else
            size = strtod(p, NULL);
        if (url.len && size > most) {
            most = size;
            best = url;
        }
        while (!bare && *p && *p != ',')
            p++;
    }
    return best;
}

static struct nb_str picture_src(const struct nb_html *page,
                                 const struct nb_xml_node *image)
{
    static const char *const lazy[] = {"data-src",   "data-original",   "data-lazy-src",
                                       "data-lazy",  "data-hi-res-src", "data-url",
                                       "data-image", "data-full-src"};
    static const char *const sets[] = {"srcset", "data-srcset", "data-lazy-srcset"};
    const char *src = nb_xml_attr(image, "src");
    if (!is_placeholder(src))
        return nb_str_trim(nb_str_of(src));
    for (size_t i = 0; i < sizeof lazy / sizeof lazy[0]; i++) {
        const char *value = nb_xml_attr(image, lazy[i]);
        if (!is_placeholder(value) && value[0] != '{')
            return nb_str_trim(nb_str_of(value));
    }
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct nb_str best = best_of_set(nb_xml_attr(image, sets[i]));
        if (best.len)
            return best;
    }
    const struct nb_xml_node *up = nb_xml_parent(image);
    if (!up || nb_html_mark(page, up)->tag != NB_TAG_PICTURE)
        return (struct nb_str){0};
    for (const struct nb_xml_node *n = nb_xml_first(up); n; n = nb_xml_next(n)) {
        for (size_t i = 0; nb_xml_name(n) && i < 2; i++) {
            struct nb_str best = best_of_set(nb_xml_attr(n, sets[i]));
            if (best.len)
                return best;
        }
    }
    return (struct nb_str){0};
}

static bool is_tiny(const struct nb_xml_node *image)
{
    const char *width = nb_xml_attr(image, "width");
    const char *height = nb_xml_attr(image, "height");
    long w = width ? strtol(width, NULL, 10) : 0;
    long h = height ? strtol(height, NULL, 10) : 0;
    bool relative = (width && strchr(width, '%')) || (height && strchr(height, '%'));
    return !relative && ((w > 0 && w < TINY) || (h > 0 && h < TINY));
}

static bool is_image(const struct nb_xml_node *node)
{
    return nb_xml_is(node, "img") || nb_xml_is(node, "amp-img") ||
           nb_xml_is(node, "image");
}

bool nb_html_is_picture(const struct nb_html *page, const struct nb_xml_node *node)
{
    return is_image(node) && !is_tiny(node) && picture_src(page, node).len;
}

/* The first picture worth having at or below `node`; at most so many nodes are looked at. */
const struct nb_xml_node *nb_html_find_picture(const struct nb_html *page,
                                               const struct nb_xml_node *node)
{
    const struct nb_xml_node *end = nb_xml_following(node, page->root, false);
    int left = CAPTION_NODES;
    for (const struct nb_xml_node *n = node; n && n != end && left-- > 0;
         n = after(page, n)) {
        if (nb_html_is_picture(page, n))
            return n;
    }
    return NULL;
}

/* ---- caption and credit */

struct words {
    const struct nb_xml_node *caption, *credit;
};

static struct words find_words(const struct nb_html *page,
                               const struct nb_xml_node *around)
{
    struct words found = {0};
    const struct nb_xml_node *end = nb_xml_following(around, page->root, false);
    int left = CAPTION_NODES;
    for (const struct nb_xml_node *n = around; n && n != end && left-- > 0;
         n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->gone || !mark->text || mark->tag == NB_TAG_TEXT)
            continue;
        bool caption = mark->tag == NB_TAG_FIGCAPTION || mark->sign == NB_SIGN_CAPTION;
        if (caption && !(n == around && nb_xml_attr(n, "style")) && !found.caption &&
            !nb_html_find_picture(page, n))
            found.caption = n;
        else if (mark->sign == NB_SIGN_CREDIT && !found.credit)
            found.credit = n;
    }
    return found;
}

/* The caption that is the next text behind a picture, or NULL. */
static const struct nb_xml_node *caption_behind(const struct nb_html *page,
                                                const struct nb_xml_node *image)
{
    int left = CAPTION_NODES;
    for (const struct nb_xml_node *n = after(page, image); n && left-- > 0;
         n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (!mark->gone && mark->sign == NB_SIGN_CAPTION && mark->text &&
            nb_html_tag_is_block(mark->tag))
            return n;
        if (nb_html_is_picture(page, n) ||
            (!mark->gone && mark->tag == NB_TAG_TEXT && mark->text))
            return NULL;
    }
    return NULL;
}

/* Whether another picture stands between a picture and a caption. */
static bool belongs_elsewhere(const struct nb_html *page,
                              const struct nb_xml_node *image,
                              const struct nb_xml_node *caption)
{
    unsigned a = nb_xml_index(image), b = nb_xml_index(caption);
    unsigned from = a < b ? a : b, to = a < b ? b : a;
    for (unsigned i = from + 1; i < to; i++) {
        const struct nb_xml_node *n = page->nodes[i], *up = nb_xml_parent(n);
        while (up && up != image && nb_html_mark(page, up)->tag != NB_TAG_NOSCRIPT)
            up = nb_xml_parent(up);
        if (!up && nb_html_is_picture(page, n))
            return true;
    }
    return false;
}

/* Looks for a caption in the elements around a picture, as far as they hold little text. */
static struct words words_near(const struct nb_html *page,
                               const struct nb_xml_node *image,
                               const struct nb_xml_node **around)
{
    const struct nb_xml_node *at = image;
    *around = image;
    for (int i = 0; i < CAPTION_CLIMB; i++) {
        at = nb_xml_parent(at);
        if (!at || nb_html_mark(page, at)->text > CAPTION_TEXT)
            break;
        struct words found = find_words(page, at);
        if (found.caption && belongs_elsewhere(page, image, found.caption))
            return (struct words){.caption = caption_behind(page, image)};
        if (found.caption || found.credit) {
            *around = at;
            return found;
        }
    }
    return (struct words){.caption = caption_behind(page, image)};
}

/* A credit without its label. */
static struct nb_str bare_credit(struct nb_str text)
{
    struct nb_credit found;
    text = nb_str_trim(text);
    if (nb_credit_find(text, &found) && found.credit.len && !found.caption.len)
        return found.credit;
    return text;
}

static void add_caption(struct nb_html *page, const struct words *words,
                        struct nb_node *figure)
{
    const struct nb_xml_node *caption = words->caption, *credit = words->credit;
    if (credit) {
        struct nb_str text = bare_credit(nb_html_text(page, credit));
        figure->u.figure.credit = nb_build_keep(page->build, text);
        nb_html_mark(page, credit)->gone = true;
    }
    if (!caption)
        return;
    struct nb_str text = nb_html_text(page, caption);
    struct nb_credit found;
    nb_html_fate(page, caption, true, "caption");
    (void)nb_build_open(page->build, NB_CAPTION, nb_xml_line(caption));
    if (!figure->u.figure.credit && nb_credit_find(text, &found)) {
        figure->u.figure.credit = nb_build_keep(page->build, found.credit);
        nb_build_text(page->build, found.caption);
    } else {
        nb_html_inlines(page, caption);
    }
    nb_build_close(page->build, NB_CAPTION);
    nb_html_mark(page, caption)->gone = true;
}

/* A picture that its page calls decorative (HTML 4.8.4.4.8): by alt="", or by its role; nobody
 * captions one, or signs it. */
static bool is_decorative(const struct nb_xml_node *image, const struct nb_node *figure)
{
    const char *alt = nb_xml_attr(image, "alt"), *role = nb_xml_attr(image, "role");
    if (figure->u.figure.alt || figure->u.figure.credit || figure->first)
        return false;
    return (alt && !nb_str_trim(nb_str_of(alt)).len) ||
           (role && (strcmp(role, "presentation") == 0 || strcmp(role, "none") == 0));
}

static void add_figure(struct nb_html *page, const struct nb_xml_node *image,
                       const struct words *words)
{
    struct nb_node *figure = nb_build_open(page->build, NB_FIGURE,
                                           nb_xml_line(image ? image : words->caption));
    if (image) {
        const char *alt = nb_xml_attr(image, "alt");
        figure->u.figure.src = nb_html_src(page, picture_src(page, image));
        figure->u.figure.alt = nb_build_keep(page->build, nb_str_of(alt));
    }
    add_caption(page, words, figure);
    if (image)
        figure->u.figure.decorative = is_decorative(image, figure);
    nb_build_close(page->build, NB_FIGURE);
    struct nb_article *article = nb_build_article(page->build);
    if (image && !article->lead && figure->u.figure.src)
        article->lead = figure;
}

/* ---- embeds */

static const char *kind_of(const char *url)
{
    static const char *const video[] = {"video", "youtu", "vimeo", "/embed", "player"};
    static const char *const audio[] = {"audio", "podcast", "sound", "radio"};
    for (size_t i = 0; i < sizeof audio / sizeof audio[0]; i++) {
        if (has(url, audio[i]))
            return "audio";
    }
    for (size_t i = 0; i < sizeof video / sizeof video[0]; i++) {
        if (has(url, video[i]))
            return "video";
    }
    return NULL;
}

static const char *address(const struct nb_xml_node *node)
{
    const char *src = nb_xml_attr(node, "src");
    if (!src || !*src)
        src = nb_xml_attr(node, "data-src");
    for (const struct nb_xml_node *n = nb_xml_first(node); n && !src;
         n = nb_xml_next(n)) {
        if (nb_xml_is(n, "source"))
            src = nb_xml_attr(n, "src");
    }
    return src;
}

static void add_embed(struct nb_html *page, const struct nb_xml_node *node,
                      const char *kind)
{
    const char *title = nb_xml_attr(node, "title");
    const char *src = address(node);
    struct nb_buf url = NB_BUF_INIT;
    if (!title || !*title)
        title = nb_xml_attr(node, "aria-label");
    if (src)
        nb_html_url(page->base, nb_str_of(src), &url);
    struct nb_node *embed = nb_build_open(page->build, NB_EMBED, nb_xml_line(node));
    embed->u.embed.kind = nb_build_keep(page->build, nb_str_of(kind));
    embed->u.embed.title = nb_build_keep(page->build, nb_str_of(title));
    embed->u.embed.url = nb_build_keep(page->build, nb_html_use(page, &url));
    nb_build_close(page->build, NB_EMBED);
    nb_buf_free(&url);
}

static bool add_frame(struct nb_html *page, const struct nb_xml_node *node)
{
    const char *src = address(node);
    const char *kind = kind_of(src);
    if (!kind && nb_xml_attr(node, "allowfullscreen") && src)
        kind = "video";
    if (kind)
        add_embed(page, node, kind);
    return true;
}

/* ---- */

/* Whether a picture stands right before `noscript`, which then repeats it. */
static bool repeats(const struct nb_html *page, const struct nb_xml_node *noscript)
{
    for (const struct nb_xml_node *n = nb_xml_prev(noscript); n; n = nb_xml_prev(n)) {
        if (nb_xml_name(n))
            return nb_html_find_picture(page, n) != NULL;
    }
    return false;
}

static bool add_group(struct nb_html *page, const struct nb_xml_node *group)
{
    const struct nb_xml_node *image = nb_html_find_picture(page, group);
    struct words words = find_words(page, group);
    if (!image && !words.caption)
        return false;
    add_figure(page, image, &words);
    return true;
}

static bool holds_blocks(const struct nb_html *page, const struct nb_xml_node *figure)
{
    const struct nb_xml_node *end = nb_xml_following(figure, page->root, false);
    int images = 0;
    for (const struct nb_xml_node *n = figure; n && n != end; n = after(page, n)) {
        enum nb_html_tag tag = nb_html_mark(page, n)->tag;
        if (tag == NB_TAG_TABLE || tag == NB_TAG_PRE || tag == NB_TAG_BLOCKQUOTE ||
            tag == NB_TAG_VIDEO || tag == NB_TAG_AUDIO || tag == NB_TAG_IFRAME ||
            (tag == NB_TAG_FIGURE && n != figure))
            return true;
        images += tag == NB_TAG_IMG && !is_tiny(n);
    }
    return images > 3;
}

bool nb_html_media(struct nb_html *page, const struct nb_xml_node *node)
{
    const struct nb_html_mark *mark = nb_html_mark(page, node);
    switch ((int)mark->tag) {
    case NB_TAG_VIDEO:
    case NB_TAG_AUDIO:
        add_embed(page, node, mark->tag == NB_TAG_VIDEO ? "video" : "audio");
        return true;
    case NB_TAG_IFRAME:
        return add_frame(page, node);
    case NB_TAG_NOSCRIPT:
        if (!repeats(page, node))
            (void)add_group(page, node);
        return true;
    case NB_TAG_FIGURE:
        return !holds_blocks(page, node) && add_group(page, node);
    default: /* of all elements these carry media by their names */
        break;
    }
    if (is_image(node)) {
        const struct nb_xml_node *around;
        struct words words = words_near(page, node, &around);
        if (!is_tiny(node) && picture_src(page, node).len)
            add_figure(page, node, &words);
        return true;
    }
    if (mark->sign == NB_SIGN_CAPTION && nb_html_tag_is_block(mark->tag) &&
        mark->tag != NB_TAG_CAPTION && mark->text < CAPTION_TEXT)
        return add_group(page, node);
    return false;
}
