/* Where sentences begin (Unicode Standard Annex 29), as declared in unicode.h: ICU's iterators,
 * which know some languages' abbreviations, cloned from prototypes made once. */
#include "base/unicode.h"

#include <pthread.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* The first serves all languages that ICU has neither rules nor abbreviations for. */
static const char *const locales[] = {
    "",
    "de@ss=standard",
    "el@ss=standard",
    "en@ss=standard",
    "es@ss=standard",
    "fr@ss=standard",
    "it@ss=standard",
    "pt@ss=standard",
    "ru@ss=standard",
};
enum { PROTOTYPES = sizeof locales / sizeof locales[0] };
static UBreakIterator *prototypes[PROTOTYPES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_prototypes(void)
{
    for (size_t i = 0; i < PROTOTYPES; i++) {
        UErrorCode error = U_ZERO_ERROR;
        prototypes[i] = ubrk_open(UBRK_SENTENCE, locales[i], NULL, 0, &error);
        if (U_FAILURE(error))
            prototypes[i] = NULL;
    }
}

static UBreakIterator *iterator_for(const char *lang, UErrorCode *error)
{
    size_t which = 0;
    (void)pthread_once(&once, make_prototypes);
    for (size_t i = 1; i < PROTOTYPES; i++) {
        if (lang && strncmp(lang, locales[i], 2) == 0 && !nb_ascii_alpha(lang[2]))
            which = i;
    }
    if (!prototypes[which]) {
        *error = U_MEMORY_ALLOCATION_ERROR;
        return NULL;
    }
    return ubrk_clone(prototypes[which], error);
}

enum nb_status nb_unicode_sentences(struct nb_str text, const char *lang,
                                    unsigned char *starts)
{
    UErrorCode error = U_ZERO_ERROR;
    if (text.len > (size_t)INT32_MAX)
        return NB_LIMIT;
    memset(starts, 0, text.len + 1);
    UText *utext = utext_openUTF8(NULL, text.data, (int64_t)text.len, &error);
    UBreakIterator *iterator = iterator_for(lang, &error);
    if (U_SUCCESS(error))
        ubrk_setUText(iterator, utext, &error);
    if (U_SUCCESS(error)) {
        for (int32_t at = ubrk_first(iterator); at != UBRK_DONE;
             at = ubrk_next(iterator))
            starts[at] = 1;
        starts[text.len] = 0;
    }
    if (iterator)
        ubrk_close(iterator);
    utext_close(utext);
    if (U_SUCCESS(error))
        return NB_OK;
    return error == U_MEMORY_ALLOCATION_ERROR ? NB_NOMEM : NB_LIBRARY;
}
