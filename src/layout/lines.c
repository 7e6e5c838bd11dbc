/* Lines from break points: what stands between two of them, justified, put in visual order, and
 * gathered into as few runs as may be. */
#include "layout/elements.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* Letters give as far as they may when spaces have used this part of their stretch. */
#define SPACES_SHARE 0.5

/* ---- justification ---- */

static void add_up(struct nb_setting *setting)
{
    setting->natural = setting->stretch = setting->shrink = setting->flex = 0;
    setting->spreads = false;
    setting->level = 0;
    for (size_t i = 0; i < setting->count; i++) {
        const struct nb_line_element *element = &setting->elements[i];
        setting->natural += element->width;
        setting->stretch += element->stretch;
        setting->shrink += element->shrink;
        setting->flex += element->flex;
        setting->spreads = setting->spreads || element->spreads;
        if (element->level > setting->level)
            setting->level = element->level;
    }
}

/* What spacing adds behind each letter of this size, pt: in steps, so that lines are often set
 * alike. */
static double spacing_of(const struct nb_setting *setting, double size)
{
    return round(setting->spacing * size * 200) / 200;
}

/* Letters give before spaces do, both ways, their widths and what is between them in
 * proportion; spaces take what is left. */
static void flex(struct nb_setting *setting, double lack)
{
    double part = 0, give = lack > 0 ? setting->stretch : setting->shrink;
    if (setting->flex > 0)
        part = fmax(-1, fmin(1, lack / (setting->flex + SPACES_SHARE * give)));
    setting->scale = 1 + round(part * NB_GLYPH_FLEX * 2000) / 2000;
    setting->spacing = part * NB_SPACING_FLEX;
    for (size_t i = 0; i < setting->count && setting->flex > 0; i++) {
        struct nb_line_element *element = &setting->elements[i];
        double by = 0, size = setting->flow->runs[element->run].size;
        if (element->flex > 0)
            by = (setting->scale - 1) * element->letters +
                 spacing_of(setting, size) * element->clusters;
        else if (element->flex < 0 && i > 0)
            by = -spacing_of(setting, setting->flow->runs[element[-1].run].size);
        element->width += by;
        setting->natural += by;
    }
}

/* Distributes what a line lacks (or has too much) among its spaces, or, in scripts without
 * spaces, among the gaps between characters. */
static void justify(struct nb_setting *setting, double measure, bool stretches)
{
    if (stretches || measure < setting->natural)
        flex(setting, measure - setting->natural);
    double lack = measure - setting->natural;
    size_t gaps = 0;
    for (size_t i = 0; i < setting->count && setting->spreads; i++)
        if (setting->elements[i].spreads)
            gaps += setting->elements[i].clusters - setting->elements[i].apart;
    if (gaps && setting->elements[setting->count - 1].spreads)
        gaps--;
    if (lack > 0 && stretches) {
        double unit = gaps ? 0.1 * setting->flow->in->style->font_size : 0;
        double total = setting->stretch + unit * (double)gaps;
        if (total <= 0)
            return;
        setting->gap = lack * unit / total;
        setting->line->ratio = lack / total;
        for (size_t i = 0; i < setting->count; i++)
            setting->elements[i].width += lack * setting->elements[i].stretch / total;
    } else if (lack < 0 && setting->shrink > 0) {
        double part = -lack / setting->shrink < 1 ? -lack / setting->shrink : 1;
        setting->line->ratio = -part;
        for (size_t i = 0; i < setting->count; i++)
            setting->elements[i].width -= part * setting->elements[i].shrink;
    }
    for (size_t i = 0; i < setting->count && setting->gap > 0; i++)
        if (setting->elements[i].spreads)
            setting->elements[i].width +=
                setting->gap *
                (setting->elements[i].clusters - setting->elements[i].apart -
                 (i + 1 == setting->count ? 1 : 0));
}

/* ---- visual order ---- */

static void reverse(struct nb_line_element *elements, size_t from, size_t to)
{
    while (from + 1 < to) {
        struct nb_line_element kept = elements[from];
        elements[from++] = elements[--to];
        elements[to] = kept;
    }
}

/* Rule L2 of UAX 9: from the highest level down, reverses stretches of at least that level. */
static void reorder(struct nb_setting *setting)
{
    for (uint8_t level = setting->level; level > 0; level--)
        for (size_t from = 0; from < setting->count;) {
            size_t to = from;
            while (to < setting->count && setting->elements[to].level >= level)
                to++;
            reverse(setting->elements, from, to);
            from = to + 1;
        }
}

/* ---- runs ---- */

static bool same_run(const struct nb_setting *setting, const struct nb_line_element *a,
                     const struct nb_line_element *b)
{
    const struct nb_style_run *x = &setting->flow->runs[a->run];
    const struct nb_style_run *y = &setting->flow->runs[b->run];
    if (a->glyphs && b->glyphs && (a->flex > 0) != (b->flex > 0))
        return false;
    return a->font == b->font && (a->level & 1) == (b->level & 1) && !a->hyphen &&
           !(b->hyphen && (b->level & 1)) &&
           (a->run == b->run || (x->span == y->span && x->small == y->small));
}

static uint16_t cluster_at(size_t offset)
{
    return offset < NB_LAST_CLUSTER ? (uint16_t)offset : NB_LAST_CLUSTER;
}

/* Puts an element's glyphs into a run's, whose text it stands in from `offset`. */
static void put_glyphs(const struct nb_setting *setting,
                       const struct nb_line_element *element, size_t offset,
                       size_t shown, struct nb_glyph *out, struct nb_offset *offsets)
{
    const struct nb_flow *flow = setting->flow;
    const struct nb_style_run *run = &flow->runs[element->run];
    if (!element->glyphs) {
        *out = (struct nb_glyph){.id = (uint16_t)nb_font_glyph(element->font, ' '),
                                 .cluster = cluster_at(offset),
                                 .advance = (float)element->width};
        return;
    }
    bool all = shown == element->to - element->from, flexes = element->flex > 0;
    double size = run->size * (flexes ? setting->scale : 1), sum = 0;
    double apart = run->span->style->letter_spacing +
                   (flexes ? spacing_of(setting, run->size) : 0) +
                   (element->spreads ? setting->gap : 0);
    for (uint32_t i = 0; i < element->glyph_count; i++) {
        const struct nb_em_glyph *glyph = &element->glyphs[i];
        bool last = i + 1 == element->glyph_count;
        uint32_t at = element->base + glyph->cluster;
        if (at > element->to)
            at = element->to;
        size_t cluster =
            all ? at - element->from
                : nb_text_visible(
                      nb_str_sub(flow->text, element->from, at - element->from), NULL);
        double advance = (double)glyph->advance * size;
        if (last) /* takes what the line's end took off */
            advance = element->width - sum;
        else if (glyph[1].cluster != glyph->cluster)
            advance += apart;
        sum += advance;
        out[i] = (struct nb_glyph){.id = (uint16_t)glyph->id,
                                   .cluster = cluster_at(offset + cluster),
                                   .advance = (float)advance};
        if (offsets && element->offsets)
            offsets[i] =
                (struct nb_offset){(float)((double)element->offsets[i].x * size),
                                   (float)((double)element->offsets[i].y * run->size)};
    }
}

/* The text and glyphs of the elements from `from` to `to`: text in logical order, glyphs in
 * visual; for right to left, text from the far end. */
static void fill_run(const struct nb_setting *setting, size_t from, size_t to,
                     struct nb_run *run, char *text, struct nb_glyph *glyphs,
                     struct nb_offset *offsets)
{
    for (size_t n = 0, at = run->glyph_count; n < to - from; n++) {
        const struct nb_line_element *element =
            &setting->elements[run->rtl ? to - 1 - n : from + n];
        size_t count = element->glyphs ? element->glyph_count : 1;
        struct nb_str shown =
            nb_str_sub(setting->flow->text, element->from, element->to - element->from);
        size_t len = nb_text_visible(shown, text + run->text_len);
        at -= count;
        size_t place = run->rtl ? at : run->glyph_count - at - count;
        put_glyphs(setting, element, run->text_len, len, glyphs + place,
                   offsets ? offsets + place : NULL);
        run->text_len += len;
        run->hyphen = run->hyphen || element->hyphen;
    }
}

/* The run of the elements from `from` to `to`, which stand side by side. */
static struct nb_run *make_run(struct nb_setting *setting, size_t from, size_t to)
{
    const struct nb_flow *flow = setting->flow;
    const struct nb_line_element *first = &setting->elements[from];
    const struct nb_style_run *style = &flow->runs[first->run];
    const struct nb_span *span = style->span;
    size_t glyph_count = 0, room = 0;
    bool flexes = false, shifted = false;
    for (size_t i = from; i < to; i++) {
        const struct nb_line_element *element = &setting->elements[i];
        flexes = flexes || element->flex > 0;
        shifted = shifted || element->offsets;
        glyph_count += element->glyphs ? element->glyph_count : 1;
        room += element->to - element->from;
    }
    struct nb_run *run = nb_arena_alloc(setting->arena, sizeof *run);
    struct nb_glyph *glyphs =
        nb_arena_room(setting->arena, glyph_count + 1, sizeof *glyphs);
    struct nb_offset *offsets =
        shifted ? nb_arena_array(setting->arena, glyph_count, sizeof *offsets) : NULL;
    char *text = nb_arena_room(setting->arena, room + 1, 1);
    setting->status = nb_arena_status(setting->arena);
    if (!run || !glyphs || !text || setting->status != NB_OK)
        return NULL;
    const struct nb_style *look = span->style;
    *run =
        (struct nb_run){.font = first->font,
                        .size = (float)style->size,
                        .y = (float)-style->rise,
                        .stretch = flexes ? (float)setting->scale : 1,
                        .spacing = flexes ? (float)spacing_of(setting, style->size) : 0,
                        .color = {look->color.r, look->color.g, look->color.b},
                        .rtl = first->level & 1,
                        .underline = look->underline,
                        .glyphs = glyphs,
                        .offsets = offsets,
                        .glyph_count = glyph_count,
                        .text = text,
                        .lang = span->lang ? span->lang : flow->in->lang,
                        .origin = flow->in->origin};
    if (span->role)
        run->origin.role = span->role;
    if (span->tag)
        run->origin.tag = span->tag;
    run->at = setting->elements[run->rtl ? to - 1 : from].from;
    fill_run(setting, from, to, run, text, glyphs, offsets);
    return run;
}

static bool same_target(const struct nb_line_link *link, const struct nb_span *span)
{
    return ((link->uri == span->uri) ||
            (link->uri && span->uri && strcmp(link->uri, span->uri) == 0)) &&
           ((link->anchor == span->anchor) ||
            (link->anchor && span->anchor && strcmp(link->anchor, span->anchor) == 0));
}

/* Where links lie: neighbours with one target make one. */
static void place_links(struct nb_setting *setting, double x)
{
    struct nb_line_link *last = NULL, **end = &setting->line->links;
    for (size_t i = 0; i < setting->count; i++) {
        const struct nb_line_element *element = &setting->elements[i];
        const struct nb_span *span = setting->flow->runs[element->run].span;
        if (!span->uri && !span->anchor) {
            last = NULL;
        } else if (last && same_target(last, span)) {
            last->width += element->width;
        } else {
            last = nb_arena_alloc(setting->arena, sizeof *last);
            if (!last) {
                setting->status = nb_arena_status(setting->arena);
                return;
            }
            *last = (struct nb_line_link){.x = x,
                                          .width = element->width,
                                          .uri = span->uri,
                                          .anchor = span->anchor,
                                          .tag = span->tag};
            last->text = nb_arena_copy(setting->arena, span->text, span->len);
            *end = last;
            end = &last->next;
        }
        x += element->width;
    }
}

static void grow(struct nb_line *line, const struct nb_font *font, double size,
                 double rise)
{
    const struct nb_font_info *info = nb_font_info(font);
    double ascent = info->ascent * size / info->upem + rise;
    double descent = -info->descent * size / info->upem - rise;
    if (ascent > line->ascent)
        line->ascent = ascent;
    if (descent > line->descent)
        line->descent = descent;
}

/* Puts the elements, in visual order, from `x` on. `logical_end` is where the text of the
 * logically last one ends: a space behind it is noted on its run. */
static void place(struct nb_setting *setting, double x, uint32_t logical_end,
                  bool space)
{
    struct nb_run **end = &setting->line->runs;
    if (setting->links)
        place_links(setting, x);
    for (size_t from = 0, to; from < setting->count && setting->status == NB_OK;
         from = to) {
        double width = 0;
        bool last = false;
        for (to = from; to < setting->count; to++) {
            const struct nb_line_element *element = &setting->elements[to];
            if (to > from && !same_run(setting, &setting->elements[from], element))
                break;
            width += element->width;
            last = last || element->to == logical_end;
        }
        struct nb_run *run = make_run(setting, from, to);
        if (!run)
            return;
        const struct nb_style_run *style =
            &setting->flow->runs[setting->elements[from].run];
        run->x = (float)x;
        run->space_after = last && space;
        grow(setting->line, run->font, style->size, style->rise);
        *end = run;
        end = &run->next;
        x += width;
    }
}

/* The line's left edge within the measure. */
static double align(const struct nb_flow *flow, double lack, double indent)
{
    bool rtl = flow->in->rtl;
    if (lack < 0)
        return rtl ? lack : indent;
    switch (flow->in->style->align) {
    case NB_ALIGN_LEFT:
        return rtl ? 0 : indent;
    case NB_ALIGN_RIGHT:
        return lack + (rtl ? 0 : indent);
    case NB_ALIGN_CENTER:
        return lack / 2 + (rtl ? 0 : indent);
    case NB_ALIGN_END:
        return rtl ? 0 : lack + indent;
    case NB_ALIGN_START:
    case NB_ALIGN_JUSTIFY:
        break;
    }
    return rtl ? lack : indent;
}

static void set_line(struct nb_setting *setting, const struct nb_flow_place *start,
                     const struct nb_flow_place *end, double indent, bool forced,
                     bool final)
{
    struct nb_flow *flow = setting->flow;
    const struct nb_para_in *in = flow->in;
    struct nb_line *line = setting->line;
    double before = 0, after = 0; /* what hangs out of the measure */
    if (nb_flow_hangs(flow)) {
        before = indent > 0 ? 0 : nb_flow_hang_start(flow, start);
        after = nb_flow_hang_end(flow, end);
    }
    setting->gap = 0;
    setting->scale = 1;
    setting->spacing = 0;
    nb_setting_gather(setting, start, end);
    nb_setting_trim(setting, in->style->preformatted);
    if (setting->status != NB_OK)
        return;
    add_up(setting);
    line->last = forced;
    line->hyphenated = end->hyphen;
    if (setting->count && in->style->align == NB_ALIGN_JUSTIFY)
        justify(setting, in->measure - indent + before + after, !forced);
    for (size_t i = 0; i < setting->count; i++)
        line->width += setting->elements[i].width;
    line->hang = before + after;
    line->width -= line->hang;
    uint32_t logical_end =
        setting->count ? setting->elements[setting->count - 1].to : 0;
    reorder(setting);
    double x = align(flow, in->measure - indent - line->width, indent) - before;
    place(setting, x, logical_end, !final && end->start > end->end);
    const struct nb_font *font =
        flow->run_count ? nb_fount_font(flow->runs[0].fount) : NULL;
    if (!line->runs && font)
        grow(line, font, in->style->font_size, 0);
}

/* What is taken off a line at its start. */
static double indent_of(const struct nb_para_in *in, size_t line)
{
    if (line < in->beside)
        return in->initial;
    return line == 0 && !in->no_indent ? in->style->indent : 0;
}

enum nb_status nb_flow_lines(struct nb_flow *flow, struct nb_arena *arena,
                             const size_t *ends, size_t count, struct nb_para *out)
{
    out->lines = nb_arena_array(arena, count, sizeof *out->lines);
    if (!out->lines)
        return nb_arena_status(arena);
    out->line_count = count;
    struct nb_setting setting = {.flow = flow, .arena = arena};
    for (size_t i = 0; i < flow->in->span_count; i++)
        setting.links =
            setting.links || flow->in->spans[i].uri || flow->in->spans[i].anchor;
    for (size_t i = 0, start = 0; i < count && setting.status == NB_OK; i++) {
        setting.line = &out->lines[i];
        set_line(&setting, &flow->places[start], &flow->places[ends[i]],
                 indent_of(flow->in, i), flow->points[ends[i]].forced, i + 1 == count);
        const struct nb_break_point *point = &flow->points[ends[i]];
        setting.line->broken = point->hyphen;
        const struct nb_flow_place *place = &flow->places[ends[i]];
        setting.line->torn =
            point->desperate && !point->hyphen && place->start == place->end;
        start = ends[i];
    }
    return setting.status != NB_OK ? setting.status : nb_arena_status(arena);
}
