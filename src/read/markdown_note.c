/* Footnotes of Markdown, which md4c does not know: "[^label]" in the text, and a definition
 * "[^label]: …" at the start of a line, with lines indented by four blanks or a tab below it.
 * Definitions are cut out before md4c sees the text, and parsed one by one at the end, in the
 * order in which the text refers to them. */
#include "read/markdown.h"

#include <stdio.h>
#include <string.h>

enum { MOST_NOTES = 1000, LONGEST_LABEL = 64, MOST_BLANK = 20 };

/* ---- definitions */

/* The label of a reference or definition at the start of `text`; its length with brackets in
 * *len. Empty for none. */
static struct nb_str label_at(struct nb_str text, size_t *len)
{
    size_t at = 2;
    if (!nb_str_starts(text, NB_STR("[^")))
        return (struct nb_str){0};
    while (at < text.len && at < LONGEST_LABEL && text.data[at] != ']' &&
           text.data[at] != '[' && !nb_ascii_space(text.data[at]))
        at++;
    if (at == 2 || at >= text.len || text.data[at] != ']')
        return (struct nb_str){0};
    *len = at + 1;
    return nb_str_sub(text, 2, at - 2);
}

static bool is_fence(struct nb_str line)
{
    line = nb_str_trim(line);
    return nb_str_starts(line, NB_STR("```")) || nb_str_starts(line, NB_STR("~~~"));
}

/* The blanks that a line below a definition is indented by; 0 when it is not. */
static size_t indent_of(struct nb_str line)
{
    if (nb_str_starts(line, NB_STR("\t")))
        return 1;
    return nb_str_starts(line, NB_STR("    ")) ? 4 : 0;
}

/* Whether the next line of `rest` goes on with a definition: it is indented, or it is text
 * right below a line of it, or it is empty and an indented one follows. */
static bool goes_on(struct nb_str rest, bool below_text)
{
    struct nb_str line;
    size_t len;
    if (!nb_str_line(&rest, &line))
        return false;
    if (nb_str_trim(line).len)
        return indent_of(line) || (below_text && !label_at(line, &len).len);
    for (int blank = 0; !nb_str_trim(line).len; blank++) {
        if (blank == MOST_BLANK || !nb_str_line(&rest, &line))
            return false;
    }
    return indent_of(line) > 0;
}

/* Takes the definition that `line` begins and the lines of `*rest` that belong to it. */
static void take_definition(struct nb_markdown *m, struct nb_str label,
                            struct nb_str line, struct nb_str *rest,
                            struct nb_buf *body)
{
    struct nb_buf text = NB_BUF_INIT;
    struct nb_arena *arena = nb_build_arena(m->news.markup.build);
    nb_buf_str(&text, line);
    nb_buf_puts(body, "\n");
    while (goes_on(*rest, nb_str_trim(line).len > 0)) {
        (void)nb_str_line(rest, &line);
        nb_buf_putc(&text, '\n');
        nb_buf_str(&text, nb_str_sub(line, indent_of(line), line.len));
        nb_buf_puts(body, "\n");
    }
    const char *copy = nb_arena_copy(arena, nb_buf_cstr(&text), text.len);
    if (copy && m->note_count < MOST_NOTES)
        m->notes[m->note_count++] =
            (struct nb_markdown_note){.label = label, .text = {copy, text.len}};
    if (text.status != NB_OK)
        m->news.markup.status = text.status;
    nb_buf_free(&text);
}

void nb_markdown_notes_cut(struct nb_markdown *m, struct nb_str *source,
                           struct nb_buf *body)
{
    struct nb_str rest = *source, line;
    bool fenced = false;
    if (nb_str_find(*source, NB_STR("[^")) < 0)
        return;
    m->notes = nb_arena_array(nb_build_arena(m->news.markup.build), MOST_NOTES,
                              sizeof *m->notes);
    while (m->notes && nb_str_line(&rest, &line)) {
        size_t len = 0;
        struct nb_str label = label_at(line, &len);
        fenced ^= is_fence(line);
        if (!fenced && label.len && len < line.len && line.data[len] == ':') {
            take_definition(m, label, nb_str_sub(line, len + 1, line.len), &rest, body);
        } else {
            nb_buf_str(body, line);
            nb_buf_putc(body, '\n');
        }
    }
    if (body->status != NB_OK)
        m->news.markup.status = body->status;
    else if (m->note_count)
        *source = nb_buf_view(body);
}

/* ---- references */

static struct nb_markdown_note *find(struct nb_markdown *m, struct nb_str label)
{
    for (size_t i = 0; i < m->note_count; i++) {
        if (nb_str_eq_nocase(m->notes[i].label, label))
            return &m->notes[i];
    }
    return NULL;
}

static const char *number_label(struct nb_markdown *m, unsigned number)
{
    char label[12];
    (void)snprintf(label, sizeof label, "%u", number);
    return nb_build_keep(m->news.markup.build, nb_str_of(label));
}

static void refer(struct nb_markdown *m, struct nb_markdown_note *note)
{
    if (!note->number) {
        note->number = ++m->referred;
        if (m->last_note)
            m->last_note->next = note;
        else
            m->first_note = note;
        m->last_note = note;
    }
    struct nb_node *node = nb_build_leaf(m->news.markup.build, NB_NOTEREF, 0);
    node->u.label = number_label(m, note->number);
}

void nb_markdown_text(struct nb_markdown *m, struct nb_str text)
{
    struct nb_build *build = m->news.markup.build;
    ptrdiff_t at;
    size_t from = 0; /* where the search goes on */
    while (m->note_count &&
           (at = nb_str_find(nb_str_sub(text, from, text.len), NB_STR("[^"))) >= 0) {
        size_t start = from + (size_t)at, len = 0;
        struct nb_str label = label_at(nb_str_sub(text, start, text.len), &len);
        struct nb_markdown_note *note = label.len ? find(m, label) : NULL;
        from = start + 2;
        if (!note)
            continue;
        nb_build_text(build, nb_str_sub(text, 0, start));
        refer(m, note);
        text = nb_str_sub(text, start + len, text.len);
        from = 0;
    }
    nb_build_text(build, text);
}

void nb_markdown_notes_add(struct nb_markdown *m,
                           void (*parse)(struct nb_markdown *m, struct nb_str text))
{
    struct nb_build *build = m->news.markup.build;
    /* The list grows while notes refer to notes. */
    for (struct nb_markdown_note *note = m->first_note; note; note = note->next) {
        struct nb_node *node = nb_build_open(build, NB_FOOTNOTE, 0);
        node->u.label = number_label(m, note->number);
        m->depth++;
        parse(m, note->text);
        m->depth--;
        nb_build_close(build, NB_FOOTNOTE);
    }
    for (size_t i = 0; i < m->note_count; i++) {
        if (!m->notes[i].number)
            nb_report(m->news.markup.ctx, NB_DIAG_NOTE_UNUSED, m->news.markup.source, 0,
                      "[^%.*s]", (int)m->notes[i].label.len, m->notes[i].label.data);
    }
}
