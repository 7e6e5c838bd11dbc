/* Footnotes: short links to elements further down the page, and those elements. */
#include "read/html.h"

#include <string.h>

enum {
    LABEL = 6,       /* bytes of a reference: "1", "[12]", "*" */
    NOTE_TEXT = 1500 /* bytes */
};

static const struct nb_xml_node *after(const struct nb_html *page,
                                       const struct nb_xml_node *node)
{
    return nb_xml_following(node, page->root, true);
}

/* What a link points to in its own page, or "". */
static struct nb_str fragment(const struct nb_xml_node *link)
{
    struct nb_str href = nb_str_trim(nb_str_of(nb_xml_attr(link, "href")));
    return href.len > 1 && href.data[0] == '#' ? nb_str_sub(href, 1, href.len)
                                               : (struct nb_str){0};
}

/* A label without brackets around it and arrows. */
static struct nb_str bare_label(struct nb_str text)
{
    while (text.len && strchr("[(^ ", text.data[0]))
        text = nb_str_sub(text, 1, text.len);
    while (text.len && strchr("]). :", text.data[text.len - 1]))
        text.len--;
    return text;
}

static bool is_inside(const struct nb_xml_node *node, const struct nb_xml_node *outer)
{
    while (node && node != outer)
        node = nb_xml_parent(node);
    return node != NULL;
}

/* The references of the body: short links into the page. */
static void find_references(struct nb_html *page, const struct nb_xml_node *body)
{
    struct nb_html_notes *notes = page->notes;
    const struct nb_xml_node *end = nb_xml_following(body, page->root, false);
    for (const struct nb_xml_node *n = body;
         n && n != end && notes->count < NB_HTML_NOTES; n = after(page, n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        struct nb_str to = mark->tag == NB_TAG_A ? fragment(n) : (struct nb_str){0};
        if (!to.len || mark->gone || !mark->text || mark->text > LABEL)
            continue;
        struct nb_str label = bare_label(nb_html_text(page, n));
        if (label.len)
            notes->at[notes->count++] = (struct nb_html_note){n, NULL, to, label};
    }
}

/* The block that an anchor's note is: itself, or the one around it. */
static const struct nb_xml_node *note_around(const struct nb_html *page,
                                             const struct nb_xml_node *anchor)
{
    for (const struct nb_xml_node *n = anchor; n; n = nb_xml_parent(n)) {
        const struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->text > NOTE_TEXT || nb_html_tag_level(mark->tag) ||
            mark->tag == NB_TAG_TD || mark->tag == NB_TAG_TH)
            return NULL;
        if (nb_html_tag_is_block(mark->tag) && mark->text > LABEL)
            return n;
    }
    return NULL;
}

/* Whether an anchor's id says that it is a note, or the note begins with the label: a
 * section that a numbered link leads to is none. */
static bool is_note(struct nb_html *page, const struct nb_html_note *note,
                    const struct nb_xml_node *around)
{
    static const char *const names[] = {"note", "fn", "foot", "anm", "cite", "ref"};
    struct nb_str text = bare_label(nb_html_text(page, around));
    struct nb_str rest = nb_str_sub(text, note->label.len, text.len);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nb_str_find_nocase(note->to, nb_str_of(names[i])) >= 0)
            return true;
    }
    return nb_str_starts(text, note->label) && rest.len &&
           strchr(".): ]", rest.data[0]);
}

static void find_notes(struct nb_html *page, const struct nb_xml_node *body)
{
    struct nb_html_notes *notes = page->notes;
    for (const struct nb_xml_node *n = body; n; n = after(page, n)) {
        const char *id = nb_xml_attr(n, "id");
        if (!id && nb_html_mark(page, n)->tag == NB_TAG_A)
            id = nb_xml_attr(n, "name");
        for (unsigned i = 0; id && *id && i < notes->count; i++) {
            struct nb_html_note *note = &notes->at[i];
            if (note->note || !nb_str_eq(note->to, nb_str_of(id)) ||
                nb_xml_index(n) < nb_xml_index(note->reference))
                continue;
            const struct nb_xml_node *around = note_around(page, n);
            if (around && !is_inside(note->reference, around) &&
                is_inside(around, body) && is_note(page, note, around))
                note->note = around;
        }
    }
}

/* Links back to the text, and the label at the note's beginning, say nothing. */
static void drop_back_links(struct nb_html *page, const struct nb_xml_node *note)
{
    enum { ARROW = 12 }; /* bytes */
    const struct nb_xml_node *end = nb_xml_following(note, page->root, false);
    for (const struct nb_xml_node *n = note; n && n != end; n = after(page, n)) {
        struct nb_html_mark *mark = nb_html_mark(page, n);
        if (mark->tag == NB_TAG_A && fragment(n).len && mark->text <= ARROW)
            mark->gone = true;
    }
}

void nb_html_find_notes(struct nb_html *page, const struct nb_xml_node *body)
{
    page->notes = nb_arena_alloc(page->arena, sizeof *page->notes);
    if (!page->notes)
        return;
    find_references(page, body);
    find_notes(page, body);
    for (unsigned i = 0; i < page->notes->count; i++) {
        const struct nb_html_note *note = &page->notes->at[i];
        if (!note->note)
            continue;
        const struct nb_xml_node *list = nb_xml_parent(note->note);
        const struct nb_xml_node *sup = nb_xml_parent(note->reference);
        nb_html_mark(page, note->reference)->note = NB_NOTE_REFERENCE;
        if (sup && nb_html_mark(page, sup)->tag == NB_TAG_SUP)
            nb_html_mark(page, sup)->note = NB_NOTE_AROUND;
        nb_html_mark(page, note->note)->note = NB_NOTE_TEXT;
        if (list && nb_html_mark(page, note->note)->tag == NB_TAG_LI)
            nb_html_mark(page, list)->note = NB_NOTE_AROUND;
        drop_back_links(page, note->note);
    }
}

const char *nb_html_note_label(struct nb_html *page, const struct nb_xml_node *node)
{
    for (unsigned i = 0; i < page->notes->count; i++) {
        const struct nb_html_note *note = &page->notes->at[i];
        if (note->reference == node || note->note == node)
            return nb_build_keep(page->build, note->label);
    }
    return NULL;
}

struct nb_str nb_html_without_label(const struct nb_html *page,
                                    const struct nb_xml_node *text)
{
    struct nb_str words = nb_str_of(nb_xml_text(text));
    const struct nb_xml_node *up = nb_xml_parent(text);
    while (up && nb_html_mark(page, up)->note != NB_NOTE_TEXT &&
           nb_xml_first(up) == text)
        up = nb_xml_parent(up);
    for (unsigned i = 0; up && i < page->notes->count; i++) {
        struct nb_str label = page->notes->at[i].label;
        struct nb_str rest = nb_str_trim(words);
        if (page->notes->at[i].note != up || !nb_str_starts(rest, label))
            continue;
        rest = nb_str_sub(rest, label.len, rest.len);
        if (rest.len && strchr(".):] ", rest.data[0]))
            return nb_str_trim(nb_str_sub(rest, 1, rest.len));
    }
    return words;
}
