/* The evidence of a unit's surroundings: prose next to it, the run of weak units or the list
 * that it stands in, its place before, in or behind the core of the text, heads of link lists
 * before it, and whether its words are the core's words. */
#include "read/text_place.h"

#include "read/text_words.h"

#define ADD(name, holds) nb_evidence_add(set, NB_EVIDENCE_##name, holds)

enum {
    PROSE_WIDTH = 100,      /* columns of what counts as prose */
    PROSE_WIDTH_SHORT = 60, /* … in a text that has little of it */
    LEAST_PROSE = 3,
    GAP_PENALTY = 60,       /* what a unit without prose costs the core */
    COMMENTS_PENALTY = 400, /* … and what a mark of comments costs */
    FAR = 1 << 20
};

/* What is known about the whole text, and one value for each unit of each array. */
struct place {
    struct nb_text *text;
    bool *prose;
    size_t *run;                  /* length of the run of units that are not prose */
    size_t *list;                 /* length of the list it stands in, 0: none */
    unsigned *list_width;         /* mean width of its items */
    size_t core_first, core_last; /* the last is the one behind it */
    struct nb_words words;        /* the core's */
};

static const struct nb_text_unit *unit_at(const struct place *place, size_t i)
{
    return &place->text->units[i];
}

static bool is_prose(const struct place *place, size_t i, long by)
{
    long at = (long)i + by;
    return at >= 0 && at < (long)place->text->count && place->prose[at];
}

static bool is_good(const struct place *place, size_t i, long by)
{
    long at = (long)i + by;
    return at >= 0 && at < (long)place->text->count &&
           place->text->units[at].rating > 0;
}

static bool is_furniture(const struct place *place, size_t i, long by)
{
    long at = (long)i + by;
    return at >= 0 && at < (long)place->text->count &&
           place->text->units[at].marks.match >= NB_MATCH_START;
}

/* ---- The whole text. */

/* Marks the prose, units of at least `width` columns; returns how many there are. */
static size_t find_prose(struct place *place, unsigned width)
{
    size_t found = 0;
    for (size_t i = 0; i < place->text->count; i++) {
        const struct nb_text_unit *unit = unit_at(place, i);
        place->prose[i] = unit->traits.width >= width && unit->rating > 0;
        found += place->prose[i];
    }
    return found;
}

/* The stretch with the greatest sum of widths of prose, less a penalty for all else but
 * tables and captions. */
static void find_core(struct place *place)
{
    long best = 0, total = 0;
    size_t start = 0;
    for (size_t i = 0; i < place->text->count; i++) {
        const struct nb_text_unit *unit = unit_at(place, i);
        long width = (long)unit->traits.width;
        bool neutral = unit->rating > 0 || unit->traits.tabs > 0 || unit->marks.credit;
        if (total <= 0) {
            total = 0;
            start = i;
        }
        if (place->prose[i])
            total += width > 500 ? 500 : width;
        else
            total -= unit->marks.furniture == NB_FURNITURE_COMMENTS ? COMMENTS_PENALTY
                     : neutral                                      ? 0
                                                                    : GAP_PENALTY;
        if (total > best) {
            best = total;
            place->core_first = start;
            place->core_last = i + 1;
        }
    }
}

static void find_indent(struct place *place)
{
    size_t counts[16] = {0}, most = 0;
    for (size_t i = place->core_first; i < place->core_last; i++) {
        unsigned indent = unit_at(place, i)->indent;
        if (place->prose[i] && unit_at(place, i)->bullet == NB_BULLET_NONE)
            counts[indent < 15 ? indent : 15]++;
    }
    for (unsigned i = 0; i < 16; i++) {
        if (counts[i] > most) {
            most = counts[i];
            place->text->indent = i;
        }
    }
}

static void find_runs(struct place *place)
{
    size_t count = place->text->count;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && !place->prose[end])
            end++;
        for (size_t j = i; j < end; j++)
            place->run[j] = end - i;
        i = end + (end < count);
    }
}

static void find_lists(struct place *place)
{
    size_t count = place->text->count;
    for (size_t i = 0; i < count;) {
        size_t end = i, width = 0;
        for (; end < count && unit_at(place, end)->bullet != NB_BULLET_NONE; end++)
            width += unit_at(place, end)->traits.width;
        for (size_t j = i; j < end; j++) {
            place->list[j] = end - i;
            place->list_width[j] = (unsigned)(width / (end - i));
        }
        i = end + 1;
    }
}

/* ---- The core's words. */

static void learn_words(struct place *place)
{
    size_t bytes = 0;
    for (size_t i = place->core_first; i < place->core_last; i++)
        bytes += place->prose[i] ? unit_at(place, i)->text.len : 0;
    if (!nb_words_open(&place->words, place->text->scratch, bytes, 0))
        return;
    for (size_t i = place->core_first; i < place->core_last; i++)
        if (place->prose[i])
            nb_words_learn(&place->words, unit_at(place, i)->text);
}

/* ---- Shapes. */

/* Lines of results, dates, prices: a number near the start, and like their neighbours. */
static bool is_parallel(const struct place *place, size_t i)
{
    const struct nb_text_unit *unit = unit_at(place, i);
    if (i == 0 || i + 1 >= place->text->count || unit->traits.digits == 0 ||
        unit->traits.letters == 0)
        return false;
    unsigned shape = nb_text_shape(unit->text);
    return shape == nb_text_shape(unit[-1].text) &&
           shape == nb_text_shape(unit[1].text);
}

static bool in_sequence(const struct place *place, size_t i)
{
    const struct nb_text_unit *unit = unit_at(place, i);
    if (unit->bullet != NB_BULLET_NUMBER)
        return false;
    for (size_t back = 1; back <= 4 && back <= i; back++)
        if (unit_at(place, i - back)->bullet == NB_BULLET_NUMBER)
            return unit_at(place, i - back)->number + 1 == unit->number;
    return false;
}

/* ---- Evidence. */

static void collect_neighbours(const struct place *place, size_t i,
                               struct nb_evidence_set *set)
{
    const struct nb_text_unit *unit = unit_at(place, i);
    const struct nb_text_traits *traits = &unit->traits;
    bool before = is_prose(place, i, -1), behind = is_prose(place, i, 1);
    bool between = before && behind && !place->prose[i];
    bool open = between && traits->ending == NB_ENDING_NONE;
    bool caps = traits->upper * 10 > traits->letters * 8;
    unsigned near = 0, good = 0;
    for (long by = -3; by <= 3; by++) {
        near += by != 0 && is_prose(place, i, by);
        good += by != 0 && is_good(place, i, by);
    }
    ADD(PREVIOUS_PROSE, before);
    ADD(NEXT_PROSE, behind);
    ADD(BETWEEN_PROSE, between);
    ADD(SHORT_BETWEEN, open && traits->words <= 6);
    ADD(MIDDLE_BETWEEN, open && traits->words > 6 && traits->words < 10);
    ADD(LONG_BETWEEN, open && traits->words >= 10);
    bool long_open = open && traits->words >= 8;
    ADD(BETWEEN_QUOTED, long_open && traits->quotes > 0);
    ADD(BETWEEN_NAMES, long_open && traits->capital >= 2);
    ADD(BETWEEN_COMMA, long_open && traits->commas > 0);
    ADD(BETWEEN_TITLE, open && !caps && traits->cased >= 3 &&
                           traits->capital * 10 >= traits->cased * 6);
    ADD(BETWEEN_CAPS, open && caps && traits->words >= 4);
    ADD(BETWEEN_POINT, between && unit->bullet == NB_BULLET_POINT);
    ADD(NEAR_PROSE_1, near == 1 || near == 2);
    ADD(NEAR_PROSE_3, near == 3 || near == 4);
    ADD(NEAR_PROSE_5, near >= 5);
    ADD(PROSE_ALONE, place->prose[i] && near == 0);
    ADD(PREVIOUS_GOOD, is_good(place, i, -1));
    ADD(NEXT_GOOD, is_good(place, i, 1));
    ADD(GOOD_3, good == 3 || good == 4);
    ADD(GOOD_5, good >= 5);
    ADD(CREDIT_BEFORE, i > 0 && unit[-1].marks.credit && !unit->gap_before);
    ADD(CREDIT_BEHIND,
        i + 1 < place->text->count && unit[1].marks.credit_alone && !unit->gap_after);
    ADD(COLON_BEFORE, i > 0 && unit[-1].traits.ending == NB_ENDING_COLON);
}

static void collect_run(const struct place *place, size_t i,
                        struct nb_evidence_set *set)
{
    const struct nb_text_unit *unit = unit_at(place, i);
    size_t run = place->run[i], list = place->list[i];
    ADD(RUN_2, run == 2);
    ADD(RUN_5, run >= 3 && run <= 5);
    ADD(RUN_12, run >= 6 && run <= 12);
    ADD(RUN_MORE, run > 12);
    ADD(LIST_PROSE, list > 0 && place->list_width[i] >= 60);
    ADD(LIST_SHORT, list > 2 && place->list_width[i] < 30);
    ADD(LIST_LONG_RUN, list >= 10);
    bool plain = unit->bullet == NB_BULLET_NONE;
    ADD(PARALLEL, is_parallel(place, i));
    ADD(SEQUENCE, in_sequence(place, i));
    ADD(INDENT_DEEPER, plain && unit->indent > place->text->indent);
    ADD(INDENT_LESS, plain && unit->indent < place->text->indent);
}

static void collect_core(const struct place *place, size_t i,
                         struct nb_evidence_set *set)
{
    const struct nb_text_traits *traits = &unit_at(place, i)->traits;
    bool in = i >= place->core_first && i < place->core_last;
    size_t before = i < place->core_first ? place->core_first - i : 0;
    size_t after = i >= place->core_last ? i - place->core_last + 1 : 0;
    int known = unit_at(place, i)->known;
    ADD(CORE, in);
    ADD(CORE_PROSE, in && place->prose[i]);
    ADD(CORE_OPEN, in && traits->ending == NB_ENDING_NONE && traits->width < 120);
    ADD(BEFORE_1, before == 1);
    ADD(BEFORE_3, before == 2 || before == 3);
    ADD(BEFORE_MORE, before > 3);
    ADD(AFTER_1, after == 1);
    ADD(AFTER_3, after == 2 || after == 3);
    ADD(AFTER_10, after >= 4 && after <= 10);
    ADD(AFTER_MORE, after > 10);
    ADD(WORDS_KNOWN, known >= 50);
    ADD(WORDS_SOME, known >= 25 && known < 50);
    ADD(WORDS_NEW, known >= 0 && known < 25);
    ADD(KNOWN_AFTER, known >= 50 && after > 0);
}

static unsigned count_comments(const struct place *place, size_t i)
{
    size_t from = i > 8 ? i - 8 : 0;
    unsigned count = 0;
    for (size_t at = from; at < place->text->count && at <= i + 8; at++)
        count += unit_at(place, at)->marks.furniture == NB_FURNITURE_COMMENTS;
    return count;
}

static void collect_furniture(const struct place *place, size_t i,
                              struct nb_evidence_set *set)
{
    const struct nb_text_unit *units = place->text->units;
    unsigned furniture = 0;
    bool comments = false, dates = false;
    for (long by = -4; by <= 4; by++) {
        long at = (long)i + by;
        if (by == 0 || at < 0 || at >= (long)place->text->count)
            continue;
        furniture += is_furniture(place, i, by);
        comments = comments || units[at].marks.furniture == NB_FURNITURE_COMMENTS;
        if (by == -1 || by == 1)
            dates = dates || units[at].marks.date_only || units[at].marks.byline;
    }
    ADD(FURNITURE_BEFORE, is_furniture(place, i, -1));
    ADD(FURNITURE_BEHIND, is_furniture(place, i, 1));
    ADD(FURNITURE_SOME, furniture == 2 || furniture == 3);
    ADD(FURNITURE_MANY, furniture >= 4);
    ADD(COMMENTS_NEAR, comments);
    unsigned thread = count_comments(place, i);
    ADD(COMMENTS_THREAD, thread == 2 || thread == 3);
    ADD(COMMENTS_MANY, thread >= 4);
    ADD(DATES_NEAR, dates);
}

/* Heads of link lists and of comments, met on the way through the text. */
static void collect_openers(const struct place *place, struct nb_evidence_set *sets)
{
    size_t opened = FAR;
    bool quiet = false, comments = false;
    for (size_t i = 0; i < place->text->count; i++) {
        const struct nb_text_marks *marks = &unit_at(place, i)->marks;
        struct nb_evidence_set *set = &sets[i];
        opened += opened < FAR;
        ADD(OPENED, quiet);
        ADD(OPENED_NEAR, quiet && opened <= 6);
        ADD(OPENED_PROSE, place->prose[i] && opened <= 6);
        ADD(COMMENTS_BEGAN, comments);
        if (place->prose[i])
            quiet = false;
        bool head = marks->match == NB_MATCH_WHOLE;
        if (marks->furniture == NB_FURNITURE_RELATED) {
            opened = 0;
            quiet = true;
        }
        comments = comments || (head && marks->furniture == NB_FURNITURE_COMMENTS &&
                                i > place->core_first);
    }
}

enum nb_status nb_text_collect_place(struct nb_text *text, struct nb_evidence_set *sets)
{
    struct nb_arena *scratch = text->scratch;
    struct place place = {.text = text};
    size_t room = text->count + 1;
    place.prose = nb_arena_array(scratch, room, sizeof *place.prose);
    place.run = nb_arena_array(scratch, room, sizeof *place.run);
    place.list = nb_arena_array(scratch, room, sizeof *place.list);
    place.list_width = nb_arena_array(scratch, room, sizeof *place.list_width);
    if (!place.prose || !place.run || !place.list || !place.list_width)
        return nb_arena_status(scratch);
    if (find_prose(&place, PROSE_WIDTH) < LEAST_PROSE)
        (void)find_prose(&place, PROSE_WIDTH_SHORT);
    find_core(&place);
    find_indent(&place);
    find_runs(&place);
    find_lists(&place);
    learn_words(&place);
    for (size_t i = 0; i < text->count; i++)
        text->units[i].known =
            nb_words_known(&place.words, text->units[i].text, &text->units[i].taken);
    for (size_t i = 0; i < text->count; i++) {
        collect_neighbours(&place, i, &sets[i]);
        collect_run(&place, i, &sets[i]);
        collect_core(&place, i, &sets[i]);
        collect_furniture(&place, i, &sets[i]);
    }
    collect_openers(&place, sets);
    return nb_arena_status(scratch);
}
