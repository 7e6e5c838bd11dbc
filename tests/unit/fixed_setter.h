/* A setter of typewriter type, in place of the real one: every character half an em wide,
 * lines broken at the first space that fits. Layout tested with it depends on no font. A test
 * that includes this must not use anything else that needs the real setter. */
#ifndef NB_UNIT_FIXED_SETTER_H
#define NB_UNIT_FIXED_SETTER_H

#include "layout/para.h"

#include "base/mem.h"

#include <string.h>

struct nb_setter {
    int nothing;
};

enum nb_status nb_setter_new(struct nb_fonts *fonts, const struct nb_setter *like,
                             struct nb_setter **out)
{
    (void)fonts;
    (void)like;
    *out = nb_calloc(1, sizeof **out);
    return *out ? NB_OK : NB_NOMEM;
}

void nb_setter_tidy(struct nb_setter *setter)
{
    (void)setter;
}

uint32_t nb_setter_lacks(const struct nb_setter *setter)
{
    (void)setter;
    return 0;
}

void nb_setter_report(uint32_t lacks, struct nb_ctx *ctx)
{
    (void)lacks;
    (void)ctx;
}

void nb_setter_free(struct nb_setter *setter)
{
    nb_free(setter);
}

static double type_width(double size, const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return (double)count * size / 2;
}

static double width_of(const struct nb_style *style, const char *text, size_t len)
{
    return type_width(style->font_size, text, len);
}

enum nb_status nb_text_width(struct nb_setter *setter, const struct nb_style *style,
                             const char *lang, const char *text, double *width)
{
    (void)setter;
    (void)lang;
    *width = width_of(style, text, strlen(text));
    return NB_OK;
}

/* One run for each span's part of a line. */
static bool add_run(struct nb_arena *arena, const struct nb_para_in *in,
                    const struct nb_span *span, const char *text, size_t len,
                    struct nb_line *line, struct nb_run ***tail)
{
    double width = width_of(span->style, text, len);
    struct nb_run *run = nb_arena_alloc(arena, sizeof *run);
    char *copy = nb_arena_copy(arena, text, len);
    if (!run || !copy)
        return false;
    *run = (struct nb_run){.size = (float)span->style->font_size,
                           .x = (float)line->width,
                           .stretch = 1,
                           .text = copy,
                           .text_len = len,
                           .lang = span->lang,
                           .origin = in->origin};
    if (span->role)
        run->origin.role = span->role;
    if (span->tag)
        run->origin.tag = span->tag;
    if (span->uri || span->anchor) {
        struct nb_line_link *link = nb_arena_alloc(arena, sizeof *link);
        if (!link)
            return false;
        *link = (struct nb_line_link){.x = line->width,
                                      .width = width,
                                      .uri = span->uri,
                                      .anchor = span->anchor,
                                      .text = copy,
                                      .tag = span->tag,
                                      .next = line->links};
        line->links = link;
    }
    line->width += width;
    **tail = run;
    *tail = &run->next;
    return true;
}

/* Where the line that starts at `at` ends, and where the next one starts. */
static size_t line_end(const struct nb_span *span, size_t at, double room, size_t *next)
{
    size_t best = 0, i = at;
    for (; i < span->len && span->text[i] != '\n'; i++) {
        if (span->text[i] != ' ')
            continue;
        if (width_of(span->style, span->text + at, i - at) > room)
            break;
        best = i;
    }
    if ((i == span->len || span->text[i] == '\n') &&
        (width_of(span->style, span->text + at, i - at) <= room || !best))
        best = i;
    if (!best)
        best = i;
    *next = best < span->len ? best + 1 : best;
    return best;
}

/* Moves a line to where its alignment wants it. */
static void range(struct nb_line *line, const struct nb_para_in *in)
{
    enum nb_align align = in->style->align;
    bool right = align == NB_ALIGN_RIGHT ||
                 (align == NB_ALIGN_END) != (in->rtl && align != NB_ALIGN_LEFT);
    double spare = in->measure - line->width;
    double shift = align == NB_ALIGN_CENTER ? spare / 2 : right ? spare : 0;
    if (shift <= 0)
        return;
    for (struct nb_run *run = line->runs; run; run = run->next)
        run->x += (float)shift;
    for (struct nb_line_link *link = line->links; link; link = link->next)
        link->x += shift;
}

enum nb_status nb_para_set(struct nb_setter *setter, struct nb_arena *arena,
                           const struct nb_para_in *in, struct nb_para *out)
{
    (void)setter;
    size_t most = 1;
    *out = (struct nb_para){.line_height = in->style->line_height};
    for (size_t i = 0; i < in->span_count; i++)
        most += in->spans[i].len;
    out->lines = nb_arena_array(arena, most, sizeof *out->lines);
    if (!out->lines)
        return NB_NOMEM;
    struct nb_line *line = NULL;
    struct nb_run **tail = NULL;
    for (size_t i = 0; i < in->span_count; i++) {
        const struct nb_span *span = &in->spans[i];
        for (size_t at = 0, next; at < span->len; at = next) {
            size_t end =
                line_end(span, at, in->measure - (line ? line->width : 0), &next);
            if (!line || at > 0) {
                line = &out->lines[out->line_count++];
                tail = &line->runs;
                line->ascent = in->style->font_size * 0.8;
                line->descent = in->style->font_size * 0.2;
            }
            if (end > at &&
                !add_run(arena, in, span, span->text + at, end - at, line, &tail))
                return NB_NOMEM;
        }
    }
    for (size_t i = 0; i < out->line_count; i++)
        range(&out->lines[i], in);
    out->height = (double)out->line_count * out->line_height;
    return NB_OK;
}

#endif
