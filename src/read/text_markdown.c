/* Markdown as scrapers write it, back to lines of plain text: paragraphs joined, links and
 * pictures reduced to what a reader of the page saw. It is the text reader's business to tell
 * the article from the page; so this keeps lines, and no tree is built. */
#include "read/text_dump.h"

#include "read/furniture.h"

#include <string.h>

enum {
    SURE = 4,              /* points that make a text Markdown */
    LOOKED_AT = 200 << 10, /* bytes */
    FEWEST_LABELS = 4,     /* "Share", "Log in" … */
    LABEL = 40,            /* bytes */
    FEWEST_LINKS = 4,      /* lines of a page's menus … */
    LINKS_EVERY = 10,      /* … and one in so many */
    FULL_LINE = 60,        /* bytes: a heading may go on behind it */
    MOST_ADDRESS = 4000,   /* bytes between a link's parentheses */
    MOST_FAILURES = 1000,  /* addresses in a paragraph that are not closed */
    MOST_OPEN = 32         /* brackets within brackets */
};

/* ---- Is it? */

/* The signs of "## A heading", 0 for none; `raw` has its indent, of which there is little. */
static size_t count_hashes(struct nb_str raw)
{
    struct nb_str line = nb_str_trim(raw);
    size_t hashes = 0;
    if (raw.len > 3 && line.len > 0 && line.data > raw.data + 3)
        return 0;
    while (hashes < line.len && hashes < 7 && line.data[hashes] == '#')
        hashes++;
    return hashes > 0 && hashes < 7 && hashes < line.len && line.data[hashes] == ' '
               ? hashes
               : 0;
}

static bool is_address(struct nb_str s)
{
    static const char *const starts[] = {
        "http", "/", "#", "mailto:", "www.", "<", "./"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (nb_str_starts(s, nb_str_of(starts[i])))
            return true;
    return false;
}

bool nb_markdown_is(struct nb_str source)
{
    struct nb_str rest = nb_str_sub(source, 0, LOOKED_AT), line;
    unsigned points = 0;
    while (points < SURE && nb_str_line(&rest, &line)) {
        points += count_hashes(line) ? 2 : 0;
        line = nb_str_trim(line);
        for (size_t at = 0; at + 3 < line.len && points < SURE; at++) {
            if (line.data[at] != ']' && line.data[at] != '*')
                continue;
            struct nb_str here = nb_str_sub(line, at, line.len);
            if (nb_str_starts(here, NB_STR("](")))
                points += is_address(nb_str_sub(here, 2, here.len)) ? 2 : 0;
            else if (nb_str_starts(here, NB_STR("**")))
                points += (at == 0 || line.data[at - 1] == ' ') &&
                          here.data[2] != ' ' && here.data[2] != '*';
        }
    }
    return points >= SURE;
}

/* A line of links and pictures, with a bullet perhaps. */
static bool is_links(struct nb_str line)
{
    while (line.len > 0 &&
           (line.data[0] == '*' || line.data[0] == '-' || line.data[0] == '+' ||
            line.data[0] == '#' || line.data[0] == ' '))
        line = nb_str_sub(line, 1, line.len);
    return (nb_str_starts(line, NB_STR("[")) || nb_str_starts(line, NB_STR("!["))) &&
           nb_str_ends(line, NB_STR(")")) && nb_str_find(line, NB_STR("](")) >= 0;
}

bool nb_markdown_is_page(struct nb_str source)
{
    struct nb_str rest = nb_str_sub(source, 0, LOOKED_AT), line;
    size_t lines = 0, links = 0, labels = 0;
    while (labels < FEWEST_LABELS && nb_str_line(&rest, &line)) {
        enum nb_match match = NB_MATCH_NONE;
        line = nb_str_trim(line);
        lines += line.len > 0;
        links += is_links(line);
        if (line.len > 0 && line.len < LABEL)
            (void)nb_furniture_find(line, &match);
        labels += match == NB_MATCH_WHOLE;
    }
    return labels >= FEWEST_LABELS ||
           (links >= FEWEST_LINKS && links * LINKS_EVERY >= lines);
}

/* ---- The syntax inside a paragraph. */

/* Where the address that begins at `at` ("(" or "[") is closed; 0 for nowhere. */
static size_t address_end(struct nb_str s, size_t at)
{
    char open = s.data[at], close = open == '(' ? ')' : ']';
    size_t depth = 0;
    for (size_t i = at; i < s.len && i < at + MOST_ADDRESS; i++) {
        if (s.data[i] == '\\')
            i++;
        else if (s.data[i] == open)
            depth++;
        else if (s.data[i] == close && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* Marks with 1 in `gone` the bytes of links and pictures that are not their text. */
static void mark_links(struct nb_str s, char *gone)
{
    size_t open[MOST_OPEN], depth = 0, failures = 0;
    size_t rest = nb_str_starts(s, NB_STR("](")) ? address_end(s, 1) : 0;
    memset(gone, 1, rest); /* of a link that began in another paragraph */
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] == '\\') {
            i++;
        } else if (s.data[i] == '[') {
            if (depth < MOST_OPEN)
                open[depth++] = i;
        } else if (s.data[i] == ']' && depth > 0) {
            size_t from = open[--depth], next = i + 1, end = 0;
            if (next < s.len && failures < MOST_FAILURES &&
                (s.data[next] == '(' || s.data[next] == '['))
                end = address_end(s, next);
            failures += end == 0;
            if (end == 0)
                continue;
            bool picture = from > 0 && s.data[from - 1] == '!';
            if (picture)
                memset(gone + from - 1, 1, end - from + 1);
            gone[from] = 1;
            memset(gone + i, 1, end - i);
            i = end - 1;
        }
    }
}

static bool is_word(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || (unsigned char)c >= 0x80;
}

/* How many times the byte at `i` stands there. */
static size_t run_length(struct nb_str s, size_t i)
{
    size_t to = i + 1;
    while (to < s.len && s.data[to] == s.data[i])
        to++;
    return to - i;
}

/* Whether the marks at `i`, `run` of them, are emphasis: they touch a word, on one side if
 * they are "_". */
static bool is_emphasis(struct nb_str s, size_t i, size_t run)
{
    char before = i > 0 ? s.data[i - 1] : ' ';
    char behind = i + run < s.len ? s.data[i + run] : ' ';
    if (s.data[i] == '_' && is_word(before) && is_word(behind))
        return false;
    return (!nb_ascii_space(before) || !nb_ascii_space(behind)) && run <= 3;
}

static bool is_ascii_mark(char c)
{
    return c > ' ' && c < 0x7F && !nb_ascii_alpha(c) && !nb_ascii_digit(c);
}

/* Appends `s` without its syntax; `gone` has room for its length. */
static void add_plain(struct nb_str s, char *gone, struct nb_buf *out)
{
    memset(gone, 0, s.len);
    mark_links(s, gone);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        if (gone[i])
            continue;
        if (c == '*' || c == '_' || c == '`') {
            size_t run = run_length(s, i);
            if (!is_emphasis(s, i, run))
                nb_buf_add(out, s.data + i, run);
            i += run - 1;
            continue;
        }
        if (c == '\\' && i + 1 < s.len && is_ascii_mark(s.data[i + 1]))
            i++;
        nb_buf_putc(out, s.data[i]);
    }
}

/* ---- Lines. */

struct undo {
    struct nb_buf *out;
    struct nb_buf open;    /* the paragraph so far */
    unsigned line;         /* being read */
    unsigned begun;        /* where the open paragraph began */
    unsigned written;      /* the number of the last line written */
    bool gap, table, code; /* a gap is due; in a table; between fences */
    bool heading;          /* the open paragraph is one, and its line was full */
};

static void put_line_marks(struct undo *undo)
{
    for (; undo->written + 1 < undo->begun; undo->written++)
        nb_buf_putc(undo->out, NB_MARK_LINE);
    if (undo->gap)
        nb_buf_putc(undo->out, NB_MARK_GAP);
    undo->written++;
    undo->gap = false;
}

static void flush(struct undo *undo)
{
    struct nb_str text = nb_buf_view(&undo->open);
    struct nb_buf plain = NB_BUF_INIT, gone = NB_BUF_INIT;
    char *room = text.len ? nb_buf_reserve(&gone, text.len) : NULL;
    if (room) {
        add_plain(text, room, &plain);
        struct nb_str kept = nb_str_trim(nb_buf_view(&plain));
        bool bullet = kept.len == 1 && is_ascii_mark(kept.data[0]);
        if (kept.len > 0 && !bullet) {
            put_line_marks(undo);
            nb_buf_str(undo->out, nb_buf_view(&plain));
            nb_buf_putc(undo->out, '\n');
        }
    }
    if (plain.status != NB_OK || gone.status != NB_OK)
        undo->out->status = NB_NOMEM;
    nb_buf_free(&plain);
    nb_buf_free(&gone);
    nb_buf_clear(&undo->open);
}

static void begin(struct undo *undo, struct nb_str text)
{
    flush(undo);
    undo->begun = undo->line;
    nb_buf_str(&undo->open, text);
}

/* "---", "* * *", "==="; with bars and colons the line under a table's head */
static bool is_rule(struct nb_str line, const char *marks)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == ' ' || line.data[i] == '\t')
            continue;
        if (!strchr(marks, line.data[i]))
            return false;
        count++;
    }
    return count >= 3;
}

static bool starts_item(struct nb_str line)
{
    size_t at = 0;
    while (at < line.len && at < 4 && nb_ascii_digit(line.data[at]))
        at++;
    if (at > 0)
        return at + 1 < line.len && (line.data[at] == '.' || line.data[at] == ')') &&
               line.data[at + 1] == ' ';
    return line.len > 1 &&
           (line.data[0] == '*' || line.data[0] == '+' || line.data[0] == '-') &&
           (line.data[1] == ' ' || line.data[1] == '\t');
}

static void add_row(struct undo *undo, struct nb_str line)
{
    struct nb_str cell;
    bool first = true;
    begin(undo, NB_STR(""));
    if (nb_str_starts(line, NB_STR("|")))
        line = nb_str_sub(line, 1, line.len);
    while (nb_str_split(&line, '|', &cell)) {
        if (nb_str_trim(cell).len == 0 && line.len == 0)
            break;
        nb_buf_puts(&undo->open, first ? "" : "\t");
        nb_buf_str(&undo->open, nb_str_trim(cell));
        first = false;
    }
    flush(undo);
}

static void end_heading(struct undo *undo)
{
    flush(undo);
    undo->gap = true;
    undo->heading = false;
}

static void add_heading(struct undo *undo, struct nb_str line)
{
    while (nb_str_ends(line, NB_STR("#")))
        line.len--;
    undo->gap = true;
    begin(undo, nb_str_trim(line));
    undo->heading = line.len >= FULL_LINE;
    if (!undo->heading)
        end_heading(undo);
}

/* The line under a paragraph makes it a heading, or a table's head. */
static bool underlines(struct undo *undo, struct nb_str line)
{
    struct nb_str above = nb_buf_view(&undo->open);
    if (above.len == 0)
        return false;
    if (nb_str_find(above, NB_STR("|")) >= 0 && is_rule(line, "|:-")) {
        struct nb_buf head = NB_BUF_INIT;
        nb_buf_str(&head, above);
        nb_buf_clear(&undo->open);
        unsigned now = undo->line;
        undo->line = undo->begun;
        add_row(undo, nb_buf_view(&head));
        undo->line = now;
        undo->table = true;
        nb_buf_free(&head);
        return true;
    }
    if (!is_rule(line, "=") && !(is_rule(line, "-") && line.data[0] == '-' &&
                                 nb_str_find(line, NB_STR(" ")) < 0))
        return false;
    flush(undo);
    undo->gap = true;
    return true;
}

/* A line's text with its end: two spaces or a backslash there break it. */
static void add_text(struct undo *undo, struct nb_str raw, struct nb_str line)
{
    bool quote = nb_str_starts(line, NB_STR(">"));
    bool inside = undo->open.len > 0;
    bool breaks = nb_str_ends(raw, NB_STR("  ")) || nb_str_ends(raw, NB_STR("\\"));
    if (nb_str_ends(line, NB_STR("\\")))
        line = nb_str_trim(nb_str_sub(line, 0, line.len - 1));
    if (inside && quote && nb_str_starts(nb_buf_view(&undo->open), NB_STR(">")))
        line = nb_str_trim(nb_str_sub(line, 1, line.len));
    if (starts_item(line) || !inside) {
        begin(undo, line);
    } else {
        nb_buf_putc(&undo->open, ' ');
        nb_buf_str(&undo->open, line);
    }
    if (breaks)
        flush(undo);
}

static void take_line(struct undo *undo, struct nb_str raw)
{
    struct nb_str line = nb_str_trim(raw);
    if (undo->heading && (line.len == 0 || starts_item(line) || count_hashes(raw)))
        end_heading(undo);
    if (nb_str_starts(line, NB_STR("```"))) {
        flush(undo);
        undo->code = !undo->code;
    } else if (line.len == 0) {
        flush(undo);
        undo->gap = true;
        undo->table = false;
    } else if (undo->code) {
        begin(undo, line);
        flush(undo);
    } else if (count_hashes(raw)) {
        add_heading(undo, line);
    } else if (underlines(undo, line)) {
        return;
    } else if (is_rule(line, "*") || is_rule(line, "-") || is_rule(line, "_")) {
        flush(undo);
        undo->gap = true;
    } else if (undo->table && nb_str_find(line, NB_STR("|")) >= 0) {
        add_row(undo, line);
    } else {
        add_text(undo, raw, line);
    }
}

void nb_markdown_undo(struct nb_str source, struct nb_buf *out)
{
    struct undo undo = {.out = out};
    struct nb_str raw;
    while (nb_str_line(&source, &raw)) {
        undo.line++;
        take_line(&undo, raw);
    }
    flush(&undo);
    if (undo.open.status != NB_OK)
        out->status = undo.open.status;
    nb_buf_free(&undo.open);
}
