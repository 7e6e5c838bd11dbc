/* An entry of a feed to an article: the whole text if the feed has it, else its summary, which
 * is marked as such; names, dates and addresses as they ought to be. */
#include "read/feed.h"

#include "base/limits.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "doc/tree.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/fragment.h"
#include "read/html.h"
#include "read/text_names.h"

#include <stdio.h>
#include <string.h>

enum {
    LONGEST_STANDFIRST = 700, /* bytes */
    WHOLE_WORDS =
        150,         /* a description with so many words is taken for the whole text */
    WHOLE_PARTS = 3, /* or with so many paragraphs … */
    PART_WORDS = 60, /* … and so many words */
    LONGEST_NAME = 200
};

struct making {
    struct nb_feed *feed;
    const struct nb_feed_entry *entry;
    struct nb_build *build;
    struct nb_article *article;
    const char *base;    /* that links in texts are relative to */
    const char *summary; /* plain, when there is a text besides */
    bool summary_only, cut;
};

bool nb_feed_open(struct nb_feed *feed)
{
    feed->scratch = nb_arena_new(feed->ctx->limits->article_bytes);
    return feed->scratch != NULL;
}

void nb_feed_close(struct nb_feed *feed)
{
    nb_arena_free(feed->scratch);
}

void nb_feed_push(struct nb_feed_names *names, struct nb_str name)
{
    name = nb_str_trim(name);
    if (name.len && names->count < NB_FEED_TAGS)
        names->at[names->count++] = name;
}

/* ---- Texts. */

static struct nb_fragment fragment_of(const struct nb_feed_text *text)
{
    return (struct nb_fragment){
        .html = text->text, .tree = text->tree, .line = text->line};
}

static bool is_markup(const struct nb_feed_text *text)
{
    switch (text->form) {
    case NB_FEED_PLAIN:
    case NB_FEED_LINES:
        return false;
    case NB_FEED_MAYBE:
        return nb_fragment_is_html(text->text);
    case NB_FEED_HTML:
    case NB_FEED_TREE:
        return true;
    }
    return false;
}

const char *nb_feed_keep(struct nb_feed *feed, struct nb_buf *buf)
{
    struct nb_str text = nb_buf_view(buf);
    const char *kept = NULL;
    if (buf->status != NB_OK && feed->status == NB_OK)
        feed->status = buf->status;
    if (buf->status == NB_OK && text.len)
        kept = nb_arena_copy(feed->scratch, text.data, text.len);
    nb_buf_free(buf);
    return kept;
}

const char *nb_feed_plain(struct nb_feed *feed, const struct nb_feed_text *text)
{
    struct nb_buf plain = NB_BUF_INIT;
    if (!text->rank)
        return NULL;
    if (is_markup(text)) {
        struct nb_fragment fragment = fragment_of(text);
        enum nb_status status =
            nb_fragment_text(feed->ctx, feed->source, &fragment, &plain);
        if (status != NB_OK && feed->status == NB_OK)
            feed->status = status;
    } else {
        nb_buf_str(&plain, text->text);
    }
    return nb_feed_keep(feed, &plain);
}

static const char *keep_plain(struct making *m, const struct nb_feed_text *text)
{
    const char *plain = nb_feed_plain(m->feed, text);
    return plain ? nb_build_keep(m->build, nb_str_of(plain)) : NULL;
}

/* Plain text to paragraphs: set apart by an empty line, or each line one where lines mean
 * something. */
static void add_plain(struct making *m, const struct nb_feed_text *text)
{
    struct nb_str rest = text->text, line;
    bool lines =
        text->form == NB_FEED_LINES && nb_str_find(text->text, NB_STR("\n\n")) < 0;
    while (nb_str_line(&rest, &line)) {
        bool blank = nb_str_trim(line).len == 0;
        if (blank || lines)
            nb_build_close(m->build, NB_PARAGRAPH);
        if (blank)
            continue;
        nb_build_text(m->build, line);
        nb_build_text(m->build, NB_STR(" "));
    }
    nb_build_close(m->build, NB_PARAGRAPH);
}

static void add_text(struct making *m, const struct nb_feed_text *text)
{
    if (!is_markup(text)) {
        add_plain(m, text);
        return;
    }
    struct nb_fragment fragment = fragment_of(text);
    fragment.base = text->base ? text->base : m->base;
    fragment.input = m->feed->input;
    fragment.own = m->article->url;
    fragment.home = m->feed->own.link;
    enum nb_status status =
        nb_fragment_read(m->feed->ctx, m->feed->source, m->build, &fragment, &m->cut);
    if (status != NB_OK)
        m->feed->status = status;
}

/* ---- Names. */

/* "jo@example.org (Jo Doe)" and "Jo Doe <jo@example.org>" to "Jo Doe"; empty for an address
 * alone. */
static struct nb_str name_of(struct nb_str text)
{
    if (nb_str_starts_nocase(text, NB_STR("mailto:")))
        text = nb_str_sub(text, 7, text.len);
    const char *at = text.len ? memchr(text.data, '@', text.len) : NULL;
    if (!at)
        return text;
    ptrdiff_t open = nb_str_find(text, NB_STR("("));
    ptrdiff_t less = nb_str_find(text, NB_STR("<"));
    if (open > 0 && at < text.data + open) {
        struct nb_str name = nb_str_sub(text, (size_t)open + 1, text.len);
        ptrdiff_t close = nb_str_find(name, NB_STR(")"));
        return nb_str_trim(nb_str_sub(name, 0, close < 0 ? name.len : (size_t)close));
    }
    ptrdiff_t cut = open >= 0 ? open : less;
    struct nb_str name = nb_str_trim(nb_str_sub(text, 0, cut < 0 ? 0 : (size_t)cut));
    while (name.len && strchr("\"'", name.data[0]))
        name = nb_str_sub(name, 1, name.len);
    while (name.len && strchr("\"'", name.data[name.len - 1]))
        name.len--;
    return name;
}

/* Whether a name is the site's, or the feed's. */
static bool is_site(const struct making *m, struct nb_str name)
{
    const char *const sites[] = {m->article->site, m->feed->title};
    for (size_t i = 0; i < 2; i++) {
        if (sites[i] && nb_html_same_words(name, nb_str_of(sites[i])))
            return true;
    }
    return false;
}

static void add_name(struct making *m, struct nb_str text)
{
    struct nb_str names, place;
    struct nb_strings *byline = &m->article->byline;
    size_t before = byline->count;
    bool address = memchr(text.data, '@', text.len) != NULL;
    text = name_of(nb_str_trim(text));
    if (!text.len || text.len > LONGEST_NAME || is_site(m, text) ||
        nb_str_find_nocase(text, NB_STR("http")) == 0)
        return;
    if (nb_byline_find(text, &names))
        text = names;
    if (!address)
        nb_text_names_push(m->build, byline, text, &place);
    if (byline->count == before)
        nb_build_push(m->build, byline, text);
}

static void add_names(struct making *m, const struct nb_feed_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        struct nb_feed_text text = {
            .form = NB_FEED_MAYBE, .text = names->at[i], .rank = 1};
        bool address = memchr(text.text.data, '@', text.text.len) != NULL;
        const char *plain = address ? NULL : nb_feed_plain(m->feed, &text);
        add_name(m, plain ? nb_str_of(plain) : text.text);
    }
}

/* ---- Dates, addresses, languages. */

/* A year, or a year and a month: W3C's note on dates allows them, and so does the model. */
static bool is_coarse(struct nb_str date)
{
    for (size_t i = 0; i < date.len; i++) {
        if (i == 4 ? date.data[i] != '-' : !nb_ascii_digit(date.data[i]))
            return false;
    }
    return date.len == 4 ||
           (date.len == 7 && nb_str_cmp(nb_str_sub(date, 5, 2), NB_STR("00")) > 0 &&
            nb_str_cmp(nb_str_sub(date, 5, 2), NB_STR("13")) < 0);
}

/* "20261122" and "20261122083000" with what separates their parts. */
static struct nb_str spread(struct nb_str date, char room[24])
{
    for (size_t i = 0; i < date.len; i++) {
        if (!nb_ascii_digit(date.data[i]))
            return date;
    }
    if (date.len != 8 && date.len != 14)
        return date;
    int len =
        snprintf(room, 24, "%.4s-%.2s-%.2s", date.data, date.data + 4, date.data + 6);
    if (date.len == 14)
        len += snprintf(room + len, 24 - (size_t)len, "T%.6s", date.data + 8);
    return (struct nb_str){room, (size_t)len};
}

static const char *date_of(struct making *m, const char *text)
{
    char iso[NB_DATE_ROOM], room[24];
    struct nb_str date = nb_str_trim(nb_str_of(text));
    if (!date.len)
        return NULL;
    if (is_coarse(date))
        return nb_build_keep(m->build, date);
    if (nb_date_parse(spread(date, room), iso))
        return nb_build_keep(m->build, nb_str_of(iso));
    nb_report(m->feed->ctx, NB_DIAG_BAD_DATE, m->feed->source, m->entry->line, "%.60s",
              date.data);
    return NULL;
}

static void set_dates(struct making *m)
{
    struct nb_article *article = m->article;
    article->published = date_of(m, m->entry->published);
    article->modified = date_of(m, m->entry->modified);
    if (!article->published) {
        article->published = article->modified;
        article->modified = NULL;
    }
    if (article->published && article->modified &&
        strcmp(article->published, article->modified) == 0)
        article->modified = NULL;
}

/* An absolute address of the web, or NULL. */
static const char *url_of(struct making *m, const char *base, const char *url)
{
    struct nb_buf full = NB_BUF_INIT;
    if (url)
        nb_html_url(base, nb_str_of(url), &full);
    bool mail = nb_str_starts(nb_buf_view(&full), NB_STR("mailto:"));
    const char *kept = nb_feed_keep(m->feed, &full);
    return kept && !mail ? nb_build_keep(m->build, nb_str_of(kept)) : NULL;
}

/* "en_us" is "en-us"; what is no tag is none. */
static const char *lang_of(struct making *m, const char *lang)
{
    char tag[36];
    struct nb_str own = nb_str_trim(nb_str_of(lang));
    if (own.len < 2 || own.len >= sizeof tag)
        return NULL;
    for (size_t i = 0; i < own.len; i++) {
        char c = own.data[i] == '_' ? '-' : own.data[i];
        if (!nb_ascii_alpha(c) && !nb_ascii_digit(c) && c != '-')
            return NULL;
        tag[i] = c;
    }
    tag[own.len] = '\0';
    return nb_build_keep(m->build, nb_str_of(tag));
}

static void set_fields(struct making *m)
{
    const struct nb_feed_entry *entry = m->entry, *own = &m->feed->own;
    struct nb_article *article = m->article;
    const char *base = entry->base ? entry->base : own->link;
    article->site =
        nb_build_keep(m->build, nb_str_of(entry->site ? entry->site : m->feed->title));
    article->headline = keep_plain(m, &entry->title);
    article->url = url_of(m, base, entry->link);
    if (!article->url)
        article->url = url_of(m, NULL, entry->id);
    m->base = entry->base ? entry->base : article->url ? article->url : own->link;
    article->lang = lang_of(m, entry->lang);
    if (!article->lang)
        article->lang = lang_of(m, own->lang);
    article->rights =
        nb_build_keep(m->build, nb_str_of(entry->rights ? entry->rights : own->rights));
    set_dates(m);
    add_names(m, &entry->authors);
    if (!entry->authors.count)
        add_names(m, &own->authors);
    for (size_t i = 0; i < entry->tags.count; i++) {
        struct nb_feed_text tag = {
            .form = NB_FEED_MAYBE, .text = entry->tags.at[i], .rank = 1};
        const char *plain = nb_feed_plain(m->feed, &tag);
        nb_build_push(m->build, &article->tags, nb_str_of(plain));
    }
}

/* ---- Pictures and recordings. */

static void add_recording(struct making *m, const struct nb_feed_media *media,
                          const char *kind)
{
    const char *url = url_of(m, m->base, media->url);
    if (!url)
        return;
    struct nb_node *embed = nb_build_open(m->build, NB_EMBED, media->line);
    embed->u.embed.kind = nb_build_keep(m->build, nb_str_of(kind));
    embed->u.embed.title = keep_plain(m, &media->title);
    embed->u.embed.url = url;
    embed->u.embed.duration = nb_build_keep(m->build, nb_str_of(media->duration));
    nb_build_close(m->build, NB_EMBED);
}

/* The entry's picture, where its text shows none. It is made behind the text, and moved to
 * its head when the article is done. */
static void add_picture(struct making *m)
{
    const struct nb_feed_media *media = &m->entry->picture;
    if (!media->url || m->article->lead)
        return;
    struct nb_node *figure = nb_build_open(m->build, NB_FIGURE, media->line);
    const char *caption = keep_plain(m, &media->caption);
    const char *remote = url_of(m, m->base, media->url);
    figure->u.figure.src =
        remote ? remote : nb_build_raw(m->build, nb_str_of(media->url));
    figure->u.figure.alt = keep_plain(m, &media->title);
    figure->u.figure.credit = nb_build_keep(m->build, nb_str_of(media->credit));
    if (caption) {
        (void)nb_build_open(m->build, NB_CAPTION, media->line);
        nb_build_text(m->build, nb_str_of(caption));
        nb_build_close(m->build, NB_CAPTION);
    }
    nb_build_close(m->build, NB_FIGURE);
    m->article->lead = figure;
}

static void lead_first(struct nb_article *article, const struct nb_node *before)
{
    struct nb_node *lead = article->lead;
    if (!lead || before || lead->parent != article->body ||
        lead == article->body->first)
        return;
    nb_node_unlink(lead);
    nb_node_prepend(article->body, lead);
    for (struct nb_related *at = article->related; at; at = at->next)
        at->after++;
}

/* ---- Whole text or summary. */

/* The letters and digits of a text in lower case. */
static void add_solid(struct nb_str text, struct nb_buf *out)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len = 1;
        if ((unsigned char)*p < 0x80) {
            if (nb_ascii_alpha(*p) || nb_ascii_digit(*p))
                nb_buf_putc(out, nb_ascii_lower(*p));
            p++;
            continue;
        }
        unsigned c = nb_utf8_decode(p, end, &len);
        if (nb_unicode_is_letter(c) || nb_unicode_is_digit(c))
            nb_buf_utf8(out, nb_unicode_lower(c));
        p += len;
    }
}

/* Whether the text breaks off: with an ellipsis, or one in brackets. */
static bool breaks_off(struct nb_str text, bool brackets)
{
    static const char *const ends[] = {"[\u2026]", "[...]",  "(\u2026)", "(...)",
                                       "[\u2026",  "\u2026", "..."};
    text = nb_str_trim(text);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (nb_str_ends(text, nb_str_of(ends[i])))
            return !brackets || i < 4;
    }
    return false;
}

static size_t parts_of(const struct nb_article *article)
{
    size_t count = 0;
    for (const struct nb_node *n = article->body->first; n; n = n->next)
        count += n->type != NB_FIGURE && n->type != NB_EMBED;
    return count;
}

/* A description may be the whole text: then it is long, and does not break off. */
static bool is_partial(const struct making *m, struct nb_str text)
{
    const struct nb_article *article = m->article;
    if (m->cut || breaks_off(text, !m->summary_only))
        return true;
    if (!m->summary_only)
        return !text.len;
    bool whole = article->words >= WHOLE_WORDS ||
                 (parts_of(article) >= WHOLE_PARTS && article->words >= PART_WORDS);
    return m->entry->synopsis || !whole;
}

/* The summary becomes the standfirst, unless the text says it anyway. */
static void set_standfirst(struct making *m, struct nb_arena *arena, struct nb_str text)
{
    struct nb_buf body = NB_BUF_INIT, summary = NB_BUF_INIT;
    struct nb_article *article = m->article;
    if (!m->summary || article->standfirst.count)
        return;
    add_solid(text, &body);
    add_solid(nb_str_of(m->summary), &summary);
    struct nb_str solid = nb_buf_view(&summary);
    bool again =
        nb_str_find(nb_buf_view(&body), solid) >= 0 ||
        (article->headline &&
         nb_html_same_words(nb_str_of(m->summary), nb_str_of(article->headline)));
    if (again || strlen(m->summary) > LONGEST_STANDFIRST ||
        breaks_off(nb_str_of(m->summary), false)) {
        nb_report(m->feed->ctx, NB_DIAG_DROPPED, m->feed->source, m->entry->line,
                  "%s: %.60s", again ? "a summary that the text repeats" : "a summary",
                  m->summary);
    } else if (solid.len) {
        const char **at = nb_arena_array(arena, 1, sizeof *at);
        if (at) {
            at[0] = m->summary;
            article->standfirst = (struct nb_strings){at, 1};
        }
    }
    if (body.status != NB_OK || summary.status != NB_OK)
        m->feed->status = body.status != NB_OK ? body.status : summary.status;
    nb_buf_free(&body);
    nb_buf_free(&summary);
}

/* ---- */

static void add_body(struct making *m)
{
    const struct nb_feed_entry *entry = m->entry;
    m->summary_only = !entry->content.rank;
    if (m->summary_only && entry->summary.rank)
        add_text(m, &entry->summary);
    else if (!m->summary_only)
        add_text(m, &entry->content);
    if (!m->summary_only && entry->summary.rank)
        m->summary = keep_plain(m, &entry->summary);
    if (entry->video.url)
        add_recording(m, &entry->video, "video");
    if (entry->audio.url)
        add_recording(m, &entry->audio, "audio");
}

/* What can only be told when the article is whole. */
static enum nb_status complete(struct making *m, struct nb_arena *arena,
                               const struct nb_node *shown)
{
    struct nb_feed *feed = m->feed;
    struct nb_buf text = NB_BUF_INIT;
    nb_article_text(m->article, &text);
    m->article->partial = is_partial(m, nb_buf_view(&text));
    set_standfirst(m, arena, nb_buf_view(&text));
    lead_first(m->article, shown);
    if (!m->article->headline)
        nb_report(feed->ctx, NB_DIAG_NO_HEADLINE, feed->source, m->entry->line,
                  "entry %zu", feed->entries);
    enum nb_status status = text.status == NB_OK ? feed->status : text.status;
    nb_buf_free(&text);
    return status == NB_OK ? nb_arena_status(arena) : status;
}

static enum nb_status finish(struct making *m)
{
    struct nb_arena *arena;
    struct nb_feed *feed = m->feed;
    const struct nb_node *shown = m->article->lead;
    add_picture(m);
    enum nb_status status = nb_build_finish(m->build, &m->article, &arena);
    m->build = NULL;
    if (status == NB_FORMAT)
        nb_report(feed->ctx, NB_DIAG_MALFORMED, feed->source, m->entry->line,
                  "entry %zu has neither title nor text", feed->entries);
    if (status != NB_OK)
        return status == NB_NOMEM ? status : NB_OK;
    status = complete(m, arena, shown);
    if (status == NB_OK)
        return feed->take(feed->user, m->article, arena);
    nb_arena_free(arena);
    return status;
}

enum nb_status nb_feed_emit(struct nb_feed *feed, const struct nb_feed_entry *entry)
{
    struct making m = {.feed = feed, .entry = entry};
    feed->entries++;
    m.build = nb_build_new(feed->ctx, feed->source);
    if (!m.build)
        return NB_NOMEM;
    m.article = nb_build_article(m.build);
    set_fields(&m);
    add_body(&m);
    enum nb_status status = feed->status;
    if (status == NB_OK)
        status = nb_arena_status(feed->scratch);
    if (status == NB_OK)
        status = finish(&m);
    if (status == NB_LIMIT) {
        nb_report(feed->ctx, NB_DIAG_LIMIT, feed->source, entry->line,
                  "entry %zu is too large, left out", feed->entries);
        status = feed->status = NB_OK;
    }
    nb_build_abort(m.build);
    nb_arena_reset(feed->scratch);
    return status;
}

void nb_feed_end(struct nb_feed *feed, unsigned line)
{
    if (!feed->entries)
        nb_report(feed->ctx, NB_DIAG_NO_ARTICLE, feed->source, line,
                  "a feed without entries");
}
