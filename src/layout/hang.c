/* Margin kerning: how far punctuation at a line's ends stands out of the measure, so that the
 * edge of the text looks straight. Parts of the characters' own widths. */
#include "layout/setter.h"

#include "base/utf8.h"

#include <string.h>

struct part {
    uint32_t c;
    float start, end;
};

static const struct part parts[] = {
    {'"', 0.45F, 0.45F},  {'\'', 0.5F, 0.5F},  {'(', 0.12F, 0},
    {')', 0, 0.12F},      {',', 0, 0.6F},      {'-', 0, 0.5F},
    {'.', 0, 0.6F},       {':', 0, 0.35F},     {';', 0, 0.35F},
    {0xAB, 0.2F, 0.15F},  {0xBB, 0.15F, 0.2F}, {0x2010, 0, 0.5F},
    {0x2013, 0, 0.25F},   {0x2014, 0, 0.15F},  {0x2018, 0.5F, 0.5F},
    {0x2019, 0.5F, 0.5F}, {0x201A, 0.4F, 0},   {0x201C, 0.4F, 0.4F},
    {0x201D, 0.4F, 0.4F}, {0x201E, 0.35F, 0},
};

static const struct part *part_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].c == c)
            return &parts[i];
    return NULL;
}

/* Whether all punctuation does, at both ends. */
static bool hangs_all(const struct nb_flow *flow)
{
    const struct nb_style *style = flow->in->style;
    return style->align == NB_ALIGN_JUSTIFY && !style->rigid;
}

bool nb_flow_hangs(const struct nb_flow *flow)
{
    /* In text ranged left, Chinese and Japanese brackets at a line's start. */
    enum nb_align align = flow->in->style->align;
    return !flow->in->rtl &&
           (hangs_all(flow) || align == NB_ALIGN_START || align == NB_ALIGN_LEFT);
}

/* The width of a character in the face of a segment, pt. */
static double width_of(const struct nb_flow *flow, const struct nb_segment *segment,
                       bool last, uint32_t c)
{
    const struct nb_word *word = segment->word;
    if (!word->part_count)
        return 0;
    const struct nb_word_part *part = &word->parts[last ? word->part_count - 1 : 0];
    uint32_t glyph = nb_font_glyph(part->font, c);
    if (!glyph || part->square)
        return 0;
    return nb_font_advance(part->font, glyph) * flow->runs[segment->run].size /
           nb_font_info(part->font)->upem;
}

/* Whether a character of more than one byte that begins with this one may hang: all that do are
 * punctuation, but for some kana. */
static bool may_hang(unsigned char first)
{
    return first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF;
}

/* The blank half of a Chinese or Japanese bracket or stop at a line's start or end, pt. */
static double square_blank(const struct nb_flow *flow, const struct nb_segment *segment,
                           bool end, unsigned c)
{
    const char *lang = flow->runs[segment->run].span->lang;
    double blank = nb_cjk_blank(c, !end, lang ? lang : flow->in->lang);
    return blank > 0 ? blank * width_of(flow, segment, end, c) : 0;
}

double nb_flow_hang_start(const struct nb_flow *flow, const struct nb_flow_place *place)
{
    if (place->start_segment >= flow->segment_count)
        return 0;
    const struct nb_segment *segment = &flow->segments[place->start_segment];
    const unsigned char *text = (const unsigned char *)flow->text.data + place->start;
    if (segment->kind != NB_SEGMENT_TEXT || place->start >= segment->to ||
        (*text < 0xE3 && !hangs_all(flow)))
        return 0;
    /* No letter hangs: most text is done here. */
    if (*text < 0x80 ? !strchr("\"'(", *text) : !may_hang(*text))
        return 0;
    size_t len;
    struct nb_str rest =
        nb_str_sub(flow->text, place->start, segment->to - place->start);
    unsigned c = nb_utf8_decode(rest.data, rest.data + rest.len, &len);
    if (c >= 0x3000)
        return square_blank(flow, segment, false, c);
    const struct part *part = part_of(c);
    return part ? (double)part->start * width_of(flow, segment, false, part->c) : 0;
}

double nb_flow_hang_end(const struct nb_flow *flow, const struct nb_flow_place *place)
{
    if (place->end_segment >= flow->segment_count || !hangs_all(flow))
        return 0;
    const struct nb_segment *segment = &flow->segments[place->end_segment];
    uint32_t end = place->end < segment->to ? place->end : segment->to;
    if (segment->kind != NB_SEGMENT_TEXT || end <= segment->from)
        return 0;
    if (place->hyphen) {
        double width = width_of(flow, segment, false, 0x2010);
        return 0.5 * (width > 0 ? width : width_of(flow, segment, false, '-'));
    }
    uint32_t from = end - 1;
    while (from > segment->from &&
           ((unsigned char)flow->text.data[from] & 0xC0) == 0x80)
        from--;
    unsigned char first = (unsigned char)flow->text.data[from];
    if (first < 0x80 ? !strchr("\"'),-.:;", first) : !may_hang(first))
        return 0;
    size_t len;
    unsigned c = nb_utf8_decode(flow->text.data + from, flow->text.data + end, &len);
    if (c >= 0x3000)
        return square_blank(flow, segment, true, c);
    const struct part *part = part_of(c);
    return part ? (double)part->end * width_of(flow, segment, true, part->c) : 0;
}
