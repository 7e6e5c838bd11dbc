/* Hyphens at the ends of lines: put there by a program that wrapped the text, or the author's. */
#include "read/text_hyphen.h"

#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

enum {
    MANY = 3,   /* hyphenated lines … */
    EVERY = 60, /* … and one in so many */
    MOST_ASKED = 400,
    SEARCHED = 1 << 20, /* bytes */
    LEAST_PIECE = 2,    /* bytes of a word before and behind its hyphen */
    MOST_WORD = 80
};

static bool is_letter_byte(char c)
{
    return nb_ascii_alpha(c) || (unsigned char)c >= 0x80;
}

/* The piece of a word before the hyphen that `line` ends with; empty for none. */
static struct nb_str piece_before(struct nb_str line)
{
    if (!nb_str_ends(line, NB_STR("-")) || nb_str_ends(line, NB_STR("--")))
        return NB_STR("");
    size_t end = line.len - 1, from = end;
    while (from > 0 && is_letter_byte(line.data[from - 1]))
        from--;
    return nb_str_sub(line, from, end - from);
}

/* The piece behind it, if it begins with a small letter. */
static struct nb_str piece_behind(struct nb_str line)
{
    size_t len = 0, step;
    if (line.len == 0)
        return NB_STR("");
    unsigned c = nb_utf8_decode(line.data, line.data + line.len, &step);
    if (!nb_unicode_is_letter(c) || nb_unicode_is_upper(c) || nb_unicode_upper(c) == c)
        return NB_STR("");
    while (len < line.len && is_letter_byte(line.data[len]))
        len++;
    return nb_str_sub(line, 0, len);
}

static bool is_word(struct nb_str before, struct nb_str behind)
{
    return before.len >= LEAST_PIECE && behind.len >= LEAST_PIECE &&
           before.len + behind.len < MOST_WORD;
}

void nb_hyphens_look(struct nb_hyphens *hyphens, struct nb_str source)
{
    struct nb_str rest = source, line, last = NB_STR("");
    size_t lines = 0, torn = 0;
    while (nb_str_line(&rest, &line)) {
        line = nb_str_trim(line);
        lines += line.len > 0;
        torn += is_word(piece_before(last), piece_behind(line));
        last = line;
    }
    hyphens->source = nb_str_sub(source, 0, SEARCHED);
    hyphens->many = torn >= MANY && torn * EVERY >= lines;
}

bool nb_hyphen_tears(const struct nb_hyphens *hyphens, struct nb_str line,
                     struct nb_str next)
{
    return hyphens->many && is_word(piece_before(line), piece_behind(next));
}

/* Whether before, a joint and behind stand together within a line of the text. */
static bool stands(struct nb_hyphens *hyphens, struct nb_str before, const char *joint,
                   struct nb_str behind)
{
    char word[MOST_WORD + 4];
    size_t len = before.len, joined = strlen(joint);
    memcpy(word, before.data, before.len);
    memcpy(word + len, joint, joined);
    len += joined;
    memcpy(word + len, behind.data, behind.len);
    len += behind.len;
    return nb_str_find_nocase(hyphens->source, (struct nb_str){word, len}) >= 0;
}

bool nb_hyphen_goes(struct nb_hyphens *hyphens, struct nb_str line, struct nb_str next)
{
    struct nb_str before = piece_before(line), behind = piece_behind(next);
    if (!is_word(before, behind) || hyphens->asked >= MOST_ASKED)
        return false;
    hyphens->asked++;
    if (stands(hyphens, before, "-", behind))
        return false;
    return hyphens->many || stands(hyphens, before, "", behind);
}
