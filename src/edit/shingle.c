/* Texts to words, words to shingles. */
#include "edit/shingle.h"

#include "base/mem.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <stdbool.h>

enum {
    HALVES = 8, /* half words in a shingle */
    FIRST_ROOM = 256
};

/* A word, or a character that stands for half of one. */
struct token {
    uint64_t hash;
    unsigned halves;
};

enum class { SPACE, LETTER, CHARACTER };

static const uint64_t seed = 14695981039346656037u, prime = 1099511628211u;

/* FNV-1a's step, over whole numbers. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * prime;
    return hash ^ hash >> 29;
}

/* Thai, Lao, Myanmar and Khmer set no spaces between words either. */
static bool has_no_spaces(unsigned c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || nb_unicode_is_ideograph(c);
}

static enum class class_of(unsigned c) {
    bool speaks = nb_unicode_is_letter(c) || nb_unicode_is_mark(c) ||
                  nb_unicode_is_digit(c);
    if (!speaks) return SPACE;
    return has_no_spaces(c) ? CHARACTER : LETTER;
}

/* A letter of ASCII in lower case, or a figure; 0 for any other byte of it. */
static unsigned plain_letter(unsigned c)
{
    unsigned letter = c | 0x20u;
    if (letter - 'a' < 26)
        return letter;
    return c - '0' < 10 ? c : 0;
}

/* Takes the next word or character off `*rest`; false at the end. */
static bool next_token(struct nb_str *rest, struct token *out)
{
    const char *p = rest->data, *end = rest->data + rest->len;
    bool within = false;
    *out = (struct token){seed, 2};
    while (p < end) {
        size_t len;
        if ((unsigned char)*p < 0x80) {
            unsigned letter = plain_letter((unsigned char)*p);
            if (!letter && within)
                break;
            p++;
            if (letter)
                out->hash = mix(out->hash, letter);
            within = letter != 0;
            continue;
        }
        unsigned c = nb_utf8_decode(p, end, &len);
        enum class class = class_of(c);
        if (within && class != LETTER)
            break;
        p += len;
        if (class != SPACE) {
            out->hash = mix(out->hash, nb_unicode_lower(c));
            within = true;
        }
        if (class == CHARACTER) {
            out->halves = 1;
            break;
        }
    }
    *rest = (struct nb_str){p, (size_t)(end - p)};
    return within;
}

/* What the mixed hashes of so many words count as: never 0 for words. */
static uint64_t fold_of(uint64_t hash, size_t words)
{
    return words && hash ? hash : words > 0;
}

uint64_t nb_shingle_fold(struct nb_str text)
{
    struct token token;
    uint64_t hash = seed;
    size_t words = 0;
    for (; next_token(&text, &token); words++)
        hash = mix(hash, token.hash);
    return fold_of(hash, words);
}

/* The hash of the fewest last tokens that make a shingle; `last` counts them all. False while
 * there are too few. */
static bool shingle_of(const struct token ring[HALVES], size_t last, uint32_t *out)
{
    unsigned halves = 0;
    size_t first = last;
    while (first && halves < HALVES)
        halves += ring[--first % HALVES].halves;
    if (halves < HALVES)
        return false;
    uint64_t hash = seed;
    for (; first < last; first++)
        hash = mix(hash, ring[first % HALVES].hash);
    *out = (uint32_t)(hash ^ hash >> 32);
    return true;
}

static enum nb_status add(struct nb_shingles *to, size_t *room, uint32_t hash)
{
    if (to->count == *room) {
        size_t more = *room ? *room * 2 : FIRST_ROOM;
        struct nb_shingle *list = nb_realloc(to->list, more * sizeof *list);
        if (!list)
            return NB_NOMEM;
        to->list = list;
        *room = more;
    }
    to->list[to->count] = (struct nb_shingle){hash, (uint32_t)to->count};
    to->count++;
    return NB_OK;
}

/* Sorts by hash what stands in the order of places, byte by byte from the lowest (Knuth 5.2.5):
 * an article has hundreds, which qsort takes ten times as long for. */
static enum nb_status sort(struct nb_shingle *list, size_t count)
{
    struct nb_shingle *from = list, *to = nb_malloc(count * sizeof *to), *room = to;
    if (!room)
        return NB_NOMEM;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        size_t at[256 + 1] = {0};
        for (size_t i = 0; i < count; i++)
            at[(from[i].hash >> shift & 0xFF) + 1]++;
        for (size_t i = 1; i < 256; i++)
            at[i] += at[i - 1];
        for (size_t i = 0; i < count; i++)
            to[at[from[i].hash >> shift & 0xFF]++] = from[i];
        struct nb_shingle *sorted = to;
        to = from;
        from = sorted;
    }
    nb_free(room); /* four rounds: the last one went back */
    return NB_OK;
}

/* Sorts, and keeps the first place of each. */
static enum nb_status settle(struct nb_shingles *shingles)
{
    size_t kept = 0;
    if (!shingles->count)
        return NB_OK;
    enum nb_status status = sort(shingles->list, shingles->count);
    for (size_t i = 1; status == NB_OK && i < shingles->count; i++) {
        if (shingles->list[i].hash != shingles->list[kept].hash)
            shingles->list[++kept] = shingles->list[i];
    }
    shingles->count = kept + 1;
    return status;
}

enum nb_status nb_shingle(struct nb_str text, size_t most, struct nb_shingles *out,
                          size_t *words, uint64_t *folded)
{
    struct token ring[HALVES];
    size_t tokens = 0, halves = 0, room = 0;
    enum nb_status status = NB_OK;
    *out = (struct nb_shingles){0};
    *folded = seed;
    while (status == NB_OK && next_token(&text, &ring[tokens % HALVES])) {
        uint32_t hash;
        *folded = mix(*folded, ring[tokens % HALVES].hash);
        halves += ring[tokens++ % HALVES].halves;
        if (out->count < most && shingle_of(ring, tokens, &hash))
            status = add(out, &room, hash);
    }
    *words += (halves + 1) / 2;
    *folded = fold_of(*folded, tokens);
    return status == NB_OK ? settle(out) : status;
}
