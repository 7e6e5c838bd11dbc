/* An article as XHTML: its head, the related stories at its end, languages and addresses. Its
 * body is xhtml_body.c's. */
#include "write/xhtml.h"

#include "base/lang.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/url.h"
#include "doc/dates.h"
#include "doc/words.h"
#include "write/xhtml_int.h"

#include <string.h>

enum { LONGEST_NAME = 80 /* bytes of an article's text that stand for its headline */ };

/* ---- Languages. */

static bool all_are(struct nb_str s, bool (*is)(char))
{
    for (size_t i = 0; i < s.len; i++)
        if (!is(s.data[i]))
            return false;
    return true;
}

static bool is_alnum(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c);
}

/* The places of a tag's parts, in order. */
enum part { LANGUAGE, EXTENDED, SCRIPT, REGION, VARIANT, NO_PART };

/* What a subtag is, given that it may not stand before `least`. */
static enum part part_of(struct nb_str s, enum part least)
{
    bool alpha = all_are(s, nb_ascii_alpha), digit = all_are(s, nb_ascii_digit);
    if (least == LANGUAGE)
        return alpha && s.len >= 2 && s.len <= 8 ? LANGUAGE : NO_PART;
    if (alpha && s.len == 3 && least <= EXTENDED)
        return EXTENDED;
    if (alpha && s.len == 4 && least <= SCRIPT)
        return SCRIPT;
    if (least <= REGION && ((alpha && s.len == 2) || (digit && s.len == 3)))
        return REGION;
    if (s.len >= 5 && s.len <= 8 && all_are(s, is_alnum))
        return VARIANT;
    if (s.len == 4 && nb_ascii_digit(s.data[0]) && all_are(s, is_alnum))
        return VARIANT;
    return NO_PART;
}

bool nb_xhtml_tag(const char *lang, char out[NB_TAG_SIZE])
{
    size_t len = 0;
    enum part least = LANGUAGE;
    while (lang && *lang) {
        struct nb_str sub = {lang, strcspn(lang, "-_")};
        enum part part = part_of(sub, least);
        if (part == NO_PART || len + sub.len + 2 > NB_TAG_SIZE)
            break;
        if (part != EXTENDED) { /* "zh-yue": the rest does without */
            if (len)
                out[len++] = '-';
            memcpy(out + len, sub.data, sub.len);
            len += sub.len;
        }
        /* one variant is enough, and saves looking for repeated ones */
        least = part == VARIANT ? NO_PART : (enum part)(part + 1);
        lang += sub.len;
        if (least == NO_PART || !*lang)
            break;
        lang++;
    }
    out[len] = '\0';
    return len > 0;
}

enum nb_dir nb_xhtml_dir(const char *lang, enum nb_dir dir)
{
    if (dir != NB_DIR_AUTO)
        return dir;
    return lang && nb_lang_is_rtl(lang) ? NB_DIR_RTL : NB_DIR_LTR;
}

void nb_xhtml_lang(const char *lang, enum nb_dir dir, const char *around_lang,
                   enum nb_dir around_dir, struct nb_buf *out)
{
    char tag[NB_TAG_SIZE], around[NB_TAG_SIZE];
    if (!lang && dir == NB_DIR_AUTO)
        return;
    bool known = nb_xhtml_tag(around_lang, around);
    /* what says less than its surroundings ("en" in "en-GB") says nothing */
    if (nb_xhtml_tag(lang, tag) && !(known && nb_lang_matches(around, tag)))
        nb_buf_printf(out, " xml:lang=\"%s\" lang=\"%s\"", tag, tag);
    dir = nb_xhtml_dir(lang, dir);
    if (dir != nb_xhtml_dir(around_lang, around_dir))
        nb_buf_puts(out, dir == NB_DIR_RTL ? " dir=\"rtl\"" : " dir=\"ltr\"");
}

/* Appends <span …> around newsbind's own words and returns true where their language is
 * another than the article's. */
static bool open_words(struct nb_xhtml_state *state)
{
    const char *words = nb_word_lang(state->how->words);
    if (state->lang && nb_lang_same(words, state->lang))
        return false;
    nb_buf_puts(state->out, "<span");
    nb_xhtml_lang(words, NB_DIR_AUTO, state->lang, state->dir, state->out);
    nb_buf_putc(state->out, '>');
    return true;
}

/* ---- Addresses. */

bool nb_xhtml_open_link(struct nb_xhtml_state *state, const char *url)
{
    const char *address = NULL, *id = nb_own_id(url);
    if (!url)
        return false;
    nb_buf_clear(&state->url);
    if (id)
        address = state->how->article(state->how->user, id);
    else if (nb_url_clean(url, &state->url))
        address = nb_buf_cstr(&state->url);
    if (state->url.status != NB_OK)
        state->status = state->url.status;
    if (!address)
        return false;
    nb_buf_puts(state->out, "<a href=\"");
    nb_buf_xml(state->out, address);
    nb_buf_puts(state->out, "\">");
    return true;
}

/* ---- The head and the end of an article. */

static void write_p(struct nb_buf *out, const char *class, const char *text)
{
    if (!text)
        return;
    nb_buf_printf(out, "<p class=\"%s\">", class);
    nb_buf_xml(out, text);
    nb_buf_puts(out, "</p>\n");
}

/* Appends names or a date, which come as plain text, escaped. */
static void write_plain(struct nb_xhtml_state *state,
                        void (*plain)(struct nb_xhtml_state *))
{
    struct nb_buf *out = state->out, text = NB_BUF_INIT;
    state->out = &text;
    plain(state);
    state->out = out;
    nb_buf_xml(out, nb_buf_cstr(&text));
    if (text.status != NB_OK)
        state->status = text.status;
    nb_buf_free(&text);
}

static void names(struct nb_xhtml_state *state)
{
    nb_words_names(&state->article->byline, state->how->words, true, state->out);
}

static void date(struct nb_xhtml_state *state)
{
    (void)nb_date_long(state->article->published, state->how->words, state->out);
}

const char *nb_xhtml_heading(const struct nb_xhtml *how, unsigned below)
{
    static const char *const names[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    unsigned level = (how->level ? how->level : 1) + below;
    return names[level < 6 ? level - 1 : 5];
}

/* Who, where and when, each as far as it is known. */
static void write_byline(struct nb_xhtml_state *state)
{
    const struct nb_article *article = state->article;
    const char *comma = nb_word(NB_WORD_COMMA, state->how->words);
    struct nb_buf *out = state->out;
    if (!article->byline.count && !article->dateline && !article->published)
        return;
    nb_buf_puts(out, "<p class=\"byline\">");
    write_plain(state, names);
    if (article->byline.count && (article->dateline || article->published))
        nb_buf_puts(out, comma);
    if (article->dateline) {
        nb_buf_puts(out, "<span class=\"dateline\">");
        nb_buf_xml(out, article->dateline);
        nb_buf_puts(out, article->published ? comma : "");
        nb_buf_puts(out, "</span>");
    }
    if (article->published) {
        nb_buf_puts(out, "<span class=\"date\">");
        write_plain(state, date);
        nb_buf_puts(out, "</span>");
    }
    nb_buf_puts(out, "</p>\n");
}

static void write_header(struct nb_xhtml_state *state)
{
    const struct nb_article *article = state->article;
    struct nb_buf *out = state->out;
    size_t before = out->len;
    nb_buf_puts(out, "<header>\n");
    size_t empty = out->len;
    write_p(out, "kicker", article->kicker);
    if (article->headline) {
        const char *name = nb_xhtml_heading(state->how, 0);
        nb_buf_printf(out, "<%s class=\"headline\">", name);
        nb_buf_xml(out, article->headline);
        nb_buf_printf(out, "</%s>\n", name);
    }
    for (size_t i = 0; i < article->standfirst.count; i++)
        write_p(out, "standfirst", article->standfirst.at[i]);
    write_byline(state);
    if (out->len == empty)
        out->len = before;
    else
        nb_buf_puts(out, "</header>\n");
}

static void write_related(struct nb_xhtml_state *state)
{
    struct nb_buf *out = state->out;
    const struct nb_related *related = state->article->related;
    if (!related)
        return;
    const char *name = nb_xhtml_heading(state->how, 1);
    nb_buf_printf(out, "<aside class=\"related\">\n<%s class=\"related-title\">", name);
    bool span = open_words(state);
    nb_buf_xml(out, nb_word(NB_WORD_RELATED, state->how->words));
    nb_buf_puts(out, span ? "</span>" : "");
    nb_buf_printf(out, "</%s>\n<ul>\n", name);
    for (; related; related = related->next) {
        const char *title = related->title ? related->title : related->url;
        nb_buf_puts(out, "<li>");
        bool link =
            nb_xhtml_open_link(state, related->own ? related->own : related->url);
        nb_buf_xml(out, title);
        nb_buf_puts(out, link ? "</a></li>\n" : "</li>\n");
    }
    nb_buf_puts(out, "</ul>\n</aside>\n");
}

/* The site and the host of the address that the article comes from. */
static void write_source(struct nb_xhtml_state *state)
{
    const struct nb_article *article = state->article;
    struct nb_buf *out = state->out;
    struct nb_str host = nb_url_host(article->url), site = nb_str_of(article->site);
    if (!site.len && !host.len)
        return;
    nb_buf_puts(out, "<aside class=\"source\"><p>");
    bool link = nb_xhtml_open_link(state, article->url);
    nb_buf_xml(out, article->site);
    if (host.len && !nb_str_eq_nocase(host, site)) {
        nb_buf_puts(out, site.len ? ", " : "");
        nb_buf_clear(&state->url);
        nb_buf_str(&state->url, host);
        nb_buf_xml(out, nb_buf_cstr(&state->url));
    }
    nb_buf_puts(out, link ? "</a></p></aside>\n" : "</p></aside>\n");
}

void nb_xhtml_open_article(struct nb_xhtml_state *state)
{
    const struct nb_xhtml *how = state->how;
    state->start = state->out->len;
    nb_buf_puts(state->out, "<article");
    if (how->id)
        nb_buf_printf(state->out, " id=\"%s\"", how->id);
    nb_xhtml_lang(state->lang, state->dir, how->lang, how->dir, state->out);
    nb_buf_puts(state->out, ">\n");
}

void nb_xhtml_close_article(struct nb_xhtml_state *state)
{
    nb_buf_puts(state->out, "</article>\n");
}

enum nb_status nb_xhtml_article(const struct nb_article *article,
                                const struct nb_xhtml *how, struct nb_buf *out)
{
    struct nb_xhtml_state state = {.how = how, .article = article, .out = out};
    state.lang = article->lang ? article->lang : how->lang;
    state.dir = article->lang || article->dir != NB_DIR_AUTO
                    ? nb_xhtml_dir(article->lang, article->dir)
                    : nb_xhtml_dir(how->lang, how->dir);
    nb_xhtml_open_article(&state);
    nb_xhtml_put_marks(&state, NULL);
    write_header(&state);
    nb_xhtml_body(&state);
    write_related(&state);
    write_source(&state);
    nb_xhtml_close_article(&state);
    nb_map_free(state.by_label);
    nb_free(state.notes);
    nb_buf_free(&state.url);
    return state.status != NB_OK ? state.status : state.out->status;
}

void nb_xhtml_name(const struct nb_article *article, struct nb_buf *out)
{
    struct nb_buf text = NB_BUF_INIT;
    if (article->headline) {
        nb_buf_puts(out, article->headline);
        return;
    }
    nb_node_text(article->body, &text);
    struct nb_str rest = nb_str_trim(nb_buf_view(&text)), line = {"", 0};
    (void)nb_str_line(&rest, &line);
    size_t len = line.len;
    if (len > LONGEST_NAME) {
        len = LONGEST_NAME;
        while (len && ((unsigned char)line.data[len] & 0xC0) == 0x80)
            len--;
    }
    nb_buf_str(out, nb_str_sub(line, 0, len));
    nb_buf_puts(out, len < line.len ? "…" : "");
    if (!len)
        nb_buf_puts(out, article->id ? article->id : "–");
    if (text.status != NB_OK && out->status == NB_OK)
        out->status = text.status;
    nb_buf_free(&text);
}
