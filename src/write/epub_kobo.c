/* What Kobo's own reader (for books named .kepub.epub) keeps places, highlights and statistics
 * by: a numbered span around each sentence, a numbered span around each picture, two <div>s
 * around all. Numbers as in the books of Kobo's shop and of kepubify: the first counts blocks
 * and pictures, the second what stands in them.
 *
 * The documents are this writer's own: well-formed, every attribute in double quotes, no
 * comments, no CDATA, only the entities of nb_buf_xml. Sentences are found in the text of a
 * whole block; a span ends where a sentence or an element begins or ends. */
#include "write/epub.h"

#include "base/mem.h"
#include "base/unicode.h"

#include <string.h>

struct marking {
    const char *lang;
    const char *at, *end; /* what is left of the document */
    struct nb_buf *out;
    struct nb_buf text; /* of a run, without markup */
    unsigned char *starts;
    size_t room; /* of `starts` */
    unsigned block, segment;
    bool new_block; /* the next span is the first of a block */
    enum nb_status status;
};

/* ---- Pieces of markup: a tag, or text up to the next one. */

static bool is_one_of(struct nb_str name, const char *const *names)
{
    for (; *names; names++)
        if (nb_str_eq(name, nb_str_of(*names)))
            return true;
    return false;
}

static struct nb_str next_piece(const char *at, const char *end)
{
    const char *stop;
    if (*at == '<') {
        stop = memchr(at, '>', (size_t)(end - at));
        return (struct nb_str){at, stop ? (size_t)(stop + 1 - at) : (size_t)(end - at)};
    }
    stop = memchr(at, '<', (size_t)(end - at));
    return (struct nb_str){at, (size_t)((stop ? stop : end) - at)};
}

/* The name of a tag's element, of an opening and a closing one alike. */
static struct nb_str name_of(struct nb_str tag)
{
    size_t from = tag.len > 1 && tag.data[1] == '/' ? 2 : 1, to = from;
    while (to < tag.len && !strchr(" />", tag.data[to]))
        to++;
    return nb_str_sub(tag, from, to - from);
}

static bool is_tag(struct nb_str piece)
{
    return piece.data[0] == '<';
}

/* Whether a piece belongs to the text of a block. */
static bool is_inline(struct nb_str piece)
{
    static const char *const names[] = {"a",  "code", "em",  "span", "strong",
                                        "br", "sub",  "sup", NULL};
    return !is_tag(piece) || is_one_of(name_of(piece), names);
}

/* A link from the text to a note or back: what is tapped, not read. */
static bool is_note_link(struct nb_str tag)
{
    return nb_str_find(tag, NB_STR(" role=\"doc-noteref\"")) >= 0 ||
           nb_str_find(tag, NB_STR(" role=\"doc-backlink\"")) >= 0;
}

/* Where the element that `tag` opens ends, behind its closing tag. */
static const char *end_of(struct nb_str tag, struct nb_str closing, const char *end)
{
    struct nb_str rest = {tag.data, (size_t)(end - tag.data)};
    ptrdiff_t at = nb_str_find(rest, closing);
    return at < 0 ? end : tag.data + (size_t)at + closing.len;
}

/* ---- Characters. */

/* The character that an escape stands for, and its length; 0 when there is none. */
static char escaped(const char *at, const char *end, size_t *len)
{
    static const struct {
        const char *escape;
        char c;
    } all[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *len = strlen(all[i].escape);
        if ((size_t)(end - at) >= *len && memcmp(at, all[i].escape, *len) == 0)
            return all[i].c;
    }
    return 0;
}

/* Takes one byte of text off `*at`, an escape as what it stands for. */
static char take(const char **at, const char *end)
{
    size_t len;
    char c = **at == '&' ? escaped(*at, end, &len) : 0;
    *at += c ? len : 1;
    return c ? c : (*at)[-1];
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at == end;
}

/* ---- Spans. */

static void open_span(struct marking *marking)
{
    if (marking->new_block || !marking->block) {
        marking->block++;
        marking->segment = 0;
        marking->new_block = false;
    }
    nb_buf_puts(marking->out, "<span class=\"koboSpan\" id=\"kobo.");
    nb_buf_int(marking->out, marking->block);
    nb_buf_putc(marking->out, '.');
    nb_buf_int(marking->out, ++marking->segment);
    nb_buf_puts(marking->out, "\">");
}

static void copy(struct marking *marking, const char *from, const char *to)
{
    nb_buf_add(marking->out, from, (size_t)(to - from));
}

/* A text without tags, whose first byte is the run's byte `offset`: a span for each sentence
 * in it. Returns the offset behind it. */
static size_t put_text(struct marking *marking, struct nb_str text, size_t offset)
{
    const char *at = text.data, *end = text.data + text.len;
    while (at < end) {
        const char *from = at;
        do {
            (void)take(&at, end);
            offset++;
        } while (at < end && !marking->starts[offset]);
        if (is_blank(from, at)) {
            copy(marking, from, at);
            continue;
        }
        open_span(marking);
        copy(marking, from, at);
        nb_buf_puts(marking->out, "</span>");
    }
    return offset;
}

/* The next piece of a run. A link of a note is one piece. */
static struct nb_str run_piece(const char *at, const char *end)
{
    struct nb_str piece = next_piece(at, end);
    if (is_tag(piece) && is_note_link(piece))
        piece.len = (size_t)(end_of(piece, NB_STR("</a>"), end) - at);
    return piece;
}

/* Gathers the text of a run and finds where its sentences begin. */
static void find_sentences(struct marking *marking, const char *at, const char *end)
{
    nb_buf_clear(&marking->text);
    while (at < end) {
        struct nb_str piece = run_piece(at, end);
        at += piece.len;
        for (const char *p = piece.data; !is_tag(piece) && p < at;)
            nb_buf_putc(&marking->text, take(&p, at));
    }
    if (marking->room < marking->text.len + 1) {
        nb_free(marking->starts);
        marking->room = 2 * marking->text.len + 1;
        marking->starts = nb_malloc(marking->room);
    }
    if (!marking->starts || marking->text.status != NB_OK)
        marking->status = NB_NOMEM;
    else
        marking->status = nb_unicode_sentences(nb_buf_view(&marking->text),
                                               marking->lang, marking->starts);
}

/* The text of a block, or of what is between blocks, with the elements in it. */
static void put_run(struct marking *marking, const char *at, const char *end)
{
    size_t offset = 0;
    find_sentences(marking, at, end);
    while (at < end && marking->status == NB_OK) {
        struct nb_str piece = run_piece(at, end);
        at += piece.len;
        if (is_tag(piece))
            nb_buf_str(marking->out, piece);
        else
            offset = put_text(marking, piece, offset);
    }
}

static void put_picture(struct marking *marking, struct nb_str tag)
{
    marking->new_block = true;
    open_span(marking);
    nb_buf_str(marking->out, tag);
    nb_buf_puts(marking->out, "</span>");
}

/* A tag that is no part of a run. Preformatted text keeps its lines, without spans. */
static void put_block(struct marking *marking, struct nb_str tag)
{
    static const char *const counted[] = {"p",  "ol", "ul", "table", "h1", "h2",
                                          "h3", "h4", "h5", "h6",    NULL};
    struct nb_str name = name_of(tag);
    if (nb_str_eq(name, NB_STR("img"))) {
        put_picture(marking, tag);
        return;
    }
    if (nb_str_eq(name, NB_STR("pre")))
        tag.len = (size_t)(end_of(tag, NB_STR("</pre>"), marking->end) - tag.data);
    marking->at = tag.data + tag.len;
    nb_buf_str(marking->out, tag);
    if (tag.data[1] != '/' && is_one_of(name, counted))
        marking->new_block = true;
}

static void put_body(struct marking *marking)
{
    while (marking->at < marking->end && marking->status == NB_OK) {
        const char *from = marking->at, *to = from;
        while (to < marking->end) {
            struct nb_str piece = next_piece(to, marking->end);
            if (!is_inline(piece))
                break;
            to += piece.len;
        }
        if (is_blank(from, to))
            copy(marking, from, to);
        else
            put_run(marking, from, to);
        marking->at = to;
        if (to < marking->end) {
            struct nb_str tag = next_piece(to, marking->end);
            marking->at += tag.len;
            put_block(marking, tag);
        }
    }
}

void nb_epub_mark_sentences(const char *lang, struct nb_buf *document)
{
    struct nb_str all = nb_buf_view(document);
    ptrdiff_t body = nb_str_find(all, NB_STR("<body"));
    ptrdiff_t end = nb_str_find(all, NB_STR("</body>"));
    struct nb_buf out = NB_BUF_INIT;
    struct marking marking = {.lang = lang, .out = &out};
    if (document->status != NB_OK || body < 0 || end < body)
        return;
    struct nb_str tag = next_piece(all.data + body, all.data + end);
    marking.at = tag.data + tag.len;
    marking.end = all.data + end;
    copy(&marking, all.data, marking.at);
    nb_buf_puts(&out, "\n<div id=\"book-columns\">\n<div id=\"book-inner\">");
    put_body(&marking);
    nb_buf_puts(&out, "</div>\n</div>\n");
    copy(&marking, all.data + end, all.data + all.len);
    if (out.status == NB_OK)
        out.status = marking.status;
    nb_free(marking.starts);
    nb_buf_free(&marking.text);
    nb_buf_free(document);
    *document = out;
}
