/* A sequence is the bytes of one UTF-8 character, each shown as the character that the byte is
 * in windows-1252. Most sequences can be nothing else: no word ends in "Ã" and goes on with a
 * copyright sign. Those whose second character may follow a letter in good text (closing
 * quotes, dashes, dots, no-break spaces) prove nothing by themselves. */
#include "base/mojibake.h"

#include "base/utf8.h"

#include <string.h>

enum {
    ROUNDS = 3, /* more has not been seen */
    RUN = 3 /* characters' worth of sequences side by side that are certain together:
                 * one of three bytes is worth two */
};

static const unsigned short cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

unsigned nb_cp1252(unsigned byte)
{
    return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : 0;
}

/* The byte that a character was in windows-1252 or Latin-1; 0 for none, and for ASCII. */
static unsigned byte_of(unsigned c)
{
    if (c < 0x80)
        return 0;
    if (c < 0x100)
        return c;
    for (unsigned i = 0; i < 32; i++) {
        if (cp1252[i] == c)
            return 0x80 + i;
    }
    return 0;
}

static unsigned sequence_length(unsigned lead)
{
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Whether the byte's character may stand behind a letter in good text. */
static bool may_follow(unsigned byte)
{
    return byte == 0x85 || byte == 0x8B || (byte >= 0x91 && byte <= 0x97) ||
           byte == 0x99 || byte == 0x9B || byte == 0xA0 || byte == 0xB7 || byte == 0xBB;
}

enum verdict { NOTHING, LIKELY, SURE };

struct sequence {
    enum verdict verdict;
    unsigned decoded;
    size_t len; /* in the text, in bytes */
};

static bool is_sure(const unsigned char *bytes, unsigned count, unsigned decoded)
{
    if (count == 4)
        return true;
    if (count == 3)
        return bytes[0] == 0xE2 || bytes[0] == 0xEF;
    if (bytes[0] == 0xC2 || bytes[0] == 0xC3)
        return !may_follow(bytes[1]) || bytes[1] == 0x91 || bytes[1] == 0x93;
    return decoded < 0x180 && !may_follow(bytes[1]); /* Latin Extended-A */
}

/* What stands at `p`, which is a character above ASCII. */
static struct sequence sequence_at(const char *p, const char *end)
{
    struct sequence found = {NOTHING, 0, 0};
    unsigned char bytes[4];
    size_t len;
    unsigned lead = byte_of(nb_utf8_decode(p, end, &len));
    unsigned count = sequence_length(lead), have = 1;
    const char *at = p + len;
    bytes[0] = (unsigned char)lead;
    while (have < count && at < end) {
        unsigned byte = byte_of(nb_utf8_decode(at, end, &len));
        if (byte < 0x80 || byte > 0xBF)
            break;
        bytes[have++] = (unsigned char)byte;
        at += len;
    }
    found.len = (size_t)(at - p);
    if (count == 3 && have == 2 && bytes[0] == 0xE2 && bytes[1] == 0x80) {
        found.verdict = SURE; /* the last byte has no character and got lost */
        found.decoded = 0x201D;
    }
    if (!count || have < count)
        return found;
    const char *raw = (const char *)bytes;
    unsigned decoded = nb_utf8_decode(raw, raw + count, &len);
    bool lost = decoded == NB_REPLACEMENT && memcmp(raw, "\xEF\xBF\xBD", 3) != 0;
    if (len != count || lost)
        return found;
    found.decoded = decoded;
    found.verdict = is_sure(bytes, count, decoded) ? SURE : LIKELY;
    return found;
}

/* Whether anything in `text` could begin a sequence: a lead byte's character before another
 * one above ASCII. */
bool nb_mojibake_suspect(struct nb_str text)
{
    const char *p = text.data, *end = p + text.len;
    while (p < end && (p = memchr(p, 0xC3, (size_t)(end - p))) != NULL) {
        if (end - p < 3)
            return false;
        unsigned char second = (unsigned char)p[1], third = (unsigned char)p[2];
        if (second >= 0x82 && second <= 0xB4 && third >= 0xC2)
            return true;
        p++;
    }
    return false;
}

struct tally {
    size_t sure, orphan;
};

/* Whether a run of sequences that is certain as a whole begins at `p`; blanks between them are
 * allowed. */
static bool is_run(const char *p, const char *end)
{
    unsigned run = 0;
    while (p < end && run < RUN) {
        if (*p == ' ') {
            p++;
            continue;
        }
        struct sequence s = sequence_at(p, end);
        if (s.verdict == NOTHING)
            break;
        run += s.decoded < 0x800 ? 1 : 2;
        p += s.len;
    }
    return run >= RUN;
}

static struct tally count(struct nb_str text)
{
    struct tally tally = {0, 0};
    const char *p = text.data, *end = p + text.len;
    while (p < end) {
        size_t len = 1;
        if ((unsigned char)*p < 0x80) {
            p++;
            continue;
        }
        struct sequence s = sequence_at(p, end);
        (void)nb_utf8_decode(p, end, &len);
        if (s.verdict == SURE || (s.verdict == LIKELY && is_run(p, end)))
            tally.sure++;
        else if (s.verdict == NOTHING)
            tally.orphan++;
        p += s.verdict == NOTHING ? len : s.len;
    }
    return tally;
}

static void rewrite(struct nb_str text, bool likely_too, struct nb_buf *out)
{
    const char *p = text.data, *end = p + text.len;
    bool run = false; /* inside a run that is certain */
    while (p < end) {
        size_t len = 1;
        if ((unsigned char)*p < 0x80) {
            run = run && *p == ' ';
            nb_buf_putc(out, *p++);
            continue;
        }
        struct sequence s = sequence_at(p, end);
        run = s.verdict != NOTHING && (run || is_run(p, end));
        bool undo = s.verdict == SURE || (s.verdict == LIKELY && (likely_too || run));
        (void)nb_utf8_decode(p, end, &len);
        if (undo)
            nb_buf_utf8(out, s.decoded);
        else
            nb_buf_add(out, p, len);
        p += undo ? s.len : len;
    }
}

bool nb_mojibake_undo(struct nb_str text, struct nb_mojibake *seen, struct nb_buf *out)
{
    struct nb_buf rounds[2] = {NB_BUF_INIT, NB_BUF_INIT};
    bool changed = false;
    for (int i = 0; i < ROUNDS && nb_mojibake_suspect(text); i++) {
        struct nb_buf *made = &rounds[i & 1];
        struct tally tally = count(text);
        bool likely_too = (tally.sure || seen->sure) && !tally.orphan && !seen->orphan;
        if (i == 0)
            seen->orphan += tally.orphan;
        seen->sure += tally.sure;
        if (!tally.sure && !likely_too)
            break;
        nb_buf_clear(made);
        rewrite(text, likely_too, made);
        text = nb_buf_view(made);
        changed = true;
    }
    if (changed) {
        nb_buf_str(out, text);
        for (int i = 0; i < 2; i++) {
            if (rounds[i].status != NB_OK)
                out->status = rounds[i].status;
        }
    }
    nb_buf_free(&rounds[0]);
    nb_buf_free(&rounds[1]);
    return changed;
}
