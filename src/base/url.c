/* Web addresses as books may carry them: RFC 3986, less generous. Hosts that are not ASCII are
 * written in Punycode (RFC 3492), case-folded by the simple mapping. */
#include "base/url.h"

#include "base/str.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <limits.h>
#include <string.h>

enum {
    LONGEST_URL = 8192,
    LONGEST_LABEL = 63, /* RFC 1035, 2.3.4 */
    LONGEST_PORT = 5
};

/* ---- Punycode: the constants' names are those of RFC 3492, section 5. */

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128 };

static unsigned adapt(unsigned delta, unsigned points, bool first)
{
    unsigned k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
        delta /= BASE - TMIN;
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void put_digit(struct nb_buf *out, unsigned digit)
{
    nb_buf_putc(out, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

/* A delta as a number of variable length. */
static void put_delta(struct nb_buf *out, unsigned delta, unsigned bias)
{
    for (unsigned k = BASE;; k += BASE) {
        unsigned t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
        if (delta < t) {
            put_digit(out, delta);
            return;
        }
        put_digit(out, t + (delta - t) % (BASE - t));
        delta = (delta - t) / (BASE - t);
    }
}

static unsigned smallest_from(const unsigned *points, size_t count, unsigned least)
{
    unsigned found = UINT_MAX;
    for (size_t i = 0; i < count; i++)
        if (points[i] >= least && points[i] < found)
            found = points[i];
    return found;
}

/* Appends a label that is not all ASCII. With at most 63 code points nothing overflows. */
static void put_punycode(const unsigned *points, size_t count, struct nb_buf *out)
{
    unsigned n = FIRST, delta = 0, bias = BIAS, basic = 0;
    nb_buf_puts(out, "xn--");
    for (size_t i = 0; i < count; i++) {
        if (points[i] < FIRST) {
            nb_buf_putc(out, (char)points[i]);
            basic++;
        }
    }
    if (basic)
        nb_buf_putc(out, '-');
    for (unsigned done = basic; done < count; delta++, n++) {
        unsigned m = smallest_from(points, count, n);
        delta += (m - n) * (done + 1);
        n = m;
        for (size_t i = 0; i < count; i++) {
            delta += points[i] < n;
            if (points[i] != n)
                continue;
            put_delta(out, delta, bias);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
    }
}

/* ---- Hosts. */

static bool may_stand_in_label(unsigned c)
{
    if (c < 0x80)
        return nb_ascii_alpha((char)c) || nb_ascii_digit((char)c) || c == '-';
    return nb_unicode_is_letter(c) || nb_unicode_is_mark(c) || nb_unicode_is_digit(c);
}

static bool put_label(struct nb_str label, struct nb_buf *out)
{
    unsigned points[LONGEST_LABEL];
    size_t count = 0, len;
    bool ascii = true;
    const char *end = label.data + label.len;
    if (!label.len || label.data[0] == '-' || end[-1] == '-')
        return false;
    for (const char *p = label.data; p < end; p += len) {
        unsigned c = nb_utf8_decode(p, end, &len);
        if (!may_stand_in_label(c) || count == LONGEST_LABEL)
            return false;
        ascii = ascii && c < 0x80;
        points[count++] = nb_unicode_lower(c);
    }
    if (ascii)
        nb_buf_str(out, label);
    else
        put_punycode(points, count, out);
    return true;
}

static bool put_host(struct nb_str host, struct nb_buf *out)
{
    struct nb_str label;
    bool first = true;
    if (!host.len || host.data[host.len - 1] == '.')
        return false;
    while (nb_str_split(&host, '.', &label)) {
        if (!first)
            nb_buf_putc(out, '.');
        first = false;
        if (!put_label(label, out))
            return false;
    }
    return !first;
}

/* Host and port; user names are refused, they serve only to deceive. */
static bool put_authority(struct nb_str authority, struct nb_buf *out)
{
    const char *colon = memchr(authority.data, ':', authority.len);
    size_t host = colon ? (size_t)(colon - authority.data) : authority.len;
    if (!put_host(nb_str_sub(authority, 0, host), out))
        return false;
    if (!colon)
        return true;
    struct nb_str port = nb_str_sub(authority, host + 1, authority.len);
    if (!port.len || port.len > LONGEST_PORT)
        return false;
    for (size_t i = 0; i < port.len; i++)
        if (!nb_ascii_digit(port.data[i]))
            return false;
    nb_buf_putc(out, ':');
    nb_buf_str(out, port);
    return true;
}

/* ---- The rest. */

static bool is_hex(char c)
{
    return nb_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static void put_encoded(struct nb_str rest, struct nb_buf *out)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char allowed[] = "-._~!$&'()*+,;=:@/?";
    bool fragment = false;
    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.data[i];
        bool plain =
            nb_ascii_alpha(c) || nb_ascii_digit(c) || (c && strchr(allowed, c));
        if (c == '%')
            plain = i + 2 < rest.len && is_hex(rest.data[i + 1]) &&
                    is_hex(rest.data[i + 2]);
        if (c == '#' && !fragment)
            plain = fragment = true;
        if (plain) {
            nb_buf_putc(out, c);
        } else {
            nb_buf_putc(out, '%');
            nb_buf_putc(out, digits[(unsigned char)c >> 4]);
            nb_buf_putc(out, digits[(unsigned char)c & 15]);
        }
    }
}

static bool put_web(struct nb_str rest, const char *scheme, struct nb_buf *out)
{
    size_t end = 0;
    while (end < rest.len && !strchr("/?#\\", rest.data[end]))
        end++;
    nb_buf_puts(out, scheme);
    if (!put_authority(nb_str_sub(rest, 0, end), out))
        return false;
    put_encoded(nb_str_sub(rest, end, rest.len), out);
    return true;
}

static bool has_control(struct nb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7F)
            return true;
    return false;
}

bool nb_url_clean(const char *url, struct nb_buf *out)
{
    struct nb_str text = nb_str_trim(nb_str_of(url));
    static const char *const schemes[] = {"http://", "https://"};
    size_t before = out->len;
    bool good = false;
    if (!text.len || text.len > LONGEST_URL || has_control(text))
        return false;
    for (size_t i = 0; i < 2 && !good; i++) {
        struct nb_str scheme = nb_str_of(schemes[i]);
        if (nb_str_starts_nocase(text, scheme))
            good = put_web(nb_str_sub(text, scheme.len, text.len), schemes[i], out);
    }
    if (nb_str_starts_nocase(text, NB_STR("mailto:")) &&
        memchr(text.data, '@', text.len)) {
        nb_buf_puts(out, "mailto:");
        put_encoded(nb_str_sub(text, 7, text.len), out);
        good = true;
    }
    if (!good && out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return good;
}
