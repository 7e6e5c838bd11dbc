/* Segments of one script, direction and style. Characters that belong to no script (punctuation,
 * digits) take that of both their neighbours, or where these differ the paragraph's own.
 * Directions are those of the Unicode Bidirectional Algorithm, by FriBidi. */
#include "layout/setter.h"

#include "base/lang.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <fribidi.h>

#include <string.h>

#define LATN NB_SCRIPT('L', 'a', 't', 'n')
#define ZYYY NB_SCRIPT('Z', 'y', 'y', 'y')
#define ZINH NB_SCRIPT('Z', 'i', 'n', 'h')
#define HANI NB_SCRIPT('H', 'a', 'n', 'i')
#define HIRA NB_SCRIPT('H', 'i', 'r', 'a')
#define KANA NB_SCRIPT('K', 'a', 'n', 'a')

/* The text by characters; NULL arrays when all of it is Latin from left to right. */
struct chars {
    FriBidiChar *codes;
    uint32_t *scripts;
    FriBidiLevel *levels;
    size_t count;
};

/* Whether all bytes are of Latin letters and common punctuation. */
static bool is_plain(struct nb_str text)
{
    const unsigned char *p = (const unsigned char *)text.data, *end = p + text.len;
    while (p < end) {
        if (*p < 0x80)
            p++;
        else if (*p >= 0xC2 && *p <= 0xC9 && p + 1 < end)
            p += 2;
        else if (p + 2 < end && p[0] == 0xE2 && p[1] == 0x80 &&
                 ((p[2] >= 0x90 && p[2] <= 0xA7) || p[2] == 0xAF))
            p += 3;
        else
            return false;
    }
    return true;
}

/* ---- scripts ---- */

static void decode(const struct nb_flow *flow, struct chars *chars)
{
    const char *p = flow->text.data, *end = p + flow->text.len;
    for (size_t len; p < end; p += len) {
        unsigned c = nb_utf8_decode(p, end, &len);
        chars->codes[chars->count] = c == '\n' ? 0x2028 : c;
        chars->scripts[chars->count++] = nb_unicode_script(c);
    }
}

static bool is_neutral(uint32_t script)
{
    return script == ZYYY || script == ZINH;
}

/* In text that is not Chinese, ideographs next to kana are Japanese: they become one script,
 * so that they are set in one face. In Japanese all of them do. */
static void join_japanese(const struct nb_flow *flow, struct chars *chars)
{
    const char *lang = flow->in->lang;
    if (nb_lang_same(lang, "zh") || nb_lang_same(lang, "ko"))
        return;
    bool kana = nb_lang_same(lang, "ja");
    for (size_t i = 0; i < chars->count && !kana; i++)
        kana = chars->scripts[i] == HIRA || chars->scripts[i] == KANA;
    for (size_t i = 0; i < chars->count && kana; i++)
        if (chars->scripts[i] == HANI || chars->scripts[i] == KANA)
            chars->scripts[i] = HIRA;
}

/* The script that most characters have. */
static uint32_t main_script(const struct chars *chars)
{
    enum { KNOWN = 8 };
    uint32_t scripts[KNOWN] = {LATN};
    size_t counts[KNOWN] = {0}, known = 1, best = 0;
    for (size_t i = 0; i < chars->count; i++) {
        size_t k = 0;
        if (is_neutral(chars->scripts[i]))
            continue;
        while (k < known && scripts[k] != chars->scripts[i])
            k++;
        if (k == known && known < KNOWN)
            scripts[known++] = chars->scripts[i];
        if (k < known)
            counts[k]++;
    }
    for (size_t k = 1; k < known; k++)
        if (counts[k] > counts[best])
            best = k;
    return scripts[best];
}

/* Gives a script to characters that have none of their own. */
static void resolve_scripts(struct chars *chars)
{
    uint32_t own = main_script(chars), before = 0;
    for (size_t i = 0; i < chars->count;) {
        if (!is_neutral(chars->scripts[i])) {
            before = chars->scripts[i++];
            continue;
        }
        if (chars->scripts[i] == ZINH && before) { /* marks stay with their base */
            chars->scripts[i++] = before;
            continue;
        }
        size_t to = i;
        while (to < chars->count && is_neutral(chars->scripts[to]))
            to++;
        uint32_t after = to < chars->count ? chars->scripts[to] : 0;
        uint32_t script = own;
        if (before && (after == before || !after || (before != own && after != own)))
            script = before;
        else if (!before && after)
            script = after;
        while (i < to)
            chars->scripts[i++] = script;
    }
}

/* ---- directions ---- */

static bool needs_bidi(const struct nb_flow *flow, const struct chars *chars)
{
    bool needed = flow->in->rtl;
    for (size_t i = 0; i < chars->count && !needed; i++) {
        FriBidiChar c = chars->codes[i];
        needed = (c >= 0x590 && c < 0x900) || (c >= 0xFB1D && c < 0xFF00) ||
                 (c >= 0x10800 && c < 0x11000) || (c >= 0x1E800 && c < 0x1F000) ||
                 (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                 (c >= 0x2066 && c <= 0x2069);
    }
    return needed;
}

static enum nb_status find_levels(struct nb_flow *flow, struct chars *chars)
{
    chars->levels = nb_arena_array(flow->scratch, chars->count, sizeof *chars->levels);
    if (!chars->levels)
        return nb_arena_status(flow->scratch);
    if (!needs_bidi(flow, chars))
        return NB_OK;
    FriBidiCharType *types = nb_arena_array(flow->scratch, chars->count, sizeof *types);
    FriBidiBracketType *brackets =
        nb_arena_array(flow->scratch, chars->count, sizeof *brackets);
    if (!types || !brackets)
        return nb_arena_status(flow->scratch);
    FriBidiStrIndex count = (FriBidiStrIndex)chars->count;
    FriBidiParType base = flow->in->rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    fribidi_get_bidi_types(chars->codes, count, types);
    fribidi_get_bracket_types(chars->codes, count, types, brackets);
    if (fribidi_get_par_embedding_levels_ex(types, brackets, count, &base,
                                            chars->levels) == 0)
        return NB_NOMEM;
    return NB_OK;
}

/* ---- segments ---- */

static enum nb_segment_kind kind_of(struct nb_str rest, size_t *len, bool *no_break)
{
    *no_break = false;
    *len = 1;
    if (rest.data[0] == '\n')
        return NB_SEGMENT_NEWLINE;
    if (rest.data[0] == ' ')
        return NB_SEGMENT_SPACE;
    if (rest.len > 1 && rest.data[0] == '\xC2' && rest.data[1] == '\xA0') {
        *no_break = true;
        *len = 2;
        return NB_SEGMENT_SPACE;
    }
    (void)nb_utf8_decode(rest.data, rest.data + rest.len, len);
    return NB_SEGMENT_TEXT;
}

/* The bytes up to the next white space of any kind. */
static size_t word_length(struct nb_str rest)
{
    size_t len = 0;
    while (len < rest.len && rest.data[len] != ' ' && rest.data[len] != '\n' &&
           !(rest.data[len] == '\xC2' && len + 1 < rest.len &&
             rest.data[len + 1] == '\xA0'))
        len++;
    return len;
}

struct splitter {
    struct nb_flow *flow;
    struct chars *chars;
    size_t room;
};

static struct nb_segment *add_segment(struct splitter *splitter)
{
    struct nb_flow *flow = splitter->flow;
    if (flow->segment_count == splitter->room) {
        size_t room = splitter->room ? splitter->room * 2 : flow->text.len / 3 + 8;
        struct nb_segment *segments =
            nb_arena_room(flow->scratch, room, sizeof *segments);
        if (!segments)
            return NULL;
        if (flow->segment_count)
            memcpy(segments, flow->segments, flow->segment_count * sizeof *segments);
        flow->segments = segments;
        splitter->room = room;
    }
    return &flow->segments[flow->segment_count++];
}

static enum nb_status split(struct splitter *splitter)
{
    struct nb_flow *flow = splitter->flow;
    const struct chars *chars = splitter->chars;
    uint32_t run = 0;
    struct nb_segment *last = NULL;
    for (size_t at = 0, i = 0, len; at < flow->text.len; at += len, i++) {
        while (run + 1 < flow->run_count && at >= flow->runs[run].to)
            run++;
        bool no_break;
        enum nb_segment_kind kind =
            kind_of(nb_str_sub(flow->text, at, flow->text.len - at), &len, &no_break);
        if (kind == NB_SEGMENT_TEXT && !chars->scripts)
            len = word_length(nb_str_sub(flow->text, at, flow->runs[run].to - at));
        uint32_t script = chars->scripts ? chars->scripts[i] : LATN;
        uint8_t level = chars->levels ? (uint8_t)chars->levels[i] : 0;
        if (kind == NB_SEGMENT_TEXT && last && last->kind == NB_SEGMENT_TEXT &&
            last->run == run && last->script == script && last->level == level) {
            last->to = (uint32_t)(at + len);
            continue;
        }
        last = add_segment(splitter);
        if (!last)
            return nb_arena_status(flow->scratch);
        *last = (struct nb_segment){.kind = kind,
                                    .from = (uint32_t)at,
                                    .to = (uint32_t)(at + len),
                                    .run = run,
                                    .script = script,
                                    .level = level,
                                    .no_break = no_break};
    }
    return NB_OK;
}

enum nb_status nb_flow_itemise(struct nb_flow *flow)
{
    struct chars chars = {.count = 0};
    enum nb_status status = NB_OK;
    if (flow->in->rtl || !is_plain(flow->text)) {
        size_t room = flow->text.len + 1;
        chars.codes = nb_arena_array(flow->scratch, room, sizeof *chars.codes);
        chars.scripts = nb_arena_array(flow->scratch, room, sizeof *chars.scripts);
        if (!chars.codes || !chars.scripts)
            return nb_arena_status(flow->scratch);
        decode(flow, &chars);
        join_japanese(flow, &chars);
        resolve_scripts(&chars);
        status = find_levels(flow, &chars);
    }
    struct splitter splitter = {flow, &chars, 0};
    return status == NB_OK ? split(&splitter) : status;
}
