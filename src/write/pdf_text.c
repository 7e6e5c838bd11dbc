/* Text in a content stream: runs become strings of codes. Justification is word spacing where
 * the space has a code of one byte, kerning and all else are adjustments between glyphs in
 * 1/1000 em. They are computed from where the pen should be and where a reader of the file has
 * it, so that roundings never add up; an adjustment too small to be seen waits until it has
 * grown.
 *
 * Where the glyphs' own texts do not say what the run says, ActualText does (ISO 32000-1,
 * 14.9.4). */
#include "write/pdf.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    GLYPH_ROOM = 32, /* bytes that one glyph and its adjustment can take */
    WIDE_GAP = 80    /* 1/1000 em behind a glyph that readers may take for a space */
};

struct show {
    struct nb_pdf_state *state;
    const struct nb_pdf_fonts *fonts;
    const struct nb_pdf_font *font;
    const struct nb_run *run;
    struct nb_buf *out;
    double scale;       /* pt to 1/1000 em */
    double wanted;      /* where the pen should be, 1/1000 em from the run's start */
    double pen;         /* where it is */
    double spacing;     /* what the pen goes on behind each glyph besides its width */
    double word;        /* … behind a space, besides that */
    long last_gap;      /* the adjustment behind the last space */
    double least;       /* an adjustment smaller than this waits */
    long rise;          /* 1/100 pt */
    size_t start;       /* where the open string begins, in `out` */
    bool array, string, /* open */
        after_space;
};

long nb_pdf_hundredths(double points)
{
    return lround(points * 100);
}

void nb_pdf_number(struct nb_buf *out, long hundredths)
{
    nb_buf_fixed(out, hundredths, 2);
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

void nb_pdf_part_close(struct nb_pdf_state *state, struct nb_buf *out)
{
    if (state->open)
        nb_buf_puts(out, "EMC\n");
    state->open = false;
}

void nb_pdf_part_open(struct nb_pdf_state *state, const struct nb_str *actual,
                      struct nb_buf *out)
{
    nb_pdf_part_close(state, out);
    nb_buf_putc(out, '/');
    nb_buf_puts(out, actual ? "Span" : state->type);
    nb_buf_puts(out, "<<");
    if (state->type) {
        nb_buf_puts(out, "/MCID ");
        nb_buf_int(out, (long long)state->parts->len);
        nb_buf_putc(state->parts, actual ? NB_PDF_PART_SPAN : NB_PDF_PART_PLAIN);
    }
    if (actual) {
        nb_buf_puts(out, "/ActualText");
        nb_pdf_text(out, *actual);
    }
    nb_buf_puts(out, ">>BDC\n");
    state->open = true;
}

static void close_string(struct show *show)
{
    if (show->string)
        nb_buf_putc(show->out, ')');
    show->string = false;
}

static void close_array(struct show *show)
{
    bool string = show->string;
    close_string(show);
    if (show->array)
        nb_buf_add(show->out, "]TJ\n", 4);
    else if (string)
        nb_buf_add(show->out, "Tj\n", 3);
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

/* Moves the pen within an array, which the string begins that stood alone; the caller has made
 * room. */
static void adjust(struct show *show, long by)
{
    struct nb_buf *out = show->out;
    if (show->string)
        out->data[out->len++] = ')';
    if (!show->array && show->string) {
        memmove(out->data + show->start + 1, out->data + show->start,
                out->len - show->start);
        out->data[show->start] = '[';
        out->len++;
    } else if (!show->array) {
        out->data[out->len++] = '[';
    }
    show->string = false;
    show->array = true;
    nb_buf_int(show->out, -by);
    show->pen += (double)by;
}

/* The adjustment that a glyph at `place` needs, 0 for none: justification repeats the last
 * one as long as that is near enough, which packs better. */
static long adjustment(const struct show *show, double place)
{
    double gap = place - show->pen;
    if (show->after_space && show->last_gap &&
        fabs(gap - (double)show->last_gap) < show->least)
        return show->last_gap;
    return fabs(gap) < show->least ? 0 : lround(gap);
}

static void put_rise(struct show *show, double by)
{
    long rise = nb_pdf_hundredths(by);
    if (rise == show->rise)
        return;
    close_array(show);
    nb_pdf_number(show->out, rise);
    nb_buf_puts(show->out, " Ts\n");
    show->rise = rise;
}

/* Shows a glyph by one of its codes, `place` thousandths of an em from the run's start. */
static void put_glyph(struct show *show, uint32_t glyph, unsigned code, double place,
                      double rise)
{
    bool space = glyph == show->font->space;
    if (rise != 0 || show->rise)
        put_rise(show, rise);
    if (show->state->type && !show->state->open)
        nb_pdf_part_open(show->state, NULL, show->out);
    if (!nb_buf_reserve(show->out, GLYPH_ROOM))
        return;
    long by = adjustment(show, place);
    if (by)
        adjust(show, by);
    if (show->after_space)
        show->last_gap = by;
    char *p = show->out->data + show->out->len;
    if (!show->string) {
        show->start = show->out->len;
        *p++ = '(';
    }
    show->string = true;
    if (code > 0xFF || show->font->wide)
        p = put_code(p, (unsigned char)(code >> 8));
    p = put_code(p, (unsigned char)(code & 0xFF));
    show->out->len = (size_t)(p - show->out->data);
    show->pen += show->font->glyphs[glyph].width + show->spacing;
    if (space)
        show->pen += show->word;
    show->after_space = space;
}

/* What of a cluster is shown; the pen goes over all of it. */
enum part { WHOLE, NOTHING, LETTERS, MARKS };

/* Readers would take the move to a mark, and back, for the end of a word: so marks are shown
 * behind the run. */
static bool is_shown(const struct show *show, const struct nb_pdf_cluster *cluster,
                     size_t glyph, enum part part)
{
    if (show->run->glyphs[glyph].id >= show->font->glyph_count)
        return false;
    switch (part) {
    case WHOLE:
        return true;
    case NOTHING:
        return false;
    case LETTERS:
        return !nb_pdf_is_mark(show->run, cluster, glyph);
    case MARKS:
        return nb_pdf_is_mark(show->run, cluster, glyph);
    }
    return false;
}

/* The code of a cluster's glyph: within a span that of its variant, if it has one. */
static unsigned code_of(const struct show *show, const struct nb_pdf_cluster *cluster,
                        size_t glyph, bool span)
{
    uint32_t id = show->run->glyphs[glyph].id;
    const unsigned *chars;
    unsigned code = 0;
    if (span) {
        size_t count = nb_pdf_share(show->run, cluster, glyph, &chars);
        code = nb_pdf_variant(show->font, id, chars, count);
    }
    return code ? code : show->font->glyphs[id].code;
}

static void take_cluster(struct show *show, const struct nb_pdf_cluster *cluster,
                         enum part part, bool span)
{
    for (size_t i = cluster->first; i < cluster->end; i++) {
        const struct nb_glyph *glyph = &show->run->glyphs[i];
        struct nb_offset offset = nb_run_offset(show->run, i);
        if (is_shown(show, cluster, i, part))
            put_glyph(show, glyph->id, code_of(show, cluster, i, span),
                      show->wanted + (double)offset.x * show->scale, (double)offset.y);
        show->wanted += (double)glyph->advance * show->scale;
    }
}

static void open_span(struct show *show, struct nb_str text)
{
    close_array(show);
    nb_pdf_part_open(show->state, &text, show->out);
}

/* Of a text without what is never seen. */
static void open_visible(struct show *show, struct nb_str text)
{
    struct nb_buf visible = NB_BUF_INIT;
    nb_pdf_visible(&visible, text);
    open_span(show, nb_buf_view(&visible));
    if (visible.status != NB_OK)
        show->out->status = visible.status;
    nb_buf_free(&visible);
}

static void close_span(struct show *show)
{
    close_array(show);
    nb_pdf_part_close(show->state, show->out);
}

/* A cluster of characters that are never seen shows nothing. */
static bool is_unseen(const struct nb_pdf_cluster *cluster)
{
    return cluster->count == 0 && cluster->text.len > 0;
}

/* Behind a glyph. Letters set wide, and ideographs that justification has parted: with no space
 * between them in the text, a span keeps readers from seeing one. */
static inline bool has_wide_gap(const struct show *show, size_t at)
{
    const struct nb_glyph *glyph = &show->run->glyphs[at];
    if (glyph->id >= show->font->glyph_count ||
        (double)glyph->advance * show->scale <=
            show->font->glyphs[glyph->id].width + WIDE_GAP)
        return false;
    return !show->run->rtl && at + 1 < show->run->glyph_count &&
           glyph->id != show->font->space && glyph[1].id != show->font->space;
}

static bool has_marks(const struct nb_run *run, const struct nb_pdf_cluster *cluster)
{
    for (size_t i = cluster->first; i < cluster->end; i++)
        if (nb_pdf_is_mark(run, cluster, i))
            return true;
    return false;
}

/* A letter's span says its marks too. */
static bool needs_span(const struct show *show, const struct nb_pdf_cluster *cluster)
{
    if (is_unseen(cluster))
        return false;
    if (has_wide_gap(show, cluster->end - 1) || has_marks(show->run, cluster))
        return true;
    return !nb_pdf_font_says(show->fonts, show->font, show->run, cluster);
}

/* Joins `more`, which follows. */
static void join(struct nb_pdf_cluster *cluster, const struct nb_pdf_cluster *more)
{
    cluster->text.len += more->text.len;
    cluster->end = more->end;
}

/* Glyphs that do not say their text, with their neighbours that do not either, in one span;
 * from right to left each by itself, since readers turn the order of spans round, not that of
 * their characters. The hyphen of a broken word is a soft one. */
static void show_span(struct show *show, struct nb_pdf_cluster cluster, size_t *at)
{
    struct nb_pdf_cluster next;
    size_t ahead = *at, from = cluster.first;
    if (!cluster.text.len) {
        open_span(show, NB_STR("\xC2\xAD"));
    } else {
        bool wide = has_wide_gap(show, cluster.end - 1);
        while (!show->run->rtl && nb_pdf_next_cluster(show->run, &ahead, &next) &&
               next.text.len && (wide || needs_span(show, &next))) {
            wide = has_wide_gap(show, next.end - 1);
            join(&cluster, &next);
            *at = ahead;
        }
        open_visible(show, cluster.text);
    }
    while (nb_pdf_next_cluster(show->run, &from, &next) && next.end <= cluster.end)
        take_cluster(show, &next, LETTERS, true);
    close_span(show);
}

/* The marks of a run, which its letters have said. */
static void show_marks(struct show *show)
{
    struct nb_pdf_cluster cluster;
    size_t at = 0;
    show->wanted = 0;
    open_span(show, NB_STR(""));
    while (nb_pdf_next_cluster(show->run, &at, &cluster))
        take_cluster(show, &cluster, is_unseen(&cluster) ? NOTHING : MARKS, true);
    close_span(show);
}

/* The hyphen of a broken word, by the code that says it is a soft one; false where the font has
 * none for this glyph. */
static bool show_soft_hyphen(struct show *show, const struct nb_pdf_cluster *cluster)
{
    const struct nb_glyph *glyph = &show->run->glyphs[cluster->first];
    if (cluster->text.len || !show->font->soft_hyphen ||
        glyph->id != show->font->hyphen || cluster->end - cluster->first > 1)
        return false;
    struct nb_offset offset = nb_run_offset(show->run, cluster->first);
    put_glyph(show, glyph->id, show->font->soft_hyphen,
              show->wanted + (double)offset.x * show->scale, (double)offset.y);
    show->wanted += (double)glyph->advance * show->scale;
    return true;
}

/* Adds to the open string, from glyph `at` on, those that are like most by far: they show one
 * character of ASCII, say that, have a code of one byte, and stand where the pen is. Returns the
 * first that does not. */
static size_t show_plain(struct show *show, size_t at)
{
    const struct nb_run *run = show->run;
    const struct nb_pdf_font *font = show->font;
    char *p = nb_buf_reserve(show->out, 2 * run->glyph_count);
    unsigned c;
    if (!show->string || !p || run->offsets || font->wide)
        return at;
    for (; (c = nb_pdf_plain(run, at)) != 0; at++) {
        uint32_t id = run->glyphs[at].id;
        if (id >= font->glyph_count || font->glyphs[id].text != c ||
            font->glyphs[id].code > 0xFF || has_wide_gap(show, at) ||
            (show->after_space && show->last_gap) ||
            fabs(show->wanted - show->pen) >= show->least)
            break;
        p = put_code(p, (unsigned char)font->glyphs[id].code);
        show->after_space = id == font->space;
        show->pen += font->glyphs[id].width + show->spacing;
        if (show->after_space)
            show->pen += show->word;
        show->wanted += (double)run->glyphs[at].advance * show->scale;
    }
    show->out->len = (size_t)(p - show->out->data);
    return at;
}

/* A character that a glyph or the font's joiner says, at the pen. */
static void show_char(struct show *show, uint32_t glyph, unsigned character,
                      struct nb_offset offset)
{
    unsigned code = nb_pdf_variant(show->font, glyph, &character, 1);
    put_glyph(show, glyph, code ? code : show->font->glyphs[glyph].code,
              show->wanted + (double)offset.x * show->scale, (double)offset.y);
}

/* One glyph for several characters from right to left; false where the font has no joiner. */
static bool show_joined(struct show *show, const struct nb_pdf_cluster *cluster)
{
    struct nb_pdf_joined joined;
    const struct nb_offset none = {0, 0};
    uint32_t joiner = show->font->joiner;
    if (!joiner || !nb_pdf_joined(show->run, cluster, &joined) ||
        show->run->glyphs[joined.glyph].id >= show->font->glyph_count)
        return false;
    size_t at = cluster->count;
    while (--at > joined.own)
        show_char(show, joiner, cluster->chars[at], none);
    show_char(show, show->run->glyphs[joined.glyph].id, cluster->chars[at],
              nb_run_offset(show->run, joined.glyph));
    for (size_t i = cluster->first; i < cluster->end; i++)
        show->wanted += (double)show->run->glyphs[i].advance * show->scale;
    while (at-- > 0)
        show_char(show, joiner, cluster->chars[at], none);
    return true;
}

/* Whether a run from right to left has letters that readers do not turn round, knowing only
 * those of Hebrew, Arabic, Syriac and Thaana: U+07C0 to U+085F, and what is behind U+FFFF. */
static bool is_unturned(const struct nb_run *run)
{
    const char *p = run->text, *end = p + run->text_len;
    for (size_t len; run->rtl && p < end; p += len) {
        unsigned c = nb_utf8_decode(p, end, &len);
        if ((c >= 0x7C0 && c < 0x860) || c > 0xFFFF)
            return true;
    }
    return false;
}

/* A run's glyphs from left to right, whatever its direction: readers of PDF expect that, and
 * turn right-to-left text round themselves. */
static void show_clusters(struct show *show)
{
    struct nb_pdf_cluster cluster;
    bool marks = false;
    size_t at = 0;
    if (show->run->said || is_unturned(show->run)) {
        open_visible(show, show->run->said
                               ? NB_STR("")
                               : (struct nb_str){show->run->text, show->run->text_len});
        while (nb_pdf_next_cluster(show->run, &at, &cluster))
            take_cluster(show, &cluster, is_unseen(&cluster) ? NOTHING : WHOLE, true);
        close_span(show);
        return;
    }
    while (at = show_plain(show, at), nb_pdf_next_cluster(show->run, &at, &cluster)) {
        marks = marks || has_marks(show->run, &cluster);
        if (show_soft_hyphen(show, &cluster) || show_joined(show, &cluster))
            continue;
        if (needs_span(show, &cluster))
            show_span(show, cluster, &at);
        else
            take_cluster(show, &cluster, is_unseen(&cluster) ? NOTHING : WHOLE, false);
    }
    if (marks)
        show_marks(show);
}

/* The space of the text that the line's end took: behind the run, or, from right to left,
 * before it. */
static void show_space(struct show *show, bool before)
{
    uint32_t space = show->font->space;
    if (before != show->run->rtl)
        return;
    show->after_space = false;
    if (before)
        show->wanted = -(double)show->font->glyphs[space].width - show->word;
    put_glyph(show, space, show->font->glyphs[space].code, show->wanted, 0);
    if (before)
        show->wanted = 0;
}

/* How much wider than in the font the first space of a run is, 1/1000 em; 0 where there is
 * none, or word spacing does nothing. */
static double word_gap(const struct show *show)
{
    const struct nb_pdf_font *font = show->font;
    if (font->wide || !font->space)
        return 0;
    for (size_t i = 0; i + 1 < show->run->glyph_count; i++) {
        const struct nb_glyph *glyph = &show->run->glyphs[i];
        if (glyph->id == font->space)
            return (double)glyph->advance * show->scale -
                   font->glyphs[glyph->id].width - show->spacing;
    }
    return 0;
}

/* Sets word spacing, unless what is set does nearly as well. */
static void set_word(struct show *show)
{
    struct nb_pdf_state *state = show->state;
    double unit = show->scale * (double)state->stretch; /* text space to 1/1000 em */
    long word = lround(word_gap(show) / unit * 1000);
    if (labs(word - state->word) > 1) {
        nb_buf_fixed(show->out, word, 3);
        nb_buf_puts(show->out, " Tw\n");
        state->word = word;
    }
    show->word = (double)state->word * unit / 1000;
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
    if (fabsf(state->spacing - run->spacing) > 0.0001F) {
        nb_buf_real(out, (double)(run->spacing / stretch), 4);
        nb_buf_puts(out, " Tc\n");
    }
    state->font = font;
    state->size = run->size;
    state->spacing = run->spacing;
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
    struct show show = {
        .state = state, .fonts = fonts, .font = font, .run = run, .out = out};
    show.scale = 1000.0 / ((double)run->size * (double)state->stretch);
    show.spacing = (double)run->spacing * show.scale;
    show.least = run->size > 10 ? 40 / (double)run->size : 4; /* 0.04 pt at most */
    if (show.least < 1)
        show.least = 1;
    set_word(&show);
    bool space = run->space_after && font->space;
    if (space)
        show_space(&show, true);
    show_clusters(&show);
    if (space)
        show_space(&show, false);
    close_array(&show);
    if (show.rise)
        nb_buf_puts(out, "0 Ts\n");
}
