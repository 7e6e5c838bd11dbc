/* Cuts a text into units. Whether it was wrapped at a width is read off the lengths of its
 * lines; then a line continues the one before it if its first word would not have fitted
 * there. Bullets and item numbers are set apart, also those alone on their line, and the
 * numbers that a terminal browser puts before links ("[12]") are taken out. */
#include "read/text.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "read/date.h"
#include "read/text_dump.h"
#include "read/text_hyphen.h"

#include <string.h>

enum {
    INDENTS = 16,
    WIDEST = 100,   /* a text with many lines above this is not wrapped */
    NARROWEST = 40, /* nobody wraps below this */
    CALM_LEAST = 70,
    CALM_MOST = 80,
    PROSE_WIDTH = 100,
    GAPLESS = 12,         /* one empty line in so many units tells nothing */
    ENOUGH_LINES = 8,     /* for an indent to have an edge of its own */
    FEWEST_LINES = 4,     /* fewer full lines tell nothing */
    MOST_UNITS = 200000,  /* some 40 MB of scratch */
    MOST_JOINED = 1 << 20 /* bytes of one paragraph */
};

struct line {
    struct nb_str text; /* trimmed */
    unsigned indent, width, number;
    bool empty;
};

/* The cutter: the unit being filled. */
struct cutter {
    struct nb_text *text;
    size_t room;
    unsigned edges[INDENTS]; /* the widths that were full, by indent */
    bool
        by_column; /* lengths are in columns; else in characters, as some programs wrap */
    bool tight;    /* most full lines are filled to the last column */
    bool link_numbers;
    struct nb_buf joined; /* the open unit's lines, when there are several */
    bool open, several;
    unsigned last_width, last_indent; /* of the open unit's last line */
    bool bullet_waits;                /* a bullet alone on its line */
    struct nb_str waiting;
    bool gap;
    struct nb_hyphens hyphens;
};

static bool is_wide(unsigned c)
{
    return c >= 0x1100 && (nb_unicode_is_ideograph(c) || (c >= 0x3000 && c <= 0x303F) ||
                           (c >= 0xFF01 && c <= 0xFF60));
}

static unsigned width_of(struct nb_str text, bool by_column)
{
    unsigned width = 0;
    const char *p = text.data, *end = p + text.len;
    size_t step;
    for (; p < end; p += step) {
        unsigned c = nb_utf8_decode(p, end, &step);
        if (c < 0x300 || !nb_unicode_is_mark(c))
            width += by_column && is_wide(c) ? 2 : 1;
    }
    return width;
}

/* Whether a line may end before or behind this character: it is wide, and if it is Korean,
 * which has spaces, the lines are filled to the last column. */
static bool is_unspaced(const struct cutter *cutter, unsigned c)
{
    bool hangul =
        (c >= 0xAC00 && c <= 0xD7A3) || c < 0x1200 || (c >= 0x3130 && c <= 0x318F);
    return is_wide(c) && (!hangul || cutter->tight);
}

/* White space at both ends, the no-break kinds included. */
static struct nb_str trim(struct nb_str s)
{
    size_t step;
    while (s.len > 0) {
        unsigned c = nb_utf8_decode(s.data, s.data + s.len, &step);
        if (!nb_unicode_is_space(c) && !(c >= 0x200B && c <= 0x200D) && c != 0xFEFF)
            break;
        s = nb_str_sub(s, step, s.len);
    }
    while (s.len > 0) {
        size_t at = s.len - 1;
        while (at > 0 && ((unsigned char)s.data[at] & 0xC0) == 0x80)
            at--;
        unsigned c = nb_utf8_decode(s.data + at, s.data + s.len, &step);
        if (!nb_unicode_is_space(c) && c != 0x200B && c != 0xFEFF)
            break;
        s.len = at;
    }
    return s;
}

/* A line drawn from one mark: it parts as an empty line does. */
static bool is_drawn(struct nb_str s)
{
    size_t step, count = 0;
    if (s.len < 3 || nb_ascii_alpha(s.data[0]) || nb_ascii_digit(s.data[0]))
        return false;
    unsigned first = nb_utf8_decode(s.data, s.data + s.len, &step);
    for (size_t i = 0; i < s.len; i += step) {
        unsigned c = nb_utf8_decode(s.data + i, s.data + s.len, &step);
        if (c != first && c != ' ')
            return false;
        count += c == first;
    }
    return count >= 3 && !nb_unicode_is_letter(first);
}

static struct line measure(struct nb_str raw, unsigned number, bool by_column)
{
    struct line line = {.text = nb_dump_without_stars(trim(raw)), .number = number};
    line.empty = line.text.len == 0 || is_drawn(line.text);
    if (line.empty)
        return line;
    struct nb_str indent = {raw.data, (size_t)(line.text.data - raw.data)};
    for (size_t i = 0; i < indent.len; i++)
        line.indent += indent.data[i] == '\t' ? 8 : 1;
    line.width = line.indent + width_of(line.text, by_column);
    return line;
}

/* ---- Bullets. */

static size_t bullet_point(struct nb_str s)
{
    static const char *const points[] = {"•", "◦", "▪", "‣", "●", "○", "■", "□",
                                         "►", "▸", "∙", "*", "+", "-", "–", "·"};
    if (s.len == 0 || nb_ascii_alpha(s.data[0]) || nb_ascii_digit(s.data[0]))
        return 0;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct nb_str point = nb_str_of(points[i]);
        if (nb_str_starts(s, point) &&
            (s.len == point.len || nb_ascii_space(s.data[point.len]) ||
             nb_str_starts(nb_str_sub(s, point.len, 2), NB_STR("\xC2\xA0"))))
            return point.len;
    }
    return 0;
}

static size_t item_number(struct nb_str s, unsigned *number)
{
    size_t at = 0;
    *number = 0;
    while (at < s.len && at < 3 && nb_ascii_digit(s.data[at]))
        *number = *number * 10 + (unsigned)(s.data[at++] - '0');
    if (at == 0 || at + 1 >= s.len || (s.data[at] != '.' && s.data[at] != ')'))
        return 0;
    return nb_ascii_space(s.data[at + 1]) ? at + 1 : 0;
}

static bool is_bullet_alone(struct nb_str s)
{
    size_t len = bullet_point(s);
    return len > 0 && len == s.len;
}

/* "14. März 2024" is no item. */
static bool starts_with_date(struct nb_str s)
{
    char date[NB_DATE_ROOM];
    size_t from, to;
    return nb_date_find(nb_str_sub(s, 0, 40), date, &from, &to) && from == 0;
}

/* "## A heading" */
static void set_level(struct nb_text_unit *unit)
{
    unsigned level = 0;
    while (level < unit->full.len && unit->full.data[level] == '#')
        level++;
    if (level == 0 || level > 6 || level >= unit->full.len ||
        unit->full.data[level] != ' ')
        return;
    unit->level = level;
    unit->full = trim(nb_str_sub(unit->full, level, unit->full.len));
}

static void set_bullet(const struct cutter *cutter, struct nb_text_unit *unit)
{
    if (cutter->text->markdown)
        set_level(unit);
    size_t len = bullet_point(unit->full);
    unit->text = unit->full;
    if (len > 0) {
        unit->bullet = NB_BULLET_POINT;
        /* terminal browsers nest them: "* + text" */
        struct nb_str rest = trim(nb_str_sub(unit->full, len, unit->full.len));
        size_t inner = bullet_point(rest);
        if (inner > 0 && inner < rest.len)
            rest = trim(nb_str_sub(rest, inner, rest.len));
        unit->text = rest;
    } else if ((len = item_number(unit->full, &unit->number)) > 0 &&
               !starts_with_date(unit->full)) {
        unit->bullet = NB_BULLET_NUMBER;
        unit->text = trim(nb_str_sub(unit->full, len, unit->full.len));
    }
}

static unsigned last_char(struct nb_str s)
{
    size_t at = s.len, step;
    while (at > 0 && ((unsigned char)s.data[--at] & 0xC0) == 0x80)
        ;
    return s.len ? nb_utf8_decode(s.data + at, s.data + s.len, &step) : 0;
}

static unsigned first_char(struct nb_str s)
{
    size_t step;
    return s.len ? nb_utf8_decode(s.data, s.data + s.len, &step) : 0;
}

/* Columns of what would have had to fit: a word, or one ideograph. */
static unsigned first_word_width(const struct cutter *cutter, struct nb_str s)
{
    size_t len = 0;
    if (is_unspaced(cutter, first_char(s)))
        return cutter->by_column ? 2 : 1;
    while (len < s.len && !nb_ascii_space(s.data[len]))
        len++;
    return width_of(nb_str_sub(s, 0, len), cutter->by_column);
}

/* ---- The width. */

/* Lengths of the lines that another line follows directly, by indent: the full ones are
 * among them. Torn are those that end no sentence and are followed by a small letter. */
struct lengths {
    size_t at[INDENTS][WIDEST + 1], torn[INDENTS][WIDEST + 1];
    size_t count[INDENTS];
    size_t beyond; /* lines above WIDEST */
};

static unsigned indent_class(unsigned indent)
{
    return indent < INDENTS ? indent : INDENTS - 1;
}

static bool is_torn(struct nb_str line, struct nb_str next)
{
    struct nb_text_traits before, behind;
    if (!nb_unicode_is_letter(first_char(next)))
        return false;
    nb_text_look(nb_str_sub(next, 0, 40), &behind);
    if (!behind.lower_start)
        return false;
    size_t from = line.len > 60 ? line.len - 60 : 0;
    nb_text_look(nb_str_sub(line, from, line.len), &before);
    return before.ending == NB_ENDING_NONE || before.ending == NB_ENDING_OTHER;
}

/* Long addresses and the like are no lines that a wrapper would have broken. */
static bool is_running(struct nb_str s)
{
    size_t spaces = 0;
    for (size_t i = 0; i < s.len; i++)
        spaces += s.data[i] == ' ';
    return spaces >= 8 || is_wide(last_char(s));
}

static void measure_all(struct nb_str source, bool by_column, struct lengths *lengths)
{
    struct line last = {.empty = true};
    struct nb_str raw;
    while (nb_str_line(&source, &raw)) {
        struct line line = measure(raw, 0, by_column);
        if (!line.empty && !last.empty && last.width <= WIDEST &&
            !bullet_point(line.text)) {
            unsigned indent = indent_class(last.indent);
            lengths->at[indent][last.width]++;
            lengths->count[indent]++;
            lengths->torn[indent][last.width] +=
                last.width > NARROWEST && is_torn(last.text, line.text);
        }
        lengths->beyond += line.width > WIDEST && is_running(line.text);
        last = line;
    }
}

/* How many of some lengths lie in the sixth below `edge`, and in all. */
static size_t near_edge(const size_t *lengths, unsigned edge, size_t *all)
{
    size_t near = 0;
    *all = 0;
    for (unsigned width = 0; width <= WIDEST; width++) {
        *all += lengths[width];
        near += width <= edge && width >= edge - edge / 6 ? lengths[width] : 0;
    }
    return near;
}

/* The width at which lines of one indent end, 0 when they end anywhere: just above a width
 * that many come close to, or most of the torn ones. */
static unsigned edge_of(const struct lengths *lengths, unsigned indent)
{
    const size_t *at = lengths->at[indent];
    size_t seen = 0, count = lengths->count[indent], all;
    unsigned edge = WIDEST;
    while (edge > NARROWEST && seen + at[edge] <= count / 100)
        seen += at[edge--];
    if (edge == NARROWEST)
        return 0;
    size_t full = near_edge(at, edge, &all);
    bool many = full >= FEWEST_LINES && full * 4 >= count;
    full = near_edge(lengths->torn[indent], edge, &all);
    bool torn = full >= FEWEST_LINES - 1 && full * 2 >= all;
    /* nothing beyond a terminal's width, and some lines that fill it */
    bool calm = lengths->beyond == 0 && edge >= CALM_LEAST && edge <= CALM_MOST &&
                near_edge(at, edge, &all) >= FEWEST_LINES - 1;
    return (many || torn || calm) && lengths->beyond * 3 <= near_edge(at, edge, &all)
               ? edge
               : 0;
}

/* A wrapped text has an edge; the one of the indent with most full lines serves the indents that
 * have none of their own. Terminal browsers leave a margin on the right that goes with the
 * indent. */
static void find_edges(struct cutter *cutter, const struct lengths *lengths)
{
    size_t most = 0, all;
    unsigned edge = 0;
    for (unsigned i = 0; i < INDENTS; i++) {
        unsigned own = edge_of(lengths, i);
        size_t full = own ? near_edge(lengths->at[i], own, &all) : 0;
        if (full > most) {
            size_t exact = lengths->at[i][own] + lengths->at[i][own - 1];
            most = full;
            edge = own;
            cutter->tight = exact * 10 >= full * 7;
        }
    }
    for (unsigned i = 0; edge && i < INDENTS; i++) {
        bool enough = lengths->count[i] >= ENOUGH_LINES;
        unsigned own = enough ? edge_of(lengths, i) : 0;
        cutter->edges[i] = own ? own : edge;
    }
    cutter->text->wrapped = edge > 0;
}

/* Tries columns, then characters. */
static enum nb_status find_width(struct cutter *cutter, struct nb_str source)
{
    struct lengths *lengths = nb_calloc(1, sizeof *lengths);
    if (!lengths)
        return NB_NOMEM;
    cutter->by_column = true;
    measure_all(source, true, lengths);
    find_edges(cutter, lengths);
    if (!cutter->text->wrapped) {
        *lengths = (struct lengths){.beyond = 0};
        measure_all(source, false, lengths);
        find_edges(cutter, lengths);
        cutter->by_column = !cutter->text->wrapped;
    }
    nb_free(lengths);
    return NB_OK;
}

/* ---- Cutting. */

static bool grow(struct cutter *cutter)
{
    struct nb_text *text = cutter->text;
    if (text->count < cutter->room)
        return true;
    if (text->count >= MOST_UNITS) {
        text->cut = true;
        return false;
    }
    size_t room = cutter->room ? cutter->room * 2 : 256;
    struct nb_text_unit *units = nb_arena_array(text->scratch, room, sizeof *units);
    if (!units)
        return false;
    if (text->count > 0)
        memcpy(units, text->units, text->count * sizeof *units);
    text->units = units;
    cutter->room = room;
    return true;
}

static void close_unit(struct cutter *cutter)
{
    if (!cutter->open)
        return;
    struct nb_text_unit *unit = &cutter->text->units[cutter->text->count - 1];
    if (cutter->several) {
        char *copy = nb_arena_copy(cutter->text->scratch, nb_buf_cstr(&cutter->joined),
                                   cutter->joined.len);
        if (copy)
            unit->full = (struct nb_str){copy, cutter->joined.len};
    }
    set_bullet(cutter, unit);
    nb_text_look(unit->text, &unit->traits);
    cutter->open = false;
}

static void open_unit(struct cutter *cutter, const struct line *line)
{
    if (!grow(cutter))
        return;
    struct nb_text_unit *unit = &cutter->text->units[cutter->text->count++];
    *unit = (struct nb_text_unit){.full = line->text,
                                  .line = line->number,
                                  .indent = line->indent,
                                  .gap_before = cutter->gap};
    if (cutter->gap && cutter->text->count > 1)
        unit[-1].gap_after = true;
    cutter->open = true;
    cutter->several = cutter->bullet_waits;
    nb_buf_clear(&cutter->joined);
    if (cutter->bullet_waits) {
        nb_buf_str(&cutter->joined, cutter->waiting);
        nb_buf_putc(&cutter->joined, ' ');
        nb_buf_str(&cutter->joined, line->text);
    }
    cutter->bullet_waits = false;
    cutter->last_width = line->width;
    cutter->last_indent = line->indent;
}

static bool continues(const struct cutter *cutter, const struct line *line)
{
    if (!cutter->open || !cutter->text->wrapped || cutter->gap ||
        cutter->joined.len > MOST_JOINED)
        return false;
    const struct nb_text_unit *unit = &cutter->text->units[cutter->text->count - 1];
    unsigned number;
    if (bullet_point(line->text) || item_number(line->text, &number))
        return false;
    bool itemised = bullet_point(unit->full) || item_number(unit->full, &number);
    unsigned hang = itemised && !cutter->several ? 6 : 0;
    if (line->indent > cutter->last_indent + hang)
        return false;
    if (line->indent + 4 < cutter->last_indent)
        return false;
    bool spaced = !is_unspaced(cutter, first_char(line->text));
    unsigned edge = cutter->edges[indent_class(cutter->last_indent)];
    struct nb_str so_far = cutter->several ? nb_buf_view(&cutter->joined) : unit->full;
    return cutter->last_width + (spaced ? 1u : 0u) +
                   first_word_width(cutter, line->text) >
               edge ||
           (cutter->last_width * 4 > edge * 3 && is_torn(so_far, line->text)) ||
           nb_hyphen_tears(&cutter->hyphens, so_far, line->text);
}

static void join(struct cutter *cutter, const struct line *line)
{
    struct nb_text_unit *unit = &cutter->text->units[cutter->text->count - 1];
    if (!cutter->several)
        nb_buf_str(&cutter->joined, unit->full);
    cutter->several = true;
    struct nb_str so_far = nb_buf_view(&cutter->joined);
    unsigned last = last_char(so_far), first = first_char(line->text);
    bool hyphen = last == '-' && so_far.len > 1 &&
                  !nb_ascii_space(so_far.data[so_far.len - 2]) &&
                  nb_unicode_is_letter(first);
    if (hyphen && nb_hyphen_goes(&cutter->hyphens, so_far, line->text))
        cutter->joined.len--;
    else if (!(is_unspaced(cutter, last) && is_unspaced(cutter, first)) && !hyphen)
        nb_buf_putc(&cutter->joined, ' ');
    nb_buf_str(&cutter->joined, line->text);
    cutter->last_width = line->width;
    cutter->last_indent = line->indent;
}

static struct nb_str without_link_numbers(struct cutter *cutter, struct nb_str line)
{
    return cutter->link_numbers
               ? nb_dump_without_link_numbers(cutter->text->scratch, line)
               : line;
}

/* Takes the marks of undone Markdown off a line; returns by how much its number grows. */
static unsigned take_marks(struct cutter *cutter, struct nb_str *raw)
{
    unsigned lines = 0;
    for (; raw->len > 0 && raw->data[0] <= NB_MARK_GAP && raw->data[0] > 0;
         *raw = nb_str_sub(*raw, 1, raw->len)) {
        lines += raw->data[0] == NB_MARK_LINE;
        if (raw->data[0] == NB_MARK_GAP) {
            close_unit(cutter);
            cutter->gap = true;
        }
    }
    return lines;
}

static void take_line(struct cutter *cutter, const struct line *line)
{
    if (line->empty) {
        close_unit(cutter);
        cutter->gap = true;
        cutter->bullet_waits = false;
        return;
    }
    if (is_bullet_alone(line->text)) {
        close_unit(cutter);
        cutter->bullet_waits = true;
        cutter->waiting = line->text;
        return;
    }
    if (continues(cutter, line)) {
        join(cutter, line);
    } else {
        close_unit(cutter);
        open_unit(cutter, line);
    }
    cutter->gap = false;
}

/* In a text that has next to no empty lines, or none between its paragraphs, every line stands
 * for itself. */
static void part_all(struct nb_text *text)
{
    size_t gaps = 0, parted = 0, prose = 0;
    for (size_t i = 0; i < text->count; i++) {
        const struct nb_text_unit *unit = &text->units[i];
        bool long_one =
            unit->traits.width >= PROSE_WIDTH && unit->traits.ending == NB_ENDING_FINAL;
        gaps += unit->gap_before;
        prose += long_one;
        parted += long_one && unit->gap_before;
    }
    if (gaps * GAPLESS > text->count || parted * GAPLESS > prose * 2)
        return;
    for (size_t i = 0; i < text->count; i++)
        text->units[i].gap_before = text->units[i].gap_after = true;
}

enum nb_status nb_text_cut(struct nb_text *text, struct nb_str source,
                           unsigned lines_before)
{
    struct cutter cutter = {.text = text, .gap = true};
    struct nb_str raw;
    unsigned number = lines_before;
    enum nb_status status = NB_OK;
    if (!text->markdown)
        status = find_width(&cutter, source);
    cutter.link_numbers = text->linked = nb_dump_has_link_numbers(source);
    if (status != NB_OK)
        return status;
    nb_hyphens_look(&cutter.hyphens, source);
    while (!text->cut && nb_str_line(&source, &raw)) {
        if (cutter.link_numbers && nb_str_eq(trim(raw), NB_STR("References")))
            break; /* the links' addresses, if the list was not alone at the end */
        number += text->markdown ? take_marks(&cutter, &raw) : 0;
        struct line line =
            measure(without_link_numbers(&cutter, raw), ++number, cutter.by_column);
        take_line(&cutter, &line);
    }
    close_unit(&cutter);
    if (text->count > 0)
        text->units[text->count - 1].gap_after = true;
    if (status == NB_OK)
        part_all(text);
    status = cutter.joined.status;
    nb_buf_free(&cutter.joined);
    return status == NB_OK ? nb_arena_status(text->scratch) : status;
}
