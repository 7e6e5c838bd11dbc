/* The flow's text and its styles, from the spans: white space collapsed, capitals made, small
 * capitals imitated where the face has none. */
#include "layout/setter.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

#define SMALL_CAPS 0.78 /* size of imitated small capitals */
#define RAISE 0.47      /* of superscripts, em of their own size */
#define LOWER 0.2       /* of subscripts */

enum { TAB_WIDTH = 4 };

struct collector {
    struct nb_flow *flow;
    struct nb_buf *text;
    size_t run_room;
    bool space; /* one is due before the next character */
    bool start; /* at a line's start, where spaces vanish */
    const struct nb_span *space_span;
    struct nb_quote_depth depth;
    enum nb_status status;
};

static struct nb_style_run *new_run(struct collector *collector)
{
    struct nb_flow *flow = collector->flow;
    if (flow->run_count == collector->run_room) {
        size_t room = collector->run_room ? collector->run_room * 2 : 8;
        struct nb_style_run *runs = nb_arena_array(flow->scratch, room, sizeof *runs);
        if (!runs)
            return NULL;
        if (flow->run_count)
            memcpy(runs, flow->runs, flow->run_count * sizeof *runs);
        flow->runs = runs;
        collector->run_room = room;
    }
    return &flow->runs[flow->run_count++];
}

/* Opens a run for what comes next in `span`, unless one is open that goes on. */
static void open_run(struct collector *collector, const struct nb_span *span,
                     bool small)
{
    struct nb_flow *flow = collector->flow;
    struct nb_style_run *last =
        flow->run_count ? &flow->runs[flow->run_count - 1] : NULL;
    if (collector->status != NB_OK ||
        (last && last->span == span && last->small == small))
        return;
    uint32_t at = (uint32_t)collector->text->len;
    const struct nb_style *style = span->style;
    struct nb_style_run *run = new_run(collector);
    if (!run) {
        collector->status = nb_arena_status(flow->scratch);
        return;
    }
    if (flow->run_count > 1)
        run[-1].to = at;
    *run = (struct nb_style_run){.from = at, .span = span, .small = small};
    run->size = style->font_size * (small ? SMALL_CAPS : 1);
    run->rise = style->superscript ? RAISE * style->font_size
                : style->subscript ? -LOWER * style->font_size
                                   : 0;
    bool imitate = false;
    collector->status = nb_shaper_fount(flow->setter->shaper, style,
                                        span->lang ? span->lang : flow->in->lang,
                                        &run->fount, &imitate);
}

/* The space that was due, in the style where it stood. */
static void put_space(struct collector *collector)
{
    if (collector->space && collector->space_span && !collector->start) {
        open_run(collector, collector->space_span, false);
        nb_buf_putc(collector->text, ' ');
    }
    collector->space = collector->start = false;
}

static void put_white(struct collector *collector, const struct nb_span *span, char c)
{
    if (c == '\n') {
        open_run(collector, span, false);
        nb_buf_putc(collector->text, '\n');
        collector->space = false;
        collector->start = true;
    } else if (span->style->preformatted) {
        put_space(collector);
        open_run(collector, span, false);
        for (int i = 0; i < (c == '\t' ? TAB_WIDTH : 1); i++)
            nb_buf_putc(collector->text, ' ');
    } else if (!collector->space) {
        collector->space = true;
        collector->space_span = span;
    }
}

/* Text of one style without white space that vanishes. */
static void put_text(struct collector *collector, const struct nb_span *span,
                     struct nb_str text, bool small)
{
    put_space(collector);
    open_run(collector, span, small);
    const char *lang = span->lang ? span->lang : collector->flow->in->lang;
    enum nb_status status = NB_OK;
    if (!span->style->straight && !span->style->preformatted)
        text = nb_flow_quotes(collector->flow->setter, &collector->depth, lang,
                              nb_buf_view(collector->text), text);
    if (small || span->style->transform == NB_TRANSFORM_UPPERCASE) {
        status = nb_unicode_to_upper(text, lang, collector->text);
    } else if (span->style->transform == NB_TRANSFORM_LOWERCASE) {
        const char *p = text.data, *end = p + text.len;
        for (size_t len; p < end; p += len)
            nb_buf_utf8(collector->text,
                        nb_unicode_lower(nb_utf8_decode(p, end, &len)));
    } else {
        nb_buf_str(collector->text, text);
    }
    if (collector->status == NB_OK)
        collector->status = status;
}

/* The stretch from `p` that is all, or not at all, of lower case. */
static size_t case_stretch(const char *p, const char *end, bool *lower)
{
    const char *at = p;
    for (size_t len; at < end; at += len) {
        unsigned c = nb_utf8_decode(at, end, &len);
        bool is_lower = nb_unicode_upper(c) != c;
        if (at == p)
            *lower = is_lower;
        else if (*lower != is_lower && !nb_unicode_is_mark(c))
            break;
    }
    return (size_t)(at - p);
}

static void put_word(struct collector *collector, const struct nb_span *span,
                     struct nb_str word, bool imitate)
{
    if (!imitate) {
        put_text(collector, span, word, false);
        return;
    }
    while (word.len && collector->status == NB_OK) {
        bool lower = false;
        size_t len = case_stretch(word.data, word.data + word.len, &lower);
        put_text(collector, span, nb_str_sub(word, 0, len), lower);
        word = nb_str_sub(word, len, word.len - len);
    }
}

/* The bytes of the first word; of all words with one space between them, if `many`. */
static size_t stretch(struct nb_str rest, bool many)
{
    size_t len = 0;
    while (len < rest.len &&
           (!nb_ascii_space(rest.data[len]) ||
            (many && len && rest.data[len] == ' ' && len + 1 < rest.len &&
             !nb_ascii_space(rest.data[len + 1]))))
        len++;
    return len;
}

static void collect_span(struct collector *collector, const struct nb_span *span)
{
    struct nb_flow *flow = collector->flow;
    struct nb_fount *fount;
    bool imitate = false;
    collector->status =
        nb_shaper_fount(flow->setter->shaper, span->style,
                        span->lang ? span->lang : flow->in->lang, &fount, &imitate);
    struct nb_str rest = {span->text, span->len};
    bool as_it_is = !imitate && span->style->transform == NB_TRANSFORM_NONE;
    while (rest.len && collector->status == NB_OK) {
        size_t len = stretch(rest, as_it_is);
        if (len)
            put_word(collector, span, nb_str_sub(rest, 0, len), imitate);
        else
            put_white(collector, span, rest.data[len++]);
        rest = nb_str_sub(rest, len, rest.len - len);
    }
}

enum nb_status nb_flow_collect(struct nb_flow *flow)
{
    struct nb_buf *text = &flow->setter->text;
    struct collector collector = {.flow = flow, .text = text, .start = true};
    nb_buf_clear(text);
    for (size_t i = 0; i < flow->in->span_count && collector.status == NB_OK; i++)
        collect_span(&collector, &flow->in->spans[i]);
    if (collector.status == NB_OK)
        collector.status = text->status;
    if (collector.status == NB_OK && text->len > UINT32_MAX / 2)
        collector.status = NB_LIMIT;
    if (collector.status != NB_OK)
        return collector.status;
    if (text->len && text->data[text->len - 1] == '\n')
        text->len--;
    if (flow->run_count)
        flow->runs[flow->run_count - 1].to = (uint32_t)text->len;
    flow->text = (struct nb_str){nb_buf_cstr(text), text->len};
    return NB_OK;
}
