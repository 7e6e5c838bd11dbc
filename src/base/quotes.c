#include "base/quotes.h"

#include "base/lang.h"

#include <unicode/ulocdata.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <stdio.h>
#include <string.h>

#define NARROW_SPACE "\xE2\x80\xAF"

static bool is_european(const char *lang)
{
    UScriptCode scripts[4];
    UErrorCode error = U_ZERO_ERROR;
    int count = uscript_getCode(lang, scripts, 4, &error);
    return U_SUCCESS(error) && count == 1 &&
           (scripts[0] == USCRIPT_LATIN || scripts[0] == USCRIPT_CYRILLIC ||
            scripts[0] == USCRIPT_GREEK);
}

static bool read_mark(ULocaleData *data, ULocaleDataDelimiterType type, char out[16])
{
    UChar mark[4];
    UErrorCode error = U_ZERO_ERROR;
    int32_t len = ulocdata_getDelimiter(data, type, mark, 4, &error);
    u_strToUTF8(out, 16, NULL, mark, U_SUCCESS(error) ? len : 0, &error);
    return U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING;
}

bool nb_quotes_of(const char *lang, struct nb_quotes *out)
{
    UErrorCode error = U_ZERO_ERROR;
    char locale[64];
    if (!lang || !is_european(lang))
        return false;
    int32_t parsed;
    (void)uloc_forLanguageTag(lang, locale, sizeof locale, &parsed, &error);
    ULocaleData *data = U_SUCCESS(error) && error != U_STRING_NOT_TERMINATED_WARNING
                            ? ulocdata_open(locale, &error)
                            : NULL;
    bool read = data && U_SUCCESS(error) &&
                read_mark(data, ULOCDATA_QUOTATION_START, out->open) &&
                read_mark(data, ULOCDATA_QUOTATION_END, out->close) &&
                read_mark(data, ULOCDATA_ALT_QUOTATION_START, out->inner_open) &&
                read_mark(data, ULOCDATA_ALT_QUOTATION_END, out->inner_close);
    if (data)
        ulocdata_close(data);
    if (!read || !nb_lang_same(lang, "fr"))
        return read;
    if (nb_lang_matches(lang, "fr-CH"))
        return true;
    (void)snprintf(out->open, sizeof out->open, "\xC2\xAB" NARROW_SPACE);
    (void)snprintf(out->close, sizeof out->close, NARROW_SPACE "\xC2\xBB");
    (void)snprintf(out->inner_open, sizeof out->inner_open, "\xE2\x80\x9C");
    (void)snprintf(out->inner_close, sizeof out->inner_close, "\xE2\x80\x9D");
    return true;
}
