/* Patterns in a hash table: its slots hold where a pattern stands in the file, and some bits of the
 * hash of its letters without the digits, so that the file is looked at for little but what is
 * there. Every stretch of a word is looked up (Liang, "Word Hy-phen-a-tion by Com-put-er", 1983,
 * with hashing instead of a trie). */
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

enum { TAG_BITS = 6, LARGEST_FILE = 1 << (32 - TAG_BITS) };

/* What is known of the letters of a hash, in two bits: patterns go on from there, or end. Most
 * letters of a word are done with by these bits, which stay in the processor's cache. */
enum { GOES_ON = 1, ENDS = 2, MARKS_A_SLOT = 8 };

struct nb_hyphen_dict {
    struct nb_mapping file;
    unsigned char *marks; /* by hash, four in a byte */
    uint32_t *slots;      /* the offset of a pattern in the file, and a tag; 0: empty */
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

/* What of a hash a slot keeps. */
static uint32_t tag_of(uint32_t hash)
{
    return hash >> (32 - TAG_BITS);
}

static struct nb_str line_at(const struct nb_hyphen_dict *dict, size_t at)
{
    const char *text = (const char *)dict->file.data + at;
    size_t rest = dict->file.size - at;
    const char *end = memchr(text, '\n', rest);
    return nb_str_trim((struct nb_str){text, end ? (size_t)(end - text) : rest});
}

static void mark(struct nb_hyphen_dict *dict, uint32_t hash, unsigned what)
{
    size_t at = hash & (dict->slot_count * MARKS_A_SLOT - 1);
    dict->marks[at / 4] |= (unsigned char)(what << at % 4 * 2);
}

static unsigned marked(const struct nb_hyphen_dict *dict, uint32_t hash)
{
    size_t at = hash & (dict->slot_count * MARKS_A_SLOT - 1);
    return (unsigned)dict->marks[at / 4] >> at % 4 * 2 & 3U;
}

/* A line as read once: where it ends, the hash of its letters, how many bytes they are. */
struct scanned {
    size_t end, letters;
    uint32_t hash;
    bool pattern; /* no comment, no keyword, and none that changes letters */
};

static struct scanned scan(struct nb_hyphen_dict *dict, size_t at)
{
    const unsigned char *text = dict->file.data;
    unsigned char first = text[at];
    struct scanned line = {.end = at, .hash = 2166136261u};
    line.pattern = first != '#' && first != '%' && !(first >= 'A' && first <= 'Z');
    if (!line.pattern) {
        const void *end = memchr(text + at, '\n', dict->file.size - at);
        line.end = end ? (size_t)((const unsigned char *)end - text) : dict->file.size;
        return line;
    }
    for (; line.end < dict->file.size && text[line.end] != '\n'; line.end++) {
        unsigned char c = text[line.end];
        if ((c >= '0' && c <= '9') || c == ' ' || c == '\r' || c == '\t')
            continue;
        line.pattern = line.pattern && c != '/';
        if (line.letters++)
            mark(dict, line.hash, GOES_ON);
        line.hash = hash_step(line.hash, c);
    }
    line.pattern = line.pattern && line.letters > 0 && line.letters <= LONGEST_PATTERN;
    return line;
}

static size_t count_lines(const struct nb_hyphen_dict *dict)
{
    const unsigned char *at = dict->file.data, *end = at + dict->file.size;
    size_t count = 1;
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        at++;
        count++;
    }
    return count;
}

static void add_patterns(struct nb_hyphen_dict *dict)
{
    size_t mask = dict->slot_count - 1;
    size_t at = line_at(dict, 0).len; /* behind the encoding's name */
    while (at < dict->file.size) {
        struct scanned line = scan(dict, at);
        if (line.pattern) {
            size_t slot = line.hash & mask;
            while (dict->slots[slot])
                slot = (slot + 1) & mask;
            dict->slots[slot] = (uint32_t)at << TAG_BITS | tag_of(line.hash);
            mark(dict, line.hash, ENDS);
            if (line.letters > dict->longest)
                dict->longest = line.letters;
        } else if (nb_str_eq(line_at(dict, at), NB_STR("NEXTLEVEL"))) {
            dict->compound_end = at;
        }
        at = line.end + 1;
    }
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
    if (status == NB_OK && (!dict->file.data || dict->file.size > LARGEST_FILE))
        status = NB_FORMAT;
    if (status == NB_OK)
        status = read_encoding(dict);
    if (status == NB_OK) {
        size_t lines = count_lines(dict);
        dict->slot_count = 64;
        while (dict->slot_count < lines + lines / 3)
            dict->slot_count *= 2;
        dict->slots = nb_calloc(dict->slot_count, sizeof *dict->slots);
        dict->marks = nb_calloc(dict->slot_count, MARKS_A_SLOT / 4);
        status = dict->slots && dict->marks ? NB_OK : NB_NOMEM;
    }
    if (status != NB_OK) {
        nb_hyphen_dict_close(dict);
        return status;
    }
    add_patterns(dict);
    *out = dict;
    return NB_OK;
}

void nb_hyphen_dict_close(struct nb_hyphen_dict *dict)
{
    if (!dict)
        return;
    nb_file_unmap(&dict->file);
    nb_free(dict->slots);
    nb_free(dict->marks);
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
    const char *text = (const char *)dict->file.data, *p = text + at;
    const char *end = text + dict->file.size;
    unsigned char places[LONGEST_PATTERN + 1], numbers[LONGEST_PATTERN + 1];
    size_t letters = 0, count = 0;
    for (; p < end && (nb_ascii_digit(*p) || letters < key.len); p++) {
        if (!nb_ascii_digit(*p)) {
            if (*p != key.data[letters++])
                return false;
        } else if (count <= LONGEST_PATTERN) {
            places[count] = (unsigned char)letters;
            numbers[count++] = (unsigned char)(*p - '0');
        }
    }
    if (letters < key.len || (p < end && !nb_ascii_space(*p)))
        return false;
    for (size_t i = 0; i < count; i++) {
        unsigned char level = numbers[i];
        if (at < dict->compound_end && level % 2)
            level = (unsigned char)(level + COMPOUND_LEVEL);
        if (level > levels[places[i]])
            levels[places[i]] = level;
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
            unsigned marks = marked(dict, hash);
            for (size_t at = hash & mask; marks & ENDS && dict->slots[at];
                 at = (at + 1) & mask) {
                uint32_t slot = dict->slots[at];
                if ((slot ^ tag_of(hash)) % (1 << TAG_BITS) == 0 &&
                    apply(dict, slot >> TAG_BITS, key, levels + from))
                    break;
            }
            if (!(marks & GOES_ON))
                break;
        }
    }
}

void nb_hyphen_dict_find(const struct nb_hyphen_dict *dict, const uint32_t *letters,
                         size_t count, unsigned char *levels)
{
    char word[LONGEST_WORD] = "";
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
