/* The plain-text reader: a page's visible text as a scraper or a select-all-and-copy leaves
 * it, or plain prose, to one article. The way through it stands in text.h. */
#include "read/text.h"

#include "base/charset.h"
#include "base/explain.h"
#include "base/limits.h"
#include "read/readers.h"
#include "read/text_dump.h"
#include "read/text_headers.h"
#include "read/text_marks.h"
#include "read/text_rate.h"

enum {
    PAGE = 85,           /* above what Markdown is sure of without its ending */
    SURE = 20,           /* any text is ours, if nobody else wants it */
    MOST_BYTES = 8 << 20 /* several books' worth; what is longer is no article */
};

static int sniff(const struct nb_input *input)
{
    if (nb_charset_is_binary(input->bytes))
        return 0;
    /* a page that a scraper wrote down in Markdown has menus, which an author's text has not */
    return nb_markdown_is(input->bytes) && nb_markdown_is_page(input->bytes) ? PAGE
                                                                             : SURE;
}

static bool is_furniture(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    return marks->match == NB_MATCH_WHOLE || marks->copyright || marks->duration ||
           (marks->match == NB_MATCH_START && unit->traits.width < 120) ||
           unit->traits.rules > 1 || unit->traits.bracket_whole ||
           (marks->credit && unit->traits.width < 200);
}

/* Prose has no line of furniture, and few short lines that end no sentence. */
static bool is_prose(const struct nb_text *text)
{
    size_t open = 0, numbers = 0;
    if (text->linked)
        return false;
    for (size_t i = 0; i < text->count; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        if (is_furniture(unit))
            return false;
        numbers += unit->marks.number;
        open += i > 2 && unit->traits.width < 100 &&
                unit->traits.ending == NB_ENDING_NONE &&
                unit->bullet == NB_BULLET_NONE && unit->traits.tabs == 0;
    }
    return numbers == 0 && open * 4 <= text->count;
}

static void keep_all(struct nb_text *text)
{
    for (size_t i = 0; i < text->count; i++)
        nb_text_put(&text->units[i], true, "a text without furniture is kept whole");
}

static void find_extent(struct nb_text *text)
{
    text->first = text->last = text->count;
    for (size_t i = 0; i < text->count; i++) {
        if (!text->units[i].body)
            continue;
        text->first = text->first == text->count ? i : text->first;
        text->last = i + 1;
    }
    if (text->first == text->count)
        text->first = 0;
}

static enum nb_status understand(struct nb_text *text)
{
    enum nb_status status = nb_text_mark(text);
    if (status != NB_OK)
        return status;
    if (nb_explain_wanted(text->ctx)) {
        text->evidence =
            nb_arena_array(text->scratch, text->count + 1, sizeof *text->evidence);
        if (!text->evidence)
            return nb_arena_status(text->scratch);
    }
    status = nb_text_rate(text, text->evidence);
    if (status != NB_OK)
        return status;
    text->prose = is_prose(text);
    if (text->prose)
        keep_all(text);
    else
        nb_text_settle(text);
    find_extent(text);
    nb_text_find_head(text);
    nb_text_find_roles(text);
    nb_text_explain(text);
    return NB_OK;
}

/* At most MOST_BYTES, up to the end of a line or else of a character. */
static struct nb_str cut_at_line(struct nb_str source)
{
    if (source.len <= MOST_BYTES)
        return source;
    size_t len = MOST_BYTES;
    while (len > 0 && source.data[len - 1] != '\n')
        len--;
    if (len == 0)
        for (len = MOST_BYTES; ((unsigned char)source.data[len] & 0xC0) == 0x80;)
            len--;
    return nb_str_sub(source, 0, len);
}

static enum nb_status read_text(struct nb_ctx *ctx, const struct nb_input *input,
                                nb_take_fn *take, void *user)
{
    struct nb_text text = {.ctx = ctx, .path = input->path};
    struct nb_text_headers headers;
    struct nb_str source = input->text;
    text.scratch = nb_arena_new(ctx->limits->article_bytes);
    if (!text.scratch)
        return NB_NOMEM;
    nb_text_headers_take(&source, &headers);
    bool cut = source.len > MOST_BYTES;
    source = cut_at_line(source);
    text.titled = headers.value[NB_HEADER_TITLE].len > 0;
    source = nb_dump_without_references(source);
    struct nb_buf undone = NB_BUF_INIT;
    text.markdown = nb_markdown_is(source);
    if (text.markdown) {
        nb_markdown_undo(source, &undone);
        source = nb_buf_view(&undone);
    }
    enum nb_status status = undone.status;
    if (status == NB_OK)
        status = nb_text_cut(&text, source, headers.lines);
    if (text.cut || cut)
        nb_report(ctx, NB_DIAG_LIMIT, input->path, 0,
                  "too long for one article, the rest left out");
    if (status == NB_OK)
        status = understand(&text);
    if (status == NB_OK)
        status = nb_text_build(&text, &headers, take, user);
    nb_arena_free(text.scratch);
    nb_buf_free(&undone);
    if (status == NB_LIMIT) {
        nb_report(ctx, NB_DIAG_LIMIT, input->path, 0,
                  "too much memory for one article");
        return NB_OK;
    }
    return status;
}

static const char *const endings[] = {".txt", ".text", NULL};

const struct nb_reader nb_reader_text = {
    .name = "text",
    .endings = endings,
    .sniff = sniff,
    .most = PAGE,
    .read = read_text,
};
