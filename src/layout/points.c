/* Segments get their glyphs and widths; then the places where a line may end are found, with the
 * sums of width, stretch and shrink before them. */
#include "layout/fount.h"
#include "layout/setter.h"

#include "base/lang.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* How far spaces give, as parts of their width, and gaps between characters of scripts without
 * spaces, as parts of the size. */
#define SPACE_STRETCH 0.5
#define SPACE_SHRINK 0.33
#define GAP_STRETCH 0.1

/* A thin space in French, part of an ordinary one. */
#define THIN_SPACE 0.65

#define HYPHEN_PENALTY 50.0
#define OWN_HYPHEN_PENALTY 50.0 /* behind a hyphen that the text has */
#define COMPOUND_PENALTY 150.0  /* a second hyphen in a word that has one */
#define ADDRESS_PENALTY 60.0    /* within a web address */
#define TIE_PENALTY 1.2e5 /* between words that stay together: any line is better */
#define DESPERATE_PENALTY 3000.0 /* between any two characters */

enum {
    SOFT_HYPHEN = 0xAD,
    LONGEST_WORD = 16 /* bytes: what is longer and has dots and slashes is an address */
};

/* ---- shaping ---- */

/* A space is of the face that sets its neighbour, so that they make one run. */
static const struct nb_font *space_font(const struct nb_flow *flow, size_t index)
{
    const struct nb_segment *segment = &flow->segments[index];
    for (int side = 0; side < 2; side++) {
        size_t other = side ? index + 1 : index - 1;
        if ((side == 0 && index == 0) || other >= flow->segment_count)
            continue;
        const struct nb_segment *near = &flow->segments[other];
        if (near->kind == NB_SEGMENT_TEXT && near->run == segment->run &&
            near->word->part_count) {
            const struct nb_word *word = near->word;
            const struct nb_word_part *part =
                &word->parts[side ? 0 : word->part_count - 1];
            if (!part->square && nb_font_glyph(part->font, ' '))
                return part->font;
        }
        if (near->kind == NB_SEGMENT_SPACE && side == 0 && near->run == segment->run)
            return near->font;
    }
    return nb_fount_font(flow->runs[segment->run].fount);
}

/* The width of a space, and what it gives, which are those of `last` if that is of the same face
 * and style; NULL: none is. */
static void size_space(struct nb_flow *flow, size_t index,
                       const struct nb_segment *last)
{
    struct nb_segment *segment = &flow->segments[index];
    const struct nb_style_run *run = &flow->runs[segment->run];
    const struct nb_style *style = run->span->style;
    segment->font = space_font(flow, index);
    if (!segment->font)
        return;
    if (last && last->font == segment->font && last->run == segment->run) {
        segment->width = last->width;
        segment->stretch = last->stretch;
        segment->shrink = last->shrink;
        return;
    }
    double natural = nb_font_advance(segment->font, nb_font_glyph(segment->font, ' ')) *
                     run->size / nb_font_info(segment->font)->upem;
    segment->width = natural + style->word_spacing + style->letter_spacing;
    if (style->preformatted)
        return;
    /* Letter-spacing stands behind the letter before as well. */
    double room = segment->width + style->letter_spacing - NB_LEAST_GAP * run->size;
    segment->stretch = natural * SPACE_STRETCH;
    segment->shrink = fmax(0, fmin(natural * SPACE_SHRINK, room));
}

/* French spaces before and behind signs do not give. */
static bool fix_french(const struct nb_flow *flow, struct nb_segment *segment)
{
    double size = flow->runs[segment->run].size;
    switch (nb_flow_tie(flow, segment->from, segment->to)) {
    case NB_TIE_THIN:
        segment->width = fmax(NB_LEAST_GAP * size, segment->width * THIN_SPACE);
        break;
    case NB_TIE_SIGN:
        break;
    case NB_TIE_NONE:
    case NB_TIE_WORDS:
        return false;
    }
    segment->stretch = segment->shrink = 0;
    return true;
}

/* Sets Chinese and Japanese apart from Latin where the two are next to each other. */
static void space_scripts(struct nb_flow *flow)
{
    for (size_t i = 0; i + 1 < flow->segment_count; i++) {
        struct nb_segment *segment = &flow->segments[i];
        bool spreads = nb_script_spreads(segment->script);
        if (segment->kind != NB_SEGMENT_TEXT || segment[1].kind != NB_SEGMENT_TEXT ||
            (!spreads && !nb_script_spreads(segment[1].script)) ||
            !nb_cjk_apart(flow->text, segment->to))
            continue;
        const struct nb_style_run *run = &flow->runs[segment[spreads ? 0 : 1].run];
        if (run->span->style->no_autospace || ((segment->level | segment[1].level) & 1))
            continue;
        segment->apart = NB_AUTOSPACE * run->size;
        segment->width += segment->apart;
    }
}

/* The keys of all segments of text, whose words are expected; NULL without memory. */
static struct nb_word_key *make_keys(const struct nb_flow *flow)
{
    const struct nb_shaper *shaper = flow->setter->shaper;
    struct nb_word_key *keys =
        nb_arena_room(flow->scratch, flow->segment_count, sizeof *keys);
    for (size_t i = 0; keys && i < flow->segment_count; i++) {
        const struct nb_segment *segment = &flow->segments[i];
        struct nb_str text =
            nb_str_sub(flow->text, segment->from, segment->to - segment->from);
        if (segment->kind == NB_SEGMENT_TEXT)
            keys[i] =
                nb_shaper_key(shaper, flow->runs[segment->run].fount, segment->script,
                              segment->level & 1, flow->in->style->hyphens, text);
    }
    for (size_t i = 0; keys && i < flow->segment_count; i++)
        if (flow->segments[i].kind == NB_SEGMENT_TEXT)
            nb_shaper_expect(shaper, &keys[i]);
    return keys;
}

enum nb_status nb_flow_shape(struct nb_flow *flow)
{
    const struct nb_style *style = flow->in->style;
    const struct nb_word_key *keys = make_keys(flow);
    if (!keys)
        return nb_arena_status(flow->scratch);
    flow->french = nb_lang_same(flow->in->lang, "fr");
    bool flex = style->align == NB_ALIGN_JUSTIFY && !style->rigid;
    for (size_t i = 0; i < flow->segment_count; i++) {
        struct nb_segment *segment = &flow->segments[i];
        if (segment->kind != NB_SEGMENT_TEXT)
            continue;
        const struct nb_style_run *run = &flow->runs[segment->run];
        enum nb_status status = nb_shaper_word(flow->setter->shaper, flow->scratch,
                                               run->fount, &keys[i], &segment->word);
        if (status != NB_OK)
            return status;
        segment->width = (double)segment->word->width * run->size +
                         run->span->style->letter_spacing * segment->word->clusters;
        if (flex && nb_script_is_european(segment->script))
            segment->flex = (NB_GLYPH_FLEX * (double)segment->word->width +
                             NB_SPACING_FLEX * segment->word->clusters) *
                            run->size;
        if (nb_script_spreads(segment->script))
            segment->stretch = GAP_STRETCH * run->size * segment->word->clusters;
    }
    space_scripts(flow);
    const struct nb_segment *space = NULL;
    for (size_t i = 0; i < flow->segment_count; i++) {
        struct nb_segment *segment = &flow->segments[i];
        if (segment->kind != NB_SEGMENT_SPACE)
            continue;
        size_space(flow, i, space);
        space = segment;
        if (flow->french && fix_french(flow, segment))
            space = NULL;
        /* What the letter before is set apart is taken off again: spaces alone part words. */
        if (i && segment[-1].flex > 0)
            segment->flex = -NB_SPACING_FLEX * flow->runs[segment[-1].run].size;
    }
    return NB_OK;
}

/* ---- places ---- */

struct finder {
    struct nb_flow *flow;
    struct nb_sums sums; /* before the current segment */
    size_t room;
    bool hangs;
    /* Of the last word that may get a hyphen: its face and style, the hyphen's width, and how
     * far that hangs out of the measure, pt. */
    const struct nb_word_part *hyphened;
    uint32_t hyphened_run;
    double hyphen, hyphen_hang;
    enum nb_status status;
};

static void add_point(struct finder *finder, const struct nb_break_point *point,
                      struct nb_flow_place place)
{
    struct nb_flow *flow = finder->flow;
    if (finder->status != NB_OK)
        return;
    if (flow->point_count == finder->room) {
        size_t room = finder->room ? finder->room * 2 : flow->segment_count * 2 + 8;
        struct nb_break_point *points =
            nb_arena_room(flow->scratch, room, sizeof *points);
        struct nb_flow_place *places =
            nb_arena_room(flow->scratch, room, sizeof *places);
        if (!points || !places) {
            finder->status = nb_arena_status(flow->scratch);
            return;
        }
        if (flow->point_count) {
            memcpy(points, flow->points, flow->point_count * sizeof *points);
            memcpy(places, flow->places, flow->point_count * sizeof *places);
        }
        flow->points = points;
        flow->places = places;
        finder->room = room;
    }
    struct nb_break_point *added = &flow->points[flow->point_count];
    *added = *point;
    flow->places[flow->point_count++] = place;
    if (finder->hangs) {
        added->end.width -=
            place.hyphen ? finder->hyphen_hang : nb_flow_hang_end(flow, &place);
        added->start.width += nb_flow_hang_start(flow, &place);
    }
}

static const char *language(const struct nb_flow *flow,
                            const struct nb_segment *segment)
{
    const char *lang = flow->runs[segment->run].span->lang;
    return lang ? lang : flow->in->lang;
}

static bool is_word(const struct nb_segment *segment)
{
    return segment->kind == NB_SEGMENT_TEXT && !nb_script_spreads(segment->script) &&
           !(segment->level & 1);
}

/* Whether a line that ends before the byte `at` of a segment parts a word without a hyphen:
 * Korean between syllables, Thai and the like between words that no spaces part, a long word
 * wherever the line is full. Chinese and Japanese have no words to put together again. */
static bool parts_word(const struct nb_flow *flow, const struct nb_segment *segment,
                       uint32_t at)
{
    const char *text = flow->text.data, *before = text + at;
    size_t len;
    if (at == 0 || !is_word(segment))
        return false;
    do
        before--;
    while (before > text && ((unsigned char)*before & 0xC0) == 0x80);
    unsigned last = nb_utf8_decode(before, text + at, &len),
             next = nb_utf8_decode(text + at, text + segment->to, &len);
    return (nb_unicode_is_letter(last) || nb_unicode_is_mark(last) ||
            nb_unicode_is_digit(last)) &&
           (nb_unicode_is_letter(next) || nb_unicode_is_digit(next));
}

/* A break before the byte `at` within or before the segment `index`, whose sums there are
 * given; `hyphen`: the width of the one that is added, pt, or 0. */
static void add_break(struct finder *finder, size_t index, uint32_t at,
                      const struct nb_sums *sums, struct nb_break_point point,
                      double hyphen)
{
    const struct nb_segment *segment = &finder->flow->segments[index];
    bool first = at == segment->from;
    const struct nb_segment *before = first && index ? segment - 1 : segment;
    point.start = point.end = *sums;
    point.end.words++; /* the word that is begun */
    point.end.width += hyphen;
    /* Punctuation that stands close to what now begins the next line gets its blank back. */
    if (nb_script_spreads(segment->script) && !first &&
        nb_cjk_close(finder->flow->text, at, language(finder->flow, segment)))
        point.end.width += 0.5 * finder->flow->runs[segment->run].size;
    /* What sets it apart falls away. */
    if (first && index)
        point.end.width -= before->apart;
    else if (nb_script_spreads(segment->script) &&
             nb_cjk_apart(finder->flow->text, at) &&
             !finder->flow->runs[segment->run].span->style->no_autospace)
        point.end.width -= NB_AUTOSPACE * finder->flow->runs[segment->run].size;
    if (before->kind == NB_SEGMENT_TEXT && nb_script_spreads(before->script))
        point.end.stretch -= GAP_STRETCH * finder->flow->runs[before->run].size;
    add_point(finder, &point,
              (struct nb_flow_place){
                  .end_segment = (uint32_t)(first ? index - 1 : index),
                  .end = at,
                  .start_segment = (uint32_t)index,
                  .start = at,
                  .hyphen = hyphen > 0,
                  .goes_on = !point.hyphen && (!first || is_word(before)) &&
                             parts_word(finder->flow, segment, at)});
}

/* The hyphen of a segment's words, which is that of the last one if they are alike. */
static void size_hyphen(struct finder *finder, size_t index)
{
    const struct nb_flow *flow = finder->flow;
    const struct nb_segment *segment = &flow->segments[index];
    const struct nb_style_run *run = &flow->runs[segment->run];
    const struct nb_word *word = segment->word;
    const struct nb_word_part *first = word->part_count ? word->parts : NULL;
    const struct nb_word_part *last = finder->hyphened;
    if (first && last && last->font == first->font && last->square == first->square &&
        finder->hyphened_run == segment->run)
        return;
    const struct nb_font *font = first ? first->font : nb_fount_font(run->fount);
    uint32_t glyph = nb_font_glyph(font, 0x2010);
    if (!glyph)
        glyph = nb_font_glyph(font, '-');
    struct nb_flow_place place = {
        .end_segment = (uint32_t)index, .end = segment->to, .hyphen = true};
    finder->hyphened = first;
    finder->hyphened_run = segment->run;
    finder->hyphen =
        nb_font_advance(font, glyph) * run->size / nb_font_info(font)->upem;
    finder->hyphen_hang = nb_flow_hang_end(flow, &place);
}

/* The widths of a segment's text before each of its bytes (where clusters begin). */
struct rule {
    const struct nb_flow *flow;
    const struct nb_segment *segment;
    float *widths; /* em, by byte, with that of the whole behind them */
    uint32_t *clusters;
};

static enum nb_status make_rule(struct rule *rule)
{
    const struct nb_segment *segment = rule->segment;
    size_t len = segment->to - segment->from;
    rule->widths = nb_arena_array(rule->flow->scratch, len + 1, sizeof *rule->widths);
    rule->clusters =
        nb_arena_array(rule->flow->scratch, len + 1, sizeof *rule->clusters);
    if (!rule->widths || !rule->clusters)
        return nb_arena_status(rule->flow->scratch);
    for (uint32_t p = 0; p < segment->word->part_count; p++) {
        const struct nb_word_part *part = &segment->word->parts[p];
        for (uint32_t g = 0; g < part->glyph_count; g++) {
            const struct nb_em_glyph *glyph = &part->glyphs[g];
            rule->widths[glyph->cluster + 1] += glyph->advance;
            rule->clusters[glyph->cluster + 1] = 1;
        }
    }
    for (size_t i = 1; i <= len; i++) {
        rule->widths[i] += rule->widths[i - 1];
        rule->clusters[i] += rule->clusters[i - 1];
    }
    return NB_OK;
}

/* The sums before the byte `at` (from the segment's start). */
static struct nb_sums sums_at(const struct finder *finder, const struct rule *rule,
                              uint32_t at)
{
    const struct nb_style_run *run = &rule->flow->runs[rule->segment->run];
    struct nb_sums sums = finder->sums;
    double clusters = rule->clusters[at];
    sums.width += (double)rule->widths[at] * run->size +
                  clusters * run->span->style->letter_spacing;
    if (rule->segment->flex > 0)
        sums.flex +=
            (NB_GLYPH_FLEX * (double)rule->widths[at] + NB_SPACING_FLEX * clusters) *
            run->size;
    if (nb_script_spreads(rule->segment->script))
        sums.stretch += clusters * GAP_STRETCH * run->size;
    return sums;
}

static bool is_address(struct nb_str word)
{
    if (!memchr(word.data, '/', word.len))
        return nb_str_starts(word, NB_STR("www."));
    if (nb_str_find(word, NB_STR("://")) > 0 || nb_str_starts(word, NB_STR("www.")))
        return true;
    /* "example.org/a/b" */
    ptrdiff_t slash = nb_str_find(word, NB_STR("/")),
              dot = nb_str_find(word, NB_STR("."));
    return dot > 0 && slash > dot + 2 && word.len > LONGEST_WORD;
}

/* Whether a line may end before byte `at` of a word that the text's own rules leave whole. */
static bool address_break(struct nb_str word, uint32_t at)
{
    return at > 3 && at + 3 < word.len && strchr("/.?&=_-#", word.data[at - 1]) &&
           !strchr("/.?&=_-#", word.data[at]);
}

static bool ends_in_hyphen(struct nb_str word, uint32_t at)
{
    return word.data[at - 1] == '-' ||
           (at >= 3 && memcmp(word.data + at - 3, "\xE2\x80\x90", 3) == 0);
}

static bool ends_in_soft_hyphen(struct nb_str word, uint32_t at)
{
    return at >= 2 && memcmp(word.data + at - 2, "\xC2\xAD", 2) == 0;
}

/* What kind of break stands before byte `at` of a segment's text; false if none does. `hyphens`
 * has a bit for each place where it may be hyphenated. */
static bool point_before(const struct finder *finder, const struct nb_segment *segment,
                         struct nb_str word, bool address, uint64_t hyphens,
                         uint32_t at, struct nb_break_point *out)
{
    *out = (struct nb_break_point){.penalty = 0};
    if (finder->flow->breaks[segment->from + at] == 1) {
        if (ends_in_soft_hyphen(word, at)) {
            out->hyphen = true;
            out->penalty = HYPHEN_PENALTY;
        } else if (ends_in_hyphen(word, at)) {
            out->hyphen = true;
            out->penalty = OWN_HYPHEN_PENALTY;
            /* Headlines keep "vice-president" whole. */
            out->desperate = finder->flow->in->balance;
        }
        return true;
    }
    if (address) {
        out->penalty = ADDRESS_PENALTY;
        return address_break(word, at);
    }
    if (at < 64 && hyphens >> at & 1) {
        out->hyphen = true;
        out->penalty =
            memchr(word.data, '-', word.len) ? COMPOUND_PENALTY : HYPHEN_PENALTY;
        return true;
    }
    return false;
}

/* The breaks within a segment of text. */
static enum nb_status find_within(struct finder *finder, size_t index)
{
    struct nb_flow *flow = finder->flow;
    const struct nb_segment *segment = &flow->segments[index];
    struct nb_str word =
        nb_str_sub(flow->text, segment->from, segment->to - segment->from);
    bool address = is_address(word);
    bool wide = segment->width > flow->in->measure;
    uint64_t hyphens = segment->word->hyphens;
    bool inner = wide || address || hyphens;
    inner = inner || memchr(flow->breaks + segment->from + 1, 1, word.len - 1);
    if (!inner)
        return NB_OK;
    struct rule rule = {flow, segment, NULL, NULL};
    enum nb_status status = make_rule(&rule);
    size_hyphen(finder, index);
    for (uint32_t at = 1; status == NB_OK && at < word.len; at++) {
        struct nb_break_point point;
        if (((unsigned char)word.data[at] & 0xC0) == 0x80)
            continue;
        bool added = false;
        if (point_before(finder, segment, word, address, hyphens, at, &point)) {
            added = point.hyphen && !ends_in_hyphen(word, at);
        } else if (wide && rule.clusters[at + 1] > rule.clusters[at]) {
            point.desperate = true;
            point.penalty = DESPERATE_PENALTY;
        } else {
            continue;
        }
        struct nb_sums sums = sums_at(finder, &rule, at);
        add_break(finder, index, segment->from + at, &sums, point,
                  added ? finder->hyphen : 0);
    }
    return status;
}

/* The break between two segments of text that no space parts: where the text's rules allow it,
 * or where the line is full. */
static void pass_seam(struct finder *finder, size_t index)
{
    struct nb_flow *flow = finder->flow;
    const struct nb_segment *segment = &flow->segments[index];
    const struct nb_break_point *last = &flow->points[flow->point_count - 1];
    struct nb_break_point point = {.penalty = 0};
    if (flow->breaks[segment->from] == 1) {
        point.hyphen = ends_in_hyphen(flow->text, segment->from);
        point.penalty = point.hyphen ? OWN_HYPHEN_PENALTY : 0;
    } else if (finder->sums.width + segment->width - last->start.width >
               flow->in->measure) {
        point.desperate = true;
        point.penalty = DESPERATE_PENALTY;
    } else {
        return;
    }
    add_break(finder, index, segment->from, &finder->sums, point, 0);
}

static void pass_space(struct finder *finder, size_t index)
{
    struct nb_flow *flow = finder->flow;
    const struct nb_segment *segment = &flow->segments[index];
    struct nb_break_point point = {.end = finder->sums};
    if (index && segment[-1].kind == NB_SEGMENT_TEXT) {
        point.end.words++;
        if (nb_script_spreads(segment[-1].script))
            point.end.stretch -= GAP_STRETCH * flow->runs[segment[-1].run].size;
    }
    finder->sums.width += segment->width;
    finder->sums.stretch += segment->stretch;
    finder->sums.shrink += segment->shrink;
    finder->sums.flex += segment->flex;
    finder->sums.words++;
    point.start = finder->sums;
    enum nb_tie tie = nb_flow_tie(flow, segment->from, segment->to);
    point.desperate = tie == NB_TIE_WORDS;
    point.penalty = point.desperate ? TIE_PENALTY : 0;
    if (!segment->no_break && flow->breaks[segment->to] == 1 && tie <= NB_TIE_WORDS)
        add_point(
            finder, &point,
            (struct nb_flow_place){.end_segment = (uint32_t)(index ? index - 1 : 0),
                                   .end = segment->from,
                                   .start_segment = (uint32_t)(index + 1),
                                   .start = segment->to});
}

static void pass_newline(struct finder *finder, size_t index)
{
    const struct nb_segment *segment = &finder->flow->segments[index];
    struct nb_break_point point = {.forced = true};
    finder->sums.words++;
    point.start = point.end = finder->sums;
    add_point(finder, &point,
              (struct nb_flow_place){.end_segment = (uint32_t)(index ? index - 1 : 0),
                                     .end = segment->from,
                                     .start_segment = (uint32_t)(index + 1),
                                     .start = segment->to});
}

enum nb_status nb_flow_points(struct nb_flow *flow)
{
    struct finder finder = {.flow = flow, .hangs = nb_flow_hangs(flow)};
    flow->breaks = nb_arena_alloc(flow->scratch, flow->text.len + 1);
    if (!flow->breaks)
        return nb_arena_status(flow->scratch);
    finder.status = nb_unicode_line_breaks(flow->text, flow->in->lang, flow->breaks);
    add_point(&finder, &(struct nb_break_point){.forced = true},
              (struct nb_flow_place){.start = 0});
    for (size_t i = 0; i < flow->segment_count && finder.status == NB_OK; i++) {
        const struct nb_segment *segment = &flow->segments[i];
        switch (segment->kind) {
        case NB_SEGMENT_SPACE:
            pass_space(&finder, i);
            break;
        case NB_SEGMENT_NEWLINE:
            pass_newline(&finder, i);
            break;
        case NB_SEGMENT_TEXT:
            if (i && segment[-1].kind == NB_SEGMENT_TEXT)
                pass_seam(&finder, i);
            finder.status = finder.status ? finder.status : find_within(&finder, i);
            finder.sums.width += segment->width;
            finder.sums.stretch += segment->stretch;
            finder.sums.flex += segment->flex;
            break;
        }
    }
    finder.sums.words++;
    add_point(&finder,
              &(struct nb_break_point){
                  .end = finder.sums, .start = finder.sums, .forced = true},
              (struct nb_flow_place){.end_segment = (uint32_t)(flow->segment_count - 1),
                                     .end = (uint32_t)flow->text.len,
                                     .start_segment = (uint32_t)flow->segment_count,
                                     .start = (uint32_t)flow->text.len});
    return finder.status;
}
