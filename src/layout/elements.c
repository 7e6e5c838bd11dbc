/* The elements of lines: words as they are in the cache, their ends and beginnings, spaces. */
#include "layout/elements.h"

#include <string.h>

static struct nb_line_element *add_element(struct nb_setting *setting)
{
    if (setting->count == setting->room) {
        size_t room = setting->room * 2 + 32;
        struct nb_line_element *elements =
            nb_arena_room(setting->flow->scratch, room, sizeof *elements);
        if (!elements) {
            setting->status = nb_arena_status(setting->flow->scratch);
            return NULL;
        }
        if (setting->count)
            memcpy(elements, setting->elements, setting->count * sizeof *elements);
        setting->elements = elements;
        setting->room = room;
    }
    return &setting->elements[setting->count++];
}

static bool is_first(const struct nb_word_part *part, uint32_t glyph)
{
    return glyph == 0 || part->glyphs[glyph].cluster != part->glyphs[glyph - 1].cluster;
}

static void add_word(struct nb_setting *setting, const struct nb_segment *segment,
                     const struct nb_word *word, uint32_t base, uint32_t to,
                     bool hyphen)
{
    const struct nb_style_run *run = &setting->flow->runs[segment->run];
    bool spreads = nb_script_spreads(segment->script);
    for (uint32_t p = 0; p < word->part_count; p++) {
        const struct nb_word_part *part = &word->parts[p];
        struct nb_line_element *element = add_element(setting);
        if (!element)
            return;
        *element = (struct nb_line_element){.font = part->font,
                                            .glyphs = part->glyphs,
                                            .glyph_count = part->glyph_count,
                                            .clusters = part->clusters,
                                            .base = base,
                                            .from = base + part->from,
                                            .to = base + part->to,
                                            .run = segment->run,
                                            .level = segment->level,
                                            .spreads = spreads,
                                            .offsets = part->offsets,
                                            .width = part->width * run->size};
        if (element->to > to)
            element->to = to;
        element->hyphen = hyphen && p + 1 == word->part_count;
        if (segment->flex > 0) {
            element->letters = element->width;
            element->flex = NB_GLYPH_FLEX * element->width +
                            NB_SPACING_FLEX * run->size * part->clusters;
        }
        element->width += run->span->style->letter_spacing * part->clusters;
    }
}

/* What sets a segment apart from the next one, which is on the line as well. */
static void add_apart(struct nb_setting *setting, const struct nb_segment *segment)
{
    struct nb_line_element *last =
        setting->count ? &setting->elements[setting->count - 1] : NULL;
    if (!last || !(segment->apart > 0))
        return;
    last->width += segment->apart;
    last->apart = true;
}

/* The end of a segment from the byte `from` on, if its letters are the same without those before:
 * the glyphs are there already. False if it must be shaped. */
static bool add_end(struct nb_setting *setting, const struct nb_segment *segment,
                    uint32_t from)
{
    const struct nb_word *word = segment->word;
    if (word->part_count != 1 || segment->level & 1 || word->parts->square ||
        word->parts->offsets || nb_script_spreads(segment->script))
        return false;
    struct nb_word_part part = *word->parts;
    uint32_t at = from - segment->from, glyph = 0;
    while (glyph < part.glyph_count && part.glyphs[glyph].cluster < at)
        part.clusters -= is_first(&part, glyph++);
    if (glyph == part.glyph_count || part.glyphs[glyph].cluster != at ||
        part.glyphs[glyph].unsafe_to_break)
        return false;
    part.from = at;
    part.glyphs += glyph;
    part.glyph_count -= glyph;
    part.width = 0;
    for (uint32_t i = 0; i < part.glyph_count; i++)
        part.width += (double)part.glyphs[i].advance;
    struct nb_word end = {.parts = &part, .part_count = 1};
    add_word(setting, segment, &end, segment->from, segment->to, false);
    return true;
}

/* A part of a segment, shaped anew: letters join and ligatures form by what is on the line. */
static void add_cut(struct nb_setting *setting, const struct nb_segment *segment,
                    uint32_t from, uint32_t to, bool hyphen)
{
    struct nb_flow *flow = setting->flow;
    const struct nb_style_run *run = &flow->runs[segment->run];
    struct nb_str text = nb_str_sub(flow->text, from, to - from);
    if (hyphen) {
        const struct nb_font *font = segment->word->part_count
                                         ? segment->word->parts[0].font
                                         : nb_fount_font(run->fount);
        struct nb_buf *key = &flow->setter->key;
        nb_buf_clear(key);
        nb_buf_str(key, text);
        nb_buf_puts(key, nb_font_glyph(font, 0x2010) ? "\xE2\x80\x90" : "-");
        if (key->status != NB_OK) {
            setting->status = key->status;
            return;
        }
        text = nb_buf_view(key);
    }
    struct nb_shaper *shaper = flow->setter->shaper;
    struct nb_word_key key = nb_shaper_key(shaper, run->fount, segment->script,
                                           segment->level & 1, false, text);
    const struct nb_word *word;
    setting->status = nb_shaper_word(shaper, flow->scratch, run->fount, &key, &word);
    if (setting->status == NB_OK)
        add_word(setting, segment, word, from, to, hyphen);
}

/* A hyphen that is not seen, behind the last element, at the byte `at` of the text. */
static void add_unseen(struct nb_setting *setting, uint32_t at)
{
    struct nb_em_glyph *glyph =
        nb_arena_array(setting->flow->scratch, 1, sizeof *glyph);
    struct nb_line_element *element = glyph ? add_element(setting) : NULL;
    if (!glyph)
        setting->status = nb_arena_status(setting->flow->scratch);
    if (!element)
        return;
    *element = element[-1];
    glyph->id = nb_font_glyph(element->font, ' ') & INT32_MAX;
    element->glyphs = glyph;
    element->glyph_count = 1;
    element->clusters = 0;
    element->base = element->from = element->to = at;
    element->offsets = NULL;
    element->flex = element->letters = element->width = 0;
    element->hyphen = true;
}

static void add_space(struct nb_setting *setting, const struct nb_segment *segment)
{
    struct nb_line_element *element = segment->font ? add_element(setting) : NULL;
    if (element)
        *element = (struct nb_line_element){.font = segment->font,
                                            .from = segment->from,
                                            .to = segment->to,
                                            .run = segment->run,
                                            .level = segment->level,
                                            .stretch = segment->stretch,
                                            .shrink = segment->shrink,
                                            .flex = segment->flex,
                                            .width = segment->width};
}

void nb_setting_gather(struct nb_setting *setting, const struct nb_flow_place *start,
                       const struct nb_flow_place *end)
{
    struct nb_flow *flow = setting->flow;
    setting->count = 0;
    for (size_t i = start->start_segment;
         i < flow->segment_count && i <= end->end_segment && setting->status == NB_OK;
         i++) {
        const struct nb_segment *segment = &flow->segments[i];
        uint32_t from = segment->from > start->start ? segment->from : start->start;
        uint32_t to = segment->to < end->end ? segment->to : end->end;
        if (from >= to || segment->kind == NB_SEGMENT_NEWLINE)
            continue;
        bool hyphen = end->hyphen && to == end->end;
        if (segment->kind == NB_SEGMENT_SPACE)
            add_space(setting, segment);
        else if (from == segment->from && to == segment->to && !hyphen)
            add_word(setting, segment, segment->word, from, to, false);
        else if (hyphen || to < segment->to || !add_end(setting, segment, from))
            add_cut(setting, segment, from, to, hyphen);
        if (i < end->end_segment)
            add_apart(setting, segment);
    }
    if (end->goes_on && setting->count && setting->elements[setting->count - 1].glyphs)
        add_unseen(setting, end->end);
}

void nb_setting_trim(struct nb_setting *setting, bool keep)
{
    while (!keep && setting->count && !setting->elements[setting->count - 1].glyphs)
        setting->count--;
    if (!setting->count)
        return;
    struct nb_line_element *last = &setting->elements[setting->count - 1];
    last->width -= setting->flow->runs[last->run].span->style->letter_spacing;
}
