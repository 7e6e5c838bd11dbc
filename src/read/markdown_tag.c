/* Tags of raw HTML inside a line of Markdown, and what tells Markdown from other text. */
#include "read/markdown.h"

#include <string.h>

/* ---- tags */

static const struct {
    const char *name;
    enum nb_node_type type;
} spans[] = {{"b", NB_STRONG},  {"strong", NB_STRONG}, {"i", NB_EMPH}, {"em", NB_EMPH},
             {"cite", NB_EMPH}, {"sub", NB_SUB},       {"sup", NB_SUP}};

/* The name of a tag and whether it closes; empty for comments and the like. */
static struct nb_str name_of(struct nb_str tag, bool *closing)
{
    size_t from = 1, len = 0;
    *closing = tag.len > 1 && tag.data[1] == '/';
    from += *closing;
    while (from + len < tag.len && (nb_ascii_alpha(tag.data[from + len]) ||
                                    nb_ascii_digit(tag.data[from + len])))
        len++;
    return nb_str_sub(tag, from, len);
}

void nb_markdown_tag(struct nb_markdown *m, struct nb_str tag)
{
    struct nb_build *build = m->news.markup.build;
    bool closing;
    struct nb_str name = name_of(tag, &closing);
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        if (!nb_str_eq_nocase(name, nb_str_of(spans[i].name)))
            continue;
        if (closing)
            nb_build_close(build, spans[i].type);
        else
            (void)nb_build_open(build, spans[i].type, 0);
        return;
    }
    if (nb_str_eq_nocase(name, NB_STR("br")))
        (void)nb_build_leaf(build, NB_BREAK, 0);
    else if (nb_str_eq_nocase(name, NB_STR("img")))
        nb_markup_html(&m->news.markup, tag);
    else if (name.len && !closing)
        nb_report(m->news.markup.ctx, NB_DIAG_RAW_HTML, m->news.markup.source, 0,
                  "%.*s", (int)(tag.len < 80 ? tag.len : 80), tag.data);
}

/* ---- marks */

static bool is_heading(struct nb_str line)
{
    size_t hashes = 0;
    while (hashes < line.len && line.data[hashes] == '#')
        hashes++;
    return hashes >= 1 && hashes <= 6 && hashes + 1 < line.len &&
           line.data[hashes] == ' ' && line.data[hashes + 1] != ' ';
}

static bool is_fence(struct nb_str line)
{
    return nb_str_starts(line, NB_STR("```")) || nb_str_starts(line, NB_STR("~~~"));
}

/* "|---|:-:|": the row below the head of a table. */
static bool is_delimiter(struct nb_str line)
{
    size_t bars = 0, dashes = 0;
    for (size_t i = 0; i < line.len; i++) {
        bars += line.data[i] == '|';
        dashes += line.data[i] == '-';
        if (!strchr("|-: \t\r", line.data[i]))
            return false;
    }
    return bars >= 1 && dashes >= 3;
}

/* "[text](address", with an address of the web, a path or a fragment. */
static bool has_link(struct nb_str line)
{
    for (;;) {
        ptrdiff_t at = nb_str_find(line, NB_STR("]("));
        if (at < 0)
            return false;
        struct nb_str before = nb_str_sub(line, 0, (size_t)at);
        line = nb_str_sub(line, (size_t)at + 2, line.len);
        ptrdiff_t end = nb_str_find(line, NB_STR(")"));
        bool opened = memchr(before.data, '[', before.len) != NULL;
        if (opened && end > 0 && !memchr(line.data, ' ', (size_t)end))
            return true;
    }
}

int nb_markdown_marks(struct nb_str head)
{
    bool heading = false, fence = false, delimiter = false, link = false;
    struct nb_str line;
    while (nb_str_line(&head, &line)) {
        heading |= is_heading(line);
        fence |= is_fence(line);
        delimiter |= is_delimiter(line);
        link |= !link && has_link(line);
    }
    return heading + fence + delimiter + link;
}
