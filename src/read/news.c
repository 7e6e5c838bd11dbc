/* What the newsroom formats have in common. */
#include "read/news.h"

#include "base/charset.h"
#include "base/mem.h"
#include "read/credit.h"
#include "read/date.h"
#include "read/feed_mend.h"
#include "read/html.h"
#include "read/text_names.h"

#include <stdio.h>
#include <string.h>

enum {
    SNIFFED = 4096,     /* bytes that are looked at for the root element */
    LONGEST_NAME = 200, /* bytes of a byline */
    NORMAL_URGENCY = 5
};

enum nb_status nb_news_start(struct nb_ctx *ctx, const char *source,
                             struct nb_news *news)
{
    *news = (struct nb_news){.markup = {.ctx = ctx, .source = source}};
    news->markup.build = nb_build_new(ctx, source);
    return news->markup.build ? NB_OK : NB_NOMEM;
}

void nb_news_abort(struct nb_news *news)
{
    nb_build_abort(news->markup.build);
    nb_free(news->markup.notes);
    news->markup.build = NULL;
    news->markup.notes = NULL;
}

/* ---- fields */

void nb_news_set(struct nb_news *news, const char **field, struct nb_str value)
{
    if (!*field)
        *field = nb_build_keep(news->markup.build, value);
}

/* "20261120", with a zone behind it or not, as "2026-11-20"; `room` holds the answer. */
static struct nb_str spaced_date(struct nb_str value, char room[12])
{
    size_t digits = 0;
    while (digits < value.len && nb_ascii_digit(value.data[digits]))
        digits++;
    if (digits != 8 || (value.len > 8 && !strchr("+-Z", value.data[8])))
        return value;
    (void)snprintf(room, 12, "%.4s-%.2s-%.2s", value.data, value.data + 4,
                   value.data + 6);
    return (struct nb_str){room, 10};
}

void nb_news_date(struct nb_news *news, const char **field, struct nb_str value,
                  unsigned line)
{
    char iso[NB_DATE_ROOM], room[12];
    value = spaced_date(nb_str_trim(value), room);
    if (*field || !value.len)
        return;
    if (nb_date_parse(value, iso))
        *field = nb_build_keep(news->markup.build, nb_str_of(iso));
    else
        nb_report(news->markup.ctx, NB_DIAG_BAD_DATE, news->markup.source, line, "%.*s",
                  (int)(value.len < 60 ? value.len : 60), value.data);
}

void nb_news_dates(struct nb_news *news, const char *content, const char *first,
                   const char *version)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    article->published = content ? content : first ? first : version;
    if (!article->modified && version && article->published &&
        strcmp(version, article->published) > 0)
        article->modified = version;
}

void nb_news_lang(struct nb_news *news, struct nb_str tag)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    char clean[36];
    tag = nb_str_trim(tag);
    if (article->lang || tag.len < 2 || tag.len >= sizeof clean)
        return;
    for (size_t i = 0; i < tag.len; i++)
        clean[i] = (char)(tag.data[i] == '_' ? '-' : tag.data[i]);
    article->lang = nb_build_keep(news->markup.build, (struct nb_str){clean, tag.len});
}

void nb_news_byline(struct nb_news *news, struct nb_str text)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    size_t before = article->byline.count;
    struct nb_str names, place;
    text = nb_str_trim(text);
    if (!text.len || text.len > LONGEST_NAME)
        return;
    if (nb_byline_find(text, &names))
        text = names;
    nb_text_names_push(news->markup.build, &article->byline, text, &place);
    if (article->byline.count == before)
        nb_build_push(news->markup.build, &article->byline, text);
    if (place.len)
        nb_news_set(news, &article->dateline, place);
}

/* Takes off what stands behind the last comma, as long as it has a number in it. */
static void cut_day(struct nb_str *place)
{
    bool number = false;
    for (size_t i = place->len; i-- > 1;) {
        number |= nb_ascii_digit(place->data[i]);
        if (place->data[i] != ',')
            continue;
        if (!number)
            return;
        place->len = i;
        number = false;
    }
}

void nb_news_dateline(struct nb_news *news, struct nb_str text)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    struct nb_str place;
    char iso[NB_DATE_ROOM];
    size_t from, to;
    text = nb_str_trim(text);
    if (nb_text_dateline(text, &place))
        text = nb_str_trim(place);
    if (nb_date_find(text, iso, &from, &to))
        text = nb_str_sub(text, 0, from);
    for (size_t i = 1; i < text.len; i++) {
        if (text.data[i] == '(')
            text.len = i; /* the agency */
    }
    cut_day(&text);
    static const char *const ends[] = {" ", ",", ";", "-", "\u2013", "\u2014"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0];) {
        struct nb_str end = nb_str_of(ends[i]);
        if (!nb_str_ends(text, end)) {
            i++;
            continue;
        }
        text.len -= end.len;
        i = 0;
    }
    nb_news_set(news, &article->dateline, text);
}

void nb_news_standfirst(struct nb_news *news, struct nb_str text)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    if (!article->headline || !nb_html_same_words(text, nb_str_of(article->headline)))
        nb_build_push(news->markup.build, &article->standfirst, text);
}

void nb_news_tag(struct nb_news *news, struct nb_str name)
{
    nb_build_push(news->markup.build, &nb_build_article(news->markup.build)->tags,
                  name);
}

void nb_news_urgency(struct nb_news *news, struct nb_str text, unsigned line)
{
    text = nb_str_trim(text);
    if (!text.len)
        return;
    if (text.len == 1 && text.data[0] >= '1' && text.data[0] <= '9')
        nb_build_article(news->markup.build)->weight =
            NORMAL_URGENCY - (text.data[0] - '0');
    else
        nb_report(news->markup.ctx, NB_DIAG_MALFORMED, news->markup.source, line,
                  "urgency is not 1 to 9: %.*s", (int)(text.len < 20 ? text.len : 20),
                  text.data);
}

void nb_news_status(struct nb_news *news, struct nb_str status, unsigned line)
{
    static const char *const gone[] = {"withheld", "canceled", "cancelled"};
    status = nb_str_trim(status);
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
        if (!nb_str_ends_nocase(status, nb_str_of(gone[i])) || news->gone)
            continue;
        news->gone = true;
        const char *headline = nb_build_article(news->markup.build)->headline;
        nb_report(news->markup.ctx, NB_DIAG_WITHHELD, news->markup.source, line,
                  headline ? "%.*s: %s" : "%.*s", (int)status.len, status.data,
                  headline);
    }
}

void nb_news_private(struct nb_news *news, const char *what, struct nb_str text,
                     unsigned line)
{
    text = nb_str_trim(text);
    if (text.len)
        nb_report(news->markup.ctx, NB_DIAG_NOT_FOR_READERS, news->markup.source, line,
                  "%s: %.*s", what, (int)(text.len < 300 ? text.len : 300), text.data);
}

const char *nb_news_credit(struct nb_news *news, struct nb_str by, struct nb_str holder)
{
    struct nb_build *build = news->markup.build;
    struct nb_buf text = NB_BUF_INIT;
    by = nb_str_trim(by);
    holder = nb_str_trim(holder);
    if (!by.len || !holder.len || nb_str_find_nocase(holder, by) >= 0)
        return nb_build_keep(build, holder.len ? holder : by);
    if (nb_str_find_nocase(by, holder) >= 0 || memchr(by.data, '/', by.len))
        return nb_build_keep(build, by);
    nb_buf_str(&text, by);
    nb_buf_putc(&text, '/');
    nb_buf_str(&text, holder);
    const char *kept = nb_build_keep(build, nb_buf_view(&text));
    if (text.status != NB_OK)
        news->markup.status = text.status;
    nb_buf_free(&text);
    return kept;
}

const char *nb_news_text(struct nb_news *news, const struct nb_xml_node *node)
{
    struct nb_build *build = news->markup.build;
    return node
               ? nb_build_keep(build, nb_markup_text(nb_build_arena(build), node, NULL))
               : NULL;
}

/* ---- the end */

static bool is_word_byte(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || (unsigned char)c >= 0x80;
}

static bool ends_sentence(struct nb_str text)
{
    return text.len && strchr(".!?", text.data[text.len - 1]);
}

/* Copyright and usage terms as sentences, the holder alone where no notice says more. */
static void set_rights(struct nb_news *news)
{
    struct nb_article *article = nb_build_article(news->markup.build);
    struct nb_buf text = NB_BUF_INIT;
    const char *notice = news->copyright ? news->copyright : news->holder;
    if (notice && notice == news->holder && !strstr(notice, "\u00a9"))
        nb_buf_puts(&text, "\u00a9 ");
    nb_buf_puts(&text, notice);
    if (notice && news->terms)
        nb_buf_puts(&text, ends_sentence(nb_buf_view(&text)) ? " " : ". ");
    nb_buf_puts(&text, news->terms);
    if (text.status != NB_OK)
        news->markup.status = text.status;
    else
        nb_news_set(news, &article->rights, nb_buf_view(&text));
    nb_buf_free(&text);
}

/* Whether `body` begins with the letters and digits of `start`; of a start that was cut short
 * the last word may be missing. */
static bool begins_with(struct nb_str body, struct nb_str start)
{
    enum { SHORT = 40, CUT = 12 /* letters */ };
    size_t same = 0, b = 0, s = 0;
    for (;;) {
        while (b < body.len && !is_word_byte(body.data[b]))
            b++;
        while (s < start.len && !is_word_byte(start.data[s]))
            s++;
        if (s >= start.len)
            return same > 0;
        if (b >= body.len ||
            nb_ascii_lower(body.data[b]) != nb_ascii_lower(start.data[s]))
            break;
        b++;
        s++;
        same++;
    }
    return same >= SHORT && start.len - s <= CUT;
}

/* Some give the text's beginning as its summary, or its place twice: once is enough. */
static void drop_repeats(struct nb_article *article)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_str place;
    nb_article_text(article, &text);
    struct nb_strings *list = &article->standfirst;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!begins_with(nb_buf_view(&text), nb_str_of(list->at[i])))
            list->at[kept++] = list->at[i];
    }
    list->count = kept;
    if (article->dateline && nb_text_dateline(nb_buf_view(&text), &place))
        article->dateline = NULL;
    nb_buf_free(&text);
}

static enum nb_status hand_over(struct nb_news *news, nb_take_fn *take, void *user)
{
    struct nb_ctx *ctx = news->markup.ctx;
    const char *source = news->markup.source;
    struct nb_article *article;
    struct nb_arena *arena;
    enum nb_status status = nb_build_finish(news->markup.build, &article, &arena);
    news->markup.build = NULL;
    if (status == NB_OK)
        drop_repeats(article);
    if (status == NB_OK && !article->headline)
        nb_report(ctx, NB_DIAG_NO_HEADLINE, source, 0, NULL);
    if (status == NB_OK)
        return take(user, article, arena);
    if (status == NB_FORMAT)
        nb_report(ctx, NB_DIAG_NO_ARTICLE, source, 0, NULL);
    return status == NB_NOMEM ? status : NB_OK;
}

enum nb_status nb_news_finish(struct nb_news *news, nb_take_fn *take, void *user)
{
    enum nb_status status = NB_OK;
    struct nb_article *article = nb_build_article(news->markup.build);
    if (!article->headline)
        article->headline = news->slugline;
    else
        nb_news_private(news, "slugline", nb_str_of(news->slugline), 0);
    set_rights(news);
    if (news->markup.status != NB_OK)
        status = news->markup.status;
    else if (!news->gone)
        status = hand_over(news, take, user);
    nb_news_abort(news);
    return status;
}

/* ---- XML inputs */

/* The encoding that an XML declaration names. */
static bool declared(struct nb_str bytes, char *out, size_t room)
{
    struct nb_str head = nb_str_sub(bytes, 0, 200);
    ptrdiff_t end = nb_str_find(head, NB_STR("?>"));
    if (end < 0 || !nb_str_starts(head, NB_STR("<?xml")))
        return false;
    head.len = (size_t)end;
    ptrdiff_t at = nb_str_find(head, NB_STR("encoding"));
    if (at < 0)
        return false;
    head = nb_str_sub(head, (size_t)at + 8, head.len);
    size_t from = 0, len = 0;
    while (from < head.len && strchr(" \t\r\n='\"", head.data[from]))
        from++;
    while (from + len < head.len && !strchr(" '\"", head.data[from + len]))
        len++;
    if (!len || len >= room)
        return false;
    memcpy(out, head.data + from, len);
    out[len] = '\0';
    return true;
}

/* Passes over the declaration, comments, instructions and a document type. */
static struct nb_str skip_prolog(struct nb_str s)
{
    if (nb_str_starts(s, NB_STR("\xEF\xBB\xBF")))
        s = nb_str_sub(s, 3, s.len);
    for (;;) {
        s = nb_str_trim(s);
        const char *close = nb_str_starts(s, NB_STR("<?"))     ? "?>"
                            : nb_str_starts(s, NB_STR("<!--")) ? "-->"
                            : nb_str_starts(s, NB_STR("<!"))   ? ">"
                                                               : NULL;
        if (!close)
            return s;
        ptrdiff_t end = nb_str_find(s, nb_str_of(close));
        if (end < 0)
            return (struct nb_str){0};
        s = nb_str_sub(s, (size_t)end + strlen(close), s.len);
    }
}

/* As XML if it is well-formed, HTML's entities being known. If it is not, that is reported
 * with its line, and what can be read of it is read. */
static enum nb_status parse_text(struct nb_ctx *ctx, const char *source,
                                 struct nb_str text, struct nb_xml **out)
{
    struct nb_buf mended = NB_BUF_INIT;
    struct nb_str root = skip_prolog(text);
    size_t start = root.len ? (size_t)(root.data - text.data) : 0;
    nb_feed_mend(text, start, false, &mended);
    enum nb_status status = mended.status;
    if (status == NB_OK)
        status = nb_xml_parse(ctx, source, nb_buf_view(&mended), out);
    if (status == NB_FORMAT) {
        nb_buf_clear(&mended);
        nb_feed_mend(text, start, true, &mended);
        status = mended.status;
        if (status == NB_OK)
            status = nb_xml_recover(ctx, source, nb_buf_view(&mended), out);
    }
    nb_buf_free(&mended);
    return status;
}

enum nb_status nb_news_read_xml(struct nb_ctx *ctx, const struct nb_input *input,
                                enum nb_status (*read)(struct nb_ctx *ctx,
                                                       const char *source,
                                                       const struct nb_xml *xml,
                                                       nb_take_fn *take, void *user),
                                nb_take_fn *take, void *user)
{
    char charset[40];
    struct nb_buf text = NB_BUF_INIT;
    struct nb_xml *xml = NULL;
    bool found = declared(input->bytes, charset, sizeof charset);
    enum nb_status status =
        nb_charset_decode(input->bytes, found ? charset : NULL, &text, NULL);
    if (status == NB_OK)
        status = text.status;
    if (status == NB_OK)
        status = parse_text(ctx, input->path, nb_buf_view(&text), &xml);
    if (status == NB_OK)
        status = read(ctx, input->path, xml, take, user);
    else if (status == NB_LIMIT)
        nb_report(ctx, NB_DIAG_LIMIT, input->path, 0, "too large, left out");
    nb_xml_free(xml);
    nb_buf_free(&text);
    return status == NB_FORMAT || status == NB_LIMIT ? NB_OK : status;
}

/* The start of an input in one byte a character: of UTF-16 the zeros and the mark are left
 * out. `room` has SNIFFED bytes. */
static struct nb_str narrow(struct nb_str bytes, char *room)
{
    struct nb_str s = nb_str_sub(bytes, 0, SNIFFED);
    size_t len = 0;
    if (s.len < 4 || !memchr(s.data, '\0', 4))
        return s;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (c && c < 0xFE)
            room[len++] = s.data[i];
    }
    return (struct nb_str){room, len};
}

bool nb_news_root(struct nb_str bytes, const char *const *names)
{
    char room[SNIFFED];
    struct nb_str s = skip_prolog(narrow(bytes, room));
    if (!s.len || s.data[0] != '<')
        return false;
    s = nb_str_sub(s, 1, s.len);
    size_t len = 0;
    while (len < s.len && !strchr(" \t\r\n/>", s.data[len]))
        len++;
    struct nb_str name = nb_str_sub(s, 0, len), prefix;
    struct nb_str rest = name;
    if (memchr(name.data, ':', name.len) && nb_str_split(&rest, ':', &prefix))
        name = rest;
    for (; *names; names++) {
        if (nb_str_eq(name, nb_str_of(*names)))
            return true;
    }
    return false;
}
