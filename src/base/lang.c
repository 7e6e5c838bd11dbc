/* Languages: by script where a script has one language, else by function words, else by
 * libexttextcat's fingerprints.
 * Only the fingerprints of languages that newsbind knows something about are loaded: all of
 * them would cost more than binding a book. */
#include "base/lang.h"

#include "base/lang_words.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <libexttextcat/textcat.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    LEAST_LETTERS = 80, /* for the fingerprints, which mistake short texts */
    LEAST_HITS = 3,
    MOST_BYTES = 4000
};

static const char models[] = "/usr/share/libexttextcat/";

/* Fingerprint and tag, as the library wants its configuration. */
static const char config[] = "en.lm en\nde.lm de\nfr.lm fr\nes.lm es\nit.lm it\n"
                             "nl.lm nl\npt.lm pt\npl.lm pl\nsv.lm sv\nda.lm da\n"
                             "nb.lm nb\nfi.lm fi\ncs.lm cs\nhu.lm hu\nro.lm ro\n"
                             "tr.lm tr\nca.lm ca\nru.lm ru\nuk.lm uk\nbg.lm bg\n"
                             "ar.lm ar\nfa.lm fa\nvi.lm vi\nid.lm id\n";

static const char *const tags[] = {"en", "de", "fr", "es", "it", "nl", "pt", "pl",
                                   "sv", "da", "nb", "fi", "cs", "hu", "ro", "tr",
                                   "ca", "ru", "uk", "bg", "ar", "fa", "vi", "id"};

static void *classifier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The library reads its configuration from a file only: an anonymous one serves. */
static void open_classifier(void)
{
    char path[64] = "/proc/self/fd/";
    int fd = memfd_create("newsbind-languages", MFD_CLOEXEC);
    if (fd < 0)
        return;
    size_t len = strlen(path);
    char digits[12];
    size_t count = 0;
    for (int rest = fd; rest || !count; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count)
        path[len++] = digits[--count];
    path[len] = '\0';
    if (write(fd, config, sizeof config - 1) == (ssize_t)sizeof config - 1)
        classifier = special_textcat_Init(path, models);
    (void)close(fd);
}

/* Letters counted by script. */
struct census {
    unsigned letters, latin, cyrillic, arabic, han, kana, hangul, other;
    uint32_t other_script;
};

static void count_letter(struct census *census, unsigned c)
{
    uint32_t script = c < 0x250 ? NB_SCRIPT('L', 'a', 't', 'n') : nb_unicode_script(c);
    census->letters++;
    switch (script) {
    case NB_SCRIPT('L', 'a', 't', 'n'):
        census->latin++;
        break;
    case NB_SCRIPT('C', 'y', 'r', 'l'):
        census->cyrillic++;
        break;
    case NB_SCRIPT('A', 'r', 'a', 'b'):
        census->arabic++;
        break;
    case NB_SCRIPT('H', 'a', 'n', 'i'):
        census->han++;
        break;
    case NB_SCRIPT('H', 'i', 'r', 'a'):
    case NB_SCRIPT('K', 'a', 'n', 'a'):
        census->kana++;
        break;
    case NB_SCRIPT('H', 'a', 'n', 'g'):
        census->hangul++;
        break;
    default: /* a number, not an enum */
        census->other++;
        census->other_script = script;
        break;
    }
}

static struct census take_census(struct nb_str text)
{
    struct census census = {0};
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        unsigned c = nb_utf8_decode(p, end, &len);
        p += len;
        if (c < 0x80 ? nb_ascii_alpha((char)c) : nb_unicode_is_letter(c))
            count_letter(&census, c);
    }
    return census;
}

/* Scripts with one language that matters. */
static const char *by_script(uint32_t script)
{
    static const struct {
        uint32_t script;
        const char *tag;
    } table[] = {
        {NB_SCRIPT('H', 'e', 'b', 'r'), "he"}, {NB_SCRIPT('G', 'r', 'e', 'k'), "el"},
        {NB_SCRIPT('T', 'h', 'a', 'i'), "th"}, {NB_SCRIPT('D', 'e', 'v', 'a'), "hi"},
        {NB_SCRIPT('B', 'e', 'n', 'g'), "bn"}, {NB_SCRIPT('T', 'a', 'm', 'l'), "ta"},
        {NB_SCRIPT('T', 'e', 'l', 'u'), "te"}, {NB_SCRIPT('K', 'n', 'd', 'a'), "kn"},
        {NB_SCRIPT('M', 'l', 'y', 'm'), "ml"}, {NB_SCRIPT('G', 'u', 'j', 'r'), "gu"},
        {NB_SCRIPT('G', 'u', 'r', 'u'), "pa"}, {NB_SCRIPT('S', 'i', 'n', 'h'), "si"},
        {NB_SCRIPT('G', 'e', 'o', 'r'), "ka"}, {NB_SCRIPT('A', 'r', 'm', 'n'), "hy"},
        {NB_SCRIPT('K', 'h', 'm', 'r'), "km"}, {NB_SCRIPT('L', 'a', 'o', 'o'), "lo"},
        {NB_SCRIPT('M', 'y', 'm', 'r'), "my"}, {NB_SCRIPT('E', 't', 'h', 'i'), "am"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].script == script)
            return table[i].tag;
    }
    return NULL;
}

/* Characters that only one of the two ways of writing Chinese has, the most frequent ones. */
static const char *chinese(struct nb_str text)
{
    static const char traditional[] =
        "國會這個們為來時對發後說還過學經見長開關東車馬與將員"
        "業產實點現進體動應問間電話";
    static const char simplified[] =
        "国会这个们为来时对发后说还过学经见长开关东车马与将员"
        "业产实点现进体动应问间电话";
    int balance = 0;
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len;
        (void)nb_utf8_decode(p, end, &len);
        struct nb_str one = {p, len};
        if (len == 3 && nb_str_find(nb_str_of(traditional), one) >= 0)
            balance--;
        if (len == 3 && nb_str_find(nb_str_of(simplified), one) >= 0)
            balance++;
        p += len;
    }
    return balance < 0 ? "zh-Hant" : "zh-Hans";
}

static const char *classify(struct nb_str text)
{
    (void)pthread_once(&once, open_classifier);
    if (!classifier)
        return NULL;
    size_t len = text.len < MOST_BYTES ? text.len : MOST_BYTES;
    const char *tag = NULL;
    (void)pthread_mutex_lock(&lock);
    const char *found = textcat_Classify(classifier, text.data, len);
    if (found && strchr(found, ']') != strrchr(found, ']'))
        found = NULL; /* several, none of them clear */
    for (size_t i = 0; found && i < sizeof tags / sizeof tags[0]; i++) {
        size_t size = strlen(tags[i]); /* the answer's form: "[en--utf8]" */
        if (found[0] == '[' && strncmp(found + 1, tags[i], size) == 0 &&
            (found[size + 1] == ']' || found[size + 1] == '-'))
            tag = tags[i];
    }
    (void)pthread_mutex_unlock(&lock);
    return tag;
}

/* Yiddish writes with digraphs of its own, or with points below its vowels. */
static bool is_yiddish(struct nb_str text)
{
    return nb_str_find(text, NB_STR("\u05f0")) >= 0 ||
           nb_str_find(text, NB_STR("\u05f2")) >= 0 ||
           nb_str_find(text, NB_STR("\u05d0\u05b7")) >= 0 ||
           nb_str_find(text, NB_STR("\u05d0\u05b8")) >= 0;
}

/* The language of a script that has one; NULL for those that have several. */
static const char *of_script(const struct census *census, struct nb_str text)
{
    if (census->other * 2 <= census->letters ||
        census->other_script == NB_SCRIPT('D', 'e', 'v', 'a'))
        return NULL;
    if (census->other_script == NB_SCRIPT('H', 'e', 'b', 'r') && is_yiddish(text))
        return "yi";
    return by_script(census->other_script);
}

const char *nb_lang_guess(struct nb_str text)
{
    struct nb_str start = nb_str_sub(text, 0, (size_t)MOST_BYTES);
    struct census census = take_census(start);
    struct nb_lang_count count;
    if (census.kana * 10 > census.letters)
        return "ja";
    if (census.hangul * 3 > census.letters)
        return "ko";
    if (census.han * 3 > census.letters)
        return chinese(start);
    nb_lang_words(start, &count);
    const char *best = nb_lang_words_best(&count);
    if (!best)
        best = of_script(&census, start);
    if (best || census.letters < LEAST_LETTERS)
        return best;
    /* Letters alone are no proof: some words of the language must be there too. */
    best = classify(start);
    return best && nb_lang_words_hits(&count, best) >= LEAST_HITS &&
                   nb_lang_words_hits(&count, best) >= nb_lang_words_most(&count)
               ? best
               : NULL;
}

bool nb_lang_same(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    for (;; a++, b++) {
        bool end = !*a || *a == '-' || *a == '_';
        if (end || nb_ascii_lower(*a) != nb_ascii_lower(*b))
            return end && (!*b || *b == '-' || *b == '_');
    }
}

bool nb_lang_matches(const char *tag, const char *range)
{
    if (!tag || !range)
        return false;
    size_t len = strlen(range);
    return nb_str_starts_nocase(nb_str_of(tag), nb_str_of(range)) &&
           (tag[len] == '\0' || tag[len] == '-');
}

bool nb_lang_is_rtl(const char *tag)
{
    static const char *const rtl[] = {"ar", "he", "fa", "ur",  "yi",  "ps",
                                      "sd", "ug", "dv", "ckb", "syr", "iw"};
    for (size_t i = 0; i < sizeof rtl / sizeof rtl[0]; i++) {
        if (nb_lang_same(tag, rtl[i]))
            return true;
    }
    return false;
}
