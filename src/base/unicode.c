/* What needs the Unicode tables, through ICU's C interface. Line breaks stand in linebreak.c. */
#include "base/unicode.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum {
    LONGEST_HOST = 253, /* RFC 1035, in its text form */
    PIECE = 1 << 16,    /* bytes that are composed at a time */
    LARGEST_PIECE = 1 << 19
};

/* No code point from U+0300 on but those whole blocks that are always composed or never
 * compose (general punctuation, Cyrillic letters, kana without marks, Han). */
bool nb_unicode_surely_nfc(struct nb_str text)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        if ((unsigned char)*p < 0xCC) { /* below U+0300 */
            p += 1 + nb_ascii_run(p + 1, end);
            continue;
        }
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        bool fine = (c >= 0x400 && c < 0x483) || (c >= 0x2010 && c < 0x2070) ||
                    (c >= 0x3000 && c < 0x3099) || (c >= 0x4E00 && c < 0xA000) ||
                    (c >= 0xFF01 && c < 0xFF61) || (c < 0x300 && c != NB_REPLACEMENT) ||
                    c == 0x20AC;
        if (!fine)
            return false;
        p += len;
    }
    return true;
}

/* UTF-8 to UTF-16 in fresh memory. */
static enum nb_status to_utf16(struct nb_str text, UChar **out, int32_t *length)
{
    UErrorCode error = U_ZERO_ERROR;
    if (text.len > (size_t)INT32_MAX / 4)
        return NB_LIMIT;
    *out = nb_malloc((text.len + 1) * sizeof **out);
    if (!*out)
        return NB_NOMEM;
    u_strFromUTF8WithSub(*out, (int32_t)text.len + 1, length, text.data,
                         (int32_t)text.len, NB_REPLACEMENT, NULL, &error);
    return U_FAILURE(error) ? NB_LIBRARY : NB_OK;
}

static enum nb_status add_utf16(const UChar *text, int32_t length, struct nb_buf *out)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t made = 0;
    int32_t room = length * 3;
    char *to = nb_buf_reserve(out, (size_t)room);
    if (!to)
        return out->status;
    u_strToUTF8WithSub(to, room, &made, text, length, NB_REPLACEMENT, NULL, &error);
    if (U_FAILURE(error))
        return NB_LIBRARY;
    out->len += (size_t)made;
    out->data[out->len] = '\0';
    return NB_OK;
}

static enum nb_status compose(const UChar *text, int32_t length, struct nb_buf *out)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    int32_t room = length * 3 + 16; /* NFC at most triples UTF-16 */
    UChar *composed = nb_malloc((size_t)room * sizeof *composed);
    if (!composed)
        return NB_NOMEM;
    int32_t made = unorm2_normalize(nfc, text, length, composed, room, &error);
    enum nb_status status =
        U_FAILURE(error) ? NB_LIBRARY : add_utf16(composed, made, out);
    nb_free(composed);
    return status;
}

static enum nb_status add_composed(struct nb_str text, struct nb_buf *out)
{
    if (nb_unicode_surely_nfc(text)) {
        nb_buf_str(out, text);
        return out->status;
    }
    UChar *wide = NULL;
    int32_t length = 0;
    enum nb_status status = to_utf16(text, &wide, &length);
    if (status == NB_OK)
        status = compose(wide, length, out);
    nb_free(wide);
    return status;
}

/* The length of a piece that composes with nothing after it: ASCII begins the next one. A
 * million bytes of nothing but marks and letters beyond ASCII are cut between two of them. */
static size_t piece_of(struct nb_str text)
{
    size_t size = PIECE;
    for (; size < text.len && size <= LARGEST_PIECE; size *= 2) {
        for (size_t at = size; at > size / 2; at--) {
            if ((unsigned char)text.data[at] < 0x80)
                return at;
        }
    }
    if (size >= text.len)
        return text.len;
    while (((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

enum nb_status nb_unicode_nfc(struct nb_str text, struct nb_buf *out)
{
    enum nb_status status = out->status;
    while (text.len && status == NB_OK) {
        size_t len = piece_of(text);
        status = add_composed(nb_str_sub(text, 0, len), out);
        text = nb_str_sub(text, len, text.len);
    }
    return status;
}

enum nb_status nb_unicode_to_upper(struct nb_str text, const char *lang,
                                   struct nb_buf *out)
{
    UErrorCode error = U_ZERO_ERROR;
    if (text.len > (size_t)INT32_MAX / 4)
        return NB_LIMIT;
    UCaseMap *map = ucasemap_open(lang ? lang : "", 0, &error);
    if (U_FAILURE(error) && error != U_MEMORY_ALLOCATION_ERROR) {
        error = U_ZERO_ERROR; /* no language that ICU can read: the general rules */
        map = ucasemap_open("", 0, &error);
    }
    if (U_FAILURE(error))
        return error == U_MEMORY_ALLOCATION_ERROR ? NB_NOMEM : NB_LIBRARY;
    enum nb_status status = NB_OK;
    int32_t room = (int32_t)text.len * 3 + 16;
    char *to = nb_buf_reserve(out, (size_t)room);
    if (to) {
        int32_t made =
            ucasemap_utf8ToUpper(map, to, room, text.data, (int32_t)text.len, &error);
        if (U_FAILURE(error)) {
            status = NB_LIBRARY;
        } else {
            out->len += (size_t)made;
            out->data[out->len] = '\0';
        }
    }
    ucasemap_close(map);
    return status == NB_OK ? out->status : status;
}

uint32_t nb_unicode_script(unsigned codepoint)
{
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)codepoint, &error);
    const char *name = U_FAILURE(error) ? "Zzzz" : uscript_getShortName(script);
    return NB_SCRIPT(name[0], name[1], name[2], name[3]);
}

bool nb_unicode_is_letter(unsigned codepoint)
{
    return (U_GET_GC_MASK((UChar32)codepoint) & U_GC_L_MASK) != 0;
}

bool nb_unicode_is_upper(unsigned codepoint)
{
    return u_isUUppercase((UChar32)codepoint);
}

bool nb_unicode_is_digit(unsigned codepoint)
{
    return u_isdigit((UChar32)codepoint);
}

bool nb_unicode_is_space(unsigned codepoint)
{
    return u_isUWhiteSpace((UChar32)codepoint);
}

bool nb_unicode_is_mark(unsigned codepoint)
{
    return (U_GET_GC_MASK((UChar32)codepoint) & U_GC_M_MASK) != 0;
}

bool nb_unicode_is_punct(unsigned codepoint)
{
    return u_ispunct((UChar32)codepoint);
}

bool nb_unicode_is_ideograph(unsigned codepoint)
{
    if (codepoint < 0x1100)
        return false;
    switch (u_getIntPropertyValue((UChar32)codepoint, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
        return (U_GET_GC_MASK((UChar32)codepoint) & U_GC_L_MASK) != 0;
    default:
        return false;
    }
}

bool nb_unicode_is_ignorable(unsigned codepoint)
{
    return u_hasBinaryProperty((UChar32)codepoint, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

unsigned nb_unicode_lower(unsigned codepoint)
{
    return (unsigned)u_tolower((UChar32)codepoint);
}

unsigned nb_unicode_upper(unsigned codepoint)
{
    return (unsigned)u_toupper((UChar32)codepoint);
}

unsigned nb_unicode_words(struct nb_str text)
{
    const char *p = text.data, *end = p + text.len;
    unsigned words = 0, ideographs = 0;
    bool in_word = false;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (c >= 0x80 && nb_unicode_is_ideograph(c)) {
            ideographs++;
            in_word = false;
        } else if (c < 0x80 ? nb_ascii_space((char)c) : nb_unicode_is_space(c)) {
            in_word = false;
        } else if (!in_word &&
                   (c < 0x80 ? nb_ascii_alpha((char)c) || nb_ascii_digit((char)c)
                             : u_isalnum((UChar32)c))) {
            words++;
            in_word = true;
        }
    }
    return words + (ideographs + 1) / 2;
}

int nb_unicode_rtl_percent(struct nb_str text)
{
    enum { LOOKED_AT = 4000 };
    text = nb_str_sub(text, 0, LOOKED_AT);
    const char *p = text.data, *end = p + text.len;
    int rtl = 0, strong = 0;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (c < 0x80) {
            strong += nb_ascii_alpha((char)c);
            continue;
        }
        UCharDirection direction = u_charDirection((UChar32)c);
        rtl += direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
        strong += direction == U_LEFT_TO_RIGHT;
    }
    return rtl + strong ? rtl * 100 / (rtl + strong) : -1;
}

bool nb_unicode_host(struct nb_str host, struct nb_buf *out)
{
    char ascii[LONGEST_HOST + 1];
    UErrorCode error = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (host.len > LONGEST_HOST)
        return false;
    UIDNA *idna =
        uidna_openUTS46(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                            UIDNA_NONTRANSITIONAL_TO_ASCII,
                        &error);
    int32_t length = uidna_nameToASCII_UTF8(idna, host.data, (int32_t)host.len, ascii,
                                            sizeof ascii, &info, &error);
    uidna_close(idna);
    if (U_FAILURE(error) || info.errors || length > LONGEST_HOST)
        return false;
    nb_buf_add(out, ascii, (size_t)length);
    return true;
}
