/* Which words may be hyphenated where: dictionaries by language, minima, and what is left
 * alone (digits, abbreviations, words that carry soft hyphens). */
#include "layout/setter.h"

#include "base/lang.h"
#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "layout/hyphen_dict.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SHORTEST = 5, LONGEST_ACRONYM = 6, SOFT_HYPHEN = 0xAD };

/* Languages, the more particular first; letters that must stand before and after a hyphen. The
 * Debian package is hyphen- and `package`. */
static const struct language {
    const char *tag, *file, *package;
    unsigned char left, right;
} languages[] = {{"en-US", "en_US", "en-us", 2, 3}, {"en-GB", "en_GB", "en-gb", 2, 3},
                 {"en-AU", "en_GB", "en-gb", 2, 3}, {"en-NZ", "en_GB", "en-gb", 2, 3},
                 {"en-IE", "en_GB", "en-gb", 2, 3}, {"en-ZA", "en_GB", "en-gb", 2, 3},
                 {"en-IN", "en_GB", "en-gb", 2, 3}, {"en-HK", "en_GB", "en-gb", 2, 3},
                 {"en", "en_US", "en-us", 2, 3},    {"de", "de_DE", "de", 2, 3},
                 {"fr", "fr", "fr", 2, 3},          {"es", "es_ES", "es", 2, 3},
                 {"it", "it_IT", "it", 2, 3},       {"nl", "nl_NL", "nl", 2, 3},
                 {"pl", "pl_PL", "pl", 2, 2},       {"pt-BR", "pt_BR", "pt-br", 2, 3},
                 {"pt", "pt_PT", "pt-pt", 2, 3},    {"ru", "ru_RU", "ru", 2, 2},
                 {"sv", "sv_SE", "sv", 2, 2},       {"da", "da_DK", "da", 2, 2},
                 {"nb", "nb_NO", "no", 2, 2},       {"no", "nb_NO", "no", 2, 2},
                 {"nn", "nn_NO", "no", 2, 2},       {"cs", "cs_CZ", "cs", 2, 2},
                 {"uk", "uk_UA", "uk", 2, 2}};

enum { LANGUAGES = sizeof languages / sizeof *languages };

struct nb_hyphens {
    pthread_mutex_t
        lock; /* held to find a dictionary; that does not change once opened */
    struct nb_hyphen_dict
        *dicts[LANGUAGES]; /* some languages share a file: opened twice */
    bool tried[LANGUAGES];
    char last[16]; /* the language asked for last, and its place in the table */
    size_t last_language;
    uint32_t lacks; /* a bit for each language that has no dictionary here */
};

_Static_assert(LANGUAGES <= 32, "a bit for each");

struct nb_hyphens *nb_hyphens_new(void)
{
    struct nb_hyphens *hyphens = nb_calloc(1, sizeof *hyphens);
    if (hyphens)
        pthread_mutex_init(&hyphens->lock, NULL);
    return hyphens;
}

void nb_hyphens_free(struct nb_hyphens *hyphens)
{
    if (!hyphens)
        return;
    for (size_t i = 0; i < LANGUAGES; i++)
        nb_hyphen_dict_close(hyphens->dicts[i]);
    pthread_mutex_destroy(&hyphens->lock);
    nb_free(hyphens);
}

/* The language's place in the table; LANGUAGES if it has none. */
static size_t search_language(const char *lang)
{
    size_t i = 0;
    while (lang && i < LANGUAGES && !nb_lang_matches(lang, languages[i].tag))
        i++;
    return lang ? i : LANGUAGES;
}

static size_t find_language(struct nb_hyphens *hyphens, const char *lang)
{
    size_t len = lang ? strlen(lang) : 0;
    if (len == 0 || len >= sizeof hyphens->last)
        return search_language(lang);
    if (strcmp(hyphens->last, lang) != 0) {
        hyphens->last_language = search_language(lang);
        memcpy(hyphens->last, lang, len + 1);
    }
    return hyphens->last_language;
}

/* The dictionary of a language, NULL when it is not installed. */
static enum nb_status open_dict(struct nb_hyphens *hyphens, size_t language,
                                const struct nb_hyphen_dict **out)
{
    *out = hyphens->dicts[language];
    if (hyphens->tried[language])
        return NB_OK;
    char path[64];
    (void)snprintf(path, sizeof path, "/usr/share/hyphen/hyph_%s.dic",
                   languages[language].file);
    enum nb_status status = nb_hyphen_dict_open(path, &hyphens->dicts[language]);
    if (status == NB_NOMEM)
        return status;
    hyphens->tried[language] = true;
    if (status != NB_OK)
        hyphens->lacks |= (uint32_t)1 << language;
    *out = hyphens->dicts[language];
    return NB_OK;
}

uint32_t nb_hyphens_lacks(const struct nb_hyphens *hyphens)
{
    return hyphens->lacks;
}

void nb_hyphens_report(uint32_t lacks, struct nb_ctx *ctx)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (lacks >> i & 1)
            nb_report(ctx, NB_DIAG_NO_DICTIONARY, NULL, 0,
                      "%s; install the package hyphen-%s", languages[i].tag,
                      languages[i].package);
}

/* A word in the making. */
struct word {
    uint32_t letters[NB_HYPHEN_MOST];
    uint32_t offsets[NB_HYPHEN_MOST];
    size_t count;
    size_t capitals;
    bool spoilt; /* has digits or the like, or is too long */
};

static void finish_word(const struct nb_hyphen_dict *dict,
                        const struct language *language, const struct word *word,
                        unsigned char *points)
{
    size_t count = word->count;
    unsigned char levels[NB_HYPHEN_MOST];
    if (word->spoilt || count < SHORTEST ||
        (word->capitals == count && count <= LONGEST_ACRONYM))
        return;
    nb_hyphen_dict_find(dict, word->letters, count, levels);
    for (size_t i = language->left; i + language->right <= count; i++)
        if (levels[i] % 2 && !nb_unicode_is_mark(word->letters[i]))
            points[word->offsets[i]] = 1;
}

static void add_letter(struct word *word, unsigned c, size_t offset)
{
    if (word->count == NB_HYPHEN_MOST) {
        word->spoilt = true;
        return;
    }
    bool ascii = c < 0x80;
    word->capitals += ascii ? c >= 'A' && c <= 'Z' : nb_unicode_is_upper(c);
    word->letters[word->count] = ascii         ? (unsigned char)nb_ascii_lower((char)c)
                                 : c == 0x2019 ? '\''
                                               : nb_unicode_lower(c);
    word->offsets[word->count++] = (uint32_t)offset;
}

enum nb_status nb_hyphens_find(struct nb_hyphens *hyphens, const char *lang,
                               struct nb_str text, unsigned char *points)
{
    if (text.len < SHORTEST)
        return NB_OK;
    const struct nb_hyphen_dict *dict = NULL;
    enum nb_status status = NB_OK;
    pthread_mutex_lock(&hyphens->lock);
    size_t language = find_language(hyphens, lang);
    if (language < LANGUAGES)
        status = open_dict(hyphens, language, &dict);
    pthread_mutex_unlock(&hyphens->lock);
    if (status != NB_OK || !dict)
        return status;
    struct word word = {.count = 0};
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        bool apostrophe = (c == '\'' || c == 0x2019) && word.count;
        bool letter = c < 0x80 ? nb_ascii_alpha((char)c)
                               : nb_unicode_is_letter(c) || nb_unicode_is_mark(c);
        if (letter || apostrophe) {
            add_letter(&word, c, (size_t)(p - text.data));
        } else if (nb_unicode_is_digit(c) || c == SOFT_HYPHEN || c == '_' || c == '@') {
            word.spoilt = true;
        } else {
            finish_word(dict, &languages[language], &word, points);
            word = (struct word){.count = 0};
        }
        p += len;
    }
    finish_word(dict, &languages[language], &word, points);
    return NB_OK;
}
