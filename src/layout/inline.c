/* Inlines become spans: one for each text node, in the style of the elements around it. */
#include "layout/inline.h"

#include "base/lang.h"

#include <string.h>

enum { FIRST_SPANS = 16 };

static struct nb_span *more(struct nb_spans *spans)
{
    if (spans->count < spans->room)
        return &spans->at[spans->count++];
    size_t room = spans->room ? spans->room * 2 : FIRST_SPANS;
    struct nb_span *at = nb_galley_scratch(spans->galley, room, sizeof *at);
    if (!at)
        return NULL;
    if (spans->count)
        memcpy(at, spans->at, spans->count * sizeof *at);
    spans->at = at;
    spans->room = room;
    return &spans->at[spans->count++];
}

static void add(struct nb_spans *spans, const struct nb_look *look, struct nb_str text,
                enum nb_role role)
{
    struct nb_span *span = text.len ? more(spans) : NULL;
    if (!span)
        return;
    *span = (struct nb_span){.text = text.data,
                             .len = text.len,
                             .style = &look->style,
                             .lang = look->element.lang,
                             .role = role};
}

void nb_spans_add(struct nb_spans *spans, const struct nb_look *look, const char *text,
                  enum nb_role role)
{
    add(spans, look, nb_str_of(text), role);
}

void nb_spans_copy(struct nb_spans *spans, const struct nb_look *look,
                   struct nb_str text, enum nb_role role)
{
    if (text.len == 0)
        return;
    char *copy = nb_galley_scratch(spans->galley, text.len, 1);
    if (!copy)
        return;
    memcpy(copy, text.data, text.len);
    add(spans, look, (struct nb_str){copy, text.len}, role);
}

/* An address that a page may link to: only what cannot run anything. */
static bool is_web(const char *href)
{
    struct nb_str address = nb_str_of(href);
    return nb_str_starts_nocase(address, NB_STR("https://")) ||
           nb_str_starts_nocase(address, NB_STR("http://")) ||
           nb_str_starts_nocase(address, NB_STR("mailto:"));
}

static void point(struct nb_span *span, const char *href)
{
    const char *id = nb_own_id(href);
    if (!href)
        return;
    if (id)
        span->anchor = id;
    else if (is_web(href))
        span->uri = href;
}

void nb_spans_link(struct nb_spans *spans, const char *href)
{
    if (spans->count)
        point(&spans->at[spans->count - 1], href);
}

const char *nb_note_anchor(struct nb_galley *galley, const char *label)
{
    return nb_arena_printf(galley->compositor->arena, "note-%d-%s",
                           (int)galley->article, label);
}

bool nb_is_note_anchor(const char *anchor)
{
    return strncmp(anchor, "note-", 5) == 0;
}

/* The element that an inline node is set as; NULL for what is none. */
static const char *element_name(enum nb_node_type type)
{
    static const struct {
        enum nb_node_type type;
        const char *name;
    } names[] = {{NB_EMPH, "em"},      {NB_STRONG, "strong"}, {NB_LINK, "a"},
                 {NB_SUB, "sub"},      {NB_SUP, "sup"},       {NB_SPAN, "span"},
                 {NB_CODESPAN, "code"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].type == type)
            return names[i].name;
    return NULL;
}

/* A reference to a note: its label, raised. */
static void reference(struct nb_spans *spans, struct nb_look *look,
                      const struct nb_node *node)
{
    struct nb_looks *looks = &spans->galley->compositor->looks;
    struct nb_look *sup = nb_look_of(looks, look, "sup", NULL);
    size_t before = spans->count;
    nb_spans_add(spans, nb_look_of(looks, sup, "a", "noteref"), node->u.label, 0);
    if (spans->count > before)
        spans->at[before].anchor = nb_note_anchor(spans->galley, node->u.label);
}

static struct nb_look *enter(struct nb_spans *spans, struct nb_look *look,
                             const struct nb_node *node)
{
    const char *name = element_name(node->type);
    if (!name)
        return look;
    return nb_look_child(&spans->galley->compositor->looks, look, name, NULL,
                         node->lang, node->prev ? NULL : nb_first_child);
}

void nb_spans_below(struct nb_spans *spans, struct nb_look *look,
                    const struct nb_node *node)
{
    const char *href = NULL;
    struct nb_walk walk = nb_walk_start(node);
    while (nb_walk_next(&walk)) {
        const struct nb_node *here = walk.node;
        if (here == node)
            continue;
        if (walk.event == NB_EXIT) {
            if (element_name(here->type))
                look = nb_look_outer(look);
            if (here->type == NB_LINK)
                href = NULL;
            continue;
        }
        look = enter(spans, look, here);
        size_t before = spans->count;
        if (here->type == NB_LINK)
            href = here->u.own ? here->u.own : here->u.href;
        else if (here->type == NB_TEXT || here->type == NB_CODESPAN)
            nb_spans_add(spans, look, here->text, 0);
        else if (here->type == NB_BREAK)
            nb_spans_add(spans, look, "\n", 0);
        else if (here->type == NB_NOTEREF)
            reference(spans, look, here);
        if (spans->count > before && here->type != NB_NOTEREF)
            point(&spans->at[before], href);
    }
}

bool nb_node_rtl(const struct nb_node *node, bool around)
{
    if (node->dir != NB_DIR_AUTO)
        return node->dir == NB_DIR_RTL;
    return node->lang ? nb_lang_is_rtl(node->lang) : around;
}
