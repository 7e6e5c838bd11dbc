/* Finds the phrases of furniture_words.c in a text: the text is folded once, then looked up as
 * a whole, at its start, and at the starts of its words, each by halving a sorted table. */
#include "read/furniture.h"

#include "base/unicode.h"
#include "base/utf8.h"
#include "read/furniture_words.h"

#include <pthread.h>
#include <string.h>

enum { MOST_BYTES = 600 };

static unsigned fold_char(unsigned c)
{
    if (c < 0x80)
        return (unsigned)(unsigned char)nb_ascii_lower((char)c);
    if (c == 0x2019 || c == 0x2018 || c == 0x2BC)
        return '\'';
    return nb_unicode_is_space(c) ? ' ' : nb_unicode_lower(c);
}

size_t nb_furniture_fold(struct nb_str text, char *out, size_t room)
{
    const char *p = text.data, *end = text.len ? p + text.len : p;
    size_t len = 0, step;
    for (; p < end && len + 4 <= room; p += step) {
        unsigned c = fold_char(nb_utf8_decode(p, end, &step));
        if (c == '\t' || c == '\n' || c == '\r')
            c = ' ';
        if (c == ' ' && (len == 0 || out[len - 1] == ' '))
            continue;
        len += nb_utf8_encode(c, out + len);
    }
    while (len > 0 && out[len - 1] == ' ')
        len--;
    return len;
}

static bool is_word_byte(char c)
{
    return nb_ascii_alpha(c) || nb_ascii_digit(c);
}

/* Digits, spaces and ASCII marks at both ends are no part of a label: "858 Shares", "Tags:". */
static struct nb_str bare(struct nb_str s)
{
    static const char *const marks[] = {"»", "›", "→",  "·", "•", "…", "：", "（", "）",
                                        "▼", "▾", "＞", "|", "✕", "×", "♥",  "«",  "‹"};
    bool again = true;
    while (again) {
        again = false;
        while (s.len > 0 && (unsigned char)s.data[0] < 0x80 &&
               !nb_ascii_alpha(s.data[0]))
            s = nb_str_sub(s, 1, s.len);
        while (s.len > 0 && (unsigned char)s.data[s.len - 1] < 0x80 &&
               !nb_ascii_alpha(s.data[s.len - 1]))
            s.len--;
        if (s.len == 0 ||
            (nb_ascii_alpha(s.data[0]) && nb_ascii_alpha(s.data[s.len - 1])))
            break;
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            struct nb_str mark = nb_str_of(marks[i]);
            if (nb_str_starts(s, mark)) {
                s = nb_str_sub(s, mark.len, s.len);
                again = true;
            } else if (nb_str_ends(s, mark)) {
                s.len -= mark.len;
                again = true;
            }
        }
    }
    return s;
}

/* How many bytes of `text` a phrase is the beginning of, or all of the phrase. */
static size_t common(const char *phrase, struct nb_str text)
{
    size_t len = 0;
    while (len < text.len && phrase[len] == text.data[len] && phrase[len])
        len++;
    return len;
}

/* Where in each table what begins with two letters does, so that most searches are short. */
enum { LETTERS = 26, PAIRS = LETTERS * LETTERS };

static struct heads {
    const struct nb_furniture_table *table;
    size_t from[PAIRS + 1];
} whole = {&nb_furniture_whole, {0}}, starts = {&nb_furniture_starts, {0}},
  parts = {&nb_furniture_parts, {0}};

static void fill(struct heads *heads)
{
    const struct nb_furniture_table *table = heads->table;
    size_t at = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        const char pair[] = {(char)('a' + i / LETTERS), (char)('a' + i % LETTERS)};
        while (at < table->count && strncmp(table->at[at].phrase, pair, 2) < 0)
            at++;
        heads->from[i] = at;
    }
    heads->from[PAIRS] = table->count;
}

static void fill_all(void)
{
    fill(&whole);
    fill(&starts);
    fill(&parts);
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The first entry that is not before `key`. */
static size_t lower_bound(const struct heads *heads, struct nb_str key)
{
    const struct nb_furniture_table *table = heads->table;
    size_t low = 0, high = table->count;
    if (key.len >= 2 && is_letter(key.data[0]) && is_letter(key.data[1])) {
        size_t pair =
            (size_t)(key.data[0] - 'a') * LETTERS + (size_t)(key.data[1] - 'a');
        low = heads->from[pair];
        high = key.len == 2 ? low : heads->from[pair + 1];
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *phrase = table->at[middle].phrase;
        size_t len = common(phrase, key);
        if (len < key.len && (unsigned char)phrase[len] < (unsigned char)key.data[len])
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum nb_furniture find_whole(struct nb_str text)
{
    const struct nb_furniture_table *table = whole.table;
    size_t at = lower_bound(&whole, text);
    if (text.len > 0 && at < table->count &&
        nb_str_eq(nb_str_of(table->at[at].phrase), text))
        return table->at[at].kind;
    return NB_FURNITURE_NONE;
}

/* The longest phrase of a table that `text` begins with, ending where a word does. */
static enum nb_furniture find_prefix(const struct heads *heads, struct nb_str text)
{
    const struct nb_furniture_table *table = heads->table;
    enum nb_furniture kind = NB_FURNITURE_NONE;
    struct nb_str head = nb_str_sub(text, 0, 2);
    for (size_t at = lower_bound(heads, head); at < table->count; at++) {
        const char *phrase = table->at[at].phrase;
        size_t len = common(phrase, text);
        if (len < head.len)
            break;
        if (phrase[len])
            continue;
        bool cut = text.len > len && is_word_byte(text.data[len]) &&
                   is_word_byte(phrase[len - 1]);
        if (!cut || nb_ascii_digit(text.data[len]))
            kind = table->at[at].kind;
    }
    return kind;
}

static enum nb_furniture find_part(struct nb_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool inside = i > 0 && is_word_byte(text.data[i - 1]);
        bool middle = ((unsigned char)text.data[i] & 0xC0) == 0x80;
        if (inside || middle || text.data[i] == ' ')
            continue;
        enum nb_furniture kind = find_prefix(&parts, nb_str_sub(text, i, text.len));
        if (kind != NB_FURNITURE_NONE)
            return kind;
    }
    return NB_FURNITURE_NONE;
}

/* "Home News Weather": at least three words, each a label by itself. */
static bool is_menu(struct nb_str text)
{
    struct nb_str rest = text, word;
    size_t count = 0;
    while (nb_str_split(&rest, ' ', &word)) {
        struct nb_str label = bare(word);
        if (label.len > 0 && find_whole(label) == NB_FURNITURE_NONE)
            return false;
        count += label.len > 0;
    }
    return count >= 3;
}

enum nb_furniture nb_furniture_find(struct nb_str text, enum nb_match *match)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    char folded[MOST_BYTES + 4];
    *match = NB_MATCH_NONE;
    (void)pthread_once(&once, fill_all);
    if (text.len > MOST_BYTES)
        return NB_FURNITURE_NONE;
    struct nb_str all = {folded, nb_furniture_fold(text, folded, sizeof folded)};
    enum nb_furniture kind = find_whole(bare(all));
    if (kind != NB_FURNITURE_NONE) {
        *match = NB_MATCH_WHOLE;
        return kind;
    }
    struct nb_str start = all;
    while (start.len > 0 && !is_word_byte(start.data[0]) &&
           (unsigned char)start.data[0] < 0x80 && start.data[0] != '(' &&
           start.data[0] != '&')
        start = nb_str_sub(start, 1, start.len);
    kind = find_prefix(&starts, start);
    if (kind != NB_FURNITURE_NONE) {
        *match = NB_MATCH_START;
        return kind;
    }
    if (is_menu(all)) {
        *match = NB_MATCH_START;
        return NB_FURNITURE_NAVIGATION;
    }
    kind = find_part(all);
    if (kind != NB_FURNITURE_NONE)
        *match = NB_MATCH_PART;
    return kind;
}

const char *nb_furniture_name(enum nb_furniture kind)
{
    static const char *const names[] = {
        [NB_FURNITURE_NONE] = "page furniture",
        [NB_FURNITURE_ADVERT] = "advertisement",
        [NB_FURNITURE_NEWSLETTER] = "newsletter",
        [NB_FURNITURE_SHARE] = "share link",
        [NB_FURNITURE_COOKIES] = "cookie or privacy notice",
        [NB_FURNITURE_COMMENTS] = "comments",
        [NB_FURNITURE_MORE] = "link to more",
        [NB_FURNITURE_RELATED] = "other stories",
        [NB_FURNITURE_ACCOUNT] = "account or subscription",
        [NB_FURNITURE_PLAYER] = "player or gallery",
        [NB_FURNITURE_NAVIGATION] = "navigation",
        [NB_FURNITURE_COPYRIGHT] = "copyright",
        [NB_FURNITURE_TAGS] = "tags",
        [NB_FURNITURE_STAMP] = "time stamp",
        [NB_FURNITURE_BIO] = "about the author",
    };
    return names[kind];
}
