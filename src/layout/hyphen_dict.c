/* Patterns in a hash table: its slots hold where a pattern stands in the file; the key is the
 * pattern without its digits. Every stretch of a word is looked up (Liang, "Word Hy-phen-a-tion
 * by Com-put-er", 1983, with hashing instead of a trie). */
#include "layout/hyphen_dict.h"

#include "base/charset.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

enum {
    LONGEST_PATTERN = 128,                 /* bytes, without digits */
    LONGEST_WORD = NB_HYPHEN_MOST * 4 + 2, /* bytes, with a full stop at each end */
    COMPOUND_LEVEL =
        6 /* added to what the level of compounds allows, so that it wins */
};

struct nb_hyphen_dict {
    struct nb_mapping file;
    uint32_t *slots; /* offset of a pattern in the file; 0: empty */
    size_t slot_count;
    size_t longest;      /* pattern, in bytes */
    size_t compound_end; /* patterns before it are of compounds */
    bool utf8;
    uint32_t table[128]; /* the characters of the upper half of the encoding */
};

static uint32_t hash_step(uint32_t hash, unsigned char c)
{
    return (hash ^ c) * 16777619u;
}

static struct nb_str line_at(const struct nb_hyphen_dict *dict, size_t at)
{
    const char *text = (const char *)dict->file.data + at;
    size_t rest = dict->file.size - at;
    const char *end = memchr(text, '\n', rest);
    return nb_str_trim((struct nb_str){text, end ? (size_t)(end - text) : rest});
}

/* Whether a line is a pattern, and none that changes letters. */
static bool is_pattern(struct nb_str line)
{
    return line.len && line.data[0] != '#' && line.data[0] != '%' &&
           !(line.data[0] >= 'A' && line.data[0] <= 'Z') &&
           !memchr(line.data, '/', line.len);
}

/* The hash of a pattern's letters, and how many bytes they are. */
static uint32_t hash_pattern(struct nb_str line, size_t *len)
{
    uint32_t hash = 2166136261u;
    *len = 0;
    for (size_t i = 0; i < line.len; i++)
        if (!nb_ascii_digit(line.data[i])) {
            hash = hash_step(hash, (unsigned char)line.data[i]);
            ++*len;
        }
    return hash;
}

static void add_pattern(struct nb_hyphen_dict *dict, size_t at, struct nb_str line)
{
    size_t len, mask = dict->slot_count - 1;
    uint32_t hash = hash_pattern(line, &len);
    if (len == 0 || len > LONGEST_PATTERN)
        return;
    size_t slot = hash & mask;
    while (dict->slots[slot])
        slot = (slot + 1) & mask;
    dict->slots[slot] = (uint32_t)at;
    if (len > dict->longest)
        dict->longest = len;
}

/* Walks the file's lines: counts them, or adds the patterns. */
static size_t walk(struct nb_hyphen_dict *dict, bool add)
{
    const char *text = (const char *)dict->file.data;
    size_t size = dict->file.size, count = 0;
    for (size_t at = 0; at < size; count++) {
        const char *end = memchr(text + at, '\n', size - at);
        if (add && at) { /* the first line is the encoding's name */
            struct nb_str line = line_at(dict, at);
            if (nb_str_eq(line, NB_STR("NEXTLEVEL")))
                dict->compound_end = at;
            else if (is_pattern(line))
                add_pattern(dict, at, line);
        }
        at = end ? (size_t)(end - text) + 1 : size;
    }
    return count;
}

/* Reads what the bytes from 128 on mean, unless the file is UTF-8. */
static enum nb_status read_encoding(struct nb_hyphen_dict *dict)
{
    struct nb_str name = line_at(dict, 0);
    dict->utf8 = nb_str_eq_nocase(name, NB_STR("UTF-8"));
    if (dict->utf8)
        return NB_OK;
    char bytes[128], label[32];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i + 128);
    size_t len = name.len < sizeof label ? name.len : sizeof label - 1;
    memcpy(label, name.data, len);
    label[len] = '\0';
    struct nb_buf decoded = NB_BUF_INIT;
    enum nb_status status =
        nb_charset_decode((struct nb_str){bytes, sizeof bytes}, label, &decoded, NULL);
    const char *p = nb_buf_cstr(&decoded);
    for (size_t i = 0; status == NB_OK && i < 128; i++)
        dict->table[i] = nb_utf8_next(&p);
    nb_buf_free(&decoded);
    return status;
}

enum nb_status nb_hyphen_dict_open(const char *path, struct nb_hyphen_dict **out)
{
    *out = NULL;
    struct nb_hyphen_dict *dict = nb_calloc(1, sizeof *dict);
    if (!dict)
        return NB_NOMEM;
    enum nb_status status = nb_file_map(path, &dict->file);
    if (status == NB_OK && (!dict->file.data || dict->file.size > UINT32_MAX / 2))
        status = NB_FORMAT;
    if (status == NB_OK)
        status = read_encoding(dict);
    if (status == NB_OK) {
        size_t lines = walk(dict, false);
        dict->slot_count = 64;
        while (dict->slot_count < lines * 2)
            dict->slot_count *= 2;
        dict->slots = nb_calloc(dict->slot_count, sizeof *dict->slots);
        status = dict->slots ? NB_OK : NB_NOMEM;
    }
    if (status != NB_OK) {
        nb_hyphen_dict_close(dict);
        return status;
    }
    (void)walk(dict, true);
    *out = dict;
    return NB_OK;
}

void nb_hyphen_dict_close(struct nb_hyphen_dict *dict)
{
    if (!dict)
        return;
    nb_file_unmap(&dict->file);
    nb_free(dict->slots);
    nb_free(dict);
}

/* A letter in the dictionary's encoding; 0 if it has none. */
static size_t encode(const struct nb_hyphen_dict *dict, uint32_t letter, char *out)
{
    if (dict->utf8)
        return nb_utf8_encode(letter, out);
    if (letter < 128) {
        *out = (char)letter;
        return 1;
    }
    for (size_t i = 0; i < 128; i++)
        if (dict->table[i] == letter) {
            *out = (char)(i + 128);
            return 1;
        }
    return 0;
}

/* Whether the pattern at `at` has the letters `key`; raises the levels between them. */
static bool apply(const struct nb_hyphen_dict *dict, size_t at, struct nb_str key,
                  unsigned char *levels)
{
    struct nb_str line = line_at(dict, at);
    size_t letters = 0;
    for (size_t i = 0; i < line.len; i++)
        if (!nb_ascii_digit(line.data[i]) &&
            (letters >= key.len || line.data[i] != key.data[letters++]))
            return false;
    if (letters != key.len)
        return false;
    letters = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (!nb_ascii_digit(line.data[i])) {
            letters++;
            continue;
        }
        unsigned char level = (unsigned char)(line.data[i] - '0');
        if (at < dict->compound_end && level % 2)
            level = (unsigned char)(level + COMPOUND_LEVEL);
        if (level > levels[letters])
            levels[letters] = level;
    }
    return true;
}

/* Applies every pattern that occurs in `word`. */
static void match(const struct nb_hyphen_dict *dict, struct nb_str word,
                  unsigned char *levels)
{
    size_t mask = dict->slot_count - 1;
    for (size_t from = 0; from < word.len; from++) {
        uint32_t hash = 2166136261u;
        size_t most = word.len - from < dict->longest ? word.len - from : dict->longest;
        for (size_t len = 1; len <= most; len++) {
            hash = hash_step(hash, (unsigned char)word.data[from + len - 1]);
            struct nb_str key = {word.data + from, len};
            for (size_t slot = hash & mask; dict->slots[slot]; slot = (slot + 1) & mask)
                if (apply(dict, dict->slots[slot], key, levels + from))
                    break;
        }
    }
}

void nb_hyphen_dict_find(const struct nb_hyphen_dict *dict, const uint32_t *letters,
                         size_t count, unsigned char *levels)
{
    char word[LONGEST_WORD];
    unsigned char found[LONGEST_WORD + 1] = {0};
    size_t starts[NB_HYPHEN_MOST], len = 1;
    memset(levels, 0, count);
    word[0] = '.';
    for (size_t i = 0; i < count; i++) {
        starts[i] = len;
        size_t bytes = encode(dict, letters[i], word + len);
        if (bytes == 0)
            return;
        len += bytes;
    }
    word[len++] = '.';
    match(dict, (struct nb_str){word, len}, found);
    for (size_t i = 1; i < count; i++)
        levels[i] = found[starts[i]];
}
