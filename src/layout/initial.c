/* Initials: set at the size of the text, then scaled, so that its own proportions say how high it
 * must be. */
#include "layout/initial.h"

#include "base/str.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* What is between an initial and the text beside it, em of the text. */
#define GAP 0.3
/* An initial takes no more of the measure than this. */
#define MOST_PART 0.4
/* Ink below the baseline, em of the initial, that needs room in the next line. */
#define DEEP 0.06

enum { MOST_LINES = 6 };

/* The bytes of a capital letter with its marks at the text's start, and the spaces behind it: 0
 * when it starts otherwise. */
static size_t measure_letter(struct nb_str text, size_t *letter)
{
    const char *p = text.data, *end = p + text.len;
    size_t len;
    if (p == end)
        return 0;
    unsigned c = nb_utf8_decode(p, end, &len);
    if (nb_unicode_lower(c) == c)
        return 0;
    p += len;
    while (p < end && nb_unicode_is_mark(nb_utf8_decode(p, end, &len)))
        p += len;
    *letter = (size_t)(p - text.data);
    while (p < end && nb_ascii_space(*p))
        p++;
    return (size_t)(p - text.data);
}

/* The ink of the letter's glyphs, font units. */
struct ink {
    double left, right, bottom;
};

static void add_point(struct ink *ink, double x, double y)
{
    ink->left = fmin(ink->left, x);
    ink->right = fmax(ink->right, x);
    ink->bottom = fmin(ink->bottom, y);
}
static void to_point(void *user, double x, double y)
{
    add_point(user, x, y);
}

static void by_quad(void *user, double x1, double y1, double x, double y)
{
    (void)x1;
    (void)y1;
    add_point(user, x, y);
}

static void by_cubic(void *user, double x1, double y1, double x2, double y2, double x,
                     double y)
{
    (void)x1;
    (void)y1;
    (void)x2;
    (void)y2;
    add_point(user, x, y);
}

static void nothing(void *user)
{
    (void)user;
}

/* The ink of a glyph; curves of a face have points where they reach furthest. */
static struct ink ink_of(const struct nb_font *font, uint32_t glyph)
{
    static const struct nb_outline pen = {to_point, to_point, by_quad, by_cubic,
                                          nothing};
    struct ink ink = {HUGE_VAL, -HUGE_VAL, 0};
    nb_font_outline(font, glyph, &pen, &ink);
    return ink;
}

/* Sets the letter at the size of the text: one glyph of one run, or nothing. */
static struct nb_line *set_letter(struct nb_galley *galley, const struct nb_para_in *in,
                                  size_t len)
{
    struct nb_style style = *in->spans[0].style;
    struct nb_span span = in->spans[0];
    style.align = NB_ALIGN_LEFT;
    style.letter_spacing = 0;
    span.len = len;
    span.style = &style;
    struct nb_para_in letter = *in;
    letter.spans = &span;
    letter.span_count = 1;
    letter.style = &style;
    letter.no_indent = true;
    letter.balance = false;
    struct nb_para para;
    if (!nb_galley_set(galley, &letter, &para) || para.line_count != 1)
        return NULL;
    const struct nb_run *run = para.lines[0].runs;
    bool plain = run && !run->next && run->glyph_count == 1 && !run->offsets;
    return plain ? para.lines : NULL;
}

/* Gives the letter its size; how wide it is then with the gap behind it, 0 when it has no ink. */
static double enlarge(struct nb_arena *arena, struct nb_initial *initial,
                      const struct nb_para_in *in, bool *deep)
{
    struct nb_run *run = initial->line->runs;
    const struct nb_font_info *info = nb_font_info(run->font);
    struct ink ink = ink_of(run->font, run->glyphs[0].id);
    double em = info->upem, text = in->style->font_size;
    struct nb_glyph *glyph = nb_arena_alloc(arena, sizeof *glyph);
    if (!glyph || em <= 0 || ink.right <= ink.left)
        return 0;
    double capital = info->cap_height > 0 ? info->cap_height / em : 0.7;
    double size = text + (initial->lines - 1) * in->style->line_height / capital;
    *glyph = run->glyphs[0];
    glyph->advance *= (float)size / run->size;
    run->glyphs = glyph;
    run->size = (float)size;
    run->spacing = 0;
    run->stretch = 1;
    initial->line->width = (ink.right - ink.left) / em * size;
    initial->x = -ink.left / em * size;
    *deep = ink.bottom < -DEEP * em;
    return initial->line->width + GAP * text;
}

static bool may_begin(const struct nb_para_in *in)
{
    const struct nb_span *span = in->span_count ? &in->spans[0] : NULL;
    return span && !in->rtl && !span->uri && !span->anchor &&
           !span->style->superscript && !span->style->subscript;
}

void nb_initial_take(struct nb_galley *galley, struct nb_para_in *in,
                     struct nb_initial *initial)
{
    size_t letter = 0, taken = 0;
    if (may_begin(in))
        taken = measure_letter((struct nb_str){in->spans[0].text, in->spans[0].len},
                               &letter);
    if (taken == 0 || taken == in->spans[0].len)
        return;
    struct nb_span *spans = nb_galley_scratch(galley, in->span_count, sizeof *spans);
    char *text = nb_arena_alloc(galley->compositor->arena, letter + 1);
    struct nb_line *line = spans && text ? set_letter(galley, in, letter) : NULL;
    if (!line)
        return;
    bool deep = false;
    *initial = (struct nb_initial){.line = line,
                                   .lines = in->style->initial_letter < MOST_LINES
                                                ? in->style->initial_letter
                                                : MOST_LINES,
                                   .taken = text,
                                   .taken_len = letter + (taken > letter),
                                   .spans = in->spans,
                                   .no_indent = in->no_indent};
    double width = enlarge(galley->compositor->arena, initial, in, &deep);
    if (width <= 0 || width > MOST_PART * in->measure) {
        initial->line = NULL;
        return;
    }
    memcpy(text, in->spans[0].text, letter);
    text[letter] = ' ';
    memcpy(spans, in->spans, in->span_count * sizeof *spans);
    spans[0].text += taken;
    spans[0].len -= taken;
    in->spans = spans;
    in->initial = width;
    in->beside = initial->lines + deep;
    in->no_indent = true;
}

void nb_initial_give_back(struct nb_para_in *in, struct nb_initial *initial)
{
    in->spans = initial->spans;
    in->no_indent = initial->no_indent;
    in->beside = 0;
    initial->line = NULL;
}

/* Puts the letter before the text of the run that goes on with it: the first glyph stands for
 * both, and the large one for nothing. */
static void join_text(struct nb_arena *arena, const struct nb_initial *initial,
                      struct nb_run *run)
{
    size_t len = initial->taken_len + run->text_len;
    char *text = nb_arena_alloc(arena, len + 1);
    struct nb_glyph *glyphs = nb_arena_array(arena, run->glyph_count, sizeof *glyphs);
    if (!text || !glyphs || len > UINT16_MAX)
        return;
    memcpy(text, initial->taken, initial->taken_len);
    memcpy(text + initial->taken_len, run->text, run->text_len);
    memcpy(glyphs, run->glyphs, run->glyph_count * sizeof *glyphs);
    for (size_t i = 0; i < run->glyph_count; i++)
        if (glyphs[i].cluster > 0)
            glyphs[i].cluster = (uint16_t)(glyphs[i].cluster + initial->taken_len);
    run->text = text;
    run->text_len = len;
    run->glyphs = glyphs;
    initial->line->runs->said = true;
}

/* Moves an item's last piece before its others: it is read first. */
static void move_to_front(struct nb_item *item, struct nb_piece *piece)
{
    struct nb_piece *before = item->pieces;
    while (before != piece && before->next != piece)
        before = before->next;
    if (before == piece)
        return;
    before->next = NULL;
    item->last = before;
    piece->next = item->pieces;
    item->pieces = piece;
}

void nb_initial_place(struct nb_galley *galley, size_t from,
                      const struct nb_initial *initial, struct nb_para *para,
                      unsigned beside, double left)
{
    struct nb_run *first = para->lines[0].runs;
    for (size_t i = 0; i < para->line_count; i++)
        for (struct nb_run *run = para->lines[i].runs; run; run = run->next)
            run->at += (uint32_t)initial->taken_len;
    if (first && !first->rtl && first->at == initial->taken_len)
        join_text(galley->compositor->arena, initial, first);
    for (size_t i = from; i < galley->count && i + 1 < from + beside; i++)
        galley->items[i].keep = true;
    struct nb_item *item = &galley->items[from];
    double y = item->pieces ? item->pieces->y : 0;
    y += (initial->lines - 1) * para->line_height;
    struct nb_piece *piece =
        nb_galley_piece(galley, item, NB_PIECE_LINE, left + initial->x, y);
    if (!piece)
        return;
    piece->line = initial->line;
    move_to_front(item, piece);
}
