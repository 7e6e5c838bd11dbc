/* Web addresses as books may carry them: RFC 3986, less generous. */
#include "base/url.h"

#include "base/str.h"
#include "base/unicode.h"

#include <string.h>

enum {
    LONGEST_URL = 8192,
    LONGEST_LABEL = 63, /* RFC 1035, 2.3.4 */
    MOST_PORT = 65535,
    MOST_DIGITS = 5
};

/* ---- Hosts. */

/* Takes a number of at most five digits off a slice that is all digits; -1 for any other. */
static long number(struct nb_str digits)
{
    long value = 0;
    if (!digits.len || digits.len > MOST_DIGITS)
        return -1;
    for (size_t i = 0; i < digits.len; i++) {
        if (!nb_ascii_digit(digits.data[i]))
            return -1;
        value = value * 10 + (digits.data[i] - '0');
    }
    return value;
}

/* Whether a host whose last label begins with a digit is one: an IPv4 address in full. */
static bool is_address(struct nb_str host)
{
    struct nb_str part;
    int parts = 0;
    for (; nb_str_split(&host, '.', &part); parts++) {
        long value = number(part);
        if (value < 0 || value > 255)
            return false;
    }
    return parts == 4;
}

static char first_of_last_label(struct nb_str host)
{
    size_t at = host.len;
    while (at && host.data[at - 1] != '.')
        at--;
    return host.data[at];
}

static bool is_label(struct nb_str label)
{
    if (!label.len || label.len > LONGEST_LABEL || label.data[0] == '-' ||
        label.data[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++) {
        char c = label.data[i];
        if (!nb_ascii_alpha(c) && !nb_ascii_digit(c) && c != '-')
            return false;
    }
    return true;
}

static bool is_host(struct nb_str host)
{
    struct nb_str label;
    if (!host.len || host.data[host.len - 1] == '.')
        return false;
    if (nb_ascii_digit(first_of_last_label(host)))
        return is_address(host);
    while (nb_str_split(&host, '.', &label))
        if (!is_label(label))
            return false;
    return true;
}

/* Whether a name is written in ASCII and not in a code for something else. */
static bool is_plain(struct nb_str host)
{
    for (size_t i = 0; i < host.len; i++)
        if ((unsigned char)host.data[i] >= 0x80)
            return false;
    return nb_str_find_nocase(host, NB_STR("xn--")) < 0;
}

static bool put_host(struct nb_str host, struct nb_buf *out)
{
    size_t before = out->len;
    if (is_plain(host))
        nb_buf_str(out, host);
    else if (!nb_unicode_host(host, out))
        return false;
    return out->status == NB_OK &&
           is_host(nb_str_sub(nb_buf_view(out), before, out->len));
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
    if (number(port) < 0 || number(port) > MOST_PORT)
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

/* ---- Percent-encoding. */

static int hex(char c)
{
    if (nb_ascii_digit(c))
        return c - '0';
    c = nb_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void nb_url_decode(struct nb_str text, struct nb_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = text.data[i] == '%' && i + 2 < text.len ? hex(text.data[i + 1]) : -1;
        int low = high >= 0 ? hex(text.data[i + 2]) : -1;
        if (low >= 0) {
            nb_buf_putc(out, (char)(high * 16 + low));
            i += 2;
        } else {
            nb_buf_putc(out, text.data[i]);
        }
    }
}

/* ---- Hosts. */

struct nb_str nb_url_host(const char *url)
{
    struct nb_str rest = nb_str_of(url);
    ptrdiff_t slashes = nb_str_find(rest, NB_STR("://"));
    size_t end = 0;
    if (slashes < 0)
        return (struct nb_str){0};
    rest = nb_str_sub(rest, (size_t)slashes + 3, rest.len);
    while (end < rest.len && !strchr("/?#\\", rest.data[end]))
        end++;
    rest = nb_str_sub(rest, 0, end);
    ptrdiff_t at = nb_str_find(rest, NB_STR("@"));
    if (at >= 0)
        rest = nb_str_sub(rest, (size_t)at + 1, rest.len);
    ptrdiff_t port = nb_str_find(rest, NB_STR(":"));
    return port < 0 ? rest : nb_str_sub(rest, 0, (size_t)port);
}

/* ---- Addresses that lead to the same page. */

bool nb_url_tracks(struct nb_str pair)
{
    static const char *const names[] = {
        "fbclid", "gclid",    "dclid",      "msclkid",     "yclid",     "igshid",
        "mc_cid", "mc_eid",   "ncid",       "cmpid",       "cmp",       "ito",
        "icid",   "_ga",      "mkt_tok",    "ref_src",     "smid",      "xtor",
        "wt_mc",  "wt.mc_id", "guccounter", "ocid",        "taid",      "gbraid",
        "wbraid", "twclid",   "at_medium",  "at_campaign", "at_custom1"};
    struct nb_str rest = pair;
    struct nb_str name;
    if (!nb_str_split(&rest, '=', &name))
        return true;
    if (nb_str_starts_nocase(name, NB_STR("utm_")))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nb_str_eq_nocase(name, nb_str_of(names[i])))
            return true;
    }
    return false;
}

/* Host without "www." and the port that goes without saying, in small letters. */
static void put_plain_host(struct nb_str authority, struct nb_buf *out)
{
    static const char *const ports[] = {":80", ":443"};
    for (size_t i = 0; i < 2; i++) {
        if (nb_str_ends(authority, nb_str_of(ports[i])))
            authority.len -= strlen(ports[i]);
    }
    if (nb_str_starts_nocase(authority, NB_STR("www.")))
        authority = nb_str_sub(authority, 4, authority.len);
    for (size_t i = 0; i < authority.len; i++)
        nb_buf_putc(out, nb_ascii_lower(authority.data[i]));
}

/* The path without what a server adds to or leaves out of it by itself. */
static void put_plain_path(struct nb_str path, struct nb_buf *out)
{
    static const char *const endings[] = {"/",          "/index.html", "/index.htm",
                                          "/index.php", "/amp",        "/"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (nb_str_ends(path, nb_str_of(endings[i])))
            path.len -= strlen(endings[i]);
    }
    nb_url_decode(path, out);
}

static struct nb_str cut(struct nb_str *rest, const char *stops)
{
    size_t len = 0;
    while (len < rest->len && !strchr(stops, rest->data[len]))
        len++;
    struct nb_str head = nb_str_sub(*rest, 0, len);
    *rest = nb_str_sub(*rest, len, rest->len);
    return head;
}

bool nb_url_key(const char *url, struct nb_buf *out)
{
    struct nb_str rest = nb_str_trim(nb_str_of(url)), pair;
    size_t scheme = nb_str_starts_nocase(rest, NB_STR("https://"))  ? 8
                    : nb_str_starts_nocase(rest, NB_STR("http://")) ? 7
                                                                    : 0;
    if (!scheme || rest.len > LONGEST_URL || memchr(rest.data, '\0', rest.len))
        return false;
    rest = nb_str_sub(rest, scheme, rest.len);
    struct nb_str authority = cut(&rest, "/?#");
    if (!authority.len)
        return false;
    put_plain_host(authority, out);
    put_plain_path(cut(&rest, "?#"), out);
    struct nb_str query = cut(&rest, "#");
    char before = '?';
    query = nb_str_sub(query, 1, query.len);
    while (nb_str_split(&query, '&', &pair)) {
        if (nb_url_tracks(pair))
            continue;
        nb_buf_putc(out, before);
        nb_buf_str(out, pair);
        before = '&';
    }
    return out->status == NB_OK;
}
