/* Any bytes as text in the encoding that the first byte chooses: what comes out is UTF-8 in
 * NFC, is the same when it is decoded again, and the same as a view. */
#include "base/charset.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = {
    NULL,        "utf-8",       "iso-8859-1", "windows-1252", "gb2312",     "big5",
    "shift_jis", "iso-2022-jp", "euc-kr",     "utf-7",        "utf-16",     "koi8-r",
    "hz",        "iso-2022-kr", "ibm037",     "tis-620",      "no-such-one"};

static bool same(struct nb_str a, struct nb_str b)
{
    return a.len == b.len && (!a.len || memcmp(a.data, b.data, a.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct nb_buf once = NB_BUF_INIT, twice = NB_BUF_INIT, room = NB_BUF_INIT;
    struct nb_str view;
    const char *name = NULL;
    if (!size)
        return 0;
    const char *label = labels[data[0] % (sizeof labels / sizeof labels[0])];
    struct nb_str bytes = {(const char *)data + 1, size - 1};
    if (nb_charset_decode(bytes, label, &once, &name) != NB_OK || !name ||
        nb_charset_view(bytes, label, &room, &view) != NB_OK ||
        nb_unicode_nfc(nb_buf_view(&once), &twice) != NB_OK)
        abort();
    if (!nb_utf8_valid(nb_buf_cstr(&once), once.len) ||
        memchr(nb_buf_cstr(&once), '\0', once.len) ||
        !same(nb_buf_view(&once), nb_buf_view(&twice)) ||
        !same(nb_buf_view(&once), view))
        abort();
    (void)nb_charset_is_binary(bytes);
    nb_buf_free(&once);
    nb_buf_free(&twice);
    nb_buf_free(&room);
    return 0;
}
