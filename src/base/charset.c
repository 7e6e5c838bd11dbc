/* Text in any encoding to UTF-8: BOM, validity, declared label, guess by uchardet, converted by
 * ICU. */
#include "base/charset.h"

#include "base/mojibake.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

enum { PROBE = 8192, GUESS_BYTES = 1 << 16, PIECE = 4096 };

static const char *utf16_without_bom(struct nb_str data)
{
    size_t len = data.len < PROBE ? data.len : PROBE, zeros[2] = {0, 0};
    if (len == 0 || !memchr(data.data, '\0', len))
        return NULL;
    for (size_t i = 0; i < len; i++)
        zeros[i & 1] += data.data[i] == '\0';
    if (len < 4)
        return NULL;
    if (zeros[1] * 5 > len && zeros[0] == 0)
        return "UTF-16LE";
    if (zeros[0] * 5 > len && zeros[1] == 0)
        return "UTF-16BE";
    return NULL;
}

/* The encoding that a byte-order mark names, with the mark's length. */
static const char *by_bom(struct nb_str data, size_t *skip)
{
    static const struct {
        const char *mark;
        size_t len;
        const char *name;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
        {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
        {"\xFE\xFF", 2, "UTF-16BE"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (nb_str_starts(data, (struct nb_str){marks[i].mark, marks[i].len})) {
            *skip = marks[i].len;
            return marks[i].name;
        }
    }
    *skip = 0;
    return NULL;
}

bool nb_charset_is_binary(struct nb_str data)
{
    static const struct nb_str magics[] = {{"%PDF-", 5},
                                           {"PK\3\4", 4},
                                           {"\x89PNG", 4},
                                           {"GIF8", 4},
                                           {"\xFF\xD8\xFF", 3},
                                           {"\x1F\x8B", 2},
                                           {"\x7F"
                                            "ELF",
                                            4},
                                           {"RIFF", 4}};
    size_t skip, len = data.len < PROBE ? data.len : PROBE, odd = 0;
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (nb_str_starts(data, magics[i]))
            return true;
    }
    if (by_bom(data, &skip) || utf16_without_bom(data))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)data.data[i];
        if (c >= 0x20 && c != 0x7F)
            continue;
        if (c == 0)
            return true;
        odd += (c < 0x20 && !nb_ascii_space((char)c) && c != 0x1B) || c == 0x7F;
    }
    return odd * 20 > len;
}

/* What a label means on the web, where it differs from what ICU makes of it (WHATWG Encoding
 * Standard, 4.2). */
static const char *web_meaning(const char *label)
{
    static const char *const meanings[][2] = {
        {"iso-8859-1", "windows-1252"},
        {"iso8859-1", "windows-1252"},
        {"latin1", "windows-1252"},
        {"l1", "windows-1252"},
        {"ascii", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"iso-8859-11", "windows-874"},
        {"tis-620", "windows-874"},
        {"gb2312", "gb18030"},
        {"gbk", "gb18030"},
        {"x-gbk", "gb18030"},
        {"shift_jis", "windows-31j"},
        {"shift-jis", "windows-31j"},
        {"sjis", "windows-31j"},
        {"x-sjis", "windows-31j"},
        {"ks_c_5601-1987", "windows-949"},
        {"euc-kr", "windows-949"},
        {"uhc", "windows-949"}, /* as uchardet calls it */
        {"mac-cyrillic", "x-mac-cyrillic"},
        {"utf8", "UTF-8"},
        {"unicode", "UTF-16LE"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (nb_str_eq_nocase(nb_str_of(label), nb_str_of(meanings[i][0])))
            return meanings[i][1];
    }
    return label;
}

/* Appends `text` in NFC, with NUL replaced. */
static enum nb_status add_plain(struct nb_str text, struct nb_buf *out)
{
    struct nb_buf without = NB_BUF_INIT;
    const char *nul;
    while (text.len && (nul = memchr(text.data, '\0', text.len)) != NULL) {
        size_t len = (size_t)(nul - text.data);
        nb_buf_add(&without, text.data, len);
        nb_buf_utf8(&without, NB_REPLACEMENT);
        text = nb_str_sub(text, len + 1, text.len);
    }
    if (without.len) {
        nb_buf_str(&without, text);
        text = nb_buf_view(&without);
    }
    enum nb_status status = without.status;
    if (status == NB_OK)
        status = nb_unicode_nfc(text, out);
    nb_buf_free(&without);
    return status;
}

/* All of `data` from one converter to the other, a piece at a time. */
static enum nb_status convert_all(UConverter *to, UConverter *from, struct nb_str data,
                                  struct nb_buf *out)
{
    UChar pivot[PIECE], *source = pivot, *target = pivot;
    const char *at = data.data, *end = data.data + data.len;
    UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
    UBool first = true;
    while (error == U_BUFFER_OVERFLOW_ERROR) {
        char *room = nb_buf_reserve(out, PIECE);
        char *put = room;
        if (!room)
            return out->status;
        error = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &put, room + PIECE, &at, end, pivot, &source, &target,
                       pivot + PIECE, first, true, &error);
        out->len += (size_t)(put - room);
        first = false;
    }
    return U_FAILURE(error) ? NB_LIBRARY : NB_OK;
}

static UConverter *open_converter(const char *label, enum nb_status *status)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(label, &error);
    if (U_SUCCESS(error))
        return converter;
    *status = error == U_MEMORY_ALLOCATION_ERROR ? NB_NOMEM : NB_UNSUPPORTED;
    return NULL;
}

static enum nb_status convert(struct nb_str data, const char *label, struct nb_buf *out,
                              const char **name)
{
    UErrorCode error = U_ZERO_ERROR;
    enum nb_status status = NB_OK;
    struct nb_buf plain = NB_BUF_INIT;
    UConverter *from = open_converter(web_meaning(label), &status);
    UConverter *to = from ? open_converter("UTF-8", &status) : NULL;
    if (to)
        status = convert_all(to, from, data, &plain);
    if (to && status == NB_OK)
        status = add_plain(nb_buf_view(&plain), out);
    if (to && name)
        *name = ucnv_getStandardName(web_meaning(label), "MIME", &error);
    if (to && name && !*name)
        *name = ucnv_getStandardName(web_meaning(label), "IANA", &error);
    if (to && name && !*name)
        *name = "unknown";
    nb_buf_free(&plain);
    ucnv_close(to);
    ucnv_close(from);
    return status;
}

/* The guess for `data`, a copy in `label`; empty when there is none. */
static void guess(struct nb_str data, char label[64])
{
    label[0] = '\0';
    uchardet_t detector = uchardet_new();
    if (!detector)
        return;
    size_t len = data.len < GUESS_BYTES ? data.len : GUESS_BYTES;
    if (uchardet_handle_data(detector, data.data, len) == 0) {
        uchardet_data_end(detector);
        const char *found = uchardet_get_charset(detector);
        if (strlen(found) < 64)
            memcpy(label, found, strlen(found) + 1);
    }
    uchardet_delete(detector);
}

static enum nb_status add_utf8(struct nb_str data, struct nb_buf *out,
                               const char **name)
{
    if (name)
        *name = "UTF-8";
    return add_plain(data, out);
}

unsigned nb_charset_windows(unsigned char byte)
{
    static const unsigned short c1[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
        0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    return byte >= 0x80 && byte < 0xA0 ? c1[byte - 0x80] : byte;
}

static bool is_utf8(const char *label)
{
    return label && (nb_str_eq_nocase(nb_str_of(label), NB_STR("utf-8")) ||
                     nb_str_eq_nocase(nb_str_of(label), NB_STR("utf8")));
}

/* Whether text that is not UTF-8 is so for the most part: programs that join texts of several
 * encodings make such. */
static bool is_mostly_utf8(struct nb_str data)
{
    size_t good = 0, bad = 0, len;
    for (const char *p = data.data, *end = p + data.len; p < end; p += len) {
        bool ascii = (unsigned char)*p < 0x80;
        len = 1;
        if (!ascii && nb_utf8_decode(p, end, &len) == NB_REPLACEMENT && len < 3)
            bad++;
        else
            good += !ascii;
    }
    return good > bad;
}

/* UTF-8, and what is none byte by byte as windows-1252. */
static enum nb_status add_mixed(struct nb_str data, struct nb_buf *out,
                                const char **name)
{
    struct nb_buf mixed = NB_BUF_INIT;
    size_t len;
    for (const char *p = data.data, *end = p + data.len; p < end; p += len) {
        len = 1;
        if ((unsigned char)*p >= 0x80 &&
            nb_utf8_decode(p, end, &len) == NB_REPLACEMENT && len < 3) {
            len = 1;
            nb_buf_utf8(&mixed, nb_charset_windows((unsigned char)*p));
        } else if (*p == '\0') {
            nb_buf_utf8(&mixed, NB_REPLACEMENT);
        } else {
            nb_buf_add(&mixed, p, len);
        }
    }
    enum nb_status status = mixed.status;
    if (status == NB_OK)
        status = nb_unicode_nfc(nb_buf_view(&mixed), out);
    if (name)
        *name = "UTF-8 and windows-1252";
    nb_buf_free(&mixed);
    return status;
}

static enum nb_status decode(struct nb_str data, const char *declared,
                             struct nb_buf *out, const char **name)
{
    size_t skip;
    char label[64];
    const char *bom = by_bom(data, &skip);
    if (!bom)
        bom = utf16_without_bom(data);
    data = nb_str_sub(data, skip, data.len);
    if (nb_utf8_valid(data.data, data.len))
        return add_utf8(data, out, name);
    if (bom && !is_utf8(bom))
        return convert(data, bom, out, name);
    if ((bom || is_utf8(declared)) && is_mostly_utf8(data))
        return add_mixed(data, out, name);
    if (declared && *declared && !is_utf8(declared)) {
        enum nb_status status = convert(data, declared, out, name);
        if (status != NB_UNSUPPORTED)
            return status;
    }
    guess(data, label);
    if (label[0]) {
        enum nb_status status = convert(data, label, out, name);
        if (status != NB_UNSUPPORTED)
            return status;
    }
    return convert(data, "windows-1252", out, name);
}

enum nb_status nb_charset_view(struct nb_str data, const char *declared,
                               struct nb_buf *room, struct nb_str *out)
{
    size_t skip;
    (void)by_bom(data, &skip);
    struct nb_str text = nb_str_sub(data, skip, data.len);
    *out = text;
    if (text.len && !memchr(text.data, '\0', text.len) &&
        nb_utf8_valid(text.data, text.len) && nb_unicode_surely_nfc(text) &&
        !nb_mojibake_suspect(text))
        return NB_OK;
    enum nb_status status = nb_charset_decode(data, declared, room, NULL);
    if (status == NB_OK)
        status = room->status;
    *out = nb_buf_view(room);
    return status;
}

/* Mojibake line by line: what one line shows is evidence for the next. */
static void undo_mojibake(struct nb_str text, struct nb_buf *out)
{
    struct nb_str line;
    struct nb_mojibake seen = {0, 0};
    while (nb_str_line(&text, &line)) {
        const char *end = line.data + line.len;
        if (!nb_mojibake_undo(line, &seen, out))
            nb_buf_str(out, line);
        nb_buf_add(out, end, (size_t)(text.data - end)); /* the line's end, as it was */
    }
}

enum nb_status nb_charset_decode(struct nb_str data, const char *declared,
                                 struct nb_buf *out, const char **name)
{
    size_t before = out->len;
    struct nb_buf undone = NB_BUF_INIT;
    enum nb_status status = decode(data, declared, out, name);
    struct nb_str text = nb_str_sub(nb_buf_view(out), before, out->len);
    if (status != NB_OK || !nb_mojibake_suspect(text))
        return status;
    undo_mojibake(text, &undone);
    status = undone.status;
    if (status == NB_OK) {
        out->len = before;
        status = nb_unicode_nfc(nb_buf_view(&undone), out);
    }
    nb_buf_free(&undone);
    return status;
}
