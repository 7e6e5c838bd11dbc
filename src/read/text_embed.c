/* What a page embeds: videos and recordings, told by their running time, and posts, told by
 * the line that says whose they are. */
#include "read/text.h"

#include "base/utf8.h"

enum {
    TITLE_WIDTH = 200,
    LINE_WIDTH = 100,
    TITLE_REACH = 3,  /* units from a running time to its title's repetition */
    POST_WIDTH = 120, /* of a post's last line */
    CLOCK_TIMES = 3   /* so many times of day make a timetable */
};

/* ---- Running times. */

/* Words around a running time, in lower case. */
static const char *const before_time[] = {
    "video",    "audio",  "podcast",  "duration", "running time", "length",
    "watch",    "listen", "play",     "dauer",    "länge",        "durée",
    "duración", "durata", "duur",     "duração",  "длительность", "видео",
    "时长",     "時長",   "再生時間", "動画",     "视频",         "المدة",
    "فيديو",    "משך",    "▶",        "►",        "⏵",          NULL};
static const char *const behind_time[] = {
    "min", "min.", "mins", "minutes", "minuten", "minuti", "minuty", "минут",
    "мин", "мин.", "分钟", "分鐘",    "分",      "دقيقة",  "דקות",   NULL};

/* The bytes of one of `words` at the start of `s`, in any case; the longest. */
static size_t word_length(struct nb_str s, const char *const *words)
{
    size_t longest = 0;
    char folded[64 + 4] = "";
    struct nb_str head = nb_str_sub(s, 0, 40);
    for (size_t i = 0; words[i]; i++) {
        struct nb_str word = nb_str_of(words[i]);
        if (word.len > head.len)
            continue;
        struct nb_str piece = nb_str_sub(head, 0, word.len);
        struct nb_str key = {folded, nb_furniture_fold(piece, folded, sizeof folded)};
        if (piece.len == word.len && nb_str_eq(key, word) && word.len > longest)
            longest = word.len;
    }
    return longest;
}

/* The bytes that "2:22" or "1:02:22" takes at the start of `s`, 0 for none. */
static size_t time_length(struct nb_str s)
{
    unsigned groups = 0;
    size_t at = 0;
    while (groups < 3) {
        size_t digits = 0;
        while (at < s.len && nb_ascii_digit(s.data[at]))
            at++, digits++;
        if (digits == 0 || digits > 2 || (groups > 0 && digits != 2))
            return 0;
        groups++;
        if (at >= s.len || s.data[at] != ':')
            break;
        at++;
    }
    return groups > 1 ? at : 0;
}

static struct nb_str rest_of(struct nb_str s, size_t from)
{
    return nb_str_trim(nb_str_sub(s, from, s.len));
}

static bool has_digit(struct nb_str s)
{
    size_t i = 0;
    while (i < s.len && !nb_ascii_digit(s.data[i]))
        i++;
    return i < s.len;
}

bool nb_text_duration(struct nb_str s, struct nb_str *time)
{
    if (s.len == 0 || s.len > 60 || !has_digit(s)) /* most lines, at little cost */
        return false;
    for (size_t len; (len = word_length(s, before_time)) > 0;) {
        s = rest_of(s, len);
        while (s.len > 0 && (s.data[0] == ':' || s.data[0] == '-' || s.data[0] == '|' ||
                             s.data[0] == '('))
            s = rest_of(s, 1);
        if (nb_str_starts(s, NB_STR("：")))
            s = rest_of(s, 3);
    }
    size_t len = time_length(s);
    if (len == 0)
        return false;
    *time = nb_str_sub(s, 0, len);
    s = rest_of(s, len);
    s = rest_of(s, word_length(s, behind_time));
    return s.len == 0 || nb_str_eq(s, NB_STR(")"));
}

/* ---- Embeds: a running time and a title, once or twice. */

static bool in_body(const struct nb_text *text, size_t i)
{
    size_t first = text->headline < text->first ? text->headline : text->first;
    return i >= first && i < text->last;
}

/* "14:30" by itself is a time of day too. */
static bool is_clock(const struct nb_text_unit *unit)
{
    return unit->marks.duration && time_length(unit->text) == unit->text.len &&
           unit->text.len == 5;
}

static bool is_timetable(const struct nb_text *text)
{
    unsigned count = 0;
    for (size_t i = text->first; i < text->last; i++)
        count += is_clock(&text->units[i]);
    return count >= CLOCK_TIMES;
}

/* "Watch: a title" is a title here. */
static bool may_be_title(const struct nb_text_unit *unit)
{
    const struct nb_text_marks *marks = &unit->marks;
    bool player = marks->furniture == NB_FURNITURE_PLAYER ||
                  marks->furniture == NB_FURNITURE_MORE;
    bool labelled = marks->match == NB_MATCH_START && player;
    return unit->role == NB_ROLE_UNKNOWN && unit->traits.words >= 2 &&
           unit->traits.width <= TITLE_WIDTH &&
           (marks->match < NB_MATCH_START || labelled) && !marks->duration &&
           (unit->traits.ending != NB_ENDING_FINAL || marks->repeats > 0);
}

/* A title right above its running time. */
static bool heads_time(const struct nb_text_unit *unit)
{
    return !unit->gap_after && may_be_title(unit) &&
           (!unit->body || (unit->gap_before && unit->traits.ending == NB_ENDING_NONE &&
                            unit->traits.width < LINE_WIDTH));
}

static void take_title(struct nb_text *text, size_t i)
{
    const struct nb_text_unit *title = &text->units[i];
    nb_text_give(&text->units[i], NB_ROLE_EMBED_TITLE, "next to a running time");
    for (size_t j = i + 1; j < text->count && j < i + TITLE_REACH; j++)
        if (text->units[j].marks.first == title->marks.first)
            nb_text_give(&text->units[j], NB_ROLE_REPEAT, "the embed's title again");
}

static void find_embeds(struct nb_text *text)
{
    bool timetable = is_timetable(text);
    for (size_t i = 0; i < text->count; i++) {
        struct nb_text_unit *unit = &text->units[i];
        if (!unit->marks.duration || unit->role != NB_ROLE_UNKNOWN ||
            !in_body(text, i) || (timetable && is_clock(unit)))
            continue;
        nb_text_give(unit, NB_ROLE_EMBED, "a running time");
        if (i + 1 < text->count && may_be_title(&unit[1]))
            take_title(text, i + 1);
        else if (i > 0 && heads_time(&unit[-1]))
            take_title(text, i - 1);
    }
}

/* ---- Embedded posts: they end with a dash, a name, "(@handle)" and a date. */

static bool ends_post(const struct nb_text_unit *unit)
{
    bool dash = nb_str_starts(unit->full, NB_STR("—")) ||
                nb_str_starts(unit->full, NB_STR("–")) ||
                nb_str_starts(unit->full, NB_STR("-"));
    return unit->body && dash && unit->marks.date && unit->traits.width < POST_WIDTH &&
           nb_str_find(unit->full, NB_STR("(@")) > 0;
}

/* The line before it is the post; in a wrapped text all lines before it that are indented
 * more than prose. */
static void find_posts(struct nb_text *text)
{
    for (size_t i = text->first + 1; i < text->last; i++) {
        if (!ends_post(&text->units[i]))
            continue;
        size_t from = i;
        while (from > text->first && text->units[from - 1].body &&
               text->units[from - 1].role == NB_ROLE_UNKNOWN &&
               (from == i ||
                (text->wrapped && text->units[from - 1].indent > text->indent)))
            from--;
        for (size_t j = from; j < i; j++)
            nb_text_give(&text->units[j], NB_ROLE_POST, "before a post's last line");
        if (from < i)
            nb_text_give(&text->units[i], NB_ROLE_POST_END,
                         "a dash, a name with @ and a date");
    }
}

void nb_text_find_embeds(struct nb_text *text)
{
    find_embeds(text);
    find_posts(text);
}
