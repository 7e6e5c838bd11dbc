/* Feeds to well-formed XML: one pass over the text. Without balancing, only what no parser
 * takes is replaced; with it, tags are taken apart, and a stack of the open elements says
 * which end tags are missing. */
#include "read/feed_mend.h"

#include "base/charset.h"
#include "base/xml.h"

#include <string.h>

enum {
    DEPTH = 200, /* open elements; deeper ones lose their tags (libxml2 takes 256) */
    MOST_ATTRS = 32, /* of one element */
    LONGEST_REF = 12 /* bytes of a reference's name */
};

struct mender {
    struct nb_str text;
    size_t at;
    bool balance;
    struct nb_buf *out;
    struct nb_str open[DEPTH]; /* names as they stand in the text */
    size_t depth, skipped;     /* skipped: elements below DEPTH whose tags went */
};

static struct nb_str rest_of(const struct mender *m)
{
    return nb_str_sub(m->text, m->at, m->text.len);
}

static bool at(const struct mender *m, const char *what)
{
    return nb_str_starts_nocase(rest_of(m), nb_str_of(what));
}

/* ---- Characters. */

static void put_lines(struct nb_str text, struct nb_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\n')
            nb_buf_putc(out, '\n');
    }
}

/* Whether a byte begins something that XML 1.0 does not allow (2.2): controls, U+FFFE, U+FFFF.
 * Its bytes in *len. */
static bool forbidden(struct nb_str rest, size_t *len)
{
    unsigned char c = (unsigned char)rest.data[0];
    *len = 1;
    if (c < 0x20)
        return c != '\t' && c != '\n' && c != '\r';
    *len = 3;
    return c == 0xEF && (nb_str_starts(rest, NB_STR("\xEF\xBF\xBE")) ||
                         nb_str_starts(rest, NB_STR("\xEF\xBF\xBF")));
}

/* Appends a text without what XML forbids. */
static void put_clean(struct nb_str text, struct nb_buf *out)
{
    size_t from = 0, len;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 && c != 0xEF)
            continue;
        if (!forbidden(nb_str_sub(text, i, text.len), &len))
            continue;
        nb_buf_str(out, nb_str_sub(text, from, i - from));
        i += len - 1;
        from = i + 1;
    }
    nb_buf_str(out, nb_str_sub(text, from, text.len));
}

/* What HTML means by a number (13.2.5.80): C1 controls are those of windows-1252. */
static unsigned meant(unsigned long code)
{
    if (code >= 0x80 && code < 0xA0)
        return nb_charset_windows((unsigned char)code);
    bool bad = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ||
               (code & 0xFFFE) == 0xFFFE ||
               (code < 0x20 && code != '\t' && code != '\n' && code != '\r');
    return bad ? 0 : (unsigned)code;
}

/* The number of a reference "#65" or "#x41"; false when it is none. */
static bool number_of(struct nb_str name, unsigned long *code)
{
    bool hex = name.len > 2 && (name.data[1] == 'x' || name.data[1] == 'X');
    size_t i = hex ? 2 : 1;
    *code = 0;
    for (; i < name.len; i++) {
        char c = nb_ascii_lower(name.data[i]);
        unsigned digit = nb_ascii_digit(c)             ? (unsigned)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                       : 99;
        if (digit == 99)
            return false;
        *code = *code * (hex ? 16 : 10) + digit;
    }
    return name.len > 1 && i > (hex ? 2u : 1u);
}

/* A character reference at m->at. */
static void put_reference(struct mender *m)
{
    static const char *const own[] = {"amp", "lt", "gt", "quot", "apos"};
    struct nb_str rest = nb_str_sub(rest_of(m), 1, LONGEST_REF);
    size_t len = 0;
    unsigned long code = 0;
    while (len < rest.len && rest.data[len] != ';' && !nb_ascii_space(rest.data[len]) &&
           rest.data[len] != '&' && rest.data[len] != '<')
        len++;
    struct nb_str name = nb_str_sub(rest, 0, len);
    bool closed = len && len < rest.len && rest.data[len] == ';';
    for (size_t i = 0; closed && i < sizeof own / sizeof own[0]; i++) {
        if (nb_str_eq(name, nb_str_of(own[i]))) {
            nb_buf_str(m->out, nb_str_sub(rest_of(m), 0, len + 2));
            m->at += len + 2;
            return;
        }
    }
    bool number = closed && name.data[0] == '#' && number_of(name, &code);
    unsigned point = number ? meant(code) : closed ? nb_xml_entity(name) : 0;
    m->at += point || number ? len + 2 : 1;
    if (point == '<' || point == '&')
        nb_buf_puts(m->out, point == '<' ? "&lt;" : "&amp;");
    else if (point)
        nb_buf_utf8(m->out, point);
    else if (!number)
        nb_buf_puts(m->out, m->balance ? "&amp;" : "&");
}

/* ---- Sections that are no elements. */

/* Where `what` ends behind m->at, or the text's end. */
static size_t end_of(const struct mender *m, const char *what)
{
    ptrdiff_t found = nb_str_find(rest_of(m), nb_str_of(what));
    return found < 0 ? m->text.len : m->at + (size_t)found + strlen(what);
}

/* The end of a document type, its internal subset included. */
static size_t end_of_doctype(const struct mender *m)
{
    size_t i = m->at;
    bool inside = false;
    for (; i < m->text.len; i++) {
        char c = m->text.data[i];
        if (c == '[' || c == ']')
            inside = c == '[';
        else if (c == '>' && !inside)
            return i + 1;
    }
    return i;
}

/* Takes a CDATA section, comment, document type or instruction; false when none is here. */
static bool take_section(struct mender *m)
{
    size_t end;
    char next = m->at + 1 < m->text.len ? m->text.data[m->at + 1] : 0;
    if (next != '!' && next != '?')
        return false;
    if (at(m, "<![CDATA[")) {
        end = end_of(m, "]]>");
        put_clean(nb_str_sub(m->text, m->at, end - m->at), m->out);
        if (m->balance && !nb_str_ends(nb_str_sub(m->text, 0, end), NB_STR("]]>")))
            nb_buf_puts(m->out, "]]>");
        m->at = end;
        return true;
    }
    if (at(m, "<!--"))
        end = end_of(m, "-->");
    else if (at(m, "<!doctype"))
        end = end_of_doctype(m);
    else if (at(m, "<?"))
        end = end_of(m, "?>");
    else
        return false;
    put_lines(nb_str_sub(m->text, m->at, end - m->at), m->out);
    m->at = end;
    return true;
}

/* ---- Tags, balanced. */

static bool in_name(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c) || (unsigned char)c >= 0x80 ||
           (c && strchr("_-.:", c));
}

static struct nb_str take_name(struct mender *m)
{
    size_t from = m->at;
    while (m->at < m->text.len && in_name(m->text.data[m->at]))
        m->at++;
    return nb_str_sub(m->text, from, m->at - from);
}

/* Passes over white space, whose line ends are kept. */
static void skip_space(struct mender *m)
{
    size_t from = m->at;
    while (m->at < m->text.len && nb_ascii_space(m->text.data[m->at]))
        m->at++;
    put_lines(nb_str_sub(m->text, from, m->at - from), m->out);
}

static bool listed(struct nb_str name, const char *const *list)
{
    for (; *list; list++) {
        if (nb_str_eq_nocase(name, nb_str_of(*list)))
            return true;
    }
    return false;
}

static void put_end(struct mender *m)
{
    struct nb_str name = m->open[--m->depth];
    nb_buf_puts(m->out, "</");
    nb_buf_str(m->out, name);
    nb_buf_putc(m->out, '>');
}

/* How many elements are open with and above the innermost of that name; 0 for none. */
static size_t open_above(const struct mender *m, struct nb_str name)
{
    for (size_t i = m->depth; i-- > 0;) {
        if (nb_str_eq_nocase(m->open[i], name))
            return m->depth - i;
    }
    return 0;
}

/* A new item closes one that is open; a part of an item closes the part before it. */
static void close_before(struct mender *m, struct nb_str name)
{
    static const char *const items[] = {"item", "entry", NULL};
    static const char *const parts[] = {
        "title",    "link",      "description",     "pubDate",    "guid",    "category",
        "comments", "enclosure", "content:encoded", "dc:creator", "dc:date", NULL};
    size_t count = 0;
    if (listed(name, items))
        count = open_above(m, name);
    size_t item = open_above(m, NB_STR("item"));
    if (!count && item > 1 && listed(name, parts) &&
        listed(m->open[m->depth - item + 1], parts))
        count = item - 1;
    while (count--)
        put_end(m);
}

/* The value of an attribute: quoted, or up to white space. */
static struct nb_str take_value(struct mender *m)
{
    char quote = m->at < m->text.len ? m->text.data[m->at] : 0;
    size_t from = m->at;
    if (quote == '"' || quote == '\'') {
        const char *end =
            memchr(m->text.data + from + 1, quote, m->text.len - from - 1);
        if (end) {
            m->at = (size_t)(end - m->text.data) + 1;
            return nb_str_sub(m->text, from + 1, m->at - from - 2);
        }
    }
    while (m->at < m->text.len && !nb_ascii_space(m->text.data[m->at]) &&
           m->text.data[m->at] != '>')
        m->at++;
    return nb_str_sub(m->text, from, m->at - from);
}

static void put_value(struct mender *m, struct nb_str value)
{
    struct mender part = {.text = value, .balance = true, .out = m->out};
    nb_buf_puts(m->out, "=\"");
    while (part.at < value.len) {
        char c = value.data[part.at];
        if (c == '&') {
            put_reference(&part);
            continue;
        }
        if (c == '<' || c == '"')
            nb_buf_puts(m->out, c == '<' ? "&lt;" : "&quot;");
        else
            put_clean((struct nb_str){value.data + part.at, 1}, m->out);
        part.at++;
    }
    nb_buf_putc(m->out, '"');
}

/* The attributes up to the tag's end; true when the element is empty ("/>"). */
static bool take_attrs(struct mender *m, bool shown)
{
    struct nb_str seen[MOST_ATTRS];
    size_t count = 0;
    bool slash = false;
    while (m->at < m->text.len && m->text.data[m->at] != '>') {
        skip_space(m);
        struct nb_str name = take_name(m);
        if (!name.len) {
            slash = at(m, "/");
            m->at += m->at < m->text.len && m->text.data[m->at] != '>';
            continue;
        }
        slash = false;
        skip_space(m);
        struct nb_str value = name;
        if (at(m, "=")) {
            m->at++;
            skip_space(m);
            value = take_value(m);
        }
        bool again = count == MOST_ATTRS || (!nb_ascii_alpha(name.data[0]));
        for (size_t i = 0; i < count && !again; i++)
            again = nb_str_eq(seen[i], name);
        if (again || !shown)
            continue;
        seen[count++] = name;
        nb_buf_putc(m->out, ' ');
        nb_buf_str(m->out, name);
        put_value(m, value);
    }
    m->at += m->at < m->text.len;
    return slash;
}

static void take_start(struct mender *m)
{
    static const char *const empty[] = {"br",  "hr",  "img",   "input",
                                        "wbr", "col", "embed", NULL};
    m->at++;
    struct nb_str name = take_name(m);
    close_before(m, name);
    bool shown = m->depth < DEPTH;
    if (shown) {
        nb_buf_putc(m->out, '<');
        nb_buf_str(m->out, name);
    }
    bool closed = take_attrs(m, shown) || listed(name, empty);
    if (shown)
        nb_buf_puts(m->out, closed ? "/>" : ">");
    if (shown && !closed)
        m->open[m->depth++] = name;
    else if (!closed)
        m->skipped++;
}

static void take_end(struct mender *m)
{
    m->at += 2;
    struct nb_str name = take_name(m);
    size_t end = end_of(m, ">");
    put_lines(nb_str_sub(m->text, m->at, end - m->at), m->out);
    m->at = end;
    size_t count = open_above(m, name);
    if (m->skipped && count < 2) {
        m->skipped--;
        return;
    }
    if (count)
        m->skipped = 0;
    while (count--)
        put_end(m);
}

static void take_tag(struct mender *m)
{
    struct nb_str rest = nb_str_sub(rest_of(m), 1, 2);
    bool end = rest.len && rest.data[0] == '/';
    char first = rest.len > end ? rest.data[end] : 0;
    if (!nb_ascii_alpha(first) && first != '_') {
        nb_buf_puts(m->out, "&lt;");
        m->at++;
    } else if (end) {
        take_end(m);
    } else {
        take_start(m);
    }
}

void nb_feed_mend(struct nb_str text, size_t start, bool balance, struct nb_buf *out)
{
    struct mender m = {.text = text, .at = start, .balance = balance, .out = out};
    put_lines(nb_str_sub(text, 0, start), out);
    while (m.at < text.len && out->status == NB_OK) {
        size_t from = m.at;
        while (m.at < text.len && text.data[m.at] != '<' && text.data[m.at] != '&')
            m.at++;
        put_clean(nb_str_sub(text, from, m.at - from), out);
        if (m.at == text.len)
            break;
        if (text.data[m.at] == '&') {
            put_reference(&m);
        } else if (take_section(&m)) {
            continue;
        } else if (balance) {
            take_tag(&m);
        } else {
            nb_buf_putc(out, '<');
            m.at++;
        }
    }
    while (m.depth)
        put_end(&m);
}
