/* Where sentences begin (Unicode Standard Annex 29), as declared in unicode.h. */
#include "base/boundaries.h"
#include "base/unicode.h"

#include <pthread.h>
#include <string.h>

/* Languages that ICU has rules or abbreviations for. */
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
enum { LOCALES = sizeof locales / sizeof locales[0] };
static UBreakIterator *prototypes[LOCALES];
static const struct nb_boundaries sentences = {UBRK_SENTENCE, locales, prototypes,
                                               LOCALES};

static void prepare(void)
{
    nb_boundaries_prepare(&sentences);
}

enum nb_status nb_unicode_sentences(struct nb_str text, const char *lang,
                                    unsigned char *starts)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (text.len > (size_t)INT32_MAX)
        return NB_LIMIT;
    memset(starts, 0, text.len + 1);
    (void)pthread_once(&once, prepare);
    enum nb_status status = nb_boundaries_mark(&sentences, text, lang, starts);
    starts[0] = text.len > 0; /* the first one's */
    return status;
}
