/* Paragraphs, from the input to lines: what para.h offers. */
#include "base/mem.h"
#include "layout/setter.h"

#include <string.h>

/* How short lines that are not justified may well be, as a part of the measure and in ems of
 * the type, whichever is less. */
#define RAGGED_PART 0.25
#define RAGGED_EM 6.0

enum { BALANCE_STEPS = 12 };

enum nb_status nb_setter_new(struct nb_fonts *fonts, const struct nb_setter *like,
                             struct nb_setter **out)
{
    *out = NULL;
    struct nb_setter *setter = nb_calloc(1, sizeof *setter);
    if (!setter)
        return NB_NOMEM;
    setter->fonts = fonts;
    setter->scratch = nb_arena_new(0);
    enum nb_status status =
        setter->scratch
            ? nb_shaper_new(fonts, like ? like->shaper : NULL, &setter->shaper)
            : NB_NOMEM;
    if (status != NB_OK) {
        nb_setter_free(setter);
        return status;
    }
    *out = setter;
    return NB_OK;
}

void nb_setter_free(struct nb_setter *setter)
{
    if (!setter)
        return;
    nb_shaper_free(setter->shaper);
    nb_arena_free(setter->scratch);
    nb_buf_free(&setter->text);
    nb_buf_free(&setter->key);
    nb_buf_free(&setter->quoted);
    nb_free(setter);
}

void nb_setter_tidy(struct nb_setter *setter)
{
    nb_shaper_tidy(setter->shaper);
}

uint32_t nb_setter_lacks(const struct nb_setter *setter)
{
    return nb_shaper_lacks(setter->shaper);
}

void nb_setter_report(uint32_t lacks, struct nb_ctx *ctx)
{
    nb_hyphens_report(lacks, ctx);
}

/* Makes the flow of an input up to its shaped segments. */
static enum nb_status begin(struct nb_setter *setter, const struct nb_para_in *in,
                            struct nb_flow *flow)
{
    nb_arena_reset(setter->scratch);
    *flow = (struct nb_flow){.setter = setter, .scratch = setter->scratch, .in = in};
    enum nb_status status = nb_flow_collect(flow);
    if (status == NB_OK && flow->text.len)
        status = nb_flow_itemise(flow);
    if (status == NB_OK && flow->text.len)
        status = nb_flow_shape(flow);
    return status;
}

static enum nb_status break_lines(const struct nb_flow *flow,
                                  const struct nb_measure *measure, size_t **ends,
                                  size_t *count)
{
    if (flow->in->breaker == NB_BREAKER_FIRST_FIT)
        return nb_break_first_fit(flow->scratch, flow->points, flow->point_count,
                                  measure, ends, count);
    return nb_break_optimum(flow->scratch, flow->points, flow->point_count, measure,
                            ends, count);
}

/* The first lines in what an initial leaves, the others in the whole measure: both at their
 * optimum. */
static enum nb_status break_beside(const struct nb_flow *flow,
                                   const struct nb_measure *measure, size_t **ends,
                                   size_t *count)
{
    const struct nb_para_in *in = flow->in;
    struct nb_measure narrow = *measure, whole = *measure;
    narrow.first = whole.first = 0;
    narrow.width -= in->initial;
    enum nb_status status = break_lines(flow, &narrow, ends, count);
    if (status != NB_OK || *count <= in->beside)
        return status;
    size_t *first = *ends, *rest, rest_count, from = first[in->beside - 1];
    while (whole.hyphens < in->beside &&
           flow->points[first[in->beside - 1 - whole.hyphens]].hyphen)
        whole.hyphens++;
    struct nb_flow below = *flow;
    below.points += from;
    below.point_count -= from;
    status = break_lines(&below, &whole, &rest, &rest_count);
    if (status != NB_OK)
        return status;
    *count = in->beside + rest_count;
    *ends = nb_arena_array(flow->scratch, *count, sizeof **ends);
    if (!*ends)
        return nb_arena_status(flow->scratch);
    memcpy(*ends, first, in->beside * sizeof *first);
    for (size_t i = 0; i < rest_count; i++)
        (*ends)[in->beside + i] = from + rest[i];
    return NB_OK;
}

/* The narrowest measure in which the text has no more lines than in the whole one: lines of
 * about the same length. */
static enum nb_status balance(const struct nb_flow *flow, struct nb_measure *measure)
{
    size_t *ends, most, count;
    enum nb_status status = nb_break_first_fit(
        flow->scratch, flow->points, flow->point_count, measure, &ends, &most);
    struct nb_measure tried = *measure;
    double low = measure->width / (double)(most + 1), high = measure->width;
    for (int i = 0; i < BALANCE_STEPS && status == NB_OK && most > 1; i++) {
        tried.width = (low + high) / 2;
        status = nb_break_first_fit(flow->scratch, flow->points, flow->point_count,
                                    &tried, &ends, &count);
        bool fits = count <= most;
        for (size_t l = 0; l < count && fits; l++)
            fits = nb_break_ratio(flow->points, &tried, l ? ends[l - 1] : 0, ends[l]) >=
                   -1;
        if (fits)
            high = tried.width;
        else
            low = tried.width;
    }
    measure->width = high;
    return status;
}

static double ragged(const struct nb_para_in *in)
{
    if (in->style->align == NB_ALIGN_JUSTIFY)
        return 0;
    double part = in->measure * RAGGED_PART, ems = in->style->font_size * RAGGED_EM;
    return part < ems ? part : ems;
}

enum nb_status nb_para_set(struct nb_setter *setter, struct nb_arena *arena,
                           const struct nb_para_in *in, struct nb_para *out)
{
    *out = (struct nb_para){.line_height = in->style->line_height};
    struct nb_flow flow;
    enum nb_status status = begin(setter, in, &flow);
    if (status != NB_OK || !flow.text.len)
        return status;
    status = nb_flow_points(&flow);
    struct nb_measure measure = {.width = in->measure,
                                 .first = in->no_indent ? 0 : in->style->indent,
                                 .ragged = ragged(in)};
    if (status == NB_OK && in->balance)
        status = balance(&flow, &measure);
    size_t *ends = NULL, count = 0;
    if (status == NB_OK && in->beside)
        status = break_beside(&flow, &measure, &ends, &count);
    else if (status == NB_OK)
        status = break_lines(&flow, &measure, &ends, &count);
    if (status == NB_OK)
        status = nb_flow_lines(&flow, arena, ends, count, out);
    out->height = out->line_height * (double)out->line_count;
    return status;
}

enum nb_status nb_text_width(struct nb_setter *setter, const struct nb_style *style,
                             const char *lang, const char *text, double *width)
{
    struct nb_str view = nb_str_of(text);
    struct nb_span span = {
        .text = view.data, .len = view.len, .style = style, .lang = lang};
    struct nb_para_in in = {
        .spans = &span, .span_count = 1, .style = style, .lang = lang};
    struct nb_flow flow;
    *width = 0;
    enum nb_status status = begin(setter, &in, &flow);
    for (size_t i = 0; status == NB_OK && i < flow.segment_count; i++)
        *width += flow.segments[i].width;
    if (status == NB_OK && flow.segment_count)
        *width -= style->letter_spacing;
    return status;
}
