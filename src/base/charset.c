/* Text in any encoding to UTF-8: BOM, validity, declared label, guess by uchardet, converted by
 * ICU. */
#include "base/charset.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

enum { PROBE = 8192, GUESS_BYTES = 1 << 16 };

static const char *utf16_without_bom(struct nb_str data)
{
    size_t len = data.len < PROBE ? data.len : PROBE, zeros[2] = {0, 0};
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
        {"utf8", "UTF-8"},
        {"unicode", "UTF-16LE"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (nb_str_eq_nocase(nb_str_of(label), nb_str_of(meanings[i][0])))
            return meanings[i][1];
    }
    return label;
}

/* UTF-16 to UTF-8 in NFC, with NUL replaced. */
static enum nb_status add_wide(UChar *wide, int32_t length, struct nb_buf *out)
{
    struct nb_buf plain = NB_BUF_INIT;
    UErrorCode error = U_ZERO_ERROR;
    int32_t made = 0;
    for (int32_t i = 0; i < length; i++) {
        if (wide[i] == 0)
            wide[i] = NB_REPLACEMENT;
    }
    char *to = nb_buf_reserve(&plain, (size_t)length * 3);
    enum nb_status status = plain.status;
    if (to) {
        u_strToUTF8WithSub(to, length * 3, &made, wide, length, NB_REPLACEMENT, NULL,
                           &error);
        status = U_FAILURE(error)
                     ? NB_LIBRARY
                     : nb_unicode_nfc((struct nb_str){to, (size_t)made}, out);
    }
    nb_buf_free(&plain);
    return status;
}

static enum nb_status convert(struct nb_str data, const char *label, struct nb_buf *out,
                              const char **name)
{
    UErrorCode error = U_ZERO_ERROR;
    if (data.len > (size_t)INT32_MAX / 8)
        return NB_LIMIT;
    UConverter *converter = ucnv_open(web_meaning(label), &error);
    if (U_FAILURE(error))
        return error == U_MEMORY_ALLOCATION_ERROR ? NB_NOMEM : NB_UNSUPPORTED;
    enum nb_status status = NB_NOMEM;
    int32_t room = (int32_t)data.len * 2 + 16; /* UTF-16 units: at most two a byte */
    UChar *wide = nb_malloc((size_t)room * sizeof *wide);
    if (wide) {
        int32_t length =
            ucnv_toUChars(converter, wide, room, data.data, (int32_t)data.len, &error);
        status = U_FAILURE(error) ? NB_LIBRARY : add_wide(wide, length, out);
        if (name)
            *name = ucnv_getStandardName(web_meaning(label), "MIME", &error);
        if (name && !*name)
            *name = "unknown";
    }
    nb_free(wide);
    ucnv_close(converter);
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
    return nb_unicode_nfc(data, out);
}

enum nb_status nb_charset_decode(struct nb_str data, const char *declared,
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
    if (bom)
        return convert(data, bom, out, name);
    if (declared && *declared) {
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
