/* A machine that goes from byte to byte as libxml2's parsers do, to know what is an attribute
 * and what only looks like one. */
#include "base/xml_feed.h"

#include <string.h>

enum { LONGEST_NAME = 100 /* libxml2 begins another attribute after so many bytes */ };

static bool starts_name(char c)
{
    return nb_ascii_alpha(c) || c == '_' || c == ':' || c == '.';
}

static bool is_blank(char c) /* to libxml2: neither FF nor VT */
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool in_name(char c)
{
    return starts_name(c) || nb_ascii_digit(c) || c == '-';
}

static bool is_raw(const struct nb_xml_feed *feed)
{
    struct nb_str name = {feed->name, feed->name_length};
    return feed->html &&
           (nb_str_eq(name, NB_STR("script")) || nb_str_eq(name, NB_STR("style")));
}

static enum nb_xml_place wait_for(struct nb_xml_feed *feed, const char *until)
{
    feed->until = until;
    feed->matched = 0;
    return NB_XML_UNTIL;
}

/* After <. */
static enum nb_xml_place open_markup(struct nb_xml_feed *feed, char c)
{
    if (c == '<')
        return NB_XML_LESS;
    if (c == '/')
        return NB_XML_END_TAG;
    feed->length = 0;
    if (c == '!')
        return NB_XML_BANG;
    if (c == '?')
        return feed->html ? NB_XML_END_TAG : wait_for(feed, "?>");
    if (!starts_name(c) || c == '.' || (feed->html && !nb_ascii_alpha(c)))
        return NB_XML_TEXT;
    feed->name[0] = nb_ascii_lower(c);
    feed->name_length = 1;
    feed->count = 0;
    return NB_XML_NAME;
}

static enum nb_xml_place end_tag(struct nb_xml_feed *feed)
{
    if (feed->last == '/' || !is_raw(feed))
        return NB_XML_TEXT;
    feed->matched = 0;
    return NB_XML_RAW;
}

static enum nb_xml_place between(struct nb_xml_feed *feed, char c)
{
    if (is_blank(c))
        return NB_XML_BETWEEN;
    if (c == '>')
        return end_tag(feed);
    if (!starts_name(c) && (unsigned char)c < 0x80)
        return NB_XML_BOGUS;
    feed->count++;
    feed->length = 1;
    return NB_XML_ATTRIBUTE;
}

static enum nb_xml_place name(struct nb_xml_feed *feed, char c)
{
    if (!in_name(c) && (unsigned char)c < 0x80)
        return between(feed, c);
    if (feed->name_length < sizeof feed->name)
        feed->name[feed->name_length++] = nb_ascii_lower(c);
    return NB_XML_NAME;
}

static enum nb_xml_place attribute(struct nb_xml_feed *feed, char c)
{
    if (in_name(c) || (unsigned char)c >= 0x80) {
        if (++feed->length == LONGEST_NAME) {
            feed->length = 0;
            feed->count++;
        }
        return NB_XML_ATTRIBUTE;
    }
    if (c == '=')
        return NB_XML_VALUE;
    return is_blank(c) ? NB_XML_EQUALS : between(feed, c);
}

static enum nb_xml_place value(struct nb_xml_feed *feed, char c)
{
    if (is_blank(c))
        return NB_XML_VALUE;
    if (c == '>')
        return end_tag(feed);
    if (c != '"' && c != '\'')
        return NB_XML_BARE;
    feed->quote = c;
    return NB_XML_QUOTED;
}

/* In what ends at a space or at >. */
static enum nb_xml_place bare(struct nb_xml_feed *feed, char c, enum nb_xml_place same)
{
    if (is_blank(c))
        return NB_XML_BETWEEN;
    if (c != '>')
        return same;
    if (same == NB_XML_BARE)
        feed->last = ' '; /* a slash belongs to the value */
    return end_tag(feed);
}

/* After <!, `length` bytes: a comment, CDATA (in XML), HTML's document type or a declaration. */
static enum nb_xml_place bang(struct nb_xml_feed *feed, char c)
{
    enum { COMMENT, CDATA, DOCTYPE };
    static const char *const openings[] = {"--", "[CDATA[", "doctype"};
    size_t at = feed->length++;
    if (at == 0)
        feed->matched = c == '[' && !feed->html                  ? CDATA
                        : nb_ascii_lower(c) == 'd' && feed->html ? DOCTYPE
                                                                 : COMMENT;
    const char *opening = openings[feed->matched];
    if ((feed->matched == DOCTYPE ? nb_ascii_lower(c) : c) != opening[at])
        return c == '<' ? NB_XML_LESS : NB_XML_TEXT;
    if (opening[at + 1] != '\0')
        return NB_XML_BANG;
    if (feed->matched == DOCTYPE)
        return NB_XML_TO_GREATER;
    return wait_for(feed, feed->matched == CDATA ? "]]>" : "-->");
}

/* Looks for `until`, whose first two bytes may be the same: --->, ]]]>. HTML's comments also
 * end with --!>. */
static enum nb_xml_place until(struct nb_xml_feed *feed, char c)
{
    const char *end = feed->until;
    size_t at = feed->matched;
    if (feed->html && at == 2 && c == '!' && feed->last == '-')
        return NB_XML_UNTIL;
    if (feed->html && at == 2 && c != '>' && feed->last == '!')
        at = 0;
    if (c == end[at])
        at++;
    else if (at != 2 || end[0] != end[1] || c != end[0])
        at = c == end[0];
    feed->matched = at;
    return end[at] ? NB_XML_UNTIL : NB_XML_TEXT;
}

/* In script or style, up to </ and its name. */
static enum nb_xml_place raw(struct nb_xml_feed *feed, char c)
{
    size_t at = feed->matched;
    if (c == '<')
        feed->matched = 1;
    else if (at == 1)
        feed->matched = c == '/' ? 2 : 0;
    else if (at >= 2)
        feed->matched = nb_ascii_lower(c) == feed->name[at - 2] ? at + 1 : 0;
    return feed->matched == feed->name_length + 2 ? NB_XML_TO_GREATER : NB_XML_RAW;
}

static enum nb_xml_place next(struct nb_xml_feed *feed, char c)
{
    switch (feed->place) {
    case NB_XML_TEXT:
        return c == '<' ? NB_XML_LESS : NB_XML_TEXT;
    case NB_XML_LESS:
        return open_markup(feed, c);
    case NB_XML_NAME:
        return name(feed, c);
    case NB_XML_BETWEEN:
        return between(feed, c);
    case NB_XML_ATTRIBUTE:
        return attribute(feed, c);
    case NB_XML_EQUALS:
        return c == '=' ? NB_XML_VALUE : between(feed, c);
    case NB_XML_VALUE:
        return value(feed, c);
    case NB_XML_BARE:
        return bare(feed, c, NB_XML_BARE);
    case NB_XML_QUOTED:
        return c == feed->quote ? NB_XML_BETWEEN : NB_XML_QUOTED;
    case NB_XML_BOGUS:
        return bare(feed, c, NB_XML_BOGUS);
    case NB_XML_END_TAG:
        if (c == '<')
            return NB_XML_LESS;
        return starts_name(c) && (c != '.' || feed->last == '/') ? NB_XML_TO_GREATER
                                                                 : NB_XML_TEXT;
    case NB_XML_TO_GREATER:
        return c == '>' ? NB_XML_TEXT : NB_XML_TO_GREATER;
    case NB_XML_BANG:
        return bang(feed, c);
    case NB_XML_UNTIL:
        return until(feed, c);
    case NB_XML_RAW:
        return raw(feed, c);
    }
    return NB_XML_TEXT;
}

static bool in_attributes(enum nb_xml_place place)
{
    return place >= NB_XML_BETWEEN && place <= NB_XML_BOGUS;
}

/* How many bytes from `p` on leave the place as it is. */
static size_t dull(const struct nb_xml_feed *feed, const char *p, size_t len)
{
    const char *stop = NULL;
    if (feed->place == NB_XML_TEXT || (feed->place == NB_XML_RAW && !feed->matched))
        stop = memchr(p, '<', len);
    else if (feed->place == NB_XML_QUOTED)
        stop = memchr(p, feed->quote, len);
    else if (feed->place == NB_XML_UNTIL && !feed->matched)
        stop = memchr(p, feed->until[0], len);
    else
        return 0;
    return stop ? (size_t)(stop - p) : len;
}

/* Whether the element that is raw from `rest` on ends there. */
static bool is_closed(const struct nb_xml_feed *feed, struct nb_str rest)
{
    struct nb_str name = {feed->name, feed->name_length};
    const char *at, *end = rest.data + rest.len;
    for (const char *p = rest.data; (at = memchr(p, '<', (size_t)(end - p)));
         p = at + 1) {
        struct nb_str tag = {at, (size_t)(end - at)};
        if (nb_str_starts(tag, NB_STR("</")) &&
            nb_str_starts_nocase(nb_str_sub(tag, 2, tag.len), name))
            return true;
    }
    return false;
}

/* Whether markup begins here to which libxml2 gives way even in a script. */
static bool is_markup(struct nb_str text)
{
    return text.len > 1 && text.data[0] == '<' &&
           (text.data[1] == '/' || nb_ascii_alpha(text.data[1]));
}

/* Scripts are dropped, whose bytes libxml2 would look at one by one, but for JSON, by the word of
 * their tag: `end` is its end. */
static bool is_dropped(const struct nb_xml_feed *feed, const char *end)
{
    struct nb_str tag = {feed->tag, (size_t)(end - feed->tag)};
    struct nb_str rest = {end, feed->rest.len - (size_t)(end - feed->rest.data)};
    return nb_str_find_nocase(tag, NB_STR("json")) < 0 && is_closed(feed, rest) &&
           !is_markup(nb_str_sub(rest, 1, rest.len));
}

/* Takes a byte, and keeps in mind where a tag began, and whether what is in it is dropped. */
static void take(struct nb_xml_feed *feed, const char *p)
{
    enum nb_xml_place before = feed->place;
    feed->place = next(feed, *p);
    feed->last = *p;
    if (feed->place == NB_XML_NAME && before == NB_XML_LESS)
        feed->tag = p;
    if (feed->place == NB_XML_RAW && before != NB_XML_RAW)
        feed->drops = is_dropped(feed, p);
}

/* Passes bytes on that leave the place as it is; of what is dropped the line ends, which libxml2
 * counts, and the first byte: a script that began with </ would end there. Returns how many were
 * written. */
static size_t pass(const struct nb_xml_feed *feed, const char *from, size_t len,
                   char *to)
{
    size_t lines = 0;
    if (feed->place == NB_XML_RAW && feed->drops) {
        const char *end = from + len;
        if (feed->last == '>')
            to[lines++] = *from++;
        while (from < end && (from = memchr(from, '\n', (size_t)(end - from)))) {
            to[lines++] = '\n';
            from++;
        }
        return lines;
    }
    if (feed->place == NB_XML_QUOTED && feed->count > NB_XML_ATTRIBUTES)
        memset(to, ' ', len);
    else
        memcpy(to, from, len);
    return len;
}

size_t nb_xml_feed_read(struct nb_xml_feed *feed, char *to, size_t room)
{
    const char *p = feed->rest.data, *end = p + feed->rest.len;
    size_t len = 0;
    while (p < end && len < room) {
        size_t left = (size_t)(end - p) < room - len ? (size_t)(end - p) : room - len;
        size_t same = dull(feed, p, left);
        if (same) {
            len += pass(feed, p, same, to + len);
            p += same;
            continue;
        }
        bool before = in_attributes(feed->place);
        take(feed, p);
        bool over =
            feed->count > NB_XML_ATTRIBUTES && before && in_attributes(feed->place);
        feed->cut = feed->cut || over;
        to[len++] = over ? ' ' : *p;
        p++;
    }
    feed->rest = (struct nb_str){p, (size_t)(end - p)};
    return len;
}
