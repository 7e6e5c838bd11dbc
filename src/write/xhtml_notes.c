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

/* Calls `met` for each note that is shown. */
static void each_note(struct nb_xhtml_state *state,
                      void (*met)(struct nb_xhtml_state *, const struct nb_node *,
                                  void *),
                      void *user)
{
    for (struct nb_walk walk = nb_walk_start(state->article->body);
         nb_walk_next(&walk);) {
        if (walk.event != NB_ENTER)
            continue;
        if (!nb_xhtml_shown(state, walk.node))
            nb_walk_skip(&walk);
        else if (walk.node->type == NB_FOOTNOTE)
            met(state, walk.node, user);
    }
}

static void count_note(struct nb_xhtml_state *state, const struct nb_node *node,
                       void *user)
{
    (void)node;
    (void)user;
    state->note_count++;
}

/* The first note of a label is the one that references mean. */
static void number_note(struct nb_xhtml_state *state, const struct nb_node *node,
                        void *user)
{
    struct nb_xhtml_note *note = &state->notes[state->notes_met++];
    const char *label = node->u.label;
    (void)user;
    note->number = (unsigned)state->notes_met;
    if (!label || note_of(state, label) || state->status != NB_OK)
        return;
    state->status = nb_map_set(state->by_label, nb_str_of(label), note);
}

void nb_xhtml_find_notes(struct nb_xhtml_state *state)
{
    each_note(state, count_note, NULL);
    if (!state->note_count)
        return;
    state->notes = nb_calloc(state->note_count, sizeof *state->notes);
    state->by_label = nb_map_new();
    if (!state->notes || !state->by_label) {
        state->status = NB_NOMEM;
        return;
    }
    each_note(state, number_note, NULL);
}

struct putting {
    void (*put)(struct nb_xhtml_state *, const struct nb_node *);
};

/* One note's turn: they come in the order of their numbers. */
static void note_turn(struct nb_xhtml_state *state, const struct nb_node *node,
                      void *user)
{
    struct nb_xhtml_note *note = &state->notes[state->notes_met++];
    if (!note->met && (note->written || !state->last))
        return;
    state->note = note;
    ((struct putting *)user)->put(state, node);
    state->note = NULL;
    note->written = true;
}

void nb_xhtml_each_note(struct nb_xhtml_state *state,
                        void (*put)(struct nb_xhtml_state *, const struct nb_node *))
{
    state->notes_met = 0;
    each_note(state, note_turn, &(struct putting){put});
    for (size_t i = 0; i < state->note_count; i++)
        state->notes[i].met = false;
}

/* Whether a reference may lead to the note: from a note to another one only in the file that
 * has all that are left. */
static bool may_refer(const struct nb_xhtml_state *state, const struct nb_node *node,
                      const struct nb_xhtml_note *note)
{
    if (!note || is_in_link(node))
        return false;
    return !state->note || note->met || (state->last && !note->written);
}

/* The id of a note ("fn") or of the place that refers to it ("fnref"): several articles may
 * stand on one page. */
static void put_id(const struct nb_xhtml_state *state, const char *kind,
                   const struct nb_xhtml_note *note)
{
    const char *article = state->how->id;
    nb_buf_puts(state->out, article);
    nb_buf_puts(state->out, article ? "-" : "");
    nb_buf_puts(state->out, kind);
    nb_buf_int(state->out, note->number);
    nb_buf_putc(state->out, '"');
}

void nb_xhtml_put_noteref(struct nb_xhtml_state *state, const struct nb_node *node)
{
    struct nb_buf *out = state->out;
    struct nb_xhtml_note *note = note_of(state, node->u.label);
    if (!may_refer(state, node, note)) {
        nb_buf_puts(out, "<sup>");
        nb_buf_xml(out, node->u.label ? node->u.label : "*");
        nb_buf_puts(out, "</sup>");
        return;
    }
    nb_buf_puts(out, "<a class=\"noteref\"");
    nb_xhtml_put_type(state, "noteref");
    nb_buf_puts(out, " role=\"doc-noteref\" href=\"#");
    put_id(state, "fn", note);
    if (!note->met) {
        nb_buf_puts(out, " id=\"");
        put_id(state, "fnref", note);
    }
    note->met = true;
    nb_buf_putc(out, '>');
    nb_buf_xml(out, node->u.label);
    nb_buf_puts(out, "</a>");
}

void nb_xhtml_put_note_label(struct nb_xhtml_state *state, const struct nb_node *node)
{
    const struct nb_xhtml_note *note = state->note;
    struct nb_buf *out = state->out;
    bool back = note->met && note_of(state, node->u.label) == note;
    if (back) {
        nb_buf_puts(out, "<a");
        nb_xhtml_put_type(state, "backlink");
        nb_buf_puts(out, " role=\"doc-backlink\" href=\"#");
        put_id(state, "fnref", note);
        nb_buf_puts(out, " title=\"");
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
    nb_buf_puts(out, " role=\"doc-footnote\" id=\"");
    put_id(state, "fn", state->note);
    nb_xhtml_put_lang(state, node);
    nb_buf_puts(out, ">\n");
    if (node->first->type == NB_PARAGRAPH && node->first->first)
        return; /* the label goes into it */
    nb_buf_puts(out, "<p>");
    nb_xhtml_put_note_label(state, node);
    nb_buf_puts(out, "</p>\n");
}
