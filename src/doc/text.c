/* The model as plain text, in three measures: a node's text, the body for `extract --to text`,
 * and all that PDF and EPUB must show for `extract --to fulltext`. One walk serves all; what
 * differs is a handful of switches. */
#include "base/buf.h"
#include "doc/dates.h"
#include "doc/doc.h"
#include "doc/words.h"

#include <string.h>

struct text {
    struct nb_buf *out;
    const struct nb_node *root;
    const char *lang; /* for our own words */
    const char *gap;  /* between blocks */
    bool figures;     /* captions and credits */
    bool embeds;      /* the line for an embed, not only its text */
    bool notes;       /* footnotes where they stand */
    bool labels;      /* of references to notes */
    const char
        *before; /* what is due before the next text: a gap, or NULL at the start */
};

/* Something is about to be added: what is due goes first. */
static void begin(struct text *text)
{
    nb_buf_puts(text->out, text->before);
    text->before = "";
}

/* The next text is set apart by `gap`; a wider gap wins, and at the start there is none. */
static void part(struct text *text, const char *gap)
{
    if (text->before && strlen(gap) > strlen(text->before))
        text->before = gap;
}

static void add_line(struct text *text, const char *line)
{
    if (!line)
        return;
    part(text, text->gap);
    begin(text);
    nb_buf_puts(text->out, line);
    part(text, text->gap);
}

static enum nb_word word_of(const char *kind)
{
    if (kind && strcmp(kind, "video") == 0)
        return NB_WORD_VIDEO;
    if (kind && strcmp(kind, "audio") == 0)
        return NB_WORD_AUDIO;
    return NB_WORD_POST;
}

void nb_embed_line(const struct nb_node *embed, const char *lang, struct nb_buf *out)
{
    const char *title = embed->u.embed.title, *duration = embed->u.embed.duration;
    nb_buf_puts(out, nb_word(word_of(embed->u.embed.kind), lang));
    if (duration) {
        nb_buf_puts(out, nb_word(NB_WORD_COMMA, lang));
        nb_buf_puts(out, duration);
    }
    if (title) {
        nb_buf_puts(out, nb_word(NB_WORD_COLON, lang));
        nb_buf_puts(out, title);
    }
}

/* What stands between a node and what is before it and behind it. */
static const char *gap_of(const struct text *text, enum nb_node_type type)
{
    if (nb_node_is_inline(type) || type == NB_CELL)
        return "";
    return type == NB_ROW || type == NB_ITEM || type == NB_CAPTION ? "\n" : text->gap;
}

/* Blocks of a list's item or of a table stand close together. */
static bool is_close(const struct nb_node *node)
{
    return node->parent && node->parent->type == NB_ITEM && node->type != NB_TABLE;
}

static void enter(struct text *text, const struct nb_node *node)
{
    part(text, is_close(node) ? "\n" : gap_of(text, node->type));
    if (node->text) {
        begin(text);
        nb_buf_puts(text->out, node->text);
    }
    if (node->type == NB_CELL && node->prev && node != text->root) {
        begin(text);
        nb_buf_putc(text->out, '\t');
    }
    if (node->type == NB_BREAK) {
        begin(text);
        nb_buf_putc(text->out, '\n');
    }
    if (node->type == NB_NOTEREF && text->labels) {
        begin(text);
        nb_buf_puts(text->out, node->u.label);
    }
    if (node->type == NB_EMBED && text->embeds) {
        begin(text);
        nb_embed_line(node, text->lang, text->out);
        part(text, text->gap);
    }
}

static void leave(struct text *text, const struct nb_node *node)
{
    if (node->type == NB_FIGURE && text->figures && node->u.figure.credit) {
        part(text, "\n");
        begin(text);
        nb_buf_puts(text->out, node->u.figure.credit);
    }
    part(text, is_close(node) ? "\n" : gap_of(text, node->type));
}

static bool is_wanted(const struct text *text, enum nb_node_type type)
{
    if (type == NB_FIGURE || type == NB_CAPTION)
        return text->figures;
    return type != NB_FOOTNOTE || text->notes;
}

static void add_tree(struct text *text, const struct nb_node *root)
{
    struct nb_walk walk = nb_walk_start(root);
    text->root = root;
    while (nb_walk_next(&walk)) {
        if (walk.node != root && !is_wanted(text, walk.node->type)) {
            if (walk.event == NB_ENTER)
                nb_walk_skip(&walk);
        } else if (walk.event == NB_ENTER) {
            enter(text, walk.node);
        } else {
            leave(text, walk.node);
        }
    }
}

void nb_node_text(const struct nb_node *node, struct nb_buf *out)
{
    struct text text = {.out = out, .gap = "\n", .figures = true, .notes = true};
    add_tree(&text, node);
}

void nb_article_text(const struct nb_article *article, struct nb_buf *out)
{
    struct text text = {.out = out, .gap = "\n\n", .notes = true};
    add_tree(&text, article->body);
    if (text.before)
        nb_buf_putc(out, '\n');
}

static void add_lines(struct text *text, const struct nb_strings *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        add_line(text, lines->at[i]);
}

/* A line that was put together; releases it. */
static void add_made_line(struct text *text, struct nb_buf *line)
{
    if (line->len)
        add_line(text, nb_buf_cstr(line));
    if (line->status != NB_OK && text->out->status == NB_OK)
        text->out->status = line->status;
    nb_buf_free(line);
}

static void add_notes(struct text *text, const struct nb_node *body)
{
    struct nb_walk walk = nb_walk_start(body);
    text->notes = true;
    while (nb_walk_next(&walk)) {
        if (walk.event != NB_ENTER || walk.node->type != NB_FOOTNOTE)
            continue;
        if (walk.node->u.label) {
            add_line(text, walk.node->u.label);
            nb_buf_putc(text->out, ' ');
            text->before = NULL; /* the note's first words follow on the line */
        }
        for (const struct nb_node *at = walk.node->first; at; at = at->next)
            add_tree(text, at);
        part(text, text->gap);
        nb_walk_skip(&walk);
    }
}

void nb_article_fulltext(const struct nb_article *article, struct nb_buf *out)
{
    struct text text = {.out = out,
                        .lang = article->lang,
                        .gap = "\n\n",
                        .figures = true,
                        .embeds = true,
                        .labels = true};
    struct nb_buf names = NB_BUF_INIT, date = NB_BUF_INIT;
    add_line(&text, article->kicker ? article->kicker : article->section);
    add_line(&text, article->headline);
    add_lines(&text, &article->standfirst);
    nb_words_names(&article->byline, article->lang, true, &names);
    add_made_line(&text, &names);
    add_line(&text, article->dateline);
    (void)nb_date_long(article->published, article->lang, &date);
    add_made_line(&text, &date);
    add_tree(&text, article->body);
    add_notes(&text, article->body);
    for (const struct nb_related *at = article->related; at; at = at->next)
        add_line(&text, at->title);
    if (text.before)
        nb_buf_putc(out, '\n');
}
