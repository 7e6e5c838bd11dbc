/* ICU's boundaries of a text. */
#include "base/boundaries.h"

#include <string.h>
#include <unicode/utext.h>

void nb_boundaries_prepare(const struct nb_boundaries *boundaries)
{
    for (size_t i = 0; i < boundaries->count; i++) {
        UErrorCode error = U_ZERO_ERROR;
        UBreakIterator *made =
            ubrk_open(boundaries->type, boundaries->locales[i], NULL, 0, &error);
        boundaries->prototypes[i] = U_SUCCESS(error) ? made : NULL;
    }
}

static UBreakIterator *iterator_for(const struct nb_boundaries *boundaries,
                                    const char *lang, UErrorCode *error)
{
    size_t which = 0;
    for (size_t i = 1; i < boundaries->count; i++) {
        if (lang && strncmp(lang, boundaries->locales[i], 2) == 0 &&
            !nb_ascii_alpha(lang[2]))
            which = i;
    }
    if (!boundaries->prototypes[which]) {
        *error = U_MEMORY_ALLOCATION_ERROR;
        return NULL;
    }
    return ubrk_clone(boundaries->prototypes[which], error);
}

enum nb_status nb_boundaries_mark(const struct nb_boundaries *boundaries,
                                  struct nb_str text, const char *lang,
                                  unsigned char *marks)
{
    UErrorCode error = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, text.data, (int64_t)text.len, &error);
    UBreakIterator *iterator = iterator_for(boundaries, lang, &error);
    if (U_SUCCESS(error))
        ubrk_setUText(iterator, utext, &error);
    if (U_SUCCESS(error)) {
        bool lines = boundaries->type == UBRK_LINE;
        for (int32_t at = ubrk_next(iterator); at != UBRK_DONE;
             at = ubrk_next(iterator)) {
            bool hard = lines && ubrk_getRuleStatus(iterator) >= UBRK_LINE_HARD;
            marks[at] = hard ? 2 : 1;
        }
        marks[text.len] = 0;
    }
    if (iterator)
        ubrk_close(iterator);
    utext_close(utext);
    if (U_SUCCESS(error))
        return NB_OK;
    return error == U_MEMORY_ALLOCATION_ERROR ? NB_NOMEM : NB_LIBRARY;
}
