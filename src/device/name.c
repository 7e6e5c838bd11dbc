/* Safe file names. Microsoft's "Naming Files, Paths, and Namespaces" is where the rules are. */
#include "device/name.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_NAME = 240, NUMBER_SIZE = 16 };

static const char *const endings[] = {".kepub.epub", ".epub", ".pdf"};

const char *nb_name_ending(const char *name)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (nb_str_ends_nocase(nb_str_of(name), nb_str_of(endings[i])))
            return endings[i];
    }
    return NULL;
}

static void replace_forbidden(struct nb_str name, struct nb_buf *out)
{
    const char *at = name.data, *end = name.data + name.len;
    while (at < end) {
        size_t len;
        unsigned c = nb_utf8_decode(at, end, &len);
        bool bad = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == NB_REPLACEMENT ||
                   (c < 0x80 && strchr("\"*/:<>?\\|", (int)c));
        nb_buf_utf8(out, bad ? '-' : c);
        at += len;
    }
}

static bool is_edge(char c)
{
    return c == '.' || c == ' ';
}

static struct nb_str without_edges(struct nb_str stem)
{
    while (stem.len && is_edge(stem.data[0]))
        stem = nb_str_sub(stem, 1, stem.len);
    while (stem.len && is_edge(stem.data[stem.len - 1]))
        stem.len--;
    return stem;
}

/* CON, PRN, AUX, NUL, COM0 to COM9, LPT0 to LPT9, whatever follows behind a dot. */
static bool is_device(struct nb_str stem)
{
    static const char *const plain[] = {"con", "prn", "aux", "nul"};
    const char *dot = memchr(stem.data, '.', stem.len);
    if (dot)
        stem.len = (size_t)(dot - stem.data);
    for (size_t i = 0; i < 4; i++) {
        if (nb_str_eq_nocase(stem, nb_str_of(plain[i])))
            return true;
    }
    return stem.len == 4 && nb_ascii_digit(stem.data[3]) &&
           (nb_str_starts_nocase(stem, NB_STR("com")) ||
            nb_str_starts_nocase(stem, NB_STR("lpt")));
}

/* Cuts at a character's end. */
static struct nb_str shortened(struct nb_str stem, size_t most)
{
    if (stem.len <= most)
        return stem;
    while (most && ((unsigned char)stem.data[most] & 0xC0) == 0x80)
        most--;
    stem.len = most;
    return without_edges(stem);
}

enum nb_status nb_name_safe(const char *name, unsigned number, struct nb_buf *out)
{
    struct nb_buf plain = NB_BUF_INIT, stem = NB_BUF_INIT;
    const char *ending = nb_name_ending(name);
    char suffix[NUMBER_SIZE] = "";
    ending = ending ? ending : "";
    if (number > 1)
        (void)snprintf(suffix, sizeof suffix, " (%u)", number);
    replace_forbidden((struct nb_str){name, strlen(name) - strlen(ending)}, &plain);
    enum nb_status status = nb_unicode_nfc(nb_buf_view(&plain), &stem);
    struct nb_str kept = without_edges(nb_buf_view(&stem));
    kept = shortened(kept, LONGEST_NAME - 1 - strlen(suffix) - strlen(ending));
    if (is_device(kept))
        nb_buf_putc(out, '_');
    nb_buf_str(out, kept.len ? kept : NB_STR("book"));
    nb_buf_puts(out, suffix);
    nb_buf_puts(out, ending);
    if (status == NB_OK)
        status = plain.status != NB_OK ? plain.status : stem.status;
    nb_buf_free(&plain);
    nb_buf_free(&stem);
    return status == NB_OK ? out->status : status;
}

static enum nb_status fold(const char *name, struct nb_buf *out)
{
    struct nb_buf whole = NB_BUF_INIT;
    enum nb_status status = nb_unicode_nfc(nb_str_of(name), &whole);
    const char *at = nb_buf_cstr(&whole);
    unsigned c;
    while ((c = nb_utf8_next(&at)) != 0)
        nb_buf_utf8(out, nb_unicode_lower(nb_unicode_upper(c)));
    nb_buf_free(&whole);
    return status == NB_OK ? out->status : status;
}

enum nb_status nb_name_same(const char *a, const char *b, bool *same)
{
    struct nb_buf x = NB_BUF_INIT, y = NB_BUF_INIT;
    enum nb_status status = fold(a, &x);
    if (status == NB_OK)
        status = fold(b, &y);
    *same = status == NB_OK && nb_str_eq(nb_buf_view(&x), nb_buf_view(&y));
    nb_buf_free(&x);
    nb_buf_free(&y);
    return status;
}
