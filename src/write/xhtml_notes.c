/* Footnotes and their references in XHTML: both ways they lead to each other, as far as both
 * are written. A label that two notes have means the first. */
#include "write/xhtml_int.h"

#include "base/mem.h"
#include "doc/words.h"

static bool is_in_link(const struct nb_node *node)
{
    for (; node; node = node->parent)
        if (node->type == NB_LINK)
            return true;
    return false;
}

static struct nb_xhtml_note *note_of(const struct nb_xhtml_state *state,
                                     const char *label)
{
    return label && state->by_label ? nb_map_get(state->by_label, nb_str_of(label))
                                    : NULL;
}

/* At least as many as will be written. */
static size_t count_notes(const struct nb_xhtml_state *state)
{
    size_t count = 0;
    for (struct nb_walk walk = nb_walk_start(state->article->body);
         nb_walk_next(&walk);)
        count += walk.event == NB_ENTER && walk.node->type == NB_FOOTNOTE &&
                 nb_xhtml_shown(state, walk.node);
    return count;
}

void nb_xhtml_each_shown(struct nb_xhtml_state *state,
                         void (*met)(struct nb_xhtml_state *, const struct nb_node *))
{
    for (struct nb_walk walk = nb_walk_start(state->article->body);
         nb_walk_next(&walk);) {
        if (walk.event != NB_ENTER)
            continue;
        if (nb_xhtml_shown(state, walk.node))
            met(state, walk.node);
        else
            nb_walk_skip(&walk);
    }
}

/* The first note of a label is the one that references mean. */
static void number_note(struct nb_xhtml_state *state, const struct nb_node *node)
{
    if (node->type != NB_FOOTNOTE)
        return;
    struct nb_xhtml_note *note = &state->notes[state->notes_met++];
    note->number = (unsigned)state->notes_met;
    const char *label = node->u.label;
    if (!label || note_of(state, label) || state->status != NB_OK)
        return;
    state->status = nb_map_set(state->by_label, nb_str_of(label), note);
}

static void mark_reference(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_xhtml_note *note =
        node->type == NB_NOTEREF ? note_of(state, node->u.label) : NULL;
    if (note && !is_in_link(node))
        note->referred = true;
}

void nb_xhtml_find_notes(struct nb_xhtml_state *state)
{
    state->note_count = count_notes(state);
    if (!state->note_count)
        return;
    state->notes = nb_calloc(state->note_count, sizeof *state->notes);
    state->by_label = nb_map_new();
    if (!state->notes || !state->by_label) {
        state->status = NB_NOMEM;
        return;
    }
    nb_xhtml_each_shown(state, number_note);
    nb_xhtml_each_shown(state, mark_reference);
    state->notes_met = 0;
}

void nb_xhtml_put_noteref(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    struct nb_xhtml_note *note = note_of(state, node->u.label);
    if (!note || is_in_link(node)) {
        nb_buf_puts(out, "<sup>");
        nb_buf_xml(out, node->u.label ? node->u.label : "*");
        nb_buf_puts(out, "</sup>");
        return;
    }
    nb_buf_puts(out, "<a class=\"noteref\"");
    nb_xhtml_put_type(state, "noteref");
    nb_buf_printf(out, " role=\"doc-noteref\" href=\"#fn%u\"", note->number);
    if (!note->met)
        nb_buf_printf(out, " id=\"fnref%u\"", note->number);
    note->met = true;
    nb_buf_putc(out, '>');
    nb_buf_xml(out, node->u.label);
    nb_buf_puts(out, "</a>");
}

void nb_xhtml_put_note_label(struct nb_xhtml_state *state, const struct nb_node *node)
{
    const struct nb_xhtml_note *note = &state->notes[state->notes_met - 1];
    struct nb_buf *out = state->out;
    bool back = note->referred && note_of(state, node->u.label) == note;
    if (back) {
        nb_buf_puts(out, "<a");
        nb_xhtml_put_type(state, "backlink");
        nb_buf_printf(out, " role=\"doc-backlink\" href=\"#fnref%u\" title=\"",
                      note->number);
        nb_buf_xml(out, nb_word(NB_WORD_BACK, state->how->words));
        nb_buf_puts(out, "\">");
    }
    nb_buf_xml(out, node->u.label ? node->u.label : "*");
    nb_buf_puts(out, back ? "</a> " : " ");
}

void nb_xhtml_open_note(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    nb_buf_puts(out, "<aside class=\"footnote\"");
    nb_xhtml_put_type(state, "footnote");
    nb_buf_printf(out, " role=\"doc-footnote\" id=\"fn%u\"",
                  state->notes[state->notes_met++].number);
    nb_xhtml_put_lang(state, node);
    nb_buf_puts(out, ">\n");
    if (node->first->type == NB_PARAGRAPH && node->first->first)
        return; /* the label goes into it */
    nb_buf_puts(out, "<p>");
    nb_xhtml_put_note_label(state, node);
    nb_buf_puts(out, "</p>\n");
}
