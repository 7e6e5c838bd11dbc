/* Text in a content stream: runs become TJ operators with two-byte strings. Kerning and
 * justification are adjustments between glyphs in 1/1000 em. They are computed from where the
 * pen should be and where a reader of the file has it, so that roundings never add up; an
 * adjustment too small to be seen waits until it has grown.
 *
 * Where the glyphs' own texts do not say what the run says, ActualText does (ISO 32000-1,
 * 14.9.4). */
#include "write/pdf.h"

#include <math.h>

enum { GLYPH_ROOM = 32 }; /* bytes that one glyph and its adjustment can take */

struct show {
    const struct nb_pdf_fonts *fonts;
    const struct nb_pdf_font *font;
    const struct nb_run *run;
    struct nb_buf *out;
    double scale;       /* pt to 1/1000 em */
    double wanted;      /* where the pen should be, 1/1000 em from the run's start */
    long pen;           /* where it is */
    long last_gap;      /* the adjustment behind the last space */
    double least;       /* an adjustment smaller than this waits */
    long rise;          /* 1/100 pt */
    bool array, string, /* open */
        after_space;
};

long nb_pdf_hundredths(double points)
{
    return lround(points * 100);
}

void nb_pdf_number(struct nb_buf *out, long hundredths)
{
    nb_buf_real(out, (double)hundredths / 100, 2);
}

static bool same_color(struct nb_rgb a, struct nb_rgb b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b;
}

void nb_pdf_color(struct nb_pdf_state *state, struct nb_rgb color, struct nb_buf *out)
{
    if (state->has_color && same_color(state->color, color))
        return;
    state->has_color = true;
    state->color = color;
    nb_buf_real(out, color.r / 255.0, 3);
    if (color.r == color.g && color.g == color.b) {
        nb_buf_puts(out, " g\n");
        return;
    }
    nb_buf_putc(out, ' ');
    nb_buf_real(out, color.g / 255.0, 3);
    nb_buf_putc(out, ' ');
    nb_buf_real(out, color.b / 255.0, 3);
    nb_buf_puts(out, " rg\n");
}

static void close_string(struct show *show)
{
    if (show->string)
        nb_buf_putc(show->out, ')');
    show->string = false;
}

static void close_array(struct show *show)
{
    close_string(show);
    if (show->array)
        nb_buf_add(show->out, "]TJ\n", 4);
    show->array = false;
}

static char *put_code(char *p, unsigned char byte)
{
    if (byte == '(' || byte == ')' || byte == '\\')
        *p++ = '\\';
    if (byte == '\r') {
        *p++ = '\\';
        byte = 'r';
    }
    *p++ = (char)byte;
    return p;
}

/* Moves the pen within the array; the caller has made room. */
static void adjust(struct show *show, long by)
{
    if (show->string)
        show->out->data[show->out->len++] = ')';
    show->string = false;
    if (!show->array)
        show->out->data[show->out->len++] = '[';
    show->array = true;
    nb_buf_int(show->out, -by);
    show->pen += by;
}

/* The adjustment that the next glyph needs, 0 for none: justification repeats the last one as
 * long as that is near enough, which packs better. */
static long adjustment(const struct show *show, double offset)
{
    double gap = show->wanted + offset - (double)show->pen;
    if (show->after_space && show->last_gap &&
        fabs(gap - (double)show->last_gap) < show->least)
        return show->last_gap;
    return fabs(gap) < show->least ? 0 : lround(gap);
}

static void put_glyph(struct show *show, const struct nb_glyph *glyph)
{
    long rise = nb_pdf_hundredths((double)glyph->dy);
    if (rise != show->rise) {
        close_array(show);
        nb_pdf_number(show->out, rise);
        nb_buf_puts(show->out, " Ts\n");
        show->rise = rise;
    }
    if (!nb_buf_reserve(show->out, GLYPH_ROOM))
        return;
    long by = adjustment(show, (double)glyph->dx * show->scale);
    if (by)
        adjust(show, by);
    if (show->after_space)
        show->last_gap = by;
    char *p = nb_buf_reserve(show->out, GLYPH_ROOM);
    if (!p)
        return;
    if (!show->array)
        *p++ = '[';
    if (!show->string)
        *p++ = '(';
    show->array = show->string = true;
    p = put_code(p, (unsigned char)(glyph->id >> 8));
    p = put_code(p, (unsigned char)(glyph->id & 0xFF));
    show->out->len = (size_t)(p - show->out->data);
    show->pen += show->font->glyphs[glyph->id].width;
    show->wanted += (double)glyph->advance * show->scale;
    show->after_space = glyph->id == show->font->space;
}

static void put_glyphs(struct show *show, const struct nb_pdf_cluster *cluster)
{
    for (size_t i = cluster->first; i < cluster->end; i++) {
        if (show->run->glyphs[i].id < show->font->glyph_count)
            put_glyph(show, &show->run->glyphs[i]);
    }
}

static void open_span(struct show *show, struct nb_str text)
{
    struct nb_buf visible = NB_BUF_INIT;
    close_array(show);
    nb_pdf_visible(&visible, text);
    nb_buf_puts(show->out, "/Span<</ActualText");
    nb_pdf_text(show->out, nb_buf_view(&visible));
    nb_buf_puts(show->out, ">>BDC\n");
    if (visible.status != NB_OK)
        show->out->status = visible.status;
    nb_buf_free(&visible);
}

static void close_span(struct show *show)
{
    close_array(show);
    nb_buf_puts(show->out, "EMC\n");
}

/* A cluster of characters that are never seen shows nothing. */
static bool is_unseen(const struct nb_pdf_cluster *cluster)
{
    return cluster->count == 0 && cluster->text.len > 0;
}

/* The clusters of a left-to-right run; neighbours whose glyphs do not say their text share
 * one span. The hyphen of a broken word is a soft one. */
static void show_clusters(struct show *show)
{
    const struct nb_run *run = show->run;
    struct nb_pdf_cluster cluster;
    size_t at = 0;
    while (nb_pdf_next_cluster(run, &at, &cluster)) {
        if (is_unseen(&cluster)) {
            for (size_t i = cluster.first; i < cluster.end; i++)
                show->wanted += (double)run->glyphs[i].advance * show->scale;
            continue;
        }
        if (nb_pdf_font_says(show->fonts, show->font, run, &cluster)) {
            put_glyphs(show, &cluster);
            continue;
        }
        struct nb_pdf_cluster next = cluster;
        size_t ahead = at;
        while (cluster.text.len && nb_pdf_next_cluster(run, &ahead, &next) &&
               next.text.len &&
               (is_unseen(&next) ||
                !nb_pdf_font_says(show->fonts, show->font, run, &next))) {
            cluster.end = next.end;
            cluster.text.len =
                (size_t)(next.text.data + next.text.len - cluster.text.data);
            at = ahead;
        }
        open_span(show, cluster.text);
        put_glyphs(show, &cluster);
        close_span(show);
    }
}

/* A right-to-left run as one span: its glyphs stand from left to right. */
static void show_reversed(struct show *show)
{
    struct nb_pdf_cluster all = {.end = show->run->glyph_count};
    open_span(show, (struct nb_str){show->run->text, show->run->text_len});
    put_glyphs(show, &all);
    close_span(show);
}

static void set_font(const struct nb_run *run, const struct nb_pdf_font *font,
                     struct nb_pdf_state *state, struct nb_buf *out)
{
    float stretch = run->stretch > 0 ? run->stretch : 1;
    if (state->font != font || fabsf(state->size - run->size) > 0.001F) {
        nb_buf_puts(out, "/F");
        nb_buf_int(out, font->name);
        nb_buf_putc(out, ' ');
        nb_buf_real(out, (double)run->size, 3);
        nb_buf_puts(out, " Tf\n");
    }
    if (fabsf(state->stretch - stretch) > 0.0001F) {
        nb_buf_real(out, (double)stretch * 100, 2);
        nb_buf_puts(out, " Tz\n");
    }
    state->font = font;
    state->size = run->size;
    state->stretch = stretch;
}

void nb_pdf_show(const struct nb_pdf_fonts *fonts, const struct nb_run *run,
                 struct nb_pdf_state *state, struct nb_buf *out)
{
    const struct nb_pdf_font *font = nb_pdf_fonts_find(fonts, run->font);
    if (!font || !run->glyph_count || !(run->size > 0))
        return;
    nb_pdf_color(state, run->color, out);
    set_font(run, font, state, out);
    long x = nb_pdf_hundredths((double)run->x);
    long y = nb_pdf_hundredths(state->height - (double)run->y);
    nb_pdf_number(out, x - state->x);
    nb_buf_putc(out, ' ');
    nb_pdf_number(out, y - state->y);
    nb_buf_puts(out, " Td\n");
    state->x = x;
    state->y = y;
    struct show show = {.fonts = fonts, .font = font, .run = run, .out = out};
    show.scale = 1000.0 / ((double)run->size * (double)state->stretch);
    show.least = run->size > 10 ? 40 / (double)run->size : 4; /* 0.04 pt at most */
    if (show.least < 1)
        show.least = 1;
    if (run->rtl)
        show_reversed(&show);
    else
        show_clusters(&show);
    if (run->space_after && font->space) {
        struct nb_glyph space = {.id = font->space};
        show.after_space = false;
        put_glyph(&show, &space);
    }
    close_array(&show);
    if (show.rise)
        nb_buf_puts(out, "0 Ts\n");
}
