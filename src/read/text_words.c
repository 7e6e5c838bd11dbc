/* Sets of words by their hashes. Scripts without spaces are cut into pairs of characters. */
#include "read/text_words.h"

enum {
    SHORT_WORD = 4, /* bytes: shorter ones are not looked at */
    LONG_WORD = 5,
    LEAST_ROOM = 64
};

bool nb_words_open(struct nb_words *words, struct nb_arena *arena, size_t bytes,
                   unsigned cut)
{
    size_t room = LEAST_ROOM;
    while (room < bytes / 3)
        room *= 2;
    words->slots = nb_arena_array(arena, room, sizeof *words->slots);
    words->room = words->slots ? room : 0;
    words->count = 0;
    words->cut = cut;
    return words->slots != NULL;
}

/* The place of a word, or an empty one for it; there always is one. */
static uint32_t *find_slot(const struct nb_words *words, uint32_t hash)
{
    size_t at = hash & (words->room - 1);
    while (words->slots[at] && words->slots[at] != hash)
        at = (at + 1) & (words->room - 1);
    return &words->slots[at];
}

/* One step of the FNV-1a hash. */
static uint32_t mix(uint32_t value, char c)
{
    return (value ^ (unsigned char)nb_ascii_lower(c)) * 16777619u;
}

static bool is_inner(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* Whether a character of three bytes or more starts at `c`, from U+3000 on: most of these
 * scripts write no spaces, so that two characters count as a word. */
static bool is_dense(char c)
{
    return (unsigned char)c >= 0xE3;
}

static uint32_t hash_pair(struct nb_str s, size_t *first)
{
    uint32_t value = 2166136261u;
    size_t at = 0;
    for (unsigned i = 0; i < 2 && at < s.len && is_dense(s.data[at]); i++) {
        do
            value = mix(value, s.data[at++]);
        while (at < s.len && is_inner(s.data[at]));
        *first = i == 0 ? at : *first;
    }
    return value;
}

/* Hashes the word at the start of `s`; returns its bytes, 0 for none. */
static size_t hash_word(struct nb_str s, unsigned cut, uint32_t *value)
{
    size_t at = 0;
    unsigned chars = 0;
    *value = 2166136261u;
    while (at < s.len &&
           (nb_ascii_alpha(s.data[at]) || (unsigned char)s.data[at] >= 0x80) &&
           !is_dense(s.data[at])) {
        chars += !is_inner(s.data[at]);
        if (!cut || chars <= cut)
            *value = mix(*value, s.data[at]);
        at++;
    }
    return at;
}

/* Cuts the next word off `rest`: at least SHORT_WORD bytes of letters, or two characters of a
 * dense script. */
static bool next_word(struct nb_str *rest, unsigned cut, uint32_t *hash, size_t *length)
{
    while (rest->len > 0) {
        size_t at = 0;
        uint32_t value;
        if (is_dense(rest->data[0])) {
            value = hash_pair(*rest, &at);
            *length = LONG_WORD;
        } else {
            at = hash_word(*rest, cut, &value);
            *length = at;
        }
        *rest = nb_str_sub(*rest, at ? at : 1, rest->len);
        if (*length >= SHORT_WORD) {
            *hash = value ? value : 1;
            return true;
        }
    }
    return false;
}

void nb_words_learn(struct nb_words *words, struct nb_str text)
{
    uint32_t hash;
    size_t length;
    while (words->count < words->room / 4 * 3 &&
           next_word(&text, words->cut, &hash, &length)) {
        uint32_t *slot = find_slot(words, hash);
        words->count += *slot == 0;
        *slot = hash;
    }
}

int nb_words_known(const struct nb_words *words, struct nb_str text, unsigned *taken)
{
    unsigned count = 0, known = 0;
    uint32_t hash;
    size_t length;
    bool dense = false;
    *taken = 0;
    while (words->room && text.len > 0) {
        dense = dense || is_dense(text.data[0]);
        if (!next_word(&text, words->cut, &hash, &length))
            break;
        bool found = *find_slot(words, hash) != 0;
        *taken += found;
        count += length >= LONG_WORD;
        known += length >= LONG_WORD && found;
    }
    if (dense) /* pairs recur less than words */
        known = known * 2 < count ? known * 2 : count;
    return count ? (int)(known * 100 / count) : -1;
}
